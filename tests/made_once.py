"""What takes seconds to make is made once in a run of the tests: by the first of its processes that asks for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[[Path], object]
Once = Callable[[str, Make], Path]
PATIENCE = 900.0
"""Seconds to wait for another process, which may have a busy machine."""


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the temporary folder that all processes of a run see, and no other run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(path: Path, make: Make) -> Path:
    """Return ``path`` once ``make`` was called with it, here or by another process. For reading and copying only.

    Raises
    ------
    RuntimeError
        If the process that makes it fails, or takes too long.
    """
    claim, done, failed = (path.with_name(f"{path.name}.{end}") for end in ("claimed", "done", "failed"))
    try:
        claim.mkdir()
    except FileExistsError:
        _wait(path, done, failed)
        return path
    try:
        make(path)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return path


def _wait(path: Path, done: Path, failed: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done.exists():
        if failed.exists() or time.monotonic() > deadline:
            raise RuntimeError(f"{path.name} was not made by the process that began it")
        time.sleep(0.05)
