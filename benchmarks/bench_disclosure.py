"""The gate, measured: leaks over random organisations by exact arithmetic, and time and memory on a large municipality.

    python benchmarks/bench_disclosure.py [--organisations 10000] [--units 1000]

The organisations have up to 14 workplaces, two trees, leaders by level, and a second organisation on which the same
answers are shown again. What was published on the first stands; then every set of fewer people than the minimum is
asked, in rational arithmetic that shares nothing with the gate, whether its total follows from everything published.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from skapital import aggregate, resources
from skapital import columns as c
from skapital.aggregate.groups import Structure, groups
from skapital.config.load import read_policy
from skapital.config.organisation import Organisation, Unit
from skapital.disclosure.memory import Memory
from skapital.disclosure.pattern import Bounds, pattern
from skapital.disclosure.release import release
from skapital.disclosure.system import System
from skapital.tables import Family, Observations, PeriodData, Tier

LEAST = 5


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--organisations", type=int, default=10_000)
    options.add_argument("--units", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=4)
    wanted = options.parse_args()
    random_organisations(wanted.organisations)
    large_municipality(wanted.units, wanted.rounds)


# ---- random organisations


def random_organisations(number: int) -> None:
    draw = np.random.default_rng(20140601)
    began, leaks, shown, allowed = time.perf_counter(), 0, 0, 0
    for _ in range(number):
        then, now, both, people = random_organisation(draw)
        first = pattern(then, free(then))
        second = pattern(both, after(both, first, then, now))
        published = {mask for mask, there in zip(then.masks, first, strict=True) if there}
        published |= {mask for mask, there in zip(both.masks, second, strict=True) if there}
        leaks += bool(next(small_totals(sorted(published), people), None))
        shown += int(second.sum())
        allowed += int((both.counts[:, 0] >= LEAST).sum())
    print(
        f"{number} random organisations: {leaks} with a leak; {shown / max(allowed, 1):.0%} of what is large enough is"
    )
    print(f"shown; {time.perf_counter() - began:.0f} s")


def random_organisation(draw: np.random.Generator) -> tuple[System, set[int], System, list[int]]:
    """The system as then, the groups as now, the system of both, and the people of each smallest part."""
    n, levels = int(draw.integers(3, 15)), int(draw.integers(1, 4))
    people = [*draw.integers(1, 14, n).tolist(), *draw.integers(0, 9, levels).tolist()]
    line, med = draw.integers(0, 3, n), draw.integers(0, 3, n)
    moved = np.where(draw.random(n) < 0.2, draw.integers(0, 3, n), line)
    leaders = [1 << (n + level) for level in range(levels)]
    trees = [tree_of(one, n, leaders) for one in (line, med, moved)]
    then = system_of(trees[:2], people)
    return then, {mask for mask, _ in trees[2]}, system_of(trees, people), people


def tree_of(parents: np.ndarray, n: int, leaders: Sequence[int]) -> list[tuple[int, int]]:
    """Sets of smallest parts, each with the place of the set above it, the largest first."""
    employees, led = (1 << n) - 1, sum(leaders)
    tree = [(employees | led, -1), (employees, 0), (led, 0), *((mask, 2) for mask in leaders)]
    for centre in range(3):
        mask = sum(1 << w for w in range(n) if parents[w] == centre)
        if mask:
            tree.append((mask, 1))
            at = len(tree) - 1
            tree += [(1 << w, at) for w in range(n) if parents[w] == centre]
    return tree


def system_of(trees: Sequence[list[tuple[int, int]]], people: Sequence[int]) -> System:
    """Atoms are the parts with people in them; a set that two trees have is one group."""
    place = {mask: index for index, mask in enumerate(dict.fromkeys(mask for tree in trees for mask, _ in tree))}
    families = tuple(
        Family("s", str(number), *_pointers([(place[m], place[tree[up][0]] if up >= 0 else -1) for m, up in tree]))
        for number, tree in enumerate(trees)
    )
    counts = [[sum(n for part, n in enumerate(people) if mask >> part & 1)] for mask in place]
    return System(tuple(place), np.array(counts), np.array(people)[:, None], families, LEAST)


def _pointers(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    distinct = dict(reversed([(own, up) for own, up in pairs if own != up]))
    ordered = [own for own, _ in pairs if own in distinct]
    return tuple(dict.fromkeys(ordered)), tuple(distinct[own] for own in dict.fromkeys(ordered))


def free(system: System) -> Bounds:
    allowed = system.counts[:, 0] >= LEAST
    return Bounds(allowed, np.zeros_like(allowed), np.zeros_like(allowed))


def after(both: System, first: np.ndarray, then: System, now: set[int]) -> Bounds:
    """What was published stands, what was withheld stays so; of the rest only groups as now are open."""
    was = dict(zip(then.masks, first.tolist(), strict=True))
    shown = np.array([was.get(mask, False) for mask in both.masks])
    hidden = np.array([mask in was and not was[mask] for mask in both.masks])
    allowed = (both.counts[:, 0] >= LEAST) & np.array([mask in now or mask in was for mask in both.masks])
    return Bounds(allowed & ~hidden, shown, hidden)


def small_totals(published: Sequence[int], people: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Sets of smallest parts with 1 to the least - 1 people whose weighted total follows, in rational arithmetic."""
    parts = [part for part, n in enumerate(people) if n]
    basis = null_space([[Fraction(mask >> part & 1) for part in parts] for mask in published], len(parts))
    for some in small_sets([people[part] for part in parts], LEAST - 1):
        if rank([basis[index] for index in some]) < len(some):
            yield tuple(parts[index] for index in some)


