"""Reading seed files: from paths to a seed, with everything that is wrong said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from relations_kb.domain.codes import CodeError
from relations_kb.domain.dates import DateError
from relations_kb.domain.identity import nearest
from relations_kb.domain.limits import FINDINGS, shortened
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.findings import Finding
from relations_kb.records.models import Record
from relations_kb.records.seed_file import Seed, SeedFile
from relations_kb.records.yaml_text import Path, YamlError, read_yaml

SUFFIX = ".yaml"


@dataclass(slots=True)
class ReadFile:
    """A file that was read: its content, and the line of every value.

    Attributes:
        name: path as the user gave it or as found in the folder.
        content: the file in the shape of the models; empty if it does not fit.
        lines: line of every path in the file.
        records: records in canonical form with their place in the file.
    """

    name: str
    content: SeedFile
    lines: dict[Path, int]
    records: list[tuple[Path, Record]] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def finding(self, code: str, path: Path, message: str) -> Finding:
        """Make a finding about a place in this file."""
        return Finding(self.name, self.line(path), code, _dotted(path), message)


def seed_paths(paths: Sequence[FilePath]) -> tuple[list[FilePath], list[Finding]]:
    """List the seed files under files and folders, in a fixed order."""
    found: list[FilePath] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            listed, faults = _below(path)
        except OSError as error:
            listed, faults = [], [_unopened(path, error)]
        found.extend(listed)
        findings.extend(faults)
    # A file named twice, or below a folder that is named too, is read once.
    return list({path.resolve(): path for path in reversed(found)}.values())[::-1], findings


def _below(path: FilePath) -> tuple[list[FilePath], list[Finding]]:
    """List the seed files of one path; raises OSError if the system cannot look it up."""
    if not path.exists():
        message = "there is no such file or folder; check the path"
        return [], [Finding(str(path), 0, "E101", "", message)]
    if not path.is_dir():
        return [path], []
    message = f"its name does not end in {SUFFIX}, so it is not read; rename it"
    findings = [
        Finding(str(other), 0, "W408", "", message) for other in sorted(path.rglob("*.yml"))
    ]
    below = sorted(path.rglob(f"*{SUFFIX}"))
    if not below:
        message = f"the folder holds no file that ends in {SUFFIX}"
        findings.append(Finding(str(path), 0, "E105", "", message))
    return below, findings


def _unopened(path: FilePath, error: OSError) -> Finding:
    name = shortened(str(path))
    message = f"it cannot be opened ({error.strerror}); check the path and the permissions"
    return Finding(name, 0, "E101", "", message)


def read_files(
    paths: Iterable[FilePath], progress: Callable[[str], None] = lambda name: None
) -> tuple[list[ReadFile], list[Finding]]:
    """Read seed files and check the shape of each.

    Args:
        paths: files.
        progress: called with the name of each file before it is read.
    """
    files: list[ReadFile] = []
    findings: list[Finding] = []
    for path in paths:
        progress(str(path))
        read, found = _read_file(path)
        files.extend(read)
        findings.extend(found)
    return files, findings


def seed_of(files: Iterable[ReadFile]) -> Seed:
    """Join the contents of files to one seed; sources of actors and memberships made explicit."""
    contents = [(file, file.content) for file in files]
    return Seed(
        sources=tuple(s for _, c in contents for s in c.bibliography),
        actors=tuple(
            a if a.sources else a.model_copy(update={"sources": c.sources})
            for _, c in contents
            for a in c.actors
        ),
        memberships=tuple(
            m if m.sources else m.model_copy(update={"sources": c.sources})
            for _, c in contents
            for m in c.memberships
        ),
        records=tuple(record for file, _ in contents for _, record in file.records),
        statements=tuple(s for _, c in contents for s in c.statements),
    )


def _read_file(path: FilePath) -> tuple[list[ReadFile], list[Finding]]:
    name = str(path)
    try:
        data, lines = read_yaml(path)
    except OSError as error:
        return [], [_unopened(path, error)]
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        return [], [Finding(name, 0, "E101", "", message)]
    except YamlError as error:
        return [], [Finding(name, error.line, error.code, "", error.message)]
    if not isinstance(data, dict):
        message = "the file must be a mapping with keys such as treaties, events, bibliography"
        return [], [Finding(name, 1, "E206", "", message)]
    file = ReadFile(name, SeedFile(), lines)
    try:
        file.content = SeedFile.model_validate(data)
    except ValidationError as error:
        return [], _shape_findings(file, _real(error.errors(include_url=False)))
    file.records = [
        (place, with_explicit_sources(record, file.content.sources))
        for place, record in file.content.records()
    ]
    return [file], []


def _real(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a list is too short where it is so only because its entries are wrong."""
    if not any(detail["type"] == "too_short" for detail in details):
        return details
    around = {d["loc"][:length] for d in details for length in range(len(d["loc"]))}
    return [d for d in details if d["type"] != "too_short" or d["loc"] not in around]


