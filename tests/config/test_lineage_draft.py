import csv
import io
import itertools

from made_up import reorganisations
from skapital.config.lineage_check import faults
from skapital.config.lineage_draft import draft_lineage, lineage_text, unmatched
from skapital.config.organisation import LineageEvent, Organisation, Unit

THEN, NOW = "2014-01-01", "2016-01-01"


def tree(date, *rows):
    units = [Unit("K", "Kommunen", None, "municipality")]
    units += [Unit(code, name, parent, "workplace" if code[0] == "w" else "centre") for code, parent, name in rows]
    return Organisation("line", date, tuple(units))


OLD = tree(THEN, ("C1", "K", "Børn"), ("w1", "C1", "Solen"), ("w2", "C1", "Månen"), ("w3", "C1", "Vest"))
NEW = tree(NOW, ("C9", "K", "Børn"), ("w1", "C9", "Solen"), ("w7", "C9", "månen"), ("w8", "K", "Helt ny"))


def rows(events):
    return [(event.kind, event.old, event.new) for event in events]


def test_a_unit_of_the_same_name_is_drafted_as_a_rename_and_its_children_stay():
    assert rows(unmatched(OLD, NEW, ())) == [
        ("close", "w3", None),
        ("new", None, "w8"),
        ("rename", "C1", "C9"),
        ("rename", "w2", "w7"),
    ]


def test_a_name_that_two_units_have_is_no_ground_to_guess():
    old = tree(THEN, ("w1", "K", "Køkken"), ("w2", "K", "Køkken"))
    new = tree(NOW, ("w3", "K", "Køkken"))
    assert rows(unmatched(old, new, ())) == [("close", "w1", None), ("close", "w2", None), ("new", None, "w3")]


def test_what_is_said_already_is_not_drafted_again():
    said = [LineageEvent(NOW, "merge", code, "w8", None, "HU") for code in ("w2", "w3")]
    assert rows(unmatched(OLD, NEW, said)) == [("new", None, "w7"), ("rename", "C1", "C9")]
    assert rows(draft_lineage(OLD, NEW, said))[:2] == [("merge", "w2", "w8"), ("merge", "w3", "w8")]


def test_an_intermediate_code_that_went_nowhere_is_told():
    said = [LineageEvent("2015-01-01", "rename", "w3", "w5", None, "HU")]
    assert ("close", "w5", None) in rows(unmatched(OLD, NEW, said))


def test_the_text_can_be_read_back():
    said = [LineageEvent(NOW, "split", "w,1", "w2", 0.4, 'HU, "referat"')]
    found = list(csv.DictReader(io.StringIO(lineage_text(said))))
    assert found == [
        {"date": NOW, "kind": "split", "from": "w,1", "to": "w2", "share": "0.4", "source": 'HU, "referat"'}
    ]


def test_a_draft_of_any_reorganisation_can_be_taken_in_as_it_stands():
    for seed in range(10):
        told = reorganisations.chronicle(seed, years=4, a_year=8)
        for old, new in itertools.pairwise(told.trees):
            draft = draft_lineage(old, new, ())
            assert faults(dict(enumerate(draft, start=2)), [old, new]) == []
            assert unmatched(old, new, draft) == []
            full = [event for event in told.events if old.date < event.date <= new.date]
            assert all(event.kind in ("move", "rename") for event in unmatched(old, new, full))
