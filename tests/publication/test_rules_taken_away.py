"""A rule taken away in the real commands: the audit finds what it guarded, so nothing is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from skapital.aggregate import retention
from skapital.disclosure import amounts, period
from skapital.publication import made
from skapital.tables import AmountTier
from small_town import done, skapital

Away = Callable[[pytest.MonkeyPatch], None]
ROUND = ("report", "--round", "2014-06", "--unit", "KOM")
QUARTER = ("compare", "--quarter", "2015Q3", "--unit", "KOM")


def no_complement(place: Any) -> Away:
    return lambda patch: patch.setattr(place, "pattern", lambda system, bounds: bounds.allowed & ~bounds.fixed_hidden)


def no_dominance(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(amounts, "dominations", lambda *given: iter(()))


def comparisons_not_rounded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(made, "rounded", lambda compared, release: compared)


def leavers_not_counted(patch: pytest.MonkeyPatch) -> None:
    real = retention._tier

    def tier(year: int, width: int) -> AmountTier:
        one = real(year, width)
        return replace(one, sizes=tuple(size for size in one.sizes if size.minimum != "leavers"))

    patch.setattr(retention, "_tier", tier)


def only_one_was_ill(workspace: Path, files: Path) -> None:
    """Of all in W05 one was absent in the quarter, for long: its days are his."""
    imports = done("imports", "--json", "--workspace", workspace).record["imports"]
    assert isinstance(imports, list)
    done(
        "imports",
        "undo",
        next(one["import_id"] for one in imports if one["kind"] == "absence"),
        "--workspace",
        workspace,
    )
    head, *rows = (files / "absence.csv").read_text(encoding="utf-8").splitlines()
    one = next(row for row in rows if row.split(",")[1] == "W05" and row.split(",")[2] >= "2015-07-01")
    who = one.split(",")[0]
    others = [row for row in rows if row.split(",")[1] != "W05"]
    path = workspace / "absence.csv"
    path.write_text(
        "\n".join([head, *others, f"{who},W05,2015-08-03,2015-08-28,own_illness,1"]) + "\n", encoding="utf-8"
    )
    done("ingest", "absence", path, "--workspace", workspace)


RULES = {
    "complementary suppression of answers": (ROUND, no_complement(period), "fewer than 5"),
    "complementary suppression of absence": (QUARTER, no_complement(amounts), "fewer than"),
    "dominance": (QUARTER, no_dominance, "the days of"),
    "steps of curves": (QUARTER, leavers_not_counted, "a step of a curve"),
    "comparisons are rounded": (ROUND, comparisons_not_rounded, "printed finer"),
}


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_guards_is_not_published_without_it(
    rule: str, workspace: Path, town_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, away, how = RULES[rule]
    if rule == "dominance":
        only_one_was_ill(workspace, town_files)
    away(monkeypatch)
    ended = skapital(*command, "--json", "--workspace", workspace)
    assert (ended.code, ended.record["published"]) == (3, False), ended.err
    leaks = ended.record["leaks"]
    assert isinstance(leaks, list)
    assert any(how in leak["how"] for leak in leaks)
    assert not list((workspace / "publications").glob("20*"))
    assert done("publications", "--json", "--workspace", workspace).record["publications"] == []
