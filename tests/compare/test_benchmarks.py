from dataclasses import replace

import pytest

from skapital.compare import benchmarks
from skapital.compare.benchmarks import MUST_MATCH, Figure
from skapital.config.benchmarks import BenchmarkRules
from skapital.errors import NotComputable

OURS = Figure("Os", "2014", "absence_days", 13.4, "days_per_fte", "KRL", "sygefravær i alt", "månedslønnede")
RULES = BenchmarkRules(
    "", {"da": "x", "en": "x"}, "HU", "", ("A", "B", "C"), "unweighted", {}, "", 2, ("absence_days",), "0"
)


def of(municipality: str, value: float, **other: str) -> Figure:
    return replace(OURS, municipality=municipality, value=value, **other)


@pytest.mark.parametrize("name", MUST_MATCH)
def test_figures_that_differ_in_anything_are_not_subtracted(name: str) -> None:
    other = replace(of("A", 12.0), **{name: "noget andet"})
    assert benchmarks.what_differs(OURS, other) == (name,)
    with pytest.raises(NotComputable, match="noget andet") as refused:
        benchmarks.difference(OURS, other)
    assert refused.value.slug == "not-comparable"


def test_the_same_municipality_in_two_sources_is_not_one_figure() -> None:
    """15.1 days in the ministries' analysis and 11.2 in KRL, of the same municipality in the same month."""
    ministry = replace(OURS, value=15.1, source="Finansministeriet", definition="inkl. delvise")
    krl = replace(OURS, value=11.2)
    with pytest.raises(NotComputable, match=r"source.*definition"):
        benchmarks.difference(ministry, krl)


def test_the_average_is_unweighted_or_by_the_weights_of_the_configuration() -> None:
    """Glostrup 2016: 27,581 days on 1,813 full-time employed are 15.2; beside 10.0 on 187, the mean of both is 14.7."""
    two = (of("A", 27_581 / 1_813), of("B", 10.0))
    weighted = replace(RULES, rule="weighted", weights={"A": 1_813.0, "B": 187.0, "C": 1.0})
    assert benchmarks.average(two, RULES) == pytest.approx((15.2129 + 10) / 2, abs=1e-4)
    assert benchmarks.average(two, weighted) == pytest.approx((27_581 + 1_870) / 2_000)
    with pytest.raises(NotComputable):
        benchmarks.average((), RULES)


def test_the_latest_year_that_was_over_counts() -> None:
    rows = [replace(one, period=year) for year in ("2013", "2014", "2015") for one in (OURS, of("A", 12), of("B", 13))]
    (found,) = benchmarks.benchmarked(rows, RULES, own="Os", last_year=2014)
    assert (found.own.period, found.average, round(found.difference or 0, 6)) == ("2014", 12.5, 0.9)
    assert found.reached is False
    assert benchmarks.benchmarked(rows, RULES, own="Os", last_year=2012) == ()


def test_members_that_do_not_match_are_named_with_what_differs() -> None:
    rows = [OURS, of("A", 12), of("B", 13, definition="egen sygdom"), of("B", 14, source="x", unit="percent")]
    (found,) = benchmarks.benchmarked(rows, replace(RULES, least_members=1), own="Os", last_year=2014)
    assert [one.municipality for one in found.members] == ["A"]
    assert [(one.municipality, one.differs) for one in found.unlike] == [("B", ("definition",)), ("C", ())]


def test_with_too_few_members_there_is_no_average() -> None:
    (found,) = benchmarks.benchmarked([OURS, of("A", 12)], RULES, own="Os", last_year=2014)
    assert (found.average, found.reached, found.refused) == (None, None, "too_few_members")


def test_a_country_is_no_member_and_nothing_is_compared_without_a_group() -> None:
    rows = [OURS, of("A", 12), of("B", 12), of("Hele landet", 99)]
    (found,) = benchmarks.benchmarked(rows, RULES, own="Os", last_year=2014)
    assert found.average == 12
    assert benchmarks.benchmarked(rows, replace(RULES, members=()), own="Os", last_year=2014) == ()


def test_a_way_of_counting_without_our_own_row_is_not_compared() -> None:
    rows = [OURS, of("A", 12, source="DST"), of("B", 12, source="DST")]
    (found,) = benchmarks.benchmarked(rows, RULES, own="Os", last_year=2014)
    assert (found.own.source, found.refused) == ("KRL", "too_few_members")


def test_at_the_average_the_target_is_reached() -> None:
    (found,) = benchmarks.benchmarked([OURS, of("A", 13.4), of("B", 13.4)], RULES, own="Os", last_year=2014)
    assert found.reached is True


def test_the_gap_in_full_time_equivalents_is_days_over_a_named_base() -> None:
    """0.9 days too many on 2,600 full-time equivalents are 2,340 days, 9 full-time equivalents of 260 days."""
    rows = [OURS, of("A", 12.5), of("B", 12.5)]
    (found,) = benchmarks.benchmarked(rows, RULES, own="Os", last_year=2014)
    assert benchmarks.in_full_time_equivalents(found, 2_600, 260) == pytest.approx(9.0)
    percent = [replace(one, unit="percent") for one in rows]
    (other,) = benchmarks.benchmarked(percent, RULES, own="Os", last_year=2014)
    assert benchmarks.in_full_time_equivalents(other, 2_600, 260) is None


def test_what_is_printed_stands_in_a_table_ours_first_and_the_average_last() -> None:
    found = benchmarks.benchmarked([OURS, of("A", 12), of("B", 13)], RULES, own="Os", last_year=2014)
    table = benchmarks.as_table(found)
    assert table["municipality"].tolist() == ["Os", "A", "B", "average"]
    assert table["value"].tolist() == [13.4, 12, 13, 12.5]
    assert benchmarks.as_table(()).empty


def test_comparisons_are_rows_of_kind_reference_without_an_interval() -> None:
    found = benchmarks.benchmarked([OURS, of("A", 12), of("B", 13)], RULES, own="Os", last_year=2014)
    table = benchmarks.comparisons(found, root="KOM", structure="2014-01-01", gaps=(None,))
    (row,) = table.to_dict("records")
    assert (row["kind"], row["period"], row["unit"], row["population"]) == ("reference", "2014", "KOM", "all")
    assert row["from"] == "KRL: sygefravær i alt"
    assert (round(row["difference"], 6), row["verdict"]) == (0.9, "cannot_tell")
    assert row["low"] != row["low"]
    more = benchmarks.comparisons(found, root="KOM", structure="2014-01-01", gaps=(9.04,))
    assert list(more["measure"]) == ["absence_days", "absence_full_time_equivalents"]
    assert list(more["difference"].round(6)) == [0.9, 9.04]
