"""What each report says, and what none may say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from made_up.quarter import with_hr
from skapital import columns as c
from skapital.config.instrument import Reference
from skapital.errors import UnreleasedError
from skapital.report import build, html
from skapital.report.beside import Beside, Certainty
from skapital.report.facts import Facts, Target, UnitPast
from skapital.report.model import (
    Bullets,
    Definitions,
    Links,
    Mark,
    Notice,
    Number,
    Paragraph,
    ReportModel,
    Table,
    inline_numbers,
)


def table(model: ReportModel, name: str) -> Table:
    return next(table for table in model.tables() if table.name == name)


def headings(model: ReportModel) -> list[str]:
    return [section.id for section in model.sections]


def words(model: ReportModel) -> str:
    """Everything a page says in running text."""
    return " ".join("".join(str(part) for part in line if isinstance(part, str)) for line in lines(model))


def lines(model: ReportModel) -> Iterator[tuple[object, ...]]:
    yield from model.summary
    for section in model.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.parts
            elif isinstance(block, Bullets):
                yield from block.items
            elif isinstance(block, Definitions):
                yield from (line for _, line in block.items)
            elif isinstance(block, Notice):
                yield from block.paragraphs
            elif isinstance(block, Table):
                yield from block.notes


def test_facts_take_a_release_and_nothing_like_it(follow_up: Facts) -> None:
    with pytest.raises(UnreleasedError):
        replace(follow_up, release=follow_up.release.cells)  # type: ignore[arg-type]


def test_an_unknown_edition_stops(follow_up: Facts) -> None:
    with pytest.raises(ValueError, match="edition"):
        replace(follow_up, edition="final")


def test_a_workplace_has_every_part_of_the_follow_up(follow_up: Facts) -> None:
    found = headings(build.workplace(follow_up, "W001"))
    expected = ["svar", "resultat", "udvikling", "maal", "apv", "kraenkende", "svarfordeling", "dialog"]
    assert found == [*expected, "handlingsplan", "vises-ikke", "laesevejledning", "metode"]


def test_the_baseline_says_what_could_be_seen_and_speaks_of_no_change(baseline: Facts) -> None:
    model = build.workplace(baseline, "W001")
    assert "udvikling" not in headings(model)
    assert [row.cells[1][0].value for row in table(model, "Mindste ændring").rows] == [6.0] * 8  # type: ignore[union-attr]
    assert "Næste gang kan vi se en ændring" in words(model)
    assert not [n for n in (*model.numbers(), *model.prose_numbers()) if n.kind == "difference"]


def test_only_the_baseline_shows_a_proposal_and_calls_it_one(baseline: Facts, follow_up: Facts) -> None:
    assert "Et muligt mål" in words(build.workplace(baseline, "W001"))
    assert "muligt mål" not in words(build.workplace(follow_up, "W001"))


def test_a_target_in_words_is_shown_without_a_number(follow_up: Facts) -> None:
    row = table(build.workplace(follow_up, "W002"), "Mål").rows[0]
    assert row.cells[0] == ("Vi siger tingene højt",)


def test_a_proposed_target_is_no_target(follow_up: Facts) -> None:
    facts = replace(follow_up, targets=(Target("W001", "social_capital", "proposed", 61.0, 66.0, ""),))
    model = build.workplace(facts, "W001")
    assert not [one for one in model.tables() if one.name == "Mål"]


def test_a_unit_that_cannot_tell_is_told_what_its_parent_and_the_municipality_can(follow_up: Facts) -> None:
    said = words(build.workplace(follow_up, "W001"))
    assert "Det bedste bud på ændringen er" in said
    assert "For Afdeling for Dagtilbud (afdeling) er vurderingen: ingen tegn på ændring." in said
    assert "For hele kommunen er vurderingen: fremgang." in said


def test_a_unit_with_a_verdict_of_its_own_reads_it_beside_those_of_more_people(follow_up: Facts) -> None:
    model = build.workplace(follow_up, "W010")
    notices = [block for section in model.sections for block in section.blocks if isinstance(block, Notice)]
    assert "Set i sammenhæng" in [notice.title for notice in notices]
    said = words(model)
    assert "Det bedste bud på ændringen er" in said
    assert "For hele kommunen er vurderingen: fremgang." in said


def test_the_least_change_that_could_be_seen_stands_beside_the_verdict(follow_up: Facts) -> None:
    found = table(build.workplace(follow_up, "W001"), "Udvikling")
    assert found.columns[-2].header == "Mindste ændring vi kan se"
    assert [row.cells[-2][0].value for row in found.rows] == [6.0] * 8  # type: ignore[union-attr]


def test_what_would_come_by_itself_stands_beside_the_target(follow_up: Facts, baseline: Facts) -> None:
    changed = follow_up.comparisons.assign(by_chance=2.1)
    row = table(build.workplace(replace(follow_up, comparisons=changed), "W001"), "Mål").rows[0]
    assert row.cells[-1][0].value == 2.1  # type: ignore[union-attr]
    first = replace(baseline, comparisons=baseline.comparisons.assign(by_chance=-1.3))
    rows = table(build.workplace(first, "W001"), "Mindste ændring").rows
    assert [row.cells[-1][0].value for row in rows] == [-1.3] * 8  # type: ignore[union-attr]


def with_row(facts: Facts, **values: object) -> Facts:
    """Facts with one more comparison: a copy of the municipality's, changed."""
    table = facts.comparisons
    own = table[
        (table[c.UNIT] == "KOM") & (table[c.MEASURE] == "social_capital") & (table[c.POPULATION] == "employees")
    ]
    return replace(facts, comparisons=pd.concat([table, own.head(1).assign(**values)], ignore_index=True))


