"""A small valid seed file, and how to write it to disk with something changed."""

from __future__ import annotations

import pytest

from relations_kb.records.checks import check
from relations_kb.records.known import Known
from relations_kb.records.reading import read_files, seed_paths
from relations_kb.store.packaged import seed_folder

SEED = """\
sources: [mfa-2025]
bibliography:
  - id: mfa-2025
    publisher: Ministry of Foreign Affairs of Russia
    date: 2025-10-02
    side: russia
    kind: ministry
    reliability: B
  - {id: tass-2025, publisher: TASS, date: 2025-10-02, kind: agency, reliability: B}
actors:
  - id: iran
    kind: state
    names: [{text: Iran, language: en}]
  - id: russia
    kind: state
    names: [{text: Russia, language: en}]
treaties:
  - id: partnership-2025
    title: Treaty on the Comprehensive Strategic Partnership
    form: treaty
    parties: [iran, russia]
    milestones:
      - {step: signed, date: 2025-01-17, place: Moscow}
      - {step: in-force, date: 2025-10-02}
"""


@pytest.fixture
def write_seed(tmp_path):
    """Write the small seed file, with each ``(old, new)`` text replaced, and return its path."""

    def write(*edits, name="seed.yaml"):
        text = SEED
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} must stand once in the seed"
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def write_file(tmp_path):
    """Write any text or bytes as a seed file and return its path."""

    def write(content, name="file.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def findings_of(*paths, context=Known):
    """Check files and folders as they stand: whether they are there, their shape, their content."""
    found_paths, missing = seed_paths(paths)
    files, shape = read_files(found_paths)
    return [*missing, *shape, *check(files, context)]


@pytest.fixture
def findings():
    return findings_of


@pytest.fixture(scope="session")
def packaged_files():
    """All files of the packaged seed, as read."""
    files, found = read_files(seed_paths([seed_folder()])[0])
    assert found == []
    return files
