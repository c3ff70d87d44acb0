"""What has changed since the earlier round, in words first; and where the unit alone cannot tell, what can be said."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.instrument import Scale
from skapital.report.build_trend import trend
from skapital.report.facts import Comparison, Facts
from skapital.report.model import Block, Column, Inline, Interval, Mark, Notice, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, headline, level_word, scales_in_order, shown, title_of, when

_SYMBOLS = {c.BETTER: "▲", c.WORSE: "▼", c.NO_SIGN: "=", c.CANNOT_TELL: "?", c.VERDICT_WITHHELD: "–"}


def verdict_mark(facts: Facts, comparison: Comparison | None, kind: str = "round") -> Mark:
    """Return a verdict as symbol and words. ``kind`` picks the words: of a change or of the way to a target.

    Raises
    ------
    KeyError
        If the verdict is unknown: nothing is guessed.
    """
    verdict = c.VERDICT_WITHHELD if comparison is None else comparison.verdict
    words = facts.texts.text(f"verdict.{kind}.{verdict}")
    if comparison is not None and comparison.note:
        words = f"{words} ({facts.texts.text(f'verdict.note.{comparison.note}')})"
    return Mark(_SYMBOLS[verdict], words, verdict)


def interval_of(comparison: Comparison | None, low: str = "low", high: str = "high") -> Interval | None:
    """Return the interval of a difference, if it is shown."""
    ends = (comparison.number(low), comparison.number(high)) if comparison else (None, None)
    return Interval(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None


def change_section(subject: Subject) -> Section | None:
    """Return the change on each scale since the earlier round; ``None`` where there is no earlier round."""
    facts, texts = subject.facts, subject.facts.texts
    if facts.earlier is None:
        return None
    scales = tuple(scale for scale in scales_in_order(facts) if _compared(subject, scale) is not None)
    since = when(facts, facts.earlier)
    heading = texts.text("change.heading", since=since)
    if not scales:
        return Section("udvikling", heading, (Paragraph(subject.line("change.none", since=since)),))
    blocks: list[Block] = [Paragraph(subject.line("change.intro", since=since)), change_table(subject, scales)]
    line = trend(subject)
    blocks += [*([line] if line else []), *_what_then(subject)]
    return Section("udvikling", heading, tuple(blocks))


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
    )
    rows = tuple(_change_row(subject, scale) for scale in scales)
    caption = subject.text("change.caption", since=when(facts, facts.earlier or ""))
    notes = (texts.line("change.note", matters=_matters(facts)),)
    return Table(texts.text("sheet.change"), caption, texts.text("column.scale"), columns, rows, notes)


def _change_row(subject: Subject, scale: Scale) -> Row:
    facts = subject.facts
    comparison = _compared(subject, scale)
    cells: tuple[Inline, ...] = (
        shown(facts, subject.score(scale.id, period=facts.earlier or "")),
        shown(facts, subject.score(scale.id)),
        _difference(facts, comparison, comparison.number("difference") if comparison else None),
        _difference(facts, comparison, interval_of(comparison)),
        (verdict_mark(facts, comparison),),
    )
    return Row(title_of(facts, scale.id), cells, strong=scale.id == headline(facts).id)


def _difference(facts: Facts, comparison: Comparison | None, figure: Number | Interval | None) -> Inline:
    if figure is not None:
        return (figure,)
    return (facts.texts.text(_why_not(facts, comparison)),)


def _why_not(facts: Facts, comparison: Comparison | None) -> str:
    key = f"withheld.{comparison.reason}" if comparison and comparison.reason else "withheld.too_few"
    return key if key in facts.texts else "withheld.not_comparable"


def _matters(facts: Facts) -> Number:
    return Number(facts.settings.smallest_important_difference, "points", ("setting", "smallest_important_difference"))


def _what_then(subject: Subject) -> list[Block]:
    facts, texts = subject.facts, subject.facts.texts
    main = headline(facts)
    own = _compared(subject, main)
    if own is None or own.verdict != c.CANNOT_TELL or subject.is_root:
        return []
    lines: list[Inline] = [subject.line("change.cannot_tell")]
    best, interval = own.number("shrunken"), interval_of(own, "shrunken_low", "shrunken_high")
    if best is not None and interval is not None:
        lines.append(subject.line("change.shrunken", best=best, interval=interval))
    for above in reversed(facts.above(subject.unit)):
        comparison = facts.comparison(above.code, main.id, "round")
        if comparison is not None:
            key = "change.municipality" if above.parent is None else "change.parent"
            mark = facts.texts.text(f"verdict.sentence.{comparison.verdict}")
            lines.append(texts.line(key, level=level_word(facts, above.level).lower(), name=above.name, verdict=mark))
    return [Notice(texts.text("change.what_then"), tuple(lines))]
