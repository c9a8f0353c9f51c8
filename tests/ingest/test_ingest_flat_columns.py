"""Columns are matched to fields once, and none is dropped without a word."""

from __future__ import annotations

import pytest
from flat_tables import drafter

from relations_kb.ingest.flat.fields import FIELDS, field_named
from relations_kb.ingest.flat.mapping import Mapping

PLAIN = ["date", "title", "actor1"]


def problems(columns, given=None, **settings):
    made = drafter(columns, Mapping.model_validate(given or {}), **settings)
    return [(p.code, p.field, p.message) for p in made.problems]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Source URL", "source_url"), ("source-url", "source_url"), ("SourceUrl", "source_url"),
        ("Actor 1", "actor1"), ("actor_12", "actor12"), ("ACTOR01", "actor1"), ("actor0", None),
        ("title_ru", "title_ru"), ("Title FA", "title_fa"), ("titles", None),
        ("title_latin", None),
        ("date.year", "date.year"), ("As of", "as_of"), ("as-of.day", "as_of.day"),
        ("role2", "role2"), ("actors", "actors"), ("actorN", None), ("country", None), ("", None),
    ],
)  # fmt: skip
def test_a_column_is_a_field_whatever_its_case_and_gaps(name, field):
    assert field_named(name) == field


def test_every_plain_field_is_found_by_its_name():
    for field in FIELDS:
        if not field.name.endswith(("N", "LANG")):
            assert field_named(field.name) == field.name


def test_a_plain_table_has_no_problems():
    assert problems(PLAIN) == []


@pytest.mark.parametrize(
    ("columns", "lacking"),
    [
        (["title", "actor1"], "'date'"),
        (["date", "actor1"], "'title'"),
        (["date", "title"], "'actor1' or 'actors'"),
        ([*PLAIN, "value", "unit"], "'metric', which a 'value' needs"),
        ([*PLAIN, "value", "metric"], "'unit', which a 'value' needs"),
        ([*PLAIN, "metric"], "'value', which a 'metric' needs"),
        ([*PLAIN, "role2"], "'actor2', whose role 'role2' is"),
        ([*PLAIN, "as_of.month"], "'as_of.year', without which 'as_of.month' is no date"),
    ],
)
def test_a_needed_field_that_nothing_gives_is_named(columns, lacking):
    expected = f"neither a column nor a constant gives {lacking}; "
    expected += "name the column that does under columns in a mapping"
    assert problems(columns) == [("E108", "", expected)]


def test_a_figure_needs_no_date_and_a_constant_is_as_good_as_a_column():
    assert problems(["title", "actors", "value", "metric", "unit"]) == []
    assert problems(["date", "actor1"], {"constants": {"title": "A visit"}}) == []


def test_a_column_that_is_not_used_is_reported_unless_it_is_ignored():
    message = "the column is not used; map it to a field, or name it under ignore"
    assert problems([*PLAIN, "colour"]) == [("W409", "colour", message)]
    assert problems([*PLAIN, "colour"], {"ignore": ["colour"]}) == []


@pytest.mark.parametrize(
    ("columns", "given", "column", "words"),
    [
        ([*PLAIN, "Date"], {}, "Date", "the columns 'date' and 'Date' both give 'date'"),
        ([*PLAIN, "Tag"], {"columns": {"Tag": "date"}}, "Tag", "both give 'date'"),
        (PLAIN, {"constants": {"date": "2025"}}, "date", "both a constant and this column give"),
        (PLAIN, {"columns": {"actr1": "actor1"}}, "actr1", "did you mean 'actor1'?"),
        (PLAIN, {"ignore": ["zzz"]}, "zzz", "no such column; it has date, title, actor1"),
        ([*PLAIN, "role", "role1"], {}, "role", "keep one of the ways"),
        ([*PLAIN, "date.year"], {}, "date.year", "'date' is given whole and by 'date.year'"),
        (PLAIN, {"constants": {"step": "singed"}}, "constants.step", "did you mean 'signed'?"),
        (PLAIN, {"constants": {"as_of": "31.12.2024"}}, "constants.as_of", "'2024-12-31'"),
        (PLAIN, {"constants": {"by": "Atlantis"}}, "constants.by", "No actor is called"),
        (PLAIN, {"values": {"topic": {"a": "war; tradde"}}}, "values.topic", "mean 'trade'?"),
        (PLAIN, {"values": {"actorN": {"a": "Atlantis"}}}, "values.actorN", "No actor is called"),
        (PLAIN, {"values": {"kind": {"a": "protocol"}}}, "values.kind", "write the kind"),
    ],
)
def test_what_is_wrong_with_the_columns_is_said_before_the_rows(columns, given, column, words):
    found = problems(columns, given)
    assert [(code, field) for code, field, _ in found] == [("E110", column)]
    assert words in found[0][2]


def test_the_source_of_the_table_must_be_there_or_be_defined():
    code, field, message = problems(PLAIN, default_source="reuters-1")[0]
    assert (code, field) == ("E303", "source")
    assert message.startswith("no source is called 'reuters-1'")
    assert problems(PLAIN, {"source": "reuters-1"}, default_source=None)[0][0] == "E303"
    defined = {"id": "reuters-1", "publisher": "Reuters", "kind": "agency", "reliability": "B"}
    assert problems(PLAIN, {"source": defined}, default_source=None) == []
