"""``kb import``: files into the base, planned, shown and then written."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli.changing import DryRun, Yes, agree, check_terminal, opened_to_write
from relations_kb.cli.leftovers import leftover_places, write_leftovers
from relations_kb.cli.options import Database, Format, FormatOption, Output
from relations_kb.cli.output import check_place, emit, width_for
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from relations_kb.ingest.imports.applying import Import
    from relations_kb.ingest.imports.plan import Plan
    from relations_kb.ingest.imports.request import Request

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE…",
        help="CSV, TSV, JSON Lines, Excel or YAML as in a seed.",
        show_default=False,
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", "-m", metavar="M.yaml", help="How columns and cells are read."),
]
SourceId = Annotated[
    str | None,
    typer.Option("--source", metavar="ID", help="The source of rows that name none."),
]
Dataset = Annotated[
    str | None,
    typer.Option(
        "--dataset", metavar="NAME", help="Name as which the rows are remembered; else the file's."
    ),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Encoding; else it is found out.")
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="NEW[=ID]",
        help="A new record that looks like one that is there is that one; 'all' for every one.",
    ),
]
Distinct = Annotated[
    list[str] | None,
    typer.Option(
        "--distinct", metavar="NEW", help="A new record is not what it looks like; 'all' for all."
    ),
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used, and keep them.")
]
BadFile = Annotated[
    Path | None,
    typer.Option("--bad", metavar="FILE", help="Where those rows go; else NAME.bad.csv beside."),
]
PlanFile = Annotated[
    Path | None,
    typer.Option("--plan", metavar="FILE", help="Write the whole plan: .csv, .json, .jsonl, .md."),
]
ErrorsFile = Annotated[
    Path | None, typer.Option("--errors", metavar="FILE", help="Write all faults as CSV.")
]
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="FILE", help="Write an example to fill in, and stop."),
]
Guess = Annotated[
    Path | None,
    typer.Option("--guess", metavar="FILE", help="Propose a mapping for a table, and stop."),
]


def import_files(
    files: Files = None,
    mapping: MappingFile = None,
    source: SourceId = None,
    dataset: Dataset = None,
    encoding: Encoding = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    accept: Accept = None,
    distinct: Distinct = None,
    skip_bad: SkipBad = False,
    bad: BadFile = None,
    plan_file: PlanFile = None,
    errors: ErrorsFile = None,
    template: Template = None,
    guess: Guess = None,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Bring records from files into the base: the plan is shown before anything is written.

    The same file twice changes nothing. All files of one call are one changeset, whole or not at
    all; 'kb undo' takes it back.

    Example: kb import events.csv --dry-run
    """
    from relations_kb.ingest.imports.request import Request

    if template or guess:
        _help_with_files(template, guess, encoding, output, database)
        return
    if not files:
        raise KbError("No file is named.", "Name one, or write an example with: --template FILE")
    request = Request(
        files=tuple(files),
        mapping=mapping,
        source=source,
        dataset=_slug(dataset),
        encoding=encoding,
        accept=_answers(accept or (), distinct or ()),
        distinct=frozenset(distinct or ()),
        skip_bad=skip_bad,
    )
    if not (yes or dry_run):
        check_terminal()
    places = leftover_places(files, bad) if skip_bad else {}
    for place in (output, errors, plan_file, *places.values()):
        check_place(place)
    plan_form = _form_of(plan_file) if plan_file else Format.CSV
    # The program's start quiets the collector, for which a large import is too long.
    gc.set_threshold(50_000, 10, 10)
    with opened_to_write(database) as engine, counting_import(request) as job:
        job.read(engine)
        plan = _carried_out(job, engine, dry_run=dry_run, yes=yes)
        if plan.changeset is not None:
            write_leftovers(job, places)
        if errors:
            _write_errors(plan, errors)
        if plan_file:
            emit(_parts(plan, plan_form, plan_file), plan_file)
        # What was agreed to has been seen already.
        asked = not (yes or dry_run) and plan.changeset is not None
        emit(_parts(plan, form, output, full=not asked), output)
    raise typer.Exit(1 if plan.errors else 0)


@contextmanager
def counting_import(request: Request) -> Iterator[Import]:
    """Give an import that shows on stderr how far it is."""
    from relations_kb.ingest.imports.applying import Import
    from relations_kb.render.progress import counting

    with counting() as counted, Import(request, counted) as job:
        yield job


