"""Corrections and retractions: what is shown, what stays in sight, and what no seed undoes."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, select

from harness import (
    MINI_SEED,
    NOBODY,
    Kb,
    Outcome,
    assert_refused,
    digest,
    row_counts,
)
from relations_kb.domain.errors import KbError
from relations_kb.ingest.base import build_base, open_base, upgrade_base
from relations_kb.ingest.describing import describe
from relations_kb.ingest.downgrading import downgrade_base
from relations_kb.ingest.errata import (
    ErratumChange,
    Plan,
    Planner,
    carry_out,
    correction,
    retraction,
)
from relations_kb.ingest.seed import load_seed
from relations_kb.query.clock import as_it_was
from relations_kb.query.show import ClaimView, MilestoneView, RecordView, get_record
from relations_kb.query.timeline import timeline
from relations_kb.store import migrate
from relations_kb.store import tables as t
from relations_kb.store.engine import connect, engine_for, make_engine
from relations_kb.store.read import read_records
from relations_kb.store.urls import database_url, sqlite_path

PACT = "alba-borea-pact-2005"
NOTE = "ab-customs-note-2005"
BRIDGE = "straits-bridge"
DAY = datetime.date(2026, 11, 23)
MISREAD = "Misread: the page says 11 January."

Here = Callable[..., Outcome]


def silent(step: str) -> None:
    """Take progress and show nothing."""


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a base of the small seed, taken for the packaged one."""
    path = tmp_path_factory.mktemp("built") / "relations.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relations_kb.ingest.base.seed_folder", lambda: MINI_SEED)
        build_base(database_url(str(path)), progress=silent)
    return path


@pytest.fixture
def built(url: URL, packaged_mini: Path, built_once: Path) -> URL:
    """A base of the seed that is taken for the packaged one."""
    path = sqlite_path(url)
    if path:
        shutil.copy(built_once, path)
    else:
        build_base(url, progress=silent)
    return url


def planned(url: URL, planner: Planner) -> Plan:
    with engine_for(url) as engine, connect(engine) as connection:
        return planner(connection)


def done(url: URL, planner: Planner) -> ErratumChange:
    plan = planned(url, planner)
    with engine_for(url) as engine, connect(engine, write=True) as connection:
        return carry_out(connection, planner, plan)


def correct(url: URL, record: str, slot: str, value: str, **more: Any) -> ErratumChange:
    return done(url, correction(record, slot, value, **{"reason": MISREAD, "day": DAY} | more))


def retract(url: URL, record: str, slot: str, **more: Any) -> ErratumChange:
    return done(url, retraction(record, slot, **{"reason": "No such day.", "day": DAY} | more))


def shown(url: URL, record: str = PACT) -> RecordView:
    with engine_for(url) as engine, connect(engine) as connection:
        return get_record(connection, record)


def step(url: URL, name: str, record: str = PACT) -> MilestoneView:
    return next(m for m in shown(url, record).milestones if m.step == name)


def said(claims: tuple[ClaimView, ...]) -> list[tuple[str, str, str | None]]:
    return [(c.value, c.source, c.erratum.kind if c.erratum else None) for c in claims]


def counts(url: URL) -> dict[str, int]:
    engine = make_engine(url)
    found = row_counts(engine)
    engine.dispose()
    return found


def dates_on_timeline(url: URL) -> list[tuple[str, str, str | None]]:
    with engine_for(url) as engine, connect(engine) as connection:
        return [(e.record, e.step, e.date) for e in timeline(connection, "alba", "borea").entries]


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "records.yaml"
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, old
    path.write_text(content.replace(old, new), encoding="utf-8")


def drop_record(folder: Path, record: str) -> None:
    path = folder / "records.yaml"
    blocks = path.read_text(encoding="utf-8").split("\n  - id: ")
    kept = [block for block in blocks if not block.startswith(f"{record}\n")]
    assert len(kept) == len(blocks) - 1
    path.write_text("\n  - id: ".join(kept), encoding="utf-8")


# -- corrections -----------------------------------------------------------------------------------


