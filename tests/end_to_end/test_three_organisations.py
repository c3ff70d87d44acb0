"""Three rounds and two reorganisations: what a round was shown on in between still counts."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import small_town
from made_once import Once
from skapital import columns as c
from small_town import done

ROUNDS = {"2014-06": "2014-01-01", "2016-06": "2016-01-01", "2018-06": "2018-01-01"}
SIZES = {"X": 4, "T": 20, "Y": 4, "U": 9, "S": 20, "V": 3, "R": 20}
ABOVE = {"X": "P1", "T": "P1", "Y": "P2", "U": "P2", "S": "P2", "V": "P3", "R": "P3", "Z": "P1", "N": "P1"}
LINEAGE = [
    ("2016-01-01", "merge", "X", "Z", "", "HU"),
    ("2016-01-01", "merge", "Y", "Z", "", "HU"),
    ("2018-01-01", "merge", "Z", "N", "", "HU"),
    ("2018-01-01", "merge", "V", "N", "", "HU"),
]
"""X and Y become Z; Z and V become N. Of 2014, Z is 8 people, N is 11: the difference is the three of V."""


def unit_at(unit: str, date: str) -> str:
    for day, _, old, new, *_ in LINEAGE:
        unit = new if day <= date and unit == old else unit
    return unit


def write_town(folder: Path) -> None:
    write = small_town._write
    for date in ROUNDS.values():
        places = dict.fromkeys(unit_at(unit, date) for unit in SIZES)
        tree = [("KOM", "Lilleby Kommune", "", "municipality"), ("C1", "Center", "KOM", "centre")]
        tree += [(dept, f"Afdeling {dept}", "C1", "department") for dept in ("P1", "P2", "P3")]
        tree += [(unit, f"Enhed {unit}", ABOVE[unit], "workplace") for unit in places]
        write(folder / f"line-{date}.csv", ("code", "name", "parent", "level"), tree)
    write(folder / "lineage.csv", ("date", "kind", "from", "to", "share", "source"), LINEAGE)
    for round_id, date in ROUNDS.items():
        people = [(f"{unit}{number}", unit_at(unit, date), "") for unit, n in SIZES.items() for number in range(n)]
        small_town._write_frame(folder / f"frame-{round_id}.csv", people)
        small_town._write_survey(folder / f"survey-{round_id}.csv", people, random.Random(round_id))


@pytest.fixture(scope="module")
def shelf(once: Once) -> Path:
    """The publications of the three rounds. For reading only."""
    return once("three-organisations", take_through) / "workspace" / "publications"


def take_through(folder: Path) -> None:
    folder.mkdir()
    write_town(folder)
    workspace = folder / "workspace"
    done("init", workspace, "--quiet")
    settings = small_town.resource("data", "sample", "skapital.toml").read_text(encoding="utf-8")
    begin = settings.rindex("[[rounds]]")
    end = settings.index("\n[", begin + 1)
    third = settings[begin:end].replace("2016", "2018")
    (workspace / "skapital.toml").write_text(f"{settings[:end]}\n{third}{settings[end:]}", encoding="utf-8")
    here = ("--workspace", workspace)
    for date in ROUNDS.values():
        done("ingest", "organisation", folder / f"line-{date}.csv", "--from", date, "--tree", "line", *here)
    done("ingest", "lineage", folder / "lineage.csv", *here)
    for round_id in ROUNDS:
        small_town.ingest_round(workspace, folder, round_id)
        assert done("report", "--round", round_id, "--json", *here).record["leaks"] == []


def n_of(shelf: Path, name: str, period: str, unit: str) -> Any:
    cells = json.loads((shelf / name / "release.json").read_text(encoding="utf-8"))["cells"]
    key = (period, ROUNDS[name], c.EMPLOYEES, unit, None, "trust", c.MEAN)
    names = (c.PERIOD, c.STRUCTURE, c.POPULATION, c.UNIT, c.GROUP, c.MEASURE, c.STATISTIC)
    return next(cell["n"] for cell in cells if tuple(cell[part] for part in names) == key)


def test_the_merged_unit_of_the_second_round_was_shown(shelf: Path) -> None:
    assert n_of(shelf, "2016-06", "2014-06", "Z") == SIZES["X"] + SIZES["Y"]


def test_that_of_the_third_would_tell_of_the_three_who_joined_it(shelf: Path) -> None:
    assert n_of(shelf, "2018-06", "2014-06", "N") is None
    assert n_of(shelf, "2018-06", "2018-06", "N") == SIZES["X"] + SIZES["Y"] + SIZES["V"]


def test_three_rounds_stand_side_by_side_in_a_page(shelf: Path) -> None:
    page = (shelf / "2018-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert 'cx="16.6667%"' in page and 'cx="83.3333%"' in page
