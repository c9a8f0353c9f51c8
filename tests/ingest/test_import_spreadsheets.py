"""Files as people and their programs make them, from the file to what the base then says."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Here
from harness import Outcome
from relations_kb.records.yaml_text import parse_yaml

HEADER = ["date", "title", "actor1", "actor2", "source"]
ROWS = [
    ["2012-05-01", "Переговоры о зерне", "Альба", "Борея", "harbour-post"],
    ["2013", "Second talks", "XAL", "cow:903", "old-history"],
]
RECORDS = {"alba-borea-other-2012", "second-talks-2013"}

Kb = Callable[..., Outcome]


@pytest.fixture
def kb(here: Here, own_mini: Path, folder: Path) -> Kb:
    """The program on a small base of its own, in a folder of its own."""

    def ran(*args: object, base: Path = own_mini) -> Outcome:
        outcome = here("--database", base, *args)
        assert outcome.code == 0, outcome
        return outcome

    return ran


def lines(*rows: list[str], separator: str = ",", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in [HEADER, *rows])


def written(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def plan(outcome: Outcome) -> dict[str, Any]:
    """Read the plan, and keep of the outcomes only those that are there."""
    found: dict[str, Any] = json.loads(outcome.out)
    return found | {"records": {name: n for name, n in found["records"].items() if n}}


def imported(kb: Kb, *args: object) -> dict[str, Any]:
    return plan(kb("import", *args, "--yes", "--format", "json"))


def added(kb: Kb, **options: Any) -> str:
    """Write what the user added as a seed file."""
    return kb("export", "records", "--format", "yaml", "--added", **options).out


def records(kb: Kb) -> list[dict[str, Any]]:
    """Return the records that the user added."""
    data = parse_yaml(added(kb))[0]
    return [
        record for kind in ("treaties", "agreements", "trade_measures", "projects", "events")
        for record in data.get(kind, ())
    ]  # fmt: skip


def hashed(kb: Kb) -> str:
    return kb("db", "hash").out


# -- the simple table ------------------------------------------------------------------------------


def test_four_columns_and_a_source_are_enough(kb: Kb) -> None:
    path = written("talks.csv", "date,title,actor1,actor2\n2012-05,Talks on grain,Alba,Borea\n")
    assert imported(kb, path, "--source", "harbour-post")["records"] == {"new": 1}
    assert added(kb) == (
        "events:\n"
        "  - id: talks-on-grain-2012\n"
        "    title: Talks on grain\n"
        "    form: other\n"
        "    parties: [alba, borea]\n"
        "    sources: [harbour-post]\n"
        "    milestones:\n"
        "      - {step: occurred, date: 2012-05}\n"
    )


FULL = {
    "date": "2012-05-01",
    "title": "Visit of the Borean president",
    "title_ru": "Визит президента Бореи",
    "actor1": "Борея",
    "actor2": "cow:901",
    "kind": "Visit",
    "step": "occurred",
    "topic": "trade; Diplomacy",
    "role": "visitor; host",
    "place": "Northport",
    "source_url": "https://news.example/visit",
    "source_title": "A visit",
    "source_publisher": "Harbour News",
    "source_date": "2012-05-02",
    "cameo": "042",
    "plover": "CONSULT-visit",
    "external_id": "V-17",
    "note": '"Two lines,\nand a ""quoted"" word."',
}


FULL_RECORD = r"""
bibliography:
  - id: harbour-news-2012-05-02-469a09
    publisher: Harbour News
    title: A visit
    url: https://news.example/visit
    date: 2012-05-02
    kind: unclassified
    reliability: F

events:
  - id: visit-of-the-borean-president-2012
    title: Visit of the Borean president
    titles: {ru: Визит президента Бореи}
    form: visit
    parties:
      - {actor: borea, role: visitor}
      - {actor: alba, role: host}
    topics: [trade, diplomacy]
    identifiers: {visits: V-17}
    codes: {cameo: [042], plover: [CONSULT-visit]}
    sources: [harbour-news-2012-05-02-469a09]
    milestones:
      - step: occurred
        date: 2012-05-01
        place: Northport
        note: "Two lines,\nand a \"quoted\" word."
