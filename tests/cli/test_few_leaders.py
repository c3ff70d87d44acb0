"""`status` and `imports` say how many answered in all, `response` how many employees; few leaders do not follow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from small_town import SIZES, done

EMPLOYEES = sum(SIZES.values())


def answered(workspace: Path, files: Path, leaders: int) -> tuple[int | None, dict[str, int | None]]:
    """Keep so many answers of leaders; return what `status` and `response` say."""
    here = ("--workspace", workspace)
    imports = done("imports", "--json", *here).record["imports"]
    assert isinstance(imports, list)
    survey = next(one["import_id"] for one in imports if one["kind"] == "survey")
    done("imports", "undo", survey, *here)
    head, *rows = (files / "survey-2014-06.csv").read_text(encoding="utf-8").splitlines()
    staff = [row for row in rows if not row.split(",")[2]]
    of_leaders = [row for row in rows if row.split(",")[2]][:leaders]
    path = workspace / "survey.csv"
    path.write_text("\n".join([head, *staff, *of_leaders]) + "\n", encoding="utf-8")
    done("ingest", "survey", path, "--round", "2014-06", *here)
    rounds = done("status", "--json", *here).record["rounds"]
    units = done("response", "--round", "2014-06", "--json", *here).record["units"]
    assert isinstance(rounds, list) and isinstance(units, list)
    return rounds[0]["n_answered"], {unit["unit"]: unit["n_answered"] for unit in units}


@pytest.mark.parametrize("leaders", [1, 4])
def test_few_leaders_do_not_follow_from_two_screens(workspace: Path, town_files: Path, leaders: int) -> None:
    everybody, of_units = answered(workspace, town_files, leaders)
    assert everybody == EMPLOYEES + leaders
    assert of_units["KOM"] is None
    assert of_units["W09"] == SIZES["W09"]
    for tree in (("C1", "C2"), ("M1", "M2")):  # nor from the sum of all below
        assert None in [of_units[unit] for unit in tree]


@pytest.mark.parametrize("leaders", [0, 5])
def test_none_or_enough_may_be_seen(workspace: Path, town_files: Path, leaders: int) -> None:
    everybody, of_units = answered(workspace, town_files, leaders)
    assert (everybody, of_units["KOM"]) == (EMPLOYEES + leaders, EMPLOYEES)


def test_a_handful_of_answers_is_not_counted_on_the_screen(workspace: Path, town_files: Path) -> None:
    here = ("--workspace", workspace)
    few = workspace / "few.csv"
    few.write_text(
        "\n".join((town_files / "survey-2016-06.csv").read_text(encoding="utf-8").splitlines()[:4]) + "\n", "utf-8"
    )
    done("ingest", "frame", town_files / "frame-2016-06.csv", "--round", "2016-06", *here)
    done("ingest", "survey", few, "--round", "2016-06", *here)
    rounds = done("status", "--json", *here).record["rounds"]
    assert isinstance(rounds, list)
    assert rounds[1]["n_answered"] is None


def test_what_few_leaders_answered_is_no_reason_to_publish_nothing(workspace: Path, town_files: Path) -> None:
    """Numbers of sheets and columns are no figures, also where nothing else in the file is as large."""
    answered(workspace, town_files, 4)
    record = done("report", "--round", "2014-06", "--json", "--workspace", workspace).record
    assert (record["published"], record["leaks"]) == (True, [])
    everybody = re.compile(rf"(?<![\w.]){EMPLOYEES + 4}(?![\w.])")
    told = sorted(Path(str(record["out"])).rglob("*.json")) + sorted(Path(str(record["out"])).rglob("*.html"))
    assert not [path.name for path in told if everybody.search(path.read_text(encoding="utf-8"))]
