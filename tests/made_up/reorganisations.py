"""A seeded municipality that reorganises for years, with people who go where their unit goes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from skapital.config.organisation import LineageEvent, Organisation, Unit, parents_first

KINDS = ("rename", "merge", "split", "move", "close", "new")


@dataclass
class Municipality:
    """``people`` are the persons by the unit they belong to themselves; nobody moves on their own."""

    random: random.Random
    parent: dict[str, str | None] = field(default_factory=lambda: {"K": None})
    level: dict[str, str] = field(default_factory=lambda: {"K": "municipality"})
    people: dict[str, set[int]] = field(default_factory=lambda: {"K": set()})
    made: int = 0

    def begin(self, level: str, parent: str, persons: int) -> str:
        self.made += 1
        code = f"{level[0].upper()}{self.made:03d}"
        everybody = sum(len(there) for there in self.people.values())
        self.parent[code], self.level[code] = parent, level
        self.people[code] = set(range(10_000 * self.made, 10_000 * self.made + persons))
        assert everybody + persons == sum(len(there) for there in self.people.values())
        return code

    def end(self, code: str) -> set[int]:
        del self.parent[code], self.level[code]
        return self.people.pop(code)

    def at(self, level: str) -> list[str]:
        return [code for code, name in self.level.items() if name == level]

    def tree(self, date: str) -> Organisation:
        units = [Unit(code, f"unit {code}", parent, self.level[code]) for code, parent in self.parent.items()]
        return Organisation("line", date, parents_first(units))


def founded(seed: int, centres: int = 6, departments: int = 15, workplaces: int = 110) -> Municipality:
    made = Municipality(random.Random(seed))
    for _ in range(centres):
        made.begin("centre", "K", made.random.randint(0, 3))
    for _ in range(departments):
        made.begin("department", made.random.choice(made.at("centre")), made.random.randint(0, 3))
    for _ in range(workplaces):
        above = made.random.choice(made.at("department") + made.at("centre"))
        made.begin("workplace", above, made.random.randint(3, 30))
    return made


def reorganise(made: Municipality, kind: str, date: str, touched: set[str]) -> list[LineageEvent]:
    """Do one event at a date, to units that nothing else happens to at that date, and return its rows."""
    level = made.random.choice(("workplace", "workplace", "workplace", "department"))
    if kind == "close":
        level = "workplace"
    free = [code for code in made.at(level) if code not in touched]
    rows = _DEEDS[kind](made, level, free, touched)
    return [LineageEvent(date, kind, old, new, None, "minutes") for old, new in rows]


def _rename(made, level, free, touched):
    old = made.random.choice(free)
    if made.random.random() < 0.3:
        touched.add(old)
        return [(old, old)]
    new = made.begin(level, made.parent[old], 0)
    _take_over(made, old, new)
    touched.update((old, new))
    return [(old, new)]


def _merge(made, level, free, touched):
    origins = made.random.sample(free, made.random.choice((2, 2, 3)))
    keeps = made.random.random() < 0.3
    new = origins[0] if keeps else made.begin(level, made.parent[origins[0]], 0)
    for old in origins:
        if old != new:
            _take_over(made, old, new)
    touched.update((*origins, new))
    return [(old, new) for old in origins]


def _split(made, level, free, touched):
    old = made.random.choice(free)
    above = made.parent[old]
    elsewhere = made.random.choice(made.at("centre"))
    parts = [made.begin(level, above, 0), made.begin(level, made.random.choice((above, above, elsewhere)), 0)]
    if made.random.random() < 0.3:
        parts[0] = (made.end(parts[0]), old)[1]
    persons = sorted(made.people[old])
    made.random.shuffle(persons)
    half = len(persons) // 2
    made.people[old] = set()
    for part, share in zip(parts, (persons[:half], persons[half:]), strict=True):
        made.people[part] |= set(share)
    for code, parent in list(made.parent.items()):
        if parent == old:
            made.parent[code] = made.random.choice(parts)
            touched.add(code)
    if old not in parts:
        made.end(old)
    touched.update((old, *parts))
    return [(old, part) for part in parts]


def _move(made, level, free, touched):
    old = made.random.choice(free)
    made.parent[old] = made.random.choice([code for code in made.at("centre") if code != made.parent[old]])
    touched.add(old)
    return [(old, old)]


def _close(made, level, free, touched):
    old = made.random.choice(free)
    made.end(old)  # its people leave: where they go is no lineage
    touched.add(old)
    return [(old, None)]


def _new(made, level, free, touched):
    code = made.begin(level, made.random.choice(made.at("centre")), 0)
    touched.add(code)
    return [(None, code)]


def _take_over(made: Municipality, old: str, new: str) -> None:
    for code, parent in made.parent.items():
        if parent == old:
            made.parent[code] = new
    made.people[new] |= made.end(old)


_DEEDS = {"rename": _rename, "merge": _merge, "split": _split, "move": _move, "close": _close, "new": _new}


@dataclass(frozen=True)
class Chronicle:
    """Trees and people of each year, and all events between."""

    trees: list[Organisation]
    people: list[dict[str, set[int]]]
    events: list[LineageEvent]
    happened: int


def chronicle(seed: int, years: int = 15, a_year: int = 6) -> Chronicle:
    """Return ``years`` years with ``a_year`` events each, half of them in the middle of the year."""
    made = founded(seed)
    trees, people = [made.tree("2000-01-01")], [_copy(made)]
    events: list[LineageEvent] = []
    happened = 0
    for year in range(2001, 2001 + years):
        for date in (f"{year - 1}-07-01", f"{year}-01-01"):
            touched: set[str] = set()
            for _ in range(a_year // 2):
                events += reorganise(made, made.random.choice(KINDS), date, touched)
                happened += 1
        trees.append(made.tree(f"{year}-01-01"))
        people.append(_copy(made))
    return Chronicle(trees, people, events, happened)


def _copy(made: Municipality) -> dict[str, set[int]]:
    return {code: set(there) for code, there in made.people.items()}
