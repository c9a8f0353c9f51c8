"""The fuzzers of ``bench/fuzz.py``, for KB_FUZZ_SECONDS each: run with ``pytest -m atheris``."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hostile_targets import TARGETS

FUZZ = Path(__file__).resolve().parents[2] / "bench" / "fuzz.py"
SECONDS = os.environ.get("KB_FUZZ_SECONDS", "120")


@pytest.mark.atheris
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_is_found_that_breaks_a_promise(target: str) -> None:
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed (pip install atheris)")
    command = [sys.executable, FUZZ, target, SECONDS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2_000:]
    assert "Done " in done.stderr
