"""A municipality that told its staff that two answers of a person can be put together."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from made_once import Once
from skapital.scoring.recode import item_values
from skapital.scoring.scales import person_scores
from small_town import INSTRUMENT, MERGED, done, ingest_round, make_workspace, skapital


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
def linked(once: Once, files: Path) -> Path:
    """A workspace whose second round is linked to the first. For reading only."""
    return once("linked", lambda folder: take_through(folder, files))


def take_through(folder: Path, files: Path) -> Path:
    workspace = make_workspace(folder, files, link_rounds=True)
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


# ---- a third round, with one question worded anew

KEY = ("period", "structure", "group", "unit", "measure", "statistic")


@pytest.fixture(scope="module")
def third(once: Once, files: Path, linked: Path) -> tuple[Path, list[dict[str, str]]]:
    """The workspace a round later: three in four answer again, and what is asked of justice is another question.

    It comes with the answers of that round, and is for reading only.
    """
    rows = answers_again(rows_of(files / "survey-2016-06.csv"))
    return once("linked-third", lambda folder: take_on(shutil.copytree(linked, folder), files, rows)), rows


def take_on(workspace: Path, files: Path, rows: list[dict[str, str]]) -> None:
    settings = (workspace / "skapital.toml").read_text(encoding="utf-8")
    entry = settings[settings.index('[[rounds]]\nid = "2016-06"') : settings.index("# ---- What later figures")]
    newer = entry.replace("2016", "2018").replace("apv-sk-example", "apv-2018")
    (workspace / "skapital.toml").write_text(settings.replace(entry, entry + newer), encoding="utf-8")
    worded = (workspace / "instruments" / "apv-sk-example.toml").read_text(encoding="utf-8")
    topic = worded[worded.index('code = "JU1"') :].split("\n")[1]
    worded = worded.replace(topic, topic.replace('da = "', 'da = "helt ny: ')).replace("apv-sk-example", "apv-2018")
    (workspace / "instruments" / "apv-2018.toml").write_text(worded, encoding="utf-8")
    folder = workspace / "files"
    folder.mkdir()
    write(folder / "survey-2018-06.csv", rows)
    shutil.copy(files / "frame-2016-06.csv", folder / "frame-2018-06.csv")
    ingest_round(workspace, folder, "2018-06")
    published = done("report", "--round", "2018-06", "--json", "--workspace", workspace).record
    assert published["leaks"] == [], "the attack on the three publications together"


def answers_again(before: list[dict[str, str]]) -> list[dict[str, str]]:
    chance, found = random.Random("third"), []
    graded = [item.code for item in INSTRUMENT.items.values() if len(item.responses.options) == 5]
    for place, row in enumerate(before):
        again = {**row, "respondent": row["respondent"] if place % 4 else f"new{place}"}
        for code in graded:
            if row[code] and chance.random() < 0.4:
                again[code] = str(min(5, max(1, int(row[code]) + chance.choice((-1, 0, 1, 1)))))
        found.append(again)
    return found


def scored(rows: list[dict[str, str]], scales: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, dtype="str").set_index("respondent").replace("", pd.NA)
    table = table[table["leader_level"].isna()]
    return person_scores(item_values(table, INSTRUMENT), INSTRUMENT)[scales].join(table["unit"])


def test_the_third_round_is_linked_to_the_second_alone(third: tuple[Path, list[dict[str, str]]]) -> None:
    found = document(third[0], "2018-06")
    groups = {(cell["period"], cell["group"]) for cell in found["cells"] if cell["group"]}
    assert {group for period, group in groups if period == "2018-06"} == {"stayers:2016-06", "joiners:2016-06"}
    assert {other for period, other in groups if period == "2014-06"} == {"stayers:2016-06", "leavers:2016-06"}
    parts = [row for row in found["comparisons"] if row["kind"] in ("stayers", "came_and_went")]
    assert {row["from"] for row in parts} == {"2016-06"}
    whole = [row for row in found["comparisons"] if row["kind"] == "baseline"]
    assert all(row["n_linked"] is None for row in whole), "who answered in 2014 and 2018 was never published"


def test_stayers_of_the_third_round_are_those_who_answered_the_same_questions_twice(
    third: tuple[Path, list[dict[str, str]]], files: Path
) -> None:
    workspace, rows = third
    found = [row for row in document(workspace, "2018-06")["comparisons"] if row["unit"] == "KOM"]
    told_of = {str(row["measure"]): row for row in found if row["kind"] == "stayers"}
    assert set(told_of) == {"trust", "collaboration", "within_team", "between_teams", "workplace_whole"}
    scales = list(told_of)
    now, then = scored(rows, scales), scored(rows_of(files / "survey-2016-06.csv"), scales)
    both = now.join(then.add_suffix(":then"), how="inner")
    both = both[(both["unit"] == both["unit:then"]) & both.notna().all(axis=1)]
    for scale, row in told_of.items():
        assert row["n_linked"] == len(both)
        assert row["difference"] == pytest.approx((both[scale] - both[f"{scale}:then"]).mean(), abs=0.051)
    asked = {str(row["measure"]): row for row in found if (row["kind"], row["population"]) == ("round", "employees")}
    assert (asked["justice"]["difference"], asked["justice"]["reason"]) == (None, "instrument:answers")
    assert (asked["social_capital"]["difference"], asked["social_capital"]["reason"]) == (None, "instrument:parts")


def test_what_was_said_of_the_first_two_stands(third: tuple[Path, list[dict[str, str]]]) -> None:
    old, new = (
        {
            tuple(cell[name] for name in KEY): (cell["value"], cell["withheld"])
            for cell in document(third[0], name_of)["cells"]
            if cell["group"] and "2018" not in f"{cell['period']} {cell['group']}"
        }
        for name_of in ("2016-06", "2018-06")
    )
    assert {key[2] for key in new} == {"stayers:2014-06", "joiners:2014-06", "stayers:2016-06", "leavers:2016-06"}
    assert all(old[key] == told for key, told in new.items())
    assert {key[4] for key in set(old) - set(new)} == {"justice", "social_capital"}
    shelf = third[0] / "publications"
    said = skapital("audit", shelf / "2018-06", "--with", shelf / "2016-06", "--with", shelf / "2014-06", "--json")
    assert (said.code, said.record["leaks"]) == (0, [])


def test_pages_of_the_third_round_say_since_when(third: tuple[Path, list[dict[str, str]]]) -> None:
    page = (third[0] / "publications" / "2018-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    part = page[page.index("Her er deres egen ændring siden juni 2016") :]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', part[: part.index("</section>")])
    assert [re.sub("<[^>]+>", "", row).strip() for row in rows] == [
        "Tillid", "Samarbejdsevne", "Inden for teamet", "Mellem teams", "Arbejdspladsen som helhed"]  # fmt: skip
