"""Formulas of an Excel sheet whose result nobody has computed.

Programs that write workbooks often leave that to the spreadsheet program. openpyxl gives nothing
for such a cell, as for an empty one, and the value would be lost without a word.
"""

from __future__ import annotations

import re
from typing import Any

from relations_kb.ingest.tables.table import UnreadableError

_FORMULA = re.compile(rb"<(\w+:)?f[\s/>]")
_BLOCK = 1024 * 1024
_OVERLAP = 64
_MOST = 10_000
_NEVER_SAVED = (
    f"more than {_MOST:,} cells hold a formula without a result; "
    "open the file and save it in the spreadsheet program"
)


def without_result(file: str, sheet: Any) -> frozenset[tuple[int, int]]:
    """Return row and column, from 1, of each formula of openpyxl's sheet that has no result.

    Raises:
        UnreadableError: E109, if they are so many that nobody would mend them one by one.
    """
    if not _has_formulas(sheet):
        return frozenset()
    from openpyxl.utils.cell import coordinate_to_tuple
    from openpyxl.worksheet._reader import ROW_TAG
    from openpyxl.xml.functions import iterparse

    found: set[tuple[int, int]] = set()
    with sheet._get_source() as source:
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                found.update(coordinate_to_tuple(c.get("r")) for c in element if _is_open(c))
                element.clear()
                if len(found) > _MOST:
                    raise UnreadableError.of(file, "E109", _NEVER_SAVED)
    return frozenset(found)


def _has_formulas(sheet: Any) -> bool:
    """Look for a formula in the bytes of the sheet, which is much faster than to parse it."""
    tail = b""
    with sheet._get_source() as source:
        while block := source.read(_BLOCK):
            if _FORMULA.search(tail + block):
                return True
            tail = block[-_OVERLAP:]
    return False


def _is_open(cell: Any) -> bool:
    """Tell whether a cell has a formula and no result; an empty text is a result."""
    from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG

    if cell.get("r") is None or cell.find(FORMULA_TAG) is None or cell.findtext(VALUE_TAG):
        return False
    return cell.get("t") != "str" or cell.find(VALUE_TAG) is None
