"""The tables of the base.

Claims are the memory: nothing deletes them. The tables below ``record`` hold what ``resolve``
makes of them, for queries, and can be made again from the claims at any time. Days are ISO text,
which sorts alike on every engine; no key cascades a deletion.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Ids and sort keys are compared byte by byte, whatever the language of a server.
_SLUG = String(80).with_variant(String(80, collation="C"), "postgresql")
_SORT_KEY = String(40).with_variant(String(40, collation="C"), "postgresql")


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(table: str, name: str | None = None, *, optional: bool = False) -> Column[int]:
    return Column(
        name or f"{table}_id", Integer, ForeignKey(f"{table}.id"), nullable=optional, index=True
    )


def _withdrawn() -> Column[int]:
    return Column("withdrawn_id", Integer, ForeignKey("changeset.id"), nullable=True)


def _word(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, String(80), nullable=optional)


def _text(name: str, *, optional: bool = True) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _day(name: str) -> Column[str]:
    return Column(name, String(10), nullable=True)


meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    _text("value", optional=False),
)

changeset = Table(
    "changeset",
    metadata,
    _key(),
    _word("kind"),
    _text("label", optional=False),
    _word("applied_at"),
    _word("package_version"),
    _word("content_hash"),
    Column("added", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    _to("changeset", "undoes_id", optional=True),
)

actor = Table(
    "actor",
    metadata,
    _key(),
    Column("slug", _SLUG, nullable=False, unique=True),
    _word("kind"),
    Column("line", _SLUG, nullable=False, index=True),
    _text("name", optional=False),
    _text("start_date"),
    _text("end_date"),
    _text("note"),
    _to("changeset"),
)

actor_code = Table(
    "actor_code",
    metadata,
    _key(),
    _to("actor"),
    _word("scheme"),
    _word("code"),
    Index(None, "scheme", "code"),
    UniqueConstraint("actor_id", "scheme"),
)

actor_name = Table(
    "actor_name",
    metadata,
    _key(),
    _to("actor"),
    Column("ordinal", Integer, nullable=False),
    _text("text", optional=False),
    Column("folded", Text, nullable=False, index=True),
    _word("language"),
    Column("official", Boolean(create_constraint=False), nullable=False),
    _text("start_date"),
    _text("end_date"),
)

succession = Table(
    "succession",
    metadata,
    _key(),
    _to("actor"),
    _to("actor", "predecessor_id"),
    _word("continuity"),
    _text("date"),
)

source = Table(
    "source",
    metadata,
    _key(),
    Column("slug", _SLUG, nullable=False, unique=True),
    _text("publisher", optional=False),
    _text("title"),
    _text("url"),
    _text("date"),
    _word("language"),
    _to("actor", "side_id", optional=True),
    _word("kind"),
    _word("reliability"),
    _to("source", "origin_id", optional=True),
    _word("seen"),
    _text("licence"),
    _text("note"),
    Column("active", Boolean(create_constraint=False), nullable=False, server_default=true()),
    _to("changeset"),
)

actor_source = Table(
    "actor_source",
    metadata,
    _key(),
    _to("actor"),
    _to("source"),
)

membership = Table(
    "membership",
    metadata,
    _key(),
    _to("actor"),
    _to("actor", "organization_id"),
    _word("status"),
    _text("start_date"),
    _text("end_date"),
    _day("date_min"),
    _day("date_max"),
    _text("note"),
    _to("changeset"),
)

membership_source = Table(
    "membership_source",
    metadata,
    _key(),
    _to("membership"),
    _to("source"),
)

record = Table(
    "record",
    metadata,
    _key(),
    Column("slug", _SLUG, nullable=False, unique=True),
    _word("kind"),
    Column("active", Boolean(create_constraint=False), nullable=False),
    _word("form"),
    _text("title", optional=False),
    _text("note"),
    _word("term_initial", optional=True),
    _word("term_renewal", optional=True),
    _word("term_notice", optional=True),
    _text("folded", optional=False),
    Column("natural", String(16), nullable=True, index=True),
)
"""``natural`` is the key by which another telling of the record is known: ``natural_key``."""

record_title = Table(
    "record_title",
    metadata,
    _key(),
    _to("record"),
    _word("language"),
    _text("text", optional=False),
)

topic = Table(
    "topic",
    metadata,
    _key(),
    _to("record"),
    _word("topic"),
)

identifier = Table(
    "identifier",
    metadata,
    _key(),
    _to("record"),
    _word("scheme"),
    _text("value", optional=False),
    Index(None, "scheme", "value"),
)

code = Table(
    "code",
    metadata,
    _key(),
    _to("record"),
    _word("scheme"),
    _word("code"),
    Index(None, "scheme", "code"),
)

party = Table(
    "party",
    metadata,
    _key(),
    _to("record"),
    Column("ordinal", Integer, nullable=False),
    _to("actor"),
    _word("role"),
    _to("actor", "via_id", optional=True),
    Column("disputed", Boolean(create_constraint=False), nullable=False),
)

obligation = Table(
    "obligation",
    metadata,
    _key(),
    _to("record"),
    Column("ordinal", Integer, nullable=False),
    _word("code"),
    _text("article"),
    _word("value"),
    _text("note"),
)

link = Table(
    "link",
    metadata,
    _key(),
    _to("record"),
    Column("ordinal", Integer, nullable=False),
    _word("rel"),
    _to("record", "target_id"),
    _text("note"),
)

milestone = Table(
    "milestone",
    metadata,
    _key(),
    _to("record"),
    Column("ordinal", Integer, nullable=False),
    _text("key", optional=False),
    _word("step"),
    _to("actor", optional=True),
    _word("part", optional=True),
    _word("assertion"),
    _text("date"),
    _word("calendar"),
    _day("date_min"),
    _day("date_max"),
    _word("precision", optional=True),
    Column("sort_key", _SORT_KEY, nullable=False),
    _text("place"),
    _text("organ"),
    _text("note"),
    Column("disputed", Boolean(create_constraint=False), nullable=False),
    Column("origins", Integer, nullable=False),
    Index(None, "date_min", "date_max"),
)

milestone_source = Table(
    "milestone_source",
    metadata,
    _key(),
    _to("milestone"),
    _to("source"),
)

figure = Table(
    "figure",
    metadata,
    _key(),
    _to("record"),
    Column("ordinal", Integer, nullable=False),
    _text("key", optional=False),
    _word("metric"),
    _text("value", optional=False),
    _text("unit", optional=False),
    _text("of"),
    _text("as_of"),
    _word("calendar"),
    Column("sort_key", _SORT_KEY, nullable=False),
    _text("note"),
    Column("disputed", Boolean(create_constraint=False), nullable=False),
    Column("origins", Integer, nullable=False),
)

figure_source = Table(
    "figure_source",
    metadata,
    _key(),
    _to("figure"),
    _to("source"),
)

claim = Table(
    "claim",
    metadata,
    Column("id", String(24), primary_key=True),
    _to("record"),
    Column("ordinal", Integer, nullable=False),
    _word("item"),
    _text("key", optional=False),
    _word("leaf"),
    _text("value", optional=False),
    _word("calendar"),
    Column("variant", Integer, nullable=False),
    _to("source"),
    _text("said_by"),
    _text("said_on"),
    _text("valid"),
    _text("note"),
    _word("rank"),
    _text("reason"),
    Column("active", Boolean(create_constraint=False), nullable=False),
    Column("said_of", _SLUG, nullable=True, index=True),
)
"""``said_of`` is the id of the record of which a claim was said, where that has been merged into
the one that the claim now stands under; the id of the claim is made of it."""

statement = Table(
    "statement",
    metadata,
    _key(),
    Column("slug", _SLUG, nullable=False),
    _to("source"),
    Column("ordinal", Integer, nullable=False),
    _text("says", optional=False),
    _text("date"),
    _text("because", optional=False),
    _to("changeset"),
    UniqueConstraint("source_id", "slug"),
)

evidence = Table(
    "evidence",
    metadata,
    _key(),
    _to("statement"),
    _to("record"),
    _text("milestone"),
    _text("figure"),
    _word("shows"),
    _text("note"),
    Column("said_of", _SLUG, nullable=True),
)

claim_changeset = Table(
    "claim_changeset",
    metadata,
    _key(),
    Column("claim_id", String(24), ForeignKey("claim.id"), nullable=False),
    _to("changeset"),
    _to("changeset", "owner_id"),
    _withdrawn(),
    UniqueConstraint("claim_id", "changeset_id", "owner_id"),
)
"""Which changesets say a claim. It is active as long as one of them has not been withdrawn, so
that what a user imports, too, outlives a seed that says it no more.

