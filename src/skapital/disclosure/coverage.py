"""Nobody without a report: how many of the staff are covered, where, and who has to look farther up."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from skapital import columns as c

OWN, SIBLINGS, NEXT_UP, FARTHER, NOWHERE = "own", "siblings", "next_up", "farther", "nowhere"


@dataclass(frozen=True)
class Coverage:
    """Where the staff invited of the first tree read their figures.

    Attributes
    ----------
    staff
        Employees invited by place: ``own`` unit, named ``siblings``, the unit ``next_up``, ``farther`` up,
        ``nowhere`` where small units are left out.
    farther
        Units whose own staff are covered farther up only, in organisation order.
    """

    staff: dict[str, int]
    farther: tuple[str, ...]

    @property
    def total(self) -> int:
        """Employees invited."""
        return sum(self.staff.values())

    @property
    def near(self) -> int:
        """Employees covered by their own unit, named siblings or the next level up."""
        return self.total - self.staff[FARTHER] - self.staff[NOWHERE]

    @property
    def share(self) -> float | None:
        """Share (0-1) covered by their own unit, named siblings or the next level up; None if nobody is invited."""
        return self.near / self.total if self.total else None


def coverage(units: pd.DataFrame, tiers: pd.DataFrame) -> Coverage:
    """Return the coverage of a release.

    Parameters
    ----------
    units, tiers
        As in :class:`skapital.disclosure.release.Release`; the first structure and tree count.
    """
    structure, tree = units[c.STRUCTURE].iloc[0], units["tree"].iloc[0]
    own = units[(units[c.STRUCTURE] == structure) & (units["tree"] == tree) & units["members"].isna()]
    parent = {str(code): above if isinstance(above, str) else None for code, above in own[["code", "parent"]].values}
    rows = tiers[(tiers[c.STRUCTURE] == structure) & (tiers["tree"] == tree) & tiers["unit"].isin(list(parent))]
    left = {str(unit): int(n) for unit, n in rows[["unit", "n_invited"]].values}
    for unit, n in tuple(left.items()):
        above = parent[unit]
        if above is not None:
            left[above] -= n
    staff, farther = dict.fromkeys((OWN, SIBLINGS, NEXT_UP, FARTHER, NOWHERE), 0), []
    for unit, tier, by, counted in rows[["unit", "tier", "covered_by", "counted"]].values:
        where = _where(tier, by, parent[unit]) if counted else NOWHERE
        staff[where] += left[unit]
        if where == FARTHER and left[unit]:
            farther.append(str(unit))
    return Coverage(staff, tuple(farther))


def _where(tier: str, covered_by: object, parent: str | None) -> str:
    if tier in (c.FULL, c.SCALES):
        return OWN
    if tier == c.COMBINED:
        return SIBLINGS
    return NEXT_UP if parent is not None and covered_by == parent else FARTHER
