"""Templates that import as they stand, and mappings proposed for a person to complete."""

from __future__ import annotations

import re

import pytest
from flat_tables import KNOWN_SOURCES, actor_of, actors_of, table_of

from relations_kb.domain.errors import KbError
from relations_kb.ingest.flat.drafts import Draft, Drafter
from relations_kb.ingest.flat.fields import FIELDS, field_named
from relations_kb.ingest.flat.guess import guess
from relations_kb.ingest.flat.mapping import Mapping, read_mapping
from relations_kb.ingest.flat.template import template
from relations_kb.ingest.tables.table import Row, Table
from relations_kb.records.addresses import same_page
from relations_kb.records.findings import Finding
from relations_kb.records.models import RECORD_CLASSES
from relations_kb.records.seed_file import Seed
from relations_kb.records.yaml_text import parse_yaml


def table(columns: str, *rows: str) -> Table:
    return table_of("t.csv", [columns, *rows], Mapping())


def proposal(columns: str, *rows: str) -> str:
    return guess(table(columns, *rows), actor_of)


def parsed(text: str):
    data, _ = parse_yaml(text)
    return data


def test_the_template_imports_and_says_what_the_seed_says(packaged_seed: Seed):
    lines = [line for line in template("table").splitlines() if not line.startswith("# ")]
    made = table_of("template.csv", lines, Mapping())
    pages = {same_page(s.url): s.id for s in packaged_seed.sources if s.url}
    drafter = Drafter(
        "template.csv", made.columns, Mapping(), dataset="demo",
        actor_of=actors_of(packaged_seed), known_page=lambda url: pages.get(same_page(url)),
        has_source={s.id for s in packaged_seed.sources}.__contains__, default_source=None,
    )  # fmt: skip
    assert drafter.problems == []
    drafts = [drafter.draft(row) for row in made.rows if isinstance(row, Row)]
    assert [isinstance(draft, Draft) for draft in drafts] == [True] * 3
    records = {record.id: record for record in packaged_seed.records}
    for draft in drafts:
        record = RECORD_CLASSES[draft.kind].model_validate({"id": draft.wish, **draft.data})
        seeded = records[draft.wish]
        assert (draft.kind, record.title, record.form) == (seeded.kind, seeded.title, seeded.form)
        assert draft.sources == ()
        assert {p.actor for p in record.parties} <= {p.actor for p in seeded.parties}
        assert {(m.step, m.date) for m in record.milestones} <= {
            (m.step, m.date) for m in seeded.milestones
        }
        assert {(f.of, f.value) for f in record.figures} <= {
            (f.of, f.value) for f in seeded.figures
        }
    assert len({draft.kind for draft in drafts}) == 3


def test_the_template_explains_each_of_its_columns():
    lines = template("table").splitlines()
    header = next(line for line in lines if not line.startswith("# "))
    explained = re.findall(r"^#   ([\w.]+): ", template("table"), re.MULTILINE)
    assert explained == header.split(",")


def test_every_field_is_named_in_the_template():
    text = template("csv")
    for field in FIELDS:
        name = field.name.replace("LANG", "ru").replace("N", "1")
        assert name.partition(".")[0] in text


