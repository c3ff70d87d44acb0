"""What each person adds to a unit's HR figures in one period: the rows that rates and the gate are made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.definitions import AbsenceDefinition, TurnoverDefinition
from skapital.indicators import absence, turnover
from skapital.indicators.periods import Span

ABSENCE_AMOUNTS = ("days", "days_short", "days_long", "spells")
TURNOVER_AMOUNTS = ("left", "came", "moved")


@dataclass(frozen=True)
class AbsenceRecords:
    """Absence and employment as stored, prepared once for many periods.

    ``parts`` are the spells split at month ends; ``lengths`` are calendar days by spell.
    """

    parts: pd.DataFrame
    lengths: pd.Series
    employment: pd.DataFrame


def prepare(spells: pd.DataFrame, employment: pd.DataFrame, *, of_persons: bool = False) -> AbsenceRecords:
    """Split spells by month once and give each the employment fraction held when it began; 1 in the person view.

    Parameters
    ----------
    spells
        Columns ``person, unit, start, end, reason, fraction``.
    employment
        Columns ``person, unit, start, end, fraction, leader_level``.
    """
    numbered = spells.reset_index(drop=True)
    numbered = numbered.assign(spell=np.arange(len(numbered)), fraction=numbered["fraction"].fillna(1.0))
    numbered["employment"] = 1.0 if of_persons else _fraction_at_start(numbered, employment)
    return AbsenceRecords(absence.by_month(numbered), absence.spell_lengths(numbered), employment)


def absence_rows(records: AbsenceRecords, definition: AbsenceDefinition, span: Span) -> pd.DataFrame:
    """Return one row a person, unit and population of a period.

    Returns
    -------
    DataFrame
        Columns ``person, unit, population, base, fte, heads`` and the amounts ``days, days_short, days_long, spells``
        (spells that ended in the period, Danmarks Statistik's rule, so that periods add up). ``heads`` is the part of
        the period in which the person was there, whatever the hours; ``base`` are full-time equivalents; in the person
        view the heads, of whom only those count who are employed when the period ends.
    """
    months = span.months
    equivalents = absence.full_time_equivalents(records.employment, months)
    parts = records.parts[records.parts["month"].isin(months)]
    rows = absence.amounts_by_person(
        parts, equivalents, reasons=definition.reasons, long_from=definition.long_from, lengths=records.lengths
    )
    heads = absence.full_time_equivalents(records.employment.assign(fraction=1.0), months)
    rows = rows.merge(heads.rename(columns={"base": "heads"}), how="left", on=["person", "unit"])
    rows = rows.assign(heads=rows["heads"].fillna(0.0).clip(upper=1.0), fte=rows["base"])
    rows = _of_persons(rows, records.employment, span) if definition.of_persons else rows
    return rows.assign(population=_populations(rows, records.employment, span))


def _of_persons(rows: pd.DataFrame, employment: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The person view: persons as the base, and nobody who has left."""
    there = (employment["start"] <= span.end) & (employment["end"].isna() | (employment["end"] >= span.end))
    stayed = rows[rows["person"].isin(employment.loc[there, "person"])].reset_index(drop=True)
    return stayed.assign(base=stayed["heads"])


def counted_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``persons`` and ``none``: each person counts once, where the base is largest.

    ``persons`` is 1 in that one row of a person with a base, ``none`` is 1 there if the person has no day of absence in
    any row. So both add up over units.
    """
    numbered = rows.assign(row=np.arange(len(rows)))
    place = numbered.sort_values(["person", "base"], ascending=[True, False], kind="stable")
    main = np.zeros(len(rows), dtype=np.int64)
    main[place.drop_duplicates("person")["row"].to_numpy()] = 1
    main = np.where(rows["base"].to_numpy(dtype=np.float64) > 0, main, 0)
    absent = rows.groupby("person")["days"].transform("sum").to_numpy(dtype=np.float64) > 0
    return rows.assign(persons=main, none=np.where(absent, 0, main))


def turnover_rows(
    employment: pd.DataFrame, definition: TurnoverDefinition, span: Span, whole: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row a person who was employed at the start or came, with the unit it counts in.

    ``whole`` is the employment as ``turnover.joined`` joins it, where it is at hand.

    Returns
    -------
    DataFrame
        Columns ``person, unit, unit_first, unit_end, population`` and ``start`` (1 for those employed at the start),
        ``left, came, moved``; those who came count in the unit where they are at the end.
    """
    window = turnover.Window(span.start, span.end)
    people = turnover.movements(employment, window, definition.expected, definition.quick_rehire_days, whole)
    people = people[people["at_start"] | people["came"]]
    level = people["level_start"].where(people["at_start"], people["level_end"])
    return pd.DataFrame(
        {
            "person": people.index,
            "unit": people["unit_start"].where(people["at_start"], people["unit_end"]).to_numpy(),
            "unit_first": people["unit_first"].to_numpy(),
            "unit_end": people["unit_end"].to_numpy(),
            "population": level.astype(object).where(level.notna(), c.EMPLOYEES).to_numpy(),
            "start": people["at_start"].astype(int).to_numpy(),
            **{name: people[name].astype(int).to_numpy() for name in TURNOVER_AMOUNTS},
        }
    ).reset_index(drop=True)


def _fraction_at_start(spells: pd.DataFrame, employment: pd.DataFrame) -> pd.Series:
    """The employment fraction held on the spell's first day; 1 where payroll knows the person but not the day."""
    pairs = spells[["spell", "person", "start"]].merge(
        employment[["person", "start", "end", "fraction"]], on="person", suffixes=("", "_job")
    )
    holds = (pairs["start_job"] <= pairs["start"]) & (pairs["end"].isna() | (pairs["end"] >= pairs["start"]))
    held: pd.Series = pairs[holds].groupby("spell")["fraction"].sum().clip(upper=1.0)
    return spells["spell"].map(held).fillna(1.0)


def _populations(rows: pd.DataFrame, employment: pd.DataFrame, span: Span) -> pd.Series:
    """``employees``, or the leader level held in the period (the last one)."""
    current = employment[
        (employment["start"] <= span.end) & (employment["end"].isna() | (employment["end"] >= span.start))
    ]
    level = (
        current.sort_values("start", kind="stable")
        .drop_duplicates("person", keep="last")
        .set_index("person")["leader_level"]
    )
    held = rows["person"].map(level).astype(object)
    return held.where(held.notna(), c.EMPLOYEES)
