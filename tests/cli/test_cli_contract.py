"""The contract for scripts: keys, columns, separators and streams that never move."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Kb, Outcome

Ask = Callable[..., str]

ENTRY = [
    "date", "date_min", "date_max", "precision", "calendar", "kind", "record", "step", "actor",
    "title", "parties", "route", "flags", "sources", "place", "note",
]  # fmt: skip
RECORD = {
    "id", "kind", "title", "parties", "milestones", "figures", "links", "identifiers", "topics",
    "sources", "codes", "statements",
}  # fmt: skip
PARTY = {"actor", "role", "via"}
MILESTONE = {
    "step", "actor", "date", "date_min", "date_max", "assertion", "place", "sources", "claims",
}  # fmt: skip
FIGURE = {"metric", "value", "unit", "of", "as_of", "sources", "claims"}
SOURCE = {
    "id", "title", "publisher", "url", "date", "side", "kind", "reliability", "origin",
}  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("command", ["timeline", "export timeline"])
def test_a_timeline_entry_in_json_has_exactly_these_keys_in_this_order(
    ask: Ask, mini: Path, command: str
) -> None:
    entries = json.loads(ask(mini, *command.split(), "alba", "borea", "--format", "json"))
    assert len(entries) == 17
    assert [list(entry) for entry in entries] == [ENTRY] * 17


def test_json_lines_are_the_objects_of_the_array(ask: Ask, mini: Path) -> None:
    array = json.loads(ask(mini, "timeline", "alba", "borea", "--format", "json"))
    lines = ask(mini, "timeline", "alba", "borea", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == array


def test_csv_has_the_same_columns_in_the_same_order(ask: Ask, mini: Path) -> None:
    text = ask(mini, "timeline", "alba", "borea", "--format", "csv")
    assert text.splitlines()[0] == ",".join(ENTRY)
    assert len(rows(text)) == 17


def test_csv_and_json_say_the_same(ask: Ask, base: Path) -> None:
    entries = json.loads(ask(base, "timeline", "iran", "russia", "--context", "--format", "json"))
    found = rows(ask(base, "timeline", "iran", "russia", "--context", "--format", "csv"))

    def cell(value: Any) -> str:
        text = ";".join(value) if isinstance(value, list) else value or ""
        return f"'{text}" if text[:1] in tuple("=+-@\t\r") and text else str(text)

    assert found == [{key: cell(value) for key, value in entry.items()} for entry in entries]
    assert len(found) > 300


def test_lists_in_csv_are_joined_with_semicolons(ask: Ask, mini: Path) -> None:
    first = rows(ask(mini, "export", "timeline", "alba", "borea"))[0]
    assert first["parties"] == "kingdom-of-alba;borea"
    assert first["flags"] == "predecessor;single-source"
    assert first["actor"] == ""


def test_export_writes_csv_unless_told_otherwise(ask: Ask, mini: Path) -> None:
    exported = ask(mini, "export", "timeline", "alba", "borea", "--no-lines", "--from", "2005")
    asked = ask(
        mini, "timeline", "alba", "borea", "--no-lines", "--from", "2005", "--format", "csv"
    )
    assert exported == asked


def test_dates_in_json_are_edtf_as_stored_and_iso_days_or_null(ask: Ask, mini: Path) -> None:
    entries = json.loads(ask(mini, "timeline", "alba", "borea", "--format", "json"))
    assert entries[0]["date"] == "1900-02-10"
    assert (entries[0]["calendar"], entries[0]["date_min"]) == ("julian", "1900-02-22")
    assert (entries[-1]["date"], entries[-1]["date_min"], entries[-1]["date_max"]) == (None,) * 3
    assert {entry["route"] for entry in entries} == {"direct", "line", "bloc"}


def test_an_open_end_is_null_in_json(ask: Ask, base: Path) -> None:
    entries = json.loads(ask(base, "timeline", "iran", "russia", "--format", "json"))
    open_start = [e for e in entries if e["date"] and e["date"].startswith("../")]
    open_end = [e for e in entries if e["date"] and e["date"].endswith("/..")]
    assert open_start
    assert open_end
    assert {e["date_min"] for e in open_start} == {None}
    assert {e["date_max"] for e in open_end} == {None}


def test_show_in_json_has_the_keys_of_every_level(ask: Ask, mini: Path) -> None:
    treaty = json.loads(ask(mini, "show", "alba-borea-pact-2005", "--format", "json"))
    bridge = json.loads(ask(mini, "show", "straits-bridge", "--format", "json"))
    for record in (treaty, bridge):
        assert record.keys() >= RECORD
        assert all(party.keys() >= PARTY for party in record["parties"])
        assert all(milestone.keys() >= MILESTONE for milestone in record["milestones"])
        assert all(figure.keys() >= FIGURE for figure in record["figures"])
        assert all(source.keys() >= SOURCE for source in record["sources"])
    assert len(bridge["figures"]) == 2
    assert treaty["links"] == [
        {"rel": "supersedes", "to": "alba-borea-friendship-1900", "note": "By its article 9."}
    ]
    assert treaty["identifiers"] == {"archive": "AB-2005/1"}
    assert treaty["topics"] == ["security", "trade"]


def test_show_in_json_has_the_values_of_the_record(ask: Ask, mini: Path) -> None:
    record = json.loads(ask(mini, "show", "alba-borea-pact-2005", "--format", "json"))
    in_force = record["milestones"][-1]
    assert {key: in_force[key] for key in MILESTONE - {"claims"}} == {
        "step": "in-force",
        "actor": None,
        "date": "2006-01-01",
        "date_min": "2006-01-01",
        "date_max": "2006-01-01",
        "assertion": "actual",
        "place": None,
        "sources": ["alba-ministry", "harbour-post"],
    }
    assert [(c["value"], c["source"]) for c in in_force["claims"]] == [
        ("2006-02-01", "borea-agency"), ("2006", "harbour-post"), ("2016-01-01", "mirror-site"),
    ]  # fmt: skip
    agency = next(s for s in record["sources"] if s["id"] == "borea-agency")
    assert {key: agency[key] for key in SOURCE} == {
        "id": "borea-agency",
        "title": None,
        "publisher": "Borea News Agency",
        "url": "https://news.example/1",
        "date": "2014-06-01",
        "side": "borea",
        "kind": "agency",
        "reliability": "B",
        "origin": None,
    }


def test_exported_records_are_what_show_prints(ask: Ask, mini: Path) -> None:
    lines = ask(mini, "export", "records", "--format", "jsonl").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 11
    assert [record["id"] for record in records] == sorted(record["id"] for record in records)
    for record in records:
        assert record == json.loads(ask(mini, "show", record["id"], "--format", "json"))


def test_every_packaged_record_is_exported_in_the_same_shape(ask: Ask, base: Path) -> None:
    records = [
        json.loads(line)
        for line in ask(base, "export", "records", "--format", "jsonl").splitlines()
    ]
    assert len(records) > 200
    assert {tuple(record) for record in records} == {tuple(records[0])}
    assert json.loads(ask(base, "export", "records", "--format", "json")) == records
    gulistan = next(record for record in records if record["id"] == "gulistan-1813")
    assert gulistan == json.loads(ask(base, "show", "gulistan-1813", "--format", "json"))


def test_the_summary_in_json_has_every_section(ask: Ask, mini: Path) -> None:
    text = ask(mini, "summary", "alba", "borea", "--on", "2014-06-01", "--format", "json")
    found = json.loads(text)
    assert found["actors"] == ["alba", "borea"]
    assert found["on"] == "2014-06-01"
    sections = {
        "in_force", "not_in_force", "ended", "planned", "changes", "measures", "projects",
        "contradictions", "gaps", "sources",
    }  # fmt: skip
    assert found.keys() >= sections | {"base", "coverage"}
    assert [i["record"] for i in found["in_force"]] == [
        "coast-union-alba-trade-2004", "alba-borea-pact-2005",
    ] or [i["record"] for i in found["in_force"]] == [
        "alba-borea-pact-2005", "coast-union-alba-trade-2004",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["table", "md", "json", "jsonl", "csv"])
def test_output_goes_whole_to_a_file_and_not_to_stdout(
    ask: Ask, mini: Path, tmp_path: Path, form: str
) -> None:
    expected = ask(mini, "timeline", "alba", "borea", "--format", form)
    target = tmp_path / "out.txt"
    target.write_text("what was there before")
    said = ask(mini, "timeline", "alba", "borea", "--format", form, "--output", target)
    assert said == ""
    assert target.read_text(encoding="utf-8") == expected
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize(
    "command",
    [
        ("summary", "alba", "borea", "--on", "2014-06-01"),
        ("show", "straits-bridge"),
        ("search", "northport"),
        ("countries",),
        ("sources",),
        ("assess",),
        ("quality", "alba", "borea"),
        ("export", "records"),
        ("export", "timeline", "alba", "borea"),
    ],
)
def test_every_command_that_tells_data_can_write_it_to_a_file(
    ask: Ask, mini: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    target = tmp_path / "out.txt"
    assert ask(mini, *command, "--output", target) == ""
    assert target.read_text(encoding="utf-8") == ask(mini, *command)


def test_output_through_a_link_keeps_the_link(ask: Ask, mini: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.touch()
    link.symlink_to(target)
    ask(mini, "countries", "--format", "csv", "--output", link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("id,")


def test_the_program_run_as_a_script_puts_data_on_stdout_alone(kb: Kb, mini: Path) -> None:
    found = kb("timeline", "alba", "borea", "--format", "json", "--database", mini)
    assert (found.code, found.err) == (0, "")
    assert len(json.loads(found.out)) == 17


def test_the_base_is_named_by_option_then_environment_then_the_data_folder(
    here: Callable[..., Outcome], mini: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    default = tmp_path / "home" / "data" / "relations-kb" / "relations.db"
    environment = {"KB_DATABASE_URL": f"sqlite:///{other}"}
    assert here("db", "path").out == f"{default}\n"
    assert here("db", "path", **environment).out == f"{other}\n"
    assert here("db", "path", "--database", mini, **environment).out == f"{mini}\n"
    assert here("--database", mini, "db", "path", **environment).out == f"{mini}\n"
    assert not other.exists()
    assert not (tmp_path / "home").exists()
