"""Numbers are comparable or they are not compared: whether a measure means the same in two instruments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from skapital.config.instrument import Instrument, Item, ResponseSet

ABSENT: Final = "absent"
ITEMS: Final = "items"
ANSWERS: Final = "answers"
ROUTE: Final = "route"
RULE: Final = "rule"
PARTS: Final = "parts"
GATE: Final = "gate"
"""The scale hung together too loosely then for a score: said by who judges scales, not by :func:`unlike`."""
REASONS: Final = (ABSENT, ITEMS, ANSWERS, ROUTE, RULE, PARTS, GATE)


def unlike(now: Instrument, earlier: Instrument) -> Mapping[str, str]:
    """Return the measures of ``now`` that must not be subtracted from those of ``earlier``, each with the reason.

    Returns
    -------
    Mapping
        By scale or item code: ``absent`` (not asked then), ``items`` (a scale of other items), ``answers`` (an item
        with other options, values, direction or topic), ``route`` (asked of others), ``rule`` (another least share of
        answered items) or ``parts`` (a composite of a scale that is itself unlike). What is not named is comparable.

    Notes
    -----
    A topic that is worded anew counts as another question. Titles, sources, bands and references may change freely:
    they are said of the figure and are not in it.
    """
    if now.sha256 == earlier.sha256:
        return {}
    found = {code: why for code, item in now.items.items() if (why := _of_item(item, earlier.items.get(code)))}
    for code, item in now.items.items():  # whom a changed question sends on is not whom it sent on before
        if item.asked_if is not None and item.asked_if.item in found:
            found.setdefault(code, ROUTE)
    for scale in sorted(now.scales, key=lambda code: bool(now.scales[code].of)):
        if why := _of_scale(scale, now, earlier, found):
            found[scale] = why
    return found


def alike_part(instrument: Instrument, own: Instrument, unlike: Mapping[str, str]) -> Instrument:
    """Return of an earlier instrument what may be set beside ``own``: the measures that both ask in the same way.

    The part is an instrument by itself: the items of its scales and the scales of its composites are in it.
    """
    items = {code: item for code, item in instrument.items.items() if code in own.items and code not in unlike}
    scales = {code: scale for code, scale in instrument.scales.items() if code in own.scales and code not in unlike}
    return replace(instrument, items=items, scales=scales)


def _of_item(now: Item, then: Item | None) -> str | None:
    if then is None:
        return ABSENT
    same_answers = _values(now.responses) == _values(then.responses)
    if not same_answers or now.reversed != then.reversed or dict(now.topic) != dict(then.topic):
        return ANSWERS
    if now.asked_if != then.asked_if or set(now.not_for) != set(then.not_for):
        return ROUTE
    return None


def _values(responses: ResponseSet) -> tuple[object, ...]:
    """What an answer can be: the options with values and labels, and the codes that are no answer."""
    options = tuple((option.code, option.value, tuple(sorted(option.labels.items()))) for option in responses.options)
    return options, frozenset(missing.code for missing in responses.missing)


def _of_scale(code: str, now: Instrument, earlier: Instrument, known: Mapping[str, str]) -> str | None:
    scale, then = now.scales[code], earlier.scales.get(code)
    if then is None:
        return ABSENT
    if set(scale.items) != set(then.items):
        return ITEMS
    if set(scale.of) != set(then.of) or any(part in known for part in scale.of):
        return PARTS
    if now.min_answered_share != earlier.min_answered_share:
        return RULE
    return next((known[item] for item in scale.items if item in known), None)
