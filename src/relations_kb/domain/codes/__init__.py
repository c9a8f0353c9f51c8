"""The code lists of the field, each once: what a code means, and whose standard it is.

The codes and scores are those of the standards; the meanings are ours where a manual's text has a
licence of its own. Codes are text: ``057`` and ``57`` are two things. Each list is a table beside
this module, ``SCHEME.tsv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from relations_kb.domain.identity import nearest
from relations_kb.domain.vocabulary import Kind, Scheme

OBLIGATION = "obligation"
"""The list of what instruments oblige to; used by obligations, not by ``codes``."""


class CodeError(ValueError):
    """A code that is in no list; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list.

    Attributes:
        code: the code as written.
        meaning: one line of English.
        quad: quad class of an event code: 1 verbal, 2 material cooperation, 3 verbal, 4 material
            conflict; None in other lists.
        score: the standard's cooperation score of an event code; None in other lists.
    """

    code: str
    meaning: str
    quad: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes and where it comes from.

    Attributes:
        scheme: name of the list in seed files, and of its table.
        title: name of the standard.
        version: which edition was taken.
        url: where the standard is published.
        licence: what its owners say of the use.
        kinds: the kinds of records whose ``codes`` may be of the list.
        deviations: where we read the standard otherwise than it is printed, and why.
    """

    scheme: str
    title: str
    version: str
    url: str
    licence: str
    kinds: frozenset[Kind] = frozenset()
    deviations: tuple[str, ...] = ()

    @property
    def codes(self) -> Mapping[str, Code]:
        """The entries by their code, in the order of the list."""
        return _codes(self.scheme)

    def check(self, code: str) -> None:
        """Raise a ``CodeError`` if a code is not in the list."""
        if code not in self.codes:
            proposals = nearest(code, self.codes)
            hint = f"did you mean {proposals[0]}?" if proposals else "see docs/codes.md"
            raise CodeError(f"{code!r} is not in the list {self.scheme}; {hint}")


@cache
def _codes(scheme: str) -> dict[str, Code]:
    text = files(__name__).joinpath(f"{scheme}.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {row[0]: _code(*row) for row in rows}


def _code(code: str, meaning: str, quad: str = "", score: str = "") -> Code:
    return Code(code, meaning, int(quad) if quad else None, float(score) if score else None)


_EVENTS = frozenset({Kind.EVENT})
_MEASURES = frozenset({Kind.TRADE_MEASURE})

CODE_LISTS: Mapping[str, CodeList] = {
    entry.scheme: entry
    for entry in (
        CodeList(
            scheme=Scheme.CAMEO,
            title="Conflict and Mediation Event Observations",
            version="1.1b3 of March 2012, with the codes and Goldstein scores that ICEWS uses",
            url="http://web.ku.edu/~keds/data.dir/cameo.html",
            licence="none stated; the codes, their short names and the scores are used",
            kinds=_EVENTS,
            deviations=(
                "GDELT's table prints another numbering of 12x and 16x; the manual's is used "
                "(129 is a veto, 163 an embargo).",
            ),
        ),
        CodeList(
            scheme=Scheme.PLOVER,
            title="Political Language Ontology for Verifiable Event Records",
            version="manual of 4 February 2024, 16 types; a mode is joined by a hyphen",
            url="https://github.com/openeventdata/PLOVER",
            licence="CC BY-SA 4.0 (manual); codes with meanings of our own",
            kinds=_EVENTS,
            deviations=(
                "ACCUSE is printed with the score 3 among negative modes; read as -3.",
                "SANCTION is printed as quad 3 and as quad 4; 4 is used.",
            ),
        ),
        CodeList(
            scheme=Scheme.MAST,
            title="International Classification of Non-Tariff Measures, chapters",
            version="2019",
            url="https://unctad.org/publication/international-classification-non-tariff-measures-2019-version",
            licence="United Nations publication, free to quote with acknowledgement; the letters "
            "of the chapters are used with meanings of our own",
            kinds=_MEASURES,
            deviations=("Tariffs are no non-tariff measures: a form tariff needs no chapter.",),
        ),
        CodeList(
            scheme=Scheme.GSDB,
            title="Global Sanctions Data Base, types of sanctions",
            version="R3 (1950-2022)",
            url="https://www.globalsanctionsdatabase.com/",
            licence="data on request; the names of the types alone are used; cite Felbermayr et "
            "al. (2020)",
            kinds=_MEASURES,
        ),
        CodeList(
            scheme=OBLIGATION,
            title="Alliance Treaty Obligations and Provisions (codes atop-…), and words of our own",
            version="ATOP 5.1",
            url="https://datafinder.qog.gu.se/dataset/atop",
            licence="none stated; the five obligations are used with meanings of our own; cite "
            "Leeds et al. (2002)",
            deviations=(
                "A promise not to help an aggressor is no-aid-to-aggressor, not neutrality: "
                "whether ATOP would count it is its coders' decision.",
            ),
        ),
    )
}
"""Every list by its scheme."""
