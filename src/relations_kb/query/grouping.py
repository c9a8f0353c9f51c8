"""Rows of (key, value) as lists by key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def grouped(rows: Iterable[Any]) -> dict[int, list[str]]:
    """Collect the values of each key, in the order of the rows."""
    groups: dict[int, list[str]] = {}
    for key, value in rows:
        groups.setdefault(key, []).append(value)
    return groups
