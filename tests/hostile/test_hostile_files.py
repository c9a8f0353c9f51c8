"""Hostile seed files and values: refused with their limit, or kept and shown without harm."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from harness import Kb, Outcome, assert_refused, digest
from relations_kb.domain.dates import DateError, FuzzyDate
from relations_kb.domain.limits import FINDINGS, TEXT, YAML_BYTES, YAML_LEVELS, YAML_VALUES
from relations_kb.export.tabular import json_lines, to_csv, to_json, to_json_object
from relations_kb.records.fields import Duration, Number, Text, Url
from relations_kb.records.reading import read_files
from relations_kb.render.text import clean

Ask = Callable[..., str]
Here = Callable[..., Outcome]

ONE_GB = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"


def seed(title: str, more: str = "") -> str:
    return (
        "sources: [s]\n"
        "bibliography: [{id: s, publisher: P, kind: press, reliability: C}]\n"
        "actors: [{id: alba, kind: state, names: [{text: Alba, language: en}]}]\n"
        f"events: [{{id: a, title: {title}, form: visit, parties: [alba], {more}"
        "milestones: [{step: occurred, date: 2020}]}]\n"
    )


def faults(path: Path, content: str) -> list[str]:
    path.write_text(content, encoding="utf-8")
    return [str(finding).removeprefix(f"{path}") for finding in read_files([path])[1]]


FILES = {
    "lists": ("a: " + "[" * 200, f"more than {YAML_LEVELS} levels are nested here"),
    "mappings": ("a: " + "{a: " * 200, f"more than {YAML_LEVELS} levels are nested here"),
    "blocks": ("\n".join(" " * i + "a:" for i in range(200)), "levels are nested here"),
    "many lists": ("a: " + "[" * 100_000, ""),
    "aliases": ("a: &a [x, x]\nb: [*a, *a]\n", "an anchor (&name) is not allowed"),
    "nul": (seed('"a\\0b"'), "the value holds the sign U+0000; remove it"),
    "half a sign": (seed('"a\\ud800b"'), ""),
    "a long text": (seed("x" * 20_001), "the value has 20,001 characters; write at most 20,000"),
    "a value of 10 MB": (
        seed("x" * 10_000_000),
        "the value has 10,000,000 characters; write at most 20,000",
    ),
    "a long number": (
        seed("x", f"figures: [{{metric: m, value: {'9' * 101}, unit: u}}], "),
        "the value has 101 characters; write at most 100",
    ),
    "a long term": (seed("x", f"term: {{initial: P{'9' * 5000}Y}}, "), "is no duration"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_seed_file_is_refused_with_one_short_message(name: str, tmp_path: Path) -> None:
    content, expected = FILES[name]
    (fault,) = faults(tmp_path / "a.yaml", content)
    assert expected in fault
    assert len(fault) < 2_500
    assert fault.isprintable()


def test_as_many_levels_as_are_allowed_are_read(tmp_path: Path) -> None:
    for levels, expected in ((YAML_LEVELS, "E201 a:"), (YAML_LEVELS + 1, "E102")):
        content = "a: " + "[" * (levels - 1) + "b" + "]" * (levels - 1) + "\n"
        (fault,) = faults(tmp_path / "a.yaml", content)
        assert expected in fault


def test_a_text_as_long_as_allowed_is_read(tmp_path: Path) -> None:
    assert faults(tmp_path / "a.yaml", seed("x" * TEXT)) == []


def test_errors_beyond_a_number_are_counted(tmp_path: Path) -> None:
    content = "".join(f"k{number}: 1\n" for number in range(FINDINGS + 7))
    found = faults(tmp_path / "a.yaml", content)
    assert len(found) == FINDINGS + 1
    assert found[-1] == ": E206 7 more errors are not listed; mend these first"


def test_a_bomb_of_values_ends_within_a_gigabyte(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- a\n" * (YAML_VALUES + 1), encoding="utf-8")
    done = kb.after(ONE_GB, "validate", path)
    assert (done.code, done.err) == (1, "1 file checked, 1 finding\n")
    assert f"E102 more than {YAML_VALUES:,} values stand in the file" in done.out


def test_a_file_without_end_is_not_read_to_its_end(kb: Kb) -> None:
    done = kb.after(ONE_GB, "validate", "/dev/zero")
    assert done.code == 1
    most = YAML_BYTES // 1024**2
    assert done.out == f"/dev/zero: E101 the file has more than {most} MB; split it into several\n"


# -- single values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (Text, "\0", r"the sign U\+0000"),
        (Text, "a\ud800", r"the sign U\+D800"),
        (Url, "https://" + "." * 100_000 + " ", "100,009 characters; write at most 2,000"),
        (Url, "https://a.b/\0", "is no web address"),
        (Number, "9" * 101, "101 characters; write at most 100"),
        (Duration, "P100000Y", "is no duration"),
        (Duration, "P٣Y", "is no duration"),
    ],
)  # fmt: skip
def test_a_value_beyond_its_limit_is_refused(kind: object, text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        TypeAdapter(kind).validate_python(text)


def test_a_set_of_very_many_dates_is_refused() -> None:
    with pytest.raises(DateError, match="has 10,001 characters; write at most 1,000"):
        FuzzyDate.parse("[" + "2020," * 1_999 + "2020]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb\ufeff\u2060\u00adc", "abc"),
        ("\U000e0041a\ufff9", "a"),
        ("\udcff", "\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u0601\u200f", "\u0601\u200f"),
        ("\x9b2J\x1b[2J\0", "\ufffd2J\ufffd[2J\ufffd"),
    ],
)
def test_what_cannot_be_seen_is_not_printed(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize("start", "=+-@\t\r\n＝＋－＠")
def test_no_cell_of_csv_begins_as_a_formula(start: str) -> None:
    cells = [f"{start}1", [f"{start}1", "b"]]
    written = to_csv(("a", "b"), [dict(zip("ab", cells, strict=True))])
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[1:] == [[f"'{start}1", f"'{start}1;b"]]


def test_half_a_sign_does_not_stop_the_output() -> None:
    row = {"a": "x\udcff"}
    made = (to_csv(("a",), [row]), to_json([row]), to_json_object(row), "".join(json_lines([row])))
    for text in made:
        assert "x\ufffd" in text.encode().decode()


# -- what people type ------------------------------------------------------------------------------

TYPED = {
    "an escape": "\x1b]0;owned\x07\x9b2J",
    "markup": "[bold]x[/bold][link=https://e.example]y[/link]",
    "an override": "\u202egnp.exe\u2066",
    "a formula": "=cmd|' /C calc'!A0",
    "SQL": "'; DROP TABLE claim; --",
    "half a sign": "\udcff\udcfe",
    "a long text": "a" * 100_000,
    "a line break": "alba\nborea",
}
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("timeline", "{}", "alba"),
    ("show", "{}"),
    ("search", "{}"),
    ("status", "{}"),
    ("timeline", "alba", "borea", "--topic", "{}"),
    ("timeline", "alba", "borea", "--from", "{}"),
    ("correct", "alba-borea-pact-2005", "{}", "X", "--reason", "r", "--yes"),
    ("correct", "alba-borea-pact-2005", "title", "X", "--reason", "r", "--source", "{}", "--yes"),
    ("retract", "alba-borea-pact-2005", "title", "--value", "{}", "--reason", "r", "--yes"),
    ("import", "{}", "--yes"),
    ("validate", "{}"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", TYPED)
def test_whatever_is_typed_is_refused_without_harm(
    here: Here, own_mini: Path, name: str, command: tuple[str, ...]
) -> None:
    before = digest(own_mini)
    args = [TYPED[name] if part == "{}" else part for part in command]
    done = here("--database", own_mini, *args)
    # Nothing in a base can be named by half a sign; the guard of last resort may say so.
    expected = {1, 2} | ({0} if command[0] == "search" else set())
    assert done.code in expected
    shown = done.out + done.err
    assert "Traceback" not in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\udcff")
    assert digest(own_mini) == before


def test_markup_and_sql_are_kept_as_a_reason_and_shown_as_they_are(
    here: Here, own_mini: Path
) -> None:
    reason = "[bold]x[/bold] '; DROP TABLE claim; -- \x1b[2J\u202e"
    pact = ("--database", own_mini, "correct", "alba-borea-pact-2005", "title", "New", "--yes")
    assert here(*pact, "--reason", reason).code == 0
    page = here("--database", own_mini, "show", "alba-borea-pact-2005")
    log = json.loads(here("--database", own_mini, "log", "--format", "json").out)
    assert "[bold]x[/bold] '; DROP TABLE claim; -- \ufffd[2J" in " ".join(page.out.split())
    assert log
    assert not set(page.out) & set("\x1b\u202e")


def test_a_file_name_that_begins_with_a_hyphen_is_read_after_two(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "-y.yaml").write_text(seed("x"), encoding="utf-8")
    assert kb("validate", "--", "-y.yaml", cwd=tmp_path).code == 0
    assert kb("validate", "-y.yaml", cwd=tmp_path).code == 2


def test_a_file_name_that_is_no_utf_8_is_refused(here: Here, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.yaml")
    assert_refused(here("validate", path), 2, "An argument is not UTF-8", "Write it in UTF-8")


def test_a_hostile_name_of_an_actor_is_told_short(here: Here, mini: Path) -> None:
    refused = here("--database", mini, "timeline", "a" * 100_000, "alba")
    assert_refused(refused, 2, "No actor is called 'aaaa", "aaaa … aaaa")
    assert len(refused.err) < 1_000
