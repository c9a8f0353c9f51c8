"""A flat row becomes a draft of a record, or findings that name its columns."""

from __future__ import annotations

import json

import pytest
from flat_tables import actor_of, drafted, drafter, faults, outcome_of
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.domain.vocabulary import FORMS_OF_KIND, Form, Kind
from relations_kb.ingest.flat.drafts import Draft
from relations_kb.ingest.flat.fields import FIELDS
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.ingest.tables.table import Row
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import RECORD_CLASSES

TASS = ["tass-2025"]


def mapping(**keys) -> Mapping:
    return Mapping.model_validate(keys)


def test_the_shortest_row_is_an_event_that_occurred():
    draft = drafted({})
    assert draft.data == {
        "title": "A visit",
        "parties": [{"actor": "iran", "sources": TASS}],
        "sources": TASS,
        "form": "other",
        "milestones": [{"step": "occurred", "date": "2025-01-17", "sources": TASS}],
    }
    assert (draft.line, draft.key, draft.part) == (7, "", "occurred")
    assert (draft.kind, draft.wish, draft.sources) == (Kind.EVENT, "", ())


def test_every_field_of_a_step_reaches_its_place():
    draft = drafted(
        {
            "date": "1813-10-12", "calendar": "julian", "title": "Treaty", "title_ru": "Договор",
            "id": "gulistan-1813", "kind": "Treaty", "form": "protocol", "step": "Ratified",
            "part": "annex-1", "actor1": "Iran", "actor2": "Russia", "role2": "guarantor",
            "by": "Russia", "organ": "The Tsar", "place": "Tehran", "assertion": "planned",
            "note": "A remark.", "topic": "war; territory", "external_id": "T-1",
            "source": "tass-2025; irna-2025",
        }
    )  # fmt: skip
    both = ["tass-2025", "irna-2025"]
    assert draft.data == {
        "title": "Treaty",
        "titles": {"ru": "Договор"},
        "form": "protocol",
        "parties": [
            {"actor": "iran", "sources": both},
            {"actor": "russia", "role": "guarantor", "sources": both},
        ],
        "topics": ["war", "territory"],
        "identifiers": {"demo": "T-1"},
        "milestones": [
            {
                "step": "ratified",
                "date": {"value": "1813-10-12", "calendar": "julian"},
                "part": "annex-1",
                "actor": "russia",
                "organ": "The Tsar",
                "place": "Tehran",
                "assertion": "planned",
                "note": "A remark.",
                "sources": both,
            }
        ],
        "sources": both,
    }
    assert (draft.key, draft.part, draft.wish) == (
        "T-1", "ratified@russia:annex-1?planned", "gulistan-1813"
    )  # fmt: skip


def test_a_draft_with_roles_is_json_and_the_canonical_form_of_a_record():
    cells = {"kind": "visit", "topic": "trade", "cameo": "042", "actor2": "Russia"}
    draft = drafted({**cells, "role": "visitor; host"})
    data = json.loads(json.dumps(draft.data))
    record = RECORD_CLASSES[draft.kind].model_validate({"id": "x", **data})
    assert with_explicit_sources(record) == record


def test_the_lists_of_a_draft_are_its_own_and_may_be_changed_one_by_one():
    data = drafted({}).data
    data["sources"].append("irna-2025")
    assert data["parties"][0]["sources"] == TASS
    assert data["milestones"][0]["sources"] == TASS


@pytest.mark.parametrize(
    ("cells", "kind", "form", "part"),
    [
        ({}, "event", "other", "occurred"),
        ({"kind": "treaty"}, "treaty", "treaty", "signed"),
        ({"kind": "visit"}, "event", "visit", "occurred"),
        ({"kind": "Memorandum"}, "agreement", "memorandum", "signed"),
        ({"form": "Joint statement"}, "agreement", "joint-statement", "signed"),
        ({"kind": "Trade measure", "form": "tariff", "step": "applied"},
         "trade_measure", "tariff", "applied"),
        ({"kind": "pipeline", "step": "started"}, "project", "pipeline", "started"),
        ({"kind": "agreement", "form": "protocol"}, "agreement", "protocol", "signed"),
        ({"kind": "event", "form": "other", "step": "In Force"}, "event", "other", "in-force"),
    ],
)  # fmt: skip
def test_kind_form_and_step_follow_from_each_other(cells, kind, form, part):
    draft = drafted(cells)
    assert (draft.kind, draft.data["form"], draft.part) == (kind, form, part)


