"""Faults of a database in the words of a user."""

from __future__ import annotations

import re

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from relations_kb.domain.errors import KbError
from relations_kb.store.urls import shown_url


class ReadOnlyBaseError(KbError):
    """A base that may only be read: a file without the right to write it, a role without it."""


def explained(error: Exception, url: URL) -> KbError:
    """Say a fault of the database in the words of a user; credentials are never printed."""
    fault = error.orig if isinstance(error, DBAPIError) and error.orig else error
    # What follows the first part of a server's message may be data.
    primary = getattr(getattr(fault, "diag", None), "message_primary", None) or str(fault)
    text = f"{getattr(fault, 'sqlstate', None)} {primary}".lower()
    statement = error.statement if isinstance(error, DBAPIError) else None
    if any(mark in text for mark in _FORBIDDEN) and not (statement or "").startswith("SELECT"):
        return read_only(url)
    place, reason = shown_url(url), _OPTION.sub(r"\1\2***", " ".join(primary.split()).rstrip("."))
    for marks, message, remedy in _FAULTS:
        if any(mark in text for mark in marks):
            return KbError(message.format(place=place, reason=reason), remedy)
    return KbError(
        f"The database {place} cannot be used: {reason}.",
        "Check the URL and the server, or choose another with --database.",
    )


def read_only(url: URL) -> ReadOnlyBaseError:
    """Return the refusal of a base that may only be read."""
    return ReadOnlyBaseError(
        f"{shown_url(url)} may not be written to{_by_whom(url)}.",
        "Check its permissions, or choose another with --database.",
    )


_FORBIDDEN = ("readonly", "read-only", "permission denied for", "42501", "25006")
"""Here and below: marks in a fault of SQLite, or codes and marks in one of a server."""

_OPTION = re.compile(
    r'(argument for server process: |value for parameter "[^"]*": ).*|(-c |--)\S+(?= requires)'
)
"""Where a server repeats an option that was sent to it."""

_FAULTS = (
    (
        ("disk is full", "disk full", "no space", "53100"),
        "The disk is full; nothing was changed in {place}.",
        "Make room, or choose another place with --database, and run the command again.",
    ),
    (
        ("locked", "55p03"),
        "{place} is in use by another program.",
        "Wait for it to finish and run again.",
    ),
    (
        ("disk i/o",),
        "The disk refused to read or write {place} ({reason}); nothing was changed.",
        "Look at the disk, its quota and the limits of the shell, and run the command again.",
    ),
    (
        ("not a database", "malformed"),
        "{place} is damaged or no database of this program.",
        "Restore it from a copy, or choose another with --database.",
    ),
    (
        ("password supplied", "authentication failed", "authentication method", "pg_hba.conf",
         'fatal: role "', 'fatal:  role "'),
        "The server does not let this user in at {place}: {reason}.",
        "Check the user in the URL, and the password in PGPASSWORD or in PGPASSFILE, which must "
        "be readable to you alone (chmod 600).",
    ),
    (
        ("connection to server", "failed to resolve", "connection timeout", "57p03"),
        "The server of {place} cannot be reached: {reason}.",
        "Check the URL and whether the server runs, or choose another with --database.",
    ),
    (
        ("57p01", "57p02", "server closed", "connection is lost", "connection is closed",
         "consuming input failed", "sending query failed"),
        "The connection to {place} was lost.",
        "Changes are kept whole or not at all: see with 'kb log', and run the command again.",
    ),
)  # fmt: skip


def _by_whom(url: URL) -> str:
    return f" by {url.username}" if url.username else ""
