"""Quarter after quarter: nothing new, late records, a correction, a month sent again, a kill while writing."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from skapital import columns as c
from small_town import Said, done, skapital


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def release(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return found


def until(rows: list[dict[str, str]], last: str) -> list[dict[str, str]]:
    """The absences known when a month had ended: those that had begun, cut at its end."""
    return [{**row, "end": min(row["end"], last)} for row in rows if row["start"] <= last]


def take_in(workspace: Path, rows: list[dict[str, str]], name: str) -> Said:
    path = workspace.parent / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return done("ingest", "absence", path, "--workspace", workspace)


def compare(workspace: Path, quarter: str = "latest") -> dict[str, object]:
    return done("compare", "--quarter", quarter, "--json", "--workspace", workspace).record


@pytest.fixture
def absences(town_files: Path) -> list[dict[str, str]]:
    with (town_files / "absence.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_a_year_of_quarterly_runs(published: Path, absences: list[dict[str, str]]) -> None:
    """One late file, one correction, one month sent again, one kill -9; at each step the shelf says what it should."""
    shelf = published / "publications"
    first = take_in(published, until(absences, "2014-09-30"), "to-2014-09")
    assert "accepted" in first.out
    assert compare(published)["out"] == str(shelf / "2014Q3")
    assert compare(published)["unchanged"] is True
    late = [row for row in until(absences, "2014-12-31") if row["unit"] != "W09" or row["start"] <= "2014-09-30"]
    take_in(published, late, "to-2014-12-without-W09")
    assert compare(published)["out"] == str(shelf / "2014Q4")
    before = files(shelf / "2014Q4")
    take_in(published, until(absences, "2014-12-31"), "to-2014-12")  # the late file
    second = compare(published, "2014Q4")
    assert (second["published"], second["out"]) == (True, str(shelf / "2014Q4-v2"))
    assert files(shelf / "2014Q4") == before
    page = (shelf / "2014Q4-v2" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert "Denne udgave afløser 2014Q4." in page
    take_in(published, until(absences, "2015-03-31"), "to-2015-03")
    kill_while_writing(published)
    assert not (shelf / "2015Q1").exists()
    assert compare(published)["out"] == str(shelf / "2015Q1")
    again = done("ingest", "absence", published.parent / "to-2015-03.csv", "--workspace", published)  # sent again
    assert "nothing" in again.out or "already" in again.out
    assert compare(published)["unchanged"] is True
    corrected = children_were_ill(until(absences, "2015-03-31"), longest=2)
    take_in(published, corrected, "corrected-2015-03")
    third = compare(published)
    assert (third["published"], third["out"]) == (True, str(shelf / "2015Q1-v2"))
    assert lower(release(shelf / "2015Q1-v2"), "W06") < lower(release(shelf / "2015Q1"), "W06")
    take_in(published, until(absences, "2015-06-30"), "to-2015-06")
    assert compare(published)["out"] == str(shelf / "2015Q2")
    names = ["2014-06", "2014Q3", "2014Q4", "2014Q4-v2", "2015Q1", "2015Q1-v2", "2015Q2", "latest.txt"]
    assert sorted(path.name for path in shelf.iterdir()) == names
    earlier = [part for name in names[:-2] for part in ("--with", shelf / name)]
    assert done("audit", shelf / "2015Q2", *earlier, "--json").record["leaks"] == []
    for name in names[:-1]:
        assert done("verify", shelf / name).code == 0


@pytest.mark.slow
def test_a_correction_that_would_tell_a_persons_days_stands(published: Path, absences: list[dict[str, str]]) -> None:
    """In two workplaces nobody stays own-ill but those who were so at New Year: two in one, one with most in the other.

    Enough people are behind the change, but not behind what it would leave.
    """
    shelf, known = published / "publications", until(absences, "2015-03-31")
    take_in(published, known, "to-2015-03")
    compare(published)
    take_in(published, children_were_ill(known, longest=90), "corrected-2015-03")
    assert compare(published)["out"] == str(shelf / "2015Q1-v2")
    assert lower(release(shelf / "2015Q1-v2"), "W06") == lower(release(shelf / "2015Q1"), "W06")
    manifest = json.loads((shelf / "2015Q1-v2" / "manifest.json").read_text(encoding="utf-8"))
    assert any("2015Q1: some figures stand as published" in sentence for sentence in manifest["kept"])
    assert compare(published)["unchanged"] is True


def children_were_ill(rows: list[dict[str, str]], longest: int) -> list[dict[str, str]]:
    """Correct the reason of absences of 2015 of at most so many days in two workplaces."""
    return [
        {**row, "reason": "child_ill"}
        if row["unit"] in ("W05", "W06") and row["start"] >= "2015-01-01" and days_of(row) <= longest
        else row
        for row in rows
    ]


def days_of(row: dict[str, str]) -> int:
    return (date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])).days + 1


def lower(found: dict[str, list[dict[str, object]]], unit: str) -> float:
    cells = [
        cell[c.VALUE]
        for cell in found["cells"]
        if (cell[c.PERIOD], cell[c.UNIT], cell[c.MEASURE], cell[c.STATISTIC])
        == ("2015Q1", unit, "absence_days", "rate")
    ]
    return float(str(cells[0]))


def kill_while_writing(workspace: Path) -> None:
    """Kill a run outright as soon as it has begun to write; the shelf must be as it was."""
    shelf = workspace / "publications"
    before = {path.name for path in shelf.iterdir()}
    command = [sys.executable, "-m", "skapital", "compare", "--quarter", "latest", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and process.poll() is None and not any(shelf.glob(".partial-*/*")):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert {path.name for path in shelf.iterdir() if not path.name.startswith(".")} == before


def test_a_quarter_stands_beside_the_same_quarter_and_says_what_it_is_made_of(town: Path) -> None:
    found = release(town / "publications" / "2015Q3")
    kinds = {
        (row[c.PERIOD], row["from"], row["kind"]) for row in found["comparisons"] if row["measure"] == "absence_days"
    }
    assert {("2015Q3", "2014Q3", "quarter"), ("2015-09", "2013", "baseline"), ("2015Q3", "2015Q3", "parent")} <= kinds
    assert [row["id"] for row in found["definitions"]] == ["egen-sygdom-mv", "afgang-fra-start"]
    quarters = {cell[c.PERIOD] for cell in found["cells"] if cell[c.PERIOD_KIND] == "quarter"}
    assert {"2013Q1", "2014Q3", "2015Q3"} <= quarters and "2015Q4" not in quarters
    assert {row["unit"] for row in found["signals"]} >= {"KOM", "C1", "C2"}
    of_round = {cell[c.MEASURE] for cell in found["cells"] if cell[c.PERIOD_KIND] == "round"}
    manifest = json.loads((town / "publications" / "2015Q3" / "manifest.json").read_text(encoding="utf-8"))
    assert of_round == {*manifest["equations"], "response"}, "answers to items stand in the measurement's publication"
    withheld = Counter(cell[c.WITHHELD] for cell in found["cells"] if cell[c.WITHHELD])
    assert manifest["withheld"] == dict(withheld)
    page = (town / "publications" / "2015Q3" / "units" / "W09" / "report.html").read_text(encoding="utf-8")
    assert "egen-sygdom-mv, version 1" in page and "Social kapital blev sidst målt i juni 2014" in page
    assert "Kilden skiller ikke ledere fra medarbejdere" in page


def test_latest_is_told_by_the_records_and_a_gap_is_refused(published: Path, absences: list[dict[str, str]]) -> None:
    take_in(published, until(absences, "2014-12-31"), "to-2014-12")
    refused = skapital("compare", "--quarter", "2015Q1", "--workspace", published)
    assert refused.code == 1
    assert "absence lacks 2015-01, 2015-02, 2015-03" in refused.err and "quarter-not-covered" in refused.err
    log = published.parent / "log.jsonl"
    said = done("compare", "--quarter", "latest", "--unit", "KOM", "--log-json", log, "--workspace", published)
    assert len(said.out.splitlines()) == 1 and "2014Q4" in said.out
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(line["event"], line.get("exit_code")) for line in lines] == [("started", None), ("done", 0)]
    assert lines[1]["publication"] == "2014Q4" and lines[1]["published"] is True
    year = release(published / "publications" / "2014Q4")
    assert {cell[c.UNIT] for cell in year["cells"] if cell[c.PERIOD_KIND] == "year" and cell[c.PERIOD] == "2014"} >= {
        "KOM",
        "W09",
    }
    page = (published / "publications" / "2014Q4" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert "Kalenderåret 2014" in page


def test_a_late_file_makes_an_edition_that_says_what_changed(published: Path, absences: list[dict[str, str]]) -> None:
    """The short form of the year above: one late file, the municipality's report alone."""
    shelf, only = published / "publications", ("--unit", "KOM", "--json", "--workspace", published)
    known = until(absences, "2014-12-31")
    take_in(published, [row for row in known if row["unit"] != "W09" or row["start"] <= "2014-09-30"], "without-W09")
    assert done("compare", "--quarter", "latest", *only).record["out"] == str(shelf / "2014Q4")
    before = files(shelf / "2014Q4")
    take_in(published, known, "with-W09")
    assert done("compare", "--quarter", "latest", *only).record["out"] == str(shelf / "2014Q4-v2")
    assert done("compare", "--quarter", "latest", *only).record["unchanged"] is True
    assert files(shelf / "2014Q4") == before
    page = (shelf / "2014Q4-v2" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert "Denne udgave afløser 2014Q4." in page
    moved = skapital("diff", shelf / "2014Q4", shelf / "2014Q4-v2", "--json")
    assert moved.code == 3 and moved.record["moved"]


def test_targets_of_hr_figures_reach_the_quarter(published: Path) -> None:
    words = ("targets", "set", "--due", "2016-12-31", "--decided-by", "Hovedudvalget", "--date", "2014-11-25",
             "--workspace", published)  # fmt: skip
    done(*words, "--unit", "KOM", "--measure", "absence_days", "--value", "11")
    done(*words, "--unit", "C1", "--measure", "turnover_out", "--value", "0.12")
    for more, slug in ((("--value", "12", "--measure", "turnover_out"), "target-value"),
                       (("--value", "12", "--measure", "absence_short"), "unknown-measure")):  # fmt: skip
        refused = skapital(*words, "--unit", "KOM", *more)
        assert (refused.code, slug in refused.err) == (1, True), refused.err
    done("compare", "--quarter", "2015Q3", "--unit", "KOM", "--unit", "C1", "--workspace", published)
    rows = [row for row in release(published / "publications" / "2015Q3")["comparisons"] if row["kind"] == "target"]
    assert {(row["unit"], row["measure"], row["period"]) for row in rows} == {
        ("KOM", "absence_days", "2015-09"),
        ("C1", "turnover_out", "2015-09"),
    }
    page = (published / "publications" / "2015Q3" / "units" / "C1" / "report.html").read_text(encoding="utf-8")
    assert "12,0" in page and "Mål for sygefravær og omsætning" in page
    shown = done("targets", "show", "--unit", "KOM", "--json", "--workspace", published).record["targets"]
    assert shown[0]["progress"]["period"] == "2015-09" and shown[0]["baseline"] is not None  # type: ignore[index]


def test_a_round_of_later_does_not_make_another_quarter(later_workspace: Path) -> None:
    """The second measurement has come in since: the quarter is the same publication as before."""
    found = compare(later_workspace, "2015Q3")
    assert (found["published"], found["unchanged"]) == (False, True)


def test_after_a_reorganisation_the_quarter_stands_on_the_new_organisation(later_workspace: Path) -> None:
    shutil.rmtree(later_workspace / "publications" / "2016-06")
    done(
        "publications",
        "withdraw",
        "2016-06",
        "--reason",
        "a try",
        "--never-distributed",
        "--workspace",
        later_workspace,
    )
    found = compare(later_workspace, "2016Q1")
    assert found["published"] is True
    made = release(later_workspace / "publications" / "2016Q1")
    assert made["units"][0][c.STRUCTURE] == "2016-01-01"
    merged = {
        cell[c.PERIOD]: cell[c.WITHHELD]
        for cell in made["cells"]
        if (cell[c.UNIT], cell[c.MEASURE], cell[c.STATISTIC]) == ("W13", "absence_days", "rate")
    }
    assert merged["2016Q1"] is None and merged["2015Q1"] is None
