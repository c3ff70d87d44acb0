"""Before fieldwork: who will get which report, and what staff are promised."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from small_town import INSTRUMENT, SIZES, done, skapital

EVERYBODY = {unit: n + 1 for unit, n in SIZES.items()}  # as many are invited as answer in the small town, and one more


@pytest.fixture(scope="module")
def _before(tmp_path_factory: pytest.TempPathFactory, town_files: Path, _first_round: Path) -> Path:
    """A workspace before fieldwork: an organisation and a frame, no answers."""
    workspace = tmp_path_factory.mktemp("before") / "workspace"
    done("init", workspace, "--quiet")
    shutil.copyfile(_first_round / "skapital.toml", workspace / "skapital.toml")
    here = ("--workspace", workspace)
    for tree in ("line", "med"):
        done(
            "ingest",
            "organisation",
            town_files / f"{tree}-2014-01-01.csv",
            "--from",
            "2014-01-01",
            "--tree",
            tree,
            *here,
        )
    done("ingest", "frame", town_files / "frame-2014-06.csv", "--round", "2014-06", *here)
    return workspace


@pytest.fixture
def before(tmp_path: Path, _before: Path) -> Path:
    """A copy of one's own."""
    return shutil.copytree(_before, tmp_path / "workspace")


def rehearsed(workspace: Path, *more: object):  # type: ignore[no-untyped-def]
    return done("rehearse", "--round", "2014-06", "--json", *more, "--workspace", workspace)


def tiers(record) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {unit["unit"]: unit["tier"] for unit in record["units"]}


def test_units_stand_once_with_what_they_are_invited_by(before: Path) -> None:
    record = rehearsed(before).record
    units = {unit["unit"]: unit for unit in record["units"]}
    assert len(units) == len(record["units"])
    assert {code: units[code]["n_invited"] for code in SIZES} == EVERYBODY
    assert units["KOM"]["n_invited"] == sum(EVERYBODY.values())
    assert (record["expected_response"], record["policy_locked"]) == (0.75, False)
    assert {"M1", "M2"} <= set(units)


def test_what_is_rehearsed_is_what_the_report_gives(before: Path, town_files: Path) -> None:
    """With as many answers as were rehearsed, each unit's tier is the one the publication has."""
    rehearsal = rehearsed(before, "--response-percent", 100).record
    survey = before / "everybody.csv"
    lines = (town_files / "survey-2014-06.csv").read_text(encoding="utf-8").splitlines()
    rows = {tuple(line.split(",")[1:3]): line for line in lines[1:]}
    extra = [",".join([f"x{number}", *line.split(",")[1:]]) for number, line in enumerate(rows.values())]
    survey.write_text("\n".join([*lines, *extra]) + "\n", encoding="utf-8")
    done("ingest", "survey", survey, "--round", "2014-06", "--workspace", before)
    published = done("report", "--round", "2014-06", "--json", "--workspace", before).record
    left_out = {one["unit"]: (one["reason"], one["covered_by"]) for one in published["reports_left_out"]}
    expected = {
        unit["unit"]: (unit["tier"], unit["covered_by"])
        for unit in rehearsal["units"]
        if unit["tree"] == "line" and unit["tier"] in ("combined", "parent")
    }
    assert left_out == expected
    assert expected  # somebody has no report, or nothing was tried


def test_fewer_answers_give_fewer_reports_and_everybody_the_most(before: Path) -> None:
    few, all_of_them = rehearsed(before, "--response-percent", 40), rehearsed(before, "--response-percent", 100)
    own = ("full", "scales")
    assert sum(t in own for t in tiers(few.record).values()) < sum(t in own for t in tiers(all_of_them.record).values())
    assert {u["unit"]: u["tier_if_all_answer"] for u in few.record["units"]} == tiers(all_of_them.record)
    assert tiers(few.record)["W11"] == "parent" or tiers(few.record)["W11"] == "combined"  # six invited, two answer


def test_it_is_said_loudly_who_gets_none(before: Path) -> None:
    said = rehearsed(before, "--response-percent", 20)
    without = [unit["unit"] for unit in said.record["units"] if unit["tier"] == "parent"]
    assert without
    assert all(code in said.err for code in without)
    share = said.record["staff_covered_share"]
    staff = said.record["staff"]
    assert share == pytest.approx(1 - staff["farther"] / sum(EVERYBODY.values()))
    assert ("WARNING" in said.err) == (share < 0.99)


def test_the_settings_say_what_is_expected(before: Path) -> None:
    path = before / "skapital.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(expected_response_percent = )\d+", r"\g<1>40", text), encoding="utf-8")
    assert rehearsed(before).record["expected_response"] == 0.4
    assert tiers(rehearsed(before).record) == tiers(rehearsed(before, "--response-percent", 40).record)


