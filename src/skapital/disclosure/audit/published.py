"""What a publication says in its own words: `release.json` as an attacker reads it, and nothing from the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, object]
GroupName = tuple[str, str, str, str]
"""Structure, population, unit and breakdown ("" for none)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number of a group: its value as printed, half the last printed place, its n and its base."""

    value: float
    half: float
    n: int
    base: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """One published comparison: what is compared with what, and whichever of its figures are printed."""

    period: str
    earlier: str
    group: GroupName
    measure: str
    kind: str
    figures: Mapping[str, float]
    verdict: str
    reason: str


@dataclass(frozen=True)
class Count:
    """How many workplaces below a unit have a verdict."""

    unit: str
    measure: str
    kind: str
    verdict: str
    n_units: int


@dataclass(frozen=True)
class Series:
    """What is said of a unit's place among limits, or of its series of quarters (``points`` values)."""

    period: str
    group: GroupName
    measure: str
    place: str
    points: int


@dataclass(frozen=True)
class Association:
    """A scale of a round beside a measure of what followed, over ``n_units`` workplaces of a structure."""

    round_id: str
    period: str
    structure: str
    measure: str
    scale: str
    n_units: int


@dataclass(frozen=True)
class UnitRow:
    """One unit of one tree as the file lists it."""

    structure: str
    tree: str
    code: str
    parent: str | None
    members: tuple[str, ...]
    own_members: bool
    level: str = ""


@dataclass(frozen=True)
class Published:
    """Units and figures of one publication.

    ``figures[(period_kind, period, measure, statistic)][group]``; ``hidden`` has the same keys for withheld cells.
    ``betrayed`` are withheld cells that hold a figure all the same.
    """

    units: tuple[UnitRow, ...]
    figures: Mapping[tuple[str, str, str, str], Mapping[GroupName, Figure]]
    hidden: Mapping[tuple[str, str, str, str], frozenset[GroupName]]
    comparisons: tuple[Comparison, ...] = ()
    counts: tuple[Count, ...] = ()
    limits: tuple[Series, ...] = ()
    signals: tuple[Series, ...] = ()
    associations: tuple[Association, ...] = ()
    betrayed: tuple[tuple[tuple[str, str, str, str], GroupName], ...] = ()


def from_release(document: Mapping[str, object]) -> Published:
    """Read a parsed `release.json`.

    Raises
    ------
    KeyError
        If it has not the keys of the contract: an unreadable publication is not a safe one.
    """
    figures: dict[tuple[str, str, str, str], dict[GroupName, Figure]] = {}
    hidden: dict[tuple[str, str, str, str], set[GroupName]] = {}
    betrayed: list[tuple[tuple[str, str, str, str], GroupName]] = []
    names: dict[GroupName, GroupName] = {}  # each name once: it stands in the rows of every measure
    for cell in _rows(document, "cells"):
        key = (str(cell["period_kind"]), str(cell["period"]), str(cell["measure"]), str(cell["statistic"]))
        group = (str(cell["structure"]), str(cell["population"]), str(cell["unit"]), str(cell["group"] or ""))
        group = names.setdefault(group, group)
        if cell["withheld"] is not None:
            hidden.setdefault(key, set()).add(group)
            if any(cell.get(name) is not None for name in ("value", "n", "base")):
                betrayed.append((key, group))
        elif cell["value"] is not None:
            figures.setdefault(key, {})[group] = _figure(cell)
    return Published(
        units=tuple(_unit(row) for row in _rows(document, "units")),
        figures=figures,
        hidden={key: frozenset(groups) for key, groups in hidden.items()},
        comparisons=tuple(_comparison(row) for row in _rows(document, "comparisons", optional=True)),
        counts=tuple(_count(row) for row in _rows(document, "counts", optional=True)),
        limits=tuple(_series(row) for row in _rows(document, "limits", optional=True)),
        signals=tuple(_series(row) for row in _rows(document, "signals", optional=True)),
        associations=tuple(_association(row) for row in _rows(document, "associations", optional=True)),
        betrayed=tuple(betrayed),
    )


