"""One record is written down by options or in a form; file and base go together."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import KB, SECONDS, Kb, Outcome, assert_refused, digest, without_escapes
from relations_kb.ingest.imports.applying import Import

Ask = Callable[..., str]
Here = Callable[..., Outcome]

VISIT = (
    "--kind", "visit", "--title", "Premier of Borea in Alba", "--date", "2013-05-06",
    "--actor", "Borea=visitor", "--actor", "Альба=host",
)  # fmt: skip
WHERE = ("--place", "Albapolis", "--topic", "diplomacy", "--topic", "trade", "--note", "A: first.")
PAGE = (
    "--source-url", "https://news.example/visit", "--source-publisher", "Borea News Agency",
    "--source-date", "2013-05-07", "--source-kind", "agency", "--source-reliability", "B",
    "--source-side", "XB",
)  # fmt: skip
CODES = ("--cameo", "042", "--plover", "CONSULT-visit")

VISIT_YAML = """\
bibliography:
  - id: borea-news-agency-2013-05-07-f012fa
    publisher: Borea News Agency
    url: https://news.example/visit
    date: 2013-05-07
    side: borea
    kind: agency
    reliability: B

events:
  - id: premier-of-borea-in-alba-2013
    title: Premier of Borea in Alba
    form: visit
    note: 'A: first.'
    parties:
      - {actor: borea, role: visitor}
      - {actor: alba, role: host}
    topics: [diplomacy, trade]
    sources: [borea-news-agency-2013-05-07-f012fa]
    milestones:
      - {step: occurred, date: 2013-05-06, place: Albapolis}
"""
MY_OWN = "# mine\nevents:   # of my own\n"


@pytest.fixture
def add(here: Here, own_mini: Path) -> Here:
    """Run kb add on a copy of the small base."""
    return lambda *args: here("add", "--database", own_mini, *args)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The place of a file that is not there yet."""
    return tmp_path / "mine.yaml"


# By options.


def test_a_record_given_by_options_stands_in_the_file_and_in_the_timeline(
    add: Here, ask: Ask, own_mini: Path, mine: Path
) -> None:
    done = add(*VISIT, *WHERE, *PAGE, "--into", mine)
    assert mine.read_text(encoding="utf-8") == VISIT_YAML
    assert done == Outcome(
        0,
        "premier-of-borea-in-alba-2013\n"
        "Premier of Borea in Alba\n"
        f"Written into {mine} and into the base, as changeset 2.\n"
        "New source: borea-news-agency-2013-05-07-f012fa\n",
        "suggested: --cameo 042 --plover CONSULT-visit\n",
    )
    shown = ask(own_mini, "timeline", "alba", "borea", "--from", "2013-05", "--to", "2013-05-30")
    assert "2013-05-06  occurred: Premier of Borea in Alba (Albapolis)" in shown


def test_json_tells_all_of_it(add: Here, mine: Path) -> None:
    done = add(*VISIT, "--source", "harbour-post", "--cameo", "042", "--into", mine, "-f", "json")
    assert json.loads(done.out) == {
        "record": "premier-of-borea-in-alba-2013",
        "kind": "event",
        "title": "Premier of Borea in Alba",
        "file": str(mine),
        "source": None,
        "suggested": {"plover": "CONSULT-visit"},
        "alike": [],
        "changeset": 2,
        "yaml": mine.read_text(encoding="utf-8"),
    }
    assert done.err == "suggested: --plover CONSULT-visit\n"
    assert "cameo" in mine.read_text(encoding="utf-8")


def test_codes_that_are_given_are_not_suggested(add: Here, mine: Path) -> None:
    assert add(*VISIT, *CODES, "--source", "harbour-post", "--into", mine).err == ""


