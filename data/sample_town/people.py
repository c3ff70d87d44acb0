"""People in jobs, month by month from 2013 to 2016: who came, left, moved, changed hours or held two jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sample_town.jobs import Jobs

MONTHS = [date(2013 + m // 12, m % 12 + 1, 1) for m in range(49)]
REORGANISED = 36
FRACTIONS = (1.0, 0.86, 0.81, 0.76, 0.54)
TWO_JOBS = 12


@dataclass
class Person:
    """One made-up employee."""

    number: str
    born: int
    employed_since: date
    fraction: float
    position: str


@dataclass
class Spell:
    """An unbroken time in one unit with one fraction; ``end`` is None while it lasts."""

    person: int
    job: int
    unit: str
    start: date
    end: date | None
    fraction: float
    end_type: str = ""
    initiative: str = ""


@dataclass
class Staff:
    """All people and their spells."""

    people: list[Person] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)

    def on(self, day: date) -> list[Spell]:
        """Return the spells that hold on a day, a person's first job first."""
        return [s for s in self.spells if s.start <= day and (s.end is None or s.end >= day)]


class _Registry:
    """Keeps the present spell of each job while the months pass."""

    def __init__(self, jobs: Jobs, rng: np.random.Generator) -> None:
        self.jobs, self.rng, self.staff = jobs, rng, Staff()
        self.numbers = rng.permutation(np.arange(100_000, 130_000))
        self.present: list[Spell | None] = [None] * len(jobs.level)
        self.waiting: list[tuple[int, int, int]] = []

    def hire(self, job: int, start: date, since: date | None = None) -> None:
        """Put a new person into a job."""
        leader, rng = bool(self.jobs.level[job]), self.rng
        age = rng.normal(51, 6) if leader else rng.normal(46, 11) if since else rng.normal(36, 10)
        age = float(np.clip(age, 30 if leader else 19, 65))
        fraction = 1.0 if leader else float(rng.choice(FRACTIONS, p=(0.55, 0.16, 0.14, 0.09, 0.06)))
        since = since if since and since.year - (start.year - age) >= 18 else start
        number = str(self.numbers[len(self.staff.people)])
        self.staff.people.append(Person(number, int(start.year - age), since, fraction, self.jobs.position[job]))
        self.place(len(self.staff.people) - 1, job, start)

    def place(self, person: int, job: int, start: date) -> None:
        """Begin a spell of a known person in a job."""
        unit = self.jobs.first[job] if start < MONTHS[REORGANISED] else self.jobs.second[job]
        spell = Spell(person, job, unit, start, None, self.staff.people[person].fraction)
        self.present[job] = spell
        self.staff.spells.append(spell)

    def end(self, job: int, day: date, end_type: str = "", initiative: str = "") -> int:
        """End the spell of a job and return whose it was."""
        spell = self.present[job]
        if spell is None:
            raise ValueError("nobody is in that job")
        spell.end, spell.end_type, spell.initiative = day, end_type, initiative
        self.present[job] = None
        return spell.person

    def hazards(self, month: date) -> npt.NDArray[np.float64]:
        """Return each job's chance that its holder leaves in a month: the new leave more, the old retire."""
        risks = np.zeros(len(self.present))
        for job, spell in enumerate(self.present):
            if spell is None:
                continue
            person = self.staff.people[spell.person]
            years = (month - person.employed_since).days / 365.25
            risk = 0.36 if years < 1 else 0.23 if years < 3 else 0.14 if years < 8 else 0.10
            risk *= 1.35 if person.position == "paedagogmedhjaelper" else 0.65 if person.position == "leder" else 1.0
            age = month.year - person.born
            risk += 0.45 if age >= 65 else 0.14 if age >= 62 else 0.0
            risks[job] = risk * self.jobs.units.pull[self.jobs.unit_index[job]] / 12
        return risks * (1.7 if month.month in (6, 7) else 0.87)