Here and below, the owner is the changeset itself, or, where an undo brings something back, the one
that said it first: to undo a changeset is to withdraw what it owns."""

erratum = Table(
    "erratum",
    metadata,
    _key(),
    Column("claim_id", String(24), ForeignKey("claim.id"), nullable=False),
    _to("changeset"),
    _word("kind"),
    _text("reason", optional=False),
    Column("date", String(10), nullable=False),
    Column("replaced_by", String(24), ForeignKey("claim.id"), nullable=True),
    _to("changeset", "owner_id"),
    _withdrawn(),
    UniqueConstraint("claim_id", "changeset_id", "owner_id"),
)
"""What the editors of this base say against a claim. The claim itself stays as it was said; it
counts as deprecated as long as one erratum on it has not been withdrawn, whatever a newer seed
says."""

import_file = Table(
    "import_file",
    metadata,
    _key(),
    _to("changeset"),
    _text("name", optional=False),
    _word("dataset"),
    _word("content_hash"),
    Column("rows", Integer, nullable=False),
)
"""Which files a changeset brought, and the data set as which each is remembered."""

import_row = Table(
    "import_row",
    metadata,
    _key(),
    _to("changeset"),
    _to("changeset", "owner_id"),
    _withdrawn(),
    _word("dataset"),
    _text("key", optional=False),
    _text("part", optional=False),
    _word("digest"),
    _to("record"),
    Index(None, "dataset", "key"),
)
"""The rows of a data set that stand: the key tells which, the digest what they said last, the part
which step of the record they are about."""

definition = Table(
    "definition",
    metadata,
    _key(),
    _to("changeset"),
    _to("changeset", "owner_id"),
    _withdrawn(),
    _word("dataset"),
    _word("kind"),
    _text("name", optional=False),
    _text("content", optional=False),
    Index(None, "kind", "name"),
)
"""What changesets other than seeds define besides records: a source, an actor, a membership, a
statement, as JSON in the shape of a seed file."""

redirect = Table(
    "redirect",
    metadata,
    _key(),
    _to("record"),
    _to("record", "target_id"),
    _to("changeset"),
    _to("changeset", "owner_id"),
    _withdrawn(),
)
"""Records that were found to be one: the id of the first leads to the second for ever."""

likeness = Table(
    "likeness",
    metadata,
    _key(),
    _to("record"),
    _to("record", "other_id"),
    _word("rule"),
    _word("score"),
    _text("reason", optional=False),
    Column("apart", Boolean(create_constraint=False), nullable=False),
    _to("changeset"),
    _to("changeset", "owner_id"),
    _withdrawn(),
)
"""Pairs of records that look alike: an open question, or, once it was answered, two things."""

LOGS = (claim_changeset, erratum, import_row, definition, redirect, likeness)
"""The tables whose rows stand from ``changeset_id`` until ``withdrawn_id``."""

for _log in LOGS:
    # Nearly every row stands; an index that held those, too, would be taken for a good way to them.
    Index(
        f"ix_{_log.name}_withdrawn_id",
        _log.c.withdrawn_id,
        sqlite_where=_log.c.withdrawn_id.is_not(None),
        postgresql_where=_log.c.withdrawn_id.is_not(None),
    )
