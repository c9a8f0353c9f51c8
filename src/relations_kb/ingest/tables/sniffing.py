"""What sort of file it is: by its name, held against its content.

A name is easily wrong: web pages are saved as .xls, workbooks renamed to .csv, downloads left
compressed. Each such file is refused with what it seems to be and what to do; a text is taken for
something other than a table only where that is unmistakable.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from relations_kb.ingest.tables.encodings import is_binary
from relations_kb.ingest.tables.excel_parts import opened_archive
from relations_kb.ingest.tables.regular import check_regular
from relations_kb.ingest.tables.table import UnreadableError, short

SORTS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xlsx": "excel",
    ".xlsm": "excel",
}
"""The sort of file that each ending of a name means."""

_HEAD = 64 * 1024

_UNPACK = "unpack it first"
_SAVE = "save it as .xlsx or CSV"
_EXPORT = "export it as CSV"
_NO_DATA = "name a file of rows"

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel file (.xls) or one with a password",
        f"{_SAVE}, without a password",
    ),
    (b"%PDF-", "a PDF", "copy its tables into a CSV"),
    (b"\x1f\x8b", "a file compressed by gzip", _UNPACK),
    (b"BZh", "a file compressed by bzip2", _UNPACK),
    (b"\xfd7zXZ\0", "a file compressed by xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a file compressed by Zstandard", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"SQLite format 3\0", "an SQLite database", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"ARROW1", "an Arrow file", _EXPORT),
    (b"<stata_dta>", "a Stata file", _EXPORT),
    (b"$FL2", "an SPSS file", _EXPORT),
    (b"RDX", "an R data file", _EXPORT),
    (b"\x89PNG\r\n", "a PNG image", _NO_DATA),
    (b"\xff\xd8\xff", "a JPEG image", _NO_DATA),
    (b"GIF8", "a GIF image", _NO_DATA),
)
"""First bytes, what begins with them, and what to do."""

_ZIPPED = (
    ("xl/workbook.bin", "a binary Excel file (.xlsb)", _SAVE),
    ("content.xml", "an OpenDocument file", _SAVE),
    ("word/document.xml", "a Word document", "copy its tables into a CSV"),
)

_HTML = re.compile(
    r"\s*(<!--((?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body|table|meta|div)\b", re.I | re.S
)
_XML = re.compile(r"\s*<(\?xml\b|!--|[a-z][\w:.-]*(\s[^<>]*)?>\s*<)", re.I)
_JSON_LIST = re.compile(r"\s*\[\s*[\[{]")
_JSON_OBJECT = re.compile(r'\s*\{\s*("[^"\n]*"\s*:|\}?\s*$)')
_JSON_SPREAD = re.compile(r'\s*\{[ \t]*\r?\n\s*"')
_JSON_LINE = re.compile(r"^[ \t\r]*\{", re.M)
_YAML = re.compile(
    r"([ \t\r]*(#[^\n]*)?\n)*(---[ \t]*\r?\n)?[a-z_-]+:[ \t]*\r?\n[ \t]*(- |\w[\w-]*:[ \t\r\n])",
    re.I,
)
_ROW_A_LINE = "write one object a line and name it .jsonl"


def file_sort(path: Path) -> str:
    """Tell of what sort a file is.

    Args:
        path: the file.

    Returns:
        ``csv``, ``tsv``, ``jsonl``, ``yaml`` or ``excel``.

    Raises:
        UnreadableError: if it cannot be opened (E101) or is not what its name says (E106).
    """
    check_regular(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableError.closed(str(path), error) from None
    sort = SORTS.get(path.suffix.lower())
    if fault := _fault(path, sort, head):
        what, remedy = fault
        raise UnreadableError.of(str(path), "E106", f"it seems to be {what}; {remedy}")
    if sort is None:
        ending = (
            f"the ending {short(path.suffix)} is not known" if path.suffix else "it has no ending"
        )
        message = f"{ending}; use one of {', '.join(SORTS)}"
        raise UnreadableError.of(str(path), "E106", message)
    return sort


def _fault(path: Path, sort: str | None, head: bytes) -> tuple[str, str] | None:
    """Return what the file is instead of what its name says, and what to do."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_fault(path, sort)
    for signature, what, remedy in _SIGNATURES:
        if head.startswith(signature):
            return what, remedy
    if is_binary(head):
        return "no text, but data that only its own program can read", _EXPORT
    text = _as_text(head)
    return _text_fault(sort, text) if text.strip() else None


def _zip_fault(path: Path, sort: str | None) -> tuple[str, str] | None:
    try:
        with opened_archive(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "a damaged zip or Excel file", "fetch or save it again"
    if "xl/workbook.xml" in names:
        return None if sort == "excel" else ("an Excel file", "name it .xlsx")
    for name, what, remedy in _ZIPPED:
        if name in names:
            return what, remedy
    return "a zip archive", _UNPACK


def _as_text(head: bytes) -> str:
    """Return the text as far as ASCII goes; enough for marks of markup, in any encoding."""
    return head.replace(b"\0", b"").decode("ascii", "ignore")


def _text_fault(sort: str | None, text: str) -> tuple[str, str] | None:
    if _HTML.match(text):
        return "a web page (HTML)", "open it in a spreadsheet program and save it as .xlsx or CSV"
    if _XML.match(text):
        return "XML", "open it in a spreadsheet program and save it as .xlsx or CSV"
    if sort == "excel":
        return "plain text", "name it .csv if it is a table"
    if sort == "jsonl":
        return _json_lines_fault(text)
    return _table_fault(text) if sort in ("csv", "tsv") else None


def _json_lines_fault(text: str) -> tuple[str, str] | None:
    if _JSON_LIST.match(text):
        return "one JSON list", "write one object a line, without the brackets around all"
    if _JSON_SPREAD.match(text):
        return "one JSON object over many lines", "write one object a line"
    if not _JSON_LINE.search(text):
        return "no JSON: no line begins with {", "name it .csv if it is a table"
    return None


def _table_fault(text: str) -> tuple[str, str] | None:
    if _JSON_LIST.match(text) or _JSON_SPREAD.match(text):
        return "JSON", _ROW_A_LINE
    if _JSON_OBJECT.match(text):
        return "JSON", "name it .jsonl if each line is one object"
    if _YAML.match(text):
        return "YAML", "name it .yaml"
    return None
