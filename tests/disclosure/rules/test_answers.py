"""Each rule of the gate taken away, one at a time: the attacker then finds what it guarded. With it he finds nothing.

The rule is taken from the gate alone; the attacker holds the publication to the promise as it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from made_up.attacked import attacked
from made_up.municipality import INSTRUMENT, POLICY, answers, frame, released, tree
from skapital import columns as c
from skapital.config.organisation import Organisation
from skapital.config.policy import Policy
from skapital.disclosure import cells, period, values
from skapital.disclosure import release as gate
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.release import Release
from skapital.tables import Asked, Family

LINE = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
BEST, MIDDLE, WORST = {}, {}, {}
for item in INSTRUMENT.items.values():
    worst_first = sorted(item.responses.options, key=lambda one: one.value, reverse=item.reversed)
    WORST[item.code], BEST[item.code] = worst_first[0].code, worst_first[-1].code
    MIDDLE[item.code] = worst_first[len(worst_first) // 2].code
TRUST = ("TM1", "TMX2", "TM3", "TM4")
OF_THE_LEADER = ("NL1", "NL2", "NL3")
ROUTED = ("OB1A", "OB1W_1", "OB1W_2", "OB1W_3")


Away = Callable[[pytest.MonkeyPatch], None]
Answered = Callable[[pd.DataFrame], pd.DataFrame]


def as_they_come(given: pd.DataFrame) -> pd.DataFrame:
    return given


@dataclass(frozen=True)
class Case:
    """A publication that needs a rule: the trees, who answered what, and what follows once the rule is gone."""

    sizes: Mapping[str, int]
    measure: str
    unit: str
    how: str
    trees: tuple[Organisation, ...] = (LINE,)
    leaders: Mapping[str, int] | None = None
    answered: Answered = as_they_come

    def publication(self, policy: Policy = POLICY) -> Release:
        given = self.answered(answers(self.sizes, leaders=self.leaders, seed=5))
        return released(self.trees, given, frame(self.sizes, self.leaders), rules=policy)

    def betrays(self, leaks: list[Leak]) -> bool:
        return any(
            leak.measure == self.measure and (not self.unit or self.unit in leak.units) and self.how in leak.how
            for leak in leaks
        )


def set_for(unit: str, codes: Mapping[str, str], but: int = 0) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The answers of a unit's people, all but the first few, are these."""

    def changed(given: pd.DataFrame) -> pd.DataFrame:
        people = given.index[given["unit"] == unit][but:]
        for item, code in codes.items():
            given.loc[people, item] = code
        return given

    return changed


def three_offended(given: pd.DataFrame) -> pd.DataFrame:
    """Three of A and 25 of every other unit were offended against; only they were asked how."""
    for unit, of_unit in given.groupby("unit"):
        yes = of_unit.index[: 3 if unit == "A" else 25]
        given.loc[of_unit.index, "OB1"] = BEST["OB1"]
        given.loc[yes, "OB1"] = WORST["OB1"]
        given.loc[of_unit.index.difference(yes), list(ROUTED)] = None
    return given


def two_have_a_leader(given: pd.DataFrame) -> pd.DataFrame:
    given.loc[given.index[given["unit"] == "A"][2:], list(OF_THE_LEADER)] = None
    return given


def one_skipped(given: pd.DataFrame) -> pd.DataFrame:
    given.loc[given.index[given["unit"] == "A"][:1], "TM4"] = None
    return given


def all_alike(given: pd.DataFrame) -> pd.DataFrame:
    """In A everybody's trust is in the middle but one person's, who differs in one question."""
    for name in TRUST:
        given.loc[given["unit"] == "A", name] = MIDDLE[name]
    given.loc[given.index[given["unit"] == "A"][:1], "TM4"] = WORST["TM4"]
    return given


# ---- numbers of the policy


def policy_with(**changes: Any) -> Policy:
    """The policy with some entries of its tables changed."""
    tables = {name: {**getattr(POLICY, name), **value} for name, value in changes.items() if isinstance(value, dict)}
    return replace(POLICY, **{**changes, **tables})


def number(n: int, measure: str, how: str, answered: Answered = as_they_come) -> Case:
    return Case({"A": n, "B": 30, "D": 30}, measure, "A", how, answered=answered)


