"""Trees and lineages that cannot be true, through the real commands: refused with file, row and remedy."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest

from skapital.store.database import FILE as STORE
from small_town import Said, done, skapital

Rows = list[list[str]]
LATER = "2017-01-01"


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def place(rows: Rows, code: str) -> int:
    return next(number for number, row in enumerate(rows) if row[0] == code)


def with_parent(rows: Rows, code: str, parent: str) -> Rows:
    rows[place(rows, code)][2] = parent
    return rows


def circle(rows: Rows) -> Rows:
    return with_parent(rows, "C1", "C1-A1")


def orphan(rows: Rows) -> Rows:
    return with_parent(rows, "W05", "C9")


def double(rows: Rows) -> Rows:
    return [*rows, ["w05", "Igen", "C1-A1", "workplace"]]


def two_roots(rows: Rows) -> Rows:
    return [*rows, ["KOM2", "Naboby", "", "municipality"]]


def no_root(rows: Rows) -> Rows:
    return with_parent(rows, "KOM", "C1")


def empty_code(rows: Rows) -> Rows:
    rows[place(rows, "W05")][0] = ""
    return rows


def only_dots(rows: Rows) -> Rows:
    rows[place(rows, "W05")][0] = ".."
    return rows


def too_long(rows: Rows) -> Rows:
    rows[place(rows, "W05")][0] = "W" * 41
    return rows


def unprintable(rows: Rows) -> Rows:
    rows[place(rows, "W05")][0] = "W\x07"
    return rows


def another_root(rows: Rows) -> Rows:
    return [[{"KOM": "K2"}.get(cell, cell) for cell in row] for row in rows]


def without_a_workplace(rows: Rows) -> Rows:
    return [row for row in rows if row[0] != "W05"]


TREES = {
    "unit-cycle": (circle, "parent"),
    "unit-orphan": (orphan, "add it or correct the parent"),
    "unit-twice": (double, "give each unit a code of its own"),
    "organisation-root": (two_roots, "Give every other unit its parent"),
    "empty-value": (empty_code, "every unit needs one"),
    "unit-code": (only_dots, "choose another"),
}


def said_where(said: Said, file: str, slug: str) -> None:
    assert said.code == 1, said.err
    assert said.out == ""
    assert file in said.err
    assert slug in said.err
    assert "line " in said.err or slug in ("root-differs", "workplaces-differ", "organisation-root")


State = tuple[dict[str, list[tuple[object, ...]]], dict[str, bytes | None]]


def state_of(workspace: Path) -> State:
    """All that the store holds, and every other file byte for byte."""
    with duckdb.connect(str(workspace / STORE), read_only=True) as store:
        names = [str(name) for (name,) in store.execute("SELECT table_name FROM information_schema.tables").fetchall()]
        tables = {name: sorted(store.execute(f'FROM "{name}"').fetchall(), key=repr) for name in names}
    assert tables["imports"] and tables["answers"]
    files = {path.relative_to(workspace).as_posix(): path for path in workspace.rglob("*")}
    return tables, {
        name: path.read_bytes() if path.is_file() and name != STORE else None for name, path in files.items()
    }


def ingest_tree(workspace: Path, path: Path, tree: str = "line", date: str = LATER) -> Said:
    return skapital("ingest", "organisation", path, "--from", date, "--tree", tree, "--workspace", workspace)


@pytest.mark.parametrize("slug", list(TREES))
def test_a_bad_tree_is_refused(workspace: Path, town_files: Path, tmp_path: Path, slug: str) -> None:
    spoil, remedy = TREES[slug]
    rows = read(town_files / "line-2016-01-01.csv")
    bad = written(tmp_path / "træ.csv", spoil(rows))
    before = state_of(workspace)
    said = ingest_tree(workspace, bad)
    said_where(said, "træ.csv", slug)
    assert remedy in said.err
    assert state_of(workspace) == before


@pytest.mark.parametrize("spoil", [no_root, too_long, unprintable, only_dots])
def test_other_bad_trees_are_refused_too(
    workspace: Path, town_files: Path, tmp_path: Path, spoil: Callable[[Rows], Rows]
) -> None:
    bad = written(tmp_path / "tree.csv", spoil(read(town_files / "line-2016-01-01.csv")))
    before = state_of(workspace)
    assert ingest_tree(workspace, bad).code == 1
    assert state_of(workspace) == before


def test_all_rows_with_faults_are_told_and_written_where_asked(
    workspace: Path, town_files: Path, tmp_path: Path
) -> None:
    rows = read(town_files / "line-2016-01-01.csv")
    bad = written(tmp_path / "tree.csv", empty_code(orphan(double(circle(rows)))))
    told = tmp_path / "problems.csv"
    said = skapital("ingest", "organisation", bad, "--from", LATER, "--tree", "line", "--problems", told,
                    "--workspace", workspace)  # fmt: skip
    assert said.code == 1
    text = told.read_text(encoding="utf-8")
    assert all(slug in text for slug in ("unit-cycle", "empty-value", "unit-orphan"))


@pytest.mark.parametrize(
    ("spoil", "slug"), [(another_root, "root-differs"), (without_a_workplace, "workplaces-differ")]
)
def test_a_second_tree_that_does_not_fit_is_refused(
    workspace: Path, town_files: Path, tmp_path: Path, spoil: Callable[[Rows], Rows], slug: str
) -> None:
    assert ingest_tree(workspace, town_files / "line-2016-01-01.csv").code == 0
    bad = written(tmp_path / "med.csv", spoil(read(town_files / "med-2016-01-01.csv")))
    before = state_of(workspace)
    said = ingest_tree(workspace, bad, tree="med")
    said_where(said, "med.csv", slug)
    assert slug == "root-differs" or "W05" in said.err
    assert state_of(workspace) == before


def test_trees_that_differ_stop_the_report_and_say_which_to_take_in(
    workspace: Path, town_files: Path, tmp_path: Path
) -> None:
    """The line taken in anew, as of a day before the round's cut-off, and the committees forgotten."""
    other = written(tmp_path / "line.csv", without_a_workplace(read(town_files / "line-2014-01-01.csv")))
    assert ingest_tree(workspace, other, date="2014-02-01").code == 0
    before = state_of(workspace)
    said = skapital("report", "--round", "2014-06", "--workspace", workspace)
    assert (said.code, "workplaces-differ" in said.err, "--tree med" in said.err) == (1, True, True), said.err
    assert state_of(workspace) == before