def small_sets(people: Sequence[int], room: int, first: int = 0) -> Iterator[tuple[int, ...]]:
    for index in range(first, len(people)):
        if people[index] <= room:
            yield (index,)
            for more in small_sets(people, room - people[index], index + 1):
                yield (index, *more)


def null_space(rows: list[list[Fraction]], n: int) -> list[list[Fraction]]:
    """A basis of all vectors that every row is orthogonal to, as columns."""
    work, pivots = [list(row) for row in rows], []
    for column in range(n):
        at = next((i for i in range(len(pivots), len(work)) if work[i][column]), None)
        if at is None:
            continue
        done = len(pivots)
        work[done], work[at] = work[at], work[done]
        work[done] = [value / work[done][column] for value in work[done]]
        for i, row in enumerate(work):
            if i != done and row[column]:
                work[i] = [a - row[column] * b for a, b in zip(row, work[done], strict=True)]
        pivots.append(column)
    open_columns = [column for column in range(n) if column not in pivots]
    basis = [[Fraction(int(row == column)) for column in open_columns] for row in range(n)]
    for place, pivot in enumerate(pivots):
        basis[pivot] = [-work[place][column] for column in open_columns]
    return basis


def rank(rows: list[list[Fraction]]) -> int:
    work, found = [list(row) for row in rows], 0
    for column in range(len(work[0]) if work else 0):
        at = next((i for i in range(found, len(work)) if work[i][column]), None)
        if at is None:
            continue
        work[found], work[at] = work[at], work[found]
        for i in range(found + 1, len(work)):
            factor = work[i][column] / work[found][column]
            work[i] = [a - factor * b for a, b in zip(work[i], work[found], strict=True)]
        found += 1
    return found


# ---- a large municipality

SCALES = tuple(f"scale{number}" for number in range(8))
ITEMS = tuple(f"item{number}" for number in range(6))
PROBLEMS = tuple(f"problem{number}" for number in range(6))
TIERS = (
    Tier("main", "scale", (*SCALES, c.RESPONSE), "mean"),
    Tier("spread", "distribution", SCALES, "spread"),
    Tier("items", "distribution", ITEMS, "answers"),
    Tier("problem", "problem", PROBLEMS, "problem"),
)


