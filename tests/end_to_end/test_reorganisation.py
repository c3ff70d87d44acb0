"""A reorganisation between two rounds, as its people meet it: targets asked for again, and a page that says so."""

from __future__ import annotations

import json
from pathlib import Path

from small_town import Said, done, ingest_round, skapital

DECIDED = ("--due", "2016-12-31", "--decided-by", "Personalemødet")


def set_target(workspace: Path, unit: str, date: str, *words: object) -> Said:
    return skapital("targets", "set", "--unit", unit, "--measure", "trust", "--date", date, *DECIDED, *words,
                    "--workspace", workspace)  # fmt: skip


def shown(workspace: Path, *words: object) -> list[dict[str, object]]:
    found = done("targets", "show", *words, "--json", "--workspace", workspace).record["targets"]
    assert isinstance(found, list)
    return found


def test_targets_of_merged_units_are_asked_for_again(published: Path, town_files: Path) -> None:
    workspace, here = published, ("--workspace", published)
    assert set_target(workspace, "W01", "2014-12-01", "--words", "Vi siger tingene højt").code == 0
    ahead = shown(workspace, "--unit", "W01")[0]
    assert (ahead["state"], ahead["became"], ahead["ask_from"]) == ("adopted", ["W13"], "2016-01-01")

    ingest_round(workspace, town_files, "2016-06")
    now = shown(workspace, "--unit", "W13", "--state", "ask_again")[0]
    assert (now["unit"], now["became"], now["progress"]) == ("W01", ["W13"], None)
    assert "W13" in done("targets", "show", "--state", "ask_again", *here).out
    status = done("status", "--json", *here).record
    assert status["targets_asked_again"] == ["W13"]
    assert str(status["next_step"]).startswith("skapital report --round 2016-06; ask W13")
    assert "anew, after a merger or split: W13" in done("status", *here).out

    done("report", "--round", "2016-06", "--draft", "--unit", "W13", "--unit", "W05", *here)
    page = (workspace / "publications/2016-06-draft/units/W13/report.html").read_text(encoding="utf-8")
    assert "I skal sætte nye mål" in page
    assert "De mål gælder ikke længere" in page
    assert "Enheden er siden juni 2014 lagt sammen af" in page
    assert "Ja, regnet om" in page
    other = (workspace / "publications/2016-06-draft/units/W05/report.html").read_text(encoding="utf-8")
    assert "I skal sætte nye mål" not in other


def test_a_target_is_not_taken_for_a_unit_that_is_gone(later_workspace: Path) -> None:
    refused = set_target(later_workspace, "W01", "2016-09-01", "--value", "70")
    assert (refused.code, "unit-gone" in refused.err, "W13" in refused.err) == (1, True, True)
    assert shown(later_workspace, "--unit", "W01", "--state", "adopted") == []
    taken = set_target(later_workspace, "W13", "2016-09-01", "--value", "70")
    assert taken.code == 0
    assert shown(later_workspace, "--unit", "W13", "--state", "adopted")[0]["baseline"] is not None


def units_of(workspace: Path, command: str, *words: object) -> dict[tuple[str, str], dict[str, object]]:
    found = done(command, "--round", "2014-06", *words, "--json", "--workspace", workspace).record["units"]
    assert isinstance(found, list)
    return {(row["tree"], row["unit"]): row for row in found}


def test_a_round_is_asked_for_as_then_and_as_now_and_nobody_is_lost(workspace: Path) -> None:
    then, now = units_of(workspace, "response"), units_of(workspace, "response", "--as-of", "2016-01-01")
    parts = [then["line", code] for code in ("W01", "W02")]
    assert now["line", "W13"]["n_invited"] == sum(int(str(one["n_invited"])) for one in parts)
    assert now["line", "W13"]["n_answered"] == 21
    assert ("line", "W01") not in now
    for tree in ("line", "med"):
        assert then[tree, "KOM"]["n_invited"] == now[tree, "KOM"]["n_invited"]
        assert then[tree, "KOM"]["n_answered"] == now[tree, "KOM"]["n_answered"]
    for unit in ("C1", "C1-A1", "C2", "W05"):
        assert now["line", unit]["n_invited"] == then["line", unit]["n_invited"]


def test_means_by_unit_are_those_a_publication_shows(later_workspace: Path) -> None:
    found = units_of(later_workspace, "score", "--by-unit", "--as-of", "2016-01-01")
    assert (found["line", "W13"]["grade"], found["line", "W13"]["reason"]) == ("mapped", "merged")
    assert (found["line", "W05"]["grade"], found["line", "W05"]["reason"]) == ("same", "same")
    text = (later_workspace / "publications/2016-06/release.json").read_text(encoding="utf-8")
    (published,) = (
        cell
        for cell in json.loads(text)["cells"]
        if (cell["unit"], cell["period"], cell["structure"], cell["measure"], cell["statistic"], cell["population"])
        == ("W13", "2014-06", "2016-01-01", "trust", "mean", "employees")
    )
    assert found["line", "W13"]["scales"]["trust"] == {"mean": published["value"], "n": published["n"]}  # type: ignore[index]
    small = units_of(later_workspace, "score", "--by-unit")["line", "W04"]
    assert set(small["scales"].values()) == {None}  # type: ignore[attr-defined]


def test_history_is_not_carried_back(workspace: Path) -> None:
    for words in (("response", "--round", "2014-06"), ("score", "--by-unit", "--round", "2014-06")):
        ended = skapital(*words, "--as-of", "2013-01-01", "--workspace", workspace)
        assert (ended.code, "as-of-before" in ended.err) == (1, True), ended.err
    assert skapital("score", "--as-of", "2016-01-01", "--workspace", workspace).code == 2
