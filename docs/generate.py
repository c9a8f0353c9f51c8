"""Write the pages of the documentation that the code knows better than any person.

``python docs/generate.py`` writes them; with ``--check`` it writes nothing, names the pages that
are stale and exits with 1. A test calls the same functions, so that no page falls behind the code.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from typer.main import get_command

from relations_kb.cli.main import app
from relations_kb.domain import vocabulary
from relations_kb.domain.codes import CODE_LISTS, CodeList
from relations_kb.domain.lifecycle import Status
from relations_kb.domain.vocabulary import FORMS_OF_KIND, Form, Kind, Term
from relations_kb.ingest.base import build_base
from relations_kb.query.assessment import Assessment, assess
from relations_kb.records.findings import CODES, IMPORT_CODES
from relations_kb.records.schema import seed_schema
from relations_kb.render.assessment import assessment_page, verdict_of
from relations_kb.render.page import page_markdown
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.urls import database_url

DOCS = Path(__file__).resolve().parent
WIDTH = 80
_INDENT = 24
_NOTICE = "<!-- Written by docs/generate.py; edit the code, not this page. -->"
# Typer words these two differently on different machines.
_LEFT_OUT = frozenset({"install_completion", "show_completion"})

Command = Any
"""A command of the Typer application; its class is private to Typer."""


def commands() -> Iterator[tuple[str, Command]]:
    """Yield every command and group with its full name, the program itself first."""
    yield from _walk("kb", get_command(app))


def help_text(name: str, command: Command) -> str:
    """Return the help of a command in 80 columns, the same on every machine."""
    blocks = ["\n".join(_fitted(f"Usage: {_usage(name, command)}", 0, 7))]
    text = inspect.cleandoc(command.help or "")
    blocks += ["\n".join(_fitted(part, 2, 2)) for part in text.split("\n\n") if part]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    shown = [p for p in options if p.name not in _LEFT_OUT]
    if arguments:
        blocks.append(_listing("Arguments", ((_metavar(p), _meaning(p)) for p in arguments)))
    entries = [(_option(p), _meaning(p)) for p in shown]
    blocks.append(_listing("Options", (*entries, ("-h, --help", "Show this message and exit."))))
    if _members(command):
        listed = ((n, _first_sentence(c)) for n, c in _members(command).items())
        blocks.append(_listing("Commands", listed))
    return "\n\n".join(blocks) + "\n"


def commands_page() -> str:
    """Return the command reference."""
    parts = [
        "# Commands",
        _NOTICE,
        "Each command with what `kb COMMAND --help` says of it. How the output is built, and what "
        "never changes in it, is told in [output.md](output.md). `kb --install-completion` makes "
        "the shell complete commands, options, actors and record ids.",
    ]
    for name, command in commands():
        parts += [f"## {name}", f"```text\n{help_text(name, command)}```"]
    return "\n\n".join(parts) + "\n"


def schema_file() -> str:
    """Return the JSON Schema of seed files."""
    return json.dumps(seed_schema(), indent=2, ensure_ascii=False) + "\n"


def vocabulary_page() -> str:
    """Return every controlled word with its meaning."""
    parts = [
        "# Vocabulary",
        _NOTICE,
        "The controlled words of seed files, columns and filters. They are defined in "
        "`src/relations_kb/domain/vocabulary.py`, and nowhere else; the legal status is computed, "
        "in `domain/lifecycle.py`, and is never written in a file.",
    ]
    for terms in _vocabularies():
        rows = ((str(term), term.meaning) for term in terms)
        summary = inspect.cleandoc(terms.__doc__ or "").replace("\n", " ")
        parts += [f"## {terms.__name__}", summary, _table("Word", "Meaning", rows)]
    forms = ((str(kind), ", ".join(_forms(kind))) for kind in Kind)
    parts += [
        "## Forms of each kind",
        "A form must fit the kind of the record.",
        _table("Kind", "Forms", forms),
    ]
    return "\n\n".join(parts) + "\n"


def checks_page() -> str:
    """Return every code of a check."""
    parts = [
        "# Checks of files",
        _NOTICE,
        "What `kb validate` can say of seed files. `E` is an error: the file cannot be loaded. "
        "`W` is a warning: look again. Either makes the command end with exit code 1; only errors "
        "keep a base from being built. Codes keep their meaning for ever.",
        _table("Code", "Meaning", CODES.items()),
        "`kb import` says these of seed files, too, and besides:",
        _table("Code", "Meaning", IMPORT_CODES.items()),
    ]
    return "\n\n".join(parts) + "\n"


def codes_page() -> str:
    """Return every code list with its standard, and the codes."""
    parts = [
        "# Codes",
        _NOTICE,
        "The code lists of the field, each kept once, in `src/relations_kb/domain/codes/`. A code "
        "is text: `057` and `57` are two things. The meanings are ours where a manual has a "
        "licence of its own; quad classes and scores are those of the standards.",
    ]
    for listed in CODE_LISTS.values():
        where = "events" if Kind.EVENT in listed.kinds else "trade measures"
        used = f"`codes` of {where}" if listed.kinds else "`code` of obligations"
        facts = (
            ("scheme", f"`{listed.scheme}`, in {used}"),
            ("version", listed.version),
            ("published", f"<{listed.url}>"),
            ("licence", listed.licence),
            *(("read otherwise", text) for text in listed.deviations),
        )
        parts += [
            f"## {listed.title}",
            "\n".join(f"* {name}: {text}" for name, text in facts),
            _codes_table(listed),
        ]
    return "\n\n".join(parts) + "\n"


def _codes_table(listed: CodeList) -> str:
    codes = listed.codes.values()
    if all(code.quad is None for code in codes):
        return _table("Code", "Meaning", ((code.code, code.meaning) for code in codes))
    lines = ["| Code | Meaning | Quad | Score |", "|---|---|---|---|"]
    lines += [f"| `{c.code}` | {c.meaning} | {c.quad} | {c.score:g} |" for c in codes]
    return "\n".join(lines)


def assessment_of(source: str) -> str:
    """Return what the seed makes of the statements of a source."""
    found = _assessments()[source]
    rows = (
        f"| {s.id.upper()} | {s.says} | {s.date or 'none'} | {verdict_of(s)} |"
        for s in found.statements
    )
    overview = "\n".join(("| Id | What it says | Date | Verdict |", "|---|---|---|---|", *rows))
    head, _, body = page_markdown(assessment_page([found])).partition("\n## ")
    notice = f"{_NOTICE}\n\nMade from the seed, as `kb assess {source} --format md` makes it."
    return f"{head.rstrip()}\n\n{notice}\n\n{overview}\n\n## {body}"


@cache
def _assessments() -> dict[str, Assessment]:
    with TemporaryDirectory() as folder:
        url = database_url(str(Path(folder) / "seed.db"))
        build_base(url, progress=lambda step: None)
        engine = make_engine(url)
        with connect(engine) as connection:
            found = {entry.source.id: entry for entry in assess(connection)}
        engine.dispose()
    return found


GENERATED: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "schema/seed.schema.json": schema_file,
    "vocabulary.md": vocabulary_page,
    "checks.md": checks_page,
    "codes.md": codes_page,
    "assessment/founding-article.md": lambda: assessment_of("founding-article"),
}
"""Every generated file, relative to this folder, and what writes it."""


def stale() -> list[str]:
    """Return the names of the generated files that are missing or behind the code."""
    return [name for name, make in GENERATED.items() if _present(DOCS / name) != make()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the stale files, or, with ``--check``, only name them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    check = parser.parse_args(arguments).check
    names = stale()
    for name in names:
        if not check:
            path = DOCS / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(GENERATED[name](), encoding="utf-8", newline="\n")
        sys.stdout.write(f"docs/{name}: {'stale' if check else 'written'}\n")
    return 1 if check and names else 0


def _present(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _walk(name: str, command: Command) -> Iterator[tuple[str, Command]]:
    yield name, command
    for member, inner in _members(command).items():
        yield from _walk(f"{name} {member}", inner)


def _members(command: Command) -> dict[str, Command]:
    """Return the sub-commands of a group; none for a command."""
    return dict(getattr(command, "commands", {}))


def _usage(name: str, command: Command) -> str:
    arguments = [_metavar(p) for p in command.params if p.param_type_name == "argument"]
    if _members(command):
        arguments = ["COMMAND [ARGS]..."]
    return " ".join([name, "[OPTIONS]", *arguments])


def _option(parameter: Any) -> str:
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {_metavar(parameter)}"


def _metavar(parameter: Any) -> str:
    if parameter.metavar:
        return str(parameter.metavar)
    return "WORD" if _choices(parameter) else _PLAIN_METAVARS.get(parameter.type.name, "TEXT")


_PLAIN_METAVARS = {"integer": "N", "integer range": "N", "int range": "N", "path": "FILE"}


def _meaning(parameter: Any) -> str:
    parts = [parameter.help or ""]
    if _choices(parameter):
        parts.append(f"One of: {', '.join(_choices(parameter))}.")
    default = parameter.default
    if isinstance(default, str | int) and not isinstance(default, bool) and default != "":
        parts.append(f"[default: {getattr(default, 'value', default)}]")
    return " ".join(part for part in parts if part)


def _choices(parameter: Any) -> list[str]:
    return [getattr(c, "value", str(c)) for c in getattr(parameter.type, "choices", ())]


def _first_sentence(command: Command) -> str:
    return inspect.cleandoc(command.help or "").partition("\n")[0]


def _listing(title: str, entries: Iterable[tuple[str, str]]) -> str:
    lines = [f"{title}:"]
    for head, meaning in entries:
        body = _fitted(meaning, _INDENT, _INDENT)
        label = f"  {head}"
        if len(label) <= _INDENT - 2 and body:
            lines += [label.ljust(_INDENT) + body[0].lstrip(), *body[1:]]
        else:
            lines += [label, *body]
    return "\n".join(lines)


def _fitted(text: str, first: int, rest: int) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _vocabularies() -> list[type[Term]]:
    """Return the vocabularies in the order of their definition, the computed status last."""
    found = [
        value
        for value in vars(vocabulary).values()
        if isinstance(value, type) and issubclass(value, Term) and value is not Term
    ]
    return [*found, Status]


def _forms(kind: Kind) -> list[str]:
    return [str(form) for form in Form if form in FORMS_OF_KIND[kind]]


def _table(head: str, other: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a Markdown table of two columns, the first of which is code."""
    lines = [f"| {head} | {other} |", "|---|---|"]
    lines += [f"| `{word}` | {meaning} |" for word, meaning in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
