"""Published figures beside the subject's own: said where they come from, and never across levels."""

from __future__ import annotations

from skapital.config.instrument import Reference, Scale
from skapital.report.facts import Comparison
from skapital.report.model import Column, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of
from skapital.report.verdicts import interval_of, verdict_mark


def reference_section(subject: Subject) -> Section | None:
    """Return the published figures that stand on the subject's level; ``None`` where the instrument has none."""
    texts = subject.facts.texts
    rows = tuple(row for scale in scales_in_order(subject.facts) for row in _rows(subject, scale))
    if not rows:
        return None
    columns = (
        Column(texts.text("column.now")),
        Column(texts.text("column.published")),
        Column(texts.text("column.published_by"), numeric=False),
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
    )
    notes = (texts.line("reference.note"),)
    table = Table(
        texts.text("sheet.reference"), texts.text("reference.caption"), texts.text("column.scale"), columns, rows, notes
    )
    return Section("reference", texts.text("reference.heading"), (Paragraph(texts.line("reference.intro")), table))


def _rows(subject: Subject, scale: Scale) -> list[Row]:
    facts = subject.facts
    found = facts.compared(subject.unit, scale.id, "reference", subject.population)
    pairs = zip(scale.references, found, strict=bool(found))
    return [_row(subject, scale, one, made) for one, made in pairs if made.number("difference") is not None]


def _row(subject: Subject, scale: Scale, one: Reference, made: Comparison) -> Row:
    facts = subject.facts
    value = Number(one.value, "score", ("reference", scale.id, made.since), decimals=facts.decimals("score"))
    cells: tuple[Inline, ...] = (
        shown(facts, subject.score(scale.id)),
        (value,),
        (f"{one.source}, {one.year} ({one.population})",),
        shown(facts, made.number("difference")),
        shown(facts, interval_of(made)),
        (verdict_mark(facts, made, "reference"),),
    )
    return Row(title_of(facts, scale.id), cells, strong=scale.id == headline(facts).id)