def test_a_dry_run_shows_the_record_and_writes_nothing(
    add: Here, own_mini: Path, mine: Path
) -> None:
    before = digest(own_mini)
    done = add(*VISIT, *WHERE, *PAGE, *CODES, "--into", mine, "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert f"Nothing is written yet. It would go into {mine}." in done.out
    assert "    - id: premier-of-borea-in-alba-2013\n" in done.out
    assert not mine.exists()
    assert digest(own_mini) == before


def test_a_date_of_another_calendar_keeps_it(add: Here, mine: Path) -> None:
    options = ("--kind", "treaty", "--title", "Old pact", "--date", "1850-02-10")
    done = add(
        *options, "--calendar", "julian", "--actor", "kingdom-of-alba", "--actor", "borea",
        "--source", "old-history", "--id", "old-pact", "--into", mine,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert mine.read_text(encoding="utf-8") == (
        "treaties:\n"
        "  - id: old-pact\n"
        "    title: Old pact\n"
        "    form: treaty\n"
        "    parties: [kingdom-of-alba, borea]\n"
        "    sources: [old-history]\n"
        "    milestones:\n"
        "      - {step: signed, date: {value: 1850-02-10, calendar: julian}}\n"
    )


def test_a_page_that_the_base_has_is_cited_by_its_id(add: Here, mine: Path) -> None:
    add(*VISIT, *CODES, "--source-url", "http://www.mfa.example/borea/", "--into", mine)
    text = mine.read_text(encoding="utf-8")
    assert "sources: [alba-ministry]" in text
    assert "bibliography" not in text


def test_ids_that_are_taken_get_a_number(add: Here, mine: Path) -> None:
    visit = ("--kind", "visit", "--title", "Cadia visit", "--actor", "cadia", "--actor", "alba")
    for date in ("2007-01", "2007-03-01", "2007-11"):
        done = add(*visit, "--date", date, *CODES, "--source", "harbour-post", "--into", mine)
        assert done.code == 0
    ids = [line.split()[-1] for line in mine.read_text().splitlines() if "- id:" in line]
    assert ids == [f"cadia-visit-2007-{number}" for number in (2, 3, 4)]


def test_the_text_of_a_file_is_kept_byte_for_byte(add: Here, mine: Path) -> None:
    mine.write_bytes(b"# mine\r\nsources: [harbour-post] # all\r\n\r\n# end")
    mine.chmod(0o640)
    assert add(*VISIT, *CODES, "--source", "old-history", "--into", mine).code == 0
    text = mine.read_bytes()
    assert text.startswith(
        b"# mine\r\nsources: [harbour-post] # all\r\n\r\n# end\r\n\r\nevents:\r\n"
    )
    assert text.count(b"\n") == text.count(b"\r\n")
    assert mine.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in mine.parent.glob(".mine*")] == []


def test_a_file_behind_a_link_is_written_and_the_link_stays(add: Here, mine: Path) -> None:
    mine.symlink_to(mine.with_name("real.yaml"))
    assert add(*VISIT, *CODES, "--source", "old-history", "--into", mine).code == 0
    assert mine.is_symlink()
    assert "premier-of-borea" in mine.with_name("real.yaml").read_text(encoding="utf-8")


def test_text_that_a_person_typed_cannot_steer_a_terminal(add: Here, mine: Path) -> None:
    done = add(*VISIT[:2], "--title", "\x1b[31mRed\x07 day", *VISIT[4:], *CODES,
               "--source", "old-history", "--into", mine)  # fmt: skip
    assert done.code == 0
    assert "\x1b" not in done.out + done.err
    assert '"\\e[31mRed\\a day"' in mine.read_text(encoding="utf-8")


# Refused.


def test_without_a_terminal_all_that_is_missing_is_told_at_once(add: Here) -> None:
    assert_refused(
        add(), 2,
        "Missing: --kind, --title, --date, --actor, --source, --into.",
        "Give them, or run the command on a terminal.",
    )  # fmt: skip


def test_form_and_step_are_missing_where_the_kind_has_no_usual_one(add: Here, mine: Path) -> None:
    rest = (*VISIT[2:], "--source", "harbour-post", "--into", mine)
    assert_refused(add("--kind", "agreement", *rest), 2, "Missing: --form.\n")
    assert_refused(add("--kind", "project", "--form", "other", *rest), 2, "Missing: --step.\n")
    assert_refused(add("--form", "protocol", *rest), 2, "Missing: --kind.\n")


def test_all_that_is_wrong_is_told_at_once_with_its_option(
    add: Here, own_mini: Path, mine: Path
) -> None:
    before = digest(own_mini)
    refused = add(
        "--kind", "visiit", "--title", "T", "--date", "20250", "--actor", "Dor",
        "--actor", "Atlantis=hos", "--topic", "trades", "--source", "harbour", "--into", mine,
        "--cameo", "42", "--id", "A b",
    )  # fmt: skip
    assert_refused(
        refused, 2,
        "--kind: 'visiit' is not in the vocabulary; did you mean 'visit'?",
        "--date: '20250' names a year outside 0001 to 9999; ",
        "--actor Dor: 'Dor' can mean several actors. Say which: north-dor",
        "--actor Atlantis: No actor is called 'Atlantis'.",
        "--actor Atlantis: 'hos' is not in the vocabulary; did you mean 'host'?",
        "--topic: 'trades' is not in the vocabulary; did you mean 'trade'?",
        "--source: no source is called 'harbour'; ",
        "--cameo: '42' is not in the list cameo; ",
        "--id: 'A b' is no id;",
    )  # fmt: skip
    assert not mine.exists()
    assert digest(own_mini) == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--kind", "treaty", "--form", "visit"), "--form: form visit does not fit a treaty"),
        (("--kind", "treaty", "--cameo", "042"), "cameo is no code of a treaty"),
        (("--kind", "event", "--actor", "=host"), "'host' is the role of nobody"),
        (("--kind", "event", "--actor", "Borée"), "'Borea' and 'Borée' are both borea"),
        (("--kind", "event", "--source-title", "T"), "--source-title: 'T' tells of a page"),
        (("--kind", "event", "--source-url", "x"), "--source-url: 'x' is no web address"),
        (("--kind", "event", "--id", "cadia-visit-2007"), "The id 'cadia-visit-2007' is taken."),
    ],
)
def test_what_does_not_fit_together_is_refused(
    add: Here, mine: Path, options: Sequence[str], message: str
) -> None:
    rest = ("--title", "T", "--date", "2013", "--actor", "Borea", "--into", mine)
    assert_refused(add(*rest, "--source", "harbour-post", *options), 2, message)
    assert not mine.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "is no YAML file."),
        ("a.yaml", "events: []\n", "a.yaml: The section 'events' stands in brackets"),
        ("a.yaml", "events: [\n", "a.yaml:2: "),
        ("a.yaml", "\xff", "is not UTF-8."),
        ("a.yaml", "event: []\n", "E201 event: 'event' is no key here; "),
        ("none/a.yaml", None, "There is no folder"),
    ],
)
def test_a_file_that_cannot_take_the_record_is_refused_and_stays(
    add: Here, own_mini: Path, tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content.encode("latin-1"))
    before = digest(own_mini)
    refused = add(*VISIT, *CODES, "--source", "harbour-post", "--into", file)
    assert_refused(refused, 2, message)
    assert content is None or file.read_bytes() == content.encode("latin-1")
    assert digest(own_mini) == before


