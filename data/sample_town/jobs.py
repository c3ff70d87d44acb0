"""Jobs: who could sit where, before and after the reorganisation, and what marks the workplace they belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sample_town import names, organisation
from sample_town.organisation import Trees

Floats = npt.NDArray[np.float64]

MEDIAN_SIZE = {"C1": 12.0, "C2": 21.0, "C3": 20.0, "C4": 11.5, "C5": 10.0, "C6": 12.5, "C7": 9.5, "C8": 8.5, "C9": 8.5}
LARGE = {"Lærkeskolen": 118, "Hjemmeplejen Nord, dag": 136, "Plejecenter Lindegården, afsnit A": 108, "Egeskolen": 104}
SMALL = {
    "Vagtteam 1": 4,
    "Vagtteam 2": 3,
    "Vagtteam 3": 4,
    "Legestuen 4": 3,
    "Legestuen 5": 4,
    "Bostøtte, team 3": 4,
    "Kostvejledningen": 3,
    "Kontrolgruppen": 4,
    "Lokalarkivet": 3,
    "Natur og vandløb": 4,
    "Læringscentret": 5,
    "Indkøb": 5,
}
OWN_STAFF = {
    "C1": 9,
    "C2": 8,
    "C3": 10,
    "C4": 8,
    "C5": 6,
    "C6": 7,
    "C7": 6,
    "C8": 4,
    "C1-A6": 6,
    "C4-A4": 5,
    "C7-A2": 8,
}
LED_TOGETHER = 30
PILOTS = 18


@dataclass(frozen=True)
class Units:
    """What marks each unit where jobs are, in the order of ``codes``.

    ``effect`` is the unit's stand on each scale (standard deviations of true scores), ``change`` its true change in
    points between the rounds, ``burden`` what multiplies the absence of its staff, ``pull`` what multiplies leaving.
    """

    codes: tuple[str, ...]
    centre: tuple[str, ...]
    effect: Floats
    change: Floats
    burden: Floats
    pull: Floats
    pilots: tuple[str, ...]


@dataclass(frozen=True)
class Jobs:
    """One entry a job. ``first`` and ``second`` are the unit before and after the reorganisation ("" = no such job)."""

    units: Units
    first: tuple[str, ...]
    second: tuple[str, ...]
    unit_index: npt.NDArray[np.int64]
    level: tuple[str, ...]
    position: tuple[str, ...]


SCALES = ("trust", "justice", "collaboration", "within", "between", "nearest", "whole")
LEVELS = {"municipality": "direktion", "centre": "centerchef", "department": "afdelingsleder", "workplace": "decentral"}


def build(trees: Trees, rng: np.random.Generator) -> Jobs:
    """Return the jobs of both structures."""
    sizes = _sizes(trees, rng)
    units = _units(trees, rng)
    rows = [*_employee_jobs(trees, sizes, rng), *_leader_jobs(trees)]
    place = {code: i for i, code in enumerate(units.codes)}
    return Jobs(
        units,
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        np.array([place[row[0] or row[1]] for row in rows]),
        tuple(row[2] for row in rows),
        tuple(row[3] for row in rows),
    )


def _sizes(trees: Trees, rng: np.random.Generator) -> dict[str, int]:
    centre = organisation.centre_of(trees.line_old)
    sizes = {}
    for place in trees.line_old:
        drawn = MEDIAN_SIZE.get(centre[place.code], 0.0) * np.exp(rng.normal(0, 0.5))
        if place.level == "workplace":
            sizes[place.code] = LARGE.get(place.name) or SMALL.get(place.name) or int(np.clip(round(drawn), 6, 75))
    return sizes | OWN_STAFF


def _units(trees: Trees, rng: np.random.Generator) -> Units:
    codes = tuple(dict.fromkeys(place.code for place in (*trees.line_old, *trees.line_new)))
    centre = organisation.centre_of(trees.line_new) | organisation.centre_of(trees.line_old)
    general = rng.normal(size=(len(codes), 1))
    effect = 0.7 * general + np.sqrt(1 - 0.7**2) * rng.normal(size=(len(codes), len(SCALES)))
    change = rng.normal(1.5, 2.0, len(codes))
    moved = rng.permutation(len(codes))
    change[moved[:22]] += 10.0
    change[moved[22:44]] -= 12.0
    workplaces = [i for i, code in enumerate(codes) if code.startswith("W") and int(code[1:]) <= 250]
    pilots = sorted(rng.choice(workplaces, PILOTS, replace=False))
    change[pilots] += 5.0
    burden = np.exp(0.30 * (-0.8 * general[:, 0] + 0.6 * rng.normal(size=len(codes))))
    pull = np.exp(0.30 * (-0.5 * general[:, 0] + 0.87 * rng.normal(size=len(codes))))
    return Units(codes, tuple(centre[c] for c in codes), effect, change, burden, pull, tuple(codes[i] for i in pilots))


def _employee_jobs(trees: Trees, sizes: dict[str, int], rng: np.random.Generator) -> list[tuple[str, str, str, str]]:
    centre = organisation.centre_of(trees.line_old)
    heirs: dict[str, list[str]] = {}
    for event in trees.events:
        if event.old and event.kind in ("merge", "split", "rename"):
            heirs.setdefault(event.old, []).append(event.new)
    heirs |= {event.old: ["W068", "W069", "W071"] for event in trees.events if event.kind == "close"}
    rows = []
    for unit, size in sizes.items():
        kinds, weights = zip(*names.POSITIONS_OF_CENTRE[centre[unit]], strict=True)
        for i, position in enumerate(rng.choice(kinds, size, p=weights)):
            after = heirs.get(unit, [unit])
            rows.append((unit, after[0 if len(after) == 2 and i % 20 < 11 else i % len(after)], "", str(position)))
    donors = [i for i, row in enumerate(rows) if row[0] in ("W195", "W197", "W199")][:6]
    for i in donors:
        rows[i] = (rows[i][0], organisation.NEWCOMER.code, "", rows[i][3])
    return rows + [("", organisation.NEWCOMER.code, "", "sygeplejerske")] * 5


def _leader_jobs(trees: Trees) -> list[tuple[str, str, str, str]]:
    """Return five directors and one leader for each other unit, but some small workplaces share their neighbour's."""
    rows = [(organisation.ROOT, organisation.ROOT, "direktion", "leder")] * 5
    after = {event.old: event.new for event in trees.events if event.kind in ("merge", "split", "rename")}
    shared = {place.code for place in trees.line_old if place.name in SMALL}
    candidates = [p.code for p in trees.line_old if p.level == "workplace" and p.code not in shared]
    shared |= set(candidates[7 :: len(candidates) // (LED_TOGETHER - len(shared))][: LED_TOGETHER - len(shared)])
    taken: set[str] = set()
    for place in trees.line_old[1:]:
        if place.code in shared:
            continue
        then = after.get(place.code, place.code)
        then = organisation.NEWCOMER.code if then in taken else then
        taken.add(then)
        rows.append((place.code, then, LEVELS[place.level], "leder"))
    rows += [("", "W265", "decentral", "leder"), ("", "W263", "decentral", "leder")]
    return rows
