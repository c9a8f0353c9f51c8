"""What changed between two days, in the world, in what was known, and in the base."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from harness import MINI_SEED, Outcome, assert_refused
from relations_kb.domain.errors import KbError
from relations_kb.ingest.seed import load_seed
from relations_kb.query.changes import ChangesView, changes
from relations_kb.store import tables as t
from relations_kb.store.changesets import insert_changeset
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.urls import database_url
from relations_kb.store.write import write_seed

PACT = "alba-borea-pact-2005"
TODAY = datetime.date.today()
BEFORE, AFTER = (TODAY + datetime.timedelta(days) for days in (-2, 2))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def between(connection: Connection, since: str, on: str) -> ChangesView:
    return changes(connection, "alba", "borea", day(since), on=day(on))


def known(connection: Connection, since: str, by: str) -> ChangesView:
    return changes(connection, "alba", "borea", day(since), known_by=day(by))


@pytest.fixture
def writing(own_mini: Path) -> Iterator[Connection]:
    engine = make_engine(database_url(str(own_mini)))
    with connect(engine, write=True) as connection:
        yield connection
    engine.dispose()


def test_a_status_that_changed_comes_with_the_step_that_changed_it(
    mini_connection: Connection,
) -> None:
    view = between(mini_connection, "2005-06-01", "2006-06-01")
    found = {c.record: c for c in view.status}
    assert (found[PACT].before, found[PACT].after) == ("signed", "in force")
    assert [(s.milestone, s.date) for s in found[PACT].steps] == [("in-force", "2006-01-01")]
    # Superseded by the pact, whose entry into force is the step.
    old = found["alba-borea-friendship-1900"]
    assert (old.before, old.after, old.steps[0].record) == ("in force", "superseded", PACT)


def test_a_status_that_is_the_same_on_both_days_is_no_change(mini_connection: Connection) -> None:
    view = between(mini_connection, "2006-06-01", "2007-06-01")
    assert view.status == ()
    assert view.milestones == ()


def test_what_is_of_the_first_day_is_no_change_and_what_is_of_the_last_is_one(
    mini_connection: Connection,
) -> None:
    after = between(mini_connection, "2005-03-01", "2005-12-01")
    assert "signed" not in {entry.step for entry in after.milestones}
    with_it = between(mini_connection, "2005-02-28", "2005-03-01")
    assert {entry.step for entry in with_it.milestones} == {"signed"}


def test_plans_are_no_changes(mini_connection: Connection) -> None:
    view = between(mini_connection, "2011-01-01", "2012-12-31")
    assert [entry.record for entry in view.milestones] == ["coast-union-alba-trade-2004"]


def test_what_may_have_happened_in_the_span_is_marked(mini_connection: Connection) -> None:
    view = between(mini_connection, "2008-12-31", "2009-12-31")
    marked = {entry.record: "may" in entry.flags for entry in view.milestones}
    assert marked == {"alba-timber-duty-2008": True, "straits-bridge": True}


def test_the_earlier_day_must_be_the_earlier(mini_connection: Connection) -> None:
    for by in ("2005-01-01", "2004-12-31"):
        with pytest.raises(KbError, match="does not lie before"):
            between(mini_connection, "2005-01-01", by)
        with pytest.raises(KbError, match="does not lie before"):
            known(mini_connection, "2005-01-01", by)


def test_a_new_source_that_says_otherwise_is_told_with_what_was_said_before(
    mini_connection: Connection,
) -> None:
    view = between(mini_connection, "2014-05-31", "2014-06-30")
    assert view.published == ("borea-agency", "borea-reprint")
    (word,) = view.said
    assert (word.record, word.what, word.value) == (PACT, "in-force date", "2006-02-01")
    assert word.sources == ("Borea's ambassador",)
    assert word.before == ("2006-01-01 (alba-ministry)",)


def test_a_new_source_that_says_what_was_said_or_a_vaguer_date_is_no_change(
    mini_connection: Connection,
) -> None:
    # The post of 2014 says 2006, the secretariat of 2016 repeats the cost of the ministry.
    view = between(mini_connection, "2014-06-30", "2016-12-31")
    assert [(w.what, w.value) for w in view.said] == [("cost pier-1 2012", "290 million-usd")]


def test_what_came_to_be_known_is_what_newer_sources_tell_of_earlier_days(
    mini_connection: Connection,
) -> None:
    view = known(mini_connection, "2014-05-31", "2014-06-30")
    assert view.known
    assert view.on == "2014-06-30"
    # The approval of 2005 is told by the agency of June 2014 and nobody before.
    assert [(e.step, e.date) for e in view.milestones] == [("domestically-approved", "2005-11")]
    assert view.status == ()


def test_the_status_of_what_was_not_known_at_all_is_unknown(mini_connection: Connection) -> None:
    view = known(mini_connection, "2014-05-31", "2014-12-31")
    notes = {c.record: (c.before, c.after) for c in view.status}
    assert notes["ab-customs-note-2005"] == ("unknown", "signed")


def test_what_was_known_can_be_told_of_any_day(mini_connection: Connection) -> None:
    view = changes(
        mini_connection,
        "alba",
        "borea",
        day("2014-05-31"),
        on=day("2005-01-01"),
        known_by=day("2014-12-31"),
    )
    assert view.on == "2005-01-01"
    assert view.milestones == ()
    assert view.status == ()


def test_the_order_of_the_two_makes_no_difference(mini_connection: Connection) -> None:
    one = between(mini_connection, "2005-01-01", "2014-12-31")
    other = changes(mini_connection, "borea", "alba", day("2005-01-01"), on=day("2014-12-31"))
    assert (one.status, one.said) == (other.status, other.said)
    assert [e.record for e in one.milestones] == [e.record for e in other.milestones]


def test_a_value_that_a_newer_seed_replaces_is_told_with_the_new_one(
    writing: Connection, tmp_path: Path
) -> None:
    edited(writing, tmp_path, "date: 2012-09-01", "date: 2012-09-02")
    view = changes(writing, "alba", "borea", BEFORE, on=AFTER)
    (found,) = view.corrections
    assert (found.record, found.what) == ("coast-union-alba-trade-2004", "amended date")
    assert (found.kind, found.before, found.after) == ("withdrawn", "2012-09-01", "2012-09-02")
    assert found.source == "union-secretariat"


def test_a_record_that_a_newer_seed_drops_is_told_of_its_own_pair_alone(
    writing: Connection, tmp_path: Path
) -> None:
    block = (
        "  - id: ab-customs-note-2005\n    title: Note on customs\n    form: memorandum\n"
        "    parties: [alba, borea]\n    sources: [harbour-post]\n    milestones:\n"
        "      - {step: signed, date: 2005-03-01}\n"
    )
    edited(writing, tmp_path, block, "")
    view = changes(writing, "alba", "borea", BEFORE, on=AFTER)
    told = {(c.what, c.before, c.after) for c in view.corrections}
    assert ("signed date", "2005-03-01", None) in told
    assert {c.record for c in view.corrections} == {"ab-customs-note-2005"}
    assert changes(writing, "alba", "cadia", BEFORE, on=AFTER).corrections == ()


def test_what_was_withdrawn_outside_the_span_or_after_the_revision_is_not_told(
    writing: Connection, tmp_path: Path
) -> None:
    edited(writing, tmp_path, "date: 2012-09-01", "date: 2012-09-02")
    assert between(writing, "2005-01-01", "2014-12-31").corrections == ()
    assert changes(writing, "alba", "borea", BEFORE, on=AFTER, at=1).corrections == ()
    assert len(changes(writing, "alba", "borea", BEFORE, on=AFTER, at=2).corrections) == 1


def test_an_erratum_is_told_with_its_reason_until_it_is_taken_back(writing: Connection) -> None:
    number = insert_changeset(writing, "retraction", "mine", "1")
    claim = writing.execute(
        select(t.claim.c.id)
        .where(t.claim.c.key == "second-year")
        .union(
            select(t.claim.c.id).where(
                t.claim.c.key == "extended:second-year", t.claim.c.leaf == "assertion"
            )
        )
    ).scalar_one()
    values = {
        "claim_id": claim, "changeset_id": number, "owner_id": number, "kind": "retraction",
        "reason": "A misreading.", "date": TODAY.isoformat(),
    }  # fmt: skip
    writing.execute(insert(t.erratum).values(values))
    (found,) = changes(writing, "alba", "borea", BEFORE, on=AFTER).corrections
    assert (found.kind, found.reason, found.after) == ("retraction", "A misreading.", None)
    again = insert_changeset(writing, "correction", "mine", "2")
    writing.execute(t.erratum.update().values(withdrawn_id=again))
    assert changes(writing, "alba", "borea", BEFORE, on=AFTER).corrections == ()


def edited(connection: Connection, folder: Path, old: str, new: str) -> None:
    """Lay a newer seed over the base, in which one text is another."""
    seed = Path(shutil.copytree(MINI_SEED, folder / "newer"))
    path = seed / "records.yaml"
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    write_seed(connection, load_seed(seed), label="newer", content_hash="2")


def test_the_packaged_base_tells_of_the_partnership_treaty_in_2025(
    connection: Connection,
) -> None:
    view = changes(connection, "iran", "russia", day("2025-01-01"), on=day("2025-12-31"))
    found = {c.record: c for c in view.status}
    treaty = found["iran-russia-strategic-partnership-2025"]
    assert (treaty.after, treaty.since) == ("in force", "2025-10-02")
    assert found["iran-russia-basis-of-relations-2001"].after == "superseded"
    assert all("planned" not in entry.flags for entry in view.milestones)
    assert {w.what for w in view.said} >= {"in-force date"}


def test_the_command_says_what_is_wrong_with_a_day(
    here: Callable[..., Outcome], mini: Path
) -> None:
    for since, fragment in (("2005", "no single day"), ("2030-01-01", "does not lie before")):
        outcome = here(
            "changes", "alba", "borea", "--since", since, "--on", "2014-06-01", "--database", mini
        )
        assert_refused(outcome, 2, fragment)