def test_a_correction_is_shown_and_the_old_value_stays_with_its_erratum(built: URL) -> None:
    change = correct(built, PACT, "in-force:date", "2006-01-11")
    assert (change.before, change.after) != (None, None)
    milestone = step(built, "in-force")
    assert (milestone.date, milestone.sources) == ("2006-01-11", ("harbour-post", "alba-ministry"))
    old = next(c for c in milestone.claims if c.value == "2006-01-01")
    assert (old.rank, old.reason, old.contradicts) == ("deprecated", MISREAD, False)
    assert old.erratum is not None
    assert (old.erratum.date, old.erratum.changeset) == ("2026-11-23", change.changeset)
    assert (old.erratum.replaced_by, old.erratum.replaced_by_source) == (
        "2006-01-11", "alba-ministry",
    )  # fmt: skip
    assert (PACT, "in-force", "2006-01-11") in dates_on_timeline(built)


def test_a_correction_adds_rows_and_changes_none(built: URL) -> None:
    before = counts(built)
    with engine_for(built) as engine, connect(engine) as connection:
        claims = set(connection.execute(select(t.claim)).all())
    correct(built, PACT, "in-force", "2006-01-11")
    after = counts(built)
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown == {"changeset": 1, "claim": 1, "claim_changeset": 1, "erratum": 1}
    with engine_for(built) as engine, connect(engine) as connection:
        assert claims < set(connection.execute(select(t.claim)).all())
        row = connection.execute(select(t.changeset).where(t.changeset.c.kind == "correction"))
        changeset = row.one()
    assert (changeset.added, changeset.withdrawn) == (1, 1)
    assert changeset.label == (
        f"{PACT} in-force:date: correction of 2006-01-01 to 2006-01-11: {MISREAD}"
    )


def test_of_several_sources_of_the_value_shown_the_misread_one_must_be_named(built: URL) -> None:
    with pytest.raises(KbError) as refused:
        correct(built, BRIDGE, "figure:cost|pier-1|2012", "300")
    assert refused.value.message == (
        "Several sources give 310 million-usd: alba-ministry, union-secretariat."
    )
    change = correct(built, BRIDGE, "figure:cost|pier-1|2012", "300", source="alba-ministry")
    assert [(c.was.value, c.was.source) for c in change.claims] == [
        ("310 million-usd", "alba-ministry"),
    ]


def test_a_source_that_said_something_else_is_corrected_alone(built: URL) -> None:
    correct(built, PACT, "in-force", "2006-01-01", source="borea-agency")
    milestone = step(built, "in-force")
    assert (milestone.date, milestone.disputed) == ("2006-01-01", False)
    assert set(milestone.sources) == {"alba-ministry", "borea-agency", "harbour-post"}
    assert ("2006-02-01", "borea-agency", "correction") in said(milestone.claims)
    quoted = next(c for c in milestone.claims if c.source == "borea-agency" and not c.erratum)
    assert quoted.said_by == "Borea's ambassador"


def test_another_source_takes_the_place_of_all_that_gave_the_value(built: URL) -> None:
    change = correct(built, PACT, "signed", "2005-03-02", source="union-secretariat")
    assert [c.was.source for c in change.claims] == ["pact-text", "borea-agency"]
    assert step(built, "signed").sources == ("union-secretariat",)


def test_a_right_value_that_a_source_gave_before_is_no_second_claim(built: URL) -> None:
    before = counts(built)["claim"]
    correct(built, PACT, "in-force", "2006-02-01", source="borea-agency")
    assert counts(built)["claim"] == before
    assert step(built, "in-force").date == "2006-02-01"


def test_the_rules_still_choose_among_what_is_left(built: URL) -> None:
    change = correct(built, PACT, "in-force", "2006-05-05", source="mirror-site")
    assert change.after is not None
    assert (change.after.value, change.after.source) == ("2006-02-01", "borea-agency")
    assert step(built, "in-force").date == "2006-02-01"


def test_a_title_and_a_place_are_corrected(built: URL) -> None:
    correct(built, PACT, "title", "Pact of Good Neighbourhood")
    correct(built, PACT, "signed:place", "Southport", source="pact-text")
    view = shown(built)
    assert view.title == "Pact of Good Neighbourhood"
    assert step(built, "signed").place == "Southport"
    assert ("Pact of Good Neighbours", "pact-text", "correction") in said(view.claims)


def test_a_date_keeps_the_calendar_that_is_given_with_it(built: URL) -> None:
    treaty = "alba-borea-friendship-1900"
    correct(built, treaty, "signed", "1900-02-11 julian")
    signed = step(built, "signed", treaty)
    assert (signed.date, signed.calendar, signed.date_min) == ("1900-02-11", "julian", "1900-02-23")