def test_the_template_of_a_mapping_is_a_mapping_with_every_key(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(template("mapping"))
    assert read_mapping(path) == (Mapping(), [])
    keys = re.findall(r"^# ([a-z-]+):", template("mapping"), re.MULTILINE)
    assert keys == [field.alias for field in Mapping.model_fields.values()]


def test_a_template_that_there_is_not_is_refused():
    with pytest.raises(KbError) as caught:
        template("xml")
    assert caught.value.remedy == "Ask for table or mapping."


def test_a_proposal_maps_what_it_knows_and_leaves_the_rest_to_the_person():
    text = proposal(
        "dispnum,ccode1,country 2,styear,stmon,stday,hostlev",
        "1,630,Iran,1902,7,-9,4",
        "2,630,Iran,1903,NA,2,5",
    )
    assert parsed(text)["columns"] == {
        "dispnum": "external_id", "ccode1": "actor1", "country 2": "actor2",
        "styear": "date.year", "stmon": "date.month", "stday": "date.day",
    }  # fmt: skip
    assert parsed(text)["missing"] == ["-9", "NA"]
    assert '#  - "hostlev"\n' in text
    assert parsed(text)["ignore"] == ""
    assert parsed(text)["constants"] == {"title": ""}


def test_bare_numbers_of_a_list_of_states_get_their_prefix():
    text = proposal("date,title,ccode1,ccode2", "2025,x,630,999")
    assert "prefix" not in parsed(proposal("date,title,ccode1", "2025,x,999"))
    assert parsed(text).get("prefix") is None
    text = proposal("date,title,ccode1,ccode2", "2025,x,630,", "2025,x,630,630")
    assert parsed(text)["prefix"] == {"actorN": "cow:"}


def test_unknown_words_are_listed_with_an_empty_target_and_the_nearest_word():
    text = proposal("date,title,actor1,step", "2025,x,Iran,singed", "2025,x,Irn,zzz")
    assert parsed(text)["values"] == {"actorN": {"Irn": ""}, "step": {"singed": "", "zzz": ""}}
    assert '    "singed": ""   # did you mean \'signed\'?\n' in text
    assert '    "zzz": ""   # nothing known is like it\n' in text
    assert '    "Irn": ""   # Did you mean iran?\n' in text


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        (["17.01.2025", "03.04.2025"], "date-format: DD.MM.YYYY\n"),
        (["17/01/2025", "03/04/2025"], "date-format: DD/MM/YYYY\n"),
        (["01/17/2025", "03/04/2025"], "date-format: MM/DD/YYYY\n"),
        (["20250117"], "date-format: YYYYMMDD\n"),
        (["17 Jan 2025", "2024"], "date-format: DD MMM YYYY\n"),
        (["03/04/2025"], "# date-format: DD/MM/YYYY\n# date-format: MM/DD/YYYY\n"),
        (["yesterday"], '# Some dates are in no format that was tried, such as "yesterday".\n'),
    ],
)
def test_the_format_of_dates_is_found_or_left_to_the_person(dates, found):
    text = proposal("date of signature,title,actor1", *(f"{date},x,Iran" for date in dates))
    assert found in text
    assert ("date-format" in parsed(text)) is not found.startswith("#")


def test_dates_that_need_no_format_get_none():
    assert "date-format" not in proposal("date,title,actor1", "2025-01,x,Iran", "45674,x,Iran")


def test_a_column_of_years_that_holds_days_is_a_date():
    text = proposal("year,title,actor1", "2025-01-17,x,Iran")
    assert parsed(text)["columns"]["year"] == "date"


def test_a_text_about_sources_is_no_id_of_a_source():
    assert parsed(proposal("source", "US DOD"))["columns"] == {"source": "source_publisher"}
    assert parsed(proposal("source", "tass-2025"))["columns"] == {"source": "source"}


def test_names_of_columns_cannot_break_out_of_the_text():
    columns = ('a"b\n- c', "x: y #", "\u2028\x85\\")
    text = guess(Table("t\n.csv", columns, iter([])), actor_of)
    assert re.findall(r"^#  - (.+)$", text, re.MULTILINE) == [
        '"a\\"b\\n- c"', '"x: y #"', '"\\U00002028\\U00000085\\\\"',
    ]  # fmt: skip
    uncommented = text.replace("#  - ", "  - ")
    assert parsed(uncommented)["ignore"] == list(columns)


def test_only_the_first_rows_are_read_and_faults_among_them_passed_over():
    def rows():
        yield Finding("t.csv", 2, "E109", "", "too short")
        yield Row(3, {"date": "2025", "title": "x", "actor1": "Iran"})
        raise AssertionError("the third row is not read")

    text = guess(Table("t.csv", ("date", "title", "actor1"), rows()), actor_of, limit=2)
    assert "from its first 1 rows" in text


def test_a_proposal_is_a_mapping_once_its_gaps_are_filled(tmp_path):
    columns, *rows = (
        "Signed on,Treaty,State A,State B,Action,Colour",
        "17.01.2025,A treaty,Iran,Rossiya,singed,red",
    )
    text = proposal(columns, *rows)
    path = tmp_path / "m.yaml"
    path.write_text(text)
    assert {f.field for f in read_mapping(path)[1]} == {
        "values.actorN.Rossiya", "values.step.singed"
    }  # fmt: skip
    text = text.replace('"singed": ""', '"singed": signed').replace(
        '"Rossiya": ""', '"Rossiya": Russia'
    )
    path.write_text(text.replace("#  - ", "  - "))
    mapping, findings = read_mapping(path)
    assert findings == []
    made = table(columns, *rows)
    drafter = Drafter(
        "t.csv", made.columns, mapping, dataset="demo", actor_of=actor_of,
        known_page=lambda url: None, has_source=KNOWN_SOURCES.__contains__,
        default_source="tass-2025",
    )  # fmt: skip
    assert drafter.problems == []
    drafts = [drafter.draft(row) for row in made.rows if isinstance(row, Row)]
    assert [draft.part for draft in drafts if isinstance(draft, Draft)] == ["signed"]


def test_synonyms_lead_to_fields_that_there_are():
    from relations_kb.ingest.flat import synonyms

    for field in synonyms._SYNONYMS:
        assert field_named(field) == field
