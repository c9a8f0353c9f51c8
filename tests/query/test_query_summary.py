"""The page of a desk officer: what is in force, signed, planned, disputed on a day."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from harness import Outcome
from relations_kb.domain.errors import KbError
from relations_kb.query.summary import Instrument, SummaryView, summary

Ask = Callable[..., str]
Here = Callable[..., Outcome]

PACT = "alba-borea-pact-2005"
PARTNERSHIP = "iran-russia-strategic-partnership-2025"


_PAGES: dict[tuple[str, ...], SummaryView] = {}


def told(connection: Connection, one: str, other: str, on: str) -> SummaryView:
    """Make a page once for all tests: pages are frozen, and the base does not change."""
    key = (str(connection.engine.url), one, other, on)
    if key not in _PAGES:
        _PAGES[key] = summary(connection, one, other, datetime.date.fromisoformat(on))
    return _PAGES[key]


def states(instruments: tuple[Instrument, ...]) -> dict[str, tuple[str, str, bool, str]]:
    return {
        i.record.id: (str(i.status.status), str(i.status.since), i.disputed, i.route)
        for i in instruments
    }


@pytest.fixture
def on_2014(mini_connection: Connection) -> SummaryView:
    return told(mini_connection, "alba", "borea", "2014-06-01")


def test_a_treaty_is_in_force_with_its_disputed_date_and_duties(on_2014: SummaryView) -> None:
    assert states(on_2014.in_force) == {
        PACT: ("in force", "2006-01-01", True, "direct"),
        "coast-union-alba-trade-2004": ("in force", "2010/2011", False, "bloc"),
    }
    pact = next(i for i in on_2014.in_force if i.record.id == PACT)
    assert pact.obliges == ("consultation-on-threats (Art. 3)",)
    assert pact.does_not_oblige == ("atop-defense",)


def test_a_superseded_treaty_has_ended_on_the_day_of_the_newer_one(on_2014: SummaryView) -> None:
    assert states(on_2014.ended) == {
        "alba-borea-friendship-1900": ("superseded", "2006-01-01", False, "line")
    }


@pytest.mark.parametrize(
    ("on", "status", "since"),
    [
        ("2005-02-28", None, None),
        ("2005-03-01", "signed", "2005-03-01"),
        ("2005-12-31", "signed", "2005-03-01"),
        ("2006-01-01", "in force", "2006-01-01"),
        ("2040-01-01", "in force", "2006-01-01"),
    ],
)
def test_the_status_is_that_of_the_day(
    mini_connection: Connection, on: str, status: str | None, since: str | None
) -> None:
    view = told(mini_connection, "alba", "borea", on)
    found = {**states(view.in_force), **states(view.not_in_force)}.get(PACT)
    assert (found[:2] if found else (None, None)) == (status, since)


def test_before_the_newer_treaty_the_older_one_is_in_force(mini_connection: Connection) -> None:
    view = told(mini_connection, "alba", "borea", "2005-12-31")
    assert states(view.in_force) == {
        "alba-borea-friendship-1900": ("in force", "1901~", False, "line")
    }
    assert view.ended == ()


def test_what_is_planned_and_not_done_is_listed_and_marked_when_overdue(
    on_2014: SummaryView,
) -> None:
    assert [(p.record, p.step, p.date, p.overdue) for p in on_2014.plans] == [
        ("straits-bridge", "completed", "2012", True),
        ("straits-bridge", "operational", "2030", False),
    ]


def test_changes_are_those_of_the_twelve_months_before_the_day(
    mini_connection: Connection,
) -> None:
    def changes(on: str) -> list[str | None]:
        return [entry.date for entry in told(mini_connection, "alba", "borea", on).changes]

    assert changes("2014-06-01") == ["2013-06-01", "2013-07"]
    assert changes("2014-06-02") == ["2013-07"]
    assert changes("2013-05-31") == []
    assert changes("2005-03-01") == ["2004-06-15", "2005-03-01", "2005-03-01", "2005-03-01"]


def test_measures_of_third_parties_are_told_too(on_2014: SummaryView) -> None:
    assert {(s.record.id, s.route, s.last.date if s.last else None) for s in on_2014.measures} == {
        ("alba-timber-duty-2008", "direct", "2008-10/2009-03"),
        ("cadia-embargo-2013", "context", "2013-10-10"),
    }


def test_a_project_stands_with_what_really_happened_last(on_2014: SummaryView) -> None:
    (bridge,) = on_2014.projects
    assert bridge.last is not None
    assert (bridge.last.step, bridge.last.part, bridge.last.date) == (
        "construction-started", "pier-2", "2010",
    )  # fmt: skip
    assert [(f.metric, f.value, f.unit, f.disputed) for f in bridge.figures] == [
        ("cost", "310", "million-usd", True),
        ("length", "1250", "m", False),
    ]


def test_contradictions_tell_who_says_what(on_2014: SummaryView) -> None:
    found = {(c.record, c.what, c.others) for c in on_2014.contradictions}
    assert found == {
        (PACT, "in-force date", ("2006-02-01 (Borea's ambassador)",)),
        ("straits-bridge", "cost pier-1 2012 quantity", ("290 million-usd (harbour-post)",)),
    }
    shown = {c.record: c.shown for c in on_2014.contradictions}
    # A vaguer date agrees, a deprecated one is a known error: neither is a contradiction.
    assert shown[PACT].startswith("2006-01-01")


def test_a_long_silence_is_a_gap(on_2014: SummaryView) -> None:
    assert "1902–2003: no entries" in on_2014.gaps


def test_the_coverage_counts_what_stands_behind_the_page(on_2014: SummaryView) -> None:
    coverage = on_2014.coverage
    assert (coverage.records, coverage.first) == (7, "1900-02-10")
    assert (coverage.sources, coverage.newest_source) == (8, "2016-01-31")
    assert coverage.by_grade == {"A": 2, "B": 3, "C": 2, "E": 1}
    assert on_2014.on == "2014-06-01"


def test_a_pair_without_records_has_every_section_empty(mini_connection: Connection) -> None:
    view = told(mini_connection, "north-dor", "south-dor", "2014-06-01")
    sections = (
        view.in_force, view.not_in_force, view.ended, view.plans, view.changes, view.measures,
        view.projects, view.contradictions, view.gaps, view.sources,
    )  # fmt: skip
    assert sections == ((),) * 10
    assert (view.coverage.records, view.coverage.first, view.coverage.last) == (0, None, None)


def test_the_order_of_the_actors_makes_no_difference(connection: Connection) -> None:
    forth = told(connection, "iran", "russia", "2026-01-15")
    back = told(connection, "russia", "iran", "2026-01-15")
    assert states(forth.in_force) == states(back.in_force)
    assert (forth.plans, forth.gaps, forth.coverage) == (back.plans, back.gaps, back.coverage)


def test_one_line_of_states_has_no_summary(connection: Connection) -> None:
    with pytest.raises(KbError, match="belong to one line of states"):
        told(connection, "russia", "soviet-union", "2026-01-15")


@pytest.mark.parametrize("on", ["2025-10-02", "2026-01-15"])
def test_the_partnership_of_2025_is_in_force_and_disputed(connection: Connection, on: str) -> None:
    view = told(connection, "iran", "russia", on)
    assert states(view.in_force)[PARTNERSHIP] == ("in force", "2025-10-02", True, "direct")
    assert PARTNERSHIP not in states(view.not_in_force)
    treaty = next(i for i in view.in_force if i.record.id == PARTNERSHIP)
    assert "no-aid-to-aggressor (Art. 3)" in treaty.obliges
    assert "atop-defense" in treaty.does_not_oblige
    assert "atop-defense" not in treaty.obliges


@pytest.mark.parametrize("on", ["2025-01-17", "2025-08-01", "2025-10-01"])
def test_the_partnership_of_2025_is_only_signed_before(connection: Connection, on: str) -> None:
    view = told(connection, "iran", "russia", on)
    assert states(view.not_in_force)[PARTNERSHIP][:2] == ("signed", "2025-01-17")
    assert PARTNERSHIP not in states(view.in_force)


def test_the_treaty_of_2001_gives_way_to_that_of_2025(connection: Connection) -> None:
    before = told(connection, "iran", "russia", "2025-08-01")
    after = told(connection, "iran", "russia", "2026-01-15")
    record = "iran-russia-basis-of-relations-2001"
    assert states(before.in_force)[record][:2] == ("in force", "2002-04-05")
    assert states(after.ended)[record][0] == "superseded"
    assert record not in states(after.in_force)


def test_the_free_trade_agreement_of_the_union_is_in_force_through_the_bloc(
    connection: Connection,
) -> None:
    after = told(connection, "iran", "russia", "2025-08-01")
    before = told(connection, "iran", "russia", "2025-05-14")
    record = "eaeu-iran-fta-2023"
    assert states(after.in_force)[record] == ("in force", "2025-05-15", False, "bloc")
    assert states(before.not_in_force)[record][:2] == ("signed", "2023-12-25")
    assert states(after.ended)["eaeu-iran-interim-2018"][0] == "superseded"


def test_the_treaties_of_1921_and_1940_are_told_as_in_force(connection: Connection) -> None:
    in_force = states(told(connection, "iran", "russia", "2026-01-15").in_force)
    # Iran holds two of its articles void since 1979.
    assert in_force["russia-persia-friendship-1921"][:2] == ("partly in force", "1979")
    # Its source knows no day and lists it as being in force by 1979.
    assert in_force["iran-soviet-trade-navigation-1940"][:2] == ("in force", "../1979")


def test_the_treaties_of_the_empire_have_ended(connection: Connection) -> None:
    ended = states(told(connection, "iran", "russia", "2026-01-15").ended)
    assert ended["gulistan-1813"][:2] == ("superseded", "1828-02-10")
    assert ended["turkmenchay-1828"][:2] == ("terminated", "1921-02-26")


def test_the_treaty_with_north_korea_obliges_to_help(connection: Connection) -> None:
    view = told(connection, "russia", "north-korea", "2026-01-15")
    record = "russia-north-korea-strategic-partnership-2024"
    assert states(view.in_force)[record][:2] == ("in force", "2024-12-04")
    treaty = next(i for i in view.in_force if i.record.id == record)
    assert "atop-defense (Art. 4)" in treaty.obliges
    assert treaty.does_not_oblige == ()


def test_only_instruments_are_said_to_be_in_force(connection: Connection) -> None:
    view = told(connection, "iran", "russia", "2026-01-15")
    assert {i.record.kind for i in view.in_force} <= {"treaty", "agreement"}
    assert {i.record.kind for i in view.not_in_force} == {"treaty"}


def test_a_day_that_was_asked_for_leaves_the_day_of_the_build_out(ask: Ask, mini: Path) -> None:
    page = ask(mini, "summary", "alba", "borea", "--on", "2014-06-01", "--format", "json")
    assert '"built": null' in page
    table = ask(mini, "summary", "alba", "borea", "--on", "2014-06-01")
    assert datetime.date.today().isoformat() not in table
    assert table == ask(mini, "summary", "alba", "borea", "--on", "2014-06-01")


def test_the_heaviest_is_the_treaty_so_called_with_most_duties(connection: Connection) -> None:
    view = told(connection, "iran", "russia", "2026-01-15")
    assert view.heaviest is not None
    assert (view.heaviest.record.id, view.heaviest.ends) == (PARTNERSHIP, "2045-10-02")
    before = told(connection, "iran", "russia", "2025-08-01")
    assert before.heaviest is not None
    assert before.heaviest.record.id != PARTNERSHIP


def test_frames_are_the_treaties_that_bind_most_states(connection: Connection) -> None:
    view = told(connection, "iran", "russia", "2026-01-15")
    frames = {i.record.id for i in view.in_force if i.frame}
    assert frames == {"un-charter-1945", "npt-1968", "chemical-weapons-convention-1993"}


def test_a_treaty_that_one_of_the_two_only_signed_is_not_in_force_between_them(
    connection: Connection,
) -> None:
    view = told(connection, "iran", "russia", "2026-01-15")
    signed = {i.record.id: i for i in view.not_in_force}
    assert signed["vienna-law-of-treaties-1969"].not_for == ("Iran",)
    assert "vienna-law-of-treaties-1969" not in states(view.in_force)
    assert not any(gap.startswith("vienna-law-of-treaties-1969") for gap in view.gaps)


def test_an_observer_is_not_bound_by_the_treaty_of_an_organization(connection: Connection) -> None:
    view = told(connection, "iran", "russia", "2026-01-15")
    assert "eaeu-treaty-2014" not in states(view.in_force)


def test_a_quarrel_is_one_between_the_two_and_not_of_the_two_with_others(
    connection: Connection,
) -> None:
    view = told(connection, "iran", "russia", "2026-11-23")
    found = {friction.entry.record for friction in view.frictions}
    assert {"iran-rebuke-hamadan-2016", "russia-joint-enrichment-offer-2005"} <= found
    # Russia votes against these drafts for the sake of Iran.
    assert not {"iaea-board-vote-2020", "unsc-arms-embargo-vote-2020"} & found
    assert not {"unsc-vote-2025-09-26", "kremlin-mediation-offer-2025"} & found


def test_the_trend_has_a_mean_only_where_enough_events_are_coded(connection: Connection) -> None:
    view = told(connection, "russia", "united-states", "2026-11-23")
    assert [year.year for year in view.trend] == list(range(2019, 2027))
    assert all((year.mean is None) == (year.coded < 5) for year in view.trend)


def test_trade_is_told_with_the_year_before_and_the_change_between(connection: Connection) -> None:
    (flow,) = told(connection, "iran", "russia", "2026-11-23").flows
    assert (flow.figure.as_of, flow.figure.value, flow.change) == ("2024", "4.8", 20)
    (earlier,) = told(connection, "iran", "russia", "2023-06-01").flows
    assert (earlier.figure.as_of, earlier.before and earlier.before.as_of) == ("2022", "2021")
    # "More than four" is no number to compute a change from.
    assert earlier.change is None


def test_measures_are_told_by_who_imposes_them(on_2014: SummaryView) -> None:
    assert {m.record.id: m.imposed_by for m in on_2014.measures} == {
        "alba-timber-duty-2008": "one",
        "cadia-embargo-2013": "third",
    }


def test_coming_are_the_ends_of_terms_and_the_plans_ahead(on_2014: SummaryView) -> None:
    assert [(c.date, c.what, c.record) for c in on_2014.coming] == [
        ("2026-01-01", "term ends", PACT),
        ("2030", "planned", "straits-bridge"),
    ]


@pytest.mark.parametrize(
    ("on", "ends"), [("2027-01-01", "2031-01-01"), ("2040-01-01", "2041-01-01")]
)
def test_a_term_that_its_clause_prolongs_ends_later(
    mini_connection: Connection, on: str, ends: str
) -> None:
    view = told(mini_connection, "alba", "borea", on)
    pact = next(i for i in view.in_force if i.record.id == PACT)
    assert pact.ends == ends


def test_third_party_events_are_told_newest_first(on_2014: SummaryView) -> None:
    assert [t.entry.record for t in on_2014.third_party] == [
        "cadia-embargo-2013", "cadia-visit-2007",
    ]  # fmt: skip


def test_the_page_fits_on_a_page_and_a_half(connection: Connection) -> None:
    from relations_kb.render.page import page_text
    from relations_kb.render.summary import summary_page

    for other in ("russia", "saudi-arabia", "israel"):
        page = summary_page(told(connection, "iran", other, "2026-11-23"))
        assert len(page_text(page, 100).splitlines()) <= 100


def test_the_word_of_an_ambassador_is_no_entry_into_force(ask: Ask, base: Path) -> None:
    page = ask(base, "summary", "iran", "russia", "--known-by", "2025-08-01")
    assert "known by 2025-08-01" in page.splitlines()[0]
    (pending,) = [line for line in page.splitlines() if "Comprehensive Strategic" in line][:1]
    assert "in force since" not in pending


def test_a_page_holds_until_a_digit_of_it_is_changed(
    here: Here, ask: Ask, mini: Path, tmp_path: Path
) -> None:
    page = ask(mini, "summary", "alba", "borea", "--on", "2014-06-01", "--ids", "--format", "md")
    file = tmp_path / "page.md"
    file.write_text(page, encoding="utf-8")
    held = here("--database", mini, "verify", file)
    assert (held.code, held.err) == (0, "")
    for place in [match.start() for match in re.finditer(r"\d", page)][::9]:
        line = page.count("\n", 0, place) + 1
        other = str((int(page[place]) + 1) % 10)
        file.write_text(page[:place] + other + page[place + 1 :], encoding="utf-8")
        found = here("--database", mini, "verify", file, "--format", "csv")
        named = f"line {line}" in found.err or any(
            row.startswith(f"{line},") for row in found.out.splitlines()
        )
        assert found.code != 0
        assert named, (line, found)


def test_a_sentence_taken_out_is_named(here: Here, ask: Ask, mini: Path, tmp_path: Path) -> None:
    page = ask(mini, "summary", "alba", "borea", "--on", "2014-06-01", "--format", "md")
    lines = page.splitlines()
    gone = next(line for line in lines if "Embargo of Cadia" in line)
    lines.remove(gone)
    file = tmp_path / "page.md"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = here("--database", mini, "verify", file, "--format", "json")
    assert found.code == 1
    (difference,) = json.loads(found.out)["differences"]
    assert (difference["expected"], difference["now"]) == (None, gone)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"# Something else\n", "is no summary"),
        (b"", "is no summary"),
        (b"\xff\xfe\x00", "is no text"),
        (b"<!-- kb summary alba -->\n", "cannot be read"),
        (b"<!-- kb summary alba borea --on 2014-13-01 -->\n", "line 1"),
    ],
)
def test_what_is_no_summary_is_refused(
    here: Here, mini: Path, tmp_path: Path, text: bytes, message: str
) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(text)
    found = here("--database", mini, "verify", file)
    assert (found.code, found.out) == (2, "")
    assert message in found.err
    assert "cannot be read" in here("--database", mini, "verify", tmp_path / "none.md").err


def test_a_timeline_on_a_day_leaves_out_what_is_not_known_to_have_begun(
    ask: Ask, mini: Path
) -> None:
    rows = json.loads(
        ask(mini, "timeline", "alba", "borea", "--on", "2009-01-01", "--format", "json")
    )
    assert rows
    assert all((row["date_min"] or row["date_max"]) <= "2009-01-01" for row in rows)
    assert not any("planned" in row["flags"] for row in rows)
