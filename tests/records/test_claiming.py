"""A record taken apart into claims and put together again is the same record."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from relations_kb.domain.claims import Slot
from relations_kb.domain.vocabulary import (
    FORMS_OF_KIND,
    Assertion,
    Calendar,
    Kind,
    Rank,
    Relation,
    Role,
    Step,
    Topic,
)
from relations_kb.records.claiming import claims_of, record_of
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import RECORD_CLASSES
from relations_kb.records.reading import seed_of


def canonical(kind=Kind.TREATY, **keys):
    data = {"id": "r-1", "title": "T", "form": "treaty", "parties": ["iran"], **keys}
    return with_explicit_sources(RECORD_CLASSES[kind].model_validate(data), ("of-file",))


def rebuilt(record):
    return record_of(record.id, record.kind, claims_of(record))


RECORDS = {
    "bare": {},
    "attributes": {
        "title": "Treaty of Turkmenchay",
        "titles": {"ru": "Туркманчайский договор", "fa": "عهدنامه ترکمانچای"},
        "note": "Ends a war.",
        "topics": ["territory", "war"],
        "identifiers": {"wikidata": "Q1", "cts": "78 CTS 105"},
        "sources": ["a", "b"],
        "claims": [
            {"slot": "title", "value": "Peace of Turkmanchai", "source": "c", "note": "older"},
            {"slot": "term-initial", "value": "P10Y", "source": "d", "said-by": "a minister"},
        ],
    },
    "parties": {
        "parties": [
            {"actor": "iran", "role": "signatory", "claims": [{"role": "host", "source": "c"}]},
            {"actor": "russia", "via": "eaeu", "sources": ["b"]},
            {"actor": "eaeu", "role": "organization"},
        ],
    },
    "term": {"term": {"initial": "P20Y", "renewal": "P5Y", "notice": "P1Y", "sources": ["t"]}},
    "part of a term": {"term": {"notice": "P90D"}},
    "obligations": {
        "obligations": [
            {"code": "no-aid-to-aggressor", "article": "3 (1)", "note": "own words"},
            {"code": "atop-defense", "value": "no", "sources": ["b"]},
            {"code": "atop-defense", "article": "4|5"},
        ],
    },
    "links": {
        "links": [
            {"rel": "cites-as-basis", "to": "treaty-1921", "note": "Art. 2"},
            {"rel": "supersedes", "to": "treaty-1921"},
        ],
    },
    "milestones": {
        "milestones": [
            {"step": "signed", "date": {"value": "1828-02-10", "calendar": "julian"},
             "place": "Turkmenchay", "organ": "Shah", "note": "old style", "sources": ["a", "b"]},
            {"step": "ratified", "actor": "iran", "date": "1828-07~"},
            {"step": "operational", "part": "unit-1", "date": "2026", "assertion": "planned"},
            {"step": "operational", "part": "unit-1", "assertion": "denied"},
            {"step": "in-force", "date": "2025-10-02", "rank": "preferred", "reason": "own act",
             "claims": [
                 {"date": "../2025-07-18", "source": "c", "said-by": "an ambassador",
                  "said-on": "2025-07-18", "valid": "2025-07-18/2025-10-02", "note": "too early"},
                 {"date": {"value": "1404-07-10", "calendar": "solar-hijri"}, "place": "Tehran",
                  "organ": "Majlis", "assertion": "reported", "source": "d"},
                 {"place": "Kazan", "source": "e", "rank": "deprecated", "reason": "a misprint"},
             ]},
        ],
    },
    "figures": {
        "figures": [
            {"metric": "trade-turnover", "value": "4.80", "unit": "USD billion", "as-of": "2024",
             "sources": ["a", "b"], "note": "customs data",
             "claims": [{"value": "~4.8", "unit": "EUR billion", "source": "c"},
                        {"value": "4..5", "source": "d", "said-by": "a minister"}]},
            {"metric": "trade-turnover", "value": ">95", "unit": "percent",
             "of": "in national currencies", "rank": "deprecated", "reason": "a misreading"},
            {"metric": "deaths", "value": "610..974", "unit": "people",
             "as-of": {"value": "1404-04", "calendar": "solar-hijri"}},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("keys", RECORDS.values(), ids=RECORDS)
def test_a_record_is_rebuilt_from_its_claims(keys):
    record = canonical(**keys)
    assert rebuilt(record) == record


@pytest.mark.parametrize("keys", RECORDS.values(), ids=RECORDS)
def test_the_order_in_which_claims_are_kept_makes_no_difference(keys):
    record = canonical(**keys)
    by_id = sorted(claims_of(record), key=lambda claim: claim.id)
    assert record_of(record.id, record.kind, by_id) == record


def test_a_dissenting_unit_may_be_written_out_even_if_it_is_the_same():
    claims = [{"value": "5", "unit": "USD", "source": "b"}]
    figure = {"metric": "cost", "value": "4", "unit": "USD", "claims": claims}
    record = canonical(figures=[figure])
    assert rebuilt(record) == record


@pytest.mark.parametrize("key", ["said-on", "valid"])
def test_a_date_of_which_no_calendar_is_kept_must_be_gregorian(key):
    claim = {"date": "2025", "source": "b", key: {"value": "1404-07-10", "calendar": "solar-hijri"}}
    with pytest.raises(ValidationError, match="1404-07-10 is solar-hijri; this date must be"):
        canonical(milestones=[{"step": "signed", "claims": [claim]}])


def test_a_term_that_says_nothing_is_refused():
    with pytest.raises(ValidationError, match="the term says nothing"):
        canonical(term={"sources": ["a"]})


def test_each_value_and_source_makes_one_claim():
    record = canonical(
        note="N",
        milestones=[
            {
                "step": "signed",
                "date": {"value": "1828-02-10", "calendar": "julian"},
                "sources": ["a", "b"],
                "claims": [{"date": "1828-02-21", "source": "c", "said-by": "X"}],
            }
        ],
    )
    signed = "signed"
    assert [(c.slot, c.value, c.calendar, c.source, c.variant) for c in claims_of(record)] == [
        (Slot("attribute", "", "title"), "T", Calendar.GREGORIAN, "of-file", 0),
        (Slot("attribute", "", "form"), "treaty", Calendar.GREGORIAN, "of-file", 0),
        (Slot("attribute", "", "note"), "N", Calendar.GREGORIAN, "of-file", 0),
        (Slot("party", "iran", "role"), "signatory", Calendar.GREGORIAN, "of-file", 0),
        (Slot("milestone", signed, "assertion"), "actual", Calendar.GREGORIAN, "a", 0),
        (Slot("milestone", signed, "assertion"), "actual", Calendar.GREGORIAN, "b", 0),
        (Slot("milestone", signed, "date"), "1828-02-10", Calendar.JULIAN, "a", 0),
        (Slot("milestone", signed, "date"), "1828-02-10", Calendar.JULIAN, "b", 0),
        (Slot("milestone", signed, "date"), "1828-02-21", Calendar.GREGORIAN, "c", 1),
    ]


def test_claims_are_numbered_in_the_order_of_the_record():
    claims = claims_of(canonical(**RECORDS["milestones"]))
    assert [claim.ordinal for claim in claims] == list(range(len(claims)))


def test_a_figure_is_claimed_with_its_unit():
    record = canonical(**RECORDS["figures"])
    quantities = [c.value for c in claims_of(record) if c.slot.leaf == "quantity"]
    assert quantities == [
        "4.80 USD billion", "4.80 USD billion", "~4.8 EUR billion", "4..5 USD billion",
        ">95 percent", "610..974 people",
    ]  # fmt: skip


# Records of every shape.

SLUGS = st.sampled_from(["iran", "russia", "eaeu", "unit-1", "phase-2", "a", "x9"])
TEXTS = st.text(min_size=1, max_size=8).filter(str.strip)
SOURCES = st.lists(st.sampled_from(["s1", "s2", "s3"]), max_size=3, unique=True)
GREGORIAN_DATES = st.sampled_from(
    ["2025-01-17", "2024-11", "2001~", "1990/1996", "[2016-09-10,2019-11-10]", "../2025-07-18",
     "2015-09?", "201X"]
)  # fmt: skip
DATES = st.one_of(
    GREGORIAN_DATES,
    st.just({"value": "1828-02-10", "calendar": "julian"}),
    st.just({"value": "1403-10-28", "calendar": "solar-hijri"}),
)
QUANTITIES = st.sampled_from(["25", "~600", ">95", "<=4.50", "610..974", "0"])
UNITS = st.sampled_from(["USD", "USD million", "percent", " odd  unit "])
OTHER_UNITS = st.sampled_from(["EUR", "km", "bank notes"])
DUTIES = ["atop-defense", "no-aid-to-aggressor", "extradition"]
CODES = {
    Kind.EVENT: {
        "cameo": ["042", "057", "195"],
        "plover": ["CONSULT", "CONSULT-visit", "AID"],
    },
    Kind.TRADE_MEASURE: {"gsdb": ["trade", "arms", "travel"], "mast": ["A", "P"]},
}
DURATIONS = st.sampled_from(["P20Y", "P6M", "P1Y6M", "P90D"])


def some(required, **optional):
    """Draw a mapping with the required keys and any of the optional ones."""
    keys = {name.replace("_", "-"): strategy for name, strategy in optional.items()}
    return st.fixed_dictionaries(required, optional=keys)


def ranked(required, **optional):
    """Draw a mapping that may bear an editor's rank, with its reason."""
    rank = st.sampled_from([Rank.PREFERRED, Rank.DEPRECATED])
    word = st.just({}) | st.fixed_dictionaries({"rank": rank, "reason": TEXTS})
    return st.builds(lambda entry, rank: {**entry, **rank}, some(required, **optional), word)


