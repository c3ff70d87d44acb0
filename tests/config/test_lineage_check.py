import pytest

from skapital.config.lineage_check import faults
from skapital.config.organisation import LineageEvent, Organisation, Unit

D = "2016-01-01"


def tree(date, *codes, name="line"):
    return Organisation(name, date, (Unit("K", "K", None, "top"), *(Unit(code, code, "K", "low") for code in codes)))


BEFORE, AFTER = tree("2014-01-01", "a", "b", "c"), tree("2018-01-01", "a", "b", "d", "e")


def events(*rows):
    made = [LineageEvent(*row, *[None] * (5 - len(row)), "minutes") for row in rows]
    return dict(enumerate(made, start=2))


def found(*rows, trees=(BEFORE, AFTER), known=()):
    return [(fault.slug, fault.row, fault.column) for fault in faults(events(*rows), trees, known)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(D, "close", "c", "d")], ("lineage-ends", 2, "to")),
        ([(D, "new", "c", "d")], ("lineage-ends", 2, "from")),
        ([(D, "merge", "c", None)], ("lineage-ends", 2, "to")),
        ([(D, "close", "c"), (D, "rename", "c", "d")], ("lineage-two-fates", 3, "from")),
        ([(D, "rename", "c", "d"), (D, "move", "c", "e")], ("lineage-two-fates", 3, "from")),
        ([(D, "split", "c", "d", 0.5), (D, "split", "c", "e", 0.3)], ("lineage-share", 2, "share")),
        ([(D, "split", "c", "d", 0.5), (D, "split", "c", "e")], ("lineage-share", 2, "share")),
        ([(D, "rename", "c", "d", 0.5)], ("lineage-share", 2, "share")),
        ([(D, "split", "c", "d")], ("lineage-parts", 2, "kind")),
        ([(D, "merge", "c", "d")], ("lineage-parts", 2, "kind")),
        ([(D, "new", None, "a")], ("lineage-exists", 2, "to")),
        ([(D, "rename", "c", "b")], ("lineage-exists", 2, "to")),
        ([(D, "close", "x")], ("lineage-unknown-unit", 2, "from")),
        ([(D, "close", "d"), ("2017-01-01", "new", None, "d")], ("lineage-unknown-unit", 2, "from")),
        ([(D, "rename", "c", "x")], ("lineage-unknown-unit", 2, "to")),
        ([(D, "rename", "c", "d"), ("2017-01-01", "close", "c")], ("lineage-unknown-unit", 3, "from")),
    ],
)
def test_what_cannot_be_is_found_at_its_row(rows, expected):
    assert found(*rows) == [expected]


@pytest.mark.parametrize(
    "rows",
    [
        [(D, "rename", "c", "d"), (D, "move", "c", "d")],
        [(D, "rename", "a", "a")],
        [(D, "merge", "c", "b")],  # b goes on, so two become one
        [(D, "merge", "c", "d"), (D, "merge", "b", "d")],
        [(D, "split", "c", "d", 0.33), (D, "split", "c", "e", 0.33), (D, "split", "c", "b", 0.33)],
        [(D, "close", "c"), (D, "new", None, "d")],
        [(D, "rename", "b", "d"), (D, "rename", "c", "b")],  # a code that is free is used again
        [(D, "rename", "c", "x"), ("2017-01-01", "rename", "x", "d")],
        [(D, "rename", "c", "x"), ("2017-01-01", "close", "x")],
        [(D, "new", None, "x"), ("2017-01-01", "split", "x", "d"), ("2017-01-01", "split", "x", "e")],
    ],
)
def test_what_can_be_is_taken(rows):
    assert found(*rows) == []


def test_events_at_hand_are_taken_with_those_of_the_file():
    known = [LineageEvent(D, "rename", "c", "x", None, "minutes")]
    assert found(("2017-01-01", "rename", "x", "d"), known=known) == []
    assert found(("2017-01-01", "rename", "x", "d"))[0][0] == "lineage-unknown-unit"


def test_events_at_hand_of_the_same_date_are_replaced_by_the_file():
    known = [LineageEvent(D, "close", "c", None, None, "minutes")]
    assert found((D, "rename", "c", "d"), known=known) == []


def test_before_the_first_organisation_nothing_is_known():
    assert found(("2010-01-01", "rename", "x", "y"), ("2012-01-01", "rename", "y", "a")) == []
    assert found(("2012-01-01", "rename", "x", "y"))[0][0] == "lineage-unknown-unit"  # y is not in the first one


def test_the_message_says_when_the_unit_begins():
    fault = faults(events((D, "close", "d"), ("2017-01-01", "new", None, "d")), (BEFORE, AFTER))[0]
    assert "it begins at 2017-01-01" in fault.message


def test_units_of_the_other_tree_are_known_too():
    trees = (BEFORE, AFTER, tree("2014-01-01", "a", "b", "c", "M1", name="med"))
    trees += (tree("2018-01-01", "a", "b", "d", "e", "M2", name="med"),)
    assert found((D, "rename", "M1", "M2"), trees=trees) == []
