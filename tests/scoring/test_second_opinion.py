import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from skapital.scoring.second_opinion import balanced, pingouin_opinion


def test_the_same_rows_for_both_even_where_answers_are_missing():
    random = np.random.default_rng(1)
    values = random.normal(size=(200, 1)) + random.normal(size=(200, 3))
    values[random.random(values.shape) < 0.1] = np.nan
    opinion = pingouin_opinion(values, values.mean(axis=1), random.integers(20, size=200))
    assert opinion["ours_alpha"] == pytest.approx(opinion["pingouin_alpha"], rel=1e-12)
    assert opinion["ours_alpha_high"] == pytest.approx(opinion["pingouin_alpha_high"], abs=0.0006)
    assert opinion["ours_icc1"] == pytest.approx(opinion["pingouin_icc1"], abs=1e-10)
    assert opinion["ours_icc2"] == pytest.approx(opinion["pingouin_icc2"], abs=1e-9)


def test_nothing_to_compare_is_none():
    opinion = pingouin_opinion([[1.0, 2]], [1.0], ["a"])
    assert set(opinion.values()) == {None} and len(opinion) == 10


def test_the_first_five_of_every_unit_with_five():
    unit = pd.Series(["a"] * 6 + ["b"] * 4 + [None] * 9, dtype=object)
    table = balanced(np.arange(19.0), unit)
    assert table["score"].tolist() == [0, 1, 2, 3, 4] and set(table["unit"]) == {"a"}
    assert table["rater"].tolist() == [0, 1, 2, 3, 4]
    scores = np.arange(19.0)
    scores[1] = np.nan
    assert balanced(scores, unit)["score"].tolist() == [0, 2, 3, 4, 5]


def test_pingouin_is_imported_only_when_asked():
    code = "import sys, skapital.scoring.score_table, skapital.selfcheck.run; sys.exit('pingouin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
