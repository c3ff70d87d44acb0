"""What a new edition of a quarter says of the one before: which figures moved, came and went. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from skapital import columns as c
from skapital.config.definitions import Definitions
from skapital.disclosure.release import Release
from skapital.publication.release_json import cells_of
from skapital.report.hr_facts import Changed, SinceLast
from skapital.store.memory import Remembered

_VERSION = r"(?:-v[1-9]\d*)?"
OF_THE_ROUND = ""
"""Stands for the measure of all figures of a measurement together."""


def since_last(
    found: Release, remembered: Sequence[Remembered], base: str, definitions: Definitions
) -> SinceLast | None:
    """Return what has changed since the newest edition whose figures are others; None where there is none.

    Editions with the very same figures are passed over, so that making one again says the same as it said then.

    Parameters
    ----------
    remembered
        Publications that came before, oldest first.
    base
        Name of the publication without a version, such as ``2015Q3``.
    """
    now = _figures(found.cells)
    for one in reversed(remembered):
        if re.fullmatch(re.escape(base) + _VERSION, one.id) is None:
            continue
        changes = _changes(_figures(cells_of(one.release_json)), now)
        if changes:
            counted_otherwise = _definitions(one.release_json) != _of(definitions)
            return SinceLast(one.folder, changes, counted_otherwise, bool(found.kept))
    return None


def _figures(cells: pd.DataFrame) -> dict[tuple[str, ...], float]:
    """The value of each cell that is shown, by its key."""
    shown = cells[pd.to_numeric(cells[c.VALUE]).notna()]
    keys = zip(*(shown[name].astype(object).where(shown[name].notna(), "") for name in c.CELL_KEY), strict=True)
    return {tuple(map(str, key)): float(value) for key, value in zip(keys, shown[c.VALUE], strict=True)}


def _changes(then: Mapping[tuple[str, ...], float], now: Mapping[tuple[str, ...], float]) -> tuple[Changed, ...]:
    """How many figures moved, came and went, by period and measure, in the order of what is shown now."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for key in dict.fromkeys([*now, *then]):
        how = "went" if key not in now else "came" if key not in then else "moved" if now[key] != then[key] else ""
        if how:
            counted.setdefault(_about(key), Counter())[how] += 1
    return tuple(Changed(*about, n["moved"], n["came"], n["went"]) for about, n in counted.items())


def _about(key: tuple[str, ...]) -> tuple[str, str]:
    """The period and measure of a figure; those of a measurement are told together."""
    named = dict(zip(c.CELL_KEY, key, strict=True))
    return named[c.PERIOD], OF_THE_ROUND if named[c.PERIOD_KIND] == "round" else named[c.MEASURE]


def _definitions(text: str) -> list[tuple[str, str, int]]:
    rows = json.loads(text).get("definitions", [])
    return [(str(row["topic"]), str(row["id"]), int(row["version"])) for row in rows]


def _of(definitions: Definitions) -> list[tuple[str, str, int]]:
    one, other = definitions.absence, definitions.turnover
    return [("absence", one.id, one.version), ("turnover", other.id, other.version)]
