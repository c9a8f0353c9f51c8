"""Any text at all: the readers give data, findings or their own error, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile_targets import TARGETS, check_date, check_table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.limits import DATE

FOUND = Path(__file__).parent / "found"

# Pieces that the readers know, so that more than noise is made of them.
PIECES = {
    "yaml": (
        "events:", "\n", "  ", "- ", "id: ", "title: ", "[", "]", "{", "}", "&a", "*a", "!!str ",
        "'", '"', "|", ">", "? ", ": ", "#", "---", "...", "%YAML 1.1", "\t", "\r", "\\x00",
        "\\ud800", "parties: [alba]", "milestones:", "date: 2020", "~", "<<", ",",
    ),
    "mapping": (
        "columns:", "\n", "  ", "- ", "values:", "source:", "header:", "skip_lines: ", "1", ": ",
        "date", "title", "[", "]", "{", "}", ",", "''", "dataset: ", "date_format: ", "DD.MM.YYYY",
        "ignore:", "separator: ", "decimal: ", "encoding: ", "hex", "prefix:", "constants:",
    ),
    "csv": (
        "date,title\n", ",", ";", "\t", '"', "\r", "\n", "\0", "\xff\xfe", "\xef\xbb\xbf", "\xcf",
        "#", "sep=;", "a", '""', "2020-01-01", "{", '"a":1', "}", "PK\x03\x04", "\x1f\x8b",
    ),
    "date": (
        "2020", "-", "01", "XX", "X", "~", "?", "%", "/", "..", "[", "]", "{", "}", ",", "open",
        "unknown", "c.", "circa ", "T", "S3", "0", "٢", "–", " ", "u", "Y", "'s",
    ),
    "name": ("alba", "the ", "cow:", "iso2:", " ", "+", "ي", "\u200c", "é", "\u0301", "㎒", "ß"),
    "actor": (
        "cow:", "iso2:xa", "the ", "alba", " ", "Dor", "ALBA!", "kingdom", "of", "+", "\udcff", "é",
    ),
    "slot": (
        "title", "signed", ":", "date", "in-force", "place", "figure:", "cost", "|", " ", "2020",
        "julian", "~", "9" * 5_000, "million-usd", "planned", "..", "\0",
    ),
}  # fmt: skip
FAST = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ANY = st.text(st.characters(), max_size=60)


@st.composite
def contents(draw: st.DrawFn, target: str) -> bytes:
    """Give bytes for a target: noise, or what it knows with noise between."""
    if draw(st.booleans()):
        return draw(st.binary(max_size=100))
    parts = draw(st.lists(st.sampled_from(PIECES[target]) | ANY, max_size=30))
    return "".join(parts).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("target", TARGETS)
@FAST
@given(st.data())
def test_any_input_gives_data_findings_or_the_error_of_its_reader(
    target: str, tmp_path: Path, data: st.DataObject
) -> None:
    TARGETS[target](data.draw(contents(target)), tmp_path)


@pytest.mark.parametrize("name", ["a.tsv", "a.jsonl", "a.xlsx", "a.txt"])
@FAST
@given(contents("csv"))
def test_any_bytes_under_any_name_are_rows_or_unreadable(
    name: str, tmp_path: Path, content: bytes
) -> None:
    check_table(content, tmp_path, name)


LONG = [piece * (10_000 // len(piece)) for piece in PIECES["date"]]


@pytest.mark.parametrize("text", [*LONG, "2020-01-01T" + "0" * 9_000, "(" * 5_000 + "/open"])
def test_a_text_longer_than_any_date_is_refused_unread(text: str) -> None:
    with pytest.raises(DateError, match=rf"has {len(text):,} characters; write at most 1,000\.$"):
        FuzzyDate.parse(text)


@pytest.mark.parametrize("piece", PIECES["date"])
@pytest.mark.parametrize("end", ["", "!", "/open", "-", "]"])
def test_a_text_as_long_as_a_date_may_be_is_judged(piece: str, end: str) -> None:
    check_date(((piece * DATE)[: DATE - len(end)] + end).encode())


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.json")), ids=lambda path: path.stem)
def test_a_case_that_was_found_stays_mended(path: Path, tmp_path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    TARGETS[case["target"]](case["input"].encode("latin-1"), tmp_path)
