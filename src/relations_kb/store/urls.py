"""Where a base is: URLs and paths as people write them, and as they may be shown."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from relations_kb.domain.errors import KbError

SQLITE_HEADER = b"SQLite format 3\x00"


def database_url(text: str) -> URL:
    """Read a database URL, or the path of an SQLite file.

    What might show a part of a password as something else, such as the host, is refused.

    Raises:
        KbError: if the text is neither.
    """
    if "://" not in text:
        if _NO_PATH.match(text):
            raise unusable_url()
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise unusable_url() from None
    if not (_is_on_server(url, text) or _is_in_file(url)):
        raise unusable_url()
    return url


def _is_on_server(url: URL, text: str) -> bool:
    return bool(
        url.get_backend_name() == "postgresql"
        and _SERVER.fullmatch(text)
        and ":" not in (url.username or "")
        and not _PASSWORD.search(unquote(shown_url(url)))
    )


def _is_in_file(url: URL) -> bool:
    named = url.get_backend_name() == "sqlite" and not (url.host or url.username)
    return named and not _NO_PATH.match(url.database or "")


_SERVER = re.compile(r"[\w+]+://([^:/?@]*(:[^?@]*)?@)?[^@]*")
"""One @ at most, which ends a user: a bare one in a password makes its rest a part of the host."""

_PASSWORD = re.compile(r"password\s*=", re.IGNORECASE)
_NO_PATH = re.compile(
    r"(?!/[^/]|[.~]|[a-z]:[/\\]|file:)"
    r"((postgres|sqlite)[\w+]*:|[\w+.-]+:/|.*:.*@|.*password\s*=)",
    re.IGNORECASE | re.DOTALL,
)
"""A URL, or what libpq takes for one, that is misspelt; a path from a folder on is none."""


def sqlite_path(url: URL) -> Path | None:
    """Return the file of an SQLite base; None for a server or a base in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def is_sqlite_file(path: Path) -> bool:
    """Tell whether there is an SQLite file with content; nothing is written to find out.

    Raises:
        KbError: if there is something else in its place, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(len(SQLITE_HEADER))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except IsADirectoryError:
        raise KbError(f"{path} is a folder, not a database file.", "Name a file in it.") from None
    except OSError as error:
        raise KbError(
            f"The database {path} cannot be read ({error.strerror}).",
            "Check its permissions, or choose another with --database.",
        ) from None
    if header and header != SQLITE_HEADER:
        raise KbError(
            f"{path} is not a database of this program: it is no SQLite file.",
            "Choose another file with --database, or move this one away; it was not touched.",
        )
    return bool(header)


def is_missing_file(url: URL) -> bool:
    """Tell whether a URL names a file with no base in it yet; a server has to be asked.

    Raises:
        KbError: if there is something else in its place, or it cannot be read.
    """
    path = sqlite_path(url)
    return path is not None and not is_sqlite_file(path)


def shown_url(url: URL) -> str:
    """Write a URL for people: without any password, and with those options that say where it is."""
    hidden = [name for name, value in url.query.items() if not _tells_where(name, value)]
    return url.difference_update_query(hidden).render_as_string(hide_password=True)


def _tells_where(name: str, value: str | tuple[str, ...]) -> bool:
    if name == "options":
        return isinstance(value, str) and bool(_SEARCH_PATH.fullmatch(value))
    return name in _PLACE


_PLACE = ("host", "hostaddr", "port", "dbname", "user", "service", "mode", "uri")
_SEARCH_PATH = re.compile(r"\s*-c\s*search_path=[\w$\",]+\s*")


def unusable_url() -> KbError:
    """Return the refusal of a URL. The text is not repeated: it may hold a password."""
    return KbError(
        "The database URL cannot be read.",
        "Write sqlite:///path/to/file.db, a path, or postgresql://user@host/name; "
        "in a password, write @ as %40, : as %3A, / as %2F, ? as %3F and % as %25.",
    )
