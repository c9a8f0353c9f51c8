"""The JSON Schema accepts every seed file and refuses what the loader refuses."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from relations_kb.domain.vocabulary import FORMS_OF_KIND, Kind
from relations_kb.records.schema import seed_schema
from relations_kb.records.yaml_text import parse_yaml
from relations_kb.store.packaged import seed_folder

FILES = sorted(seed_folder().rglob("*.yaml"))


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(seed_schema())


def errors_of(validator, text):
    return [error.message for error in validator.iter_errors(parse_yaml(text)[0])]


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(seed_schema())


def test_there_are_seed_files_to_look_at():
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_packaged_seed_file_fits(validator, path):
    assert errors_of(validator, path.read_text(encoding="utf-8")) == []


def test_the_small_seed_file_fits(validator, write_seed):
    assert errors_of(validator, write_seed().read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("form: treaty", "forn: treaty"),
        ("    form: treaty\n", ""),
        ("form: treaty", "form: visit"),
        ("step: signed", "step: sined"),
        ("id: partnership-2025", "id: Partnership 2025"),
        ("parties: [iran, russia]", "parties: []"),
        ("parties: [iran, russia]", "parties: iran"),
        ("parties: [iran, russia]", "parties: [{actor: iran, role: friend}]"),
        ("date: 2025-01-17", "date: {value: 1403-10-28, calendar: persian}"),
        ("date: 2025-01-17", "date: {calendar: julian}"),
        ("date: 2025-01-17", "date: [2025-01-17]"),
        ("kind: ministry", "kind: office"),
        ("treaties:", "pacts:"),
    ],
)
def test_a_broken_file_does_not_fit(validator, write_seed, old, new):
    assert errors_of(validator, write_seed((old, new)).read_text(encoding="utf-8"))


@pytest.mark.parametrize("data", [
    {"treaties": [{"id": "t", "title": 1921, "form": "treaty", "parties": ["iran"],
                   "milestones": [{"step": "signed", "date": 1921}]}]},
    {"events": [{"id": "e", "title": True, "form": "war", "parties": ["iran"],
                 "figures": [{"metric": "deaths", "value": 610, "unit": "people"}]}]},
])  # fmt: skip
def test_scalars_that_an_editor_reads_as_numbers_fit(validator, data):
    assert list(validator.iter_errors(data)) == []


@pytest.mark.parametrize("kind", Kind)
def test_an_editor_offers_the_forms_of_the_kind_alone(kind):
    name = "".join(part.capitalize() for part in kind.split("_"))
    offered = seed_schema()["$defs"][name]["properties"]["form"]["enum"]
    assert sorted(offered) == sorted(FORMS_OF_KIND[kind])
