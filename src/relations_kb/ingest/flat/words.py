"""Words of the vocabulary as they stand in cells: case, blanks and hyphens do not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from relations_kb.domain.codes import CODE_LISTS, CodeError
from relations_kb.domain.identity import SLUG_PATTERN, nearest
from relations_kb.domain.vocabulary import (
    FORMS_OF_KIND,
    Assertion,
    Calendar,
    Form,
    Kind,
    Reliability,
    Role,
    SourceKind,
    Step,
    Topic,
)
from relations_kb.ingest.flat.faults import CellError
from relations_kb.ingest.flat.fields import CODE_FIELDS

Sort = tuple[Kind, Form]
Reader = Callable[[str], str]

_GAPS = re.compile(r"[\s_-]+")
_SLUG = re.compile(SLUG_PATTERN)
_LONGEST_SLUG = 80
_LANGUAGE = re.compile(r"[a-z]{2,3}")

_KINDS_OF_FORM = {f: [k for k in Kind if f in FORMS_OF_KIND[k]] for f in Form}
_OWN_FORMS = {f: kinds[0] for f, kinds in _KINDS_OF_FORM.items() if len(kinds) == 1}
"""Forms that belong to one kind alone, with it."""

_DEFAULT_FORMS = {Kind.EVENT: Form.OTHER, Kind.TREATY: Form.TREATY}
_DEFAULT_STEPS = {
    Kind.EVENT: Step.OCCURRED,
    Kind.TREATY: Step.SIGNED,
    Kind.AGREEMENT: Step.SIGNED,
}
_USUAL_STEPS = {
    Kind.TRADE_MEASURE: "announced, imposed, applied, amended, suspended or lifted",
    Kind.PROJECT: "announced, started, construction-started, operational, completed or cancelled",
}


def folded(text: str) -> str:
    """Return the key under which a word is looked up: ``In force`` is ``in-force``."""
    return _GAPS.sub("-", text.strip().casefold())


def _reader(words: Iterable[str]) -> Reader:
    known = {folded(word): str(word) for word in words}

    def read(text: str) -> str:
        word = known.get(text) or known.get(folded(text))
        if word is None:
            raise CellError("E203", unknown_word(text, known.values()))
        return word

    return read


def unknown_word(text: str, known: Iterable[str]) -> str:
    """Say that a text is no word of a vocabulary, and which one it may stand for."""
    listed = list(known)
    proposals = nearest(folded(text), listed)
    hint = f"did you mean {proposals[0]!r}? Known: " if proposals else "use one of "
    return f"{text!r} is not in the vocabulary; {hint}{', '.join(listed)}"


def _code_reader(scheme: str) -> Reader:
    def read(text: str) -> str:
        try:
            CODE_LISTS[scheme].check(text)
        except CodeError as error:
            raise CellError("E203", str(error)) from None
        return text

    return read


def read_slug(text: str) -> str:
    """Check an id that the row gives.

    Raises:
        CellError: E205, if it does not have the form of one.
    """
    if not _SLUG.fullmatch(text):
        right = "use lower-case a-z, 0-9 and hyphens, as in gulistan-1813"
        raise CellError("E205", f"{text!r} is no id; {right}")
    if len(text) > _LONGEST_SLUG:
        raise CellError("E205", f"{text!r} is longer than {_LONGEST_SLUG} characters; shorten it")
    return text


def _read_of(text: str) -> str:
    if "|" in text:
        raise CellError("E206", f"{text!r} holds the sign |; write it without")
    return text


def _read_language(text: str) -> str:
    code = text.casefold()
    if not _LANGUAGE.fullmatch(code):
        raise CellError("E206", f"{text!r} is no code of a language; write en, ru, fa …")
    return code


READERS: dict[str, Reader] = {
    "assertion": _reader(Assertion),
    "calendar": _reader(Calendar),
    "form": _reader(Form),
    "id": read_slug,
    "metric": read_slug,
    "of": _read_of,
    "part": read_slug,
    "role": _reader(Role),
    "source": read_slug,
    "source_kind": _reader(SourceKind),
    "source_language": _read_language,
    "source_reliability": _reader(Reliability),
    "step": _reader(Step),
    "topic": _reader(Topic),
    **{scheme: _code_reader(scheme) for scheme in CODE_FIELDS},
}
"""What reads one value of a field and gives the word of the house, or raises a ``CellError``."""

_read_kind = _reader([*map(str, Kind), *map(str, _OWN_FORMS)])


def read_kind(text: str) -> str:
    """Read what the field ``kind`` may hold: a kind, or a form that one kind alone has.

    Raises:
        CellError: E203, for another word; the message says so if it is a form of several kinds.
    """
    shared = next((f for f, k in _KINDS_OF_FORM.items() if f == folded(text) and len(k) > 1), None)
    if shared:
        kinds = " and of ".join(_KINDS_OF_FORM[shared])
        right = f"write the kind, and {shared} as the form"
        raise CellError("E203", f"{text!r} is a form of {kinds}; {right}")
    return _read_kind(text)


READERS["kind"] = read_kind


def word_reader(field: str) -> Reader | None:
    """Return what reads one value of a field; None if any text will do."""
    return READERS.get("role" if field.startswith("role") else field)


@cache
def read_sort(kind_text: str, form_text: str) -> Sort:
    """Tell kind and form of a row; both texts may be empty.

    Raises:
        CellError: E203, E206 or E311, with the field at fault.
    """
    form = Form(_at("form", form_text)) if form_text else None
    kind, own = _kind_of(kind_text, form)
    if own and form and own is not form:
        message = f"the kind says {own} and the form {form}; write one of the two"
        raise CellError("E206", message, "kind")
    form = form or own or _DEFAULT_FORMS.get(kind)
    fitting = ", ".join(sorted(FORMS_OF_KIND[kind]))
    if form is None:
        raise CellError(
            "E311", f"{with_article(kind)} needs a form; write one of {fitting}", "form"
        )
    if form not in FORMS_OF_KIND[kind]:
        message = f"form {form} does not fit {with_article(kind)}; use one of {fitting}"
        raise CellError("E206", message, "form")
    return kind, form


def _kind_of(text: str, form: Form | None) -> tuple[Kind, Form | None]:
    """Return the kind, and the form that its cell named instead."""
    if text:
        word = _at("kind", text)
        if word in set(Kind):
            return Kind(word), None
        return _OWN_FORMS[Form(word)], Form(word)
    if form is None:
        return Kind.EVENT, None
    if form not in _OWN_FORMS:
        kinds = " and of ".join(_KINDS_OF_FORM[form])
        raise CellError("E311", f"{form} is a form of {kinds}; write the kind", "kind")
    return _OWN_FORMS[form], None


def _at(field: str, text: str) -> str:
    try:
        return READERS[field](text)
    except CellError as fault:
        raise CellError(fault.code, fault.message, field) from None


def read_step(text: str, kind: Kind) -> str:
    """Read a step; an empty text is the usual one of the kind.

    Raises:
        CellError: E203 for an unknown word, E311 if the kind has no usual step.
    """
    if text:
        return READERS["step"](text)
    step = _DEFAULT_STEPS.get(kind)
    if step is None:
        raise CellError("E311", f"{with_article(kind)} needs a step; write {_USUAL_STEPS[kind]}")
    return step.value


def with_article(kind: Kind) -> str:
    """Return the name of a kind as it stands in a sentence."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
