"""Numbers that pages may hold because their manifest lists them: most can be looked up, the audit says which cannot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from skapital.disclosure.audit.trusted import on_trust
from small_town import skapital

SHIPPED = ('minimum = 8\nshare = 0.25\nlabel = "32.053 svar, 2014-06-02"',)


def trusted(*constants: str, release: dict[str, Any] | None = None, **entries: object) -> tuple[str, ...]:
    return on_trust(release or {}, {"constants": list(constants), **entries}, SHIPPED)


@pytest.mark.parametrize("number", ["8", "0,25", "0.25", "25.0", "32.053", "053", "53", "2014", "02", "2"])
def test_what_the_shipped_texts_say_can_be_looked_up(number: str) -> None:
    assert trusted(number) == ()


@pytest.mark.parametrize("number", ["61,83", "61.8", "9", "3.2", "0.1.0"])
def test_what_nothing_says_is_taken_on_trust(number: str) -> None:
    assert trusted("8", number) == (number,)


def test_the_promise_the_targets_and_benchmarks_can_be_looked_up() -> None:
    said: dict[str, Any] = {
        "policy": {"minimum": {"scale": 9}},
        "targets": [{"value": 61.8}],
        "versions": {"x": "0.1.0"},
    }
    assert trusted("9", "61.8", "0.1.0", "7.1", release={"benchmarks": [{"value": 7.1}]}, **said) == ()


def test_the_fingerprint_of_a_policy_says_no_numbers() -> None:
    assert trusted("61", policy={"sha256": "a61b" * 16}) == ("61",)


@pytest.mark.parametrize("name", ["2014-06", "2015Q3", "2016-06"])
def test_little_of_a_real_publication_is_taken_on_trust(town: Path, name: str) -> None:
    record = skapital("audit", town / "publications" / name, "--json").record
    found = record["on_trust"]
    assert isinstance(found, list)
    assert len(found) <= 5
    assert all(number.isdigit() for number in found)


def test_a_figure_slipped_in_among_the_constants_is_told(tmp_path: Path, town: Path) -> None:
    """It is no leak to the audit, which cannot know that it is no setting: so it says what it took on trust."""
    folder = Path(shutil.copytree(town / "publications" / "2014-06", tmp_path / "2014-06"))
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "constants": [*manifest["constants"], "61,83"]}), encoding="utf-8")
    page = folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "<p>61,83</p></body>"), encoding="utf-8")
    said = skapital("audit", folder)
    assert said.code == 0
    assert "only the manifest vouches for" in said.out and "61,83" in said.out