def test_a_file_that_holds_more_than_the_base_is_to_be_imported_first(
    add: Here, here: Here, own_mini: Path, mine: Path
) -> None:
    other = VISIT_YAML.replace("premier", "minister").replace("2013-05-06", "2011")
    mine.write_text(other.replace("Premier", "Minister"), encoding="utf-8")
    options = (*VISIT, *CODES, "--source", "harbour-post", "--into", mine)
    refused = add(*options)
    assert_refused(
        refused, 2,
        f"{mine} holds what is not in the base yet: minister-of-borea-in-alba-2013.",
        f"Bring that in first with: kb import {mine}",
    )  # fmt: skip
    assert mine.read_text(encoding="utf-8") == other.replace("Premier", "Minister")
    assert here("import", mine, "--yes", "--database", own_mini).code == 0
    assert add(*options).code == 0


def test_a_record_that_the_base_has_is_not_added_again(
    add: Here, own_mini: Path, mine: Path
) -> None:
    visit = ("--kind", "visit", "--title", "Visit of Cadia's president to Alba", "--date",
             "2007-07-07", "--actor", "cadia", "--actor", "alba", "--actor", "borea")  # fmt: skip
    before = digest(own_mini)
    refused = add(*visit, *CODES, "--source", "borea-agency", "--into", mine)
    assert_refused(
        refused, 1, "The base has that record already: cadia-visit-2007.", "kb show cadia-visit"
    )
    assert not mine.exists()
    assert digest(own_mini) == before


