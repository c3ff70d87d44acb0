"""Row numbers of an empty action plan are no figures; a figure hidden among them is."""

import pytest

from skapital.disclosure.audit.drawn import misplaced
from skapital.disclosure.audit.read_files import CELL, DRAWN, Place
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


@pytest.mark.parametrize(("rounds", "strange"), [(2, ["16.6667%", "83.3333%"]), (3, [])])
def test_three_rounds_stand_side_by_side_only_where_there_are_three(rounds: int, strange: list[str]) -> None:
    places = [Place("index.html", DRAWN, "<circle cx>", text) for text in ("16.6667%", "50%", "83.3333%")]
    assert [place.text for place in misplaced(places, frozenset(), rounds)] == strange


def test_a_width_is_no_place_on_the_axis_of_time() -> None:
    place = Place("index.html", DRAWN, "<rect width>", "16.6667%")
    assert misplaced([place], frozenset(), 3) == [place]
