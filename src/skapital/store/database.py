"""The store of a workspace: one DuckDB file, opened for one command, written in one transaction or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from skapital import columns as c
from skapital.config.organisation import LineageEvent, Organisation
from skapital.errors import ConfigurationError, InputError, WorkspaceBusy
from skapital.ingest.intake import Intake
from skapital.store import imports, memory, migrations, reading, secret
from skapital.store.imports import Recorded
from skapital.store.memory import Listed, PolicyLock, Remembered
from skapital.store.query import first, run

FILE = "skapital.duckdb"


class Store:
    """What a command does with the store while it has it open. Made by ``open_store``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, workspace: Path, *, write: bool) -> None:
        self._connection = connection
        self._workspace = workspace
        self._write = write

    # ---- what comes in

    def key(self) -> bytes:
        """Return the workspace's secret, made on first use; a reader of a workspace without one gets a passing one.

        Raises
        ------
        ConfigurationError
            ``secret-key-changed`` if it is not the one that earlier imports were made with.
        """
        if not self._write and not (self._workspace / secret.FILE).exists():
            return secret.new_key()
        key = secret.read_or_make_key(self._workspace)
        mark = hashlib.sha256(b"fingerprint" + key).hexdigest()[:16]
        found = first(self._connection, "SELECT value FROM meta WHERE key = 'secret'")
        if found is None and self._write:
            run(self._connection, "INSERT INTO meta VALUES ('secret', ?)", [mark])
        elif found is not None and found[0] != mark:
            message = f"{secret.FILE} is not the key that earlier imports were made with; take it back from your backup"
            raise ConfigurationError(message, slug="secret-key-changed")
        return key

    def record(self, intake: Intake, *, file: str, sha256: str, context_sha256: str, at: str) -> Recorded:
        """Store an intake; see ``imports.record``. ``at`` is the time now, as the caller reads it."""
        return imports.record(self._connection, intake, file=file, sha256=sha256, context_sha256=context_sha256, at=at)

    def undo(self, import_id: int) -> None:
        """Take one import back; see ``imports.undo``."""
        imports.undo(self._connection, import_id)

    def imports(self, *, all_states: bool = False) -> pd.DataFrame:
        """Return the imports, oldest first; see ``imports.listed``."""
        return imports.listed(self._connection, all_states=all_states)

    # ---- what was measured

    def answers(self, round_id: str) -> pd.DataFrame:
        """Return a round's answers, wide; see ``reading.answers``."""
        return reading.answers(self._connection, round_id)

    def seconds(self, round_id: str) -> pd.Series[float]:
        """Return how long each respondent took; see ``reading.seconds``."""
        return reading.seconds(self._connection, round_id)

    def rejected(self, round_id: str) -> pd.DataFrame:
        """Return the rejected rows of a round: ``file_row, slug, unit``."""
        return reading.rejected(self._connection, round_id)

    def instruments(self, round_id: str) -> dict[str, str]:
        """Return the instrument files that a round was taken in with; see ``reading.instruments``."""
        return reading.instruments(self._connection, round_id)

    def frame(self, round_id: str) -> pd.DataFrame:
        """Return who was invited: ``unit, leader_level, n_invited``; see ``reading.frame``."""
        return reading.frame(self._connection, round_id)

    def table(self, name: str) -> pd.DataFrame:
        """Return the current rows of one of ``imports.DATA_TABLES``, such as ``absence`` or ``frame_persons``."""
        return reading.rows(self._connection, name)

    def spells(self, kind: str) -> pd.DataFrame:
        """Return employments or absences with the import each came by; see ``reading.spells``."""
        return reading.spells(self._connection, kind)

    def hr_coverage(self, kind: str) -> pd.DataFrame:
        """Return the months that files of spells stated to cover; see ``reading.hr_coverage``."""
        return reading.hr_coverage(self._connection, kind)

    def organisations(self) -> list[Organisation]:
        """Return all organisations: the tree ``line`` first, then as the trees first came in, each by date."""
        return reading.organisations(self._connection)

    def organisation(self, tree: str, on_date: str) -> Organisation:
        """Return the newest organisation of a tree at or before a date; see ``reading.organisation``."""
        return reading.organisation(self._connection, tree, on_date)

    def organisations_on(self, on_date: str) -> list[Organisation]:
        """Return the newest organisation of each tree at or before a date; trees that begin later are left out."""
        newest = {entry.tree: entry for entry in self.organisations() if entry.date <= on_date}
        return list(newest.values())

    def lineage(self) -> list[LineageEvent]:
        """Return the lineage by date."""
        return reading.lineage(self._connection)

    # ---- what was decided and published

    def set_target(
        self,
        *,
        unit: str,
        measure: str,
        value: float | None,
        due: str,
        decided_by: str,
        decided_on: str,
        at: str,
        state: str = memory.ADOPTED,
        words: str | None = None,
        population: str = c.EMPLOYEES,
        definition: str | None = None,
    ) -> None:
        """Record a target; see ``memory.set_target``."""
        memory.set_target(
            self._connection,
            unit=unit,
            measure=measure,
            value=value,
            due=due,
            decided_by=decided_by,
            decided_on=decided_on,
            at=at,
            state=state,
            words=words,
            population=population,
            definition=definition,
        )

    def targets(self, *, history: bool = False) -> pd.DataFrame:
        """Return the targets; see ``memory.targets``."""
        return memory.targets(self._connection, history=history)

    def remember(
        self,
        *,
        publication: str,
        kind: str,
        folder: str,
        created_from: str,
        release_json: str,
        contributors: Sequence[pd.DataFrame],
    ) -> None:
        """Keep what was published; see ``memory.remember``."""
        memory.remember(
            self._connection,
            publication=publication,
            kind=kind,
            folder=folder,
            created_from=created_from,
            release_json=release_json,
            contributors=contributors,
        )

    def memory(self) -> list[Remembered]:
        """Return what was published, oldest first, withdrawn ones too."""
        return memory.memory(self._connection)

    def publications(self) -> list[Listed]:
        """Return the names of what was published, oldest first, withdrawn ones too."""
        return memory.publications(self._connection)

    def withdraw(self, publication: str, reason: str) -> None:
        """Note that a publication is withdrawn, and why."""
        memory.withdraw(self._connection, publication, reason)

    def lock_policy(self, round_id: str, toml_text: str, sha256: str, *, link_rounds: bool = False) -> bool:
        """Keep the policy that is promised for a round; see ``memory.lock_policy``."""
        return memory.lock_policy(self._connection, round_id, toml_text, sha256, link_rounds=link_rounds)

    def policy_lock(self, round_id: str) -> PolicyLock | None:
        """Return the policy locked for a round, or ``None``."""
        return memory.policy_lock(self._connection, round_id)


