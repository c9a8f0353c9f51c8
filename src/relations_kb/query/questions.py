"""Records of which it is not settled whether they are one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from relations_kb.query.run import fetch
from relations_kb.store import tables as t


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Two records that look alike, and nobody has said what they are.

    Attributes:
        record: id of the newer one.
        other: id of the one that it looks like.
        score: likeness, from 0 to 1, two decimals.
        rule: by which it was found.
        reason: why, in words.
        title: of the newer one.
        other_title: of the other.
        changeset: number of the import that brought the newer one.
    """

    record: str
    other: str
    score: str
    rule: str
    reason: str
    title: str
    other_title: str
    changeset: int


_one, _two = t.record.alias("one"), t.record.alias("two")
_OPEN = (
    select(
        _one.c.slug.label("record"),
        _two.c.slug.label("other"),
        t.likeness,
        _one.c.title.label("title"),
        _two.c.title.label("other_title"),
    )
    .join(_one, _one.c.id == t.likeness.c.record_id)
    .join(_two, _two.c.id == t.likeness.c.other_id)
    .where(~t.likeness.c.apart, t.likeness.c.withdrawn_id.is_(None), _one.c.active, _two.c.active)
    .order_by(t.likeness.c.score.desc(), _one.c.slug, _two.c.slug)
)


def open_questions(connection: Connection) -> list[QuestionView]:
    """List the open questions, the likeliest first."""
    return [
        QuestionView(
            r.record, r.other, r.score, r.rule, r.reason, r.title, r.other_title, r.changeset_id
        )
        for r in fetch(connection, _OPEN)
    ]
