"""Files that are broken: refused whole, and told with place, what was read, and what is right."""

from __future__ import annotations

import functools
import gzip
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import typer.main

from conftest import Here
from harness import Outcome
from relations_kb.ingest.flat.drafts import Drafter
from relations_kb.ingest.flat.fields import LIMIT
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.ingest.tables.reading import Layout, UnreadableError, open_table

DOCS = Path(__file__).parents[2] / "docs"
UNSAFE = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer a terminal, or turn the reading direction round."""

HEADER = "date,title,actor1,actor2,source\n"
NAMES = "date, title, actor1, actor2, source"
GOOD = "2012-05-01,Good talks,Alba,Borea,harbour-post\n"


def table(date: str = "2013", title: str = "Talks", one: str = "Alba", two: str = "Cadia") -> str:
    """Write a table whose second row, in line 3, is the one that matters."""
    return f"{HEADER}{GOOD}{date},{title},{one},{two},harbour-post\n"


def more(**cells: str) -> str:
    """Write a table of one row, in line 2, with more columns."""
    header, row = HEADER.strip(), GOOD.strip()
    return f"{header},{','.join(cells)}\n{row},{','.join(cells.values())}\n"


def event(text: str = "", *, head: str = "") -> str:
    """Write a seed file of one event, with lines after it."""
    return f"""\
{head}events:
  - id: talks-2013
    title: Talks
    form: talks
    parties: [alba, borea]
    sources: [harbour-post]
    milestones: [{{step: occurred, date: 2013}}]
{text}"""


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    """Make an Excel file of some rows under the usual header."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (HEADER.strip().split(","), *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SAVE = "save it as .xlsx or CSV"
FILES: dict[str, tuple[str | bytes, str, str]] = {
    "empty.csv": ("", "E108", "the file is empty; begin with a line of names, as date,title,"),
    "blank.csv": ("\n \n", "E108", "the file holds only comments and blank lines; begin with"),
    "comments.csv": ("# a\n# b\n", "E108", "the file holds only comments and blank lines; begin"),
    "rows.docx": (table(), "E106", "the ending '.docx' is not known; use one of .csv, .txt, .tsv"),
    "rows": (table(), "E106", "it has no ending; use one of .csv, .txt"),
    "list.json": ('[{"date": 1}]', "E106", "the ending '.json' is not known; use one of"),
    "list.jsonl": ('[{"date": 1}]', "E106", "one JSON list; write one object a line, without the"),
    "list.csv": ('[{"date": 1}]', "E106", "JSON; write one object a line and name it .jsonl"),
    "table.jsonl": (table(), "E106", "no JSON: no line begins with {; name it .csv if it is a"),
    "seed.csv": (event(), "E106", "it seems to be YAML; name it .yaml"),
    "page.csv": ("<!doctype html><html>", "E106", "a web page (HTML); open it in a spreadsheet"),
    "page.xlsx": ("<html><table>", "E106", "it seems to be a web page (HTML); open it in a"),
    "feed.csv": ("<?xml version='1.0'?><a><b/></a>", "E106", "it seems to be XML; open it in a"),
    "text.xlsx": (table(), "E106", "it seems to be plain text; name it .csv if it is a table"),
    "book.csv": (zipped("xl/workbook.xml"), "E106", "it seems to be an Excel file; name it .xlsx"),
    "book.xlsx": (zipped("xl/workbook.xml"), "E106", "the workbook is damaged; open and save it"),
    "sheet.ods": (zipped("content.xml"), "E106", f"it seems to be an OpenDocument file; {SAVE}"),
    "letter.csv": (zipped("word/document.xml"), "E106", "a Word document; copy its tables into"),
    "rows.zip": (zipped("rows.csv"), "E106", "it seems to be a zip archive; unpack it first"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "E106", "old Excel file (.xls)"),
    "report.pdf": ("%PDF-1.7\n", "E106", "it seems to be a PDF; copy its tables into a CSV"),
    "report.csv": ("%PDF-1.7\n", "E106", "it seems to be a PDF; copy its tables into a CSV"),
    "rows.csv.gz": (gzip.compress(b"x"), "E106", "a file compressed by gzip; unpack it first"),
    "data.csv": (bytes(range(256)) * 4, "E106", "no text, but data that only its own program can"),
    "zeros.csv": (bytes(2000), "E106", "no text, but data that only its own program can read; exp"),
    "line.csv": ("date,title\n2013," + "x" * (9 << 20), "E106", "a line of more than 8 MB, so it"),
    "list.yaml": ("- a\n", "E206", "the file must be a mapping with keys such as treaties, events"),
}  # fmt: skip
"""Files that are no table or seed at all: what they hold, and what is told of them."""

