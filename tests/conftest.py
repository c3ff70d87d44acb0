"""What tests of the whole program share: a small municipality, made once in a run, and copies of its workspace."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

import small_town
from made_once import Once, made_once, shared_folder
from skapital.cli.main import SELDOM

# The same examples each run, and no example judged by the clock: a busy machine is no counterexample.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """What is made once in a run, by name. It is for reading alone, and no command may be run on it.

    A workspace is held by one process at a time: whoever runs commands, or changes something, takes a copy.
    """
    folder = shared_folder(tmp_path_factory)
    return lambda name, make: made_once(folder / name, make)


@pytest.fixture(scope="session")
def town_files(once: Once) -> Path:
    """The input files of a small municipality. For reading only."""

    def make(folder: Path) -> None:
        folder.mkdir()
        small_town.write_files(folder)

    return once("town-files", make)


@pytest.fixture(scope="session")
def _first_round(once: Once, town_files: Path) -> Path:
    """A workspace with the first round taken in, to copy from."""
    return once("town-first-round", lambda folder: small_town.make_workspace(folder, town_files))


@pytest.fixture(scope="session")
def _baseline(once: Once, _first_round: Path) -> Path:
    """The same with the first round published, to copy from."""
    return once("town-baseline", lambda folder: small_town.publish_first(shutil.copytree(_first_round, folder)))


@pytest.fixture(scope="session")
def _whole_line(once: Once, town_files: Path, _baseline: Path) -> Path:
    """The same taken through the whole line, to copy from."""
    return once("town-whole", lambda folder: small_town.take_on(shutil.copytree(_baseline, folder), town_files))


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, _whole_line: Path) -> Path:
    """A workspace taken through the whole line. For reading only."""
    return shutil.copytree(_whole_line, tmp_path_factory.mktemp("whole") / "workspace")


@pytest.fixture
def workspace(tmp_path: Path, _first_round: Path) -> Path:
    """A workspace of one's own with the first round taken in."""
    return shutil.copytree(_first_round, tmp_path / "workspace")


@pytest.fixture
def published(tmp_path: Path, _baseline: Path) -> Path:
    """A workspace of one's own with the first round taken in and published."""
    return shutil.copytree(_baseline, tmp_path / "workspace")


@pytest.fixture
def later_workspace(tmp_path: Path, _whole_line: Path) -> Path:
    """A workspace of one's own that was taken through the whole line."""
    return shutil.copytree(_whole_line, tmp_path / "later")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that none is left alone at the end when several processes share them."""
    items.sort(key=lambda item: "test_wheel" not in item.nodeid)


def pytest_collection_finish() -> None:
    """Look for cycles as seldom as the program itself does, and never among what was loaded for all tests."""
    gc.set_threshold(*SELDOM)
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let what was loaded be taken down in order: libraries tell of what is left at the end."""
    gc.unfreeze()
