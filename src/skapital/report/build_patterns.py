"""Where turnover departs from the rest of the municipality, in words and tables; groups in their own order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from skapital import columns as c
from skapital.compare.departing import CENTRE, HIGHER, LOWER, OUTFLOW, POSITION_GROUP, SEASON, SENIORITY_BAND
from skapital.report.facts import Facts
from skapital.report.hr_words import hr_of, period_words
from skapital.report.leaving_words import group_title
from skapital.report.model import Block, Bullets, Column, Inline, Interval, Mark, Number, Paragraph, Row, Section, Table
from skapital.report.subject import Subject, shown

_FAMILIES: Final = (SENIORITY_BAND, POSITION_GROUP, CENTRE, SEASON)
_SYMBOLS: Final = {HIGHER: "▲", LOWER: "▼", c.NO_SIGN: "=", c.CANNOT_TELL: "?", c.VERDICT_WITHHELD: "–"}

PatternRow = Mapping[str, object]


def patterns_section(subject: Subject) -> Section | None:
    """Return where the municipality's outflow departs, by seniority, position, centre and season; None elsewhere."""
    facts, texts = subject.facts, subject.facts.texts
    hr = hr_of(facts)
    if not subject.is_root or hr.leaving is None or hr.rolling is None or hr.leaving.patterns.empty:
        return None
    rows = [{str(name): value for name, value in row.items()} for row in hr.leaving.patterns.to_dict("records")]
    blocks: list[Block] = [Paragraph(texts.line("patterns.intro", period=period_words(facts, hr.rolling)))]
    said = [line for kind in _FAMILIES for row in rows if row["kind"] == kind and (line := _sentence(facts, row))]
    blocks.append(Bullets(tuple(said)) if said else Paragraph(texts.line("patterns.none"), style="lead"))
    for kind in _FAMILIES:
        mine = [row for row in rows if row["kind"] == kind]
        blocks += [_table(facts, kind, mine)] if mine else []
    blocks.append(Paragraph(texts.line("patterns.how_sure"), style="note"))
    blocks.append(Paragraph(texts.line("patterns.quarters"), style="note"))
    return Section("moenstre", texts.text("patterns.heading"), tuple(blocks))


def _title(facts: Facts, row: PatternRow) -> str:
    if isinstance(row[c.GROUP], str):
        return group_title(facts, str(row[c.GROUP]))
    return facts.unit(str(row[c.UNIT])).name


def _number(row: PatternRow, name: str, kind: str, facts: Facts) -> Number | None:
    value = row[name]
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    group = str(row[c.GROUP]) if isinstance(row[c.GROUP], str) else None
    source = ("pattern", str(row["kind"]), str(row[c.PERIOD]), str(row[c.UNIT]), group, OUTFLOW, name)
    return Number(float(str(value)), kind, source, decimals=facts.decimals(kind))


def _sentence(facts: Facts, row: PatternRow) -> Inline | None:
    """A departure in words: who, how much, how sure; nothing for a group that does not depart."""
    if row["verdict"] not in (HIGHER, LOWER):
        return None
    difference, low, high = (_number(row, name, "share_difference", facts) for name in ("difference", "low", "high"))
    if difference is None or low is None or high is None:
        return None
    key = f"patterns.{_of_season(row)}{row['verdict']}"
    return facts.texts.line(key, group=_title(facts, row), difference=difference, interval=Interval(low, high))


def _of_season(row: PatternRow) -> str:
    """What words begin with that speak of the other quarters, and not of other people."""
    return "season_" if row["kind"] == SEASON and row["verdict"] in (HIGHER, LOWER, c.NO_SIGN) else ""


def _rate(facts: Facts, row: PatternRow) -> Number | None:
    """The released rate of a group; a season's is of several quarters and has none of its own."""
    if row["kind"] == SEASON:
        return None
    group = str(row[c.GROUP]) if isinstance(row[c.GROUP], str) else None
    return facts.number(str(row[c.UNIT]), OUTFLOW, c.RATE, "share", period=str(row[c.PERIOD]), group=group)


def _table(facts: Facts, kind: str, rows: Sequence[PatternRow]) -> Table:
    texts = facts.texts
    columns = [] if kind == SEASON else [Column(texts.text("hr.measure.turnover_out"))]
    columns += [
        Column(texts.text("patterns.difference")),
        Column(texts.text("column.interval"), low=texts.text("column.low"), high=texts.text("column.high")),
        Column(texts.text("column.verdict"), numeric=False),
    ]
    made = tuple(Row(_title(facts, row), _cells(facts, row)) for row in rows)
    caption = texts.text(f"patterns.caption.{kind}")
    return Table(texts.text("sheet.patterns"), caption, texts.text(f"patterns.stub.{kind}"), tuple(columns), made)


def _cells(facts: Facts, row: PatternRow) -> tuple[Inline, ...]:
    low, high = (_number(row, name, "share_difference", facts) for name in ("low", "high"))
    interval = Interval(low, high) if low is not None and high is not None else None
    verdict = str(row["verdict"])
    mark = Mark(_SYMBOLS[verdict], facts.texts.text(f"patterns.verdict.{_of_season(row)}{verdict}"), c.NO_SIGN)
    rate = [] if row["kind"] == SEASON else [shown(facts, _rate(facts, row))]
    return (*rate, shown(facts, _number(row, "difference", "share_difference", facts)), shown(facts, interval), (mark,))
