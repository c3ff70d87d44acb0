"""The municipality beside comparable ones, in one source's own figures: comparable, or refused with what differs.

Only figures of one source stand here. What the municipality counts from its own payroll is made in another way, even
where the name is the same, and is never subtracted from them: the same municipality was 15.1 or 11.2 days in the same
month, depending on the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Final

import pandas as pd

from skapital import columns as c
from skapital.compare.table import ALL_COLUMNS
from skapital.config.benchmarks import WEIGHTED, BenchmarkRules
from skapital.errors import NotComputable

MUST_MATCH: Final = ("measure", "period", "source", "definition", "unit", "population")
DAYS_PER_EQUIVALENT: Final = "days_per_fte"
IN_EQUIVALENTS: Final = "absence_full_time_equivalents"
"""The measure of a gap that is given in full-time equivalents."""
TOO_FEW_MEMBERS: Final = "too_few_members"
AVERAGE: Final = "average"


@dataclass(frozen=True)
class Figure:
    """One row of the list: a municipality's figure as a source gives it."""

    municipality: str
    period: str
    measure: str
    value: float
    unit: str
    source: str
    definition: str
    population: str


@dataclass(frozen=True)
class Unlike:
    """A member that does not count, with what differs in its figure; nothing differs where it has none at all."""

    municipality: str
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Benchmarked:
    """One measure of the municipality beside the comparable ones, in the latest year of a source.

    Attributes
    ----------
    own
        Our own row.
    members
        The comparable figures, in the order of the configuration.
    unlike
        Members that do not count, each with what differs.
    average, difference
        By the rule of the configuration, and ours less it; ``None`` where there is none: ``refused`` says why.
    is_target
        Whether the municipality is to be at or below the others.
    """

    own: Figure
    members: tuple[Figure, ...]
    unlike: tuple[Unlike, ...]
    average: float | None
    difference: float | None
    is_target: bool
    refused: str | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the municipality is at or below the others in the published figures; ``None`` without an average."""
        return None if self.difference is None else self.difference <= 0


def what_differs(ours: Figure, other: Figure) -> tuple[str, ...]:
    """Return the names of what keeps two figures from being compared; empty if they may be."""
    return tuple(name for name in MUST_MATCH if getattr(ours, name) != getattr(other, name))


def difference(ours: Figure, other: Figure) -> float:
    """Return ``ours - other``.

    Raises
    ------
    NotComputable
        ``not-comparable``, saying what differs.
    """
    if differs := what_differs(ours, other):
        said = "; ".join(f'{name}: "{getattr(ours, name)}" and "{getattr(other, name)}"' for name in differs)
        message = f"{ours.municipality} and {other.municipality} cannot be compared, they differ in {said}"
        raise NotComputable(message, slug="not-comparable")
    return ours.value - other.value


def average(figures: Sequence[Figure], rules: BenchmarkRules) -> float:
    """Return the average of comparable figures by the rule of the configuration.

    Unweighted as in ECO Nøgletal's groups: Σx / k. Weighted: Σwx / Σw, over those that have a figure.

    Raises
    ------
    NotComputable
        ``too-few-units`` if there is none; ``not-comparable`` if they are not comparable with one another.
    """
    if not figures:
        raise NotComputable("an average needs at least one municipality", slug="too-few-units")
    for one in figures[1:]:
        difference(figures[0], one)
    weights = [rules.weights[one.municipality] if rules.rule == WEIGHTED else 1.0 for one in figures]
    return sum(w * one.value for w, one in zip(weights, figures, strict=True)) / sum(weights)


def figures_of(table: pd.DataFrame) -> tuple[Figure, ...]:
    """Return the rows of the store's table ``benchmarks``."""
    names = ["municipality", "period", "measure", "value", "unit", "source", "definition", "population"]
    return tuple(
        Figure(str(m), str(p), str(a), float(v), str(u), str(s), str(d), str(o))
        for m, p, a, v, u, s, d, o in table[names].itertuples(index=False, name=None)
    )


