"""Asking a person on the terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence


def has_terminal() -> bool:
    """Tell whether there is somebody who can be shown a question and can answer it."""
    streams = (sys.stdin, sys.stderr)
    return bool(sys.stdout) and all(stream and stream.isatty() for stream in streams)


class Terminal:
    """Asks on stderr and reads what is typed; the key Tab completes where readline is there."""

    def __init__(self) -> None:
        self._words: Sequence[str] = ()
        try:
            import readline
        except ImportError:
            return
        readline.set_auto_history(False)
        readline.set_completer_delims("")
        readline.set_completer(self._completed)
        readline.parse_and_bind("set completion-ignore-case on")
        libedit = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")

    def ask(self, prompt: str, words: Sequence[str] = ()) -> str:
        """Ask once, and return what is typed without blanks around it.

        Args:
            prompt: what is asked.
            words: what Tab completes to.

        Raises:
            KeyboardInterrupt: if the input ends, too.
        """
        self._words = words
        try:
            with _prompting_on_stderr():
                return " ".join(input(f"{prompt}: ").split())
        except (EOFError, KeyboardInterrupt):
            sys.stderr.write("\n")
            raise KeyboardInterrupt from None
        except UnicodeDecodeError:
            self.say("That is not UTF-8.")
            return ""

    def agrees(self, question: str) -> bool:
        """Ask a question that is answered by yes or no; Enter is no."""
        return self.ask(f"{question} [y/N]").casefold() in ("y", "yes")

    @staticmethod
    def say(text: str) -> None:
        """Show a text, line by line, made harmless."""
        from relations_kb.render.text import clean

        for line in text.splitlines():
            sys.stderr.write(f"{clean(line)}\n")
        sys.stderr.flush()

    def _completed(self, begun: str, number: int) -> str | None:
        key = begun.casefold()
        found = [word for word in self._words if word.casefold().startswith(key)]
        return found[number] if number < len(found) else None


@contextlib.contextmanager
def _prompting_on_stderr() -> Iterator[None]:
    """Let ``input``, which prompts on stdout, prompt on stderr; stdout is for data."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
