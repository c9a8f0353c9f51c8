"""An import from its files to its changeset: read once, planned as often as asked, written once.

A plan is made by doing all of it in a transaction that is then rolled back, so that it is what
happens when the transaction is kept.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from relations_kb.domain.errors import KbError
from relations_kb.ingest.imports.defining import Definer
from relations_kb.ingest.imports.grouping import read_groups
from relations_kb.ingest.imports.matching import Matcher, stage_groups
from relations_kb.ingest.imports.plan import Plan
from relations_kb.ingest.imports.questions import ask, check_answers, noted_pairs
from relations_kb.ingest.imports.reading import Read, Reader
from relations_kb.ingest.imports.rejecting import rejected_entries, write_bad_rows
from relations_kb.ingest.imports.request import Counted, Request
from relations_kb.ingest.imports.saying import Saying
from relations_kb.ingest.imports.sound import check_groups, check_matches
from relations_kb.ingest.imports.staging import Staging
from relations_kb.ingest.imports.tracked import absent_entries, pair_corrected
from relations_kb.store.bulk import chunks
from relations_kb.store.changesets import Written, close_changeset, insert_changeset
from relations_kb.store.engine import connect
from relations_kb.store.imports import IMPORT, insert_files, insert_likeness
from relations_kb.store.names import ActorNames

_AT_ONCE = 1000


class _RolledBackError(Exception):
    """Ends a transaction that must leave nothing."""


class Import:
    """One import, from its files to its changeset; a context that lets go of the disk at the end.

    Args:
        request: what is asked for.
        counted: told what is being done.
    """

    def __init__(self, request: Request, counted: Counted) -> None:
        self._request = request
        self._counted = counted
        self._staging = Staging()
        self._read = Read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._staging.close()

    def read(self, engine: Engine) -> None:
        """Read the files; the base is only looked at.

        Raises:
            KbError: if the request itself cannot be met.
        """
        with connect(engine) as connection:
            self._read = Reader(connection, self._staging, self._request, self._counted).read()

    def plan(self, engine: Engine) -> Plan:
        """Do all of it and roll it back."""
        return self._run(engine, keep=False, agreed=None)

    def apply(self, engine: Engine, agreed: Plan | None = None) -> Plan:
        """Write the changeset, unless there are errors or nothing to write.

        Args:
            engine: of the base.
            agreed: the plan that was agreed to; what is done must be the same.

        Returns:
            What was done; its changeset is None if nothing was written.

        Raises:
            KbError: if the base has changed since the plan was agreed to.
        """
        return self._run(engine, keep=True, agreed=agreed)

    def write_bad_rows(self, file: Path, place: Path) -> tuple[int, int]:
        """Write the rows of a file that cannot be used to another, as they were.

        Returns:
            How many were written, and how many have no cells that could be.
        """
        return write_bad_rows(file, place, self._staging.bad_lines(str(file)), self._read.layout)

    def _run(self, engine: Engine, *, keep: bool, agreed: Plan | None) -> Plan:
        plan = None
        try:
            with connect(engine, write=True) as connection:
                plan = self._go(connection)
                if agreed and plan != agreed:
                    raise KbError("The base was changed in the meantime.", "Run the command again.")
                if not keep or plan.stopped or plan.changes_nothing:
                    raise _RolledBackError
                self._counted("Writing the changeset", 0, None)
        except _RolledBackError:
            assert plan is not None  # noqa: S101 - it was made before
            return replace(plan, changeset=None)
        return plan

    def _go(self, connection: Connection) -> Plan:
        """Do all of it inside a transaction."""
        staging = self._staging
        staging.forget_plan()
        self._match(connection)
        definer = Definer(connection, staging, self._read)
        definer.check()
        changeset = self._open(connection)
        definitions = definer.write(changeset)
        written = Saying(connection, staging, self._request, changeset, self._counted).say_all()
        definer.write_late(changeset)
        for pairs in chunks(noted_pairs(staging, self._request), _AT_ONCE):
            insert_likeness(connection, changeset, pairs)
        close_changeset(connection, Written(changeset, written.added, written.withdrawn))
        staging.add_entries(absent_entries(connection, staging, self._read.files, self._request))
        staging.add_entries(rejected_entries(staging))
        errors = staging.count_findings("E")
        return Plan(
            files=tuple(self._read.files),
            outcomes=staging.outcomes(),
            definitions=definitions,
            claims_added=written.added,
            claims_withdrawn=written.withdrawn,
            errors=errors,
            warnings=staging.count_findings("W"),
            fingerprint=staging.fingerprint(),
            stopped=self._read.unusable or (errors > 0 and not self._request.skip_bad),
            entries=staging.entries,
            findings=staging.findings,
            changeset=changeset,
        )

    def _match(self, connection: Connection) -> None:
        """Find the record of every row, and make ids for new ones."""
        staging = self._staging
        names = ActorNames(connection)
        self._counted("Comparing with the base", 0, None)
        check_groups(staging)
        stage_groups(staging, read_groups(staging), names, self._new_lines())
        matcher = Matcher(connection, staging)
        matcher.match_certain()
        pair_corrected(connection, staging)
        matcher.match_undone()
        check_matches(connection, staging)
        matcher.name_new()
        ask(connection, staging, self._request)
        check_answers(staging, self._request)

    def _new_lines(self) -> dict[str, str]:
        """Return the lines of the actors that the files themselves define."""
        return {
            actor.id: actor.line or actor.id
            for _, file in self._read.seeds
            for actor in file.content.actors
        }

    def _open(self, connection: Connection) -> int:
        files = self._read.files
        label = ", ".join(file.name for file in files)
        digests = "".join(sorted(file.content_hash for file in files))
        changeset = insert_changeset(connection, IMPORT, label, digests[:64])
        insert_files(
            connection,
            changeset,
            [
                {
                    "name": file.name,
                    "dataset": file.dataset,
                    "content_hash": file.content_hash,
                    "rows": file.rows,
                }
                for file in files
            ],
        )
        return changeset
