"""What earlier publications told by their own promise, which a stricter one of now cannot take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from skapital.config.policy import Policy
from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.manifests import changed_units, classes_of, equations_of, policy_of, workplace_level
from skapital.disclosure.audit.published import Published


def allowed_before(
    before: Sequence[tuple[Published, Mapping[str, object]]], manifest: Mapping[str, object]
) -> frozenset[tuple[object, ...]]:
    """Return what earlier publications tell that their own promise allowed, and a stricter one of now would not.

    It is known already and cannot be taken back; this publication is not its source.
    """
    now, changed = policy_of(manifest), changed_units(manifest)
    documents = [*(document for _, document in before), manifest]
    classes, parts, level = classes_of(documents), equations_of(documents), workplace_level(manifest)
    known = [one for one, _ in before]
    allowed: frozenset[tuple[object, ...]] = frozenset()
    for policy in _distinct([policy_of(one) for _, one in before], now):
        forbidden_now = frozenset(map(what_of, attack(known, now, classes, changed, parts, level)))
        allowed |= forbidden_now - frozenset(map(what_of, attack(known, policy, classes, changed, parts, level)))
    return allowed


def what_of(leak: Leak) -> tuple[object, ...]:
    """Return about whom and what a leak is, whatever the organisation that names the units."""
    return leak.period, leak.population, leak.units, leak.measure, leak.statistic


def _distinct(policies: Sequence[Policy], now: Policy) -> list[Policy]:
    """The policies with other rules than those of now, each once."""
    rules = [replace(policy, sha256="") for policy in policies]
    return [one for place, one in enumerate(rules) if one != replace(now, sha256="") and one not in rules[:place]]
