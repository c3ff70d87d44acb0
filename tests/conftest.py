"""What tests of the whole program share: a small municipality, made once, and copies of its workspace."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

import small_town

# The same examples each run, and no example judged by the clock: a busy machine is no counterexample.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def town_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The input files of a small municipality."""
    folder = tmp_path_factory.mktemp("files")
    small_town.write_files(folder)
    return folder


@pytest.fixture(scope="session")
def _first_round(tmp_path_factory: pytest.TempPathFactory, town_files: Path) -> Path:
    return small_town.make_workspace(tmp_path_factory.mktemp("town") / "workspace", town_files)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, town_files: Path, _first_round: Path) -> Path:
    """A workspace taken through the whole line. For reading only."""
    workspace = tmp_path_factory.mktemp("whole") / "workspace"
    shutil.copytree(_first_round, workspace)
    return small_town.take_through(workspace, town_files)


@pytest.fixture
def workspace(tmp_path: Path, _first_round: Path) -> Path:
    """A workspace of one's own with the first round taken in."""
    copy = tmp_path / "workspace"
    shutil.copytree(_first_round, copy)
    return copy


@pytest.fixture
def later_workspace(tmp_path: Path, town: Path) -> Path:
    """A workspace of one's own that was taken through the whole line."""
    copy = tmp_path / "later"
    shutil.copytree(town, copy)
    return copy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that none is left alone at the end when several processes share them."""
    items.sort(key=lambda item: "test_wheel" not in item.nodeid)