@pytest.mark.parametrize("percent", ["0", "101", "-3", "many"])
def test_a_share_that_is_none_is_wrong_use(before: Path, percent: str) -> None:
    assert skapital("rehearse", "--round", "2014-06", "--response-percent", percent, "--workspace", before).code == 2


def test_without_a_frame_nothing_is_rehearsed_or_locked(before: Path) -> None:
    said = skapital("rehearse", "--round", "2016-06", "--lock", "--workspace", before)
    assert (said.code, "[no-frame]" in said.err) == (1, True)
    assert done("status", "--json", "--workspace", before).record["rounds"][1]["policy_locked"] is False  # type: ignore[index]


# ---- the promise


def policy(workspace: Path, old: str, new: str) -> None:
    path = workspace / "policy.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_promise_is_made_once_and_holds(before: Path) -> None:
    assert rehearsed(before, "--lock").record["newly_locked"] is True
    assert rehearsed(before, "--lock").record["newly_locked"] is False
    at_first = tiers(rehearsed(before).record)
    policy(before, "scale = 5 ", "scale = 12 ")
    refused = skapital("rehearse", "--round", "2014-06", "--lock", "--workspace", before)
    assert (refused.code, "[policy-locked]" in refused.err) == (1, True)
    later = rehearsed(before)
    assert tiers(later.record) == at_first
    assert "policy.toml has changed" in later.err


def test_answers_after_the_lock_come_in_under_it(before: Path, town_files: Path) -> None:
    rehearsed(before, "--lock")
    policy(before, "scale = 5 ", "scale = 12 ")
    here = ("--workspace", before)
    done("ingest", "survey", town_files / "survey-2014-06.csv", "--round", "2014-06", *here)
    assert done("report", "--round", "2014-06", "--json", *here).record["policy_changed"] is True


def test_rounds_are_not_linked_if_that_was_not_promised(before: Path, town_files: Path) -> None:
    rehearsed(before, "--lock")
    path = before / "skapital.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("link_rounds = false", "link_rounds = true"), "utf-8")
    here = ("--workspace", before)
    said = skapital("ingest", "survey", town_files / "survey-2014-06.csv", "--round", "2014-06", *here)
    assert (said.code, "[policy-locked]" in said.err, "link_rounds" in said.err) == (1, True, True)
    again = skapital("rehearse", "--round", "2014-06", "--lock", *here)
    assert (again.code, "[policy-locked]" in again.err) == (1, True)


def test_the_next_step_is_the_promise(before: Path) -> None:
    here = ("--json", "--workspace", before)
    assert done("status", *here).record["next_step"] == "skapital rehearse --round 2014-06 --lock"
    rehearsed(before, "--lock")
    assert done("status", *here).record["next_step"] == "skapital ingest survey FILE --round 2014-06"


# ---- the statement


def page(workspace: Path, folder: Path) -> str:
    record = done("protection", "--round", "2014-06", "--out", folder, "--json", "--workspace", workspace).record
    return Path(str(record["file"])).read_text(encoding="utf-8")


def test_there_is_no_statement_before_the_promise(before: Path, tmp_path: Path) -> None:
    said = skapital("protection", "--round", "2014-06", "--out", tmp_path / "out", "--workspace", before)
    assert (said.code, "[not-locked]" in said.err) == (1, True)
    assert not (tmp_path / "out").exists()


def test_the_statement_is_of_the_locked_policy_and_of_nothing_else(before: Path, tmp_path: Path) -> None:
    rehearsed(before, "--lock")
    at_first = page(before, tmp_path)
    assert 'lang="da"' in at_first and 'lang="en"' in at_first
    policy(before, "scale = 5 ", "scale = 12 ")
    policy(before, "schema = 1", "# a remark\nschema = 1")
    settings = before / "skapital.toml"
    text = settings.read_text(encoding="utf-8")
    changed = (
        text.replace("Lilleby", "Storby").replace("APV og social kapital 2014", "Trivsel").replace('"da"', '"en"', 1)
    )
    settings.write_text(changed.replace("link_rounds = false", "link_rounds = true"), encoding="utf-8")
    (before / "report.toml").write_text("schema = 1\nnonsense = 2\n", encoding="utf-8")
    (before / "templates" / "style.css").write_text("h1 { color: red }", encoding="utf-8")
    assert page(before, tmp_path) == at_first
    again = done("protection", "--round", "2014-06", "--out", tmp_path, "--json", "--workspace", before).record
    assert again["unchanged"] is True


def test_the_instrument_is_not_needed_to_rehearse(before: Path) -> None:
    assert INSTRUMENT.id in (before / "skapital.toml").read_text(encoding="utf-8")
    shutil.rmtree(before / "instruments")
    assert rehearsed(before).record["units"]
