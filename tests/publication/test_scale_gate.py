"""A scale whose questions do not go together has no score, in no report: its items stand alone, and it is said."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from made_once import Once
from skapital.config.scale_quality import read_scale_standard
from skapital.errors import InputError
from skapital.publication.scale_gate import failed_scales, without_scales
from skapital.resources import resource
from small_town import INSTRUMENT, done, ingest_round, make_workspace, skapital

GATE = read_scale_standard(resource("configs", "scale_quality.toml")).gate
RANDOM = ("JU1", "JU2", "JU3", "JU4")


def answered(path: Path, items: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a survey in which everybody answers some items at random."""
    chance = random.Random("no scale")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {code: chance.choice(INSTRUMENT.items[code].responses.options).code for code in items if row[code]}
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def as_answers(rows: list[dict[str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, dtype="str").set_index("respondent").replace("", pd.NA)
    return table.assign(position_group=pd.NA)


def test_random_answers_fail_their_scale_and_what_is_made_of_it(town_files: Path) -> None:
    first = town_files / "survey-2014-06.csv"
    assert failed_scales(as_answers(answered(first, ())), INSTRUMENT, GATE) == ()
    assert failed_scales(as_answers(answered(first, RANDOM)), INSTRUMENT, GATE) == ("justice", "social_capital")


def test_what_failed_is_no_scale_any_more_and_its_items_are_items() -> None:
    left = without_scales(INSTRUMENT, ("justice", "social_capital"))
    assert set(left.scales) == set(INSTRUMENT.scales) - {"justice", "social_capital"}
    assert left.items == INSTRUMENT.items
    assert without_scales(INSTRUMENT, ()) == INSTRUMENT
    with pytest.raises(InputError, match="no scale of apv-sk-example hangs together") as refused:
        without_scales(INSTRUMENT, tuple(INSTRUMENT.scales))
    assert refused.value.slug == "no-scale-passed"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, once: Once, town_files: Path) -> Path:
    """A town where justice was answered at random at the baseline, and as it should be two years later."""
    shared = once("scale-gate", lambda folder: take_through(folder, town_files))
    return shutil.copytree(shared / "workspace", tmp_path_factory.mktemp("gate") / "workspace")


def take_through(folder: Path, town_files: Path) -> None:
    files = shutil.copytree(town_files, folder / "files")
    write(files / "survey-2014-06.csv", answered(files / "survey-2014-06.csv", RANDOM))
    workspace = make_workspace(folder / "workspace", files)
    done("report", "--round", "2014-06", "--workspace", workspace)
    ingest_round(workspace, files, "2016-06")
    done("report", "--round", "2016-06", "--workspace", workspace)


def document(workspace: Path, name: str) -> Any:
    return json.loads((workspace / "publications" / name / "release.json").read_text(encoding="utf-8"))


def means(found: Any, period: str) -> set[str]:
    return {
        cell["measure"]
        for cell in found["cells"]
        if (cell["period"], cell["statistic"]) == (period, "mean") and cell["value"] is not None
    }


def test_no_score_is_released_and_the_items_are(reported: Path) -> None:
    first = document(reported, "2014-06")
    assert set(RANDOM) < means(first, "2014-06")
    assert not means(first, "2014-06") & {"justice", "social_capital"}
    assert {"trust", "collaboration"} < means(first, "2014-06")
    assert not [row for row in first["comparisons"] if row["measure"] in ("justice", "social_capital")]
    shown: Any = skapital("score", "--round", "2014-06", "--json", "--workspace", reported).record["scales"]
    assert {row["scale"] for row in shown if row["gate"] == "failed"} == {"justice", "social_capital"}


@pytest.mark.parametrize("report", ["municipality", "units/W09", "units/C1", "leaders"])
def test_every_page_says_which_topics_have_no_figure(reported: Path, report: str) -> None:
    page = (reported / "publications" / "2014-06" / report / "report.html").read_text(encoding="utf-8")
    assert "Emner uden et samlet tal" in page
    assert "Retfærdighed og Social kapital: Spørgsmålene hænger ikke godt nok sammen" in page
    later = (reported / "publications" / "2016-06" / report / "report.html").read_text(encoding="utf-8")
    assert "Emner uden et samlet tal" not in later


def test_the_next_round_says_why_there_is_no_change(reported: Path) -> None:
    found = document(reported, "2016-06")
    assert {"justice", "social_capital"} < means(found, "2016-06")
    assert not means(found, "2014-06") & {"justice", "social_capital"}
    rows = [row for row in found["comparisons"] if row["kind"] == "baseline" and row["measure"] in ("justice", "trust")]
    assert {(row["measure"], row["reason"]) for row in rows if row["unit"] == "KOM"} == {
        ("justice", "instrument:gate"),
        ("trust", "same"),
    }
    assert all(row["difference"] is None for row in rows if row["measure"] == "justice")
    page = (reported / "publications" / "2016-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert "Spørgsmålene hang i juni 2014 ikke godt nok sammen til ét samlet tal" in page


def test_a_target_on_a_scale_without_a_score_gets_no_number(reported: Path) -> None:
    ended = skapital("targets", "set", "--unit", "KOM", "--measure", "justice", "--value", "70", "--due", "2016-12-31",
                     "--decided-by", "Mødet", "--date", "2014-12-01", "--workspace", reported)  # fmt: skip
    assert (ended.code, "target-without-baseline" in ended.err) == (1, True), ended.err


def test_by_unit_on_the_screen_there_is_none_either(reported: Path) -> None:
    found: Any = skapital("score", "--round", "2014-06", "--by-unit", "--json", "--workspace", reported).record
    scales = next(row["scales"] for row in found["units"] if row["unit"] == "W09")
    assert (scales["justice"], scales["social_capital"]) == (None, None)
    assert scales["trust"]["n"] == 40
