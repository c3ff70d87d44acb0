"""A question is worded anew between two rounds: what it is part of is not subtracted, and the reports say why."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

from openpyxl import load_workbook

from small_town import done, ingest_round

FILE = "instruments/apv-sk-example.toml"


def reworded(workspace: Path, **more: str) -> None:
    """Give the first item of trust another wording in the workspace's instrument."""
    path = workspace / FILE
    text = path.read_text(encoding="utf-8")
    item = text.index('code = "TM1"')
    start = text.index("topic = ", item)
    line = text[start : text.index("\n", start)]
    path.write_text(text.replace(line, 'topic = { da = "Noget andet", en = "Something else" }'), encoding="utf-8")


def follow_up(workspace: Path) -> dict[str, object]:
    done("report", "--round", "2016-06", "--draft", "--unit", "W05", "--unit", "KOM", "--workspace", workspace)
    folder = workspace / "publications" / "2016-06-draft"
    found = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def words_of(page: Path) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))).split())


def comparisons(found: dict[str, object], measure: str) -> list[dict[str, object]]:
    rows = found["comparisons"]
    assert isinstance(rows, list)
    return [row for row in rows if row["measure"] == measure and row["kind"] == "round"]


def test_an_instrument_edited_between_rounds_is_a_break_that_shows(published: Path, town_files: Path) -> None:
    workspace = published
    reworded(workspace)
    ingest_round(workspace, town_files, "2016-06")
    found = follow_up(workspace)
    trust = comparisons(found, "trust")
    assert trust
    assert {(row["grade"], row["reason"], row["verdict"]) for row in trust} == {
        ("not_comparable", "instrument:answers", "withheld")
    }
    assert {row["reason"] for row in comparisons(found, "social_capital")} == {"instrument:parts"}
    assert any(row["grade"] == "same" and row["difference"] is not None for row in comparisons(found, "justice"))
    earlier = {cell["measure"] for cell in found["cells"] if cell["period"] == "2014-06"}  # type: ignore[attr-defined]
    assert {"trust", "TM1", "social_capital"}.isdisjoint(earlier)
    assert "justice" in earlier

    unit = workspace / "publications/2016-06-draft/units/W05"
    words = words_of(unit / "report.html")
    assert "Tillid: Kan ikke sammenlignes: Spørgsmål eller svarmuligheder har fået andre ord eller værdier" in words
    cells = [str(cell) for row in load_workbook(unit / "report.xlsx")["Udvikling"].values for cell in row if cell]
    assert "Kan sammenlignes" in cells
    assert {"Ja", "Nej"} <= set(cells)
    assert any(cell.startswith("Tillid: Kan ikke sammenlignes") for cell in cells)


def test_exports_taken_in_again_after_a_correction_are_no_break(workspace: Path, town_files: Path) -> None:
    reworded(workspace)
    done("ingest", "survey", town_files / "survey-2014-06.csv", "--round", "2014-06", "--workspace", workspace)
    ingest_round(workspace, town_files, "2016-06")
    assert {row["grade"] for row in comparisons(follow_up(workspace), "trust")} <= {"same", "mapped"}


def test_another_instrument_is_compared_where_it_asks_the_same(workspace: Path, town_files: Path) -> None:
    shutil.copy(workspace / FILE, workspace / "instruments" / "next.toml")
    path = workspace / "instruments" / "next.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('id = "apv-sk-example"', 'id = "next"'), encoding="utf-8")
    settings = (workspace / "skapital.toml").read_text(encoding="utf-8")
    first, second = settings.split('id = "2016-06"')
    second = second.replace('instrument = "apv-sk-example"', 'instrument = "next"', 1)
    (workspace / "skapital.toml").write_text(f'{first}id = "2016-06"{second}', encoding="utf-8")
    ingest_round(workspace, town_files, "2016-06")
    found = follow_up(workspace)
    assert any(row["difference"] is not None for row in comparisons(found, "trust"))
    assert {row["grade"] for row in comparisons(found, "trust")} <= {"same", "mapped"}


def test_a_wholly_other_instrument_is_a_new_start_that_says_so(workspace: Path, town_files: Path) -> None:
    path = workspace / FILE
    text = path.read_text(encoding="utf-8")
    ingest_round(workspace, town_files, "2016-06")
    changed = re.sub(r"min_answered_share = [\d.]+", "min_answered_share = 0.75", text)
    assert changed != text
    (workspace / "instruments" / "next.toml").write_text(changed, encoding="utf-8")
    settings = (workspace / "skapital.toml").read_text(encoding="utf-8")
    first, second = settings.split('id = "2014-06"')
    second = second.replace('instrument = "apv-sk-example"', 'instrument = "next"', 1)
    (workspace / "skapital.toml").write_text(f'{first}id = "2014-06"{second}', encoding="utf-8")
    found = follow_up(workspace)
    assert "round" not in {row["kind"] for row in found["comparisons"]}  # type: ignore[attr-defined]
    assert {cell["period"] for cell in found["cells"]} == {"2016-06"}  # type: ignore[attr-defined]
    words = words_of(workspace / "publications/2016-06-draft/units/W05/report.html")
    assert "Der blev stillet andre spørgsmål i juni 2014. Derfor sammenlignes der ikke" in words
