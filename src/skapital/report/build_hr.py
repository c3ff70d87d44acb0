"""Absence and turnover of a quarter: the figures, and what each is set against, with definition and uncertainty."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.facts import Comparison, Facts
from skapital.report.hr_words import (
    ABSENCE,
    BY_NAME,
    FIGURE_KINDS,
    TURNOVER,
    HrMeasure,
    counted_otherwise,
    definition_in_short,
    definition_note,
    figure,
    hr_mark,
    hr_of,
    limits_of,
    period_words,
    persons_of,
    title_of_measure,
)
from skapital.report.model import Block, Column, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, shown
from skapital.report.verdicts import interval_of

_WITHHELD = (c.TOO_FEW, c.PROTECTED)


def absence_section(subject: Subject) -> Section:
    """Return the quarter's sickness absence."""
    return _section(subject, "absence", ABSENCE, "sygefravaer")


def turnover_section(subject: Subject) -> Section:
    """Return who left, who came and who moved."""
    return _section(subject, "turnover", TURNOVER, "omsaetning")


def _section(subject: Subject, topic: str, measures: tuple[HrMeasure, ...], place: str) -> Section:
    facts, texts = subject.facts, subject.facts.texts
    blocks: list[Block] = [Paragraph(texts.line(f"hr.{topic}.intro"))]
    if not hr_of(facts).leaders_apart:
        blocks.append(Paragraph(texts.line("hr.leaders_included"), style="note"))
    blocks.append(figures_table(subject, topic, measures))
    compared = comparison_table(subject, topic, measures)
    if compared is not None:
        blocks += [Paragraph(texts.line("hr.compared_intro")), compared]
    return Section(place, texts.text(f"hr.{topic}.heading"), tuple(blocks))


def figures_table(subject: Subject, topic: str, measures: tuple[HrMeasure, ...]) -> Table:
    """Return a topic's figures: this quarter with its interval, the same a year before, twelve months, the baseline."""
    facts, texts = subject.facts, subject.facts.texts
    hr = hr_of(facts)
    later = [hr.before, hr.rolling, hr.baseline[1] if hr.baseline else None]
    columns = [
        Column(period_words(facts, hr.quarter).capitalize()),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("hr.column.persons")),
        *(Column(period_words(facts, period).capitalize()) for period in later if period),
    ]
    columns += [] if subject.is_root else [Column(texts.text("hr.column.municipality"))]
    rows = tuple(
        Row(title_of_measure(facts, one.measure), cells, strong=one is measures[0])
        for one in measures
        if (cells := _cells(subject, one, [period for period in later if period])) is not None
    )
    others = counted_otherwise(facts, topic, [hr.quarter, *later])
    notes = (definition_note(facts, topic), *others, texts.line("hr.interval_note"))
    caption = texts.text(f"hr.{topic}.caption")
    return Table(texts.text(f"sheet.hr_{topic}"), caption, texts.text("hr.column.figure"), tuple(columns), rows, notes)


def _cells(subject: Subject, one: HrMeasure, later: list[str]) -> tuple[Inline, ...] | None:
    facts = subject.facts
    now = figure(subject, one, hr_of(facts).quarter)
    others = [figure(subject, one, period) for period in later]
    if now is None and not any(others):
        return None
    quarter = hr_of(facts).quarter
    cells = [shown(facts, now), shown(facts, limits_of(subject, one, quarter))]
    cells.append(shown(facts, persons_of(subject, one, quarter)))
    cells += [shown(facts, number) for number in others]
    if not subject.is_root:
        root = facts.number(facts.root.code, one.measure, one.statistic, one.kind, period=hr_of(facts).quarter)
        cells.append(shown(facts, root))
    return tuple(cells)


