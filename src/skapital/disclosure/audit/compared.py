"""What comparisons give away: a difference and one of its two figures are the other one.

Comparisons are made from released cells alone, so each must follow from published figures: both sides stand in some
publication, and what they differ by is what the comparison says. A comparison with a withheld side tells that side; one
that is not the difference of its sides tells of figures nobody released.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from skapital.disclosure.audit.leaks import Leak, named
from skapital.disclosure.audit.published import Comparison, Figure, GroupName, Published, Series, UnitRow, half_place

Key = tuple[str, str, str, str]
Figures = Mapping[Key, Mapping[GroupName, Figure]]

_CENTRES: Final = ("mean", "rate")
_TWO_SIDED: Final = ("round", "quarter", "baseline")
_SPLIT: Final = "split"
_WITHHELD: Final = "withheld"
_REFERENCE: Final = "reference"
_LIMITS: Final = "limits:"
_EMPLOYEES: Final = "employees"
_TOLERANCE: Final = 1e-6


def told_by_comparisons(publications: Sequence[Published], changed: Collection[str]) -> list[Leak]:
    """Return every figure that is withheld, or never released, and that a comparison tells.

    Parameters
    ----------
    publications
        All that the attacker has.
    changed
        Units whose people a reorganisation changed: the earlier figure of a split unit is that of the unit it was in.
    """
    index = _Index(publications)
    rows = (row for one in publications for row in one.comparisons if row.figures)
    return list(dict.fromkeys(leak for row in rows for leak in _told(row, index, changed)))


def told_by_counts(published: Published) -> list[Leak]:
    """Return counts of workplaces that tell the verdict of a workplace whose comparison is withheld.

    The counts of one publication are laid beside its own comparisons: what is counted beyond those that are shown
    belongs to workplaces that are not.
    """
    inside = _inside(published.units)
    verdicts: dict[tuple[str, str], dict[str, str]] = {}
    for row in published.comparisons:
        if row.group[1] == "employees":
            verdicts.setdefault((row.measure, row.kind), {})[row.group[2]] = row.verdict
    found: list[Leak] = []
    for one in published.counts:
        if one.kind.startswith(_LIMITS):
            continue
        known = {code: verdicts.get((one.measure, one.kind), {}).get(code) for code in inside.get(one.unit, ())}
        visible = Counter(verdict for verdict in known.values() if verdict is not None)
        if one.verdict != _WITHHELD and one.n_units > visible[one.verdict]:
            units = tuple(sorted(code for code, verdict in known.items() if verdict in (None, _WITHHELD)))
            how = f"more workplaces are counted as {one.verdict} than are shown so below {one.unit}"
            found.append(Leak("", "", "employees", units or (one.unit,), one.measure, "verdict", how))
    return found


def told_by_series(publications: Sequence[Published]) -> list[Leak]:
    """Return limits of a unit without a published rate, series of more points than are published, and their counts.

    The centre of a series is the mean of its points, so one that is not shown follows from the others.
    """
    index, found = _Index(publications), []
    for one in (row for publication in publications for row in publication.limits):
        if one.group not in index.shown.get((one.period, one.measure), {}):
            found.append(_of_series(one, "limits around a rate that is withheld"))
    for one in (row for publication in publications for row in publication.signals):
        quarters = {key[0] for key, groups in index.shown.items() if key[1] == one.measure and one.group in groups}
        if one.points > len({period for period in quarters if "Q" in period}):
            found.append(_of_series(one, "the centre of a series of more quarters than are shown"))
    for publication in publications:
        counted: Counter[tuple[str, str]] = Counter()
        for count in publication.counts:
            counted[count.measure, count.verdict] += count.n_units if count.kind.startswith(_LIMITS) else 0
        shown = Counter((row.measure, row.place) for row in publication.limits)
        for measure, place in sorted(key for key, number in counted.items() if number > shown[key]):
            found.append(Leak("", "", "employees", (), measure, place, "more workplaces are counted than are shown"))
    return found


def told_by_associations(publications: Sequence[Published]) -> list[Leak]:
    """Return associations over more workplaces than have both figures published: those that are not shown are in it."""
    index, found = _Index(publications), []
    for one in (row for publication in publications for row in publication.associations):
        sides = [index.shown.get((one.round_id, one.scale), {}), index.shown.get((one.period, one.measure), {})]
        both = [{g[2] for g in side if (g[0], g[1], g[3]) == (one.structure, _EMPLOYEES, "")} for side in sides]
        if one.n_units > len(both[0] & both[1]):
            how = f"an association with {one.scale} of {one.round_id} over more units than are shown"
            found.append(Leak(one.period, one.structure, _EMPLOYEES, (), one.measure, "rate", how))
    return found


def _of_series(one: Series, how: str) -> Leak:
    structure, population, unit, _ = one.group
    return Leak(one.period, structure, population, (unit,), one.measure, "rate", how)


def told_by_targets(
    publications: Sequence[Published], targets: Iterable[Mapping[str, object]], period: str
) -> list[Leak]:
    """Return baselines of targets, and targets proposed from a baseline, of units whose mean is withheld."""
    index = _Index(publications)
    found: list[Leak] = []
    for row in targets:
        tells = row.get("baseline") is not None or (row.get("state") == "proposed" and row.get("value") is not None)
        unit, measure = str(row.get("unit", "")), str(row.get("measure", ""))
        if tells and not index.shown_anywhere(period, measure, unit):
            found.append(Leak(period, "", "employees", (unit,), measure, "mean", "the baseline of a target"))
    return found


def sharpened(figures: Figures, comparisons: Iterable[Comparison]) -> dict[Key, dict[GroupName, Figure]]:
    """Return the figures with the rounding that is left when comparisons are laid beside them.

    ``later - earlier`` is known to within its own rounding, that of the figures, which can narrow both.
    """
    found = {key: dict(groups) for key, groups in figures.items()}
    places = _by_period(found)
    for row in comparisons:
        if row.kind in _TWO_SIDED and "difference" in row.figures and row.period != row.earlier:
            now, then = (places.get((period, row.measure), {}).get(row.group) for period in (row.period, row.earlier))
            if now and then and now[3] == then[3]:
                _narrow(found, now, then, row, figures[now][row.group].half)
    return found


def _narrow(found: dict[Key, dict[GroupName, Figure]], now: Key, then: Key, row: Comparison, half: float) -> None:
    first, second, difference = found[now][row.group], found[then][row.group], row.figures["difference"]
    half = max(half, half_place(repr(difference)))
    low, high = difference - half, difference + half
    if "low" in row.figures and "high" in row.figures:
        middle = (row.figures["low"] + row.figures["high"]) / 2
        low, high = max(low, middle - half), min(high, middle + half)
    narrower = _between(first, second.value - second.half + low, second.value + second.half + high)
    other = _between(second, first.value - first.half - high, first.value + first.half - low)
    found[now][row.group], found[then][row.group] = narrower, other


def _between(figure: Figure, low: float, high: float) -> Figure:
    """The figure within both its own rounding and an interval; unchanged where the two do not meet."""
    low, high = max(low, figure.value - figure.half), min(high, figure.value + figure.half)
    return replace(figure, value=(low + high) / 2, half=(high - low) / 2) if low <= high else figure


class _Index:
    """Published central figures by period, measure and group, each as the publications have them."""

    def __init__(self, publications: Iterable[Published]) -> None:
        self.shown: dict[tuple[str, str], dict[GroupName, list[Figure]]] = {}
        self.above: dict[tuple[str, str], set[str]] = {}
        self.hidden: set[tuple[str, str, GroupName]] = set()
        for one in publications:
            for (_, period, measure, _), groups in _central(one.figures).items():
                places = self.shown.setdefault((period, measure), {})
                for group, figure in groups.items():
                    places.setdefault(group, []).append(figure)
            for (_, period, measure, _), hidden in one.hidden.items():
                self.hidden.update((period, measure, group) for group in hidden)
            roots = {unit.structure: unit.code for unit in one.units if unit.parent is None}
            for unit in one.units:
                above = {code for code in (unit.parent, roots.get(unit.structure)) if code is not None}
                self.above.setdefault((unit.structure, unit.code), set()).update(above - {unit.code})

    def shown_anywhere(self, period: str, measure: str, unit: str) -> bool:
        return any(group[2] == unit for group in self.shown.get((period, measure), {}))


def _central(figures: Figures) -> Figures:
    """The figures that are compared: means, rates, else whatever a measure has."""
    statistics: dict[tuple[str, str], set[str]] = {}
    for _, period, measure, statistic in figures:
        statistics.setdefault((period, measure), set()).add(statistic)
    return {
        key: groups
        for key, groups in figures.items()
        if key[3] in _CENTRES or not statistics[key[1], key[2]].intersection(_CENTRES)
    }


Sides = list[tuple[str, GroupName]]


def _told(row: Comparison, index: _Index, changed: Collection[str]) -> Iterable[Leak]:
    ways = _ways(row, index)
    missing = [
        [(period, group) for period, group in sides if group not in index.shown.get((period, row.measure), {})]
        for sides in ways
    ]
    if row.kind == _REFERENCE:  # our own figure may be that of a published source, as long as no cell withholds it
        missing = [[one for one in gone if (one[0], row.measure, one[1]) in index.hidden] for gone in missing]
    complete = [sides for sides, gone in zip(ways, missing, strict=True) if not gone]
    if any(_agrees(row, sides, index) for sides in complete):
        return
    if complete:
        yield _leak(row, row.period, row.group, "a difference that is not the one of its two published figures")
    elif not _of_another_unit(row, missing[0], index, changed):
        for period, group in missing[0]:
            others = tuple(other for _, other in ways[0] if other != group)
            yield _leak(row, period, group, f"a {row.kind} comparison and its other side: {named(row.group, others)}")


def _ways(row: Comparison, index: _Index) -> list[Sides]:
    """The published figures a comparison can be made of; a unit's whole is the municipality or any unit above it."""
    own = (row.period, row.group)
    if row.kind in _TWO_SIDED and row.earlier != row.period:
        return [[own, (row.earlier, row.group)]]
    if row.kind != "parent":
        return [[own]]
    structure, population, unit, breakdown = row.group
    above = sorted(index.above.get((structure, unit), ())) or [""]
    return [[own, (row.period, (structure, population, code, breakdown))] for code in above]