NUMBERS = {
    "means, least left over": (
        policy_with(difference={"scale": 1}),
        Case({"A": 4, "B": 6, "D": 20}, "trust", "A", "fewer than 5"),
    ),
    "means, least n": (
        policy_with(minimum={"scale": 1}, difference={"scale": 1}),
        number(4, "social_capital", "fewer than 5"),
    ),
    "spread, least n": (
        policy_with(minimum={"distribution": 5}, difference={"distribution": 5}),
        number(6, "trust", "fewer than 8"),
    ),
    "spread, least left over": (policy_with(difference={"distribution": 1}), number(6, "trust", "fewer than 8")),
    "single questions, least n": (
        policy_with(minimum={"distribution": 5}, difference={"distribution": 5}),
        number(6, "TM1", "fewer than 8"),
    ),
    "single questions, least left over": (
        policy_with(difference={"distribution": 1}),
        number(6, "KN1", "fewer than 8"),
    ),
    "yes/no, least n": (
        policy_with(minimum={"problem": 5}, difference={"problem": 5}),
        number(7, "PH1", "fewer than 8"),
    ),
    "yes/no, least left over": (policy_with(difference={"problem": 1}), number(7, "PH1", "fewer than 8")),
    "offensive behaviour, least n": (policy_with(minimum={"sensitive": 10}), number(15, "OB2", "fewer than 20")),
    "offensive behaviour, least left over": (
        policy_with(difference={"sensitive": 1}),
        number(9, "OB2", "fewer than 10"),
    ),
    "nearest leader, least n": (
        policy_with(minimum={"about_one_person": 1}, difference={"about_one_person": 1}),
        number(30, "nearest_leader", "fewer than 5", two_have_a_leader),
    ),
    "nearest leader, leaders enough above the workplaces": (
        policy_with(pooled_leaders=1),
        Case({"A": 30, "B": 30, "D": 30}, "nearest_leader", "K", "fewer than 5 nearest leaders"),
    ),
    "unanimity, an option": (
        policy_with(unanimity=False),
        number(12, "KN1", "same answer", set_for("A", {"KN1": MIDDLE["KN1"]})),
    ),
    "unanimity, all yes": (
        policy_with(unanimity=False),
        number(12, "PH1", "same answer", set_for("A", {"PH1": WORST["PH1"]})),
    ),
}


@pytest.mark.parametrize("rule", NUMBERS)
def test_what_a_number_of_the_policy_guards(rule: str) -> None:
    weaker, case = NUMBERS[rule]
    assert attacked(case.publication()) == []
    assert case.betrays(attacked(case.publication(weaker)))


@pytest.mark.parametrize("name", ["scale", "distribution", "problem", "about_one_person"])
def test_where_as_many_must_be_left_over_the_least_n_is_implied(name: str) -> None:
    """A group without published parts is what is left of it."""
    sizes = {"A": 4, "B": 7, "D": 30}
    with_rule, without = (
        released([LINE], answers(sizes, seed=5), frame(sizes), rules=one)
        for one in (POLICY, policy_with(minimum={name: 1}))
    )
    pd.testing.assert_series_equal(with_rule.cells[c.VALUE], without.cells[c.VALUE])


# ---- rules in code


def no_complement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(period, "pattern", lambda system, bounds: bounds.allowed & ~bounds.fixed_hidden)


def only(keep: Callable[[Asked], Asked]) -> Away:
    def away(monkeypatch: pytest.MonkeyPatch) -> None:
        real = period.system
        monkeypatch.setattr(period, "system", lambda asked, *more: real(keep(asked), *more))

    return away


def first_tree(asked: Asked) -> Asked:
    return replace(asked, families=asked.families[:1])


def without_leaders(asked: Asked) -> Asked:
    return replace(asked, families=tuple(_of_employees(asked, family) for family in asked.families))


def _of_employees(asked: Asked, family: Family) -> Family:
    pairs = [
        (group, parent if asked.keys[parent].population == c.EMPLOYEES else -1)
        for group, parent in zip(family.groups, family.parents, strict=True)
        if asked.keys[group].population == c.EMPLOYEES
    ]
    return replace(family, groups=tuple(group for group, _ in pairs), parents=tuple(parent for _, parent in pairs))


