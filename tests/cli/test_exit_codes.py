"""One place turns what happened into an exit code, and a failing command leaves everything as it was."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from skapital.cli.exit_codes import guarded
from skapital.errors import ConfigurationError, InputError, NotClean, Problem, WorkspaceBusy
from skapital.store.database import open_store
from small_town import skapital


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def raising(error: BaseException) -> object:
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("the file is wrong", slug="bad-value"), 1),
        (ConfigurationError("the key is unknown"), 1),
        (click.UsageError("no such option"), 2),
        (NotClean("a leak"), 3),
        (ZeroDivisionError("of somebody's answers"), 4),
        (WorkspaceBusy("another run"), 5),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (click.exceptions.Exit(0), 0),
    ],
)
def test_each_end_has_its_code(error: BaseException, code: int) -> None:
    assert guarded(raising(error)) == code  # type: ignore[arg-type]


def test_a_fault_tells_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(ValueError("r4711 answered 2"))) == 4  # type: ignore[arg-type]
    said = capsys.readouterr().err
    log = Path(next(word for word in said.split() if "skapital-fault-" in word))
    try:
        written = log.read_text(encoding="utf-8")
    finally:
        log.unlink()
    assert "r4711" not in said + written
    assert "ValueError" in written
    assert "test_exit_codes.py" in written


def test_a_known_error_says_where_and_its_slug(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("bad-value", f"cell {n} is no number", "a.csv", n, "x") for n in range(30)]
    guarded(raising(InputError("a.csv is refused", slug="refused", problems=problems)))  # type: ignore[arg-type]
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "skapital: a.csv is refused [refused]"
    assert lines[1] == "  a.csv, line 0, column x: cell 0 is no number [bad-value]"
    assert lines[-1] == "  … and 10 more"
    assert len(lines) == 22


WRONG = [
    (("frobnicate",), 2, "No such command"),
    (("report",), 2, "--round"),
    (("report", "--round", "2014-07"), 1, "no-such-round"),
    (("report", "--round", "2016-06"), 1, "no-answers"),
    (("compare", "--quarter", "2015-Q3"), 1, "bad-quarter"),
    (("compare", "--quarter", "2013Q4"), 1, "no-round-in-quarter"),
    (("compare", "--quarter", "2016Q3"), 1, "quarter-not-covered"),
    (("score", "--round", "2016-06"), 1, "no-answers"),
    (("score", "--population", "kings"), 1, "unknown-population"),
    (("ingest", "survey", "absent.csv", "--round", "2014-06"), 1, "file-not-found"),
    (("ingest", "survey", "policy.toml", "--round", "2014-06"), 1, "["),
    (("ingest", "frame", "skapital.toml", "--round", "2014-06"), 1, "["),
    (("ingest", "organisation", "skapital.toml", "--from", "2015"), 2, "--from"),
    (("ingest", "organisation", "skapital.toml", "--from", "2015-01-01"), 1, "["),
    (("imports", "undo", "99"), 1, "no-such-import"),
    (("publications", "withdraw", "2014-06", "--never-distributed", "--reason", "x"), 1, "no-such-publication"),
    (("targets", "show", "--state", "wished"), 2, "--state"),
]


@pytest.mark.parametrize(
    ("words", "code", "said"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_wrong_input_is_refused_and_changes_nothing(
    words: tuple[str, ...], code: int, said: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(workspace)
    monkeypatch.chdir(workspace)
    ended = skapital(*words)
    assert ended.code == code, ended.err
    assert said in ended.err
    assert ended.out == ""
    assert state(workspace) == before


def test_a_refused_file_has_all_its_problems_written(workspace: Path, tmp_path: Path) -> None:
    tree, out = tmp_path / "tree.csv", tmp_path / "out" / "problems.csv"
    orphans = "".join(f"W{n},Enhed {n},GONE{n},workplace\n" for n in range(30))
    tree.write_text(f"code,name,parent,level\nKOM,Lilleby,,municipality\n{orphans}", encoding="utf-8")
    before = state(workspace)
    words = ("ingest", "organisation", tree, "--from", "2015-01-01", "--problems", out, "--workspace", workspace)
    ended = skapital(*words)
    assert (ended.code, ended.err.count("\n")) == (1, 22)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 31
    assert state(workspace) == before


def test_problems_that_cannot_be_written_leave_the_store_as_it_was(workspace: Path, town_files: Path) -> None:
    before = state(workspace)
    words = ("ingest", "survey", town_files / "survey-2016-06.csv", "--round", "2016-06", "--workspace", workspace)
    ended = skapital(*words, "--problems", workspace / "skapital.toml" / "problems.csv")
    assert (ended.code, "cannot-write" in ended.err) == (1, True)
    assert state(workspace) == before


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    for words in (
        ("status",),
        ("imports",),
        ("score",),
        ("targets", "show"),
        ("publications",),
        ("report", "--round", "x"),
    ):
        ended = skapital(*words, "--workspace", tmp_path)
        assert (ended.code, "no-workspace" in ended.err) == (1, True), words
    assert not list(tmp_path.iterdir())


def test_a_quarter_before_the_first_measurement_says_which_one_can_be_published(workspace: Path) -> None:
    said = skapital("compare", "--quarter", "2013Q4", "--workspace", workspace).err
    assert "publish 2014Q2 or a later quarter" in said and "2013 as its baseline" in said
    with open_store(workspace, write=True) as store:
        survey = store.imports().query("kind == 'survey'")["import_id"].iloc[0]
        store.undo(int(survey))
    said = skapital("compare", "--quarter", "latest", "--workspace", workspace).err
    assert "take in the answers of 2014-06, then publish 2014Q2" in said


def test_a_held_workspace_gives_5_at_once(workspace: Path) -> None:
    hold = (
        "import sys, time\nfrom pathlib import Path\nfrom skapital.store.database import open_store\n"
        "with open_store(Path(sys.argv[1]), write=True):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold, str(workspace)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for words in (
            ("status",),
            ("imports", "undo", "1"),
            ("report", "--round", "2014-06"),
            ("compare", "--quarter", "latest"),
            ("compare", "--quarter", "2014Q3", "--draft"),
        ):
            began = time.monotonic()
            ended = skapital(*words, "--workspace", workspace)
            assert ended.code == 5, ended.err
            assert time.monotonic() - began < 10
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with open_store(workspace, write=False) as store:
        assert len(store.imports()) == 9