JSON_ROW = '{"date": 2013, "title": "Talks", "actor1": "Alba", "source": "harbour-post"}\n'
LIST = "use one of treaty, agreement, trade_measure, project, event"
ROWS: dict[str, tuple[str | bytes, int, str, str]] = {
    # The table.
    "quote.csv": (table(title='"Open'), 3, "E109", "a quote opens here and is not closed until"),
    "cells.csv": (table(title="Talks, held"), 3, "E109",
                  "the row has 6 cells, the header 5, and 'harbour-post' belongs to no column"),
    "twice.csv": (HEADER + GOOD + HEADER, 3, "E109", "the row repeats the header; remove it"),
    "nul.csv": (table(title="Ta\0lks"), 3, "E107 title:", "the sign U+0000 is no text; remove it"),
    "bytes.csv": (table(title="Переговоры").encode() + b"2014,\xff\xfe,Alba,Cadia,harbour-post\n",
                  4, "E107 title:", "the byte 0xFF is not UTF-8; save the file as UTF-8, or name"),
    "repeated.csv": (table().replace("actor2", "title"), 1, "E108 title:",
                     "the columns 2 and 4 are both named 'title'; rename one"),
    "open.csv": (table().replace("title", '"title'), 1, "E108",
                 "a quote opens here and is not closed until the end of the file; close it"),
    "notes.csv": ("My notes\n" + HEADER + GOOD * 4, 1, "E108",
                  "the first line has one cell, but line 2 has 5; if lines of notes stand before"),
    "long.csv": (table(title="x" * (LIMIT + 1)), 3, "E206 title:",
                 "the cell has 100,001 characters, and at most 100,000 are read; shorten it, or"),
    "huge.csv": (table(title="x" * 2_000_000), 3, "E206 title:", "the cell has 2,000,000 charact"),
    # Dates.
    "day.csv": (table("2025-02-30"), 3, "E204 date:", "write a day from 01 to 28, or '2025-02'"),
    "month.csv": (table("2025-13"), 3, "E204 date:", "has no month 13; write a month from"),
    "german.csv": (table("17.01.2025"), 3, "E204 date:",
                   "'17.01.2025' does not begin with the year; write '2025-01-17'; or name the"),
    "short.csv": (table("17/01/25"), 3, "E204 date:",
                  "'17/01/25' has a year of two digits; write the year in full"),
    "english.csv": (table("January 2025"), 3, "E204 date:",
                    "'January 2025' holds white space; write YYYY, YYYY-MM or YYYY-MM-DD"),
    "zero.csv": (table("0000"), 3, "E204 date:", "write a year from 0001 to 9999"),
    "before.csv": (table("-0044"), 3, "E204 date:", "names a year outside 0001 to 9999; write a"),
    "sometime.csv": (table("soon"), 3, "E204 date:", "'soon' is no EDTF date; write YYYY"),
    "undated.csv": (table(""), 3, "E311 date:", "the cell is empty and is needed; write the date"),
    # Actors.
    "nobody.csv": (table(one="Albania"), 3, "E302 actor1:",
                   "No actor is called 'Albania'. List those that are known with: kb countries"),
    "nearly.csv": (table(one="Kadia"), 3, "E302 actor1:", "No actor is called 'Kadia'. "),
    "either.csv": (table(two="Dor"), 3, "E312 actor2:",
                   "'Dor' can mean several actors. Say which: north-dor (North Dor), south-dor"),
    "same.csv": (table(two="XAL"), 3, "E306 actor2:",
                 "'Alba' and 'XAL' are both alba; name each actor once"),
    "again.csv": (table(two="Alba"), 3, "E306 actor2:", "'Alba' stands twice; name each actor"),
    "alone.csv": (table(one="", two=""), 3, "E311 actor1:", "the row names no actor; write at"),
    "untitled.csv": (table(title=""), 3, "E311 title:", "empty and is needed; write what the rec"),
    # Words.
    "kind.csv": (more(kind="treatise"), 2, "E203 kind:", "'treatise' is not in the vocabulary; "),
    "form.csv": (more(form="pact"), 2, "E203 form:", "'pact' is not in the vocabulary; use one of"),
    "step.csv": (more(step="sgined"), 2, "E203 step:", "did you mean 'signed'? Known: "),
    "topic.csv": (more(topic="trade; weather"), 2, "E203 topic:", "'weather' is not in the voc"),
    "role.csv": (more(role="boss"), 2, "E203 role:", "'boss' is not in the vocabulary; use one"),
    "roles.csv": (more(role="host;visitor;party"), 2, "E206 role:", "3 roles for 2 actors; write"),
    "cameo.csv": (more(cameo="57"), 2, "E203 cameo:", "'57' is not in the list cameo; did you"),
    "plover.csv": (more(plover="FIGHT"), 2, "E203 plover:", "not in the list plover; see docs/"),
    "formless.csv": (more(kind="agreement"), 2, "E311 form:",
                     "an agreement needs a form; write one of arrangement, contract"),
    "stepless.csv": (more(kind="tariff"), 2, "E311 step:",
                     "a trade_measure needs a step; write announced, imposed, applied"),
    "unfit.csv": (more(kind="event", form="tariff"), 2, "E206 form:", "form tariff does not fit"),
    "id.csv": (more(id="My Id"), 2, "E205 id:", "'My Id' is no id; use lower-case a-z, 0-9"),
    "value.csv": (more(metric="cost", value="many", unit="m"), 2, "E206 value:", "'many'"),
    "comma.csv": (more(metric="cost", value='"1,234"', unit="m"), 2, "E206 value:",
                  "'1,234' can be 1.234 or 1234; say which by decimal"),
    # Sources.
    "source.csv": (table().replace("harbour-post", "post"), 2, "E303 source:",
                   "no source is called 'post'; write an id that 'kb sources' lists"),
    "address.csv": (more(source_url="www.example.org"), 2, "E206 source_url:",
                    "'www.example.org' is no web address; write it in full, with https://"),
    "lonely.csv": (more(source_title="A page"), 2, "E311 source_title:",
                   "'A page' tells of a page without address and publisher; give one"),
    "graded.csv": (more(source_publisher="P", source_reliability="G"), 2, "E203 source_reliab",
                   "'G' is not in the vocabulary; use one of A, B, C, D, E, F"),
    # JSON Lines.
    "rows.jsonl": ('{"date": 2013, "title": "x"\n', 1, "E109",
                   "is no JSON: expecting ',' delimiter at sign 28; write one whole object a line"),
    "mixed.jsonl": (JSON_ROW + '["2013"]\n', 2, "E109", "the line is no object but '[\"2013\"]'"),
    "nested.jsonl": ('{"date": {"y": 1}}\n', 1, "E109 date:", "the value is an object; write a"),
    # YAML.
    "tab.yaml": ("events:\n\t- id: x\n", 2, "E102", "a tab stands here; indent with blanks"),
    "sign.yaml": ("events:\n  - title: @x\n", 2, "E102", "nothing can begin with '@'; put the"),
    "key.yaml": (event("    title: Other\n"), 8, "E103", "the key 'title' stands twice; join the"),
    "anchor.yaml": ("events:\n  - &a\n    id: x\n", 2, "E104", "an anchor (&name) is not allowed"),
    "alias.yaml": ("events: *a\n", 1, "E104", "an alias (*name) is not allowed; write the value"),
    "tag.yaml": ("events: !!set {}\n", 1, "E104", "is not allowed; leave it out"),
    "typo.yaml": (event("    notte: x\n"), 8, "E201 events[0].notte:", "did you mean 'note'?"),
    "actor.yaml": (event().replace("borea", "nowhere"), 5, "E302 events[0].parties[1].actor:",
                   "no actor has the id 'nowhere'; define this actor first"),
    "cited.yaml": (event().replace("harbour-post", "post"), 6, "E303 events[0].sources:",
                   "no source has the id 'post'; define this source first"),
    "link.yaml": (event("    links: [{rel: follows, to: nothing}]\n"), 8,
                  "E304 events[0].links[0].to:", "no record has the id 'nothing'; define this"),
    "defined.yaml": (event(head="bibliography:\n  - {id: harbour-post, publisher: Other, "
                           "title: Ships and bridges, date: 2014, kind: press, reliability: C}\n"),
                     2, "E314 bibliography[0]:",
                     "the base defines 'harbour-post' otherwise (its publisher); give it another"),
    "kind.yaml": (event().replace("talks-2013", "straits-bridge"), 2, "E314 kind:",
                  "the kind of straits-bridge is project in the base, and event here; write"),
}  # fmt: skip
"""Files of which one row or entry is wrong: the line, code and column, and what is told of it."""


