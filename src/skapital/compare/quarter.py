"""A quarter's HR figures against the same quarter before, the baseline, the adopted target and the unit above."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare import rates
from skapital.compare.change import NOT_COMPARABLE, SAME, Past
from skapital.compare.intervals import Difference
from skapital.compare.measures import PROPORTIONS
from skapital.compare.table import comparison_table
from skapital.compare.verdict import notes, verdicts
from skapital.config.definitions import named_for
from skapital.config.quarter_settings import LOWER, QuarterSettings
from skapital.disclosure.release import Release

QUARTER, ROLLING = "quarter", "rolling12"
DEFINITION: Final = "definition"
SEASON: Final = "season"
OVERLAPS: Final = "overlaps"
NO_INTERVAL: Final = "no_interval"
ABSENT: Final = "absent"


@dataclass(frozen=True)
class Place:
    """One side of a comparison: a period, with its kind."""

    kind: str
    name: str


@dataclass(frozen=True)
class Earlier:
    """A period that the present one is set against, or the reason why it is not.

    Attributes
    ----------
    now, then
        What is subtracted from what; both of one length and season.
    kind
        ``quarter`` or ``baseline``.
    refused
        ``season`` or ``overlaps``: the two are not comparable, whatever the unit. Empty: they are.
    past
        By unit, where its history is not simply its own.
    unlike
        Measures that were made by another definition then.
    """

    now: Place
    then: Place
    kind: str
    refused: str = ""
    past: Mapping[str, Past] = field(default_factory=dict)
    unlike: Collection[str] = ()


def since(release: Release, one: Earlier, settings: QuarterSettings) -> pd.DataFrame:
    """Compare every unit's rates with those of an earlier period, on the publication's own structure.

    Returns
    -------
    DataFrame
        One row a unit, population and judged measure with a figure now; unrounded, with ``p``. What is not comparable,
        or withheld then, has the verdict ``withheld`` and the reason: ``season``, ``overlaps``, ``definition``,
        ``not_comparable``, ``absent``, or the earlier figure's public reason.
    """
    now, then = _now(release, one.now, settings), rates.rates(release, one.then.kind, one.then.name)
    before = then.reindex(now.index)
    why = [_why_not(key, one) for key in now.index]
    gone = np.array([bool(reason) for reason in why], dtype=bool)
    for name in ("value", c.LOW, c.HIGH):
        before.loc[gone, name] = np.nan
    found = rates.independent(rates.as_rates(now), rates.as_rates(before))
    reasons = [reason or _withheld(row) for reason, row in zip(why, _reasons(before), strict=True)]
    table = _table(now.index, found, (one.now.name, one.then.name, one.kind), settings, one.now.kind)
    grades = [_grade(key, one) for key in now.index]
    return _said(table.assign(grade=grades), reasons)


def above(release: Release, now: Place, settings: QuarterSettings) -> pd.DataFrame:
    """Compare every unit with the unit above it in its own tree, which it is a part of: rows of kind ``parent``."""
    found = _now(release, now, settings)
    parents = _parents(release)
    own = found[[unit in parents for unit in found.index.get_level_values(c.UNIT)]]
    keys = [(structure, population, parents[unit], measure) for structure, population, unit, measure in own.index]
    whole = found.reindex(_index(keys))
    shares = own.index.get_level_values(c.MEASURE).isin(PROPORTIONS)
    difference = rates.part_of_whole(rates.as_rates(own), rates.as_rates(whole), np.asarray(shares))
    table = _table(own.index, difference, (now.name, now.name, "parent"), settings, now.kind)
    return _said(table, [_withheld(row) for row in _reasons(whole)])


def targets(
    release: Release, now: Place, adopted: pd.DataFrame, settings: QuarterSettings, counted: str = ""
) -> pd.DataFrame:
    """Compare twelve months with each adopted target of an HR measure: rows of kind ``target``, unrounded.

    Parameters
    ----------
    adopted
        Columns ``unit, population, measure, value``, and ``definition``: by what a target is counted, where that was
        recorded. Targets in words, of other measures and of others than employees are left out.
    counted
        By what the twelve months are counted, as ``Definitions.named``; a target of another definition is not compared.
    """
    of_employees = adopted["population"] == c.EMPLOYEES
    known = adopted[adopted["value"].notna() & adopted["measure"].isin(list(settings.measures)) & of_employees]
    structure = str(release.units[c.STRUCTURE].iloc[0])
    keys = [(structure, c.EMPLOYEES, str(u), str(m)) for u, m in zip(known["unit"], known["measure"], strict=True)]
    index = _index(keys)
    found = rates.rates(release, now.kind, now.name).reindex(index)
    other = _of_other_definition(known, counted)
    found.loc[other, ["value", c.LOW, c.HIGH]] = np.nan
    difference = rates.against_number(rates.as_rates(found), known["value"].to_numpy(dtype=np.float64))
    table = _table(index, difference, (now.name, now.name, "target"), settings, now.kind)
    reasons = [DEFINITION if gone else _withheld(row) for gone, row in zip(other, _reasons(found), strict=True)]
    return _said(table.assign(grade="same"), reasons)


def _of_other_definition(adopted: pd.DataFrame, counted: str) -> list[bool]:
    recorded = adopted["definition"] if "definition" in adopted else [None] * len(adopted)
    pairs = zip(recorded, adopted["measure"], strict=True)
    return [isinstance(one, str) and bool(counted) and one != named_for(counted, str(name)) for one, name in pairs]


def _index(keys: list[tuple[str, str, str, str]]) -> pd.Index:
    return pd.DataFrame(keys, columns=list(rates.KEY), dtype=object).set_index(list(rates.KEY)).index


def _now(release: Release, now: Place, settings: QuarterSettings) -> pd.DataFrame:
    found = rates.rates(release, now.kind, now.name)
    structure = str(release.units[c.STRUCTURE].iloc[0])
    own = found.index.get_level_values(c.STRUCTURE) == structure
    return found[own & found.index.get_level_values(c.MEASURE).isin(list(settings.measures))]


def _parents(release: Release) -> dict[str, str]:
    """By unit the one above it in the first tree that has it; members of combined units keep theirs."""
    units = release.units
    own = units[(units[c.STRUCTURE] == units[c.STRUCTURE].iloc[0]) & units["parent"].notna()]
    first = own.drop_duplicates("code")
    return {str(code): str(parent) for code, parent in zip(first["code"], first["parent"], strict=True)}


def _why_not(key: tuple[str, str, str, str], one: Earlier) -> str:
    if one.refused:
        return one.refused
    if key[3] in one.unlike:
        return DEFINITION
    return NOT_COMPARABLE if _grade(key, one) == NOT_COMPARABLE else ""


def _grade(key: tuple[str, str, str, str], one: Earlier) -> str:
    """A unit whose people another unit shares now has no HR figures of its own then, other than a measurement."""
    past = one.past.get(key[2], SAME)
    return NOT_COMPARABLE if past.origin is not None else past.grade


def _reasons(rows: pd.DataFrame) -> list[tuple[float, object]]:
    return list(zip(rows["value"].astype(float), rows["withheld"].astype(object), strict=True))


def _withheld(row: tuple[float, object]) -> str:
    value, reason = row
    if isinstance(reason, str):
        return reason
    return ABSENT if value != value else ""


def _table(
    index: pd.Index, found: Difference, names: tuple[str, str, str], settings: QuarterSettings, period_kind: str
) -> pd.DataFrame:
    """Comparisons with each measure's own direction and smallest important difference."""
    period, earlier, kind = names
    measures = index.get_level_values(c.MEASURE)
    matters = np.array([settings.measures[name].smallest_important(period_kind) for name in measures], dtype=float)
    lower = np.array([settings.measures[name].better == LOWER for name in measures], dtype=bool)
    low, high = np.where(lower, -found.high, found.low), np.where(lower, -found.low, found.high)
    table = comparison_table(index, found, period, earlier, kind, 1.0)
    table["note"] = table["note"].astype(object)
    for limit in np.unique(matters):
        rows = matters == limit
        table.loc[rows, "verdict"] = verdicts(low[rows], high[rows], float(limit))
        table.loc[rows, "note"] = pd.Series(notes(low[rows], high[rows], float(limit)), dtype=object).to_numpy()
    return table


def _said(table: pd.DataFrame, reasons: list[str]) -> pd.DataFrame:
    """Say why there is no difference, or none with an interval: a figure without limits can be told from nothing."""
    bare = table["difference"].notna() & table["low"].isna()
    found = table.assign(reason=pd.Series([reason or None for reason in reasons], index=table.index, dtype=object))
    public = [reason if reason in c.WITHHELD_REASONS else None for reason in reasons]
    found[c.WITHHELD] = pd.Series(public, index=table.index, dtype=object)
    found.loc[bare, "verdict"] = c.CANNOT_TELL
    found.loc[bare, "reason"] = NO_INTERVAL
    found.loc[found["difference"].notna() & ~bare, "reason"] = "same"
    return found
