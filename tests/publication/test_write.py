"""The shelf: whole or not at all, never overwritten, and what a killed run leaves behind is nothing."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from skapital.errors import InputError
from skapital.publication.write import (
    LATEST,
    MANIFEST,
    editions,
    free_name,
    holding,
    newest,
    put,
    put_draft,
    same_as_published,
    staging,
)


def names(shelf: Path) -> list[str]:
    return sorted(path.name for path in shelf.iterdir()) if shelf.exists() else []


def test_it_appears_whole_and_latest_names_it(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    with staging(shelf, "2014-06", tmp_path) as stage:
        stage.write("units/W1/report.html", b"<p>")
        assert [name for name in names(shelf) if not name.startswith(".")] == []
        put(stage, shelf, "2014-06")
    assert names(shelf) == ["2014-06", LATEST]
    assert (shelf / "2014-06" / "units" / "W1" / "report.html").read_bytes() == b"<p>"
    assert (shelf / LATEST).read_bytes() == b"2014-06\n"


def test_a_failure_leaves_nothing_not_even_a_new_shelf(tmp_path: Path) -> None:
    shelf = tmp_path / "deep" / "shelf"
    with pytest.raises(RuntimeError), staging(shelf, "2014-06", tmp_path) as stage:
        stage.write("index.html", b"")
        raise RuntimeError
    assert not shelf.exists()


def test_what_was_published_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "2014-06").mkdir()
    with staging(tmp_path, "2014-06", tmp_path) as stage, pytest.raises(InputError) as refused:
        put(stage, tmp_path, "2014-06")
    assert refused.value.slug == "publication-exists"


def test_only_the_own_left_overs_are_removed(tmp_path: Path) -> None:
    shelf, mine, theirs = tmp_path / "shelf", tmp_path / "mine", tmp_path / "theirs"
    context = staging(shelf, "2014-06", theirs)
    other = context.__enter__()  # another workspace is writing
    run = staging(shelf, "2015Q3", mine)
    killed = run.__enter__().folder  # a run of ours that was killed
    (killed / "half").write_bytes(b"")
    with staging(shelf, "2014-06", mine):
        assert other.folder.exists()
        assert not killed.exists()
    context.__exit__(None, None, None)
    assert names(shelf) == []


def test_a_draft_is_replaced_and_not_the_latest(tmp_path: Path) -> None:
    for content in (b"one", b"two"):
        with staging(tmp_path, "2014-06-draft", tmp_path) as stage:
            stage.write("index.html", content)
            put_draft(stage, tmp_path, "2014-06-draft")
    assert names(tmp_path) == ["2014-06-draft"]
    assert (tmp_path / "2014-06-draft" / "index.html").read_bytes() == b"two"


def test_names_of_re_issues(tmp_path: Path) -> None:
    assert list(itertools.islice(editions("2014-06"), 3)) == ["2014-06", "2014-06-v2", "2014-06-v3"]
    assert newest(tmp_path, "2014-06") is None
    assert free_name(tmp_path, "2014-06", {"2014-06"}) == "2014-06-v2"
    for name in ("2014-06", "2014-06-v2", "2014-06-draft"):
        (tmp_path / name).mkdir()
    assert newest(tmp_path, "2014-06") == "2014-06-v2"
    assert free_name(tmp_path, "2014-06", set()) == "2014-06-v3"


def test_same_as_published_reads_the_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "2014-06"
    folder.mkdir()
    assert not same_as_published(tmp_path, "2014-06", {})
    (folder / MANIFEST).write_text('{"outputs": {"a": "1"}}', encoding="utf-8")
    assert same_as_published(tmp_path, "2014-06", {"a": "1"})
    assert not same_as_published(tmp_path, "2014-06", {"a": "2"})


def test_a_shelf_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError) as refused, staging(tmp_path / "shelf", "2014-06", tmp_path):
        raise AssertionError
    assert refused.value.slug == "cannot-write"


def test_an_edition_holds_what_is_asked_for_if_it_was_made_from_the_same(tmp_path: Path) -> None:
    for name, basis, limited in (
        ("2014-06-v2", "a", ["W1", "W2"]),
        ("2014-06-v10", "a", []),
        ("2014-06-draft", "b", []),
    ):
        (tmp_path / name).mkdir()
        manifest = {"created_from": basis, "limited_to": limited}
        (tmp_path / name / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert newest(tmp_path, "2014-06") == "2014-06-v10"
    assert holding(tmp_path, "2014-06", "a", ("W1",)) == "2014-06-v2"
    assert holding(tmp_path, "2014-06", "a", ("W1", "W3")) == "2014-06-v10"
    assert holding(tmp_path, "2014-06", "a", ()) == "2014-06-v10"
    assert holding(tmp_path, "2014-06", "b", ()) is None
    assert holding(tmp_path / "absent", "2014-06", "a", ()) is None
