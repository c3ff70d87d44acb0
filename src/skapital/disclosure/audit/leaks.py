"""When a derived total tells about a person: the two tests, each on figures as printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from skapital.disclosure.audit.published import GroupName

SCALE_TOP = 100.0
EXACT = 1e-9


@dataclass(frozen=True)
class Leak:
    """Something that can be worked out: about whom, what, and by which way."""

    period: str
    structure: str
    population: str
    units: tuple[str, ...]
    measure: str
    statistic: str
    how: str

    def as_json(self) -> dict[str, object]:
        """Return the contract's ``{target: {period, structure, population, units[], measure, statistic}, how}``."""
        target = {
            "period": self.period,
            "structure": self.structure,
            "population": self.population,
            "units": list(self.units),
            "measure": self.measure,
            "statistic": self.statistic,
        }
        return {"target": target, "how": self.how}


def too_few(n: int, minimum: int) -> bool:
    """Test (a): an exactly derivable total about 1 to ``minimum - 1`` people.

    The insider who takes his own answer away is left with 1 to ``minimum - 2`` others, which is the same totals.
    """
    return 0 < n < minimum


def pinned_width(n: int, low: float, high: float) -> float:
    """Return the width of the interval in which one person's value lies, given bounds of the total of n values.

    Values lie on 0-100: one person has at most the whole total and at least what is left when all others have 100.
    """
    return min(SCALE_TOP, high) - max(0.0, low - SCALE_TOP * (n - 1))


def too_little(base: float, slack: float, minimum: float) -> bool:
    """Whether full-time equivalents, known to within ``slack``, are some but fewer than the minimum."""
    return base - slack > EXACT and base + slack < minimum - EXACT


def pinned(n: int, low: float, high: float, width: float) -> bool:
    """Test (b): one person's value pinned to an interval narrower than ``width``."""
    return n > 0 and pinned_width(n, low, high) < width - 1e-9


def unanimous(n: int, low: float, high: float) -> bool:
    """Tell whether a count of people, known between ``low`` and ``high``, must be all n of them."""
    return n > 0 and math.ceil(low - 1e-9) >= n and high >= n - 1e-9


def named(group: GroupName, others: Sequence[GroupName]) -> str:
    """Return the way in words: which group less which."""
    return f"{_words(group)} less {', '.join(_words(other) for other in others)}" if others else _words(group)


def _words(group: GroupName) -> str:
    structure, population, unit, _ = group
    return f"{unit} ({population}, {structure})"