def comparison_table(subject: Subject, topic: str, measures: tuple[HrMeasure, ...]) -> Table | None:
    """Return what the judged figures are set against, with difference, interval and verdict; None where nothing is."""
    facts, texts = subject.facts, subject.facts.texts
    pairs = [
        (one, kind, comparison)
        for one in measures
        for kind in FIGURE_KINDS
        if (comparison := facts.comparison(subject.unit, one.measure, kind, subject.population)) is not None
    ]
    if not pairs:
        return None
    columns = (
        Column(texts.text("hr.column.against"), numeric=False),
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
    )
    rows = tuple(_comparison_row(subject, *pair) for pair in pairs)
    caption, name = texts.text(f"hr.{topic}.compared_caption"), texts.text(f"sheet.hr_{topic}_compared")
    notes = (_matters(facts, [one for one, _, _ in pairs]), definition_in_short(facts, topic))
    return Table(name, caption, texts.text("hr.column.figure"), columns, rows, notes)


def _comparison_row(subject: Subject, one: HrMeasure, kind: str, comparison: Comparison) -> Row:
    facts = subject.facts
    why = why_not(subject, one, comparison)
    difference, interval = comparison.number("difference"), interval_of(comparison)
    cells: tuple[Inline, ...] = (
        against(subject, one, kind),
        (difference,) if difference is not None else why,
        (interval,) if interval is not None else (facts.texts.text("word.absent"),) if difference is None else why,
        (hr_mark(facts, comparison, kind),),
    )
    return Row(title_of_measure(facts, one.measure), cells)


def against(subject: Subject, one: HrMeasure, kind: str) -> Inline:
    """Return in words what a figure is set against, with that figure where it is shown."""
    facts, texts = subject.facts, subject.facts.texts
    hr = hr_of(facts)
    if kind == "target":
        target = facts.target(subject.unit, one.measure)
        value = facts.target_number(target) if target else None
        rolling = period_words(facts, hr.rolling or "")
        return texts.line("hr.against.target", period=rolling, value=value) if value else (rolling,)
    if kind == "parent":
        above = facts.above(subject.unit, subject.tree)[-1]
        other = facts.number(above.code, one.measure, one.statistic, one.kind, period=hr.quarter)
        return _with(texts.text("hr.against.parent", name=above.name), other)
    if kind == "quarter":
        words = texts.text("hr.against.quarter", period=period_words(facts, hr.before or ""))
        return _with(words, figure(subject, one, hr.before))
    baseline = hr.baseline[1] if hr.baseline else ""
    now = hr.quarter if "Q" in baseline else hr.rolling or ""
    values = {"now": period_words(facts, now), "then": period_words(facts, baseline)}
    return _with(texts.text("hr.against.baseline", **values), figure(subject, one, baseline))


def _with(words: str, number: Number | None) -> Inline:
    return (words,) if number is None or number.value is None else (f"{words}: ", number)


def why_not(subject: Subject, one: HrMeasure, comparison: Comparison) -> Inline:
    """Return why there is no difference (or no interval): a figure's public reason, or what is not alike."""
    facts, texts = subject.facts, subject.facts.texts
    now = figure(subject, one, hr_of(facts).quarter)
    reason = now.withheld if now is not None and now.withheld else comparison.reason
    if reason in _WITHHELD:
        return (texts.text(f"withheld.{reason}"),)
    return (texts.text(f"hr.why.{reason}"),) if f"hr.why.{reason}" in texts else (texts.text("word.absent"),)


def _matters(facts: Facts, measures: list[HrMeasure]) -> Inline:
    """Return from which difference on a change matters, measure by measure."""
    parts: list[str | Number] = [facts.texts.text("hr.matters"), " "]
    for place, name in enumerate(dict.fromkeys(one.measure for one in measures)):
        judged = hr_of(facts).settings.measures[name]
        kind = BY_NAME[name].kind
        for at, period_kind in enumerate(("quarter", "year")):
            source = ("setting", "quarter", name, period_kind)
            number = Number(judged.matters[period_kind], kind, source, decimals=facts.decimals(kind))
            opening = ", " if at else f"{'; ' if place else ''}{title_of_measure(facts, name)}, "
            parts += [opening, facts.texts.text(f"hr.matters_{period_kind}"), " ", number]
    return (*parts, ".")
