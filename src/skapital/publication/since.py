"""What a new edition of a quarter says of the one before: which figures moved, came and went. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from skapital import columns as c
from skapital.config.definitions import Definitions
from skapital.disclosure.release import Release
from skapital.publication.release_json import read_release
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
    for place, one in reversed(list(enumerate(remembered))):
        if re.fullmatch(re.escape(base) + _VERSION, one.id) is None:
            continue
        then = read_release(one.release_json)
        elsewhere = {key: value for key, value in _of_rounds(remembered[:place]).items() if key in now}
        changes = _changes(elsewhere | _figures(then.cells), now)
        if changes:
            counted_otherwise = then.definitions != _of(definitions)
            return SinceLast(one.folder, changes, counted_otherwise, bool(found.kept))
    return None


def _of_rounds(remembered: Sequence[Remembered]) -> dict[tuple[str, ...], float]:
    """Figures of measurements as they were last published: an edition does not repeat all of them."""
    found: dict[tuple[str, ...], float] = {}
    for one in remembered:
        cells = read_release(one.release_json).cells
        found |= _figures(cells[cells[c.PERIOD_KIND] == "round"])
    return found


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


def _of(definitions: Definitions) -> tuple[tuple[str, str, int], ...]:
    one, other = definitions.absence, definitions.turnover
    return ("absence", one.id, one.version), ("turnover", other.id, other.version)
