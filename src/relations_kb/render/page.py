"""A page of titled sections: terminal, pipe or Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from relations_kb.render.text import clean, escaped


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list of lines; an empty one says that nothing is on record."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, lines of introduction, and sections."""

    title: str
    intro: Sequence[str]
    sections: Sequence[Section]


NOTHING = "nothing on record"


def page_text(page: Page, width: int | None) -> str:
    """Write a page for a terminal of a width, or, without one, plain for a pipe."""
    if width is None:
        return _lines(page, "{}", None)
    from rich.console import Console
    from rich.text import Text

    console = Console(width=width, force_terminal=True, highlight=False)
    with console.capture() as capture:
        for line in _lines(page, "\x00{}", width).splitlines():
            console.print(Text(line.lstrip("\x00"), style="bold" if line[:1] == "\x00" else ""))
    return capture.get()


def page_markdown(page: Page) -> str:
    """Write a page as Markdown."""
    parts = [f"# {escaped(page.title)}", *(escaped(line) for line in page.intro)]
    for section in page.sections:
        parts.append(f"## {escaped(section.title)}")
        parts.append(
            "\n".join(f"- {escaped(line.strip())}" for line in section.lines or (NOTHING,))
        )
    return "\n\n".join(parts) + "\n"


def _lines(page: Page, heading: str, width: int | None) -> str:
    out = [heading.format(clean(page.title))]
    out += [line for intro in page.intro for line in _wrapped(clean(intro), width, "")]
    for section in page.sections:
        out += ["", heading.format(clean(section.title))]
        for line in section.lines or (NOTHING,):
            out += _wrapped(clean(line), width, "  ")
    return "\n".join(out) + "\n"


def _wrapped(text: str, width: int | None, indent: str) -> list[str]:
    if width is None:
        return [indent + text]
    # A line that is indented itself keeps that where it goes on.
    indent += " " * (len(text) - len(text.lstrip(" ")))
    return textwrap.wrap(
        text.strip(" "),
        width - 1,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )
