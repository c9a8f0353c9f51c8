"""``kb add``: one record, written down by options or in a form, into a file and into the base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli import add_options as opt
from relations_kb.cli.asking import Terminal, has_terminal
from relations_kb.cli.changing import opened_to_write
from relations_kb.cli.options import Database
from relations_kb.cli.output import emit, terminal_width
from relations_kb.domain.errors import KbError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from relations_kb.ingest.adding import Addition, Foreseen
    from relations_kb.ingest.by_hand import Drafted, Fault, RecordDrafter
    from relations_kb.render.page import Page


class AddFormat(StrEnum):
    """How it is told what was added."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[AddFormat, typer.Option("--format", "-f", help="How to tell it.")]


@dataclass(frozen=True, slots=True)
class Added:
    """What was added, or would be.

    Attributes:
        record: id of the record.
        kind: of the record.
        title: of the record.
        file: file that it stands in.
        source: id of the source that was defined with it; None if the base had it.
        suggested: codes that were proposed and not taken, by their list.
        alike: ids of records that it looks like.
        changeset: number of the changeset; None if nothing was written.
        yaml: the record, and its source, as they stand in the file.
    """

    record: str
    kind: str
    title: str
    file: str
    source: str | None
    suggested: Mapping[str, str]
    alike: tuple[str, ...]
    changeset: int | None
    yaml: str


def add(
    kind: opt.Kind = None,
    form: opt.Form = None,
    title: opt.Title = None,
    date: opt.Date = None,
    calendar: opt.Calendar = None,
    actor: opt.Actors = None,
    step: opt.Step = None,
    place: opt.Place = None,
    topic: opt.Topics = None,
    note: opt.Note = None,
    cameo: opt.Cameo = None,
    plover: opt.Plover = None,
    source: opt.SourceId = None,
    source_url: opt.SourceUrl = None,
    source_publisher: opt.SourcePublisher = None,
    source_title: opt.SourceTitle = None,
    source_date: opt.SourceDate = None,
    source_kind: opt.SourceKind = None,
    source_reliability: opt.SourceReliability = None,
    source_side: opt.SourceSide = None,
    record_id: opt.RecordId = None,
    into: opt.Into = None,
    dry_run: opt.DryRun = False,
    yes: opt.Yes = False,
    output_format: FormatOption = AddFormat.TABLE,
    database: Database = None,
) -> None:
    """Add one record to a YAML file of your own and to the base.

    On a terminal, what is needed and not given is asked for in a form.

    Example: kb add --into my.yaml
    """
    given = {name: value for name, value in locals().items() if name in opt.FIELDS}
    fields = {**given, "id": record_id, "topic": ";".join(topic or ()), **_actors(actor or ())}
    texts = {field: text.strip() for field, text in fields.items() if text and text.strip()}
    with opened_to_write(database) as engine:
        added = _added(engine, texts, into, dry_run=dry_run, yes=yes)
    _tell(added, output_format)


def _actors(given: Sequence[str]) -> dict[str, str]:
    """Return the fields that the options --actor give: A, or A=ROLE."""
    fields: dict[str, str] = {}
    for number, text in enumerate(given, 1):
        name, _, role = text.partition("=")
        fields |= {f"actor{number}": name, f"role{number}": role}
    return fields


def _added(
    engine: Engine, texts: dict[str, str], into: Path | None, *, dry_run: bool, yes: bool
) -> Added:
    """Draft the record, ask what is to be asked, and write it unless that is not wanted."""
    from relations_kb.ingest.adding import addition, carry_out, foresee
    from relations_kb.ingest.by_hand import FaultyError, RecordDrafter
    from relations_kb.store.engine import connect

    with connect(engine) as connection:
        drafter = RecordDrafter(connection)
    by_form, texts, path = _complete(drafter, texts, into)
    try:
        drafted = drafter.draft(texts)
    except FaultyError as error:
        raise _faulty(error.faults, texts) from None
    suggested = {} if by_form else _suggested(drafted, texts)
    with connect(engine) as connection:
        planned = addition(connection, drafted, path, texts.get("id"))
    asks = has_terminal() and not (yes or dry_run)
    if by_form and asks:
        _confirm(planned.yaml, "Add this?")
    foreseen = foresee(engine, planned)
    apart = _settle(foreseen, asks=asks)
    changeset = None if dry_run else carry_out(engine, planned, apart=apart)
    return _view(planned, foreseen, suggested, changeset)


