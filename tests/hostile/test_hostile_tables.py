"""Hostile tables: refused early and in few words, or kept as they are and shown without harm."""

from __future__ import annotations

import gzip
import json
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Here
from relations_kb.domain import limits
from relations_kb.ingest.flat import drafts
from relations_kb.ingest.tables.reading import Layout, UnreadableError, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import Finding

ONE_GB = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"
UNSAFE = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HEADER = "date,title,actor1,actor2,source\n"
GOOD = "2012-05-01,Good talks,Alba,Borea,harbour-post\n"
MB = 1024 * 1024

Content = str | bytes


def written(path: Path, content: Content) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, layout: Layout | None = None) -> list[Row | Finding]:
    with open_table(path, layout or Layout()) as table:
        return list(table.rows)


def refusal(path: Path, layout: Layout | None = None) -> str:
    """Read a file that must be refused; return its one finding without its name."""
    with pytest.raises(UnreadableError) as caught:
        read(path, layout)
    (finding,) = caught.value.findings
    told = str(finding).removeprefix(str(path))
    assert told.isprintable()
    assert len(told) < 1_000
    return told


# -- files that are too large in some way ----------------------------------------------------------

LARGE: dict[str, tuple[str, Callable[[], Content], str]] = {
    "no line break": ("a.csv", lambda: b"x" * 20 * MB, ": E106 it has a line of more than 8 MB"),
    "only separators": ("a.csv", lambda: b"," * 20 * MB, ": E106 it has a line of more than 8 MB"),
    "only quotes": ("a.csv", lambda: b'"' * 20 * MB, ": E106 it has a line of more than 8 MB"),
    "only NULs": ("a.csv", lambda: bytes(20 * MB), ": E106 it seems to be no text, but data"),
    "UTF-16 without a mark": (
        "a.csv",
        lambda: (HEADER + "x" * 9 * MB).encode("utf-16-le"),
        ": E106 it has a line of more than 8 MB",
    ),
    "UTF-16 with a mark": (
        "a.csv",
        lambda: (HEADER + "x" * 9 * MB).encode("utf-16"),
        ": E106 it has a line of more than 8 MB",
    ),
    "a JSON line": (
        "a.jsonl",
        lambda: b'{"date": "' + b"9" * 20 * MB + b'"}',
        ": E106 it has a line of more than 8 MB",
    ),
    "line breaks": (
        "a.csv",
        lambda: "\n" * 200_000 + HEADER + GOOD,
        ":10001: E108 the first 10,000 lines hold only comments and blanks; remove them",
    ),
    "returns": (
        "a.csv",
        lambda: "\r" * 200_000 + HEADER,
        ":10001: E108 the first 10,000 lines hold only comments",
    ),
    "blank lines of JSON": (
        "a.jsonl",
        lambda: '{"date": "2012"}\n' + "\n" * 20_000,
        ":2: E108 10,000 lines from here on are blank; take them out",
    ),
    "columns": (
        "a.csv",
        lambda: ",".join(f"c{n}" for n in range(limits.COLUMNS + 1)) + "\n1\n",
        ":1: E108 the header has 5,001 columns, and at most 5,000 are read",
    ),
    "a million columns": (
        "a.csv",
        lambda: "date,title" + ",a" * 1_000_000 + "\n",
        ":1: E108 the header has 1,000,002 columns, and at most 5,000 are read",
    ),
    "keys": (
        "a.jsonl",
        lambda: json.dumps({f"k{n}": 1 for n in range(50_000)}) + "\n",
        ":1: E109 the object has 50,000 keys, and at most 5,000 are read",
    ),
    "keys of many lines": (
        "a.jsonl",
        lambda: "".join(
            json.dumps({f"k{line}-{n}": 1 for n in range(3_000)}) + "\n" for line in range(99)
        ),
        ":2: E108 the first lines have more than 5,000 different keys",
    ),
    "the name of a column": (
        "a.csv",
        lambda: "date," + "x" * 100_000 + "\n1,2\n",
        ":1: E108 the name of column 2 has 100,000 characters; write at most 1,000",
    ),
    "a key": (
        "a.jsonl",
        lambda: '{"' + "x" * 100_000 + '": 1}\n',
        ":1: E109 a key has 100,000 characters; write at most 1,000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_file_beyond_a_limit_is_refused_with_the_limit(name: str, tmp_path: Path) -> None:
    file, content, expected = LARGE[name]
    assert refusal(written(tmp_path / file, content())).startswith(expected)


def test_as_many_columns_as_are_allowed_are_read(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(limits.COLUMNS))
    (row,) = read(written(tmp_path / "a.csv", header + "\nx\n"))
    assert isinstance(row, Row)
    assert len(row.cells) == limits.COLUMNS


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16-le", "windows-1251"])
def test_an_encoding_that_is_named_does_not_take_the_limit_of_a_line_away(
    tmp_path: Path, encoding: str
) -> None:
    path = written(tmp_path / "a.csv", (HEADER + "x" * 17 * MB).encode("utf-8"))
    assert ": E106 it has a line of more than 8 MB" in refusal(path, Layout(encoding=encoding))


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "raw-unicode-escape"])
def test_what_is_an_encoding_to_python_alone_is_not_read(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "a.csv", HEADER + GOOD)
    assert "is not known; write one such as utf-8" in refusal(path, Layout(encoding=name))


