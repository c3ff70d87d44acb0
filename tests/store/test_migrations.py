import duckdb
import pytest

from skapital.errors import InputError
from skapital.store import migrations
from skapital.store.database import FILE, open_store


def make_version_1(path) -> None:
    """A store as version 1 wrote it: its own schema, one import, two answers."""
    connection = duckdb.connect(str(path))
    migrations.migrate(connection, upto=1)
    connection.execute(
        "INSERT INTO imports VALUES (1, 'survey', '2014-06', 'f', 's', 'c', 2, 2, 0, 0, 0, 'then', 'current', NULL)"
    )
    for person in "ab":
        connection.execute("INSERT INTO respondents VALUES (1, '2014-06', ?, 'W1', NULL, NULL, 2, NULL)", [person])
        connection.execute("INSERT INTO answers VALUES (1, '2014-06', ?, 'TM1', '1', NULL)", [person])
    connection.close()


def version(path) -> int:
    connection = duckdb.connect(str(path), read_only=True)
    try:
        return migrations.version(connection)
    finally:
        connection.close()


@pytest.mark.parametrize("write", [True, False])
def test_a_store_of_version_1_is_brought_up_to_date_with_all_that_is_in_it(tmp_path, write: bool) -> None:
    make_version_1(tmp_path / FILE)
    assert version(tmp_path / FILE) == 1
    with open_store(tmp_path, write=write) as store:
        assert store.answers("2014-06")["TM1"].tolist() == ["1", "1"]
        assert store.targets().empty
        assert store.memory() == []
    assert version(tmp_path / FILE) == migrations.VERSION


def test_a_migration_that_fails_leaves_the_old_version(tmp_path, monkeypatch) -> None:
    make_version_1(tmp_path / FILE)
    monkeypatch.setitem(migrations.STEPS, 2, "CREATE TABLE targets (x INTEGER); SELECT nonsense FROM nowhere;")
    with pytest.raises(duckdb.Error), open_store(tmp_path, write=True):
        pass
    assert version(tmp_path / FILE) == 1


def test_an_old_store_and_a_new_one_have_the_same_tables(tmp_path) -> None:
    make_version_1(tmp_path / FILE)
    with open_store(tmp_path, write=True):
        pass
    (tmp_path / "new").mkdir()
    with open_store(tmp_path / "new", write=True):
        pass
    assert columns(tmp_path / FILE) == columns(tmp_path / "new" / FILE)


def columns(path) -> list[tuple[str, str, str]]:
    connection = duckdb.connect(str(path), read_only=True)
    try:
        return connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() ORDER BY ALL"
        ).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("write", [True, False])
def test_a_store_of_a_later_skapital_is_left_alone(tmp_path, write: bool) -> None:
    with open_store(tmp_path, write=True):
        pass
    connection = duckdb.connect(str(tmp_path / FILE))
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    with pytest.raises(InputError) as error, open_store(tmp_path, write=write):
        pass
    assert error.value.slug == "store-too-new"


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert sorted(migrations.STEPS) == list(range(2, migrations.VERSION + 1))
