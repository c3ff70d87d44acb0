"""The sample municipality: made anew the same, and shaped as the field is (ranges from the domain notes)."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

TOP = Path(__file__).resolve().parents[2]
SAMPLE = TOP / "data" / "sample"
NOT_MADE = {"README.md", "run.py", "benchmarks.toml"}
SCALES = {
    "trust": ("s_9", "s_10", "s_11", "s_12"),
    "justice": ("s_13", "s_14", "s_15", "s_16"),
    "collaboration": ("s_17", "s_18", "s_19"),
    "within": ("s_20", "s_21", "s_22"),
    "between": ("s_23", "s_24", "s_25"),
    "nearest": ("s_26", "s_27", "s_28"),
    "whole": ("s_29", "s_30", "s_31"),
}
REVERSED = ("s_11",)
PROBLEMS = ("s_1", "s_2", "s_3", "s_4", "s_5", "s_6", "s_7", "s_8", "s_39")
SENSITIVE = ("s_32", "s_35", "s_36", "s_37")


def rows_of(name: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / name, dtype=str, keep_default_na=False)


def content(path: Path) -> object:
    """A workbook's parts unpacked: their packing depends on the machine's compression library."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {part.filename: (part.date_time, book.read(part)) for part in book.infolist()}


@pytest.fixture(scope="module")
def dataset() -> pd.DataFrame:
    path = SAMPLE / "survey-2014-06" / "dataset.csv"
    return pd.read_csv(path, sep=";", encoding="cp1252", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def employees(dataset: pd.DataFrame) -> pd.DataFrame:
    return dataset[(dataset["statoverall_4"] == "1") & (dataset["ledelsesniveau"] == "1") & (dataset["enhed"] != "")]


def scores(employees: pd.DataFrame, items: tuple[str, ...]) -> pd.DataFrame:
    codes = employees[list(items)].apply(pd.to_numeric)
    values = (5 - codes.where(codes <= 5)) * 25.0
    for item in set(items) & set(REVERSED):
        values[item] = 100 - values[item]
    return values


def icc1(score: pd.Series, units: pd.Series) -> float:
    frame = pd.DataFrame({"score": score, "unit": units}).dropna()
    grouped = frame.groupby("unit")["score"]
    sizes, means = grouped.size(), grouped.mean()
    between = (sizes * (means - frame["score"].mean()) ** 2).sum() / (len(sizes) - 1)
    within = ((frame["score"] - grouped.transform("mean")) ** 2).sum() / (len(frame) - len(sizes))
    return float((between - within) / (between + (len(frame) / len(sizes) - 1) * within))


def test_the_generator_writes_the_committed_files_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOP / "data" / "make_sample.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    there = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()} - NOT_MADE
    assert made == there
    for name in sorted(made):
        assert content(tmp_path / name) == content(SAMPLE / name), name


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 6_000_000


def test_staff_and_leaders_are_of_the_asked_number() -> None:
    frame = rows_of("frame-2016-06.csv").drop_duplicates("person")
    levels = frame["leader_level"].value_counts()
    assert 4_300 <= levels[""] <= 4_700
    assert len(frame) - levels[""] == pytest.approx(280, abs=5)
    assert levels["direktion"] == 5
    assert levels["centerchef"] == 9


def test_sizes_of_workplaces_spread_as_real_ones() -> None:
    frame = rows_of("frame-2014-06.csv")
    sizes = frame[(frame["leader_level"] == "") & frame["unit"].str.startswith("W")]["n_invited"].astype(int)
    assert len(sizes) == 259  # one of 260 is left out on purpose
    assert (sizes.between(6, 30)).mean() > 0.7
    assert (sizes <= 4).sum() >= 8
    assert 2 <= (sizes > 100).sum() <= 6


@pytest.mark.parametrize("scale", SCALES)
def test_scales_look_like_published_ones(employees: pd.DataFrame, scale: str) -> None:
    values = scores(employees, SCALES[scale])
    whole, k = values.dropna(), values.shape[1]
    alpha = k / (k - 1) * (1 - whole.var().sum() / whole.sum(axis=1).var())
    score = values.mean(axis=1)
    assert 58 <= score.mean() <= 77
    assert 17 <= score.std() <= 22
    assert 0.75 <= alpha <= 0.88
    assert 0.07 <= icc1(score, employees["enhed"]) <= 0.20


def test_shares_of_problems_are_plausible(employees: pd.DataFrame) -> None:
    def share(item: str) -> float:
        answered = employees[item].isin(["1", "2"])
        return float((employees.loc[answered, item] == "1").mean())

    assert all(0.10 <= share(item) <= 0.45 for item in PROBLEMS)
    assert all(0.02 <= share(item) <= 0.10 for item in SENSITIVE)


def test_the_export_has_the_dirt_of_real_ones(dataset: pd.DataFrame) -> None:
    statuses = dataset[[f"statoverall_{i}" for i in range(1, 6)]].astype(int)
    assert (statuses.sum(axis=1) == 1).all()
    assert 0.72 <= statuses["statoverall_4"].mean() <= 0.78
    unopened = dataset[statuses["statoverall_2"] == 1]
    assert (unopened[["s_34_1", "s_34_2", "s_34_3"]] == "0").all().all()
    assert (unopened[["s_1", "s_9", "s_32"]] == "").all().all()
    assert dataset.duplicated().sum() == 5
    assert (dataset["enhed"] == "").sum() == 4
    assert dataset["s_41"].str.contains(r"\d{6}-\d{4}").sum() == 1
    assert dataset["email"].str.endswith(".example").all()


def test_both_rounds_hold_the_invited() -> None:
    book = pd.read_excel(SAMPLE / "survey-2016-06.xlsx", engine="calamine", dtype=object)
    frame = set(rows_of("frame-2016-06.csv")["person"])
    assert set(book["medarbnr"].astype(str)) == frame
    assert book["statoverall_4"].mean() == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize("date", ["2014-01-01", "2016-01-01"])
def test_both_trees_hold_the_same_workplaces(date: str) -> None:
    line, med = rows_of(f"organisation-line-{date}.csv"), rows_of(f"organisation-med-{date}.csv")
    for tree in (line, med):
        assert tree["code"].is_unique
        assert tree["parent"].iloc[0] == ""
        assert set(tree["parent"].iloc[1:]) <= set(tree["code"])
    workplaces = [set(tree.loc[tree["level"] == "workplace", "code"]) for tree in (line, med)]
    assert workplaces[0] == workplaces[1]


def test_lineage_explains_every_unit_that_came_or_went() -> None:
    before, after = (set(rows_of(f"organisation-line-{date}.csv")["code"]) for date in ("2014-01-01", "2016-01-01"))
    lineage = rows_of("lineage.csv")
    assert before - after == set(lineage.loc[lineage["from"] != lineage["to"], "from"]) - {""}
    assert after - before == set(lineage.loc[lineage["from"] != lineage["to"], "to"]) - {""}
    assert set(lineage["kind"]) == {"merge", "split", "rename", "move", "close", "new"}
    split = lineage[lineage["kind"] == "split"]
    assert split["share"].astype(float).sum() == pytest.approx(1)


@pytest.mark.parametrize(("day", "date"), [("2014-04-01", "2014-01-01"), ("2016-04-01", "2016-01-01")])
def test_employment_agrees_with_tree_and_frame(day: str, date: str) -> None:
    spells = rows_of("employment-2013-2016.csv")
    present = spells[(spells["start"] <= day) & ((spells["end"] == "") | (spells["end"] >= day))]
    counts = present.groupby(["unit", "leader_level"]).size()
    frame = rows_of(f"frame-{day[:4]}-06.csv")
    if "n_invited" in frame:
        invited = frame.set_index(["unit", "leader_level"])["n_invited"].astype(int)
        assert set(counts.index) - set(invited.index) == {("W255", "")}
        different = [key for key, n in invited.items() if counts[key] != n]
        assert different == [("W018", "")]
    else:
        assert counts.equals(frame.groupby(["unit", "leader_level"]).size())
    assert set(present["unit"]) <= set(rows_of(f"organisation-line-{date}.csv")["code"])


def test_one_unit_of_the_first_frame_answers_more_than_were_invited(employees: pd.DataFrame) -> None:
    mapping = (SAMPLE / "mapping-2014-06.toml").read_text(encoding="utf-8")
    number = next(line.split(" = ")[0] for line in mapping.splitlines() if line.endswith('= "W018"'))
    frame = rows_of("frame-2014-06.csv").set_index(["unit", "leader_level"])["n_invited"].astype(int)
    assert (employees["enhed"] == number).sum() > frame["W018", ""]


def test_a_person_never_has_two_spells_in_one_unit_at_once() -> None:
    spells = rows_of("employment-2013-2016.csv")
    spells["end"] = spells["end"].where(spells["end"] != "", "9999")
    spells = spells.sort_values(["person", "unit", "start"])
    reached = spells.groupby(["person", "unit"])["end"].shift().fillna("")
    assert (spells["start"] > reached).all()
    assert (spells["end"] >= spells["start"]).all()


def employed_on(day: str) -> set[str]:
    spells = rows_of("employment-2013-2016.csv")
    return set(spells.loc[(spells["start"] <= day) & ((spells["end"] == "") | (spells["end"] >= day)), "person"])


@pytest.mark.parametrize("year", [2014, 2015, 2016])
def test_turnover_is_realistic(year: int) -> None:
    staff = employed_on(f"{year}-01-01")
    assert 0.15 <= len(staff - employed_on(f"{year}-12-31")) / len(staff) <= 0.20


def test_absence_is_realistic_and_concentrated() -> None:
    absence, spells = rows_of("absence-2013-2016.csv"), rows_of("employment-2013-2016.csv")
    sick = absence[absence["reason"].str.startswith("S")]
    for year in (2013, 2014, 2015, 2016):
        first, last = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
        start = sick["start"].to_numpy("datetime64[D]").clip(min=first)
        end = sick["end"].to_numpy("datetime64[D]").clip(max=last)
        days = np.where(start <= end, np.busday_count(start, end + 1), 0) * sick["fraction"].astype(float).to_numpy()
        july = f"{year}-07-01"
        here = spells[(spells["start"] <= july) & ((spells["end"] == "") | (spells["end"] >= july))]
        of_person = pd.Series(days).groupby(sick["person"].to_numpy()).sum().sort_values(ascending=False)
        staff = here["person"].nunique()
        assert 10.5 <= of_person.sum() / staff <= 13.5
        assert 0.40 <= of_person.head(staff // 20).sum() / of_person.sum() <= 0.48


def test_absence_lies_within_employment_and_never_twice_on_a_day() -> None:
    absence, spells = rows_of("absence-2013-2016.csv"), rows_of("employment-2013-2016.csv")
    absence = absence.sort_values(["person", "start"])
    reached = absence.groupby("person")["end"].shift().fillna("")
    assert (absence["start"] > reached).all()
    joined = absence.reset_index().merge(spells, on=["person", "unit"], suffixes=("", "_job"))
    inside = (joined["start"] >= joined["start_job"]) & (
        (joined["end_job"] == "") | (joined["end"] <= joined["end_job"])
    )
    assert set(joined.loc[inside, "index"]) == set(absence.index)
