"""No password is printed: arguments that may hold one are hidden in whatever is told."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relations_kb.cli import access


@contextmanager
def hidden_passwords() -> Iterator[None]:
    """Hide each argument that may hold a password in whatever is told, by Click or by us.

    It is hidden as a whole: to hide a password wherever it stands would tell one that is a word.
    """
    words = (*sys.argv[1:], os.environ.get(access.ENVIRONMENT, ""))
    hidden = [shown for word in words for shown in _with_password(word)]
    if not hidden or sys.stderr is None:
        yield
        return
    stream, write = sys.stderr, sys.stderr.write

    def masked(text: str) -> int:
        for pattern, shown in hidden:
            text = pattern.sub(shown, text)
        return write(text)

    stream.write = masked  # type: ignore[method-assign]
    try:
        yield
    finally:
        stream.write = write  # type: ignore[method-assign]


def _with_password(word: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Give what a message may show of a word that may hold a password, and what to show instead."""
    value = _OPTION.sub("", word, count=1)
    if not _PASSWORD.search(value):
        return
    from relations_kb.render.text import clean

    scheme = _SCHEME.match(value)
    shown = f"{scheme.group() if scheme else ''}***"
    for form in (value, str(Path(value))):
        for escaped in (form, repr(form)[1:-1], clean(form)):
            yield re.compile(re.escape(escaped)), shown
        start = _START.match(form)
        if start:  # a message may shorten it; a URL that is shown without its password is as it was
            yield re.compile(rf"{re.escape(start.group())}(?!\*\*\*@)[^\s']*"), shown


_OPTION = re.compile(r"^(--[\w-]+=|-\w(?=\w))")
_START = re.compile(r"[\w+.-]+:/+[^:/@]*:")
_SCHEME = re.compile(r"[\w+.-]+:/+")
_PASSWORD = re.compile(
    r"^([\w+.-]+:/+[^:/@]*:|/*[^:/@]*:(?![/\s])).*@"  # user:password@, with or without a scheme
    r"|^[\w+.-]+:/+[^:/@]*:(?!\d*([/?]|$))"  # the same where the host is forgotten
    r"|password\s*=",
    re.DOTALL | re.IGNORECASE,
)
