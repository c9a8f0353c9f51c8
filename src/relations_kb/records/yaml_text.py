"""Reading YAML with every scalar as text, remembering where each value stands.

The usual loaders turn ``057`` into 47, ``NO`` into False and fail on ``1828-02-30``; here the
schema types the text, and errors can name the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

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
        problem = error.problem or error.context or "it cannot be parsed"
        line = mark.line + 1 if mark else 0
        raise YamlError("E102", line, f"{problem}; look at the indent and the quotes") from None
    except RecursionError:
        raise YamlError("E102", 0, "it is nested too deeply; write fewer levels") from None


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
        if isinstance(event, yaml.AliasEvent):
            raise YamlError("E104", line, "an alias (*name) is not allowed; write the value out")
        if event.anchor is not None:
            raise YamlError("E104", line, "an anchor (&name) is not allowed; leave it out")
        if event.tag is not None:
            raise YamlError("E104", line, f"the tag {event.tag} is not allowed; leave it out")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return event.value

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
                raise YamlError("E103", line, f"the key {key!r} stands twice; join the two")
            # An error about a value is best shown where its key stands.
            self._lines[(*path, key)] = line
            result[key] = self._value(next(self._events), (*path, key))
        return result
