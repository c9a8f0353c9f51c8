"""A mapping file is read whole, or everything that is wrong with it is told with its line."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from relations_kb.ingest.flat.mapping import Mapping, layout_of, read_mapping
from relations_kb.records.models import Source


def read(folder: Path, text: str):
    path = folder / "m.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    mapping, findings = read_mapping(path)
    assert {f.file for f in findings} <= {str(path)}
    return mapping, [(f.line, f.code, f.field, f.message) for f in findings]


FULL = """\
    dataset: cow-mid
    encoding: windows-1251
    delimiter: tab
    skip-lines: 2
    header: [a, b]
    sheet: Data
    date-format: [DD.MM.YYYY, MM/YYYY]
    calendar: julian
    decimal: ","
    missing: [-9, NA, 1111-11-11]
    separator: "|"
    prefix: {actorN: "cow:"}
    constants: {Source URL: "https://a.org"}
    columns:
      a: date
      b: [title, title_ru]
    values:
      step: {"057": signed}
    ignore: [c]
    source:
      {id: cow, publisher: COW, kind: dataset, reliability: B}
"""


def test_every_key_is_read_and_every_scalar_is_text(tmp_path):
    mapping, findings = read(tmp_path, FULL)
    assert findings == []
    source = Source(id="cow", publisher="COW", kind="dataset", reliability="B")
    assert mapping == Mapping(
        dataset="cow-mid", encoding="windows-1251", delimiter="\t", skip_lines=2,
        header=("a", "b"), sheet="Data", date_format=("DD.MM.YYYY", "MM/YYYY"),
        calendar="julian", decimal=",", missing=("-9", "NA", "1111-11-11"), separator="|",
        prefix={"actorN": "cow:"}, constants={"source_url": "https://a.org"},
        columns={"a": ("date",), "b": ("title", "title_ru")},
        values={"step": {"057": "signed"}}, ignore=("c",), source=source,
    )  # fmt: skip
    assert (mapping.source_id, mapping.defined_id, mapping.definition) == ("cow", "cow", source)
    assert layout_of(mapping) == {
        "encoding": "windows-1251", "delimiter": "\t", "skip_lines": 2, "columns": ("a", "b"),
        "sheet": "Data",
    }  # fmt: skip


def test_an_empty_file_and_empty_keys_map_nothing(tmp_path):
    assert read(tmp_path, "") == (Mapping(), [])
    assert read(tmp_path, "ignore:\n#  - a\nvalues:\nmissing:\n") == (Mapping(), [])
    assert layout_of(Mapping()) == {
        "encoding": None, "delimiter": None, "skip_lines": 0, "columns": None, "sheet": None
    }  # fmt: skip


def test_a_source_may_be_named_by_its_id(tmp_path):
    mapping, findings = read(tmp_path, "source: tass-2025")
    assert findings == []
    assert (mapping.source_id, mapping.defined_id, mapping.definition) == ("tass-2025", None, None)


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("missing: [x]\ncolums: {a: date}", 2, "colums", "no key of a mapping; did you mean 'col"),
        ("colour: x", 1, "colour", "use one of dataset, encoding, delimiter, skip-lines"),
        ("columns:\n  a: dat", 2, "columns.a", "'dat' is no field; did you mean 'date'?"),
        ("columns:\n  a: [date, zzz]", 2, "columns.a", "use one of date, date.year"),
        ("columns:\n  a: actorN", 2, "columns.a", "'actorN' is no field"),
        ("constants:\n  titel: x", 2, "constants.titel", "did you mean 'title'?"),
        ("constants:\n  title: ''", 2, "constants.title", "the value is empty"),
        ("constants: {as of: x, as_of: y}", 1, "constants", "'as of' and 'as_of' are one field"),
        ("values:\n  step:\n    A: ''", 3, "values.step.A", "the text is given no word; write one"),
        ("values: [a]", 1, "values", "is no mapping; write {key: value}"),
        ("date-format: DD.MM.YY", 1, "date-format", "is no format of a date; write one such as"),
        ("date-format: [DD/MM/YYYY, MM/DD/YYYY]", 1, "date-format", "read them differently; keep"),
        ("date-format: [YYYYMMDD, YYYYDDMM]", 1, "date-format", "fit the same texts and read them"),
        ("calendar: lunar", 1, "calendar", "use one of gregorian, julian, solar-hijri"),
        ("delimiter: ';;'", 1, "delimiter", "is not one sign; write ';', ',', '|' or tab"),
        ("encoding: utf-9", 1, "encoding", "'utf-9' is no encoding that is known"),
        ("skip-lines: two", 1, "skip-lines", "'two' is no number of lines"),
        ("skip-lines: -1", 1, "skip-lines", "'-1' is no number of lines"),
        ("decimal: ';'", 1, "decimal", "';' cannot stand here; write ',' or '.'"),
        ("ignore: [a]\ncolumns: {a: date}", 1, "", "column 'a' stands under columns and under"),
        ("source: Not An Id", 1, "source", "is no id; use lower-case"),
        ("source:\n  id: x\n  kind: blog", 3, "source.kind", "'blog' is not in the vocabulary"),
        ("- a", 1, "", "the file must be a mapping with keys such as columns"),
    ],
)
def test_a_fault_of_the_mapping_is_told_with_its_line(tmp_path, text, line, field, words):
    mapping, findings = read(tmp_path, text)
    assert mapping == Mapping()
    assert (line, "E110", field) in [found[:3] for found in findings]
    assert any(words in found[3] for found in findings if found[2] == field)


def test_all_faults_are_told_at_once(tmp_path):
    _, findings = read(tmp_path, "decimal: x\ncalendar: y\nconstants: {zzz: 1}\n")
    assert [found[0] for found in findings] == [2, 1, 3]


def test_a_file_that_is_no_yaml_or_not_there_is_said_to_be_so(tmp_path):
    assert [f[1] for f in read(tmp_path, "a: [")[1]] == ["E102"]
    assert [f[1] for f in read(tmp_path, "a: 1\na: 2")[1]] == ["E103"]
    assert [f.code for f in read_mapping(tmp_path / "none.yaml")[1]] == ["E101"]
    (tmp_path / "m.yaml").write_bytes(b"missing: [\xff]")
    assert [f.code for f in read_mapping(tmp_path / "m.yaml")[1]] == ["E101"]
