"""A definition changes between two quarters: not subtracted, said in words, drawn only where a break was declared."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl

from skapital import columns as c
from small_town import done

ONLY = ("--unit", "KOM", "--json")


def release(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return found


def page_of(folder: Path) -> str:
    return (folder / "municipality" / "report.html").read_text(encoding="utf-8")


def few_absences_of_another_reason(town_files: Path, path: Path) -> Path:
    """In one small unit and one quarter the reason is a sick child: too few persons to show a change of theirs."""
    with (town_files / "absence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = [
        {**row, "reason": "child_ill"} if row["unit"] == "W07" and "2014-07" <= row["start"] < "2014-10" else row
        for row in rows
    ]
    assert changed != rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(changed)
    return path


def second_version(workspace: Path) -> None:
    """The municipality begins to count a sick child too, and says so by a new version."""
    path = workspace / "definitions.toml"
    text = path.read_text(encoding="utf-8")
    counted = '"pregnancy"]'
    assert counted in text
    path.write_text(
        text.replace(counted, '"pregnancy", "child_ill"]').replace("version = 1", "version = 2", 1), encoding="utf-8"
    )


def test_a_new_definition_of_absence(workspace: Path, town_files: Path, tmp_path: Path) -> None:
    here, shelf = ("--workspace", workspace), workspace / "publications"
    done("ingest", "absence", few_absences_of_another_reason(town_files, tmp_path / "absence.csv"), *here)
    done("report", "--round", "2014-06", "--unit", "KOM", *here)
    target = ("--measure", "absence_days", "--value", "11", "--due", "2016-12-31", "--decided-by", "HU")
    done("targets", "set", "--unit", "KOM", *target, "--date", "2014-11-25", *here)
    assert done("compare", "--quarter", "2014Q3", *ONLY, *here).record["published"] is True
    second_version(workspace)
    done("compare", "--quarter", "2015Q3", *ONLY, *here)
    not_subtracted(release(shelf / "2015Q3"))
    said_in_words(shelf / "2015Q3")
    drawn_only_when_told(workspace, tmp_path)


def not_subtracted(made: dict[str, list[dict[str, object]]]) -> None:
    rows = {(row["kind"], row[c.MEASURE]): row for row in made["comparisons"] if row[c.UNIT] == "KOM"}
    for kind in ("quarter", "target"):
        one = rows[kind, "absence_days"]
        assert (one["difference"], one["verdict"], one["reason"]) == (None, "withheld", "definition"), kind
    assert rows["quarter", "turnover_out"]["difference"] is not None  # its definition is the same
    counted = {row[c.PERIOD]: row["definition"] for row in made["counted_by"] if row[c.PERIOD_KIND] == "quarter"}
    assert str(counted["2015Q3"]).startswith("egen-sygdom-mv 2, ")
    assert str(counted["2014Q3"]).startswith("egen-sygdom-mv 1, ")


def said_in_words(folder: Path) -> None:
    page = page_of(folder)
    assert "Opgjort efter en anden definition dengang, så tallene kan ikke sammenlignes" in page
    assert "Opgjort efter en anden definition, egen-sygdom-mv 1: 3.\N{NO-BREAK SPACE}kvartal 2014" in page
    assert "Opgjort efter en anden definition, og derfor ikke tegnet" in page
    assert "Målet er" not in page[: page.index('id="sygefravaer"')]  # nor set beside a figure of another definition
    sheet = openpyxl.load_workbook(folder / "municipality" / "report.xlsx", read_only=True)["Data"]
    header, *data = list(sheet.iter_rows(min_row=3, values_only=True))
    rows = [dict(zip(header, row, strict=True)) for row in data]
    told = {row["period"]: row["definition"] for row in rows if row["measure"] == "absence_days"}
    assert (told["2014Q3"], told["2015Q3"]) == ("egen-sygdom-mv, v1", "egen-sygdom-mv, v2")


def drawn_only_when_told(workspace: Path, tmp_path: Path) -> None:
    here, shelf = ("--workspace", workspace), workspace / "publications"
    events = tmp_path / "events.csv"
    words = "Barns sygdom tælles med"
    events.write_text(f"date,unit,kind,text,break\n2014-10-01,,new_definition,{words},true\n", encoding="utf-8")
    done("ingest", "events", events, *here)
    assert done("compare", "--quarter", "2015Q3", *ONLY, *here).record["published"] is True
    page = page_of(shelf / "2015Q3-v2")
    assert "og derfor ikke tegnet" not in page
    assert f"{words}. Rækken læses på ny herfra." in page
    signals = {row[c.UNIT]: row for row in release(shelf / "2015Q3-v2")["signals"] if row[c.MEASURE] == "absence_days"}
    assert signals["KOM"]["first"] == "2014Q4"