def test_an_assertion_is_corrected_and_a_plan_is_not(built: URL) -> None:
    correct(built, BRIDGE, "delivered:assertion", "reported")
    assert step(built, "delivered", BRIDGE).assertion == "reported"
    with pytest.raises(KbError, match="two milestones"):
        correct(built, BRIDGE, "delivered:assertion", "planned")
    with pytest.raises(KbError, match="two milestones"):
        correct(built, BRIDGE, "completed?planned:assertion", "actual")


def test_a_correction_is_corrected_and_taken_back(built: URL) -> None:
    first = correct(built, PACT, "in-force", "2006-01-11")
    second = correct(built, PACT, "in-force", "2006-01-21", reason="Misread again.")
    claims = {c.value: c for c in step(built, "in-force").claims}
    assert [
        claims[value].erratum.changeset  # type: ignore[union-attr]
        for value in ("2006-01-01", "2006-01-11")
    ] == [first.changeset, second.changeset]
    back = correct(built, PACT, "in-force", "2006-01-01", reason="It was right.")
    assert [r.value for r in back.restored] == ["2006-01-01"]
    milestone = step(built, "in-force")
    assert milestone.date == "2006-01-01"
    right = next(c for c in milestone.claims if c.value == "2006-01-01")
    assert (right.erratum, right.rank, right.agrees) == (None, "normal", True)
    assert [(e.changeset, e.taken_back) for e in right.earlier_errata] == [
        (first.changeset, back.changeset)
    ]


def test_two_errata_on_one_claim_are_both_in_sight(built: URL) -> None:
    correct(built, PACT, "in-force", "2006-01-11")
    retract(built, PACT, "in-force", value="2006-01-01", reason="The page is gone.")
    claim = next(c for c in step(built, "in-force").claims if c.value == "2006-01-01")
    assert claim.erratum is not None
    assert (claim.erratum.kind, claim.reason) == ("retraction", "The page is gone.")
    assert [(e.kind, e.reason) for e in claim.earlier_errata] == [("correction", MISREAD)]


def test_a_correction_that_changes_nothing_is_refused(built: URL) -> None:
    with pytest.raises(KbError, match="in-force:date is 2006-01-01 already"):
        correct(built, PACT, "in-force", "2006-01-01")


def test_a_statement_that_the_seed_marks_as_wrong_is_not_put_forward(built: URL) -> None:
    with pytest.raises(KbError, match=r"marks 2016-01-01 \(mirror-site\) as wrong: A misprint"):
        correct(built, PACT, "in-force", "2016-01-01", source="mirror-site")


# -- retractions -----------------------------------------------------------------------------------


def test_a_retraction_leaves_the_slot_to_the_other_sources(built: URL) -> None:
    change = retract(built, PACT, "in-force")
    assert change.after is not None
    milestone = step(built, "in-force")
    assert (milestone.date, milestone.disputed) == ("2006-02-01", False)
    assert ("2006-01-01", "alba-ministry", "retraction") in said(milestone.claims)


def test_a_milestone_without_a_living_claim_is_withdrawn_and_stays_in_sight(built: URL) -> None:
    change = retract(built, NOTE, "signed:date")
    assert (change.after, change.withdrawn) == (None, True)
    view = shown(built, NOTE)
    assert view.milestones == ()
    (gone,) = view.withdrawn
    assert (gone.item, gone.key) == ("milestone", "signed")
    assert ("2005-03-01", "harbour-post", "retraction") in said(gone.claims)
    assert [entry for entry in dates_on_timeline(built) if entry[0] == NOTE] == []


def test_a_milestone_that_never_happened_is_withdrawn_with_its_date(built: URL) -> None:
    retract(built, NOTE, "signed:assertion")
    assert [entry.key for entry in shown(built, NOTE).withdrawn] == ["signed"]


def test_a_retracted_figure_is_withdrawn(built: URL) -> None:
    retract(built, BRIDGE, "figure:length")
    view = shown(built, BRIDGE)
    assert [f.metric for f in view.figures] == ["cost"]
    assert [(w.item, w.key) for w in view.withdrawn] == [("figure", "length||")]


def test_a_retracted_place_leaves_the_milestone(built: URL) -> None:
    retract(built, PACT, "signed:place")
    signed = step(built, "signed")
    assert (signed.date, signed.place) == ("2005-03-01", None)
    assert ("Northport", "pact-text", "retraction") in said(signed.claims)


