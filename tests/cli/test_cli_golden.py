"""What the commands print, word by word; ``pytest --update-golden`` writes the files anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness import GOLDEN

CASES = {
    "timeline.txt": ("timeline", "alba", "borea"),
    "timeline_context_reverse.txt": (
        "timeline", "alba", "borea", "--context", "--reverse", "--limit", "9",
    ),
    "timeline_window.txt": ("timeline", "alba", "borea", "--from", "2008-12", "--to", "2012"),
    "timeline_without.txt": ("timeline", "alba", "borea", "--no-lines", "--no-blocs"),
    "timeline_empty.txt": ("timeline", "north-dor", "south-dor"),
    "timeline_group.txt": ("timeline", "alba", "borea", "--group"),
    "timeline.md": ("timeline", "alba", "borea", "--format", "md"),
    "timeline_group.md": ("timeline", "alba", "borea", "--group", "--format", "md"),
    "timeline.csv": ("timeline", "alba", "borea", "--format", "csv"),
    "timeline.json": ("timeline", "alba", "borea", "--limit", "5", "--format", "json"),
    "timeline.jsonl": ("timeline", "alba", "borea", "--limit", "5", "--format", "jsonl"),
    "summary.txt": ("summary", "alba", "borea", "--on", "2014-06-01"),
    "summary.md": ("summary", "alba", "borea", "--on", "2014-06-01", "--format", "md"),
    "summary.json": ("summary", "alba", "borea", "--on", "2014-06-01", "--format", "json"),
    "summary.csv": ("summary", "alba", "borea", "--on", "2014-06-01", "--format", "csv"),
    "summary_ids.md": ("summary", "alba", "borea", "--on", "2014-06-01", "--ids", "--format", "md"),
    "summary_known.txt": ("summary", "alba", "borea", "--known-by", "2014-06-01"),
    "timeline_on.txt": ("timeline", "alba", "borea", "--on", "2005-12-31"),
    "timeline_known.csv": (
        "timeline", "alba", "borea", "--known-by", "2014-06-01", "--format", "csv",
    ),
    "summary_empty.txt": ("summary", "north-dor", "south-dor", "--on", "2014-06-01"),
    "status.txt": ("status", "alba-borea-pact-2005", "--on", "2006-01-15"),
    "status_why.txt": ("status", "alba-borea-pact-2005", "--on", "2005-12-01", "--why"),
    "status_superseded.txt": (
        "status", "alba-borea-friendship-1900", "--on", "2006-01-15", "--why",
    ),
    "status.md": ("status", "alba-borea-pact-2005", "--on", "2006-01-15", "--format", "md"),
    "status.json": ("status", "alba-borea-pact-2005", "--on", "2006-01-15", "--format", "json"),
    "status.csv": ("status", "alba-borea-pact-2005", "--on", "2006-01-15", "--format", "csv"),
    "show_treaty.txt": ("show", "alba-borea-pact-2005"),
    "show_treaty.md": ("show", "alba-borea-pact-2005", "--format", "md"),
    "show_treaty.json": ("show", "alba-borea-pact-2005", "--format", "json"),
    "show_project.txt": ("show", "straits-bridge"),
    "correct.txt": (
        "correct", "alba-borea-pact-2005", "in-force", "2006-01-11", "--reason", "Misread.",
        "--date", "2026-11-23", "--dry-run",
    ),
    "correct.csv": (
        "correct", "straits-bridge", "figure:cost|pier-1|2012", "300", "--reason", "Misread.",
        "--source", "alba-ministry",
        "--date", "2026-11-23", "--dry-run", "--format", "csv",
    ),
    "retract.json": (
        "retract", "ab-customs-note-2005", "signed", "--reason", "No such note.",
        "--date", "2026-11-23", "--dry-run", "--format", "json",
    ),
    "retract.md": (
        "retract", "ab-customs-note-2005", "signed", "--reason", "No such note.",
        "--date", "2026-11-23", "--dry-run", "--format", "md",
    ),
    "show_event.txt": ("show", "cadia-visit-2007"),
    "show_measure.txt": ("show", "cadia-embargo-2013"),
    "assess.txt": ("assess",),
    "assess.md": ("assess", "mirror-site", "--format", "md"),
    "assess.csv": ("assess", "--format", "csv"),
    "assess.json": ("assess", "mirror-site", "--statement", "q2", "--format", "json"),
    "quality.txt": ("quality", "alba", "borea"),
    "quality.csv": ("quality", "alba", "borea", "--format", "csv"),
    "quality.json": ("quality", "alba", "borea", "--format", "json"),
    "conflicts.txt": ("conflicts", "alba", "borea"),
    "conflicts_all.txt": ("conflicts", "--all"),
    "conflicts_none.txt": ("conflicts", "north-dor", "south-dor"),
    "conflicts.md": ("conflicts", "alba-borea-pact-2005", "--format", "md"),
    "conflicts.csv": ("conflicts", "alba", "borea", "--format", "csv"),
    "conflicts.json": ("conflicts", "alba-borea-pact-2005", "--format", "json"),
    "conflicts.jsonl": ("conflicts", "--all", "--format", "jsonl"),
    "sides.txt": ("sides", "alba", "borea"),
    "sides.md": ("sides", "alba", "borea", "--topic", "transport", "--format", "md"),
    "sides.csv": ("sides", "alba", "borea", "--known-by", "2014-06-01", "--format", "csv"),
    "sides.json": ("sides", "alba", "borea", "--topic", "security", "--format", "json"),
    "changes.txt": ("changes", "alba", "borea", "--since", "2005-01-01", "--on", "2014-06-30"),
    "changes_known.txt": (
        "changes", "alba", "borea", "--since", "2014-05-31", "--known-by", "2014-12-31",
    ),
    "changes.md": (
        "changes", "alba", "borea", "--since", "2005-01-01", "--on", "2006-06-01",
        "--format", "md",
    ),
    "changes.csv": (
        "changes", "alba", "borea", "--since", "2005-01-01", "--on", "2014-06-30",
        "--format", "csv",
    ),
    "changes.json": (
        "changes", "alba", "borea", "--since", "2014-05-31", "--on", "2014-06-30",
        "--format", "json",
    ),
    "gaps.txt": ("gaps", "alba", "borea", "--on", "2014-06-01"),
    "gaps.md": ("gaps", "alba", "borea", "--on", "2014-06-01", "--format", "md"),
    "gaps.csv": ("gaps", "alba", "borea", "--on", "2014-06-01", "--format", "csv"),
    "gaps.json": ("gaps", "alba", "borea", "--on", "2014-06-01", "--format", "json"),
    "compare.txt": ("compare", "alba", "borea", "--with", "cadia", "--on", "2014-06-01"),
    "compare.md": (
        "compare", "alba", "borea", "--with", "cadia", "--with", "coast-union",
        "--on", "2014-06-01", "--format", "md",
    ),
    "compare.csv": (
        "compare", "alba", "borea", "--with", "cadia", "--on", "2014-06-01", "--format", "csv",
    ),
    "compare.json": (
        "compare", "alba", "borea", "--with", "cadia", "--on", "2014-06-01", "--format", "json",
    ),
    "compare.jsonl": (
        "compare", "alba", "borea", "--with", "cadia", "--on", "2014-06-01", "--format", "jsonl",
    ),
    "treaties.txt": ("treaties", "alba", "borea", "--on", "2014-06-01"),
    "treaties.md": ("treaties", "alba", "borea", "--on", "2014-06-01", "--format", "md"),
    "treaties.json": (
        "treaties", "alba", "borea", "--in-force", "--on", "2014-06-01", "--format", "json",
    ),
    "treaties.csv": ("treaties", "alba", "borea", "--on", "2014-06-01", "--format", "csv"),
    "measures.txt": ("measures", "alba", "borea", "--context", "--on", "2014-06-01"),
    "measures.json": ("measures", "alba", "borea", "--on", "2014-06-01", "--format", "json"),
    "measures.csv": (
        "measures", "alba", "borea", "--context", "--on", "2014-06-01", "--format", "csv",
    ),
    "pending.txt": ("pending", "alba", "borea", "--done", "--on", "2014-06-01"),
    "pending_early.txt": ("pending", "alba", "borea", "--on", "2005-12-01"),
    "pending.json": ("pending", "alba", "borea", "--on", "2014-06-01", "--format", "json"),
    "pending.csv": ("pending", "alba", "borea", "--on", "2005-12-01", "--format", "csv"),
    "upcoming.txt": ("upcoming", "alba", "borea", "--within", "20y", "--on", "2014-06-01"),
    "upcoming.md": (
        "upcoming", "alba", "borea", "--within", "20y", "--on", "2014-06-01", "--format", "md",
    ),
    "upcoming.jsonl": (
        "upcoming", "alba", "borea", "--within", "20y", "--on", "2014-06-01", "--format", "jsonl",
    ),
    "upcoming.csv": (
        "upcoming", "alba", "borea", "--within", "20y", "--on", "2014-06-01", "--format", "csv",
    ),
    "search.txt": ("search", "northport"),
    "search_none.txt": ("search", "nowhere"),
    "countries.txt": ("countries",),
    "countries.csv": ("countries", "--format", "csv"),
    "sources.txt": ("sources",),
    "sources.jsonl": ("sources", "--format", "jsonl"),
}  # fmt: skip
TEXTS = [name for name in CASES if name.endswith(".txt")]


@pytest.mark.parametrize("name", CASES)
def test_a_command_prints_what_it_always_printed(
    ask: Callable[..., str], mini: Path, golden: Callable[[str, str], None], name: str
) -> None:
    golden(name, ask(mini, *CASES[name]))


ELSEWHERE = ("diff", "import", "log")
"""How the names of the files begin that other modules of tests compare."""


def test_every_golden_file_belongs_to_a_command() -> None:
    own = {path.name for path in GOLDEN.iterdir() if not path.name.startswith(ELSEWHERE)}
    assert own == set(CASES)


@pytest.mark.parametrize("name", TEXTS)
def test_a_pipe_gets_no_escapes_boxes_or_line_ends_that_data_lacks(
    ask: Callable[..., str], mini: Path, name: str
) -> None:
    text = ask(mini, *CASES[name])
    assert "\x1b" not in text
    assert [c for c in text if "\u2500" <= c <= "\u259f"] == []
    assert all(line == line.rstrip() for line in text.splitlines())
    assert text.endswith("\n")


def test_a_pipe_gets_every_entry_on_one_line_however_long(
    ask: Callable[..., str], base: Path
) -> None:
    text = ask(base, "timeline", "iran", "russia")
    (first,) = [line for line in text.splitlines() if line.startswith("Date ")]
    entries = [e for e in text.splitlines() if e[: first.index("What")].strip()][0:]
    longest = max(len(line) for line in entries)
    assert longest > 200
    assert "…" not in text


@pytest.mark.parametrize(
    "section",
    [
        "Bottom line",
        "Changes of the last 12 months",
        "Legal basis in force",
        "Pending",
        "Trade and sanctions",
        "Disputes and limits",
        "Third-party events that bear on the two",
        "Trend by year: dated steps (mean PLOVER score, number of coded events)",
        "Contradictions",
        "Gaps",
        "Coming dates",
        "Sources",
    ],
)
def test_a_section_without_data_says_so(ask: Callable[..., str], mini: Path, section: str) -> None:
    lines = ask(mini, "summary", "north-dor", "south-dor", "--on", "2014-06-01").splitlines()
    assert lines[lines.index(section) + 1] == "  nothing on record"


def test_every_section_without_data_says_so(ask: Callable[..., str], mini: Path) -> None:
    lines = ask(mini, "summary", "north-dor", "south-dor", "--on", "2014-06-01").splitlines()
    titles = [i for i, line in enumerate(lines) if i and line and not lines[i - 1]]
    assert len(titles) >= 8
    assert {lines[i + 1] for i in titles} == {"  nothing on record"}


@pytest.mark.parametrize("word", ["ally", "allies", "axis", "friendly", "hostile"])
def test_the_page_has_no_label_of_its_own(ask: Callable[..., str], mini: Path, word: str) -> None:
    text = ask(mini, "summary", "alba", "borea", "--on", "2014-06-01").casefold()
    assert word not in text.replace("friendship", "").split()