def unique(entries, *keys, most=3):
    """Draw a list of entries that differ in the keys."""
    return st.lists(
        entries, max_size=most, unique_by=lambda entry: tuple(str(entry.get(k)) for k in keys)
    )


def dissents(required, **optional):
    """Draw statements of sources that no value has."""
    entries = ranked(
        {"source": st.sampled_from(["d1", "d2", "d3"]), **required},
        said_by=TEXTS, said_on=GREGORIAN_DATES, valid=GREGORIAN_DATES, note=TEXTS, **optional,
    )  # fmt: skip
    return unique(entries, "source")


MILESTONES = ranked(
    {"step": st.sampled_from(list(Step)[:4]), "sources": SOURCES},
    date=DATES, part=SLUGS, actor=SLUGS, organ=TEXTS, place=TEXTS, note=TEXTS,
    assertion=st.sampled_from(Assertion),
    claims=dissents({"place": TEXTS}, date=DATES, organ=TEXTS, assertion=st.sampled_from(Assertion))
    | dissents({"date": DATES}),
)  # fmt: skip
FIGURES = ranked(
    {"metric": SLUGS, "value": QUANTITIES, "unit": UNITS, "sources": SOURCES},
    of=TEXTS.filter(lambda text: "|" not in text), as_of=DATES, note=TEXTS,
    claims=dissents({"value": QUANTITIES}, unit=OTHER_UNITS),
)  # fmt: skip
PARTIES = some(
    {"actor": SLUGS, "sources": SOURCES},
    role=st.sampled_from(Role), via=SLUGS, claims=dissents({"role": st.sampled_from(Role)}),
)  # fmt: skip
TERMS = st.tuples(
    st.sampled_from(["initial", "renewal", "notice"]), DURATIONS,
    some({"sources": SOURCES}, initial=DURATIONS, renewal=DURATIONS, notice=DURATIONS),
).map(lambda drawn: {**drawn[2], drawn[0]: drawn[1]})  # fmt: skip


