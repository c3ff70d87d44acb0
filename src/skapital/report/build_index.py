"""The front page of a publication: the way to every report, in organisation order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skapital.report.build_top import footer, report_date, subtitle
from skapital.report.facts import Facts
from skapital.report.model import Block, Column, Link, Links, Paragraph, ReportModel, Row, Section, Table
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
    left_out = _left_out(facts)
    return ReportModel(
        kind="index",
        language=facts.language,
        kicker=texts.text("head.kicker", municipality=facts.settings.municipality),
        title=texts.text(f"index.title.{facts.edition}"),
        subtitle=subtitle(facts, facts.settings.municipality),
        path=(),
        draft=facts.draft,
        summary=(texts.line("index.summary"), texts.line("index.no_competition"), texts.line("index.protected")),
        key_figures=(),
        sections=tuple(section for section in (*sections, left_out) if section is not None),
        footer=footer(facts),
        date=report_date(facts),
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
        Row(unit.name, ((level_word(facts, unit.level),), (by.name,))) for unit, by in facts.covered(facts.root.tree)
    )
    if not rows:
        return None
    columns = (Column(texts.text("column.level"), numeric=False), Column(texts.text("column.read_in"), numeric=False))
    table = Table(
        texts.text("sheet.left_out"), texts.text("index.left_out_caption"), texts.text("column.unit"), columns, rows
    )
    blocks: tuple[Block, ...] = (Paragraph(texts.line("index.left_out")), table)
    return Section("uden-rapport", texts.text("index.left_out_heading"), blocks)
