"""What the later stages ask the store for: answers wide, the frame, the organisation of a date, the lineage."""

from __future__ import annotations

import duckdb
import pandas as pd

from skapital.columns import ANSWER_BACKGROUND
from skapital.config.organisation import LineageEvent, Organisation, Unit
from skapital.errors import InputError
from skapital.store.imports import DATA_TABLES
from skapital.store.query import run, table


def rows(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Return the current rows of a table of the store in the order they came in, without the store's own columns."""
    if name not in DATA_TABLES:
        raise ValueError(f"the store has no table {name}")
    return table(
        connection,
        f"SELECT * EXCLUDE (import_id, replaced_by) FROM {name} WHERE replaced_by IS NULL ORDER BY import_id, rowid",
    )


def spells(connection: duckdb.DuckDBPyConnection, kind: str) -> pd.DataFrame:
    """Return the current rows of ``employment`` or ``absence`` with the number of the import each came by."""
    if kind not in ("employment", "absence"):
        raise ValueError(f"{kind} is no kind of spells")
    return table(
        connection, f"SELECT * EXCLUDE replaced_by FROM {kind} WHERE replaced_by IS NULL ORDER BY import_id, rowid"
    )


def hr_coverage(connection: duckdb.DuckDBPyConnection, kind: str) -> pd.DataFrame:
    """Return ``import_id, month, current`` of every month that a file of spells stated to cover."""
    return table(
        connection,
        "SELECT import_id, month, replaced_by IS NULL AS current FROM hr_coverage WHERE kind = ? ORDER BY ALL",
        [kind],
    )


def answers(connection: duckdb.DuckDBPyConnection, round_id: str) -> pd.DataFrame:
    """Return a round's answers, wide.

    Returns
    -------
    DataFrame
        Index ``respondent``; columns ``unit``, ``leader_level`` (NA = employee), ``position_group``, then one column an
        item answered by anybody, with option codes, NA where not answered. Rows by pseudonym, items by code, so that
        the order of a file tells nothing. Empty, with the three columns, where the round has no answers.
    """
    held = "FROM respondents LEFT JOIN answers USING (import_id, round, respondent) WHERE round = ? "
    held += "AND respondents.replaced_by IS NULL"
    found = run(connection, f"SELECT DISTINCT item {held} AND item IS NOT NULL ORDER BY item", [round_id])
    items = [str(item) for (item,) in found]
    codes = "".join(f', max(code) FILTER (item = ?) AS "item {number}"' for number in range(len(items)))
    wide = table(
        connection,
        f"SELECT respondent, unit, leader_level, position_group{codes} {held} GROUP BY ALL ORDER BY respondent",
        [*items, round_id],
    )
    named = wide.set_axis(["respondent", *ANSWER_BACKGROUND, *items], axis=1).set_index("respondent")
    return named.astype(dict.fromkeys(named.columns, "str"))


def seconds(connection: duckdb.DuckDBPyConnection, round_id: str) -> pd.Series[float]:
    """Return how long each respondent of a round took, by pseudonym; NaN where the export had no time."""
    found = table(
        connection,
        "SELECT respondent, seconds FROM respondents WHERE round = ? AND replaced_by IS NULL ORDER BY respondent",
        [round_id],
    )
    return found.set_index("respondent")["seconds"].astype(float)


def rejected(connection: duckdb.DuckDBPyConnection, round_id: str) -> pd.DataFrame:
    """Return the rejected rows of a round: ``file_row, slug, unit`` (as written, where it looks like a code)."""
    return table(
        connection,
        "SELECT file_row, slug, unit FROM rejected WHERE round = ? AND replaced_by IS NULL "
        "ORDER BY import_id, file_row",
        [round_id],
    )


def instruments(connection: duckdb.DuckDBPyConnection, round_id: str) -> dict[str, str]:
    """Return by SHA-256 the text of each instrument file that exports of a round were taken in with."""
    statement = "SELECT sha256, toml_text FROM instruments WHERE round = ? AND replaced_by IS NULL ORDER BY import_id"
    return {str(sha): str(text) for sha, text in run(connection, statement, [round_id])}


def frame(connection: duckdb.DuckDBPyConnection, round_id: str) -> pd.DataFrame:
    """Return who was invited to a round: ``unit, leader_level, n_invited``, one row a pair; leader level NA = employee.

    A person list is counted, each person once in each unit.
    """
    return table(
        connection,
        """
        SELECT unit, leader_level, CAST(sum(n) AS BIGINT) AS n_invited FROM (
            SELECT unit, leader_level, n_invited AS n FROM frame_counts WHERE round = $1 AND replaced_by IS NULL
            UNION ALL
            SELECT unit, leader_level, count(DISTINCT person) AS n FROM frame_persons
            WHERE round = $1 AND replaced_by IS NULL GROUP BY ALL
        ) GROUP BY unit, leader_level ORDER BY unit, leader_level NULLS FIRST
        """,
        [round_id],
    )


def organisations(connection: duckdb.DuckDBPyConnection) -> list[Organisation]:
    """Return all organisations: the tree ``line`` first, then as the trees first came in, each by date."""
    found = run(
        connection,
        """
        SELECT tree, valid_from, code, name, parent, level FROM units
        JOIN (SELECT tree, min(import_id) AS since FROM units GROUP BY tree) USING (tree)
        WHERE replaced_by IS NULL ORDER BY tree <> 'line', since, tree, valid_from, place
        """,
    )
    trees: dict[tuple[str, str], list[Unit]] = {}
    for tree, valid_from, code, name, parent, level in found:
        trees.setdefault((tree, valid_from), []).append(Unit(code, name, parent, level))
    return [Organisation(tree, date, tuple(units)) for (tree, date), units in trees.items()]


def organisation(connection: duckdb.DuckDBPyConnection, tree: str, on_date: str) -> Organisation:
    """Return the newest organisation of a tree at or before a date.

    Raises
    ------
    InputError
        ``no-organisation`` if there is none.
    """
    before = [entry for entry in organisations(connection) if entry.tree == tree and entry.date <= on_date]
    if not before:
        message = (
            f"no organisation of the tree {tree} is known on {on_date}; skapital ingest organisation FILE --from DATE"
        )
        raise InputError(message, slug="no-organisation")
    return max(before, key=lambda entry: entry.date)


def lineage(connection: duckdb.DuckDBPyConnection) -> list[LineageEvent]:
    """Return the lineage by date, within a date in the order of the file."""
    found = run(
        connection,
        "SELECT date, kind, old, new, share, source FROM lineage WHERE replaced_by IS NULL "
        "ORDER BY date, import_id, place",
    )
    return [LineageEvent(*row) for row in found]
