"""What binds two actors, what they impose on each other, what waits and what comes up."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from harness import Outcome, assert_refused
from relations_kb.domain.errors import KbError
from relations_kb.domain.lifecycle import LIVE
from relations_kb.query.pending import PendingView, pending
from relations_kb.query.summary import summary
from relations_kb.query.trade_measures import MeasureView, measures
from relations_kb.query.treaties import TreatyView, treaties
from relations_kb.query.upcoming import upcoming

D = datetime.date
PACT = "alba-borea-pact-2005"
UNION = "coast-union-alba-trade-2004"
Here = Callable[..., Outcome]


def instruments(
    connection: Connection, on: datetime.date, *, in_force: bool = False
) -> dict[str, TreatyView]:
    view = treaties(connection, "alba", "borea", on, in_force=in_force)
    return {treaty.record: treaty for treaty in view.treaties}


def test_an_instrument_tells_its_term_and_the_last_day_for_notice(
    mini_connection: Connection,
) -> None:
    pact = instruments(mini_connection, D(2014, 6, 1))[PACT]
    assert (pact.route, pact.status, pact.since) == ("direct", "in force", "2006-01-01")
    assert (pact.term, pact.renewal, pact.notice) == ("P20Y", "P5Y", "P1Y")
    assert (pact.until, pact.until_is, pact.notice_by) == (
        "2026-01-01", "next renewal", "2025-01-01",
    )  # fmt: skip
    assert [(d.code, d.article) for d in pact.obliges] == [("consultation-on-threats", "3")]
    assert [(d.code, d.note) for d in pact.does_not_oblige] == [
        ("atop-defense", "Said so in parliament.")
    ]


def test_a_term_that_was_renewed_runs_to_the_next_renewal(mini_connection: Connection) -> None:
    pact = instruments(mini_connection, D(2033, 6, 1))[PACT]
    assert (pact.status, pact.until, pact.notice_by) == ("in force", "2036-01-01", "2035-01-01")


def test_a_term_runs_only_from_the_entry_into_force(mini_connection: Connection) -> None:
    pact = instruments(mini_connection, D(2005, 6, 1))[PACT]
    assert (pact.status, pact.until, pact.notice_by) == ("signed", None, None)


def test_what_has_ended_tells_when(mini_connection: Connection) -> None:
    old = instruments(mini_connection, D(2014, 6, 1))["alba-borea-friendship-1900"]
    assert (old.route, old.predecessors) == ("line", ("Kingdom of Alba",))
    assert (old.status, old.until, old.until_is) == ("superseded", "2006-01-01", "date of end")


def test_an_instrument_of_a_bloc_binds_only_while_a_side_is_a_member(
    mini_connection: Connection,
) -> None:
    union = instruments(mini_connection, D(2014, 6, 1))[UNION]
    assert [(t.bloc, t.member, t.start, t.end) for t in union.through] == [
        ("coast-union", "borea", "2000-01-01", "2010-12-31")
    ]
    assert not union.binds
    assert UNION in instruments(mini_connection, D(2010, 6, 1), in_force=True)
    assert UNION not in instruments(mini_connection, D(2014, 6, 1), in_force=True)


def test_what_had_not_begun_by_the_day_is_left_out(mini_connection: Connection) -> None:
    assert set(instruments(mini_connection, D(2004, 12, 31))) == {
        "alba-borea-friendship-1900", UNION,
    }  # fmt: skip


def test_the_order_of_the_actors_makes_no_difference(connection: Connection) -> None:
    on = D(2026, 7, 1)
    one = treaties(connection, "iran", "russia", on)
    other = treaties(connection, "russia", "iran", on)
    assert one.treaties
    assert one.treaties == other.treaties


def test_what_is_in_force_is_what_the_summary_says(connection: Connection) -> None:
    on = D(2026, 7, 1)
    found = treaties(connection, "iran", "russia", on, in_force=True).treaties
    page = summary(connection, "iran", "russia", on)
    assert {t.record for t in found} == {i.record.id for i in page.in_force}
    assert all(t.status in set(map(str, LIVE)) and t.route != "context" for t in found)


def test_the_treaty_of_2025_has_a_term_of_twenty_years_and_no_duty_to_defend(
    connection: Connection,
) -> None:
    found = treaties(connection, "iran", "russia", D(2026, 7, 1), in_force=True).treaties
    (treaty,) = [t for t in found if t.record == "iran-russia-strategic-partnership-2025"]
    assert (treaty.until, treaty.until_is) == ("2045-10-02", "next renewal")
    assert "atop-defense" in {duty.code for duty in treaty.does_not_oblige}


def test_a_day_that_a_source_names_ends_what_was_prolonged(connection: Connection) -> None:
    found = treaties(connection, "russia", "united-states", D(2022, 1, 1)).treaties
    (treaty,) = [t for t in found if t.until == "2026-02-05"]
    assert (treaty.status, treaty.until_is) == ("in force", "planned end")


def imposed(
    connection: Connection, one: str, other: str, on: datetime.date, *, context: bool = False
) -> dict[str, MeasureView]:
    view = measures(connection, one, other, on, context=context)
    return {measure.record: measure for measure in view.measures}


def test_a_measure_has_a_direction_whichever_side_is_named_first(
    mini_connection: Connection,
) -> None:
    for sides in (("alba", "borea"), ("borea", "alba")):
        found = imposed(mini_connection, *sides, D(2014, 6, 1))
        assert [m.direction for m in found.values()] == ["alba -> borea"]


def test_a_measure_of_a_third_party_comes_only_with_context(mini_connection: Connection) -> None:
    found = imposed(mini_connection, "alba", "borea", D(2014, 6, 1), context=True)
    embargo = found["cadia-embargo-2013"]
    assert (embargo.direction, embargo.imposers, embargo.targets) == (
        "third party", ("cadia",), ("alba", "borea"),
    )  # fmt: skip
    assert embargo.codes == {"mast": ("P",), "gsdb": ("trade", "travel")}
    assert embargo.record not in imposed(mini_connection, "alba", "borea", D(2014, 6, 1))


def test_a_rate_is_told_before_and_after_with_what_others_say(connection: Connection) -> None:
    cut = imposed(connection, "iran", "russia", D(2026, 7, 1))["eaeu-iran-tariff-cut-2025"]
    (rate,) = cut.rates
    assert (rate.of, rate.before, rate.after, rate.unit) == (
        "Iranian duty on Russian goods", "30", "4.5", "percent",
    )  # fmt: skip
    assert [said.partition(" (")[0] for said in rate.otherwise] == [
        "before 16.7 percent", "after 5.2 percent",
    ]  # fmt: skip
    assert (cut.direction, cut.state, cut.since) == ("mutual", "in effect", "2025-05-15")
    assert [(basis.rel, basis.to) for basis in cut.basis] == [("implements", "eaeu-iran-fta-2023")]
    assert ("share-of-goods", "~90", "percent") in [(s.metric, s.value, s.unit) for s in cut.scope]


@pytest.mark.parametrize(
    ("record", "on", "state", "since"),
    [
        ("us-grain-embargo-1980", D(1980, 6, 1), "in effect", None),
        ("us-grain-embargo-1980", D(2026, 7, 1), "lifted", "1981-04-24"),
        ("us-russian-oil-licences-2026", D(2026, 7, 1), "suspended", "2026-03-05"),
        ("us-sanctions-order-14024", D(2026, 7, 1), "in effect", "2021-04-15"),
    ],
)
def test_a_measure_stands_as_its_last_step_left_it(
    connection: Connection, record: str, on: datetime.date, state: str, since: str | None
) -> None:
    measure = imposed(connection, "united-states", "russia", on)[record]
    assert measure.state == state
    assert since is None or measure.since == since


def test_a_measure_is_announced_until_it_applies(connection: Connection) -> None:
    record = "eaeu-iran-tariff-cut-2025"
    assert record not in imposed(connection, "iran", "russia", D(2025, 1, 1))
    assert imposed(connection, "iran", "russia", D(2025, 4, 1))[record].state == "announced"


def waiting(
    connection: Connection, one: str, other: str, on: datetime.date
) -> dict[tuple[str, str | None, str | None], PendingView]:
    view = pending(connection, one, other, on)
    return {(p.record, p.step, p.part): p for p in view.pending}


def test_what_is_signed_tells_what_is_missing_and_whose_it_is(mini_connection: Connection) -> None:
    pact = waiting(mini_connection, "alba", "borea", D(2005, 12, 1))[PACT, None, None]
    assert (pact.stage, pact.since, pact.years, pact.days) == (
        "approved at home", "2005-03-01", 0, 275,
    )  # fmt: skip
    assert [(act.step, act.actor) for act in pact.done] == [
        ("signed", None), ("domestically-approved", "borea"),
    ]  # fmt: skip
    assert [(m.step, m.actor) for m in pact.missing] == [
        ("domestically-approved", "alba"), ("ratified", "borea"), ("in-force", None),
    ]  # fmt: skip


def test_what_is_in_force_is_not_pending(mini_connection: Connection) -> None:
    found = waiting(mini_connection, "alba", "borea", D(2014, 6, 1))
    assert {record for record, _, _ in found} == {"straits-bridge"}


def test_an_overdue_plan_tells_the_least_and_most_days(mini_connection: Connection) -> None:
    plan = waiting(mini_connection, "alba", "borea", D(2014, 6, 1))[
        "straits-bridge", "completed", None
    ]
    assert (plan.slip_min, plan.slip_max) == (517, 882)
    coming = waiting(mini_connection, "alba", "borea", D(2014, 6, 1))[
        "straits-bridge", "operational", None
    ]
    assert (coming.planned, coming.slip_min, coming.slip_max) == ("2030", None, None)


def test_an_unconfirmed_report_fulfils_no_plan(mini_connection: Connection) -> None:
    assert pending(mini_connection, "alba", "borea", D(2014, 6, 1), done=True).done == ()


def test_a_plan_that_was_carried_out_tells_its_slip(connection: Connection) -> None:
    done = pending(connection, "iran", "russia", D(2026, 7, 1), done=True).done
    slips = {(p.record, p.step, p.part): (p.actual, p.slip_min, p.slip_max) for p in done}
    assert slips["mir-shetab", "operational", "phase-1"] == ("2024-11-11", 81, 81)
    assert slips["mir-shetab", "operational", "phase-2"] == ("2025-05-13", 102, 132)
    assert all(low <= high for _, low, high in slips.values() if low is not None and high)


def test_a_plan_is_pending_until_its_deed_and_unknown_before_it_was_told(
    connection: Connection,
) -> None:
    phase = ("mir-shetab", "operational", "phase-1")
    assert phase not in waiting(connection, "iran", "russia", D(2024, 1, 1))
    assert waiting(connection, "iran", "russia", D(2024, 9, 1))[phase].slip_min == 10
    assert phase not in waiting(connection, "iran", "russia", D(2024, 12, 1))


def test_the_treaty_of_2025_waited_first_for_one_side_then_for_its_entry(
    connection: Connection,
) -> None:
    record = "iran-russia-strategic-partnership-2025"
    spring = waiting(connection, "iran", "russia", D(2025, 5, 1))[record, None, None]
    assert ("domestically-approved", "iran") in [(m.step, m.actor) for m in spring.missing]
    # The approval of the draft in 2024 was none of the treaty.
    assert all(act.part != "draft" for act in spring.done)
    summer = waiting(connection, "iran", "russia", D(2025, 8, 1))[record, None, None]
    assert [(m.step, m.actor) for m in summer.missing] == [
        ("ratified", "iran"), ("ratified", "russia"), ("in-force", None),
    ]  # fmt: skip
    autumn = waiting(connection, "iran", "russia", D(2025, 11, 1))
    assert record not in {entry for entry, _, _ in autumn}


def test_an_age_counted_from_a_vague_day_is_the_least(connection: Connection) -> None:
    found = waiting(connection, "iran", "russia", D(2026, 7, 1))
    plan = found["mir-shetab", "operational", "nationwide"]
    assert (plan.since, plan.years, plan.days, plan.age_is_least) == ("2025", 0, 182, True)


def test_what_comes_up_stands_in_order_of_time(mini_connection: Connection) -> None:
    view = upcoming(mini_connection, "alba", "borea", D(2014, 6, 1), "P20Y")
    assert [(u.date, u.what, u.step) for u in view.upcoming] == [
        ("2025-01-01", "last day for notice", None),
        ("2026-01-01", "next renewal", None),
        ("2030", "planned", "operational"),
    ]


@pytest.mark.parametrize(
    ("on", "within", "dates"),
    [
        (D(2014, 6, 1), "P10Y", []),
        (D(2024, 12, 31), "P1D", ["2025-01-01"]),
        (D(2025, 1, 1), "P1Y", ["2026-01-01"]),
        (D(2025, 1, 1), "P11M", []),
        (D(2030, 6, 1), "P90D", ["2030", "2030-01-01"]),
    ],
)
def test_only_what_may_fall_into_the_span_comes_up(
    mini_connection: Connection, on: datetime.date, within: str, dates: list[str]
) -> None:
    view = upcoming(mini_connection, "alba", "borea", on, within)
    assert [u.date for u in view.upcoming if u.date != "2030-01-01"] == [
        date for date in dates if date != "2030-01-01"
    ]


def test_what_was_done_or_ended_does_not_come_up(connection: Connection) -> None:
    view = upcoming(connection, "iran", "russia", D(2025, 6, 1), "P1Y")
    found = {(u.record, u.step, u.part) for u in view.upcoming}
    assert ("mir-shetab", "operational", "phase-3") in found
    assert ("mir-shetab", "operational", "phase-2") not in found


@pytest.mark.parametrize("ask", [treaties, measures, pending])
def test_an_unknown_actor_is_refused(
    mini_connection: Connection, ask: Callable[..., object]
) -> None:
    with pytest.raises(KbError, match="No actor is called 'nobody'"):
        ask(mini_connection, "alba", "nobody", D(2014, 6, 1))


@pytest.mark.parametrize("span", ["5", "5w", "0d", "soon", "1.5y", ""])
def test_a_span_that_is_none_is_refused(here: Here, mini: Path, span: str) -> None:
    outcome = here("--database", mini, "upcoming", "alba", "borea", "--within", span)
    assert_refused(outcome, 2, f"--within {span} is no span of time.", "90d, 6m or 5y")
