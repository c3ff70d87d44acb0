from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from skapital.report import build, excel, excel_book
from skapital.report.facts import Facts


@pytest.fixture(scope="session")
def workbook(follow_up: Facts) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(excel.render(build.workplace(follow_up, "W001"))))


def test_the_same_model_gives_the_same_bytes(follow_up: Facts) -> None:
    first = excel.render(build.workplace(follow_up, "W001"))
    assert excel.render(build.workplace(follow_up, "W001")) == first


def test_cells_written_in_one_step_are_those_of_the_library(follow_up: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    model = build.workplace(follow_up, "W001")
    quick = excel.render(model)
    asked = []
    monkeypatch.setattr(
        excel_book.Sheet,
        "_write_cell",
        lambda sheet, *cell: (asked.append(cell), super(type(sheet), sheet)._write_cell(*cell)),
    )
    assert excel.render(model) == quick
    assert {type(cell).__name__ for _, _, cell in asked} >= {"String", "Number", "Blank"}


def test_no_clock_in_the_file(follow_up: Facts, workbook: openpyxl.Workbook) -> None:
    data = excel.render(build.workplace(follow_up, "W001"))
    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}
    assert workbook.properties.created == datetime.datetime(2016, 6, 24)
    assert workbook.properties.modified == datetime.datetime(2016, 6, 24)


def test_cover_first_notes_last_and_a_plan_to_fill_in(workbook: openpyxl.Workbook) -> None:
    names = workbook.sheetnames
    assert (names[0], names[-1]) == ("Forside", "Noter")
    plan = workbook["Handlingsplan"]
    assert [cell.value for cell in plan[3]][:3] == ["Nr.", "Tema eller spørgsmål", "Problem"]
    assert len([cell for cell in plan[3] if cell.value]) == 14
    assert plan["A5"].value == 1 and plan["B5"].value is None


def test_sheets_have_a_caption_a_header_and_frozen_panes(workbook: openpyxl.Workbook) -> None:
    for name in ("Svar", "Resultat", "Udvikling", "APV"):
        sheet = workbook[name]
        assert sheet["A1"].font.bold and sheet["A3"].font.bold
        assert sheet.freeze_panes == "B4"


def test_figures_are_numbers_with_formats(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Svar"]
    invited, answered, rate = (sheet.cell(4, at) for at in (2, 3, 4))
    assert (invited.value, answered.value, rate.value) == (32, 24, 0.75)
    assert (invited.number_format, rate.number_format) == ("#,##0", "0.0%")
    assert [cell.value for cell in workbook["Resultat"][3]][3:5] == ["Usikkerhed fra", "Usikkerhed til"]


def test_a_withheld_figure_is_text_never_a_number_or_a_blank(follow_up: Facts) -> None:
    small = openpyxl.load_workbook(io.BytesIO(excel.render(build.workplace(follow_up, "W003"))))
    texts = [cell.value for sheet in small for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("For få svar" in text for text in texts)


def test_nothing_is_hidden_and_nothing_is_a_formula(workbook: openpyxl.Workbook) -> None:
    for sheet in workbook:
        assert sheet.sheet_state == "visible"
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        assert not any(cell.comment for row in sheet.iter_rows() for cell in row)


def test_a_name_that_looks_like_a_formula_stays_text(follow_up: Facts) -> None:
    model = replace(build.workplace(follow_up, "W003"), title="=cmd|' /C calc'!A0")
    cover = openpyxl.load_workbook(io.BytesIO(excel.render(model)))["Forside"]
    found = [cell for row in cover.iter_rows() for cell in row if cell.value == "=cmd|' /C calc'!A0"]
    assert [cell.data_type for cell in found] == ["s"]
