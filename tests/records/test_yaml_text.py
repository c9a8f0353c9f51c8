"""YAML is read as text alone, every value with its line, and says what is wrong with it."""

from __future__ import annotations

import pytest

from relations_kb.records.reading import read_files
from relations_kb.records.yaml_text import YamlError, parse_yaml

# Other loaders read these as a number, a truth value, a time, a date, or fail on them.
TRAPS = ["057", "0311", "NO", "no", "y", "on", "1828-02-30", "1403-10-28", "12:30", "1e3", "0x1F",
         "1_000", "~", "null", ".inf", "2025-01-17", "4.60", "+5", "=", "<<"]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS)
def test_a_scalar_stays_the_text_that_was_written(text):
    assert parse_yaml(f"value: {text}\nlist: [{text}]\n")[0] == {"value": text, "list": [text]}


@pytest.mark.parametrize("text", TRAPS)
def test_a_key_stays_the_text_that_was_written(text):
    assert parse_yaml(f"{text}: x\n")[0] == {text: "x"}


def test_a_key_without_a_value_has_an_empty_text():
    assert parse_yaml("note:\n")[0] == {"note": ""}


def test_quotes_and_line_breaks_are_read_as_yaml_has_them():
    data, _ = parse_yaml("a: \"x\\ty\"\nb: 'it''s'\nc: >\n  one\n  two\nd: |\n  one\n  two\n")
    assert data == {"a": "x\ty", "b": "it's", "c": "one two\n", "d": "one\ntwo\n"}


def test_every_value_has_its_line():
    _, lines = parse_yaml("# first\na:\n  - b: 1\n    c:\n      d: 2\n  - [x,\n     y]\n")
    assert lines == {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 0, "b"): 3,
        ("a", 0, "c"): 4,
        ("a", 0, "c", "d"): 5,
        ("a", 1): 6,
        ("a", 1, 0): 6,
        ("a", 1, 1): 7,
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# a remark alone\n", "\ufeff"])
def test_an_empty_text_is_an_empty_mapping(text):
    assert parse_yaml(text) == ({}, {})


LOOK = "look at the indent and the quotes"

BROKEN = {
    "key twice": ("a: 1\nb: 2\na: 3\n", "E103", 3, "the key 'a' stands twice; join the two"),
    "key twice below": ("x:\n  - {a: 1,\n     a: 1}\n", "E103", 3,
                        "the key 'a' stands twice; join the two"),
    "anchor": ("a: 1\nb: [&x 1, *x]\n", "E104", 2,
               "an anchor (&name) is not allowed; leave it out"),
    "own tag": ("a: 1\nb: !thing x\n", "E104", 2, "the tag !thing is not allowed; leave it out"),
    "tag of yaml": ("b: !!int 1\n", "E104", 1,
                    "the tag tag:yaml.org,2002:int is not allowed; leave it out"),
    "python object": ("b: !!python/object/apply:os.getcwd []\n", "E104", 1,
                      "the tag tag:yaml.org,2002:python/object/apply:os.getcwd is not allowed; "
                      "leave it out"),
    "tab": ("a:\n\tb: 1\n", "E102", 2, "a tab stands here; indent with blanks"),
    "tab in between": ("a:\n  b: 1\n\tc: 2\n", "E102", 3, "a tab stands here; indent with blanks"),
    "sign": ("a: @b\n", "E102", 1, "nothing can begin with '@'; put the text in quotes"),
    "open list": ("a: 1\nb: [x\nc: 2\n", "E102", 3, f"did not find expected ',' or ']'; {LOOK}"),
    "indent": ("a:\n  b: 1\n c: 2\n", "E102", 3, f"did not find expected key; {LOOK}"),
    "alias": ("a: 1\nb: *x\n", "E104", 2,
              "an alias (*name) is not allowed; write the value out"),
    "two documents": ("a: 1\n---\nb: 2\n", "E102", 2,
                      "a second document begins; write one a file"),
    "list as key": ("a: 1\n? [x]\n: b\n", "E102", 2, "a key must be a word"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "message"), BROKEN.values(), ids=BROKEN)
def test_yaml_that_cannot_be_used_is_named_with_its_line(text, code, line, message):
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    error = caught.value
    assert (error.code, error.message) == (code, message)
    assert error.line == line


def test_an_anchor_is_refused_even_if_nothing_points_to_it():
    with pytest.raises(YamlError) as caught:
        parse_yaml("a: 1\nb: &x [1]\n")
    assert (caught.value.code, caught.value.line) == ("E104", 2)


@pytest.mark.parametrize(("char", "name"), [("\x00", "U+0000"), ("\x1b", "U+001B")])
def test_control_characters_are_refused_with_their_line(char, name):
    with pytest.raises(YamlError) as caught:
        parse_yaml(f"a: 1\nb: x{char}y\n")
    error = caught.value
    assert (error.code, error.line) == ("E102", 2)
    assert error.message == f"the sign {name} is not allowed; remove it"


def test_nesting_without_end_is_refused():
    with pytest.raises(YamlError):
        parse_yaml("[" * 900 + "]" * 900)


# Files.


def test_an_empty_file_is_a_file_without_content(write_file):
    files, findings = read_files([write_file("")])
    assert findings == []
    assert [file.records for file in files] == [[]]


def test_a_byte_order_mark_makes_no_difference(write_seed):
    path = write_seed()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    files, findings = read_files([path])
    assert findings == []
    assert [record.id for _, record in files[0].records] == ["partnership-2025"]


def test_windows_line_ends_make_no_difference_to_lines(write_seed):
    path = write_seed(("form: treaty", "form: pact"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [finding.line for finding in read_files([path])[1]] == [20]


@pytest.mark.parametrize(
    ("content", "byte"), [("a: é".encode("latin-1"), 3), ("a: b".encode("utf-16"), 0)]
)
def test_a_file_that_is_not_utf_8_is_refused(write_file, content, byte):
    path = write_file(content)
    files, findings = read_files([path])
    assert files == []
    assert [str(f) for f in findings] == [
        f"{path}: E101 byte {byte} is not UTF-8; save the file as UTF-8"
    ]


@pytest.mark.parametrize("content", ["text", "- a\n- b\n"])
def test_a_file_that_is_no_mapping_is_refused(write_file, content):
    path = write_file(content)
    assert [str(f) for f in read_files([path])[1]] == [
        f"{path}:1: E206 the file must be a mapping with keys such as treaties, events, "
        "bibliography"
    ]


def test_one_broken_file_does_not_keep_the_others_from_being_read(write_file, write_seed):
    files, findings = read_files([write_file("a: [", name="a.yaml"), write_seed(name="b.yaml")])
    assert [finding.code for finding in findings] == ["E102"]
    assert [len(file.records) for file in files] == [1]
