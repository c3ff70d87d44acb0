"""Social capital beside the absence and turnover that followed: an association over workplaces, and what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from skapital import columns as c
from skapital.compare.association import LEAST_UNITS, PER_POINTS
from skapital.compare.departing import HIGHER, LOWER
from skapital.report.facts import Facts
from skapital.report.hr_words import definition_in_short, hr_of, period_words, title_of_measure
from skapital.report.model import Block, Bullets, Column, Inline, Interval, Mark, Number, Paragraph, Row, Section, Table
from skapital.report.records import difference_kinds
from skapital.report.subject import Subject, shown, title_of, when

_FINDINGS: Final = ("hospitals", "municipal", "firms")
"""Published Danish studies, by year: what was found, in part, and not found."""
_SYMBOLS: Final = {HIGHER: "▲", LOWER: "▼", c.NO_SIGN: "=", c.CANNOT_TELL: "?", c.VERDICT_WITHHELD: "–"}
_KINDS: Final = {c.CORRELATION: "coefficient", "reliability": "coefficient", "n_units": "count"}

Association = Mapping[str, object]


def association_section(subject: Subject) -> Section | None:
    """Return what goes with social capital over the municipality's workplaces; None elsewhere, and too soon after."""
    facts, texts = subject.facts, subject.facts.texts
    rows = [{str(name): value for name, value in row.items()} for row in hr_of(facts).associations.to_dict("records")]
    if not subject.is_root or not rows:
        return None
    period, scale = period_words(facts, str(rows[0][c.PERIOD])), _within(title_of(facts, str(rows[0]["scale"])))
    values = {"round": when(facts, str(rows[0]["from"])), "period": period, "scale": scale}
    blocks: list[Block] = [
        Paragraph(texts.line("association.intro", **values)),
        Bullets(tuple(_sentence(facts, row, scale) for row in rows)),
    ]
    blocks += [_table(facts, rows, values)] if any(row["verdict"] != c.VERDICT_WITHHELD for row in rows) else []
    blocks.append(Paragraph(texts.line("association.no_cause"), style="note"))
    blocks.append(Paragraph(texts.line("association.known")))
    blocks.append(Bullets(tuple(texts.line(f"association.finding.{name}") for name in _FINDINGS)))
    return Section("sammenhaeng", texts.text("association.heading"), tuple(blocks))


def _within(title: str) -> str:
    """A title as it stands inside a sentence; names in capitals stay as they are."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _sentence(facts: Facts, row: Association, scale: str) -> Inline:
    """What goes with ten points more, how sure it is, and over how many workplaces; or why nothing is said."""
    texts, measure = facts.texts, title_of_measure(facts, str(row[c.MEASURE]))
    verdict = str(row["verdict"])
    n_units = _number(facts, row, "n_units")
    if verdict == c.VERDICT_WITHHELD:
        key = f"association.refused.{row['reason']}"
        return texts.line(key, measure=measure, n=n_units or 0, least=LEAST_UNITS)
    difference, interval = _number(facts, row, "difference"), _interval(facts, row)
    values = {"difference": difference or "", "interval": interval or "", "n": n_units or 0}
    return texts.line(f"association.{verdict}", measure=measure, scale=scale, points=PER_POINTS, **values)


def _interval(facts: Facts, row: Association) -> Interval | None:
    low, high = _number(facts, row, "low"), _number(facts, row, "high")
    return Interval(low, high) if low is not None and high is not None else None


def _table(facts: Facts, rows: Sequence[Association], values: Mapping[str, str]) -> Table:
    texts = facts.texts
    columns = (
        Column(texts.text("association.column.slope", points=PER_POINTS)),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("association.column.correlation")),
        Column(texts.text("association.column.reliability")),
        Column(texts.text("association.column.workplaces")),
        Column(texts.text("column.verdict"), numeric=False),
    )
    made = tuple(Row(title_of_measure(facts, str(row[c.MEASURE])), _cells(facts, row)) for row in rows)
    notes = (texts.line("association.method"), *(definition_in_short(facts, name) for name in ("absence", "turnover")))
    caption = texts.text("association.caption", **values)
    return Table(texts.text("sheet.association"), caption, texts.text("hr.column.figure"), columns, made, notes)


def _cells(facts: Facts, row: Association) -> tuple[Inline, ...]:
    interval, verdict = _interval(facts, row), str(row["verdict"])
    mark = Mark(_SYMBOLS[verdict], facts.texts.text(f"association.verdict.{verdict}"), c.NO_SIGN)
    figures = [_number(facts, row, name) for name in (c.CORRELATION, "reliability", "n_units")]
    return (
        shown(facts, _number(facts, row, "difference")),
        shown(facts, interval),
        *(shown(facts, one) for one in figures),
        (mark,),
    )


def _number(facts: Facts, row: Association, name: str) -> Number | None:
    value = row[name]
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    measure = str(row[c.MEASURE])
    kinds = {**difference_kinds(measure), **_KINDS}
    key = tuple(str(row[part]) for part in ("from", c.PERIOD, c.UNIT, c.MEASURE, "scale"))
    return Number(float(str(value)), kinds[name], ("association", *key, name), decimals=facts.decimals(kinds[name]))
