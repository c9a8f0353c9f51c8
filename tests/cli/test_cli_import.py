"""``kb import`` and what belongs to it, as people and programs see it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from harness import KB, SECONDS, Kb, Outcome, assert_refused, on_terminal, without_escapes

Here = Callable[..., Outcome]
Golden = Callable[[str, str], None]
Run = Callable[..., Outcome]

HEADER = "external_id,id,kind,step,date,title,actor1,actor2,source\n"
BEFORE = HEADER + (
    "1,,talks,,2010-03-01,Talks on fish,Alba,Borea,harbour-post\n"
    "2,,talks,,2011-04-01,Talks on ships,Alba,Cadia,harbour-post\n"
)
AFTER = HEADER + (
    "1,,talks,,2010-03-04,Talks on fish,Alba,Borea,harbour-post\n"
    "3,,treaty,signed,2013-01-01,Treaty on eels,Alba,Cadia,harbour-post\n"
    "3,,treaty,in-force,2013-06,Treaty on eels,Alba,Cadia,harbour-post\n"
    ",,treaty,signed,2005-03-01,Pact of Good Neighbours,Alba,Borea,harbour-post\n"
    ",ab-customs-note-2005,memorandum,signed,2005-04,Note on customs,Alba,Borea,old-history\n"
    ",borea-cadia-note-2003,memorandum,extended,2008,Note between others,Borea,Cadia,old-history\n"
    ",,treaty,signed,2005-03-04,The Pact of Good Neighbours (draft),Alba,Borea,old-history\n"
    ",,visit,,2012-08-01,Visit of the president of Cadia and of all her ministers to Alba and its "
    "harbours,Cadia,Alba,harbour-post\n"
)
"""The same file later: a row changed, one gone, and new ones that meet the base in every way."""

FAULTY = HEADER + (
    "1,,talks,,2010-03-01,Talks on fish,Alba,Borea,harbour-post\n"
    "2,,talks,,2010-13-01,Talks on ships,Alba,Cadia,harbour-post\n"
    "3,,talks,,2011,Talks on eels,Nowhere,Dor,harbour-post\n"
    "4,,talks,,2012,Talks, on salt,Alba,Borea,harbour-post\n"
    "5,,talks,,2013,Talks on nets,Alba,Borea,harbour-post\n"
)
STATE = "Nothing is written. Mend what was found; --skip-bad leaves such rows out."


@pytest.fixture
def run(here: Here, own_mini: Path, folder: Path) -> Run:
    """Run the program on a small base of its own, in a folder of its own."""

    def ran(*args: object) -> Outcome:
        return here("--database", own_mini, *args)

    return ran


def written(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def rows(*texts: str, name: str = "talks.csv") -> Path:
    """Write a table of the simplest sort."""
    lines = ["date,title,actor1,actor2,source", *texts]
    return written(name, "\n".join(lines) + "\n")


def plan_of(outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def changesets(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("log", "--format", "json").out)
    return found


# -- the plan --------------------------------------------------------------------------------------


@pytest.fixture
def imported_before(run: Run) -> Run:
    """The program on a base into which the file was imported once, before it was changed."""
    written("talks.csv", BEFORE)
    assert run("import", "talks.csv", "--yes").code == 0
    written("talks.csv", AFTER)
    return run


@pytest.mark.parametrize("form", ["txt", "md", "json", "jsonl", "csv"])
def test_a_plan_in_every_format(imported_before: Run, golden: Golden, form: str) -> None:
    outcome = imported_before(
        "import", "talks.csv", "--dry-run", "--format", "table" if form == "txt" else form
    )
    assert (outcome.code, outcome.err) == (0, "")
    golden(f"import_plan.{form}", outcome.out)


@pytest.mark.parametrize("form", ["md", "json", "jsonl", "csv"])
def test_the_same_plan_goes_to_a_file(imported_before: Run, form: str) -> None:
    told = imported_before("import", "talks.csv", "--dry-run", "--format", form).out
    outcome = imported_before("import", "talks.csv", "--dry-run", "--plan", f"plan.{form}")
    assert Path(f"plan.{form}").read_text(encoding="utf-8") == told
    assert outcome.out.startswith("Import\nNothing is written yet.\n")


def test_what_was_written_is_told_with_the_way_back(imported_before: Run, golden: Golden) -> None:
    outcome = imported_before("import", "talks.csv", "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    golden("import_written.txt", outcome.out)


def test_the_same_file_again_has_nothing_to_write(imported_before: Run, golden: Golden) -> None:
    imported_before("import", "talks.csv", "--yes")
    outcome = imported_before("import", "talks.csv", "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    golden("import_same.txt", outcome.out)
    assert len(changesets(imported_before)) == 3


FILES = {
    "same.csv": BEFORE,
    "after.csv": AFTER,
    "faulty.csv": FAULTY,
    "empty.csv": "",
    "header.csv": HEADER,
    "unknown.csv": HEADER.replace("step", "colour") + BEFORE.partition("\n")[2],
    "pages.csv": "date,title,actor1,source_url\n"
                 + "".join(f"201{i},Talks,Alba,https://example.org/{i % 3}\n" for i in range(9)),
    "twins.csv": HEADER + ",,talks,,2010-03-01,Talks on fish,Alba,Borea,harbour-post\n" * 3,
    "alike.csv": HEADER + "".join(
        f",,talks,,2010-03-0{i},Talks on fish,Alba,Borea,harbour-post\n" for i in range(1, 6)),
    "known.yaml": "events:\n  - id: cadia-visit-2007\n    title: The visit\n    form: visit\n"
                  "    parties: [cadia]\n    sources: [old-history]\n"
                  "    milestones: [{step: occurred, date: 2007-07-08}]\n",
    "new.yaml": "actors:\n  - {id: dunia, kind: state, sources: [old-history], names: "
                "[{text: Dunia, language: en}]}\nevents:\n  - id: dunia-day\n    title: Day\n"
                "    form: other\n    parties: [dunia, alba]\n    sources: [old-history]\n"
                "    milestones: [{step: occurred, date: 2007}]\n",
    "lines.jsonl": '{"date": "2010-03-01", "title": "Talks", "actors": ["Alba", "XBO"], '
                   '"source": "old-history"}\n',
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_dry_run_says_what_the_run_then_does(run: Run, name: str) -> None:
    for before in ("same.csv", name):
        written(before, FILES[before])
    assert run("import", "same.csv", "--yes").code == 0
    known = run("db", "hash").out
    tried = run("import", name, "--dry-run", "--format", "json")
    assert run("db", "hash").out == known
    done = run("import", name, "--yes", "--format", "json")
    assert (tried.code, tried.err) == (done.code, done.err)
    assert plan_of(tried)["changeset"] is None
    assert plan_of(tried) | {"changeset": None} == plan_of(done) | {"changeset": None}
    wrote = plan_of(done)["changeset"] is not None
    assert (run("db", "hash").out != known) is wrote
    assert len(changesets(run)) == 2 + wrote


def test_a_long_plan_is_cut_on_the_page_and_whole_in_a_file(run: Run) -> None:
    own = [f"{1900 + i},Talks no. {i},Alba,{'Borea' if i % 2 else 'Cadia'},old-history"
           for i in range(60)]  # fmt: skip
    outcome = run("import", rows(*own), "--dry-run", "--plan", "plan.csv", "--distinct", "all")
    assert outcome.code == 0
    assert "New (60)\n" in outcome.out
    assert outcome.out.count("(talks.csv:") == 20
    assert outcome.out.endswith("  … and 40 more; --plan FILE writes all\n")
    with Path("plan.csv").open(encoding="utf-8", newline="") as file:
        plan = [row for row in csv.DictReader(file) if not row["alike"]]
    assert [int(row["line"]) for row in plan] == list(range(2, 62))


def test_a_long_title_is_cut_on_the_page_alone(run: Run) -> None:
    title = "Talks " * 500
    path = rows(f"2013,{title},Alba,Borea,harbour-post")
    page = run("import", path, "--dry-run").out
    assert max(map(len, page.splitlines())) < 400
    entry = plan_of(run("import", path, "--dry-run", "--format", "json"))["entries"][0]
    assert entry["title"] == title.strip()


def test_a_plan_as_csv_runs_in_no_spreadsheet(run: Run) -> None:
    path = rows("2013,=1+1,Alba,Borea,harbour-post")
    plan = run("import", path, "--dry-run", "--format", "csv").out
    assert [row["title"] for row in csv.DictReader(io.StringIO(plan))] == ["'=1+1"]


# -- faults ----------------------------------------------------------------------------------------


def test_faults_are_told_on_stderr_and_nothing_is_written(run: Run, golden: Golden) -> None:
    path = written("talks.csv", FAULTY)
    outcome = run("import", path, "--yes", "--errors", "errors.csv")
    assert outcome.code == 1
    golden("import_faults.txt", outcome.err + "\n" + outcome.out)
    golden("import_errors.csv", Path("errors.csv").read_text(encoding="utf-8"))
    assert len(changesets(run)) == 1


def test_rows_that_are_left_out_can_be_mended_and_imported(run: Run, golden: Golden) -> None:
    path = written("talks.csv", FAULTY)
    outcome = run("import", path, "--yes", "--skip-bad")
    assert outcome.code == 1
    golden("import_skipped.txt", outcome.err + "\n" + outcome.out)
    left = Path("talks.bad.csv").read_text(encoding="utf-8")
    golden("import_bad.csv", left)
    written("talks.bad.csv", left.replace("2010-13", "2010-12").replace("Nowhere,Dor", "XAL,XND"))
    mended = run("import", "talks.bad.csv", "--yes")
    assert (mended.code, mended.err) == (0, "")
    assert [entry["files"][0]["dataset"] for entry in changesets(run)[:2]] == ["talks", "talks"]
    written("talks.csv", FAULTY.replace("Talks, on", '"Talks, on').replace(" salt,", ' salt",')
            .replace("2010-13", "2010-12").replace("Nowhere,Dor", "XAL,XND"))  # fmt: skip
    whole = plan_of(run("import", "talks.csv", "--yes", "--format", "json"))
    assert {name: n for name, n in whole["records"].items() if n} == {"new": 1, "same": 4}


def test_a_dry_run_writes_no_rows_that_are_left_out(run: Run) -> None:
    outcome = run("import", written("talks.csv", FAULTY), "--dry-run", "--skip-bad")
    assert outcome.code == 1
    assert outcome.out.startswith("Import\nNothing is written yet.\n")
    assert not list(Path().glob("*.bad.csv"))


def test_rows_that_were_left_out_are_never_written_over(run: Run) -> None:
    path = written("talks.csv", FAULTY)
    written("talks.bad.csv", "mine\n")
    outcome = run("import", path, "--yes", "--skip-bad")
    assert_refused(outcome, 2, "talks.bad.csv is there already", "name another file with --bad")
    assert Path("talks.bad.csv").read_text(encoding="utf-8") == "mine\n"
    assert run("import", path, "--yes", "--skip-bad", "--bad", "other.csv").code == 1
    assert Path("other.csv").read_text(encoding="utf-8").startswith(HEADER)


def test_more_than_fifty_faults_are_counted_and_all_of_them_in_a_file(run: Run) -> None:
    path = rows(*[f"2013-13,Talks {i},Alba,Borea,harbour-post" for i in range(70)])
    outcome = run("import", path, "--dry-run", "--errors", "errors.csv")
    told = outcome.err.splitlines()
    assert (outcome.code, len(told)) == (1, 51)
    assert told[0].startswith("talks.csv:2: E204 date: '2013-13' has no month 13; write")
    assert told[-1] == "… and 20 more errors; all of them with: --errors FILE.csv"
    with Path("errors.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [int(row["line"]) for row in found] == list(range(2, 72))
    assert {(row["file"], row["column"], row["code"], row["kind"]) for row in found} == {
        ("talks.csv", "date", "E204", "error")
    }
    assert "Found: 70 errors\n" in outcome.out


def test_a_column_that_is_not_used_is_a_warning(run: Run) -> None:
    path = written("talks.csv", BEFORE.replace("step", "colour"))
    outcome = run("import", path, "--yes")
    assert outcome.code == 0
    assert re.fullmatch(
        r"talks\.csv(:1)?: W409 colour: the column is not used; map it to a field, or name it "
        r"under ignore\n",
        outcome.err,
    )
    assert "Found: 1 warning\n" in outcome.out


def test_a_file_that_cannot_be_read_is_named_and_the_page_says_so(run: Run) -> None:
    outcome = run("import", written("talks.csv", ""), "--dry-run")
    assert outcome.code == 1
    assert outcome.err.startswith("talks.csv: E108 the file is empty; begin with a line of names")
    assert outcome.out == (
        f"Import\n{STATE}\n\nFiles\n  none that can be read\n\nTotals\n  Records: 1 rejected\n"
        "  Claims: 0 added, 0 withdrawn\n  Found: 1 error\n"
    )


# -- wrong use -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "fragments"),
    [
        ((), ("No file is named.", "write an example with: --template FILE")),
        (("talks.csv",), ("There is no terminal to ask on", "--dry-run", "--yes")),
        (("talks.csv", "--yes", "--source", "no-such"), ("No source has the id 'no-such'.",)),
        (("talks.csv", "--yes", "--dataset", "My Data"), ("'My Data' is no name of a data",)),
        (("talks.csv", "--yes", "--plan", "plan.txt"), ("cannot be written to plan.txt", ".jsonl")),
        (("talks.csv", "--yes", "--plan", "none/p.csv"), ("none/p.csv cannot be written",)),
        (("talks.csv", "--yes", "--errors", "none/e.csv"), ("none/e.csv cannot be written",)),
        (("talks.csv", "--yes", "--output", "none/o.txt"), ("none/o.txt cannot be written",)),
        (("talks.csv", "b.csv", "--yes", "--skip-bad", "--bad", "x.csv"), ("of one file",)),
        (("talks.csv", "--yes", "--accept", "nothing"), ("No record of the files has",)),
        (("talks.csv", "--yes", "--distinct", "nothing"), ("No record of the files has the id",)),
        (("talks.csv", "--yes", "--accept", "all", "--distinct", "all"), ("and be distinct at",)),
        (("--template", "talks.csv"), ("talks.csv is there already.", "Name a new file.")),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_two_and_writes_nothing(
    run: Run, args: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    written("talks.csv", BEFORE)
    assert_refused(run("import", *args), 2, *fragments)
    assert len(changesets(run)) == 1
    assert Path("talks.csv").read_text(encoding="utf-8") == BEFORE


def test_a_source_for_all_rows_can_be_named(run: Run) -> None:
    path = written("talks.csv", "date,title,actor1\n2013,Talks,Alba\n")
    refused = run("import", path, "--yes")
    assert refused.code == 1
    assert refused.err == (
        "talks.csv:2: E305 source: the row has no source; give source columns, --source ID, or "
        "'source:' in the mapping\n"
    )
    assert run("import", path, "--yes", "--source", "old-history").code == 0


# -- examples and proposals ------------------------------------------------------------------------


def test_the_template_of_a_table_imports_as_it_stands(
    here: Here, base: Path, folder: Path, tmp_path: Path, golden: Golden
) -> None:
    own = Path(shutil.copy(base, tmp_path / "own.db"))
    outcome = here("import", "--template", "talks.csv")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    golden("import_template.csv", Path("talks.csv").read_text(encoding="utf-8"))
    done = here("--database", own, "import", "talks.csv", "--yes", "--format", "json")
    assert (done.code, done.err) == (0, "")
    plan = plan_of(done)
    assert (plan["errors"], plan["warnings"], plan["records"]["rejected"]) == (0, 0, 0)
    assert {entry["record"] for entry in plan["entries"]} == {
        "gulistan-1813", "pezeshkian-moscow-2025", "sepam-spfs-2023",
    }  # fmt: skip
    assert plan["records"]["conflicting"] == 0


def test_the_template_of_a_mapping_is_a_mapping(run: Run) -> None:
    assert run("import", "--template", "m.yaml").code == 0
    written("talks.csv", BEFORE)
    assert run("import", "talks.csv", "--mapping", "m.yaml", "--dry-run").code == 0


FOREIGN = (
    "No;Date;Treaty name;Country A;Country B;Action;Clerk\n"
    "17;01.05.2012;Treaty on eels;Alba;Борея;sig;Peters\n"
    "17;24.06.2012;Treaty on eels;Alba;Борея;eif;Peters\n"
    "18;NA;Treaty on nets;Alba;Kadia;sig;Peters\n"
)


def test_a_proposed_mapping_is_filled_in_and_then_used(run: Run, golden: Golden) -> None:
    written("treaties.csv", FOREIGN)
    outcome = run("import", "--guess", "treaties.csv")
    assert (outcome.code, outcome.err) == (0, "")
    golden("import_guess.txt", outcome.out)
    text = outcome.out.replace("#  - ", "  - ").replace('"sig": ""', '"sig": signed')
    text = text.replace('"eif": ""', '"eif": in-force').replace('"Kadia": ""', '"Kadia": cadia')
    written("m.yaml", text + "constants: {kind: treaty}\nsource: harbour-post\n")
    done = run("import", "treaties.csv", "--mapping", "m.yaml", "--skip-bad", "--yes")
    assert done.err.splitlines()[0] == (
        "treaties.csv:4: E311 Date: the cell is empty and is needed; write the date, at least its "
        "year, or leave the row out"
    )
    assert "2012-06-24  in-force" in run("show", "treaty-on-eels-2012").out


def test_a_proposal_for_what_is_no_table_is_refused(run: Run) -> None:
    outcome = run("import", "--guess", written("page.csv", "<html><body>"))
    assert_refused(outcome, 1, "page.csv cannot be read.", "a web page (HTML); open it in")


# -- one record, or two ----------------------------------------------------------------------------

LIKE = "2005-03-04,The Pact of Good Neighbours (draft),Alba,Borea,old-history"
NEW = "pact-of-good-neighbours-draft-2005"
OLD = "alba-borea-pact-2005"


@pytest.fixture
def like(run: Run) -> Path:
    """A table of one row that looks like a record of the base."""
    header = "kind,date,title,actor1,actor2,source\n"
    return written("like.csv", f"{header}treaty,{LIKE}\n")


@pytest.mark.parametrize(
    ("options", "outcome", "record"),
    [
        ((), "possible-duplicate", NEW),
        (("--distinct", "all"), "new", NEW),
        (("--distinct", NEW), "new", NEW),
        (("--accept", "all"), "conflicting", OLD),
        (("--accept", NEW), "conflicting", OLD),
        (("--accept", f"{NEW}={OLD}"), "conflicting", OLD),
    ],
)
def test_a_record_that_looks_alike_is_what_the_user_says(
    run: Run, like: Path, options: tuple[str, ...], outcome: str, record: str
) -> None:
    done = plan_of(run("import", like, *options, "--yes", "--format", "json"))
    (entry,) = done["entries"]
    assert (entry["outcome"], entry["record"]) == (outcome, record)
    again = plan_of(run("import", like, "--yes", "--format", "json"))
    assert (again["changeset"], again["records"]["same"]) == (None, 1)
    asked = json.loads(run("merge", "--format", "json").out)
    assert len(asked) == (outcome == "possible-duplicate")


def test_open_questions_are_listed_and_answered_by_a_merge(
    run: Run, like: Path, golden: Golden
) -> None:
    run("import", like, "--yes")
    before = run("db", "hash").out
    golden("import_questions.txt", run("merge").out)
    golden("import_questions.csv", run("merge", "--format", "csv").out)
    assert run("merge", NEW, OLD, "--dry-run").code == 0
    assert run("db", "hash").out == before
    golden("import_merge.txt", run("merge", NEW, OLD, "--yes").out)
    golden("import_merged.txt", run("show", NEW).out)
    assert run("merge").out.endswith("0 open questions\n")
    assert run("undo", "3", "--yes").code == 0
    assert run("db", "hash").out == before


def test_two_that_are_two_are_not_asked_about_again(run: Run, like: Path, golden: Golden) -> None:
    run("import", like, "--yes")
    golden("import_distinct.txt", run("merge", NEW, OLD, "--distinct", "--yes").out)
    assert run("merge").out.endswith("0 open questions\n")


@pytest.mark.parametrize(
    ("args", "fragments"),
    [
        ((NEW,), ("A second record is needed.", "kb merge ID INTO")),
        ((NEW, NEW, "--yes"), (NEW,)),
        ((NEW, "nothing", "--yes"), ("No record has the id 'nothing'",)),
        ((NEW, OLD), ("There is no terminal to ask on",)),
    ],
)
def test_a_merge_that_cannot_be_is_refused(
    run: Run, like: Path, args: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    run("import", like, "--yes")
    assert_refused(run("merge", *args), 2, *fragments)


# -- undo ------------------------------------------------------------------------------------------


def without_time(text: str) -> str:
    """Take the time of an import out of a text."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "TIME", text)


