"""What an instrument's parts say of each other: routes, values and scales that must fit together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from skapital.config.findings import Findings, nearest
from skapital.config.instrument import Item, Scale

SCALED_CLASSES: Final = ("ordinary", "about_one_person")
PROBLEM_CLASSES: Final = ("problem", "sensitive")


def check_routes(findings: Findings, items: Mapping[str, Item]) -> None:
    """Note follow-ups that hang on no item, on a later one (so no circle is possible) or on a code it does not have."""
    before: dict[str, Item] = {}
    for item in items.values():
        if item.asked_if is not None:
            _check_route(findings, item, before, items)
        before[item.code] = item


def _check_route(findings: Findings, item: Item, before: Mapping[str, Item], items: Mapping[str, Item]) -> None:
    route = item.asked_if
    if route is None:
        return
    key = f"items[{item.code}].asked_if"
    leading = before.get(route.item)
    if leading is None and route.item in items:
        findings.add("config-bad-value", key, f"{route.item} must stand before {item.code}, as it was asked first")
    elif leading is None:
        findings.add("config-unknown-word", key, f'there is no item "{route.item}"{nearest(route.item, items)}')
    else:
        known = [option.code for option in leading.responses.options]
        for code in route.codes:
            if code not in known:
                message = f'"{code}" is no option of {leading.code}{nearest(code, known)}'
                findings.add("config-unknown-word", key, message)
    if not route.codes:
        findings.add("config-bad-value", key, "codes is empty, so nobody would be asked")


def check_values(findings: Findings, items: Mapping[str, Item]) -> None:
    """Note problem and sensitive items without an option of 100, or with nothing below: 100 means no problem."""
    for item in items.values():
        values = {option.value for option in item.responses.options}
        if item.item_class in PROBLEM_CLASSES and values and (max(values) < 100 or min(values) == 100):
            message = f"a question of class {item.item_class} needs an option of 100 (no problem) and one below it"
            findings.add("config-bad-value", f"items[{item.code}].responses", message)


def check_scales(findings: Findings, scales: Mapping[str, Scale], items: Mapping[str, Item]) -> None:
    """Note parts of scales that are not there or cannot be part of one, and scales named like an item."""
    plain = [name for name, scale in scales.items() if not scale.of]
    for scale in scales.values():
        key = f"scales[{scale.id}]"
        for code in scale.items:
            _check_item(findings, key, code, items)
        for part in scale.of:
            if part not in plain:
                findings.add("config-unknown-word", key, f'"{part}" is no scale of items{nearest(part, plain)}')
        if scale.id in items:
            findings.add("config-duplicate", key, f'"{scale.id}" is an item too; measures have one name each')


def _check_item(findings: Findings, key: str, code: str, items: Mapping[str, Item]) -> None:
    if code not in items:
        findings.add("config-unknown-word", key, f'there is no item "{code}"{nearest(code, items)}')
    elif items[code].item_class and items[code].item_class not in SCALED_CLASSES:
        message = f"{code} is of class {items[code].item_class} and cannot be part of a scale"
        findings.add("config-bad-value", key, message)
