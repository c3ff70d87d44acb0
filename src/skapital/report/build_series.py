"""Quarter by quarter: the series of released figures, what it says in words, and what happened on the way."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from skapital import columns as c
from skapital.compare import signals
from skapital.report.build_results import written
from skapital.report.facts import Facts
from skapital.report.figures import RunEvent, RunFigure
from skapital.report.hr_facts import Event
from skapital.report.hr_words import (
    BY_NAME,
    HrMeasure,
    counted_otherwise,
    definition_in_short,
    figure,
    hr_of,
    period_words,
    title_of_measure,
)
from skapital.report.model import Block, Bullets, Column, FigureBlock, Inline, Number, Paragraph, Row, Section, Table
from skapital.report.numbers import write_date
from skapital.report.subject import Subject, shown

_SHORTEST = 4
"""A series of fewer points is no series."""


def series_section(subject: Subject) -> Section | None:
    """Return the followed measures quarter by quarter; None where too few quarters are released."""
    facts, texts = subject.facts, subject.facts.texts
    blocks: list[Block] = [Paragraph(texts.line("hr.series.intro"))]
    for name in _followed(subject):
        blocks += [Paragraph(signal_line(subject, name), style="lead"), _chart(subject, BY_NAME[name])]
    if len(blocks) == 1:
        return None
    happened = events_of(subject)
    if happened:
        lines = tuple(_event_line(facts, event) for event in happened)
        blocks += [Paragraph(texts.line("hr.series.events")), Bullets(lines, numbered=True)]
    blocks.append(Paragraph(texts.line("hr.series.how_sure"), style="note"))
    return Section("kvartaler", texts.text("hr.series.heading"), tuple(blocks))


def _followed(subject: Subject) -> list[str]:
    """The measures drawn here: workplaces are too small for a series of leavers."""
    hr = hr_of(subject.facts)
    names = hr.settings.run_chart.measures[: 1 if subject.voice == "workplace" else None]
    return [name for name in names if len(_points(subject, BY_NAME[name])) >= _SHORTEST]


def _points(subject: Subject, one: HrMeasure) -> list[float]:
    numbers = _numbers(subject, one)
    return [number.value for number in numbers if number is not None and number.value is not None]


def _numbers(subject: Subject, one: HrMeasure) -> list[Number | None]:
    """The figures of a series, in order of time; a quarter of another definition has none."""
    hr = hr_of(subject.facts)
    gone = hr.left_out.get(one.measure, ())
    return [None if quarter in gone else figure(subject, one, quarter) for quarter in hr.series]


def events_of(subject: Subject) -> tuple[Event, ...]:
    """Return what happened to a unit: to itself, to a unit above it, or to everybody."""
    facts = subject.facts
    near = {None, subject.unit, *(unit.code for unit in facts.above(subject.unit, subject.tree)[1:])}
    return tuple(event for event in hr_of(facts).events if event.unit in near)


def _event_line(facts: Facts, event: Event) -> Inline:
    key = "hr.series.event_break" if event.is_break else "hr.series.event"
    return facts.texts.line(key, date=write_date(event.date, facts.language), text=event.text)


def signal_line(subject: Subject, measure: str) -> Inline:
    """Return what a series says, in a sentence: what, since when, how sure."""
    facts, texts = subject.facts, subject.facts.texts
    found = hr_of(facts).signal(subject.unit, measure)
    title = title_of_measure(facts, measure)
    if found is None:
        return texts.line("hr.signal.too_few_points", measure=title, least=_least(facts))
    signal, key = str(found["signal"]), _key(subject, measure)
    values: dict[str, str | int | Number] = {"measure": title, "least": _least(facts)}
    for name in ("since", "first"):
        values[name] = period_words(facts, str(found[name])) if isinstance(found[name], str) else ""
    for name in ("longest_run", "longest_run_limit", "crossings", "crossings_limit", "n_points"):
        if not pd.isna(found[name]):  # type: ignore[call-overload]
            values[name] = Number(float(str(found[name])), "count", (*key, name))
    for name in ("centre", "low", "high"):
        number = limit_number(facts, found, measure, name)
        if number is not None:
            values[name] = number
    if isinstance(found["side"], str):
        values["side"] = texts.text(f"hr.side.{found['side']}")
    return (*texts.line(f"hr.signal.{signal}", **values), *_remarks(facts, found))


def _remarks(facts: Facts, found: Mapping[str, object]) -> Inline:
    if found["signal"] == signals.TOO_FEW_POINTS:
        return ()
    lines = [facts.texts.text("hr.signal.trial")] if found["trial"] else []
    lines += [facts.texts.text("hr.signal.seasonal")] if found["seasonal"] else []
    return (" " + " ".join(lines),) if lines else ()


def _least(facts: Facts) -> int:
    return hr_of(facts).settings.run_chart.least_points


def _key(subject: Subject, measure: str) -> tuple[str, ...]:
    return ("signal", hr_of(subject.facts).quarter, subject.unit, measure)


def limit_number(facts: Facts, found: Mapping[str, object], measure: str, name: str) -> Number | None:
    """Return the centre or a limit of a series or a unit as a figure; None where there is none."""
    value = found.get(name)
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    kind = BY_NAME[measure].kind
    source = ("signal", str(found[c.PERIOD]), str(found[c.UNIT]), measure, name)
    return Number(float(str(value)), kind, source, decimals=facts.decimals(kind))


def _chart(subject: Subject, one: HrMeasure) -> FigureBlock:
    facts, texts = subject.facts, subject.facts.texts
    title = texts.text("hr.series.title", measure=title_of_measure(facts, one.measure))
    table = _twin(subject, one)
    numbers = _numbers(subject, one)
    told = [
        f"{period_words(facts, quarter)} {written(facts, number)}"
        for quarter, number in zip(hr_of(facts).series, numbers, strict=True)
        if number is not None
    ]
    description = texts.text("hr.series.description", rows="; ".join(told))
    return FigureBlock(f"figur-{one.measure}", _figure(subject, one, numbers), title, description, table, folded=True)


def _figure(subject: Subject, one: HrMeasure, numbers: list[Number | None]) -> RunFigure:
    facts, texts = subject.facts, subject.facts.texts
    hr = hr_of(facts)
    found = hr.signal(subject.unit, one.measure) or {}
    limits = {
        name: limit_number(facts, found, one.measure, name) if found else None for name in ("centre", "low", "high")
    }
    first = found.get("first")
    drawn = {name: number.value if number else None for name, number in limits.items()}
    if drawn["low"] is not None and drawn["low"] < 0:
        drawn["low"] = None
    words = [texts.text(f"hr.series.{name}", value=written(facts, n)) if n else "" for name, n in limits.items()]
    last = next(number for number in reversed(numbers) if number is not None and number.value is not None)
    return RunFigure(
        values=tuple(number.value if number is not None else None for number in numbers),
        read_from=hr.series.index(first) if isinstance(first, str) else 0,
        centre=drawn["centre"],
        low=drawn["low"],
        high=drawn["high"],
        texts=(written(facts, last), *words),  # type: ignore[arg-type]
        ticks=tuple((place, name[:4]) for place, name in enumerate(hr.series) if name.endswith("Q1") or not place),
        events=tuple(_event(hr.series, number, event) for number, event in enumerate(events_of(subject), 1)),
    )


def _event(series: tuple[str, ...], number: int, event: Event) -> RunEvent:
    """An event stands before the first quarter that ends after it; one on a quarter's first day before that quarter."""
    name = f"{event.date[:4]}Q{(int(event.date[5:7]) + 2) // 3}"
    later = event.date[5:] not in ("01-01", "04-01", "07-01", "10-01")
    place = sum(1 for quarter in series if (quarter <= name if later else quarter < name))
    return RunEvent(place, str(number), event.is_break)


def _twin(subject: Subject, one: HrMeasure) -> Table:
    facts, texts = subject.facts, subject.facts.texts
    title = title_of_measure(facts, one.measure)
    gone = hr_of(facts).left_out.get(one.measure, ())
    other: Inline = (texts.text("hr.series.other_definition"),)
    rows = tuple(
        Row(period_words(facts, quarter).capitalize(), (other if quarter in gone else shown(facts, number),))
        for quarter, number in zip(hr_of(facts).series, _numbers(subject, one), strict=True)
    )
    topic = "absence" if one.measure.startswith("absence") else "turnover"
    caption = texts.text("hr.series.caption", measure=title)
    name = texts.text(f"sheet.hr_{topic}_series")
    columns = (Column(title),)
    notes = (definition_in_short(facts, topic), *counted_otherwise(facts, topic, hr_of(facts).series))
    return Table(name, caption, texts.text("hr.column.quarter"), columns, rows, notes)
