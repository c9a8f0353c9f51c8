"""A record is added to the text of a seed file, and all that was there stays byte for byte."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relations_kb.domain.errors import KbError
from relations_kb.records.appending import appended
from relations_kb.records.yaml_text import YamlError, parse_yaml

RECORD = "- id: new\n  title: New\n  parties: [alba]\n"
SOURCE = "- id: page\n  publisher: Post\n"
ITEM = {"id": "new", "title": "New", "parties": ["alba"]}


def test_a_new_file_gets_bibliography_and_section() -> None:
    assert appended("", RECORD, "events", SOURCE) == (
        "bibliography:\n"
        "  - id: page\n"
        "    publisher: Post\n"
        "\n"
        "events:\n"
        "  - id: new\n"
        "    title: New\n"
        "    parties: [alba]\n"
    )


def test_comments_of_the_last_item_stay_with_it_and_those_of_the_next_section_with_that() -> None:
    text = (
        "# a file\n"
        "events:\n"
        "  - id: a   # the first\n"
        "    # of a\n"
        "\n"
        "# ---- agreements ----\n"
        "agreements:\n"
        "  - id: b"
    )
    assert appended(text, RECORD, "events") == (
        "# a file\n"
        "events:\n"
        "  - id: a   # the first\n"
        "    # of a\n"
        "\n"
        "  - id: new\n"
        "    title: New\n"
        "    parties: [alba]\n"
        "\n"
        "# ---- agreements ----\n"
        "agreements:\n"
        "  - id: b"
    )


@pytest.mark.parametrize("indent", [0, 1, 2, 4, 7])
def test_an_item_is_indented_as_the_others_are(indent: int) -> None:
    pad = " " * indent
    text = f"events:\n{pad}- id: a\n{pad}- id: b\nsources: [x]\n"
    assert appended(text, RECORD, "events") == (
        f"events:\n{pad}- id: a\n{pad}- id: b\n"
        f"{pad}- id: new\n{pad}  title: New\n{pad}  parties: [alba]\nsources: [x]\n"
    )


def test_items_that_stand_apart_stay_apart_and_others_do_not() -> None:
    apart = "events:\n  - id: a\n\n  # b\n  - id: b\n"
    assert appended(apart, RECORD, "events").startswith(f"{apart}\n  - id: new\n")
    close = "events:\n  - id: a\n  # b\n  - id: b\n"
    assert appended(close, RECORD, "events").startswith(f"{close}  - id: new\n")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_line_ends_of_a_file_are_kept_and_used(newline: str) -> None:
    text = newline.join(["events:", "  - id: a", "", "  - id: b"])
    lines = [text, "", "  - id: new", "    title: New", "    parties: [alba]", ""]
    assert appended(text, RECORD, "events") == newline.join(lines)


def test_a_missing_line_end_at_the_end_is_given() -> None:
    assert appended("sources: [x]", RECORD, "events").startswith("sources: [x]\n\nevents:\n")
    assert appended("# nothing", RECORD, "events").startswith("# nothing\n\nevents:\n  - id: new")


def test_a_mark_of_byte_order_stays_at_the_start() -> None:
    assert appended("\ufeffevents:\n  - id: a\n", RECORD, "events").startswith(
        "\ufeffevents:\n  - id: a\n\n  - id: new\n"
    )


def test_a_section_without_entries_gets_the_first() -> None:
    text = "events:  # none yet\n# end\n"
    assert appended(text, RECORD, "events") == (
        "events:  # none yet\n  - id: new\n    title: New\n    parties: [alba]\n# end\n"
    )


def test_a_mark_of_the_end_of_the_document_stays_at_the_end() -> None:
    new = appended("---\nsources: [x]\n...\n", RECORD, "events", SOURCE)
    assert new.startswith("---\nsources: [x]\n\nbibliography:\n")
    assert new.endswith("    parties: [alba]\n...\n")


def test_blank_lines_that_belong_to_a_text_keep_their_number() -> None:
    text = "events:\n  - id: a\n    note: |+\n      x\n\n\n"
    new = appended(text, RECORD, "events")
    assert new == text + "  - id: new\n    title: New\n    parties: [alba]\n"
    assert parse_yaml(new)[0]["events"] == [{"id": "a", "note": "x\n\n\n"}, ITEM]
    last = "note: |+\n  x\n"
    assert appended(last, RECORD, "events").startswith(f"{last}events:\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("events: []\n", "The section 'events' stands in brackets"),
        ("events: [{id: a}]\n", "The section 'events' stands in brackets"),
        ("{events: []}\n", "The whole file stands in brackets"),
        ("events: a\n", "'events' holds no list"),
        ("events: {id: a}\n", "'events' holds no list"),
        ("- id: a\n", "The file is no seed file"),
        ("events: [\n", "The file cannot be read: line 2"),
        ("events: &a\n  - id: a\n", "The file cannot be read: line 1: an anchor"),
        ("note: |\n  x", "The record cannot be added to 'events' without changing"),
    ],
)
def test_a_text_without_a_place_for_the_record_is_refused(text: str, message: str) -> None:
    with pytest.raises(KbError) as refused:
        appended(text, RECORD, "events")
    assert refused.value.message.startswith(message)
    assert refused.value.remedy


def test_a_section_in_brackets_can_be_mended_as_the_message_says() -> None:
    with pytest.raises(KbError) as refused:
        appended("events: []\n", RECORD, "events")
    assert "in block style" in refused.value.remedy


_comment = st.sampled_from(["", "# c", "  # c", "      # é: ["])
_value = st.sampled_from(
    ["x", "'x # y'", '"x: y"', "[a, b]  # list", "{value: 1, calendar: julian}", "2025-01~",
     "|\n{pad}    one\n\n{pad}    two", "|-\n{pad}    one", ">+\n{pad}    one\n\n", "a\n{pad}    b",
     "\n{pad}    - p\n{pad}    - {q: r}", "\n{pad}    s: t", ""]
)  # fmt: skip


@st.composite
def _item(draw: st.DrawFn, pad: str, number: int) -> list[str]:
    lines = [f"{pad}- id: a{number}{draw(st.sampled_from(['', ' # why']))}"]
    for key in draw(st.lists(st.sampled_from(["title", "note", "k"]), unique=True)):
        lines += f"{pad}  {key}: {draw(_value)}".replace("{pad}", pad).split("\n")
        lines += draw(st.lists(_comment, max_size=2))
    return lines


@st.composite
def seed_texts(draw: st.DrawFn) -> str:
    """Write the text of a seed file, laid out in any way."""
    lines = draw(st.lists(_comment, max_size=2))
    names = st.sampled_from(["bibliography", "events", "treaties", "agreements"])
    for name in draw(st.lists(names, unique=True)):
        pad = " " * draw(st.sampled_from([0, 2, 3]))
        lines += [f"{name}:{draw(st.sampled_from(['', '  # s']))}"]
        for number in range(draw(st.integers(0, 3))):
            lines += [*draw(st.lists(_comment, max_size=2)), *draw(_item(pad, number))]
        lines += draw(st.lists(_comment, max_size=3))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join(lines) + draw(st.sampled_from(["", newline]))


def _is_yaml(text: str) -> bool:
    try:
        parse_yaml(text)
    except YamlError:
        return False
    return True


TEXTS = seed_texts().filter(_is_yaml)


def _put_in_one_place(old: str, new: str) -> bool:
    """Tell whether a text is another with something put into it, or after it, in one place."""
    start, end = _alike(old, new), _alike(old[::-1], new[::-1])
    return len(new) > len(old) and start + end >= len(old)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


@given(TEXTS)
def test_a_record_is_put_in_one_place_and_all_else_stays_byte_for_byte(text: str) -> None:
    old = parse_yaml(text)[0]
    # A text in a block at the very end would change with the line end that it lacks.
    assume(parse_yaml(f"{text}\n")[0] == old)
    try:
        new = appended(text, RECORD, "events")
    except KbError as refused:
        # Of nothing else than a block text that ends with the file, without a line break.
        assert "|" in text
        assert not text.endswith(("\n", "\r"))
        remedy = refused.remedy
        assert remedy == "End the file with a line break, or name another file."
        return
    assert _put_in_one_place(text, new)
    assert parse_yaml(new)[0] == {**old, "events": [*(old.get("events") or []), ITEM]}
    assert new.count("\n") == new.count("\r\n") or "\r" not in text


@given(TEXTS)
def test_a_source_is_added_as_a_record_is(text: str) -> None:
    text = f"{text}\nsources: [x]\n"
    cited = appended(text, SOURCE, "bibliography")
    assert _put_in_one_place(text, cited)
    assert appended(text, RECORD, "events", SOURCE) == appended(cited, RECORD, "events")
