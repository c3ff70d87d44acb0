"""Targets: the adopted ones beside the result, and in the baseline edition how to set one's own."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.facts import Facts, Target
from skapital.report.model import Block, Bullets, Column, Inline, Notice, Number, Paragraph, Row, Section, Table
from skapital.report.numbers import write_date
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of
from skapital.report.verdicts import verdict_mark


def target_section(subject: Subject) -> Section:
    """Return the adopted targets of the subject and of the municipality, with how far the subject is."""
    facts = subject.facts
    own = _adopted(facts, subject.unit, subject.population)
    blocks: list[Block] = [*_asked_again(subject)]
    if own or not blocks:
        blocks.append(Paragraph(subject.line("target.intro" if own else "target.none")))
    if own:
        blocks.append(_table(subject, own))
    if not subject.is_root and (common := _adopted(facts, facts.root.code)):
        blocks.append(_municipal(facts, common))
    return Section("maal", subject.text("target.heading"), tuple(blocks))


def _asked_again(subject: Subject) -> list[Block]:
    """That the targets of the units this one came of ended with them, and that it sets its own anew."""
    old = subject.facts.asked_again.get(subject.unit, ()) if subject.population == c.EMPLOYEES else ()
    if not old:
        return []
    texts = subject.facts.texts
    return [Notice(texts.text("target.again_title"), (subject.line("target.again", origins=texts.together(old)),))]


def _adopted(facts: Facts, unit: str, population: str = c.EMPLOYEES) -> tuple[tuple[Scale, Target], ...]:
    pairs = ((scale, facts.target(unit, scale.id, population=population)) for scale in scales_in_order(facts))
    return tuple((scale, target) for scale, target in pairs if target is not None)


def _table(subject: Subject, targets: tuple[tuple[Scale, Target], ...]) -> Table:
    texts = subject.facts.texts
    columns = (
        Column(texts.text("column.target")),
        Column(texts.text("column.now")),
        Column(texts.text("column.due"), numeric=False),
        Column(texts.text("column.decided"), numeric=False),
        Column(texts.text("column.progress"), numeric=False),
        Column(texts.text("column.by_chance")),
    )
    rows = tuple(_row(subject, scale, target) for scale, target in targets)
    notes = (texts.line("target.by_chance_note"),)
    caption = subject.text("target.caption")
    return Table(texts.text("sheet.targets"), caption, texts.text("column.scale"), columns, rows, notes)


def _row(subject: Subject, scale: Scale, target: Target) -> Row:
    facts = subject.facts
    comparison = facts.comparison(subject.unit, scale.id, "target", subject.population)
    value = facts.target_number(target)
    decided = " ".join(part for part in (target.decided_by, _date(facts, target.decided_on)) if part)
    progress: Inline = (verdict_mark(facts, comparison, "target"),) if comparison else shown(facts, None)
    cells: tuple[Inline, ...] = (
        (value,) if value is not None else (target.words or facts.texts.text("word.absent"),),
        shown(facts, subject.score(scale.id)),
        (_date(facts, target.due) or facts.texts.text("word.absent"),),
        (decided or facts.texts.text("word.absent"),),
        progress,
        shown(facts, comparison.number("by_chance") if comparison else None),
    )
    return Row(title_of(facts, scale.id), cells, strong=scale.id == headline(facts).id)


def _date(facts: Facts, iso: str) -> str:
    return write_date(iso, facts.language) if iso else ""


def _municipal(facts: Facts, targets: tuple[tuple[Scale, Target], ...]) -> Paragraph:
    parts: list[str | Number] = [facts.texts.text("target.municipality"), " "]
    for place, (scale, target) in enumerate(targets):
        value = facts.target_number(target)
        parts += ["; " if place else "", f"{title_of(facts, scale.id)} ", value if value is not None else target.words]
    return Paragraph((*(part for part in parts if part != ""), "."), style="note")


def how_to_section(subject: Subject) -> Section:
    """Return, for the baseline edition, what change the next round can show and how to set one's own target."""
    texts = subject.facts.texts
    steps = tuple((step,) for step in texts.several("how_to.steps"))
    blocks: list[Block] = []
    table = _detectable_table(subject)
    if table is not None:
        blocks += [Paragraph(subject.line("how_to.detectable")), table]
    blocks += [Paragraph(subject.line("how_to.intro")), Bullets(steps, numbered=True), *_possible(subject)]
    blocks.append(Notice(texts.text("how_to.regression_title"), (texts.line("how_to.regression"),)))
    return Section("maal", subject.text("how_to.heading"), tuple(blocks))


def _detectable(subject: Subject, scale: Scale) -> Number | None:
    for kind in ("baseline", "round"):
        comparison = subject.facts.comparison(subject.unit, scale.id, kind, subject.population)
        if comparison is not None and comparison.number("detectable") is not None:
            return comparison.number("detectable")
    return None


def detectable(subject: Subject) -> Number | None:
    """Return the least change of the summing scale that the next round can tell from chance, if it is known."""
    return _detectable(subject, headline(subject.facts))


def _detectable_table(subject: Subject) -> Table | None:
    facts, texts = subject.facts, subject.facts.texts
    found = tuple((scale, _detectable(subject, scale)) for scale in scales_in_order(facts))
    rows = tuple(
        Row(
            title_of(facts, scale.id),
            (shown(facts, subject.score(scale.id)), (change,), shown(facts, _by_chance(subject, scale))),
            strong=scale is headline(facts),
        )
        for scale, change in found
        if change is not None
    )
    names = ("column.start", "column.detectable", "column.by_chance")
    columns = tuple(Column(texts.text(name)) for name in names)
    caption = texts.text("how_to.caption")
    return Table(texts.text("sheet.detectable"), caption, texts.text("column.scale"), columns, rows) if rows else None


def _by_chance(subject: Subject, scale: Scale) -> Number | None:
    """What the next round would show here without any real change."""
    comparison = subject.facts.comparison(subject.unit, scale.id, "baseline", subject.population)
    return comparison.number("by_chance") if comparison else None


def _possible(subject: Subject) -> list[Block]:
    facts = subject.facts
    proposal = facts.target(subject.unit, headline(facts).id, "proposed") if subject.population == c.EMPLOYEES else None
    value = facts.target_number(proposal) if proposal else None
    start = subject.score(headline(facts).id)
    if value is None or start is None or start.value is None:
        return []
    return [Paragraph(subject.line("how_to.possible", start=start, value=value))]
