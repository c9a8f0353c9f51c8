"""What is written as YAML reads back as the same models, and looks as a person would write it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations_kb.domain.vocabulary import Kind
from relations_kb.records.actors import Actor, Membership
from relations_kb.records.explicit import with_explicit_sources
from relations_kb.records.models import RECORD_CLASSES, Source
from relations_kb.records.reading import seed_of
from relations_kb.records.seed_file import Seed, SeedFile
from relations_kb.records.statements import Statement
from relations_kb.records.yaml_out import record_yaml, seed_yaml
from relations_kb.records.yaml_text import parse_yaml


def record(kind=Kind.TREATY, **keys):
    data = {"id": "r-1", "title": "T", "form": "treaty", "parties": ["iran"], "sources": ["a"]}
    return with_explicit_sources(RECORD_CLASSES[kind].model_validate({**data, **keys}))


def seed(*records, **parts):
    empty = {"sources": (), "actors": (), "memberships": (), "statements": ()}
    return Seed(**{**empty, **parts}, records=records)


def read(text):
    """Read a whole file as the loader does."""
    data, _ = parse_yaml(text)
    content = SeedFile.model_validate(data)
    return Seed(
        sources=content.bibliography,
        actors=content.actors,
        memberships=content.memberships,
        records=tuple(with_explicit_sources(record) for _, record in content.records()),
        statements=content.statements,
    )


FULL = record(
    title="Treaty: of peace",
    titles={"ru": "Договор", "no": "Traktat"},
    note="Ends a war.",
    parties=[
        "iran",
        "russia",
        {"actor": "eaeu", "role": "organization", "via": "un", "sources": ["b"]},
    ],
    topics=["trade", "war"],
    identifiers={"unts": "057", "wikidata": "Q1"},
    term={"initial": "P20Y"},
    obligations=[{"code": "atop-defense", "article": "3", "value": "no", "sources": ["b"]}],
    milestones=[
        {"step": "signed", "date": {"value": "1828-02-10", "calendar": "julian"}},
        {"step": "in-force", "date": "[2016-09-10,2019-11-10]", "sources": ["b"],
         "claims": [{"date": "../2025", "source": "c", "said-by": "An ambassador",
                     "said-on": "2025-07-18", "rank": "deprecated",
                     "reason": "He spoke of the law of approval, which is no entry into force."}]},
    ],
    figures=[{"metric": "cost", "value": ">95", "unit": "USD", "as-of": "2024"}],
    links=[{"rel": "follows", "to": "other"}],
    claims=[{"slot": "topic", "value": "energy", "source": "c"}],
)  # fmt: skip

WRITTEN = """\
- id: r-1
  title: 'Treaty: of peace'
  titles: {ru: Договор, no: Traktat}
  form: treaty
  note: Ends a war.
  parties:
    - iran
    - russia
    - {actor: eaeu, role: organization, via: un, sources: [b]}
  topics: [trade, war]
  identifiers: {unts: 057, wikidata: Q1}
  term: {initial: P20Y}
  sources: [a]
  obligations:
    - {code: atop-defense, article: 3, value: no, sources: [b]}
  milestones:
    - {step: signed, date: {value: 1828-02-10, calendar: julian}}
    - step: in-force
      date: '[2016-09-10,2019-11-10]'
      sources: [b]
      claims:
        - date: ../2025
          source: c
          said-by: An ambassador
          said-on: 2025-07-18
          rank: deprecated
          reason: He spoke of the law of approval, which is no entry into force.
  figures:
    - {metric: cost, value: '>95', unit: USD, as-of: 2024}
  links:
    - {rel: follows, to: other}
  claims:
    - {slot: topic, value: energy, source: c}
