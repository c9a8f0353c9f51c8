"""Tables made by hand, and actors to name in them, for the tests of flat rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import fold
from relations_kb.domain.naming import AmbiguousNameError, coded, one_meant, unknown_name
from relations_kb.ingest.flat.drafts import Draft, Drafter
from relations_kb.ingest.flat.mapping import Mapping, layout_of
from relations_kb.ingest.tables.table import Row, Table
from relations_kb.records.findings import Finding
from relations_kb.records.seed_file import Seed

ACTORS = {"Iran": "iran", "Persia": "iran", "Russia": "russia", "cow:630": "iran", "Iraq": "iraq"}
KNOWN_SOURCES = frozenset({"tass-2025", "irna-2025"})


def actor_of(text: str) -> str:
    """Name an actor by a few names; Korea is two, and Atlantis none."""
    if text == "Korea":
        raise AmbiguousNameError("'Korea' can mean several actors.", "Say which: a, b.")
    if text not in ACTORS:
        raise KbError(f"No actor is called {text!r}.", "Did you mean iran?")
    return ACTORS[text]


@dataclass(frozen=True)
class Bearer:
    """An actor that bears a name."""

    slug: str
    name: str
    line: str


def actors_of(seed: Seed) -> Callable[[str], str]:
    """Return what finds the actors of a seed by id, name and code."""
    bearers = {a.id: Bearer(a.id, a.names[0].text, a.line or a.id) for a in seed.actors}
    keys: dict[Any, set[str]] = {}
    for actor in seed.actors:
        keys.setdefault(fold(actor.id), set()).add(actor.id)
        for name in actor.names:
            keys.setdefault(fold(name.text), set()).add(actor.id)
        for scheme, code in actor.codes.model_dump(exclude_none=True).items():
            keys.setdefault((scheme, str(code)), set()).add(actor.id)

    def find(text: str) -> str:
        found = keys.get(coded(text) or fold(text))
        if not found:
            raise unknown_name(text, [])
        return one_meant(text, [bearers[slug] for slug in sorted(found)]).slug

    return find


def drafter(columns: Sequence[str], mapping: Mapping | None = None, **given: Any) -> Drafter:
    """Make a drafter that knows a few actors, two sources and one page."""
    pages = {"https://tass.com/1": "tass-2025"}
    settings: dict[str, Any] = {
        "dataset": "demo",
        "actor_of": actor_of,
        "known_page": pages.get,
        "has_source": KNOWN_SOURCES.__contains__,
        "default_source": "tass-2025",
    }
    return Drafter("t.csv", columns, mapping or Mapping(), **(settings | given))


def drafted(cells: dict[str, str], mapping: Mapping | None = None, **given: Any) -> Draft:
    """Draft one row that must be right; date, title and an actor are added where missing."""
    outcome = outcome_of(cells, mapping, **given)
    assert isinstance(outcome, Draft), outcome
    return outcome


def faults(
    cells: dict[str, str], mapping: Mapping | None = None, **given: Any
) -> list[tuple[str, str, str]]:
    """Draft one row that must be wrong; code, column and message of each finding."""
    outcome = outcome_of(cells, mapping, **given)
    assert isinstance(outcome, list), outcome
    assert {(f.file, f.line) for f in outcome} == {("t.csv", 7)}
    return [(f.code, f.field, f.message) for f in outcome]


def outcome_of(
    cells: dict[str, str], mapping: Mapping | None = None, **given: Any
) -> Draft | list[Finding]:
    """Draft one row, in line 7."""
    base = {"date": "2025-01-17", "title": "A visit", "actor1": "Iran"}
    covered = {"actor1"} if "actors" in cells else set()
    if mapping:
        mapped = {field for fields in mapping.columns.values() for field in fields}
        covered |= {*mapping.constants, *(field.partition(".")[0] for field in mapped)}
    full = {k: v for k, v in base.items() if k not in covered} | cells
    made = drafter(list(full), mapping, **given)
    assert [p for p in made.problems if p.code.startswith("E")] == []
    return made.draft(Row(7, full))


def table_of(name: str, lines: Iterable[str], mapping: Mapping) -> Table:
    """Read the lines of a CSV file with a header."""
    rows = csv.reader(lines, delimiter=layout_of(mapping)["delimiter"] or ",")
    columns = tuple(next(rows))
    cells = (dict(zip(columns, (c.strip() for c in row), strict=True)) for row in rows)
    return Table(name, columns, (Row(line, row) for line, row in enumerate(cells, start=2)))


def table_in(path: Path, mapping: Mapping) -> Table:
    """Read a whole CSV file."""
    text = path.read_text(encoding=mapping.encoding or "utf-8-sig")
    return table_of(path.name, text.splitlines(), mapping)
