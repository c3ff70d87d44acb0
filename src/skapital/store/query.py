"""Statements to the store, each read to its end before the next begins, as DuckDB wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd


def run(connection: duckdb.DuckDBPyConnection, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a statement; none for one that changes something."""
    return connection.execute(statement, list(values)).fetchall()


def first(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Sequence[object] = ()
) -> tuple[Any, ...] | None:
    """Return the first row of a statement, or ``None``."""
    rows = run(connection, statement, values)
    return rows[0] if rows else None


def table(connection: duckdb.DuckDBPyConnection, statement: str, values: Sequence[object] = ()) -> pd.DataFrame:
    """Return the rows of a statement as a table."""
    return connection.execute(statement, list(values)).df()


def run_with(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    rows: pd.DataFrame,
    statement: str,
    values: Sequence[object] = (),
) -> None:
    """Run a statement that reads ``rows`` under ``name``; they are scanned where they are, not inserted one by one."""
    connection.register(name, rows)
    try:
        run(connection, statement, values)
    finally:
        connection.unregister(name)