def test_what_was_retracted_can_be_said_again(built: URL) -> None:
    retract(built, NOTE, "signed")
    change = correct(built, NOTE, "signed", "2005-03-01", reason="The note was found.")
    assert (change.claims, len(change.restored)) == ((), 1)
    assert step(built, "signed", NOTE).date == "2005-03-01"
    retract(built, NOTE, "signed")
    correct(built, NOTE, "signed", "2005-03", reason="The month is certain.")
    assert step(built, "signed", NOTE).date == "2005-03"


def test_a_second_retraction_names_the_first(built: URL) -> None:
    retract(built, NOTE, "signed")
    for more in ({}, {"value": "2005-03-01"}, {"source": "harbour-post"}):
        with pytest.raises(KbError, match=r"retracted already, on 2026-11-23: No such day\."):
            retract(built, NOTE, "signed", **more)


def test_a_retraction_of_what_nobody_says_lists_what_is_said(built: URL) -> None:
    with pytest.raises(KbError, match="Nobody says that of in-force:date") as refused:
        retract(built, PACT, "in-force", value="2007")
    assert "2006-01-01 (alba-ministry); 2006-02-01 (borea-agency)" in refused.value.remedy


def test_a_record_keeps_a_title(built: URL) -> None:
    with pytest.raises(KbError, match="cannot be without a title"):
        retract(built, NOTE, "title")


# -- a newer seed ----------------------------------------------------------------------------------


def test_an_upgrade_of_the_seed_keeps_errata(built: URL, packaged_mini: Path) -> None:
    correct(built, PACT, "in-force", "2006-01-11")
    retract(built, NOTE, "signed")
    before = shown(built), shown(built, NOTE)
    edit(packaged_mini, "date: 2012-09-01", "date: 2012-09-02")
    assert upgrade_base(built, silent) is not None
    assert (shown(built), shown(built, NOTE)) == before


def test_a_seed_that_drops_the_old_value_leaves_it_in_sight(
    built: URL, packaged_mini: Path
) -> None:
    correct(built, PACT, "in-force", "2006-01-11")
    edit(packaged_mini, "        date: 2006-01-01\n", "        date: 2006-01-11\n")
    upgrade_base(built, silent)
    milestone = step(built, "in-force")
    assert milestone.date == "2006-01-11"
    assert ("2006-01-01", "alba-ministry", "correction") in said(milestone.claims)


def test_a_seed_with_a_third_value_is_heard_beside_the_correction(
    built: URL, packaged_mini: Path
) -> None:
    correct(built, PACT, "in-force", "2006-01-11")
    edit(packaged_mini, "        date: 2006-01-01\n", "        date: 2006-01-31\n")
    upgrade_base(built, silent)
    milestone = step(built, "in-force")
    assert milestone.disputed
    values = {milestone.date, *(c.value for c in milestone.claims if c.contradicts)}
    assert {"2006-01-11", "2006-01-31"} <= values


def test_a_seed_that_goes_back_to_the_wrong_value_does_not_undo_the_erratum(
    built: URL, packaged_mini: Path
) -> None:
    correct(built, PACT, "in-force", "2006-01-11")
    edit(packaged_mini, "        date: 2006-01-01\n", "        date: 2006-01-31\n")
    upgrade_base(built, silent)
    edit(packaged_mini, "        date: 2006-01-31\n", "        date: 2006-01-01\n")
    upgrade_base(built, silent)
    assert step(built, "in-force").date == "2006-01-11"


def test_a_seed_that_drops_a_corrected_record_is_laid_over(built: URL, packaged_mini: Path) -> None:
    correct(built, NOTE, "signed", "2005-03-02")
    drop_record(packaged_mini, NOTE)
    upgrade_base(built, silent)
    with pytest.raises(KbError, match="No record has the id"):
        shown(built, NOTE)
    with engine_for(built) as engine, connect(engine) as connection:
        assert NOTE not in {record.id for record in read_records(connection)}


