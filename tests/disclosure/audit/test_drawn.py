"""Positions of charts by template are read back: on an axis of time only its own marks stand where they stand."""

import re
from pathlib import Path

import pytest

from skapital.disclosure.audit.drawn import misplaced
from skapital.disclosure.audit.read_files import places_of

KNOWN = frozenset((61.8, 64.2, 70.0, 58.0, 66.0))


def at(height: float) -> str:
    return f"{180 - 1.6 * height}"


def chart(*marks: float, more: str = "") -> str:
    """A chart over time as the template draws it: measurements side by side, and whatever is planted."""
    drawn = "".join(
        f'<line class="interval" x1="{(x := round(100 * (place + 0.5) / len(marks), 4)):g}%" x2="{x:g}%" '
        f'y1="{at(58)}" y2="{at(66)}"/><circle class="value" cx="{x:g}%" cy="{at(mark)}" r="6"/>'
        f'<text class="tick" x="{x:g}%" y="206">juni</text>'
        for place, mark in enumerate(marks)
    )
    grid = "".join(
        f'<line class="grid" x1="0%" x2="100%" y1="{at(one)}" y2="{at(one)}"/>' for one in (0, 25, 50, 75, 100)
    )
    return f'<svg class="trend" width="100%" height="220" role="img">{grid}{drawn}{more}</svg>'


def strange(folder: Path, page: str, rounds: int) -> list[str]:
    (folder / "index.html").write_text(f"<html><body>{page}<p>Slut</p></body></html>", encoding="utf-8")
    return [place.text for place in misplaced(places_of(folder, "index.html"), KNOWN, rounds)]


THREE = (61.8, 64.2, 70.0)
THIRD = '<line x1="16.6667%" x2="83.3333%" y1="20" y2="20"/>'


def test_measurements_stand_side_by_side(tmp_path: Path) -> None:
    assert strange(tmp_path, chart(*THREE), 3) == []
    assert strange(tmp_path, chart(*THREE[:2]), 3) == []


def test_no_more_of_them_than_rounds_were_released(tmp_path: Path) -> None:
    assert "16.6667%" in strange(tmp_path, chart(*THREE), 2)


@pytest.mark.parametrize("chart_of", ["dots", "stacked", "trend"])
def test_where_another_chart_has_its_marks_is_no_layout(tmp_path: Path, chart_of: str) -> None:
    planted = f'<svg class="{chart_of}" width="100%">{THIRD}</svg>'
    assert strange(tmp_path, chart(*THREE) + planted, 3) == ["16.6667%", "83.3333%"]
    assert strange(tmp_path, planted + chart(*THREE), 3) == ["16.6667%", "83.3333%"]


def test_nor_where_a_chart_over_time_has_other_marks(tmp_path: Path) -> None:
    assert strange(tmp_path, chart(*THREE[:2], more=THIRD), 3) == ["16.6667%", "83.3333%"]


def test_nor_after_the_chart(tmp_path: Path) -> None:
    assert strange(tmp_path, f"{chart(*THREE)}<p>Se også</p><svg>{THIRD}</svg>", 3) == ["16.6667%", "83.3333%"]


def test_a_mark_among_them_breaks_the_order(tmp_path: Path) -> None:
    assert "61.83%" in strange(tmp_path, chart(*THREE, more='<circle cx="61.83%" cy="20" r="6"/>'), 4)


@pytest.mark.parametrize("planted", [61.83, 38.2])
def test_a_height_that_is_no_released_figure(tmp_path: Path, planted: float) -> None:
    assert strange(tmp_path, chart(61.8, planted, 70.0), 3) == [at(planted)]
    line = f'<line class="target-line" x1="0%" x2="100%" y1="{at(planted)}" y2="{at(planted)}"/>'
    assert strange(tmp_path, chart(*THREE, more=line), 3) == [at(planted)] * 2


def test_a_width_is_no_place_on_the_axis_of_time(tmp_path: Path) -> None:
    assert strange(tmp_path, chart(*THREE, more='<rect x="0%" width="16.6667%"/>'), 3) == ["16.6667%"]


def test_a_real_page_is_read_that_way(tmp_path: Path, town: Path) -> None:
    """The charts over time of real pages have a grid, and marks that stand side by side."""
    page = (town / "publications" / "2016-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    drawn = re.search(r'<svg class="trend".*?</svg>', page, flags=re.DOTALL)
    assert drawn is not None
    heights = re.findall(r'<circle class="value" cx="([^"]+)" cy="([^"]+)"', drawn.group())
    assert [across for across, _ in heights] == ["25%", "75%"]
    found = strange(tmp_path, drawn.group(), 2)
    assert found and {height for _, height in heights} <= set(found)  # none of them is among the known
