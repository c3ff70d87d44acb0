import pandas as pd
import pytest

from skapital.errors import NotComputable
from skapital.indicators.exits import reason_counts, recommending

REASONS = ["leader", "hours", "distance"]
EXITS = pd.DataFrame({"reasons": ["leader; hours", "hours", None, " ", "leader;"], "recommend": [5, 4, None, 1, 3]})


def test_several_reasons_may_be_chosen_and_unanswered_does_not_count():
    counts = reason_counts(EXITS, REASONS)
    assert counts["n_chosen"].to_dict() == {"leader": 2, "hours": 2, "distance": 0}
    assert counts["n_answered"].tolist() == [3, 3, 3]


def test_reasons_stand_in_the_order_given_not_by_size():
    assert reason_counts(EXITS, REASONS[::-1]).index.tolist() == REASONS[::-1]


def test_recommending_counts_four_and_five():
    assert recommending(EXITS) == (2, 4)


def test_nobody_answered_gives_zero_of_zero():
    assert reason_counts(EXITS.iloc[2:4], REASONS)["n_answered"].tolist() == [0, 0, 0]


def test_an_unknown_reason_stops_the_run_without_showing_it():
    with pytest.raises(NotComputable) as error:
        reason_counts(pd.DataFrame({"reasons": ["secret words"]}), REASONS)
    assert "secret" not in str(error.value)


def test_a_recommendation_outside_the_scale_is_refused():
    with pytest.raises(NotComputable):
        recommending(pd.DataFrame({"recommend": [6]}))
