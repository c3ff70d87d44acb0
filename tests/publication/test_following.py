import pandas as pd

from skapital.config.organisation import LineageEvent, Organisation, Unit
from skapital.publication.following import followed, to_ask_again
from skapital.publication.target_standing import target_standings
from skapital.store.memory import TARGET_COLUMNS

THEN, NOW = "2014-01-01", "2016-01-01"


def tree(date, *codes, name="line"):
    return Organisation(name, date, (Unit("K", "K", None, "top"), *(Unit(code, code, "K", "low") for code in codes)))


OLD, NEW = tree(THEN, "a", "b", "s", "d", "z"), tree(NOW, "ab", "s", "s2", "e")
EVENTS = [
    LineageEvent(NOW, kind, old, new, None, "HU")
    for kind, old, new in [
        ("merge", "a", "ab"),
        ("merge", "b", "ab"),
        ("split", "s", "s"),
        ("split", "s", "s2"),
        ("rename", "d", "e"),
        ("close", "z", None),
    ]
]


def targets(*rows):
    found = pd.DataFrame(
        [(*row, "HU", "2014-01-01") for row in rows], columns=["unit", "value", "decided_on", "x", "y"]
    )
    found = found.assign(
        population="employees",
        measure="trust",
        state="adopted",
        words=None,
        due="2016-12-31",
        decided_by="HU",
        recorded_at="",
        definition=None,
    )
    return found[list(TARGET_COLUMNS)]


def units(given, trees=(OLD, NEW), now=(NEW,)):
    found = followed(given, trees, now, EVENTS)
    return list(zip(found["unit"], found["value"], strict=True))


def test_a_renamed_unit_keeps_its_target_and_a_merged_split_or_closed_one_is_asked_again():
    given = targets(*((code, 60.0, "2014-11-25") for code in ("K", "a", "b", "s", "d", "z")))
    assert units(given) == [("K", 60.0), ("e", 60.0)]


def test_a_target_decided_after_the_reorganisation_is_the_new_units_own():
    given = targets(("s", 61.0, "2016-02-01"), ("ab", 62.0, "2016-02-01"))
    assert units(given) == [("s", 61.0), ("ab", 62.0)]


def test_a_target_decided_for_a_unit_to_come_is_kept():
    assert units(targets(("ab", 62.0, "2015-12-01"))) == [("ab", 62.0)]


def test_the_newer_of_two_targets_counts():
    assert units(targets(("d", 60.0, "2014-11-25"), ("e", 65.0, "2016-02-01"))) == [("e", 65.0)]


def test_a_target_from_before_the_first_organisation_counts_from_it():
    assert units(targets(("d", 60.0, "2013-01-01"))) == [("e", 60.0)]


def test_on_the_organisation_of_its_time_nothing_changes():
    given = targets(("a", 60.0, "2014-11-25"), ("s", 60.0, "2014-11-25"))
    assert units(given, now=(OLD,)) == [("a", 60.0), ("s", 60.0)]


def test_a_committee_is_found_in_its_own_tree():
    trees = (OLD, NEW, tree(THEN, "M1", name="med"), tree(NOW, "M2", name="med"))
    events = [LineageEvent(NOW, "rename", "M1", "M2", None, "HU")]
    found = followed(targets(("M1", 60.0, "2014-11-25")), trees, (NEW, trees[3]), [*EVENTS, *events])
    assert list(found["unit"]) == ["M2"]


def test_no_targets_stay_no_targets():
    assert units(targets()) == []


def asked(given, now=(NEW,)):
    return to_ask_again(given, (OLD, NEW), now, EVENTS)


def test_merged_and_split_units_are_asked_again_and_renamed_and_closed_ones_are_not():
    given = targets(*((code, 60.0, "2014-11-25") for code in ("K", "a", "b", "s", "d", "z")))
    assert asked(given) == {"ab": ("a", "b"), "s": ("s",), "s2": ("s",)}
    assert asked(given, now=(OLD,)) == {}


def test_who_has_set_a_new_target_is_not_asked_again():
    given = targets(("a", 60.0, "2014-11-25"), ("ab", 62.0, "2016-02-01"), ("s", 60.0, "2014-11-25"))
    assert asked(given) == {"s": ("s",), "s2": ("s",)}


def standings(given, now, events=EVENTS):
    found = target_standings(given, (OLD, NEW), now=now, events=events, baseline_day="2014-06-01")
    return {str(one.row["unit"]): (one.unit, one.state, one.became, one.ask_from) for one in found}


GIVEN = targets(*((code, 60.0, "2014-11-25") for code in ("K", "a", "s", "d", "z")))


def test_a_target_says_where_it_stands_now():
    assert standings(GIVEN, (NEW,)) == {
        "K": ("K", "adopted", (), ""),
        "a": ("a", "ask_again", ("ab",), NOW),
        "s": ("s", "ask_again", ("s", "s2"), NOW),
        "d": ("e", "adopted", (), ""),
        "z": ("z", "closed", (), NOW),
    }


def test_it_is_told_ahead_that_a_target_will_be_asked_for_again():
    found = standings(GIVEN, (OLD,))
    assert found["a"] == ("a", "adopted", ("ab",), NOW)
    assert found["d"] == ("d", "adopted", (), "")


def test_a_target_is_replaced_when_all_parts_have_their_own():
    some = pd.concat([GIVEN, targets(("s", 1.0, "2016-02-01"))], ignore_index=True)
    given = pd.concat([targets(("s", 60.0, "2014-11-25")), targets(("s2", 1.0, "2016-02-01"))], ignore_index=True)
    assert standings(given, (NEW,))["s"] == ("s", "ask_again", ("s",), NOW)
    assert standings(some, (NEW,))["a"][1] == "ask_again"
    both = targets(("a", 60.0, "2014-11-25"), ("ab", 62.0, "2016-02-01"))
    assert standings(both, (NEW,))["a"] == ("a", "replaced", (), NOW)


def test_a_gap_in_the_lineage_leaves_targets_as_they_were_recorded():
    assert standings(GIVEN, (NEW,), events=())["a"] == ("a", "adopted", (), "")
