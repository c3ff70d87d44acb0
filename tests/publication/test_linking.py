"""A municipality that told its staff that two answers of a person can be put together."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from small_town import MERGED, done, ingest_round, make_workspace, skapital


def link(workspace: Path, setting: str) -> None:
    path = workspace / "skapital.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("link_rounds = false", f"link_rounds = {setting}"), encoding="utf-8")
    assert f"link_rounds = {setting}" in path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, town_files: Path) -> Path:
    """The town's files, where two in three of each unit's people answer again."""
    folder = tmp_path_factory.mktemp("linked") / "files"
    shutil.copytree(town_files, folder)
    first, later = (rows_of(folder / f"survey-{one}.csv") for one in ("2014-06", "2016-06"))
    before: dict[tuple[str, str], list[str]] = {}
    for row in first:
        before.setdefault((MERGED.get(row["unit"], row["unit"]), row["leader_level"]), []).append(row["respondent"])
    for place, row in enumerate(later):
        known = before.get((row["unit"], row["leader_level"]), [])
        if known and place % 3:
            row["respondent"] = known.pop()
    write(folder / "survey-2016-06.csv", later)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Path:
    workspace = make_workspace(tmp_path_factory.mktemp("linked") / "workspace", files, link_rounds=True)
    done("report", "--round", "2014-06", "--workspace", workspace)
    ingest_round(workspace, files, "2016-06")
    done("report", "--round", "2016-06", "--workspace", workspace)
    return workspace


def document(workspace: Path, name: str = "2016-06") -> dict[str, list[dict[str, object]]]:
    return json.loads((workspace / "publications" / name / "release.json").read_text(encoding="utf-8"))


def test_the_same_people_are_a_group_of_their_own_in_both_rounds(linked: Path) -> None:
    cells = [cell for cell in document(linked)["cells"] if cell["group"]]
    shown = {(cell["period"], cell["group"], cell["unit"]) for cell in cells if cell["value"] is not None}
    assert {("2016-06", "stayers:2014-06", "KOM"), ("2014-06", "stayers:2016-06", "KOM")} <= shown
    assert all(cell["n"] >= 5 for cell in cells if cell["value"] is not None)
    assert {cell["withheld"] for cell in cells} == {None, "too_few", "protected"}


def test_a_change_is_told_apart_into_the_same_people_and_who_came_and_went(linked: Path) -> None:
    rows = {row["kind"]: row for row in document(linked)["comparisons"] if told(row)}
    whole, stayed, rest = (rows[kind] for kind in ("round", "stayers", "came_and_went"))
    assert whole["difference"] == pytest.approx(stayed["difference"] + rest["difference"], abs=0.16)
    assert stayed["n_linked"] == whole["n_linked"] >= 5
    assert stayed["verdict"] in ("better", "worse", "no_sign", "cannot_tell")


def told(row: dict[str, object]) -> bool:
    return (row["unit"], row["population"], row["measure"]) == ("KOM", "employees", "trust")


def test_pages_say_it_and_the_method_says_what_was_promised(linked: Path, town: Path) -> None:
    page = (linked / "publications" / "2016-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert "De samme medarbejdere" in page
    assert "lagt sammen under et kunstigt nummer" in page
    other = (town / "publications" / "2016-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert "De samme medarbejdere" not in other
    assert "kan ikke lægges sammen" in other


def test_without_the_setting_nobody_is_followed(town: Path) -> None:
    found = document(town)
    assert not [cell for cell in found["cells"] if cell["group"]]
    assert not [row for row in found["comparisons"] if row["kind"] in ("stayers", "came_and_went") or row["n_linked"]]


def test_the_attacker_has_nothing_to_find(linked: Path) -> None:
    shelf = linked / "publications"
    said = skapital("audit", shelf / "2016-06", "--with", shelf / "2014-06", "--json")
    assert (said.code, said.record["leaks"]) == (0, [])


def test_the_setting_is_locked_with_the_first_answers(workspace: Path, files: Path) -> None:
    link(workspace, "true")
    said = skapital("ingest", "survey", files / "survey-2014-06.csv", "--round", "2014-06", "--workspace", workspace)
    assert said.code == 1
    assert "[policy-locked]" in said.err
    ingest_round(workspace, files, "2016-06")  # a round not begun may be promised otherwise
    done("report", "--round", "2016-06", "--workspace", workspace)
    assert not [cell for cell in document(workspace)["cells"] if cell["group"]], "one linked round has nothing to meet"
