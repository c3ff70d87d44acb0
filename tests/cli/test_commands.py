"""The commands as their users run them: JSON keys of the contract, streams, options, environment."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import skapital as package
from skapital.cli.main import COMMANDS, main
from small_town import SIZES, done, skapital

ACCOUNTING = ("rows_accepted", "rows_rejected", "rows_not_completed", "rows_duplicate")


def test_help_lists_every_command_and_loads_none() -> None:
    code = (
        "import sys\nfrom skapital.cli.main import main\n"
        "try:\n    main.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pandas', 'matplotlib', 'pingouin', 'duckdb') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in said for name in COMMANDS)
    assert said.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_the_same_in_the_list_and_in_its_help(name: str) -> None:
    command = main.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.name == name
    first = (command.help or "").split("\n\n")[0].replace("\n", " ")
    assert first == COMMANDS[name]


def test_version() -> None:
    assert done("--version").out == f"skapital {package.__version__}\n"


def test_init_makes_a_workspace_and_never_overwrites(tmp_path: Path) -> None:
    new = tmp_path / "deep" / "new"
    made = done("init", new, "--json").record
    assert {"skapital.toml", "policy.toml", "goals.toml", "instruments/apv-sk-example.toml"} <= set(made["files"])  # type: ignore[call-overload]
    assert done("status", "--workspace", new).err == ""
    again = skapital("init", new)
    assert again.code == 1
    assert "workspace-exists" in again.err
    assert not [path for path in new.parent.iterdir() if path != new]


def test_init_with_the_sample_ingests_nothing(tmp_path: Path) -> None:
    done("init", tmp_path / "demo", "--sample")
    assert (tmp_path / "demo" / "lineage.csv").is_file()
    assert not (tmp_path / "demo" / "skapital.duckdb").exists()


def test_every_row_is_accounted_for(workspace: Path, town_files: Path, tmp_path: Path) -> None:
    survey = (town_files / "survey-2016-06.csv").read_text(encoding="utf-8").splitlines()
    broken = [*survey, survey[1], survey[2].replace(survey[2].split(",")[1], "W99", 1).replace("r", "q", 1)]
    path = tmp_path / "broken.csv"
    path.write_text("\n".join(broken) + "\n", encoding="utf-8")
    out = tmp_path / "problems.csv"
    words = ("ingest", "survey", path, "--round", "2016-06", "--workspace", workspace, "--json")
    dry = done(*words, "--dry-run", "--problems", out).record
    assert dry["import_id"] is None
    assert done("imports", "--json", "--workspace", workspace).record["imports"][-1]["import_id"] == 9  # type: ignore[index]
    first = done(*words).record
    assert first["rows_read"] == sum(int(str(first[name])) for name in ACCOUNTING) == len(broken) - 1
    assert (first["rows_duplicate"], first["rows_rejected"], first["profile"]) == (1, 1, "tidy")
    assert (first["encoding"], first["delimiter"]) == ("utf-8", ",")
    assert set(first["problems"][0]) == {"row", "column", "slug", "message"}  # type: ignore[index]
    assert "unit-not-in-organisation" in out.read_text(encoding="utf-8")
    again = done(*words).record
    assert (again["import_id"], again["unchanged"]) == (first["import_id"], True)
    strict = skapital(*words, "--strict")
    assert strict.code == 3
    undone = done("imports", "undo", str(first["import_id"]), "--workspace", workspace)
    assert "taken back" in undone.out


def test_a_file_without_one_good_row_takes_nothing_away(workspace: Path, town_files: Path, tmp_path: Path) -> None:
    before = done("status", "--json", "--workspace", workspace).record
    with (town_files / "absence.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "unit": "Z99"} for row in csv.DictReader(file)]
    wrong, problems = tmp_path / "absence.csv", tmp_path / "problems.csv"
    with wrong.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    refused = skapital("ingest", "absence", wrong, "--problems", problems, "--workspace", workspace)
    assert (refused.code, "nothing-accepted" in refused.err) == (1, True), refused.err
    assert len(problems.read_text(encoding="utf-8").splitlines()) == len(rows) + 1
    assert done("status", "--json", "--workspace", workspace).record == before


def test_json_is_one_object_and_nothing_else(workspace: Path) -> None:
    for words in (
        ("status",),
        ("imports",),
        ("score",),
        ("response", "--round", "2014-06"),
        ("targets", "show"),
        ("publications",),
    ):
        said = done(*words, "--json", "--workspace", workspace)
        assert isinstance(json.loads(said.out), dict)
        assert said.out.count("\n") == 1


def test_status_names_the_next_step(workspace: Path) -> None:
    found = done("status", "--json", "--workspace", workspace).record
    assert {"rounds", "latest_quarter", "next_step"} <= set(found)
    assert found["next_step"] == "skapital report --round 2014-06"
    assert found["rounds"][0]["policy_locked"] is True  # type: ignore[index]


def test_after_the_measurements_the_next_step_is_the_newest_quarter_and_then_to_wait(later_workspace: Path) -> None:
    here = ("--json", "--workspace", later_workspace)
    assert done("status", *here).record["next_step"] == "skapital compare --quarter 2016Q2"
    done("compare", "--quarter", "latest", "--unit", "KOM", *here)
    assert str(done("status", *here).record["next_step"]).startswith("nothing until there are records after")


def test_the_workspace_may_come_from_the_environment(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKAPITAL_WORKSPACE", str(workspace))
    assert "next step" in done("status").out


def test_response_is_null_where_a_report_would_hide_it(workspace: Path) -> None:
    found = done("response", "--round", "2014-06", "--json", "--workspace", workspace).record
    units = {unit["unit"]: unit for unit in found["units"] if unit["tree"] == "line"}  # type: ignore[union-attr, index]
    assert units["W04"]["n_answered"] is None
    assert units["W04"]["n_invited"] == SIZES["W04"] + 1
    assert units["W09"]["n_answered"] == SIZES["W09"]
    assert units["KOM"]["n_answered"] == sum(SIZES.values())


def test_score_has_the_keys_of_the_contract(workspace: Path) -> None:
    found = done("score", "--json", "--workspace", workspace).record
    assert {"round", "population", "n_respondents", "scales", "warnings"} <= set(found)
    keys = (
        "scale n_items n mean sd floor_share ceiling_share alpha alpha_low alpha_high omega icc1 icc1_n0 icc2 "
        "icc1_reml rwg_median rwg_star_median n_complete n_units items"
    )
    assert set(keys.split()) <= set(found["scales"][0])  # type: ignore[index]
    assert {"item", "n", "mean", "sd", "missing_share", "r_drop", "alpha_if_dropped"} <= set(
        found["scales"][0]["items"][0]
    )  # type: ignore[index]


def test_score_of_too_few_is_null(workspace: Path) -> None:
    found = done("score", "--population", "direktion", "--json", "--workspace", workspace).record
    assert found["scales"][0]["mean"] is None  # type: ignore[index]


def test_score_prints_a_table(workspace: Path) -> None:
    text = done("score", "--workspace", workspace).out
    assert "social_capital" in text
    assert "Generet af støj" in text


def test_map_drafts_a_mapping_that_ingest_takes(workspace: Path, town_files: Path, tmp_path: Path) -> None:
    export = town_files / "survey-2016-06.csv"
    draft = tmp_path / "mapping.toml"
    draft.write_text(done("map", export, "--round", "2016-06", "--workspace", workspace).out, encoding="utf-8")
    words = ("ingest", "survey", export, "--round", "2016-06", "--mapping", draft, "--dry-run", "--json")
    found = done(*words, "--workspace", workspace).record
    assert found["rows_accepted"] == found["rows_read"]


def test_selfcheck_needs_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = done("selfcheck", "--json").record
    assert len(found["checks"]) >= 60  # type: ignore[arg-type]
    assert {"name", "source", "expected", "got", "tolerance", "ok"} <= set(found["checks"][0])  # type: ignore[index]
    assert not list(tmp_path.iterdir())


def test_a_closed_pipe_is_no_fault(workspace: Path) -> None:
    command = [sys.executable, "-m", "skapital", "targets", "show", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ})
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


ONLY = ("--unit", "KOM")


@pytest.mark.parametrize(
    "words", [("report", "--round", "2014-06", *ONLY), ("compare", "--quarter", "2014Q3", *ONLY), ("status",)]
)
def test_nothing_but_score_full_loads_pingouin(words: tuple[str, ...], workspace: Path) -> None:
    code = (
        "import sys\nfrom skapital.cli.main import main\n"
        "main.main(sys.argv[1:], standalone_mode=False)\n"
        "print('pingouin' in sys.modules)"
    )
    command = [sys.executable, "-c", code, *words, "--workspace", str(workspace)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.endswith("False\n")
