"""What came in: recorded with its accounting, replaced, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from skapital.errors import InputError
from skapital.ingest.intake import Accounting, Intake, Stored

DATA_TABLES = (
    "respondents",
    "answers",
    "rejected",
    "units",
    "lineage",
    "frame_counts",
    "frame_persons",
    "employment",
    "employment_months",
    "absence",
    "absence_months",
    "exits",
    "benchmarks",
    "events",
    "pilots",
    "milestones",
    "suggestions",
)
CURRENT = "current"
REPLACED = "replaced"
UNDONE = "undone"


@dataclass(frozen=True)
class Recorded:
    """What recording an import came to. ``new`` is false where the same file in the same context was there already."""

    import_id: int
    new: bool
    replaced: int | None


def record(
    connection: duckdb.DuckDBPyConnection, intake: Intake, *, file: str, sha256: str, context_sha256: str, at: str
) -> Recorded:
    """Store an intake.

    The same file in the same context as a current import of its kind and scope changes nothing. The same file in
    another context (a corrected tree, frame, instrument or mapping) takes the place of its earlier import whole.

    Raises
    ------
    InputError
        ``survey-without-respondents`` if a round would hold two exports between which duplicates cannot be told.
    """
    earlier = _same_file(connection, intake, sha256)
    if earlier is not None and earlier[1] == context_sha256:
        return Recorded(earlier[0], new=False, replaced=None)
    _refuse_untold_duplicates(connection, intake, earlier[0] if earlier else None)
    number = _next(connection)
    replaced = earlier[0] if earlier else None
    if replaced is not None:
        _replace_whole(connection, replaced, number)
    for table, stored in intake.stored.items():
        _replace_covered(connection, table, stored, number)
        _insert(connection, table, stored.rows, number)
    _note(connection, intake.accounting, (number, intake.kind, intake.scope, file, sha256, context_sha256), at)
    return Recorded(number, new=True, replaced=replaced)


def _same_file(connection: duckdb.DuckDBPyConnection, intake: Intake, sha256: str) -> tuple[int, str] | None:
    found = connection.execute(
        "SELECT import_id, context_sha256 FROM imports WHERE kind = ? AND scope = ? AND sha256 = ? AND state = ?",
        [intake.kind, intake.scope, sha256, CURRENT],
    ).fetchone()
    return None if found is None else (int(found[0]), str(found[1]))


def _refuse_untold_duplicates(connection: duckdb.DuckDBPyConnection, intake: Intake, same_file: int | None) -> None:
    if intake.kind != "survey" or not any(entry.slug == "no-respondent-column" for entry in intake.problems):
        return
    others = connection.execute(
        "SELECT count(*) FROM imports WHERE kind = 'survey' AND scope = ? AND state = ? AND import_id <> ?",
        [intake.scope, CURRENT, -1 if same_file is None else same_file],
    ).fetchone()
    if others is not None and others[0]:
        message = (
            f"round {intake.scope} has an import already, and this export has no respondent column, so that duplicates "
            "cannot be told; map the column, or take the earlier import back first: skapital imports undo ID"
        )
        raise InputError(message, slug="survey-without-respondents")


def _next(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute("SELECT coalesce(max(import_id), 0) + 1 FROM imports").fetchone()
    return int(found[0]) if found else 1


def _replace_whole(connection: duckdb.DuckDBPyConnection, old: int, new: int) -> None:
    for table in DATA_TABLES:
        connection.execute(
            f"UPDATE {table} SET replaced_by = ? WHERE import_id = ? AND replaced_by IS NULL", [new, old]
        )
    connection.execute("UPDATE imports SET state = ?, replaced_by = ? WHERE import_id = ?", [REPLACED, new, old])


def _replace_covered(connection: duckdb.DuckDBPyConnection, table: str, stored: Stored, number: int) -> None:
    if stored.covers is None or len(stored.covers) == 0:
        return
    covers = stored.covers.drop_duplicates() if len(stored.covers.columns) else stored.covers
    same = [f'{table}."{name}" IS NOT DISTINCT FROM covered."{name}"' for name in covers.columns] or ["true"]
    connection.register("covered", covers if len(covers.columns) else pd.DataFrame({"all": [1]}))
    connection.execute(
        f"UPDATE {table} SET replaced_by = ? FROM covered WHERE {table}.replaced_by IS NULL AND {' AND '.join(same)}",
        [number],
    )
    connection.unregister("covered")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame, number: int) -> None:
    if table not in DATA_TABLES:
        raise ValueError(f"the store has no table {table}")
    if rows.empty:
        return
    connection.register("incoming", rows.assign(import_id=number))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def _note(
    connection: duckdb.DuckDBPyConnection,
    accounting: Accounting,
    facts: tuple[int, str, str, str, str, str],
    at: str,
) -> None:
    counts: Mapping[str, int] = accounting.as_json()
    connection.execute(
        "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [*facts, *counts.values(), at, CURRENT],
    )


def undo(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """Take one import back: its rows go, and what it had replaced counts again.

    Raises
    ------
    InputError
        ``no-such-import``; or ``undo-later-first`` if a later import stands on it in such a way that what was before
        cannot be told.
    """
    found = connection.execute(
        "SELECT kind FROM imports WHERE import_id = ? AND state = ?", [number, CURRENT]
    ).fetchone()
    if found is None:
        message = f"there is no import {number} that can be taken back; skapital imports lists them"
        raise InputError(message, slug="no-such-import")
    _refuse_if_built_upon(connection, number)
    for table in DATA_TABLES:
        connection.execute(f"DELETE FROM {table} WHERE import_id = ?", [number])
        connection.execute(f"UPDATE {table} SET replaced_by = NULL WHERE replaced_by = ?", [number])
    connection.execute(
        "UPDATE imports SET state = ?, replaced_by = NULL WHERE replaced_by = ? AND state = ?",
        [CURRENT, number, REPLACED],
    )
    connection.execute("UPDATE imports SET state = ? WHERE import_id = ?", [UNDONE, number])


def _refuse_if_built_upon(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    replaces = " UNION ALL ".join(f"SELECT replaced_by AS by, import_id FROM {table}" for table in DATA_TABLES)
    has_replaced = connection.execute(f"SELECT count(*) FROM ({replaces}) WHERE by = ?", [number]).fetchone()
    later = connection.execute(
        f"SELECT min(by) FROM ({replaces}) WHERE import_id = ? AND by IS NOT NULL", [number]
    ).fetchone()
    if has_replaced and has_replaced[0] and later and later[0] is not None:
        message = f"import {later[0]} has taken the place of rows of import {number}; take {later[0]} back first"
        raise InputError(message, slug="undo-later-first")


def listed(connection: duckdb.DuckDBPyConnection, *, all_states: bool = False) -> pd.DataFrame:
    """Return the imports, oldest first, with all columns of the table; only current ones unless ``all_states``."""
    condition = "true" if all_states else f"state = '{CURRENT}'"
    return connection.execute(f"SELECT * FROM imports WHERE {condition} ORDER BY import_id").df()