def build(jobs: Jobs, rng: np.random.Generator) -> Staff:
    """Return all people and spells from 2013-01-01 to 2016-12-31 (open spells last beyond)."""
    registry = _Registry(jobs, rng)
    for job, unit in enumerate(jobs.first):
        if unit:
            back = int(rng.exponential(8.0) * 12) + 1
            registry.hire(job, MONTHS[0], date(2013 - (back + 11) // 12, 12 - (back - 1) % 12, 1))
    for m in range(48):
        if m == REORGANISED:
            _reorganise(registry)
        _fill(registry, m)
        _swap(registry, m)
        _change_hours(registry, m)
        _leave(registry, m)
    _second_jobs(registry)
    registry.staff.spells.sort(key=lambda s: (registry.staff.people[s.person].number, s.start, s.unit))
    return _as_known(registry.staff)


def _as_known(staff: Staff) -> Staff:
    """Spells of those employed at the start begin when they were hired, as a payroll system says it."""
    for spell in staff.spells:
        if spell.start == MONTHS[0]:
            spell.start = staff.people[spell.person].employed_since
    return staff


def _leave(registry: _Registry, m: int) -> None:
    last = MONTHS[m + 1] - timedelta(days=1)
    chance = registry.rng.random(len(registry.present))
    for job in np.flatnonzero(chance < registry.hazards(MONTHS[m])):
        spell = registry.present[job]
        if spell is None or spell.start == MONTHS[m]:
            continue
        age = MONTHS[m].year - registry.staff.people[spell.person].born
        person = registry.end(int(job), last, *_why(registry.rng, age))
        gap = int(registry.rng.choice((0, 1, 2), p=(0.55, 0.3, 0.15)))
        again = spell.end_type in ("contract_end", "resigned") and registry.rng.random() < 0.03
        registry.waiting.append((m + 1 + max(gap, 1 if again else 0), int(job), person if again else -1))


def _why(rng: np.random.Generator, age: int) -> tuple[str, str]:
    if age >= 62 and rng.random() < 0.85:
        return "retired", "employee"
    kinds = (
        ("resigned", "employee"),
        ("dismissed", "employer"),
        ("contract_end", ""),
        ("pupil_end", ""),
        ("other", ""),
        ("died", ""),
    )
    odds = (0.66, 0.12, 0.15, 0.03, 0.03, 0.01) if age < 30 else (0.72, 0.15, 0.10, 0.0, 0.02, 0.01)
    return kinds[int(rng.choice(len(kinds), p=odds))]


def _fill(registry: _Registry, m: int) -> None:
    due = [entry for entry in registry.waiting if entry[0] <= m]
    registry.waiting = [entry for entry in registry.waiting if entry[0] > m]
    for _, job, person in due:
        if person >= 0:
            registry.place(person, job, MONTHS[m])
        else:
            registry.hire(job, MONTHS[m])


def _swap(registry: _Registry, m: int) -> None:
    """Let six pairs of the same position change places: moves inside the municipality."""
    jobs = registry.jobs
    for _ in range(6):
        one = int(registry.rng.integers(len(jobs.level)))
        alike = [j for j, p in enumerate(jobs.position) if p == jobs.position[one] and j != one]
        two = int(registry.rng.choice(alike))
        spells = registry.present[one], registry.present[two]
        if jobs.level[one] or any(s is None or s.start == MONTHS[m] for s in spells):
            continue
        if spells[0] and spells[1] and spells[0].unit != spells[1].unit:
            last = MONTHS[m] - timedelta(days=1)
            first = registry.end(one, last, "moved", "employee")
            registry.place(registry.end(two, last, "moved", "employee"), one, MONTHS[m])
            registry.place(first, two, MONTHS[m])


def _change_hours(registry: _Registry, m: int) -> None:
    for job in np.flatnonzero(registry.rng.random(len(registry.present)) < 0.0025):
        spell = registry.present[job]
        if spell is None or registry.jobs.level[job] or spell.start == MONTHS[m]:
            continue
        person = registry.end(int(job), MONTHS[m] - timedelta(days=1))
        registry.staff.people[person].fraction = float(registry.rng.choice(FRACTIONS[:4]))
        registry.place(person, int(job), MONTHS[m])


def _reorganise(registry: _Registry) -> None:
    """Begin a new spell for everybody whose unit has another code from now on; only a closure moves people."""
    jobs, last = registry.jobs, MONTHS[REORGANISED] - timedelta(days=1)
    for job, (before, after) in enumerate(zip(jobs.first, jobs.second, strict=True)):
        if not before:
            registry.hire(job, MONTHS[REORGANISED])
        elif before != after and registry.present[job] is not None:
            moved = before == "W072" or after == "W267"
            person = registry.end(job, last, "moved" if moved else "", "employer" if moved else "")
            registry.place(person, job, MONTHS[REORGANISED])


def _second_jobs(registry: _Registry) -> None:
    """Give some part-time people a second, small job in another unit."""
    staff, rng = registry.staff, registry.rng
    half = [s for s in staff.spells if s.end is None and s.fraction == 0.54 and s.start <= date(2016, 1, 1)]
    for i in rng.choice(len(half), TWO_JOBS, replace=False):
        other = half[int(rng.integers(len(half)))]
        if other.unit != half[i].unit:
            staff.spells.append(Spell(half[i].person, other.job, other.unit, date(2016, 1, 1), None, 0.3))
