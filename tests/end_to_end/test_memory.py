"""A corrected round through the commands: what may be said anew is, what would tell about too few people stands."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skapital import columns as c
from small_town import SIZES, done, ingest_round, skapital

Rows = list[dict[str, str]]
Correction = Callable[[Rows], Rows]
ROUND = "2014-06"


def published(workspace: Path, only: tuple[str, ...] = ("--unit", "KOM")) -> tuple[str, bool]:
    """Publish the round with the municipality's report; return the name on the shelf and whether it is new.

    What the gate decides is the same whatever reports are written.
    """
    record = done("report", "--round", ROUND, *only, "--json", "--workspace", workspace).record
    return Path(str(record["out"])).name, bool(record["published"])


def read(workspace: Path, name: str, file: str) -> dict[str, Any]:
    found = json.loads((workspace / "publications" / name / file).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def cells(workspace: Path, name: str) -> dict[tuple[str, ...], tuple[object, ...]]:
    document = read(workspace, name, "release.json")
    known = {(row["structure"], row["code"]) for row in document["units"]}
    assert {(row["structure"], row["unit"]) for row in document["cells"]} <= known
    return {
        tuple(row[key] for key in c.CELL_KEY): (row["value"], row["n"], row["withheld"]) for row in document["cells"]
    }


def kept(workspace: Path, name: str) -> list[str]:
    found = read(workspace, name, "manifest.json")["kept"]
    assert isinstance(found, list)
    return found


def correct(workspace: Path, files: Path, correction: Correction, *, instead: bool = False) -> None:
    """Take the round's export in again, corrected; ``instead`` of what came in before, or on top of it."""
    with (files / f"survey-{ROUND}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    path = workspace / "corrected.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(correction(rows))
    here = ("--workspace", workspace)
    if instead:
        imports = done("imports", "--json", *here).record["imports"]
        assert isinstance(imports, list)
        for one in imports:
            if (one["kind"], one["scope"]) == ("survey", ROUND):
                done("imports", "undo", one["import_id"], *here)
    done("ingest", "survey", path, "--round", ROUND, *here)


def staff(rows: Rows, unit: str) -> Rows:
    return [row for row in rows if row["unit"] == unit and not row["leader_level"]]


def other_answers(unit: str, n: int) -> Correction:
    """The first ``n`` of a unit give another answer to the first question on trust."""

    def correction(rows: Rows) -> Rows:
        for row in staff(rows, unit)[:n]:
            row["TM1"] = "1" if row["TM1"] in ("4", "5") else "5"
        return rows

    return correction


def gone(unit: str, n: int) -> Correction:
    def correction(rows: Rows) -> Rows:
        lost = staff(rows, unit)[:n]
        return [row for row in rows if row not in lost]

    return correction


def moved(unit: str, to: str, n: int) -> Correction:
    def correction(rows: Rows) -> Rows:
        for row in staff(rows, unit)[:n]:
            row["unit"] = to
        return rows

    return correction


def units_that_differ(one: dict[tuple[str, ...], tuple[object, ...]], other: dict[Any, Any]) -> set[str]:
    assert one.keys() == other.keys()
    return {dict(zip(c.CELL_KEY, key, strict=True))["unit"] for key in one if one[key] != other[key]}


@pytest.fixture
def workspace(tmp_path: Path, _baseline: Path) -> Path:
    """A workspace of one's own in which the first round is published."""
    return shutil.copytree(_baseline, tmp_path / "workspace")


def test_a_round_that_is_corrected_again_and_again(workspace: Path, town_files: Path) -> None:
    first = cells(workspace, "2014-06")
    correct(workspace, town_files, other_answers("W09", 3))
    assert published(workspace) == ("2014-06-v2", True)
    assert cells(workspace, "2014-06-v2") == first
    assert [sentence.partition(":")[0] for sentence in kept(workspace, "2014-06-v2")] == [ROUND]
    assert kept(workspace, "2014-06") == []
    said = [read(workspace, name, "release.json")["comparisons"] for name in ("2014-06", "2014-06-v2")]
    main = [[(row["unit"], row["measure"], row["difference"], row["verdict"]) for row in rows] for rows in said]
    assert main[0] == main[1]

    correct(workspace, town_files, other_answers("W09", 9))  # six more: with the three before, enough for any question
    assert published(workspace) == ("2014-06-v3", True)
    assert kept(workspace, "2014-06-v3") == []
    changed = units_that_differ(first, cells(workspace, "2014-06-v3"))
    assert {"KOM", "C2", "M2", "W09"} <= changed
    assert not changed & {"C1", "C1-A1", "C1-A2", "M1", "W05", "W06", "W08", "W12"}

    correct(workspace, town_files, other_answers("W09", 1), instead=True)  # less the first version, one person's answer
    again, _ = published(workspace)
    assert cells(workspace, again) == cells(workspace, "2014-06-v3")

    listed = done("publications", "--json", "--workspace", workspace).record["publications"]
    assert isinstance(listed, list)
    for one in listed:
        withdraw = (
            "publications",
            "withdraw",
            one["publication"],
            "--never-distributed",
            "--reason",
            "fejl i udtrækket",
        )
        done(*withdraw, "--workspace", workspace)
    last, new = published(workspace)
    assert new and last not in [one["publication"] for one in listed]  # a name is never used twice
    assert (kept(workspace, last), read(workspace, last, "manifest.json")["remembered"]) == ([], [])
    assert "W09" in units_that_differ(first, cells(workspace, last))
    assert "W09" in units_that_differ(cells(workspace, "2014-06-v3"), cells(workspace, last))


def test_what_others_saw_binds_though_one_is_withdrawn(workspace: Path, town_files: Path) -> None:
    correct(workspace, town_files, other_answers("W09", 1))
    second, _ = published(workspace)
    done("publications", "withdraw", second, "--never-distributed", "--reason", "prøve", "--workspace", workspace)
    third, _ = published(workspace)
    assert cells(workspace, third) == cells(workspace, "2014-06")


def test_an_answer_taken_back_leaves_the_figures_and_the_reports(workspace: Path, town_files: Path) -> None:
    correct(workspace, town_files, gone("W09", 1), instead=True)
    again, _ = published(workspace, only=())
    assert cells(workspace, again) == cells(workspace, "2014-06")
    reports = [read(workspace, name, "manifest.json")["reports"] for name in ("2014-06", again)]
    assert reports[0] == reports[1]
    assert any(row["members"] for row in read(workspace, again, "release.json")["units"])


def test_enough_who_are_gone_are_taken_out_but_of_the_rarest_questions(workspace: Path, town_files: Path) -> None:
    correct(workspace, town_files, gone("W09", 14), instead=True)
    again, _ = published(workspace)
    (sentence,) = kept(workspace, again)
    standing = sentence.removeprefix(f"{ROUND}: ").partition(" stand")[0].split(", ")
    assert standing[0].startswith("OB")  # 14 are fewer than the twenty that questions on offensive behaviour need
    before, after = cells(workspace, "2014-06"), cells(workspace, again)
    answered = ("round", ROUND, "2014-01-01", c.EMPLOYEES, "W09", None, c.RESPONSE, c.N_ANSWERED)
    assert (before[answered][1], after[answered][1]) == (40, 26)  # type: ignore[index]
    rare = [key for key in before if dict(zip(c.CELL_KEY, key, strict=True))["measure"] in standing]
    assert rare and all(after[key] == before[key] for key in rare)


def test_who_was_moved_after_publication_still_counts_where_he_was(workspace: Path, town_files: Path) -> None:
    """Else the merged unit of the next round, less its two published parts, would tell about the three."""
    correct(workspace, town_files, moved("W01", "W03", 3))
    again, _ = published(workspace)
    assert cells(workspace, again) == cells(workspace, "2014-06")
    ingest_round(workspace, town_files, "2016-06")
    assert done("report", "--round", "2016-06", "--json", "--workspace", workspace).record["leaks"] == []
    found = cells(workspace, "2016-06")
    n = {
        unit: found["round", ROUND, "2016-01-01", c.EMPLOYEES, unit, None, "trust", c.MEAN][1]
        for unit in ("W13", "W05")
    }  # type: ignore[index]
    assert n == {"W13": SIZES["W01"] + SIZES["W02"], "W05": SIZES["W05"]}


def test_only_what_was_published_can_be_withdrawn(workspace: Path) -> None:
    words = ("publications", "withdraw", "2014-06-v9", "--never-distributed", "--reason", "x", "--workspace", workspace)
    ended = skapital(*words)
    assert (ended.code, "[no-such-publication]" in ended.err) == (1, True)
