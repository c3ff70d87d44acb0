"""How often a verdict is wrong, how often it sees what is there, and how often an interval holds the truth.

Run: ``python benchmarks/bench_verdicts.py [municipalities]``. Seeded; the Monte Carlo 95 % interval stands beside each
share. The municipalities are of the sample's shape (``simulated_town.py``): its units, its levels in both trees, its
invited staff, its scales; nobody changes between the rounds unless a change is put in.
"""

from __future__ import annotations

import sys
from collections import Counter

import numpy as np
import simulated_town as town

from skapital.compare import intervals
from skapital.compare.many import benjamini_hochberg
from skapital.compare.shrunken import shrunken
from skapital.compare.verdict import verdicts
from skapital.indicators.proportions import byar, wilson

MATTERS = 5.0
SEED = 2014


# ---- nobody changes


def unchanged(draw: np.random.Generator, overlap: bool) -> intervals.Difference:
    """Two rounds of one municipality without any true change: all groups of all lists and scales, as :func:`keys`."""
    shape, n_scales = town.shape(), town.scales().of_item.max() + 1
    stands = town.fresh(draw, shape.unit, n_scales)
    rounds = []
    for person in (stands.person, town.later(draw, stands.person, overlap)):
        present = draw.random(shape.unit.size) < town.RESPONSE
        rounds.append(_means(present, town.answers(draw, stands.unit[shape.unit][present], person[present])))
    return intervals.independent(rounds[1], rounds[0])


def _means(present: np.ndarray, scores: np.ndarray) -> intervals.Means:
    shape = town.shape()
    employee, unit = shape.lists["employees, municipality"][present] >= 0, shape.unit[present]
    parts = []
    for scale in range(scores.shape[1]):
        pooled = town.pooled_spread(scores[:, scale], unit, employee)
        for name, place in shape.lists.items():
            least = town.LEAST_WITH_SPREAD if name.startswith("leaders") else town.LEAST
            parts.append(town.summary(scores[:, scale], place[present], int(place.max()) + 1, pooled, least))
    fields = ([getattr(part, name) for part in parts] for name in ("mean", "sd", "n", "df"))
    return intervals.Means(*(np.concatenate(one) for one in fields))


def keys() -> list[tuple[tuple[str, str], slice]]:
    """By list and scale, where its groups stand in what :func:`unchanged` gives."""
    found, start = [], 0
    for scale in town.scales().names:
        for name, place in town.shape().lists.items():
            found.append(((name, scale), slice(start, start + int(place.max()) + 1)))
            start += int(place.max()) + 1
    return found


def mistakes(number: int, overlap: bool, seed: int = SEED) -> tuple[Counter, Counter, Counter]:
    """By list and scale: units compared, units with a verdict of change, municipalities with any after BH."""
    draw = np.random.default_rng(seed)
    units, flagged, any_unit = Counter(), Counter(), Counter()
    for _ in range(number):
        found = unchanged(draw, overlap)
        words = np.array(verdicts(found.low, found.high, MATTERS))
        for key, place in keys():
            known = words[place] != "withheld"
            units[key] += int(known.sum())
            flagged[key] += int(np.isin(words[place], ["better", "worse"]).sum())
            any_unit[key] += any(benjamini_hochberg(found.p[place][known]))
    return units, flagged, any_unit


# ---- a change is there


def shift_for(points: float) -> float:
    """The latent shift that moves the mean of the first scale (trust) by so many points at a typical unit."""
    middle = np.zeros((1, town.scales().of_item.max() + 1))
    steps = np.linspace(0, 3, 3_001)
    moved = np.array([town.expected(middle, step)[0, 0] for step in steps]) - town.expected(middle)[0, 0]
    return float(np.interp(points, moved, steps))


def two_rounds(n: int, units: int, linked: bool, draw: np.random.Generator, shift: float = 0.0):
    """Scores of trust in two rounds (units by persons), and each unit's true means."""
    place = np.repeat(np.arange(units), n)
    stands = town.fresh(draw, place, town.scales().of_item.max() + 1)
    again = town.persons(draw, *stands.person.shape)
    if linked:
        again = town.PERSISTS * stands.person + np.sqrt(1 - town.PERSISTS**2) * again
    scores = [
        town.answers(draw, stands.unit[place], person, moved)[:, 0].reshape(units, n)
        for person, moved in ((stands.person, 0.0), (again, shift))
    ]
    return scores, [town.expected(stands.unit, moved)[:, 0] for moved in (0.0, shift)]


def pooled(scores: np.ndarray) -> tuple[float, float]:
    """The SD within units, with the degrees of freedom it has in a municipality."""
    return float(np.sqrt(scores.var(axis=1, ddof=1).mean())), 3_000.0


def means(scores: np.ndarray) -> intervals.Means:
    """Unit means as a release allows: own spread from 8 answers, else pooled."""
    units, n = scores.shape
    return town.summary(scores.ravel(), np.repeat(np.arange(units), n), units, pooled(scores))


def unpaired(scores: list[np.ndarray]) -> intervals.Difference:
    return intervals.independent(means(scores[1]), means(scores[0]))


def paired(scores: list[np.ndarray]) -> intervals.Difference:
    change = scores[1] - scores[0]
    units, n = change.shape
    return intervals.of(change.mean(axis=1), change.std(axis=1, ddof=1) / np.sqrt(n), np.full(units, n - 1.0))


