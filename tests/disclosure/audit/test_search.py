"""Canaries: a figure that was never released, planted in every hiding place of finished files, is found."""

import json
import pickle
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from skapital.disclosure.audit import run
from skapital.disclosure.audit.attack import Asked, Attack
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.run import audit
from skapital.errors import InputError
from skapital.publication.processes import spread

CANARY = "61.83"
DANISH = "61,83"


LAID_OUT: dict[bytes, Attack] = {}
TOLD: dict[tuple[int, Asked], list[Leak]] = {}


@pytest.fixture(autouse=True)
def attack_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the figures themselves tell takes longest to find, and is the same as long as `release.json` is."""
    real_layout, real_answer = run.laid_out, Attack.told_by

    def laid_out(*given: Any, **more: Any) -> Attack:
        key = pickle.dumps((given, more))
        if key not in LAID_OUT:
            LAID_OUT[key] = real_layout(*given, **more)
        return LAID_OUT[key]

    def told_by(whole: Attack, asked: Asked) -> list[Leak]:
        if (id(whole), asked) not in TOLD:
            TOLD[id(whole), asked] = real_answer(whole, asked)
        return TOLD[id(whole), asked]

    monkeypatch.setattr(run, "laid_out", laid_out)
    monkeypatch.setattr(Attack, "told_by", told_by)


@pytest.fixture
def whole(tmp_path: Path, town: Path) -> Path:
    """The latest publication of the small town."""
    shelf = town / "publications"
    name = (shelf / "latest.txt").read_text(encoding="utf-8").strip()
    return Path(shutil.copytree(shelf / name, tmp_path / "publication"))


@pytest.fixture
def publication(whole: Path) -> Path:
    """The same with one unit's reports beside the municipality's, which are read sooner."""
    for folder in (*sorted(whole.glob("units/*"))[1:], whole / "med", whole / "leaders"):
        shutil.rmtree(folder)
    return whole


def page(folder: Path) -> Path:
    return sorted(folder.glob("units/*/report.html"))[0]


def workbook(folder: Path) -> Path:
    return sorted(folder.glob("units/*/report.xlsx"))[0]


def found(folder: Path) -> list[str]:
    return [leak.how for leak in audit(folder).leaks]


def test_a_clean_publication_has_no_leak(whole: Path) -> None:
    assert found(whole) == []


def test_a_part_of_it_has_none_either(publication: Path) -> None:
    assert len(list(publication.rglob("report.*"))) == 4
    assert found(publication) == []


def test_other_processes_find_the_same(publication: Path) -> None:
    text = page(publication).read_text(encoding="utf-8")
    page(publication).write_text(text.replace("</body>", f"<p>{DANISH}</p></body>"), encoding="utf-8")
    with spread(2) as over:
        elsewhere = audit(publication, over=over)
    assert elsewhere == audit(publication) and len(elsewhere.leaks) == 1


IN_PAGE = {
    "text": (f"<p>{DANISH}</p></body>", "</body>"),
    "english_text": (f"<p>{CANARY}</p></body>", "</body>"),
    "comment": (f"<!-- {CANARY} --></body>", "</body>"),
    "title_attribute": (f'<p title="{DANISH}"></p></body>', "</body>"),
    "data_attribute": (f'<p data-mean="{CANARY}"></p></body>', "</body>"),
    "alt_text": (f'<img alt="{DANISH}"></body>', "</body>"),
    "aria_label": (f'<p aria-label="{DANISH}"></p></body>', "</body>"),
    "hidden_text": (f"<p hidden>{DANISH}</p></body>", "</body>"),
    "meta": (f'<meta name="n" content="{CANARY}"></head>', "</head>"),
    "script": (f"<script>var mean = {CANARY}</script></body>", "</body>"),
    "style_content": (f"<style>p::after {{ content: '{CANARY}' }}</style></head>", "</head>"),
    "style_comment": (f"<style>/* {CANARY} */</style></head>", "</head>"),
    "inline_style": (f'<p style="--mean: {CANARY}"></p></body>', "</body>"),
    "description_of_a_chart": (f"<svg><desc>{DANISH}</desc></svg></body>", "</body>"),
    "place_in_a_chart": (f'<svg><line x1="{CANARY}%"/></svg></body>', "</body>"),
    "class_of_a_table": ('<table class="columns-3701"></table></body>', "</body>"),
    "id_of_a_figure": ('<figure id="figur-svar-3701"></figure></body>', "</body>"),
    "declaration": (f"<!-- --><![CDATA[{CANARY}]]></body>", "</body>"),
}


@pytest.mark.parametrize("place", IN_PAGE)
def test_a_canary_in_a_page_is_found(publication: Path, place: str) -> None:
    planted, end = IN_PAGE[place]
    path = page(publication)
    path.write_text(path.read_text(encoding="utf-8").replace(end, planted, 1), encoding="utf-8")
    assert found(publication)


def in_cell(inside: str) -> str:
    return f"<worksheet><sheetData><row><c>{inside}</c></row></sheetData></worksheet>"


IN_WORKBOOK = {
    "comment": ("xl/comments1.xml", f"<comments><comment><text><t>{CANARY}</t></text></comment></comments>"),
    "hidden_sheet": ("xl/worksheets/sheet99.xml", in_cell(f"<v>{CANARY}</v>")),
    "property": ("docProps/custom.xml", f'<Properties><property name="x"><v>{CANARY}</v></property></Properties>'),
    "defined_name": ("xl/more.xml", f"<definedNames><definedName name='x'>{CANARY}</definedName></definedNames>"),
    "formula": ("xl/worksheets/sheet98.xml", in_cell(f"<f>1+{CANARY}</f>")),
    "xml_comment": ("xl/noted.xml", f"<a><!-- {CANARY} --></a>"),
}


@pytest.mark.parametrize("place", IN_WORKBOOK)
def test_a_canary_in_a_workbook_is_found(publication: Path, place: str) -> None:
    part, text = IN_WORKBOOK[place]
    with zipfile.ZipFile(workbook(publication), "a") as archive:
        archive.writestr(part, text)
    assert found(publication)


def test_a_canary_among_the_marks_of_a_drawn_chart_is_found(publication: Path) -> None:
    path = publication / "municipality" / "report.html"
    text = path.read_text(encoding="utf-8")
    axis = text.index("matplotlib.axis_1")
    begin = text.rindex("<g ", 0, axis)
    mark = '<g id="more"><path d="M 201.25 61.83 L 233.5 61.83"/></g>'
    path.write_text(text[:begin] + mark + text[begin:], encoding="utf-8")
    assert any("axis of" in how for how in found(publication))


@pytest.mark.parametrize("place", ["index.html", "municipality/report.html", "release.json"])
def test_a_canary_in_a_quarter_is_found(tmp_path: Path, town: Path, place: str) -> None:
    folder = Path(shutil.copytree(town / "publications" / "2015Q3", tmp_path / "quarter"))
    path = folder / place
    text = path.read_text(encoding="utf-8")
    if place.endswith(".json"):
        document = json.loads(text)
        cell = {"period_kind": "quarter", "period": "2015Q3", "structure": document["units"][0]["structure"],
                "population": "employees", "unit": "W04", "group": None, "measure": "absence_days",
                "statistic": "rate", "value": 61.83, "n": 3, "base": 2.6, "withheld": None}  # fmt: skip
        document["cells"].append(cell)
        text = json.dumps(document)
    else:
        text = text.replace("</body>", f"<p>{DANISH} dage</p></body>")
    path.write_text(text, encoding="utf-8")
    assert found(folder)


def test_a_canary_in_an_archive_comment_is_found(publication: Path) -> None:
    with zipfile.ZipFile(workbook(publication), "a") as archive:
        archive.comment = CANARY.encode()
    assert found(publication)


def test_a_canary_in_a_file_name_is_found(publication: Path) -> None:
    path = page(publication)
    path.rename(path.with_name(f"report {DANISH}.html"))
    assert found(publication)


def test_a_canary_in_the_distribution_list_is_found(publication: Path) -> None:
    path = publication / "distribution.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"W1,,{CANARY}\n", encoding="utf-8")
    assert found(publication)


def test_a_file_that_cannot_be_read_is_not_safe(publication: Path) -> None:
    (publication / "units" / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(InputError, match=r"picture\.png"):
        audit(publication)


def test_a_folder_that_is_no_publication_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no publication"):
        audit(tmp_path)


def test_another_units_figure_is_a_leak_in_a_units_page(publication: Path) -> None:
    cells = json.loads((publication / "release.json").read_text(encoding="utf-8"))["cells"]
    path = page(publication)
    unit = path.parent.name
    mine = {cell["value"] for cell in cells if cell["unit"] in (unit, "KOM", "K")}
    others = (cell["value"] for cell in cells if cell["unit"] != unit and cell["statistic"] == "mean" and cell["value"])
    strange = next(value for value in others if value not in mine and value != round(value))
    planted = f"<p>{strange:.1f}</p></body>".replace(".", ",")
    path.write_text(path.read_text(encoding="utf-8").replace("</body>", planted), encoding="utf-8")
    assert found(publication)