def test_a_correction_outlives_the_milestone_that_a_seed_drops(
    built: URL, packaged_mini: Path
) -> None:
    correct(built, "coast-union-alba-trade-2004", "amended", "2012-09-03")
    edit(packaged_mini, "      - {step: amended, date: 2012-09-01}\n", "")
    upgrade_base(built, silent)
    assert step(built, "amended", "coast-union-alba-trade-2004").date == "2012-09-03"
    with engine_for(built) as engine, connect(engine) as connection:
        read = {record.id: record for record in read_records(connection)}
    assert str(read["coast-union-alba-trade-2004"].milestones[-1].date) == "2012-09-03"


def test_a_title_is_left_when_a_seed_drops_the_only_right_one(
    built: URL, packaged_mini: Path
) -> None:
    retract(built, PACT, "title")
    assert shown(built).title == "Pact of Friendship"
    edit(
        packaged_mini,
        "    claims:\n      - {slot: title, value: Pact of Friendship, source: mirror-site}\n",
        "",
    )
    upgrade_base(built, silent)
    assert shown(built).title == "Pact of Good Neighbours"


def test_records_are_read_back_as_the_seed_wrote_them(built: URL) -> None:
    seed = {record.id: record for record in load_seed(MINI_SEED).records}
    retract(built, NOTE, "signed")
    correct(built, PACT, "in-force", "2006-01-11")
    with engine_for(built) as engine, connect(engine) as connection:
        read = {record.id: record for record in read_records(connection)}
    assert read[NOTE] == seed[NOTE]
    in_force = next(m for m in read[PACT].milestones if m.step == "in-force")
    assert str(in_force.date) == "2006-01-01"
    assert ("alba-ministry", "2006-01-11") in {(c.source, str(c.date)) for c in in_force.claims}


def test_a_base_of_the_schema_before_gets_the_table_and_keeps_its_rows(
    built: URL, packaged_mini: Path
) -> None:
    before = counts(built)
    downgrade_base(built, "0002", silent)
    open_base(built, silent).dispose()
    assert counts(built) == before
    assert describe(built)["schema"] == migrate.HEAD
    correct(built, PACT, "in-force", "2006-01-11")


# -- the clocks ------------------------------------------------------------------------------------


def at(url: URL, record: str = PACT, **clock: Any) -> RecordView:
    with (
        engine_for(url) as engine,
        connect(engine) as connection,
        as_it_was(connection, **clock) as earlier,
    ):
        return get_record(earlier, record)


def test_the_base_as_it_was_honours_the_errata_of_that_time(built: URL) -> None:
    before = shown(built)
    first = correct(built, PACT, "in-force", "2006-01-11").changeset
    after = shown(built)
    back = correct(built, PACT, "in-force", "2006-01-01", reason="It was right.").changeset
    assert first is not None
    assert at(built, at=first - 1) == before
    assert at(built, at=first) == after
    assert at(built, at=back) == shown(built)


def test_what_a_seed_dropped_is_in_sight_at_every_changeset_since(
    built: URL, packaged_mini: Path
) -> None:
    correct(built, PACT, "in-force", "2006-01-11")
    edit(packaged_mini, "        date: 2006-01-01\n", "        date: 2006-01-11\n")
    written = upgrade_base(built, silent)
    assert written is not None
    assert at(built, at=written.changeset) == shown(built)


def test_a_correction_counts_once_its_source_was_published(built: URL) -> None:
    correct(built, PACT, "signed", "2005-03-02", source="union-secretariat")

    def known_by(day: str) -> str | None:
        return at(built, known_by=datetime.date.fromisoformat(day)).milestones[0].date

    assert (known_by("2015-12-31"), known_by("2016-12-31")) == ("2005-03-01", "2005-03-02")


def test_a_retraction_counts_whatever_had_been_published(built: URL) -> None:
    retract(built, PACT, "signed")
    view = at(built, known_by=datetime.date(2015, 12, 31))
    assert [entry.key for entry in view.withdrawn] == ["signed"]


# -- all or nothing --------------------------------------------------------------------------------


def test_a_plan_writes_nothing(built: URL) -> None:
    before = counts(built)
    plan = planned(built, correction(PACT, "in-force", "2006-01-11", reason="x", day=DAY))
    assert plan.view.changeset is None
    assert counts(built) == before