def never(_n: np.ndarray, sums: Sequence[np.ndarray], _width: float = 0.0) -> np.ndarray:
    return np.zeros(len(sums[0]), dtype=bool)


def groups_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are judged in published groups, not in what is left of them."""
    real = values.remainders
    monkeypatch.setattr(
        values, "remainders", lambda system, shown: [replace(row, parts=()) for row in real(system, shown)]
    )
    monkeypatch.setattr(
        values, "mended", lambda system, index, bounds, shown, rules: shown & ~_broken_alone(shown, rules)
    )


def _broken_alone(shown: np.ndarray, rules: Sequence[values.Rule]) -> np.ndarray:
    return np.logical_or.reduce([rule.broken_by(csr_array(np.eye(len(shown)))) for rule in rules])


def everybody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A follow-up question is judged by those who answered anything, not on its own base."""
    real = period.system
    monkeypatch.setattr(
        period, "system", lambda asked, atoms, there, least: real(asked, atoms, np.ones_like(there), least)
    )


def numbers_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    real = cells._response_rows

    def rows(part: Any, decided: Mapping[str, Any], policy: Policy) -> pd.DataFrame:
        name = next(name for name, one in decided.items() if c.RESPONSE in one.tier.measures)
        everything = replace(decided[name], shown=np.ones_like(decided[name].shown))
        return real(part, {**decided, name: everything}, policy)

    monkeypatch.setattr(cells, "_response_rows", rows)


def nothing_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question is shown where its own numbers allow it, whatever is said of the scales."""
    real = period._tier
    monkeypatch.setattr(period, "_tier", lambda *more: real(*more[:-1], None))


def setting(place: Any, name: str, value: Any) -> Away:
    return lambda monkeypatch: monkeypatch.setattr(place, name, value)


MED = tree("med", ("M", "K"), ("A", "M"), ("E", "M"), ("B", "K"))
LINE_OF_MED = tree("line", ("A", "K"), ("B", "K"), ("E", "K"))
CODE = {
    "complementary suppression": (no_complement, Case({"A": 4, "B": 30, "D": 30}, "trust", "A", "less B")),
    "the second tree": (
        only(first_tree),
        Case({"A": 3, "B": 4, "E": 5}, "trust", "B", "less M", trees=(LINE_OF_MED, MED)),
    ),
    "leaders and employees are all": (
        only(without_leaders),
        Case({"A": 30, "B": 30, "D": 30}, "trust", "", "fewer than 5", leaders={"decentral": 3}),
    ),
    "W, means": (
        setting(values, "pins_mean", never),
        number(6, "trust", "within 25", set_for("A", {name: BEST[name] for name in TRUST})),
    ),
    "W, spread": (setting(values, "pins_spread", never), number(12, "trust", "mean and SD", all_alike)),
    "values of what is left over": (
        groups_alone,
        Case(
            {"A": 12, "B": 30, "D": 30, "K": 10},
            "trust",
            "K",
            "within 25",
            answered=set_for("K", {name: BEST[name] for name in TRUST}),
        ),
    ),
    "follow-up questions on their own base": (everybody_asked, number(30, "OB1A", "fewer than", three_offended)),
    "a number is withheld with the mean": (numbers_shown, number(4, "response", "fewer than 5")),
    "nothing where the means are withheld": (
        nothing_wider,
        Case({"A": 4, "B": 9, "D": 30}, "NL1", "B", "its n tells"),
    ),
    "a scale less its questions": (
        setting(gate, "unlinked", lambda decided, *more: decided),
        number(12, "trust", "less its parts", one_skipped),
    ),
    "a composite less its scales": (
        setting(period, "tied", lambda decided, equations: decided),
        number(12, "trust", "other figures of", set_for("A", {name: BEST[name] for name in TRUST})),
    ),
    "rounded once": (
        setting(gate, "rounded", lambda table, policy: table),
        Case({"A": 80, "B": 90, "D": 90}, "trust", "A", "less its parts", answered=one_skipped),
    ),
}


@pytest.mark.parametrize("rule", CODE)
def test_what_a_rule_in_code_guards(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    away, case = CODE[rule]
    assert attacked(case.publication()) == []
    away(monkeypatch)
    assert case.betrays(attacked(case.publication()))
