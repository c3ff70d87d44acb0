from skapital.config.organisation import Organisation, Unit
from skapital.config.placing import belongs


def tree(name, *rows):
    return Organisation(name, "2014-01-01", tuple(Unit(code, code, parent, "level") for code, parent in rows))


LINE = tree(
    "line", ("K", None), ("C", "K"), ("D", "C"), ("w1", "D"), ("team", "w1"), ("w2", "D"), ("w3", "C"), ("E", "K")
)
MED = tree("med", ("K", None), ("M", "K"), ("L", "M"), ("w1", "L"), ("w2", "L"), ("w3", "M"))


def home(code, line=LINE, other=MED):
    return belongs([code], line, other)[code]


def test_a_unit_of_both_trees_is_its_own_place():
    assert [home(code) for code in ("K", "w1", "w3")] == ["K", "w1", "w3"]


def test_people_of_a_team_belong_to_its_workplace_where_the_tree_ends_there():
    assert home("team") == "w1"


def test_own_staff_belong_to_the_committee_over_all_workplaces_below_them():
    assert home("D") == "L"
    assert home("C") == "M"


def test_own_staff_over_one_workplace_do_not_belong_to_the_workplace():
    one = tree("line", ("K", None), ("D", "K"), ("w1", "D"))
    assert home("D", line=one) == "L"


def test_own_staff_over_workplaces_of_several_committees_belong_to_the_root():
    apart = tree("med", ("K", None), ("L1", "K"), ("w1", "L1"), ("L2", "K"), ("w2", "L2"), ("w3", "L2"))
    assert home("D", other=apart) == "K"


def test_a_unit_without_workplaces_and_one_that_nobody_knows_belong_to_the_root():
    assert home("E") == "K"
    assert home("nobody") == "K"
