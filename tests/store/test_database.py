import os
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from skapital.errors import ConfigurationError, InputError, WorkspaceBusy
from skapital.ingest.intake import Accounting, Intake, Stored
from skapital.store import database
from skapital.store.database import FILE, open_store

OPEN_AND_WAIT = """
import sys
from pathlib import Path
from skapital.store.database import open_store
with open_store(Path(sys.argv[1]), write=sys.argv[2] == "write"):
    print("open", flush=True)
    sys.stdin.readline()
"""
OPEN_AND_DIE = """
import os, sys
from pathlib import Path
import pandas as pd
from skapital.store.database import open_store
with open_store(Path(sys.argv[1]), write=True) as store:
    store.lock_policy("2014-06", "x", "y")
    os._exit(9)
"""


@pytest.fixture
def other_process(tmp_path):
    """Holds the workspace open in another process until the test ends."""
    started = []

    def start(how: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", OPEN_AND_WAIT, str(tmp_path), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        started.append(process)

    yield start
    for process in started:
        process.communicate("\n", timeout=20)


def test_a_reader_of_a_new_workspace_sees_an_empty_store_and_makes_nothing(tmp_path) -> None:
    with open_store(tmp_path, write=False) as store:
        assert store.imports().empty
        assert store.answers("2014-06").columns.tolist() == ["unit", "leader_level", "position_group"]
        assert store.frame("2014-06").columns.tolist() == ["unit", "leader_level", "n_invited"]
        assert store.organisations() == []
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_fails_leaves_the_store_as_it_was(tmp_path, intake_of, record) -> None:
    with open_store(tmp_path, write=True) as store:
        record(store, intake_of({"a": {"TM1": "1"}}))
    before = snapshot(tmp_path)
    with pytest.raises(RuntimeError), open_store(tmp_path, write=True) as store:
        record(store, intake_of({"b": {"TM1": "2"}}), sha="other")
        store.undo(1)
        raise RuntimeError
    assert snapshot(tmp_path) == before


def snapshot(workspace) -> dict[str, str]:
    from skapital.store.imports import DATA_TABLES

    with open_store(workspace, write=False) as store:
        tables = {name: store.table(name).to_csv() for name in DATA_TABLES}
        return {**tables, "imports": store.imports(all_states=True).to_csv()}


def test_a_command_killed_in_the_middle_leaves_the_store_as_it_was(tmp_path) -> None:
    with open_store(tmp_path, write=True):
        pass
    died = subprocess.run([sys.executable, "-c", OPEN_AND_DIE, str(tmp_path)], check=False)
    assert died.returncode == 9
    with open_store(tmp_path, write=False) as store:
        assert store.policy_lock("2014-06") is None
    with open_store(tmp_path, write=True) as store:
        store.lock_policy("2014-06", "x", "y")


@pytest.mark.parametrize("write", [True, False])
def test_a_second_process_is_told_at_once_while_another_writes(tmp_path, other_process, write: bool) -> None:
    other_process("write")
    begun = time.monotonic()
    with pytest.raises(WorkspaceBusy) as error, open_store(tmp_path, write=write):
        pass
    assert error.value.exit_code == 5
    assert time.monotonic() - begun < 1.0


def test_a_writer_is_told_while_another_reads(tmp_path, other_process) -> None:
    with open_store(tmp_path, write=True):
        pass
    other_process("read")
    with pytest.raises(WorkspaceBusy), open_store(tmp_path, write=True):
        pass


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path) -> None:
    (tmp_path / FILE).write_bytes(b"garbage" * 1000)
    for write in (True, False):
        with pytest.raises(InputError) as error, open_store(tmp_path, write=write):
            pass
        assert error.value.slug == "store-unreadable"
    assert (tmp_path / FILE).read_bytes() == b"garbage" * 1000


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path) -> None:
    with open_store(tmp_path, write=True) as store:
        key = store.key()
    assert len(key) == 32
    if os.name == "posix":
        assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    with open_store(tmp_path, write=True) as store:
        assert store.key() == key


def test_a_reader_never_makes_a_secret_and_reads_the_one_there_is(tmp_path) -> None:
    with open_store(tmp_path, write=False) as store:
        assert len(store.key()) == 32
    assert list(tmp_path.iterdir()) == []
    with open_store(tmp_path, write=True) as store:
        key = store.key()
    with open_store(tmp_path, write=False) as store:
        assert store.key() == key


def test_another_secret_than_the_imports_were_made_with_is_refused(tmp_path) -> None:
    with open_store(tmp_path, write=True) as store:
        store.key()
    (tmp_path / "secret.key").unlink()
    with pytest.raises(ConfigurationError) as error, open_store(tmp_path, write=True) as store:
        store.key()
    assert error.value.slug == "secret-key-changed"


def test_a_damaged_secret_is_refused(tmp_path) -> None:
    (tmp_path / "secret.key").write_text("hello")
    with pytest.raises(ConfigurationError) as error, open_store(tmp_path, write=True) as store:
        store.key()
    assert error.value.slug == "secret-key"


def test_a_municipalitys_answers_are_written_and_read_in_well_under_two_seconds(tmp_path, record) -> None:
    people = [f"{number:032x}" for number in range(4500)]
    items = [f"I{number:02}" for number in range(45)]
    long = pd.DataFrame(
        {
            "round": "2014-06",
            "respondent": np.repeat(people, len(items)),
            "item": np.tile(items, len(people)),
            "code": "3",
        }
    )
    respondents = pd.DataFrame({"round": "2014-06", "respondent": people, "unit": "W001", "file_row": 1})
    stored = {
        "respondents": Stored(respondents, respondents[["round", "respondent"]]),
        "answers": Stored(long),
    }
    begun = time.monotonic()
    with open_store(tmp_path, write=True) as store:
        record(store, Intake("survey", "2014-06", Accounting(4500, 4500), (), stored))
    with open_store(tmp_path, write=False) as store:
        answers = store.answers("2014-06")
    assert answers.shape == (4500, 48)
    assert time.monotonic() - begun < 2.0


def test_the_store_is_not_named_in_two_places() -> None:
    assert database.FILE == "skapital.duckdb"
