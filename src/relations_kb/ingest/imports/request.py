"""What a user asks of an import."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from relations_kb.domain.identity import slugify

EVERY = "all"
"""What ``accept`` and ``distinct`` take for every question of likeness."""

_PART = ".bad"
"""What stands in the names of files that hold rows which another import could not use."""

_BLOCK = 1 << 20

Counted = Callable[[str, int, int | None], None]
"""Told a step, how many rows of it are done, and of how many, if that is known."""


@dataclass(frozen=True, slots=True)
class Request:
    """An import that is asked for.

    Attributes:
        files: the files.
        mapping: how they are read; None if the columns name themselves.
        source: id of the source of rows that name none.
        dataset: name as which the files are remembered; each file's own name if None.
        encoding: of tables; found out if None.
        accept: records that look alike and are one: the new id by that of the base's record, which
            is empty for the one that it looks most like; ``all`` for every one.
        distinct: ids of new records that are not what they look like; ``all`` for every one.
        skip_bad: whether rows that cannot be used are left out.
    """

    files: tuple[Path, ...]
    mapping: Path | None = None
    source: str | None = None
    dataset: str | None = None
    encoding: str | None = None
    accept: Mapping[str, str] | None = None
    distinct: frozenset[str] = frozenset()
    skip_bad: bool = False

    def is_accepted(self, record: str, other: str) -> bool:
        """Tell whether a new record is to be taken for one that it looks like."""
        accepted = self.accept or {}
        return EVERY in accepted or (record in accepted and accepted[record] in ("", other))

    def is_distinct(self, record: str) -> bool:
        """Tell whether a new record is not what it looks like."""
        return EVERY in self.distinct or record in self.distinct


def dataset_of(path: Path) -> str:
    """Return the name as which a file is remembered: its own, without its ending."""
    stem = path.name.removesuffix(path.suffix).removesuffix(_PART)
    return slugify(stem) or "file-" + hashlib.sha256(stem.encode()).hexdigest()[:8]


def is_part(path: Path) -> bool:
    """Tell whether a file holds only the rows that another import could not use."""
    return path.name.removesuffix(path.suffix).endswith(_PART)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
