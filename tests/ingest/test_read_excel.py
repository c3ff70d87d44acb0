import datetime
import io

import pytest
import xlsxwriter

from skapital.errors import InputError
from skapital.ingest.read import read_source
from skapital.ingest.read_excel import as_text


def workbook(**sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("__", "(") + (")" if "__" in name else ""))
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif isinstance(value, datetime.datetime):
                        sheet.write_datetime(number, place, value, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
                    elif value is not None:
                        sheet.write(number, place, value)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (0.1, "0.1"),
        (-2.0, "-2"),
        (True, "1"),
        (False, "0"),
        ("08", "08"),
        ("", ""),
        (datetime.date(2014, 6, 1), "2014-06-01"),
        (datetime.datetime(2014, 6, 1, 8, 30), "2014-06-01 08:30:00"),
    ],
)
def test_a_cell_is_the_text_it_stands_for(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_a_sheet_is_read_exactly_with_the_rows_of_the_sheet(write) -> None:
    rows = [[], ["id", "x"], [3, "08"], [], [4.5, 7]]
    raw = read_source(write("f.xlsx", workbook(Dataset=rows))).read("Dataset")
    assert raw.cells.index.tolist() == [3, 5]
    assert raw.cells.to_numpy().tolist() == [["3", "08"], ["4.5", "7"]]
    assert (raw.encoding, raw.delimiter) == (None, None)


def test_several_sheets_need_a_choice(write) -> None:
    path = write("f.xlsx", workbook(A=[["x"], [1]], B=[["y"], [2]]))
    with pytest.raises(InputError, match="A, B") as error:
        read_source(path).only()
    assert error.value.slug == "several-tables"
    assert read_source(path, sheet="B").only() == "B"
    with pytest.raises(InputError, match="A, B"):
        read_source(path, sheet="C")


def test_the_parts_of_a_dataset_are_joined_by_columns(write, tmp_path) -> None:
    first = [["id", "x"], [1, 5], [2, 6]]
    second = [["id", "y"], [1, 7], [2, 8]]
    source = read_source(write("f.xlsx", workbook(Dataset__2=second, Dataset__1=first)))
    raw = source.read(source.only())
    assert raw.columns == ("id", "x", "y")
    assert raw.cells.to_numpy().tolist() == [["1", "5", "7"], ["2", "6", "8"]]
    assert read_source(tmp_path / "f.xlsx", sheet="Dataset(1)").only() == "Dataset"


def test_parts_that_do_not_fit_together_are_refused(write) -> None:
    other_rows = workbook(Dataset__1=[["id"], [1]], Dataset__2=[["y"], [1], [2]])
    other_ids = workbook(Dataset__1=[["id", "x"], [1, 1]], Dataset__2=[["id", "y"], [2, 1]])
    for data in (other_rows, other_ids):
        with pytest.raises(InputError) as error:
            read_source(write("f.xlsx", data)).read("Dataset")
        assert error.value.slug == "sheets-differ"


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (workbook(A=[]), "empty-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "workbook-unreadable"),
    ],
)
def test_what_is_no_workbook_is_refused(write, data: bytes, slug: str) -> None:
    with pytest.raises(InputError) as error:
        read_source(write("f.xlsx", data))
    assert error.value.slug == slug
