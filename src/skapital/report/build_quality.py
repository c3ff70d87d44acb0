"""For the municipality's report: how reliable the scales are, and how workplaces' means are spread (counts only)."""

from __future__ import annotations

import math
from itertools import pairwise

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.facts import Facts
from skapital.report.figures import CountFigure, Estimate, EstimateFigure
from skapital.report.model import Block, Column, FigureBlock, Inline, Interval, Number, Paragraph, Row, Section, Table
from skapital.report.numbers import write_number
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of

_CLASS_WIDTH = 5
_LEAST_IN_A_TAIL = 5
_ALPHA_GUIDE = 0.7
_COEFFICIENTS = ("omega", "icc1", "icc2", "rwg_median", "rwg_star_median")


def quality_section(subject: Subject) -> Section | None:
    """Return alpha with its interval, omega, ICC and r_wg (always with r*_wg beside it) of each scale."""
    facts, texts = subject.facts, subject.facts.texts
    populations = (c.ALL, c.EMPLOYEES)
    whole = next((p for p in populations if any(_alpha(facts, s, p) is not None for s in scales_in_order(facts))), None)
    if whole is None:
        return None
    group = Subject(facts, facts.root.code, whole, "municipality")
    scales = tuple(scale for scale in scales_in_order(facts) if _alpha(facts, scale, whole) is not None)
    table = _quality_table(group, scales)
    estimates = tuple(found for scale in scales if (found := _estimate(group, scale)) is not None)
    blocks: list[Block] = [Paragraph(texts.line("quality.intro"))]
    blocks.append(_quality_figure(facts, estimates, table) if estimates else table)
    return Section("paalidelighed", texts.text("quality.heading"), tuple(blocks))


def _alpha(facts: Facts, scale: Scale, population: str) -> Number | None:
    return facts.number(facts.root.code, scale.id, "alpha", "coefficient", population=population)


def _alpha_interval(group: Subject, scale: Scale) -> Interval | Number | None:
    low = group.number(scale.id, "alpha_low", "coefficient")
    high = group.number(scale.id, "alpha_high", "coefficient")
    if low is None or high is None:
        return None
    return low if low.withheld else high if high.withheld else Interval(low, high)


def _quality_table(group: Subject, scales: tuple[Scale, ...]) -> Table:
    facts, texts = group.facts, group.facts.texts
    low, high = texts.text("column.low"), texts.text("column.high")
    columns = (
        Column(texts.text("column.alpha")),
        Column(texts.text("column.alpha_interval"), low=low, high=high),
        *(Column(texts.text(f"column.{name}")) for name in _COEFFICIENTS),
    )
    rows = tuple(Row(title_of(facts, scale.id), _quality_cells(group, scale)) for scale in scales)
    notes = (texts.line("quality.note"),)
    return Table(
        texts.text("sheet.quality"), texts.text("quality.caption"), texts.text("column.scale"), columns, rows, notes
    )


def _quality_cells(group: Subject, scale: Scale) -> tuple[Inline, ...]:
    facts = group.facts
    return (
        shown(facts, group.number(scale.id, "alpha", "coefficient")),
        shown(facts, _alpha_interval(group, scale)),
        *(shown(facts, _coefficient(group, scale, name)) for name in _COEFFICIENTS),
    )


def _coefficient(group: Subject, scale: Scale, name: str) -> Number | None:
    found = group.number(scale.id, name, "coefficient")
    if found is not None:
        return found
    return group.facts.number(group.unit, scale.id, name, "coefficient", population=c.EMPLOYEES)


def _estimate(group: Subject, scale: Scale) -> Estimate | None:
    alpha = group.number(scale.id, "alpha", "coefficient")
    if alpha is None or alpha.value is None:
        return None
    interval = _alpha_interval(group, scale)
    low, high = (interval.low.value, interval.high.value) if isinstance(interval, Interval) else (None, None)
    return Estimate(title_of(group.facts, scale.id), alpha.value, low, high)


