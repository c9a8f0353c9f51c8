"""Identity: slugs, and the folding of names in any script to one comparable key.

Folding is exact, never fuzzy: two names are the same if their folded keys are equal. Likeness is
used for one thing only, to propose what a user may have meant.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from relations_kb.domain.limits import likened

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
"""The form of an id: lower-case words of a-z and 0-9 with hyphens."""

# Arabic script writes one letter with several code points; keyboards differ by country
# (Unicode Standard, ch. 9.2). The right-hand side is the Persian form.
_ARABIC_FORMS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ـ": ""}
)
# Letters to Unicode, but not to whoever types the name; OPEC+ is not OPEC.
_SIGNS = str.maketrans({"ʼ": " ", "ʻ": " ", "+": " plus "})
_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the )+(?=.)")


def fold(text: str) -> str:
    """Reduce a name to the key under which it is stored and looked up.

    Case, accents, punctuation, the English article, and the Arabic and Persian forms of yeh, kaf
    and alef make no difference: ``"Côte d'Ivoire"`` and ``"cote d ivoire"`` are one key.
    """
    if text.isascii():
        return _ARTICLE.sub("", _NOT_WORD.sub(" ", text.lower().translate(_SIGNS)).strip())
    # Decomposing makes new capitals ("㎒") and plain letters out of printed forms, so the case is
    # folded on both sides of it, and the letters are unified after it.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = "".join("" if _is_mark_or_joiner(c) else c for c in decomposed)
    unified = bare.translate(_ARABIC_FORMS).translate(_SIGNS)
    return _ARTICLE.sub("", _NOT_WORD.sub(" ", unified).strip())


def slugify(text: str, limit: int = 60) -> str:
    """Make an id of the Latin letters and digits of a text, cut at a word; it may come out empty.

    Letters of other scripts are left out, for how they are spelled in Latin is no matter of ours.
    """
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", fold(text)):
        if sum(map(len, words)) + len(words) + len(word) > limit:
            break
        words.append(word)
    return "-".join(words)


def _is_mark_or_joiner(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Cf"}


def nearest(text: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the known words most like a text, best first, or an empty list.

    For messages only ("did you mean ..."); nothing in the base is ever chosen by likeness. A text
    that is longer than any word is like none.
    """
    if not likened(text):
        return []
    return difflib.get_close_matches(text, list(known), n=limit, cutoff=0.75)
