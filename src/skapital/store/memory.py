"""What was decided and what was published: targets, policy locks, and the memory that the gate looks back on."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from skapital import columns as c
from skapital.errors import InputError
from skapital.store.query import first, run, table

ADOPTED = "adopted"
PROPOSED = "proposed"
TARGET_COLUMNS = (
    "unit",
    "population",
    "measure",
    "value",
    "words",
    "due",
    "state",
    "decided_by",
    "decided_on",
    "recorded_at",
    "definition",
)
TARGET_KEY = ["unit", "population", "measure", "state"]
"""A later target with the same takes the place of the earlier one."""


@dataclass(frozen=True)
class Listed:
    """One publication by name.

    Attributes
    ----------
    id, kind, folder
        Such as ``2014-06``, ``round``, ``2014-06``.
    created_from
        SHA-256 of everything it was made of.
    withdrawn
        The reason, or ``None``. What was withdrawn has still been seen.
    """

    id: str
    kind: str
    folder: str
    created_from: str
    withdrawn: str | None


@dataclass(frozen=True)
class Remembered(Listed):
    """One publication as it went out: what was released, and who stood behind it as the gate keeps it."""

    release_json: str
    behind_json: str

    @property
    def contributors(self) -> tuple[pd.DataFrame, ...]:
        """A table a period, read anew each time it is asked for: kept, they would be most of what a run holds."""
        return _frames(self.behind_json)


@dataclass(frozen=True)
class PolicyLock:
    """The policy that was promised before the answers came in, and whether a person's rounds may be put together."""

    round: str
    toml_text: str
    sha256: str
    link_rounds: bool


def set_target(
    connection: duckdb.DuckDBPyConnection,
    *,
    unit: str,
    measure: str,
    value: float | None,
    due: str,
    decided_by: str,
    decided_on: str,
    at: str,
    state: str = ADOPTED,
    words: str | None = None,
    population: str = c.EMPLOYEES,
    definition: str | None = None,
) -> None:
    """Record a target; a later one with the same :data:`TARGET_KEY` takes its place, and history keeps both.

    ``definition`` says by what a target of an HR figure is counted.

    Raises
    ------
    ValueError
        If the state is unknown, or there is neither a value nor words.
    """
    if state not in (ADOPTED, PROPOSED):
        raise ValueError(f"unknown state of a target: {state}")
    if value is None and not words:
        raise ValueError("a target has a value or words")
    run(
        connection,
        f"INSERT INTO targets ({', '.join(TARGET_COLUMNS)}, place) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(place), 0) + 1 FROM targets",
        [unit, population, measure, value, words, due, state, decided_by, decided_on, at, definition],
    )


def targets(connection: duckdb.DuckDBPyConnection, *, history: bool = False) -> pd.DataFrame:
    """Return the targets, ``TARGET_COLUMNS``: the last of each :data:`TARGET_KEY`, or all of them."""
    found = table(connection, f"SELECT {', '.join(TARGET_COLUMNS)} FROM targets ORDER BY place")
    if history:
        return found
    return found.drop_duplicates(TARGET_KEY, keep="last", ignore_index=True)


def remember(
    connection: duckdb.DuckDBPyConnection,
    *,
    publication: str,
    kind: str,
    folder: str,
    created_from: str,
    release_json: str,
    contributors: Sequence[pd.DataFrame],
) -> None:
    """Keep what was published. An id is never used twice.

    Raises
    ------
    ValueError
        If the id is there already.
    """
    there = first(connection, "SELECT count(*) FROM publications WHERE publication = ?", [publication])
    if there and there[0]:
        raise ValueError(f"publication {publication} is remembered already")
    run(
        connection,
        "INSERT INTO publications SELECT ?, ?, ?, ?, ?, NULL, coalesce(max(place), 0) + 1 FROM publications",
        [publication, kind, folder, created_from, release_json],
    )
    tables = [_columns_rows_and_index(table) for table in contributors]
    as_text = json.dumps(tables, allow_nan=True)  # floats exactly as they are
    run(connection, "INSERT INTO contributors VALUES (?, ?)", [publication, as_text])


_LISTED = "publication, kind, folder, created_from, withdrawn"


def publications(connection: duckdb.DuckDBPyConnection) -> list[Listed]:
    """Return the names of what was published, oldest first, withdrawn ones too."""
    return [Listed(*row) for row in run(connection, f"SELECT {_LISTED} FROM publications ORDER BY place")]


def memory(connection: duckdb.DuckDBPyConnection) -> list[Remembered]:
    """Return what was published, oldest first, withdrawn ones too: they were seen."""
    found = run(
        connection,
        f"SELECT {_LISTED}, release_json, table_json "
        "FROM publications JOIN contributors USING (publication) ORDER BY publications.place",
    )
    return [Remembered(*row) for row in found]


def _columns_rows_and_index(table: pd.DataFrame) -> dict[str, object]:
    """As ``to_dict("split")`` would give it, column by column, which takes a fifth of the time."""
    columns = [table[name].tolist() for name in table.columns]
    return {"index": table.index.tolist(), "columns": table.columns.tolist(), "data": list(zip(*columns, strict=True))}


def _frames(text: str) -> tuple[pd.DataFrame, ...]:
    """The tables of a publication; one that was remembered as a single table has one."""
    found = json.loads(text)
    tables = found if isinstance(found, list) else [found]
    return tuple(_words_once(pd.DataFrame(one["data"], index=one["index"], columns=one["columns"])) for one in tables)


def _words_once(table: pd.DataFrame) -> pd.DataFrame:
    """Keep each word once: persons, units and periods stand in many rows and in every publication."""
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            once = [sys.intern(value) if type(value) is str else value for value in table[name]]
            table[name] = pd.Series(once, index=table.index, dtype=table[name].dtype)
    return table


def withdraw(connection: duckdb.DuckDBPyConnection, publication: str, reason: str) -> None:
    """Note that a publication is withdrawn, and why.

    Raises
    ------
    InputError
        ``no-such-publication``.
    """
    found = first(connection, "SELECT count(*) FROM publications WHERE publication = ?", [publication])
    if not found or not found[0]:
        message = f"there is no publication {publication}; skapital publications lists them"
        raise InputError(message, slug="no-such-publication")
    run(connection, "UPDATE publications SET withdrawn = ? WHERE publication = ?", [reason, publication])


def lock_policy(
    connection: duckdb.DuckDBPyConnection, round_id: str, toml_text: str, sha256: str, *, link_rounds: bool
) -> bool:
    """Keep the policy that is promised for a round, and return whether it is new; the same again changes nothing.

    Raises
    ------
    InputError
        ``policy-locked`` if another policy is locked for the round.
    """
    there = policy_lock(connection, round_id)
    if there is None:
        run(connection, "INSERT INTO policy_locks VALUES (?, ?, ?, ?)", [round_id, toml_text, sha256, link_rounds])
    elif (there.sha256, there.link_rounds) != (sha256, link_rounds):
        message = f"round {round_id} has another policy locked; what was promised to those who answered is not changed"
        raise InputError(message, slug="policy-locked")
    return there is None


def policy_lock(connection: duckdb.DuckDBPyConnection, round_id: str) -> PolicyLock | None:
    """Return the policy locked for a round, or ``None``."""
    columns = "round, toml_text, sha256, link_rounds"
    found = first(connection, f"SELECT {columns} FROM policy_locks WHERE round = ?", [round_id])
    return None if found is None else PolicyLock(*found)
