"""The summing scale from round to round, as far as each round is released for the unit as it stands now."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.build_comparable import grade_cell, grade_column, grade_of, is_comparable, reason_line
from skapital.report.build_results import written
from skapital.report.figures import TrendFigure, TrendPoint
from skapital.report.model import Column, FigureBlock, Inline, Interval, Row, Table
from skapital.report.subject import Subject, headline, shown, title_of, when

_LEAST_POINTS = 2


def trend(subject: Subject) -> FigureBlock | None:
    """Return the means of all rounds up to this one with their intervals and the target; ``None`` below two rounds."""
    facts, texts = subject.facts, subject.facts.texts
    rounds = tuple(entry.id for entry in facts.settings.rounds if entry.id <= facts.period)
    points = tuple(point for period in rounds if (point := _point(subject, period)) is not None)
    if len(points) < _LEAST_POINTS:
        return None
    title = title_of(facts, headline(facts).id)
    target = facts.target(subject.unit, headline(facts).id, population=subject.population)
    number = facts.target_number(target) if target else None
    words = texts.text("trend.target", value=written(facts, number)) if number else ""
    rows = "; ".join(f"{point.label} {point.text}" for point in points)
    return FigureBlock(
        "figur-maalinger",
        TrendFigure(points, number.value if number else None, words),
        texts.text("trend.title", scale=title),
        texts.text("trend.description", rows=rows),
        _table(subject, rounds),
        folded=True,
    )


def _point(subject: Subject, period: str) -> TrendPoint | None:
    facts = subject.facts
    if not is_comparable(subject, headline(facts).id, period):
        return None
    mean = subject.score(headline(facts).id, period=period)
    if mean is None or mean.value is None:
        return None
    interval = subject.interval(headline(facts).id, period=period)
    low, high = (interval.low.value, interval.high.value) if isinstance(interval, Interval) else (None, None)
    return TrendPoint(when(facts, period), mean.value, low, high, written(facts, mean))


def _table(subject: Subject, rounds: tuple[str, ...]) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    measure = headline(facts).id
    columns = (
        Column(texts.text("column.n")),
        Column(texts.text("column.mean")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        grade_column(subject),
    )
    rows = tuple(Row(when(facts, period).capitalize(), _cells(subject, period)) for period in rounds)
    caption = texts.text("trend.caption", scale=title_of(facts, measure))
    notes = tuple(_note(subject, period) for period in rounds if period != facts.period)
    return Table(texts.text("sheet.trend"), caption, texts.text("column.round"), columns, rows, notes)


def _cells(subject: Subject, period: str) -> tuple[Inline, ...]:
    """A round's figures, as far as they may stand beside those of now."""
    facts, measure = subject.facts, headline(subject.facts).id
    if period == facts.period:
        grade: Inline = (facts.texts.text("grade.word.now"),)
    else:
        grade = grade_cell(subject, measure, period)
    if not is_comparable(subject, measure, period):
        return (*(shown(facts, None) for _ in range(3)), grade)
    return (
        shown(facts, subject.number(measure, c.MEAN, "count", column=c.N, period=period)),
        shown(facts, subject.score(measure, period=period)),
        shown(facts, subject.interval(measure, period=period)),
        grade,
    )


def _note(subject: Subject, period: str) -> Inline:
    reason = grade_of(subject, headline(subject.facts).id, period).reason
    return (f"{when(subject.facts, period).capitalize()}: ", *reason_line(subject, reason, period))
