"""What earlier publications tell by themselves: questions whose answer a new publication adds nothing to.

A question is the same where everything its answer rests on is: the figures, their rounding as comparisons leave it, and
who is in which of their groups. What it tells was told before, and whoever published it then had it audited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from skapital.disclosure.audit.attack import AMOUNT, EQUATION, PERSONS, VERSIONS, Asked, Attack, Totals
from skapital.disclosure.audit.equations import ANSWERED
from skapital.disclosure.audit.judging import Key
from skapital.disclosure.audit.people import Part
from skapital.disclosure.audit.published import Figure, GroupName

People = frozenset[frozenset[tuple[GroupName, frozenset[Part]]]]


def new_questions(whole: Attack, before: Attack) -> list[Asked]:
    """Return the questions whose answer rests on something that the publications before did not tell.

    Parameters
    ----------
    whole
        All publications, the new one last.
    before
        All but the new one, laid out by the same promise and knowledge.
    """
    asked_before, now, then = set(before.questions()), _Rest(whole), _Rest(before)
    return [one for one in whole.questions() if one not in asked_before or now.of(one) != then.of(one)]


@dataclass(frozen=True)
class _Rest:
    """What the answers to questions rest on; who is in which group is kept, since many have the same groups."""

    attack: Attack
    _kept: dict[frozenset[GroupName], People] = field(default_factory=dict)

    def of(self, asked: Asked) -> object:
        kind, what = asked
        if kind == PERSONS:
            return self._figures([(self.attack.totals, what), (self.attack.printed, self.attack.invited_of(what))])
        if kind == AMOUNT:
            return self._figures([(self.attack.amounts, what)])
        if kind == EQUATION:
            keys = (what.whole, *what.parts, (*what.whole[:2], *ANSWERED))
            return self._figures([(one, key) for key in keys for one in (self.attack.printed, self.attack.figures)])
        if kind == VERSIONS:
            both = [self.attack.publications[place] for place in what]
            return both, self._people(group for one in both for found in one.figures.values() for group in found)
        raise ValueError(f"unknown question: {kind}")

    def _figures(self, tables: Sequence[tuple[Totals, Key]]) -> object:
        found: list[Mapping[GroupName, Figure]] = [table.get(key, {}) for table, key in tables]
        return found, self._people(group for figures in found for group in figures)

    def _people(self, groups: Iterable[GroupName]) -> People:
        asked = frozenset(groups)
        if asked not in self._kept:
            shown = (frozenset((group, tree.parts[group]) for group in tree.among(asked)) for tree in self.attack.trees)
            self._kept[asked] = frozenset(one for one in shown if one)
        return self._kept[asked]
