"""Files to begin with: a table with an example of three sorts of rows, and a mapping file."""

from __future__ import annotations

import csv
import io

from relations_kb.domain.errors import KbError
from relations_kb.ingest.flat.fields import FIELDS, Field, family_of

_COLUMNS = (
    "date", "calendar", "title", "kind", "form", "step", "actor1", "actor2", "role", "place",
    "topic", "cameo", "plover", "metric", "value", "unit", "of", "source", "source_url",
    "source_title", "source_publisher", "source_date", "id", "external_id", "note",
)  # fmt: skip

_ROWS: tuple[dict[str, str], ...] = (
    {
        "date": "1813-10-12",
        "calendar": "julian",
        "title": "Treaty of Gulistan",
        "kind": "treaty",
        "step": "signed",
        "actor1": "Russian Empire",
        "actor2": "Qajar Persia",
        "place": "Gulistan, Karabakh",
        "topic": "war; territory",
        "source": "presidential-library-gulistan",
        "id": "gulistan-1813",
    },
    {
        "date": "2025-01-17",
        "title": "President Pezeshkian in Moscow for the signing of the treaty",
        "kind": "visit",
        "actor1": "Iran",
        "actor2": "Russia",
        "role": "visitor; host",
        "place": "Moscow",
        "topic": "diplomacy",
        "cameo": "042",
        "plover": "CONSULT-visit",
        "source_url": "https://www.newser.com/story/362687/"
        "russia-iran-deal-will-affect-the-entire-region.html",
        "source_publisher": "Newser / AP",
        "source_date": "2025-01-17",
        "id": "pezeshkian-moscow-2025",
    },
    {
        "title": "Link of the Iranian and Russian financial messaging systems SEPAM and SPFS",
        "kind": "agreement",
        "form": "arrangement",
        "actor1": "Iran",
        "actor2": "Russia",
        "metric": "banks",
        "value": "106",
        "unit": "banks",
        "of": "banks reached through SPFS",
        "source": "iran-chamber-of-commerce-2023-01",
        "id": "sepam-spfs-2023",
    },
)
"""Facts of the packaged seed: a treaty, a visit, and a figure of an agreement."""

_WHEN = {"actor1": "always, unless actors is given", "actor2": ""}
"""When a field of a family is needed."""

_TABLE_HEAD = """\
A table for kb import. Lines that begin with # before the header are not read.
One row tells one step of a record, or one figure of it. Needed are date, title, actor1 and a
source; leave out any other column. These are the columns:"""

_TABLE_FOOT = """\
Further columns: title_ru (or another language), part, by, organ, assertion, actor3 and so on,
actors (in one cell), role1 and role2, mast, gsdb, as_of, source_kind, source_reliability,
source_language, source_side. The rows below are facts of the seed; put yours in their place."""

_MAPPING = """\
# A mapping for kb import: how the columns and cells of a table say what its rows need.
# Every key may be left out; take the # away where you need one.

# dataset: my-dataset           # under which the external ids are kept
# encoding: windows-1251        # left out, it is found out
# delimiter: ";"                # one sign, or tab
# skip-lines: 2                 # lines before the header
# header: [date, title, a, b]   # names of the columns where the file has no header
# sheet: Treaties               # of an Excel file
# date-format: DD.MM.YYYY       # or a list; the parts are YYYY MM DD MMM MMMM
# calendar: julian              # of date and as_of
# decimal: ","                  # the decimal sign
# missing: ["-9", "NA"]         # texts that mean an empty cell
# separator: ";"                # between several values in a cell
# prefix: {actorN: "cow:"}      # put before the text of a cell
# constants: {kind: treaty}     # the same for all rows
# columns:                      # column of the table: field, or list of fields
#   Date of signature: date
#   Party A: actor1
# values:                       # field: {text in the table: word of the vocabulary}
#   step: {sig: signed, eif: in-force}
# ignore: [row number]          # columns that are not to be used
# source: tass-2025-10-02       # of every row that names none; or its definition:
#   {id: my-dataset, publisher: A university, kind: dataset, reliability: B}
"""


def template(sort: str) -> str:
    """Return a file to begin with.

    Args:
        sort: ``table`` for a CSV file that imports as it stands, with every column explained;
            ``mapping`` for a mapping file.

    Raises:
        KbError: for any other sort.
    """
    match sort:
        case "table" | "csv":
            return _table()
        case "mapping":
            return _MAPPING
    raise KbError(f"There is no template {sort!r}.", "Ask for table or mapping.")


def _table() -> str:
    fields = {field.name: field for field in FIELDS}
    explained = [_explained(name, fields[family_of(name)]) for name in _COLUMNS]
    comments = [*_TABLE_HEAD.split("\n"), *explained, *_TABLE_FOOT.split("\n")]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_ROWS)
    return "".join(f"# {line}\n" for line in comments) + buffer.getvalue()


def _explained(name: str, field: Field) -> str:
    when = _WHEN.get(name, field.needed)
    needed = f" Needed {when}." if when else ""
    example = f" Example: {field.example}" if field.example else ""
    return f"  {name}: {field.meaning}.{needed}{example}"
