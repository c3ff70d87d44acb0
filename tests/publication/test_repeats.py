"""A quarter does not write again what stands in the publication of the measurement."""

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.publication.repeats import said_before

NAMES = list(c.RELEASED_COLUMNS)


def cell(measure, value=50.0, *, unit="A", period="2014-06", kind="round", statistic="mean", n=12.0, withheld=None):
    named = {c.PERIOD_KIND: kind, c.PERIOD: period, c.STRUCTURE: "2014-01-01", c.POPULATION: "employees", c.UNIT: unit,
             c.GROUP: None, c.MEASURE: measure, c.STATISTIC: statistic, c.VALUE: value, c.N: n, c.BASE: np.nan,
             c.WITHHELD: withheld}  # fmt: skip
    return tuple(named[name] for name in NAMES)


def table(*cells):
    return pd.DataFrame(list(cells), columns=NAMES).astype({c.GROUP: object, c.WITHHELD: object})


def left_out(now, before):
    return said_before(now, before, {"TM1": None, "TM2": None}).tolist()


def test_items_that_stand_as_published_are_left_out_and_scales_are_not():
    both = table(cell("TM1"), cell("trust"), cell("TM2", statistic="share:5"))
    assert left_out(both, both) == [True, False, True]


def test_a_withheld_item_is_left_out_where_it_was_withheld_for_the_same_reason():
    before = table(cell("TM1", np.nan, n=np.nan, withheld="too_few"), cell("TM2", np.nan, n=np.nan, withheld="too_few"))
    now = table(cell("TM1", np.nan, n=np.nan, withheld="too_few"), cell("TM2", np.nan, n=np.nan, withheld="protected"))
    assert left_out(now, before) == [True, False]


def test_what_is_new_or_another_figure_is_written():
    before = table(cell("TM1"), cell("TM2"), cell("TM2", period="2016-06"))
    now = table(cell("TM1", 50.1), cell("TM2", n=13.0), cell("TM1", unit="B"), cell("TM2", period="2016-06"))
    assert left_out(now, before) == [False, False, False, True]


def test_nothing_is_left_out_where_nothing_was_published():
    now = table(cell("TM1"), cell("TM2"))
    assert left_out(now, now.iloc[:0]) == [False, False]


def test_absence_of_the_name_of_an_item_is_no_item():
    both = table(cell("TM1", kind="quarter", period="2015Q3"))
    assert left_out(both, both) == [False]
