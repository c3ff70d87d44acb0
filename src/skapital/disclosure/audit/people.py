"""Who is in which group, as far as the published list of units tells: groups as sets of smallest parts."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from skapital.disclosure.audit.published import GroupName, UnitRow

Part = tuple[str, ...]
"""A smallest part: the people of a unit without units below it, or those who belong to a larger unit itself."""


@dataclass(frozen=True, eq=False)
class Family:
    """The groups of one tree of one structure, each as a set of smallest parts: any two are nested or apart.

    A family is only itself, so that what was found of it can be kept. One of a ``breakdown`` tells of units alone only
    what the family of their tree tells better.
    """

    structure: str
    tree: str
    parts: Mapping[GroupName, frozenset[Part]]
    breakdown: bool = False

    def among(self, groups: Container[GroupName]) -> frozenset[GroupName]:
        """Return those of the groups that are laid out here; none where they are only units and this a breakdown."""
        found = frozenset(group for group in self.parts if group in groups)
        return found if not self.breakdown or any(group[3] for group in found) else frozenset()


@dataclass(frozen=True)
class _Tree:
    structure: str
    name: str
    units: Mapping[str, UnitRow]
    children: Mapping[str, tuple[str, ...]]


def families(
    units: Iterable[UnitRow], groups: Iterable[GroupName], changed: frozenset[str] = frozenset()
) -> tuple[Family, ...]:
    """Lay out all groups over their smallest parts, tree by tree.

    The same code is the same people in every tree of a structure, and between structures where it has no units below
    it, unless it is ``changed``: a unit that a merger, split, closing or new beginning touched. Who belongs to a larger
    unit itself is not carried from one structure to the next. Leaders stand beside the employees, at the municipality:
    a flat part a level. Where people are followed from one round to another, every part falls into those who stayed and
    the others, and the groups of either are a family of their own.
    """
    asked = sorted(set(groups))
    levels = frozenset(name for _, name, _, _ in asked if name not in _WIDE)
    rounds = tuple(sorted({name.partition(":")[2] for _, _, _, name in asked if name.startswith(_FOLLOWED)}))
    found: list[Family] = []
    for tree in _trees(units):
        found.append(_family(tree, asked, levels, changed, rounds))
        found += [_followed(tree, asked, changed, rounds, one) for one in rounds]
        found += _breakdowns(tree, [one for one in asked if not one[3].startswith(_FOLLOWED)])
    return tuple(found)


_WIDE = ("employees", "leaders", "all")
_STAYED = "stayers:"
_FOLLOWED = (_STAYED, "joiners:", "leavers:")


def _split(parts: frozenset[Part], rounds: tuple[str, ...]) -> frozenset[Part]:
    """Each part by whether its people stayed, for every other round: what a part is called ends with its unit."""
    signs = list(product(*(((one, "stayed"), (one, "other")) for one in rounds)))
    return frozenset((*chain(*sign), *part) for part in parts for sign in signs)


def _followed(
    tree: _Tree, groups: Iterable[GroupName], changed: frozenset[str], rounds: tuple[str, ...], one: str
) -> Family:
    parts: dict[GroupName, frozenset[Part]] = {}
    at = 2 * rounds.index(one) + 1
    for group in groups:
        structure, _, code, breakdown = group
        if structure == tree.structure and code in tree.units and breakdown.partition(":")[2] == one:
            sign = "stayed" if breakdown.startswith(_STAYED) else "other"
            whole = _split(_below(tree, code, changed), rounds)
            parts[group] = frozenset(part for part in whole if part[at] == sign)
    return Family(tree.structure, f"{tree.name}:{one}", parts)


def _family(
    tree: _Tree, groups: Iterable[GroupName], levels: frozenset[str], changed: frozenset[str], rounds: tuple[str, ...]
) -> Family:
    leaders = frozenset(("leaders", level) for level in levels) | {("leaders", "")}
    below = {code: _split(_below(tree, code, changed), rounds) for code in tree.units}
    parts: dict[GroupName, frozenset[Part]] = {}
    for group in groups:
        structure, population, code, breakdown = group
        if structure != tree.structure or code not in below or breakdown:
            continue
        of_population = {"employees": below[code], "leaders": leaders, "all": below[code] | leaders}
        parts[group] = of_population.get(population, frozenset({("leaders", population)}))
    return Family(tree.structure, tree.name, parts)


def _breakdowns(tree: _Tree, asked: Iterable[GroupName]) -> Iterator[Family]:
    """Families of groups by position, seniority or age: a unit's groups within it, and within the unit's group above.

    Who has which position is not known from outside, so the parts are those of the units that are broken down, one for
    each value and one for whoever has none of the values shown.
    """
    own = [group for group in asked if group[0] == tree.structure and group[2] in tree.units]
    for population, name in sorted({(group[1], group[3].partition(":")[0]) for group in own if group[3]}):
        groups = [one for one in own if one[1] == population and one[3].partition(":")[0] == name]
        units = {one[2] for one in groups}
        values = sorted({one[3] for one in groups})
        regions = {unit: {other for other in units if unit in (other, *_up(tree, other))} for unit in units}
        of_value = {one: frozenset((name, one[3], tree.name, region) for region in regions[one[2]]) for one in groups}
        of_unit = {
            one: frozenset((name, value, tree.name, region) for region in regions[one[2]] for value in ("", *values))
            for one in own
            if one[1] == population and one[2] in units and not one[3]
        }
        top = {one: parts for one, parts in of_unit.items() if tree.units[one[2]].parent is None}
        yield Family(tree.structure, tree.name, {**top, **of_value}, breakdown=True)
        lowest = {one: parts for one, parts in of_value.items() if len(regions[one[2]]) == 1}
        yield Family(tree.structure, tree.name, {**of_unit, **lowest}, breakdown=True)


def _up(tree: _Tree, code: str) -> Iterator[str]:
    above = tree.units[code].parent
    while above is not None and above in tree.units:
        yield above
        above = tree.units[above].parent


def _below(tree: _Tree, code: str, changed: frozenset[str]) -> frozenset[Part]:
    unit = tree.units[code]
    if unit.members:
        return frozenset().union(*(_below(tree, member, changed) for member in unit.members))
    children = tree.children.get(code, ())
    if not children:
        return frozenset({("unit", tree.structure if code in changed else "", code)})
    own = {("own", tree.structure, tree.name, code)} if unit.own_members else set()
    return frozenset(own).union(*(_below(tree, child, changed) for child in children))


def _trees(units: Iterable[UnitRow]) -> list[_Tree]:
    grouped: dict[tuple[str, str], dict[str, UnitRow]] = {}
    for unit in units:
        grouped.setdefault((unit.structure, unit.tree), {})[unit.code] = unit
    return [_Tree(structure, name, found, _children(found)) for (structure, name), found in grouped.items()]


def _children(found: Mapping[str, UnitRow]) -> dict[str, tuple[str, ...]]:
    below: dict[str, list[str]] = {}
    for unit in found.values():
        if unit.parent is not None and not unit.members:
            below.setdefault(unit.parent, []).append(unit.code)
    return {code: tuple(children) for code, children in below.items()}
