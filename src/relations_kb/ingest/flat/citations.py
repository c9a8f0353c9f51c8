"""Where a row has its knowledge from: ids of sources, a page, or the source of the whole table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from relations_kb.domain.identity import fold
from relations_kb.domain.vocabulary import Reliability, SourceKind
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.fields import PAGE_FIELDS
from relations_kb.ingest.flat.words import READERS
from relations_kb.records.models import Source
from relations_kb.records.reading import explain

Cited = tuple[tuple[str, ...], tuple[Source, ...]]
"""Ids of the sources of a row, and those of them that the row itself defines."""

_REMEDY = "give source columns, --source ID, or 'source:' in the mapping"
_PUBLISHER_PART = 40
_MEMORY = 4096
_WORDS = ("source_kind", "source_reliability", "source_language")


class Citer:
    """Finds the sources of the rows of one table.

    Args:
        has_source: tells whether the base, or the mapping, has a source.
        known_page: returns the id of the source that has the address; None if there is none.
        actor: reads the name of an actor.
        date: reads a date.
        default: id of the source of rows that name none.
        from_cells: fields that a column gives.
        separator: what stands between several ids.
    """

    def __init__(
        self,
        *,
        has_source: Callable[[str], bool],
        known_page: Callable[[str], str | None],
        actor: Callable[[str], str],
        date: Callable[[str], str],
        default: str | None,
        from_cells: AbstractSet[str],
        separator: str,
    ) -> None:
        self._has_source = has_source
        self._known_page = known_page
        self._actor = actor
        self._date = date
        self._default: Cited | None = ((default,), ()) if default else None
        self._cells = tuple(f for f in PAGE_FIELDS if f in from_cells)
        self._separator = separator
        self._page = lru_cache(_MEMORY)(self._make_page)

    def cite(self, texts: Mapping[str, str]) -> Cited:
        """Return the sources of a row.

        Raises:
            CellError: E303 for an id that is not known, E305 if there is no source, or what is
                wrong with the page.
        """
        ids: tuple[str, ...] = ()
        if "source" in texts:
            parts = (part.strip() for part in texts["source"].split(self._separator))
            ids = tuple(self._checked(part) for part in dict.fromkeys(parts) if part)
        page, defined = self._page_of(texts)
        if page:
            return (*ids, page) if page not in ids else ids, defined
        if ids:
            return ids, ()
        if self._default is None:
            raise CellError("E305", f"the row has no source; {_REMEDY}", "source")
        return self._default

    def default_fault(self) -> CellError | None:
        """Return what is wrong with the source of the whole table; None if it is there."""
        try:
            for source in self._default[0] if self._default else ():
                self._checked(source)
        except CellError as fault:
            return fault
        return None

    def _checked(self, source: str) -> str:
        if not self._has_source(source):
            message = f"no source is called {source!r}; write an id that 'kb sources' lists"
            raise CellError("E303", message, "source")
        return source

    def _page_of(self, texts: Mapping[str, str]) -> tuple[str, tuple[Source, ...]]:
        if "source_url" in texts or "source_publisher" in texts:
            return self._page(tuple(texts.get(field, "") for field in PAGE_FIELDS))
        lonely = next((field for field in self._cells if field in texts), None)
        if lonely:
            message = f"{texts[lonely]!r} tells of a page without address and publisher; give one"
            raise CellError("E311", message, lonely)
        return "", ()

    def _make_page(self, values: tuple[str, ...]) -> tuple[str, tuple[Source, ...]]:
        texts = {field: text for field, text in zip(PAGE_FIELDS, values, strict=True) if text}
        url = texts.get("source_url", "")
        host = _host(url) if url else ""
        publisher = texts.get("source_publisher") or host
        title = texts.get("source_title", "")
        date = _read(self._date, texts, "source_date")
        digest = hashlib.sha256("\x1f".join((publisher, title, url, date)).encode()).hexdigest()
        name = _slug(publisher) or _slug(host) or "page"
        words = {field: _read(READERS[field], texts, field) for field in _WORDS}
        source = _validated(
            {
                "id": "-".join(p for p in (name, _slug(date), digest[:6]) if p),
                "publisher": publisher,
                "title": title or None,
                "url": url or None,
                "date": date or None,
                "language": words["source_language"] or "en",
                "side": _read(self._actor, texts, "source_side") or None,
                "kind": words["source_kind"] or SourceKind.UNCLASSIFIED,
                "reliability": words["source_reliability"] or Reliability.F,
            }
        )
        known = self._known_page(url) if url else None
        if known is None and not self._has_source(source.id):
            return source.id, (source,)
        return known or source.id, ()


def _read(reader: Callable[[str], str], texts: Mapping[str, str], field: str) -> str:
    if field not in texts:
        return ""
    try:
        return reader(texts[field])
    except CellError as fault:
        raise CellError(fault.code, fault.message, field) from None


def _validated(data: dict[str, Any]) -> Source:
    try:
        return Source.model_validate(data)
    except ValidationError as error:
        detail = error.errors()[0]
        code, message = explain(detail)
        raise CellError(code, message, f"source_{detail['loc'][0]}") from None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        message = f"{url!r} is no web address; write it in full, with https://"
        raise CellError("E206", message, "source_url") from None


def _slug(text: str) -> str:
    """Return a text as a part of an id; what has no Latin letters is left to the digest."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return slug[:_PUBLISHER_PART].strip("-")
