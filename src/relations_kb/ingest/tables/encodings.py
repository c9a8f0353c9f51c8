"""In which encoding a text file is written: told by its bytes, never by where it came from.

A file without a byte order mark is read once from end to end, since the first sign beyond ASCII
may stand in its last row. UTF-8 can hardly be hit by chance. What is left is one of the two code
pages in which spreadsheets save CSV where our readers live: Windows-1251 for Cyrillic,
Windows-1252 for the West. They are told apart by the company that high letters keep. In a Cyrillic
word they stand beside each other; in "Übereinkommen" or "traité" beside ASCII letters. On the
labelled texts of the tests this is right for every one, where charset-normalizer, restricted to
the same two, takes half of the short Western ones for Cyrillic; so there is no dependency on it.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from relations_kb.domain.limits import LINE_BYTES
from relations_kb.ingest.tables.table import UnreadableError, short

_MARK = "kb-mark-faulty-bytes"
"""Name of the way of decoding that keeps each faulty byte as a sign from U+DC00 on."""

_BLOCK = 1024 * 1024
_SAMPLE = 64 * 1024

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # begins like UTF-16, so it stands before it
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\f\r\x1a\x1b")) + b"\x7f"
_MANY = 8

_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""What Python calls an encoding and no file is written in; some take very long."""

_CODE_PAGES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are to be read.

    Attributes:
        codec: Python's name of it.
        title: its usual name.
        sound: whether every byte is known to be good; if not, each row must be looked at.
    """

    codec: str
    title: str
    sound: bool = False


def find_encoding(path: Path, given: str | None = None) -> Encoding:
    """Find the encoding of a text file.

    Args:
        path: the file.
        given: encoding that the user named; it is taken as it is.

    Raises:
        OSError: if the file cannot be read.
        UnreadableError: if the encoding named does not exist, or the file has no lines.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    marked = next((m for m in _BYTE_ORDER_MARKS if sample.startswith(m[0])), None)
    if given is not None:
        return _measured(path, _codec(path, given, marked[1] if marked else ""), given)
    if marked and marked[1] != "utf-8-sig":
        return _measured(path, marked[1], marked[2])
    if wide := unmarked_utf_16(sample):
        return _measured(path, wide, "UTF-16")
    weighed = _weighed(path)
    return weighed if not marked or weighed.codec == marked[1] else Encoding(marked[1], marked[2])


@contextmanager
def opened_text(path: Path, given: str | None = None) -> Iterator[tuple[TextIO, Encoding]]:
    """Open a text file in its encoding; its lines keep their ends, of whatever sort.

    Args:
        path: the file.
        given: encoding that the user named; it is taken as it is.

    Raises:
        UnreadableError: if it cannot be opened, has no lines, or the encoding is not known.
    """
    try:
        encoding = find_encoding(path, given)
        file = path.open(encoding=encoding.codec, errors=_MARK, newline="")
    except OSError as error:
        raise UnreadableError.closed(str(path), error) from None
    with file:
        yield file, encoding


def is_binary(sample: bytes) -> bool:
    """Tell whether the first bytes of a file are no text in any encoding.

    A few control characters stray into a text now and then; where one byte of twenty is such, and
    some are zero, a program wrote numbers.
    """
    if b"\0" not in sample or sample.startswith(tuple(mark for mark, _, _ in _BYTE_ORDER_MARKS)):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls >= _MANY and controls * 20 > len(sample) and not unmarked_utf_16(sample)