def _complete(
    drafter: RecordDrafter, texts: dict[str, str], into: Path | None
) -> tuple[bool, dict[str, str], Path]:
    """Check what is given, and ask for what is needed besides.

    Returns:
        Whether a form was filled in, the text of each field, and the file.
    """
    from relations_kb.ingest.adding import check_file

    if into:
        check_file(into)
    lacking = drafter.lacking(texts) + ([] if into else ["into"])
    faults = drafter.faults(texts)
    if lacking and not has_terminal():
        missing = ", ".join(map(opt.option_of, lacking))
        known = "".join(f"\n{line}" for line in _lines(faults, texts))
        raise KbError(f"Missing: {missing}.{known}", "Give them, or run the command on a terminal.")
    if faults:
        raise _faulty(faults, texts)
    if into and not lacking:
        return False, texts, into
    from relations_kb.cli.form import RecordForm, ask_for_file

    terminal = Terminal()
    filled = RecordForm(terminal, drafter, texts).filled()
    return True, filled, into or ask_for_file(terminal)


def _faulty(faults: Sequence[Fault], texts: Mapping[str, str]) -> KbError:
    lines = _lines(faults, texts)
    return KbError("\n".join(["The record cannot be added.", *lines] if lines[1:] else lines))


def _lines(faults: Sequence[Fault], texts: Mapping[str, str]) -> list[str]:
    """Say of each fault which option it is about."""
    lines = []
    for fault in faults:
        given = texts.get(fault.field.replace("role", "actor"), "")
        which = f" {given}" if fault.field.startswith(("actor", "role")) else ""
        name = f"{opt.option_of(fault.field)}{which}: " if fault.field else ""
        lines.append(f"{name}{fault.message}")
    return lines


def _suggested(drafted: Drafted, texts: Mapping[str, str]) -> dict[str, str]:
    """Say which codes the record could have, of the lists that it has none of."""
    from relations_kb.domain.codes.suggesting import suggest

    codes = suggest(drafted.kind, drafted.form, drafted.step)
    found = {str(scheme): code for scheme, code in codes.items() if scheme not in texts}
    if found:
        options = " ".join(f"--{scheme} {code}" for scheme, code in found.items())
        typer.echo(f"suggested: {options}", err=True)
    return found


def _settle(foreseen: Foreseen, *, asks: bool) -> bool:
    """Tell doubts, and ask about records that look like this one.

    Returns:
        Whether it was said that the record is none of those.
    """
    say = Terminal.say
    for finding in foreseen.warnings:
        say(f"Warning: {finding}")
    for alike in foreseen.alike:
        say(f"Warning: it looks like {alike.record} ({alike.title}): {alike.reason}")
    if not (foreseen.alike and asks):
        return False
    _confirm("", "Add it as another record?")
    return True


def _confirm(text: str, question: str) -> None:
    """Show a text and ask whether to go on.

    Raises:
        KbError: if the answer is no.
    """
    terminal = Terminal()
    terminal.say(text)
    if not terminal.agrees(question):
        raise KbError("Nothing was added.", exit_code=1)


def _view(
    planned: Addition, foreseen: Foreseen, suggested: Mapping[str, str], changeset: int | None
) -> Added:
    return Added(
        record=planned.record.id,
        kind=str(planned.record.kind),
        title=planned.record.title,
        file=str(planned.path),
        source=planned.source.id if planned.source else None,
        suggested=suggested,
        alike=tuple(alike.record for alike in foreseen.alike),
        changeset=changeset,
        yaml=planned.yaml,
    )


def _tell(added: Added, form: AddFormat) -> None:
    from relations_kb.export.tabular import to_json_object
    from relations_kb.render.page import page_text

    if form is AddFormat.JSON:
        emit(to_json_object(asdict(added)), None)
    else:
        emit(page_text(_page(added), terminal_width()), None)


def _page(added: Added) -> Page:
    from relations_kb.render.page import Page, Section

    if added.changeset is None:
        state = f"Nothing is written yet. It would go into {added.file}."
        sections = [Section("YAML", added.yaml.splitlines())]
    else:
        state = f"Written into {added.file} and into the base, as changeset {added.changeset}."
        sections = []
    source = [f"New source: {added.source}"] if added.source else []
    return Page(f"{added.record}", [added.title, state, *source], sections)
