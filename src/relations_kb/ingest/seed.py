"""The seed: a folder of YAML files, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from relations_kb.domain.errors import KbError
from relations_kb.records.checks import check
from relations_kb.records.findings import Finding
from relations_kb.records.known import Known
from relations_kb.records.reading import read_files, seed_of, seed_paths
from relations_kb.records.seed_file import Seed
from relations_kb.store.packaged import seed_folder

SHOWN_FINDINGS = 20


def validate(
    paths: list[Path], progress: Callable[[str], None] = lambda name: None
) -> tuple[int, list[Finding]]:
    """Check seed files; what they refer to may stand in the packaged seed.

    Returns:
        The number of files read, and everything found, sorted.
    """
    found_paths, findings = seed_paths(paths)
    files, shape = read_files(found_paths, progress)
    return len(found_paths), sorted([*findings, *shape, *check(files, packaged_known)])


def load_seed(folder: Path, progress: Callable[[str], None] = lambda name: None) -> Seed:
    """Read and check a seed that stands by itself.

    Raises:
        KbError: if the folder is missing or anything in it cannot be loaded; all errors are named.
    """
    paths, findings = seed_paths([folder])
    files, shape = read_files(paths, progress)
    findings += shape
    if not findings:
        findings = check(files)
    errors = [finding for finding in findings if finding.is_error]
    if errors:
        raise _unsound(folder, errors)
    return seed_of(files)


def packaged_known() -> Known:
    """Return what the packaged seed defines."""
    files, _ = read_files(seed_paths([seed_folder()])[0])
    return Known.of(seed_of(files))


def _unsound(folder: Path, errors: list[Finding]) -> KbError:
    lines = [str(error) for error in errors[:SHOWN_FINDINGS]]
    if len(errors) > SHOWN_FINDINGS:
        lines.append(f"… and {len(errors) - SHOWN_FINDINGS} more")
    return KbError(
        f"The seed in {folder} cannot be loaded; nothing was changed.\n" + "\n".join(lines),
        f"Mend it and look again with: kb validate {folder}",
        exit_code=1,
    )
