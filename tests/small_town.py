"""A municipality of a dozen workplaces, made anew for tests: its files, and the commands that take it through."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from skapital.cli.exit_codes import guarded
from skapital.cli.main import main
from skapital.config.load import read_instrument
from skapital.resources import resource

LINE = [
    ("KOM", "Lilleby Kommune", "", "municipality"),
    ("C1", "Center for Børn", "KOM", "centre"),
    ("C1-A1", "Afdeling Nord", "C1", "department"),
    ("W01", "Børnehuset Ærten", "C1-A1", "workplace"),
    ("W02", "Børnehuset Øen", "C1-A1", "workplace"),
    ("W03", "Børnehuset Åen", "C1-A1", "workplace"),
    ("W04", "Legestuen", "C1-A1", "workplace"),
    ("C1-A2", "Afdeling Syd", "C1", "department"),
    ("W05", "Skolen ved Søen", "C1-A2", "workplace"),
    ("W06", "Byskolen", "C1-A2", "workplace"),
    ("W07", "Klubben", "C1-A2", "workplace"),
    ("C2", "Center for Ældre", "KOM", "centre"),
    ("W08", "Plejehjemmet Egen", "C2", "workplace"),
    ("W09", "Hjemmeplejen", "C2", "workplace"),
    ("W10", "Køkkenet", "C2", "workplace"),
    ("W11", "Dagcentret", "C2", "workplace"),
    ("W12", "Plejehjemmet Bøgen", "C2", "workplace"),
]
SIZES = {"W01": 12, "W02": 9, "W03": 6, "W04": 3, "W05": 25, "W06": 30, "W07": 8, "W08": 15, "W09": 40, "W10": 10,
         "W11": 5, "W12": 20}  # fmt: skip
LEADERS = {"direktion": ("KOM", 3), "centerchef": ("C1", 4), "afdelingsleder": ("C1-A1", 9), "decentral": ("W06", 12)}
MERGED = {"W01": "W13", "W02": "W13"}
INSTRUMENT = read_instrument(resource("configs", "instruments", "apv-sk-example.toml"))


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def record(self) -> dict[str, object]:
        """Standard output as the one JSON object it must be."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def skapital(*arguments: object) -> Said:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    words = [str(argument) for argument in arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = guarded(lambda: main.main(words, prog_name="skapital", standalone_mode=False))
    return Said(code, out.getvalue(), err.getvalue())


def done(*arguments: object) -> Said:
    """Run a command that must succeed."""
    said = skapital(*arguments)
    assert said.code == 0, said.err
    return said


def write_files(folder: Path) -> None:
    """Write all files of both rounds."""
    later = [row for row in LINE if row[0] not in MERGED]
    later.insert(3, ("W13", "Børnehuset Ærten og Øen", "C1-A1", "workplace"))
    for day, units in (("2014-01-01", LINE), ("2016-01-01", later)):
        _write(folder / f"line-{day}.csv", ("code", "name", "parent", "level"), units)
        _write(folder / f"med-{day}.csv", ("code", "name", "parent", "level"), _med(units))
    rows = [("2016-01-01", "merge", old, new, "", "Hovedudvalget") for old, new in MERGED.items()]
    _write(folder / "lineage.csv", ("date", "kind", "from", "to", "share", "source"), rows)
    write_hr(folder)
    for round_id, units in (("2014-06", LINE), ("2016-06", later)):
        people = _people({code for code, *_ in units}, random.Random(round_id))
        _write_frame(folder / f"frame-{round_id}.csv", people)
        _write_survey(folder / f"survey-{round_id}.csv", people, random.Random(f"answers {round_id}"))


