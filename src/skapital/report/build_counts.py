"""How many workplaces have each verdict: counts, never names, never an order."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.facts import Facts
from skapital.report.figures import VerdictFigure
from skapital.report.model import Block, Column, FigureBlock, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, scales_in_order, title_of, when

_ORDER = (c.BETTER, c.NO_SIGN, c.CANNOT_TELL, c.WORSE, c.VERDICT_WITHHELD)


def counts_section(subject: Subject) -> Section | None:
    """Return how many of the workplaces below have each verdict on each scale, and how many would by chance."""
    facts, texts = subject.facts, subject.facts.texts
    counts = verdict_counts(facts, subject.unit)
    scales = tuple(scale for scale in scales_in_order(facts) if scale.id in counts)
    if not scales or facts.earlier is None:
        return None
    table = _table(subject, scales, counts)
    blocks: list[Block] = [Paragraph(subject.line("counts.intro", since=when(facts, facts.earlier)))]
    blocks.append(_figure(subject, scales, counts, table) if subject.is_root else table)
    chance = _many(facts, subject.unit, scales[0].id, "by_chance", "rate")
    stand = _many(facts, subject.unit, scales[0].id, "n_bh", "count")
    if chance is not None and stand is not None:
        title = title_of(facts, scales[0].id)
        blocks.append(Paragraph(texts.line("counts.by_chance", scale=title, chance=chance, stand=stand)))
    return Section("arbejdspladser", texts.text("counts.heading"), tuple(blocks))


def _many(facts: Facts, unit: str, measure: str, column: str, kind: str) -> Number | None:
    """How many workplaces would be flagged with no change anywhere, or stand after Benjamini and Hochberg, if known."""
    table = facts.counts
    rows = table[(table["unit"] == unit) & (table["measure"] == measure) & (table["kind"] == "round")]
    if rows.empty or column not in rows or pd.isna(rows[column].iloc[0]):
        return None
    return Number(float(rows[column].iloc[0]), kind, ("count", unit, measure, "round", column))


def verdict_counts(facts: Facts, unit: str) -> Mapping[str, Mapping[str, Number]]:
    """Return by scale and verdict how many workplaces below ``unit`` have it."""
    own = facts.counts_of(unit)
    found: dict[str, dict[str, Number]] = {}
    for measure, verdict, n_units in own:
        source = ("count", unit, measure, "round", verdict)
        found.setdefault(measure, {})[verdict] = Number(float(n_units), "count", source)
    return found


def _table(subject: Subject, scales: tuple[Scale, ...], counts: Mapping[str, Mapping[str, Number]]) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    columns = tuple(Column(texts.text(f"verdict.round.{verdict}")) for verdict in _ORDER)
    rows = tuple(
        Row(title_of(facts, scale.id), tuple((_count(subject, counts, scale.id, verdict),) for verdict in _ORDER))
        for scale in scales
    )
    caption = texts.text("counts.caption", since=when(facts, facts.earlier or ""))
    return Table(texts.text("sheet.counts"), caption, texts.text("column.scale"), columns, rows)


def _count(subject: Subject, counts: Mapping[str, Mapping[str, Number]], measure: str, verdict: str) -> Number:
    zero = Number(0.0, "count", ("count", subject.unit, measure, "round", verdict))
    return counts[measure].get(verdict, zero)


def _figure(
    subject: Subject, scales: tuple[Scale, ...], counts: Mapping[str, Mapping[str, Number]], table: Table
) -> FigureBlock:
    facts, texts = subject.facts, subject.facts.texts
    values = tuple(
        tuple(int(_count(subject, counts, scale.id, verdict).value or 0) for verdict in _ORDER) for scale in scales
    )
    titles = tuple(title_of(facts, scale.id) for scale in scales)
    words = tuple(texts.text(f"verdict.round.{verdict}") for verdict in _ORDER)
    figure = VerdictFigure(titles, words, values, texts.text("counts.x_label"))
    rows = "; ".join(
        f"{title}: {', '.join(f'{n} {word.lower()}' for n, word in zip(row, words, strict=True) if n)}"
        for title, row in zip(titles, values, strict=True)
    )
    description = texts.text("counts.figure_description", rows=rows)
    return FigureBlock("figur-arbejdspladser", figure, texts.text("counts.figure_title"), description, table)
