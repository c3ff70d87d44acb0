"""What each person adds to a unit's HR figures in one period: the rows that rates and the gate are made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.config.definitions import AbsenceDefinition, TurnoverDefinition
from skapital.indicators import absence, turnover
from skapital.indicators.periods import Span

ABSENCE_AMOUNTS = ("days", "days_short", "days_long", "spells", "none")
TURNOVER_AMOUNTS = ("left", "came", "moved")


@dataclass(frozen=True)
class AbsenceRecords:
    """Absence and employment as stored, prepared once for many periods.

    ``parts`` are the spells split at month ends; ``lengths`` are calendar days by spell.
    """

    parts: pd.DataFrame
    lengths: pd.Series
    employment: pd.DataFrame


def prepare(spells: pd.DataFrame, employment: pd.DataFrame) -> AbsenceRecords:
    """Split spells by month once and give each the employment fraction held when it began.

    Parameters
    ----------
    spells
        Columns ``person, unit, start, end, reason, fraction``.
    employment
        Columns ``person, unit, start, end, fraction, leader_level``.
    """
    numbered = spells.reset_index(drop=True)
    numbered = numbered.assign(spell=np.arange(len(numbered)), fraction=numbered["fraction"].fillna(1.0))
    numbered["employment"] = _fraction_at_start(numbered, employment)
    return AbsenceRecords(absence.by_month(numbered), absence.spell_lengths(numbered), employment)


def absence_rows(records: AbsenceRecords, definition: AbsenceDefinition, span: Span) -> pd.DataFrame:
    """Return one row a person and unit in the period.

    Returns
    -------
    DataFrame
        Columns ``person, unit, population, persons, base`` and the amounts ``days, days_short, days_long, spells,
        none``. A person is counted (``persons`` 1) where the base is above 0; ``none`` is 1 for a counted person
        without absence.
    """
    months = span.months
    equivalents = absence.full_time_equivalents(records.employment, months)
    parts = records.parts[records.parts["month"].isin(months)]
    rows = absence.amounts_by_person(
        parts, equivalents, reasons=definition.reasons, long_from=definition.long_from, lengths=records.lengths
    )
    counted = rows["base"] > 0
    rows = rows.assign(persons=counted.astype(int), none=(counted & (rows["days"] == 0)).astype(int))
    return rows.assign(population=_populations(rows, records.employment, span))


def turnover_rows(employment: pd.DataFrame, definition: TurnoverDefinition, span: Span) -> pd.DataFrame:
    """Return one row a person who was employed at the start or came, with the unit it counts in.

    Returns
    -------
    DataFrame
        Columns ``person, unit, population, persons, base, left, came, moved``; ``base`` is 1 for those employed at
        the start and 0 for those who came; those who came count in the unit where they are at the end.
    """
    window = turnover.Window(span.start, span.end)
    people = turnover.movements(employment, window, definition.expected)
    unit = people["unit_start"].where(people["at_start"], people["unit_end"])
    counted = people["at_start"] | people["came"]
    rows = pd.DataFrame(
        {
            "person": people.index,
            "unit": unit.to_numpy(),
            "persons": people["at_start"].astype(int).to_numpy(),
            "base": people["at_start"].astype(float).to_numpy(),
            **{name: people[name].astype(int).to_numpy() for name in TURNOVER_AMOUNTS},
        }
    )[counted.to_numpy()].reset_index(drop=True)
    return rows.assign(population=_populations(rows, employment, span))


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
    return rows["person"].map(level).fillna(c.EMPLOYEES)
