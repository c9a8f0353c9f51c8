"""The form of ``kb add``: what is not given yet is asked for on the terminal, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relations_kb.cli.asking import Terminal
from relations_kb.domain.errors import KbError
from relations_kb.domain.vocabulary import (
    FORMS_OF_KIND,
    Calendar,
    Form,
    Kind,
    Reliability,
    Role,
    Scheme,
    SourceKind,
    Step,
    Term,
    Topic,
)

if TYPE_CHECKING:
    from relations_kb.ingest.by_hand import RecordDrafter

_NONE = "-"
"""What takes none of a suggestion."""

_MOST_ACTORS = 99


class RecordForm:
    """Asks for the fields of a record.

    Args:
        terminal: to ask on.
        drafter: reads what is typed.
        given: fields that are given already, and sound; they are not asked for.
    """

    def __init__(
        self, terminal: Terminal, drafter: RecordDrafter, given: Mapping[str, str]
    ) -> None:
        self._terminal = terminal
        self._drafter = drafter
        self._texts = dict(given)

    def filled(self) -> dict[str, str]:
        """Ask for all that is not given, and return the text of each field."""
        self._terminal.say("Enter leaves out what may be left out; '?' lists the choices.")
        self._ask_sort()
        self._ask("title", "Title", needed=True)
        self._ask_date()
        self._ask_actors()
        self._ask_step()
        self._ask("place", "Place")
        self._ask("topic", "Topics, with ; between them", Topic)
        self._ask("note", "Note")
        self._ask_source()
        self._ask_codes()
        return self._texts

    def _ask(
        self,
        field: str,
        prompt: str,
        choices: Iterable[Term] = (),
        *,
        words: Sequence[str] = (),
        default: str = "",
        needed: bool = False,
    ) -> str:
        """Ask for a field, unless it is given, until it can be read; an empty text if left out."""
        if field in self._texts:
            return self._texts[field]
        text = self._read(
            prompt, lambda t: self._checked(field, t), choices,
            words=words, default=default, needed=needed,
        )  # fmt: skip
        if text:
            self._texts[field] = text
        return text

    def _read(
        self,
        prompt: str,
        read: Callable[[str], str],
        choices: Iterable[Term] = (),
        *,
        words: Sequence[str] = (),
        default: str = "",
        needed: bool = False,
    ) -> str:
        from relations_kb.ingest.flat.faults import CellError

        terms = list(choices)
        asked = f"{prompt} [{default}]" if default else prompt
        while True:
            text = self._terminal.ask(asked, words or [str(term) for term in terms])
            if text == "?" and terms:
                self._list(terms)
            elif not text and needed and not default:
                self._terminal.say("This is needed.")
            else:
                try:
                    return read(text) if text else default
                except CellError as fault:
                    self._terminal.say(str(fault))

    def _checked(self, field: str, text: str) -> str:
        """Read a text, or each part of it where a field takes several."""
        from relations_kb.ingest.by_hand import LISTED, SEPARATOR

        read = self._drafter.reader(field)
        if field not in LISTED:
            return read(text)
        parts = (part.strip() for part in text.replace(",", SEPARATOR).split(SEPARATOR))
        return SEPARATOR.join(read(part) for part in parts if part)

    def _list(self, terms: Sequence[Term]) -> None:
        width = max(map(len, terms))
        self._terminal.say("\n".join(f"  {term:<{width}}  {term.meaning}" for term in terms))

    def _ask_sort(self) -> None:
        from relations_kb.ingest.flat.words import read_sort

        if "kind" not in self._texts and "form" not in self._texts:
            self._list(list(Kind))
            self._ask("kind", "Kind", Kind, needed=True)
        kind, default = self._sort()
        if "form" in self._texts or self._texts.get("kind") not in set(Kind):
            return
        forms = [form for form in Form if form in FORMS_OF_KIND[kind]]
        self._list(forms)

        def read(text: str) -> str:
            form = self._drafter.reader("form")(text)
            read_sort(kind, form)
            return form

        self._texts["form"] = self._read("Form", read, forms, default=default, needed=True)

    def _sort(self) -> tuple[Kind, str]:
        """Return the kind, and the form that it has unless another is named."""
        from relations_kb.ingest.flat.faults import CellError
        from relations_kb.ingest.flat.words import read_sort

        try:
            return read_sort(self._texts.get("kind", ""), self._texts.get("form", ""))
        except CellError:
            # A form of several kinds, or a kind without a usual form.
            if "kind" not in self._texts:
                self._ask("kind", "Kind", Kind, needed=True)
            return Kind(self._texts["kind"]), ""

    def _ask_date(self) -> None:
        if "date" in self._texts:
            return
        given = self._texts.get("calendar")
        example = "2025-01-17, 2025-01, 2025~"
        prompt = f"Date ({example})" if given else f"Date ({example}, 1828-02-10 julian)"
        date, calendar = self._parts(self._read(prompt, self._dated, needed=True))
        self._texts |= {"date": date, "calendar": calendar}

    def _dated(self, text: str) -> str:
        """Check a date; its calendar may stand after a blank if it is not given."""
        date, calendar = self._parts(text)
        self._drafter.reader("date", calendar)(date)
        return text

    def _parts(self, text: str) -> tuple[str, str]:
        given = self._texts.get("calendar")
        date, _, last = text.rpartition(" ")
        if given or last not in set(Calendar):
            return text, given or str(Calendar.GREGORIAN)
        return date, last

    def _ask_actors(self) -> None:
        if "actor1" in self._texts:
            return
        ids = self._drafter.shown
        names = (n for n in self._drafter.spoken if n.isprintable() and n.casefold() not in ids)
        known = sorted([*ids, *names])
        for number in range(1, _MOST_ACTORS):
            prompt = "Actor" if number == 1 else "Another actor"
            actor = self._read(prompt, self._new_actor, words=known, needed=number == 1)
            if not actor:
                return
            self._terminal.say(f"  {self._drafter.shown[actor]} ({actor})")
            self._texts[f"actor{number}"] = actor
            self._ask(f"role{number}", "Its role", Role, default=self._usual_role())

    def _new_actor(self, text: str) -> str:
        from relations_kb.ingest.flat.faults import CellError

        actor = self._drafter.reader("actor1")(text)
        if actor in (named for field, named in self._texts.items() if field.startswith("actor")):
            raise CellError("E306", f"{actor} is named already; name each actor once")
        return actor

    def _usual_role(self) -> str:
        negotiated = self._sort()[0] in (Kind.TREATY, Kind.AGREEMENT)
        return str(Role.SIGNATORY if negotiated else Role.PARTY)

    def _ask_step(self) -> None:
        from relations_kb.ingest.flat.faults import CellError
        from relations_kb.ingest.flat.words import read_step

        try:
            usual = read_step("", self._sort()[0])
        except CellError as fault:
            usual = ""
            if "step" not in self._texts:
                self._terminal.say(str(fault))
        self._ask("step", "Step", Step, default=usual, needed=True)

    def _ask_source(self) -> None:
        if self._texts.keys() & {"source", "source_url", "source_publisher"}:
            return
        words = sorted(self._drafter.sources)
        if source := self._ask("source", "Source (its id; Enter for a new page)", words=words):
            self._terminal.say(f"  {self._drafter.sources[source]}")
            return
        url = self._ask("source_url", "Address of the page")
        known = self._drafter.page(url) if url else None
        if known:
            self._terminal.say(f"  The base has that page: {known}")
            self._texts["source"] = known
            del self._texts["source_url"]
            return
        self._ask("source_publisher", "Publisher", needed=True)
        self._ask("source_title", "Title of the page")
        self._ask("source_date", "Published on (2025-01-18, 2025)")
        self._ask("source_kind", "Kind of source", SourceKind, default=SourceKind.UNCLASSIFIED)
        self._ask("source_reliability", "Reliability", Reliability, default=Reliability.F)
        self._ask("source_side", "For whose side it speaks", words=sorted(self._drafter.shown))

    def _ask_codes(self) -> None:
        from relations_kb.domain.codes.suggesting import suggest

        kind, form = self._sort()
        if kind is not Kind.EVENT:
            return
        suggested = suggest(kind, Form(form), Step(self._texts["step"]))
        for scheme, name in ((Scheme.CAMEO, "CAMEO code"), (Scheme.PLOVER, "PLOVER code")):
            default = suggested.get(scheme, "")
            prompt = f"{name}, {_NONE} for none" if default else name
            self._ask_code(scheme, prompt, default)

    def _ask_code(self, scheme: Scheme, prompt: str, default: str) -> None:
        from relations_kb.domain.codes import CODE_LISTS

        def read(text: str) -> str:
            return _NONE if text == _NONE else self._checked(scheme, text)

        if scheme in self._texts:
            return
        words = list(CODE_LISTS[scheme].codes)
        code = self._read(prompt, read, words=words, default=default)
        if code not in ("", _NONE):
            self._texts[scheme] = code


def ask_for_file(terminal: Terminal) -> Path:
    """Ask for the file that the record goes into, until it is one that can take it."""
    from relations_kb.ingest.adding import check_file

    while True:
        text = terminal.ask("File (NAME.yaml)")
        try:
            check_file(path := Path(text).expanduser())
        except KbError as error:
            terminal.say(f"{error.message} {error.remedy}")
        else:
            return path