@st.composite
def records(draw):
    kind = draw(st.sampled_from(Kind))
    shape = some(
        {"id": SLUGS, "title": TEXTS, "form": st.sampled_from(sorted(FORMS_OF_KIND[kind])),
         "sources": st.just(["s1"]) | SOURCES,
         "parties": unique(PARTIES, "actor").filter(bool)},
        titles=st.dictionaries(st.sampled_from(["ru", "fa", "zho"]), TEXTS),
        note=TEXTS,
        topics=st.lists(st.sampled_from(Topic), max_size=3, unique=True),
        identifiers=st.dictionaries(SLUGS, TEXTS, max_size=3),
        codes=st.fixed_dictionaries(
            {}, optional={
                scheme: st.lists(st.sampled_from(codes), min_size=1, unique=True)
                for scheme, codes in CODES.get(kind, {}).items()}),
        term=TERMS,
        obligations=unique(
            some({"code": st.sampled_from(DUTIES), "sources": SOURCES}, article=TEXTS, note=TEXTS,
                 value=st.sampled_from(["yes", "no"])), "code", "article"),
        milestones=unique(MILESTONES, "step", "actor", "part"),
        figures=unique(FIGURES, "metric", "of", "as-of"),
        links=unique(
            some({"rel": st.sampled_from(Relation), "to": SLUGS}, note=TEXTS), "rel", "to"),
        claims=dissents({
            "slot": st.sampled_from(["title", "form", "term-initial", "term-renewal"]),
            "value": TEXTS}),
    )  # fmt: skip
    record = RECORD_CLASSES[kind].model_validate(draw(shape))
    return with_explicit_sources(record, ("of-file",))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_any_record_is_rebuilt_from_its_claims(record):
    assert rebuilt(record) == record


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_no_two_claims_of_any_record_have_one_id(record):
    claims = claims_of(record)
    assert len({claim.id for claim in claims}) == len(claims)


# The packaged seed.


def test_every_packaged_record_is_rebuilt_from_its_claims(packaged_files):
    seed = seed_of(packaged_files).records
    assert len(seed) > 100
    assert [record.id for record in seed if rebuilt(record) != record] == []


def test_no_two_claims_of_the_packaged_seed_have_one_id(packaged_files):
    ids = [claim.id for record in seed_of(packaged_files).records for claim in claims_of(record)]
    assert len(ids) > 1000
    assert len(set(ids)) == len(ids)
