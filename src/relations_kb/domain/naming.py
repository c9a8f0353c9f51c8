"""Which actor a text names: the rules, apart from where the names are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from relations_kb.domain.errors import KbError
from relations_kb.domain.identity import fold, nearest
from relations_kb.domain.limits import shortened

SCHEMES = ("iso2", "iso3", "iso4", "numeric", "cow", "gw", "wikidata")
"""Prefixes that a code may carry, as in ``cow:630``."""

ISO_SCHEMES = ("iso2", "iso3", "iso4")
"""Codes that may be typed without their scheme, where the text is no name."""


class Named(Protocol):
    """An actor that a text may mean."""

    @property
    def slug(self) -> str:
        """Return its id."""

    @property
    def name(self) -> str:
        """Return the name shown."""

    @property
    def line(self) -> str:
        """Return the id of the present state of its line."""


class AmbiguousNameError(KbError):
    """A text that can mean several actors."""


_N = TypeVar("_N", bound=Named)


def coded(text: str) -> tuple[str, str] | None:
    """Return scheme and code of a text such as ``cow:365``; None if it is no code."""
    scheme, colon, code = text.partition(":")
    if colon and scheme.casefold() in SCHEMES:
        return scheme.casefold(), code.strip().upper()
    return None


def one_meant(text: str, found: Sequence[_N]) -> _N:
    """Choose the actor that a text means among those that bear the name.

    One name or code through all incarnations of a line stands for the present state of the line.

    Args:
        text: as typed.
        found: all that bear it; at least one.

    Raises:
        AmbiguousNameError: if several are left; the remedy lists them.
    """
    if len(found) == 1:
        return found[0]
    lines = {actor.line for actor in found}
    present = [actor for actor in found if actor.slug == actor.line]
    if len(lines) == 1 and len(present) == 1:
        return present[0]
    listed = ", ".join(f"{actor.slug} ({actor.name})" for actor in found)
    raise AmbiguousNameError(
        f"{shortened(text)!r} can mean several actors.", f"Say which: {listed}."
    )


def unknown_name(text: str, names: Iterable[tuple[str, str]]) -> KbError:
    """Say that nobody bears a name, and who bears one like it.

    Args:
        text: as typed.
        names: id and folded name, of every name of every actor.
    """
    slugs: dict[str, str] = {}
    for slug, folded in names:
        slugs.setdefault(folded, slug)
        slugs.setdefault(slug, slug)
    said = f"No actor is called {shortened(text)!r}."
    likely = list(dict.fromkeys(slugs[name] for name in nearest(fold(text), slugs)))
    if likely:
        return KbError(said, f"Did you mean {' or '.join(likely)}?")
    return KbError(said, "List those that are known with: kb countries")
