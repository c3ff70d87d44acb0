"""Every key of every shipped configuration file is explained in docs/configuration.md."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
FREE = {"bands_sources", "reason_codes", "end_type_codes", "sources"}  # tables whose keys are the user's own
FILES = sorted((ROOT / "configs").rglob("*.toml"))


def keys(found):
    if isinstance(found, list):
        return set().union(*(keys(part) for part in found))
    if not isinstance(found, dict):
        return set()
    below = (keys(value) for name, value in found.items() if name not in FREE)
    return set(found).union(*below) - {"da", "en", "schema"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_is_explained(path):
    explained = set(re.findall(r"[\[`.]([a-z_0-9]+)[\]`]", TEXT))
    assert keys(tomllib.loads(path.read_text(encoding="utf-8"))) <= explained


@pytest.mark.parametrize("path", [path for path in FILES if "profiles" not in path.parts], ids=lambda path: path.stem)
def test_every_file_is_listed(path):
    assert f"`{path.name}`" in TEXT or path.stem in TEXT