def test_an_erratum_that_is_broken_off_changes_nothing(
    built: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, view = counts(built), shown(built)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("relations_kb.store.amend.write_resolved", fail)
    with pytest.raises(KeyboardInterrupt):
        correct(built, PACT, "in-force", "2006-01-11")
    assert (counts(built), shown(built)) == (before, view)


def test_a_base_that_has_changed_since_the_plan_is_refused(built: URL) -> None:
    planner = correction(PACT, "in-force", "2006-01-11", reason="x", day=DAY)
    plan = planned(built, planner)
    retract(built, PACT, "in-force")
    before = counts(built)
    with (
        pytest.raises(KbError, match="changed in the meantime"),
        engine_for(built) as engine,
        connect(engine, write=True) as connection,
    ):
        carry_out(connection, planner, plan)
    assert counts(built) == before


# -- the commands ----------------------------------------------------------------------------------

FIX = ("correct", PACT, "in-force", "2006-01-11", "--reason", MISREAD, "--date", "2026-11-23")


def test_an_erratum_is_printed_at_the_old_value(here: Here, own_mini: Path) -> None:
    written = here("--database", own_mini, *FIX, "--yes")
    assert (written.code, written.err) == (0, "")
    assert "Written as changeset 2." in written.out
    here("--database", own_mini, "retract", NOTE, "signed", "--reason", "No such note.", "--yes",
         "--date", "2026-11-24")  # fmt: skip
    assert (
        "corrected on 2026-11-23 to 2006-01-11 (alba-ministry): Misread: the page says "
        "11 January; was: date 2006-01-01 (alba-ministry)\n"
    ) in here("--database", own_mini, "show", PACT).out
    assert (
        "Withdrawn\n  signed\n      retracted on 2026-11-24: No such note; was: date 2005-03-01 "
        "(harbour-post)\n"
    ) in here("--database", own_mini, "show", NOTE).out


def test_without_a_terminal_nothing_is_written_unasked(kb: Kb, own_mini: Path) -> None:
    before = digest(own_mini)
    assert_refused(kb("--database", own_mini, *FIX), 2, "no terminal to ask on", "--yes")
    assert kb("--database", own_mini, *FIX, "--dry-run").code == 0
    assert digest(own_mini) == before


@pytest.mark.parametrize(
    ("arguments", "fragments"),
    [
        ((PACT, "in-forse", "2006", "--reason", "x"),
         ("has no slot 'in-forse'", "Slots of the record: title, signed:assertion")),
        ((PACT, "in-force:place", "Northport", "--reason", "x"), ("has no slot", "in-force:date")),
        (("alba-borea-pakt-2005", "in-force", "2006", "--reason", "x"),
         ("No record has the id", f"Did you mean {PACT}?")),
        (("", "in-force", "2006", "--reason", "x"), ("No record has the id ''",)),
        ((PACT, "in-force", "2006-13-01", "--reason", "x"), ("no month 13", "as in a seed file")),
        ((PACT, "title", " ", "--reason", "x"), ("the value is empty",)),
        ((PACT, "in-force", "2006", "--reason", " "), ("needs a reason",)),
        ((PACT, "in-force", "2006", "--reason", "x", "--source", "alba-ministri"),
         ("No source has the id", "Did you mean alba-ministry?")),
        ((PACT, "in-force", "2006", "--reason", "x", "--date", "2026-11"), ("no single day",)),
        ((BRIDGE, "figure:length", "long", "--reason", "x"), ("'long' is not a number",)),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_clear_words(
    here: Here, own_mini: Path, arguments: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    before = digest(own_mini)
    refused = here("--database", own_mini, "correct", *arguments, "--yes")
    assert_refused(refused, 2, *fragments)
    assert digest(own_mini) == before


WARMED = """
import contextlib, io, os, sys
wanted = sys.argv
from relations_kb.cli.main import app
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    app(["--database", "{warm}", *{fix!r}, "--yes"])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({nobody})
    os.setuid({nobody})
sys.argv = wanted
"""


def test_a_read_only_base_is_refused_and_not_touched(
    kb: Kb, own_mini: Path, mini: Path, open_folder: Path
) -> None:
    folder = open_folder / "locked"
    folder.mkdir()
    locked = Path(shutil.copy(mini, folder / "relations.db"))
    locked.chmod(0o444)
    folder.chmod(0o555)
    before = digest(locked)
    warmed = WARMED.format(warm=own_mini, fix=list(FIX), nobody=NOBODY)
    refused = kb.after(warmed, "--database", locked, *FIX, "--yes")
    assert_refused(refused, 2, f"{locked} may not be written to", "Check its permissions")
    assert digest(locked) == before
    folder.chmod(0o755)
