"""Each rule about absence and turnover taken away: the attacker finds what it guarded, where files can show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from made_up.attacked import amounts_as_read, attacked
from made_up.municipality import POLICY, tree
from made_up.staff import QUARTER, jobs, places, records, released_hr, some_absence, units_shown
from skapital.aggregate.branches import Branches
from skapital.aggregate.leaving import exits_data
from skapital.config.exits import read_exits
from skapital.config.policy import Policy
from skapital.disclosure import amounts, released_amounts
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.memory import Memory
from skapital.disclosure.released_amounts import ReleasedAmounts
from skapital.indicators import periods
from skapital.resources import resource

LINE = (tree("line", ("A", "K"), ("B", "K"), ("D", "K")),)
SIZES = {"A": 30, "B": 30, "D": 30}
YEAR = periods.calendar_year(2014)
Spells = list[tuple[object, ...]]


def of(sizes: dict[str, int], spells: Spells | None = None, spans=(QUARTER,), rules: Policy = POLICY, more=()):  # type: ignore[no-untyped-def]
    staff = [*jobs(sizes), *more]
    return released_hr(records(staff, some_absence(staff) if spells is None else spells), spans, LINE, rules=rules)


def leaks(found: ReleasedAmounts) -> list[Leak]:
    return attacked(amounts_as_read(found, LINE))


def found(every: list[Leak], unit: str, measure: str, how: str) -> bool:
    return any(unit in leak.units and leak.measure == measure and how in leak.how for leak in every)


def test_full_time_equivalents() -> None:
    sizes = {"A": 8, "B": 30, "D": 30}
    assert leaks(of(sizes)) == []
    weaker = of(sizes, rules=replace(POLICY, magnitude_base=1.0))
    assert found(leaks(weaker), "A", "absence_days", "fewer than 10 full-time")


def test_persons() -> None:
    four = [(f"p{i}", "A", "2010-01-01", None, 2.6, None, None, None, None) for i in range(4)]
    sizes = {"B": 30, "D": 30}
    assert leaks(of(sizes, more=four)) == []
    weaker = of(sizes, rules=replace(POLICY, magnitude_persons=1), more=four)
    assert found(leaks(weaker), "A", "absence_spells", "fewer than 5")
    assert found(leaks(weaker), "A", "turnover_out", "fewer than 5")


def test_what_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"A": 8, "B": 30, "D": 30}
    assert leaks(of(sizes)) == []
    monkeypatch.setattr(amounts, "pattern", lambda system, bounds: bounds.allowed & ~bounds.fixed_hidden)
    assert found(leaks(of(sizes)), "A", "absence_days", "less B")


def test_a_year_is_the_sum_of_its_quarters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly anybody is left in A in the last quarter: the year less its three other quarters is that one."""
    only = [(f"x{i}", "A", "2010-01-01", "2014-09-29", 1.0, None, None, None, "contract_end") for i in range(30)]
    spans = [YEAR, *(periods.quarter(f"2014Q{number}") for number in (1, 2, 3, 4))]
    sizes = {"A": 3, "B": 30, "D": 30}
    assert leaks(of(sizes, spans=spans, more=only)) == []
    real = released_amounts.decide_amounts
    monkeypatch.setattr(released_amounts, "decide_amounts", lambda *given: real(*given[:4], ()))
    assert found(leaks(of(sizes, spans=spans, more=only)), "A", "absence_days", "longer periods")


# ---- dominance: seen from outside where all the others had none


def spells_of(*days: int) -> Spells:
    """So many days for the first people of A, one after the other; the usual ones for everybody else."""
    start = pd.Timestamp("2014-07-01")
    mine = [
        (f"A-e-{who}", "A", str(start.date()), str((start + pd.Timedelta(days=n - 1)).date()), "own_illness", 1.0)
        for who, n in enumerate(days)
    ]
    return mine + some_absence(jobs({"B": 30, "D": 30}))


NO_P, NO_K = {"dominance_percent": -1e9}, {"dominance_k": 1e9}


@pytest.mark.parametrize("days", [(40,), (40, 30)])
def test_days_of_one_or_two_people(days: tuple[int, ...]) -> None:
    assert leaks(of(SIZES, spells_of(*days))) == []
    weaker = of(SIZES, spells_of(*days), rules=replace(POLICY, **NO_P, **NO_K))
    assert found(leaks(weaker), "A", "absence_days", "the days of")


def test_the_p_percent_rule_alone_guards_two_people() -> None:
    weaker = of(SIZES, spells_of(40, 30), rules=replace(POLICY, **NO_P))
    assert found(leaks(weaker), "A", "absence_days", "the days of two people")
    assert leaks(of(SIZES, spells_of(40, 30), rules=replace(POLICY, **NO_K))) == []