def test_a_record_that_looks_like_another_is_added_with_a_warning(add: Here, mine: Path) -> None:
    options = (*VISIT, *CODES, "--source", "union-secretariat", "--into", mine)
    assert add(*options).err == ""
    second = add(*[text.replace("2013-05-06", "2013-05-07") for text in map(str, options)])
    assert second.code == 0
    assert second.err == (
        "Warning: it looks like premier-of-borea-in-alba-2013 (Premier of Borea in Alba): "
        "same actors and form, 1 day apart; same title\n"
    )


def test_a_doubt_about_the_record_is_told(add: Here, mine: Path) -> None:
    late = add(*VISIT[:4], "--date", "2020", *VISIT[6:], *CODES, "--source", "harbour-post",
               "--into", mine)  # fmt: skip
    assert late.code == 0
    assert late.err.startswith(f"Warning: {mine}:11: W401 events[0].milestones[0].date: ")


# Both or neither.


@pytest.mark.parametrize("content", [None, MY_OWN])
@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError("disk full")])
def test_if_the_import_does_not_end_the_file_is_as_it_was(
    add: Here, own_mini: Path, mine: Path, monkeypatch: pytest.MonkeyPatch,
    content: str | None, failure: BaseException,
) -> None:  # fmt: skip
    if content:
        mine.write_text(content, encoding="utf-8")
    seen = []

    def fail(*_: object, **__: object) -> None:
        seen.append("premier-of-borea" in mine.read_text(encoding="utf-8"))
        raise failure

    monkeypatch.setattr(Import, "apply", fail)
    before = digest(own_mini)
    options = (*VISIT, *CODES, "--source", "harbour-post", "--into", mine)
    if failure is KeyboardInterrupt:
        assert_interrupted(add(*options))
    else:
        assert add(*options).code == 70
    assert seen == [True]
    assert (mine.read_text(encoding="utf-8") if mine.exists() else None) == content
    assert digest(own_mini) == before


