"""The job-stop form as its users have it: written, filled with openpyxl, and taken in."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from small_town import skapital

ANSWERS = {
    "held": "Ja",
    "position_group": "",
    "year": 2015,
    "month_of_year": "03",
    "seniority_band": "Under 1 år",
    "type": "Ud af kommunen",
    "initiative": "Medarbejderen",
    "recommend": "I høj grad",
    "reason:culture": "x",
    "reason:pay": "X",
    "main_reason": "Løn og vilkår",
}


def fill(form: Path, to: Path, **answers: object) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book["Job-stop"]
    place = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for key, answer in answers.items():
        sheet.cell(place[key], 3).value = answer or None  # type: ignore[assignment]
    to.parent.mkdir(exist_ok=True)
    book.save(to)


@pytest.fixture
def form(workspace: Path) -> Path:
    made = workspace / "form.xlsx"
    said = skapital("exits", "form", "--out", made, "--workspace", workspace, "--json")
    assert said.code == 0, said.err
    return made


def test_the_form_offers_units_in_order_and_only_locked_words(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    rows = list(book["Lister"].iter_rows(values_only=True))
    units = [row[1:] for row in rows if row[0] == "unit"]
    assert units[0] == ("KOM", "KOM Lilleby Kommune")
    assert [unit[0] for unit in units].index("W03") < [unit[0] for unit in units].index("W04")
    assert book["Lister"].sheet_state == "hidden"
    sheet = book["Job-stop"]
    assert sheet.protection.sheet
    answers = [sheet.cell(row, 3) for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value not in (None, "")]
    open_cells = [cell for cell in answers if not cell.protection.locked]
    validated = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    without = [cell.coordinate for cell in open_cells if cell.coordinate not in validated]
    assert [sheet.cell(sheet[place].row, 1).value for place in without] == ["position_group"]  # no employment yet


def test_the_same_form_is_the_same_bytes(form: Path, workspace: Path) -> None:
    again = workspace / "again.xlsx"
    assert skapital("exits", "form", "--out", again, "--workspace", workspace).code == 0
    assert again.read_bytes() == form.read_bytes()


def test_an_english_form_is_understood_too(workspace: Path) -> None:
    made = workspace / "english.xlsx"
    assert skapital("exits", "form", "--out", made, "--language", "en", "--workspace", workspace).code == 0
    english = {**ANSWERS, "held": "Yes", "type": "Dismissal", "initiative": "The employer", "main_reason": "",
               "seniority_band": "1-3 years", "recommend": "Somewhat", "unit": "W05"}  # fmt: skip
    fill(made, workspace / "one.xlsx", **english)
    said = skapital("ingest", "exits", workspace / "one.xlsx", "--workspace", workspace, "--json")
    assert said.record["rows_accepted"] == 1, said.err


def test_a_folder_of_filled_forms_is_taken_in_with_every_form_accounted_for(form: Path, workspace: Path) -> None:
    forms = workspace / "forms"
    fill(form, forms / "a.xlsx", **ANSWERS, unit="W05 Skolen ved Søen")
    fill(form, forms / "b.xlsx", **{**ANSWERS, "held": "Nej"}, unit="W05 Skolen ved Søen")
    fill(form, forms / "c.xlsx")
    fill(form, forms / "d.xlsx", **ANSWERS, unit="et navn på en person")
    shutil.copy(forms / "a.xlsx", forms / "e.xlsx")
    said = skapital("ingest", "exits", forms, "--workspace", workspace, "--json")
    assert said.code == 0, said.err
    counts = {
        name: said.record[f"rows_{name}"] for name in ("read", "accepted", "rejected", "not_completed", "duplicate")
    }
    assert counts == {"read": 5, "accepted": 1, "rejected": 1, "not_completed": 2, "duplicate": 1}
    assert "d.xlsx" in said.err
    assert [problem["row"] for problem in said.record["problems"]] == [4]  # type: ignore[attr-defined]
    assert "person" not in said.out + said.err
    again = skapital("ingest", "exits", forms, "--workspace", workspace, "--json")
    assert again.record["unchanged"] is True


def test_forms_beside_other_tables_are_refused(form: Path, workspace: Path) -> None:
    forms = workspace / "forms"
    fill(form, forms / "a.xlsx", **ANSWERS, unit="W05")
    (forms / "liste.csv").write_text("unit,month\nW05,2015-03\n", encoding="utf-8")
    said = skapital("ingest", "exits", forms, "--workspace", workspace)
    assert (said.code, "not-a-form" in said.err, "liste.csv" in said.err) == (1, True, True)


def test_a_form_with_lines_taken_out_or_of_another_version_is_refused(form: Path, workspace: Path) -> None:
    book = openpyxl.load_workbook(form)
    book["Job-stop"].delete_rows(4, 3)
    book.save(workspace / "cut.xlsx")
    said = skapital("ingest", "exits", workspace / "cut.xlsx", "--workspace", workspace)
    assert (said.code, "form-changed" in said.err) == (1, True)
    book = openpyxl.load_workbook(form)
    book["Job-stop"]["A1"] = "skapital-job-stop-9"
    book.save(workspace / "later.xlsx")
    said = skapital("ingest", "exits", workspace / "later.xlsx", "--workspace", workspace)
    assert (said.code, "form-version" in said.err) == (1, True)


def test_fewer_talks_than_before_are_told(form: Path, workspace: Path) -> None:
    forms = workspace / "forms"
    fill(form, forms / "a.xlsx", **ANSWERS, unit="W05")
    fill(form, forms / "b.xlsx", **{**ANSWERS, "recommend": "Delvist"}, unit="W05")
    assert skapital("ingest", "exits", forms, "--workspace", workspace).code == 0
    fill(form, workspace / "late.xlsx", **{**ANSWERS, "reason:pay": ""}, unit="W05")
    said = skapital("ingest", "exits", workspace / "late.xlsx", "--workspace", workspace, "--json")
    assert [problem["slug"] for problem in said.record["problems"]] == ["fewer-talks"]  # type: ignore[attr-defined]


def test_a_form_without_an_organisation_is_refused(tmp_path: Path) -> None:
    assert skapital("init", tmp_path / "new").code == 0
    said = skapital("exits", "form", "--out", tmp_path / "f.xlsx", "--workspace", tmp_path / "new")
    assert (said.code, "no-organisation" in said.err) == (1, True)
    assert not (tmp_path / "f.xlsx").exists()
