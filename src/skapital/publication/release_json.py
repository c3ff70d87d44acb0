"""`release.json`: all that was released, one row per full key, and reading it back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from skapital import columns as c
from skapital.compare.change import ALL_COLUMNS
from skapital.disclosure.release import Release

SCHEMA = 1
_WHOLE = frozenset(
    (
        c.N,
        "n_units",
        "n_bh",
        "n_linked",
        "n_points",
        "n_useful",
        "longest_run",
        "longest_run_limit",
        "crossings",
        "crossings_limit",
    )
)


def release_json(
    release: Release,
    comparisons: pd.DataFrame,
    counts: pd.DataFrame,
    more: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> str:
    """Return the text of `release.json`, a row a line; ``more`` are further tables by name."""
    tables = {
        "units": _rows(release.units, c.UNIT_COLUMNS),
        "cells": _rows(release.cells, c.RELEASED_COLUMNS),
        "comparisons": _rows(comparisons, ALL_COLUMNS),
        "counts": _rows(counts, tuple(counts.columns)),
        **{name: _rows(table, tuple(table.columns)) for name, table in more.items()},
    }
    parts = [f'"{name}": [\n' + ",\n".join(rows) + "\n]" for name, rows in tables.items()]
    return f'{{"schema": {SCHEMA},\n' + ",\n".join(parts) + "}\n"


def _rows(table: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    names = list(columns)
    lists = [[_plain(value, name in _WHOLE) for value in table[name]] for name in names]
    return [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in zip(*lists, strict=True)]


def _plain(value: object, whole: bool) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if whole:
        return int(str(value).partition(".")[0])
    if hasattr(value, "item"):
        return value.item()
    return value


def cells_of(text: str) -> pd.DataFrame:
    """Return the cells of a `release.json` as a table with ``columns.RELEASED_COLUMNS``."""
    rows: list[Mapping[str, object]] = json.loads(text)["cells"]
    table = pd.DataFrame(rows, columns=list(c.RELEASED_COLUMNS)).astype({c.GROUP: object, c.WITHHELD: object})
    for name in (c.VALUE, c.N, c.BASE):
        table[name] = pd.to_numeric(table[name])
    return table


def units_of(text: str) -> pd.DataFrame:
    """Return the units of a `release.json` as a table with ``columns.UNIT_COLUMNS``."""
    return pd.DataFrame(json.loads(text)["units"], columns=list(c.UNIT_COLUMNS))
