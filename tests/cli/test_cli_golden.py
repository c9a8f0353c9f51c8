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
    "summary_empty.txt": ("summary", "north-dor", "south-dor", "--on", "2014-06-01"),
    "show_treaty.txt": ("show", "alba-borea-pact-2005"),
    "show_treaty.md": ("show", "alba-borea-pact-2005", "--format", "md"),
    "show_treaty.json": ("show", "alba-borea-pact-2005", "--format", "json"),
    "show_project.txt": ("show", "straits-bridge"),
    "show_event.txt": ("show", "cadia-visit-2007"),
    "show_measure.txt": ("show", "cadia-embargo-2013"),
    "assess.txt": ("assess",),
    "assess.md": ("assess", "mirror-site", "--format", "md"),
    "assess.csv": ("assess", "--format", "csv"),
    "assess.json": ("assess", "mirror-site", "--statement", "q2", "--format", "json"),
    "quality.txt": ("quality", "alba", "borea"),
    "quality.csv": ("quality", "alba", "borea", "--format", "csv"),
    "quality.json": ("quality", "alba", "borea", "--format", "json"),
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


def test_every_golden_file_belongs_to_a_command() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)


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
        "Legal basis in force",
        "Agreements below treaty rank, by last step",
        "Announced or planned, not done on record",
        "Changes of the last 12 months",
        "Trade measures and sanctions",
        "Projects",
        "Contradictions",
        "Gaps",
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
