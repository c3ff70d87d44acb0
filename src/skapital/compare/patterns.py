"""Where turnover departs from the municipality: each group against all others, many groups at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from skapital.errors import NotComputable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]

FALSE_DISCOVERY_RATE: Final = 0.05


@dataclass(frozen=True)
class Departures:
    """Aligned with the groups: each rate less the rate of all others, its interval, and whether it departs."""

    difference: Floats
    low: Floats
    high: Floats
    adjusted_p: Floats
    departs: npt.NDArray[np.bool_]


def departures(leavers: Ints, staff: Ints, whole: tuple[int, int] | None = None, level: float = 0.95) -> Departures:
    """Compare each group's leaving rate with that of all other groups together.

    Parameters
    ----------
    leavers, staff
        Released counts of disjoint groups, shape (groups,).
    whole
        Leavers and staff of everybody, the groups among them; ``None``: the groups, at least two, make up the whole.

    Notes
    -----
    Newcombe's hybrid score interval of a difference of independent proportions (Newcombe 1998, method 10), two-sided
    Fisher exact p-values, adjusted by Benjamini-Hochberg at 5 %. Groups stay in the order given: nothing is ranked.

    Raises
    ------
    NotComputable
        If a group or what is left beside it has no staff, or counts contradict each other.
    """
    gone, people = np.asarray(leavers), np.asarray(staff)
    all_gone, everybody = whole if whole is not None else (int(gone.sum()), int(people.sum()))
    others_gone, others = all_gone - gone, everybody - people
    counts = ((gone, people), (others_gone, others))
    if any((n <= 0).any() or (left < 0).any() or (left > n).any() for left, n in counts):
        raise NotComputable("each group needs staff beside others, and no more leavers than staff", slug="no-exposure")
    tables = zip(gone, people - gone, others_gone, others - others_gone, strict=True)
    p_values = np.array([stats.fisher_exact(np.array([[a, b], [c, d]])).pvalue for a, b, c, d in tables])
    adjusted = stats.false_discovery_control(np.minimum(p_values, 1.0))
    difference = gone / people - others_gone / others
    low, high = newcombe(gone, people, others_gone, others, level)
    return Departures(difference, low, high, adjusted, adjusted <= FALSE_DISCOVERY_RATE)


def newcombe(events_a: Ints, n_a: Ints, events_b: Ints, n_b: Ints, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Newcombe's hybrid score limits of ``a - b`` from the Wilson limits of each proportion."""
    z = float(stats.norm.ppf((1 + level) / 2))
    low_a, high_a = _wilson(events_a, n_a, z)
    low_b, high_b = _wilson(events_b, n_b, z)
    a, b = events_a / n_a, events_b / n_b
    return a - b - np.hypot(a - low_a, high_b - b), a - b + np.hypot(high_a - a, b - low_b)


def _wilson(events: Ints, n: Ints, z: float) -> tuple[Floats, Floats]:
    share = events / n
    centre, reach = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    return (centre - reach) / scale, (centre + reach) / scale
