"""Where the program starts: the collector is quieted before anything is imported."""

from __future__ import annotations

import gc


def run() -> None:
    """Start the program.

    A command lives for half a second and leaves little garbage; looking for it during the imports,
    and once more at the exit, took a fifth of the time of ``kb timeline`` (bench/startup.py).
    """
    gc.set_threshold(50_000, 20, 100)
    from relations_kb.cli.main import run as run_commands

    try:
        run_commands()
    finally:
        gc.freeze()
