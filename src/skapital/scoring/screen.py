"""What an analyst may see on screen: the minimum numbers of the policy, as they bear on a score table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from skapital.columns import ALL, EMPLOYEES, LEADERS
from skapital.config.instrument import Instrument
from skapital.errors import NotComputable

T = TypeVar("T")
COMPLETE = "complete:"
"""Before a scale's name: those who answered all of its items, as a measure of its own."""

_CLASSES = ("scale", "distribution", "problem", "sensitive", "about_one_person")
_RULE_OF_ITEM = {
    "ordinary": "scale",
    "about_one_person": "about_one_person",
    "problem": "problem",
    "sensitive": "sensitive",
}


@dataclass(frozen=True)
class Seen:
    """What the gate shows of one population beside everybody.

    Attributes
    ----------
    population
        Of ``all`` every figure is known; only the least n bears on it.
    figures
        Measure and statistic of each figure that may be seen.
    compared
        Measures of which both the employees' and the leaders' mean may be seen.
    """

    population: str
    figures: frozenset[tuple[str, str]]
    compared: frozenset[str]

    def shows(self, measure: str, statistic: str) -> bool:
        """Say whether the gate shows a figure."""
        return self.population == ALL or (measure, statistic) in self.figures

    def shows_leaders_beside_employees(self, scale: str) -> bool:
        """Say whether those who answered all of a scale may be told apart as leaders and employees."""
        return COMPLETE + scale in self.compared


@dataclass(frozen=True)
class Screen:
    """The policy's least n by class, for one population, and what the gate shows of it beside everybody.

    A figure made of fewer people is withheld with its n. Results about one person (the nearest leader) are given for
    all leaders together only, so for a single leader level they are withheld whatever the n.
    """

    minimum: Mapping[str, int]
    seen: Seen

    def __post_init__(self) -> None:
        missing = [name for name in _CLASSES if name not in self.minimum]
        if missing:
            raise NotComputable(f"the policy gives no minimum for {', '.join(missing)}")

    def shows(self, n: int, rules: Collection[str], *, distribution: bool = False) -> bool:
        """Say whether a figure of ``n`` people may be seen under all of ``rules``; ``distribution``: beyond a mean."""
        if "about_one_person" in rules and self.seen.population not in (ALL, EMPLOYEES, LEADERS):
            return False
        classes = {*rules, "distribution"} if distribution else rules
        return all(n >= self.minimum[rule] for rule in classes)

    def rules_of_item(self, instrument: Instrument, code: str) -> frozenset[str]:
        """Return the policy class of an item; an unknown item class stops the run."""
        return frozenset({_RULE_OF_ITEM[instrument.items[code].item_class]})

    def rules_of_scale(self, instrument: Instrument, scale_id: str) -> frozenset[str]:
        """Return the policy classes of a scale's items; all of them bear on it."""
        return frozenset().union(*(self.rules_of_item(instrument, code) for code in instrument.scale_items(scale_id)))


def when(shown: bool, value: T) -> T | None:
    """Return ``value`` if it may be shown, else ``None``."""
    return value if shown else None
