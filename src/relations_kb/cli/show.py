"""``kb show`` and ``kb export records``: records with everything the base knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relations_kb.cli.access import opened
from relations_kb.cli.options import (
    Database,
    Format,
    FormatOption,
    Output,
    RecordId,
    RecordsFormat,
)
from relations_kb.cli.output import emit
from relations_kb.cli.pages import write_page

if TYPE_CHECKING:
    from sqlalchemy import Connection


def show(
    record: RecordId,
    form: FormatOption = Format.TABLE,
    output: Output = None,
    database: Database = None,
) -> None:
    """Print one record: parties, milestones, figures, who says otherwise, sources.

    CSV holds the milestones, one a row.

    Example: kb show iran-russia-strategic-partnership-2025
    """
    from dataclasses import fields

    from relations_kb.export.tabular import plain
    from relations_kb.query.show import MilestoneView, get_record
    from relations_kb.render.record import record_page

    with opened(database) as connection:
        view = get_record(connection, record)
    # A table has no place for what others say; JSON has.
    columns = [field.name for field in fields(MilestoneView) if field.name != "claims"]
    rows = (plain(milestone) for milestone in view.milestones)
    write_page(lambda: record_page(view), view, columns, rows, form, output)


def export_records(
    form: Annotated[
        RecordsFormat, typer.Option("--format", "-f", help="How to write the data.")
    ] = RecordsFormat.JSONL,
    added: Annotated[
        bool, typer.Option("--added", help="Only what was added to the seed or corrects it.")
    ] = False,
    output: Output = None,
    database: Database = None,
) -> None:
    """Write every record: for programs in the shape of 'kb show', or as a seed file.

    YAML holds all that the base says, sources and actors included, and can be read again.

    Example: kb export records --format yaml --added --output mine.yaml
    """
    with opened(database) as connection:
        if form is RecordsFormat.YAML:
            text = _records_yaml(connection, added)
        else:
            text = _records_json(connection, form, added)
    emit(text, output)


def _records_yaml(connection: Connection, added: bool) -> str:
    from relations_kb.records.yaml_out import seed_yaml
    from relations_kb.store.read_seed import read_seed

    return seed_yaml(read_seed(connection, added=added))


def _records_json(connection: Connection, form: RecordsFormat, added: bool) -> str:
    from relations_kb.export.tabular import to_json, to_json_lines
    from relations_kb.query.show import all_records

    views = all_records(connection)
    if added:
        from relations_kb.store.read_seed import added_records

        own = added_records(connection)
        views = [view for view in views if view.id in own]
    return to_json(views) if form is RecordsFormat.JSON else to_json_lines(views)
