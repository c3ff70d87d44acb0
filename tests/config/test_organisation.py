import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.config.organisation import Organisation, Unit, parents_first, workplaces_apart


def unit(code, parent):
    return Unit(code, code, parent, "level")


K, C1, C2 = unit("K", None), unit("C1", "K"), unit("C2", "K")
A, B = unit("a", "C1"), unit("b", "C2")


@st.composite
def trees(draw):
    """A random tree in a sound order, the root first."""
    size = draw(st.integers(1, 25))
    parents = [None, *(draw(st.integers(0, index - 1)) for index in range(1, size))]
    return [unit(f"u{index}", None if parent is None else f"u{parent}") for index, parent in enumerate(parents)]


def test_a_file_with_parents_first_keeps_its_order():
    by_level = [K, C1, C2, B, A]
    assert parents_first(by_level) == tuple(by_level)


def test_another_file_is_put_depth_first_with_siblings_in_their_order():
    assert parents_first([B, C2, A, C1, K]) == (K, C2, B, C1, A)


@given(trees(), st.randoms())
def test_any_order_of_a_file_makes_the_same_sound_tree(units, random):
    shuffled = random.sample(units, len(units))
    found = parents_first(shuffled)
    assert sorted(found, key=str) == sorted(units, key=str)
    Organisation("line", "2014-01-01", found)  # raises if a unit stands before its parent


@given(trees())
def test_within_is_what_the_ancestors_say(units):
    tree = Organisation("line", "2014-01-01", tuple(units))
    for one in tree.by_code:
        slowly = tuple(code for code in tree.by_code if one == code or one in tree.ancestors(code))
        assert tree.within(one) == slowly


@given(trees(), st.data())
def test_the_lowest_common_unit_holds_all_and_none_below_it_does(units, data):
    tree = Organisation("line", "2014-01-01", tuple(units))
    codes = data.draw(st.lists(st.sampled_from(list(tree.by_code)), min_size=1, max_size=4))
    found = tree.lowest_common(codes)
    assert set(codes) <= set(tree.within(found))
    assert not any(set(codes) <= set(tree.within(child)) for child in tree.children(found))


@pytest.mark.parametrize("units", [(K, A, C1), (C1, A), (K, K), (K, unit("L", None)), (K, C1, C1), (K, unit("x", "y"))])
def test_a_tree_that_cannot_stand_is_a_fault(units):
    with pytest.raises(ValueError, match="cannot stand"):
        Organisation("line", "2014-01-01", units)


def test_two_trees_have_the_same_workplaces_or_the_differences_are_known():
    one = Organisation("line", "2014-01-01", (K, C1, C2, Unit("w2", "", "C1", "w"), Unit("w1", "", "C1", "w")))
    other = Organisation("med", "2014-01-01", (K, Unit("w1", "", "K", "w"), Unit("w3", "", "K", "w")))
    assert workplaces_apart(one, other, "w") == (("w2",), ("w3",))
    assert workplaces_apart(one, one, "w") == ((), ())
