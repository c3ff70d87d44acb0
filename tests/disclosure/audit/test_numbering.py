"""Numbers that only say an order are no figures: rows of an empty plan, sheets of a workbook. One hidden there is."""

from pathlib import Path

import pytest

from skapital.disclosure.audit.places import ATTRIBUTE, CELL, TEXT, Place
from skapital.disclosure.audit.read_files import places_of
from skapital.disclosure.audit.trace import Wording, untraced


def found(*texts: str, where: str = "<v>") -> list[str]:
    places = [Place("units/A/report.xlsx", CELL, where, text) for text in texts]
    return [one.number for one in untraced(places, frozenset(), Wording(()))]


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def test_rows_that_are_numbered_tell_nothing() -> None:
    assert found("Nr.", *numbers(1, 30), "slut") == []


@pytest.mark.parametrize(
    ("cells", "leaks"),
    [
        (numbers(1, 4), numbers(1, 4)),
        (numbers(2, 30), numbers(2, 30)),
        ([*numbers(1, 20), "7", *numbers(21, 30)], ["7", *numbers(21, 30)]),
        ([*numbers(1, 20), "22"], ["22"]),
        (["3", *numbers(1, 12), "3"], ["3"]),
    ],
)
def test_a_figure_among_them_does(cells: list[str], leaks: list[str]) -> None:
    assert found(*cells) == leaks


def test_rows_of_an_empty_plan_on_a_page() -> None:
    row = [Place("index.html", ATTRIBUTE, "<th scope>", "row")]
    rows = [[*row, Place("index.html", TEXT, "<th>", number)] for number in numbers(1, 6)]
    page = [place for one in rows for place in one]
    assert untraced(page, frozenset(), Wording(())) == []
    shown = Place("index.html", TEXT, "<td>", "61,8")
    assert [one.number for one in untraced([*page[:4], shown, *page[4:]], frozenset(), Wording(()))] == [
        "1", "2", "61,8", "3", "4", "5", "6"
    ]  # fmt: skip


OF_WORKBOOK = ("xl/workbook.xml", "docProps/app.xml")


@pytest.fixture(scope="module")
def of_workbook(town: Path) -> list[Place]:
    """What stands around the sheets of a real workbook."""
    unit = town / "publications" / "2014-06" / "units" / "W06"
    places = [place for place in places_of(unit, "report.xlsx") if place.where.startswith(OF_WORKBOOK)]
    assert len([place for place in places if place.where.endswith("sheetId>")]) > 5
    return places


def read(places: list[Place]) -> list[str]:
    return [one.number for one in untraced(places, frozenset({0.0}), Wording(()))]


def test_the_sheets_of_a_workbook_are_numbered(of_workbook: list[Place]) -> None:
    assert read(of_workbook) == []


@pytest.mark.parametrize(
    ("where", "planted", "told"),
    [
        ("xl/workbook.xml <sheet sheetId>", "37", "37"),
        ("xl/workbook.xml <definedName localSheetId>", "37", "37"),
        ("xl/workbook.xml <definedName>", "APV!$37:$37", "37"),
        ("xl/workbook.xml <definedName>", "Findes ikke!$3:$3", "3"),
        ("xl/workbook.xml <definedName name>", "Middel 61,8", "61,8"),
        ("docProps/app.xml <i4>", "37", "37"),
        ("docProps/app.xml <AppVersion>", "61.8300", "61.8300"),
    ],
)
def test_a_figure_in_the_place_of_such_a_number(of_workbook: list[Place], where: str, planted: str, told: str) -> None:
    at = next(index for index, place in enumerate(of_workbook) if place.where == where)
    places = [*of_workbook[:at], of_workbook[at]._replace(text=planted), *of_workbook[at + 1 :]]
    assert read(places)[0] == told


def test_sheets_out_of_order_are_no_order(of_workbook: list[Place]) -> None:
    sheets = [index for index, place in enumerate(of_workbook) if place.where.endswith("<sheet sheetId>")]
    places = list(of_workbook)
    places[sheets[2]], places[sheets[4]] = places[sheets[4]], places[sheets[2]]
    assert read(places) == ["5", "3"]
