"""The legal status of records: cases of the packaged base, and what the views tell beside it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.actors import list_actors
from relations_kb.query.base import base_view
from relations_kb.query.show import LinkView, MilestoneView, RecordView, all_records
from relations_kb.query.status import StatusView, get_status, status_of, status_view

CASES = Path(__file__).with_name("status_cases.csv")
PACT = "alba-borea-pact-2005"
FRIENDSHIP = "alba-borea-friendship-1900"

Find = Callable[[str, str], StatusView]


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def finder(connection: Connection) -> tuple[Find, dict[str, RecordView]]:
    records = {record.id: record for record in all_records(connection)}
    lines = {actor.id: actor.line for actor in list_actors(connection)}
    base = base_view(connection)

    def find(record: str, day: str) -> StatusView:
        return status_view(records[record], date.fromisoformat(day), records, lines, base)

    return find, records


# The connection closes when a fixture of a wider scope would still need it, so the views are read
# once and kept.
_kept: list[tuple[Find, dict[str, RecordView]]] = []


@pytest.fixture
def packaged(connection: Connection) -> tuple[Find, dict[str, RecordView]]:
    if not _kept:
        _kept.append(finder(connection))
    return _kept[0]


@pytest.fixture
def mini_status(mini_connection: Connection) -> Callable[[str, str], StatusView]:
    return lambda record, day: get_status(mini_connection, record, date.fromisoformat(day))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['record']}-{row['day']}")
def test_a_case_of_the_seed(
    packaged: tuple[Find, dict[str, RecordView]], row: dict[str, str]
) -> None:
    find, _ = packaged
    view = find(row["record"], row["day"])
    assert (view.status, view.disputed) == (row["status"], row["disputed"] == "yes"), row["reason"]
    parties = {party.actor: party.status for party in view.parties}
    named = dict(pair.split("=") for pair in row["parties"].split(";") if pair)
    expected = named or dict.fromkeys(parties, row["status"])
    assert {actor: parties[actor] for actor in expected} == expected, row["reason"]


def test_every_case_rests_on_a_source_of_its_record(
    packaged: tuple[Find, dict[str, RecordView]],
) -> None:
    _, records = packaged
    cited = {r["record"]: {s.id for s in records[r["record"]].sources} for r in rows()}
    assert [r for r in rows() if r["source"] not in cited[r["record"]]] == []


def test_no_case_stands_twice() -> None:
    keys = [(row["record"], row["day"]) for row in rows()]
    assert len(keys) == len(set(keys)) >= 70


def test_the_parties_of_a_bilateral_instrument_stand_as_the_whole_does(
    packaged: tuple[Find, dict[str, RecordView]],
) -> None:
    find, records = packaged
    for record in records.values():
        if record.kind != "treaty" or any(m.step == "repudiated" for m in record.milestones):
            continue
        view = find(record.id, "2026-06-01")
        if len(view.parties) == 2:
            assert {p.status for p in view.parties} == {view.status}, record.id


# The mini seed.


def test_the_status_comes_with_its_day_its_rules_and_its_sources(
    mini_status: Callable[[str, str], StatusView],
) -> None:
    view = mini_status(PACT, "2014-06-01")
    assert (view.status, view.since, view.calendar) == ("in force", "2006-01-01", "gregorian")
    (reason,) = view.reasons
    assert (reason.rule, reason.milestone, reason.sources) == (
        "entry", "in-force", ("alba-ministry", "harbour-post"),
    )  # fmt: skip
    assert [(p.actor, p.status) for p in view.parties] == [
        ("alba", "in force"), ("borea", "in force"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "status", "by_the_ambassador"),
    [
        ("2005-12-31", "signed", None),
        ("2006-01-15", "in force", "signed"),
        ("2006-02-01", "in force", None),
    ],
)
def test_a_status_is_disputed_on_the_days_on_which_a_source_has_another(
    mini_status: Callable[[str, str], StatusView],
    day: str,
    status: str,
    by_the_ambassador: str | None,
) -> None:
    view = mini_status(PACT, day)
    assert view.status == status
    told = [o for o in view.otherwise if o.source == "borea-agency"]
    assert view.disputed is bool(by_the_ambassador)
    if by_the_ambassador:
        (said,) = told
        assert (said.status, said.says, said.said_by, said.said_on) == (
            by_the_ambassador, "date 2006-02-01", "Borea's ambassador", "2006-02-02",
        )  # fmt: skip
    else:
        assert told == []


def test_a_known_error_disputes_nothing(mini_status: Callable[[str, str], StatusView]) -> None:
    assert not mini_status(PACT, "2015-01-01").disputed


def test_approval_is_told_as_long_as_it_may_be_taken_for_entry(
    mini_status: Callable[[str, str], StatusView],
) -> None:
    before, after = mini_status(PACT, "2005-12-01"), mini_status(PACT, "2007-01-01")
    assert [r.rule for r in before.without_effect] == ["domestic"]
    assert after.without_effect == ()


def test_a_clause_prolongs_the_term(mini_status: Callable[[str, str], StatusView]) -> None:
    view = mini_status(PACT, "2026-06-01")
    assert (view.status, [r.rule for r in view.reasons]) == ("in force", ["entry", "renewed"])


def test_a_later_instrument_supersedes_from_its_entry_into_force_on(
    mini_status: Callable[[str, str], StatusView],
) -> None:
    assert mini_status(FRIENDSHIP, "2005-06-01").status == "in force"
    view = mini_status(FRIENDSHIP, "2006-01-01")
    assert (view.status, view.since) == ("superseded", "2006-01-01")
    (last,) = (r for r in view.reasons if r.rule == "supersession")
    assert (last.record, last.milestone) == (PACT, "in-force")


def test_since_is_told_in_the_calendar_of_the_source(
    mini_status: Callable[[str, str], StatusView],
) -> None:
    view = mini_status(FRIENDSHIP, "1900-06-01")
    assert (view.status, view.since, view.calendar) == ("signed", "1900-02-10", "julian")


@pytest.mark.parametrize("record", ["cadia-visit-2007", "straits-bridge", "cadia-embargo-2013"])
def test_what_is_no_instrument_has_no_legal_status(
    mini_status: Callable[[str, str], StatusView], record: str
) -> None:
    with pytest.raises(KbError, match="only treaties and agreements") as error:
        mini_status(record, "2014-06-01")
    assert f"kb show {record}" in str(error.value.remedy)


def test_an_unknown_record_is_refused(mini_status: Callable[[str, str], StatusView]) -> None:
    with pytest.raises(KbError):
        mini_status("alba-borea-pact-1999", "2014-06-01")


# Records of our own making on the mini seed.


def changed(record: RecordView, *milestones: MilestoneView, **others: object) -> RecordView:
    return replace(record, milestones=(*record.milestones, *milestones), **others)  # type: ignore[arg-type]


def milestone(like: MilestoneView, step: str, day: str, actor: str | None = None) -> MilestoneView:
    key = f"{step}@{actor}" if actor else step
    return replace(
        like, step=step, date=day, date_min=day, date_max=day, calendar="gregorian",
        actor=actor, part=None, claims=(), key=key, assertion="actual",
    )  # fmt: skip


def test_what_was_superseded_stays_so_when_the_later_instrument_ends(
    mini_connection: Connection,
) -> None:
    find, records = finder(mini_connection)
    pact = records[PACT]
    ended = milestone(pact.milestones[0], "terminated", "2010-01-01")
    records[PACT] = changed(pact, ended)
    assert find(PACT, "2012-01-01").status == "terminated"
    assert find(FRIENDSHIP, "2012-01-01").status == "superseded"


def test_a_later_instrument_that_is_only_signed_supersedes_nothing(
    mini_connection: Connection,
) -> None:
    find, records = finder(mini_connection)
    pact = records[PACT]
    records[PACT] = replace(pact, milestones=pact.milestones[:1])
    assert find(FRIENDSHIP, "2012-01-01").status == "in force"


def test_a_link_that_terminates_ends_from_the_entry_into_force_on(
    mini_connection: Connection,
) -> None:
    find, records = finder(mini_connection)
    records[PACT] = replace(records[PACT], links=(LinkView("terminates", FRIENDSHIP, None),))
    assert find(FRIENDSHIP, "2012-01-01").status == "terminated"


def test_two_states_of_one_line_are_one_side(mini_connection: Connection) -> None:
    find, records = finder(mini_connection)
    pact = records[PACT]
    older = replace(pact.parties[0], actor="kingdom-of-alba", name="Kingdom of Alba")
    notice = milestone(pact.milestones[0], "denounced", "2010-01-01", "borea")
    records[PACT] = changed(pact, notice, parties=(older, *pact.parties))
    view = find(PACT, "2010-06-01")
    assert {p.status for p in view.parties} == {view.status} == {"notice given"}


def test_an_agreement_that_is_no_treaty_can_be_left_without_notice(
    mini_connection: Connection,
) -> None:
    find, records = finder(mini_connection)
    note = records["ab-customs-note-2005"]
    notice = milestone(note.milestones[0], "denounced", "2010-01-01", "borea")
    records[note.id] = changed(note, notice)
    view = find(note.id, "2010-01-01")
    assert (view.status, view.since) == ("terminated", "2010-01-01")


def test_the_status_of_the_summary_is_that_of_the_command(mini_connection: Connection) -> None:
    find, records = finder(mini_connection)
    for record in records.values():
        on = date(2014, 6, 1)
        assert str(status_of(record, on, records).status) == find(record.id, str(on)).status
