from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.report.numbers import (
    KINDS,
    decimals_of,
    excel_format,
    quarter_end,
    write_date,
    write_month,
    write_number,
    write_quarter,
)


@pytest.mark.parametrize(
    ("value", "kind", "language", "expected"),
    [
        (61.3, "score", "da", "61,3"),
        (61.3, "score", "en", "61.3"),
        (-1.4, "difference", "da", "−1,4"),
        (2.0, "difference", "da", "+2,0"),
        (0.0, "difference", "da", "0,0"),
        (-0.0, "difference", "da", "0,0"),
        (-0.04, "difference", "da", "0,0"),
        (0.15, "share", "da", "15\u00a0%"),
        (0.15, "share", "en", "15%"),
        (4512, "count", "da", "4.512"),
        (4512, "count", "en", "4,512"),
        (1234567, "count", "da", "1.234.567"),
        (999, "count", "da", "999"),
        (0.83, "coefficient", "da", "0,83"),
        (12345.6, "rate", "da", "12.345,6"),
    ],
)
def test_figures_are_written_as_readers_expect(value: float, kind: str, language: str, expected: str) -> None:
    assert write_number(value, kind, language) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_never_written(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        write_number(value, "score", "da")


def test_unknown_kinds_and_languages_stop() -> None:
    with pytest.raises(ValueError, match="no way"):
        write_number(1.0, "money", "da")
    with pytest.raises(ValueError, match="no way"):
        write_number(1.0, "score", "de")


@given(st.floats(-1e6, 1e6), st.sampled_from(KINDS))
def test_danish_and_english_say_the_same_number(value: float, kind: str) -> None:
    def read(text: str, decimal: str, thousands: str) -> float:
        bare = text.removesuffix("\u00a0%-point").removesuffix("\u00a0pp")
        return float(bare.strip("%\u00a0").replace(thousands, "").replace(decimal, ".").replace("−", "-"))

    danish = read(write_number(value, kind, "da"), ",", ".")
    assert danish == read(write_number(value, kind, "en"), ".", ",")
    shown = value * 100 if kind in ("share", "share_difference") else value
    assert danish == pytest.approx(shown, abs=0.51)


def test_a_figure_is_written_with_all_decimals_the_gate_left() -> None:
    rounding = {"score": 1, "share": 3, "rate": 2, "coefficient": 2}
    assert decimals_of("share", rounding) == 1
    assert decimals_of("difference", rounding) == 1
    assert decimals_of("rate", rounding) == 2
    assert decimals_of("count", rounding) == 0
    assert decimals_of("share", {}) == 0
    assert write_number(0.153, "share", "da", 1) == "15,3\u00a0%"


def test_workbook_formats_show_the_same_decimals() -> None:
    assert excel_format("score") == "0.0"
    assert excel_format("share", 1) == "0.0%"
    assert excel_format("difference") == "+0.0;−0.0;0.0"
    assert excel_format("count") == "#,##0"


def test_dates_and_periods() -> None:
    assert write_date("2014-11-25", "da") == "25.\u00a0november 2014"
    assert write_date("2014-11-05", "en") == "5\u00a0November 2014"
    assert write_month("2014-06", "da") == "juni 2014"
    assert write_month("spring", "da") == "spring"
    assert write_quarter("2015Q3", "da") == "3.\u00a0kvartal 2015"
    assert write_quarter("2015Q3", "en") == "third quarter of 2015"
    assert [quarter_end(f"2015Q{q}") for q in (1, 2, 3, 4)] == ["2015-03-31", "2015-06-30", "2015-09-30", "2015-12-31"]
    with pytest.raises(ValueError, match="quarter"):
        write_quarter("2015Q5", "da")
