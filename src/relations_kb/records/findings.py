"""Findings: what a check has to say about a place in a file."""

from __future__ import annotations

from dataclasses import dataclass

CODES: dict[str, str] = {
    # 1xx: the file
    "E101": "the file cannot be read",
    "E102": "the file is no valid YAML",
    "E103": "a key stands twice in one mapping",
    "E104": "anchors, aliases and tags are not allowed",
    "E105": "there is no seed file here",
    # 2xx: the shape
    "E201": "unknown key",
    "E202": "missing key",
    "E203": "not a word of the vocabulary",
    "E204": "not a date",
    "E205": "not an id",
    "E206": "wrong kind of value",
    # 3xx: what the parts say to each other
    "E301": "the id is taken",
    "E302": "unknown actor",
    "E303": "unknown source",
    "E304": "unknown record",
    "E305": "value without a source",
    "E306": "two entries cannot be told apart",
    "E307": "sources repeat each other in a circle",
    "E308": "the end lies before the beginning",
    "E309": "lines or predecessors lead in a circle",
    "E310": "no such entry in the record",
    # 4xx: warnings, likely mistakes
    "W401": "dated after its own source",
    "W402": "steps out of order",
    "W403": "another claim would be shown instead of this value",
    "W404": "nothing is dated",
    "W405": "one page under two ids",
    "W406": "ratified by a parliament",
    "W407": "an actor out of its time",
    "W408": "a file passed over",
}
"""Every code of a check with its meaning. E: the file cannot be loaded. W: look again."""

IMPORT_CODES: dict[str, str] = {
    "E106": "the file is not what its name says",
    "E107": "the text of the file cannot be read",
    "E108": "the table has no usable header",
    "E109": "the row does not fit the header",
    "E110": "the mapping cannot be used",
    "E311": "the cell is empty and is needed",
    "E312": "the name can mean several actors",
    "E313": "rows of one record contradict each other",
    "E314": "the base defines it otherwise",
    "W409": "a column that is not used",
    "W410": "a cell was read by a rule, not by its letter",
}
"""What an import can say besides, of tables, mappings, and what the base has."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend.

    Attributes:
        file: path as given by the user.
        line: line in the file, from 1; 0 if the finding concerns the whole file.
        code: key of ``CODES`` or ``IMPORT_CODES``.
        field: path of the value, as ``treaties[0].milestones[2].date``.
        message: what was read and what would be right.
    """

    file: str
    line: int
    code: str
    field: str
    message: str

    @property
    def is_error(self) -> bool:
        """Tell whether the file cannot be loaded because of this."""
        return self.code.startswith("E")

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{where}: {self.code}{field} {self.message}"
