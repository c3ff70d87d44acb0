"""`compare` for a large municipality: five years of records, 5,000 employees in the sample's 260 workplaces.

The records are made up here; the organisation and the first measurement are the sample's. Prints processor, clock and
memory of the first quarter that is published after the measurement, HTML and Excel, on one and on two processes, and of
an unchanged run.
"""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

from measured import spent, yardstick

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
EMPLOYEES, FIRST, LAST = 5_000, date(2010, 10, 1), date(2015, 9, 30)


def write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write a tidy file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def records(folder: Path) -> int:
    """Write employment and absence; return the number of absences."""
    chance = random.Random(1)
    with (SAMPLE / "organisation-line-2014-01-01.csv").open(encoding="utf-8", newline="") as file:
        units = [row["code"] for row in csv.DictReader(file) if row["level"] == "workplace"]
    jobs: list[tuple[object, ...]] = [("old", units[0], "2005-01-01", "2010-10-02", 1, "", "resigned")]
    spells: list[tuple[object, ...]] = [("p0-0", units[0], FIRST.isoformat(), FIRST.isoformat(), "S10", 1)]
    for seat in range(EMPLOYEES):
        unit, start, number = units[seat % len(units)], FIRST - timedelta(days=chance.randrange(4000)), 0
        while start <= LAST:
            end = max(start, FIRST) + timedelta(days=90 + int(chance.expovariate(1 / 2200)))
            who, leader = f"p{seat}-{number}", "decentral" if seat < len(units) else ""
            until = end.isoformat() if end <= LAST else ""
            jobs.append((who, unit, start.isoformat(), until, 1, leader, "resigned" if until else ""))
            spells += absences(who, unit, max(start, FIRST), min(end, LAST), chance)
            start, number = end + timedelta(days=10), number + 1
    write(folder / "employment.csv", ("person", "unit", "start", "end", "fraction", "leader_level", "end_type"), jobs)
    write(folder / "absence.csv", ("person", "unit", "start", "end", "reason", "fraction"), spells)
    return len(spells)


def absences(who: str, unit: str, start: date, end: date, chance: random.Random) -> list[tuple[object, ...]]:
    """Make about three spells a year, one in twelve of them long."""
    found: list[tuple[object, ...]] = []
    day = start
    while True:
        day += timedelta(days=3 + int(chance.expovariate(1 / 120)))
        stop = day + timedelta(days=59 if chance.random() < 1 / 12 else chance.randrange(6))
        if stop > end:
            return found
        found.append((who, unit, day.isoformat(), stop.isoformat(), "S10", 1))
        day = stop


def main() -> None:
    """Make the workspace and print the times."""
    with tempfile.TemporaryDirectory() as made:
        workspace = Path(made) / "workspace"
        spent("init", workspace, "--sample", "--quiet")
        here = ("--quiet", "--workspace", workspace)
        count = records(workspace)
        for tree in ("line", "med"):
            file = workspace / f"organisation-{tree}-2014-01-01.csv"
            spent("ingest", "organisation", file, "--from", "2014-01-01", "--tree", tree, *here)
        spent("ingest", "frame", workspace / "frame-2014-06.csv", "--round", "2014-06", *here)
        survey = ("--round", "2014-06", "--mapping", workspace / "mapping-2014-06.toml")
        spent("ingest", "survey", workspace / "survey-2014-06", *survey, *here)
        for kind in ("employment", "absence"):
            print(f"ingest {kind}: {spent('ingest', kind, workspace / f'{kind}.csv', *here)}")
        print(yardstick())
        print(f"{EMPLOYEES} employees, {count} absences, 20 quarters")
        print(f"report, the measurement first: {spent('report', '--round', '2014-06', *here)}")
        words = ("compare", "--quarter", "2015Q3")
        for workers in (1, 2):
            shelf = workspace / f"draft-{workers}"
            print(
                f"compare, {workers} processes: {spent(*words, '--draft', '--out', shelf, '--workers', workers, *here)}"
            )
        print(f"compare, published, as many processes as it takes by itself: {spent(*words, *here)}")
        print(f"compare again, unchanged: {spent(*words, *here)}")
        print(yardstick())


if __name__ == "__main__":
    main()