def _quality_figure(facts: Facts, estimates: tuple[Estimate, ...], table: Table) -> FigureBlock:
    texts = facts.texts
    guide = write_number(_ALPHA_GUIDE, "coefficient", facts.language, 1)
    ticks = tuple((at, write_number(at, "coefficient", facts.language, 1)) for at in _places(estimates))
    label = texts.text("quality.guide", value=guide)
    figure = EstimateFigure(estimates, _ALPHA_GUIDE, label, texts.text("quality.x_label"), ticks)
    decimals = facts.decimals("coefficient")
    rows = "; ".join(
        f"{one.label} {write_number(one.value, 'coefficient', facts.language, decimals)}" for one in estimates
    )
    description = texts.text("quality.figure_description", rows=rows)
    return FigureBlock("figur-paalidelighed", figure, texts.text("quality.figure_title"), description, table)


def _places(estimates: tuple[Estimate, ...]) -> tuple[float, ...]:
    """Marks at each fifth from 0 to 1; at each half from further down, where a coefficient or its interval is negative.

    A negative alpha is shown as it is: a mark beyond the axis would say something else.
    """
    lowest = min(one.value if one.low is None else min(one.value, one.low) for one in estimates)
    if lowest >= 0:
        return tuple(at / 5 for at in range(6))
    return tuple(at / 2 for at in range(math.floor(2 * lowest), 3))


def spread_section(subject: Subject) -> Section | None:
    """Return how many workplaces have a mean of the summing scale in each class of five points."""
    facts, texts = subject.facts, subject.facts.texts
    means = _workplace_means(facts)
    if not means:
        return None
    title = title_of(facts, headline(facts).id)
    edges = _edges(means)
    counts = tuple(sum(low <= mean < high for mean in means) for low, high in pairwise(edges))
    words = tuple(_class_words(facts, low, high) for low, high in pairwise(edges))
    sources = (("count", facts.root.code, headline(facts).id, "class", word) for word in words)
    rows = tuple(
        Row(word, ((Number(float(n), "count", source),),))
        for word, n, source in zip(words, counts, sources, strict=True)
    )
    column = Column(texts.text("column.workplaces"))
    table = Table(
        texts.text("sheet.spread"),
        texts.text("spread.caption", scale=title),
        texts.text("column.class"),
        (column,),
        rows,
    )
    figure = CountFigure(words, counts, title, texts.text("column.workplaces"))
    described = texts.text(
        "spread.figure_description", rows="; ".join(f"{w}: {n}" for w, n in zip(words, counts, strict=True))
    )
    block = FigureBlock("figur-spredning", figure, texts.text("spread.figure_title", scale=title), described, table)
    return Section("spredning", texts.text("spread.heading"), (Paragraph(texts.line("spread.intro")), block))


def _workplace_means(facts: Facts) -> tuple[float, ...]:
    level, measure = facts.settings.workplace_level, headline(facts).id
    codes = dict.fromkeys(unit.code for unit in facts.units if unit.level == level and unit.members is None)
    found = (facts.number(code, measure, c.MEAN, "score") for code in codes)
    return tuple(number.value for number in found if number is not None and number.value is not None)


def _edges(means: tuple[float, ...]) -> tuple[float, ...]:
    """Return the edges of the classes; at both ends classes with few workplaces are one open class."""
    low = math.floor(min(means) / _CLASS_WIDTH) * _CLASS_WIDTH
    high = math.floor(max(means) / _CLASS_WIDTH) * _CLASS_WIDTH + _CLASS_WIDTH
    edges = list(range(low, high + 1, _CLASS_WIDTH))
    while len(edges) > 3 and sum(mean < edges[1] for mean in means) < _LEAST_IN_A_TAIL:
        del edges[1]
    while len(edges) > 3 and sum(mean >= edges[-2] for mean in means) < _LEAST_IN_A_TAIL:
        del edges[-2]
    return (-math.inf, *(float(edge) for edge in edges[1:-1]), math.inf)


def _class_words(facts: Facts, low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return facts.texts.text("spread.all")
    if math.isinf(low):
        return facts.texts.text("spread.below", high=int(high))
    if math.isinf(high):
        return facts.texts.text("spread.above", low=int(low))
    return f"{int(low)}–{int(high)}"