def test_interrupted_once_the_base_has_it_the_file_keeps_it_too(
    add: Here, ask: Ask, own_mini: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = Import.apply

    def interrupted(job: Import, *args: object, **options: object) -> None:
        apply(job, *args, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(Import, "apply", interrupted)
    assert add(*VISIT, *CODES, "--source", "harbour-post", "--into", mine).code == 130
    assert "premier-of-borea" in mine.read_text(encoding="utf-8")
    assert "Premier of Borea" in ask(own_mini, "show", "premier-of-borea-in-alba-2013")


def test_a_file_that_somebody_else_writes_in_the_meantime_is_not_touched(
    add: Here, own_mini: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Import.plan

    def planned(job: Import, engine: object) -> object:
        mine.write_text(MY_OWN, encoding="utf-8")
        return plan(job, engine)

    monkeypatch.setattr(Import, "plan", planned)
    before = digest(own_mini)
    refused = add(*VISIT, *CODES, "--source", "harbour-post", "--into", mine)
    assert_refused(refused, 2, f"{mine} was changed in the meantime.")
    assert mine.read_text(encoding="utf-8") == MY_OWN
    assert digest(own_mini) == before


def assert_interrupted(outcome: Outcome) -> None:
    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err.splitlines()[-1] == "Interrupted; nothing was changed."


# In the form.


@dataclass(frozen=True)
class Talk:
    """What a run on a terminal left: exit code, all that was shown there, and stdout."""

    code: int
    shown: str
    out: str


CTRL_C, CTRL_D = "^C", "\x04"


def typed(kb: Kb, answers: Sequence[tuple[str, str]], *args: object, piped: bool = False) -> Talk:
    """Run the program on a terminal and type an answer whenever its prompt has come.

    Args:
        kb: the program.
        answers: ends of prompts, each with what is typed then; ``CTRL_C`` interrupts.
        args: of the program.
        piped: whether stdout is a pipe.
    """
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [str(KB), *map(str, args)],
        env=kb.environment | {"TERM": "dumb"},
        stdin=slave,
        stdout=subprocess.PIPE if piped else slave,
        stderr=slave,
    )
    os.close(slave)
    shown, seen, left = b"", 0, list(answers)
    for part in _parts(master):
        shown += part
        while left and (end := shown.find(left[0][0].encode(), seen)) >= 0:
            seen = end + len(left[0][0].encode())
            answer = left.pop(0)[1]
            if answer == CTRL_C:
                process.send_signal(signal.SIGINT)
                # A signal just before the program waits for input is noticed at the next line.
                answer = "\r"
            os.write(master, answer.encode())
    os.close(master)
    if left:
        process.kill()
    out = process.communicate(timeout=SECONDS)[0] or b""
    assert left == [], shown
    return Talk(process.returncode, shown.decode().replace("\r\n", "\n"), out.decode())


def _parts(master: int) -> Iterator[bytes]:
    """Yield what comes to a terminal until the program has let go of it."""
    while select.select([master], [], [], SECONDS)[0]:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux tells the end of a terminal in this way
            return
        yield part


ANSWERS = [
    ("Kind: ", "event\r"),
    ("Form [other]: ", "visit\r"),
    ("Title: ", "Premier of Borea in Alba\r"),
    ("julian): ", "2013-05-06\r"),
    ("Actor: ", "XB\r"),
    ("Its role [party]: ", "visitor\r"),
    ("Another actor: ", "Альба\r"),
    ("Its role [party]: ", "host\r"),
    ("Another actor: ", "\r"),
    ("Step [occurred]: ", "\r"),
    ("Place: ", "Albapolis\r"),
    ("between them: ", "diplomacy, trade\r"),
    ("Note: ", "A: first.\r"),
    ("new page): ", "\r"),
    ("Address of the page: ", "https://news.example/visit\r"),
    ("Publisher: ", "Borea News Agency\r"),
    ("Title of the page: ", "\r"),
    ("2025): ", "2013-05-07\r"),
    ("Kind of source [unclassified]: ", "agency\r"),
    ("Reliability [F]: ", "B\r"),
    ("it speaks: ", "Borea\r"),
    ("none [042]: ", "-\r"),
    ("none [CONSULT-visit]: ", "-\r"),
]
AGREED = ("Add this? [y/N]: ", "y\r")


def test_the_form_writes_what_the_options_write(
    kb: Kb, ask: Ask, own_mini: Path, mine: Path
) -> None:
    talk = typed(kb, [*ANSWERS, AGREED], "--database", own_mini, "add", "--into", mine)
    assert talk.code == 0, talk.shown
    assert mine.read_text(encoding="utf-8") == VISIT_YAML
    assert VISIT_YAML in talk.shown
    assert "  Borea (borea)\n" in talk.shown
    # The path is broken where the terminal ends.
    assert "".join(talk.shown.split()).endswith(
        f"Writteninto{mine}andintothebase,aschangeset2."
        "Newsource:borea-news-agency-2013-05-07-f012fa"
    )
    assert "Premier of Borea" in ask(own_mini, "timeline", "alba", "borea", "--from", "2013-05")


def test_the_form_asks_again_and_says_why(kb: Kb, own_mini: Path, mine: Path) -> None:
    answers = [
        ("Kind: ", "\r"), ("Kind: ", "evnt\r"), ("Kind: ", "event\r"),
        ("Form [other]: ", "treaty\r"), ("Form [other]: ", "\r"),
        ("Title: ", "T\r"),
        ("julian): ", "2013-13\r"), ("julian): ", "1850-02-10 julian\r"),
        ("Actor: ", "Dor\r"), ("Actor: ", "Atlantis\r"), ("Actor: ", "Borea\r"),
        ("Its role [party]: ", "?\r"), ("Its role [party]: ", "\r"),
        ("Another actor: ", "Borée\r"), ("Another actor: ", "\r"),
        ("Step [occurred]: ", "\r"), ("Place: ", "\r"),
        ("between them: ", "trade; trades\r"), ("between them: ", "\r"), ("Note: ", "\r"),
        ("new page): ", "harbour\r"), ("new page): ", "\r"),
        ("Address of the page: ", "mfa\r"), ("Address of the page: ", "https://[mfa.x\r"),
        ("Address of the page: ", "https://mfa.example/borea\r"),
        ("CAMEO code: ", "42\r"), ("CAMEO code: ", CTRL_D),
    ]  # fmt: skip
    talk = typed(kb, answers, "--database", own_mini, "add", "--into", mine)
    assert talk.code == 130
    for said in (
        "This is needed.",
        "'evnt' is not in the vocabulary; did you mean 'event'?",
        "form treaty does not fit an event",
        "'2013-13' has no month 13; write a month from 01 to 12",
        "'Dor' can mean several actors. Say which: north-dor (North Dor), south-dor (South Dor).",
        "No actor is called 'Atlantis'.",
        "  guarantor     guarantees\n",
        "borea is named already; name each actor once",
        "'trades' is not in the vocabulary; did you mean 'trade'?",
        "no source is called 'harbour'; ",
        "'mfa' is no web address; write it in full",
        "'https://[mfa.x' is no web address; write it in full",
        "  The base has that page: alba-ministry\n",
        "'42' is not in the list cameo; ",
    ):
        assert said in talk.shown
    assert not mine.exists()


def test_what_the_options_give_is_not_asked_for(kb: Kb, own_mini: Path, tmp_path: Path) -> None:
    given = (*VISIT, *CODES, "--step", "occurred", "--place", "Albapolis", "--topic", "trade",
             "--note", "N", "--source", "harbour-post")  # fmt: skip
    answers = [("NAME.yaml): ", "a.csv\r"), ("NAME.yaml): ", f"{tmp_path}/own.yaml\r"), AGREED]
    talk = typed(kb, answers, "--database", own_mini, "add", *given)
    assert talk.code == 0
    assert talk.shown.count(": \n") == 0
    assert "a.csv is no YAML file. Name one that ends in .yaml.\n" in talk.shown
    assert "premier-of-borea-in-alba-2013" in (tmp_path / "own.yaml").read_text(encoding="utf-8")


def test_with_all_that_is_needed_nothing_is_asked_on_a_terminal(
    kb: Kb, own_mini: Path, mine: Path
) -> None:
    options = (*VISIT, "--source", "harbour-post", "--into", mine)
    talk = typed(kb, [], "--database", own_mini, "add", *options)
    assert talk.code == 0
    assert talk.shown.startswith("suggested: --cameo 042 --plover CONSULT-visit\n")
    assert "[y/N]" not in talk.shown


def test_prompts_go_to_stderr_and_stdout_is_for_data(kb: Kb, own_mini: Path, mine: Path) -> None:
    options = ("--database", own_mini, "add", "--into", mine, "--format", "json")
    talk = typed(kb, [*ANSWERS, AGREED], *options, piped=True)
    assert talk.code == 0
    assert json.loads(talk.out)["record"] == "premier-of-borea-in-alba-2013"
    assert "Title: " in talk.shown


def test_tab_completes_words_ids_and_names(kb: Kb, own_mini: Path, mine: Path) -> None:
    pytest.importorskip("readline", reason="this Python has no readline")
    answers = [
        ("Kind: ", "ev\t\r"), ("Form [other]: ", "su\t\r"), ("Title: ", "T\r"),
        ("julian): ", "2013\r"), ("Actor: ", "Coast U\t\r"), ("Its role [party]: ", "hos\t\r"),
        ("Another actor: ", "cad\t\r"),
        ("Its role [party]: ", CTRL_D),
    ]  # fmt: skip
    talk = typed(kb, answers, "--database", own_mini, "add", "--into", mine)
    assert talk.code == 130
    assert "  Coast Union (coast-union)\n" in talk.shown
    assert "  Cadia (cadia)\n" in talk.shown
    assert "is not in the vocabulary" not in talk.shown


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("last", [0, 4, 14, len(ANSWERS)])
def test_a_form_that_is_left_changes_nothing(
    kb: Kb, own_mini: Path, mine: Path, last: int, key: str
) -> None:
    mine.write_text(MY_OWN, encoding="utf-8")
    before = digest(own_mini)
    prompt = [*ANSWERS, AGREED][last][0]
    talk = typed(
        kb, [*ANSWERS[:last], (prompt, key)], "--database", own_mini, "add", "--into", mine
    )
    assert talk.code == 130
    assert "\nInterrupted; nothing was changed.\n" in talk.shown
    assert mine.read_text(encoding="utf-8") == MY_OWN
    assert digest(own_mini) == before


def test_a_form_that_is_not_agreed_to_changes_nothing(kb: Kb, own_mini: Path, mine: Path) -> None:
    before = digest(own_mini)
    answers = [*ANSWERS, ("Add this? [y/N]: ", "\r")]
    talk = typed(kb, answers, "--database", own_mini, "add", "--into", mine)
    assert talk.code == 1
    assert talk.shown.endswith("Error: Nothing was added.\n")
    assert not mine.exists()
    assert digest(own_mini) == before


@pytest.mark.parametrize(("answer", "code"), [("n\r", 1), ("y\r", 0)])
def test_on_a_terminal_it_is_asked_about_a_record_that_looks_alike(
    kb: Kb, add: Here, here: Here, own_mini: Path, mine: Path, answer: str, code: int
) -> None:
    options = (*VISIT, *CODES, "--source", "union-secretariat", "--into", mine)
    assert add(*options).code == 0
    text, base = mine.read_text(encoding="utf-8"), digest(own_mini)
    later = [str(option).replace("05-06", "05-07") for option in options]
    question = ("Add it as another record? [y/N]: ", answer)
    talk = typed(kb, [question], "--database", own_mini, "add", *later)
    assert talk.code == code
    assert "it looks like premier-of-borea-in-alba-2013" in talk.shown
    if code:
        assert mine.read_text(encoding="utf-8") == text
        assert digest(own_mini) == base
    else:
        assert "premier-of-borea-in-alba-2013-2" in mine.read_text(encoding="utf-8")


# As the documentation shows it.

_ASKED = re.compile(
    r"(?:Kind|Form|Title|Date|Actor|Its|Another|Step|Place|Topics|Note|Source|Address|Publish|"
    r"Reliab|For whose|Add this)[^:]*:"
)


def sessions() -> dict[str, list[str]]:
    """Return the sessions of the page: what is shown, by what was typed."""
    page = Path(__file__).parents[2] / "docs" / "adding.md"
    blocks = re.findall(r"```text\n\$ kb (.+)\n((?s:.*?))```", page.read_text(encoding="utf-8"))
    return {command: shown.splitlines() for command, shown in blocks}


def test_the_session_with_options_is_real(
    add: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, (command, shown) = sessions().items()
    done = add(*shlex.split(command)[1:])
    assert [*done.err.splitlines(), *done.out.splitlines()] == shown


def test_the_session_of_the_form_is_real(
    kb: Kb, own_mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (command, shown), _ = sessions().items()
    asked = [(found[0], line) for line in shown if (found := _ASKED.match(line))]
    answers = [(f"{prompt} ", f"{line[len(prompt) :].strip()}\r") for prompt, line in asked]
    talk = typed(kb, answers, "--database", own_mini, *shlex.split(command))
    lines = without_escapes(talk.shown).splitlines()
    assert [line.rstrip() for line in lines] == shown