def large_municipality(units: int, rounds: int) -> None:
    draw = np.random.default_rng(20160601)
    line, med = trees(draw, units)
    parts = [round_of(draw, line, med, f"20{14 + 2 * number}-06") for number in range(rounds)]
    whole = aggregate.collect(parts, [("2014-01-01", [line, med])], "workplace")
    policy = read_policy(resources.resource("configs", "policy.toml"))
    began, cpu = time.perf_counter(), time.process_time()
    found = release(whole, policy, Memory.empty(), {})
    wall, work = time.perf_counter() - began, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    own = found.tiers[(found.tiers["tree"] == "line") & found.tiers["unit"].str.startswith("W")]
    with_own = own["tier"].isin([c.FULL, c.SCALES]).mean()
    print(f"{units} workplaces x 20 measures x {rounds} rounds, two trees: {wall:.0f} s ({work:.0f} s of processor),")
    print(f"{memory:.0f} MiB at most; {len(found.cells)} rows, {with_own:.0%} of workplaces shown, loss {found.loss}")


def trees(draw: np.random.Generator, units: int) -> tuple[Organisation, Organisation]:
    """A line of centres, departments and workplaces; committees that follow it, but for one workplace in ten."""
    departments = max(units // 8, 1)
    at = np.minimum(np.arange(units) // 8, departments - 1)
    committee = np.where(draw.random(units) < 0.1, draw.integers(0, departments, units), at)
    centres = departments // 8 + 1
    line, med = [Unit("K", "Kommunen", None, "municipality")], [Unit("K", "Kommunen", None, "municipality")]
    for number in range(centres):
        line.append(Unit(f"C{number}", f"Center {number}", "K", "centre"))
        med.append(Unit(f"M{number}", f"Udvalg {number}", "K", "centre_med"))
    for number in range(departments):
        line.append(Unit(f"D{number}", f"Afdeling {number}", f"C{number // 8}", "department"))
        med.append(Unit(f"L{number}", f"Lokalt udvalg {number}", f"M{number // 8}", "local_med"))
    for number in range(units):
        line.append(Unit(f"W{number}", f"Arbejdsplads {number}", f"D{at[number]}", "workplace"))
        med.append(Unit(f"W{number}", f"Arbejdsplads {number}", f"L{committee[number]}", "workplace"))
    return Organisation("line", "2014-01-01", tuple(line)), Organisation("med", "2014-01-01", tuple(med))


def round_of(draw: np.random.Generator, line: Organisation, med: Organisation, period: str) -> PeriodData:
    """Answers of workplaces of the size they have in practice, a few of a department itself, and 60 leaders."""
    codes = [unit.code for unit in line.units if unit.level == "workplace"]
    departments = [unit.code for unit in line.units if unit.level == "department"]
    sizes = np.clip(np.rint(draw.lognormal(2.4, 0.7, len(codes))), 1, 150).astype(int)
    own = np.repeat([*codes, *departments], [*sizes, *draw.integers(0, 5, len(departments))])
    unit = pd.Series([*own, *["K"] * 60], index=pd.Index([f"p{i:06d}" for i in range(len(own) + 60)]), dtype=object)
    population = [*[c.EMPLOYEES] * len(own), *["direktion"] * 20, *["decentral"] * 40]
    people = pd.DataFrame({"unit": unit, "population": population}, index=unit.index)
    values = pd.DataFrame(
        {name: draw.choice([0.0, 25.0, 50.0, 75.0, 100.0], len(unit)) for name in (*SCALES, *ITEMS)}, index=unit.index
    )
    for name in PROBLEMS:
        values[name] = draw.choice([0.0, 100.0], len(unit), p=[0.3, 0.7])
    values = values.mask(draw.random(values.shape) < 0.03)
    options = values[list(ITEMS)].map(lambda value: None if value != value else str(int(value))).astype(object)
    values[c.RESPONSE] = 100.0
    frame = pd.DataFrame({"unit": [], "leader_level": [], "n_invited": []})
    asked = groups(people, [Structure("2014-01-01", (line, med), unit, frame)], ["direktion", "decentral"])
    constants = pd.DataFrame(columns=list(c.CELL_COLUMNS))
    return PeriodData(Observations("round", period, people, values, options), asked, TIERS, constants)


if __name__ == "__main__":
    main()
