"""Write employment, absence and job-stop interviews."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from sample_town import questions, sickness
from sample_town.files import write_rows
from sample_town.names import POSITIONS
from sample_town.people import Spell
from sample_town.sickness import Absence
from sample_town.town import SEED, Town

INTERVIEWS_FROM = date(2014, 3, 1)
REASONS = {
    "nearest_leader": 0.26,
    "culture": 0.24,
    "top_management": 0.16,
    "development": 0.22,
    "workload": 0.27,
    "working_hours": 0.17,
    "pay": 0.13,
    "distance": 0.18,
    "health": 0.08,
    "family": 0.10,
}
ASKED_ABOUT_REASONS = ("resigned", "moved", "dismissed", "retired")


def write(folder: Path, town: Town) -> list[Absence]:
    """Write the HR files and return the absence, from which the sample's own benchmark is made."""
    streams = np.random.default_rng(SEED + 2).spawn(2)
    _employment(folder, town)
    absence = sickness.build(town.jobs, town.staff, streams[0])
    people = town.staff.people
    rows = (
        (people[r.person].number, r.unit, r.start.isoformat(), r.end.isoformat(), r.reason, r.fraction) for r in absence
    )
    write_rows(folder / "absence-2013-2016.csv", ("person", "unit", "start", "end", "reason", "fraction"), rows)
    _exits(folder, town, streams[1])
    return absence


def _employment(folder: Path, town: Town) -> None:
    header = ("person", "unit", "start", "end", "fraction", "position_group", "age_band")
    rows = []
    for spell in town.staff.spells:
        person = town.staff.people[spell.person]
        end = spell.end.isoformat() if spell.end else ""
        band = age_band(max(spell.start.year, 2013) - person.born)
        time = (spell.start.isoformat(), end, f"{spell.fraction:g}")
        marks = (POSITIONS[person.position], band, town.jobs.level[spell.job], spell.end_type, spell.initiative)
        rows.append((person.number, spell.unit, *time, *marks))
    write_rows(folder / "employment-2013-2016.csv", (*header, "leader_level", "end_type", "initiative"), rows)


def age_band(age: int) -> str:
    """Return the age band in the words of the files."""
    bounds = ((30, "under 30 år"), (40, "30-39 år"), (50, "40-49 år"), (60, "50-59 år"))
    return next((name for bound, name in bounds if age < bound), "60 år og over")


def seniority_band(days: int) -> str:
    """Return the band of time since employment in the words of the files."""
    bounds = ((1, "under 1 år"), (3, "1-3 år"), (10, "3-10 år"))
    return next((name for bound, name in bounds if days / 365.25 < bound), "over 10 år")


def _exits(folder: Path, town: Town, rng: np.random.Generator) -> None:
    """One row for each leaver who was offered a talk; without reasons where there was none."""
    header = ("unit", "month", "position_group", "seniority_band", "type", "initiative", "reasons", "main_reason")
    rows = []
    for spell in town.staff.spells:
        asked = spell.end_type in ASKED_ABOUT_REASONS and spell.end is not None and spell.end >= INTERVIEWS_FROM
        if asked and not town.jobs.level[spell.job] and rng.random() < 0.75:
            rows.append(_exit(town, spell, rng))
    rows.sort(key=lambda row: (row[1], row[0]))
    write_rows(folder / "exits.csv", (*header, "recommend", "text"), rows)


def _exit(town: Town, spell: Spell, rng: np.random.Generator) -> tuple[str, ...]:
    person = town.staff.people[spell.person]
    left = spell.end or sickness.LAST
    known = (POSITIONS[person.position], seniority_band((left - person.employed_since).days))
    month = f"{left:%Y-%m}"
    if rng.random() < 0.25:
        return (spell.unit, month, *known, spell.end_type, spell.initiative, "", "", "", "")
    unhappy = float(np.clip(1 - 0.25 * town.jobs.units.effect[town.jobs.unit_index[spell.job], 0], 0.4, 1.8))
    chosen = [name for name, share in REASONS.items() if rng.random() < share * unhappy]
    chosen = ["retirement"] if spell.end_type == "retired" else chosen or ["other"]
    main = str(rng.choice(chosen))
    recommend = str(int(np.clip(round(rng.normal(4.3 - 0.6 * unhappy, 0.9)), 1, 5)))
    text = str(rng.choice(questions.COMMENTS[3:6])) if rng.random() < 0.1 else ""
    return (spell.unit, month, *known, spell.end_type, spell.initiative, ";".join(chosen), main, recommend, text)
