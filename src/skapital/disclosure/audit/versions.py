"""A figure published twice with another value: whether it looks as if few people had come, gone or answered anew.

The new total less the old one is about those whose answers changed. How many they are is not published, so what is a
leak is decided by what explains the change:

- The number of answers differs by fewer than the minimum, and all figures of the group differ as if just so many people
  had come (or gone) and nothing else had happened: each total by what that many can add, each option of each question
  in one direction. Then the differences are those people's answers.
- The number is the same, but the answers to a question fall otherwise on its options: as many changed at least as
  options gained. Where that is fewer than the minimum in every question of the group, and the question changed in few
  places, it is a correction of few. Where it changed in many places a question was read anew, and one place cannot be
  told from another; nor can a mean alone say how many changed it.

Amounts come late and are corrected in both directions at once, so that nothing follows from their numbers; and they are
left to the gate, which knows whose they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from skapital.config.policy import Policy
from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import SCALE_TOP, Leak, named
from skapital.disclosure.audit.limits import NO_PERSONS_TOTAL, limits
from skapital.disclosure.audit.people import Family, Part
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder, remainders

Figures = Mapping[Key, Mapping[GroupName, Figure]]
_ANSWERED, _SHARE, _SD = "n_answered", "share:", "sd"
_TOLERANCE, _HALF = 1e-6, 0.5


@dataclass(frozen=True)
class _Total:
    """A total about some people as one publication tells it: of a group, or of what is left of one."""

    n: int
    total: float
    slack: float
    plus: GroupName
    minus: tuple[GroupName, ...]


@dataclass(frozen=True)
class _Change:
    """How a total changed: the number behind it, and the total itself, known to within ``slack``."""

    key: Key
    parts: frozenset[Part]
    n: int
    total: float
    slack: float
    plus: GroupName
    minus: tuple[GroupName, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing need have changed."""
        return self.n == 0 and abs(self.total) <= self.slack + _TOLERANCE

    @property
    def people(self) -> int | None:
        """Of a share: by how many people it changed, where rounding leaves only one whole number."""
        return round(self.total) if self.key[3].startswith(_SHARE) and self.slack < _HALF else None


