"""``kb``, telling on a pipe which phase of a change it is in.

A line for each phase that begins, with the time of the monotonic clock: ``start`` when the program
takes over from the interpreter, ``read`` once the base is open, ``match`` once it is locked for
writing, ``write`` at the first row written, ``commit`` at its commit, ``print`` when that is done.
What happens before ``start`` is the ``load``.

Example: python bench/marked.py PIPE import events.csv --yes
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from relations_kb.cli import changing

if TYPE_CHECKING:
    from sqlalchemy import Engine

Opened = Callable[[str | None], AbstractContextManager["Engine"]]
PHASES = ("load", "start", "read", "match", "write", "commit", "print")


class Marks:
    """Writes each phase to a pipe as it begins."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._phase = "load"

    def begin(self, phase: str) -> None:
        """Tell that a phase begins, unless it or a later one has."""
        if PHASES.index(phase) > PHASES.index(self._phase):
            self._phase = phase
            os.write(self._pipe, f"{phase} {time.monotonic()}\n".encode())

    def statement(self, _: object, __: object, statement: str, *_rest: Any) -> None:
        """Tell by a statement which phase it belongs to."""
        if statement == "BEGIN IMMEDIATE" or "pg_advisory_xact_lock" in statement:
            self.begin("match")
        elif statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self.begin("write")

    def returned(self, *_: object) -> None:
        """Tell that the connection of the commit, even of one that was broken off, is free."""
        if self._phase == "commit":
            self.begin("print")


def marking(opened: Opened, marks: Marks) -> Opened:
    """Let the engine that commands write with tell its phases."""

    @contextmanager
    def marked(database: str | None) -> Iterator[Engine]:
        from sqlalchemy import event

        with opened(database) as engine:
            marks.begin("read")
            event.listen(engine, "before_cursor_execute", marks.statement)
            event.listen(engine, "commit", lambda _: marks.begin("commit"))
            event.listen(engine, "checkin", marks.returned)
            yield engine

    return marked


if __name__ == "__main__":
    own = Marks(int(sys.argv.pop(1)))
    changing.opened_to_write = marking(changing.opened_to_write, own)
    from relations_kb.cli.start import run

    own.begin("start")
    run()
