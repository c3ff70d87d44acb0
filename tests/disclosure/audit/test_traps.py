"""The known traps of published tables, each by name: the gate closes it, and the attacker finds it when it is open.

Open means that what the gate withheld is planted in the finished figures, as it truly is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from made_up.attacked import attacked, planted, truth
from made_up.municipality import INSTRUMENT, answers, frame, released, shown, tree
from skapital import columns as c
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.release import Release
from skapital.scoring import recode, scales

LINE = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
BEST = {
    item.code: sorted(item.responses.options, key=lambda one: one.value, reverse=item.reversed)[-1].code
    for item in INSTRUMENT.items.values()
}
TRUST = ("TM1", "TMX2", "TM3", "TM4")


def of(given: pd.DataFrame, *trees) -> Release:  # type: ignore[no-untyped-def]
    return released(trees or (LINE,), given, frame(given["unit"].value_counts().to_dict()))


def about(leaks: list[Leak], unit: str, how: str = "") -> bool:
    return any(unit in leak.units and how in leak.how for leak in leaks)


def all_best(given: pd.DataFrame, unit: str, items: tuple[str, ...]) -> pd.DataFrame:
    for item in items:
        given.loc[given["unit"] == unit, item] = BEST[item]
    return given


def test_linked_tables_protected_one_at_a_time() -> None:
    """A and E are read together in the one tree, A and D in the other: each alone is safe, both together are not."""
    line = tree("line", ("M", "K"), ("A", "M"), ("E", "M"), ("D", "K"))
    med = tree("med", ("N", "K"), ("A", "N"), ("D", "N"), ("E", "K"))
    given = answers({"A": 3, "D": 30, "E": 30}, seed=1)
    alone = [of(given, one) for one in (line, med)]
    assert all(attacked(one) == [] for one in alone)
    assert about(attacked(*alone), "A", "less D")
    assert attacked(of(given, line, med)) == []


def test_a_singleton() -> None:
    given = answers({"A": 1, "B": 6, "D": 20}, seed=1)
    found = of(given)
    assert not {"A", "B"} & shown(found) and attacked(found) == []
    assert about(attacked(planted(found, truth(given, "B", "trust"))), "A", "less B")


def test_ones_that_follow_from_totals_and_zeros_that_may() -> None:
    """All nine of A stated a problem: the whole less the others says so. That none did is nobody's secret."""
    given = answers({"A": 9, "B": 30, "D": 30}, seed=1)
    yes, no = (option.code for option in sorted(INSTRUMENT.items["PH1"].responses.options, key=lambda one: one.value))
    given.loc[given["unit"] == "A", "PH1"] = yes
    found = of(given)
    assert not {"B", "D"} <= shown(found, "PH1", c.SHARE_PROBLEM) and attacked(found) == []
    hidden = ({"B", "D", "A"} - shown(found, "PH1", c.SHARE_PROBLEM)) - {"A"}
    others = [(u, "PH1", c.SHARE_PROBLEM, round(float((given.loc[given["unit"] == u, "PH1"] == yes).mean()), 3), 30)
              for u in sorted(hidden)]  # fmt: skip
    assert about(attacked(planted(found, *others)), "A", "same answer")
    given.loc[given["unit"] == "A", "PH1"] = no
    none = of(given)
    assert "A" in shown(none, "PH1", c.SHARE_PROBLEM) and attacked(none) == []


def test_follow_up_questions_on_one_to_seven_people() -> None:
    given = answers({"A": 30, "B": 60, "D": 60}, seed=1)
    asked = given["OB1"] == sorted(INSTRUMENT.items["OB1"].responses.options, key=lambda one: one.value)[0].code
    asked &= ~((given["unit"] == "A") & (asked & (given["unit"] == "A")).cumsum().gt(3))
    given.loc[~asked, ["OB1A", "OB1W_1", "OB1W_2", "OB1W_3"]] = None
    found = of(given)
    assert "A" not in shown(found, "OB1A", c.SHARE_PROBLEM) and attacked(found) == []
    for n in range(1, 8):
        assert about(attacked(planted(found, ("A", "OB1A", c.SHARE_PROBLEM, 0.0, n))), "A", "fewer than 20")


def test_history_restated_after_people_moved() -> None:
    """b moved from C1 to C2: what C1 was then less what it is now are b's four."""
    then = tree("line", ("C1", "K"), ("C2", "K"), ("a", "C1"), ("b", "C1"), ("e", "C2"), date="2014-01-01")
    now = tree("line", ("C1", "K"), ("C2", "K"), ("a", "C1"), ("b", "C2"), ("e", "C2"), date="2016-01-01")
    given = answers({"a": 30, "b": 4, "e": 30}, seed=1)
    both = [of(given, one) for one in (then, now)]
    assert all(attacked(one) == [] for one in both)
    assert about(attacked(*both), "b")