SOURCE = "Hovedudvalget"
HEADER = ["date", "kind", "from", "to", "share", "source"]
LINEAGES: dict[str, tuple[Rows, str]] = {
    "lineage-two-fates": (
        [[LATER, "rename", "W05", "W50", "", SOURCE], [LATER, "close", "W05", "", "", SOURCE]],
        "Use two dates, or one event",
    ),
    "lineage-unknown-unit": ([["2015-01-01", "rename", "W13", "W14", "", SOURCE]], "2016-01-01"),
    "lineage-parts": ([[LATER, "split", "W05", "W50", "", SOURCE]], "write a row for each part"),
    "lineage-ends": ([[LATER, "close", "W05", "W50", "", SOURCE]], "must be empty"),
    "lineage-share": (
        [[LATER, "split", "W05", "W50", "0.9", SOURCE], [LATER, "split", "W05", "W51", "0.3", SOURCE]],
        "adding up to 1",
    ),
    "lineage-exists": ([[LATER, "rename", "W05", "W06", "", SOURCE]], "W06"),
}


@pytest.mark.parametrize("slug", list(LINEAGES))
def test_a_bad_lineage_is_refused(workspace: Path, tmp_path: Path, slug: str) -> None:
    rows, remedy = LINEAGES[slug]
    bad = written(tmp_path / "historie.csv", [HEADER, *rows])
    before = state_of(workspace)
    said = skapital("ingest", "lineage", bad, "--workspace", workspace)
    said_where(said, "historie.csv", slug)
    assert remedy in said.err, said.err
    assert state_of(workspace) == before


def test_a_report_without_the_lineage_it_needs_stops_and_names_the_units(
    workspace: Path, town_files: Path, tmp_path: Path
) -> None:
    undone = next(one["import_id"] for one in done("imports", "--json", "--workspace", workspace).record["imports"]  # type: ignore[attr-defined]
                  if one["kind"] == "lineage")  # fmt: skip
    done("imports", "undo", undone, "--workspace", workspace)
    for kind in ("frame", "survey"):
        file = town_files / f"{kind}-2016-06.csv"
        done("ingest", kind, file, "--round", "2016-06", "--workspace", workspace)
    before = state_of(workspace)
    said = skapital("report", "--round", "2016-06", "--workspace", workspace)
    assert (said.code, "lineage-missing" in said.err, "W01" in said.err, "W02" in said.err) == (1, True, True, True)
    assert state_of(workspace) == before


UNSAFE = dict(zip((f"W{n:02d}" for n in (5, 6, 7, 8, 9, 10, 11)),
                  ("../../w5", "W5\\x", "C:W5", "W5.", "CON", "W 5%", "Ærø"), strict=True))  # fmt: skip
PLAIN = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-%")


def test_codes_that_are_no_safe_path_are_encoded_and_stay_in_the_folder(
    workspace: Path, town_files: Path, tmp_path: Path
) -> None:
    def renamed(name: str) -> Path:
        rows = [[UNSAFE.get(cell, cell) for cell in row] for row in read(town_files / name)]
        return written(tmp_path / name, rows)

    for tree in ("line", "med"):
        assert ingest_tree(workspace, renamed(f"{tree}-2014-01-01.csv"), tree, "2014-01-01").code == 0
    for kind in ("frame", "survey"):
        done("ingest", kind, renamed(f"{kind}-2014-06.csv"), "--round", "2014-06", "--workspace", workspace)
    done("report", "--round", "2014-06", "--workspace", workspace)
    publication = workspace / "publications" / "2014-06"
    names = {page.parent.name for page in (publication / "units").glob("*/report.html")}
    assert {"..%2F..%2Fw5", "C%3AW5", "W5%2E", "%43ON", "W%205%25", "%C3%86r%C3%B8"} <= names
    assert all(set(name) <= PLAIN for name in names)
    assert not list(workspace.parent.glob("w5*"))
    index = (publication / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#:]+)"', index)
    assert len(links) > 20
    assert all((publication / unquote(link)).is_file() for link in links)
    assert done("verify", publication).code == 0
