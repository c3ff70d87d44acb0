"""What each contributor adds to the HR figures of a period: a person in a unit, or a unit's monthly totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from skapital import columns as c
from skapital.aggregate.hr_places import AT, HrPlaces
from skapital.config.definitions import Definitions
from skapital.indicators.contributions import absence_rows, counted_once, turnover_rows
from skapital.indicators.periods import Span, quarters_of
from skapital.indicators.records import HrRecords
from skapital.indicators.turnover import joined

ABSENCE = ("persons", "base", "fte", "heads", "days", "days_short", "days_long", "spells", "none")
TURNOVER = ("start", "seen", "left", "came", "turned", "moved")
KEY = ("who", "unit", "population")
_AVERAGES = ["base", "fte", "heads"]
_SUMS = [*_AVERAGES, "days", "days_short", "days_long", "spells"]


@dataclass
class HrRows:
    """Makes the rows of periods; absence by quarter is kept, since longer periods are their sums."""

    records: HrRecords
    definitions: Definitions
    places: HrPlaces
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict)

    def absence(self, span: Span) -> pd.DataFrame | None:
        """Return ``who, unit, population`` and :data:`ABSENCE`; None if the period is not covered."""
        covered = self.records.covered
        if self.records.absence is None:
            fte = self.records.absence_months["fte"].notna().all() or set(span.months) <= covered["employment"]
            return self._absence_totals(span) if set(span.months) <= covered["absence"] and fte else None
        if not set(span.months) <= covered["absence"] & covered["employment"]:
            return None
        quarters = quarters_of(span) or (span,)
        parts = [self._of_quarter(quarter) for quarter in quarters]
        rows = pd.concat([_weighted(part, 1 / len(parts)) for part in parts])
        sums = rows.groupby(["person", "unit", "population"], as_index=False, sort=True)[_SUMS].sum()
        return counted_once(sums).rename(columns={"person": "who"})

    def turnover(self, span: Span) -> pd.DataFrame | None:
        """Return ``who, unit, population`` and :data:`TURNOVER`; None if the period is not covered."""
        if not set(span.months) <= self.records.covered["employment"]:
            return None
        if self.records.employment.empty:
            return self._turnover_totals(span)
        rows = turnover_rows(self.records.employment, self.definitions.turnover, span, self._unbroken)
        begins, ends = span.start - pd.Timedelta(days=1), span.end
        came = rows["start"] == 0
        first, last = self.places.located(rows["unit"], begins), self.places.located(rows["unit_end"], ends)
        moved = self._moved(first, last, rows["moved"])
        if self.places.epoch(begins) != self.places.epoch(span.start):  # a new organisation from the first day
            first = self.places.located(rows["unit_first"], span.start)
        rows = rows.assign(unit=last.where(came, first), moved=moved)
        rows = rows.rename(columns={"person": "who"}).drop(columns=["unit_first", "unit_end"])
        return rows.assign(seen=1, turned=rows["left"] + rows["came"])

    @cached_property
    def _unbroken(self) -> pd.DataFrame:
        return joined(self.records.employment, self.definitions.turnover.quick_rehire_days)

    def _of_quarter(self, span: Span) -> pd.DataFrame:
        if span.name not in self._kept:
            absence = self.records.absence
            if absence is None:
                raise ValueError("absence is not told by person")
            parts = []
            for piece in _by_epoch(span, self.places):
                rows = absence_rows(absence, self.definitions.absence, piece)
                share = len(piece.months) / len(span.months)
                unit = self.places.located(rows["unit"], piece.start)
                parts.append(_weighted(rows, share).assign(unit=unit))
            self._kept[span.name] = pd.concat(parts, ignore_index=True)
        return self._kept[span.name]

    def _moved(self, first: pd.Series, last: pd.Series, moved: pd.Series) -> pd.Series:
        """Those whose unit of the end is not what became of their unit of the start."""
        pairs = pd.DataFrame({"first": first, "last": last})[moved == 1]
        goes_on = {pair: self.places.goes_on(*pair) for pair in set(pairs.itertuples(index=False, name=None))}
        still = pd.Series([not goes_on[pair] for pair in pairs.itertuples(index=False, name=None)], pairs.index)
        return still.reindex(moved.index, fill_value=False).astype(int)

    def _absence_totals(self, span: Span) -> pd.DataFrame:
        totals = self.records.absence_months.merge(
            self.records.employment_months, how="left", on=["unit", "month"], suffixes=("", "_staff")
        )
        fte = totals["fte"].fillna(totals.get("fte_staff"))
        persons = totals["persons"].fillna(totals.get("persons_staff"))
        rows = totals.assign(base=fte.fillna(0.0), persons=persons.fillna(0.0), spells=0.0, none=0.0)
        rows = self._located_totals(rows.assign(days_short=0.0, days_long=0.0), span)
        sums = rows.groupby("unit", as_index=False)[["days", "base", "persons"]].sum()
        months = len(span.months)
        average = (sums["persons"] / months + 1e-9) // 1
        found = sums.assign(base=sums["base"] / months, fte=sums["base"] / months, persons=average)
        return _of_units(found.reindex(columns=["unit", *ABSENCE], fill_value=0.0))

    def _turnover_totals(self, span: Span) -> pd.DataFrame:
        rows = self._located_totals(self.records.employment_months, span)
        at_first = rows["persons"].where(rows["month"] == span.first, 0.0).fillna(0.0)
        left, came = rows["leavers"].fillna(0.0), rows["joiners"].fillna(0.0)
        rows = rows.assign(start=at_first, left=left, came=came)
        sums = rows.groupby("unit", as_index=False)[["start", "left", "came"]].sum()
        found = sums.assign(seen=sums["start"] + sums["came"], turned=sums["left"] + sums["came"], moved=0.0)
        return _of_units(found)

    def _located_totals(self, totals: pd.DataFrame, span: Span) -> pd.DataFrame:
        inside = totals[totals["month"].isin(span.months)]
        parts = []
        for month in span.months:
            rows = inside[inside["month"] == month]
            parts.append(rows.assign(unit=self.places.located(rows["unit"], month.start_time)))
        return pd.concat(parts, ignore_index=True)


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return one row a contributor, its index the contributor's name; amounts that a table lacks are 0."""
    amounts = [name for name in (*ABSENCE, *TURNOVER) if any(name in table for table in tables)]
    rows = pd.concat([table for table in tables if len(table)], ignore_index=True)
    rows = rows.reindex(columns=[*KEY, *amounts], fill_value=0.0)
    sums = rows.groupby(list(KEY), as_index=False, sort=True)[amounts].sum().astype(dict.fromkeys(amounts, float))
    name = sums["who"] + "|" + sums["unit"] + "|" + sums["population"]
    return sums.set_axis(pd.Index(name, name="contributor"))


def _weighted(rows: pd.DataFrame, share: float) -> pd.DataFrame:
    """The rows as part of a longer period, of which theirs is this share."""
    return rows.assign(**{name: rows[name] * share for name in _AVERAGES})


def _of_units(rows: pd.DataFrame) -> pd.DataFrame:
    code = rows["unit"].astype(str)
    return rows.assign(who="unit " + code.str.rpartition(AT)[0], population=c.EMPLOYEES)


def _by_epoch(span: Span, places: HrPlaces) -> list[Span]:
    """The span in pieces of one organisation each."""
    pieces: list[Span] = []
    for month in span.months:
        same = pieces and places.epoch(pieces[-1].start) == places.epoch(month.start_time)
        first = pieces.pop().first if same else month
        pieces.append(Span(span.kind, span.name, first, month))
    return pieces
