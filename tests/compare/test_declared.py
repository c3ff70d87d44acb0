import pandas as pd

from skapital import columns as c
from skapital.compare.declared import Declared, judged


def table(*rows):
    names = [c.UNIT, c.POPULATION, c.MEASURE, "kind", "p", "verdict"]
    return pd.DataFrame(rows, columns=names)


ROWS = (
    ("K", "employees", "trust", "baseline", 0.01, "better"),
    ("K", "employees", "justice", "baseline", 0.04, "better"),
    ("K", "leaders", "trust", "target", 0.03, "worse"),
    ("K", "employees", "trust", "round", 0.001, "better"),
    ("A", "employees", "trust", "baseline", 0.001, "better"),
)
DECLARED = [
    Declared("trust", "employees", "baseline"),
    Declared("justice", "employees", "baseline"),
    Declared("trust", "leaders", "target"),
]


def test_the_declared_ones_share_five_per_cent():
    # R: p.adjust(c(.01, .04, .03), "holm") is .03 .06 .06
    found = judged(table(*ROWS), DECLARED, "K")
    assert found["stands"].tolist() == [True, False, False, None, None]
    assert found["verdict"].tolist() == [row[-1] for row in ROWS]


def test_rows_are_told_apart_by_their_own_labels():
    shuffled = table(*ROWS).set_axis([7, 3, 5, 1, 0])
    assert judged(shuffled, DECLARED, "K")["stands"].to_dict() == {7: True, 3: False, 5: False, 1: None, 0: None}
    nothing = judged(table(*ROWS).head(0), DECLARED, "K")
    assert (len(nothing), nothing["stands"].dtype) == (0, object)


def test_a_test_that_could_not_be_made_does_not_count():
    rows = [ROWS[0], (*ROWS[1][:4], float("nan"), "withheld"), ROWS[2]]
    assert judged(table(*rows), DECLARED, "K")["stands"].tolist() == [True, None, True]


def test_alone_a_declared_test_stands_at_its_own_five_per_cent():
    assert judged(table(ROWS[1]), DECLARED, "K")["stands"].tolist() == [True]
    assert judged(table((*ROWS[1][:4], 0.05, "better")), DECLARED, "K")["stands"].tolist() == [True]


def test_nothing_declared_leaves_everything_open():
    assert judged(table(*ROWS), [], "K")["stands"].tolist() == [None] * 5
