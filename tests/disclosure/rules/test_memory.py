"""The rules about what was published before, taken away one at a time: the attacker reads all publications together."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from made_up.attacked import attacked
from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.config.organisation import Organisation
from skapital.disclosure import combine, freeze, linked, period
from skapital.disclosure import release as gate
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.tables import Asked, Link, PeriodData

THEN, NOW = "2014-01-01", "2016-01-01"


def published(*periods: PeriodData, trees: tuple[Organisation, ...], after: tuple[Release, ...] = ()) -> Release:
    memory = Memory.of([(one.cells, one.contributions) for one in after], [one.units for one in after])
    whole = aggregate.collect(list(periods), [(trees[0].date, trees)], "workplace")
    return release(whole, POLICY, memory, equations_of(INSTRUMENT))


def asked(given: pd.DataFrame, *trees: tuple[Organisation, ...], period: str = "2014-06") -> PeriodData:
    """A round on one organisation or more, the publication's own first, all with the same invited."""
    invited = frame(given["unit"].value_counts().to_dict())
    return part(given, [Structure(one[0].date, one, given[c.ANSWER_UNIT], invited) for one in trees], period)


def found(leaks: list[Leak], unit: str, how: str) -> bool:
    return any(unit in leak.units and how in leak.how for leak in leaks)


# ---- history as then and as now


REST = (("C1", "K"), ("C2", "K"), ("a", "C1"), ("d", "C1"), ("e", "C2"), ("f", "C2"), ("g", "C2"))
OLD = (tree("line", *REST, ("b", "C1"), date=THEN),)
MOVED = (tree("line", *REST, ("b", "C2"), date=NOW),)
GIVEN = answers({"a": 30, "d": 20, "e": 30, "f": 4, "g": 20, "b": 4}, seed=2)


def history(monkeypatch: pytest.MonkeyPatch, *, known: bool) -> list[Leak]:
    """The round as it was organised, then the same answers where everybody belongs two years later."""
    first = published(asked(GIVEN, OLD), trees=OLD)
    if not known:
        monkeypatch.setattr(period, "system", _only_own(period.system))
    second = published(asked(GIVEN, MOVED, OLD), trees=MOVED, after=(first,))
    return attacked(first, second)


def _only_own(real):  # type: ignore[no-untyped-def]
    def system(asked: Asked, *more):  # type: ignore[no-untyped-def]
        families = [one for one in asked.families if one.structure == NOW]
        return real(dataclasses.replace(asked, families=tuple(families)), *more)

    return system


def test_history_on_another_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    assert history(monkeypatch, known=True) == []
    assert found(history(monkeypatch, known=False), "b", "fewer than 5")


# ---- remembered publications

FIRST = (tree("line", ("C1", "K"), ("C2", "K"), ("a", "C1"), ("b", "C1"), ("d", "C2"), ("e", "C2"), date=THEN),)
SECOND = (tree("line", ("C1", "K"), ("C2", "K"), ("a", "C1"), ("d", "C1"), ("b", "C2"), ("e", "C2"), date=NOW),)
OTHERS = answers({"a": 4, "b": 8, "d": 30, "e": 30}, seed=2)


@pytest.mark.parametrize("remembers", [True, False])
def test_what_was_published_before(remembers: bool) -> None:
    """Then a hides with b, now with d: b can be shown now, and with what was shown then it gives a away."""
    first = published(asked(OTHERS, FIRST), trees=FIRST)
    second = published(
        asked(OTHERS, SECOND, *((FIRST,) if remembers else ())), trees=SECOND, after=(first,) if remembers else ()
    )
    assert attacked(second) == []
    leaks = attacked(first, second)
    assert leaks == [] if remembers else found(leaks, "a", "less b (employees, 2016-01-01)")


# ---- a released cell is frozen


LINE = (tree("line", ("A", "K"), ("B", "K"), ("D", "K")),)
THIRTY = answers({"A": 30, "B": 30, "D": 30}, seed=4)


def not_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        gate,
        "through_memory",
        lambda part, memory, policy: freeze.Gated(
            part, memory.cells.iloc[:0], memory.cells.iloc[:0], (), freeze.contributions(part)
        ),
    )


def one_late(given: pd.DataFrame) -> pd.DataFrame:
    late = answers({"A": 1}, seed=9)
    late.index = pd.Index(["late"], name="respondent")
    return pd.concat([given, late])


def one_gone(given: pd.DataFrame) -> pd.DataFrame:
    return given.drop(given.index[given["unit"] == "A"][3])


