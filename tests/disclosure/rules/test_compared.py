"""What is compared is computed from released figures alone: taken away, comparisons and counts give figures back."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from made_up.attacked import as_read, attacked
from made_up.municipality import INSTRUMENT, POLICY, answers, frame, part, tree
from skapital import aggregate
from skapital import columns as c
from skapital.aggregate.groups import Structure
from skapital.compare import change
from skapital.compare.many import COUNT_COLUMNS, workplace_counts
from skapital.compare.table import ALL_COLUMNS
from skapital.config.policy import Policy
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release

LINE = tree("line", ("A", "K"), ("B", "K"), ("D", "K"))
NO_MINIMUM = replace(
    POLICY,
    minimum=dict.fromkeys(POLICY.minimum, 1),
    difference=dict.fromkeys(POLICY.difference, 1),
    pooled_leaders=1,
    value_width=0.0,
    unanimity=False,
)


def two_rounds(rules: Policy) -> Release:
    """Four of A answered in the first round, thirty in the second."""
    now, then = answers({"A": 30, "B": 30, "D": 30}, seed=1), answers({"A": 4, "B": 30, "D": 30}, seed=2)
    parts = []
    for name, table in (("2016-06", now), ("2014-06", then)):
        invited = frame(table["unit"].value_counts().to_dict())
        parts.append(part(table, [Structure(LINE.date, (LINE,), table[c.ANSWER_UNIT], invited)], name))
    whole = aggregate.collect(parts, [(LINE.date, (LINE,))], "workplace")
    return release(whole, rules, Memory.empty(), equations_of(INSTRUMENT))


@pytest.fixture(scope="module")
def found() -> Release:
    return two_rounds(POLICY)


@pytest.fixture(scope="module")
def naked(found: Release) -> Release:
    """The release as `compare` would have it if it saw what is withheld."""
    return replace(found, exact=two_rounds(NO_MINIMUM).exact)


def compared(one: Release) -> pd.DataFrame:
    return change.rounds(one, period="2016-06", earlier="2014-06", kind="round", smallest_important=5.0, past={})


def counts(table: pd.DataFrame) -> pd.DataFrame:
    return workplace_counts(table, {"K": ["A", "B", "D"]})[list(COUNT_COLUMNS)]


def test_comparisons_of_what_is_withheld(found: Release, naked: Release) -> None:
    assert attacked(as_read(found, change.rounded(compared(found), found))) == []
    leaks = attacked(as_read(found, change.rounded(compared(naked), found)))
    assert ("2014-06", ("A",), "trust") in {(leak.period, leak.units, leak.measure) for leak in leaks}


@pytest.mark.parametrize("figure", ["difference", "low", "high", "detectable"])
def test_comparisons_are_rounded_as_their_figures_are(found: Release, figure: str) -> None:
    """Two means to one decimal and their difference to many leave less of both to rounding."""
    exact = compared(found).reindex(columns=list(ALL_COLUMNS))
    as_published = change.rounded(exact, found)
    leaks = attacked(as_read(found, as_published.assign(**{figure: exact[figure]})))
    assert {leak.units for leak in leaks} == {("K",), ("B",)}
    assert {leak.how.partition(" comparison ")[2] for leak in leaks} == {"printed finer than its figures are"}


@pytest.mark.parametrize("figure", ["difference", "low", "detectable"])
def test_each_figure_of_such_a_comparison(found: Release, naked: Release, figure: str) -> None:
    table = change.rounded(compared(naked), found)
    figures = ("difference", "low", "high", "detectable", "shrunken", "shrunken_low", "shrunken_high")
    only = table.assign(**{name: float("nan") for name in figures if name != figure})
    assert any(leak.units == ("A",) for leak in attacked(as_read(found, only)))


def test_counts_of_workplaces_that_are_withheld(found: Release, naked: Release) -> None:
    shown = compared(found)
    rows = change.rounded(shown, found)
    assert attacked(as_read(found, rows, counts(shown))) == []
    leaks = attacked(as_read(found, rows, counts(compared(naked))))
    assert any("more workplaces are counted" in leak.how and "A" in leak.units for leak in leaks)
