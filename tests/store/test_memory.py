import pandas as pd
import pytest

from skapital.errors import InputError
from skapital.store.database import open_store


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path, write=True) as opened:
        yield opened


def adopt(store, value: float | None, **more: str) -> None:
    store.set_target(
        unit="W1",
        measure="trust",
        value=value,
        due="2016-12-31",
        decided_by="local MED",
        decided_on="2014-10-01",
        at="2014-10-02",
        **more,
    )


def test_the_last_target_counts_and_the_earlier_ones_are_history(store) -> None:
    adopt(store, 60.0)
    adopt(store, 65.5)
    assert store.targets()["value"].tolist() == [65.5]
    assert store.targets(history=True)["value"].tolist() == [60.0, 65.5]


def test_a_proposal_does_not_take_the_place_of_a_decision(store) -> None:
    adopt(store, 60.0)
    adopt(store, 70.0, state="proposed")
    assert store.targets().set_index("state")["value"].to_dict() == {"adopted": 60.0, "proposed": 70.0}


def test_the_leaders_target_stands_beside_the_employees(store) -> None:
    adopt(store, 60.0)
    adopt(store, 74.0, population="leaders")
    assert store.targets().set_index("population")["value"].to_dict() == {"employees": 60.0, "leaders": 74.0}


def test_a_target_may_be_in_words_and_is_never_nothing(store) -> None:
    adopt(store, None, words="Vi hilser på hinanden")
    assert store.targets()["value"].isna().all()
    with pytest.raises(ValueError, match="value or words"):
        adopt(store, None)
    with pytest.raises(ValueError, match="unknown state"):
        adopt(store, 1.0, state="wished")


def remember(store, publication: str, contributors: pd.DataFrame | None = None) -> None:
    table = pd.DataFrame({"unit": ["W1"]}) if contributors is None else contributors
    store.remember(
        publication=publication,
        kind="round",
        folder=publication,
        created_from="sha",
        release_json='{"schema": 1}',
        contributors=[table],
    )


def test_what_was_published_is_remembered_exactly_and_in_order(store) -> None:
    table = pd.DataFrame({"value": [0.1 + 0.2, 1 / 3, float("nan")], "unit": ["W1", "W2", None], "n": [1, 2, 3]})
    remember(store, "2014-06", table)
    remember(store, "2015Q3")
    first, second = store.memory()
    assert (first.id, second.id) == ("2014-06", "2015Q3")
    (behind,) = first.contributors
    pd.testing.assert_frame_equal(behind, table, check_dtype=False)
    assert behind["value"].tolist()[:2] == [0.1 + 0.2, 1 / 3]
    assert first.release_json == '{"schema": 1}'


def test_an_id_is_never_used_twice(store) -> None:
    remember(store, "2014-06")
    with pytest.raises(ValueError, match="already"):
        remember(store, "2014-06")


def test_what_is_withdrawn_is_still_remembered(store) -> None:
    remember(store, "2014-06")
    store.withdraw("2014-06", "wrong tree")
    assert [(entry.id, entry.withdrawn) for entry in store.memory()] == [("2014-06", "wrong tree")]
    assert [(entry.id, entry.withdrawn) for entry in store.publications()] == [("2014-06", "wrong tree")]
    with pytest.raises(InputError) as error:
        store.withdraw("2016-06", "x")
    assert error.value.slug == "no-such-publication"


def test_a_promised_policy_is_not_changed(store) -> None:
    assert store.policy_lock("2014-06") is None
    store.lock_policy("2014-06", "text", "sha")
    store.lock_policy("2014-06", "text", "sha")
    with pytest.raises(InputError) as error:
        store.lock_policy("2014-06", "other", "other sha")
    assert error.value.slug == "policy-locked"
    locked = store.policy_lock("2014-06")
    assert locked is not None
    assert (locked.toml_text, locked.sha256) == ("text", "sha")
