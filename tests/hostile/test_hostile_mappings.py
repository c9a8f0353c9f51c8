"""Hostile mapping files: read within the limits of seed files, and told in few words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Here
from relations_kb.domain import limits
from relations_kb.ingest.flat import columns as columns_module
from relations_kb.ingest.flat.columns import Columns
from relations_kb.ingest.flat.faults import listed
from relations_kb.ingest.flat.mapping import Mapping, read_mapping
from relations_kb.records.findings import Finding

NAMES = ["date", "title", "actor1", "actor2"]


def faults(path: Path, content: str) -> list[str]:
    path.write_text(content, encoding="utf-8")
    mapping, findings = read_mapping(path)
    assert mapping == Mapping()
    assert all(finding.message.isprintable() for finding in findings)
    told = [str(finding).removeprefix(str(path)) for finding in findings]
    assert all(len(text) < 2_500 for text in told)
    assert len(told) <= limits.FINDINGS + 1
    return told


def many(number: int, line: str) -> str:
    return "".join(line.format(n) for n in range(number))


LARGE: dict[str, tuple[Callable[[], str], str]] = {
    "columns": (
        lambda: "columns:\n" + many(200_000, "  c{0}: date\n"),
        ":1: E110 columns: 200,000 columns stand here; write at most 5,000",
    ),
    "ignore": (
        lambda: "ignore:\n" + many(200_000, " - c{0}\n"),
        ":1: E110 ignore: 200,000 columns stand here; write at most 5,000",
    ),
    "header": (
        lambda: "header:\n" + many(200_000, " - c{0}\n"),
        ":1: E110 header: 200,000 columns stand here; write at most 5,000",
    ),
    "keys": (
        lambda: many(100_000, "k{0}: date\n"),
        ": E110 100,000 errors stand in it; begin anew with: kb import --template M.yaml",
    ),
    "fields": (
        lambda: "columns:\n  a:\n" + many(100_000, "  - no{0}\n"),
        ": E110 100,000 errors stand in it",
    ),
    "formats": (
        lambda: "date-format:\n" + many(4_000, " - YYYY-{0}\n"),
        ":1: E110 date-format: 4,000 formats stand here; write at most 50",
    ),
    "a format": (
        lambda: "date-format: " + "D" * 1_000_000,
        ":1: E110 date-format: the value has 1,000,000 characters; write at most 100",
    ),
    "a constant": (
        lambda: "constants: {kind: " + "x" * 1_000_000 + "}",
        ":1: E110 constants.kind: the value has 1,000,000 characters; write at most 20,000",
    ),
    "values": (
        lambda: "values:\n  step:\n" + many(limits.YAML_VALUES, "    w{0}: signed\n"),
        "E102 more than 500,000 values stand in the file; split it into several",
    ),
    "levels": (lambda: "a: " + "[" * 200, ":1: E102 more than 50 levels are nested here"),
    "an alias": (
        lambda: "missing: &a [x]\nignore: *a\n",
        ":1: E104 an anchor (&name) is not allowed; leave it out",
    ),
    "a long key": (lambda: "? " + "x" * 100_000 + "\n: a\n", "is no key of a mapping; use one"),
    "a long encoding": (lambda: "encoding: " + "x" * 100_000, "E110 encoding: "),
    "a sign": (lambda: "delimiter: " + "x" * 100_000, "E110 delimiter: "),
    "a number": (lambda: "skip-lines: " + "9" * 100_000, "E110 skip-lines: "),
    "a word": (lambda: "decimal: " + "x" * 100_000, "E110 decimal: "),
    "an id": (lambda: "source: " + "X" * 100_000, "E110 source: "),
    "a list": (lambda: "sheet: [" + "x, " * 100_000 + "]", "is no single text; write one"),
    "a list as a word": (lambda: "decimal: [x]", "cannot stand here; write"),
    "escapes": (lambda: '"\\e[2J\\u202e": x', "is no key of a mapping"),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_hostile_mapping_is_refused_in_one_short_message(name: str, tmp_path: Path) -> None:
    content, expected = LARGE[name]
    (told,) = faults(tmp_path / "m.yaml", content())
    assert expected in told


def test_a_mapping_beyond_the_size_of_a_seed_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relations_kb.records.yaml_text.YAML_BYTES", 2 * 1024**2)
    told = faults(tmp_path / "m.yaml", "# " + "x" * 3 * 1024**2)
    assert told == [": E101 the file has more than 2 MB; split it into several"]


def test_errors_of_a_mapping_beyond_a_number_are_counted(tmp_path: Path) -> None:
    told = faults(tmp_path / "m.yaml", "columns:\n" + many(limits.FINDINGS + 7, "  c{0}: no{0}\n"))
    assert len(told) == limits.FINDINGS + 1
    assert told[0].startswith(":2: E110 columns.c0: 'no0' is no field; ")
    assert told[-1] == ": E110 7 more errors are not listed; mend these first"


def test_columns_like_a_missing_one_are_looked_for_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def counted(name: str, known: object) -> list[str]:
        asked.append(name) if known else None
        return []

    monkeypatch.setattr(columns_module, "nearest", counted)
    names = [f"c{number}" for number in range(4_000)]
    mapping = Mapping.model_validate({"columns": {f"d{number}": ["note"] for number in range(900)}})
    found = Columns("a.csv", names, mapping).problems
    missing = [finding for finding in found if finding.code == "E110"]
    assert len(missing) == 900
    assert len(asked) == 20
    assert all(len(finding.message) < 600 for finding in missing)
    assert missing[-1].message.endswith("the table has no such column; leave it out")


def test_words_of_a_mapping_that_cannot_be_used_are_told_up_to_a_number(
    here: Here, own_mini: Path, tmp_path: Path
) -> None:
    mapping, table = tmp_path / "m.yaml", tmp_path / "a.csv"
    mapping.write_text("values:\n  step:\n" + many(100_000, "    w{0}: no{0}\n"), encoding="utf-8")
    table.write_text("date,title,actor1,source\n2012,Talks,Alba,harbour-post\n", encoding="utf-8")
    done = here(
        "--database", own_mini, "import", table, "--mapping", mapping, "--dry-run",
        "--errors", tmp_path / "e.csv",
    )  # fmt: skip
    assert done.code == 1
    assert len((tmp_path / "e.csv").read_text().splitlines()) == 1 + limits.FINDINGS


def test_findings_within_the_number_are_all_listed() -> None:
    findings = [Finding("a.csv", line, "E110", "x", "m") for line in range(limits.FINDINGS)]
    assert listed(findings, len(findings)) == findings
    assert listed([], 0) == []
    more = listed([*findings, findings[0]], limits.FINDINGS + 1)
    assert more[:-1] == findings
    assert more[-1] == Finding(
        "a.csv", 0, "E110", "", "1 more errors are not listed; mend these first"
    )
