"""Check 405: the addresses of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from relations_kb.records.findings import Finding
from relations_kb.records.reading import ReadFile


def check_addresses(files: Sequence[ReadFile]) -> Iterator[Finding]:
    """W405: one page has one id."""
    first: dict[str, str] = {}
    for file in files:
        for i, source in enumerate(file.content.bibliography):
            page = same_page(source.url) if source.url else None
            if page in first:
                message = f"{first[page]!r} has the same address; cite it, and leave this one out"
                yield file.finding("W405", ("bibliography", i, "url"), message)
            elif page:
                first[page] = source.id


def same_page(url: str) -> str:
    """Return what two addresses of one page share: no scheme, ``www.``, tracking or last slash."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.startswith("utm_")]
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"