@pytest.mark.parametrize("form", ["txt", "md", "json", "csv"])
def test_an_undo_in_every_format(imported_before: Run, golden: Golden, form: str) -> None:
    run = imported_before
    run("import", "talks.csv", "--yes")
    before = run("db", "hash").out
    shown = run("undo", "3", "--dry-run", "--format", "table" if form == "txt" else form)
    assert (shown.code, shown.err, run("db", "hash").out) == (0, "", before)
    golden(f"import_undo.{form}", without_time(shown.out))


def test_an_undo_that_others_depend_on_is_refused(imported_before: Run, golden: Golden) -> None:
    imported_before("import", "talks.csv", "--yes")
    outcome = imported_before("undo", "2", "--yes")
    assert_refused(outcome, 1, "Undo those first: kb undo 3")
    golden("import_undo_refused.txt", outcome.err)


def test_an_undo_asks_for_a_terminal(imported_before: Run) -> None:
    assert_refused(imported_before("undo", "2"), 2, "There is no terminal to ask on", "--yes")


# -- on a terminal ---------------------------------------------------------------------------------


def answered(kb: Kb, answer: str, *args: object) -> tuple[int, str]:
    """Run the program on a terminal, answer when it asks; return its code and what it shows."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [str(KB), *map(str, args)],
        env=kb.environment | {"TERM": "xterm-256color"},
        stdin=slave, stdout=slave, stderr=slave, close_fds=True,
    )  # fmt: skip
    os.close(slave)
    shown = b""
    asked = False
    while select.select([master], [], [], SECONDS)[0]:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux tells the end of a terminal in this way
            break
        shown += part
        if b"[y/N]: " in shown and not asked:
            asked = True
            os.write(master, f"{answer}\n".encode())
    os.close(master)
    assert asked
    return process.wait(SECONDS), without_escapes(shown.decode().replace("\r\n", "\n"))


@pytest.mark.parametrize(("answer", "code", "number"), [("n", 1, 1), ("", 1, 1), ("y", 0, 2)])
def test_the_plan_is_shown_and_asked_about(
    kb: Kb, run: Run, own_mini: Path, answer: str, code: int, number: int
) -> None:
    path = rows("2013,Talks,Alba,Borea,harbour-post")
    found, shown = answered(kb, answer, "--database", own_mini, "import", path)
    assert found == code
    plan, asked, rest = shown.partition("Write this? [y/N]: ")
    assert "Nothing is written yet." in plan
    assert "talks-2013: Talks (talks.csv:2)" in plan
    assert asked
    assert ("Written as changeset 2; take it back with: kb undo 2" in rest) is (code == 0)
    assert ("Error: Nothing was written." in rest) is (code == 1)
    assert len(changesets(run)) == number


def test_nothing_is_asked_where_there_is_nothing_to_write(kb: Kb, run: Run, own_mini: Path) -> None:
    path = rows("2013,Talks,Alba,Borea,harbour-post")
    run("import", path, "--yes")
    shown = on_terminal(kb, 100, "--database", own_mini, "import", path)
    assert "Nothing to write: the base says all of it already." in shown
    assert "[y/N]" not in shown


@pytest.mark.parametrize("columns", [80, 140])
def test_no_line_of_a_plan_is_wider_than_the_terminal(
    kb: Kb, imported_before: Run, own_mini: Path, columns: int
) -> None:
    shown = on_terminal(kb, columns, "--database", own_mini, "import", "talks.csv", "--dry-run")
    lines = without_escapes(shown).splitlines()
    assert [line for line in lines if cell_len(line) > columns] == []
    piped = imported_before("import", "talks.csv", "--dry-run").out
    assert "".join(without_escapes(shown).split()) == "".join(piped.split())
