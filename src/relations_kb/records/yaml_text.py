"""Reading YAML with every scalar as text, remembering where each value stands.

The usual loaders turn ``057`` into 47, ``NO`` into False and fail on ``1828-02-30``; here the
schema types the text, and errors can name the line.
"""

from __future__ import annotations

from typing import Any

import yaml

Path = tuple[str | int, ...]

_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))
_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class YamlError(Exception):
    """YAML that cannot be used.

    Attributes:
        code: code of the finding.
        line: line in the file, from 1.
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
        root = yaml.compose(text, Loader=_BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be parsed"
        line = mark.line + 1 if mark else 0
        raise YamlError("E102", line, f"{problem}; look at the indent and the quotes") from None
    except yaml.YAMLError as error:
        raise YamlError("E102", 0, f"it cannot be parsed: {error}") from None
    if root is None:
        return {}, {}
    lines: dict[Path, int] = {}
    return _Converter(lines).convert(root, ()), lines


class _Converter:
    """Turns composed nodes into plain data."""

    def __init__(self, lines: dict[Path, int]) -> None:
        self._lines = lines
        self._seen: set[int] = set()

    def convert(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self._lines[path] = line
        self._refuse_aliases_and_tags(node, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*path, i)) for i, child in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError("E102", line, "a key must be a word")
            key = key_node.value
            if key in result:
                raise YamlError("E103", line, f"the key {key!r} stands twice; join the two")
            result[key] = self.convert(value_node, (*path, key))
            self._lines[(*path, key)] = line
        return result

    def _refuse_aliases_and_tags(self, node: yaml.Node, line: int) -> None:
        # An alias composes to the very node that its anchor marks.
        if id(node) in self._seen:
            raise YamlError("E104", line, "an alias (*name) is not allowed; write the value out")
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            raise YamlError("E104", line, f"the tag {node.tag} is not allowed; leave it out")
