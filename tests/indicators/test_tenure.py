import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.config.definitions import TurnoverDefinition
from skapital.indicators import tenure
from skapital.indicators.retention import kaplan_meier
from skapital.indicators.turnover import Window

YEAR = Window(pd.Timestamp("2014-01-01"), pd.Timestamp("2014-12-31"))
RULES = TurnoverDefinition("x", 1, {"da": "x", "en": "x"}, "x", ("retired",), 92, "x")
COLUMNS = ["person", "unit", "start", "end", "end_type", "position_group", "leader_level"]


def spells(*rows):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["start"], frame["end"] = pd.to_datetime(frame["start"]), pd.to_datetime(frame["end"])
    return frame


def staff():
    return spells(
        ("stays", "W1", "2010-01-01", None, None, "A", None),
        ("leaves", "W1", "2013-01-01", "2014-06-30", "resigned", "A", None),
        ("retires", "W1", "1990-01-01", "2014-06-30", "retired", "A", None),
        ("moves", "W1", "2012-01-01", "2014-03-31", "moved", "A", None),
        ("moves", "W2", "2014-04-01", None, None, "B", None),
        ("returns", "W1", "2013-07-01", "2014-04-30", "resigned", "A", None),
        ("returns", "W2", "2014-06-15", None, None, "A", None),
        ("comes", "W2", "2014-09-01", None, None, "B", None),
        ("comes_and_goes", "W2", "2014-02-01", "2014-08-31", "resigned", "B", None),
        ("gone", "W2", "2012-02-01", "2013-12-31", "resigned", "B", None),
        ("later", "W2", "2015-02-01", None, None, "B", None),
    )


def test_everybody_seen_in_the_window_is_there_once_with_the_unit_of_their_first_day():
    found = tenure.observed(staff(), YEAR, RULES).set_index("person")
    assert sorted(found.index) == ["comes", "comes_and_goes", "leaves", "moves", "retires", "returns", "stays"]
    assert found.loc["moves", ["unit", "position_group"]].tolist() == ["W1", "A"]
    assert sorted(found.index[found["left"]]) == ["comes_and_goes", "leaves"]
    assert found.loc["leaves", "entry"] == pytest.approx(365 / tenure.DAYS_A_QUARTER)
    assert found.loc["leaves", "leave"] == pytest.approx((365 + 181) / tenure.DAYS_A_QUARTER)
    assert found.loc["comes", "entry"] == 0
    assert (found["leave"] > found["entry"]).all()


def test_one_hired_and_gone_the_same_day_is_seen_for_a_day():
    found = tenure.observed(spells(("x", "W1", "2014-05-01", "2014-05-01", "resigned", "A", None)), YEAR, RULES)
    assert found["leave"].iloc[0] == pytest.approx(1 / tenure.DAYS_A_QUARTER)


def test_first_year_counts_those_who_were_followed_for_a_year_and_no_quick_rehire():
    found = tenure.hired(staff(), YEAR, RULES).set_index("person")
    assert sorted(found.index) == ["leaves", "returns"]
    assert not found["left"].any()
    early = spells(("x", "W1", "2013-03-01", "2014-02-27", "resigned", "A", None),
                   ("y", "W1", "2013-03-01", "2014-02-28", "resigned", "A", None),
                   ("z", "W1", "2013-03-01", "2014-03-01", "resigned", "A", None),
                   ("r", "W1", "2013-03-01", "2013-09-01", "retired", "A", None))  # fmt: skip
    found = tenure.hired(early, YEAR, RULES).set_index("person")["left"]
    assert found.to_dict() == {"x": True, "y": True, "z": False}


def test_tenure_on_a_day_and_its_band():
    found = tenure.tenure_on(staff(), YEAR.start, RULES)
    assert sorted(found.index) == ["gone", "leaves", "moves", "retires", "returns", "stays"]
    bands = pd.Series(tenure.band_of(found["tenure"], (0, 1, 3, 10)), found.index)
    assert bands.to_dict() == {"gone": 1, "leaves": 0, "moves": 1, "retires": 3, "returns": 0, "stays": 2}


@given(st.lists(st.tuples(st.integers(-2_000, 400), st.integers(1, 2_000), st.booleans()), min_size=1, max_size=40))
def test_moving_everyone_changes_nothing_in_the_whole(rows):
    """A move in the middle of the window parts spells, not employments: the curve of the whole stays the same."""
    start = [pd.Timestamp("2014-01-01") + pd.Timedelta(days=begun) for begun, _, _ in rows]
    end = [day + pd.Timedelta(days=long) if over else None for day, (_, long, over) in zip(start, rows, strict=True)]
    still = spells(
        *[(str(i), "W1", s, e, "resigned", "A", None) for i, (s, e) in enumerate(zip(start, end, strict=True))]
    )
    split = pd.Timestamp("2014-06-15")
    crosses = (still["start"] < split) & (still["end"].isna() | (still["end"] >= split))
    moved = pd.concat([
        still.assign(end=still["end"].where(~crosses, split - pd.Timedelta(days=1))),
        still[crosses].assign(start=split, unit="W2"),
    ])  # fmt: skip
    one, other = (tenure.observed(table, YEAR, RULES) for table in (still, moved))
    if len(one):
        grid = np.arange(1.0, 13.0)
        curves = [
            kaplan_meier(t["entry"].to_numpy(), t["leave"].to_numpy(), t["left"].to_numpy(), grid) for t in (one, other)
        ]
        assert curves[0].survival == pytest.approx(curves[1].survival)
