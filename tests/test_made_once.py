"""What a run makes once is made once, and nobody waits for what failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_once import made_once


def test_the_second_who_asks_gets_what_the_first_made(tmp_path: Path) -> None:
    made = []

    def make(path: Path) -> None:
        made.append(path)
        path.write_text(f"made {len(made)} times", encoding="utf-8")

    for _ in range(2):
        assert made_once(tmp_path / "it", make).read_text(encoding="utf-8") == "made 1 times"
    assert made == [tmp_path / "it"]


def test_what_could_not_be_made_is_told_to_everybody(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise OSError(f"no room for {path.name}")

    with pytest.raises(OSError, match="no room for it"):
        made_once(tmp_path / "it", fail)
    with pytest.raises(RuntimeError, match="it was not made"):
        made_once(tmp_path / "it", fail)
