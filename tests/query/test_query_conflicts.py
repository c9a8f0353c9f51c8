"""On what sources disagree, how far, and why one value is shown."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import Connection, text

from relations_kb.domain.errors import KbError
from relations_kb.query.clock import as_it_was
from relations_kb.query.conflicts import (
    ConflictsView,
    SlotConflict,
    conflicts_of_all,
    conflicts_of_pair,
    conflicts_of_record,
)

PACT = "alba-borea-pact-2005"


def slot(view: ConflictsView, entry: str, leaf: str = "date") -> SlotConflict:
    (found,) = [s for s in view.slots if (s.entry, s.leaf) == (entry, leaf)]
    return found


def others(conflict: SlotConflict) -> list[tuple[str, str | None]]:
    return [(other.value, other.relation) for other in conflict.others]


def test_a_slot_tells_the_value_shown_its_sources_and_its_rule(
    mini_connection: Connection,
) -> None:
    in_force = slot(conflicts_of_record(mini_connection, PACT), "in-force")
    shown = in_force.shown
    assert shown is not None
    assert (shown.value, shown.grade, shown.origins, shown.since) == (
        "2006-01-01", "B", 1, "2014-05",
    )  # fmt: skip
    assert [voice.source for voice in shown.voices] == ["alba-ministry"]
    assert (in_force.rule, in_force.because) == ("authority", "ministry before agency")
    assert in_force.support == 2


def test_every_other_value_tells_how_it_bears_on_the_one_shown(mini_connection: Connection) -> None:
    in_force = slot(conflicts_of_record(mini_connection, PACT), "in-force")
    assert others(in_force) == [
        ("2006", "refines"), ("2006-02-01", "conflicts"), ("2016-01-01", "deprecated"),
    ]  # fmt: skip
    vague, late, misprint = in_force.others
    assert vague.vaguer
    assert not late.vaguer
    assert misprint.apart == "conflicts"
    assert misprint.voices[0].reason == "A misprint of the year."


def test_a_quoted_word_counts_from_the_day_on_which_it_was_said(
    mini_connection: Connection,
) -> None:
    late = slot(conflicts_of_record(mini_connection, PACT), "in-force").others[1]
    voice = late.voices[0]
    assert (late.since, voice.published) == ("2006-02-02", "2014-06-01")
    assert (voice.said_by, voice.said_on) == ("Borea's ambassador", "2006-02-02")


def test_the_default_leaves_out_what_agrees(mini_connection: Connection) -> None:
    brief = conflicts_of_record(mini_connection, PACT)
    whole = conflicts_of_record(mini_connection, PACT, agreeing=True)
    assert [s.entry for s in brief.slots] == ["in-force"]
    assert brief.agreeing == 1
    assert [(s.entry, s.leaf) for s in whole.slots] == [("record", "title"), ("in-force", "date")]
    assert others(slot(whole, "record", "title")) == [("Pact of Friendship", "same")]


def test_the_whole_base_a_pair_and_a_record(mini_connection: Connection) -> None:
    everything = conflicts_of_all(mini_connection)
    assert [s.record for s in everything.slots] == [PACT, "straits-bridge"]
    assert conflicts_of_pair(mini_connection, "alba", "borea").slots == everything.slots
    assert conflicts_of_pair(mini_connection, "borea", "cadia").slots == ()
    with pytest.raises(KbError, match="No record has the id"):
        conflicts_of_record(mini_connection, "alba")


def test_what_nobody_had_said_was_no_conflict_then(mini_connection: Connection) -> None:
    before = datetime.date(2014, 5, 31)
    with as_it_was(mini_connection, known_by=before) as earlier:
        assert conflicts_of_record(earlier, PACT).slots == ()


def test_a_conflict_is_resolved_by_the_editor_alone(connection: Connection) -> None:
    view = conflicts_of_record(connection, "turkmenchay-1828")
    assert slot(view, "signed").unresolved
    repudiated = slot(view, "repudiated, qajar-persia")
    assert (repudiated.disagrees, repudiated.preferred, repudiated.unresolved) == (
        True, True, False,
    )  # fmt: skip
    assert repudiated.rule == "preferred"
    assert "Date of the decree itself" in repudiated.because


def test_turkmenchay_has_its_day_in_both_calendars(connection: Connection) -> None:
    signed = slot(conflicts_of_record(connection, "turkmenchay-1828"), "signed")
    shown = signed.shown
    assert shown is not None
    assert (shown.value, shown.calendar, shown.days) == ("1828-02-10", "julian", "1828-02-22")
    assert ("1828-02-21", "conflicts") in others(signed)
    wrong = next(other for other in signed.others if other.value == "1828-02-02")
    assert "conflicts" in {wrong.relation, wrong.apart}


def test_february_1828_and_the_new_style_take_nothing_away(connection: Connection) -> None:
    before = slot(conflicts_of_record(connection, "turkmenchay-1828"), "signed")
    with as_it_was(connection, known_by=datetime.date(2026, 12, 31)) as copy:
        copy.execute(text(_ALSO.format(id="x1", value="1828-02-22", source="newsoholic")))
        copy.execute(text(_ALSO.format(id="x2", value="1828-02", source="catchbrazil-com-br")))
        after = slot(conflicts_of_record(copy, "turkmenchay-1828"), "signed")
    assert before.shown is not None
    assert after.shown is not None
    assert after.shown.value == before.shown.value
    assert others(after)[:3] == [
        ("1828-02-22", "same"), ("1828-02", "refines"), ("1828-02-21", "conflicts"),
    ]  # fmt: skip
    assert after.unresolved


_ALSO = """
INSERT INTO claim (id, record_id, ordinal, item, key, leaf, value, calendar, variant, source_id,
                   rank, active)
SELECT '{id}', record.id, 900, 'milestone', 'signed', 'date', '{value}', 'gregorian', 9,
       source.id, 'normal', 1
FROM record, source WHERE record.slug = 'turkmenchay-1828' AND source.slug = '{source}'
"""


def test_reprints_count_once(connection: Connection) -> None:
    signed = slot(conflicts_of_record(connection, "gulistan-1813"), "signed")
    reading = next(other for other in signed.others if other.relation == "conflicts")
    assert len(reading.voices) > reading.origins


def test_the_base_calls_disputed_what_has_an_overlap_or_conflict(connection: Connection) -> None:
    view = conflicts_of_all(connection)
    for item in ("milestone", "figure"):
        found = {(s.record, s.entry) for s in view.slots if s.item == item}
        (disputed,) = connection.execute(text(f"SELECT count(*) FROM {item} WHERE disputed")).one()  # noqa: S608
        assert len(found) == disputed


def test_the_records_of_a_bloc_belong_to_its_members(mini_connection: Connection) -> None:
    with as_it_was(mini_connection, at=1) as copy:
        copy.execute(
            text(
                _ALSO.replace("turkmenchay-1828", "coast-union-alba-trade-2004").format(
                    id="x1", value="2004-07-01", source="harbour-post"
                )
            )
        )
        view = conflicts_of_pair(copy, "alba", "borea")
    assert "coast-union-alba-trade-2004" in {s.record for s in view.slots}
