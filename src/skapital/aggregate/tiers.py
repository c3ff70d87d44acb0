"""Which measures share one pattern of withholding: by class, by what they show, and by who was asked."""

from __future__ import annotations

from collections.abc import Iterable

from skapital import columns as c
from skapital.config.instrument import Instrument, Item
from skapital.tables import Tier


def tiers(instrument: Instrument) -> tuple[Tier, ...]:
    """Return the tiers of an instrument, the main one (scale means and response) first.

    Means of scales have the smaller minimum; what shows spread has the larger one. Routed questions, questions not for
    everybody and questions about one person have tiers of their own, since other people answered them.
    """
    scales = list(instrument.scales)
    general = [name for name in scales if not _special(instrument, name)]
    about = [name for name in scales if instrument.about_one_person(name)]
    partial = [name for name in scales if _special(instrument, name) and name not in about]
    found = [
        Tier("main", "scale", (*general, c.RESPONSE), "mean"),
        Tier("spread", "distribution", tuple(general), "spread"),
    ]
    if about:
        found.append(Tier("about_one_person", "about_one_person", tuple(about), "mean", pooled=True))
        found.append(Tier("about_one_person:spread", "distribution", tuple(about), "spread", pooled=True))
    for name in partial:
        found.append(Tier(f"not_for:{name}", "scale", (name,), "mean"))
        found.append(Tier(f"not_for:{name}:spread", "distribution", (name,), "spread"))
    return (*found, *_item_tiers(instrument.items.values()))


def _special(instrument: Instrument, scale: str) -> bool:
    items = [instrument.items[code] for code in instrument.scale_items(scale)]
    return any(item.not_for or item.asked_if or item.item_class == "about_one_person" for item in items)


def _item_tiers(items: Iterable[Item]) -> list[Tier]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for item in items:
        grouped.setdefault((_tier_name(item), item.item_class), []).append(item.code)
    return [
        Tier(
            name,
            item_class if item_class in ("problem", "sensitive") else "distribution",
            tuple(codes),
            "problem" if item_class in ("problem", "sensitive") else "answers",
            pooled=item_class == "about_one_person",
        )
        for (name, item_class), codes in grouped.items()
    ]


def _tier_name(item: Item) -> str:
    names = {"ordinary": "items", "about_one_person": "about_one_person:items"}
    name = names.get(item.item_class, item.item_class)
    if item.asked_if:
        return f"routed:{item.asked_if.item}:{name}"
    return f"not_for:{','.join(item.not_for)}:{name}" if item.not_for else name
