import pytest

from skapital.config.organisation import Organisation, Unit
from skapital.errors import InputError
from skapital.publication.inputs import check_workplaces


def tree(name, date, *codes):
    root = Unit("K", "K", None, "municipality")
    return Organisation(name, date, (root, *(Unit(code, code, "K", "workplace") for code in codes)))


LINE = tree("line", "2016-01-01", "a", "c")


def test_a_committee_tree_that_was_left_behind_is_refused_with_the_remedy():
    with pytest.raises(InputError) as error:
        check_workplaces([LINE, tree("med", "2014-01-01", "a", "b")], "workplace", "2016-06")
    assert error.value.slug == "workplaces-differ"
    assert "--from 2016-01-01 --tree med" in error.value.message
    assert "(c, b)" in error.value.message


def test_an_older_tree_over_the_same_workplaces_is_as_good():
    check_workplaces([LINE, tree("med", "2014-01-01", "c", "a")], "workplace", "2016-06")
    check_workplaces([LINE], "workplace", "2016-06")
