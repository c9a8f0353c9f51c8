"""Reading YAML with every scalar as text, remembering where each value stands.

The usual loaders turn ``057`` into 47, ``NO`` into False and fail on ``1828-02-30``; here the
schema types the text, and errors can name the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import yaml

from relations_kb.domain.limits import YAML_BYTES, YAML_LEVELS, YAML_VALUES, shortened

Path = tuple[str | int, ...]

_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class YamlError(Exception):
    """YAML that cannot be used.

    Attributes:
        code: code of the finding.
        line: line in the file, from 1; 0 if unknown.
        message: what was read and what would be right.
    """

    def __init__(self, code: str, line: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.message = message


def read_yaml(path: FilePath) -> tuple[Any, dict[Path, int]]:
    """Read a file of one YAML document, as ``parse_yaml`` does its text.

    Raises:
        OSError: if it cannot be opened.
        UnicodeDecodeError: if it is not UTF-8.
        YamlError: if it is too large or no YAML, or uses what seed files may not.
    """
    with path.open("rb") as file:
        # No file is asked for its size: a pipe or a device has none, and may never end.
        content = file.read(YAML_BYTES + 1)
    if len(content) > YAML_BYTES:
        most = YAML_BYTES // 1024**2
        raise YamlError("E101", 0, f"the file has more than {most} MB; split it into several")
    text = content.decode("utf-8-sig")
    return parse_yaml(text.replace("\r\n", "\n").replace("\r", "\n"))


def parse_yaml(text: str) -> tuple[Any, dict[Path, int]]:
    """Parse one YAML document.

    Returns:
        The data, made of dict, list and str alone, and the line of every value by its path.

    Raises:
        YamlError: if the text is no YAML, or uses what seed files may not.
    """
    try:
        return _Reader(yaml.parse(text, Loader=_BaseLoader)).document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        code = error.character if isinstance(error.character, int) else ord(error.character)
        raise YamlError("E102", line, f"the sign U+{code:04X} is not allowed; remove it") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise YamlError("E102", line, _explained(error, text, mark)) from None


def _explained(error: yaml.MarkedYAMLError, text: str, mark: yaml.Mark | None) -> str:
    """Say what the parser cannot read; of a sign it says only that there is one."""
    problem = error.problem or error.context or "it cannot be parsed"
    lines = text.split("\n")
    known = mark is not None and mark.line < len(lines)
    sign = lines[mark.line][mark.column : mark.column + 1] if mark and known else ""
    if sign == "\t" or "tab character" in problem:
        return "a tab stands here; indent with blanks"
    if sign and "cannot start any token" in problem:
        return f"nothing can begin with {sign!r}; put the text in quotes"
    return f"{problem}; look at the indent and the quotes"


class _Reader:
    """Turns the events of one document into plain data."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._lines: dict[Path, int] = {}

    def document(self) -> tuple[Any, dict[Path, int]]:
        data: Any = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if data is not None:
                    line = event.start_mark.line + 1 if event.start_mark else 0
                    raise YamlError("E102", line, "a second document begins; write one a file")
                data = self._value(next(self._events), ())
        return ({} if data in (None, "") else data), self._lines

    def _value(self, event: Any, path: Path) -> Any:
        line = event.start_mark.line + 1
        self._lines.setdefault(path, line)
        self._check_limits(path, line)
        if isinstance(event, yaml.AliasEvent):
            raise YamlError("E104", line, "an alias (*name) is not allowed; write the value out")
        if event.anchor is not None:
            raise YamlError("E104", line, "an anchor (&name) is not allowed; leave it out")
        if event.tag is not None:
            raise YamlError(
                "E104", line, f"the tag {shortened(event.tag)} is not allowed; leave it out"
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return event.value

    def _check_limits(self, path: Path, line: int) -> None:
        if len(path) > YAML_LEVELS:
            message = f"more than {YAML_LEVELS} levels are nested here; write fewer"
            raise YamlError("E102", line, message)
        if len(self._lines) > YAML_VALUES:
            message = f"more than {YAML_VALUES:,} values stand in the file; split it into several"
            raise YamlError("E102", line, message)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError("E102", line, "a key must be a word")
            key = event.value
            if key in result:
                raise YamlError(
                    "E103", line, f"the key {shortened(key)!r} stands twice; join the two"
                )
            # An error about a value is best shown where its key stands.
            self._lines[(*path, key)] = line
            result[key] = self._value(next(self._events), (*path, key))
        return result
