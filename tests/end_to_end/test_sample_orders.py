"""The sample published in other orders than its line: whatever stands before, all is published without a leak."""

from __future__ import annotations

import importlib.util
import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from skapital.resources import resource

Run = Callable[[Path, list[str]], int]
ORDERS = {
    "the measurement, then a quarter before it": ("report 2016-06", "compare 2016Q1"),
    "two more quarters, then the measurement": ("compare 2015Q4", "compare 2016Q1", "report 2016-06"),
    "the quarters after the measurement, then one that comes late": (
        "report 2016-06", "compare 2016Q2", "compare 2016Q3", "compare 2016Q4", "compare 2015Q2",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def run() -> Run:
    """The runner of the sample's own script."""
    spec = importlib.util.spec_from_file_location("sample_run", resource("data", "sample", "run.py"))
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def in_workspace(workspace: Path, words: list[str]) -> int:
        here = [] if words[0] == "init" else ["--workspace", str(workspace)]
        found = script.run(workspace, [*words, *here])
        assert isinstance(found, int)
        return found

    in_workspace.commands = script.COMMANDS  # type: ignore[attr-defined]
    return in_workspace


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """All files taken in, the first measurement and the first quarter published."""
    workspace = tmp_path_factory.mktemp("orders") / "workspace"
    assert run(workspace, ["init", str(workspace), "--sample"]) == 0
    lines = run.commands.replace("\\\n", " ").splitlines()  # type: ignore[attr-defined]
    for words in (shlex.split(line) for line in lines if line and not line.startswith("report --round 2016-06")):
        assert run(workspace, words) == 0, words
    assert sorted(path.name for path in (workspace / "publications").glob("20*")) == ["2014-06", "2015Q3"]
    return workspace


@pytest.mark.slow
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_another_order_is_published_too(begun: Path, run: Run, tmp_path: Path, order: tuple[str, ...]) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(begun, workspace)
    for step in order:
        command, name = step.split()
        option = "--round" if command == "report" else "--quarter"
        assert run(workspace, [command, option, name, "--workers", "2", "--quiet"]) == 0, step
        manifest = json.loads((workspace / "publications" / name / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["id"] == name
