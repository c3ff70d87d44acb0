"""The guarantee on verdicts in small: `benchmarks/bench_verdicts.py` gives it in full (docs/methods.md)."""

import sys

import numpy as np
import pytest

from skapital.resources import resource

NUMBER = 60


@pytest.fixture(scope="module")
def bench():
    folder = str(resource("configs").parent / "benchmarks")
    sys.path.insert(0, folder)
    try:
        import bench_verdicts

        yield bench_verdicts
    finally:
        sys.path.remove(folder)


@pytest.mark.parametrize("overlap", [False, True])
def test_where_nobody_changes_no_more_than_one_in_twenty_is_said_to(bench, overlap):
    units, flagged, any_unit = bench.mistakes(NUMBER, overlap)
    scales = bench.town.scales().names
    workplaces = [("employees, workplace", scale) for scale in scales]
    share = sum(flagged[key] for key in workplaces) / sum(units[key] for key in workplaces)
    listed = sum(any_unit[key] for key in workplaces) / (NUMBER * len(scales))
    assert units[workplaces[0]] / NUMBER == pytest.approx(215, abs=25)
    # scales of one person go together: the spread is taken as that of one scale, not of eight
    assert share < 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / units[workplaces[0]])
    assert listed < 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / NUMBER)
    assert share > (0.004 if overlap else 0.03)  # nor is everything called uncertain


def test_what_is_there_is_seen_the_more_the_larger_it_is(bench):
    found = {(n, points): bench.power(n, points, 1_000) for n in (12, 40) for points in (10.0, 15.0)}
    assert all(linked > alone for alone, linked in found.values())
    assert found[12, 10.0] < found[12, 15.0] < found[40, 15.0]
    assert found[40, 15.0][0] > 0.85


@pytest.mark.parametrize("n", [5, 8, 20])
def test_intervals_hold_the_truth_also_where_answers_are_skewed(bench, n):
    found = bench.coverage(n, 4_000)
    for name in ("mean", "change", "paired change"):
        assert found[name][0] > 0.93, name


def test_the_simulated_truth_is_the_mean_of_many_answers(bench):
    town = bench.town
    draw = np.random.default_rng(1)
    unit = np.tile(np.array([[0.8, -0.5, 0.0, 0.3, 0.0, -1.0, 0.4]]), (60_000, 1))
    scores = town.answers(draw, unit, town.persons(draw, 60_000, 7))
    assert scores.mean(axis=0) == pytest.approx(town.expected(unit[:1])[0], abs=0.4)
