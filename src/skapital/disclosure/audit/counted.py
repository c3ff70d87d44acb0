"""What counts of workplaces, series of quarters, limits and targets give away of a unit whose figures are withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.published import Published, Series
from skapital.disclosure.audit.sides import Shown
from skapital.disclosure.audit.workplaces import workplaces_below

_WITHHELD: Final = "withheld"
_LIMITS: Final = "limits:"
_EMPLOYEES: Final = "employees"


def told_by_counts(published: Published) -> list[Leak]:
    """Return counts of workplaces that tell the verdict of a workplace whose comparison is withheld.

    The counts of one publication are laid beside its own comparisons: what is counted beyond those that are shown
    belongs to workplaces that are not.
    """
    own = [unit for unit in published.units if unit.structure == published.units[0].structure]
    inside = workplaces_below(own)
    verdicts: dict[tuple[str, str], dict[str, str]] = {}
    for row in published.comparisons:
        if row.group[1] == "employees":
            verdicts.setdefault((row.measure, row.kind), {})[row.group[2]] = row.verdict
    found: list[Leak] = []
    for one in published.counts:
        if one.kind.startswith(_LIMITS):
            continue
        known = {
            code: verdicts.get((one.measure, one.kind), {}).get(code)
            for code in inside.get((own[0].structure, one.unit), ())
        }
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
    index, found = Shown(publications), []
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
    index, found = Shown(publications), []
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
    index = Shown(publications)
    found: list[Leak] = []
    for row in targets:
        tells = row.get("baseline") is not None or (row.get("state") == "proposed" and row.get("value") is not None)
        unit, measure = str(row.get("unit", "")), str(row.get("measure", ""))
        if tells and not index.shown_anywhere(period, measure, unit):
            found.append(Leak(period, "", "employees", (unit,), measure, "mean", "the baseline of a target"))
    return found
