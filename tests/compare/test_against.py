import numpy as np
import pytest
from scipy import stats

from made_up.releases import release_of
from skapital.compare import against
from skapital.compare.intervals import Means
from skapital.config.instrument import Reference


def summary(values):
    return Means(*(np.array([one]) for one in (values.mean(), values.std(ddof=1), float(values.size), values.size - 1)))


def test_a_part_differs_from_the_whole_by_its_share_of_the_difference_to_the_rest():
    draw = np.random.default_rng(3)
    part, rest = draw.normal(70, 15, 25), draw.normal(62, 20, 300)
    found = against.part_of_whole(summary(part), summary(np.concatenate([part, rest])))
    share = 300 / 325
    welch = stats.ttest_ind(part, rest, equal_var=False)
    interval = welch.confidence_interval()
    assert found.value[0] == pytest.approx(share * (part.mean() - rest.mean()))
    assert (found.low[0], found.high[0]) == pytest.approx((share * interval.low, share * interval.high))
    assert found.p[0] == pytest.approx(welch.pvalue)


def test_who_is_all_of_the_whole_is_not_compared_with_it():
    everybody = summary(np.arange(40.0))
    assert np.isnan(against.part_of_whole(everybody, everybody).value[0])


def test_units_are_compared_with_the_municipality_they_are_a_part_of():
    rows = [("2016", "K", 62.0, 500, 19.0), ("2016", "A", 80.0, 40, 15.0), ("2016", "B", 61.0, 6, None)]
    table = against.municipality(release_of(rows), period="2016", smallest_important=5.0).set_index("unit")
    assert table["kind"].unique().tolist() == ["parent"]
    assert table["difference"].to_dict() == pytest.approx({"A": 18.0, "B": -1.0})
    assert table["verdict"].to_dict() == {"A": "better", "B": "cannot_tell"}


def reference(level):
    return Reference(66.0, None, level, "somebody's survey", 2012, "employees")


def beside(level, *rows):
    release = release_of([*rows, ("2016", "K", 62.0, 2_000, 19.0), ("2016", "A", 80.0, 40, 15.0)])
    published = {"trust": [reference(level)]}
    return against.references(release, period="2016", smallest_important=5.0, published=published).set_index("unit")


def test_a_mean_of_persons_stands_beside_the_municipality_alone():
    table = beside("person")
    assert table.loc["K", ["verdict", "from"]].tolist() == ["worse", "somebody's survey, 2012"]
    assert table.loc["A", ["verdict", "reason"]].tolist() == ["withheld", "other_level"]
    assert np.isnan(table.loc["A", "difference"])


def test_a_mean_of_units_stands_beside_units_alone():
    assert beside("unit")["verdict"].to_dict() == {"K": "withheld", "A": "better"}


def test_an_unknown_level_of_a_reference_stops():
    with pytest.raises(ValueError, match="person"):
        beside("household")


def test_without_references_there_is_nothing_to_compare():
    release = release_of([("2016", "K", 62.0, 90, 19.0)])
    assert against.references(release, period="2016", smallest_important=5.0, published={}).empty
