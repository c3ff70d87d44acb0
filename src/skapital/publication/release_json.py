"""`release.json`: all that was released, one row per full key, and reading it back."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
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
    elsewhere: npt.NDArray[np.bool_] | None = None,
) -> str:
    """Return the text of `release.json`, a row a line.

    Parameters
    ----------
    more
        Further tables by name.
    elsewhere
        Which cells are left out, since an earlier publication says them.
    """
    cells = release.cells if elsewhere is None else release.cells[~elsewhere]
    tables = {
        "units": _rows(release.units, c.UNIT_COLUMNS),
        "cells": _rows(cells, c.RELEASED_COLUMNS),
        "comparisons": _rows(comparisons, ALL_COLUMNS),
        "counts": _rows(counts, tuple(counts.columns)),
        **{name: _rows(table, tuple(table.columns)) for name, table in more.items()},
    }
    parts = [f'"{name}": [\n' + ",\n".join(rows) + "\n]" for name, rows in tables.items()]
    return f'{{"schema": {SCHEMA},\n' + ",\n".join(parts) + "}\n"


def _rows(table: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    names = list(columns)
    lists = [[_plain(value, name in _WHOLE) for value in table[name]] for name in names]
    return [_written(dict(zip(names, row, strict=True))) for row in zip(*lists, strict=True)]


_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Without spaces: a hundred thousand rows have two million of them."""


def _plain(value: object, whole: bool) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if whole:
        return int(str(value).partition(".")[0])
    if hasattr(value, "item"):
        return value.item()
    return value


def _once(values: Iterable[object]) -> list[object]:
    """Return values with each word kept once: the same few words stand in a hundred thousand rows."""
    return [sys.intern(value) if isinstance(value, str) else value for value in values]


@dataclass(frozen=True)
class Read:
    """A `release.json` as tables: ``units`` (``columns.UNIT_COLUMNS``), ``cells`` (``columns.RELEASED_COLUMNS``).

    ``definitions`` are topic, id and version of what HR figures were counted by.
    """

    units: pd.DataFrame
    cells: pd.DataFrame
    definitions: tuple[tuple[str, str, int], ...]


def read_release(text: str) -> Read:
    """Read the text of a `release.json`, once for all its tables."""
    document = json.loads(text)
    found = document.pop("cells")
    cells = pd.DataFrame({name: _once(row[name] for row in found) for name in c.RELEASED_COLUMNS})
    cells = cells.astype({c.GROUP: object, c.WITHHELD: object})
    for name in (c.VALUE, c.N, c.BASE):
        cells[name] = pd.to_numeric(cells[name])
    rows = document.get("definitions", [])
    return Read(
        units=pd.DataFrame(document["units"], columns=list(c.UNIT_COLUMNS)),
        cells=cells,
        definitions=tuple((str(row["topic"]), str(row["id"]), int(row["version"])) for row in rows),
    )
