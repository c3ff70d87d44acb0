"""Why people leave: reasons of completed job-stop talks, several each, in the order of the configuration."""

from __future__ import annotations

from skapital import columns as c
from skapital.config.exits import ExitWords
from skapital.report.build_centres import centres_of
from skapital.report.hr_words import hr_of, period_words
from skapital.report.model import Column, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, shown

EXITS = "exits"
RECOMMEND = "share:recommend"


def exits_section(subject: Subject) -> Section | None:
    """Return the reasons for leaving of the municipality (with its centres beside it) or of a centre; else None."""
    facts, texts = subject.facts, subject.facts.texts
    hr = hr_of(facts)
    if hr.leaving is None or hr.rolling is None:
        return None
    answered = subject.number(EXITS, c.N_ANSWERED, "count", period=hr.rolling)
    if answered is None:
        return None
    when = period_words(facts, hr.rolling)
    lines = [Paragraph(texts.line("exits.intro", period=when, n=answered))]
    if answered.withheld is None:
        lines.append(Paragraph(_recommend(subject, hr.rolling), style="lead"))
    table = _table(subject, hr.leaving.words, hr.rolling)
    note = Paragraph(texts.line("exits.note"), style="note")
    return Section("jobstop", texts.text("exits.heading"), (*lines, table, note))


def _recommend(subject: Subject, period: str) -> Inline:
    share = subject.number(EXITS, RECOMMEND, "share", period=period)
    texts = subject.facts.texts
    return texts.line("exits.recommend", share=share) if share is not None else texts.line("exits.no_recommend")


def _table(subject: Subject, words: ExitWords, period: str) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    root = facts.root.code
    places = [(root, texts.text("column.municipality"))]
    if subject.is_root:
        places += [(unit.code, unit.name) for unit in centres_of(facts)]
    else:
        places.insert(0, (subject.unit, facts.unit(subject.unit, subject.tree).name))
    statistics = [(c.SHARE + reason.code, reason.labels[facts.language]) for reason in words.reasons]
    rows = [_row(subject, label, statistic, "share", places, period) for statistic, label in statistics]
    rows.append(_row(subject, texts.text("exits.recommends"), RECOMMEND, "share", places, period, strong=True))
    rows.append(_row(subject, texts.text("exits.answered"), c.N_ANSWERED, "count", places, period, strong=True))
    caption = texts.text("exits.caption", period=period_words(facts, period))
    columns = tuple(Column(name) for _, name in places)
    return Table(texts.text("sheet.exits"), caption, texts.text("exits.reason"), columns, tuple(rows))


def _row(
    subject: Subject,
    label: str,
    statistic: str,
    kind: str,
    places: list[tuple[str, str]],
    period: str,
    *,
    strong: bool = False,
) -> Row:
    facts = subject.facts
    numbers: list[Number | None] = [facts.number(code, EXITS, statistic, kind, period=period) for code, _ in places]
    return Row(label, tuple(shown(facts, number) for number in numbers), strong=strong)
