import pandas as pd
import pytest

from skapital.errors import InputError
from skapital.publication.coverage import coverage_of


def months(*spans):
    return frozenset(month for first, last in spans for month in pd.period_range(first, last, freq="M"))


BOTH = coverage_of(
    {"employment": months(("2013-01", "2015-12")), "absence": months(("2013-02", "2015-04"), ("2015-06", "2015-11"))}
)


def test_the_latest_quarter_is_the_last_that_every_source_covers_whole():
    assert BOTH.latest() == BOTH.chosen("latest").name == "2015Q3"


def test_quarters_of_a_series_leave_out_those_with_a_gap():
    assert [span.name for span in BOTH.quarters_until(BOTH.chosen("2015Q3"))] == [
        "2013Q2", "2013Q3", "2013Q4", "2014Q1", "2014Q2", "2014Q3", "2014Q4", "2015Q1", "2015Q3"]  # fmt: skip


def test_gaps_are_named_by_source():
    assert BOTH.gaps() == {"absence": ("2015-05",)}


@pytest.mark.parametrize(("name", "said"), [("2015Q4", "absence lacks 2015-12"), ("2015Q2", "absence lacks 2015-05"),
                                            ("2016Q1", "employment lacks 2016-01, 2016-02, 2016-03; abs")])  # fmt: skip
def test_a_quarter_that_is_not_covered_is_refused_with_what_is_missing(name, said):
    with pytest.raises(InputError, match=said) as caught:
        BOTH.chosen(name)
    assert caught.value.slug == "quarter-not-covered"


def test_without_records_nothing_is_covered():
    nothing = coverage_of({"employment": frozenset(), "absence": frozenset()})
    assert (nothing.latest(), nothing.gaps()) == (None, {})
    for name, slug in (("latest", "no-complete-quarter"), ("2015Q3", "quarter-not-covered")):
        with pytest.raises(InputError, match="no HR records") as caught:
            nothing.chosen(name)
        assert caught.value.slug == slug
