"""The two trees of the sample as of two dates, and what became of the units between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sample_town import names

ROOT = "KOM"
OLD, NEW = "2014-01-01", "2016-01-01"
MED_OF_CENTRE = {f"C{i}": f"M{min(i, 8)}" for i in range(1, 10)}
RIGHT_UNDER_CENTRE = {"C1": 5, "C2": 4, "C3": 3, "C4": 3, "C5": 2, "C6": 1, "C7": 2, "C8": 1, "C9": 1}


@dataclass(frozen=True)
class Place:
    """One unit of a tree."""

    code: str
    name: str
    parent: str
    level: str


@dataclass(frozen=True)
class Event:
    """One row of the lineage file."""

    kind: str
    old: str
    new: str
    share: str
    source: str


@dataclass(frozen=True)
class Trees:
    """Both trees at both dates, in organisation order, and the events between them."""

    line_old: tuple[Place, ...]
    line_new: tuple[Place, ...]
    med_old: tuple[Place, ...]
    med_new: tuple[Place, ...]
    events: tuple[Event, ...]


def build() -> Trees:
    """Return the trees and the lineage."""
    line_old = tuple(_line_old())
    code_of = {place.name: place.code for place in line_old}
    changes = _changes(code_of)
    line_new = _in_order([*_kept(line_old, changes), *changes.added])
    med_old = tuple(_med(line_old))
    return Trees(line_old, line_new, med_old, _med_new(med_old, line_new, changes), changes.events)


def centre_of(places: tuple[Place, ...]) -> dict[str, str]:
    """Return the centre of each unit below one (a centre is its own)."""
    found: dict[str, str] = {}
    for place in places:
        found[place.code] = place.code if place.level == "centre" else found.get(place.parent, ROOT)
    return found


def _line_old() -> Iterator[Place]:
    yield Place(ROOT, "Solbjerg Kommune", "", "municipality")
    number = 0
    for centre, title in names.CENTRES:
        yield Place(centre, title, ROOT, "centre")
        direct = RIGHT_UNDER_CENTRE[centre]
        titles = names.NAMES[centre]
        departments = names.DEPARTMENTS[centre]
        below = len(titles) - direct
        for i, department in enumerate(departments):
            code = f"{centre}-A{i + 1}"
            yield Place(code, department, centre, "department")
            for j in range(i * below // len(departments), (i + 1) * below // len(departments)):
                yield Place(f"W{number + j + 1:03d}", titles[j], code, "workplace")
        for j in range(below, len(titles)):
            yield Place(f"W{number + j + 1:03d}", titles[j], centre, "workplace")
        number += len(titles)


@dataclass(frozen=True)
class _Changes:
    gone: frozenset[str]
    changed: dict[str, dict[str, str]]
    added: tuple[Place, ...]
    events: tuple[Event, ...]


MERGERS = (
    (("Børnehuset Solsikken", "Vuggestuen Mælkebøtten"), "W261", "Børnehuset Solskoven"),
    (("Bostedet Ellekæret", "Bostedet Nøddehegnet"), "W262", "Bostedet Ellehegnet"),
    (("Vagtteam 1", "Vagtteam 2", "Vagtteam 3"), "W263", "Det fælles vagtteam"),
)
SPLIT = (
    "Hjemmeplejen Nord, dag",
    (("W264", "Hjemmeplejen Nordmark, dag", "0.55"), ("W265", "Hjemmeplejen Nordeng, dag", "0.45")),
)
CODE_CHANGE = ("Hovedbiblioteket", "W266", "Hovedbibliotek og Medier")
CLOSED = "Legestuen 5"
NEWCOMER = Place("W267", "Rehabiliteringsteamet", "C5-A1", "workplace")
RENAMED = (
    ("Børnehuset Regnbuen", "Naturbørnehuset Regnbuen"),
    ("Sygedagpenge", "Sygedagpenge og Fastholdelse"),
    ("Center for Sundhed og Forebyggelse", "Center for Sundhed og Rehabilitering"),
)
MOVED = (("Misbrugsrådgivningen", "C4-A3"), ("Naturskolen", "C7-A3"), ("Musik og Kulturarv", "C2"))
SOURCE = "Hovedudvalget, referat 2015-09-23 (opdigtet)"


def _changes(code_of: dict[str, str]) -> _Changes:
    parent_of = {place.code: place.parent for place in _line_old()}
    events: list[Event] = []
    added: list[Place] = []
    for parts, code, name in MERGERS:
        events += [Event("merge", code_of[part], code, "", SOURCE) for part in parts]
        added.append(Place(code, name, parent_of[code_of[parts[0]]], "workplace"))
    whole, pieces = SPLIT
    for code, name, share in pieces:
        events.append(Event("split", code_of[whole], code, share, SOURCE))
        added.append(Place(code, name, parent_of[code_of[whole]], "workplace"))
    old_name, code, name = CODE_CHANGE
    events.append(Event("rename", code_of[old_name], code, "", SOURCE))
    added.append(Place(code, name, parent_of[code_of[old_name]], "workplace"))
    events += [Event("rename", code_of[name], code_of[name], "", SOURCE) for name, _ in RENAMED]
    events += [Event("move", code_of[name], code_of[name], "", SOURCE) for name, _ in MOVED]
    events.append(Event("close", code_of[CLOSED], "", "", SOURCE))
    events.append(Event("new", "", NEWCOMER.code, "", SOURCE))
    kinds = ("merge", "split", "close")
    gone = {event.old for event in events if event.kind in kinds} | {code_of[old_name]}
    changed = {code_of[old]: {"name": new} for old, new in RENAMED}
    changed |= {code_of[name]: {"parent": parent} for name, parent in MOVED}
    return _Changes(frozenset(gone), changed, (*added, NEWCOMER), tuple(events))


def _kept(places: tuple[Place, ...], changes: _Changes) -> Iterator[Place]:
    for place in places:
        if place.code not in changes.gone:
            yield replace(place, **changes.changed.get(place.code, {}))


def _in_order(places: list[Place]) -> tuple[Place, ...]:
    below: dict[str, list[Place]] = {}
    for place in places:
        below.setdefault(place.parent, []).append(place)

    def walk(place: Place) -> Iterator[Place]:
        yield place
        for child in below.get(place.code, []):
            yield from walk(child)

    return tuple(walk(below[""][0]))


def _med(line: tuple[Place, ...]) -> Iterator[Place]:
    """Yield the MED committees: their local borders run across the departments."""
    centre = centre_of(line)
    workplaces = [place for place in line if place.level == "workplace"]
    yield Place(ROOT, "Hovedudvalget (HU)", "", "municipality")
    for med in dict.fromkeys(MED_OF_CENTRE.values()):
        centres = [code for code, _ in names.CENTRES if MED_OF_CENTRE[code] == med]
        titles = [title.removeprefix("Center for ") for code, title in names.CENTRES if code in centres]
        yield Place(med, f"Centerudvalget {' samt '.join(titles)}", ROOT, "centre_med")
        members = [place for place in workplaces if centre[place.code] in centres]
        count = round(len(members) / 7)
        for i in range(count):
            yield Place(f"{med}-L{i + 1}", f"Lokal-MED {titles[0].split()[0]} {i + 1}", med, "local_med")
            yield from (
                replace(place, parent=f"{med}-L{i + 1}")
                for j, place in enumerate(members)
                if ((j + 3) % len(members)) * count // len(members) == i
            )


def _med_new(med_old: tuple[Place, ...], line_new: tuple[Place, ...], changes: _Changes) -> tuple[Place, ...]:
    committees = [place for place in med_old if place.level != "workplace"]
    before = {place.code: place.parent for place in med_old}
    origin = {event.new: event.old for event in changes.events if event.new and event.old}
    centre = centre_of(line_new)
    local = {}
    for place in line_new:
        med = MED_OF_CENTRE.get(centre[place.code], "")
        committee = before.get(origin.get(place.code, place.code), "")
        stays = committee.split("-")[0] == med
        local[place.code] = committee if stays else f"{med}-L1"
    workplaces = [replace(place, parent=local[place.code]) for place in line_new if place.level == "workplace"]
    return _in_order([*committees, *workplaces])
