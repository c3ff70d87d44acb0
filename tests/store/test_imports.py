import pandas as pd
import pytest

from skapital.errors import InputError, Problem
from skapital.ingest.intake import REPLACES_ALL, Accounting, Intake, Stored
from skapital.store.database import open_store


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path, write=True) as opened:
        yield opened


def answers(store) -> dict[str, str]:
    return store.answers("2014-06")["TM1"].to_dict() if len(store.answers("2014-06")) else {}


def events(*texts: str) -> Intake:
    rows = pd.DataFrame({"date": "2014-01-01", "kind": "other", "text": list(texts), "break": False})
    return Intake("events", "", Accounting(len(texts), len(texts)), (), {"events": Stored(rows, REPLACES_ALL)})


def test_an_import_is_noted_with_everything_about_it(store, intake_of, record) -> None:
    record(store, intake_of({"a": {"TM1": "1"}}, rejected=("b",)))
    noted = store.imports().iloc[0].to_dict()
    assert noted["import_id"] == 1
    assert (noted["kind"], noted["scope"], noted["file"]) == ("survey", "2014-06", "f.csv")
    assert (noted["sha256"], noted["context_sha256"]) == ("s", "c")
    assert (noted["rows_read"], noted["rows_accepted"], noted["rows_rejected"]) == (2, 1, 1)
    assert (noted["imported_at"], noted["state"]) == ("2014-07-01T08:00:00", "current")
    assert store.rejected("2014-06")["slug"].tolist() == ["unit-empty"]


def test_the_same_file_in_the_same_context_changes_nothing(store, intake_of, record) -> None:
    first = record(store, intake_of({"a": {"TM1": "1"}}))
    again = record(store, intake_of({"a": {"TM1": "1"}}))
    assert (first.new, again.new, again.import_id) == (True, False, first.import_id)
    assert len(store.imports(all_states=True)) == 1


def test_a_corrected_tree_takes_rejected_rows_in(store, intake_of, record) -> None:
    record(store, intake_of({"a": {"TM1": "1"}}, rejected=("b",)))
    again = record(store, intake_of({"a": {"TM1": "1"}, "b": {"TM1": "2"}}), context="corrected")
    assert again.replaced == 1
    assert answers(store) == {"a": "1", "b": "2"}
    assert store.rejected("2014-06").empty
    assert store.imports()["import_id"].tolist() == [2]
    store.undo(2)
    assert answers(store) == {"a": "1"}
    assert len(store.rejected("2014-06")) == 1
    assert store.imports()["import_id"].tolist() == [1]


def test_a_later_export_of_a_round_adds_and_its_rows_count(store, intake_of, record) -> None:
    record(store, intake_of({"a": {"TM1": "1"}, "b": {"TM1": "1"}}))
    record(store, intake_of({"b": {"TM1": "3"}, "c": {"TM1": "2"}}), sha="later")
    assert answers(store) == {"a": "1", "b": "3", "c": "2"}
    store.undo(2)
    assert answers(store) == {"a": "1", "b": "1"}


def test_undoing_the_earlier_of_two_exports_leaves_the_later(store, intake_of, record) -> None:
    record(store, intake_of({"a": {"TM1": "1"}, "b": {"TM1": "1"}}))
    record(store, intake_of({"b": {"TM1": "3"}}), sha="later")
    store.undo(1)
    assert answers(store) == {"b": "3"}


def test_rounds_are_kept_apart(store, intake_of, record) -> None:
    record(store, intake_of({"a": {"TM1": "1"}}))
    record(store, intake_of({"a": {"TM1": "3"}}, round_id="2016-06"), sha="later")
    assert answers(store) == {"a": "1"}
    assert store.answers("2016-06")["TM1"].tolist() == ["3"]


def test_a_list_that_is_the_whole_list_replaces_the_one_before(store, record) -> None:
    record(store, events("a", "b"), sha="1")
    record(store, events("c"), sha="2")
    assert store.table("events")["text"].tolist() == ["c"]
    store.undo(2)
    assert store.table("events")["text"].tolist() == ["a", "b"]


def test_what_stands_in_the_middle_is_not_taken_back_first(store, record) -> None:
    for number, text in enumerate("abc"):
        record(store, events(text), sha=str(number))
    with pytest.raises(InputError, match="take 3 back first") as error:
        store.undo(2)
    assert error.value.slug == "undo-later-first"
    store.undo(3)
    store.undo(2)
    assert store.table("events")["text"].tolist() == ["a"]


@pytest.mark.parametrize("number", [0, 7])
def test_what_is_not_there_cannot_be_taken_back(store, number: int) -> None:
    with pytest.raises(InputError) as error:
        store.undo(number)
    assert error.value.slug == "no-such-import"


def test_what_was_taken_back_can_come_in_again(store, intake_of, record) -> None:
    record(store, intake_of({"a": {"TM1": "1"}}))
    store.undo(1)
    assert answers(store) == {}
    with pytest.raises(InputError):
        store.undo(1)
    assert record(store, intake_of({"a": {"TM1": "1"}})).import_id == 2
    assert answers(store) == {"a": "1"}


def test_two_exports_without_respondents_are_refused(store, intake_of, record) -> None:
    from dataclasses import replace

    anonymous = replace(intake_of({"a": {"TM1": "1"}}), problems=(Problem("no-respondent-column", ""),))
    record(store, anonymous)
    record(store, anonymous, context="corrected")
    with pytest.raises(InputError) as error:
        record(store, anonymous, sha="later")
    assert error.value.slug == "survey-without-respondents"


def test_only_known_tables_are_written(store, record) -> None:
    with pytest.raises(ValueError, match="no table"):
        record(store, Intake("x", "", Accounting(0, 0), (), {"imports": Stored(pd.DataFrame())}))
    with pytest.raises(ValueError, match="no table"):
        store.table("meta")
