"""Every row has a source: by its id, as a page, or that of the whole table."""

from __future__ import annotations

import hashlib

import pytest
from flat_tables import drafted, faults

from relations_kb.domain.resolution import AUTHORITY
from relations_kb.domain.vocabulary import SourceKind
from relations_kb.ingest.flat.mapping import Mapping
from relations_kb.records.models import Source

URL = "https://www.example.org/a"


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:6]


def test_a_page_becomes_a_source_that_nobody_has_judged():
    draft = drafted({"source_url": URL})
    name = f"example-org-{digest('example.org', '', URL, '')}"
    assert draft.sources == (
        Source(id=name, publisher="example.org", url=URL, kind="unclassified", reliability="F"),
    )
    assert draft.data["sources"] == [name]
    assert draft.data["parties"][0]["sources"] == [name]
    assert draft.data["milestones"][0]["sources"] == [name]


def test_a_page_keeps_all_that_the_row_says_of_it():
    draft = drafted({"source_url": URL, "source_title": "T", "source_publisher": "Ria Novosti",
                     "source_date": "2025-01", "source_kind": "Agency", "source_language": "RU",
                     "source_reliability": "c", "source_side": "Russia"})  # fmt: skip
    name = f"ria-novosti-2025-01-{digest('Ria Novosti', 'T', URL, '2025-01')}"
    assert draft.sources == (
        Source(id=name, publisher="Ria Novosti", title="T", url=URL, date="2025-01",
               language="ru", side="russia", kind="agency", reliability="C"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("publisher", "url", "start"),
    [("РИА Новости", URL, "example-org-"), ("РИА Новости", "", "page-"), ("Ä" * 90, "", "a" * 40)],
)
def test_the_id_of_a_page_is_an_id_whatever_the_publisher_is_called(publisher, url, start):
    draft = drafted({"source_publisher": publisher, "source_url": url})
    assert draft.sources[0].id.startswith(start)


def test_a_page_that_the_base_has_is_cited_and_not_defined_again():
    draft = drafted({"source_url": "https://tass.com/1", "source_publisher": "Another name"})
    assert (draft.data["sources"], draft.sources) == (["tass-2025"], ())


def test_a_page_without_address_that_the_base_has_is_not_defined_again():
    name = f"tass-{digest('TASS', '', '', '')}"
    draft = drafted({"source_publisher": "TASS"}, has_source={name, "tass-2025"}.__contains__)
    assert (draft.data["sources"], draft.sources) == ([name], ())


def test_ids_and_a_page_are_cited_together_and_the_source_of_the_table_is_not():
    cells = {"source": "irna-2025; irna-2025", "source_url": "https://tass.com/1"}
    assert drafted(cells, default_source="tass-2025").data["sources"] == ["irna-2025", "tass-2025"]


def test_the_source_of_the_mapping_serves_rows_without_one_and_may_be_named():
    defined = {"id": "cow-mid-5", "publisher": "COW", "kind": "dataset", "reliability": "B"}
    read = Mapping.model_validate({"source": defined})
    assert drafted({}, read, default_source=None).data["sources"] == ["cow-mid-5"]
    assert drafted({"source": "cow-mid-5"}, read).data["sources"] == ["cow-mid-5"]
    assert drafted({}, read).sources == ()


def test_a_row_without_a_source_is_told_how_to_get_one():
    message = "the row has no source; give source columns, --source ID, or 'source:' in the mapping"
    assert faults({}, default_source=None) == [("E305", "source", message)]
    assert faults({"source": ""}, default_source=None) == [("E305", "source", message)]


@pytest.mark.parametrize(
    ("cells", "code", "column", "words"),
    [
        ({"source_title": "A page"}, "E311", "source_title", "'A page' tells of a page without"),
        ({"source_date": "2025"}, "E311", "source_date", "without address and publisher"),
        ({"source_url": "tass.com/1"}, "E206", "source_url", "write it in full, with https://"),
        ({"source_url": "https://[a.b"}, "E206", "source_url", "is no web address"),
        ({"source_url": URL, "source_date": "17.1.25"}, "E204", "source_date", "two digits"),
        ({"source_url": URL, "source_kind": "blog"}, "E203", "source_kind", "use one of treaty-"),
        ({"source_url": URL, "source_reliability": "G"}, "E203", "source_reliability", "A, B, C"),
        ({"source_url": URL, "source_language": "English"}, "E206", "source_language", "en, ru"),
        ({"source_url": URL, "source_side": "Atlantis"}, "E302", "source_side", "No actor"),
    ],
)
def test_a_fault_of_a_page_names_its_column(cells, code, column, words):
    found = faults(cells)
    assert [(c, f) for c, f, _ in found] == [(code, column)]
    assert words in found[0][2]


def test_what_a_constant_says_of_pages_is_not_missed_where_a_row_has_none():
    read = Mapping.model_validate({"constants": {"source_kind": "press"}})
    assert drafted({"source_url": ""}, read).data["sources"] == ["tass-2025"]
    assert drafted({"source_url": URL}, read).sources[0].kind is SourceKind.PRESS


def test_an_unjudged_source_weighs_no_more_than_a_copy():
    assert AUTHORITY[SourceKind.UNCLASSIFIED] == AUTHORITY[SourceKind.COPY]
