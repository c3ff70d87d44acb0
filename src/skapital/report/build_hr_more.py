"""The calendar year per institution, HR targets, and what a new edition says of the one before."""

from __future__ import annotations

from skapital.report.build_hr import figures_table, why_not
from skapital.report.facts import Facts, Target
from skapital.report.hr_facts import Changed
from skapital.report.hr_words import (
    ABSENCE,
    BY_NAME,
    TURNOVER,
    HrMeasure,
    counted_otherwise,
    definition_in_short,
    figure,
    hr_mark,
    hr_of,
    limits_of,
    period_words,
    persons_of,
    title_of_measure,
)
from skapital.report.model import Block, Column, Inline, Notice, Number, Paragraph, Row, Section, Table
from skapital.report.numbers import write_date
from skapital.report.subject import Subject, shown, title_of

__all__ = ["figures_table", "since_section", "targets_section", "year_section"]


def year_section(subject: Subject) -> Section | None:
    """Return the calendar year's figures, which a fourth quarter gives; None in other quarters."""
    facts, texts = subject.facts, subject.facts.texts
    year = hr_of(facts).year
    if year is None:
        return None
    blocks: list[Block] = [Paragraph(texts.line("hr.year.intro", year=year))]
    for topic, measures in (("absence", ABSENCE), ("turnover", TURNOVER)):
        table = _year_table(subject, topic, measures, year)
        blocks += [table] if table else []
    blocks.append(Paragraph(texts.line("hr.year.quarters"), style="note"))
    return Section("aarstal", texts.text("hr.year.heading", year=year), tuple(blocks)) if len(blocks) > 2 else None


def _year_table(subject: Subject, topic: str, measures: tuple[HrMeasure, ...], year: str) -> Table | None:
    facts, texts = subject.facts, subject.facts.texts
    found = [(one, number) for one in measures if (number := figure(subject, one, year)) is not None]
    if not found:
        return None
    columns = [
        Column(year),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("hr.column.persons")),
    ]
    columns += [] if subject.is_root else [Column(texts.text("hr.column.municipality_year", year=year))]
    rows = tuple(_year_row(subject, one, number, year) for one, number in found)
    caption = texts.text(f"hr.{topic}.caption_year", year=year)
    notes = (definition_in_short(facts, topic), *counted_otherwise(facts, topic, [year]))
    return Table(texts.text("sheet.hr_year"), caption, texts.text("hr.column.figure"), tuple(columns), rows, notes)


def _year_row(subject: Subject, one: HrMeasure, number: Number, year: str) -> Row:
    facts = subject.facts
    cells: list[Inline] = [(number,), shown(facts, limits_of(subject, one, year))]
    cells.append(shown(facts, persons_of(subject, one, year)))
    if not subject.is_root:
        root = facts.number(facts.root.code, one.measure, one.statistic, one.kind, period=year)
        cells.append(shown(facts, root))
    return Row(title_of_measure(facts, one.measure), tuple(cells))


def targets_section(subject: Subject) -> Section | None:
    """Return the adopted targets of absence and turnover, of the subject and of the municipality."""
    facts, texts = subject.facts, subject.facts.texts
    own, common = _adopted(facts, subject.unit), _adopted(facts, facts.root.code)
    if not own and not common:
        return None
    blocks: list[Block] = [Paragraph(texts.line("hr.target.intro"))]
    if own:
        blocks.append(_target_table(subject, own))
    if common and not subject.is_root:
        blocks.append(_municipal(facts, common))
    return Section("hr-maal", texts.text("hr.target.heading"), tuple(blocks))


def _adopted(facts: Facts, unit: str) -> list[tuple[HrMeasure, Target]]:
    pairs = ((BY_NAME[name], facts.target(unit, name)) for name in hr_of(facts).settings.measures)
    return [(one, target) for one, target in pairs if target is not None]


def _target_table(subject: Subject, targets: list[tuple[HrMeasure, Target]]) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    rolling = hr_of(facts).rolling
    columns = (
        Column(texts.text("column.target")),
        Column(period_words(facts, rolling).capitalize() if rolling else texts.text("column.now")),
        Column(texts.text("column.due"), numeric=False),
        Column(texts.text("column.decided"), numeric=False),
        Column(texts.text("column.progress"), numeric=False),
    )
    rows = tuple(_target_row(subject, one, target) for one, target in targets)
    topics = dict.fromkeys("absence" if one.measure.startswith("absence") else "turnover" for one, _ in targets)
    notes = tuple(definition_in_short(facts, topic) for topic in topics)
    name, stub = texts.text("sheet.hr_targets"), texts.text("hr.column.figure")
    return Table(name, texts.text("hr.target.caption"), stub, columns, rows, notes)


def _target_row(subject: Subject, one: HrMeasure, target: Target) -> Row:
    facts = subject.facts
    absent = facts.texts.text("word.absent")
    comparison = facts.comparison(subject.unit, one.measure, "target", subject.population)
    value = facts.target_number(target)
    decided = " ".join(part for part in (target.decided_by, _date(facts, target.decided_on)) if part)
    progress: Inline = (absent,)
    if comparison is not None:
        bare = comparison.number("difference") is None
        progress = why_not(subject, one, comparison) if bare else (hr_mark(facts, comparison, "target"),)
    cells: tuple[Inline, ...] = (
        (value,) if value is not None else (target.words or absent,),
        shown(facts, figure(subject, one, hr_of(facts).rolling)),
        (_date(facts, target.due) or absent,),
        (decided or absent,),
        progress,
    )
    return Row(title_of_measure(facts, one.measure), cells)


def _municipal(facts: Facts, targets: list[tuple[HrMeasure, Target]]) -> Paragraph:
    parts: list[str | Number] = [facts.texts.text("target.municipality"), " "]
    for place, (one, target) in enumerate(targets):
        value = facts.target_number(target)
        opening = f"{'; ' if place else ''}{title_of_measure(facts, one.measure)} "
        parts += [opening, value if value is not None else target.words]
    return Paragraph((*parts, "."), style="note")


def _date(facts: Facts, iso: str) -> str:
    return write_date(iso, facts.language) if iso else ""


def since_section(subject: Subject) -> Section | None:
    """Return what is new since the edition before of the same quarter; None in a first edition."""
    facts, texts = subject.facts, subject.facts.texts
    since = hr_of(facts).since_last
    if since is None:
        return None
    lines: list[Inline] = [texts.line("hr.since.intro", edition=since.edition)]
    lines += [_changed_line(facts, one) for one in since.changes]
    lines += [texts.line("hr.since.only_words")] if not since.changes else []
    lines += [texts.line("hr.since.definitions")] if since.definitions else []
    lines += [texts.line("hr.since.kept")] if since.kept else []
    notice = Notice(texts.text("hr.since.title"), tuple(lines))
    return Section("aendret", texts.text("hr.since.heading"), (notice,))


def _changed_line(facts: Facts, one: Changed) -> Inline:
    texts = facts.texts
    key = f"hr.measure.{one.measure}"
    hr = key in texts
    title = texts.text(key) if hr else title_of(facts, one.measure) if one.measure in facts.instrument.scales else ""
    if not title:
        title = texts.text("hr.since.answers")
    counted = ((texts.text(f"hr.since.{name}"), count) for name, count in _counts(one))
    told = ", ".join(f"{count} {words}" for words, count in counted)
    return (f"{title}, {period_words(facts, one.period) if hr else one.period}: {told}.",)


def _counts(one: Changed) -> list[tuple[str, int]]:
    return [(name, n) for name, n in (("moved", one.moved), ("came", one.came), ("went", one.went)) if n]