def one_corrected(given: pd.DataFrame) -> pd.DataFrame:
    corrected, person = given.copy(), given.index[given["unit"] == "A"][0]
    codes = [option.code for option in INSTRUMENT.items["TM1"].responses.options]
    corrected.loc[person, "TM1"] = next(code for code in codes if code != given.loc[person, "TM1"])
    return corrected


@pytest.mark.parametrize("correct", [one_late, one_gone, one_corrected])
def test_a_released_cell_is_frozen(monkeypatch: pytest.MonkeyPatch, correct) -> None:  # type: ignore[no-untyped-def]
    first = published(asked(THIRTY, LINE), trees=LINE)
    assert attacked(first, published(asked(correct(THIRTY), LINE), trees=LINE, after=(first,))) == []
    not_frozen(monkeypatch)
    leaks = attacked(first, published(asked(correct(THIRTY), LINE), trees=LINE, after=(first,)))
    assert found(leaks, "A", "published twice")


def test_many_late_answers_are_said_anew_and_are_no_leak() -> None:
    more = answers({"A": 25, "B": 25}, seed=9)
    more.index = pd.Index([f"late{number}" for number in range(50)], name="respondent")
    first = published(asked(THIRTY, LINE), trees=LINE)
    second = published(asked(pd.concat([THIRTY, more]), LINE), trees=LINE, after=(first,))
    assert second.cell("2014-06", "A", "trust", c.MEAN).n == 55
    assert attacked(first, second) == []


def test_a_question_that_was_read_anew_is_no_leak() -> None:
    """Every answer to one question turned round: the places where few had chosen otherwise tell nothing of anybody."""
    codes = [option.code for option in INSTRUMENT.items["TM1"].responses.options]
    sizes = {f"W{number}": 30 for number in range(6)}
    line = (tree("line", *((code, "K") for code in sizes)),)
    given = answers(sizes, seed=4)
    turned = given.assign(TM1=given["TM1"].map(dict(zip(codes, reversed(codes), strict=True))))
    first = published(asked(given, line), trees=line)
    second = published(asked(turned, line), trees=line, after=(first,))
    assert attacked(first, second) == []


# ---- units that are read together


CHILDREN = (tree("line", ("C", "K"), ("F", "K"), ("A", "C"), ("B", "C"), ("E", "C"), ("D", "C")),)
LARGE = {"A": 4, "B": 4, "E": 20, "D": 20, "F": 20}
SMALL = {**LARGE, "E": 3}


def combined(monkeypatch: pytest.MonkeyPatch, *, proved: bool) -> list[Leak]:
    """A, B and E were read together; two years later E is large, and A and B are read together.

    In an earlier round hardly anybody answered in D and F, so that C is withheld of it, and the union alone is shown.
    """
    few = asked(answers({**SMALL, "D": 2, "F": 3}, seed=6), CHILDREN, period="2012-06")
    first = published(asked(answers(SMALL, seed=7), CHILDREN), few, trees=CHILDREN)
    if not proved:
        monkeypatch.setattr(gate, "with_published", lambda asked, published: asked)
    later = asked(answers(LARGE, seed=8), CHILDREN, period="2016-06")
    return attacked(first, published(later, few, trees=CHILDREN, after=(first,)))


def test_earlier_unions_stay_in_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    assert combined(monkeypatch, proved=True) == []
    assert found(combined(monkeypatch, proved=False), "E", "fewer than 5")


def test_a_code_of_units_read_together_names_the_same_members_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the later figures of a code would be other people's, and the difference those who came or went."""
    monkeypatch.setattr(combine, "_code", lambda parent, taken: f"{parent}-samlet")
    monkeypatch.setattr(gate, "with_published", lambda asked, published: asked)
    assert found(combined(monkeypatch, proved=True), "E", "published twice")


# ---- linked rounds


def test_stayers_and_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    given = answers({"A": 12, "B": 30, "D": 30}, seed=3)
    stays = ~given.index.isin(given.index[given["unit"] == "A"][:3])
    link = Link("stayers:2016-06", "leavers:2016-06", stays, pd.DataFrame(columns=list(c.CELL_COLUMNS)))
    whole = dataclasses.replace(asked(given, LINE), links=(link,))
    assert attacked(published(whole, trees=LINE)) == []
    monkeypatch.setattr(linked, "pattern", lambda system, bounds: bounds.allowed & ~bounds.fixed_hidden)
    assert found(attacked(published(whole, trees=LINE)), "A", "fewer than 5")
