"""Text from data made safe, and tables that say the same in a pipe and in Markdown."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from harness import without_escapes
from relations_kb.render.layout import Sheet, markdown_text, plain_text, terminal_text
from relations_kb.render.page import Page, Section, page_markdown, page_text
from relations_kb.render.text import clean, counted, listed, markdown_table

SHEET = Sheet(
    header=("Date", "What"),
    rows=[("2005", "short"), ("2006-01-01", "海峡 [bold]x[/bold]"), ("", "a|b\nc")],
    above=("Above [it]",),
    below=("Below",),
)
PAGE = Page("A [title]", ["intro"], (Section("Full", ["word " * 60, "b"]), Section("Empty", [])))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (None, ""),
        ("plain", "plain"),
        ("Иран ایران 伊朗", "Иран ایران 伊朗"),
        ("a\nb\tc", "a b c"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("a\rb\x07\x08\x7f", "a\ufffdb\ufffd\ufffd\ufffd"),
        ("\u202eabc\u202c\u2066d\u2069", "abcd"),
        ("[bold]a[/bold]", "[bold]a[/bold]"),
    ],
)
def test_text_from_data_is_made_safe_and_else_left_alone(text: str | None, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize("char", "\u2028\u2029\x85\x0b\x0c")
def test_no_kind_of_line_break_of_data_breaks_a_line(char: str) -> None:
    assert len(clean(f"a{char}b").splitlines()) == 1


def test_a_zero_width_joiner_of_persian_is_kept() -> None:
    assert clean("می\u200cخواهد") == "می\u200cخواهد"


def test_a_list_beyond_its_limit_is_counted() -> None:
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert listed(["a", "b", "c"], limit=2) == "a, b +1"
    assert listed(["a", "b"], limit=2) == "a, b"
    assert listed([]) == ""


def test_a_number_has_its_noun_in_the_right_form() -> None:
    assert (counted(1, "entry", "entries"), counted(2, "entry", "entries")) == (
        "1 entry", "2 entries",
    )  # fmt: skip
    assert (counted(0, "record"), counted(1, "record")) == ("0 records", "1 record")


def test_columns_in_a_pipe_are_aligned_by_the_cells_they_take() -> None:
    assert plain_text(SHEET).splitlines() == [
        "Above [it]",
        "Date        What",
        "2005        short",
        "2006-01-01  海峡 [bold]x[/bold]",
        "            a|b c",
        "Below",
    ]


@pytest.mark.parametrize("width", [12, 20, 40, 80])
def test_a_sheet_on_a_terminal_fits_and_keeps_every_word(width: int) -> None:
    text = without_escapes(terminal_text(SHEET, width))
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    assert "2005" in text
    assert "Below" in text


def test_a_cell_of_markdown_cannot_leave_its_cell() -> None:
    assert markdown_table(("A",), [("x|y\n*b* `c` <d> [e](f) _g_ \\",)]) == (
        "| A |\n| --- |\n| x\\|y \\*b\\* \\`c\\` \\<d\\> \\[e\\](f) \\_g\\_ \\\\ |\n"
    )


def test_a_sheet_in_markdown_has_a_header_and_all_rows() -> None:
    lines = markdown_text(SHEET).splitlines()
    assert lines[:4] == ["Above \\[it\\]", "", "| Date | What |", "| --- | --- |"]
    assert lines[-1] == "Below"
    assert len([line for line in lines if line.startswith("| ")]) == 5


def test_an_empty_section_of_a_page_says_so() -> None:
    assert page_text(PAGE, None).splitlines()[-2:] == ["Empty", "  nothing on record"]
    assert page_markdown(PAGE).endswith("## Empty\n\n- nothing on record\n")


def test_a_page_is_wrapped_on_a_terminal_and_nowhere_else() -> None:
    piped = page_text(PAGE, None).splitlines()
    shown = without_escapes(page_text(PAGE, 40)).splitlines()
    assert max(len(line) for line in piped) > 290
    assert max(len(line) for line in shown) <= 40
    assert " ".join(" ".join(shown).split()) == " ".join(" ".join(piped).split())
