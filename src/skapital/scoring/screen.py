"""What an analyst may see on screen: the minimum numbers of the policy, as they bear on a score table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from skapital.columns import ALL, EMPLOYEES, LEADERS
from skapital.config.instrument import Instrument
from skapital.errors import NotComputable

T = TypeVar("T")

_CLASSES = ("scale", "distribution", "problem", "sensitive", "about_one_person")
_RULE_OF_ITEM = {
    "ordinary": "scale",
    "about_one_person": "about_one_person",
    "problem": "problem",
    "sensitive": "sensitive",
}


@dataclass(frozen=True)
class Screen:
    """The policy's least n by class, for one population.

    A figure made of fewer people is withheld with its n. Results about one person (the nearest leader) are given for
    all leaders together only, so for a single leader level they are withheld whatever the n.
    """

    minimum: Mapping[str, int]
    population: str

    def __post_init__(self) -> None:
        missing = [name for name in _CLASSES if name not in self.minimum]
        if missing:
            raise NotComputable(f"the policy gives no minimum for {', '.join(missing)}")

    def shows(self, n: int, rule: str, *, distribution: bool = False) -> bool:
        """Say whether a figure of ``n`` people under ``rule`` may be seen; ``distribution``: one beyond a mean."""
        if rule == "about_one_person" and self.population not in (ALL, EMPLOYEES, LEADERS):
            return False
        least = max(self.minimum[rule], self.minimum["distribution"] if distribution else 0)
        return n >= least

    def rule_of_item(self, instrument: Instrument, code: str) -> str:
        """Return the policy class of an item; an unknown item class stops the run."""
        return _RULE_OF_ITEM[instrument.items[code].item_class]

    def rule_of_scale(self, instrument: Instrument, scale_id: str) -> str:
        """Return the strictest policy class among a scale's items, or ``about_one_person`` if any is about a person."""
        rules = {self.rule_of_item(instrument, code) for code in instrument.scale_items(scale_id)}
        if "about_one_person" in rules and "sensitive" not in rules:
            return "about_one_person"
        return max(sorted(rules), key=lambda rule: self.minimum[rule])


def when(shown: bool, value: T) -> T | None:
    """Return ``value`` if it may be shown, else ``None``."""
    return value if shown else None
