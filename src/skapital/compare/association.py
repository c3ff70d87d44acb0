"""Social capital against absence or turnover, over the municipality's workplaces. An association, not a cause."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from skapital import columns as c
from skapital.compare import precision
from skapital.compare.departing import HIGHER, LOWER
from skapital.compare.quarter import Place
from skapital.compare.rates import rates
from skapital.compare.released import means
from skapital.compare.table import rounded_by_measure
from skapital.config.quarter_settings import QuarterSettings
from skapital.disclosure.release import Release, require_release
from skapital.disclosure.rounding import round_released
from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]

OUTCOMES: Final = ("absence_days", "turnover_out")
"""What social capital is set against: measures of the twelve months after it was measured."""
COLUMNS: Final = (
    c.PERIOD_KIND, c.PERIOD, "from", c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE, "scale",
    "difference", "low", "high", c.CORRELATION, "reliability", "n_units", "verdict", "reason",
)  # fmt: skip
"""``from`` is the round; ``difference`` is what goes with 10 points more on ``scale``, ``n_units`` the workplaces."""
PER_POINTS: Final = 10
"""A slope is told for so many points of the scale of 0-100: about what units differ by."""
LEAST_UNITS: Final = 20
"""Below this number of workplaces no association is given: its interval would hold anything."""


@dataclass(frozen=True)
class Association:
    """Slope of the outcome per 10 points of social capital, with its interval and the weighted correlation."""

    slope_per_10: float
    low: float
    high: float
    correlation: float
    n_units: int
    reliability: float


def following(
    release: Release, *, round_id: str, after: Place, scale: str, level: str, settings: QuarterSettings
) -> pd.DataFrame:
    """Return how social capital at a round and what followed it go together over the workplaces: one row an outcome.

    Parameters
    ----------
    after
        The twelve months after the round.
    scale
        The scale of social capital.
    level
        The level of workplaces. A combined unit counts as one, in the place of its members.

    Returns
    -------
    DataFrame
        :data:`COLUMNS`, unrounded, at the root, from released cells alone: workplaces where the round's mean and the
        outcome are both shown. ``verdict`` is ``higher``, ``lower``, ``no_sign`` (the interval lies inside the smallest
        important difference), ``cannot_tell``, or ``withheld`` with the ``reason``: ``too-few-units``, ``no-spread``,
        or ``no-exposure`` (the means do not tell the workplaces apart).
    """
    units = require_release(release).units
    structure, root = str(units[c.STRUCTURE].iloc[0]), str(units.loc[units["parent"].isna(), "code"].iloc[0])
    own = units[(units[c.STRUCTURE] == structure) & (units["tree"] == units["tree"].iloc[0])]
    score, outcomes = _of_units(means(release, round_id), structure, scale), rates(release, after.kind, after.name)
    rho = float(precision.released_icc(release, round_id).get(scale, 0.0))
    rows = []
    for outcome in OUTCOMES:
        rate = _of_units(outcomes, structure, outcome).dropna(subset=["value", c.BASE])
        codes = _workplaces(own, level, set(score.index) & set(rate.index))
        told = _told(score.loc[codes], rate.loc[codes], rho, _matters(outcome, after, settings))
        rows.append((after.kind, after.name, round_id, structure, c.EMPLOYEES, root, outcome, scale, *told))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rounded_associations(table: pd.DataFrame, release: Release) -> pd.DataFrame:
    """Return associations as they are published: rounded once, as their measures and as coefficients are."""
    found = rounded_by_measure(table, ("difference", "low", "high"), release.policy)
    for name in (c.CORRELATION, "reliability"):
        found[name] = [
            value if value != value else round_released(float(value), c.CORRELATION, release.policy)
            for value in found[name].astype(float)
        ]
    return found


def _of_units(table: pd.DataFrame, structure: str, measure: str) -> pd.DataFrame:
    index = table.index
    kept = (index.get_level_values(c.STRUCTURE) == structure) & (index.get_level_values(c.MEASURE) == measure)
    kept &= index.get_level_values(c.POPULATION) == c.EMPLOYEES
    return table[kept].droplevel([c.STRUCTURE, c.POPULATION, c.MEASURE])


def _workplaces(own: pd.DataFrame, level: str, known: set[str]) -> list[str]:
    """The workplaces with both figures in organisation order; no one stands in two of them."""
    mine = own[own["code"].isin(known) & ((own["level"] == level) | own["members"].notna())]
    inside = {str(code) for members in mine["members"].dropna() for code in members}
    return [str(code) for code in mine["code"] if code not in inside]


def _matters(outcome: str, after: Place, settings: QuarterSettings) -> float:
    judged = settings.measures.get(outcome)
    return judged.smallest_important(after.kind) if judged else 0.0


def _told(score: pd.DataFrame, rate: pd.DataFrame, rho: float, matters: float) -> tuple[object, ...]:
    """The figures of a row from ``difference`` on."""
    sure = precision.reliability(score["n"].to_numpy(dtype=np.float64), np.full(len(score), rho))
    columns = (score["mean"], rate["value"], rate[c.BASE])
    x, y, base = (column.to_numpy(dtype=np.float64) for column in columns)
    try:
        found = weighted_association(x, sure, y, base)
    except NotComputable as error:
        return (*[np.nan] * 5, len(score), c.VERDICT_WITHHELD, error.slug)
    slope, low, high, correlation, n_units, reliability = astuple(found)
    return (slope, low, high, correlation, reliability, n_units, _verdict(low, high, matters), None)


def _verdict(low: float, high: float, matters: float) -> str:
    if low > 0 or high < 0:
        return HIGHER if low > 0 else LOWER
    return c.NO_SIGN if -matters < low and high < matters else c.CANNOT_TELL


def weighted_association(
    score: Floats, reliability: Floats, outcome: Floats, weight: Floats, level: float = 0.95
) -> Association:
    """Return the weighted least-squares slope of ``outcome`` on ``score`` with a heteroscedasticity-robust interval.

    Parameters
    ----------
    score
        Released mean of each unit at the round, shape (units,).
    reliability
        Reliability of each mean (λ of ``scoring.icc``), in (0, 1]; units weigh in by it.
    outcome
        Released rate of each unit in the twelve months after the round.
    weight
        Full-time equivalents behind each rate.

    Notes
    -----
    Weights ``w = weight · reliability``; slope ``Σ w (x - x̄)(y - ȳ) / Σ w (x - x̄)²``; HC3 variance (MacKinnon & White
    1985) with t on ``units - 2``. The slope is not corrected for attenuation; the mean reliability stands beside it.

    Raises
    ------
    NotComputable
        If there are fewer than 20 units, a value is missing, or all scores are the same.
    """
    x, y = np.asarray(score, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    w = np.asarray(weight, dtype=np.float64) * np.asarray(reliability, dtype=np.float64)
    _check(x, y, w)
    dx, dy = x - np.average(x, weights=w), y - np.average(y, weights=w)
    spread = float(np.sum(w * dx**2))
    slope = float(np.sum(w * dx * dy)) / spread
    leverage = w / w.sum() + w * dx**2 / spread
    residual = (dy - slope * dx) / (1 - leverage)
    error = float(np.sqrt(np.sum((w * dx * residual) ** 2))) / spread
    reach = float(stats.t.ppf((1 + level) / 2, x.size - 2)) * error
    correlation = slope * float(np.sqrt(spread / np.sum(w * dy**2))) if np.any(dy != 0) else 0.0
    low, high = PER_POINTS * (slope - reach), PER_POINTS * (slope + reach)
    return Association(PER_POINTS * slope, low, high, correlation, x.size, float(np.mean(reliability)))


def _check(x: Floats, y: Floats, w: Floats) -> None:
    if x.size < LEAST_UNITS:
        raise NotComputable(f"an association needs {LEAST_UNITS} workplaces or more", slug="too-few-units")
    if not (np.isfinite(x) & np.isfinite(y) & np.isfinite(w) & (w > 0)).all():
        raise NotComputable("every workplace needs a score, a rate and a positive weight", slug="no-exposure")
    if np.ptp(x) == 0:
        raise NotComputable("all workplaces have the same score", slug="no-spread")
