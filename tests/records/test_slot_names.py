"""The ``claims`` of a record: their slots by name, values that fit, and what they refer to."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from relations_kb.domain.claims import Slot
from relations_kb.domain.vocabulary import Calendar, Kind
from relations_kb.records.models import RECORD_CLASSES, AttributeClaim
from relations_kb.records.slot_names import slot_name

NAMED = [
    ("title", "T", Slot("attribute", "", "title")),
    ("form", "treaty", Slot("attribute", "", "form")),
    ("note", "N", Slot("attribute", "", "note")),
    ("term-renewal", "P5Y", Slot("attribute", "", "term-renewal")),
    ("title:ru", "Т", Slot("title", "ru", "text")),
    ("topic", "trade", Slot("topic", "trade", "topic")),
    ("identifier:unts", "no. 1", Slot("identifier", "unts", "value")),
    ("code:cameo", "042", Slot("code", "cameo|042", "code")),
    ("link:follows", "other", Slot("link", "follows|other", "to")),
    ("link-note:follows|other", "N", Slot("link", "follows|other", "note")),
    ("obligation:atop-defense", "no", Slot("obligation", "atop-defense|", "value")),
    ("obligation:atop-defense|3: a|b", "no", Slot("obligation", "atop-defense|3: a|b", "value")),
    ("obligation-note:atop-defense|3", "N", Slot("obligation", "atop-defense|3", "note")),
    ("party:iran", "host", Slot("party", "iran", "role")),
    ("party-via:iran", "eaeu", Slot("party", "iran", "via")),
    ("figure:cost", "4 USD", Slot("figure", "cost||", "quantity")),
    ("figure-note:cost||2024", "N", Slot("figure", "cost||2024", "note")),
    ("signed@iran:a?planned:note", "N", Slot("milestone", "signed@iran:a?planned", "note")),
    ("in-force:date", "2025", Slot("milestone", "in-force", "date")),
]


def claim(slot, value, **more):
    return AttributeClaim.model_validate({"slot": slot, "value": value, "source": "s", **more})


@pytest.mark.parametrize(("name", "value", "slot"), NAMED, ids=[name for name, *_ in NAMED])
def test_a_name_means_a_slot_and_a_slot_has_one_name(name, value, slot):
    read = claim(name, value)
    assert (read.slot, read.value, read.target) == (name, value, slot)
    assert slot_name(slot) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [("obligation:atop-defense|", "obligation:atop-defense"), ("figure:cost||", "figure:cost")],
)
def test_empty_parts_at_the_end_of_a_key_are_left_out(written, name):
    assert claim(written, "no" if written.startswith("o") else "4 USD").slot == name


def test_a_date_may_have_a_calendar():
    read = claim("signed:date", "1828-02-10", calendar="julian")
    assert (read.value, read.calendar) == ("1828-02-10", Calendar.JULIAN)


@pytest.mark.parametrize(
    ("slot", "value", "kind", "message"),
    [
        ("titel", "T", "value_error", "'titel' is no slot; use one of title, form, note"),
        ("signing:date", "2025", "value_error", "'signing:date' is no slot"),
        ("signed:day", "2025", "value_error", "'signed:day' is no slot"),
        ("signed?soon:date", "2025", "value_error", "'signed?soon:date' is no slot"),
        ("title:Russian", "T", "string_pattern_mismatch", "String should match pattern"),
        ("link:followed", "a", "enum", "'follows'"),
        ("party:Iran", "host", "string_pattern_mismatch", "String should match pattern"),
        ("signed@Iran:date", "2025", "string_pattern_mismatch", "String should match pattern"),
        ("obligation:defence", "no", "value_error", "'defence' is not in the list obligation"),
        ("figure:cost|a|b|c", "4 USD", "value_error", "is no figure's key"),
        ("topic", "trading", "enum", "Input should be"),
        ("form", "pact", "enum", "Input should be"),
        ("code:cameo", "999", "value_error", "'999' is not in the list cameo"),
        ("obligation:atop-defense", "maybe", "string_pattern_mismatch", "^(yes|no)$"),
        ("term-initial", "20 years", "value_error", "'20 years' is no duration; write P20Y"),
        ("signed:date", "1828-02-30", "value_error", "1828-02-30"),
        ("figure:cost||2024-13", "4 USD", "value_error", "2024-13"),
        ("figure:cost", "4", "value_error", "'4' has no unit; write it after a blank"),
        ("figure:cost", "four USD", "value_error", "'four' is not a number"),
        ("link:follows", "Other", "string_pattern_mismatch", "String should match pattern"),
        ("note", " ", "value_error", "the value is empty"),
    ],
)
def test_what_does_not_fit_is_refused_as_it_is_elsewhere(slot, value, kind, message):
    with pytest.raises(ValidationError) as refused:
        claim(slot, value)
    (error,) = refused.value.errors()
    assert error["type"] == kind
    assert message in error["msg"]


def test_only_dates_and_figures_have_a_calendar():
    with pytest.raises(ValidationError, match="title has no calendar, only dates and figures do"):
        claim("title", "T", calendar="julian")


@pytest.mark.parametrize(
    ("kind", "slot", "value", "message"),
    [
        (Kind.TREATY, "code:cameo", "042", "cameo is no code of a treaty; leave it out"),
        (Kind.TREATY, "form", "visit", "form visit does not fit a treaty; use one of"),
    ],
)
def test_a_code_or_form_must_fit_the_kind_of_the_record(kind, slot, value, message):
    data = {"id": "r-1", "title": "T", "form": "treaty", "parties": ["iran"]}
    with pytest.raises(ValidationError, match=message):
        RECORD_CLASSES[kind].model_validate({**data, "claims": [claim(slot, value)]})


LAST = "      - {step: in-force, date: 2025-10-02}\n"


@pytest.mark.parametrize(
    ("slot", "value", "code", "field", "message"),
    [
        ("link:follows", "nothing", "E304", "value", "no record has the id 'nothing'"),
        ("link:follows", "partnership-2025", "E304", "value", "(itself)"),
        ("link-note:follows|nothing", "N", "E304", "slot", "no record has the id 'nothing'"),
        ("party:nobody", "host", "E302", "slot", "no actor has the id 'nobody'"),
        ("party-via:iran", "nobody", "E302", "value", "no actor has the id 'nobody'"),
        ("signed@nobody:date", "2025", "E302", "slot", "no actor has the id 'nobody'"),
        ("ended:place", "Moscow", "E310", "slot", "partnership-2025 has no milestone 'ended'"),
        ("figure-note:cost", "N", "E310", "slot", "partnership-2025 has no figure 'cost||'"),
        ("party-via:eaeu", "iran", "E310", "slot", "partnership-2025 has no party 'eaeu'"),
        ("obligation-note:extradition", "N", "E310", "slot", "has no obligation 'extradition|'"),
        ("topic", "trading", "E203", "value", "'trading' is not in the vocabulary"),
        ("signed:date", "1828-02-30", "E204", "value", "1828-02-30"),
        ("party:Iran", "host", "E205", "slot", "'party:Iran' is no id"),
        ("code:mast", "ZZ", "E203", "value", "'ZZ' is not in the list mast"),
    ],
)
def test_a_claim_that_names_what_is_not_there_is_found(
    write_seed, findings, slot, value, code, field, message
):
    line = f'    claims:\n      - {{slot: "{slot}", value: {value}, source: tass-2025}}\n'
    eaeu = "  - {id: eaeu, kind: bloc, names: [{text: EAEU, language: en}]}\n"
    found = findings(write_seed((LAST, LAST + line), ("treaties:\n", eaeu + "treaties:\n")))
    assert (code, f"treaties[0].claims[0].{field}") in [(f.code, f.field) for f in found]
    assert message in " ".join(f.message for f in found if f.code == code)


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("ended:date", "2045"), ("signed:note", "late"), ("party-via:iran", "russia"),
        ("link:follows", "partnership-2024"), ("topic", "trade"), ("figure:cost", "4 USD"),
    ],
)  # fmt: skip
def test_a_claim_on_a_slot_that_only_it_speaks_of_is_sound(write_seed, findings, slot, value):
    line = f'    claims:\n      - {{slot: "{slot}", value: {value}, source: tass-2025}}\n'
    other = "  - {id: partnership-2024, title: T, form: treaty, parties: [iran],\n     "
    other += "milestones: [{step: signed, date: 2024}]}\n"
    assert findings(write_seed((LAST, LAST + line + other))) == []


def test_what_evidence_names_may_be_spoken_of_under_claims_alone(write_seed, findings):
    line = "    claims:\n      - {slot: ended:date, value: 2045, source: tass-2025}\n"
    line += "statements:\n  - {id: s1, source: tass-2025, says: It ends., because: So it says., "
    line += "evidence: [{record: partnership-2025, milestone: ended, shows: confirmed}]}\n"
    assert findings(write_seed((LAST, LAST + line))) == []
