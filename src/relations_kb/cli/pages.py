"""Writing a page, or what is behind it, in any of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relations_kb.cli.options import Format
from relations_kb.cli.output import emit, width_for

if TYPE_CHECKING:
    from relations_kb.render.page import Page


def write_page(
    page: Callable[[], Page],
    value: Any,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    form: Format,
    output: Path | None,
) -> None:
    """Write a page for people, what it shows as JSON, or its rows as CSV.

    Args:
        page: makes the page; called for ``table`` and ``md`` alone.
        value: what JSON holds: an object, or a list of objects, of which ``jsonl`` writes one a
            line.
        columns: columns of the CSV.
        rows: rows of the CSV.
        form: the format.
        output: file to write, or None for stdout.
    """
    from relations_kb.export.tabular import to_csv, to_json, to_json_lines, to_json_object

    many = isinstance(value, list)
    match form:
        case Format.JSON:
            text = to_json(value) if many else to_json_object(value)
        case Format.JSONL:
            text = to_json_lines(value if many else [value])
        case Format.CSV:
            text = to_csv(columns, rows)
        case _:
            text = _page_text(page(), form, output)
    emit(text, output)


def _page_text(page: Page, form: Format, output: Path | None) -> str:
    from relations_kb.render.page import page_markdown, page_text

    return page_markdown(page) if form is Format.MD else page_text(page, width_for(output))
