"""The page on mappings is true: its lists are those of the code, its examples are run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flat_tables import actors_of, table_in

from relations_kb.ingest.flat.drafts import Draft, Drafter
from relations_kb.ingest.flat.fields import FIELDS
from relations_kb.ingest.flat.mapping import Mapping, read_mapping
from relations_kb.ingest.tables.table import Row
from relations_kb.records.seed_file import Seed
from relations_kb.records.yaml_text import parse_yaml

PAGE = Path(__file__).parents[2] / "docs" / "import-mapping.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"<!-- example (\d): (\S+) -->\n```text\n(.*?)```\s+```yaml\n(.*?)```.*?```yaml\n(.*?)```",
    TEXT,
    re.DOTALL,
)


def test_the_page_lists_every_key_of_a_mapping():
    listed = TEXT.partition("## Keys")[2].partition("## Fields")[0]
    keys = re.findall(r"^\| `([a-z-]+)` \|", listed, re.MULTILINE)
    assert keys == [field.alias for field in Mapping.model_fields.values()]


def test_the_page_lists_every_field():
    listed = TEXT.partition("<!-- fields -->\n")[2].partition("<!-- end of fields -->")[0]
    rows = [
        f"| `{f.name}` | {f.meaning} | {f.needed} | {f'`{f.example}`' if f.example else ''} |"
        for f in FIELDS
    ]
    head = ["| field | what it holds | needed | example |", "|---|---|---|---|"]
    assert listed.splitlines() == head + rows


def test_the_page_has_three_examples():
    assert [number for number, *_ in EXAMPLES] == ["1", "2", "3"]


@pytest.mark.parametrize(("number", "encoding", "table", "mapping", "outcome"), EXAMPLES)
def test_an_example_gives_what_the_page_says(
    tmp_path, packaged_seed: Seed, number, encoding, table, mapping, outcome
):
    (tmp_path / "table.csv").write_bytes(table.encode(encoding))
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    read, findings = read_mapping(tmp_path / "m.yaml")
    assert findings == []
    made = table_in(tmp_path / "table.csv", read)
    drafter = Drafter(
        "table.csv", made.columns, read, dataset=read.dataset or "demo",
        actor_of=actors_of(packaged_seed), known_page=lambda url: None,
        has_source=lambda source: False, default_source=None,
    )  # fmt: skip
    assert drafter.problems == []
    drafts = [drafter.draft(row) for row in made.rows if isinstance(row, Row)]
    data = [draft.data for draft in drafts if isinstance(draft, Draft)]
    assert len(data) == len(drafts)
    assert json.loads(json.dumps(data)) == parse_yaml(outcome)[0]