def benchmarked(
    figures: Iterable[Figure], rules: BenchmarkRules, *, own: str, last_year: int
) -> tuple[Benchmarked, ...]:
    """Return the municipality beside its group: one entry a measure and way of counting, latest year of each.

    Parameters
    ----------
    figures
        The whole list.
    own
        What the source calls our own municipality.
    last_year
        The last year that was over; later ones do not count.

    Returns
    -------
    tuple
        In order of measure, source and definition. A way of counting without our own row is left out; ingest warns.
    """
    if not rules.members:
        return ()
    known = [one for one in figures if one.period.isdigit() and int(one.period) <= last_year]
    ours = [one for one in known if one.municipality == own]
    ways = sorted({_way(one) for one in ours})
    latest = [max((one for one in ours if _way(one) == way), key=lambda one: int(one.period)) for way in ways]
    return tuple(_beside(one, known, rules) for one in latest)


def in_full_time_equivalents(one: Benchmarked, equivalents: float, base_days: float) -> float | None:
    """Return the gap in full-time equivalents: days per full-time equivalent too many × equivalents / days of a year.

    Parameters
    ----------
    equivalents
        Of our own staff.
    base_days
        The named base of days that a full-time year holds; 0 and less are refused.

    Returns
    -------
    float or None
        ``None`` where the figure is not in days per full-time equivalent, or there is no average.
    """
    if base_days <= 0:
        raise NotComputable("days become full-time equivalents by a base of days above 0", slug="no-exposure")
    if one.own.unit != DAYS_PER_EQUIVALENT or one.difference is None:
        return None
    return one.difference * equivalents / base_days


def comparisons(
    found: Sequence[Benchmarked], *, root: str, structure: str, gaps: Sequence[float | None]
) -> pd.DataFrame:
    """Return the comparisons as rows of kind ``reference``, unrounded; the year is their period.

    ``gaps`` are aligned with ``found``: what :func:`in_full_time_equivalents` gave, each a row of the measure
    ``absence_full_time_equivalents``.

    Published figures come without uncertainty, so there is no interval and the verdict is ``cannot_tell``; whether the
    target is reached is a statement about the figures themselves (:attr:`Benchmarked.reached`).
    """
    where: dict[str, object] = {c.STRUCTURE: structure, c.POPULATION: c.ALL, c.UNIT: root, "kind": "reference"}
    rows = []
    for one, gap in zip(found, gaps, strict=True):
        same = {**where, c.PERIOD: one.own.period, "from": f"{one.own.source}: {one.own.definition}"}
        verdict = c.CANNOT_TELL if one.difference is not None else c.VERDICT_WITHHELD
        same |= {"verdict": verdict, "reason": one.refused}
        rows.append({**same, c.MEASURE: one.own.measure, "difference": one.difference})
        rows += [{**same, c.MEASURE: IN_EQUIVALENTS, "difference": gap}] if gap is not None else []
    table = pd.DataFrame(rows, columns=list(ALL_COLUMNS))
    numbers = ["difference", "low", "high", "detectable", "shrunken", "shrunken_low", "shrunken_high"]
    return table.astype(dict.fromkeys(numbers, float)) if rows else table


def as_table(found: Sequence[Benchmarked]) -> pd.DataFrame:
    """Return the figures that are printed, one a row: ours, the others', and their average as municipality ``average``.

    They are the source's own published figures and stand in `release.json`, so that whoever reads a comparison of kind
    ``reference`` finds both of its sides.
    """
    rows = []
    for one in found:
        rows += [astuple(figure) for figure in (one.own, *one.members)]
        if one.average is not None:
            rows.append(astuple(replace(one.own, municipality=AVERAGE, value=round(one.average, 1))))
    return pd.DataFrame(rows, columns=[field.name for field in fields(Figure)])


def _way(one: Figure) -> tuple[str, str, str, str, str]:
    return (one.measure, one.source, one.definition, one.unit, one.population)


def _beside(own: Figure, known: Sequence[Figure], rules: BenchmarkRules) -> Benchmarked:
    alike = {one.municipality: one for one in known if not what_differs(own, one)}
    members = tuple(alike[name] for name in rules.members if name in alike)
    unlike = tuple(Unlike(name, _nearest(own, name, known)) for name in rules.members if name not in alike)
    is_target = own.measure in rules.targets
    if len(members) < rules.least_members:
        return Benchmarked(own, members, unlike, None, None, is_target, TOO_FEW_MEMBERS)
    mean = average(members, rules)
    return Benchmarked(own, members, unlike, mean, own.value - mean, is_target)


def _nearest(own: Figure, name: str, known: Sequence[Figure]) -> tuple[str, ...]:
    """What differs in the figure of a municipality that comes nearest to ours; nothing if it has none."""
    differs = [what_differs(own, one) for one in known if one.municipality == name and one.measure == own.measure]
    return min(differs, key=len, default=())
