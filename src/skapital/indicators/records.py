"""HR records as the store has them, made ready once for many periods: dates read, payroll's words mapped to ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from skapital.config.definitions import Definitions
from skapital.errors import InputError
from skapital.indicators.contributions import AbsenceRecords, prepare
from skapital.indicators.day_records import parts_by_month
from skapital.indicators.in_force import in_force, months_told, whole_lists
from skapital.indicators.in_force import stated as months_stated

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
    guessed
        By source, the months that are told by the dates of spells alone, since their file does not state them.
    """

    employment: pd.DataFrame
    absence: AbsenceRecords | None
    employment_months: pd.DataFrame
    absence_months: pd.DataFrame
    covered: Mapping[str, Months]
    guessed: Mapping[str, Months] = field(default_factory=dict)

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
    absence_days: pd.DataFrame | None = None,
    stated: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> HrRecords:
    """Return the records of the store's tables, which are as :meth:`Store.table` gives them.

    Where day records cover a month, spells are not counted in it.

    Parameters
    ----------
    employment, absence
        With the column ``import_id`` where files state what they cover (:meth:`Store.spells`).
    stated
        By kind what :meth:`Store.hr_coverage` gives.

    Raises
    ------
    InputError
        ``unknown-reason-code`` or ``unknown-end-type-code`` if a code of payroll is not mapped in `definitions.toml`;
        ``person-view-needs-persons``.
    """
    jobs, job_months, job_guess = _of_all_files(dated(employment), stated.get("employment"))
    jobs["end_type"] = _mapped(jobs["end_type"], definitions.end_type_codes, "unknown-end-type-code", "end_type_codes")
    spells, spell_months, spell_guess = _of_all_files(dated(absence), stated.get("absence"))
    spells["reason"] = _mapped(spells["reason"], definitions.reason_codes, "unknown-reason-code", "reason_codes")
    by_job, by_absence = _by_month(employment_months), _by_month(absence_months)
    if definitions.absence.of_persons and len(by_absence):
        message = (
            "monthly totals of absence name no persons, so the person view cannot be counted; "
            'take in spells or days, or set view = "unit" in definitions.toml'
        )
        raise InputError(message, slug="person-view-needs-persons")
    days = _by_day(absence_days, definitions) if absence_days is not None and len(absence_days) else None
    return HrRecords(
        employment=jobs,
        absence=_by_person(spells, days, jobs, definitions) if len(jobs) else None,
        employment_months=by_job,
        absence_months=by_absence,
        covered={
            "employment": job_months | frozenset(by_job["month"]),
            "absence": spell_months | frozenset(by_absence["month"]) | _months(days),
        },
        guessed={name: months for name, months in (("employment", job_guess), ("absence", spell_guess)) if months},
    )


def _of_all_files(spells: pd.DataFrame, coverage: pd.DataFrame | None) -> tuple[pd.DataFrame, Months, Months]:
    """The spells of all files together, the months they cover, and which of them the dates alone tell."""
    if coverage is None:
        return spells, months_told(spells), months_told(spells)
    guess = months_told(whole_lists(spells, coverage)) - months_stated(coverage)
    return in_force(spells, coverage), guess | months_stated(coverage), guess


def _by_day(table: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    reason = _mapped(table["reason"], definitions.reason_codes, "unknown-reason-code", "reason_codes")
    return table.assign(date=pd.to_datetime(table["date"]), reason=reason)


def _months(days: pd.DataFrame | None) -> Months:
    return frozenset() if days is None else frozenset(days["date"].dt.to_period("M"))


def _by_person(
    spells: pd.DataFrame, days: pd.DataFrame | None, jobs: pd.DataFrame, definitions: Definitions
) -> AbsenceRecords | None:
    """Absence from spells and, in the months that they cover, from day records."""
    of_persons = definitions.absence.of_persons
    made = prepare(spells, jobs, of_persons=of_persons) if len(spells) else None
    if days is None:
        return made
    parts, lengths = parts_by_month(days, definitions.absence.day_hours, of_persons=of_persons)
    if made is None:
        return AbsenceRecords(parts, lengths, jobs)
    others = made.parts[~made.parts["month"].isin(list(_months(days)))]
    first = len(made.lengths)
    return AbsenceRecords(
        pd.concat([others[parts.columns], parts.assign(spell=parts["spell"] + first)], ignore_index=True),
        pd.concat([made.lengths, lengths.set_axis(lengths.index + first)]),
        jobs,
    )


def dated(table: pd.DataFrame) -> pd.DataFrame:
    """Return spells as the store has them with ``start`` and ``end`` read as dates; an open end is NaT."""
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
