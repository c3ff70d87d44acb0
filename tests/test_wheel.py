"""The wheel, installed into an empty environment outside the checkout, takes the sample through the whole line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PUBLICATIONS = ("2014-06", "2015Q3", "2016-06")
SHIPPED = (
    "configs/policy.toml",
    "configs/skapital.toml",
    "configs/profiles/surveyxact.toml",
    "data/sample/run.py",
    "data/sample/survey-2014-06/dataset.csv",
    "reports/templates/report.html.j2",
    "tests/oracles/icc.toml",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(TOP)]
    subprocess.run(command, check=True, capture_output=True)
    [made] = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel, what it needs as locked, and nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    lock = (TOP / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^[A-Za-z0-9._-]+==[^\s;\\]+(?:\s*;[^\\\n]+)?", lock, re.MULTILINE)
    (folder / "pins.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")
    interpreter = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--disable-pip-version-check",
        "-c",
        str(folder / "pins.txt"),
        str(wheel),
    ]
    subprocess.run([interpreter, *install], check=True, cwd=folder)
    return interpreter


def outside(python: Path, *arguments: object, cwd: Path) -> str:
    """Run something with no way back to the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(word) for word in (python, *arguments)]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"skapital/_resources/{name}" for name in SHIPPED} <= names
    assert "skapital/store/schema.sql" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]


def test_it_runs_outside_the_checkout(python: Path, tmp_path: Path) -> None:
    where = outside(python, "-c", "import skapital; print(skapital.__file__)", cwd=tmp_path).strip()
    assert not Path(where).is_relative_to(TOP)
    checks = json.loads(outside(python, "-m", "skapital", "selfcheck", "--json", cwd=tmp_path))
    assert checks["off"] == 0


def test_the_whole_line_on_the_sample(python: Path, tmp_path: Path) -> None:
    script = "from skapital.resources import resource; print(resource('data', 'sample', 'run.py'))"
    run = outside(python, "-c", script, cwd=tmp_path).strip()
    last = outside(python, run, "sample", cwd=tmp_path).splitlines()[-1]
    shelf = tmp_path / "sample" / "publications"
    assert Path(last) == shelf / "2016-06" / "index.html"
    assert Path(last).is_file()
    assert sorted(path.name for path in shelf.iterdir()) == [*PUBLICATIONS, "latest.txt"]
    for name in PUBLICATIONS:
        outside(python, "-m", "skapital", "verify", shelf / name, cwd=tmp_path)
    _the_reorganisation_is_followed(shelf / "2016-06")


def _the_reorganisation_is_followed(folder: Path) -> None:
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    change = {
        row["unit"]: row for row in release["comparisons"] if row["kind"] == "round" and row["measure"] == "trust"
    }
    assert (change["W261"]["grade"], change["W261"]["reason"]) == ("mapped", "merged")  # W001 and W002 were merged
    assert change["W264"]["reason"] == "split"
    assert sum(path.name == "report.html" for path in folder.rglob("*")) > 250
