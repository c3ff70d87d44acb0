import pytest

from made_up.screens import everything
from skapital.scoring.screen import Screen

RULES = {"scale": 5, "distribution": 8, "problem": 9, "sensitive": 20, "about_one_person": 6}


def test_each_class_has_its_minimum_and_beyond_a_mean_the_distributions_too():
    screen = Screen(RULES, everything("employees"))
    for rule, least in (("scale", 5), ("problem", 9), ("sensitive", 20), ("about_one_person", 6)):
        assert not screen.shows(least - 1, {rule}) and screen.shows(least, {rule})
    assert not screen.shows(7, {"scale"}, distribution=True) and screen.shows(8, {"scale"}, distribution=True)
    assert not screen.shows(19, {"sensitive"}, distribution=True) and screen.shows(20, {"sensitive"}, distribution=True)


def test_a_scale_of_several_classes_obeys_all_of_them(make_instrument):
    items = {
        "A": {},
        "B": {"item_class": "about_one_person"},
        "C": {"item_class": "sensitive"},
        "D": {"item_class": "problem"},
    }
    instrument = make_instrument(items, {"s": ("A", "B"), "t": ("B", "C"), "u": ("A", "D"), "all": ("s", "t")})
    screen = Screen(RULES, everything("leaders"))
    assert screen.rules_of_scale(instrument, "s") == {"scale", "about_one_person"}
    assert screen.rules_of_scale(instrument, "t") == {"about_one_person", "sensitive"}
    assert screen.rules_of_scale(instrument, "u") == {"scale", "problem"}
    assert screen.rules_of_scale(instrument, "all") == {"scale", "about_one_person", "sensitive"}
    assert not screen.shows(19, screen.rules_of_scale(instrument, "t"))
    assert screen.shows(20, screen.rules_of_scale(instrument, "t"))
    assert not Screen(RULES, everything("decentral")).shows(500, screen.rules_of_scale(instrument, "t"))


@pytest.mark.parametrize("population", ["all", "employees", "leaders"])
def test_whole_populations_see_measures_about_one_person(population):
    assert Screen(RULES, everything(population)).shows(6, {"about_one_person"})


def test_an_unknown_class_of_item_stops_the_run(make_instrument):
    instrument = make_instrument({"A": {"item_class": "secret"}}, {})
    with pytest.raises(KeyError):
        Screen(RULES, everything("all")).rules_of_item(instrument, "A")
