"""What came in: recorded with its accounting, replaced, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from skapital.errors import InputError
from skapital.ingest.intake import Accounting, Intake
from skapital.store.query import first, run, run_with, table

DATA_TABLES = (
    "respondents",
    "answers",
    "rejected",
    "instruments",
    "units",
    "lineage",
    "frame_counts",
    "frame_persons",
    "employment",
    "employment_months",
    "absence",
    "absence_months",
    "absence_days",
    "hr_coverage",
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
    for name, stored in intake.stored.items():
        if name not in DATA_TABLES:
            raise ValueError(f"the store has no table {name}")
        _replace_covered(connection, name, stored.covers, number)
        _insert(connection, name, stored.rows, number)
    _note(connection, intake.accounting, (number, intake.kind, intake.scope, file, sha256, context_sha256), at)
    return Recorded(number, new=True, replaced=replaced)


def _same_file(connection: duckdb.DuckDBPyConnection, intake: Intake, sha256: str) -> tuple[int, str] | None:
    found = first(
        connection,
        "SELECT import_id, context_sha256 FROM imports WHERE kind = ? AND scope = ? AND sha256 = ? AND state = ?",
        [intake.kind, intake.scope, sha256, CURRENT],
    )
    return None if found is None else (int(found[0]), str(found[1]))


def _refuse_untold_duplicates(connection: duckdb.DuckDBPyConnection, intake: Intake, same_file: int | None) -> None:
    if intake.kind != "survey" or not any(entry.slug == "no-respondent-column" for entry in intake.problems):
        return
    others = first(
        connection,
        "SELECT count(*) FROM imports WHERE kind = 'survey' AND scope = ? AND state = ? AND import_id <> ?",
        [intake.scope, CURRENT, -1 if same_file is None else same_file],
    )
    if others is not None and others[0]:
        message = (
            f"round {intake.scope} has an import already, and this export has no respondent column, so that duplicates "
            "cannot be told; map the column, or take the earlier import back first: skapital imports undo ID"
        )
        raise InputError(message, slug="survey-without-respondents")


def _next(connection: duckdb.DuckDBPyConnection) -> int:
    found = first(connection, "SELECT coalesce(max(import_id), 0) + 1 FROM imports")
    return int(found[0]) if found else 1


def _replace_whole(connection: duckdb.DuckDBPyConnection, old: int, new: int) -> None:
    for name in DATA_TABLES:
        run(connection, f"UPDATE {name} SET replaced_by = ? WHERE import_id = ? AND replaced_by IS NULL", [new, old])
    run(connection, "UPDATE imports SET state = ?, replaced_by = ? WHERE import_id = ?", [REPLACED, new, old])


def _replace_covered(
    connection: duckdb.DuckDBPyConnection, name: str, covers: pd.DataFrame | None, number: int
) -> None:
    if covers is None or len(covers) == 0:
        return
    if not len(covers.columns):
        run(connection, f"UPDATE {name} SET replaced_by = ? WHERE replaced_by IS NULL", [number])
        return
    same = " AND ".join(f'{name}."{column}" IS NOT DISTINCT FROM covered."{column}"' for column in covers.columns)
    statement = f"UPDATE {name} SET replaced_by = ? FROM covered WHERE {name}.replaced_by IS NULL AND {same}"
    run_with(connection, "covered", covers.drop_duplicates(), statement, [number])


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame, number: int) -> None:
    if not rows.empty:
        statement = f"INSERT INTO {name} BY NAME SELECT * FROM incoming"
        run_with(connection, "incoming", rows.assign(import_id=number), statement)


def _note(
    connection: duckdb.DuckDBPyConnection,
    accounting: Accounting,
    facts: tuple[int, str, str, str, str, str],
    at: str,
) -> None:
    counts: Mapping[str, int] = accounting.as_json()
    run(
        connection,
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
    found = first(connection, "SELECT kind FROM imports WHERE import_id = ? AND state = ?", [number, CURRENT])
    if found is None:
        message = f"there is no import {number} that can be taken back; skapital imports lists them"
        raise InputError(message, slug="no-such-import")
    _refuse_if_built_upon(connection, number)
    for name in DATA_TABLES:
        run(connection, f"DELETE FROM {name} WHERE import_id = ?", [number])
        run(connection, f"UPDATE {name} SET replaced_by = NULL WHERE replaced_by = ?", [number])
    run(
        connection,
        "UPDATE imports SET state = ?, replaced_by = NULL WHERE replaced_by = ? AND state = ?",
        [CURRENT, number, REPLACED],
    )
    run(connection, "UPDATE imports SET state = ? WHERE import_id = ?", [UNDONE, number])


def _refuse_if_built_upon(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    replaces = " UNION ALL ".join(f"SELECT replaced_by AS later, import_id FROM {name}" for name in DATA_TABLES)
    has_replaced = first(connection, f"SELECT count(*) FROM ({replaces}) WHERE later = ?", [number])
    later = first(
        connection, f"SELECT min(later) FROM ({replaces}) WHERE import_id = ? AND later IS NOT NULL", [number]
    )
    if has_replaced and has_replaced[0] and later and later[0] is not None:
        message = f"import {later[0]} has taken the place of rows of import {number}; take {later[0]} back first"
        raise InputError(message, slug="undo-later-first")


def listed(connection: duckdb.DuckDBPyConnection, *, all_states: bool = False) -> pd.DataFrame:
    """Return the imports, oldest first, with all columns of the table; only current ones unless ``all_states``."""
    condition = "true" if all_states else f"state = '{CURRENT}'"
    return table(connection, f"SELECT * FROM imports WHERE {condition} ORDER BY import_id")
