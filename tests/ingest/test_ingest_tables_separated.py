"""CSV and its kin, as people and their programs write them."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.ingest.tables.reading import FOUND_OUT, Layout, UnreadableError, open_table
from relations_kb.ingest.tables.table import Row
from relations_kb.records.findings import Finding

Result = tuple[tuple[str, ...], list[Row | Finding], tuple[str, ...]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, so that files have short names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str, layout: Layout = FOUND_OUT, name: str = "t.csv") -> Result:
    """Write a text as it is and read it as a table."""
    path = Path(name)
    path.write_bytes(text.encode())
    with open_table(path, layout) as table:
        return table.columns, list(table.rows), table.notes


def told(rows: list[Row | Finding]) -> list[str]:
    return [str(row) for row in rows if isinstance(row, Finding)]


def refusal(text: str, layout: Layout = FOUND_OUT, name: str = "t.csv") -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        read(text, layout, name)
    return [str(finding) for finding in caught.value.findings]


pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize(
    ("sign", "notes"),
    [
        (",", ()),
        (";", ("separated by semicolons",)),
        ("\t", ("separated by tabs",)),
        ("|", ("separated by pipes",)),
    ],
)
def test_the_separator_is_found(sign: str, notes: tuple[str, ...]) -> None:
    lines = [
        "date{}title{}actor1",
        "2025-01-17{}Peace, trade; and | more{}iran",
        "2025{}Pact{}iran",
    ]
    lines[1] = lines[1].replace("Peace, trade; and | more", '"Peace, trade; and | more"')
    columns, rows, found = read("\n".join(line.format(sign, sign) for line in lines))
    assert columns == ("date", "title", "actor1")
    assert rows[0] == Row(
        2, {"date": "2025-01-17", "title": "Peace, trade; and | more", "actor1": "iran"}
    )
    assert found == notes


def test_commas_in_text_do_not_mislead_where_semicolons_separate() -> None:
    columns, rows, _ = read("date;value\n2025;1,5\n2026;2,5\n2027;3,5\n")
    assert columns == ("date", "value")
    assert rows[2] == Row(4, {"date": "2027", "value": "3,5"})


def test_rows_that_all_leave_out_the_last_cells_do_not_mislead() -> None:
    columns, rows, _ = read("date,title,actor1,note\n2025,Pact,iran\n2026,Pact,iran\n")
    assert columns == ("date", "title", "actor1", "note")
    assert rows[0] == Row(2, {"date": "2025", "title": "Pact", "actor1": "iran", "note": ""})


def test_one_column_is_a_table_too() -> None:
    columns, rows, notes = read("title\nTreaty\nPact\n")
    assert (columns, notes) == (("title",), ())
    assert rows == [Row(2, {"title": "Treaty"}), Row(3, {"title": "Pact"})]


def test_a_separator_that_is_named_wins() -> None:
    columns, _, notes = read("a;b,c;d\n1;2,3;4\n", Layout(delimiter=";"))
    assert (columns, notes) == (("a", "b,c", "d"), ())


@pytest.mark.parametrize("sign", ["", ";;", "tab"])
def test_a_separator_must_be_one_sign(sign: str) -> None:
    message = f"t.csv: E110 {sign!r} is no separator; name one sign, as , or ; or a tab"
    assert refusal("a,b\n1,2\n", Layout(delimiter=sign)) == [message]


@pytest.mark.parametrize("name", ["t.tsv", "t.tab", "T.TSV"])
def test_tabs_are_the_usual_thing_in_a_tsv(name: str) -> None:
    assert read("a\tb\n1\t2\n", name=name)[2] == ()
    assert read("a,b\n1,2\n", name=name)[2] == ("separated by commas",)


@pytest.mark.parametrize("ends", [("\n",), ("\r\n",), ("\r",), ("\n", "\r\n", "\r")])
def test_lines_end_in_any_way(ends: tuple[str, ...]) -> None:
    lines = ["a,b", "1,2", "3,4", "5,6"]
    text = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines))
    assert read(text)[1] == [
        Row(2, {"a": "1", "b": "2"}),
        Row(3, {"a": "3", "b": "4"}),
        Row(4, {"a": "5", "b": "6"}),
    ]


def test_a_row_has_the_line_in_which_it_begins() -> None:
    text = 'a,"b\nc"\n1,"x\r\ny\rz"\n\n2,w'
    columns, rows, _ = read(text)
    assert columns == ("a", "b\nc")
    assert rows == [Row(3, {"a": "1", "b\nc": "x\r\ny\rz"}), Row(7, {"a": "2", "b\nc": "w"})]


def test_blanks_around_cells_go_and_those_within_stay() -> None:
    text = '\u200b date\u00a0,\ufeff title \n\u00a02025 , "Peace  of\nall \u00a0" \n'
    columns, rows, _ = read("\ufeff" + text)
    assert columns == ("date", "title")
    assert rows == [Row(2, {"date": "2025", "title": "Peace  of\nall"})]


def test_blank_rows_are_passed_over() -> None:
    text = ' \n,,\n;\na,b\n\n,\n1,2\n"",""\n \u00a0 , \n3,4\n,\n'
    assert read(text)[1] == [Row(7, {"a": "1", "b": "2"}), Row(10, {"a": "3", "b": "4"})]


def test_missing_cells_are_empty_and_empty_ones_too_many_are_nothing() -> None:
    assert read("a,b,c\n1\n1,2,3,,\n")[1] == [
        Row(2, {"a": "1", "b": "", "c": ""}),
        Row(3, {"a": "1", "b": "2", "c": "3"}),
    ]


def test_a_value_beyond_the_header_is_told_and_reading_goes_on() -> None:
    _, rows, _ = read("a,b\n1,2,,x,\n3,4\n1,2,y\n")
    remedy = "put a cell that holds the separator in quotes, or name the column"
    assert told(rows) == [
        f"t.csv:2: E109 the row has 4 cells, the header 2, and 'x' belongs to no column; {remedy}",
        f"t.csv:4: E109 the row has 3 cells, the header 2, and 'y' belongs to no column; {remedy}",
    ]
    assert rows[1] == Row(3, {"a": "3", "b": "4"})


def test_a_row_cut_off_among_many_whole_ones_is_warned_of() -> None:
    _, rows, _ = read("a,b,c\n" + "1,2,3\n" * 150 + "4,5\n" + "1,2,3\n" + "6,7\n")
    assert told(rows) == [
        "t.csv:152: W410 the row has 2 cells where nearly all have 3; the others were read as "
        "empty; look whether a line break without quotes cut it off"
    ]
    assert [row.line for row in rows[150:]] == [152, 152, 153, 154]
    assert rows[151] == Row(152, {"a": "4", "b": "5", "c": ""})


# The header


def test_a_column_without_name_and_values_is_dropped() -> None:
    columns, rows, _ = read("a,,b, \n1,,2,\n3,\u00a0,4\n")
    assert columns == ("a", "b")
    assert rows == [Row(2, {"a": "1", "b": "2"}), Row(3, {"a": "3", "b": "4"})]


def test_a_column_without_name_but_with_a_value_is_named_by_its_position() -> None:
    columns, rows, _ = read("a,,b,\n" + "1,,2,\n" * 500 + "3,x,4\n")
    assert columns == ("a", "column 2", "b")
    assert rows[0] == Row(2, {"a": "1", "column 2": "", "b": "2"})
    assert rows[-1] == Row(502, {"a": "3", "column 2": "x", "b": "4"})


def test_every_repeated_name_is_told_with_both_positions() -> None:
    remedy = "rename one, or name the columns if the file has no header"
    assert refusal("a,b, a ,c,b\n1,2,3,4,5\n") == [
        f"t.csv:1: E108 a: the columns 1 and 3 are both named 'a'; {remedy}",
        f"t.csv:1: E108 b: the columns 2 and 5 are both named 'b'; {remedy}",
    ]


def test_names_are_given_where_the_file_has_none() -> None:
    layout = Layout(columns=("date", "", "title", ""))
    columns, rows, _ = read("2025\tx\tPact\t\n2026\ty\tPeace\t\n", layout)
    assert columns == ("date", "column 2", "title")
    assert rows[0] == Row(1, {"date": "2025", "column 2": "x", "title": "Pact"})
    assert len(rows) == 2


def test_lines_before_the_header_are_skipped_if_told_and_comments_always() -> None:
    text = (
        'All rights, "reserved\n\n# a "comment", with, commas\n"# by a, spreadsheet",,\na,b\n#1,2\n'
    )
    assert read(text, Layout(skip_lines=1))[:2] == (("a", "b"), [Row(6, {"a": "#1", "b": "2"})])


def test_a_column_may_be_named_by_the_number_sign() -> None:
    assert read("#,,\n#,title\n1,Pact\n")[:2] == (
        ("#", "title"),
        [Row(3, {"#": "1", "title": "Pact"})],
    )


def test_notes_before_the_header_are_recognised_and_the_remedy_names_their_number() -> None:
    text = "# ours\nSome title\nSource: us, them\n\n" + "a;b;c\n1,5;2;3\n" + "1,5;2;3\n" * 5
    assert refusal(text) == [
        "t.csv:2: E108 the first line has one cell, but line 5 has 3; if lines of notes stand "
        "before the header, skip them (skip_lines: 4)"
    ]
    assert read(text, Layout(skip_lines=4))[0] == ("a", "b", "c")


@pytest.mark.parametrize("text", ["", "\ufeff", "\n \r\n", ",,\n;\n"])
def test_an_empty_file_is_told_as_such(text: str) -> None:
    what = "is empty" if text in ("", "\ufeff") else "holds only comments and blank lines"
    assert refusal(text) == [
        f"t.csv: E108 the file {what}; begin with a line of names, as date,title,actor1,actor2"
    ]


def test_so_is_one_of_comments_or_one_that_is_skipped_as_a_whole() -> None:
    assert refusal("# one\n# two\n")[0].startswith("t.csv: E108 the file holds only comments")
    assert refusal("a,b\n1,2\n", Layout(skip_lines=5)) == [
        "t.csv: E108 the file has no header after 5 lines; skip fewer lines"
    ]


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert read("date,title") == (("date", "title"), [], ())


# Quotes


def test_a_quote_closed_within_a_hundred_lines_is_read() -> None:
    long = "\n".join(map(str, range(100)))
    _, rows, _ = read(f'a,b,c\n"{long}","{long}",x\n1,2,3\n')
    assert rows == [
        Row(2, {"a": long, "b": long, "c": "x"}),
        Row(201, {"a": "1", "b": "2", "c": "3"}),
    ]


def unclosed(line: int, where: str) -> str:
    message = "close it, or double it if it is meant as a sign"
    return f"t.csv:{line}: E109 a quote opens here and is not closed {where}; {message}"


def test_a_quote_that_swallows_the_rest_of_the_file_is_told_and_the_rest_read() -> None:
    _, rows, _ = read('a,b\n1,"x\n2,y\n3,z\n')
    assert told(rows) == [unclosed(2, "until the end of the file")]
    assert rows[1:] == [Row(3, {"a": "2", "b": "y"}), Row(4, {"a": "3", "b": "z"})]


def test_so_is_one_that_spans_more_than_a_hundred_lines() -> None:
    lines = [f'"{n}\n{n}","x' if n == 7 else f"{n},y" for n in range(200)] + ['200,"']
    _, rows, _ = read("a,b\n" + "\n".join(lines))
    assert told(rows) == [
        unclosed(10, "within 100 lines"),
        unclosed(203, "until the end of the file"),
    ]
    assert [row.line for row in rows] == [*range(2, 9), *range(10, 204)]


def test_a_cell_of_a_hundred_and_one_lines_is_one_too_many() -> None:
    long = "\n".join(["x"] * 101)
    assert told(read(f'a,b\n1,"{long}"\n')[1])[0] == unclosed(2, "within 100 lines")


def test_many_stray_quotes_are_all_told() -> None:
    block = '1,"x\n' + "2,y\n" * 150
    _, rows, _ = read("a,b\n" + block * 400)
    assert told(rows) == [unclosed(2 + 151 * n, "within 100 lines") for n in range(400)]
    assert len(rows) == 400 * 151


def test_a_cell_of_more_than_eight_megabytes_is_told() -> None:
    big = "x" * (8 * 1024 * 1024 + 1)
    _, rows, _ = read(f"a,b\n1,{big}\n2,{big[:-1]}\n", Layout(encoding="utf-8"))
    message = "a cell is longer than 8 MB; is a quote missing, or a separator?"
    assert told(rows) == [f"t.csv:2: E109 {message}"]
    assert rows[1] == Row(3, {"a": "2", "b": big[:-1]})


def test_so_is_an_open_quote_before_a_megabyte_in_few_lines() -> None:
    line = "y," + "x" * 100_000 + "\n"
    _, rows, _ = read('a,b\n1,"\n' + line * 20)
    assert told(rows) == [unclosed(2, "within 1 MB")]
    assert len(rows) == 21


def test_an_open_quote_in_the_header_leaves_no_table() -> None:
    message = unclosed(1, "until the end of the file").replace("E109", "E108")
    assert refusal('a,"b\n1,2\n') == [message]


CELL = st.text(st.sampled_from('abж,;|"\n\r# '), min_size=1, max_size=6)


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from(",;\t|"))
def test_whatever_is_quoted_well_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], sign: str
) -> None:
    path = tmp_path_factory.mktemp("quoted") / "t.csv"
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in cells]
    lines = chain([["one", "two"]], quoted)
    path.write_bytes("\n".join(sign.join(line) for line in lines).encode())
    with open_table(path, Layout(delimiter=sign)) as table:
        found = [tuple(row.cells.values()) for row in table.rows if isinstance(row, Row)]
    stripped = [(one.strip(), two.strip()) for one, two in cells]
    assert found == [row for row in stripped if any(row)]


@given(st.text(st.sampled_from('ab,"\n\r;#\ufeff\0'), max_size=60))
def test_no_text_makes_the_reader_fall_over_or_lose_a_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "t.csv"
    path.write_bytes(b"one,two\n" + text.encode())
    with open_table(path) as table:
        lines = [row.line for row in table.rows]
    assert lines == sorted(lines)
    assert all(2 <= line <= 2 + len(text) for line in lines)


def test_a_file_that_is_not_there_or_a_folder_is_told() -> None:
    Path("folder.csv").mkdir()
    for name, reason in (("none.csv", "No such file"), ("folder.csv", "Is a directory")):
        with pytest.raises(UnreadableError) as caught, open_table(Path(name)):
            pass
        assert str(caught.value).startswith(f"{name}: E101 it cannot be opened ({reason}")