def _carried_out(job: Import, engine: Engine, *, dry_run: bool, yes: bool) -> Plan:
    """Plan, show, ask and write, as far as each is wanted."""
    from relations_kb.render.importing import plan_page

    if yes and not dry_run:
        plan = job.apply(engine)
        _tell_findings(plan)
        return plan
    plan = job.plan(engine)
    _tell_findings(plan)
    if dry_run or plan.stopped or plan.changes_nothing:
        return plan
    agree(plan_page(plan))
    return job.apply(engine, agreed=plan)


def _tell_findings(plan: Plan) -> None:
    """Print what is wrong, the errors first, as many as a person reads."""
    from relations_kb.render.importing import MOST_FINDINGS
    from relations_kb.render.text import clean, counted

    for wanted in (True, False):
        total = plan.errors if wanted else plan.warnings
        own = (finding for finding in plan.findings() if finding.is_error is wanted)
        for finding in islice(own, MOST_FINDINGS):
            sys.stderr.write(f"{clean(str(finding))}\n")
        if total > MOST_FINDINGS:
            noun = counted(total - MOST_FINDINGS, "more error" if wanted else "more warning")
            sys.stderr.write(f"… and {noun}; all of them with: --errors FILE.csv\n")


def _write_errors(plan: Plan, errors: Path) -> None:
    from relations_kb.export.importing import FINDING_COLUMNS, finding_rows
    from relations_kb.export.tabular import csv_lines

    emit(csv_lines(FINDING_COLUMNS, finding_rows(plan.findings())), errors)


def _form_of(path: Path) -> Format:
    forms = {".csv": Format.CSV, ".json": Format.JSON, ".jsonl": Format.JSONL, ".md": Format.MD}
    if path.suffix not in forms:
        raise KbError(
            f"The plan cannot be written to {path}.", "End its name in .csv, .json, .jsonl or .md."
        )
    return forms[path.suffix]


def _parts(plan: Plan, form: Format, output: Path | None, *, full: bool = True) -> Iterable[str]:
    from relations_kb.export.importing import (
        PLAN_COLUMNS,
        plan_entries,
        plan_json,
        plan_rows,
    )
    from relations_kb.export.tabular import csv_lines, json_lines
    from relations_kb.render.importing import plan_page
    from relations_kb.render.page import page_markdown, page_text

    match form:
        case Format.JSON:
            return plan_json(plan)
        case Format.JSONL:
            return json_lines(plan_entries(plan))
        case Format.CSV:
            return csv_lines(PLAN_COLUMNS, plan_rows(plan))
        case Format.MD:
            return (page_markdown(plan_page(plan)),)
    return (page_text(plan_page(plan, full=full), width_for(output)),)


def _slug(dataset: str | None) -> str | None:
    from relations_kb.domain.identity import slugify

    if dataset is not None and slugify(dataset) != dataset:
        raise KbError(
            f"{dataset!r} is no name of a data set.",
            "Write it with a-z, 0-9 and hyphens, as in cow-mid-5.",
        )
    return dataset


def _answers(accept: Sequence[str], distinct: Sequence[str]) -> dict[str, str]:
    """Read which records are one: the known id by the new one.

    Raises:
        KbError: if a record is to be one and two at once.
    """
    accepted = {}
    for text in accept:
        new, _, known = text.partition("=")
        accepted[new.strip()] = known.strip()
    both = accepted.keys() & set(distinct)
    if both:
        raise KbError(
            f"{min(both)} cannot be accepted and be distinct at once.", "Leave one of the two out."
        )
    return accepted


def _help_with_files(
    template: Path | None,
    guess: Path | None,
    encoding: str | None,
    output: Path | None,
    database: str | None,
) -> None:
    """Write an example of a table, or propose how one is read."""
    if template:
        from relations_kb.ingest.flat.template import template as example

        if template.exists():
            raise KbError(f"{template} is there already.", "Name a new file.")
        emit(example("mapping" if template.suffix in {".yaml", ".yml"} else "table"), template)
    if guess:
        emit(_guessed(guess, encoding, database), output)


def _guessed(path: Path, encoding: str | None, database: str | None) -> str:
    from relations_kb.ingest.flat.guess import guess
    from relations_kb.ingest.tables.reading import Layout, UnreadableError, open_table
    from relations_kb.store.engine import connect
    from relations_kb.store.names import ActorNames

    with opened_to_write(database) as engine, connect(engine) as connection:
        names = ActorNames(connection)
    try:
        with open_table(path, Layout(encoding=encoding)) as table:
            return guess(table, names.resolve)
    except UnreadableError as error:
        faults = "\n".join(str(finding) for finding in error.findings)
        raise KbError(f"{path} cannot be read.\n{faults}", exit_code=1) from None
