import pandas as pd

from skapital.ingest.own_row import without_our_own

COLUMNS = ["municipality", "measure", "source", "definition", "unit", "population"]


def test_a_source_without_our_own_row_is_told_once() -> None:
    rows = pd.DataFrame(
        [
            ("Os", "absence_days", "KRL", "i alt", "days_per_fte", "x"),
            ("A", "absence_days", "KRL", "i alt", "days_per_fte", "x"),
            ("A", "absence_days", "DST", "i alt", "days_per_fte", "x"),
            ("B", "absence_days", "DST", "i alt", "days_per_fte", "x"),
            ("A", "turnover_out", "KRL", "november", "percent", "x"),
        ],
        columns=COLUMNS,
    )
    found = without_our_own(rows, "Os")
    assert [(one.slug, one.message.partition(":")[0]) for one in found] == [
        ("no-own-row", "absence_days, DST"),
        ("no-own-row", "turnover_out, KRL"),
    ]


def test_another_definition_of_our_own_row_does_not_do() -> None:
    rows = pd.DataFrame(
        [("Os", "m", "KRL", "egen sygdom", "d", "x"), ("A", "m", "KRL", "i alt", "d", "x")], columns=COLUMNS
    )
    assert len(without_our_own(rows, "Os")) == 1
    assert without_our_own(rows.iloc[:1], "Os") == ()
