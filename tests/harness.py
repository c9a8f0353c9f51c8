"""What the tests share: the program in a home of its own, and what a refusal must look like."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import secrets
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, func, make_url, text
from sqlalchemy import select as sql_select

from relations_kb.domain.claims import Claim
from relations_kb.records.claiming import claims_of
from relations_kb.records.models import Record
from relations_kb.store.engine import connect, make_engine
from relations_kb.store.tables import metadata

MINI_SEED = Path(__file__).parent / "mini_seed"
GOLDEN = Path(__file__).parent / "golden"
KB = Path(sys.executable).with_name("kb")
NOBODY = 65534
SECONDS = 120
"""A program that takes longer hangs."""

_STAMP = re.compile(r"base of \d{4}-\d\d-\d\d, seed [0-9a-f]{8}")
_JSON_STAMP = re.compile(r'"(built|content)": "[0-9a-f-]+"')
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Outcome:
    """What a run of the program left: exit code and both streams."""

    code: int
    out: str
    err: str


class Kb:
    """The installed program ``kb`` with a home, a data folder and an environment of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.environment = {
            "HOME": str(home),
            "XDG_DATA_HOME": str(self.data),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
        } | {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}

    @property
    def default_base(self) -> Path:
        """The file that is used when no other is named."""
        return self.data / "relations-kb" / "relations.db"

    def __call__(
        self, *args: object, env: Mapping[str, str] | None = None, **options: Any
    ) -> Outcome:
        """Run the program to its end."""
        return self._run([str(KB), *map(str, args)], env, options)

    def after(
        self,
        preparation: str,
        *args: object,
        env: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Outcome:
        """Run the program in a process that first runs some lines of Python."""
        return self._run(
            [sys.executable, "-c", _prepared(preparation), *map(str, args)], env, options
        )

    def start(self, preparation: str, *args: object) -> subprocess.Popen[str]:
        """Start the program; messages can be read line by line while it runs."""
        return subprocess.Popen(
            [sys.executable, "-c", _prepared(preparation), *map(str, args)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _run(
        self, command: Sequence[str], env: Mapping[str, str] | None, options: dict[str, Any]
    ) -> Outcome:
        defaults: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        }
        done = subprocess.run(
            command,
            env=self.environment | dict(env or {}),
            timeout=SECONDS,
            check=False,
            **(defaults | options),
        )
        return Outcome(
            done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode()
        )


def _prepared(preparation: str) -> str:
    return f"{preparation}\nfrom relations_kb.cli.main import run\nrun()"


def on_terminal(kb: Kb, columns: int, *args: object, **env: str) -> str:
    """Run the program on a terminal of a width and return all that it shows there."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [str(KB), *map(str, args)],
        env=kb.environment | {"TERM": "xterm-256color"} | env,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        close_fds=True,
    )
    os.close(slave)
    shown = b""
    while select.select([master], [], [], SECONDS)[0]:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux tells the end of a terminal in this way
            break
        if not part:
            break
        shown += part
    os.close(master)
    assert process.wait(SECONDS) == 0
    return shown.decode().replace("\r\n", "\n")


def without_escapes(text: str) -> str:
    """Take colours, weights and cursor movements out of a terminal's text."""
    return _ESCAPE.sub("", text)


def without_stamp(text: str) -> str:
    """Replace the day and hash of a base, which differ from run to run."""
    return _JSON_STAMP.sub(r'"\1": "STAMP"', _STAMP.sub("base of DAY, seed HASH", text))


def assert_refused(outcome: Outcome, code: int, *fragments: str) -> None:
    """Check that a run ended with one clear message, no data, no traceback and an exit code."""
    assert "Traceback" not in outcome.err, outcome.err
    assert outcome.code == code, outcome
    assert outcome.out == ""
    assert outcome.err.count("Error: ") == 1, outcome.err
    for fragment in fragments:
        assert fragment in outcome.err


def digest(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def row_counts(engine: Engine) -> dict[str, int]:
    """Count the rows of every table."""
    with connect(engine) as connection:
        return {
            table.name: connection.execute(sql_select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def claim_set(records: Sequence[Record]) -> set[Claim]:
    """Return the claims of records."""
    return {claim for record in records for claim in claims_of(record)}


POSTGRES = "KB_TEST_POSTGRES_URL"


@contextmanager
def empty_schema() -> Iterator[URL]:
    """Give the URL of an empty schema on the server of the tests."""
    server = make_url(os.environ[POSTGRES])
    schema = f"kb_test_{secrets.token_hex(6)}"
    admin = make_engine(server)
    with connect(admin, write=True) as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        yield server.update_query_dict({"options": f"-csearch_path={schema}"})
    finally:
        with connect(admin, write=True) as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()
