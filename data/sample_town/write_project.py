"""Write what stands beside the figures: comparable municipalities, events, pilots, milestones, suggestions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from sample_town import organisation, sickness
from sample_town.files import write_rows
from sample_town.sickness import Absence
from sample_town.town import SEED, Town

SOURCE = "Opdigtede tal på KRL's måde (made-up figures in the KRL manner)"
ABSENCE_DEFINITION = "Dagsværk pr. fuldtidsbeskæftiget, sygefravær i alt"
TURNOVER_DEFINITION = "Andel af de ansatte i november, der var fratrådt kommunen året efter"
STAFF = "Månedslønnede"
NEIGHBOURS = 8

EVENTS = (
    ("2013-04-02", "C2", "lockout", "Lockout på skoleområdet i april 2013", "false"),
    ("2014-01-01", "", "system_change", "Nyt system til indberetning af fravær", "false"),
    ("2014-08-01", "C2", "other", "Skolereformen træder i kraft", "false"),
    ("2015-09-23", "", "announcement", "Udmelding om besparelser i budget 2016", "false"),
    ("2016-01-01", "", "reorganisation", "Omlægning af centre og arbejdspladser", "false"),
)
MILESTONES = (
    ("1", "Høj social kapital på alle arbejdspladser", "Startmåling med APV", "2014-06-30", "done", "HR-chef"),
    (
        "1",
        "Høj social kapital på alle arbejdspladser",
        "Mål for kommunen vedtaget",
        "2014-11-30",
        "done",
        "Hovedudvalg",
    ),
    ("1", "Høj social kapital på alle arbejdspladser", "Anden måling med APV", "2016-06-30", "done", "HR-chef"),
    ("1", "Høj social kapital blandt ledere", "Forløb for 280 ledere gennemført", "2015-12-31", "done", "Direktion"),
    ("1", "Alle kender og forstår social kapital", "Kampagne og intranet", "2014-12-31", "done", "Kommunikation"),
    ("1", "Mindre sygefravær", "Nyt tilbud om tidlig samtale", "2015-06-30", "started", "HR-chef"),
    ("1", "Attraktiv arbejdsplads", "Fælles metode til job-stop-samtaler", "2014-03-01", "done", "HR-chef"),
    ("2", "Ledelsen arbejder strategisk", "Politikker gennemgået", "2015-12-31", "done", "Direktion"),
    ("2", "Del af ledelse på hver arbejdsplads", "Pilotarbejdspladser evalueret", "2016-11-30", "planned", "HR-chef"),
    ("2", "Fælles HR-faglighed", "Netværk mellem kommuner", "2015-03-31", "done", "HR-chef"),
    ("3", "Tættere samarbejde i MED", "Ny MED-aftale", "2015-10-01", "done", "Hovedudvalg"),
    ("3", "Bedre værktøjer i arbejdsmiljøet", "Standardmodel for handleplan", "2014-05-01", "done", "Arbejdsmiljø"),
    ("3", "Klart sprog og fælles HR-værktøjer", "Sprogguide", "2016-06-30", "started", "Kommunikation"),
    ("3", "Parathed til forandring", "Social kapital-bank åbnet", "2014-09-01", "done", "HR-chef"),
)
SUGGESTION_TEXTS = {
    "praise": ("Tak for det gode samarbejde om sommerfesten.", "Flot hjælp fra naboholdet i en travl uge."),
    "criticism": ("Mødetider bliver meldt for sent ud.", "Nye regler kommer uden forklaring."),
    "proposal": ("Fælles introduktion for nye kolleger.", "Byt arbejdsplads en dag om året.", "Færre, kortere møder."),
}


def write(folder: Path, town: Town, absence: list[Absence]) -> None:
    """Write the five files."""
    rng = np.random.default_rng(SEED + 3)
    _benchmarks(folder, town, absence, rng)
    write_rows(folder / "events.csv", ("date", "unit", "kind", "text", "break"), EVENTS)
    _pilots(folder, town)
    header = ("goal", "criterion", "milestone", "due", "status", "owner_role")
    write_rows(folder / "milestones.csv", header, MILESTONES)
    _suggestions(folder, town, rng)


def _benchmarks(folder: Path, town: Town, absence: list[Absence], rng: np.random.Generator) -> None:
    """Nine municipalities and the country, 2013-2015; our own row is what the same source would say of us."""
    rows: list[tuple[str, ...]] = []
    levels = rng.normal(12.1, 0.9, NEIGHBOURS), rng.normal(16.0, 1.2, NEIGHBOURS)
    names = [f"Omegnskommune {chr(65 + i)} (opdigtet)" for i in range(NEIGHBOURS)]
    own = town.trees.line_old[0].name
    for year in (2013, 2014, 2015):
        days = [*(levels[0] + rng.normal(0, 0.25, NEIGHBOURS)), days_per_full_time(town, absence, year), 12.1]
        left = [*(levels[1] + rng.normal(0, 0.4, NEIGHBOURS)), percent_left(town, year), 16.3]
        for name, value in zip([*names, own, "Hele landet (opdigtet)"], days, strict=True):
            row = (name, str(year), "absence_days", f"{value:.1f}", "days_per_fte", SOURCE, ABSENCE_DEFINITION, STAFF)
            rows.append(row)
        for name, value in zip([*names, own, "Hele landet (opdigtet)"], left, strict=True):
            rows.append(
                (name, str(year), "turnover_out", f"{value:.1f}", "percent", SOURCE, TURNOVER_DEFINITION, STAFF)
            )
    header = ("municipality", "period", "measure", "value", "unit", "source", "definition", "population")
    write_rows(folder / "benchmarks.csv", header, rows)


def full_time(town: Town, year: int) -> float:
    """Return the mean of the employment fractions on the first of each month."""
    months = [sum(s.fraction for s in town.staff.on(date(year, month, 1))) for month in range(1, 13)]
    return sum(months) / len(months)


def days_per_full_time(town: Town, absence: list[Absence], year: int) -> float:
    """Return sickness absence of a year in full-time days, over the mean of the full-time equivalents."""
    total = 0.0
    for record in absence:
        start, end = max(record.start, date(year, 1, 1)), min(record.end, date(year, 12, 31))
        if record.reason in sickness.SICK and start <= end:
            total += sickness.working_days(start, end) * float(record.fraction) * record.employed
    return total / full_time(town, year)


def percent_left(town: Town, year: int) -> float:
    """Return the share in per cent of those employed on 1 November the year before who had left a year later."""
    before = {s.person for s in town.staff.on(date(year - 1, 11, 1) if year > 2013 else date(2013, 1, 1))}
    after = {s.person for s in town.staff.on(date(year, 11, 1))}
    return 100 * len(before - after) / len(before)


def _pilots(folder: Path, town: Town) -> None:
    pilots = town.jobs.units.pilots
    begun = [("2014-10-01", "Trivselsgrupper"), ("2015-03-01", "Leder og trio i dialog")]
    rows = [(unit, *begun[i % 2]) for i, unit in enumerate(pilots)]
    write_rows(folder / "pilots.csv", ("unit", "from", "pilot"), rows)


def _suggestions(folder: Path, town: Town, rng: np.random.Generator) -> None:
    """The "social capital bank": praise, criticism and proposals, some from the whole municipality."""
    units = [place.code for place in town.trees.line_old if place.level in ("workplace", "centre")]
    kept = {place.code for place in town.trees.line_new}
    rows = []
    for _ in range(60):
        day = date.fromordinal(int(rng.integers(date(2014, 9, 1).toordinal(), date(2016, 11, 30).toordinal())))
        kind = str(rng.choice(list(SUGGESTION_TEXTS), p=(0.35, 0.2, 0.45)))
        unit = "" if rng.random() < 0.3 else str(rng.choice(units))
        unit = "" if unit not in kept and day.isoformat() >= organisation.NEW else unit
        rows.append((day.isoformat(), unit, kind, str(rng.choice(SUGGESTION_TEXTS[kind]))))
    write_rows(folder / "suggestions.csv", ("date", "unit", "kind", "text"), sorted(rows))
