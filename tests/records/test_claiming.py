"""A record taken apart into claims and put together again is the same record."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from relations_kb.domain.claims import Claim, Slot
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
    "claims on other slots": {
        "parties": [{"actor": "iran", "role": "signatory"}],
        "topics": ["war"],
        "obligations": [{"code": "atop-defense", "article": "4"}],
        "links": [{"rel": "follows", "to": "other"}],
        "milestones": [{"step": "signed", "actor": "iran", "part": "unit-1"}],
        "figures": [{"metric": "cost", "value": "4", "unit": "USD", "as-of": "2024"}],
        "claims": [
            {"slot": slot, "value": value, "source": "c", "note": "elsewhere"}
            for slot, value in [
                ("title:ru", "Договор"), ("topic", "trade"), ("identifier:unts", "no. 1"),
                ("link:follows", "another"), ("link-note:follows|other", "Art. 2"),
                ("obligation:atop-defense|4", "no"), ("obligation-note:atop-defense|4", "vague"),
                ("party-via:iran", "eaeu"), ("signed@iran:unit-1:note", "late"),
                ("in-force:date", "2025"), ("figure-note:cost||2024", "in cash"),
            ]
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
TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8
)
TEXTS = TEXTS.filter(str.strip)
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


ATTRIBUTES = {
    "title": TEXTS, "note": TEXTS, "term-initial": DURATIONS, "term-notice": DURATIONS,
    "title:ru": TEXTS, "topic": st.sampled_from(Topic), "identifier:unts": TEXTS,
    "link:follows": SLUGS, "link-note:follows|a": TEXTS,
    "obligation:extradition": st.sampled_from(["yes", "no"]), "obligation-note:extradition": TEXTS,
    "party:ottoman-empire": st.sampled_from(Role), "party-via:iran": SLUGS,
    "terminated:place": TEXTS, "signed:note": TEXTS, "signed@iran:a?planned:note": TEXTS,
    "figure:cost|x": st.sampled_from(["25 USD", "610..974 bank notes"]), "figure-note:cost": TEXTS,
}  # fmt: skip
"""Names of slots of every sort that have no room in an entry, with values that fit."""


def attribute_claims(kind):
    """Draw statements under the claims of a record."""
    forms = {"form": st.sampled_from(sorted(FORMS_OF_KIND[kind]))}
    coded = {f"code:{scheme}": st.sampled_from(c) for scheme, c in CODES.get(kind, {}).items()}
    options = (ATTRIBUTES | forms | coded).items()
    one_of = [dissents({"slot": st.just(name), "value": value}) for name, value in options]
    dated = {"slot": st.just("terminated:date"), "value": st.just("1828-02-10")}
    return st.lists(
        st.one_of(*one_of, dissents({**dated, "calendar": st.just("julian")})), max_size=4
    ).map(lambda lists: [claim for claims in lists for claim in claims])


def is_said_once(record):
    ids = [claim.id for claim in claims_of(record)]
    return len(set(ids)) == len(ids)


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
        claims=attribute_claims(kind),
    )  # fmt: skip
    record = RECORD_CLASSES[kind].model_validate(draw(shape))
    canonical = with_explicit_sources(record, ("of-file",))
    assume(is_said_once(canonical))
    return canonical


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_any_record_is_rebuilt_from_its_claims(record):
    assert rebuilt(record) == record


# Whatever claims a base may hold on a record.

CALENDAR_OF = {"1828-02-10": Calendar.JULIAN, "1403-10-28": Calendar.SOLAR_HIJRI}


def slots_of(kind):
    """List slots of every sort, each with the values that it may have."""
    attribute = {
        "title": ["T", "U"], "form": sorted(FORMS_OF_KIND[kind])[:2], "note": ["N", "M"],
        "term-initial": ["P1Y", "P2Y"], "term-notice": ["P6M"],
    }  # fmt: skip
    yield from ((Slot("attribute", "", leaf), values) for leaf, values in attribute.items())
    yield Slot("title", "ru", "text"), ["Д", "П"]
    yield from ((Slot("topic", topic, "topic"), [topic]) for topic in ("war", "trade"))
    yield Slot("identifier", "unts", "value"), ["1", "2"]
    for scheme, codes in CODES.get(kind, {}).items():
        yield from ((Slot("code", f"{scheme}|{code}", "code"), [code]) for code in codes)
    for actor in ("iran", "x9"):
        yield Slot("party", actor, "role"), ["signatory", "host"]
        yield Slot("party", actor, "via"), ["eaeu", "a"]
    for key in ("extradition|", "extradition|4|5"):
        yield Slot("obligation", key, "value"), ["yes", "no"]
        yield Slot("obligation", key, "note"), ["N", "M"]
    for to in ("a", "b"):
        yield Slot("link", f"follows|{to}", "to"), [to]
        yield Slot("link", f"follows|{to}", "note"), ["N", "M"]
    for key in ("signed", "signed@iran:a"):
        yield Slot("milestone", key, "assertion"), ["actual", "reported"]
        yield Slot("milestone", key, "date"), ["1828", "1828-02-10", "1403-10-28"]
        yield Slot("milestone", key, "place"), ["P", "Q"]
        yield Slot("milestone", key, "note"), ["N", "M"]
    yield Slot("milestone", "signed?planned", "assertion"), ["planned"]
    for key in ("cost||", "cost|of it|1403"):
        yield Slot("figure", key, "quantity"), ["4 USD", "~5 bank notes"]
        yield Slot("figure", key, "note"), ["N", "M"]


def said(claims):
    """Return what claims say, whatever their order and variants."""
    return {
        (c.id, c.said_by, c.said_on, c.valid, c.note, c.rank, c.reason) for c in claims
    }  # fmt: skip


WORDS = st.sampled_from(
    [{}, {}, {}, {"said_by": "X"}, {"note": "N", "said_on": "2025", "valid": "2024/2025"},
     {"rank": Rank.DEPRECATED, "reason": "wrong"}, {"rank": Rank.PREFERRED, "reason": "own act"}]
)  # fmt: skip


@st.composite
def claim_sets(draw):
    kind = draw(st.sampled_from(Kind))
    slots = dict(slots_of(kind))
    title, form = Slot("attribute", "", "title"), Slot("attribute", "", "form")
    chosen = draw(st.lists(st.sampled_from(list(slots)), max_size=25))
    sources = st.sampled_from(["s1", "s2", "s3"])
    caller = draw(sources)
    made = [Claim("r-1", Slot("party", "iran", "role"), "party", draw(sources))]
    for slot in (title, form, *chosen):
        value = draw(st.sampled_from(slots[slot]))
        own = value if slot.leaf == "date" else ""
        day = Calendar.SOLAR_HIJRI if slot.key.endswith("|1403") else Calendar.GREGORIAN
        if slot.item == "figure" and slot.key.endswith("|1403"):
            day = draw(st.sampled_from(Calendar))
        source = caller if slot in (title, form) else draw(sources)
        variant, ordinal = draw(st.integers(0, 2)), draw(st.integers(0, 99))
        calendar = CALENDAR_OF.get(own, day)
        made.append(
            Claim("r-1", slot, value, source, calendar, variant, ordinal, **draw(WORDS))
        )  # fmt: skip
    return kind, list({claim.id: claim for claim in made}.values())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claim_sets())
def test_a_record_says_all_that_is_claimed_of_it_and_no_more(drawn):
    kind, claims = drawn
    again = claims_of(record_of("r-1", kind, claims))
    assert len(again) == len(claims)
    assert said(again) == said(claims)


def claim(leaf, value, source, item="milestone", key="signed", **more):
    return Claim("r-1", Slot(item, key, leaf), value, source, **more)


CALLED = [
    claim("title", "T", "a", "attribute", ""),
    claim("form", "treaty", "a", "attribute", ""),
    claim("role", "signatory", "a", "party", "iran"),
]


def assembled(*claims):
    return record_of("r-1", Kind.TREATY, [*CALLED, *claims])


def test_a_source_that_says_less_of_a_milestone_says_it_under_claims():
    record = assembled(
        claim("assertion", "actual", "a"), claim("date", "2025-01-17", "a"),
        claim("place", "Moscow", "a"),
        claim("assertion", "actual", "b"), claim("date", "2025-01-17", "b"),
    )  # fmt: skip
    (signed,) = record.milestones
    assert (signed.sources, signed.place) == (("a",), "Moscow")
    assert [(c.source, str(c.date), c.place, c.assertion) for c in signed.claims] == [
        ("b", "2025-01-17", None, "actual")
    ]


def test_sources_that_say_the_same_of_a_milestone_stand_together():
    record = assembled(
        claim("assertion", "actual", "a"), claim("date", "2025-01-17", "a"),
        claim("date", "2025-01-17", "c"), claim("assertion", "actual", "c"),
    )  # fmt: skip
    assert (record.milestones[0].sources, record.milestones[0].claims) == (("a", "c"), ())


def test_a_remark_of_another_source_on_a_milestone_stands_under_the_claims_of_the_record():
    record = assembled(claim("assertion", "actual", "a"), claim("note", "late", "b"))
    assert [(c.slot, c.value, c.source) for c in record.claims] == [("signed:note", "late", "b")]


def test_what_another_source_says_of_the_record_stands_under_its_claims():
    record = assembled(
        claim("title", "T", "b", "attribute", ""), claim("form", "treaty", "b", "attribute", ""),
        claim("topic", "war", "a", "topic", "war"), claim("topic", "trade", "b", "topic", "trade"),
    )  # fmt: skip
    assert (record.sources, record.topics) == (("a",), ("war",))
    assert [(c.slot, c.value, c.source) for c in record.claims] == [
        ("title", "T", "b"), ("form", "treaty", "b"), ("topic", "trade", "b"),
    ]  # fmt: skip


def test_a_milestone_that_is_only_spoken_of_elsewhere_is_no_entry():
    record = assembled(claim("date", "2006-01-11", "b", variant=1, said_by="X"))
    assert record.milestones == ()
    assert [(c.slot, c.value, c.said_by) for c in record.claims] == [
        ("signed:date", "2006-01-11", "X")
    ]


def test_the_editors_word_on_the_only_title_of_a_source_goes_with_its_title():
    wrong = {"rank": Rank.DEPRECATED, "reason": "a misprint"}
    claims = [
        claim("title", "T", "a", "attribute", "", **wrong),
        claim("form", "treaty", "a", "attribute", ""),
        claim("title", "Right", "b", "attribute", ""),
        CALLED[2],
    ]
    record = record_of("r-1", Kind.TREATY, claims)
    assert (record.title, record.sources) == ("T", ("a",))
    again = claims_of(record)
    assert said(again) == said(claims)
    assert [c.variant for c in again if c.slot == Slot("attribute", "", "title")] == [0, 2]


# The packaged seed.


def test_every_packaged_record_is_rebuilt_from_its_claims(packaged_files):
    seed = seed_of(packaged_files).records
    assert len(seed) > 100
    assert [record.id for record in seed if rebuilt(record) != record] == []


def test_no_two_claims_of_the_packaged_seed_have_one_id(packaged_files):
    ids = [claim.id for record in seed_of(packaged_files).records for claim in claims_of(record)]
    assert len(ids) > 1000
    assert len(set(ids)) == len(ids)