"""


def test_every_optional_column_reaches_its_place(kb: Kb) -> None:
    path = written("visits.csv", ",".join(FULL) + "\n" + ",".join(FULL.values()) + "\n")
    assert imported(kb, path)["definitions"]["source"] == 1
    assert added(kb) == FULL_RECORD.lstrip()


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Alba", "alba"), ("republic of ALBA", "alba"), ("Альба", "alba"), ("альба", "alba"),
        ("ألبا", "alba"), ("البا", "alba"), ("卡迪亚", "cadia"), ("Borée", "borea"),
        ("Boree", "borea"), ("BORÉE", "borea"), ("cow:901", "alba"), ("gw:091", "alba"),
        ("XAL", "alba"), ("xa", "alba"), ("wikidata:Q1000001", "alba"), ("north-dor", "north-dor"),
        ("North  Dor", "north-dor"), ("Coast Union", "coast-union"),
    ],
)  # fmt: skip
def test_an_actor_is_named_in_any_script_or_by_a_code(kb: Kb, text: str, actor: str) -> None:
    imported(kb, written("t.csv", lines(["2012", "Talks", text, "world-forum", "old-history"])))
    assert records(kb)[0]["parties"] == [actor, "world-forum"]


def test_persian_names_are_found_however_they_are_typed(kb: Kb) -> None:
    """A Persian keyboard writes other letters for yeh and kaf than an Arabic one."""
    written(
        "dunia.yaml",
        "actors:\n  - {id: dunia, kind: state, sources: [old-history],\n"
        "     names: [{text: Dunia, language: en}, {text: کشور دنیا, language: fa}]}\n",
    )
    imported(kb, "dunia.yaml")
    for number, text in enumerate(["کشور دنیا", "كشور دنيا", "  کشور دنیا\u200c "]):
        row = [f"201{number}", f"Talks {number}", text, "alba", "old-history"]
        assert imported(kb, written("t.csv", lines(row)))["records"]["new"] == 1
    assert {tuple(record["parties"]) for record in records(kb)} == {("dunia", "alba")}


# -- how a file is saved ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["read as UTF-16"]),
        ("utf-16-le", ["read as UTF-16"]),
        ("utf-16-be", ["read as UTF-16"]),
        ("windows-1251", ["read as Windows-1251"]),
    ],
)
def test_the_encoding_is_found_out_and_told(kb: Kb, encoding: str, note: list[str]) -> None:
    found = imported(kb, written("t.csv", lines(*ROWS).encode(encoding)))
    assert found["files"][0]["notes"] == note
    assert {entry["record"] for entry in found["entries"]} == RECORDS
    assert records(kb)[0]["title"] == "Переговоры о зерне"


def test_western_letters_are_read_as_windows_1252(kb: Kb) -> None:
    row = ["2012", "Übereinkommen über Fisch", "Borée", "Alba", "harbour-post"]
    found = imported(kb, written("t.csv", lines(row).encode("windows-1252")))
    assert found["files"][0]["notes"] == ["read as Windows-1252"]
    assert records(kb)[0]["title"] == "Übereinkommen über Fisch"


def test_an_encoding_that_is_named_goes_before_what_is_found(kb: Kb) -> None:
    path = written("t.csv", lines(ROWS[0]).encode("koi8-r"))
    imported(kb, path, "--encoding", "koi8-r")
    assert records(kb)[0]["title"] == "Переговоры о зерне"


@pytest.mark.parametrize(
    ("name", "separator", "end", "note"),
    [
        ("t.csv", ",", "\r\n", []),
        ("t.csv", ",", "\r", []),
        ("t.csv", ";", "\r\n", ["separated by semicolons"]),
        ("t.csv", "\t", "\r", ["separated by tabs"]),
        ("t.csv", "|", "\n", ["separated by pipes"]),
        ("t.txt", ";", "\r", ["separated by semicolons"]),
        ("t.tsv", "\t", "\r\n", []),
        ("t.tsv", ",", "\n", ["separated by commas"]),
    ],
)
def test_separators_and_line_ends_are_found_out(
    kb: Kb, name: str, separator: str, end: str, note: list[str]
) -> None:
    found = imported(kb, written(name, lines(*ROWS, separator=separator, end=end)))
    assert found["files"][0]["notes"] == note
    assert [(e["record"], e["line"]) for e in found["entries"]] == [
        ("alba-borea-other-2012", 2), ("second-talks-2013", 3),
    ]  # fmt: skip


def test_a_line_break_in_quotes_belongs_to_the_cell(kb: Kb) -> None:
    row = ["2012", '"Talks on\r\ngrain"', "Alba", "Borea", "harbour-post"]
    found = imported(kb, written("t.csv", lines(row, ROWS[1], end="\r\n")))
    assert [(e["title"], e["line"]) for e in found["entries"]] == [
        ("Talks on\r\ngrain", 2), ("Second talks", 4),
    ]  # fmt: skip


def test_what_a_spreadsheet_leaves_around_a_table_is_passed_over(kb: Kb) -> None:
    """Blank lines, empty rows of separators, columns without a name, comments before the header."""
    text = "# typed by hand\n\n,,,,,,\ndate,title,,actor1,actor2,source,,\n"
    text += ",,,,,,,\n2012,Talks,,Alba,Borea,harbour-post,,\n\n ,,, ,,,,\n"
    found = imported(kb, written("t.csv", text))
    assert [(e["record"], e["line"]) for e in found["entries"]] == [("talks-2012", 6)]
    assert (found["files"][0]["rows"], found["warnings"]) == (1, 0)


def test_a_number_that_excel_keeps_for_a_day_is_a_day(kb: Kb) -> None:
    found = imported(kb, written("t.csv", lines(["41030", *ROWS[0][1:]], ["2013", *ROWS[1][1:]])))
    note = "1 date was an Excel serial number, counted from 1899-12-30"
    assert found["files"][0]["notes"] == [note]
    assert [r["milestones"][0]["date"] for r in records(kb)] == ["2012-05-01", "2013"]


MAPPING = """\
skip-lines: 2
date-format: DD.MM.YYYY
decimal: ","
columns: {Дата: date, Договор: [title, title_ru], Сторона 1: actor1, Сторона 2: actor2,
          "Сумма, млн": value}
