"""The other practice for small units: too few answers are counted nowhere, and the publication says so."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

import small_town
from made_once import Once
from skapital import columns as c
from small_town import SIZES, done


@pytest.fixture(scope="module")
def left_out(once: Once, town_files: Path) -> Path:
    """The town through the whole line, under a policy that leaves small units out. For reading only."""
    return once("left-out", lambda folder: take_through(folder, town_files))


def take_through(workspace: Path, town_files: Path) -> Path:
    done("init", workspace, "--quiet")
    policy = (workspace / "policy.toml").read_text(encoding="utf-8")
    changed = policy.replace('small_units = "in_parent"', 'small_units = "left_out"')
    assert changed != policy
    (workspace / "policy.toml").write_text(changed, encoding="utf-8")
    settings = small_town.resource("data", "sample", "skapital.toml").read_text(encoding="utf-8")
    (workspace / "skapital.toml").write_text(settings, encoding="utf-8")
    here = ("--workspace", workspace)
    for day in ("2014-01-01", "2016-01-01"):
        for tree in ("line", "med"):
            file = town_files / f"{tree}-{day}.csv"
            done("ingest", "organisation", file, "--from", day, "--tree", tree, *here)
    done("ingest", "lineage", town_files / "lineage.csv", *here)
    for round_id in ("2014-06", "2016-06"):
        small_town.ingest_round(workspace, town_files, round_id)
        assert done("report", "--round", round_id, "--json", *here).record["leaks"] == []
    return workspace


def read(workspace: Path, name: str, file: str) -> dict[str, Any]:
    found = json.loads((workspace / "publications" / name / file).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def n_answered(workspace: Path, name: str) -> dict[tuple[str, str, str], int | None]:
    cells = read(workspace, name, "release.json")["cells"]
    rows = [one for one in cells if (one["measure"], one["statistic"]) == (c.RESPONSE, c.N_ANSWERED)]
    return {
        (one["period"], one["structure"], one["unit"]): one["n"] for one in rows if one["population"] == c.EMPLOYEES
    }


@pytest.mark.parametrize("name", ["2014-06", "2016-06"])
def test_the_smallest_is_in_no_total(left_out: Path, name: str) -> None:
    own = {"2014-06": "2014-01-01", "2016-06": "2016-01-01"}[name]
    n = {
        unit: count
        for (period, date, unit), count in n_answered(left_out, name).items()
        if (period, date) == (name, own)
    }
    assert n["W04"] is None
    everybody = sum(SIZES.values()) - SIZES["W04"]
    assert (n["KOM"], n["C1"] + n["C2"], n["M1"] + n["M2"]) == (everybody, everybody, everybody)  # type: ignore[operator]
    assert n["C1-A1"] == sum(SIZES[unit] for unit in ("W01", "W02", "W03"))


def test_its_staff_are_not_said_to_be_covered(left_out: Path) -> None:
    manifest = read(left_out, "2014-06", "manifest.json")
    assert manifest["staff_covered"]["nowhere"] == SIZES["W04"] + 1  # invited, in the small town
    assert manifest["staff_covered"]["share"] < 1
    assert [one["unit"] for one in manifest["reports"]["read_elsewhere"]] == ["W04"]


def test_pages_say_how_many_answers_are_included(left_out: Path) -> None:
    folder = left_out / "publications" / "2014-06"
    everybody = sum(SIZES.values()) - SIZES["W04"]
    page = (folder / "municipality" / "report.html").read_text(encoding="utf-8")
    assert f"{everybody} svar er talt med." in re.sub(r"<[^>]+>", "", page)
    assert "er ikke talt med" in (folder / "units" / "C1-A1" / "report.html").read_text(encoding="utf-8")
    assert "4 inviterede medarbejdere" in (folder / "index.html").read_text(encoding="utf-8")


def test_nothing_on_the_shelf_tells_how_many_were_left_out(left_out: Path, town_files: Path) -> None:
    """The export's number of rows less the answers that are counted would be the smallest unit's."""
    with (town_files / "survey-2014-06.csv").open(encoding="utf-8", newline="") as file:
        rows = len(list(csv.DictReader(file)))
    manifest = read(left_out, "2014-06", "manifest.json")
    assert rows not in [value for one in manifest["inputs"] for value in one.values()]


def test_it_stands_the_attack_with_what_came_before(left_out: Path) -> None:
    shelf = left_out / "publications"
    assert done("audit", shelf / "2016-06", "--with", shelf / "2014-06", "--json").record["leaks"] == []
