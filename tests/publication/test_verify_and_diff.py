"""verify and diff need the folders alone, and see every change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from small_town import done, skapital


@pytest.fixture
def published(tmp_path: Path, town: Path) -> Path:
    copy = tmp_path / "2014-06"
    shutil.copytree(town / "publications" / "2014-06", copy)
    return copy


def test_a_publication_is_what_its_manifest_says(published: Path) -> None:
    found = done("verify", published, "--json").record
    assert found["ok"] is True
    files = [path for path in published.rglob("*") if path.is_file()]
    assert found["files"] == len(files) - 1


def test_changed_missing_and_added_files_are_told(published: Path) -> None:
    (published / "index.html").write_bytes((published / "index.html").read_bytes() + b" ")
    (published / "distribution.csv").unlink()
    (published / "units" / "note.txt").write_text("x", encoding="utf-8")
    ended = skapital("verify", published, "--json")
    assert ended.code == 3
    assert ended.record["differences"] == [
        {"path": "distribution.csv", "kind": "missing"},
        {"path": "index.html", "kind": "changed"},
        {"path": "units/note.txt", "kind": "added"},
    ]


@pytest.mark.parametrize("manifest", [None, "{", "[]", "{}"])
def test_what_is_no_publication_is_refused(published: Path, manifest: str | None) -> None:
    path = published / "manifest.json"
    path.unlink()
    if manifest is not None:
        path.write_text(manifest, encoding="utf-8")
    ended = skapital("verify", published)
    assert (ended.code, "no-publication" in ended.err) == (1, True)


def test_a_publication_does_not_differ_from_itself(published: Path) -> None:
    assert done("diff", published, published, "--json").record == {"same": True, "moved": [], "files": [], "why": {}}


def test_diff_says_what_moved_and_why(published: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(published, other)
    release = json.loads((other / "release.json").read_text(encoding="utf-8"))
    cell = next(cell for cell in release["cells"] if cell["statistic"] == "mean" and cell["value"] is not None)
    cell["value"] += 1
    (other / "release.json").write_text(json.dumps(release), encoding="utf-8")
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["policy"]["pooled_leaders"] = 9
    manifest["outputs"]["index.html"] = "0"
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ended = skapital("diff", published, other, "--json")
    assert ended.code == 3
    [moved] = ended.record["moved"]  # type: ignore[misc]
    assert moved["key"]["unit"] == cell["unit"]  # type: ignore[index]
    assert moved["after"]["value"] == cell["value"]  # type: ignore[index]
    assert ended.record["files"] == ["index.html"]
    assert ended.record["why"] == {"policy": {"pooled_leaders": {"before": 5, "after": 9}}}
    assert cell["unit"] in skapital("diff", published, other).out