@pytest.mark.parametrize(
    ("cells", "code", "column", "words"),
    [
        ({"kind": "treatie"}, "E203", "kind", "did you mean 'treaty'?"),
        ({"kind": "protocol"}, "E203", "kind", "is a form of treaty and of agreement; write the"),
        ({"form": "protocol"}, "E311", "kind", "a form of treaty and of agreement; write the kind"),
        ({"form": "other"}, "E311", "kind", "of trade_measure and of project and of event"),
        ({"kind": "agreement"}, "E311", "form", "an agreement needs a form; write one of"),
        ({"kind": "treaty", "form": "visit"}, "E206", "form", "does not fit a treaty; use one of"),
        ({"kind": "visit", "form": "war"}, "E206", "kind", "the kind says visit and the form war"),
        ({"kind": "tariff"}, "E311", "step", "a trade_measure needs a step; write announced"),
        ({"step": "singed"}, "E203", "step", "'singed' is not in the vocabulary; did you mean"),
        ({"assertion": "sure"}, "E203", "assertion", "use one of actual, planned"),
        ({"topic": "trade; tarifs"}, "E203", "topic", "did you mean 'tariffs'?"),
        ({"cameo": "42"}, "E203", "cameo", "'42' is not in the list cameo; did you mean"),
        ({"gsdb": "trade"}, "E206", "gsdb", "gsdb is no code of an event; leave the cell empty"),
        ({"part": "Unit 1"}, "E205", "part", "'Unit 1' is no id; use lower-case a-z"),
        ({"id": "x" * 81}, "E205", "id", "is longer than 80 characters"),
        ({"calendar": "lunar"}, "E203", "calendar", "use one of gregorian, julian"),
        ({"actor1": "Atlantis"}, "E302", "actor1", "No actor is called 'Atlantis'. Did you mean"),
        ({"actor1": "Korea"}, "E312", "actor1", "Say which: a, b."),
        ({"by": "Atlantis"}, "E302", "by", "No actor is called 'Atlantis'."),
        ({"actor2": "Persia"}, "E306", "actor2", "'Iran' and 'Persia' are both iran"),
        ({"actor2": "Iran"}, "E306", "actor2", "'Iran' stands twice"),
        ({"actor1": ""}, "E311", "actor1", "the row names no actor; write at least one"),
        ({"actor2": "", "role2": "host"}, "E311", "role2", "'host' is the role of nobody"),
        ({"role1": "guest"}, "E203", "role1", "'guest' is not in the vocabulary"),
        ({"role": "host; guest"}, "E203", "role", "'guest' is not in the vocabulary"),
        ({"role": "host; visitor"}, "E206", "role", "2 roles for 1 actors"),
        ({"title": ""}, "E311", "title", "the cell is empty and is needed"),
        ({"date": ""}, "E311", "date", "write the date, at least its year, or leave the row out"),
        ({"date": "17.01.2025"}, "E204", "date", "write '2025-01-17'; or name the habit of the"),
        ({"source": "reuters-1"}, "E303", "source", "no source is called 'reuters-1'"),
    ],
)  # fmt: skip
def test_a_fault_names_its_column_and_what_would_be_right(cells, code, column, words):
    found = faults(cells)
    assert [(c, f) for c, f, _ in found] == [(code, column)]
    assert words in found[0][2]


def test_all_faults_of_a_row_are_told_at_once():
    found = faults({"date": "2025-13", "kind": "vist", "actor1": "Atlantis", "topic": "x",
                    "gsdb": "trade", "value": "many", "unit": "", "metric": "A b"})  # fmt: skip
    assert sorted((c, f) for c, f, _ in found) == [
        ("E203", "kind"), ("E203", "topic"), ("E204", "date"), ("E205", "metric"),
        ("E206", "value"), ("E302", "actor1"), ("E311", "unit"),
    ]  # fmt: skip


def test_a_fault_names_the_column_of_the_file_and_not_the_field():
    columns = mapping(columns={"Tag": "date", "Wer": "actor1"})
    assert [(c, f) for c, f, _ in faults({"Tag": "x", "Wer": "Atlantis"}, columns)] == [
        ("E302", "Wer"), ("E204", "Tag"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "roles"),
    [
        ({"actors": "Iran; Russia; Iraq"}, {"iran": None, "russia": None, "iraq": None}),
        ({"actors": "Iran; Russia", "role": "visitor; host"},
         {"iran": "visitor", "russia": "host"}),
        ({"actor10": "Russia", "actor2": "Iraq", "role": "host"},
         {"iran": "host", "iraq": "host", "russia": "host"}),
        ({"actor2": "Russia", "role2": "Host"}, {"iran": None, "russia": "host"}),
        ({"actor2": "", "actor3": "Russia"}, {"iran": None, "russia": None}),
        ({"actor1": "Iran", "actors": "Russia", "kind": "treaty"},
         {"iran": None, "russia": None}),
    ],
)  # fmt: skip
def test_actors_have_their_roles_in_order(cells, roles):
    parties = drafted(cells).data["parties"]
    assert [(p["actor"], p.get("role")) for p in parties] == list(roles.items())


def test_an_actor_is_looked_up_once_whether_it_is_known_or_not():
    asked = []

    def counted(text):
        asked.append(text)
        return actor_of(text)

    made = drafter(["date", "title", "actor1"], actor_of=counted)
    for name in ("Iran", "Atlantis", "Iran", "Atlantis"):
        made.draft(Row(2, {"date": "2025", "title": "x", "actor1": name}))
    assert asked == ["Iran", "Atlantis"]


