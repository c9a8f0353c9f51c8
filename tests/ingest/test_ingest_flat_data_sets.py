"""Published data sets go through a mapping: every row is a draft, or a finding with a reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flat_tables import table_in

from relations_kb.domain.errors import KbError
from relations_kb.ingest.flat.drafts import Draft, Drafter
from relations_kb.ingest.flat.guess import guess
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.ingest.tables.table import Row
from relations_kb.records.yaml_text import parse_yaml

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("RELATIONS_KB_DATA", ROOT.parent / "shared" / "data"))
MIDB = DATA / "cow" / "MIDB 5.0.csv"
DCAD = DATA / "dcad" / "DCAD-v1.0-main.csv"
DESTA = DATA / "desta" / "desta_list_of_treaties_02_03.csv"

SOURCE = {"id": "the-data-set", "publisher": "A university", "kind": "dataset", "reliability": "B"}


def _needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"the data set {path.name} is not here")


def coded(text: str) -> str:
    """Take any code of COW but 345 for an actor."""
    if text == "cow:345" or not text.startswith("cow:"):
        raise KbError(f"No actor is called {text!r}.")
    return text.replace(":", "-")


def run(path: Path, mapping: Mapping, actor_of: Callable[[str], str] = coded):
    table = table_in(path, mapping)
    drafter = Drafter(
        path.name, table.columns, mapping, dataset="demo", actor_of=actor_of,
        known_page=lambda url: None, has_source=lambda source: False, default_source=None,
    )  # fmt: skip
    outcomes = [drafter.draft(row) for row in table.rows if isinstance(row, Row)]
    drafts = [outcome for outcome in outcomes if isinstance(outcome, Draft)]
    wrong = [found for outcome in outcomes if isinstance(outcome, list) for found in outcome]
    return drafter.problems, drafts, Counter((f.code, f.field) for f in wrong)


@_needs(MIDB)
def test_every_participant_of_a_militarized_dispute_is_a_draft():
    mapping = Mapping.model_validate({
        "dataset": "cow-mid", "missing": ["-9"], "prefix": {"actorN": "cow:"},
        "columns": {"dispnum": "external_id", "ccode": "actor1", "styear": "date.year",
                    "stmon": "date.month", "stday": "date.day", "hostlev": "form",
                    "sidea": "role"},
        "constants": {"title": "Militarized dispute", "kind": "event"},
        "values": {"form": {"1": "other", "2": "other", "3": "deployment", "4": "attack",
                            "5": "war"},
                   "role": {"1": "initiator", "0": "target"}},
        "ignore": ["stabb", "endday", "endmon", "endyear", "revstate", "revtype1", "revtype2",
                   "fatality", "fatalpre", "hiact", "orig"],
        "source": SOURCE,
    })  # fmt: skip
    problems, drafts, wrong = run(MIDB, mapping)
    assert [(p.code, p.field) for p in problems] == [("W409", "version")]
    assert wrong == {("E302", "ccode"): 62}
    assert len(drafts) == 5883 - 62
    assert len({draft.key for draft in drafts}) > 2000
    lengths = Counter(len(draft.data["milestones"][0]["date"]) for draft in drafts)
    assert set(lengths) == {len("2014-05"), len("2014-05-07")}
    assert drafts[0].data == {
        "title": "Militarized dispute",
        "form": "other",
        "parties": [{"actor": "cow-200", "role": "target", "sources": ["the-data-set"]}],
        "sources": ["the-data-set"],
        "identifiers": {"demo": "2"},
        "milestones": [{"step": "occurred", "date": "1902-07", "sources": ["the-data-set"]}],
    }


@_needs(DCAD)
def test_every_defence_cooperation_agreement_is_a_draft_or_says_why_not():
    mapping = Mapping.model_validate({
        "missing": ["-77", "-88", "-99"], "prefix": {"actorN": "cow:"}, "encoding": "latin-1",
        "columns": {"DCAid": "external_id", "ccode1": "actor1", "ccode2": "actor2",
                    "signYear": "date.year", "signMonth": "date.month", "signDay": "date.day",
                    "source": "note"},
        "constants": {"title": "Defence cooperation agreement", "kind": "agreement",
                      "form": "arrangement", "topic": "security"},
        "source": SOURCE,
    })  # fmt: skip
    problems, drafts, wrong = run(DCAD, mapping)
    assert {p.code for p in problems} == {"W409"}
    assert len(problems) == 23
    assert wrong == {("E302", "ccode1"): 19, ("E302", "ccode2"): 19, ("E306", "ccode2"): 3}
    assert len(drafts) == 1871 - 19 - 19 - 3


@_needs(DESTA)
def test_a_list_of_trade_agreements_with_many_members_is_read():
    numbered = {f"c{i}": f"actor{i}" for i in range(1, 92)}
    mapping = Mapping.model_validate({
        "prefix": {"actorN": "cow:"}, "encoding": "latin-1", "missing": ["NA"],
        "columns": {"name": "title", "year": "date", "number": "external_id", **numbered},
        "constants": {"kind": "treaty"}, "source": SOURCE,
    })  # fmt: skip
    problems, drafts, wrong = run(DESTA, mapping)
    assert {p.code for p in problems} == {"W409"}
    assert wrong == {("E311", "year"): 78, ("E306", "c16"): 1}
    # The one row with an actor twice has no year either.
    assert len(drafts) == 1410 - 78
    assert max(len(draft.data["parties"]) for draft in drafts) == 91


@_needs(MIDB)
def test_a_mapping_is_proposed_for_the_disputes():
    data, _ = parse_yaml(guess(table_in(MIDB, Mapping()), coded))
    assert data["columns"] == {
        "dispnum": "external_id", "ccode": "actor1", "stday": "date.day",
        "stmon": "date.month", "styear": "date.year",
    }  # fmt: skip
    assert (data["missing"], data["prefix"]) == (["-9"], {"actorN": "cow:"})
    assert data["constants"] == {"title": ""}
