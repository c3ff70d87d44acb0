import pandas as pd
import pytest

from skapital.errors import InputError
from skapital.ingest import kinds, tidy, values
from skapital.ingest.intake import Accounting, Intake
from skapital.ingest.pseudonyms import PERSON, pseudonym
from skapital.ingest.read_csv import read_csv
from skapital.store import migrations

KNOWN = tidy.Known(("KOM", "W001"), ("direktion",), b"k" * 32, ("navn",))


def take(kind: str, *lines: str, delimiter: str = ",") -> Intake:
    raw = read_csv("\n".join([*lines, ""]).encode(), "f.csv", delimiter=delimiter)
    return tidy.accept(raw, kinds.KINDS[kind], KNOWN)


def test_persons_are_pseudonymised_and_values_typed() -> None:
    head = "person,unit,start,end,fraction,leader_level"
    rows = take("employment", head, "17,w001,2014-01-01,,0.8,Direktion", "18,W001,2014-01-01,2015-01-31,1,").stored
    found = rows["employment"].rows
    assert found["person"].tolist()[0] == pseudonym(b"k" * 32, PERSON, "17")
    assert found["unit"].tolist() == ["W001", "W001"]
    assert found["fraction"].tolist() == [0.8, 1.0]
    assert found["leader_level"].fillna("-").tolist() == ["direktion", "-"]
    assert found["end"].fillna("-").tolist() == ["-", "2015-01-31"]


def test_the_form_is_told_by_the_header() -> None:
    months = take("absence", "unit;month;days;fte;persons", "W001;2014-01;12,5;10;11", delimiter=";")
    assert list(months.stored) == ["absence_months"]
    assert months.stored["absence_months"].rows["days"].tolist() == [12.5]
    assert months.stored["absence_months"].covers.to_dict("list") == {"unit": ["W001"], "month": ["2014-01"]}


def test_a_header_in_capitals_is_ours() -> None:
    assert take("pilots", "Unit,From,Pilot", "W001,2014-01-01,x").accounting == Accounting(1, 1)


@pytest.mark.parametrize(
    ("kind", "head", "row", "slug"),
    [
        ("pilots", "unit,from,pilot", ",2014-01-01,x", "empty-value"),
        ("pilots", "unit,from,pilot", "W9,2014-01-01,x", "unit-not-in-organisation"),
        ("pilots", "unit,from,pilot", "W001,01-01-2014,x", "bad-value"),
        ("pilots", "unit,from,pilot", "W001,2014-02-30,x", "bad-value"),
        ("events", "date,kind,text", "2014-01-01,other,ring til bo@x.dk", "personal-data"),
        ("suggestions", "date,unit,kind,text", "2014-01-01,,vrede,x", "unknown-word"),
        ("absence", "unit,month,days", "W001,2014-13,1", "bad-value"),
        ("absence", "unit,month,days", "W001,2014-01,1.234.5", "bad-value"),
        ("absence", "unit,month,days", "W001,2014-01,-1", "bad-value"),
        ("employment", "person,unit,start,fraction,leader_level", "1,W001,2014-01-01,1,chef", "unknown-leader-level"),
    ],
)
def test_each_reason_has_its_own_word(kind: str, head: str, row: str, slug: str) -> None:
    intake = take(kind, head, row)
    assert [(problem.slug, problem.row) for problem in intake.problems] == [(slug, 2)]
    assert intake.accounting == Accounting(1, 0, rows_rejected=1)


def test_repeated_rows_are_duplicates_and_the_same_key_with_other_values_is_refused() -> None:
    intake = take("absence", "unit,month,days", "W001,2014-01,1", "W001,2014-01,1", "W001,2014-01,2", "W001,2014-02,1")
    assert intake.accounting == Accounting(4, 2, rows_rejected=1, rows_duplicate=1)
    assert [(problem.slug, problem.row) for problem in intake.problems] == [("row-twice", 4)]


def test_free_text_of_employees_is_left_behind() -> None:
    head = "unit,month,type,initiative,text,navn"
    intake = take("exits", head, "W001,2014-01,resigned,employee,Chefen råbte ad mig hver eneste dag i flere år,Bo")
    assert "råbte" not in intake.stored["exits"].rows.to_csv()
    assert intake.dropped == {"text": "free_text", "navn": "personal"}


def test_a_list_of_the_projects_own_replaces_all_earlier_rows() -> None:
    covers = take("events", "date,kind,text", "2014-01-01,other,x").stored["events"].covers
    assert covers is not None
    assert covers.columns.empty


def test_an_empty_break_is_no_break() -> None:
    rows = (
        take("events", "date,kind,text,break", "2014-01-01,other,x,", "2014-01-02,other,x,true").stored["events"].rows
    )
    assert rows["break"].tolist() == [False, True]


def test_a_header_that_fits_no_form_names_what_lacks() -> None:
    with pytest.raises(InputError, match="reason") as error:
        take("absence", "person,unit,start,end", "1,W001,2014-01-01,2014-01-02")
    assert error.value.slug == "missing-column"


def test_without_an_organisation_units_are_not_checked() -> None:
    raw = read_csv(b"unit,from,pilot\nX9,2014-01-01,x\n", "f.csv")
    known = tidy.Known(None, (), b"k")
    assert tidy.accept(raw, kinds.KINDS["pilots"], known).stored["pilots"].rows["unit"].tolist() == ["X9"]


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.as_date, "2014-06-02 08:00:00", "2014-06-02"),
        (values.as_month, "2014-06-02", "2014-06"),
        (values.as_number, "12,50", 12.5),
        (values.as_whole, "007", 7),
        (values.as_flag, "Ja", True),
    ],
)
def test_values_are_read(read, text: str, value: object) -> None:
    assert read(text) == value


def test_every_kind_has_its_table_in_the_store_with_its_columns() -> None:
    """A column declared here and not there would fail only when a municipality first fills it."""
    import duckdb

    connection = duckdb.connect()
    migrations.migrate(connection)
    for kind in kinds.KINDS.values():
        for form in kind.forms:
            described = connection.execute(f"DESCRIBE {form.table}").df()["column_name"].tolist()
            wanted = [column.name for column in form.columns if column.type != kinds.NOT_STORED]
            assert set(wanted) <= set(described), form.table


def test_an_all_empty_optional_column_keeps_its_type() -> None:
    rows = take("employment", "person,unit,start,end,fraction", "1,W001,2014-01-01,,1").stored["employment"].rows
    assert isinstance(rows["end"].dtype, pd.StringDtype)
