"""What ingest makes of the sample's files, before a store: nothing is refused but what was made wrong on purpose."""

from __future__ import annotations

import pandas as pd
import pytest

from skapital.config.instrument import Instrument
from skapital.config.load import read_instrument, read_settings
from skapital.config.organisation import Organisation, Unit
from skapital.ingest import frame, lineage, organisation, profiles, read, survey, tidy
from skapital.ingest.intake import Accounting, Intake, RawTable
from skapital.ingest.kinds import KINDS
from skapital.ingest.mapping import read_mapping
from skapital.ingest.survey import RoundRules
from skapital.ingest.tidy_columns import Known
from skapital.resources import resource

SAMPLE = resource("data", "sample")
SETTINGS = read_settings(SAMPLE)
KEY = b"a key for tests, of 32 bytes....."
DATES = ("2014-01-01", "2016-01-01")
ROUNDS = dict(zip(("2014-06", "2016-06"), DATES, strict=True))


def raw_of(name: str) -> RawTable:
    source = read.read_source(SAMPLE / name)
    return source.read(source.only())


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return read_instrument(resource("configs", "instruments", "apv-sk-example.toml"))


@pytest.fixture(scope="module")
def organisations() -> dict[tuple[str, str], Organisation]:
    found: dict[tuple[str, str], Organisation] = {}
    for date in DATES:
        for tree in ("line", "med"):
            taken = organisation.accept(
                raw_of(f"organisation-{tree}-{date}.csv"),
                tree,
                date,
                stored=tuple(found.values()),
                lineage=(),
                workplace_level=SETTINGS.workplace_level,
            )
            units = taken.stored["units"].rows
            found[tree, date] = organisation_of(tree, date, units.to_dict("records"))
    return found


def organisation_of(tree: str, date: str, rows: list[dict[str, str]]) -> Organisation:
    units = (Unit(row["code"], row["name"], known_or_none(row["parent"]), row["level"]) for row in rows)
    return Organisation(tree, date, tuple(units))


def known_or_none(value: str) -> str | None:
    return None if pd.isna(value) else value


def test_the_lineage_is_taken_whole(organisations: dict[tuple[str, str], Organisation]) -> None:
    taken = lineage.accept(raw_of("lineage.csv"), tuple(organisations.values()))
    assert taken.accounting.rows_accepted == taken.accounting.rows_read == 18
    assert not taken.problems


@pytest.mark.parametrize("round_id", ROUNDS)
def test_a_survey_is_taken_but_for_its_dirt(
    round_id: str, instrument: Instrument, organisations: dict[tuple[str, str], Organisation]
) -> None:
    taken = survey_of(round_id, instrument, organisations["line", ROUNDS[round_id]])
    counted = taken.accounting
    assert counted.rows_rejected == 10
    assert counted.rows_duplicate == 5
    assert 0.72 <= counted.rows_accepted / counted.rows_read <= 0.78
    rejected = [problem.slug for problem in taken.problems if problem.row is not None]
    assert sorted(set(rejected)) == ["unit-empty", "unit-not-in-organisation", "unknown-code"]
    assert sorted(rejected.count(slug) for slug in set(rejected)) == [3, 3, 4]


def survey_of(round_id: str, instrument: Instrument, line: Organisation) -> Intake:
    mapping = read_mapping(SAMPLE / f"mapping-{round_id}.toml", instrument)
    name = {"2014-06": "survey-2014-06", "2016-06": "survey-2016-06.xlsx"}[round_id]
    formats = profiles.read_profiles(resource("configs", "profiles"))
    export = profiles.recognise(read.read_source(SAMPLE / name), formats, item_codes=tuple(instrument.items))
    assert export.profile.id == "surveyxact"
    rules = RoundRules(round_id, SETTINGS.leader_levels)
    return survey.accept(
        export.raw, export.profile, mapping, instrument, [line], KEY, rules=rules, labels=export.labels
    )


def test_personal_data_and_texts_stay_behind(
    instrument: Instrument, organisations: dict[tuple[str, str], Organisation]
) -> None:
    taken = survey_of("2014-06", instrument, organisations["line", "2014-01-01"])
    assert taken.dropped["email"] == "personal"
    assert taken.dropped["s_41"] == "personal"
    assert taken.dropped["s_38"] == "free_text"
    stored = "\n".join(table.rows.to_csv() for table in taken.stored.values())
    assert "@" not in stored
    assert "310299" not in stored


@pytest.mark.parametrize("round_id", ROUNDS)
def test_a_frame_is_taken_whole(round_id: str, organisations: dict[tuple[str, str], Organisation]) -> None:
    known = Known(None, SETTINGS.leader_levels, KEY)
    taken = frame.accept(raw_of(f"frame-{round_id}.csv"), round_id, organisations["line", ROUNDS[round_id]], known)
    assert taken.accounting == whole(taken)


@pytest.mark.parametrize("kind", KINDS)
def test_a_tidy_file_is_taken_whole(kind: str, organisations: dict[tuple[str, str], Organisation]) -> None:
    name = f"{kind}-2013-2016.csv" if kind in ("employment", "absence") else f"{kind}.csv"
    units = {code for made in organisations.values() for code in made.by_code}
    taken = tidy.accept(raw_of(name), KINDS[kind], Known(units, SETTINGS.leader_levels, KEY))
    assert taken.accounting == whole(taken)


def whole(taken: Intake) -> Accounting:
    read_rows = taken.accounting.rows_read
    assert read_rows > 0
    return Accounting(rows_read=read_rows, rows_accepted=read_rows)
