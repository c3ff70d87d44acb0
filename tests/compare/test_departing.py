"""Patterns in turnover out of made-up releases: words, order, withheld groups, seasons over whole years."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from made_up.releases import hr_release
from skapital import columns as c
from skapital.compare import departing
from skapital.errors import UnreleasedError

PERIOD = "2015-09"


def row(unit, rate, base, period=PERIOD, kind="rolling12"):
    return (kind, period, unit, "turnover_out", rate, None, None, base)


def with_groups(release, groups):
    """The release with the municipality's outflow by group: (group, rate or None, base)."""
    whole = release.exact[release.exact[c.STATISTIC] == c.RATE].iloc[0].to_dict()
    more = [
        {**whole, c.GROUP: group, c.VALUE: np.nan if rate is None else rate, c.BASE: np.nan if rate is None else base,
         c.WITHHELD: "too_few" if rate is None else None}
        for group, rate, base in groups
    ]  # fmt: skip
    table = pd.concat([release.exact, pd.DataFrame(more)], ignore_index=True)
    return replace(release, cells=table, exact=table)


def town():
    units = [("K", "municipality", None), ("B", "centre", "K"), ("A", "centre", "K"), ("C", "centre", "K")]
    rows = [row("K", 0.20, 1000), row("B", 0.10, 400), row("A", 0.35, 300), row("C", None, 0)]
    groups = [("seniority_band:under 1 år", 0.5, 200), ("seniority_band:1-3 år", 0.1, 300)]
    groups += [("position_group:X", 0.2, 500), ("position_group:Y", None, 0)]
    return with_groups(hr_release(rows, units=units), groups)


def found(**more):
    return departing.of_year(town(), **{"period": PERIOD, "centres": ("B", "A", "C"), "smallest": 0.05, **more})


def test_groups_stand_in_their_own_order_and_never_by_result():
    table = found()
    centres = table[table["kind"] == "centre"]
    assert centres["unit"].tolist() == ["B", "A", "C"]
    bands = table[table["kind"] == "seniority_band"]
    assert bands["group"].tolist() == ["seniority_band:under 1 år", "seniority_band:1-3 år"]


def test_a_group_is_set_against_everybody_else_of_the_municipality():
    table = found().set_index(["kind", "unit"])
    one = table.loc[("centre", "A")]
    assert one["difference"] == pytest.approx(0.35 - (200 - 105) / 700)
    assert one["verdict"] == "higher"
    assert table.loc[("centre", "B"), "verdict"] == "lower"


def test_a_withheld_group_says_so_and_has_no_figure():
    table = found()
    gone = table[(table["unit"] == "C") | (table["group"] == "position_group:Y")]
    assert gone["verdict"].tolist() == ["withheld", "withheld"]
    assert gone[["n", "difference", "low", "high"]].isna().all(axis=None)


def test_one_group_alone_is_not_judged():
    table = found()
    assert table.loc[table["group"] == "position_group:X", "verdict"].tolist() == ["withheld"]


def test_a_narrow_interval_around_nothing_is_as_the_others_and_a_wide_one_cannot_be_told():
    rows = [row("K", 0.2, 10_000), row("A", 0.2, 5_000), row("B", 0.2, 4_950), row("C", 0.2, 50)]
    units = [("K", "municipality", None), *((code, "centre", "K") for code in "ABC")]
    table = departing.of_year(hr_release(rows, units=units), period=PERIOD, centres=("A", "B", "C"), smallest=0.05)
    assert table["verdict"].tolist() == ["no_sign", "no_sign", "cannot_tell"]


def test_seasons_are_summed_over_whole_years_and_the_latest_count():
    rates = {"2013Q4": 0.5, "2014Q1": 0.02, "2014Q2": 0.02, "2014Q3": 0.10, "2014Q4": 0.02}
    release = hr_release([row("K", rate, 2_000, name, "quarter") for name, rate in rates.items()])
    table = departing.of_seasons(release, quarters=tuple(rates), smallest=0.05)
    assert table["group"].tolist() == ["season:Q1", "season:Q2", "season:Q3", "season:Q4"]
    assert table["difference"].tolist()[2] == pytest.approx(0.10 - 0.02)
    assert table["verdict"].tolist() == ["lower", "lower", "higher", "lower"]
    assert table["n"].tolist() == [2_000] * 4


def test_less_than_a_year_of_quarters_says_nothing():
    release = hr_release([row("K", 0.1, 100, name, "quarter") for name in ("2014Q1", "2014Q2", "2014Q3")])
    assert departing.of_seasons(release, quarters=("2014Q1", "2014Q2", "2014Q3"), smallest=0.05).empty


def test_only_a_release_is_looked_at():
    with pytest.raises(UnreleasedError):
        departing.of_year(town().exact, period=PERIOD, centres=(), smallest=0.05)
