"""What has changed since the earlier round, in words first; and where the unit alone cannot tell, what can be said."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.build_comparable import (
    grade_cell,
    grade_column,
    grade_notes,
    grade_of,
    history_of,
    is_comparable,
    reason_line,
)
from skapital.report.build_trend import trend
from skapital.report.facts import Comparison, Facts
from skapital.report.model import Block, Column, Inline, Notice, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, headline, level_word, scales_in_order, shown, title_of, when
from skapital.report.verdicts import interval_of, verdict_mark

NOT_COMPARABLE = "not_comparable"


def change_section(subject: Subject) -> Section | None:
    """Return the change on each scale since the earlier round; ``None`` where there is no earlier round."""
    facts, texts = subject.facts, subject.facts.texts
    if facts.earlier is None:
        return None
    scales = tuple(scale for scale in scales_in_order(facts) if _compared(subject, scale) is not None)
    since = facts_since(subject)
    has_figures = any(_has_difference(subject, scale) for scale in scales)
    blocks: list[Block] = [*history_of(subject, facts.earlier, with_figure=has_figures)]
    if has_figures:
        blocks += [Paragraph(subject.line("change.intro", since=since)), change_table(subject, scales)]
    else:
        blocks += [Paragraph(subject.line("change.none", since=since)), *_why_none(subject, bool(blocks))]
    line = trend(subject)
    blocks += [*([line] if line else []), *_what_then(subject)]
    return Section("udvikling", texts.text("change.heading", since=since), tuple(blocks))


def _why_none(subject: Subject, told: bool) -> list[Paragraph]:
    """Why there is no change to show: the earlier figure is withheld, or must not be compared.

    ``told`` says that what became of the unit has been said already; only what is not said by that is added.
    """
    facts, main, since = subject.facts, headline(subject.facts), facts_since(subject)
    why = _why_not(subject, main)
    if why != NOT_COMPARABLE:
        return [Paragraph(facts.texts.line(f"change.why.{why}", since=since))]
    grade = grade_of(subject, main.id, facts.earlier or "")
    if grade.reason.startswith("instrument"):
        return [Paragraph(reason_line(subject, grade.reason, facts.earlier or ""))]
    return [] if told else [Paragraph(facts.texts.line("change.why.absent", since=since))]


def facts_since(subject: Subject) -> str:
    """Return the earlier round in words."""
    return when(subject.facts, subject.facts.earlier or "")


def _has_difference(subject: Subject, scale: Scale) -> bool:
    comparison = _compared(subject, scale)
    return comparison is not None and comparison.number("difference") is not None


def _compared(subject: Subject, scale: Scale) -> Comparison | None:
    return subject.facts.comparison(subject.unit, scale.id, "round", subject.population)


def change_table(subject: Subject, scales: tuple[Scale, ...]) -> Table:
    """Return the earlier mean, this one, the difference with its interval, and the verdict, for each scale."""
    facts, texts = subject.facts, subject.facts.texts
    columns = (
        Column(when(facts, facts.earlier or "").capitalize()),
        Column(when(facts, facts.period).capitalize()),
        Column(texts.text("column.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
        Column(texts.text("column.detectable")),
        grade_column(subject),
    )
    rows = tuple(_change_row(subject, scale) for scale in scales)
    caption = subject.text("change.caption", since=facts_since(subject))
    grades = grade_notes(subject, tuple(scale.id for scale in scales), facts.earlier or "")
    notes = (*grades, texts.line("change.note", matters=_matters(facts)))
    return Table(texts.text("sheet.change"), caption, texts.text("column.scale"), columns, rows, notes)


def _change_row(subject: Subject, scale: Scale) -> Row:
    facts = subject.facts
    *cells, grade = change_cells(subject, scale)
    return Row(
        title_of(facts, scale.id),
        (
            shown(facts, earlier_score(subject, scale)),
            shown(facts, subject.score(scale.id)),
            *cells,
            _seen_from(subject, scale),
            grade,
        ),
        strong=scale.id == headline(facts).id,
    )


def earlier_score(subject: Subject, scale: Scale) -> Number | None:
    """Return the mean of the earlier round that this one is set against; ``None`` where there is none to compare."""
    period = subject.facts.earlier or ""
    return subject.score(scale.id, period=period) if is_comparable(subject, scale.id, period) else None


def change_cells(subject: Subject, scale: Scale) -> tuple[Inline, Inline, Inline, Inline]:
    """Return the difference since the earlier round, its interval, its verdict and whether the two may be compared.

    Withheld figures carry their reason.
    """
    comparison = _compared(subject, scale)
    difference = comparison.number("difference") if comparison else None
    interval = interval_of(comparison)
    withheld = _withheld_difference(subject, scale)
    return (
        (difference if difference is not None else withheld,),
        (interval if interval is not None else withheld,),
        (verdict_mark(subject.facts, comparison),),
        grade_cell(subject, scale.id, subject.facts.earlier or ""),
    )


def _seen_from(subject: Subject, scale: Scale) -> Inline:
    """The least true change these answers could have shown, beside the verdict they gave."""
    comparison = _compared(subject, scale)
    least = comparison.number("detectable") if comparison else None
    return (least if least is not None else _withheld_difference(subject, scale),)


def _withheld_difference(subject: Subject, scale: Scale) -> Number:
    facts = subject.facts
    key = (facts.period, facts.earlier, facts.structure, subject.population, subject.unit, scale.id, "round")
    return Number(None, "difference", ("comparison", *key, "difference"), _why_not(subject, scale))


def _why_not(subject: Subject, scale: Scale) -> str:
    """Return why there is no difference: the earlier figure's own public reason, else that there is none to compare."""
    earlier = earlier_score(subject, scale)
    return earlier.withheld if earlier is not None and earlier.withheld else NOT_COMPARABLE


def _matters(facts: Facts) -> Number:
    return Number(facts.settings.smallest_important_difference, "points", ("setting", "smallest_important_difference"))


def _what_then(subject: Subject) -> list[Block]:
    """What the unit's own verdict should be read with: the best guess, and what can be said of more answers."""
    facts, texts = subject.facts, subject.facts.texts
    main = headline(facts)
    own = _compared(subject, main)
    verdict = own.verdict if own else c.VERDICT_WITHHELD
    if subject.is_root:
        return []
    lines: list[Inline] = [subject.line("change.cannot_tell")] if verdict == c.CANNOT_TELL else []
    best, interval = (own.number("shrunken") if own else None), interval_of(own, "shrunken_low", "shrunken_high")
    if best is not None and interval is not None:
        lines.append(subject.line("change.shrunken", best=best, interval=interval))
    lines += _of_those_above(subject, main)
    title = "change.what_then" if verdict in (c.CANNOT_TELL, c.VERDICT_WITHHELD) else "change.read_with"
    return [Notice(texts.text(title), tuple(lines))] if lines else []


def _of_those_above(subject: Subject, main: Scale) -> list[Inline]:
    facts, texts = subject.facts, subject.facts.texts
    lines: list[Inline] = []
    for above in reversed(facts.above(subject.unit, subject.tree)):
        comparison = facts.comparison(above.code, main.id, "round")
        if comparison is not None and comparison.verdict != c.VERDICT_WITHHELD:
            key = "change.municipality" if above.parent is None else "change.parent"
            words = texts.text(f"verdict.sentence.{comparison.verdict}")
            lines.append(texts.line(key, level=level_word(facts, above.level).lower(), name=above.name, verdict=words))
    return lines