def together(publications: Sequence[Published]) -> Published:
    """Lay publications on top of one another: what one hides another may show, and a reader has them all.

    Where the same figure was published twice with different values the later one is kept; what the two tell together
    is asked for itself (:mod:`.versions`).
    """
    units: dict[tuple[str, str, str], UnitRow] = {}
    figures: dict[tuple[str, str, str, str], dict[GroupName, Figure]] = {}
    hidden: dict[tuple[str, str, str, str], set[GroupName]] = {}
    for one in publications:
        units.update({(unit.structure, unit.tree, unit.code): unit for unit in one.units})
        for key, found in one.figures.items():
            figures.setdefault(key, {}).update(found)
        for key, groups in one.hidden.items():
            hidden.setdefault(key, set()).update(groups)
    left = {key: frozenset(groups - figures.get(key, {}).keys()) for key, groups in hidden.items()}
    comparisons = tuple(row for one in publications for row in one.comparisons)
    return Published(tuple(units.values()), figures, left, comparisons)


_COMPARED = ("difference", "low", "high", "detectable", "shrunken", "shrunken_low", "shrunken_high")


def _comparison(row: Row) -> Comparison:
    figures = {name: float(value) for name in _COMPARED if isinstance(value := row.get(name), int | float)}
    return Comparison(
        period=str(row["period"]),
        earlier=str(row["from"]),
        group=(str(row["structure"]), str(row["population"]), str(row["unit"]), str(row.get("group") or "")),
        measure=str(row["measure"]),
        kind=str(row["kind"]),
        figures=figures,
        verdict=str(row["verdict"]),
        reason=str(row.get("reason") or ""),
    )


def _series(row: Row) -> Series:
    points = row.get("n_points")
    return Series(
        period=str(row.get("period") or ""),
        group=(str(row["structure"]), str(row["population"]), str(row["unit"]), str(row.get("group") or "")),
        measure=str(row["measure"]),
        place=str(row.get("place") or ""),
        points=int(points) if isinstance(points, int | float) else 0,
    )


def _association(row: Row) -> Association:
    number = row["n_units"]
    return Association(
        round_id=str(row["from"]),
        period=str(row["period"]),
        structure=str(row["structure"]),
        measure=str(row["measure"]),
        scale=str(row["scale"]),
        n_units=int(number) if isinstance(number, int) else 0,
    )


def _count(row: Row) -> Count:
    number = row["n_units"]
    return Count(
        unit=str(row["unit"]),
        measure=str(row["measure"]),
        kind=str(row["kind"]),
        verdict=str(row["verdict"]),
        n_units=int(number) if isinstance(number, int | float) else 0,
    )


def _rows(document: Mapping[str, object], name: str, *, optional: bool = False) -> Iterable[Row]:
    rows = document.get(name, []) if optional else document[name]
    if not isinstance(rows, list):
        raise KeyError(name)
    return rows


def _figure(cell: Row) -> Figure:
    value = cell["value"]
    count, base = cell["n"], cell.get("base")
    return Figure(
        float(value) if isinstance(value, int | float) else float("nan"),
        half_place(repr(value)),
        int(count) if isinstance(count, int | float) else 0,
        float(base) if isinstance(base, int | float) else 0.0,
    )


def half_place(printed: str) -> float:
    """Return half a unit of the last decimal place of a number as printed; 0 for whole numbers.

    A trailing zero that JSON drops makes the place look coarser than it is; the attacker then assumes less, so callers
    take the finest place seen for the statistic (:func:`finest`).
    """
    _, _, decimals = printed.partition(".")
    return 0.5 * 10.0 ** -len(decimals) if decimals else 0.0


def finest(figures: Mapping[GroupName, Figure]) -> float:
    """Return half the finest decimal place among figures of one statistic: the rounding all of them have."""
    halves = [figure.half for figure in figures.values() if figure.half > 0]
    return min(halves, default=0.0)


def _unit(row: Row) -> UnitRow:
    members = row["members"]
    parent = row["parent"]
    return UnitRow(
        structure=str(row["structure"]),
        tree=str(row["tree"]),
        code=str(row["code"]),
        parent=None if parent is None else str(parent),
        members=tuple(str(code) for code in members) if isinstance(members, list) else (),
        own_members=bool(row["own_members"]),
        level=str(row.get("level") or ""),
    )
