"""Leaving and comparable municipalities in a quarter's reports, from files to pages of a small municipality."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from skapital import columns as c
from skapital.publication.inputs import read_inputs
from skapital.publication.made import Made, make
from skapital.publication.workspace import Workspace
from skapital.report import build, excel, html
from skapital.report.model import FigureBlock, Number, ReportModel, Table
from skapital.resources import resource
from skapital.store.database import open_store
from small_town import skapital

MEMBERS = ("Nabo A", "Nabo B", "Nabo C")
SOURCE = "Opdigtede tal"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, _first_round: Path) -> Made:
    workspace = tmp_path_factory.mktemp("leaving") / "workspace"
    shutil.copytree(_first_round, workspace)
    _write_exits(workspace / "exits.csv")
    _write_benchmarks(workspace / "benchmarks.csv")
    _write_rules(workspace)
    for kind in ("exits", "benchmarks"):
        said = skapital("ingest", kind, workspace / f"{kind}.csv", "--workspace", workspace)
        assert said.code == 0, said.err
    here = Workspace(workspace)
    with open_store(here.path, write=False) as store:
        inputs = read_inputs(here, store, "2014-06", "", "2015Q3")
        return make(inputs, edition="quarter", language="da", draft=False)


def _write_rules(workspace: Path) -> None:
    text = resource("configs", "benchmarks.toml").read_text(encoding="utf-8")
    text = text.replace('decided_by = ""', 'decided_by = "Hovedudvalget"').replace(
        "members = []", f"members = {list(MEMBERS)}"
    )
    (workspace / "benchmarks.toml").write_text(text.replace("least_members = 3", "least_members = 2"), encoding="utf-8")


def _write_exits(path: Path) -> None:
    draw = random.Random("exits")
    rows = ["unit,month,type,initiative,reasons,main_reason,recommend"]
    for unit, n in (("W06", 30), ("W09", 30), ("W05", 15)):
        for number in range(n):
            reasons = ";".join(word for word in ("pay", "culture", "workload") if draw.random() < 0.4) or "other"
            rows.append(f"{unit},2015-{1 + number % 9:02d},resigned,employee,{reasons},,{draw.randint(1, 5)}")
    path.write_text("\n".join(dict.fromkeys(rows)) + "\n", encoding="utf-8")


def _write_benchmarks(path: Path) -> None:
    rows = ["municipality,period,measure,value,unit,source,definition,population"]
    figures = (
        ("Lilleby Kommune", 13.4, "i alt"),
        ("Nabo A", 12.1, "i alt"),
        ("Nabo B", 12.9, "i alt"),
        ("Nabo C", 9.0, "egen"),
    )
    for year in ("2013", "2014", "2015"):
        rows += [
            f"{name},{year},absence_days,{value},days_per_fte,{SOURCE},{how},Månedslønnede"
            for name, value, how in figures
        ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def page(made: Made) -> ReportModel:
    return build.quarter_municipality(made.facts, "2015Q3")


def tables(page: ReportModel, section: str) -> list[Table]:
    (found,) = [one for one in page.sections if one.id == section]
    return [block.twin if isinstance(block, FigureBlock) else block for block in found.blocks
            if isinstance(block, Table | FigureBlock)]  # fmt: skip


def words(page: ReportModel, section: str) -> str:
    text = html.render(page).decode()
    return text.partition(f'id="{section}"')[2].partition("</section>")[0]


def test_the_latest_year_that_was_over_stands_beside_the_others(made: Made, page: ReportModel) -> None:
    (table,) = tables(page, "sammenligning")
    assert [row.header for row in table.rows] == ["Lilleby Kommune", *MEMBERS, "Gennemsnit af de andre"]
    rows = made.comparisons[made.comparisons["kind"] == "reference"]
    found = rows.set_index(c.MEASURE)["difference"]
    assert found["absence_days"] == pytest.approx(13.4 - 12.5)
    assert set(rows[c.PERIOD]) == {"2014"}
    assert set(rows["verdict"]) == {"cannot_tell"}
    said = words(page, "sammenligning")
    assert "i 2014" in said and "ikke nået" in said and "Hovedudvalget" in said
    assert "opgørelsen er en anden" in said


def test_the_gap_in_full_time_equivalents_is_of_our_released_staff(made: Made) -> None:
    rows = made.comparisons[made.comparisons["kind"] == "reference"].set_index(c.MEASURE)["difference"]
    base = made.release.cell("2015-09", "KOM", "absence_days", c.RATE).base
    days = made.facts.hr.definitions.absence.base_days
    assert rows["absence_full_time_equivalents"] == pytest.approx(0.9 * base / days, abs=0.06)


def test_no_payroll_figure_is_ever_set_against_a_published_one(made: Made) -> None:
    rows = made.comparisons[made.comparisons["kind"] == "reference"]
    own = {round(13.4 - 12.5, 1)}
    assert set(rows.loc[rows[c.MEASURE] == "absence_days", "difference"].round(1)) == own


def test_reasons_stand_in_the_order_of_the_form_and_centres_in_that_of_the_organisation(page: ReportModel) -> None:
    (table,) = tables(page, "jobstop")
    assert [column.header for column in table.columns] == ["Hele kommunen", "Center for Børn", "Center for Ældre"]
    assert [row.header for row in table.rows][:2] == ["Nærmeste leder", "Den øverste ledelse"]
    assert table.rows[-1].header == "Antal samtaler"


def test_every_figure_is_a_released_cell_a_comparison_a_pattern_or_a_published_figure(
    made: Made, page: ReportModel
) -> None:
    cells = {tuple(None if x != x else x for x in key): value for *key, value in made.release.cells[
        [*c.CELL_KEY, c.VALUE]].astype(object).itertuples(index=False, name=None)}  # fmt: skip
    patterns = made.more["patterns"]
    mine = [one for one in page.sections if one.id in ("sammenligning", "moenstre", "fastholdelse", "jobstop")]
    assert len(mine) == 4
    numbers = [number for section in mine for number in _numbers(page, section.id)]
    assert len(numbers) > 60
    for number in numbers:
        kind, *key = number.source
        if kind == "cell":
            assert number.value is None or cells[tuple(key[:8])] == pytest.approx(number.value)
        elif kind == "pattern":
            assert (patterns[str(key[-1])].astype(float).round(4) == round(float(number.value or 0), 4)).any()
        else:
            assert kind in ("comparison", "benchmark")


def _numbers(page: ReportModel, section: str) -> list[Number]:
    found = [part for table in tables(page, section) for row in table.rows for cell in row.cells for part in cell]
    ends = [end for part in found for end in (getattr(part, "low", None), getattr(part, "high", None))]
    return [part for part in (*found, *ends) if isinstance(part, Number)]


def test_patterns_follow_the_organisation_and_the_bands_and_say_why_quarters_do_not_add_up(page: ReportModel) -> None:
    by_name = {table.stub: [row.header for row in table.rows] for table in tables(page, "moenstre")}
    assert by_name["Center"] == ["Center for Børn", "Center for Ældre"]
    assert by_name["Kvartal"][0] == "Første kvartal"
    assert "kan ikke lægges sammen til et år" in words(page, "moenstre")


def test_a_curve_is_drawn_through_released_points_with_a_table_beside_it(made: Made, page: ReportModel) -> None:
    (section,) = [one for one in page.sections if one.id == "fastholdelse"]
    figures = [block for block in section.blocks if isinstance(block, FigureBlock)]
    cells = made.release.cells
    points = cells[(cells[c.MEASURE] == "retention") & (cells[c.UNIT] == "KOM") & cells[c.GROUP].isna()]
    shown = points[points[c.STATISTIC].str.startswith("share:") & points[c.WITHHELD].isna()]
    drawn = [point.value for figure in figures for point in figure.figure.points]  # type: ignore[union-attr]
    assert sorted(drawn, reverse=True) == sorted(shown[c.VALUE], reverse=True)
    assert "<svg" in words(page, "fastholdelse")


def test_a_workplaces_page_has_none_of_it_and_a_centres_page_its_own(made: Made) -> None:
    centre = build.quarter_unit(made.facts, "C1", "2015Q3")
    assert {"fastholdelse", "jobstop"} <= {section.id for section in centre.sections}
    assert "moenstre" not in {section.id for section in centre.sections}
    workplace = build.quarter_unit(made.facts, "W06", "2015Q3")
    assert not {"fastholdelse", "jobstop", "moenstre", "sammenligning"} & {section.id for section in workplace.sections}


def test_the_workbook_holds_it_too(page: ReportModel) -> None:
    assert excel.render(page)[:2] == b"PK"


def test_status_says_how_the_municipality_stands_beside_the_others(tmp_path: Path, _first_round: Path) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(_first_round, workspace)
    assert skapital("status", "--workspace", workspace, "--json").record["comparable"] == []
    _write_benchmarks(workspace / "benchmarks.csv")
    _write_rules(workspace)
    assert skapital("ingest", "benchmarks", workspace / "benchmarks.csv", "--workspace", workspace).code == 0
    (found,) = skapital("status", "--workspace", workspace, "--json").record["comparable"]  # type: ignore[misc]
    assert (found["period"], found["own"], found["average"], found["members"]) == ("2015", 13.4, 12.5, 2)
    assert found["target_reached"] is False
    assert "the target is not reached" in skapital("status", "--workspace", workspace).out
