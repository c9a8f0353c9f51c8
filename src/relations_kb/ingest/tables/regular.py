"""Whether a path leads to what ends, before it is opened."""

from __future__ import annotations

import stat
from pathlib import Path

from relations_kb.ingest.tables.table import UnreadableError


def check_regular(path: Path) -> None:
    """Refuse what need not end: a pipe waits for its writer, and a device may give bytes for ever.

    Raises:
        UnreadableError: E101, if it is such, or cannot be looked up.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UnreadableError.closed(str(path), error) from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        message = "it is a pipe or a device; write what comes from it into a file first"
        raise UnreadableError.of(str(path), "E101", message)
