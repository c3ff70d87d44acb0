"""Everything `score`, `response` and `status` say of a round together: no number about few people can be subtracted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from small_town import LINE, SIZES, done

LEVELS = ("direktion", "centerchef", "afdelingsleder", "decentral")
PARTS = ("employees", *LEVELS)
LEAST = 5


def keep(workspace: Path, files: Path, leaders: dict[str, int], employees: int | None = None) -> None:
    """Take the survey in again with so many answers of each leader level, and of employees (all of them by default)."""
    here = ("--workspace", workspace)
    imports = done("imports", "--json", *here).record["imports"]
    assert isinstance(imports, list)
    done("imports", "undo", next(one["import_id"] for one in imports if one["kind"] == "survey"), *here)
    head, *rows = (files / "survey-2014-06.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.split(",")[2]][:employees]
    for level, number in leaders.items():
        kept += [row for row in rows if row.split(",")[2] == level][:number]
    path = workspace / "survey.csv"
    path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    done("ingest", "survey", path, "--round", "2014-06", *here)


def populations() -> list[str]:
    """The populations, and neighbouring levels together: what small levels are merged into."""
    neighbours = ["+".join(LEVELS[first:last]) for first, last in ((0, 2), (0, 3), (1, 3), (2, 4))]
    return ["all", "employees", "leaders", *LEVELS, *neighbours]


def parts_of(population: str) -> tuple[str, ...]:
    return {"all": PARTS, "leaders": LEVELS}.get(population, tuple(population.split("+")))


def numbers(record: dict[str, object]) -> Iterator[tuple[str, int]]:
    """Every number of people in a score table, by what it counts; withheld ones are left out."""
    rows = [("", {"n": record["n_respondents"]})]
    for scale in record["scales"]:
        rows += [(scale["scale"], scale), (f"{scale['scale']}:complete", {"n": scale["n_complete"]})]
        rows += [(item["item"], item) for item in scale["items"]]
    rows += [(row["item"], row) for name in ("items", "problems") for row in record[name]]
    yield from ((name, row["n"]) for name, row in rows if row["n"] is not None)


def told(workspace: Path) -> dict[str, dict[str, int]]:
    """By what is counted and population: the numbers on all screens together."""
    found: dict[str, dict[str, int]] = {}
    known = {level for level in LEVELS if f",{level}," in (workspace / "survey.csv").read_text(encoding="utf-8")}
    for population in populations():
        if set(parts_of(population)) - {"employees"} <= known or population in ("all", "leaders"):
            said = done("score", "--population", population, "--json", "--workspace", workspace).record
            for name, number in numbers(said):
                found.setdefault(name, {})[population] = number
    rounds = done("status", "--json", "--workspace", workspace).record["rounds"]
    units = done("response", "--round", "2014-06", "--json", "--workspace", workspace).record["units"]
    if rounds[0]["n_answered"] is not None:
        found[""]["all"] = rounds[0]["n_answered"]
    if units[0]["n_answered"] is not None:
        found[""]["employees"] = units[0]["n_answered"]
    return found


def derivable(shown: dict[str, int]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every set of populations whose number follows exactly from those shown."""
    rows = np.array([[part in parts_of(population) for part in PARTS] for population in shown], dtype=float)
    values = np.array(list(shown.values()), dtype=float)
    for size in range(1, len(PARTS) + 1):
        for parts in combinations(PARTS, size):
            wanted = np.array([part in parts for part in PARTS], dtype=float)
            how = np.linalg.lstsq(rows.T, wanted, rcond=None)[0] if len(rows) else np.zeros(0)
            if len(rows) and np.allclose(rows.T @ how, wanted):
                yield parts, round(float(how @ values))


@pytest.mark.parametrize(
    ("leaders", "employees"),
    [
        ({"direktion": 1, "centerchef": 1, "decentral": 2}, None),
        ({"direktion": 3, "centerchef": 4, "afdelingsleder": 9, "decentral": 12}, None),
        ({"afdelingsleder": 9, "decentral": 12}, 3),
    ],
)
def test_no_screen_less_another_is_about_few(
    workspace: Path, town_files: Path, leaders: dict[str, int], employees: int | None
) -> None:
    keep(workspace, town_files, leaders, employees)
    found = told(workspace)
    assert found[""]["all"] == sum(leaders.values()) + (sum(SIZES.values()) if employees is None else employees)
    few = {
        (what, parts): number
        for what, shown in found.items()
        for parts, number in derivable(shown)
        if 0 < number < LEAST
    }
    assert not few


def test_enough_are_still_seen(workspace: Path, town_files: Path) -> None:
    keep(workspace, town_files, {"direktion": 3, "centerchef": 4, "afdelingsleder": 9, "decentral": 12})
    shown = told(workspace)[""]
    merged = "direktion+centerchef+afdelingsleder"
    assert shown == {"all": 211, "employees": 183, "leaders": 28, merged: 16, "decentral": 12}
    said = done("score", "--population", "direktion", "--workspace", workspace)
    assert "too few respondents" in said.out and merged in said.err
    trust = done("score", "--population", "leaders", "--json", "--workspace", workspace).record["scales"][0]
    assert trust["n"] is not None and trust["mean"] is not None and trust["alpha"] is not None


def test_leaders_are_not_told_apart_from_employees_where_they_are_few(workspace: Path, town_files: Path) -> None:
    for leaders, apart in ({"decentral": 4}, False), ({"decentral": 12}, True):
        keep(workspace, town_files, leaders)
        said = done("score", "--full", "--json", "--workspace", workspace).record
        assert all(("leaders_and_employees" in scale["details"]) == apart for scale in said["scales"])


def test_a_round_on_two_organisations_does_not_tell_who_moved(workspace: Path) -> None:
    """Three people's workplace moves to another department: the department then, and now, are not both shown."""
    here = ("--workspace", workspace)
    rows = [(code, name, "C1-A2" if code == "W04" else parent, level) for code, name, parent, level in LINE]
    rows.sort(key=lambda row: (row[3] == "workplace", 0))
    path = workspace / "line.csv"
    path.write_text("\n".join(["code,name,parent,level", *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    done("ingest", "organisation", path, "--from", "2015-01-01", "--tree", "line", *here)
    path = workspace / "moved.csv"
    path.write_text("date,kind,from,to,share,source\n2015-01-01,move,W04,W04,,brev\n", encoding="utf-8")
    done("ingest", "lineage", path, *here)
    shown = {}
    for day in ("2014-06-30", "2015-06-30"):
        units = done("response", "--round", "2014-06", "--as-of", day, "--json", *here).record["units"]
        shown |= {(day, unit["unit"]): unit["n_answered"] for unit in units if unit["tree"] == "line"}
    for department in ("C1-A1", "C1-A2"):
        numbers = [shown[day, department] for day in ("2014-06-30", "2015-06-30")]
        assert None in numbers
    assert shown["2014-06-30", "C1-A2"] == 63  # what was asked for first is not lost to what came later
