"""The policy in force: what people were promised when they answered, unless it is overridden in the open."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from skapital.config.load import read_policy
from skapital.config.policy import strictest
from skapital.resources import resource
from small_town import done, ingest_round, skapital


def manifest(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_strictest_keeps_each_promise() -> None:
    shipped = read_policy(resource("configs", "policy.toml"))
    other = dataclasses.replace(
        shipped,
        minimum={**shipped.minimum, "scale": 9},
        unanimity=False,
        leaving={**shipped.leaving, "talks": 12},
        dominance_percent=20.0,
        dominance_k=60.0,
        decimals={**shipped.decimals, "score": 0},
    )
    for found in (strictest(shipped, other), strictest(other, shipped)):
        assert found.minimum == {**shipped.minimum, "scale": 9}
        assert found.leaving == {**shipped.leaving, "talks": 12}
        assert (found.unanimity, found.dominance_percent, found.dominance_k) == (True, 20.0, 60.0)
        assert found.decimals["score"] == 0
    assert strictest(shipped) == shipped


def _with_minimum(workspace: Path, n: int) -> None:
    path = workspace / "policy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(scale *= *)\d+", rf"\g<1>{n}", text), encoding="utf-8")


def test_what_people_were_promised_holds_until_it_is_overridden(workspace: Path) -> None:
    words = ("report", "--round", "2014-06", "--json", "--workspace", workspace)
    _with_minimum(workspace, 7)
    promised = done(*words)
    assert promised.record["policy_changed"] is True
    assert "--override-policy" in promised.err
    first = Path(str(promised.record["out"]))
    assert manifest(first)["policy"]["minimum"]["scale"] == 5
    assert manifest(first)["policy_override"] is None
    assert skapital(*words, "--override-policy", " ").code == 2
    overridden = done(*words, "--override-policy", "Beslutning 17 i Hovedudvalget").record
    second = Path(str(overridden["out"]))
    assert (second.name, overridden["policy_changed"]) == ("2014-06-v2", False)
    assert manifest(second)["policy"]["minimum"]["scale"] == 7
    assert manifest(second)["policy_override"] == "Beslutning 17 i Hovedudvalget"
    assert all("Beslutning 17 i Hovedudvalget" in page.read_text(encoding="utf-8") for page in second.rglob("*.html"))
    assert done(*words).record["unchanged"] is True


def test_below_five_only_by_override(workspace: Path) -> None:
    words = ("report", "--round", "2014-06", "--json", "--workspace", workspace)
    _with_minimum(workspace, 3)
    refused = skapital(*words)
    assert (refused.code, "[config-bad-value]" in refused.err) == (1, True)
    record = done(*words, "--override-policy", "Prøve i Hovedudvalget").record
    folder = Path(str(record["out"]))
    assert manifest(folder)["policy"]["minimum"]["scale"] == 3
    assert manifest(folder)["policy_override"] == "Prøve i Hovedudvalget"
    reports = [*folder.rglob("*.html")]
    assert reports and all("Prøve i Hovedudvalget" in page.read_text(encoding="utf-8") for page in reports)


def test_earlier_answers_keep_the_stricter_promise(published: Path, town_files: Path) -> None:
    workspace = published
    _with_minimum(workspace, 9)
    ingest_round(workspace, town_files, "2016-06")
    _with_minimum(workspace, 5)
    done("report", "--round", "2016-06", "--unit", "KOM", "--workspace", workspace)
    assert manifest(workspace / "publications" / "2016-06")["policy"]["minimum"]["scale"] == 9
