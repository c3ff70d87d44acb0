"""The top of a report: a head, three sentences that say what is true, and the few figures a reader asks for first."""

from __future__ import annotations

from dataclasses import replace

from skapital import columns as c
from skapital.report.build_target import detectable
from skapital.report.facts import Facts
from skapital.report.model import Inline, Interval, KeyFigure, Number
from skapital.report.numbers import quarter_end
from skapital.report.subject import Subject, headline, shown, title_of, when
from skapital.report.verdicts import verdict_mark


def subtitle(facts: Facts, level: str, period: str | None = None) -> str:
    """Return the line under the title, such as "Arbejdsplads · startmåling, juni 2014"."""
    return facts.texts.text(f"head.subtitle.{facts.edition}", level=level, when=when(facts, period or facts.period))


def report_date(facts: Facts) -> str:
    """Return the ISO date a report carries: the end of the fieldwork or of the quarter."""
    if "Q" in facts.period:
        return quarter_end(facts.period)
    return facts.settings.round(facts.period).fieldwork_to


def footer(facts: Facts) -> tuple[Inline, ...]:
    """Return the last lines of a page."""
    contact = facts.report_settings.contact.get(facts.language, "")
    lines: list[Inline] = [(contact,)] if contact else []
    if facts.policy_override:
        lines.append(facts.texts.line("foot.override", reason=facts.policy_override))
    return (*lines, facts.texts.line("foot.snapshot"))


def summary(subject: Subject) -> tuple[Inline, ...]:
    """Return three sentences: who answered, where the subject stands and how sure that is, what has changed."""
    return (_who(subject), _where(subject), _what_changed(subject))


def summary_of_latest(subject: Subject, quarter: str) -> tuple[Inline, ...]:
    """Return what a quarterly page can say of social capital: when it was measured last, and the result then."""
    facts = subject.facts
    dated = facts.texts.line("quarter.summary", round=when(facts, facts.period), quarter=when(facts, quarter))
    return (dated, _who(subject), _where(subject))


def _who(subject: Subject) -> Inline:
    answered = subject.number(c.RESPONSE, c.N_ANSWERED, "count")
    invited = subject.number(c.RESPONSE, c.N_INVITED, "count")
    rate = subject.number(c.RESPONSE, c.RATE, "share")
    if answered is None or answered.value is None:
        return subject.line("summary.who_withheld")
    if invited is None or invited.value is None or rate is None or rate.value is None:
        return subject.line("summary.who_answered", answered=answered)
    key = "summary.who" if subject.facts.policy.small_units == "in_parent" else "summary.who_included"
    return subject.line(key, answered=answered, invited=invited, rate=rate)


def _where(subject: Subject) -> Inline:
    scale = headline(subject.facts)
    score, interval = subject.score(scale.id), subject.interval(scale.id)
    name = title_of(subject.facts, scale.id).lower()
    if score is None or score.value is None:
        return subject.line("summary.where_withheld", name=name)
    if not isinstance(interval, Interval):
        return subject.line("summary.where_alone", name=name, score=score)
    return subject.line("summary.where", name=name, score=score, interval=interval)


def _what_changed(subject: Subject) -> Inline:
    facts = subject.facts
    if facts.edition == "baseline" or facts.earlier is None:
        least = detectable(subject)
        return subject.line("summary.baseline") if least is None else subject.line("summary.detectable", least=least)
    found = facts.comparison(subject.unit, headline(facts).id, "round", subject.population)
    since = when(facts, facts.earlier)
    difference = found.number("difference") if found else None
    if found is None or difference is None:
        return subject.line("summary.change.withheld", since=since)
    line = subject.line(f"summary.change.{found.verdict}", since=since, difference=difference)
    return (*line, " ", *subject.line(f"summary.note.{found.note}")) if found.note else line


def key_figures(subject: Subject) -> tuple[KeyFigure, ...]:
    """Return the mean with its interval, the response, and the verdict or the least change that can be seen."""
    facts, texts = subject.facts, subject.facts.texts
    scale = headline(facts)
    interval = subject.interval(scale.id)
    between = (
        texts.line("key.between", interval=interval) if isinstance(interval, Interval) else (texts.text("key.scale"),)
    )
    return (
        KeyFigure(title_of(facts, scale.id), shown(facts, subject.score(scale.id)), between),
        KeyFigure(
            texts.text("key.response"), shown(facts, subject.number(c.RESPONSE, c.RATE, "share")), _counted(subject)
        ),
        _third(subject),
    )


def _counted(subject: Subject) -> Inline:
    answered = subject.number(c.RESPONSE, c.N_ANSWERED, "count")
    invited = subject.number(c.RESPONSE, c.N_INVITED, "count")
    if answered is None or invited is None or answered.value is None or invited.value is None:
        return ()
    return subject.facts.texts.line("key.counted", answered=answered, invited=invited)


def _third(subject: Subject) -> KeyFigure:
    facts, texts = subject.facts, subject.facts.texts
    if facts.edition == "baseline" or facts.earlier is None:
        least: Number | None = detectable(subject)
        return KeyFigure(texts.text("key.detectable"), shown(facts, least), (texts.text("key.detectable_remark"),))
    comparison = facts.comparison(subject.unit, headline(facts).id, "round", subject.population)
    difference = comparison.number("difference") if comparison else None
    remark = texts.line("key.points", difference=difference) if difference is not None else ()
    label = texts.text("key.change", since=when(facts, facts.earlier))
    mark = verdict_mark(facts, comparison)
    noted = (*remark, f", {mark.note}") if mark.note else remark
    return KeyFigure(label, (replace(mark, note=""),), noted)
