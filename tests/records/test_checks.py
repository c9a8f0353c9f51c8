"""Every check finds its mistake, names the line, and says what would be right."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from relations_kb.records.findings import CODES, Finding
from relations_kb.records.known import Known

Edit = tuple[str, str]


@dataclass(frozen=True)
class Mistake:
    """Changes that break the small seed file in one place, and what is then to be said."""

    code: str
    edits: tuple[Edit, ...]
    line: int
    field: str
    message: str


STEP = "treaties[0].milestones[0]"
SIGNED = "{step: signed, date: 2025-01-17, place: Moscow}"
IN_FORCE = "{step: in-force, date: 2025-10-02}"
TASS = "{id: tass-2025, publisher: TASS, date: 2025-10-02, kind: agency, reliability: B}"
LAST_NAME = "    names: [{text: Russia, language: en}]\n"
NO_FILE_SOURCE = ("sources: [mfa-2025]\n", "# no default\n")

STATEMENT = """\
statements:
  - id: s1
    source: tass-2025
    says: It was sealed.
    because: It was signed.
    evidence: [{record: partnership-2025, milestone: sealed, shows: confirmed}]
"""

MISTAKES = {
    "broken yaml": Mistake(
        "E102", ((SIGNED, SIGNED + "]"),), 23, "",
        "did not find expected '-' indicator; look at the indent and the quotes",
    ),
    "key twice": Mistake(
        "E103", (("place: Moscow", "step: signed"),), 23, "",
        "the key 'step' stands twice; join the two",
    ),
    "tag": Mistake(
        "E104", (("place: Moscow", "place: !city Moscow"),), 23, "",
        "the tag !city is not allowed; leave it out",
    ),
    "misspelt key": Mistake(
        "E201", (("place: Moscow", "plaec: Moscow"),), 23, f"{STEP}.plaec",
        "'plaec' is no key here; did you mean 'place'?",
    ),
    "made-up key": Mistake(
        "E201", (("place: Moscow", "weather: fair"),), 23, f"{STEP}.weather",
        "'weather' is no key here; leave it out",
    ),
    "underscore in a key": Mistake(
        "E201", (("date: 2025-01-17", "date: 2025-01-17, said_by: me"),), 23, f"{STEP}.said_by",
        "'said_by' is no key here; did you mean 'said-by'?",
    ),
    "missing title": Mistake(
        "E202", (("    title: Treaty on the Comprehensive Strategic Partnership\n", ""),),
        18, "treaties[0].title", "the key 'title' is missing; add it",
    ),
    "misspelt word": Mistake(
        "E203", (("place: Moscow", "rank: prefered, reason: x"),), 23, f"{STEP}.rank",
        "'prefered' is not in the vocabulary; "
        "did you mean 'preferred'? Known: preferred, normal, deprecated",
    ),
    "made-up word": Mistake(
        "E203", (("place: Moscow", "assertion: rumoured"),), 23, f"{STEP}.assertion",
        "'rumoured' is not in the vocabulary; use one of actual, planned, reported, denied",
    ),
    "no such day": Mistake(
        "E204", (("2025-01-17", "1828-02-30"),), 23, f"{STEP}.date",
        "'1828-02-30' has no day 30, because month 1828-02 of the Gregorian calendar has "
        "29 days; write a day from 01 to 29, or '1828-02'.",
    ),
    "no such calendar": Mistake(
        "E204", (("2025-01-17", "{value: 1403-10-28, calendar: persian}"),), 23, f"{STEP}.date",
        "'persian' is no calendar of the base; use one of gregorian, julian, solar-hijri",
    ),
    "capital in an id": Mistake(
        "E205", (("id: partnership-2025", "id: Partnership-2025"),), 18, "treaties[0].id",
        "'Partnership-2025' is no id; "
        "use lower-case a-z, 0-9 and hyphens, as in gulistan-1813",
    ),
    "language that is no code": Mistake(
        "E205", ((TASS, TASS.replace("}", ", language: English}")),), 9,
        "bibliography[1].language", "'English' does not have the form ^[a-z]{2,3}$",
    ),
    "form of another kind": Mistake(
        "E206", (("form: treaty", "form: contract"),), 18, "treaties[0]",
        "form contract does not fit a treaty; use one of convention, exchange-of-notes, "
        "intergovernmental-agreement, protocol, treaty",
    ),
    "empty value": Mistake(
        "E206", (("place: Moscow", "place: ''"),), 23, f"{STEP}.place",
        "the value is empty; write one or leave the key out",
    ),
    "text for a list": Mistake(
        "E206", (("parties: [iran, russia]", "parties: iran"),), 21, "treaties[0].parties",
        "'iran' is no list; write [...]",
    ),
    "id of a source twice": Mistake(
        "E301", ((TASS, TASS.replace("tass", "mfa")),), 9, "bibliography[1].id",
        "'mfa-2025' is already defined at {file}:3; choose another id",
    ),
    "id of an actor twice": Mistake(
        "E301", ((LAST_NAME, LAST_NAME + "  - {id: iran, kind: state, names: [{text: Persia, "
                  "language: en}]}\n"),),
        17, "actors[2].id", "'iran' is already defined at {file}:11; choose another id",
    ),
    "id of a record in two kinds": Mistake(
        "E301", ((IN_FORCE, IN_FORCE + "\nevents:\n  - {id: partnership-2025, title: V, "
                  "form: visit, parties: [iran], milestones: [{step: occurred, date: 2025}]}"),),
        26, "events[0].id", "'partnership-2025' is already defined at {file}:18; choose another id",
    ),
    "misspelt actor": Mistake(
        "E302", (("parties: [iran, russia]", "parties: [iran, rusia]"),), 21,
        "treaties[0].parties[1].actor", "no actor has the id 'rusia'; did you mean russia?",
    ),
    "actor of a milestone": Mistake(
        "E302", (("place: Moscow", "actor: oman"),), 23, f"{STEP}.actor",
        "no actor has the id 'oman'; define this actor first",
    ),
    "side of a source": Mistake(
        "E302", (("side: russia", "side: urss"),), 6, "bibliography[0].side",
        "no actor has the id 'urss'; define this actor first",
    ),
    "misspelt source": Mistake(
        "E303", (("place: Moscow", "sources: [mfa-2024]"),), 23, f"{STEP}.sources",
        "no source has the id 'mfa-2024'; did you mean mfa-2025?",
    ),
    "source of a dissenting claim": Mistake(
        "E303", (("place: Moscow", "claims: [{place: Kazan, source: nobody}]"),), 23,
        f"{STEP}.claims[0].source", "no source has the id 'nobody'; define this source first",
    ),
    "unknown record": Mistake(
        "E304", (("    milestones:", "    links: [{rel: follows, to: partnership-2001}]\n"
                  "    milestones:"),),
        22, "treaties[0].links[0].to",
        "no record has the id 'partnership-2001'; did you mean partnership-2025?",
    ),
    "value without a source": Mistake(
        "E305", (NO_FILE_SOURCE, ("place: Moscow", "sources: [mfa-2025]")), 24,
        "treaties[0].milestones[1]",
        "the value has no source; add 'sources: [id]' to it, to the record or to the file",
    ),
    "milestone twice": Mistake(
        "E306", ((IN_FORCE, "{step: signed, date: 2025-01-18}"),), 24, "treaties[0].milestones[1]",
        "'signed' stands twice in partnership-2025; give another 'part', 'actor' or step",
    ),
    "party twice": Mistake(
        "E306", (("[iran, russia]", "[iran, {actor: iran, role: host}]"),), 21,
        "treaties[0].parties[1]",
        "'iran' stands twice in partnership-2025; give one entry for each actor",
    ),
    "figure twice": Mistake(
        "E306", (("    milestones:", "    figures:\n"
                  "      - {metric: cost, value: 1, unit: USD, as-of: 2024}\n"
                  "      - {metric: cost, value: 2, unit: USD, as-of: 2024}\n"
                  "    milestones:"),),
        24, "treaties[0].figures[1]",
        "'cost||2024' stands twice in partnership-2025; give another 'of' or 'as-of'",
    ),
    "statement twice": Mistake(
        "E306", (("place: Moscow", "claims: [{date: 2025-01-17, source: mfa-2025}]"),), 23, STEP,
        "mfa-2025 says '2025-01-17' of milestone signed date twice in partnership-2025; "
        "leave one out",
    ),
    "source that repeats itself": Mistake(
        "E307", ((TASS, TASS.replace("}", ", origin: tass-2025}")),), 9, "bibliography[1].origin",
        "the origins of 'tass-2025' lead back to it; one must stand alone",
    ),
    "state that ends before it begins": Mistake(
        "E308", ((LAST_NAME, LAST_NAME + "    from: 1991\n    to: 1990-12\n"),), 18, "actors[1].to",
        "it ends (1990-12) before it begins (1991); swap or mend them",
    ),
    "name that ends before it begins": Mistake(
        "E308", (("text: Iran, language: en", "text: Iran, language: en, from: 1935, to: 1934"),),
        13, "actors[0].names[0].to", "it ends (1934) before it begins (1935); swap or mend them",
    ),
    "membership that ends before it begins": Mistake(
        "E308", (("treaties:", "memberships:\n  - {actor: iran, of: russia, status: member, "
                  "from: 2024, to: 2023}\ntreaties:"),),
        18, "memberships[0].to", "it ends (2023) before it begins (2024); swap or mend them",
    ),
    "predecessor of itself": Mistake(
        "E309", ((LAST_NAME, LAST_NAME + "    predecessors: [{actor: russia, "
                  "continuity: successor}]\n"),),
        17, "actors[1].predecessors", "the predecessors of 'russia' lead back to it; remove one",
    ),
    "after its source": Mistake(
        "W401", (("2025-10-02}\n", "2025-10-04}\n"),), 24, "treaties[0].milestones[1].date",
        "in-force is dated 2025-10-04, after its source mfa-2025 (2025-10-02); "
        "say 'assertion: planned' or cite a later source",
    ),
    "in force before signed": Mistake(
        "W402", (("date: 2025-01-17", "date: 2025-10-05, assertion: reported"),), 24,
        "treaties[0].milestones[1].date",
        "in-force (2025-10-02) lies before signed (2025-10-05); check both dates",
    ),
    "outranked by a claim": Mistake(
        "W403",
        (("place: Moscow", "claims: [{date: 2025-01-18, source: tass-2025}]"),
         ("kind: agency", "kind: treaty-text")),
        23, STEP,
        "'2025-01-18' (tass-2025) would be shown for milestone signed date, "
        "not '2025-01-17' (mfa-2025); swap the two, or add 'rank: preferred' with a reason",
    ),
    "source dated in another calendar": Mistake(
        "E206", (("    date: 2025-10-02\n",
                  "    date: {value: 1404-07-10, calendar: solar-hijri}\n"),),
        5, "bibliography[0].date", "1404-07-10 is solar-hijri; this date must be Gregorian",
    ),
    "milestone that the record has not": Mistake(
        "E310", ((IN_FORCE + "\n", IN_FORCE + "\n" + STATEMENT),), 30,
        "statements[0].evidence[0].milestone",
        "partnership-2025 has no milestone 'sealed'; it has in-force, signed",
    ),
    "one page under two ids": Mistake(
        "W405", (("    date: 2025-10-02\n", "    date: 2025-10-02\n    url: https://mid.ru/a/?utm_source=x\n"),
                 ("publisher: TASS", "publisher: TASS, url: http://www.mid.ru/a"),), 10,
        "bibliography[1].url",
        "'mfa-2025' has the same address; cite it, and leave this one out",
    ),
    "ratified by a parliament": Mistake(
        "W406", ((IN_FORCE, "{step: ratified, actor: iran, organ: Majlis, date: 2025-05-21}"),),
        24, "treaties[0].milestones[1].organ",
        "Majlis cannot ratify, it can only approve; "
        "write 'step: domestically-approved', or leave the organ out",
    ),
    "a state that was not yet": Mistake(
        "W407", ((LAST_NAME, LAST_NAME + "    from: 2026-01-01\n"),), 22, "treaties[0].parties[1]",
        "russia begins on 2026-01-01, after all of partnership-2025; "
        "name the state of the day (kb countries lists them)",
    ),
    "a state that was no more": Mistake(
        "W407", ((LAST_NAME, LAST_NAME + "    to: 1991-12-25\n"),), 22, "treaties[0].parties[1]",
        "russia ended on 1991-12-25, before all of partnership-2025; "
        "name the state of the day (kb countries lists them)",
    ),
    "nothing dated": Mistake(
        "W404", (("date: 2025-01-17, place: Moscow", "place: Moscow"),
                 (IN_FORCE, "{step: in-force}")),
        18, "treaties[0]",
        "nothing in partnership-2025 has a date; add a milestone with one",
    ),
}  # fmt: skip

# About a file or a folder as a whole, tested below.
WITHOUT_A_LINE = {"E101", "E105", "W408"}


def test_every_code_has_a_mistake_that_gives_it():
    given = {mistake.code for mistake in MISTAKES.values()} | WITHOUT_A_LINE
    assert given == set(CODES)


def test_a_valid_file_gives_no_finding(write_seed, findings):
    assert findings(write_seed()) == []


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gives_its_finding_and_no_other(write_seed, findings, mistake):
    path = write_seed(*mistake.edits)
    message = mistake.message.replace("{file}", str(path))
    expected = Finding(str(path), mistake.line, mistake.code, mistake.field, message)
    assert findings(path) == [expected]


def test_a_file_that_is_not_there_is_named(tmp_path, findings):
    path = tmp_path / "absent.yaml"
    message = "there is no such file or folder; check the path"
    assert findings(path) == [Finding(str(path), 0, "E101", "", message)]


def test_a_file_that_cannot_be_read_is_named(tmp_path, findings):
    (tmp_path / "folder.yaml").mkdir()
    assert findings(tmp_path) == [
        Finding(str(tmp_path / "folder.yaml"), 0, "E101", "",
                "it cannot be opened (Is a directory); check the path and the permissions")
    ]  # fmt: skip


def test_a_folder_without_seed_files_is_named(tmp_path, findings):
    (tmp_path / "notes.txt").write_text("x")
    message = "the folder holds no file that ends in .yaml"
    assert findings(tmp_path) == [Finding(str(tmp_path), 0, "E105", "", message)]


def test_a_file_of_another_ending_is_named_and_not_read(tmp_path, write_seed, findings):
    write_seed()
    (tmp_path / "more.yml").write_text("events: [")
    message = "its name does not end in .yaml, so it is not read; rename it"
    assert findings(tmp_path) == [Finding(str(tmp_path / "more.yml"), 0, "W408", "", message)]


def test_a_record_without_any_source_is_named_with_each_of_its_values(write_seed, findings):
    path = write_seed(NO_FILE_SOURCE)
    assert [(f.line, f.code, f.message.split(";")[0]) for f in findings(path)] == [
        (18, "E305", "the record partnership-2025 has no source"),
        (23, "E305", "the value has no source"),
        (24, "E305", "the value has no source"),
    ]


def test_obligations_that_cannot_be_told_apart_are_named(write_seed, findings):
    twice = (
        "    obligations: [{code: extradition}, {code: extradition, value: no}]\n    milestones:"
    )
    assert [f.code for f in findings(write_seed(("    milestones:", twice)))] == ["E306"]


def test_only_sources_inside_a_circle_are_said_to_lead_back_to_themselves(write_seed, findings):
    circle = (
        TASS.replace("}", ", origin: ria}")
        + "\n  - {id: ria, publisher: RIA, kind: agency, reliability: B, origin: interfax}"
        + "\n  - {id: interfax, publisher: IF, kind: agency, reliability: B, origin: ria}"
    )
    found = findings(write_seed((TASS, circle)))
    assert [(f.code, f.line) for f in found] == [("E307", 10), ("E307", 11)]


def test_the_same_text_in_another_calendar_is_another_date(write_seed, findings):
    julian = "claims: [{date: {value: 2025-01-17, calendar: julian}, source: tass-2025}]"
    path = write_seed(("place: Moscow", julian), ("kind: agency", "kind: treaty-text"))
    assert [(f.code, f.line) for f in findings(path)] == [("W403", 23)]


def test_two_states_cannot_be_predecessors_of_each_other(write_seed, findings):
    circle = (
        ("    names: [{text: Iran, language: en}]\n",
         "    names: [{text: Iran, language: en}]\n"
         "    predecessors: [{actor: russia, continuity: union}]\n"),
        (LAST_NAME, LAST_NAME + "    predecessors: [{actor: iran, continuity: union}]\n"),
    )  # fmt: skip
    assert [(f.code, f.line) for f in findings(write_seed(*circle))] == [("E309", 14), ("E309", 18)]


def test_lines_of_states_cannot_lead_in_a_circle(write_seed, findings):
    circle = (
        ("  - id: iran\n", "  - id: iran\n    line: russia\n"),
        ("  - id: russia\n", "  - id: russia\n    line: iran\n"),
    )
    assert {f.code for f in findings(write_seed(*circle))} == {"E309"}


# What is no mistake.


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param((("2025-10-02}\n", "2025-10-03}\n"),), id="a day later by the clock"),
        pytest.param((("2025-10-02}\n", "2025-10}\n"),), id="perhaps before its source"),
        pytest.param((("2025-10-02}\n", "2026, assertion: planned}\n"),), id="a plan"),
        pytest.param(
            (("2025-10-02}\n", "2026, rank: deprecated, reason: a misprint}\n"),), id="deprecated"
        ),
        pytest.param(((IN_FORCE, "{step: in-force, date: 2025-01}"),), id="the month of signature"),
        pytest.param(
            ((IN_FORCE, "{step: in-force, part: annex-1, date: 2024}"),), id="another part"
        ),
        pytest.param(
            (("place: Moscow", "claims: [{date: 2025-01-18, source: tass-2025}]"),),
            id="a lesser source dissents",
        ),
        pytest.param(
            (("place: Moscow", "rank: preferred, reason: see the text, "
              "claims: [{date: 2025-01-18, source: tass-2025}]"),
             ("kind: agency", "kind: treaty-text")),
            id="the editor prefers the value",
        ),
    ],
)  # fmt: skip
def test_what_is_right_gives_no_finding(write_seed, findings, edits):
    assert findings(write_seed(*edits)) == []


# All at once.

BACKWARDS = "  - {id: ussr, kind: state, names: [{text: U, language: en}], from: 1922, to: 1921}\n"


def test_all_errors_of_the_shape_are_named_at_once(write_seed, findings):
    path = write_seed(
        ("reliability: B\n  -", "reliability: Z\n  -"),
        ("form: treaty", "form: pact"),
        ("2025-01-17", "2025-13"),
        ("step: in-force", "stap: in-force"),
    )
    found = sorted(findings(path))
    assert [(f.line, f.code) for f in found] == [
        (8, "E203"),
        (20, "E203"),
        (23, "E204"),
        (24, "E201"),
        (24, "E202"),
    ]


def test_all_errors_of_the_content_are_named_at_once_by_file_and_line(
    write_seed, write_file, findings
):
    first = write_file("events: []\nactors:\n" + BACKWARDS, "a.yaml")
    second = write_seed(
        ("[iran, russia]", "[iran, chad]"),
        ("place: Moscow", "sources: [nobody]"),
        (IN_FORCE, "{step: signed, actor: oman, date: 2025-10-02}"),
        ("side: russia", "side: urss"),
        name="b.yaml",
    )
    found = findings(second, first)
    assert [(f.file, f.line, f.code) for f in found] == [
        (str(first), 3, "E308"),
        (str(second), 6, "E302"),
        (str(second), 21, "E302"),
        (str(second), 23, "E303"),
        (str(second), 24, "E302"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[{text: Iran, language: en}]", "[{text: Iran, language: english}]", 13),
        ("[iran, russia]", "[{actor: iran, role: friend}]", 21),
    ],
)
def test_a_mistake_in_the_only_entry_of_a_list_does_not_make_the_list_empty(
    write_seed, findings, old, new, line
):
    found = findings(write_seed((old, new)))
    assert len(found) == 1
    assert found[0].line == line


def test_files_may_refer_to_each_other(write_file, write_seed, findings):
    event = (
        "events:\n  - id: visit-2025\n    title: Visit\n    form: visit\n    parties: [russia]\n"
        "    sources: [tass-2025]\n    links: [{rel: follows, to: partnership-2025}]\n"
        "    milestones: [{step: occurred, date: 2025-01-17}]\n"
    )
    assert findings(write_file(event, "a.yaml"), write_seed(name="b.yaml")) == []
    assert {f.code for f in findings(write_file(event, "a.yaml"))} == {"E302", "E303", "E304"}


def test_files_may_refer_to_what_the_base_knows(write_file, write_seed, findings):
    links = "    links: [{rel: follows, to: visit-2025}]\n    milestones:"
    path = write_seed(("    milestones:", links))
    known = Known(records=frozenset({"visit-2025"}))
    assert findings(path, context=lambda: known) == []
    assert [f.code for f in findings(path)] == ["E304"]


def test_the_base_is_not_asked_about_files_that_stand_by_themselves(write_seed, findings):
    def unasked():
        raise AssertionError

    assert findings(write_seed(), context=unasked) == []


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (Finding("a.yaml", 7, "E204", "x.date", "bad"), "a.yaml:7: E204 x.date: bad"),
        (Finding("a.yaml", 7, "E103", "", "bad"), "a.yaml:7: E103 bad"),
        (Finding("a.yaml", 0, "E101", "", "bad"), "a.yaml: E101 bad"),
    ],
)
def test_a_finding_prints_place_code_field_and_message(finding, text):
    assert str(finding) == text


def test_errors_keep_a_file_out_and_warnings_do_not():
    errors = {code for code in CODES if Finding("a", 1, code, "", "").is_error}
    assert errors == {code for code in CODES if code[0] == "E"}
    assert all(code[0] in "EW" for code in CODES)
