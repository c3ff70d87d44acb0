"""The centres in organisation order, each with its own figures and verdicts. Never sorted by result."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.build_change import change_cells, earlier_score
from skapital.report.build_comparable import grade_column, group_notes
from skapital.report.facts import Facts, UnitInfo
from skapital.report.model import Block, Column, Inline, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of, when


def centres_of(facts: Facts) -> tuple[UnitInfo, ...]:
    """Return the centres, in organisation order."""
    below = facts.below(facts.root.code, facts.root.tree)
    return tuple(unit for unit in below if unit.level == facts.settings.centre_level)


def centres_section(subject: Subject) -> Section | None:
    """Return all centres: n, mean and interval of the summing scale, then the mean of every other scale."""
    facts, texts = subject.facts, subject.facts.texts
    units = centres_of(facts)
    if not units:
        return None
    main, *others = scales_in_order(facts)
    stub = texts.text("column.centre")
    centres = tuple((Subject(facts, unit.code, c.EMPLOYEES, "branch"), unit.name) for unit in units)
    whole = Subject(facts, facts.root.code, c.EMPLOYEES, "municipality")
    groups = (*((group, name, False) for group, name in centres), (whole, texts.text("column.municipality"), True))
    blocks: tuple[Block, ...] = (
        Paragraph(texts.line("centres.intro")),
        groups_table(facts, groups, main, texts.text("sheet.centres"), stub, "centres.caption"),
        scales_table(facts, groups, tuple(others), texts.text("sheet.centres_scales"), stub, "centres.scales_caption"),
    )
    return Section("centre", texts.text("centres.heading"), blocks)


Group = tuple[Subject, str, bool]
"""A subject, its name and whether it is the whole of the others."""


def groups_table(facts: Facts, groups: tuple[Group, ...], scale: Scale, name: str, stub: str, key: str) -> Table:
    """Return n, mean and interval of one scale, a row a group, in the order given."""
    texts = facts.texts
    columns = (
        Column(texts.text("column.n")),
        Column(texts.text("column.mean")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
    )
    rows = tuple(Row(title, _cells(group, scale), strong=whole) for group, title, whole in groups)
    return Table(name, texts.text(key, scale=title_of(facts, scale.id)), stub, columns, rows)


def _cells(group: Subject, scale: Scale) -> tuple[Inline, ...]:
    facts = group.facts
    return (
        shown(facts, group.number(scale.id, c.MEAN, "count", column=c.N)),
        shown(facts, group.score(scale.id)),
        shown(facts, group.interval(scale.id)),
    )


def scales_table(
    facts: Facts, groups: tuple[Group, ...], scales: tuple[Scale, ...], name: str, stub: str, key: str
) -> Table:
    """Return the means of several scales, a row a group and a column a scale."""
    columns = tuple(Column(title_of(facts, scale.id)) for scale in scales)
    rows = tuple(
        Row(title, tuple(shown(facts, group.score(scale.id)) for scale in scales), strong=whole)
        for group, title, whole in groups
    )
    return Table(name, facts.texts.text(key), stub, columns, rows)


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
        grade_column(subject),
    )
    groups = tuple((Subject(facts, unit.code, c.EMPLOYEES, "branch"), unit.name) for unit in units)
    rows = tuple(_change_row(centre, name) for centre, name in groups)
    caption = texts.text("centres.change_caption", scale=title_of(facts, headline(facts).id), since=since)
    notes = group_notes(groups, facts.earlier)
    table = Table(texts.text("sheet.centres_change"), caption, texts.text("column.centre"), columns, rows, notes)
    blocks: tuple[Block, ...] = (Paragraph(texts.line("centres.change_intro")), table)
    return Section("centre-udvikling", texts.text("centres.change_heading", since=since), blocks)


def _change_row(centre: Subject, name: str) -> Row:
    facts, main = centre.facts, headline(centre.facts)
    cells = (
        shown(facts, earlier_score(centre, main)),
        shown(facts, centre.score(main.id)),
        *change_cells(centre, main),
    )
    return Row(name, cells)
