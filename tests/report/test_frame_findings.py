"""What does not fit between who was invited and who answered stands on the municipality's method page, in counts."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import skapital.ingest
from skapital.report import build, html
from skapital.report.facts import Facts, FrameFinding
from skapital.report.model import Number, ReportModel, Table
from skapital.report.texts import catalogue

FOUND = (
    FrameFinding("response-over-100", 2),
    FrameFinding("unit-not-in-organisation", 3),
    FrameFinding("persons-in-two-units", 12),
)


def frame_tables(model: ReportModel) -> list[Table]:
    return [table for table in model.tables() if table.name == "Inviterede og svar"]


def test_the_municipality_is_told_in_counts_and_few_people_as_under_five(follow_up: Facts) -> None:
    (table,) = frame_tables(build.municipality(replace(follow_up, frame_findings=FOUND)))
    assert [row.cells for row in table.rows] == [
        ((Number(2.0, "count", ("finding", "response-over-100")),), ("enheder",)),
        (("under 5",), ("svar",)),
        ((Number(12.0, "count", ("finding", "persons-in-two-units")),), ("personer",)),
    ]
    assert table.rows[0].header.startswith("Flere svar end inviterede")


@pytest.mark.parametrize(
    ("slug", "few"), [("unit-empty", True), ("left-since-frame", True), ("unit-without-frame", False)]
)
def test_four_people_are_few_and_four_units_are_not(slug: str, few: bool) -> None:
    assert (FrameFinding(slug, 4).few, FrameFinding(slug, 5).few) == (few, False)


def test_a_units_report_points_there_and_counts_nothing(follow_up: Facts) -> None:
    facts = replace(follow_up, frame_findings=FOUND)
    for model in (build.workplace(facts, "W001"), build.branch(facts, "C1"), build.leaders(facts)):
        assert frame_tables(model) == []
        assert "talt op i kommunens rapport" in html.render(model).decode()
    assert "talt op i kommunens rapport" not in html.render(build.workplace(follow_up, "W001")).decode()


def test_a_frame_that_fits_is_said_to_fit_and_a_missing_one_is_not(follow_up: Facts) -> None:
    said = "Listen over inviterede og svarene passer sammen"
    assert said in html.render(build.municipality(follow_up)).decode()
    assert said not in html.render(build.municipality(replace(follow_up, sources=()))).decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_finding_has_its_words(language: str) -> None:
    code = (Path(str(skapital.ingest.__file__)).parent / "forensics.py").read_text(encoding="utf-8")
    slugs = set(re.findall(r'"((?:[a-z0-9]+-)+[a-z0-9]+)"', code)) - {"utf-8"}
    assert len(slugs) == 9
    texts = catalogue(language)
    assert all(
        f"frame.finding.{slug}" in texts and f"frame.of.{FrameFinding(slug, 1).counts}" in texts for slug in slugs
    )


def test_an_unknown_finding_stops_the_run(follow_up: Facts) -> None:
    with pytest.raises((KeyError, ValueError)):
        build.municipality(replace(follow_up, frame_findings=(FrameFinding("made-up", 7),)))
