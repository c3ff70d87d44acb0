"""How often limits and series speak where nothing but chance is at work.

Run: ``python benchmarks/bench_signals.py``. Seeded; the Monte Carlo error stands above each table.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from skapital.compare import funnel, signals
from skapital.config.quarter_settings import read_quarter_settings
from skapital.resources import resource

SETTINGS = read_quarter_settings(resource("configs", "quarter.toml"))
UNITS = np.repeat([12, 20, 40, 80], [120, 80, 40, 10])
BANDS = ((0, 25), (25, 50), (50, 1000))
MUNICIPALITIES = 400
SERIES = 4_000
LENGTHS = (10, 12, 16, 20, 24)


def a_quarters_absence(draw: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Days and full-time equivalents: three in five have none, most others few, three in a hundred are long ill."""
    base = draw.choice([1.0, 0.86, 0.81, 0.6], size=n, p=[0.5, 0.2, 0.2, 0.1])
    kind = draw.choice(3, size=n, p=[0.60, 0.37, 0.03])
    days = np.where(kind == 1, draw.gamma(1.2, 3.5, n), np.where(kind == 2, draw.uniform(20, 64, n), 0.0))
    return days, base


def absence_limits(draw: np.random.Generator, level: float) -> tuple[np.ndarray, np.ndarray, funnel.FunnelLimits]:
    people = np.repeat(np.arange(len(UNITS)), UNITS)
    days, base = a_quarters_absence(draw, len(people))
    amount, over = np.bincount(people, days), np.bincount(people, base)
    return amount / over, over, funnel.rate_funnel(amount, over, level)


def turnover_limits(
    draw: np.random.Generator, level: float, share: float
) -> tuple[np.ndarray, np.ndarray, funnel.FunnelLimits]:
    left, n = draw.binomial(UNITS, share).astype(float), UNITS.astype(float)
    return left / n, n, funnel.proportion_funnel(left, n, level)


def outside(made, level: float, seed: int) -> tuple[list[str], float]:
    """Percent of units below and above their limits, by size band, and the mean dispersion."""
    draw = np.random.default_rng(seed)
    found = np.zeros((len(BANDS), 2))
    counted = np.zeros(len(BANDS))
    dispersion = 0.0
    for _ in range(MUNICIPALITIES):
        value, size, limits = made(draw, level)
        dispersion += limits.dispersion / MUNICIPALITIES
        for band, (low, high) in enumerate(BANDS):
            inside = (size >= low) & (size < high)
            counted[band] += inside.sum()
            found[band] += [(value < limits.low)[inside].sum(), (value > limits.high)[inside].sum()]
    share = 100 * found / counted[:, None]
    return [f"{low:5.2f} + {high:4.2f}" for low, high in share], dispersion


def read_series(length: int, wave: float, seed: int) -> Counter[str]:
    """What is said of series without any change, with a yearly wave of so many standard deviations."""
    draw = np.random.default_rng(seed)
    names = tuple(f"{2010 + place // 4}Q{place % 4 + 1}" for place in range(length))
    turn = wave * np.sin(np.pi / 2 * np.arange(length))
    return Counter(
        signals.read(names, 3.0 + turn + draw.normal(size=length), SETTINGS.run_chart).signal for _ in range(SERIES)
    )


def main() -> None:
    print(f"Percent of units below + above, {MUNICIPALITIES} municipalities of {len(UNITS)} units; nominal in brackets")
    print(f"{'':34}{'under 25':>14}{'25 to 50':>14}{'50 and more':>14}{'phi':>8}")
    made = {
        "absence of a quarter": absence_limits,
        "turnover of 5 %": lambda draw, level: turnover_limits(draw, level, 0.05),
        "turnover of 15 %": lambda draw, level: turnover_limits(draw, level, 0.15),
    }
    for level in (0.95, SETTINGS.funnel.level):
        for name, one in made.items():
            bands, phi = outside(one, level, seed=20_150_930)
            title = f"{name} ({100 * (1 - level):.1f})"
            print(f"{title:34}" + "".join(f"{band:>14}" for band in bands) + f"{phi:8.2f}")
    print(f"\nPercent of series with each signal, {SERIES} series (± {196 * np.sqrt(0.05 * 0.95 / SERIES):.1f})")
    print(f"{'quarters':>8}{'wave':>6}" + "".join(f"{name:>16}" for name in signals.SIGNALS))
    for wave in (0.0, 2.0):
        for length in LENGTHS:
            found = read_series(length, wave, seed=20_150_930 + length)
            shares = "".join(f"{100 * found[name] / SERIES:>16.1f}" for name in signals.SIGNALS)
            print(f"{length:>8}{wave:>6.1f}" + shares)


if __name__ == "__main__":
    main()
