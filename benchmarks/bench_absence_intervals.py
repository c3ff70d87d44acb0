"""Coverage of the intervals of an absence rate, at sizes of workplaces, where absence is concentrated on few people.

Run: ``python benchmarks/bench_absence_intervals.py``. Seeded; the Monte Carlo error stands beside each share.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from skapital.indicators import absence

SIZES = (10, 20, 30, 60, 100, 200, 500, 1_000, 2_000)
REPLICATES = 2_000
MUNICIPALITY = 4_500


def people(draw: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Days and full-time equivalents of a year: 30 % none, most a few days, 5 % long; near 12 days on average."""
    base = draw.choice([1.0, 0.86, 0.81, 0.6], size=n, p=[0.5, 0.2, 0.2, 0.1])
    kind = draw.choice(3, size=n, p=[0.30, 0.65, 0.05])
    days = np.where(kind == 1, draw.gamma(1.2, 7.5, n), np.where(kind == 2, draw.gamma(4.0, 31.0, n), 0.0))
    return days * base, base


def coverage(size: int, seed: int) -> tuple[float, float]:
    """Share of intervals that hold the true rate: as used, and person-clustered t for comparison."""
    draw = np.random.default_rng(seed)
    days, base = people(draw, 2_000_000)
    truth = days.sum() / base.sum()
    used, clustered = 0, 0
    for _ in range(REPLICATES):
        phi = absence.dispersion(*people(draw, MUNICIPALITY))
        days, base = people(draw, size)
        rate = absence.rate_interval(days, base, phi)
        used += rate.low <= truth <= rate.high
        error = np.sqrt(size / (size - 1) * np.sum((days - rate.value * base) ** 2)) / base.sum()
        clustered += abs(rate.value - truth) <= stats.t.ppf(0.975, size - 1) * error
    return used / REPLICATES, clustered / REPLICATES


def main() -> None:
    print(f"{'n':>5} {'as used':>9} {'clustered t':>12}   (± {1.96 * np.sqrt(0.95 * 0.05 / REPLICATES):.3f})")
    for size in SIZES:
        used, clustered = coverage(size, seed=20_140_600 + size)
        print(f"{size:>5} {used:>9.3f} {clustered:>12.3f}")


if __name__ == "__main__":
    main()
