"""Files of spells that say which months they cover: by the quarter, late, corrected, taken back."""

from __future__ import annotations

import csv
from pathlib import Path

from skapital.publication.hr_inputs import coverage, records_of
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store
from small_town import done, skapital

QUARTERS = {"2015Q1": ("2015-01-01", "2015-03-31"), "2015Q2": ("2015-04-01", "2015-06-30"),
            "2015Q3": ("2015-07-01", "2015-09-30")}  # fmt: skip


def rows_of(town_files: Path, kind: str) -> list[dict[str, str]]:
    with (town_files / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def within(rows: list[dict[str, str]], first: str, last: str) -> list[dict[str, str]]:
    """What an export of a period lists: whoever was there or absent in it, with nothing that is only known later."""
    there = [row for row in rows if row["start"] <= last and (not row["end"] or row["end"] >= first)]
    later = ("end", "end_type")
    return [
        {name: "" if name in later and row["end"] > last else value for name, value in row.items()}
        if "end_type" in row
        else {**row, "end": min(row["end"], last)}
        for row in there
    ]


def take_in(workspace: Path, kind: str, rows: list[dict[str, str]], *more: str) -> dict[str, object]:
    path = workspace.parent / f"{kind}-{len(list(workspace.parent.glob('*.csv')))}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return done("ingest", kind, path, *more, "--json", "--workspace", workspace).record


def held(workspace: Path):  # type: ignore[no-untyped-def]
    here = Workspace(workspace)
    with open_store(workspace, write=False) as store:
        return records_of(here, store), coverage(here, store)


def days(workspace: Path) -> dict[str, float]:
    """Days of absence by month, as they are counted."""
    records, _ = held(workspace)
    parts = records.absence.parts
    return {str(month): float(total) for month, total in parts.groupby("month")["days"].sum().items()}


def test_quarterly_exports_are_counted_as_the_whole_list(workspace: Path, town_files: Path) -> None:
    whole = days(workspace)
    jobs = len(held(workspace)[0].employment)
    for kind in ("employment", "absence"):
        rows = rows_of(town_files, kind)
        take_in(workspace, kind, within(rows, "2013-01-01", "2014-12-31"), "--covers", "2013-01..2014-12")
        for first, last in QUARTERS.values():
            said = take_in(workspace, kind, within(rows, first, last), "--covers", f"{first[:7]}..{last[:7]}")
            assert said["covers"] == {"from": first[:7], "to": last[:7], "stated": True}
    records, covered = held(workspace)
    assert covered.told_by_dates()["absence"][0] == "2015-10"  # the whole list that came first still tells the rest
    assert {month: round(total, 6) for month, total in days(workspace).items()} == {
        month: round(total, 6) for month, total in whole.items()
    }
    assert len(records.employment) == jobs


def test_a_corrected_quarter_replaces_its_months_alone_and_can_be_taken_back(workspace: Path, town_files: Path) -> None:
    rows = rows_of(town_files, "absence")
    before = days(workspace)
    third = [row for row in within(rows, *QUARTERS["2015Q3"]) if row["unit"] != "W06"]
    number = take_in(workspace, "absence", third, "--covers", "2015-07..2015-09")["import_id"]
    after = days(workspace)
    changed = {month for month in before if abs(before[month] - after.get(month, 0.0)) > 1e-9}
    assert changed == {"2015-07", "2015-08", "2015-09"}
    take_in(workspace, "absence", within(rows, *QUARTERS["2015Q3"]), "--covers", "2015-07..2015-09")
    assert {month: round(total, 6) for month, total in days(workspace).items()} == {
        month: round(total, 6) for month, total in before.items()
    }
    done("imports", "undo", str(int(str(number)) + 1), "--workspace", workspace)
    assert days(workspace) == after
    done("imports", "undo", str(number), "--workspace", workspace)
    assert days(workspace) == before


def test_what_is_stated_is_covered_and_what_is_not_is_said_to_be_told_by_dates(
    workspace: Path, town_files: Path
) -> None:
    rows = rows_of(town_files, "absence")
    said = take_in(workspace, "absence", rows)
    assert said["covers"] == {"from": "2013-01", "to": "2016-06", "stated": False}
    few = within(rows, "2016-07-01", "2016-09-30") or [rows[-1]]
    take_in(workspace, "absence", few, "--covers", "2016-07..2016-09")  # nobody was ill, and that is known
    records, covered = held(workspace)
    assert str(max(records.covered["absence"])) == "2016-09"
    assert covered.told_by_dates()["absence"] == ("2013-01", "2016-06")


def test_months_that_cannot_be_are_refused(workspace: Path, town_files: Path) -> None:
    for wrong in ("2015Q3", "2015-09..2015-07", "2015-13"):
        said = skapital("ingest", "absence", town_files / "absence.csv", "--covers", wrong, "--workspace", workspace)
        assert (said.code, "bad-covers" in said.err) == (1, True), wrong
    totals = workspace.parent / "totals.csv"
    totals.write_text("unit,month,days,fte\nW01,2015-07,3,10\n", encoding="utf-8")
    said = skapital("ingest", "absence", totals, "--covers", "2015-07", "--workspace", workspace)
    assert (said.code, "covers-not-spells" in said.err) == (1, True)