def write_hr(folder: Path) -> None:
    """Write employment and absence of 2013-01 to 2016-06: the same people, leavers replaced, some of them ill."""
    chance = random.Random("hr")
    jobs = [("W09-old", "W09", "2009-01-01", "2013-01-04", 1, "resigned")]
    jobs += [job for unit, n in SIZES.items() for seat in range(n + 3) for job in _jobs(unit, seat, chance)]
    spells = [spell for job in jobs for spell in _spells(job, chance)]
    _write(folder / "employment.csv", ("person", "unit", "start", "end", "fraction", "end_type"), jobs)
    _write(folder / "absence.csv", ("person", "unit", "start", "end", "reason", "fraction"), spells)


def _jobs(unit: str, seat: int, chance: random.Random) -> Iterator[tuple[str, str, str, str, float, str]]:
    """One seat after another: whoever leaves is followed by somebody new, under the unit's code of the time."""
    start, last, number = date(2005, 1, 1) + timedelta(days=chance.randrange(2900)), date(2016, 6, 30), 0
    while start <= last:
        end = max(start, date(2012, 12, 1)) + timedelta(days=60 + int(chance.expovariate(1 / 2000)))
        who, fraction = f"{unit}-{seat}-{number}", chance.choice((1, 1, 1, 0.8))
        for code, begin, stop in _codes(unit, start, min(end, last)):
            ended = stop == end
            reorganised = stop == date(2015, 12, 31) and code in MERGED and not ended
            until = stop.isoformat() if ended or reorganised else ""
            yield who, code, begin.isoformat(), until, fraction, "resigned" if ended else "moved" if reorganised else ""
        start, number = end + timedelta(days=1 + chance.randrange(40)), number + 1


def _codes(unit: str, start: date, end: date) -> list[tuple[str, date, date]]:
    """The codes of a unit over a spell: merged units have another one from 2016 on."""
    change = date(2016, 1, 1)
    if unit not in MERGED or end < change:
        return [(unit, start, end)]
    later = [(MERGED[unit], max(start, change), end)]
    return later if start >= change else [(unit, start, change - timedelta(days=1)), *later]


def _spells(
    job: tuple[str, str, str, str, float, str], chance: random.Random
) -> Iterator[tuple[str, str, str, str, str, int]]:
    who, unit, start, end, _, _ = job
    day = max(date.fromisoformat(start), date(2013, 1, 1))
    last = date.fromisoformat(end) if end else date(2016, 6, 30)
    while True:
        day += timedelta(days=5 + int(chance.expovariate(1 / 130)))
        length = chance.choice((1, 1, 2, 2, 3, 4, 6, 45)) if chance.random() < 0.9 else 20
        if day + timedelta(days=length - 1) > last:
            return
        stop = day + timedelta(days=length - 1)
        yield who, unit, day.isoformat(), stop.isoformat(), "own_illness", 1
        day = stop