def test_a_units_mean_is_set_beside_the_municipality_with_a_verdict(follow_up: Facts) -> None:
    facts = with_row(follow_up, unit="W001", kind="parent", verdict=c.NO_SIGN)
    row = table(build.workplace(facts, "W001"), "Resultat").rows[0]
    assert row.cells[-1][0].words == "Ingen tegn på forskel"  # type: ignore[union-attr]
    headers = [column.header for column in table(build.municipality(facts), "Resultat").columns]
    assert "Set ved siden af kommunen" not in headers


def test_what_was_declared_is_said_to_stand_or_not(follow_up: Facts) -> None:
    facts = with_row(with_row(follow_up, kind="baseline", stands=True), kind="target", stands=False)
    rows = table(build.municipality(facts), "Spurgt på forhånd").rows
    assert [(row.cells[0][0], row.cells[-1][0]) for row in rows] == [
        ("Målet", "Står ikke fast"),
        ("Startmålingen", "Står fast"),
    ]
    assert "paa-forhaand" not in headings(build.municipality(follow_up))
    assert "paa-forhaand" not in headings(build.workplace(facts, "W001"))


def test_published_figures_stand_beside_their_own_level_with_their_source(follow_up: Facts) -> None:
    scale = follow_up.instrument.scales["social_capital"]
    published = (
        Reference(61.5, None, "person", "En undersøgelse", 2012, "medarbejdere"),
        Reference(63.0, None, "unit", "En anden", 2013, "arbejdspladser"),
    )
    scales = {**follow_up.instrument.scales, scale.id: replace(scale, references=published)}
    facts = replace(follow_up, instrument=replace(follow_up.instrument, scales=scales))
    assert "reference" not in headings(build.municipality(facts))
    for source, difference in (("En undersøgelse, 2012", 3.2), ("En anden, 2013", None)):
        facts = with_row(facts, kind="reference", difference=difference, **{"from": source})
    rows = table(build.municipality(facts), "Andres tal").rows
    assert [(row.cells[1][0].value, row.cells[2][0], row.cells[3][0].value) for row in rows] == [
        (61.5, "En undersøgelse, 2012 (medarbejdere)", 3.2)
    ]


def test_how_sure_the_picture_is_decides_words_and_drawing(follow_up: Facts) -> None:
    label = {"da": "usikkert billede", "en": "uncertain picture"}
    sure = {("W001", "social_capital"): Certainty(0, label), ("W001", "trust"): Certainty(1, {"da": "sikkert billede"})}
    bands = {("employees", "W001", "social_capital"): {"da": "Middel"}}
    facts = replace(follow_up, beside=Beside(bands, sure))
    model = build.workplace(facts, "W001")
    assert "sikkert billede: Tillid; usikkert billede: Social kapital" in words(model)
    page = html.render(model).decode()
    assert page.count('class="value unsure"') == 2  # the dot, and its line in the legend
    assert 'class="value unsure"' not in html.render(build.workplace(follow_up, "W001")).decode()
    assert table(model, "Mål").rows, "an uncertain picture keeps its own target"


