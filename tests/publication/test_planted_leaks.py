"""A leak planted in the finished files, before the audit looks: exit code 3, and nothing on the shelf."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import skapital.publication.publish as publish
from skapital.publication.inputs import Inputs
from skapital.publication.made import Made
from small_town import done, skapital

COMMANDS = [("report", "--round", "2014-06", "--unit", "KOM"), ("compare", "--quarter", "2015Q3", "--unit", "KOM")]
MADE: dict[str, Made] = {}


@pytest.fixture(autouse=True)
def same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """All are of the same workspace, and go wrong only when they are written: their figures are made once."""
    real = publish.make

    def make(inputs: Inputs, *, edition: str, **more: Any) -> Made:
        if edition not in MADE:
            MADE[edition] = real(inputs, edition=edition, **more)
        return MADE[edition]

    monkeypatch.setattr(publish, "make", make)


def in_a_comment(folder: Path) -> None:
    page = folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + "<!-- 61,83 -->", encoding="utf-8")


def in_a_cell(folder: Path) -> None:
    """The mean of three people, published."""
    path = folder / "release.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cell = next(
        one for one in document["cells"] if (one["unit"], one["measure"], one["statistic"]) == ("W04", "trust", "mean")
    )
    cell |= {"value": 60.0, "n": 3, "withheld": None}
    path.write_text(json.dumps(document), encoding="utf-8")


def in_a_comparison(folder: Path) -> None:
    """A comparison of a unit whose mean is withheld."""
    path = folder / "release.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    row = dict(document["comparisons"][0])
    row |= {"unit": "W04", "measure": "trust", "population": "employees", "difference": 3.1, "kind": "parent"}
    document["comparisons"].append(row)
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=["report", "compare"])
@pytest.mark.parametrize("plant", [in_a_comment, in_a_cell, in_a_comparison])
def test_what_leaks_is_not_published(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], plant: Callable[[Path], None]
) -> None:
    written = publish._write

    def write(stage: Any, *rest: Any) -> None:
        written(stage, *rest)
        plant(stage.folder)

    monkeypatch.setattr(publish, "_write", write)
    ended = skapital(*command, "--json", "--workspace", workspace)
    assert (ended.code, ended.record["published"]) == (3, False), ended.err
    leaks = ended.record["leaks"]
    assert isinstance(leaks, list)
    assert leaks
    assert all(
        set(one["target"]) == {"period", "structure", "population", "units", "measure", "statistic"} for one in leaks
    )
    assert not list((workspace / "publications").glob("20*"))
    assert done("publications", "--json", "--workspace", workspace).record["publications"] == []
