from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from skapital.config.scale_quality import ScaleGate
from skapital.scoring.gate import judge_scales
from skapital.scoring.quality import scale_quality
from skapital.scoring.scales import person_scores

GATE = ScaleGate(least_alpha=0.5, least_alpha_low=0.0, least_complete=30, source="test")


def judged(instrument, data, gate=GATE):
    values = pd.DataFrame(data, columns=list(instrument.items), dtype=float)
    units = pd.Series(pd.NA, index=values.index, dtype=object)
    return judge_scales(scale_quality(values, person_scores(values, instrument), instrument, units), instrument, gate)


def hanging_together(people=200, items=4, seed=1, noise=1.0):
    random = np.random.default_rng(seed)
    latent = random.normal(size=(people, 1)) + noise * random.normal(size=(people, items))
    return 25 * np.clip(np.round(2 + latent), 0, 4)


def test_items_that_hang_together_pass(trust):
    assert judged(trust, hanging_together()) == {"trust": "passed"}


def test_answers_drawn_at_random_are_refused_as_a_scale(trust):
    random = np.random.default_rng(2)
    for people in (30, 60, 300, 4000):
        for _ in range(25):
            assert judged(trust, 25 * random.integers(5, size=(people, 4))) == {"trust": "failed"}


def test_a_forgotten_reversal_fails(trust):
    data = hanging_together()
    data[:, :2] = 100 - data[:, :2]
    assert judged(trust, data) == {"trust": "failed"}


def test_all_alike_fail(trust):
    assert judged(trust, np.full((50, 4), 75.0)) == {"trust": "failed"}


def test_too_few_complete_answers_cannot_tell(trust):
    data = hanging_together(people=60)
    data[:31, 0] = np.nan
    assert judged(trust, data) == {"trust": "cannot_tell"}
    data[0, 0] = 50
    assert judged(trust, data) == {"trust": "passed"}


def test_a_single_item_is_not_judged(make_instrument):
    assert judged(make_instrument({"A": {}}, {"s": ("A",)}), np.full((50, 1), 75.0)) == {"s": "not_judged"}


@pytest.mark.parametrize("order", [("both", "good", "bad"), ("good", "bad", "both")])
def test_a_composite_fails_with_one_of_its_scales(make_instrument, order):
    parts = {"both": ("good", "bad"), "good": tuple("ABCD"), "bad": tuple("EF")}
    instrument = make_instrument({c: {} for c in "ABCDEF"}, {name: parts[name] for name in order})
    random = np.random.default_rng(3)
    data = np.column_stack([hanging_together(), 25 * random.integers(5, size=(200, 2))])
    assert judged(instrument, data) == {"both": "failed", "good": "passed", "bad": "failed"}


def test_both_limits_count_and_the_first_is_inclusive(trust):
    values = pd.DataFrame(hanging_together(), columns=list(trust.items))
    units = pd.Series(pd.NA, index=values.index, dtype=object)
    quality = scale_quality(values, person_scores(values, trust), trust, units)
    for alpha, low, expected in (
        (0.5, 0.01, "passed"),
        (0.4999, 0.01, "failed"),
        (0.5, 0.0, "failed"),
        (0.9, -0.1, "failed"),
    ):
        changed = {"trust": replace(quality["trust"], alpha=alpha, alpha_low=low)}
        assert judge_scales(changed, trust, GATE) == {"trust": expected}
