"""Every command of the program, and how each may be called, so that a new one is tried, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from relations_kb.cli.main import app

Path = tuple[str, ...]
"""The words of a command."""

GOOD = {
    "one": "alba",
    "other": "borea",
    "others": "cadia",
    "record": "alba-borea-pact-2005",
    "into": "a-grain-note-2005",
    "slot": "title",
    "value": "The pact",
    "reason": "Misread.",
    "since": "2000-01-01",
    "text": "alba",
}
"""What parameters may be, by their name, in a base of the small seed."""


def _leaves(command: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, child in command.commands.items():
        yield from _leaves(child, (*path, name))


COMMANDS: dict[Path, Any] = dict(_leaves(typer.main.get_command(app)))


def valued(path: Path) -> list[Any]:
    """Return the parameters of a command that take a value."""
    return [given for given in COMMANDS[path].params if not getattr(given, "is_flag", False)]


def called(path: Path, base: str, **others: str) -> list[str]:
    """Return a call of a command with all that it cannot do without, and other values.

    Args:
        path: words of the command.
        base: what an argument that is a base is.
        others: values of parameters, by their name.
    """
    options, arguments = [], []
    for given in COMMANDS[path].params:
        value = others.get(given.name, _value_of(given, base) if given.required else None)
        if value is None:
            continue
        if given.param_type_name == "argument":
            arguments.append(value)
        else:
            options += [given.opts[0], value]
    return [*path, *options, "--", *arguments]


def _value_of(given: Any, base: str) -> str:
    if getattr(given.type, "choices", None):
        return str(next(iter(given.type.choices)))
    if given.name in {"url", "target", "source"} and given.param_type_name == "argument":
        return base
    by_type = {"path": "talks.csv", "int": "1", "int range": "1"}
    return by_type.get(given.type.name) or GOOD.get(given.name, "2015")
