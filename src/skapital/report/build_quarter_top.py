"""The top of a quarterly report: what is true of absence, turnover and social capital, in sentences and figures."""

from __future__ import annotations

from skapital import columns as c
from skapital.compare.quarter import DEFINITION
from skapital.report.build_top import summary_of_latest
from skapital.report.facts import Facts
from skapital.report.hr_words import BY_NAME, figure, hr_of, limits_of, period_words, title_of_measure
from skapital.report.model import Inline, Interval, KeyFigure
from skapital.report.subject import Subject, headline, shown, title_of, when


def summary(subject: Subject) -> tuple[Inline, ...]:
    """Return what the quarter says: absence and its verdict, twelve months and the target, leavers, the measurement."""
    lines = [_absence(subject), _absence_change(subject), _twelve_months(subject), _leavers(subject)]
    dated, _, where = summary_of_latest(subject, hr_of(subject.facts).quarter)
    return (*(line for line in lines if line), dated, where)


def _absence(subject: Subject) -> Inline:
    facts, texts = subject.facts, subject.facts.texts
    hr, one = hr_of(facts), BY_NAME["absence_days"]
    now, then = figure(subject, one, hr.quarter), figure(subject, one, hr.before)
    quarter = period_words(facts, hr.quarter)
    if now is None or now.value is None:
        return texts.line("hr.summary.absence_withheld", quarter=quarter)
    if then is None or then.value is None:
        return texts.line("hr.summary.absence_alone", quarter=quarter, now=now)
    before = period_words(facts, hr.before or "")
    return texts.line("hr.summary.absence", quarter=quarter, now=now, then=then, before=before)


def _absence_change(subject: Subject) -> Inline:
    facts = subject.facts
    found = facts.comparison(subject.unit, "absence_days", "quarter", subject.population)
    difference = found.number("difference") if found else None
    if found is None or difference is None or difference.value is None:
        return ()
    direction = "rise" if difference.value > 0 else "fall"
    key = f"hr.summary.change.{found.verdict}"
    judged = f"{key}_{direction}" if found.verdict in (c.BETTER, c.WORSE) else key
    line = facts.texts.line(judged, difference=difference)
    return (*line, " ", *facts.texts.line("summary.note.smaller_than_matters")) if found.note else line


def _twelve_months(subject: Subject) -> Inline:
    facts, texts = subject.facts, subject.facts.texts
    rolling = hr_of(facts).rolling
    now = figure(subject, BY_NAME["absence_days"], rolling)
    if rolling is None or now is None or now.value is None:
        return ()
    period = period_words(facts, rolling)
    target = facts.target(subject.unit, "absence_days")
    value = facts.target_number(target) if target else None
    compared = facts.comparison(subject.unit, "absence_days", "target", subject.population)
    if value is None or (compared is not None and compared.reason == DEFINITION):
        return texts.line("hr.summary.rolling", period=period, now=now)
    return texts.line("hr.summary.rolling_target", period=period, now=now, target=value)


def _leavers(subject: Subject) -> Inline:
    facts, texts = subject.facts, subject.facts.texts
    rolling = hr_of(facts).rolling
    now = figure(subject, BY_NAME["turnover_out"], rolling)
    if rolling is None or now is None or now.value is None:
        return ()
    return texts.line("hr.summary.leavers", period=period_words(facts, rolling), now=now)


def key_figures(subject: Subject) -> tuple[KeyFigure, ...]:
    """Return the quarter's absence, twelve months' absence and leavers, and the latest social capital with its date."""
    facts = subject.facts
    hr = hr_of(facts)
    wanted = (("absence_days", hr.quarter), ("absence_days", hr.rolling), ("turnover_out", hr.rolling))
    found = [_key_figure(subject, name, period) for name, period in wanted if period is not None]
    score, scale = subject.score(headline(facts).id), headline(facts)
    if score is not None and score.value is not None:
        measured = facts.texts.line("hr.key.measured", round=when(facts, facts.period))
        found.append(KeyFigure(title_of(facts, scale.id), (score,), measured))
    return tuple(found)


def _key_figure(subject: Subject, name: str, period: str) -> KeyFigure:
    facts, one = subject.facts, BY_NAME[name]
    interval = limits_of(subject, one, period)
    words = period_words(facts, period)
    remark: Inline = (words,)
    if isinstance(interval, Interval):
        remark = (words, ". ", *_between(facts, interval))
    return KeyFigure(title_of_measure(facts, name), shown(facts, figure(subject, one, period)), remark)


def _between(facts: Facts, interval: Interval) -> Inline:
    return facts.texts.line("key.between", interval=interval)