def test_a_small_change_says_that_it_is_small(follow_up: Facts) -> None:
    own = (follow_up.comparisons[c.UNIT] == "W010") & (follow_up.comparisons[c.MEASURE] == "social_capital")
    noted = follow_up.comparisons.assign(note=follow_up.comparisons["note"].mask(own, "smaller_than_matters"))
    model = build.workplace(replace(follow_up, comparisons=noted), "W010")
    assert "mindre end det, der regnes for vigtigt" in words(model)
    marks = [
        part for row in table(model, "Udvikling").rows for cell in row.cells for part in cell if isinstance(part, Mark)
    ]
    assert [bool(mark.note) for mark in marks] == [True] + [False] * 7


@pytest.mark.parametrize("unknown", ["note", "verdict"])
def test_an_unknown_note_or_verdict_stops(follow_up: Facts, unknown: str) -> None:
    wrong = replace(follow_up, comparisons=follow_up.comparisons.assign(**{unknown: "splendid"}))
    with pytest.raises(KeyError):
        build.workplace(wrong, "W001")


def test_what_is_withheld_gives_the_true_reason(follow_up: Facts) -> None:
    assert "De vises fra 8 svar" in words(build.workplace(follow_up, "W003"))
    cells = follow_up.release.cells.copy()
    problems = [item.code for item in follow_up.instrument.items.values() if item.item_class == "problem"]
    own = (cells[c.UNIT] == "W001") & cells[c.MEASURE].isin(problems)
    cells.loc[own, [c.VALUE, c.N]] = None
    cells[c.WITHHELD] = cells[c.WITHHELD].mask(own, c.PROTECTED)
    said = words(build.workplace(replace(follow_up, release=replace(follow_up.release, cells=cells)), "W001"))
    assert "De vises fra 8 svar" not in said
    assert "kunne de røbe svar fra en mindre gruppe" in said


def test_without_an_earlier_result_there_is_a_sentence_and_no_table(follow_up: Facts) -> None:
    gone = follow_up.comparisons.copy()
    own = gone[c.UNIT] == "W003"
    gone.loc[own, ["difference", "low", "high"]] = None
    gone.loc[own, ["verdict", "grade"]] = [c.VERDICT_WITHHELD, "not_comparable"]
    new = {"2014-06": {"W003": UnitPast("not_comparable", "new", ())}}
    model = build.workplace(replace(follow_up, comparisons=gone, pasts=new), "W003")
    assert not [one for one in model.tables() if one.name == "Udvikling"]
    assert words(model).count("Enheden er ny siden juni 2014") == 1
    assert "Der er ikke tal fra begge målinger" not in words(model)


def test_covered_and_combined_units_are_named_in_the_report_that_holds_them(follow_up: Facts) -> None:
    assert "Naturgruppen (arbejdsplads)" in words(build.branch(follow_up, "C1-A1"))
    assert "Klubben og Skovgruppen" in words(build.workplace(follow_up, "W005+W006"))


def test_a_branch_counts_its_workplaces_and_shows_no_figure_of_them(follow_up: Facts) -> None:
    model = build.branch(follow_up, "C1-A1")
    key = ("count", "C1-A1", "social_capital", "round", c.BETTER)
    assert table(model, "Arbejdspladser").rows[0].cells[0] == (Number(3.0, "count", key),)
    units = {number.source[5] for number in (*model.numbers(), *model.prose_numbers()) if number.source[0] == "cell"}
    assert units == {"C1-A1", "KOM"}


def test_a_med_committee_stands_under_its_own_tree(follow_up: Facts) -> None:
    model = build.branch(follow_up, "M1", "med")
    assert model.subtitle.startswith("Center-MED")
    assert model.path == ("Solbjerg Kommune",)