def test_a_quote_that_is_never_closed_ends_the_reading_early(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", HEADER + '2012,"Talks,Alba,Borea,x\n' + "x\n" * 3_000_000)
    taken: list[Row | Finding] = []
    with open_table(path) as table, pytest.raises(UnreadableError) as caught:
        taken.extend(table.rows)
    assert isinstance(taken[0], Finding)
    assert (taken[0].line, taken[0].message.split(";")[0]) == (
        2, "a quote opens here and is not closed within 100 lines",
    )  # fmt: skip
    assert len(taken) == 1 + limits.LONE_CELLS
    (finding,) = caught.value.findings
    assert (finding.line, finding.code) == (2 + limits.LONE_CELLS + 1, "E106")
    assert "1,000 rows up to here have one cell, and the header has 5" in finding.message


def test_a_quote_that_opens_in_the_header_and_is_never_closed_is_told_at_once(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "a.csv", '"' + HEADER + GOOD * 300_000)
    assert refusal(path).startswith(":1: E108 a quote opens here and is not closed within 100")


def test_rows_of_one_cell_are_read_where_the_table_has_but_one_column(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "title\n" + "x\n" * (limits.LONE_CELLS + 5))
    assert len(read(path)) == limits.LONE_CELLS + 5


def test_a_file_of_faulty_rows_alone_is_not_read_to_its_end(
    here: Here, own_mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "FAULTY_ROWS", 50)
    bad = "2012-05-01,Talks,Nobody,Borea,harbour-post\n"
    path = written(tmp_path / "a.csv", HEADER + bad * 50 + GOOD + bad * 1_000)
    errors = tmp_path / "errors.csv"
    done = here("--database", own_mini, "import", path, "--dry-run", "--errors", errors)
    assert done.code == 1
    (told,) = [line for line in errors.read_text().splitlines() if ",E106," in line]
    assert "a.csv,103," in told
    assert "rows up to here cannot be used, one after the other; mend what is wrong" in told
    assert len(errors.read_text().splitlines()) == 1 + 50 + 50 + 1


LINES = {
    "comments": "#" + "\t" * 2_000_000,
    "blanks": " " * 2_000_000,
    "marks of comments": '"#"' + " \t" * 1_000_000,
}


@pytest.mark.parametrize("name", LINES)
def test_a_long_line_before_the_header_is_passed_over_in_one_way(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", f"{LINES[name]}\n{HEADER}{GOOD}")
    (row,) = read(path)
    assert row.line == 3


def test_a_jsonl_of_blank_lines_and_no_object_is_told_from_its_first_bytes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", "\n" * 65_000 + "x\n")
    assert refusal(path) == (
        ": E106 it seems to be no JSON: no line begins with {; name it .csv if it is a table"
    )


def test_large_lines_of_json_are_not_all_held(tmp_path: Path) -> None:
    line = json.dumps({"date": "2012", "note": "x" * (6 * MB)})
    path = written(tmp_path / "a.jsonl", f"{line}\n" * 20)
    tracemalloc.start()
    with open_table(path) as table:
        assert sum(1 for _ in table.rows) == 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 80 * MB


# -- lines of JSON ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "the line is nested too deeply"),
        ('{"a": ' * 100_000 + "1" + "}" * 100_000, "the line is nested too deeply"),
        ('{"a": 1, "a": 2}', "the key 'a' stands twice; leave one out"),
        ('{"a": NaN}', "NaN is no number; write null if there is no value"),
        ('{"a": -Infinity}', "-Infinity is no number; write null"),
        ('{"a": "\\ud800"}', "the sign U+D800 is no text; remove it"),
        ('{"\\udfff": 1}', "the sign U+DFFF is no text; remove it"),
        ('{"a": "\\u0000"}', "the sign U+0000 is no text; remove it"),
        ("[1, 2]", "the line is no object but '[1, 2]'; write {...}"),
        ("5", "the line is no object but '5'; write {...}"),
        ("null", "the line is no object but 'null'; write {...}"),
        ('{"a": "\x1b[2J', "is no JSON"),
    ],
)
def test_a_hostile_line_of_json_is_told_alone(tmp_path: Path, line: str, message: str) -> None:
    rows = read(written(tmp_path / "a.jsonl", f'{{"a": "1"}}\n{line}\n{{"a": "3"}}\n'))
    assert [row.line for row in rows] == [1, 2, 3]
    assert isinstance(rows[1], Finding)
    assert message in rows[1].message
    assert rows[1].message.isprintable()
    assert len(rows[1].message) < 500


def test_a_number_of_very_many_digits_stays_text(tmp_path: Path) -> None:
    digits = "9" * 5_000_000
    (row,) = read(written(tmp_path / "a.jsonl", f'{{"a": {digits}}}\n'))
    assert isinstance(row, Row)
    assert row.cells == {"a": digits}


# -- what is no table ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.jsonl", "a.tsv", "a.yaml"])
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (gzip.compress(bytes(10 * MB)), "a file compressed by gzip; unpack it first"),
        (b"BZh91AY&SY" + bytes(99), "a file compressed by bzip2; unpack it first"),
        (b"\xfd7zXZ\0" + bytes(99), "a file compressed by xz; unpack it first"),
        (b"\x28\xb5\x2f\xfd" + bytes(99), "a file compressed by Zstandard; unpack it first"),
        (b"PK\x03\x04" + bytes(99), "a damaged zip or Excel file; fetch or save it again"),
    ],
)
def test_a_compressed_file_is_refused_unread(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    path = written(tmp_path / name, content)
    assert refusal(path) == f": E106 it seems to be {what}"
