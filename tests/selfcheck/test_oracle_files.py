"""Each published or independently computed number is a test of its own; they travel as `skapital selfcheck`."""

import re
from pathlib import Path

import pytest

from skapital.selfcheck.run import selfcheck

HERE = Path(__file__).parents[1] / "oracles"
SOURCE = HERE.parents[1] / "src" / "skapital"


@pytest.mark.parametrize("check", selfcheck(HERE), ids=lambda check: check.name)
def test_oracle(check):
    assert check.ok, (
        f"expected {check.expected} within {check.tolerance}, got {check.got} ({check.source}): {check.note}"
    )


def test_docstrings_name_oracle_files_that_exist():
    named = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"tests/oracles/(\w+\.toml)", path.read_text("utf-8"))
    }
    assert named and all((HERE / name).exists() for name in named), named


def test_foreign_scripts_stand_beside_the_numbers_they_made():
    for path in HERE.glob("*.toml"):
        for script in re.findall(r'^script = "(.+)"$', path.read_text("utf-8"), flags=re.MULTILINE):
            assert (HERE / script).exists(), script


def test_docs_say_how_many_values_there_are():
    said = re.search(
        r"^`skapital selfcheck`: (\d+) values", (HERE.parents[1] / "docs" / "performance.md").read_text("utf-8"), re.M
    )
    assert said and int(said[1]) == len(selfcheck(HERE))
