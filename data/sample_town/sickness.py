"""Absence, spell by spell: many short ones, few long ones, most days on few people, more in winter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample_town.jobs import Jobs
from sample_town.people import Person, Spell, Staff

FIRST, LAST = date(2013, 1, 1), date(2016, 12, 31)
LOOK_BACK = date(2012, 6, 1)
OWN, INJURY, CHRONIC, PREGNANCY, CHILD, MATERNITY, OTHER = "S10", "S20", "S30", "S40", "F10", "F20", "F90"
SICK = (OWN, INJURY, CHRONIC, PREGNANCY)
SEASON = np.array([1.4, 1.45, 1.25, 1.0, 0.95, 0.85, 0.45, 0.75, 1.0, 1.1, 1.2, 1.05])
BY_YEAR = {2013: 1.04, 2014: 1.03, 2015: 1.01, 2016: 0.96}
BY_POSITION = {
    "social_og_sundhed": 1.30,
    "paedagogmedhjaelper": 1.12,
    "paedagog": 1.08,
    "laerer": 0.88,
    "akademiker": 0.62,
    "administration": 0.85,
    "leder": 0.45,
}
SHORT, MEDIUM, LONG, CHILD_ILL, LEAVE, CARE_DAYS = 2.72, 0.27, 0.107, 0.75, 0.045, 0.12
"""Spells a year and person; those of the season before some are left out again."""


@dataclass(frozen=True)
class Absence:
    """One record: the days from ``start`` to ``end`` with the share of the working day that was lost."""

    person: int
    unit: str
    start: date
    end: date
    reason: str
    fraction: str
    employed: float


def build(jobs: Jobs, staff: Staff, rng: np.random.Generator) -> list[Absence]:
    """Return all absence of 2013-2016, by person and day; a person is never absent twice on a day."""
    frailty = rng.gamma(1.4, 1 / 1.4, len(staff.people))
    chronic = rng.random(len(staff.people)) < 0.012
    burden = dict(zip(jobs.units.codes, jobs.units.burden, strict=True))
    found: list[Absence] = []
    for spell in staff.spells:
        person = staff.people[spell.person]
        risk = frailty[spell.person] * burden[spell.unit] * BY_POSITION.get(person.position, 1.0)
        if spell.unit in jobs.units.pilots and spell.start >= date(2015, 1, 1):
            risk *= 0.9
        found += _of_spell(spell, person, float(risk), bool(chronic[spell.person]), rng)
    return _without_overlap(found, staff)


def working_days(start: date, end: date) -> int:
    """Return the number of Mondays to Fridays from ``start`` to ``end``, both included."""
    return int(np.busday_count(start, end + timedelta(days=1)))


def _of_spell(spell: Spell, person: Person, risk: float, chronic: bool, rng: np.random.Generator) -> list[Absence]:
    begin, end = max(spell.start, LOOK_BACK), min(spell.end or LAST, LAST)
    days = (end - begin).days + 1
    if days < 1:
        return []
    years, age = days / 365.25, begin.year - person.born
    parent = 26 <= age <= 44
    found = []
    kinds = (
        (SHORT * risk, "short"),
        (MEDIUM * risk, "medium"),
        (LONG * risk, "long"),
        (CHILD_ILL * parent, "child"),
        (LEAVE * (26 <= age <= 38) * 2, "leave"),
        (CARE_DAYS * parent * 2, "care"),
    )
    for rate, kind in kinds:
        for _ in range(int(rng.poisson(rate * years))):
            first = begin + timedelta(days=int(rng.integers(days)))
            first += timedelta(days=max(0, 7 - first.isoweekday() + 1) if first.isoweekday() > 5 else 0)
            season = SEASON[first.month - 1] if kind in ("short", "medium") else 1.0
            kept = rng.random() < season / SEASON.max() * BY_YEAR.get(first.year, 1.0) / BY_YEAR[2013]
            if first <= end and (kept or kind in ("child", "leave", "care")):
                reason = _reason(kind, chronic, parent, rng)
                found += _records(spell, kind, reason, first, end, rng)
    return [record for record in found if record.end >= FIRST]


def _records(spell: Spell, kind: str, reason: str, first: date, limit: date, rng: np.random.Generator) -> list[Absence]:
    """Return the record of one absence, and of a return by half days after some long ones."""
    length = _length(kind, rng)
    last = _last_day(first, length)
    part = "0.5" if kind == "short" and rng.random() < 0.04 else "1"
    records = [Absence(spell.person, spell.unit, first, min(last, limit), reason, part, spell.fraction)]
    if kind == "long" and rng.random() < 0.35:
        again = _last_day(last + timedelta(days=1), 1)
        until = min(_last_day(again, int(rng.integers(10, 31))), limit)
        if again <= limit:
            records.append(Absence(spell.person, spell.unit, again, until, reason, "0.5", spell.fraction))
    return records


def _length(kind: str, rng: np.random.Generator) -> int:
    if kind == "short":
        return min(int(rng.geometric(0.45)), 7)
    if kind == "long":
        return int(np.clip(rng.lognormal(4.40, 0.55), 22, 260))
    if kind == "child":
        return 1 + int(rng.random() < 0.15)
    low, high = {"medium": (6, 21), "leave": (60, 200)}.get(kind, (1, 2))
    return int(rng.integers(low, high)) if high - low > 1 else low


def _reason(kind: str, chronic: bool, parent: bool, rng: np.random.Generator) -> str:
    fixed = {"child": CHILD, "leave": MATERNITY, "care": OTHER}
    if kind in fixed:
        return fixed[kind]
    drawn = float(rng.random())
    if chronic and drawn < 0.8:
        return CHRONIC
    if drawn > (0.96 if kind == "long" else 0.988):
        return INJURY
    return PREGNANCY if parent and drawn > (0.86 if kind == "long" else 0.955) else OWN


def _last_day(first: date, working: int) -> date:
    """Return the day on which that many working days have passed."""
    day: date = np.busday_offset(first, working - 1, roll="forward").astype(date)
    return day


def _without_overlap(found: list[Absence], staff: Staff) -> list[Absence]:
    kept: list[Absence] = []
    free: dict[int, date] = {}
    for record in sorted(found, key=lambda r: (staff.people[r.person].number, r.start, r.end, r.reason)):
        if record.start > free.get(record.person, date.min):
            kept.append(record)
            free[record.person] = record.end
    return kept
