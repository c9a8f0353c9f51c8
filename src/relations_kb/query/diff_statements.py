"""The statements by which ``kb diff`` reads what came and what went between two changesets.

Whatever a changeset brings bears its number, and that of the changeset that took it back. Both
ends of a span are parameters: ``after`` is the last changeset before it, ``until`` its last one.
Rows of all sorts have the same columns, so that the base puts them in the order of records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Exists,
    FromClause,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)

from relations_kb.store import tables as t

CORRECTION = "correction"
RETRACTION = "retraction"
CLAIM = "claim"
MERGE = "merge"
QUESTION = "question"
ANSWER = "answer"
DEFINITION = "definition"
"""What a row is about, under ``act``; an erratum has its own kind there."""

_AFTER = bindparam("after", type_=Integer)
_UNTIL = bindparam("until", type_=Integer)
_KEY = bindparam("key", type_=Integer)
_RECORD = bindparam("record", type_=Text)
_MERGES_FIRST, _CLAIMS_THEN, _QUESTIONS_LAST = range(3)
_BOTH = (True, False)

_by, _named = t.claim.alias(), t.record.alias()
_none = cast(null(), Text)
_EMPTY: Mapping[str, ColumnElement[Any]] = {
    "record": _none,
    "title": _none,
    "said_of": _none,
    "item": _none,
    "key": _none,
    "leaf": _none,
    "value": _none,
    "calendar": _none,
    "source": _none,
    "others": cast(null(), Boolean),
    "active": literal(True, Boolean),
    "instead": _none,
    "instead_calendar": _none,
    "reason": _none,
    "place": literal(_CLAIMS_THEN, Integer),
    "ordinal": literal(0, Integer),
    "tie": _none,
}


def _in_force(table: FromClause, at: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether something had come, and not gone, when a changeset was written."""
    gone = table.c.withdrawn_id
    return and_(table.c.changeset_id <= at, or_(gone.is_(None), gone > at))


def _moved(table: FromClause, *, came: bool) -> ColumnElement[bool]:
    """Whether something came in the span and was there at its end, or went the other way."""
    number = table.c.changeset_id if came else table.c.withdrawn_id
    end = _UNTIL if came else _AFTER
    return and_(number > _AFTER, number <= _UNTIL, _in_force(table, end))


_SAME: Mapping[Table, tuple[str, ...]] = {
    t.claim_changeset: ("claim_id",),
    t.erratum: ("claim_id", "kind", "reason", "replaced_by"),
    t.definition: ("kind", "name", "content"),
    t.redirect: ("record_id", "target_id"),
    t.likeness: ("record_id", "other_id", "apart"),
}
"""By which columns two rows are about one thing, whichever changeset brought them."""


def _another(table: Table, other: FromClause, *conditions: ColumnElement[bool]) -> Exists:
    """Whether there is another row about the same thing."""
    # Where there is nothing to be missing, an index can be used on every engine.
    same = (
        other.c[name].is_not_distinct_from(table.c[name])
        if table.c[name].nullable
        else other.c[name] == table.c[name]
        for name in _SAME[table]
    )
    return exists(select(other.c.id).where(*same, other.c.id != table.c.id, *conditions))


def _others(table: Table, *, came: bool) -> Exists:
    """Whether another row was there before the thing came, or is there after it went."""
    other = table.alias()
    return _another(table, other, _in_force(other, _AFTER if came else _UNTIL))


def _of_span(statement: Select[Any], table: Table, *, came: bool, net: bool) -> Select[Any]:
    """Keep what moved in the span, once, though several rows are about it.

    Of the net nothing is a part that was there before, too, or is there in spite of all at the end.
    """
    other = table.alias()
    twin = _another(table, other, other.c.id < table.c.id, _moved(other, came=came))
    moved = statement.where(_moved(table, came=came), ~twin)
    return moved.where(~_others(table, came=came)) if net else moved


def _first(
    table: FromClause, act: ColumnElement[Any], *, came: bool
) -> dict[str, ColumnElement[Any]]:
    """Return what tells the move itself."""
    return {
        "changeset": table.c.changeset_id if came else table.c.withdrawn_id,
        "withdrawn_by": table.c.withdrawn_id if came else cast(null(), Integer),
        "came": literal(came, Boolean),
        "act": act,
    }


def _columns(
    table: FromClause, act: ColumnElement[Any], *, came: bool, **own: ColumnElement[Any]
) -> list[ColumnElement[Any]]:
    """Return the columns that every row has, in one order."""
    values = {**_first(table, act, came=came), **_EMPTY, **own}
    return [column.label(name) for name, column in values.items()]


def _of_claim() -> dict[str, ColumnElement[Any]]:
    own = {name: t.claim.c[name] for name in ("said_of", "item", "key", "leaf", "value")}
    return {
        **own,
        "record": t.record.c.slug,
        "title": t.record.c.title,
        "calendar": t.claim.c.calendar,
        "source": t.source.c.slug,
        "active": t.claim.c.active,
        "ordinal": t.claim.c.ordinal,
        "tie": t.claim.c.id,
    }