def _codec(path: Path, given: str, marked: str) -> str:
    """Return the codec that the user names; if there is a byte order mark, one that drops it."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=given)
        name = codecs.lookup(given).name
        if name in _NO_CHARSETS:
            raise LookupError
    except (LookupError, ValueError):
        message = (
            f"the encoding {short(given)} is not known; "
            "write one such as utf-8, windows-1251, windows-1252 or utf-16"
        )
        raise UnreadableError.of(str(path), "E107", message) from None
    family = marked.removesuffix("-sig")
    return marked if marked and name in (family, f"{family}-le", f"{family}-be") else name


def unmarked_utf_16(sample: bytes) -> str:
    """Return the codec of UTF-16 without a byte order mark, or nothing if it is another.

    Blanks, digits and separators are ASCII in every language and fill one half of a unit. Two
    ASCII bytes in one unit are the rule in every other encoding and the exception in this one.
    """
    if b"\0" not in sample:
        return ""
    units = list(zip(sample[::2], sample[1::2], strict=False))
    both = sum(_is_ascii(one) and _is_ascii(other) for one, other in units)
    little = sum(_is_ascii(one) and not other for one, other in units)
    big = sum(_is_ascii(other) and not one for one, other in units)
    if max(little, big) <= both:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _is_ascii(byte: int) -> bool:
    return 0x20 <= byte < 0x7F or byte in b"\t\r\n"


def _measured(path: Path, codec: str, title: str) -> Encoding:
    """Return an encoding that is known, once no line of the file is found too long in it."""
    decoder = codecs.getincrementaldecoder(codec)(_MARK)
    since_break = 0
    for block in _blocks(path):
        text = decoder.decode(block)
        last = max(text.rfind("\n"), text.rfind("\r"))
        since_break = len(text) - last - 1 + (since_break if last < 0 else 0)
        _check_line(path, since_break)
    return Encoding(codec, title)


def _check_line(path: Path, length: int) -> None:
    if length > LINE_BYTES:
        most = LINE_BYTES // 1024**2
        message = f"it has a line of more than {most} MB, so it is no table; write a row a line"
        raise UnreadableError.of(str(path), "E106", message)


def _weighed(path: Path) -> Encoding:
    """Read the file to its end and tell UTF-8 and the two code pages apart."""
    scales = _Scales()
    for block in _blocks(path):
        scales.add(block)
        _check_line(path, scales.since_break)
    scales.add(b"", final=True)
    return scales.verdict()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _kind_of_byte(byte: int) -> str:
    """Return ``a`` for an ASCII letter, ``H`` for one beyond, a blank for what is no letter."""
    if byte < 0x80:
        return "a" if chr(byte).isalpha() else " "
    cyrillic, western = (bytes([byte]).decode(page, "replace") for page in _CODE_PAGES)
    letter = cyrillic.isalpha() or western.isalpha()
    return "H" if cyrillic != western and letter else " "


_KINDS = "".join(map(_kind_of_byte, range(256))).encode()
_UNDEFINED = {"cp1251": b"\x98", "cp1252": b"\x81\x8d\x8f\x90\x9d"}


class _Scales:
    """Counts what speaks for each encoding, block by block."""

    def __init__(self) -> None:
        self.since_break = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._good = self._faulty = 0  # signs beyond ASCII, and bytes that are none, as UTF-8
        self._beside = self._alone = 0  # high letters beside another, or beside an ASCII letter
        self._seen: set[int] = set()  # bytes that not every encoding has

    def add(self, block: bytes, *, final: bool = False) -> None:
        """Weigh one more block."""
        text = self._decoder.decode(block, final)
        if not text.isascii():
            whole = len(text.encode("utf-8", "ignore").decode("utf-8"))
            self._faulty += len(text) - whole
            self._good += whole - len(text.encode("ascii", "ignore"))
        if self._faulty:
            self._weigh_letters(block)
        self._seen.update(byte for byte in b"\0" + b"".join(_UNDEFINED.values()) if byte in block)
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self.since_break = len(block) - last - 1 + (self.since_break if last < 0 else 0)

    def _weigh_letters(self, block: bytes) -> None:
        kinds = b" " + block.translate(_KINDS)
        after_ascii = kinds.count(b"aH")
        self._alone += after_ascii + kinds.count(b"Ha")
        self._beside += kinds.count(b"H") - kinds.count(b" H") - after_ascii

    def verdict(self) -> Encoding:
        """Return the encoding for which most speaks."""
        sound = 0 not in self._seen
        if self._good >= self._faulty:
            return Encoding("utf-8-sig", "UTF-8", sound=sound and not self._faulty)
        page = "cp1251" if self._beside > self._alone else "cp1252"
        sound = sound and self._seen.isdisjoint(_UNDEFINED[page])
        return Encoding(page, _CODE_PAGES[page], sound=sound)


def _marked(error: UnicodeError) -> tuple[str, int]:
    """Decode faulty bytes as signs that no text can hold, so that their row can be told."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(_MARK, _marked)