@contextmanager
def open_store(workspace: Path, *, write: bool) -> Iterator[Store]:
    """Open the store of a workspace for one command.

    Parameters
    ----------
    workspace
        Its folder. Where there is no store yet, a reader sees an empty one and nothing is made.
    write
        Whether the command changes anything. All changes are one transaction: kept when the block ends, rolled back
        when it raises.

    Raises
    ------
    WorkspaceBusy
        At once, if another process writes to the workspace, or if this one would write while another reads.
    InputError
        ``store-unreadable`` or ``store-too-new``.
    """
    path = workspace / FILE
    connection = _connected(path, write=write)
    try:
        if not write and migrations.version(connection) < migrations.VERSION:
            connection = _migrated(connection, path)
        run(connection, "BEGIN TRANSACTION")
        if write:
            migrations.migrate(connection)
        else:
            _refuse_newer(connection)
        yield Store(connection, workspace, write=write)
        run(connection, "COMMIT" if write else "ROLLBACK")
    except BaseException:
        _roll_back(connection)
        raise
    finally:
        connection.close()


def _connected(path: Path, *, write: bool) -> duckdb.DuckDBPyConnection:
    if not write and not path.exists():
        return duckdb.connect(":memory:")
    try:
        return duckdb.connect(str(path), read_only=not write)
    except duckdb.Error as error:
        text = str(error)
        if "lock" in text or "different configuration" in text or "already" in text:
            message = "another run of skapital holds this workspace; wait until it has ended and try again"
            raise WorkspaceBusy(message) from None
        raise InputError(
            f"{path.name} cannot be opened as skapital's store; take it back from your backup ({_first_line(text)})",
            slug="store-unreadable",
        ) from None


def _first_line(text: str) -> str:
    return text.splitlines()[0].replace("\\", "/") if text else ""


def _migrated(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyConnection:
    """A reader meets an older store, or none: bring it up to date on disk, or make an empty one in memory."""
    if not path.exists():
        migrations.migrate(connection)
        return connection
    connection.close()
    with open_store(path.parent, write=True):
        pass
    return _connected(path, write=False)


def _refuse_newer(connection: duckdb.DuckDBPyConnection) -> None:
    migrations.migrate(connection, upto=0)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        run(connection, "ROLLBACK")
    except duckdb.Error:  # nothing was begun, or the connection is gone: there is nothing to take back
        return
