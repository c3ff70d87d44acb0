"""Tidy data for a workbook: one row a released cell of the report's unit (and of the centres, for the municipality)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from skapital import columns as c
from skapital.config.definitions import named_for
from skapital.report.build_centres import centres_of
from skapital.report.facts import Facts
from skapital.report.hr_words import hr_of
from skapital.report.model import Column, Inline, Number, Row, Table
from skapital.report.subject import Subject

_WORDS = ("unit_name", c.PERIOD_KIND, c.PERIOD, c.POPULATION, c.GROUP, c.MEASURE, c.STATISTIC)
_NUMBERS = (c.VALUE, c.N, c.BASE)
_LAST = (c.WITHHELD, "definition")


def tidy_table(subject: Subject) -> Table:
    """Return every released or withheld HR cell about a report's unit, one a row, under the names of `release.json`."""
    facts, texts = subject.facts, subject.facts.texts
    columns = tuple(Column(name, numeric=name in _NUMBERS) for name in (*_WORDS, *_NUMBERS, *_LAST))
    names = {subject.unit: facts.unit(subject.unit, subject.tree).name}
    if subject.is_root:
        names |= {unit.code: unit.name for unit in centres_of(facts)}
    records = [record for unit in names for record in facts.hr_cells.get(unit, ())]
    rows = tuple(_row(facts, names, record) for record in records)
    return Table(texts.text("sheet.tidy"), texts.text("hr.tidy.caption"), c.UNIT, columns, rows)


def _row(facts: Facts, names: dict[str, str], record: Mapping[Hashable, object]) -> Row:
    unit = str(record[c.UNIT])
    words: list[Inline] = [(names[unit],), *((_word(record[name]),) for name in _WORDS[1:])]
    key = tuple(_word(record[name]) or None for name in c.CELL_KEY)
    numbers = [_number(record[name], key, name) for name in _NUMBERS]
    return Row(unit, (*words, *numbers, (_word(record[c.WITHHELD]),), (_definition(facts, record),)))


def _number(value: object, key: tuple[str | None, ...], column: str) -> Inline:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ("",)
    kind = "count" if column == c.N else "plain"
    return (Number(float(str(value)), kind, ("cell", *key, column)),)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _definition(facts: Facts, record: Mapping[Hashable, object]) -> str:
    """By what a figure is counted: what stands keeps the definition it was published by."""
    hr, period = hr_of(facts), (str(record[c.PERIOD_KIND]), str(record[c.PERIOD]))
    named = named_for(hr.counted_by.get(period, hr.definitions.named), str(record[c.MEASURE]))
    return ", v".join(named.rsplit(" ", 1))