def _joined(statement: Select[Any], table: FromClause) -> Select[Any]:
    return (
        statement.join(table, table.c.claim_id == t.claim.c.id)
        .join(t.record, t.record.c.id == t.claim.c.record_id)
        .join(t.source, t.source.c.id == t.claim.c.source_id)
    )


def _claims(*, came: bool, net: bool) -> Select[Any]:
    own = {**_of_claim(), "others": _others(t.claim_changeset, came=came)}
    columns = _columns(t.claim_changeset, literal(CLAIM), came=came, **own)
    statement = _joined(select(*columns), t.claim_changeset)
    return _of_span(statement, t.claim_changeset, came=came, net=net)


def _errata(*, came: bool, net: bool) -> Select[Any]:
    own = {
        **_of_claim(),
        "instead": _by.c.value,
        "instead_calendar": _by.c.calendar,
        "reason": t.erratum.c.reason,
    }
    columns = _columns(t.erratum, t.erratum.c.kind, came=came, **own)
    statement = _joined(select(*columns), t.erratum)
    replaced = statement.outerjoin(_by, _by.c.id == t.erratum.c.replaced_by)
    return _of_span(replaced, t.erratum, came=came, net=net)


def _pairs(
    table: FromClause, shown: ColumnElement[Any], other: ColumnElement[Any], columns: list[Any]
) -> Select[Any]:
    """Read pairs of records; the one is shown, the other named."""
    return (
        select(*columns)
        .select_from(table)
        .join(t.record, t.record.c.id == shown)
        .join(_named, _named.c.id == other)
    )


def _merges(*, came: bool, net: bool) -> Select[Any]:
    merged = t.redirect
    own = {
        "record": t.record.c.slug,
        "title": t.record.c.title,
        "value": _named.c.slug,
        "active": merged.c.withdrawn_id.is_(None),
        "place": literal(_MERGES_FIRST, Integer),
        "tie": _named.c.slug,
    }
    columns = _columns(merged, literal(MERGE), came=came, **own)
    pairs = _pairs(merged, merged.c.target_id, merged.c.record_id, columns)
    return _of_span(pairs, merged, came=came, net=net)


def _questions(*, came: bool, net: bool) -> Select[Any]:
    asked = t.likeness
    own = {
        "record": t.record.c.slug,
        "title": t.record.c.title,
        "value": _named.c.slug,
        "active": asked.c.withdrawn_id.is_(None),
        "reason": asked.c.reason,
        "place": literal(_QUESTIONS_LAST, Integer),
        "tie": _named.c.slug,
    }
    act = case((asked.c.apart, ANSWER), else_=QUESTION)
    columns = _columns(asked, act, came=came, **own)
    pairs = _pairs(asked, asked.c.record_id, asked.c.other_id, columns)
    return _of_span(pairs, asked, came=came, net=net)


def _parts(*, net: bool, of_record: bool) -> Iterator[Select[Any]]:
    claims = or_(t.claim.c.record_id == _KEY, t.claim.c.said_of == _RECORD)
    pairs = [
        or_(table.c.record_id == _KEY, other == _KEY)
        for table, other in (
            (t.redirect, t.redirect.c.target_id),
            (t.likeness, t.likeness.c.other_id),
        )
    ]
    for came in _BOTH:
        statements = (
            (_claims(came=came, net=net), claims),
            (_errata(came=came, net=net), claims),
            (_merges(came=came, net=net), pairs[0]),
            (_questions(came=came, net=net), pairs[1]),
        )
        for statement, own in statements:
            yield statement.where(own) if of_record else statement


def _ordered(*, net: bool, of_record: bool) -> CompoundSelect[Any]:
    """Put the rows of all sorts together, in the order of records and, in each, of its claims."""
    rows = union_all(*_parts(net=net, of_record=of_record))
    names = ("record", "place", "ordinal", "tie", "came", "changeset")
    return rows.order_by(*(rows.selected_columns[name] for name in names))


ROWS = {
    (net, of_record): _ordered(net=net, of_record=of_record) for net in _BOTH for of_record in _BOTH
}
"""The rows about records: by whether the net is wanted, and whether of one record alone."""


def _defined(*, came: bool, net: bool) -> Select[Any]:
    made = t.definition
    standing = made.c.withdrawn_id.is_(None).label("active")
    first = _first(made, literal(DEFINITION), came=came)
    columns = [column.label(name) for name, column in first.items()]
    own = (made.c.kind, made.c.name, made.c.content, standing, made.c.id)
    return _of_span(select(*columns, *own), made, came=came, net=net)


def _all_defined(*, net: bool) -> CompoundSelect[Any]:
    rows = union_all(*(_defined(came=came, net=net) for came in _BOTH))
    names = ("kind", "name", "came", "id")
    return rows.order_by(*(rows.selected_columns[name] for name in names))


DEFINITIONS = {net: _all_defined(net=net) for net in _BOTH}
"""The definitions, by kind and name: by whether the net is wanted."""
