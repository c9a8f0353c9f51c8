"""The one function through which every read statement runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Row


def fetch(connection: Connection, statement: Executable, **values: object) -> Sequence[Row[Any]]:
    """Run a read statement and return all rows.

    Statements are built once, at import, with bound parameters alone (a list of keys is one
    parameter, too), so that they never depend on the values and can be compiled ahead of time.
    """
    return connection.execute(statement, values).all()
