"""Which minimum holds for which figure, from the policy and the classes of measures that a manifest names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skapital.config.policy import Policy
from skapital.disclosure.audit.amounts import ABSENCE, AMOUNTS
from skapital.errors import InputError

SCALE_STATISTICS = ("mean",)
NO_PERSONS_TOTAL = frozenset(
    {
        "low", "high", "pooled_sd", "alpha", "alpha_low", "alpha_high", "omega", "icc1", "icc1_n0", "icc1_reml", "icc2",
        "rwg_median", "rwg_star_median", "correlation", "n_invited", "n_answered", "rate",
    }
)  # fmt: skip
"""Statistics that are no total of persons' values: made from released figures, or about the whole municipality."""


@dataclass(frozen=True)
class Limits:
    """The tests that a figure must stand: least n of a published group and of a remainder, and the least width.

    Nobody may be pinned to an interval narrower than ``width`` (None: not tested). ``base`` is the least number of
    full-time equivalents (0: not tested).
    """

    minimum: int
    difference: int
    width: float | None
    unanimity: bool
    base: float = 0.0


def limits(policy: Policy, classes: Mapping[str, str], measure: str, statistic: str) -> Limits:
    """Return the limits of a measure's statistic.

    ``classes`` gives each measure's class: ``scale``, ``ordinary``, ``problem``, ``sensitive``, ``about_one_person``,
    ``response`` or ``magnitude``.

    Raises
    ------
    InputError
        If the measure's class is not known: what cannot be judged is not safe.
    """
    kind = "magnitude" if measure in AMOUNTS else classes.get(measure)
    if kind == "response":
        return Limits(policy.minimum["scale"], policy.difference["scale"], None, False)
    if kind in ("problem", "sensitive"):
        return Limits(policy.minimum[kind], policy.difference[kind], None, policy.unanimity)
    if kind in ("scale", "about_one_person"):
        spread = statistic not in SCALE_STATISTICS
        rule = "distribution" if spread else kind
        width = None if spread else policy.value_width
        return Limits(policy.minimum[rule], policy.difference[rule], width, policy.unanimity and spread)
    if kind == "ordinary":
        width = policy.value_width if statistic in SCALE_STATISTICS else None
        return Limits(policy.minimum["distribution"], policy.difference["distribution"], width, policy.unanimity)
    if kind == "magnitude":
        base = policy.magnitude_base if measure in ABSENCE else 0.0
        return Limits(policy.magnitude_persons, policy.magnitude_persons, None, False, base)
    raise InputError(f'the manifest names no class for the measure "{measure}"', slug="unknown-measure")
