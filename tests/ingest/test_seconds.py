"""How long people took: taken in where the export has it, and used by `score --full` alone."""

from __future__ import annotations

import csv
from pathlib import Path

from small_town import done


def with_seconds(source: Path, target: Path) -> int:
    """The survey with a time for everybody: five took 20 seconds, one's is no time; returns how many rows."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, row in enumerate(rows):
        row["seconds"] = "20" if place < 5 else "0" if place == 5 else "612,5"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def test_times_are_kept_and_the_too_fast_are_counted(workspace: Path, town_files: Path, tmp_path: Path) -> None:
    here = ("--workspace", workspace)
    before = done("score", "--round", "2014-06", "--full", "--json", *here).record
    assert before["response_style"]["too_fast"] is None  # type: ignore[index]
    done("imports", "undo", newest_survey(workspace), *here)
    n = with_seconds(town_files / "survey-2014-06.csv", tmp_path / "survey.csv")
    taken = done("ingest", "survey", tmp_path / "survey.csv", "--round", "2014-06", "--json", *here).record
    assert taken["rows_accepted"] == n
    assert "seconds" not in taken["not_taken"]  # type: ignore[operator]
    after = done("score", "--round", "2014-06", "--full", "--json", *here).record
    assert after["response_style"]["too_fast"] == 5  # type: ignore[index]
    assert after["scales"] == before["scales"], "times are counted and change no figure"


def newest_survey(workspace: Path) -> int:
    listed = done("imports", "--json", "--workspace", workspace).record["imports"]
    return max(one["import_id"] for one in listed if one["kind"] == "survey")  # type: ignore[union-attr]