"""


def test_a_record_is_written_as_a_person_would_write_it():
    assert record_yaml(FULL) == WRITTEN


def test_a_file_has_its_parts_in_order_and_a_blank_line_between_records():
    content = seed(
        record(),
        record(id="r-2", sources=["b"]),
        record(Kind.EVENT, id="e-1", form="visit"),
        sources=(Source(id="a", publisher="A", kind="press", reliability="C"),),
        actors=(Actor(id="iran", kind="state", names=[{"text": "Iran", "language": "en"}]),),
        memberships=(Membership(actor="iran", of="un", status="member", sources=["a"]),),
        statements=(Statement(id="s1", source="a", says="It was.", because="It was."),),
    )
    assert seed_yaml(content) == (
        "bibliography:\n  - id: a\n    publisher: A\n    kind: press\n    reliability: C\n\n"
        "actors:\n  - id: iran\n    kind: state\n"
        "    names:\n      - {text: Iran, language: en}\n\n"
        "memberships:\n  - {actor: iran, of: un, status: member, sources: [a]}\n\n"
        "treaties:\n  - id: r-1\n    title: T\n    form: treaty\n    parties: [iran]\n"
        "    sources: [a]\n\n  - id: r-2\n    title: T\n    form: treaty\n    parties: [iran]\n"
        "    sources: [b]\n\n"
        "events:\n  - id: e-1\n    title: T\n    form: visit\n    parties: [iran]\n"
        "    sources: [a]\n\n"
        "statements:\n  - id: s1\n    source: a\n    says: It was.\n    because: It was.\n"
    )
    assert read(seed_yaml(content)) == content


def test_an_empty_seed_is_an_empty_file():
    assert seed_yaml(seed()) == ""
    assert read("") == seed()


def test_what_the_canonical_form_adds_is_left_out_and_nothing_else():
    content = record(
        parties=[{"actor": "iran", "role": "party"}, {"actor": "x", "sources": ["a", "b"]}],
        term={"notice": "P1Y", "sources": ["b"]},
        milestones=[{"step": "signed", "sources": ["a"]}, {"step": "ended", "sources": ["b"]}],
    )
    written, _ = parse_yaml(record_yaml(content))
    assert written[0]["parties"] == [
        {"actor": "iran", "role": "party"}, {"actor": "x", "sources": ["a", "b"]}
    ]  # fmt: skip
    assert written[0]["term"] == {"notice": "P1Y", "sources": ["b"]}
    assert written[0]["milestones"] == [{"step": "signed"}, {"step": "ended", "sources": ["b"]}]


# Every text that a file can hold.

TRICKY = [
    "no", "~", "null", "057", "1828-02-30", "- a", "-", "? a", "a: b", "a:", "a #b", "#", "&a",
    "*a", "!a", "%a", "@a", "`a", "|", ">", "[a", "{a}", "a, b", "'a'", '"a"', " a", "a ", "a  b",
    "---", "...", "--- a", "a\nb", "a\n\n b\n", "\ta", "a\tb", "\x07", "\x7f", "\x85", "\u2028",
    "\ufeff", "\ufffe", "\xa0", "🇮🇷", "ایران", "a\\b", "=", "<<", "key: [v", "a\r\nb",
    "http://a.b/c?d#e", "a" * 500 + " b", "\u200fעברית",
]  # fmt: skip
ALLOWED = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXTS = (
    st.text(ALLOWED, max_size=20) | st.sampled_from(TRICKY) | st.text("-?:,[]{}#&*!|>'\"%@` a\n\t=")
)


def texts_read_back(text):
    """Write a text where a value, a key's value in one line, and an item of a list may stand."""
    source = Source.model_construct(
        id="a", publisher=text, kind="press", reliability="C", note="x" * 90, title=text
    )
    name = {"text": text, "language": text}
    actor = Actor.model_construct(id="b", kind="state", names=(name,), sources=(text, "z"))
    data, _ = parse_yaml(seed_yaml(seed(sources=(source,), actors=(actor,))))
    (written_source,), (written_actor,) = data["bibliography"], data["actors"]
    return [
        written_source["publisher"], written_source["title"], *written_actor["names"][0].values(),
        written_actor["sources"][0],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", *TRICKY], ids=ascii)
def test_a_tricky_text_reads_back(text):
    assert texts_read_back(text) == [text] * 5


@settings(deadline=None)
@given(TEXTS)
def test_any_text_reads_back(text):
    assert texts_read_back(text) == [text] * 5


NOT_BLANK = TEXTS.filter(lambda text: text.strip() != "")
SOURCES = st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True)
RECORDS = st.builds(
    lambda title, note, place, own, article, sources, others: record(
        title=title, note=note, titles={"ru": note},
        parties=[{"actor": "iran", "sources": others}, {"actor": "x", "role": "host"}],
        sources=sources or ["a"],
        obligations=[{"code": "extradition", "article": article, "sources": others}],
        milestones=[
            {"step": "signed", "place": place, "sources": others, "note": note,
             "claims": [{"place": own, "source": "c", "said-by": title, "note": note}]},
        ],
        figures=[{"metric": "cost", "value": "5", "unit": place, "sources": sources}],
        claims=[{"slot": f"obligation-note:extradition|{article}", "value": own, "source": "c"}],
    ),
    NOT_BLANK, NOT_BLANK, NOT_BLANK, NOT_BLANK, NOT_BLANK, SOURCES, SOURCES,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RECORDS, min_size=1, max_size=2))
def test_any_record_reads_back(records):
    assert read(seed_yaml(seed(*records))).records == tuple(records)


def test_the_packaged_seed_reads_back(packaged_files):
    written = seed_of(packaged_files)
    again = read(seed_yaml(written))
    assert {r.id: r for r in again.records} == {r.id: r for r in written.records}
    for part in ("sources", "actors", "memberships", "statements"):
        assert getattr(again, part) == getattr(written, part)
