"""What a person may write, and what the base understands by it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.vocabulary import Assertion, Calendar, Kind, Rank, Role
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import RECORD_CLASSES, Milestone, Record, Source, Treaty
from relations_kb.records.reading import read_files, seed_of

FORM_OF_KIND = {
    Kind.TREATY: "treaty",
    Kind.AGREEMENT: "contract",
    Kind.TRADE_MEASURE: "tariff",
    Kind.PROJECT: "pipeline",
    Kind.EVENT: "visit",
}


def record(kind=Kind.TREATY, **keys) -> Record:
    data = {"id": "r-1", "title": "T", "form": FORM_OF_KIND[kind], "parties": ["iran"], **keys}
    return RECORD_CLASSES[kind].model_validate(data)


def milestone(**keys):
    return Milestone.model_validate({"step": "signed", **keys})


def messages(caught):
    return [error["msg"].removeprefix("Value error, ") for error in caught.value.errors()]


# Sources: the nearest one wins.


def test_a_value_takes_its_own_sources_before_the_records_and_the_files():
    canonical = with_explicit_sources(
        record(
            sources=["of-record"],
            parties=["iran", {"actor": "russia", "sources": ["of-party"]}],
            term={"initial": "P20Y", "sources": ["of-term"]},
            obligations=[{"code": "extradition"}, {"code": "inspection", "sources": ["of-duty"]}],
            milestones=[{"step": "signed"}, {"step": "in-force", "sources": ["of-step"]}],
            figures=[
                {"metric": "cost", "value": "1", "unit": "USD"},
                {"metric": "length", "value": "1", "unit": "km", "sources": ["of-figure"]},
            ],
        ),
        ("of-file",),
    )
    assert canonical.sources == ("of-record",)
    assert [p.sources for p in canonical.parties] == [("of-record",), ("of-party",)]
    assert canonical.term.sources == ("of-term",)
    assert [o.sources for o in canonical.obligations] == [("of-record",), ("of-duty",)]
    assert [m.sources for m in canonical.milestones] == [("of-record",), ("of-step",)]
    assert [f.sources for f in canonical.figures] == [("of-record",), ("of-figure",)]


def test_a_record_without_sources_takes_those_of_the_file():
    canonical = with_explicit_sources(
        record(milestones=[{"step": "signed", "sources": ["own"]}, {"step": "in-force"}]),
        ("of-file",),
    )
    assert canonical.sources == ("of-file",)
    assert canonical.parties[0].sources == ("of-file",)
    assert [m.sources for m in canonical.milestones] == [("own",), ("of-file",)]


def test_a_record_without_any_takes_those_of_its_milestones_and_figures_together():
    canonical = with_explicit_sources(
        record(
            milestones=[
                {"step": "signed", "sources": ["a", "b"]},
                {"step": "in-force", "sources": ["b"]},
                {"step": "amended"},
            ],
            figures=[{"metric": "cost", "value": "1", "unit": "USD", "sources": ["c"]}],
        )
    )
    assert canonical.sources == ("a", "b", "c")
    assert canonical.parties[0].sources == ("a", "b", "c")
    assert canonical.milestones[2].sources == ()


def test_the_canonical_form_of_a_canonical_record_is_itself():
    canonical = with_explicit_sources(record(milestones=[{"step": "signed"}]), ("a",))
    assert with_explicit_sources(canonical, ("b",)) == canonical


def test_actors_and_memberships_take_the_sources_of_their_file(write_seed):
    own = ("    names: [{text: Iran, language: en}]",
           "    names: [{text: Iran, language: en}]\n    sources: [tass-2025]")  # fmt: skip
    members = (
        "treaties:",
        "memberships:\n  - {actor: iran, of: russia, status: member}\ntreaties:",
    )
    seed = seed_of(read_files([write_seed(own, members)])[0])
    assert [actor.sources for actor in seed.actors] == [("tass-2025",), ("mfa-2025",)]
    assert [membership.sources for membership in seed.memberships] == [("mfa-2025",)]


# Defaults.


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (Kind.TREATY, Role.SIGNATORY),
        (Kind.AGREEMENT, Role.SIGNATORY),
        (Kind.TRADE_MEASURE, Role.PARTY),
        (Kind.PROJECT, Role.PARTY),
        (Kind.EVENT, Role.PARTY),
    ],
)
def test_a_party_without_a_role_has_the_usual_one_of_the_kind(kind, role):
    parties = ["iran", {"actor": "russia", "role": "host"}]
    canonical = with_explicit_sources(record(kind, parties=parties), ("a",))
    assert [party.role for party in canonical.parties] == [role, Role.HOST]


def test_a_milestone_is_actual_and_of_normal_rank_unless_said_otherwise():
    assert milestone().assertion is Assertion.ACTUAL
    assert milestone().rank is Rank.NORMAL


def test_a_source_is_in_english_and_read_in_excerpt_unless_said_otherwise():
    source = Source.model_validate(
        {"id": "s", "publisher": "P", "kind": "press", "reliability": "C"}
    )
    assert (source.language, source.seen) == ("en", "excerpt")


# Limits.


@pytest.mark.parametrize("rank", ["preferred", "deprecated"])
def test_a_rank_needs_a_reason(rank):
    with pytest.raises(ValidationError) as caught:
        milestone(rank=rank)
    assert messages(caught) == [f"rank {rank} needs a reason; add 'reason: …'"]
    assert milestone(rank=rank, reason="a misprint").rank == rank


def test_a_rank_of_a_dissenting_claim_needs_a_reason_too():
    with pytest.raises(ValidationError) as caught:
        milestone(claims=[{"source": "s", "date": "2025", "rank": "deprecated"}])
    assert messages(caught) == ["rank deprecated needs a reason; add 'reason: …'"]


def test_a_dissenting_claim_says_something():
    with pytest.raises(ValidationError) as caught:
        milestone(claims=[{"source": "s", "note": "hm"}])
    assert messages(caught) == ["the claim says nothing; give date, place, organ or assertion"]


def test_the_form_fits_the_kind():
    with pytest.raises(ValidationError) as caught:
        record(Kind.TREATY, form="contract")
    assert messages(caught) == [
        "form contract does not fit a treaty; use one of convention, exchange-of-notes, "
        "intergovernmental-agreement, protocol, treaty"
    ]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"term": {"initial": "20 years"}},
         "'20 years' is no duration; write P20Y, P6M, P90D or P1Y6M (ISO 8601)"),
        ({"term": {"initial": "P"}},
         "'P' is no duration; write P20Y, P6M, P90D or P1Y6M (ISO 8601)"),
        ({"title": "  "}, "the value is empty; write one or leave the key out"),
        ({"note": ""}, "the value is empty; write one or leave the key out"),
        ({"milestones": [{"step": "signed", "date": ["2024", "2025"]}]},
         "a date is EDTF text, a set of dates in quotes (\"[2016-09-10,2019-11-10]\"), "
         "or {value: 1828-02-10, calendar: julian}"),
        ({"milestones": [{"step": "signed", "date": {"calendar": "julian"}}]},
         "a date is EDTF text, a set of dates in quotes (\"[2016-09-10,2019-11-10]\"), "
         "or {value: 1828-02-10, calendar: julian}"),
        ({"milestones": [{"step": "signed", "date": {"value": "1828", "calendar": "roman"}}]},
         "'roman' is no calendar of the base; use one of gregorian, julian, solar-hijri"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_form_is_refused_with_the_right_one(keys, message):
    with pytest.raises(ValidationError) as caught:
        record(**keys)
    assert messages(caught) == [message]


@pytest.mark.parametrize("value", [["1828-02-10"], {"a": "b"}])
def test_a_date_whose_value_is_no_text_is_refused(value):
    with pytest.raises(ValidationError):
        milestone(date={"value": value, "calendar": "julian"})


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org/x", "https://x", "https://a b.c"]
)
def test_an_address_is_written_in_full(url):
    source = {"id": "s", "publisher": "P", "kind": "press", "reliability": "C", "url": url}
    with pytest.raises(ValidationError) as caught:
        Source.model_validate(source)
    assert messages(caught) == [f"{url!r} is no web address; write it in full, with https://"]


def test_a_record_has_a_party():
    with pytest.raises(ValidationError):
        record(parties=[])


def test_keys_of_two_words_are_written_with_a_hyphen():
    claim = {"source": "s", "date": "2025", "said-by": "a minister", "said-on": "2025-07"}
    read = milestone(claims=[claim]).claims[0]
    assert (read.said_by, read.said_on) == ("a minister", FuzzyDate.parse("2025-07"))


# Calendars.


@pytest.mark.parametrize(
    ("written", "calendar", "day"),
    [
        ("1828-02-22", Calendar.GREGORIAN, "1828-02-22"),
        ({"value": "1828-02-22"}, Calendar.GREGORIAN, "1828-02-22"),
        ({"value": "1828-02-10", "calendar": "julian"}, Calendar.JULIAN, "1828-02-22"),
        ({"value": "1403-10-28", "calendar": "solar-hijri"}, Calendar.SOLAR_HIJRI, "2025-01-17"),
    ],
)
def test_a_date_keeps_its_text_and_calendar_and_knows_its_day(written, calendar, day):
    date = milestone(date=written).date
    assert date.text == (written if isinstance(written, str) else written["value"])
    assert date.calendar is calendar
    assert date.earliest.isoformat() == date.latest.isoformat() == day


@pytest.mark.parametrize("written", ["1828-02-22", {"value": "1828-02-10", "calendar": "julian"}])
def test_a_date_is_written_out_as_it_was_written(written):
    assert milestone(date=written).model_dump(mode="json")["date"] == written


def test_a_solar_hijri_date_without_its_calendar_is_a_gregorian_one():
    assert milestone(date="1403-10-28").date.earliest.year == 1403


def test_a_record_reads_back_from_what_it_writes():
    treaty = with_explicit_sources(
        record(
            titles={"ru": "Договор"},
            milestones=[{"step": "signed", "date": {"value": "1828-02-10", "calendar": "julian"}}],
            figures=[{"metric": "cost", "value": "~4.60", "unit": "USD", "as-of": "2024"}],
        ),
        ("a",),
    )
    written = treaty.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert Treaty.model_validate(written) == treaty
