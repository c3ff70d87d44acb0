import pandas as pd
import pytest

from skapital.config.organisation import LineageEvent
from skapital.errors import InputError
from skapital.ingest.intake import Accounting, Intake, Stored
from skapital.store.database import open_store


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path, write=True) as opened:
        yield opened


def tree(name: str, date: str, *codes: str) -> Intake:
    rows = pd.DataFrame(
        {
            "tree": name,
            "valid_from": date,
            "place": range(len(codes)),
            "code": list(codes),
            "name": [f"Navn {code}" for code in codes],
            "parent": [None, *["KOM"] * (len(codes) - 1)],
            "level": ["municipality", *["workplace"] * (len(codes) - 1)],
        }
    ).astype({"parent": "str"})
    covers = pd.DataFrame([{"tree": name, "valid_from": date}])
    return Intake(
        "organisation", f"{name} {date}", Accounting(len(codes), len(codes)), (), {"units": Stored(rows, covers)}
    )


def test_answers_are_wide_by_pseudonym_with_their_background(store, intake_of, record) -> None:
    record(store, intake_of({"b": {"TM1": "1", "JU1": "9"}, "a": {"TM1": "2"}}))
    answers = store.answers("2014-06")
    assert answers.index.tolist() == ["a", "b"]
    assert answers.index.name == "respondent"
    assert answers.columns.tolist() == ["unit", "leader_level", "position_group", "JU1", "TM1"]
    assert answers["leader_level"].isna().all()
    assert answers["JU1"].isna().tolist() == [True, False]
    assert answers.loc["b", "JU1"] == "9"


def test_organisations_come_with_the_first_tree_first_and_in_the_order_of_the_file(store, record) -> None:
    record(store, tree("line", "2014-01-01", "KOM", "W2", "W1"), sha="1")
    record(store, tree("med", "2014-01-01", "KOM", "W1", "W2"), sha="2")
    record(store, tree("line", "2016-01-01", "KOM", "W1"), sha="3")
    found = store.organisations()
    assert [(entry.tree, entry.date) for entry in found] == [
        ("line", "2014-01-01"),
        ("line", "2016-01-01"),
        ("med", "2014-01-01"),
    ]
    assert [unit.code for unit in found[0].units] == ["KOM", "W2", "W1"]
    assert found[0].root.parent is None


def test_a_corrected_line_tree_stays_the_first_tree(store, record) -> None:
    record(store, tree("line", "2014-01-01", "KOM", "W1"), sha="1")
    record(store, tree("med", "2014-01-01", "KOM", "W1"), sha="2")
    record(store, tree("line", "2014-01-01", "KOM", "W1", "W2"), sha="3")
    assert [entry.tree for entry in store.organisations()] == ["line", "med"]
    assert len(store.organisations()[0].units) == 3


@pytest.mark.parametrize(
    ("day", "date"), [("2014-01-01", "2014-01-01"), ("2015-12-31", "2014-01-01"), ("2016-06-01", "2016-01-01")]
)
def test_the_organisation_of_a_day_is_the_newest_at_or_before_it(store, record, day: str, date: str) -> None:
    record(store, tree("line", "2016-01-01", "KOM"), sha="2")
    record(store, tree("line", "2014-01-01", "KOM"), sha="1")
    assert store.organisation("line", day).date == date
    assert [entry.date for entry in store.organisations_on(day)] == [date]


def test_before_the_first_organisation_there_is_none(store, record) -> None:
    record(store, tree("line", "2014-01-01", "KOM"))
    with pytest.raises(InputError) as error:
        store.organisation("line", "2013-12-31")
    assert error.value.slug == "no-organisation"
    assert store.organisations_on("2013-12-31") == []


def test_the_frame_counts_persons_once_in_each_unit_and_adds_nothing_up_twice(store, record) -> None:
    persons = pd.DataFrame(
        {"round": "2014-06", "person": ["a", "a", "b", "c"], "unit": ["W1", "W2", "W1", "W1"], "leader_level": None}
    ).astype({"leader_level": "str"})
    persons.loc[3, "leader_level"] = "chef"
    record(store, Intake("frame", "2014-06", Accounting(4, 4), (), {"frame_persons": Stored(persons)}))
    frame = store.frame("2014-06")
    assert frame.fillna("-").to_numpy().tolist() == [["W1", "-", 2], ["W1", "chef", 1], ["W2", "-", 1]]
    assert store.frame("2016-06").empty


def test_lineage_comes_by_date(store, record) -> None:
    rows = pd.DataFrame(
        {
            "place": [0, 1],
            "date": ["2016-01-01", "2015-01-01"],
            "kind": ["split", "close"],
            "old": ["W1", "W2"],
            "new": ["W3", None],
            "share": [0.5, None],
            "source": "HU",
        }
    )
    record(store, Intake("lineage", "", Accounting(2, 2), (), {"lineage": Stored(rows)}))
    assert store.lineage() == [
        LineageEvent("2015-01-01", "close", "W2", None, None, "HU"),
        LineageEvent("2016-01-01", "split", "W1", "W3", 0.5, "HU"),
    ]
