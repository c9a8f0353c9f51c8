"""The parts of an Excel workbook, measured while they are unpacked.

A workbook is a zip archive of XML, so a few kilobytes can hold what fills a machine, and openpyxl
builds what it reads in memory. The sizes that the archive gives bound what is unpacked, for Python
reads no entry beyond its size. Within a part, what openpyxl holds at once is one row of a sheet,
one shared text, or a part that has neither; so the way from one such piece to the next is bounded.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from relations_kb.domain.limits import LINE_BYTES
from relations_kb.ingest.tables.table import UnreadableError, short

UNPACKED = 500 * 1024 * 1024
"""Bytes of all entries of a workbook; 300,000 rows of 20 columns have some 250 MB."""

SHARED = 64 * 1024 * 1024
"""Bytes of the texts that the cells of a workbook share, which are held in memory."""

ROWS = 1_048_576
"""Rows of a sheet, as Excel has them; also texts that its cells share."""

TAGS = 200_000
"""Tags that open between two rows; Excel allows 64,000 styles and 65,530 links."""

OPENED = 1_000
"""How often a part is opened, once for every sheet."""

_LISTING = 1024 * 1024
"""Bytes of the list of entries, some 10,000 of them."""

_BLOCK = 64 * 1024
_LONGEST_TAG = 64

_PIECE = re.compile(rb"<(?:\w+:)?(?:row|(si))[\s/>]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b")
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]*)")
_OF_ASCII = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"})
_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 1

_SAVE = "open it in the spreadsheet program and save it again"


class _ListingFile(io.FileIO):
    """A file whose list of entries is read only if it is short; it is read by its size."""

    def read(self, size: int | None = -1) -> bytes:
        """Read as a file does; a list that is too long is taken for damage."""
        if size is not None and size > _LISTING:
            raise zipfile.BadZipFile("the list of entries is too long")
        return super().read(-1 if size is None else size) or b""


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive to look at the list of its entries.

    Raises:
        OSError: if it cannot be read.
        BadZipFile: if it is none, or its list is longer than that of any workbook.
    """
    with _ListingFile(path) as file, zipfile.ZipFile(file) as archive:
        yield archive


def check_entries(path: Path) -> None:
    """Refuse a workbook by the list of its entries, before any is unpacked.

    Raises:
        OSError: if it cannot be read.
        BadZipFile: if it is no archive.
        UnreadableError: E106, if it is too large or holds what no workbook does.
    """
    with opened_archive(path) as archive:
        entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > UNPACKED:
        message = (
            f"the workbook unpacks to {size // 1024**2:,} MB, and at most {UNPACKED // 1024**2} MB "
            "are read; save its sheet as CSV"
        )
        raise UnreadableError.of(str(path), "E106", message)
    for entry in entries:
        if fault := _fault(entry):
            message = f"the entry {short(entry.filename)} {fault}, as in no workbook; {_SAVE}"
            raise UnreadableError.of(str(path), "E106", message)


def _fault(entry: zipfile.ZipInfo) -> str:
    """Say what an entry has that none of a workbook has; empty if nothing."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts:
        return "leads out of the archive"
    if entry.flag_bits & _ENCRYPTED:
        return "has a password"
    return "" if entry.compress_type in _COMPRESSIONS else "is packed in an unusual way"


class Parts(zipfile.ZipFile):
    """The archive of a workbook whose parts are measured while they are read.

    Args:
        path: as the user gave it.
        file: the file, which whoever opened it closes.
    """

    def __init__(self, path: str, file: BinaryIO) -> None:
        super().__init__(file)
        self._path = path
        self._openings = 0

    def open(self, name: Any, *args: Any, **options: Any) -> Any:
        """Open a part, as the class above; reading raises ``UnreadableError`` beyond a limit."""
        self._openings += 1
        if self._openings > OPENED:
            message = f"the workbook has more than {OPENED:,} parts; copy the sheet into a new one"
            raise UnreadableError.of(self._path, "E106", message)
        return _Part(self._path, super().open(name, *args, **options))


class _Part:
    """A part of a workbook that is being read."""

    def __init__(self, file: str, part: Any) -> None:
        self._file = file
        self._part = part
        self._length = 0
        self._tail = b""
        self._pieces = self._bytes = self._tags = 0
        self._is_shared = False

    def __enter__(self) -> _Part:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it."""
        self._part.close()

    def read(self, size: int = -1) -> bytes:
        """Read some bytes, or all that are left."""
        if size >= 0:
            return self._measured(self._part.read(size))
        return b"".join(iter(lambda: self._measured(self._part.read(_BLOCK)), b""))

    def _measured(self, block: bytes) -> bytes:
        if not self._length:
            self._check_encoding(block)
        self._length += len(block)
        text = self._tail + block
        if _DECLARED.search(text):
            raise self._refused("declares a type of document", _SAVE)
        self._count(text, block)
        if self._pieces > ROWS:
            raise self._refused(f"has more than {ROWS:,} rows or texts", "save its sheet as CSV")
        if self._is_shared and self._length > SHARED:
            most = SHARED // 1024**2
            raise self._refused(f"has more than {most} MB of texts", "save its sheet as CSV")
        if self._bytes > LINE_BYTES or self._tags > TAGS:
            stretch = f"{LINE_BYTES // 1024**2} MB or {TAGS:,} tags without a new row"
            raise self._refused(f"has more than {stretch}", "save its sheet as CSV")
        return block

    def _count(self, text: bytes, block: bytes) -> None:
        """Count the pieces, and what stands since the last of them."""
        pieces = list(_PIECE.finditer(text))
        last = pieces[-1] if pieces else None
        self._pieces += len(pieces)
        if last:
            self._is_shared |= last[1] is not None
            self._bytes = self._tags = 0
        since = text[last.end() :] if last else block
        self._bytes += len(since)
        self._tags += since.count(b"<") - since.count(b"</")
        # A tag whose name is cut off is looked at once more, with its rest.
        begun = text[max(0, text.rfind(b"<")) :]
        is_whole = any(sign in begun for sign in (b" ", b">", b"/", b"\n", b"\r", b"\t"))
        self._tail = b"" if is_whole or len(begun) > _LONGEST_TAG else begun

    def _check_encoding(self, block: bytes) -> None:
        """Refuse an encoding in which the signs that are counted would be other bytes."""
        found = _ENCODING.match(block.removeprefix(b"\xef\xbb\xbf"))
        named = found[1].lower() if found else b"utf-8"
        if named not in _OF_ASCII or block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block[:4]:
            raise self._refused("is not written in UTF-8", _SAVE)

    def _refused(self, what: str, remedy: str) -> UnreadableError:
        name = short(str(self._part.name))
        return UnreadableError.of(self._file, "E106", f"its part {name} {what}; {remedy}")
