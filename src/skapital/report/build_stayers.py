"""Where rounds are linked: how those who answered both times have changed, and what is due to who came and went."""

from __future__ import annotations

from skapital.config.instrument import Scale
from skapital.report.model import Column, Inline, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, headline, scales_in_order, shown, title_of, when
from skapital.report.verdicts import interval_of, verdict_mark

_STAYERS, _CAME_AND_WENT = "stayers", "came_and_went"


def stayers_section(subject: Subject) -> Section | None:
    """Return the change of those who stayed with its verdict, beside the part due to who came and who went."""
    facts, texts = subject.facts, subject.facts.texts
    if facts.earlier is None:
        return None
    rows = tuple(row for scale in scales_in_order(facts) if (row := _row(subject, scale)) is not None)
    if not rows:
        return None
    since = when(facts, facts.earlier)
    columns = (
        Column(texts.text("column.stayed")),
        Column(texts.text("column.stayers_change")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
        Column(texts.text("column.came_and_went")),
    )
    caption, notes = texts.text("stayers.caption", since=since), (texts.line("stayers.note"),)
    table = Table(texts.text("sheet.stayers"), caption, texts.text("column.scale"), columns, rows, notes)
    intro = Paragraph(texts.line("stayers.intro", since=since))
    return Section("de-samme", texts.text("stayers.heading"), (intro, table))


def _row(subject: Subject, scale: Scale) -> Row | None:
    facts = subject.facts
    stayed = facts.comparison(subject.unit, scale.id, _STAYERS, subject.population)
    if stayed is None or stayed.number("difference") is None:
        return None
    rest = facts.comparison(subject.unit, scale.id, _CAME_AND_WENT, subject.population)
    cells: tuple[Inline, ...] = (
        shown(facts, stayed.number("n_linked")),
        shown(facts, stayed.number("difference")),
        shown(facts, interval_of(stayed)),
        (verdict_mark(facts, stayed),),
        shown(facts, rest.number("difference") if rest else None),
    )
    return Row(title_of(facts, scale.id), cells, strong=scale.id == headline(facts).id)
