"""Where the program starts: the collector is quieted before anything is imported."""

from __future__ import annotations

import gc
import os
import signal
import sys

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells give it."""


def run() -> None:
    """Start the program.

    A command lives for half a second and leaves little garbage; looking for it during the imports,
    and once more at the exit, took a fifth of the time of ``kb timeline`` (bench/startup.py).
    """
    gc.set_threshold(50_000, 20, 100)
    try:
        from relations_kb.cli.main import run as run_commands

        run_commands()
    except KeyboardInterrupt:
        # Before the commands are there, or after the last is done.
        os.write(2, b"Interrupted.\n")
        sys.exit(INTERRUPTED)
    finally:
        # What is left is to leave; nothing there can be interrupted to any use.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.freeze()
