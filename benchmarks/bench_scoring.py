"""Speed of scoring, as ratios within one run on the same data.

1. 50,000 answers in 3,000 workplaces: alpha with interval in every workplace, ICC and r_wg(j) from one reduction,
   against a loop over ``pingouin.cronbach_alpha``. Bar: at least 200 times faster.
2. 500,000 answers: person scores of the example instrument, from item values and from option codes, against the plain
   numpy arithmetic on the same values. Bar: at most 3 times its time, recoding included.

Run: ``python benchmarks/bench_scoring.py``. Seeded; the best of several repetitions on both sides, in seconds of
processor, so that others on the machine do not count.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pingouin

from skapital.config.instrument import Instrument, Item, MissingCode, Option, ResponseSet, Scale
from skapital.scoring.agreement import agreement_of
from skapital.scoring.by_unit import alpha_by_unit, unit_moments
from skapital.scoring.icc import anova_of
from skapital.scoring.recode import item_values
from skapital.scoring.scales import person_scores

SEED = 20140601
FASTER_THAN_LOOP = 200
SLOWER_THAN_NUMPY = 3
SCALES = {"trust": 4, "justice": 4, "collaboration": 3, "within": 3, "between": 3, "leader": 3, "whole": 3}


def best(function: Callable[[], object], repetitions: int) -> float:
    """Return the shortest time of several runs, in seconds of processor."""
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return min(times)


def answers(random: np.random.Generator, people: int, items: int) -> np.ndarray:
    """Return five-point answers with a common factor, on 0-100."""
    latent = random.normal(size=(people, 1)) + random.normal(size=(people, items))
    return 25 * np.clip(np.round(2.4 + latent), 0, 4)


def kernel(values: np.ndarray, units: np.ndarray) -> pd.DataFrame:
    """Return alpha by unit; ICC and r_wg(j) are made of the same moments."""
    moments = unit_moments(values, units)
    anova_of(moments.groups())
    agreement_of(moments, 1250.0)
    return alpha_by_unit(moments)


def loop(values: np.ndarray, units: np.ndarray) -> dict[int, float]:
    """Return alpha by unit, one call of pingouin a unit."""
    frames = pd.DataFrame(values).groupby(units)
    return {unit: pingouin.cronbach_alpha(data=frame)[0] for unit, frame in frames if len(frame) > 1}


def against_the_loop(random: np.random.Generator) -> bool:
    """Compare the kernel with the loop; the alphas must be the same."""
    values, units = answers(random, 50_000, 4), random.integers(3_000, size=50_000)
    ours, theirs = kernel(values, units)["alpha"], pd.Series(loop(values, units))
    same = np.nanmax(np.abs(ours - theirs.reindex(ours.index)))
    quick, slow = best(lambda: kernel(values, units), 20), best(lambda: loop(values, units), 3)
    print(f"by workplace: loop {slow:.3f} s, kernel {1000 * quick:.2f} ms: {slow / quick:.0f} times faster", end="; ")
    print(f"bar {FASTER_THAN_LOOP}; largest difference of an alpha {same:.1e}")
    return slow / quick >= FASTER_THAN_LOOP and same < 1e-9


def example() -> Instrument:
    """Return an instrument of the sample's shape: seven scales and a composite of the first three."""
    options = tuple(Option(str(code), 25.0 * code, {}) for code in range(5))
    five = ResponseSet("five", options, (MissingCode("9", {}),))
    codes = {scale: tuple(f"{scale}{i}" for i in range(n)) for scale, n in SCALES.items()}
    items = {c: Item(c, {}, five, False, "ordinary", None, ()) for part in codes.values() for c in part}
    scales = {s: Scale(s, {}, "other", part, (), (), "", ()) for s, part in codes.items()}
    scales["total"] = Scale("total", {}, "total", (), tuple(SCALES)[:3], (), "", ())
    return Instrument("bench", {}, "", 0.5, items, scales, "")


def plain(values: np.ndarray) -> np.ndarray:
    """Return the scores of :func:`example` by plain numpy on the array."""
    scores, start = [], 0
    for count in SCALES.values():
        part = values[:, start : start + count]
        given = ~np.isnan(part)
        n = given.sum(axis=1)
        total = np.where(given, part, 0.0).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            scores.append(np.where(2 * n >= count, total / n, np.nan))
        start += count
    return np.column_stack([*scores, sum(scores[:3]) / 3])


def against_numpy(random: np.random.Generator) -> bool:
    """Compare person scores with plain numpy; the scores must be the same."""
    instrument = example()
    values = answers(random, 500_000, sum(SCALES.values()))
    values[random.random(values.shape) < 0.05] = np.nan
    frame = pd.DataFrame(values, columns=list(instrument.items))
    np.testing.assert_allclose(person_scores(frame, instrument), plain(values), rtol=1e-12)
    ours, theirs = best(lambda: person_scores(frame, instrument), 5), best(lambda: plain(values), 5)
    print(f"person scores: numpy {theirs:.3f} s, ours {ours:.3f} s: {ours / theirs:.2f} times")
    texts = pd.DataFrame(np.where(np.isnan(values), "9", (np.nan_to_num(values) / 25).astype(int).astype(str)))
    texts = texts.set_axis(list(instrument.items), axis=1)
    recoded = best(lambda: person_scores(item_values(texts, instrument), instrument), 3)
    print(
        f"from their {values.size / 1e6:.1f} million option codes: {recoded:.2f} s: {recoded / theirs:.2f} times",
        end="; ",
    )
    print(f"bar {SLOWER_THAN_NUMPY}")
    return recoded / theirs <= SLOWER_THAN_NUMPY


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    generator = np.random.default_rng(SEED)
    passed = [against_the_loop(generator), against_numpy(generator)]
    raise SystemExit(0 if all(passed) else 1)
