"""The centres in organisation order, each with its own figures and verdicts. Never sorted by result."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.build_change import interval_of, verdict_mark
from skapital.report.facts import Facts, UnitInfo
from skapital.report.model import Block, Column, Inline, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of, when


def centres_of(facts: Facts) -> tuple[UnitInfo, ...]:
    """Return the centres, in organisation order."""
    below = facts.below(facts.root.code, facts.root.tree)
    return tuple(unit for unit in below if unit.level == facts.settings.centre_level)


def centres_section(subject: Subject) -> Section | None:
    """Return one table of all centres: n, interval of the summing scale, and the mean of every scale."""
    facts, texts = subject.facts, subject.facts.texts
    units = centres_of(facts)
    if not units:
        return None
    scales = scales_in_order(facts)
    main = headline(facts)
    columns = (
        Column(texts.text("column.n")),
        Column(title_of(facts, main.id)),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        *(Column(title_of(facts, scale.id)) for scale in scales[1:]),
    )
    rows = tuple(_row(Subject(facts, unit.code, c.EMPLOYEES, "branch"), unit.name) for unit in units)
    table = Table(
        texts.text("sheet.centres"), texts.text("centres.caption"), texts.text("column.centre"), columns, rows
    )
    return Section("centre", texts.text("centres.heading"), (Paragraph(texts.line("centres.intro")), table))


def _row(centre: Subject, name: str) -> Row:
    facts = centre.facts
    main, *others = scales_in_order(facts)
    cells: list[Inline] = [
        shown(facts, centre.number(main.id, c.MEAN, "count", column=c.N)),
        shown(facts, centre.score(main.id)),
        shown(facts, centre.interval(main.id)),
    ]
    cells += [shown(facts, centre.score(scale.id)) for scale in others]
    return Row(name, tuple(cells))


def centres_change_section(subject: Subject) -> Section | None:
    """Return each centre against itself: earlier, now, difference, interval and verdict of the summing scale."""
    facts, texts = subject.facts, subject.facts.texts
    units = centres_of(facts)
    if facts.earlier is None or not units:
        return None
    since = when(facts, facts.earlier)
    columns = (
        Column(since.capitalize()),
        Column(when(facts, facts.period).capitalize()),
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
    )
    rows = tuple(_change_row(facts, unit) for unit in units)
    title = title_of(facts, headline(facts).id)
    caption = texts.text("centres.change_caption", scale=title, since=since)
    table = Table(texts.text("sheet.centres_change"), caption, texts.text("column.centre"), columns, rows)
    blocks: tuple[Block, ...] = (Paragraph(texts.line("centres.change_intro")), table)
    return Section("centre-udvikling", texts.text("centres.change_heading", since=since), blocks)


def _change_row(facts: Facts, unit: UnitInfo) -> Row:
    main = headline(facts).id
    comparison = facts.comparison(unit.code, main, "round")
    difference = comparison.number("difference") if comparison else None
    cells: tuple[Inline, ...] = (
        shown(facts, facts.number(unit.code, main, c.MEAN, "score", period=facts.earlier)),
        shown(facts, facts.number(unit.code, main, c.MEAN, "score")),
        shown(facts, difference),
        shown(facts, interval_of(comparison)),
        (verdict_mark(facts, comparison),),
    )
    return Row(unit.name, cells)