constants: {kind: agreement, form: contract, metric: value, unit: USD million}
ignore: [Исполнитель]
source: {id: example-list, publisher: A ministry, kind: ministry, reliability: C, language: ru}
"""


def test_a_russian_spreadsheet_with_a_title_and_decimal_commas(kb: Kb) -> None:
    text = (
        "Реестр договоров;;;;;\r\nна 1 мая;;;;;\r\n"
        "Дата;Договор;Сторона 1;Сторона 2;Сумма, млн;Исполнитель\r\n"
        "01.05.2012;Контракт на мост;Альба;Борея;1 234,5;Петров\r\n"
        "00.06.2012;Контракт на порт;Альба;Борея;;Петров\r\n"
    )
    written("m.yaml", MAPPING)
    path = written("t.csv", text.encode("windows-1251"))
    found = imported(kb, path, "--mapping", "m.yaml")
    assert (found["records"], found["warnings"]) == ({"new": 2}, 0)
    bridge, port = sorted(records(kb), key=lambda record: str(record["title"]))
    assert bridge["figures"] == [{"metric": "value", "value": "1234.5", "unit": "USD million"}]
    assert [r["milestones"][0]["date"] for r in (bridge, port)] == ["2012-05-01", "2012-06"]
    assert [r["titles"]["ru"] for r in (bridge, port)] == ["Контракт на мост", "Контракт на порт"]
    assert "figures" not in port


# -- Excel -----------------------------------------------------------------------------------------


def workbook(fill: Callable[[Any], None]) -> bytes:
    """Make a workbook whose first sheet is filled by a function."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_cells_with_dates_are_as_precise_as_they_look(kb: Kb) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Register of talks"])
        sheet.append([])
        sheet.append(["date", "title", None, "actor1", "actor2", "source"])
        for value, form, title in (
            (datetime.date(2012, 5, 1), "dd.mm.yyyy", "A day"),
            (datetime.datetime(2012, 5, 1), "mmm yyyy", "A month"),
            (datetime.datetime(2012, 5, 1), "yyyy", "A year"),
            (2013, "General", "A number"),
            (41030, "General", "A serial number"),
            ("2014~", "General", "A text"),
        ):
            sheet.append([value, title, None, "Alba", "Борея", "harbour-post"])
            sheet.cell(sheet.max_row, 1).number_format = form
            sheet.append([])

    written("m.yaml", "skip-lines: 2\n")
    found = imported(kb, written("talks.xlsx", workbook(fill)), "--mapping", "m.yaml")
    assert (found["records"], found["warnings"]) == ({"new": 6}, 0)
    assert found["entries"][0]["line"] == 4
    assert {r["title"]: r["milestones"][0]["date"] for r in records(kb)} == {
        "A day": "2012-05-01",
        "A month": "2012-05",
        "A year": "2012",
        "A number": "2013",
        "A serial number": "2012-05-01",
        "A text": "2014~",
    }


def test_a_title_above_the_header_is_told_with_the_way_to_skip_it(
    here: Here, own_mini: Path, folder: Path
) -> None:
    text = "Register of talks\n" + lines(*ROWS, ROWS[0])
    outcome = here("--database", own_mini, "import", written("t.csv", text), "--yes")
    assert outcome.code == 1
    assert outcome.err == (
        "t.csv:1: E108 the first line has one cell, but line 2 has 5; if lines of notes stand "
        "before the header, skip them (skip_lines: 1)\n"
    )


