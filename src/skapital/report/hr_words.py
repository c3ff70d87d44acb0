"""Words and figures that every HR section shares: measures in their order, periods, verdicts, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skapital import columns as c
from skapital.config.definitions import named_for
from skapital.report.facts import Comparison, Facts
from skapital.report.hr_facts import HrFacts
from skapital.report.model import Inline, Interval, Mark, Number
from skapital.report.numbers import write_month, write_quarter
from skapital.report.subject import Subject
from skapital.report.verdicts import verdict_mark

FIGURE_KINDS: Final = ("quarter", "baseline", "target", "parent")


@dataclass(frozen=True)
class HrMeasure:
    """An HR figure: the measure, its statistic in the release, and how it is written."""

    measure: str
    statistic: str
    kind: str


ABSENCE: Final = (
    HrMeasure("absence_days", c.RATE, "rate"),
    HrMeasure("absence_percent", c.RATE, "percent"),
    HrMeasure("absence_short", c.RATE, "rate"),
    HrMeasure("absence_long", c.RATE, "rate"),
    HrMeasure("absence_spells", c.RATE, "coefficient"),
    HrMeasure("absence_none", "share:none", "share"),
    HrMeasure("absence_concentration", "share:top5", "share"),
)
TURNOVER: Final = (
    HrMeasure("turnover_out", c.RATE, "share"),
    HrMeasure("turnover_in", c.RATE, "share"),
    HrMeasure("turnover_total", c.RATE, "share"),
    HrMeasure("mobility", c.RATE, "share"),
    HrMeasure("first_year_attrition", c.RATE, "share"),
)
BY_NAME: Final = {one.measure: one for one in (*ABSENCE, *TURNOVER)}


def hr_of(facts: Facts) -> HrFacts:
    """Return the HR part of a quarterly publication.

    Raises
    ------
    ValueError
        If the publication has none.
    """
    if facts.hr is None:
        raise ValueError("only a quarter's publication has HR figures")
    return facts.hr


def title_of_measure(facts: Facts, measure: str) -> str:
    """Return an HR measure in words."""
    return facts.texts.text(f"hr.measure.{measure}")


def figure(subject: Subject, one: HrMeasure, period: str | None) -> Number | None:
    """Return a figure of a period, or why it is withheld; None where there is none."""
    if period is None:
        return None
    return subject.number(one.measure, one.statistic, one.kind, period=period)


def persons_of(subject: Subject, one: HrMeasure, period: str) -> Number | None:
    """Return how many persons are in a figure."""
    return subject.number(one.measure, one.statistic, "count", period=period, column=c.N)


def limits_of(subject: Subject, one: HrMeasure, period: str | None) -> Interval | Number | None:
    """Return the interval of a figure; its withheld end if it is not shown; None where there is none."""
    if period is None:
        return None
    low, high = (subject.number(one.measure, end, one.kind, period=period) for end in (c.LOW, c.HIGH))
    if low is None or high is None:
        return None
    return low if low.withheld else high if high.withheld else Interval(low, high)


def period_words(facts: Facts, period: str) -> str:
    """Return a period in words: a quarter, a year, or the twelve months that end with a month."""
    if "Q" in period:
        return write_quarter(period, facts.language)
    if len(period) == 4:
        return period
    return facts.texts.text("hr.twelve_months", month=write_month(period, facts.language))


def hr_mark(facts: Facts, comparison: Comparison | None, kind: str) -> Mark:
    """Return a verdict as symbol and words; beside the unit above it says which is higher, and judges nobody."""
    if kind == "parent" and comparison is not None and comparison.verdict in (c.BETTER, c.WORSE):
        difference = comparison.number("difference")
        higher = difference is not None and difference.value is not None and difference.value > 0
        mark = verdict_mark(facts, comparison, "above")
        words = facts.texts.text(f"verdict.above.{'higher' if higher else 'lower'}")
        return Mark("▲" if higher else "▼", words, c.NO_SIGN, mark.note)
    words = {"target": "hr_target", "parent": "above"}.get(kind, "hr")
    return verdict_mark(facts, comparison, words)


def definition_in_short(facts: Facts, topic: str) -> Inline:
    """Return the id and version of a topic's definition; what it says stands at the topic's first table."""
    definitions = hr_of(facts).definitions
    one = definitions.absence if topic == "absence" else definitions.turnover
    return facts.texts.line("hr.definition_short", id=one.id, version=one.version)


def counted_otherwise(facts: Facts, topic: str, periods: Sequence[str | None]) -> tuple[Inline, ...]:
    """Return which of some periods are counted by another definition than the one that is named beside them."""
    hr = hr_of(facts)
    own = named_for(hr.definitions.named, topic)
    by_name = {name: named_for(named, topic) for (_, name), named in hr.counted_by.items()}
    others: dict[str, list[str]] = {}
    for period in periods:
        if period is not None and by_name.get(period, own) != own:
            others.setdefault(by_name[period], []).append(period_words(facts, period))
    return tuple(
        facts.texts.line("hr.counted_otherwise", periods=facts.texts.together(tuple(names)), definition=named)
        for named, names in others.items()
    )


def definition_note(facts: Facts, topic: str) -> Inline:
    """Return by which definition a topic's figures were counted: its id, version, title and source."""
    definitions = hr_of(facts).definitions
    one = definitions.absence if topic == "absence" else definitions.turnover
    values: dict[str, str | int] = {
        "id": one.id,
        "version": one.version,
        "title": one.title[facts.language],
        "source": one.source,
        "staff": one.staff,
    }
    line = facts.texts.line("hr.definition", **values)
    if topic != "absence":
        return line
    base = facts.texts.line(
        "hr.percent_of", name=definitions.absence.base_name, days=f"{definitions.absence.base_days:g}"
    )
    return (*line, " ", *base)
