"""The protection of those who answered, as data: minimum numbers by class of measure, and the rules on values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Policy:
    """A checked `policy.toml`.

    Attributes
    ----------
    minimum
        Least n by class: ``scale``, ``distribution``, ``problem``, ``sensitive``, ``about_one_person``, ``comments``.
    difference
        Least non-empty remainder between published groups, by the same classes.
    pooled_leaders
        Least number of leaders over which a result about the nearest leader is pooled above the unit.
    magnitude_base, magnitude_persons
        Least full-time equivalents and persons behind an absence or turnover figure.
    value_width
        W: nobody's answer may be pinned to a narrower interval on 0-100.
    unanimity
        Whether a group or remainder in which all gave the same answer is withheld.
    dominance_percent, dominance_n, dominance_k
        p % rule and (n, k) rule for magnitudes.
    small_units
        ``in_parent`` (counted in the parent) or ``left_out``.
    leaving
        Least ``talks`` behind a reason for leaving, least talks in which one was ``chosen`` and in which it was not,
        and least ``leavers`` in a step of a retention curve; nobody at all may be shown.
    decimals
        Decimals by kind of figure: ``score``, ``share``, ``rate``, ``coefficient``.
    sha256
        Of the file as read.
    comments
        ``off``: no free text is shown. There is no other word yet, since none is kept.
    """

    minimum: Mapping[str, int]
    difference: Mapping[str, int]
    pooled_leaders: int
    magnitude_base: float
    magnitude_persons: int
    value_width: float
    unanimity: bool
    dominance_percent: float
    dominance_n: int
    dominance_k: float
    small_units: str
    leaving: Mapping[str, int]
    decimals: Mapping[str, int]
    sha256: str
    comments: str = "off"


def strictest(own: Policy, *others: Policy) -> Policy:
    """Return a policy that keeps every promise: of each rule the strictest that one of the policies has.

    Parameters
    ----------
    own
        Of the round that is published; it decides what is not about strictness (``small_units``, ``sha256``).
    others
        Of the rounds whose answers are shown beside it: they were given under these.
    """
    known = (own, *others)
    return replace(
        own,
        minimum=_largest([one.minimum for one in known]),
        difference=_largest([one.difference for one in known]),
        pooled_leaders=max(one.pooled_leaders for one in known),
        magnitude_base=max(one.magnitude_base for one in known),
        magnitude_persons=max(one.magnitude_persons for one in known),
        value_width=max(one.value_width for one in known),
        unanimity=any(one.unanimity for one in known),
        dominance_percent=max(one.dominance_percent for one in known),
        dominance_n=max(one.dominance_n for one in known),
        dominance_k=min(one.dominance_k for one in known),
        leaving=_largest([one.leaving for one in known]),
        decimals={name: min(one.decimals[name] for one in known) for name in own.decimals},
    )


def _largest(numbers: list[Mapping[str, int]]) -> dict[str, int]:
    return {name: max(one[name] for one in numbers) for name in numbers[0]}
