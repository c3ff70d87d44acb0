"""The whole line on a small municipality: what lies on the shelf, the contract's forms, the same bytes again."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from skapital import columns as c
from small_town import done, skapital

PUBLICATIONS = ("2014-06", "2015Q3", "2016-06")


def release(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_shelf_holds_the_three_publications_in_order(town: Path) -> None:
    shelf = town / "publications"
    assert sorted(path.name for path in shelf.iterdir()) == [*PUBLICATIONS, "latest.txt"]
    assert (shelf / "latest.txt").read_text(encoding="utf-8") == "2016-06\n"


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_a_publication_holds_what_the_contract_says(town: Path, name: str) -> None:
    folder = town / "publications" / name
    there = files(folder)
    assert {"index.html", "release.json", "manifest.json", "distribution.csv", "municipality/report.html"} <= set(there)
    assert {"municipality/report.xlsx", "units/C1/report.html", "units/W09/report.xlsx", "med/M1/report.html"} <= set(
        there
    )
    if name != "2015Q3":
        assert {"leaders/report.html", "leaders/report.xlsx"} <= set(there)
    assert not any(path.startswith("units/W04/") for path in there)
    rows = list(csv.DictReader(io.StringIO(there["distribution.csv"].decode())))
    assert list(rows[0]) == ["unit", "med_committee", "path"]
    reports = {path for path in there if "/report." in path}
    assert {row["path"] for row in rows} == reports
    assert {row["med_committee"] for row in rows if row["unit"] == "W09"} == {"M2"}


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_release_json_has_one_row_per_key_and_null_where_withheld(town: Path, name: str) -> None:
    found = release(town / "publications" / name)
    assert found["schema"] == 1
    assert set(c.UNIT_COLUMNS) <= set(found["units"][0])
    keys = Counter(tuple(cell[part] for part in c.CELL_KEY) for cell in found["cells"])
    assert max(keys.values()) == 1
    comparisons = Counter(tuple(row[part] for part in c.COMPARISON_KEY) for row in found["comparisons"])
    assert max(comparisons.values()) == 1
    for cell in found["cells"]:
        assert set(cell) == set(c.RELEASED_COLUMNS)
        if cell["withheld"] is None:
            assert cell["value"] is not None, cell
        else:
            assert cell["withheld"] in c.WITHHELD_REASONS
            assert cell["value"] is cell["n"] is cell["base"] is None
    assert {row["verdict"] for row in found["comparisons"]} <= set(c.VERDICTS)
    assert {row["kind"] for row in found["comparisons"]} <= set(c.COMPARISON_KINDS)


def test_history_stands_on_the_structure_as_now(town: Path) -> None:
    found = release(town / "publications" / "2016-06")
    assert found["units"][0]["structure"] == "2016-01-01"
    merged = [
        cell["n"]
        for cell in found["cells"]
        if (cell["unit"], cell["period"], cell["measure"], cell["statistic"]) == ("W13", "2014-06", "trust", "mean")
    ]
    assert merged == [21]  # 12 and 9 answered in 2014


def test_only_adopted_targets_reach_the_reports(town: Path) -> None:
    found = release(town / "publications" / "2016-06")
    targets = [(row["unit"], row["population"]) for row in found["comparisons"] if row["kind"] == "target"]
    assert sorted(targets) == [("KOM", "employees"), ("KOM", "leaders"), ("W05", "employees")]
    listed: Any = done("targets", "show", "--state", "adopted", "--json", "--workspace", town).record["targets"]
    assert [(row["unit"], row["population"], row["target"]) for row in listed] == [
        ("KOM", "employees", 70), ("KOM", "leaders", 74), ("W05", "employees", 71.5)]  # fmt: skip
    assert all(row["progress"]["verdict"] in c.VERDICTS for row in listed)
    assert listed[0]["baseline"] not in (None, listed[1]["baseline"])


def test_the_leaders_have_a_target_of_their_own_and_it_is_one_of_the_declared_tests(town: Path) -> None:
    found = release(town / "publications" / "2016-06")
    means = {
        cell["population"]: cell["value"]
        for cell in found["cells"]
        if (cell["unit"], cell["period"], cell["measure"], cell["statistic"], cell["group"])
        == ("KOM", "2016-06", "social_capital", "mean", None)
    }
    rows = {row["population"]: row for row in found["comparisons"] if (row["unit"], row["kind"]) == ("KOM", "target")}
    assert rows["leaders"]["difference"] == pytest.approx(means["leaders"] - 74, abs=0.05)
    assert rows["employees"]["difference"] == pytest.approx(means["employees"] - 70, abs=0.05)
    assert rows["leaders"]["by_chance"] is None  # how far levels of leaders go back to their middle is not known
    declared = {(row["population"], row["kind"]) for row in found["comparisons"] if row["stands"] is not None}
    assert declared == {("employees", "target"), ("employees", "baseline"), ("leaders", "target")}
    page = (town / "publications" / "2016-06" / "leaders" / "report.html").read_text(encoding="utf-8")
    assert 'id="maal"' in page and "Ledernes mål" in page
    own = (town / "publications" / "2016-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    asked = own[own.index('id="paa-forhaand"') :]
    assert "Social kapital · ledere" in asked[: asked.index("</section>")]


@pytest.mark.parametrize(
    "more",
    [("--unit", "W05", "--measure", "trust"), ("--unit", "KOM", "--measure", "absence_days")],
)
def test_only_the_leaders_as_a_whole_have_a_target(later_workspace: Path, more: tuple[str, ...]) -> None:
    ended = skapital("targets", "set", "--population", "leaders", "--value", "20", "--due", "2016-12-31",
                     "--decided-by", "Mødet", "--date", "2014-12-01", *more, "--workspace",
                     later_workspace)  # fmt: skip
    assert (ended.code, "target-population" in ended.err) == (1, True), ended.err


def test_a_withheld_workplace_gets_words_and_no_number(later_workspace: Path) -> None:
    words = ("targets", "set", "--unit", "W04", "--measure", "trust", "--due", "2016-12-31", "--decided-by", "Mødet",
             "--date", "2014-12-01", "--workspace", later_workspace)  # fmt: skip
    refused = skapital(*words, "--value", "70")
    assert (refused.code, "target-without-baseline" in refused.err) == (1, True)
    assert done(*words, "--words", "Vi taler sammen", "--json").record["targets"][0]["target"] is None  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "slug"),
    [(("--value", "101"), "target-value"), ((), "target-value"), (("--value", "70", "--unit", "W99"), "no-such-unit"),
     (("--value", "70", "--measure", "TM1"), "unknown-measure")],
)  # fmt: skip
def test_targets_that_could_not_be_reported_are_refused(
    later_workspace: Path, more: tuple[str, ...], slug: str
) -> None:
    words = ("targets", "set", "--unit", "W05", "--measure", "trust", "--due", "2016-12-31", "--decided-by", "Mødet",
             "--date", "2014-12-01", "--workspace", later_workspace)  # fmt: skip
    ended = skapital(*words, *more)
    assert (ended.code, slug in ended.err) == (1, True), ended.err


def test_targets_come_after_the_baseline(workspace: Path) -> None:
    ended = skapital("targets", "set", "--unit", "W05", "--measure", "trust", "--value", "70", "--due", "2016-12-31",
                     "--decided-by", "Mødet", "--date", "2014-12-01", "--workspace", workspace)  # fmt: skip
    assert (ended.code, "no-baseline" in ended.err) == (1, True)


@pytest.mark.parametrize("words", [("compare", "--quarter", "2015Q3"), ("report", "--round", "2016-06")])
def test_nothing_new_is_said_and_changes_nothing(later_workspace: Path, words: tuple[str, ...]) -> None:
    before = files(later_workspace / "publications")
    found = done(*words, "--json", "--workspace", later_workspace).record
    assert (found["published"], found["unchanged"]) == (False, True)
    assert {"out", "reports_written", "reports_left_out", "leaks"} <= set(found)
    assert files(later_workspace / "publications") == before
    remembered = done("publications", "--json", "--workspace", later_workspace).record["publications"]
    assert [one["publication"] for one in remembered] == list(PUBLICATIONS)  # type: ignore[index, union-attr]


def test_the_first_round_again_after_later_ones_adds_the_targets_set_since_and_moves_no_figure(
    later_workspace: Path,
) -> None:
    shelf = later_workspace / "publications"
    again = ("report", "--round", "2014-06", "--unit", "KOM", "--json", "--workspace", later_workspace)
    assert done(*again).record["out"] == str(shelf / "2014-06-v2")
    moved = skapital("diff", shelf / "2014-06", shelf / "2014-06-v2", "--json").record["moved"]
    assert {(row["table"], row["key"]["kind"]) for row in moved} == {("comparisons", "target")}  # type: ignore[index, union-attr]
    found = done(*again).record
    assert (found["published"], found["unchanged"]) == (False, True)


def test_a_new_target_makes_a_new_issue_and_leaves_the_old(later_workspace: Path) -> None:
    shelf = later_workspace / "publications"
    before = files(shelf / "2016-06")
    done("targets", "set", "--unit", "W06", "--measure", "trust", "--value", "80", "--due", "2016-12-31",
         "--decided-by", "Mødet", "--date", "2014-12-01", "--workspace", later_workspace)  # fmt: skip
    again = ("report", "--round", "2016-06", "--unit", "W06", "--json", "--workspace", later_workspace)
    found = done(*again).record
    assert (found["published"], found["out"]) == (True, str(shelf / "2016-06-v2"))
    assert files(shelf / "2016-06") == before
    assert (shelf / "latest.txt").read_text(encoding="utf-8") == "2016-06-v2\n"
    moved = skapital("diff", shelf / "2016-06", shelf / "2016-06-v2", "--json").record["moved"]
    assert {(row["table"], row["key"]["unit"]) for row in moved} == {("comparisons", "W06")}  # type: ignore[index, union-attr]


def test_a_draft_is_marked_and_not_remembered(workspace: Path) -> None:
    shelf = workspace / "publications"
    draft = ("report", "--round", "2014-06", "--draft", "--workspace", workspace)
    done(*draft)
    assert [path.name for path in shelf.iterdir()] == ["2014-06-draft"]
    pages = [path for path in files(shelf) if path.endswith(".html")]
    assert all(b"KLADDE" in (shelf / page).read_bytes() for page in pages)
    done(*draft, "--unit", "KOM")
    assert [path.name for path in shelf.iterdir()] == ["2014-06-draft"]
    left = {path.split("/")[1] for path in files(shelf) if path.endswith("report.html")}
    assert left == {"municipality", "leaders"}, "a draft is replaced whole"
    assert done("publications", "--json", "--workspace", workspace).record["publications"] == []


def test_a_unit_limits_the_files_and_never_the_release(workspace: Path, tmp_path: Path, town: Path) -> None:
    done("report", "--round", "2014-06", "--unit", "W09", "--out", tmp_path / "shelf", "--workspace", workspace)
    folder = tmp_path / "shelf" / "2014-06"
    assert {path for path in files(folder) if "/report." in path} == {"units/W09/report.html", "units/W09/report.xlsx"}
    assert release(folder) == release(town / "publications" / "2014-06")


def test_some_reports_first_and_all_of_them_later(workspace: Path, tmp_path: Path, town: Path) -> None:
    words = ("report", "--round", "2014-06", "--out", tmp_path / "shelf", "--workspace", workspace, "--json")
    outcomes = [done(*words, *more).record for more in (("--unit", "W09"), (), ("--unit", "W05"), ("--unit", "W09"))]
    assert [one["published"] for one in outcomes] == [True, True, False, False]
    assert [Path(str(one["out"])).name for one in outcomes] == ["2014-06", "2014-06-v2", "2014-06-v2", "2014-06"]
    assert release(tmp_path / "shelf" / "2014-06-v2") == release(tmp_path / "shelf" / "2014-06")
    whole = files(tmp_path / "shelf" / "2014-06-v2")
    assert set(whole) == set(files(town / "publications" / "2014-06"))


@pytest.mark.parametrize(("unit", "slug"), [("W99", "no-such-unit"), ("W04", "no-own-report")])
def test_a_unit_without_a_report_publishes_nothing(workspace: Path, unit: str, slug: str) -> None:
    ended = skapital("report", "--round", "2014-06", "--unit", unit, "--workspace", workspace)
    assert (ended.code, slug in ended.err) == (1, True), ended.err
    assert not (workspace / "publications").exists()
    assert done("publications", "--json", "--workspace", workspace).record["publications"] == []


def test_english_by_switch(workspace: Path) -> None:
    done("report", "--round", "2014-06", "--language", "en", "--unit", "KOM", "--workspace", workspace)
    page = (workspace / "publications" / "2014-06" / "municipality" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page


def test_the_same_run_elsewhere_gives_the_same_bytes(tmp_path: Path, town: Path, town_files: Path) -> None:
    """Another folder, time zone, locale, hash seed, secret key and number of workers."""
    code = (
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[1])\nimport small_town\n"
        "made = small_town.make_workspace(Path(sys.argv[2]), Path(sys.argv[3]))\n"
        "whole = small_town.done\n"
        "more = {'report': ['--workers', '2'], 'compare': ['--workers', '2']}\n"
        "small_town.done = lambda *words: whole(*words, *more.get(words[0], []))\n"
        "small_town.take_through(made, Path(sys.argv[3]))\n"
    )
    odd = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}
    where = tmp_path / "andet sted æøå"
    tests = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", code, tests, str(where), str(town_files)], env=odd, check=True)
    for name in PUBLICATIONS:
        one, other = files(town / "publications" / name), files(where / "publications" / name)
        assert set(one) == set(other)
        assert [f"{name}/{path}" for path in sorted(one) if one[path] != other[path]] == []
    assert (where / "secret.key").read_bytes() != (town / "secret.key").read_bytes()


def test_a_kill_leaves_the_shelf_as_it_was_and_the_next_run_completes(workspace: Path) -> None:
    shelf = workspace / "publications"
    command = [sys.executable, "-m", "skapital", "report", "--round", "2014-06", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None and not any(shelf.glob(".partial-*/*")):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [path.name for path in shelf.iterdir() if not path.name.startswith(".")] == []
    done("report", "--round", "2014-06", "--workspace", workspace)
    assert sorted(path.name for path in shelf.iterdir()) == ["2014-06", "latest.txt"]
    assert done("verify", shelf / "2014-06").code == 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_leaves_no_process_behind(workspace: Path, number: signal.Signals) -> None:
    shelf = workspace / "publications"
    command = [sys.executable, "-m", "skapital", "report", "--round", "2014-06", "--workers", "2"]
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a shell lets what it starts in the background ignore an interruption, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        pytest.skip("cannot see the children of a process here")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None and len(children.read_text().split()) < 2:
        time.sleep(0.002)
    time.sleep(0.1)  # Python ignores what is raised in the very moment of a fork
    process.send_signal(number)
    _, said = process.communicate(timeout=60)  # waits until the workers, who hold the pipe too, have gone
    assert process.returncode == (-number if number == signal.SIGKILL else 130)
    assert "Traceback" not in said
    assert not shelf.exists() or [path.name for path in shelf.iterdir() if not path.name.startswith(".")] == []


def test_a_publication_remembered_but_not_shown_is_written_by_the_next_run(published: Path, town: Path) -> None:
    """As after a kill between the store's commit and the folder's rename."""
    shutil.rmtree(published / "publications")
    found = done("report", "--round", "2014-06", "--json", "--workspace", published).record
    assert (found["published"], found["out"]) == (True, str(published / "publications" / "2014-06"))
    assert files(published / "publications" / "2014-06") == files(town / "publications" / "2014-06")


def test_a_leak_stops_the_publication(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import skapital.publication.publish as publish
    from skapital.disclosure.audit.leaks import Leak
    from skapital.disclosure.audit.run import AuditReport

    leak = Leak("2014-06", "2014-01-01", "employees", ("W04",), "trust", "mean", "C1-A1 less the others")
    monkeypatch.setattr(publish, "audit", lambda *_, **__: AuditReport((leak,), 1, 1, ()))
    ended = skapital("report", "--round", "2014-06", "--json", "--workspace", workspace)
    assert (ended.code, ended.record["published"]) == (3, False)
    assert ended.record["leaks"][0]["target"]["units"] == ["W04"]  # type: ignore[index]
    assert not (workspace / "publications").exists()
    assert done("publications", "--json", "--workspace", workspace).record["publications"] == []


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_the_finished_files_stand_the_attack(town: Path, name: str) -> None:
    shelf = town / "publications"
    earlier = [part for one in PUBLICATIONS[: PUBLICATIONS.index(name)] for part in ("--with", shelf / one)]
    found = done("audit", shelf / name, *earlier, "--json").record
    assert found["leaks"] == []
    assert found["files_read"] == len(files(shelf / name))


def test_withdrawing_asks_for_the_affirmation(later_workspace: Path) -> None:
    words = ("publications", "withdraw", "2016-06", "--reason", "wrong tree", "--workspace", later_workspace)
    assert skapital(*words).code == 2
    done(*words, "--never-distributed")
    listed = done("publications", "--json", "--workspace", later_workspace).record["publications"]
    assert listed[-1]["withdrawn"] == "wrong tree"  # type: ignore[index]
