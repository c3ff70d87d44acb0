"""What a quarter's pages say of absence and turnover, and what none may say."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from made_up.quarter import SERIES, WITHHELD_UNIT, with_hr
from skapital import columns as c
from skapital.compare.association import COLUMNS
from skapital.report import build, excel, html
from skapital.report.facts import Facts, Target
from skapital.report.figures import LimitFigure, RunFigure
from skapital.report.hr_facts import Changed, SinceLast
from skapital.report.model import FigureBlock, Number, ReportModel, Section, Table


@pytest.fixture(scope="session")
def quarter(follow_up: Facts) -> Facts:
    targets = (
        *follow_up.targets,
        Target("KOM", "absence_days", "adopted", None, 11.5, "2016-12-31", "HU", "2014-11-25"),
    )
    return with_hr(replace(follow_up, targets=targets))


@pytest.fixture(scope="session")
def municipality(quarter: Facts) -> ReportModel:
    return build.quarter_municipality(quarter, "2015Q3")


@pytest.fixture(scope="session")
def workplace(quarter: Facts) -> ReportModel:
    return build.quarter_unit(quarter, "W001", "2015Q3")


def section(model: ReportModel, name: str) -> Section:
    return next(one for one in model.sections if one.id == name)


def tables(model: ReportModel, name: str) -> list[Table]:
    return [table for table in model.tables() if table.name == name]


def test_the_pages_say_first_what_the_quarter_is_about(municipality: ReportModel, workplace: ReportModel) -> None:
    order = [one.id for one in municipality.sections]
    assert order[:3] == ["sygefravaer", "omsaetning", "hr-maal"]
    assert [one.id for one in workplace.sections][:2] == ["sygefravaer", "omsaetning"]
    assert "hr-centre" in order and "hr-centre" not in [one.id for one in workplace.sections]


def test_every_hr_table_names_the_definition_and_its_version(municipality: ReportModel, workplace: ReportModel) -> None:
    for model in (municipality, workplace):
        of_hr = [table for part in model.sections[:5] for table in _tables(part) if "målt" not in table.caption]
        assert of_hr
        for table in of_hr:
            told = " ".join(str(part) for note in table.notes for part in note)
            assert "version 1" in told or "Båndet" in told, table.caption


def _tables(part: Section) -> list[Table]:
    if not part.id.startswith(("syge", "oms", "hr-maal", "kvart", "hr-centre")) or part.id == "kvartal":
        return []
    blocks = [block.twin if isinstance(block, FigureBlock) else block for block in part.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def test_a_figure_has_its_interval_and_its_persons(workplace: ReportModel) -> None:
    (table,) = tables(workplace, "Sygefravær")
    headers = [column.header for column in table.columns]
    assert headers[:3] == ["3.\N{NO-BREAK SPACE}kvartal 2015", "Usikkerhed", "Personer"]
    assert headers[-1] == "Hele kommunen, kvartalet"


def test_the_series_is_drawn_through_released_figures_with_what_happened(quarter: Facts) -> None:
    model = build.quarter_unit(quarter, "C1", "2015Q3")
    blocks = [block for block in section(model, "kvartaler").blocks if isinstance(block, FigureBlock)]
    figure = blocks[0].figure
    assert isinstance(figure, RunFigure)
    released = [quarter.number("C1", "absence_days", "rate", "rate", period=name) for name in SERIES]
    assert list(figure.values) == [number.value if number else None for number in released]
    assert [(event.place, event.is_break) for event in figure.events] == [(4, True), (7, False)]
    other = build.quarter_unit(quarter, "C2", "2015Q3")
    drawn = next(block for block in section(other, "kvartaler").blocks if isinstance(block, FigureBlock)).figure
    assert isinstance(drawn, RunFigure) and len(drawn.events) == 1  # what happened at C1 alone is not told at C2


def test_centres_stand_in_organisation_order_whatever_their_figures(municipality: ReportModel) -> None:
    for table in (*tables(municipality, "Sygefravær, centre"), *tables(municipality, "Omsætning, centre")):
        names = [row.header for row in table.rows]
        assert names[:2] == ["Center for Børn og Unge", "Center for Sundhed og Omsorg"]
    charts = [block.figure for part in municipality.sections for block in part.blocks if isinstance(block, FigureBlock)]
    assert any(isinstance(chart, LimitFigure) for chart in charts)


def test_a_unit_page_names_no_other_unit_of_its_level(quarter: Facts) -> None:
    page = html.render(build.quarter_unit(quarter, "W001", "2015Q3")).decode("utf-8")
    for other in ("Vuggestuen Solstrålen", "Dagplejen", "Plejecenter Åbrinken", "Center for Sundhed og Omsorg"):
        assert other not in page


def test_workplaces_are_counted_and_not_named(municipality: ReportModel) -> None:
    counted = tables(municipality, "Arbejdspladser, HR")
    assert counted
    for table in counted:
        assert {row.header for row in table.rows} <= {"Under 25", "25 til under 50", "50 og derover"}


def test_what_is_withheld_is_words_everywhere(quarter: Facts) -> None:
    model = build.quarter_unit(quarter, WITHHELD_UNIT, "2015Q3")
    (table,) = tables(model, "Sygefravær")
    assert {number.withheld for number in _numbers(table) if "KOM" not in number.source} == {c.TOO_FEW}
    assert "Vi viser ikke sygefraværet" in "".join(str(part) for line in model.summary for part in line)
    assert "kvartaler" not in [one.id for one in model.sections]
    rows = [row.header for row in tables(model, "Vises ikke")[0].rows]
    assert rows[:2] == ["Sygefravær", "Personaleomsætning"]


def _numbers(table: Table):  # type: ignore[no-untyped-def]
    return [part for row in table.rows for cell in row.cells for part in cell if hasattr(part, "withheld")]


def test_the_target_is_set_against_twelve_months(municipality: ReportModel) -> None:
    (row,) = tables(municipality, "HR-mål")[0].rows
    assert row.cells[0][0].value == 11.5  # type: ignore[union-attr]
    assert row.cells[4][0].words in ("Bedre end målet", "Ikke ved målet", "Ved målet", "Kan ikke afgøres")  # type: ignore[union-attr]


def test_the_workbook_has_one_row_a_cell(quarter: Facts, workplace: ReportModel) -> None:
    book = openpyxl.load_workbook(io.BytesIO(excel.render(workplace)))
    rows = list(book["Data"].iter_rows(min_row=3, values_only=True))
    header, data = rows[0], rows[1:]
    cells = quarter.release.cells
    own = cells[(cells[c.UNIT] == "W001") & (cells[c.PERIOD_KIND] != "round")]
    assert len(data) == len(own)
    place = {name: at for at, name in enumerate(header)}
    shown = {
        (row[place["period"]], row[place["measure"]], row[place["statistic"]]): row[place["value"]] for row in data
    }
    days = own[(own[c.MEASURE] == "absence_days") & (own[c.STATISTIC] == "rate") & (own[c.PERIOD] == "2015Q3")]
    assert shown[("2015Q3", "absence_days", "rate")] == days[c.VALUE].iloc[0]
    assert {row[place["definition"]] for row in data} == {"egen-sygdom-mv, v1", "afgang-fra-start, v1"}


def test_a_new_edition_says_what_it_changed(quarter: Facts) -> None:
    assert quarter.hr is not None
    since = SinceLast("2015Q3", (Changed("2015Q3", "absence_days", 12, 1, 0),), True, True)
    model = build.quarter_municipality(replace(quarter, hr=replace(quarter.hr, since_last=since)), "2015Q3")
    text = html.render(model).decode("utf-8")
    assert "Denne udgave afløser 2015Q3." in text
    assert re.search(r"Fraværsdage pr\. fuldtidsansat, 3\.\s?kvartal 2015: 12 tal er ændret, 1 tal er nye\.", text)
    assert "en anden definition" in text and "ville røbe noget om få personer" in text


def test_the_fourth_quarter_gives_the_calendar_year(quarter: Facts) -> None:
    assert quarter.hr is not None
    facts = replace(quarter, hr=replace(quarter.hr, year="2015"))
    for model in (build.quarter_municipality(facts, "2015Q4"), build.quarter_unit(facts, "W001", "2015Q4")):
        assert section(model, "aarstal").heading == "Kalenderåret 2015"
        assert len(tables(model, "Kalenderåret")) == 2


def test_english_by_the_same_builders(quarter: Facts) -> None:
    page = html.render(build.quarter_municipality(replace(quarter, language="en"), "2015Q3")).decode("utf-8")
    assert "Sickness absence was" in page and "Quarter by quarter" in page and '<html lang="en"' in page


def associations(verdict: str = "lower", reason: str | None = None) -> pd.DataFrame:
    figures = (-0.8, -1.5, -0.1, -0.31, 0.72) if reason is None else (float("nan"),) * 5
    key = ("rolling12", "2015-06", "2014-06", "2014-01-01", "employees", "KOM", "absence_days", "social_capital")
    n_units = 65 if reason is None else 12
    return pd.DataFrame([(*key, *figures, n_units, verdict, reason)], columns=list(COLUMNS))


def with_associations(facts: Facts, table: pd.DataFrame) -> Facts:
    assert facts.hr is not None
    return replace(facts, hr=replace(facts.hr, associations=table))


def test_what_goes_with_social_capital_is_said_as_an_association_on_the_municipality_page_alone(quarter: Facts) -> None:
    facts = with_associations(quarter, associations())
    text = html.render(build.quarter_municipality(facts, "2015Q3")).decode("utf-8")
    assert "En sammenhæng er ikke en årsag" in text and "Ingen sikker sammenhæng med sygefravær" in text
    assert "klarer sig" not in text
    (table,) = tables(build.quarter_municipality(facts, "2015Q3"), "Social kapital og fravær")
    shown = [str(part.value) for cell in table.rows[0].cells for part in cell if isinstance(part, Number)]
    assert shown == ["-0.8", "-0.31", "0.72", "65.0"]
    assert "sammenhaeng" not in [one.id for one in build.quarter_unit(facts, "C1", "2015Q3").sections]


def test_too_few_workplaces_for_an_association_is_said_in_words(quarter: Facts) -> None:
    model = build.quarter_municipality(with_associations(quarter, associations("withheld", "too-few-units")), "2015Q3")
    assert not tables(model, "Social kapital og fravær")
    text = html.render(model).decode("utf-8")
    assert re.search(
        r"Begge tal kan vises for (<[^>]*>)*12(<[^>]*>)* arbejdspladser, og der skal være mindst 20\.", text
    )


@pytest.mark.parametrize("verdict", ["higher", "no_sign", "cannot_tell"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_verdict_of_an_association_has_its_words(quarter: Facts, verdict: str, language: str) -> None:
    facts = replace(with_associations(quarter, associations(verdict)), language=language)
    assert section(build.quarter_municipality(facts, "2015Q3"), "sammenhaeng").blocks


def test_the_person_view_has_words_of_its_own(quarter: Facts) -> None:
    assert quarter.hr is not None
    definitions = quarter.hr.definitions
    of_persons = replace(definitions, absence=replace(definitions.absence, view="person"))
    model = build.quarter_municipality(replace(quarter, hr=replace(quarter.hr, definitions=of_persons)), "2015Q3")
    text = html.render(model).decode("utf-8")
    assert "Sygedage pr. ansat" in text and "dage pr. fuldtidsansat" not in text
    assert "Sygedage pr. ansat" not in html.render(build.quarter_municipality(quarter, "2015Q3")).decode("utf-8")


def test_the_index_of_a_quarter_names_the_quarter(quarter: Facts) -> None:
    files = [build.ReportFile("unit", "W001.html", "W001.xlsx", "W001", "line")]
    model = build.index(quarter, files)
    assert "3.\N{NO-BREAK SPACE}kvartal 2015" in model.subtitle and "juni" not in model.subtitle
    assert (model.date, "Sygefravær" in model.kicker) == ("2015-09-30", True)
