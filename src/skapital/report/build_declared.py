"""The few questions the municipality asked of the round beforehand, and which answers stand together."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.build_leaders import level_name
from skapital.report.facts import Comparison
from skapital.report.model import Column, Inline, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, scales_in_order, shown, title_of
from skapital.report.verdicts import interval_of, verdict_mark

_KINDS = ("target", "baseline", "round", "reference")


def declared_section(subject: Subject) -> Section | None:
    """Return the declared tests of the municipality with verdict, and whether each stands after Holm."""
    facts, texts = subject.facts, subject.facts.texts
    rows = tuple(
        _row(subject, scale, population, kind, made)
        for scale in scales_in_order(facts)
        for population in _populations(subject)
        for kind in _KINDS
        for made in facts.compared(facts.root.code, scale.id, kind, population)
        if made.stands is not None
    )
    if not rows:
        return None
    columns = (
        Column(texts.text("column.set_against"), numeric=False),
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
        Column(texts.text("column.stands"), numeric=False),
    )
    notes = (texts.line("declared.note"),)
    table = Table(
        texts.text("sheet.declared"), texts.text("declared.caption"), texts.text("column.scale"), columns, rows, notes
    )
    return Section("paa-forhaand", texts.text("declared.heading"), (Paragraph(texts.line("declared.intro")), table))


def _populations(subject: Subject) -> tuple[str, ...]:
    found = subject.facts.comparisons.loc[:, c.POPULATION]
    there = dict.fromkeys(str(one) for one in found)
    first = [one for one in (c.EMPLOYEES, c.LEADERS, c.ALL) if one in there]
    return (*first, *(one for one in there if one not in first))


def _row(subject: Subject, scale: Scale, population: str, kind: str, made: Comparison) -> Row:
    facts, texts = subject.facts, subject.facts.texts
    key = f"population.{population}"
    who = texts.text(key) if key in texts else level_name(facts, population)
    cells: tuple[Inline, ...] = (
        (texts.text(f"declared.against.{kind}"),),
        shown(facts, made.number("difference")),
        shown(facts, interval_of(made)),
        (verdict_mark(facts, made, "round" if kind == "baseline" else kind),),
        (texts.text("declared.stands" if made.stands else "declared.falls"),),
    )
    return Row(f"{title_of(facts, scale.id)} · {who.lower()}", cells)