made_once = functools.cache(typer.main.get_command)
"""Makes the commands once, which takes longer than most of the runs here."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, so that files have short names."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("typer.main.get_command", made_once)
    return folder


def imported(here: Here, base: Path, *args: object) -> Outcome:
    outcome = here("--database", base, "import", *args, "--yes")
    assert not UNSAFE.search(outcome.out + outcome.err), ascii(outcome)
    return outcome


def faults(outcome: Outcome, code: int = 1) -> list[str]:
    """Return what is told of a refused file; that it is not written is told, too."""
    assert outcome.code == code, outcome
    state = "Nothing is written. Mend what was found; --skip-bad leaves such rows out."
    assert outcome.out.startswith(f"Import\n{state}\n")
    return outcome.err.splitlines()


def written(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    here: Here, own_mini: Path, folder: Path, name: str
) -> None:
    content, code, message = FILES[name]
    (fault,) = faults(imported(here, own_mini, written(name, content)))
    place = f"{name}:1" if name == "list.yaml" else name
    assert fault.startswith(f"{place}: {code} ")
    assert message in fault
    assert "; " in fault or "must be" in fault


@pytest.mark.parametrize("name", ROWS)
def test_a_fault_is_told_with_its_place_and_what_would_be_right(
    here: Here, own_mini: Path, folder: Path, name: str
) -> None:
    content, line, place, message = ROWS[name]
    first, *others = faults(imported(here, own_mini, written(name, content)))
    assert first.startswith(f"{name}:{line}: {place}"), first
    assert message in first
    assert re.search(r"[;.?] [\w'\[(]", first), "it says nothing of what would be right"
    assert {other.partition(": ")[0] for other in others} <= {f"{name}:{line + 1}"}
    assert len(first) < 1500


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("folder.csv", "E101 it cannot be opened (Is a directory); check the path and the perm"),
        ("folder", "E101 it cannot be opened (Is a directory); check the path and the permissions"),
        ("nothing.csv", "E101 it cannot be opened (No such file or directory); check the path"),
        ("nothing.yaml", "E101 it cannot be opened (No such file or directory); check the path"),
    ],
)
def test_what_is_no_file_is_refused(
    here: Here, own_mini: Path, folder: Path, name: str, message: str
) -> None:
    for one in ("folder", "folder.csv"):
        Path(one).mkdir()
    (fault,) = faults(imported(here, own_mini, name))
    assert fault.startswith(f"{name}: {message}")


@pytest.mark.parametrize("option", ["--encoding", "--mapping"])
def test_an_encoding_that_is_not_known_is_refused(
    here: Here, own_mini: Path, folder: Path, option: str
) -> None:
    written("m.yaml", "encoding: klingon\n")
    path = written("rows.csv", table())
    value = "m.yaml" if option == "--mapping" else "klingon"
    (fault,) = faults(imported(here, own_mini, path, option, value))
    assert re.fullmatch(
        r"(m.yaml:1: E110 encoding: 'klingon' is no encoding that is known"
        r"|rows.csv: E107 the encoding 'klingon' is not known); write one such as utf-8, .*",
        fault,
    )


# -- columns and mappings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "code", "message"),
    [
        ("date,name,actor1", "E108", "neither a column nor a constant gives 'title'; name the"),
        ("title,actor1", "E108", "neither a column nor a constant gives 'date'; name the column"),
        ("date,title", "E108", "neither a column nor a constant gives 'actor1' or 'actors'; name"),
        ("date,title,actor1,colour", "W409 colour:", "the column is not used; map it to a field"),
        ("date,Title,title,actor1", "E110 title:", "the columns 'Title' and 'title' both give"),
        ("date,title,actor1,role2", "E108", "gives 'actor2', whose role 'role2' is; name the"),
        ("date,title,actor1,role,role1", "E110 role:", "roles are given by 'role' and by 'role1'"),
        ("date,date.year,title,actor1", "E110 date.year:", "'date' is given whole and by 'date.ye"),
        ("date,title,actor1,unit,value", "E108", "gives 'metric', which a 'value' needs; name"),
    ],
)
def test_a_fault_of_the_columns_names_the_line_of_the_header(
    folder: Path, header: str, code: str, message: str
) -> None:
    path = written("rows.csv", f"# a comment\n\n{header}\n")
    with open_table(path) as read:
        drafter = Drafter(
            read.name, read.columns, Mapping(), dataset="rows", actor_of=str,
            known_page=lambda url: None, has_source=lambda source: True, default_source=None,
            header_line=read.header_line,
        )  # fmt: skip
    told = [str(problem) for problem in drafter.problems]
    assert [one for one in told if one.startswith(f"rows.csv:3: {code} ") and message in one]


def test_columns_that_give_too_little_are_told_and_no_row_is_read(
    here: Here, own_mini: Path, folder: Path
) -> None:
    path = written("rows.csv", table("soon").replace("title", "name"))
    lacking, unused = faults(imported(here, own_mini, path))
    assert "E108 neither a column nor a constant gives 'title'; name the column" in lacking
    assert "W409 name: the column is not used; map it to a field, or name it under" in unused


MAPPINGS: dict[str, tuple[str, str]] = {
    "columns:\n  Titel: titel": ("2: E110 columns.Titel:", "'titel' is no field; did you mean 't"),
    "columns:\n  a: [date, tite]": ("2: E110 columns.a:", "'tite' is no field; did you mean 't"),
    "columns: {a: {b: c}}": ("1: E110 columns.a:", "is no list; write [...]"),
    "colums: {}": ("1: E110 colums:", "is no key of a mapping; did you mean 'columns'?"),
    "- a": ("1: E110", "the file must be a mapping with keys such as columns, values, missing"),
    "skip-lines: two": ("1: E110 skip-lines:", "'two' is no number of lines; write a whole one"),
    "skip-lines: -1": ("1: E110 skip-lines:", "'-1' is no number of lines; write a whole one, s"),
    "decimal: dot": ("1: E110 decimal:", "'dot' cannot stand here; write ',' or '.'"),
    "sheet: [a]": ("1: E110 sheet:", "['a'] is no single text; write one"),
    "date-format: DD-QQ": ("1: E110 date-format:", "no format of a date; write one such as DD.MM"),
    "delimiter: ';;'": ("1: E110 delimiter:", "';;' is not one sign; write ';', ',', '|' or tab"),
    "calendar: lunar": ("1: E110 calendar:", "use one of gregorian, julian, solar-hijri"),
    "dataset: My Data": ("1: E110 dataset:", "is no id; use lower-case a-z, 0-9 and hyphens"),
    "values: {stp: {a: b}}": ("1: E110 values.stp:", "'stp' is no field; did you mean 'step'?"),
    "source: {id: x}": ("1: E110 source.kind:", "the key 'kind' is missing; add it"),
    "columns: {a: date": ("2: E102", "did not find expected ',' or '}'; look at the indent and"),
    "columns:\n\ta: date": ("2: E102", "a tab stands here; indent with blanks"),
    "decimal: .\ndecimal: .": ("2: E103", "the key 'decimal' stands twice; join the two"),
    "columns: &a {}": ("1: E104", "an anchor (&name) is not allowed; leave it out"),
}


@pytest.mark.parametrize("text", MAPPINGS)
def test_a_mapping_that_cannot_be_used_is_told_with_its_line(
    here: Here, own_mini: Path, folder: Path, text: str
) -> None:
    written("m.yaml", f"{text}\n")
    place, message = MAPPINGS[text]
    told = faults(imported(here, own_mini, written("rows.csv", table()), "--mapping", "m.yaml"))
    assert told[0].startswith(f"m.yaml:{place} "), told
    assert message in told[0]
    assert not [line for line in told if "Input should" in line]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {Nope: place}", "E110 Nope: columns names it, and the table has no such column"),
        ("ignore: [titel]", "the table has no such column; did you mean 'title'?"),
        ("constants: {kind: pact}", "E110 constants.kind: 'pact' is not in the vocabulary; use"),
        ("values: {step: {x: sgined}}", "E110 values.step: 'sgined' is not in the vocabulary; did"),
        ("source: not-there", "E303 source: no source is called 'not-there'; write an id that"),
        ("sheet: Talks", "E110 sheet: 'Talks' cannot be used, since only an Excel file has sheets; "
                         "leave it out for this file"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_the_table_is_told(
    here: Here, own_mini: Path, folder: Path, text: str, message: str
) -> None:
    written("m.yaml", f"{text}\n")
    (fault,) = faults(imported(here, own_mini, written("r.csv", table()), "--mapping", "m.yaml"))
    assert fault.startswith("r.csv")
    assert message in fault


@pytest.mark.parametrize(
    ("name", "content", "layout", "message"),
    [
        ("r.tsv", table(), Layout(sheet="A"), "sheet: 'A' cannot be used, since only an Excel"),
        ("r.jsonl", JSON_ROW, Layout(sheet="A"), "sheet: 'A' cannot be used, since only an Excel"),
        ("r.jsonl", JSON_ROW, Layout(delimiter=";"), "delimiter: ';' cannot be used, since a JSON"),
        (
            "r.jsonl",
            JSON_ROW,
            Layout(columns=("a", "b")),
            "header: 'a, b' cannot be used, since the",
        ),
        (
            "r.xlsx",
            zipped("xl/workbook.xml"),
            Layout(delimiter=";"),
            "delimiter: ';' cannot be used",
        ),
    ],
)
def test_what_a_sort_of_file_cannot_have_is_refused(
    folder: Path, name: str, content: str | bytes, layout: Layout, message: str
) -> None:
    with pytest.raises(UnreadableError) as refused, open_table(written(name, content), layout):
        pass
    (finding,) = refused.value.findings
    assert str(finding).startswith(f"{name}: E110 {message}")
    assert finding.message.endswith("; leave it out for this file")


def test_a_mapping_that_is_not_there_is_refused(here: Here, own_mini: Path, folder: Path) -> None:
    path = written("rows.csv", table())
    (fault,) = faults(imported(here, own_mini, path, "--mapping", "m.yaml"))
    assert fault.startswith("m.yaml: E101 it cannot be opened (No such file or directory); check")


# -- rows against each other and against the base --------------------------------------------------

KEYED = "external_id,kind,step,date,title,actor1,actor2,source\n"
FIRST = "t1,treaty,signed,2013-01-01,Treaty on eels,Alba,Borea,harbour-post\n"


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (FIRST.replace("01-01", "02-01"),
         "harbour-post says '2013-02-01' of milestone signed date, and '2013-01-01' in another row "
         "of the same record (rows.csv:2, rows.csv:3); mend one"),
        (FIRST.replace("treaty,signed", "talks,"),
         "its kind is treaty, and event in another row of the same record (rows.csv:2, rows.csv"),
    ],
)  # fmt: skip
def test_rows_of_one_record_that_contradict_each_other_are_told_with_both_lines(
    here: Here, own_mini: Path, folder: Path, second: str, message: str
) -> None:
    (fault,) = faults(imported(here, own_mini, written("rows.csv", KEYED + FIRST + second)))
    assert re.match(r"rows\.csv:[23]: E313 ", fault)
    assert message in fault


def test_a_row_for_a_record_of_another_kind_is_told(
    here: Here, own_mini: Path, folder: Path
) -> None:
    path = written("rows.csv", more(id="straits-bridge"))
    (fault,) = faults(imported(here, own_mini, path))
    assert fault.startswith("rows.csv:2: E314 ")
    assert "the kind of straits-bridge is project in the base, and event here; write" in fault


# -- what must not steer the terminal --------------------------------------------------------------

EVIL = "A\x1b[31mred\x1b[0m \x1b]0;owned\x07\u202egnp.exe\u202c \x9b2J"


@pytest.mark.parametrize("form", ["table", "md"])
def test_signs_that_steer_a_terminal_are_harmless_in_a_plan(
    here: Here, own_mini: Path, folder: Path, form: str
) -> None:
    outcome = imported(here, own_mini, written("r.csv", table(title=EVIL)), "--format", form)
    assert outcome.code == 0
    assert "red" in outcome.out
    assert "gnp.exe" in outcome.out


def test_signs_that_steer_a_terminal_are_harmless_in_faults(
    here: Here, own_mini: Path, folder: Path
) -> None:
    content = table(one=EVIL).replace("source\n", "source,colour\x1b[0m\u202e\n")
    fault, doubt = faults(imported(here, own_mini, written("r\x1b[31m.csv", content)))
    assert "No actor is called" in fault
    assert "the column is not used" in doubt


# -- texts that a spreadsheet would run ------------------------------------------------------------


def test_formulas_in_a_csv_are_texts(here: Here, own_mini: Path, folder: Path) -> None:
    path = written("r.csv", table(title="'=1+1") + "2014,@x,Alba,Cadia,harbour-post\n")
    outcome = imported(here, own_mini, path, "--format", "json")
    titles = [entry["title"] for entry in json.loads(outcome.out)["entries"]]
    assert titles == ["Good talks", "=1+1", "@x"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("=A1&B1", "E109 title: the cell holds a formula without a result; open the file and save"),
        ("#REF!", "E109 title: the cell holds the error #REF!; put its value there"),
    ],
)
def test_cells_of_excel_without_a_value_are_told(
    here: Here, own_mini: Path, folder: Path, cell: str, message: str
) -> None:
    row = (2013, cell, "Alba", "Cadia", "harbour-post")
    (fault,) = faults(imported(here, own_mini, written("book.xlsx", workbook(row))))
    assert fault.startswith(f"book.xlsx:2: {message}")


# -- many faults -----------------------------------------------------------------------------------


def test_all_faults_are_told_at_once_in_the_order_of_files_and_lines(
    here: Here, own_mini: Path, folder: Path
) -> None:
    first = written("a.csv", table("soon", "", "Nobody") + "2014-13,Talks,Alba,Dor,post\n")
    second = written("b.csv", "")
    told = faults(imported(here, own_mini, second, first, "c.csv"))
    assert [line.partition(" ")[0] for line in told] == [
        "a.csv:3:", "a.csv:3:", "a.csv:3:", "a.csv:4:", "a.csv:4:", "a.csv:4:", "b.csv:", "c.csv:",
    ]  # fmt: skip


def test_a_fault_does_not_repeat_a_text_that_nobody_reads_to_its_end(
    here: Here, own_mini: Path, folder: Path
) -> None:
    long = "word " * 5000
    told = faults(imported(here, own_mini, written("r.csv", table(long, long, long))))
    assert [line.partition(": ")[0] for line in told] == ["r.csv:3", "r.csv:3"]
    assert max(map(len, told)) < 400


def test_a_column_that_is_ignored_may_hold_long_texts(
    here: Here, own_mini: Path, folder: Path
) -> None:
    path = written("r.csv", more(text="x" * (LIMIT + 1)))
    written("m.yaml", "ignore: [text]\n")
    assert imported(here, own_mini, path, "--mapping", "m.yaml").code == 0
    assert imported(here, own_mini, written("s.csv", table(title="x" * 19_000))).code == 0


def test_the_limit_of_a_cell_is_documented() -> None:
    page = (DOCS / "import-mapping.md").read_text(encoding="utf-8")
    assert f"at most {LIMIT:,} characters" in page


# -- what is not broken ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("header.csv", HEADER), ("empty.yaml", ""), ("comments.yaml", "# nothing\n")],
)
def test_a_file_without_rows_is_nothing_to_do(
    here: Here, own_mini: Path, folder: Path, name: str, content: str
) -> None:
    outcome = imported(here, own_mini, written(name, content))
    assert (outcome.code, outcome.err) == (0, "")
    assert "Nothing to write: there are no rows." in outcome.out