def power(n: int, points: float, number: int) -> tuple[float, float]:
    """Share of units of size n whose true change of ``points`` is called better: unpaired, paired."""
    linked, _ = two_rounds(n, number, True, np.random.default_rng(SEED + n), shift_for(points))
    strangers, _ = two_rounds(n, number, False, np.random.default_rng(SEED - n), shift_for(points))
    return float(np.mean(unpaired(strangers).low > 0)), float(np.mean(paired(linked).low > 0))


# ---- does the interval hold the truth


def coverage(n: int, number: int) -> dict[str, tuple[float, int]]:
    """By kind of interval, the share that holds the truth and of how many."""
    draw = np.random.default_rng(SEED + n)
    scores, truths = two_rounds(n, number, False, draw)
    linked, linked_truths = two_rounds(n, number, True, draw)
    one = means(scores[0])
    own = intervals.of(one.mean, one.sd / np.sqrt(one.n), one.df)
    apart, together = unpaired(scores), paired(linked)
    found = {
        "mean": _holds(own.low, own.high, truths[0]),
        "change": _holds(apart.low, apart.high, truths[1] - truths[0]),
        "paired change": _holds(together.low, together.high, linked_truths[1] - linked_truths[0]),
    }
    for share in (0.05, 0.3):
        events = draw.binomial(n, share, number)
        low, high = np.array([wilson(k, n) for k in range(n + 1)]).T
        found[f"proportion {share:g}"] = _holds(low[events], high[events], share)
    counts = draw.poisson(n / 4, number)
    low, high = np.array([byar(k) for k in range(counts.max() + 1)]).T
    found[f"count {n / 4:g}"] = _holds(low[counts], high[counts], n / 4)
    return found


def _holds(low: np.ndarray, high: np.ndarray, truth: np.ndarray | float) -> tuple[float, int]:
    return float(np.mean((low <= truth) & (truth <= high))), len(low)


def shrunken_coverage(units: int, points: float, number: int) -> tuple[float, float, int]:
    """Coverage of shrunken changes whose truth varies by ``points`` (SD) between units; mean half-width; how many."""
    draw = np.random.default_rng(SEED + units)
    sizes = np.bincount(town.shape().lists["employees, workplace"] + 1)[1:]
    slope = shift_for(5.0) / 5.0
    held, width = 0, 0.0
    for _ in range(number):
        n = np.clip(np.round(town.RESPONSE * draw.choice(sizes, units)), town.LEAST, None).astype(int)
        found, truth = _shrunken_once(draw, n, slope * (2.0 + points * draw.standard_normal((units, 1))))
        held += int(np.sum((found.low <= truth) & (truth <= found.high)))
        width += float(np.mean(found.high - found.low)) / 2
    return held / (units * number), width / number, units * number


def _shrunken_once(draw: np.random.Generator, n: np.ndarray, shift: np.ndarray):
    place = np.repeat(np.arange(n.size), n)
    stands = town.fresh(draw, place, town.scales().of_item.max() + 1)
    again = town.persons(draw, *stands.person.shape)
    groups, variance = [], np.zeros(n.size)
    for person, moved in ((stands.person, 0.0), (again, shift[place])):
        score = town.answers(draw, stands.unit[place], person, moved)[:, 0]
        spread = town.pooled_spread(score, place, np.ones(place.size, bool))
        groups.append(town.summary(score, place, n.size, spread))
        variance += spread[0] ** 2 / n
    truth = (town.expected(stands.unit, shift) - town.expected(stands.unit))[:, 0]
    return shrunken(groups[1].mean - groups[0].mean, variance), truth


# ---- the report


def around(share: float, n: int) -> str:
    reach = 1.96 * np.sqrt(share * (1 - share) / n)
    return f"{100 * share:.2f} % (± {100 * reach:.2f})"


def say_mistakes(number: int) -> None:
    for overlap in (False, True):
        print(f"no change, {'most people the same' if overlap else 'independent people'}, {number} municipalities")
        units, flagged, any_unit = mistakes(number, overlap)
        for name in town.shape().lists:
            known = [key for key in units if key[0] == name and units[key]]
            shares = ", ".join(f"{100 * flagged[key] / units[key]:.2f}" for key in known)
            chance = ", ".join(f"{100 * any_unit[key] / number:.2f}" for key in known)
            wide, wider = (196 * np.sqrt(0.05 * 0.95 / count) for count in (units[known[0]], number))
            print(f"  {name}: {units[known[0]] / number:.0f} units; change said of {shares} % (each ± {wide:.2f});")
            print(f"    municipalities with any unit after Benjamini-Hochberg {chance} % (each ± {wider:.2f})")


def say_power_and_coverage() -> None:
    for points in (10.0, 15.0):
        for n in (12, 20, 40):
            alone, linked = power(n, points, 20_000)
            print(f"change of {points:g} points, n = {n}: seen {100 * alone:.1f} %, paired {100 * linked:.1f} %")
    for n in (5, 8, 12, 20, 40):
        held = ", ".join(f"{name} {around(*one)}" for name, one in coverage(n, 40_000).items())
        print(f"interval holds the truth, n = {n}: {held}")
    for units in (190, 36, 9):
        for points in (0.0, 2.0, 5.0):
            share, width, total = shrunken_coverage(units, points, max(60, 20_000 // units))
            held = around(share, total)
            print(f"shrunken changes, {units} units, true SD {points:g}: {held}, ± {width:.1f} points wide")


def main() -> None:
    print(f"scales: {', '.join(town.scales().names)}")
    say_power_and_coverage()
    say_mistakes(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)


if __name__ == "__main__":
    main()
