"""How often a verdict is wrong, and how often it sees what is there: whole municipalities, simulated.

Run: ``python benchmarks/bench_verdicts.py [municipalities]``. Seeded; the Monte Carlo 95 % interval stands beside each
share. A scale is the mean of four five-point items with skewed answers, unit means vary as ICC(1) 0.14 says, and nobody
changes between the rounds unless a change is put in.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy import stats

from skapital.compare import intervals
from skapital.compare.many import benjamini_hochberg
from skapital.compare.verdict import verdicts

SMALLEST_SPREAD = 8
"""From so many answers a unit's own SD is released."""
MATTERS = 5.0
ITEMS, UNIT_SHARE, ITEM_SHARE = 4, 0.10, 0.45
THRESHOLDS = stats.norm.ppf([0.05, 0.16, 0.42, 0.80])
"""Skewed answers: most of them high, as in the field (mean about 65, SD about 19)."""


def sizes(draw: np.random.Generator) -> np.ndarray:
    """Answers of 190 workplaces that are shown: many of 6-30, a few over 60."""
    return np.clip(np.round(draw.lognormal(2.45, 0.65, 190)), 5, 120).astype(int)


def scores(
    draw: np.random.Generator, unit: np.ndarray, person: np.ndarray, shift: float | np.ndarray = 0.0
) -> np.ndarray:
    """Person scores 0-100 of one round from what is lasting in units and persons (standard normal parts)."""
    left = 1 - UNIT_SHARE
    lasting = np.sqrt(UNIT_SHARE) * unit + np.sqrt(left * ITEM_SHARE) * person + shift
    items = lasting[:, None] + np.sqrt(left * (1 - ITEM_SHARE)) * draw.standard_normal((person.size, ITEMS))
    return 25.0 * np.searchsorted(THRESHOLDS, items).mean(axis=1)


def summary(values: np.ndarray, place: np.ndarray, n: np.ndarray) -> intervals.Means:
    """Unit means with own spread where it is released, else pooled within units."""
    mean = np.bincount(place, values) / n
    squares = np.bincount(place, (values - mean[place]) ** 2)
    own = np.sqrt(squares / np.maximum(n - 1, 1))
    df = values.size - n.size
    pooled = np.sqrt(squares.sum() / df)
    small = n < SMALLEST_SPREAD
    return intervals.Means(mean, np.where(small, pooled, own), n.astype(float), np.where(small, df, n - 1.0))


def municipality(draw: np.random.Generator, overlap: bool) -> intervals.Difference:
    """Two rounds without any true change; with ``overlap`` seven in ten are the same persons."""
    n = sizes(draw)
    place = np.repeat(np.arange(n.size), n)
    unit = draw.standard_normal(n.size)[place]
    first = draw.standard_normal(place.size)
    stays = draw.random(place.size) < 0.7
    again = 0.77 * first + np.sqrt(1 - 0.77**2) * draw.standard_normal(place.size)
    second = np.where(stays & overlap, again, draw.standard_normal(place.size))
    before, after = (summary(scores(draw, unit, person), place, n) for person in (first, second))
    return intervals.independent(after, before)


def mistakes(number: int, overlap: bool, seed: int) -> tuple[float, float, int]:
    """Share of units flagged, share of municipalities with any unit after Benjamini-Hochberg, number of units."""
    draw = np.random.default_rng(seed)
    flagged, units, any_unit = 0, 0, 0
    for _ in range(number):
        found = municipality(draw, overlap)
        words = verdicts(found.low, found.high, MATTERS)
        flagged += sum(word in ("better", "worse") for word in words)
        units += len(words)
        any_unit += any(benjamini_hochberg(list(found.p)))
    return flagged / units, any_unit / number, units


def shift_for(points: float, draw: np.random.Generator) -> float:
    """The latent shift that moves the mean by so many points."""
    unit, person = draw.standard_normal(400_000), draw.standard_normal(400_000)
    base = scores(np.random.default_rng(1), unit, person).mean()
    low, high = 0.0, 3.0
    for _ in range(30):
        middle = (low + high) / 2
        moved = scores(np.random.default_rng(1), unit, person, middle).mean() - base
        low, high = (middle, high) if moved < points else (low, middle)
    return low


def power(n: int, points: float, paired: bool, number: int, seed: int) -> float:
    """Share of units of size n whose true change of ``points`` is seen."""
    draw = np.random.default_rng(seed)
    shift = shift_for(points, draw)
    unit = np.repeat(draw.standard_normal(number), n)
    first = draw.standard_normal(number * n)
    second = (
        0.77 * first + np.sqrt(1 - 0.77**2) * draw.standard_normal(number * n)
        if paired
        else draw.standard_normal(number * n)
    )
    before = scores(draw, unit, first).reshape(number, n)
    after = scores(draw, unit, second, shift).reshape(number, n)
    if paired:
        change = after - before
        error = change.std(axis=1, ddof=1) / np.sqrt(n)
        found = intervals.of(change.mean(axis=1), error, np.full(number, n - 1.0))
    else:
        groups = [
            intervals.Means(
                one.mean(axis=1), one.std(axis=1, ddof=1), np.full(number, float(n)), np.full(number, n - 1.0)
            )
            for one in (before, after)
        ]
        found = intervals.independent(groups[1], groups[0])
    return float(np.mean(found.low > 0))


def coverage(n: int, number: int, seed: int) -> float:
    """Share of intervals of a unit's mean that hold the mean its people would have in the long run."""
    draw = np.random.default_rng(seed)
    truth = scores(draw, np.zeros(2_000_000), draw.standard_normal(2_000_000))
    values = scores(draw, np.zeros(number * n), draw.standard_normal(number * n)).reshape(number, n)
    sd = truth.std() if n < SMALLEST_SPREAD else values.std(axis=1, ddof=1)
    df = 3_000.0 if n < SMALLEST_SPREAD else n - 1.0
    reach = stats.t.ppf(0.975, df) * sd / np.sqrt(n)
    return float(np.mean(np.abs(values.mean(axis=1) - truth.mean()) <= reach))


def around(share: float, n: int) -> str:
    reach = 1.96 * np.sqrt(share * (1 - share) / n)
    return f"{100 * share:.2f} % (± {100 * reach:.2f})"


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    for overlap in (False, True):
        units, any_unit, n = mistakes(number, overlap, seed=2014)
        who = "seven in ten the same people" if overlap else "independent people"
        flagged, any_flagged = around(units, n), around(any_unit, number)
        print(f"no change, {who}: units flagged {flagged}; municipalities with any after BH {any_flagged}")
    for points in (10.0, 15.0):
        for n in (12, 20, 40):
            pairs = (power(n, points, paired, 20_000, seed=n) for paired in (False, True))
            print(
                f"change of {points:g} points, n = {n}: seen {', paired '.join(f'{100 * one:.1f} %' for one in pairs)}"
            )
    for n in (5, 8, 12, 20, 40):
        print(f"interval of a mean, n = {n}: holds the truth {around(coverage(n, 40_000, seed=n), 40_000)}")


if __name__ == "__main__":
    main()
