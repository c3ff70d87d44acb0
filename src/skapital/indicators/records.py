"""HR records as the store has them, made ready once for many periods: dates read, payroll's words mapped to ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from skapital.config.definitions import Definitions
from skapital.errors import InputError
from skapital.indicators.contributions import AbsenceRecords, prepare

Months = frozenset[pd.Period]


@dataclass(frozen=True)
class HrRecords:
    """What is known of employment and absence.

    Attributes
    ----------
    employment
        Spells: ``person, unit, start, end, fraction, position_group, age_band, leader_level, end_type``; dates read.
    absence
        Absence by person, or None where it is not told by person.
    employment_months, absence_months
        A unit's monthly totals, ``month`` as Period.
    covered
        By source (``employment``, ``absence``): the months it covers.
    """

    employment: pd.DataFrame
    absence: AbsenceRecords | None
    employment_months: pd.DataFrame
    absence_months: pd.DataFrame
    covered: Mapping[str, Months]

    @property
    def leaders_apart(self) -> bool:
        """Whether the source tells leaders from employees: monthly totals do not."""
        return bool(len(self.employment)) and bool(self.employment["leader_level"].notna().any())


def hr_records(
    *,
    employment: pd.DataFrame,
    absence: pd.DataFrame,
    employment_months: pd.DataFrame,
    absence_months: pd.DataFrame,
    definitions: Definitions,
) -> HrRecords:
    """Return the records of the store's four tables, which are as :meth:`Store.table` gives them.

    Raises
    ------
    InputError
        ``unknown-reason-code`` or ``unknown-end-type-code`` if a code of payroll is not mapped in `definitions.toml`.
    """
    jobs = _dated(employment)
    jobs["end_type"] = _mapped(jobs["end_type"], definitions.end_type_codes, "unknown-end-type-code", "end_type_codes")
    spells = _dated(absence)
    spells["reason"] = _mapped(spells["reason"], definitions.reason_codes, "unknown-reason-code", "reason_codes")
    by_job, by_absence = _by_month(employment_months), _by_month(absence_months)
    return HrRecords(
        employment=jobs,
        absence=prepare(spells, jobs) if len(spells) and len(jobs) else None,
        employment_months=by_job,
        absence_months=by_absence,
        covered={"employment": _covered(jobs, by_job), "absence": _covered(spells, by_absence)},
    )


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))


def _by_month(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(month=pd.PeriodIndex(table["month"].astype(str), freq="M"))


def _mapped(codes: pd.Series, known: Mapping[str, str], slug: str, table: str) -> pd.Series:
    unknown = sorted(set(codes.dropna()) - set(known))
    if unknown:
        message = (
            f"payroll's codes {', '.join(unknown[:10])} are not mapped in definitions.toml; "
            f"add them under [{table}], each with the word of skapital it stands for"
        )
        raise InputError(message, slug=slug)
    return codes.map(known)


def _covered(spells: pd.DataFrame, totals: pd.DataFrame) -> Months:
    """Months of the totals, and for spells the months from the first end to the last date: an extract of a period lists
    whoever was there in it, with starts long before, but nobody who was gone when it began."""
    months: set[pd.Period] = set(totals["month"])
    ended = spells["end"].dropna()
    if len(ended):
        last = max(ended.max(), spells["start"].max())
        months |= set(pd.period_range(ended.min().to_period("M"), last.to_period("M"), freq="M"))
    return frozenset(months)