def told_by_versions(
    versions: Sequence[Figures], trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterator[Leak]:
    """Yield figures whose change from one publication to another is about fewer people than the minimum.

    The same people may stand under another organisation in the later one.

    Parameters
    ----------
    versions
        By publication, oldest first, its figures of answers, each with the rounding of its statistic.
    """
    for before, after in combinations(versions, 2):
        places: dict[tuple[str, frozenset[Part]], list[_Change]] = defaultdict(list)
        for change in _changes(before, after, trees):
            places[change.key[1], change.parts].append(change)
        yield from _of_places([one for one in places.values() if any(not it.nothing for it in one)], policy, classes)


def _of_places(places: Sequence[Sequence[_Change]], policy: Policy, classes: Mapping[str, str]) -> Iterator[Leak]:
    apart, few = _apart_by_measure(places), policy.minimum["scale"]
    for changes in places:
        for one in (one for one in changes if not one.nothing and _told_well(one, policy)):
            hold = limits(policy, classes, one.key[2], one.key[3])
            least = min(hold.minimum, hold.difference)
            if _as_if_few_came(changes, least) or (apart[one.key[:3]] < few and _few_answered_anew(one, changes, few)):
                how = f"published twice, and changed by fewer than {least} people: {named(one.plus, one.minus)}"
                yield leak_of(one.key, Remainder(one.parts, one.n, 0.0, 0.0, one.plus, one.minus), one.plus, how)


def _changes(before: Figures, after: Figures, trees: Sequence[Family]) -> Iterator[_Change]:
    for key in sorted(before.keys() & after.keys()):
        if key[0] == "round" and not _not_counted(key[3]) and before[key] != after[key]:
            old = _totals(key, before[key], trees)
            for parts, new in _totals(key, after[key], trees).items():
                if parts in old:
                    then = old[parts]
                    yield _Change(key, parts, new.n - then.n, new.total - then.total, new.slack + then.slack, new.plus,
                                  new.minus)  # fmt: skip


def _not_counted(statistic: str) -> bool:
    return statistic == _SD or (statistic in NO_PERSONS_TOTAL and statistic != _ANSWERED)


def _totals(key: Key, printed: Mapping[GroupName, Figure], trees: Sequence[Family]) -> dict[frozenset[Part], _Total]:
    """Every group and every remainder, by who they are; of several ways to the same people the best rounded."""
    figures = _answered(printed) if key[3] == _ANSWERED else printed
    found: dict[frozenset[Part], _Total] = {}
    for tree in trees:
        for group, parts in tree.parts.items():
            if group in figures and parts:
                one = figures[group]
                found.setdefault(parts, _Total(one.n, one.n * one.value, one.n * one.half, group, ()))
        for row in remainders(tree, figures):
            if row.parts and row.minus:
                middle, slack = (row.low + row.high) / 2, (row.high - row.low) / 2
                found.setdefault(row.parts, _Total(row.n, middle, slack, row.plus, row.minus))
    return found


def _answered(printed: Mapping[GroupName, Figure]) -> dict[GroupName, Figure]:
    return {group: Figure(0.0, 0.0, round(figure.value)) for group, figure in printed.items()}


def _told_well(one: _Change, policy: Policy) -> bool:
    """Whether rounding leaves the change of a total to less than W, of a share to one number of people."""
    if one.key[3].startswith(_SHARE):
        return one.slack < _HALF
    return one.key[3] != _ANSWERED and 2 * one.slack < policy.value_width


def _apart_by_measure(places: Iterable[Sequence[_Change]]) -> dict[tuple[str, ...], int]:
    """In how many places that share nobody each measure changed, counted from the smallest."""
    found: dict[tuple[str, ...], list[frozenset[Part]]] = defaultdict(list)
    for changes in sorted(places, key=lambda one: (len(one[0].parts), sorted(one[0].parts))):
        for measure in {one.key[:3] for one in changes if not one.nothing}:
            if all(changes[0].parts.isdisjoint(other) for other in found[measure]):
                found[measure].append(changes[0].parts)
    return defaultdict(int, {measure: len(apart) for measure, apart in found.items()})


def _as_if_few_came(changes: Sequence[_Change], least: int) -> bool:
    """Whether every figure changed as if 1 to ``least - 1`` people had come, or gone, and nothing else had happened."""
    most = max(changes, key=lambda one: abs(one.n)).n
    if not 0 < abs(most) < least:
        return False
    sign = 1 if most > 0 else -1
    return all(_adds(one, sign, abs(most)) for one in changes)


def _adds(one: _Change, sign: int, people: int) -> bool:
    number, total = sign * one.n, sign * one.total
    top = number if one.key[3].startswith(_SHARE) else SCALE_TOP * number
    return 0 <= number <= people and -one.slack - _TOLERANCE <= total <= top + one.slack + _TOLERANCE


def _few_answered_anew(one: _Change, changes: Sequence[_Change], least: int) -> bool:
    """Whether as many answered, and in every question whose options are shown fewer than ``least`` chose another."""
    if any(other.n for other in changes):
        return False
    moved = [_moved(of_measure) for of_measure in _by_measure(changes).values()]
    mine = _moved([other for other in changes if other.key[:3] == one.key[:3]])
    return mine is not None and mine > 0 and max(number for number in moved if number is not None) < least


def _by_measure(changes: Iterable[_Change]) -> dict[tuple[str, ...], list[_Change]]:
    found: dict[tuple[str, ...], list[_Change]] = defaultdict(list)
    for one in changes:
        found[one.key[:3]].append(one)
    return found


def _moved(changes: Sequence[_Change]) -> int | None:
    """How many people at least chose another option; None where no options are shown, or too coarsely."""
    shares = [one.people for one in changes if one.key[3].startswith(_SHARE)]
    known = [number for number in shares if number is not None]
    if not known or len(known) < len(shares):
        return None
    return max(sum(number for number in known if number > 0), -sum(number for number in known if number < 0))
