"""The front page of a publication: the way to every report, in organisation order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skapital import columns as c
from skapital.disclosure.coverage import FARTHER, NOWHERE, Coverage, coverage
from skapital.disclosure.rounding import loss_as_told
from skapital.report.build_about import loss_told
from skapital.report.build_top import footer, report_date, subtitle
from skapital.report.facts import Facts
from skapital.report.model import Block, Column, Link, Links, Paragraph, ReportModel, Row, Section, Table
from skapital.report.numbers import quarter_end, write_number
from skapital.report.records import UnitInfo
from skapital.report.subject import level_word


@dataclass(frozen=True)
class ReportFile:
    """Where a report lies, relative to the index: ``kind`` is ``municipality``, ``leaders`` or ``unit``."""

    kind: str
    html: str
    excel: str
    unit: str = ""
    tree: str = ""


def index(facts: Facts, reports: Sequence[ReportFile]) -> ReportModel:
    """Return the index of a publication's reports. It shows no result, only the way to them."""
    texts = facts.texts
    sections = [_whole(facts, reports), *_trees(facts, reports)]
    left_out, practice = _left_out(facts), facts.policy.small_units
    return ReportModel(
        kind="index",
        language=facts.language,
        kicker=texts.text("hr.kicker" if facts.hr else "head.kicker", municipality=facts.settings.municipality),
        title=texts.text(f"index.title.{facts.edition}"),
        subtitle=subtitle(facts, facts.settings.municipality, facts.hr.quarter if facts.hr else ""),
        path=(),
        draft=facts.draft,
        summary=(
            texts.line("index.summary_quarter" if facts.hr else "index.summary"),
            texts.line("index.no_competition"),
            texts.line(f"index.protected.{practice}"),
        ),
        key_figures=(),
        sections=tuple(section for section in (*sections, left_out) if section is not None),
        footer=footer(facts),
        date=quarter_end(facts.hr.quarter) if facts.hr else report_date(facts),
        accent=facts.report_settings.accent,
    )


def _whole(facts: Facts, reports: Sequence[ReportFile]) -> Section:
    titles = {"municipality": facts.texts.text("head.municipality"), "leaders": facts.texts.text("head.leaders")}
    links = tuple(_link(facts, titles[one.kind], one, 0) for one in reports if one.kind in titles)
    return Section("kommunen", facts.texts.text("index.whole"), (Links(links),))


def _link(facts: Facts, label: str, report: ReportFile, depth: int, remark: str = "") -> Link:
    also = ((facts.texts.text("index.workbook"), report.excel),) if report.excel else ()
    return Link(label, report.html, also, depth, remark)


def _unit_link(facts: Facts, unit: UnitInfo, report: ReportFile | None) -> Link:
    depth, level = len(facts.above(unit.code, unit.tree)) - 1, level_word(facts, unit.level)
    if report is None:
        return Link(unit.name, "", (), depth, f"{level}, {facts.texts.text('index.no_report')}")
    return _link(facts, unit.name, report, depth, level)


def _trees(facts: Facts, reports: Sequence[ReportFile]) -> list[Section]:
    trees = dict.fromkeys(one.tree for one in reports if one.kind == "unit")
    return [section for tree in trees if (section := _tree(facts, tree, reports)) is not None]


def _tree(facts: Facts, tree: str, reports: Sequence[ReportFile]) -> Section | None:
    files = {one.unit: one for one in reports if one.kind == "unit" and one.tree == tree}
    shown = {above.code for code in files for above in facts.above(code, tree)[1:]} | set(files)
    units = tuple(unit for unit in facts.units if unit.tree == tree and unit.code in shown)
    links = tuple(_unit_link(facts, unit, files.get(unit.code)) for unit in units)
    if not links:
        return None
    key = f"tree.{tree}"
    heading = facts.texts.text(key) if key in facts.texts else tree
    return Section(f"trae-{tree}", heading, (Links(links),))


def _left_out(facts: Facts) -> Section | None:
    texts = facts.texts
    rows = tuple(
        Row(unit.name, ((level_word(facts, unit.level),), (by.name,), (texts.text(f"index.why.{why}"),)))
        for unit, by in facts.covered(facts.root.tree)
        for why in (_why(facts, unit.code),)
    )
    if not rows:
        return None
    names = ("level", "read_in", "reason")
    columns = tuple(Column(texts.text(f"column.{name}"), numeric=False) for name in names)
    table = Table(
        texts.text("sheet.left_out"), texts.text("index.left_out_caption"), texts.text("column.unit"), columns, rows
    )
    told = Paragraph(texts.line(f"index.left_out.{facts.policy.small_units}"))
    blocks: tuple[Block, ...] = (told, *_coverage(facts), Paragraph(loss_told(facts)), table)
    return Section("uden-rapport", texts.text("index.left_out_heading"), blocks)


def coverage_numbers(facts: Facts) -> tuple[int | float, ...]:
    """Return the numbers about coverage and loss that an index prints: sums of those invited, and a rounded loss."""
    covered = _covered(facts)
    elsewhere = (covered.staff[FARTHER], covered.staff[NOWHERE])
    return (covered.near, covered.total, *elsewhere, _percent(covered), loss_as_told(facts.release.loss))


def _covered(facts: Facts) -> Coverage:
    return coverage(facts.release.units, facts.release.tiers)


def _why(facts: Facts, code: str) -> str:
    """The public reason why a unit has no report of its own."""
    cell = facts.release.cell(facts.period, code, c.RESPONSE, c.N_ANSWERED, structure=facts.structure)
    return cell.withheld if cell is not None and cell.withheld else c.TOO_FEW


def _percent(covered: Coverage) -> float:
    return round(100 * covered.near / covered.total, 1) if covered.total else 0.0


def _coverage(facts: Facts) -> tuple[Paragraph, ...]:
    """How many of the staff have their own report, a shared one or that of the next level up; who has not, is named."""
    covered, texts = _covered(facts), facts.texts
    if not covered.total:
        return ()
    counts = {
        "near": covered.near,
        "total": covered.total,
        "farther": covered.staff[FARTHER],
        "nowhere": covered.staff[NOWHERE],
    }
    written = {name: write_number(n, "count", facts.language) for name, n in counts.items()}
    percent = write_number(_percent(covered), "score", facts.language)
    lines = [Paragraph(texts.line("index.coverage", near=written["near"], total=written["total"], percent=percent))]
    if covered.farther:
        names = texts.together(tuple(facts.unit(code).name for code in covered.farther))
        lines.append(Paragraph(texts.line("index.farther", names=names, farther=written["farther"])))
    if covered.staff[NOWHERE]:
        lines.append(Paragraph(texts.line("index.nowhere", nowhere=written["nowhere"])))
    return tuple(lines)
