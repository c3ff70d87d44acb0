"""The steps from one version of the store to the next. A new store takes all of them, so both ways meet.

A step is SQL and is never changed once released; what comes later is a further step.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from skapital.errors import InputError
from skapital.store.query import first, run

_FIRST = Path(__file__).with_name("schema.sql")

STEPS: dict[int, str] = {
    2: """
        CREATE TABLE targets (
            unit VARCHAR NOT NULL, measure VARCHAR NOT NULL, value DOUBLE, words VARCHAR, due VARCHAR NOT NULL,
            state VARCHAR NOT NULL, decided_by VARCHAR, decided_on VARCHAR,
            recorded_at VARCHAR NOT NULL, place INTEGER NOT NULL
        );
        CREATE TABLE publications (
            publication VARCHAR NOT NULL, kind VARCHAR NOT NULL, folder VARCHAR NOT NULL, created_from VARCHAR NOT NULL,
            release_json VARCHAR NOT NULL, withdrawn VARCHAR, place INTEGER NOT NULL
        );
        CREATE TABLE contributors (publication VARCHAR NOT NULL, table_json VARCHAR NOT NULL);
        CREATE TABLE policy_locks (round VARCHAR NOT NULL, toml_text VARCHAR NOT NULL, sha256 VARCHAR NOT NULL);
    """,
    3: "ALTER TABLE exits ADD COLUMN age_band VARCHAR",
    4: "ALTER TABLE policy_locks ADD COLUMN link_rounds BOOLEAN DEFAULT false",
    5: """
        CREATE TABLE absence_days (
            import_id INTEGER NOT NULL, person VARCHAR NOT NULL, unit VARCHAR NOT NULL, date VARCHAR NOT NULL,
            month VARCHAR NOT NULL, reason VARCHAR NOT NULL, hours DOUBLE NOT NULL, planned DOUBLE NOT NULL,
            replaced_by INTEGER
        )
    """,
    6: """
        CREATE TABLE instruments (
            import_id INTEGER NOT NULL, round VARCHAR NOT NULL, toml_text VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
            replaced_by INTEGER
        );
    """,
    7: "ALTER TABLE respondents ADD COLUMN seconds DOUBLE",
    8: "ALTER TABLE targets ADD COLUMN population VARCHAR DEFAULT 'employees'",
    9: "ALTER TABLE targets ADD COLUMN definition VARCHAR",
    10: """
        CREATE TABLE hr_coverage (
            import_id INTEGER NOT NULL, kind VARCHAR NOT NULL, month VARCHAR NOT NULL, replaced_by INTEGER
        )
    """,
}
VERSION = max(STEPS)


def version(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the store's version; 0 for an empty file."""
    tables = first(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'")
    if tables is None or tables[0] == 0:
        return 0
    found = first(connection, "SELECT value FROM meta WHERE key = 'schema_version'")
    return int(found[0]) if found else 0


def migrate(connection: duckdb.DuckDBPyConnection, *, upto: int = VERSION) -> tuple[int, int]:
    """Bring the store to ``upto`` within the caller's transaction; return the versions before and after.

    Raises
    ------
    InputError
        ``store-too-new`` if a later skapital has written it.
    """
    before = version(connection)
    if before > VERSION:
        raise InputError(
            f"skapital.duckdb has version {before}, this skapital knows up to {VERSION}; use the newer skapital",
            slug="store-too-new",
        )
    if before == 0:
        run(connection, _FIRST.read_text(encoding="utf-8"))
        run(connection, "INSERT INTO meta VALUES ('schema_version', '1')")
    for step in range(max(before, 1) + 1, upto + 1):
        run(connection, STEPS[step])
        run(connection, "UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(step)])
    return before, max(before, upto)