def test_the_municipality_stops_at_the_centres(follow_up: Facts) -> None:
    model = build.municipality(follow_up)
    units = {number.source[5] for number in model.numbers() if number.source[0] == "cell"}
    assert units == {"KOM", "C1", "C2"}
    assert [row.header for row in table(model, "Centre").rows] == [
        "Center for Børn og Unge",
        "Center for Sundhed og Omsorg",
        "Hele kommunen",
    ]


def test_r_wg_is_never_shown_alone(follow_up: Facts) -> None:
    headers = [column.header for column in table(build.municipality(follow_up), "Pålidelighed").columns]
    assert headers.index("r*_wg (median)") == headers.index("r_wg (median)") + 1


def test_leaders_stand_from_the_top_down(follow_up: Facts) -> None:
    rows = table(build.leaders(follow_up), "Lederniveauer").rows
    assert [row.header for row in rows] == ["Ledere", "Direktion og centerchefer", "Decentrale ledere"]


@pytest.mark.parametrize("shift", [40.0, -40.0])
def test_no_order_depends_on_a_result(follow_up: Facts, shift: float) -> None:
    """A unit's figures move; no row, link or section of any report moves with them."""
    cells = follow_up.release.cells.copy()
    moved = cells[c.UNIT].isin(["C2", "W010"]) & (cells[c.STATISTIC] == c.MEAN)
    cells.loc[moved, c.VALUE] = cells.loc[moved, c.VALUE].astype(float) + shift
    other = replace(follow_up, release=replace(follow_up.release, cells=cells))
    for maker in (build.municipality, build.leaders, lambda facts: build.branch(facts, "C1")):
        first, second = maker(follow_up), maker(other)
        assert headings(first) == headings(second)
        rows = [[row.header for row in one.rows] for one in first.tables() if one.name != "Spredning"]
        assert rows == [[row.header for row in one.rows] for one in second.tables() if one.name != "Spredning"]


def test_the_index_shows_the_way_and_no_result(follow_up: Facts) -> None:
    files = [
        build.ReportFile("municipality", "municipality/report.html", "municipality/report.xlsx"),
        build.ReportFile("unit", "units/W010/report.html", "units/W010/report.xlsx", "W010", "line"),
        build.ReportFile("unit", "units/W001/report.html", "units/W001/report.xlsx", "W001", "line"),
    ]
    model = build.index(follow_up, files)
    assert not list(model.numbers())
    blocks = [block for section in model.sections for block in section.blocks if isinstance(block, Links)]
    links = [link for block in blocks for link in block.items]
    labels = [(link.label, link.depth, bool(link.href)) for link in links]
    assert labels == [
        ("Hele kommunen", 0, True),
        ("Center for Børn og Unge", 0, False),
        ("Afdeling for Dagtilbud", 1, False),
        ("Børnehaven Æblehaven", 2, True),
        ("Center for Sundhed og Omsorg", 0, False),
        ("Plejecenter Åbrinken", 1, True),
    ]


def test_the_quarter_dates_the_latest_measurement(baseline: Facts) -> None:
    facts = with_hr(baseline)
    model = build.quarter_municipality(facts, "2015Q3")
    assert model.date == "2015-09-30"
    assert "Social kapital blev sidst målt i juni 2014" in words(model)
    assert build.quarter_unit(facts, "W001", "2015Q3").title == "Børnehaven Æblehaven"


def test_classes_at_the_ends_hold_several_workplaces(follow_up: Facts) -> None:
    rows = table(build.municipality(follow_up), "Spredning").rows
    counts = [number.value for row in rows for cell in row.cells for number in inline_numbers(cell)]
    assert sum(value or 0 for value in counts) == 4


def lix(text: str) -> float:
    """Björnsson's readability index: words a sentence and percent of words over six letters."""
    found = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.:!?](?:\s|$)", text)))
    return len(found) / sentences + 100 * sum(len(word) > 6 for word in found) / len(found)


def test_the_index_of_readability_is_computed_as_published() -> None:
    assert lix("Det er en bil. Den er hurtigere.") == pytest.approx(7 / 2 + 100 / 7)


@pytest.mark.parametrize("unit", ["W001", "W003", "C1"])
def test_the_text_is_plain(follow_up: Facts, baseline: Facts, unit: str) -> None:
    for facts in (follow_up, baseline):
        maker = build.branch if unit == "C1" else build.workplace
        assert lix(words(maker(facts, unit))) <= 45