def test_a_row_with_a_value_and_no_step_is_a_figure_alone():
    draft = drafted({"date": "", "metric": "trade", "value": "4,8", "unit": "USD billion",
                     "of": "exports", "as_of": "2024", "note": "Rounded."})  # fmt: skip
    assert "milestones" not in draft.data
    assert draft.data["figures"] == [
        {"metric": "trade", "value": "4.8", "unit": "USD billion", "of": "exports",
         "as-of": "2024", "sources": TASS, "note": "Rounded."},
    ]  # fmt: skip
    assert draft.part == "figure:trade|exports|2024"
    assert "note" not in draft.data


def test_a_row_with_a_value_and_a_date_has_a_step_and_a_figure():
    draft = drafted({"metric": "cost", "value": "~600", "unit": "USD"})
    assert draft.part == "occurred"
    assert draft.data["figures"][0]["value"] == "~600"


def test_a_place_is_never_lost_because_the_row_has_a_figure():
    found = faults({"date": "", "place": "Baku", "metric": "x", "value": "1", "unit": "t"})
    assert [(c, f) for c, f, _ in found] == [("E311", "date")]


def test_what_tells_of_a_figure_without_value_is_refused():
    columns = {"value": "", "metric": "trade", "unit": "USD", "as_of": "2024"}
    assert [(c, f) for c, f, _ in faults(columns)] == [("E311", "as_of")]
    assert "figures" not in drafted(columns | {"as_of": ""}).data


@pytest.mark.parametrize(
    ("cells", "at_step"), [({}, False), ({"step": "occurred"}, True), ({"step": ""}, False)]
)
def test_a_note_is_about_the_step_that_the_row_names_and_else_about_the_record(cells, at_step):
    data = drafted({"note": "A remark.", **cells}).data
    assert ("note" in data["milestones"][0], "note" in data) == (at_step, not at_step)


def test_an_apostrophe_before_a_formula_is_taken_away_and_any_other_kept():
    data = drafted({"title": "'=1+1", "note": "'tis", "place": "'-"}).data
    assert (data["title"], data["note"]) == ("=1+1", "'tis")
    assert data["milestones"][0]["place"] == "-"


def test_missing_texts_values_and_prefix_work_in_this_order():
    read = mapping(
        missing=["-9", "NA"], prefix={"actorN": "cow:"}, columns={"a": "actor1", "b": "actor2"},
        values={"actorN": {"NA": "Russia"}},
    )  # fmt: skip
    assert [p["actor"] for p in drafted({"a": "630", "b": "NA"}, read).data["parties"]] == [
        "iran", "russia",
    ]  # fmt: skip
    assert len(drafted({"a": "630", "b": "-9"}, read).data["parties"]) == 1


def test_each_of_several_values_in_a_cell_is_translated():
    read = mapping(values={"topic": {"Handel": "trade", "Zoll; Recht": "tariffs"}}, separator="|")
    assert drafted({"topic": "Handel | war"}, read).data["topics"] == ["trade", "war"]
    read = mapping(values={"topic": {"Handel": "trade", "Zoll; Recht": "tariffs"}})
    assert drafted({"topic": "Zoll; Recht"}, read).data["topics"] == ["tariffs"]


def test_the_dates_of_excel_are_counted():
    made = drafter(["date", "title", "actor1"])
    assert made.notes() == []
    for day in ("45674", "45674", "2025"):
        made.draft(Row(2, {"date": day, "title": "x", "actor1": "Iran"}))
    assert made.notes() == ["2 dates were Excel serial numbers, counted from 1899-12-30"]


def test_the_whole_record_is_checked_last_and_its_faults_lead_to_columns():
    found = faults({"title_ru": " ", "organ": "\u2003"})
    assert [(c, f) for c, f, _ in found] == [("E206", "title_ru"), ("E206", "organ")]


words = st.text(st.characters(codec="utf-8"), max_size=12)


OPTIONAL = ("date", "title", "kind", "form", "step", "actor1", "role", "topic", "of", "as_of",
            "source_url", "source_date", "part", "title_ru")  # fmt: skip
some_cells = st.fixed_dictionaries(
    dict.fromkeys(("value", "unit", "metric"), words), optional=dict.fromkeys(OPTIONAL, words)
)


@given(some_cells)
def test_any_row_gives_a_valid_record_or_findings_and_never_an_error(cells):
    outcome = outcome_of(cells)
    if isinstance(outcome, Draft):
        RECORD_CLASSES[outcome.kind].model_validate({"id": "x", **outcome.data})
    else:
        assert outcome
        known = {*cells, *(field.name for field in FIELDS), "actor1", ""}
        assert {finding.field for finding in outcome} <= known


@given(st.sampled_from(list(Kind)), st.sampled_from(list(Form)))
def test_a_form_is_taken_if_it_fits_the_kind(kind, form):
    outcome = outcome_of({"kind": str(kind), "form": str(form), "step": "announced"})
    assert isinstance(outcome, Draft) is (form in FORMS_OF_KIND[kind])