def test_a_corrected_re_issue_that_differs_by_one_person() -> None:
    given = answers({"A": 30, "B": 30, "D": 30}, seed=1)
    assert about(attacked(of(given), of(given.drop(given.index[0]))), "A", "published twice")
    corrected = given.copy()
    corrected.loc[corrected.index[0], "KN1"] = next(
        option.code for option in INSTRUMENT.items["KN1"].responses.options if option.code != given["KN1"].iloc[0]
    )
    assert about(attacked(of(given), of(corrected)), "A", "published twice")
    assert attacked(of(given), of(given)) == []


def test_a_re_issue_about_many_is_none() -> None:
    given = answers({"A": 30, "B": 30, "D": 30}, seed=1)
    assert attacked(of(given), of(given.drop(given.index[:20]))) == []


def test_an_n_published_where_the_mean_is_hidden() -> None:
    given = answers({"A": 4, "B": 9, "D": 30}, seed=1)
    found = of(given)
    assert not {"A", "B"} & shown(found) and attacked(found) == []
    assert about(attacked(planted(found, ("B", c.RESPONSE, c.N_ANSWERED, 9, 9))), "A", "fewer than 5")
    assert about(attacked(planted(found, ("B", "PH1", c.SHARE_PROBLEM, 0.333, 9))), "B", "its n tells")


def test_a_margin_that_gives_the_cell_away() -> None:
    line = tree("line", ("C", "K"), ("A", "C"), ("B", "C"), ("E", "K"))
    given = answers({"A": 6, "B": 4, "E": 30}, seed=1)
    found = of(given, line)
    assert "C" in shown(found) and not {"A", "B"} & shown(found) and attacked(found) == []
    assert about(attacked(planted(found, truth(given, "A", "trust"))), "B", "C (employees")


def test_the_composite_less_two_scales() -> None:
    given = all_best(answers({"A": 6, "B": 30, "D": 30}, seed=1), "A", TRUST)
    found = of(given)
    assert not any("A" in shown(found, measure) for measure in ("trust", "social_capital")) and attacked(found) == []
    leaks = attacked(planted(found, truth(given, "A", "social_capital")))
    assert any(leak.measure == "trust" and "other figures of social_capital" in leak.how for leak in leaks)


def test_a_mean_near_the_end_of_the_scale() -> None:
    given = all_best(answers({"A": 6, "B": 30, "D": 30}, seed=1), "A", TRUST)
    found = of(given)
    assert "A" not in shown(found, "trust") and attacked(found) == []
    for near in (0.0, 2.0, 97.9, 100.0):
        assert about(attacked(planted(found, ("A", "trust", c.MEAN, near, 6))), "A", "within 25")


def test_a_spread_of_what_is_left_over() -> None:
    """K less A and D are the eight of B, whose trust is the same: mean and SD of the three say so."""
    given = answers({"A": 8, "B": 8, "D": 8}, seed=1)
    for item in TRUST:
        middle = sorted(INSTRUMENT.items[item].responses.options, key=lambda one: one.value)[2].code
        given.loc[given["unit"] == "B", item] = middle
    found = of(given)
    assert attacked(found) == []
    hidden = sorted({"A", "D"} - shown(found, "trust", c.SD))
    assert hidden
    assert about(attacked(planted(found, *(_sd(given, unit) for unit in hidden))), "B", "by mean and SD")


def _sd(given: pd.DataFrame, unit: str) -> tuple[str, str, str, float, int]:
    scores = scales.person_scores(recode.item_values(given, INSTRUMENT), INSTRUMENT)
    mine = scores.loc[given.index[given["unit"] == unit], "trust"]
    return unit, "trust", c.SD, round(float(np.std(mine, ddof=1)), 1), len(mine)


def test_the_leader_of_one_workplace_seen_above_it() -> None:
    few = tree("line", ("C", "K"), *((f"W{number}", "C") for number in range(4)), ("D", "K"))
    given = answers({**{f"W{number}": 12 for number in range(4)}, "D": 30}, seed=1)
    found = of(given, few)
    assert "C" not in shown(found, "nearest_leader") and attacked(found) == []
    assert about(attacked(planted(found, ("C", "nearest_leader", c.MEAN, 61.2, 48))), "C", "nearest leaders")
