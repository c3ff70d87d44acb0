"""What needs two rounds' answers at once: who answered both times at the same unit, and how their scores agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital.scoring.moments import FloatArray


@dataclass(frozen=True)
class Answered:
    """One round as linking sees it, aligned by person: scores, and the unit each belongs to (NA: none, or a leader).

    ``unit`` of the earlier round is restated to the organisation of the later one.
    """

    scores: pd.DataFrame
    unit: pd.Series


@dataclass(frozen=True)
class Stayers:
    """The people who answered both rounds at the same unit with a score on every measure both times.

    ``correlation`` is by measure the correlation of their two scores within units, pooled over the municipality; None
    where it is not defined. ``n`` people in ``units`` units stand behind it.
    """

    people: pd.Index
    correlation: Mapping[str, float | None]
    units: int

    @property
    def n(self) -> int:
        """How many stayed."""
        return len(self.people)


def stayers(earlier: Answered, later: Answered, measures: Sequence[str]) -> Stayers:
    """Return who stayed, and how much the two scores of one person go together.

    Notes
    -----
    Somebody with a score missing in either round counts among those who came or went: so all measures rest on the same
    people, and nothing follows from a difference between measures. ``r = Σ d₁ d₂ / √(Σ d₁² Σ d₂²)``, ``d`` the
    deviations from the unit's mean among those who stayed.

    References
    ----------
    The partly overlapping design: Derrick, Russ, Toher & White (2017), J Mod Appl Stat Methods 16:137-157. Oracle:
    ``tests/oracles/change.toml``.
    """
    names = list(measures)
    both = later.scores.index.intersection(earlier.scores.index, sort=False)
    first, second = earlier.scores.loc[both, names], later.scores.loc[both, names]
    unit, before = later.unit.reindex(both), earlier.unit.reindex(both)
    same = (unit.notna() & before.notna() & (unit.astype(object) == before.astype(object))).to_numpy(dtype=bool)
    complete = first.notna().all(axis=1).to_numpy() & second.notna().all(axis=1).to_numpy()
    kept = both[same & complete]
    where = unit[kept]
    pairs = {
        name: _correlation(_within(first.loc[kept, name], where), _within(second.loc[kept, name], where))
        for name in names
    }
    return Stayers(kept, pairs, int(where.nunique()))


def _within(score: pd.Series, unit: pd.Series) -> FloatArray:
    return np.asarray(score - score.groupby(unit).transform("mean"), dtype=np.float64)


def _correlation(first: FloatArray, second: FloatArray) -> float | None:
    size = float(np.sqrt(np.sum(first**2) * np.sum(second**2)))
    if not size > 0:
        return None
    return float(np.clip(np.sum(first * second) / size, -1.0, 1.0))