def test_the_result_of_a_formula_is_its_value(kb: Kb) -> None:
    def fill(sheet: Any) -> None:
        sheet.append([*HEADER, "kind", "form", "metric", "value", "unit"])
        row = ["2012", "Contract on fish", "Alba", "Borea", "harbour-post"]
        sheet.append([*row, "agreement", "contract", "value", "=4+0.5", "USD million"])

    content = io.BytesIO(workbook(fill))
    computed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(computed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v></v>", b"<v>4.5</v>").replace(
                b"<v />", b"<v>4.5</v>"))  # fmt: skip
    imported(kb, written("t.xlsx", computed.getvalue()))
    assert records(kb)[0]["figures"] == [{"metric": "value", "value": "4.5", "unit": "USD million"}]


def test_another_sheet_is_read_if_the_mapping_names_it(kb: Kb) -> None:
    def fill(sheet: Any) -> None:
        sheet.title = "Notes"
        sheet.append(["nothing here"])
        talks = sheet.parent.create_sheet("Talks")
        for row in (HEADER, *ROWS):
            talks.append(row)

    written("m.yaml", "sheet: Talks\n")
    path = written("t.xlsx", workbook(fill))
    assert imported(kb, path, "--mapping", "m.yaml")["records"] == {"new": 2}


# -- JSON Lines and YAML ---------------------------------------------------------------------------


def test_json_lines_are_rows(kb: Kb) -> None:
    rows: list[dict[str, Any]] = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    rows[0]["topic"] = ["trade", "transport"]
    text = "".join(json.dumps(row, ensure_ascii=i == 0) + "\n" for i, row in enumerate(rows))
    assert imported(kb, written("t.jsonl", text))["records"] == {"new": 2}
    first = records(kb)[0]
    assert (first["title"], first["topics"]) == ("Переговоры о зерне", ["trade", "transport"])


SEED = """\
sources: [new-paper-2020]
bibliography:
  - {id: new-paper-2020, publisher: New Paper, title: News, date: 2020-02-01,
     kind: press, reliability: C}
actors:
  - {id: dunia, kind: state, names: [{text: Dunia, language: en}], codes: {iso3: XDU}}
memberships:
  - {actor: dunia, of: world-forum, status: member, from: 2019}
events:
  - id: dunia-visit-2020
    title: Visit of Dunia's president to Alba
    form: visit
    parties: [{actor: dunia, role: visitor}, {actor: alba, role: host}]
    milestones: [{step: occurred, date: 2020-01-31}]
  - id: cadia-visit-2007
    title: Visit of Cadia's president to Alba
    form: visit
    parties: [{actor: cadia, role: visitor}, {actor: alba, role: host}]
    milestones: [{step: ended, date: 2007-07-09}]
statements:
  - id: q9
    source: new-paper-2020
    says: They met.
    because: It says so.
    evidence: [{record: dunia-visit-2020, shows: confirmed}]
"""


def test_a_seed_file_brings_all_that_it_defines_and_an_undo_takes_it_back(kb: Kb) -> None:
    before = hashed(kb)
    path = written("new.yaml", SEED)
    found = imported(kb, path)
    assert found["records"] == {"new": 1, "added": 1}
    assert found["definitions"] == {"source": 1, "actor": 1, "membership": 1, "statement": 1}
    after = hashed(kb)
    assert imported(kb, path)["changeset"] is None
    assert "2007-07-09  ended" in kb("show", "cadia-visit-2007").out
    kb("undo", found["changeset"], "--yes")
    assert hashed(kb) == before
    assert "ended" not in kb("show", "cadia-visit-2007").out
    imported(kb, path)
    assert hashed(kb) == after


def test_the_export_of_the_whole_base_says_nothing_new(kb: Kb) -> None:
    before = hashed(kb)
    path = written("whole.yaml", kb("export", "records", "--format", "yaml").out)
    found = imported(kb, path)
    assert (list(found["records"]), found["changeset"]) == (["same"], None)
    assert (found["claims_added"], found["claims_withdrawn"]) == (0, 0)
    assert not any(found["definitions"].values())
    assert hashed(kb) == before


def test_what_was_added_to_one_base_can_be_added_to_another(
    kb: Kb, mini: Path, tmp_path: Path
) -> None:
    imported(kb, written("new.yaml", SEED))
    imported(kb, written("talks.csv", lines(*ROWS)))
    imported(kb, written("visits.csv", ",".join(FULL) + "\n" + ",".join(FULL.values()) + "\n"))
    first = added(kb)
    other = Path(shutil.copy(mini, tmp_path / "other.db"))
    moved = plan(
        kb("import", written("added.yaml", first), "--yes", "--format", "json", base=other)
    )
    assert (moved["records"], moved["errors"]) == ({"new": 4, "added": 1}, 0)
    assert added(kb, base=other) == first
    assert plan(kb("import", "added.yaml", "--yes", "--format", "json"))["changeset"] is None
    for record in ("dunia-visit-2020", "cadia-visit-2007", *RECORDS):
        assert kb("show", record, base=other).out == kb("show", record).out