def test_the_n_k_rule_cannot_be_seen_from_outside() -> None:
    """One of six has four fifths of the days: only who has the records knows, so the records are asked."""
    spells = spells_of(80, 5, 5, 4, 3, 3)
    assert "A" not in units_shown(of(SIZES, spells).cells)
    without = of(SIZES, spells, rules=replace(POLICY, **NO_K))
    assert "A" in units_shown(without.cells)
    days = np.array([80, 5, 5, 4, 3, 3])
    assert days.max() > POLICY.dominance_k / 100 * days.sum()
    assert leaks(without) == []


def test_days_of_one_person_in_what_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    spells = spells_of(40)
    assert leaks(of(SIZES, spells)) == []
    monkeypatch.setattr(amounts, "dominations", _of_groups_alone(amounts.dominations))
    assert found(leaks(of(SIZES, spells)), "A", "absence_days", "the days of one person: K")


TWO = (
    tree("line", ("C1", "K"), ("C2", "K"), ("A", "C1"), ("E", "C1"), ("B", "C2"), ("D", "C2")),
    tree("med", ("M1", "K"), ("M2", "K"), ("A", "M1"), ("B", "M1"), ("E", "M2"), ("D", "M2")),
)


def in_two_trees() -> list[Leak]:
    """A's days are one person's: its centre, and its committee, each less their other workplace tell them."""
    others = {"B": 30, "D": 30, "E": 30}
    spells = [one for one in spells_of(40) if one[1] == "A"] + some_absence(jobs(others))
    found = released_hr(records(jobs({"A": 30, **others}), spells), (QUARTER,), TWO)
    return attacked(amounts_as_read(found, TWO))


@pytest.mark.parametrize(
    ("judged", "told"), [(0, "M1 (employees, 2014-01-01) less B"), (1, "C1 (employees, 2014-01-01) less E")]
)
def test_dominance_in_both_trees(monkeypatch: pytest.MonkeyPatch, judged: int, told: str) -> None:
    assert in_two_trees() == []
    monkeypatch.setattr(amounts, "dominations", _in_one_tree(amounts.dominations, judged))
    assert found(in_two_trees(), "A", "absence_days", f"the days of one person: {told}")


def _in_one_tree(real: Callable, judged: int) -> Callable:  # type: ignore[type-arg]
    """Dominance judged in what is left of one tree alone."""

    def dominations(state, *more):  # type: ignore[no-untyped-def]
        left = [one if place == judged else {} for place, one in enumerate(state.left)]
        return real(SimpleNamespace(left=left, system=state.system, parts=state.parts), *more)

    return dominations


def _of_groups_alone(real: Callable) -> Callable:  # type: ignore[type-arg]
    """Dominance judged in groups without parts, not in what is left of the others."""

    def dominations(state, shares, policy, around=None):  # type: ignore[no-untyped-def]
        return (one for one in real(state, shares, policy, around) if len(one.involved) == 1)

    return dominations


def test_short_and_long_stand_inside_what_all_days_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """One long and one short illness in A: the two together are all days, so they go where all days go."""
    spells = spells_of(40, 5)
    assert leaks(of(SIZES, spells)) == []
    real = amounts.undominated

    def undominated(part, tier, *more):  # type: ignore[no-untyped-def]
        shown = real(part, tier, *more)
        return np.ones_like(shown) if tier.name == "split" else shown

    monkeypatch.setattr(amounts, "undominated", undominated)
    assert found(leaks(of(SIZES, spells)), "A", "absence_days", "the days of two people")


# ---- reasons for leaving

CENTRES = (tree("line", ("A", "K"), ("A1", "A"), ("B", "K"), ("B1", "B"), ("C", "K"), ("C1", "C")),)
WORDS = read_exits(resource("configs", "exits.toml"))
LEVEL = next(unit.level for unit in CENTRES[0].units if unit.code == "A")
MANY = ["pay"] * 15 + ["culture"] * 15
REASONS = {
    "talks": ({"talks": 1}, ["pay"] * 4 + ["culture"] * 4, "fewer than 10 talks"),
    "few gave it": ({"chosen": 1}, ["health"] * 2 + ["culture"] * 18, "a reason of fewer than 3"),
    "all but few gave it": ({"chosen": 1}, ["pay"] * 19 + ["culture"], "all but fewer than 3"),
}


@pytest.mark.parametrize("rule", REASONS)
def test_reasons_for_leaving(rule: str) -> None:
    away, of_a, how = REASONS[rule]
    counts = {"A1": of_a, "B1": MANY, "C1": MANY}
    rows = [(unit, "2014-05", reason, "4" if n % 2 else "1") for unit, all_of in counts.items()
            for n, reason in enumerate(all_of)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["unit", "month", "reasons", "recommend"])
    part = exits_data(table, WORDS, YEAR, Branches(places(CENTRES), LEVEL))
    assert part is not None

    def told(policy: Policy) -> list[Leak]:
        return attacked(amounts_as_read(released_amounts.released_amounts([part], Memory.empty(), policy), CENTRES))

    assert told(POLICY) == []
    assert found(told(replace(POLICY, leaving={**POLICY.leaving, **away})), "A1", "exits", how)
