import pandas as pd
import pytest

from made_up.releases import hr_release
from skapital import columns as c
from skapital.compare import quarter
from skapital.compare.change import Past
from skapital.compare.quarter import Earlier, Place
from skapital.config.quarter_settings import read_quarter_settings
from skapital.indicators.absence import gamma_limits
from skapital.resources import resource

SETTINGS = read_quarter_settings(resource("configs", "quarter.toml"))
NOW, THEN, YEAR = Place("quarter", "2015Q3"), Place("quarter", "2014Q3"), Place("rolling12", "2015-09")


def absence(place, unit, rate, base, phi=9.0):
    low, high = (None, None) if rate is None or phi is None else gamma_limits(rate * base, base, phi)
    return (place.kind, place.name, unit, "absence_days", rate, low, high, base)


def compared(rows, **more):
    return quarter.since(hr_release(rows), Earlier(NOW, THEN, "quarter", **more), SETTINGS).set_index("unit")


def test_less_absence_is_better_and_more_is_worse():
    rows = [absence(NOW, "A", 2.0, 900), absence(THEN, "A", 4.0, 900), absence(NOW, "B", 4.0, 900),
            absence(THEN, "B", 2.0, 900), absence(NOW, "C", 3.0, 12), absence(THEN, "C", 3.2, 12)]  # fmt: skip
    found = compared(rows)
    assert found["verdict"].to_dict() == {"A": c.BETTER, "B": c.WORSE, "C": c.CANNOT_TELL}
    assert found.loc["A", "difference"] == pytest.approx(-2.0)
    assert found.loc["A", "high"] < 0 < found.loc["B", "low"]
    assert set(found["from"]) == {"2014Q3"} and set(found["kind"]) == {"quarter"}


def test_a_small_certain_difference_is_noted_and_a_sure_standstill_is_no_sign():
    rows = [absence(NOW, "A", 3.0, 200_000), absence(THEN, "A", 3.1, 200_000), absence(NOW, "B", 3.0, 20_000),
            absence(THEN, "B", 3.0, 20_000)]  # fmt: skip
    found = compared(rows)
    assert found.loc["A", ["verdict", "note"]].tolist() == [c.BETTER, "smaller_than_matters"]
    assert found.loc["B", "verdict"] == c.NO_SIGN


@pytest.mark.parametrize(
    ("then", "more", "reason"),
    [((None, 40), {}, "too_few"), (None, {}, "absent"), ((3.0, 40), {"refused": "season"}, "season"),
     ((3.0, 40), {"unlike": {"absence_days"}}, "definition"),
     ((3.0, 40), {"past": {"A": Past("not_comparable", "new")}}, "not_comparable"),
     ((3.0, 40), {"past": {"A": Past("mapped", "split", ("2013", "B"))}}, "not_comparable")],
)  # fmt: skip
def test_what_is_not_comparable_is_not_subtracted_and_says_why(then, more, reason):
    rows = [absence(NOW, "A", 3.0, 40), *([] if then is None else [absence(THEN, "A", *then)])]
    found = compared(rows, **more).loc["A"]
    assert (found["verdict"], found["reason"]) == (c.VERDICT_WITHHELD, reason)
    assert pd.isna(found["difference"]) and pd.isna(found["low"])


def test_a_renamed_unit_is_compared():
    rows = [absence(NOW, "A", 3.0, 40), absence(THEN, "A", 3.0, 40)]
    found = compared(rows, past={"A": Past("mapped", "renamed")}).loc["A"]
    assert (found["grade"], found["reason"]) == ("mapped", "same")


def test_without_limits_there_is_a_difference_and_nothing_to_judge_it_by():
    found = compared([absence(NOW, "A", 3.0, 40, None), absence(THEN, "A", 2.0, 40, None)]).loc["A"]
    assert (found["difference"], found["verdict"], found["reason"]) == (1.0, c.CANNOT_TELL, "no_interval")


def test_what_is_withheld_now_stays_withheld():
    found = compared([absence(NOW, "A", None, 40), absence(THEN, "A", 2.0, 40)]).loc["A"]
    assert found["verdict"] == c.VERDICT_WITHHELD and pd.isna(found["difference"])


def test_a_unit_is_set_against_the_one_above_it():
    units = [("K", "municipality", None), ("C", "centre", "K"), ("A", "workplace", "C"), ("B", "workplace", "C")]
    rows = [
        absence(NOW, "K", 3.0, 1000),
        absence(NOW, "C", 4.0, 300),
        absence(NOW, "A", 6.0, 100),
        absence(NOW, "B", 3.0, 200),
    ]
    found = quarter.above(hr_release(rows, units=units), NOW, SETTINGS).set_index("unit")
    assert found["difference"].to_dict() == {"C": pytest.approx(1.0), "A": pytest.approx(2.0), "B": pytest.approx(-1.0)}
    assert found.loc["A", "verdict"] == c.WORSE
    assert found.loc["B", "verdict"] == c.BETTER


def test_progress_is_twelve_months_against_the_target():
    release = hr_release([absence(YEAR, "A", 14.0, 400), absence(YEAR, "B", 9.0, 400)])
    adopted = pd.DataFrame({"unit": ["A", "B", "X", "A", "A"], "population": ["employees"] * 4 + ["leaders"],
                            "measure": ["absence_days"] * 3 + ["trust", "absence_days"],
                            "value": [11.0, 11.0, 11.0, 60.0, 5.0]})  # fmt: skip
    found = quarter.targets(release, YEAR, adopted, SETTINGS).set_index("unit")
    assert found["difference"].dropna().to_dict() == {"A": pytest.approx(3.0), "B": pytest.approx(-2.0)}
    assert found["verdict"].to_dict() == {"A": c.WORSE, "B": c.BETTER, "X": c.VERDICT_WITHHELD}


def test_no_targets_no_rows():
    release = hr_release([absence(YEAR, "A", 14.0, 400)])
    assert quarter.targets(
        release, YEAR, pd.DataFrame(columns=["unit", "population", "measure", "value"]), SETTINGS
    ).empty
