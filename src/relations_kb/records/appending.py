"""Adding a record to the text of a seed file: all that was there stays, byte for byte.

The text is never written anew from its data, which would lose comments and layout. Lines are put
between its lines, and the result is read and compared with what it should say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from relations_kb.domain.errors import KbError
from relations_kb.records.seed_file import RECORD_LISTS
from relations_kb.records.yaml_text import YamlError, parse_yaml

BIBLIOGRAPHY = "bibliography"

_BOM = "\ufeff"
_LINE = re.compile("(?s)(.*?)(\r\n|[\r\n\x85\u2028\u2029]|$)")
"""A line as YAML counts them, and its end."""

_INDENT = 2
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def appended(text: str, record_block: str, section: str, source_block: str | None = None) -> str:
    """Add a record at the end of its section, and its source at the end of the bibliography.

    Args:
        text: of the file; empty for a new one.
        record_block: the record, as one item of a YAML list that is not indented.
        section: key of the list that takes it, as ``events``.
        source_block: the source in the same form; None if there is none to add.

    Returns:
        The new text. A section that is not there yet is made at the end.

    Raises:
        KbError: if the text cannot be read, or its layout has no place for the record.
    """
    mark, bare = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    _read(bare)
    if source_block is not None:
        bare = _added(bare, source_block, BIBLIOGRAPHY)
    return mark + _added(bare, record_block, section)


def _added(text: str, block: str, section: str) -> str:
    """Add one item, with a blank line before it where that is the habit and changes nothing."""
    wanted = _with_item(text, block, section)
    lines = _lines(text)
    newline = _newline(lines)
    place, indent, habit, heading = _place(text, lines, section)
    item = [
        line if _is_blank(line) else " " * indent + line for line in block.rstrip("\n").split("\n")
    ]
    for gap in [""] * habit, []:
        inserted = [line + newline for line in (*gap, *heading, *item)]
        before = _ended(lines[:place], newline)
        new = "".join([*before, *inserted, *lines[place:]])
        if _says(new, wanted):
            return new
    raise KbError(
        f"The record cannot be added to {section!r} without changing what stands there.",
        "End the file with a line break, or name another file.",
    )


def _read(text: str) -> dict[str, Any]:
    try:
        data, _ = parse_yaml(text)
    except YamlError as error:
        where = f"line {error.line}: " if error.line else ""
        raise KbError(
            f"The file cannot be read: {where}{error.message}.", "Check it with: kb validate FILE"
        ) from None
    if not isinstance(data, dict):
        raise KbError(
            "The file is no seed file: it holds no keys such as events and bibliography.",
            "Name another file.",
        )
    return data


def _with_item(text: str, block: str, section: str) -> list[tuple[str, Any]]:
    """Return what the new text is to say, its sections in their order."""
    data = _read(text)
    (item,), _ = parse_yaml(block)
    old = data.get(section)
    items = old if isinstance(old, list) else []
    return list({**data, section: [*items, item]}.items())


def _says(text: str, wanted: list[tuple[str, Any]]) -> bool:
    try:
        return list(parse_yaml(text)[0].items()) == wanted
    except YamlError:
        return False


def _place(text: str, lines: list[str], section: str) -> tuple[int, int, int, list[str]]:
    """Find where an item goes.

    Returns:
        Number of lines before it, its indent, how many blank lines it likes before it, and the
        lines of the heading if the section has to be made.
    """
    root = yaml.compose(text, Loader=_Loader)
    if not isinstance(root, yaml.MappingNode) or not root.value:
        column, entries = 0, []
    elif root.flow_style:
        raise _flow("The whole file")
    else:
        column, entries = root.start_mark.column, root.value
    for key, value in entries:
        if key.value == section:
            return (*_place_in(section, key, value, lines), [])
    end = _end(text, lines)
    gap = int(end > 0 and not _is_blank(lines[end - 1]))
    return end, column + _INDENT, gap, [f"{' ' * column}{section}:"]


def _place_in(section: str, key: Any, value: Any, lines: list[str]) -> tuple[int, int, int]:
    if isinstance(value, yaml.ScalarNode) and not value.value and not value.style:
        return key.end_mark.line + 1, key.start_mark.column + _INDENT, 0
    if not isinstance(value, yaml.SequenceNode):
        raise KbError(f"{section!r} holds no list in that file.", "Write '- ' before each entry.")
    if value.flow_style:
        raise _flow(f"The section {section!r}")
    indent = value.start_mark.column
    last = value.value[-1]
    end = _with_comments(lines, _last_line(last), indent)
    apart = section in RECORD_LISTS
    if len(value.value) > 1:
        apart = _stands_apart(lines, last.start_mark.line)
    return end, indent, int(apart and not _is_blank(lines[end - 1]))


def _flow(what: str) -> KbError:
    return KbError(
        f"{what} stands in brackets, where no line can be added.",
        "Write that section in block style: the key, and below it a '- ' before each entry.",
    )


def _last_line(node: Any) -> int:
    """Return the number of lines up to the end of a node; comments after it are not of it."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.line) + (node.style not in ("|", ">"))
    if node.flow_style:
        return int(node.end_mark.line) + 1
    return max(map(_last_line, _children(node)))


def _children(node: Any) -> Iterator[Any]:
    for child in node.value:
        yield from child if isinstance(child, tuple) else (child,)


def _with_comments(lines: list[str], end: int, indent: int) -> int:
    """Take in the comments that stand below the last item and belong to it by their indent."""
    for number in range(end, len(lines)):
        content = lines[number].lstrip(" ")
        if content.startswith("#") and len(lines[number]) - len(content) > indent:
            end = number + 1
        elif not _is_blank(content):
            break
    return end


def _stands_apart(lines: list[str], start: int) -> bool:
    """Tell whether a blank line, and perhaps comments, stand before an item."""
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start > 0 and _is_blank(lines[start - 1])


def _end(text: str, lines: list[str]) -> int:
    """Return the number of lines before the mark of the end of the document, if it has one."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit and event.start_mark:
            return int(event.start_mark.line)
    return len(lines)


def _is_blank(line: str) -> bool:
    return not line.strip()


def _lines(text: str) -> list[str]:
    return [match[0] for match in _LINE.finditer(text) if match[0]]


def _newline(lines: list[str]) -> str:
    """Return how the lines of a file end; the first one tells."""
    match = _LINE.fullmatch(lines[0]) if lines else None
    return match[2] if match and match[2] in ("\r\n", "\r") else "\n"


def _ended(lines: list[str], newline: str) -> list[str]:
    """End the last line, if the file does not."""
    match = _LINE.fullmatch(lines[-1]) if lines else None
    return [*lines[:-1], lines[-1] + newline] if match and not match[2] else lines
