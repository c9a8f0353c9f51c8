"""Writing seed files: from models to YAML that reads back as the same models.

Written is what a person would write: hyphenated keys, nothing that is understood by itself, short
things on one line. Every scalar is read as text, so ``no``, ``057`` and ``1828`` stand without
quotes; only what YAML itself would lose is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import indent
from typing import Any, TypeVar

import yaml

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.vocabulary import Calendar, Kind
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import Entry, Record
from relations_kb.records.seed_file import RECORD_LISTS, Seed

_AnyEntry = TypeVar("_AnyEntry", bound=Entry)

_ROOM = 90
"""Columns that a mapping may take on one line."""

_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")
"""Signs that YAML reads as the end of a line, or as a blank, outside of double quotes."""

_BLOCKS = frozenset({"obligations", "milestones", "figures", "links", "claims"})
"""Keys of a record that come last, since they take many lines."""

_SOURCED = ("parties", "obligations", "milestones", "figures")


class _Dumper(yaml.BaseDumper):
    """Writes lists in a mapping with an indent, and never breaks a line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002
        return super().increase_indent(flow, indentless=False)


def seed_yaml(seed: Seed) -> str:
    """Write a seed as one file, each kind of thing in the order of the seed."""
    parts = [
        _section("bibliography", (_item(_data(source)) for source in seed.sources)),
        _section("actors", (_item(_data(actor)) for actor in seed.actors)),
        _section("memberships", (_item(_data(entry), short=True) for entry in seed.memberships)),
        *(
            _section(name, (record_yaml(r) for r in seed.records if r.kind is kind), apart=True)
            for name, kind in zip(RECORD_LISTS, Kind, strict=True)
        ),
        _section("statements", (_item(_data(statement)) for statement in seed.statements)),
    ]
    return "\n".join(part for part in parts if part)


def record_yaml(record: Record) -> str:
    """Write a record in canonical form as an item of a list, not indented."""
    data = _data(_implied_left_out(record))
    data["parties"] = [party["actor"] if len(party) == 1 else party for party in data["parties"]]
    return _item({key: data[key] for key in sorted(data, key=_BLOCKS.__contains__)})


def _section(name: str, items: Iterable[str], *, apart: bool = False) -> str:
    text = indent(("\n" if apart else "").join(items), "  ")
    return f"{name}:\n{text}" if text else ""


def _implied_left_out(record: Record) -> Record:
    """Leave out the sources and roles that the canonical form would add again."""
    bare = record.model_copy(
        update={
            "term": _without(record.term, "sources") if record.term else None,
            **{
                name: tuple(_without(entry, "sources", "role") for entry in getattr(record, name))
                for name in _SOURCED
            },
        }
    )
    filled = with_explicit_sources(bare)
    update = {
        name: tuple(map(_needed, getattr(record, name), getattr(filled, name))) for name in _SOURCED
    }
    term = _needed(record.term, filled.term) if record.term and filled.term else None
    return record.model_copy(update={**update, "term": term})


def _needed(entry: _AnyEntry, filled: _AnyEntry) -> _AnyEntry:
    """Leave out of an entry what it would be filled with."""
    same = [n for n in ("sources", "role") if getattr(entry, n, 0) == getattr(filled, n, 1)]
    return _without(entry, *same)


def _without(entry: _AnyEntry, *names: str) -> _AnyEntry:
    """Put fields of an entry, of those that it has, back to their defaults."""
    fields = type(entry).model_fields
    return entry.model_copy(update={n: fields[n].default for n in names if n in fields})


def _data(entry: Entry) -> dict[str, Any]:
    """Return an entry as text, lists and mappings, without what is default."""
    fields = type(entry).model_fields
    own_first = [n for cls in type(entry).__mro__ for n in vars(cls).get("__annotations__", ())]
    return {
        fields[name].alias or name: _value(getattr(entry, name))
        for name in own_first
        if name in fields and getattr(entry, name) != fields[name].default
    }


def _value(value: Any) -> Any:
    match value:
        case Entry():
            return _data(value)
        case FuzzyDate() if value.calendar is not Calendar.GREGORIAN:
            return {"value": value.text, "calendar": str(value.calendar)}
        case tuple():
            return [_value(item) for item in value]
        case dict():
            return {str(key): _value(item) for key, item in value.items()}
        case _:
            return str(value)


def _item(data: dict[str, Any], *, short: bool = False) -> str:
    """Write an item of a list, a short one on one line if that is wanted."""
    node = _node(data)
    if not short:
        node.flow_style = False
    items = yaml.SequenceNode(_tag("seq"), [node], flow_style=False)
    text: str = yaml.serialize(items, Dumper=_Dumper, allow_unicode=True, width=10**9)
    return text


def _node(value: Any) -> Any:
    if isinstance(value, str):
        quoted = '"' if not value or _BREAKS.search(value) else None
        return yaml.ScalarNode(_tag("str"), value, style=quoted)
    if isinstance(value, list):
        nodes = [_node(item) for item in value]
        return yaml.SequenceNode(_tag("seq"), nodes, flow_style=_is_flat(value))
    pairs = [(_node(key), _node(item)) for key, item in value.items()]
    flow = _width(value) <= _ROOM and all(_is_flat(item) for item in value.values())
    return yaml.MappingNode(_tag("map"), pairs, flow_style=flow)


def _tag(kind: str) -> str:
    return f"tag:yaml.org,2002:{kind}"


def _is_flat(value: Any) -> bool:
    """Tell whether a value stands on one line: a text, texts, or a date with its calendar."""
    if isinstance(value, dict):
        return value.keys() == {"value", "calendar"}
    return isinstance(value, str) or all(isinstance(item, str) for item in value)


def _width(value: Any) -> int:
    """Return about how many columns a value takes on one line."""
    if isinstance(value, str):
        return len(value) + 2
    if isinstance(value, list):
        return sum(map(_width, value)) + 2
    return sum(_width(key) + _width(item) for key, item in value.items()) + 2