def _shape_findings(file: ReadFile, details: list[ErrorDetails]) -> list[Finding]:
    findings = [_shape_finding(file, detail) for detail in details[:FINDINGS]]
    if len(details) > FINDINGS:
        message = f"{len(details) - FINDINGS:,} more errors are not listed; mend these first"
        findings.append(Finding(file.name, 0, "E206", "", message))
    return findings


def _shape_finding(file: ReadFile, detail: ErrorDetails) -> Finding:
    path = tuple(detail["loc"])
    code, message = explain(detail)
    return file.finding(code, path, message)


_CODES_OF_ERRORS = {DateError: "E204", CodeError: "E203"}

_PLAIN = {
    "too_short": "the list is empty; it needs at least one entry",
    "tuple_type": "{given} is no list; write [...]",
    "model_type": "{given} is no mapping; write {{key: value}}",
    "dict_type": "{given} is no mapping; write {{key: value}}",
}
"""What to say of Pydantic's errors that need no more than the value read."""

_LONGEST_MESSAGE = 2_000
"""Characters; a whole vocabulary fits."""


def explain(detail: ErrorDetails) -> tuple[str, str]:
    """Say a Pydantic error in the words of the house."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    code = "E206"
    match kind:
        case "extra_forbidden":
            code, message = "E201", _unknown_key(str(detail["loc"][-1]))
        case "missing":
            code, message = "E202", f"the key {detail['loc'][-1]!r} is missing; add it"
        case "enum":
            code, message = "E203", _unknown_word(str(given), context)
        case "string_pattern_mismatch":
            code, message = "E205", _unfit_text(str(given), context)
        case "value_error":
            code = _CODES_OF_ERRORS.get(type(context["error"]), code)
            message = str(context["error"])
        case _:
            plain = _PLAIN.get(kind, f"{detail['msg']}; read {{given}}")
            message = plain.format(given=_short(given))
    return code, shortened(message, _LONGEST_MESSAGE)


def _unknown_key(key: str) -> str:
    proposals = nearest(key, _known_keys())
    hint = f"did you mean {proposals[0]!r}?" if proposals else "leave it out"
    return f"{key!r} is no key here; {hint}"


@cache
def _known_keys() -> set[str]:
    from relations_kb.records.schema import seed_schema

    definitions = seed_schema()["$defs"].values()
    return {key for definition in definitions for key in definition.get("properties", ())}


def _unknown_word(word: str, context: dict[str, Any]) -> str:
    expected = str(context.get("expected", ""))
    known = [text.strip(" '") for text in expected.replace(" or ", ", ").split(",")]
    proposals = nearest(word, known)
    hint = f"did you mean {proposals[0]!r}? Known: " if proposals else "use one of "
    return f"{word!r} is not in the vocabulary; {hint}{', '.join(known)}"


def _unfit_text(text: str, context: dict[str, Any]) -> str:
    pattern = str(context.get("pattern", ""))
    if "[a-z0-9]+" in pattern:
        return f"{text!r} is no id; use lower-case a-z, 0-9 and hyphens, as in gulistan-1813"
    return f"{text!r} does not have the form {pattern}"


def _short(value: Any) -> str:
    if isinstance(value, Enum):
        value = value.value
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f"{'.' if text else ''}{shortened(part)}"
    return text
