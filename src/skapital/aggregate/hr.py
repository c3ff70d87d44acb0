"""HR periods ready for the gate: contributors, groups, and what is said of their amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.aggregate.groups import groups
from skapital.aggregate.hr_places import AT, HrPlaces
from skapital.aggregate.hr_rows import HrRows, together
from skapital.aggregate.hr_tiers import hr_tiers
from skapital.config.definitions import Definitions
from skapital.errors import NotComputable
from skapital.indicators import absence
from skapital.indicators.periods import Span, quarters_of
from skapital.indicators.records import HrRecords
from skapital.tables import Asked, Magnitudes, Observations, PeriodData

HR = "hr"


def hr_periods(
    records: HrRecords, definitions: Definitions, spans: Sequence[Span], places: HrPlaces
) -> tuple[PeriodData, ...]:
    """Return the periods asked for, and after them the quarters that longer ones stand on, which are not printed.

    A period that no source covers whole is left out; one that only some sources cover has their figures alone.

    Parameters
    ----------
    records
        Of :func:`skapital.indicators.records.hr_records`.
    definitions
        What counts.
    spans
        Quarters, rolling years and calendar years; one that is named twice is made once.
    places
        The organisation of the publication, and where units of other times are counted in it.
    """
    made = HrRows(records, definitions, places)
    wanted = list({(span.kind, span.name): span for span in spans}.values())
    inside = {quarter.name: quarter for span in wanted if span.kind != "quarter" for quarter in quarters_of(span)}
    named = {span.name for span in wanted}
    parts = [_part(made, span, printed=True) for span in wanted]
    parts += [_part(made, span, printed=False) for name, span in inside.items() if name not in named]
    return tuple(part for part in parts if part is not None)


def hr_data(records: HrRecords, definitions: Definitions, span: Span, places: HrPlaces) -> PeriodData:
    """Return one period, without the quarters inside it.

    Raises
    ------
    NotComputable
        ``period-not-covered`` if no source covers it whole.
    """
    part = _part(HrRows(records, definitions, places), span, printed=True)
    if part is None:
        raise NotComputable(f"{span.name} is not covered whole by any HR source", slug="period-not-covered")
    return part


def _part(made: HrRows, span: Span, *, printed: bool) -> PeriodData | None:
    absent, turned = made.absence(span), made.turnover(span)
    tables = [table for table in (absent, turned) if table is not None]
    if not any(len(table) for table in tables):
        return None
    rows = together(tables)
    people = rows[["unit", "population", "who"]].assign(placed=rows["unit"])
    asked = _asked(people, made)
    by_person = made.records.absence is not None
    tiers = hr_tiers(
        made.definitions.absence,
        span,
        absence=absent is not None,
        turnover=turned is not None,
        by_person=by_person,
        mobility=bool(len(made.records.employment)),
    )
    magnitudes = Magnitudes(
        topic=HR,
        months=(str(span.first), str(span.last)),
        tiers=tiers,
        by_person=by_person,
        definition=made.definitions.named,
        phi=_phi(rows) if by_person and absent is not None else None,
        printed=printed,
        adds=("days", "days_short", "days_long", "spells"),
        averages=("base", "fte", "heads"),
        given=_concentration(rows, asked, span) if by_person and absent is not None else None,
    )
    values = rows.drop(columns=["who", "unit", "population"])
    nothing = pd.DataFrame(index=rows.index)
    seen = Observations(span.kind, span.name, people.assign(unit=_codes(people["unit"])), values, nothing)
    return PeriodData(seen, asked, (), pd.DataFrame(columns=list(c.CELL_COLUMNS)), magnitudes=magnitudes)


def _codes(units: pd.Series) -> pd.Series:
    return units.str.rpartition(AT)[0]


def _asked(people: pd.DataFrame, made: HrRows) -> Asked:
    """All groups; leaders and the whole are printed only where the source tells leaders apart."""
    newest = max(people["unit"].str.rpartition(AT)[2])
    structures = made.places.structures(people["unit"], newest)
    names = {structure.name for structure in structures}
    also = frozenset(pair for pair in made.places.also if pair[0] in names)
    asked = groups(people, structures, (), also)
    if made.records.leaders_apart:
        return asked
    employees = np.array([key.population == c.EMPLOYEES for key in asked.keys])
    return replace(asked, own=asked.own & employees)


def _phi(rows: pd.DataFrame) -> float | None:
    """The dispersion over all persons of the municipality; None where nobody was absent."""
    persons = rows.groupby("who")[["days", "base"]].sum()
    try:
        return absence.dispersion(persons["days"].to_numpy(), persons["base"].to_numpy())
    except NotComputable:
        return None


def _concentration(rows: pd.DataFrame, asked: Asked, span: Span) -> pd.DataFrame:
    """The share of all days that fall on the 5 % of employees with most, for the municipality alone."""
    mine = rows[rows["population"] == c.EMPLOYEES]
    persons = mine.groupby("who")[["days", "persons", "base"]].sum()
    persons = persons[persons["persons"] > 0]
    key = next(k for k, own in zip(asked.keys, asked.own, strict=True) if own and k.population == c.EMPLOYEES)
    value = absence.concentration(persons["days"].to_numpy()) if persons["days"].sum() > 0 else np.nan
    row = (span.kind, span.name, key.structure, c.EMPLOYEES, key.unit, None, "absence_concentration", "share:top5")
    cells = pd.DataFrame([(*row, value, len(persons), mine["base"].sum())], columns=list(c.CELL_COLUMNS))
    return cells.assign(tier="days")