def _med(units: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    names = {row[0]: row[1] for row in units}
    first = [code for code in names if code in ("W13", *(f"W{n:02d}" for n in range(1, 8)))]
    second = [code for code in names if code in [f"W{n:02d}" for n in range(8, 13)]]
    rows = [("KOM", "Lilleby Kommune", "", "municipality")]
    for code, name, below in (("M1", "Centerudvalget Børn", first), ("M2", "Centerudvalget Ældre", second)):
        rows.append((code, name, "KOM", "centre_med"))
        rows += [(unit, names[unit], code, "workplace") for unit in below]
    return rows


def _people(known: set[str], chance: random.Random) -> list[tuple[str, str, str]]:
    """Respondent, unit, leader level; a merged unit has the staff of its parts."""
    people = [
        (MERGED.get(unit, unit) if unit not in known else unit, "") for unit, n in SIZES.items() for _ in range(n)
    ]
    people += [(unit, level) for level, (unit, n) in LEADERS.items() for _ in range(n)]
    numbers = chance.sample(range(10_000, 99_999), len(people))
    return [(f"r{number}", unit, level) for number, (unit, level) in zip(numbers, people, strict=True)]


def _write_frame(path: Path, people: list[tuple[str, str, str]]) -> None:
    groups = list(dict.fromkeys((unit, level) for _, unit, level in people))
    rows = [(*group, sum(1 for _, *own in people if tuple(own) == group) + 1) for group in groups]
    _write(path, ("unit", "leader_level", "n_invited"), rows)


def _write_survey(path: Path, people: list[tuple[str, str, str]], chance: random.Random) -> None:
    places = {unit: chance.gauss(0, 0.35) for unit in sorted({unit for _, unit, _ in people})}
    rows = [(who, unit, level, *_answers(places[unit], level, chance)) for who, unit, level in people]
    _write(path, ("respondent", "unit", "leader_level", *INSTRUMENT.items), rows)


def _answers(place: float, level: str, chance: random.Random) -> list[str]:
    own, given = chance.gauss(place, 0.7), dict[str, str]()
    for item in INSTRUMENT.items.values():
        asked = item.asked_if is None or given.get(item.asked_if.item) in item.asked_if.codes
        if not asked or level in item.not_for:
            given[item.code] = ""
            continue
        options = item.responses.options
        if len(options) == 2:
            given[item.code] = options[0 if chance.random() < 0.25 else 1].code
        else:
            turn = -1 if item.reversed else 1
            at = round(3.3 + turn * (own + 0.2) + chance.gauss(0, 0.8)) - 1
            best_first = sorted(options, key=lambda option: option.value)
            given[item.code] = best_first[min(max(at, 0), len(options) - 1)].code
    return list(given.values())


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def make_workspace(workspace: Path, files: Path, *, link_rounds: bool = False) -> Path:
    """Make a workspace and take in the organisation, the lineage and the first round."""
    done("init", workspace, "--quiet")
    settings = resource("data", "sample", "skapital.toml").read_text(encoding="utf-8")
    linked = settings.replace("link_rounds = false", "link_rounds = true") if link_rounds else settings
    (workspace / "skapital.toml").write_text(linked.replace("Solbjerg", "Lilleby"), encoding="utf-8")
    here = ("--workspace", workspace)
    for day in ("2014-01-01", "2016-01-01"):
        for tree in ("line", "med"):
            done("ingest", "organisation", files / f"{tree}-{day}.csv", "--from", day, "--tree", tree, *here)
    done("ingest", "lineage", files / "lineage.csv", *here)
    ingest_round(workspace, files, "2014-06")
    for kind in ("employment", "absence"):
        done("ingest", kind, files / f"{kind}.csv", *here)
    return workspace


def ingest_round(workspace: Path, files: Path, round_id: str) -> None:
    """Take in the frame and the survey of a round."""
    here = ("--workspace", workspace)
    done("ingest", "frame", files / f"frame-{round_id}.csv", "--round", round_id, *here)
    done("ingest", "survey", files / f"survey-{round_id}.csv", "--round", round_id, *here)


def take_through(workspace: Path, files: Path) -> Path:
    """Take a workspace with the first round through the baseline, targets, a quarter and the follow-up."""
    return take_on(publish_first(workspace), files)


def publish_first(workspace: Path) -> Path:
    """Publish the baseline."""
    done("report", "--round", "2014-06", "--workspace", workspace)
    return workspace


def take_on(workspace: Path, files: Path) -> Path:
    """Take a workspace whose baseline is published through targets, a quarter and the follow-up."""
    here = ("--workspace", workspace)
    done("targets", "propose", "--due", "2016-12-31", *here)
    for unit, population, value in (("KOM", "employees", 70), ("KOM", "leaders", 74), ("W05", "employees", 71.5)):
        done("targets", "set", "--unit", unit, "--population", population, "--measure", "social_capital",
             "--value", value, "--due", "2016-12-31", "--decided-by", "Hovedudvalget", "--date", "2014-11-25",
             *here)  # fmt: skip
    done("compare", "--quarter", "2015Q3", *here)
    ingest_round(workspace, files, "2016-06")
    done("report", "--round", "2016-06", *here)
    return workspace
