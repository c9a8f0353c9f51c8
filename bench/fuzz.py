"""Let atheris look for inputs on which a reader does what it must not do.

``python bench/fuzz.py TARGET [SECONDS]`` runs one target of ``tests/hostile/hostile_targets.py``,
guided by the branches that each input reaches, until a case is found or the time is over. A case
is printed as the JSON file that ``tests/hostile/found`` takes. The corpus lies in a folder that is
removed at the end. It needs atheris, which is no dependency of the project.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests" / "hostile"
LONGEST = 4096
"""Bytes of an input."""
SECONDS = 120


def main() -> None:
    """Run the target that the command line names."""
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed; install it with: pip install atheris")
    sys.path.insert(0, str(TESTS))
    with atheris.instrument_imports(include=["relations_kb", "yaml"]):
        from hostile_targets import TARGETS
    if sys.argv[1:2] == [] or sys.argv[1] not in TARGETS:
        sys.exit(f"Name a target: {', '.join(TARGETS)}")
    name, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    check = TARGETS[name]
    folder = Path(tempfile.mkdtemp(prefix="kb-fuzz-"))

    def one_input(content: bytes) -> None:
        try:
            check(content, folder)
        except Exception:
            case = {"target": name, "input": content.decode("latin-1")}
            print(json.dumps(case), flush=True)
            raise

    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10"]
    artifacts = f"-artifact_prefix={folder}/"
    atheris.Setup([sys.argv[0], *limits, artifacts], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
