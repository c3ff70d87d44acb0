-- The store of a workspace, version 1. Later versions are steps in migrations.py.
-- Rows of an import are never overwritten: a later import that takes their place writes its number into replaced_by,
-- so that undoing it gives back what was there before.

CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);

CREATE TABLE imports (
    import_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    context_sha256 VARCHAR NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_accepted INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    rows_not_completed INTEGER NOT NULL,
    rows_duplicate INTEGER NOT NULL,
    imported_at VARCHAR NOT NULL,
    state VARCHAR NOT NULL,                -- current, replaced (by the same file in another context) or undone
    replaced_by INTEGER
);

CREATE TABLE respondents (
    import_id INTEGER NOT NULL, round VARCHAR NOT NULL, respondent VARCHAR NOT NULL, unit VARCHAR, leader_level VARCHAR,
    position_group VARCHAR, file_row INTEGER, replaced_by INTEGER
);
CREATE TABLE answers (
    import_id INTEGER NOT NULL, round VARCHAR NOT NULL, respondent VARCHAR NOT NULL, item VARCHAR NOT NULL,
    code VARCHAR NOT NULL, replaced_by INTEGER
);
CREATE TABLE rejected (
    import_id INTEGER NOT NULL, round VARCHAR NOT NULL, respondent VARCHAR NOT NULL, file_row INTEGER NOT NULL,
    slug VARCHAR NOT NULL, unit VARCHAR, replaced_by INTEGER
);

CREATE TABLE units (
    import_id INTEGER NOT NULL, tree VARCHAR NOT NULL, valid_from VARCHAR NOT NULL, place INTEGER NOT NULL,
    code VARCHAR NOT NULL, name VARCHAR NOT NULL, parent VARCHAR, level VARCHAR NOT NULL, replaced_by INTEGER
);
CREATE TABLE lineage (
    import_id INTEGER NOT NULL, place INTEGER NOT NULL, date VARCHAR NOT NULL, kind VARCHAR NOT NULL, old VARCHAR,
    new VARCHAR, share DOUBLE, source VARCHAR NOT NULL, replaced_by INTEGER
);
CREATE TABLE frame_counts (
    import_id INTEGER NOT NULL, round VARCHAR NOT NULL, unit VARCHAR NOT NULL, leader_level VARCHAR,
    n_invited INTEGER NOT NULL, replaced_by INTEGER
);
CREATE TABLE frame_persons (
    import_id INTEGER NOT NULL, round VARCHAR NOT NULL, person VARCHAR NOT NULL, unit VARCHAR NOT NULL,
    leader_level VARCHAR, position_group VARCHAR, employed_since VARCHAR, replaced_by INTEGER
);

CREATE TABLE employment (
    import_id INTEGER NOT NULL, person VARCHAR NOT NULL, unit VARCHAR NOT NULL, start VARCHAR NOT NULL, "end" VARCHAR,
    fraction DOUBLE NOT NULL, position_group VARCHAR, age_band VARCHAR, leader_level VARCHAR, end_type VARCHAR,
    initiative VARCHAR, replaced_by INTEGER
);
CREATE TABLE employment_months (
    import_id INTEGER NOT NULL, unit VARCHAR NOT NULL, month VARCHAR NOT NULL, persons DOUBLE, fte DOUBLE, joiners DOUBLE,
    leavers DOUBLE, replaced_by INTEGER
);
CREATE TABLE absence (
    import_id INTEGER NOT NULL, person VARCHAR NOT NULL, unit VARCHAR NOT NULL, start VARCHAR NOT NULL,
    "end" VARCHAR NOT NULL, reason VARCHAR NOT NULL, fraction DOUBLE, replaced_by INTEGER
);
CREATE TABLE absence_months (
    import_id INTEGER NOT NULL, unit VARCHAR NOT NULL, month VARCHAR NOT NULL, days DOUBLE, fte DOUBLE, persons DOUBLE,
    replaced_by INTEGER
);
CREATE TABLE exits (
    import_id INTEGER NOT NULL, unit VARCHAR NOT NULL, month VARCHAR NOT NULL, position_group VARCHAR,
    seniority_band VARCHAR, type VARCHAR NOT NULL, initiative VARCHAR NOT NULL, reasons VARCHAR, main_reason VARCHAR,
    recommend VARCHAR, replaced_by INTEGER
);

CREATE TABLE benchmarks (
    import_id INTEGER NOT NULL, municipality VARCHAR NOT NULL, period VARCHAR NOT NULL, measure VARCHAR NOT NULL,
    value DOUBLE NOT NULL, unit VARCHAR NOT NULL, source VARCHAR NOT NULL, definition VARCHAR NOT NULL,
    population VARCHAR NOT NULL, replaced_by INTEGER
);
CREATE TABLE events (
    import_id INTEGER NOT NULL, date VARCHAR NOT NULL, unit VARCHAR, kind VARCHAR NOT NULL, text VARCHAR NOT NULL,
    "break" BOOLEAN NOT NULL, replaced_by INTEGER
);
CREATE TABLE pilots (
    import_id INTEGER NOT NULL, unit VARCHAR NOT NULL, "from" VARCHAR NOT NULL, pilot VARCHAR NOT NULL, replaced_by INTEGER
);
CREATE TABLE milestones (
    import_id INTEGER NOT NULL, goal VARCHAR NOT NULL, criterion VARCHAR NOT NULL, milestone VARCHAR NOT NULL,
    due VARCHAR NOT NULL, status VARCHAR NOT NULL, owner_role VARCHAR NOT NULL, replaced_by INTEGER
);
CREATE TABLE suggestions (
    import_id INTEGER NOT NULL, date VARCHAR NOT NULL, unit VARCHAR, kind VARCHAR NOT NULL, text VARCHAR NOT NULL,
    replaced_by INTEGER
);
