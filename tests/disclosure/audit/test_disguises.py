"""A figure in disguise is read all the same, and what looks like one and is none is let be."""

import base64
import zipfile
from pathlib import Path

import pytest

from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.disguises import decoded, figures_in_name, joined, plain
from skapital.disclosure.audit.published import from_release
from skapital.disclosure.audit.read_files import names_of, places_of
from skapital.disclosure.audit.strange import strange
from skapital.disclosure.audit.trace import Wording, untraced
from skapital.errors import InputError

from .test_attack import CLASSES, PARENT, POLICY, cell

NOTHING: frozenset[float] = frozenset()
ENCODED = base64.b64encode(b"61.83").decode()
HIDDEN_IN_PAGE = {
    "soft hyphen": "<p>6\u00ad1,83</p>",
    "zero width": "<p>61\u200b,83</p>",
    "full width digits": "<p>６１,８３</p>",
    "superscript": "<p>⁶¹,⁸³</p>",
    "character references": "<p>&#54;&#49;&#44;&#56;&#51;</p>",
    "split over tags": "<p>6<b>1,</b><i>8</i>3</p>",
    "glued to letters": "<p>gns61,83</p>",
    "after an underscore": '<p id="m_61.83"></p>',
    "base64": f'<p data-x="{ENCODED}"></p>',
    "percent signs": '<a href="x%2F%36%31%2E%38%33"></a>',
    "a tag": "<v61.83>x</v61.83>",
    "an attribute's name": "<p data-61.83></p>",
    "script": "<script>let m = 61.83</script>",
    "comment": "<!-- 61.83 -->",
}


def found_in(folder: Path) -> set[str]:
    return {one.number for name in names_of(folder) for one in untraced(places_of(folder, name), NOTHING, Wording(()))}


@pytest.mark.parametrize("way", HIDDEN_IN_PAGE)
def test_a_disguised_figure_in_a_page_is_read(tmp_path: Path, way: str) -> None:
    (tmp_path / "page.html").write_text(f"<html><body>{HIDDEN_IN_PAGE[way]}</body></html>", encoding="utf-8")
    assert {"61,83", "61.83"} & found_in(tmp_path)


def test_cells_of_a_table_are_not_read_as_one(tmp_path: Path) -> None:
    page = "<table><tr><td>6</td><td>1,8</td></tr></table><p>3 <b>4</b></p>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert found_in(tmp_path) == {"6", "1,8", "3", "4"}


NO_DATE = (1980, 1, 1, 0, 0, 0)


def workbook(
    path: Path, *, part: str = "xl/x.xml", text: str = "<a/>", date: tuple[int, ...] = NO_DATE, extra: bytes = b""
) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo(part, date)  # type: ignore[arg-type]
        info.extra = extra
        archive.writestr(info, text)


def test_a_number_format_a_date_and_an_extra_field_of_a_workbook_are_read(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    assert found_in(tmp_path) == set()
    workbook(tmp_path / "a.xlsx", part="xl/styles.xml", text="<n><numFmt numFmtId='164' formatCode='\"61,83\"'/></n>")
    assert "61,83" in found_in(tmp_path)
    workbook(tmp_path / "a.xlsx", date=(1983, 6, 18, 6, 18, 30))
    assert {"1983", "18"} <= found_in(tmp_path)
    workbook(tmp_path / "a.xlsx", extra=b"\xfe\xca\x05\x0061.83")
    assert "61.83" in found_in(tmp_path)


def test_what_stands_before_a_workbook_cannot_be_read(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").write_bytes(b"61.83" + (tmp_path / "a.xlsx").read_bytes())
    with pytest.raises(InputError, match="before the workbook"):
        found_in(tmp_path)


CELLS = {
    "a cell in a comment": ('<!--<c r="A61" t="s"><v>83</v></c>-->', {"83"}),
    "a figure as the place of a text": ('<c r="A1" s="3" t="s"><v>61.83</v></c>', {"61.83"}),
    "a figure beside texts": (
        '<c r="A1" t="s"><v>7</v></c><c r="B1" s="2"><v>61.83</v></c><c r="C1" s="2"/>',
        {"61.83"},
    ),
    "a text in a cell of its own": ('<c r="A1" t="inlineStr"><is><t>61,83</t></is></c>', {"61,83"}),
    "a text beside a cell": ('<row>61,83<c r="A1" t="s"><v>7</v></c></row>', {"61,83"}),
}


@pytest.mark.parametrize("way", CELLS)
def test_cells_left_out_of_a_sheet_are_those_that_say_nothing(tmp_path: Path, way: str) -> None:
    inside, figures = CELLS[way]
    sheet = f'<sheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</sheet>'
    workbook(tmp_path / "a.xlsx", part="xl/worksheets/s.xml", text=sheet)
    assert figures <= found_in(tmp_path)


def test_what_is_no_disguise_is_let_be() -> None:
    assert list(decoded("Afdeling Nordvest 100 %")) == [] and list(decoded("samarbejdsevne")) == []
    assert list(decoded("a%2Fb")) == ["a/b"]
    assert plain("Børnehuset Ærten") == "Børnehuset Ærten"
    assert Wording(["C1-A5", "½-dagen"]).numbers("C1-A5 og ½-dagen") == ()
    assert joined(["12 ", "3"]) == "" and joined(["1", "2,5"]) == "12,5"
    assert figures_in_name("data-61.83") == "61.83"


# ---- tables nobody knows, and cells that say too much


def test_tables_columns_and_entries_that_the_contract_does_not_name() -> None:
    row = cell("A", 60.0, 12)
    known = {"schema": 1, "units": PARENT, "cells": [row]}
    assert list(strange(known, {"id": "x", "loss": 61.83})) == []
    more = [
        list(strange({**known, "extra": [{"mean": 61.83}]}, {})),
        list(strange({**known, "cells": [{**row, "exact": 61.83}]}, {})),
        list(strange({**known, "units": [{**PARENT[0], "note": "61.83"}]}, {})),
        list(strange(known, {"note": {"A": 61.83}})),
    ]
    assert all([one.number for one in untraced(places, NOTHING, Wording(()))] == ["61.83"] for places in more)


@pytest.mark.parametrize("betrayed", [{"value": 61.8}, {"n": 4}, {"base": 3.2}])
def test_a_withheld_cell_that_holds_its_figure(betrayed: dict[str, float]) -> None:
    row = {**cell("A", None, None), **betrayed}
    read = from_release({"units": PARENT, "cells": [cell("K", 60.0, 40), row], "comparisons": []})
    assert [one.how for one in attack([read], POLICY, CLASSES)] == ["a withheld cell that holds its figure"]