def _agrees(row: Comparison, sides: Sides, index: _Index) -> bool:
    if len(sides) < 2 or "difference" not in row.figures:
        return True
    first, second = (index.shown[period, row.measure][group] for period, group in sides)
    return _fits(row.figures["difference"], first, second)


def _fits(difference: float, first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    """Whether a rounded difference can be that of two rounded figures, as one of the publications has them."""
    return any(
        abs(one.value - other.value - difference) <= one.half + other.half + _rounding(difference, one) + _TOLERANCE
        for one in first
        for other in second
    )


def _rounding(difference: float, figure: Figure) -> float:
    """Half the last place of a difference: as it is printed, or as its figures are."""
    return max(half_place(repr(difference)), figure.half)


def _of_another_unit(
    row: Comparison, gone: Sequence[tuple[str, GroupName]], index: _Index, changed: Collection[str]
) -> bool:
    """Whether the earlier figure is the published one of the unit that a split unit came from."""
    if row.reason != _SPLIT or [period for period, _ in gone] != [row.earlier] or "difference" not in row.figures:
        return False
    now = index.shown[row.period, row.measure][row.group]
    return any(
        group[1] == row.group[1] and group[2] in changed and _fits(row.figures["difference"], now, then)
        for group, then in index.shown.get((row.earlier, row.measure), {}).items()
    )


def _by_period(figures: Figures) -> dict[tuple[str, str], dict[GroupName, Key]]:
    found: dict[tuple[str, str], dict[GroupName, Key]] = {}
    for key, groups in _central(figures).items():
        found.setdefault((key[1], key[2]), {}).update(dict.fromkeys(groups, key))
    return found


def _inside(units: Sequence[UnitRow]) -> dict[str, set[str]]:
    """By unit: the workplaces below it in any tree of the publication's own structure."""
    own = [unit for unit in units if unit.structure == units[0].structure and not unit.members]
    above = {(unit.tree, unit.code): unit.parent for unit in own}
    parents = {unit.parent for unit in own}
    levels = Counter(unit.level for unit in own if unit.code not in parents)
    found: dict[str, set[str]] = {}
    for unit in own:
        if unit.level == max(levels, key=lambda level: levels[level]):
            code = unit.parent
            while code is not None:
                found.setdefault(code, set()).add(unit.code)
                code = above.get((unit.tree, code))
    return found


def _leak(row: Comparison, period: str, group: GroupName, how: str) -> Leak:
    structure, population, unit, _ = group
    return Leak(period, structure, population, (unit,), row.measure, "mean", how)
