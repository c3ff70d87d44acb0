"""Reading an instrument file, with every reference inside it checked before it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from skapital.config.checked import Document, Table, read_document
from skapital.config.findings import nearest
from skapital.config.instrument import (
    ITEM_CLASSES,
    SCALE_KINDS,
    AskedIf,
    Band,
    Instrument,
    Item,
    MissingCode,
    Option,
    Reference,
    ResponseSet,
    Scale,
)

T = TypeVar("T")

SCALED_CLASSES = ("ordinary", "about_one_person")
REFERENCE_LEVELS = ("person", "unit")


def read_instrument(path: Path) -> Instrument:
    """Read and check an instrument.

    Raises
    ------
    ConfigurationError
        With every unknown key, unknown word, double id and reference to something that is not there.
    """
    document = read_document(path)
    top = document.top
    response_sets = _by_id(document, "response_sets", "id", _response_set)
    items = _by_id(document, "items", "code", lambda table: _item(table, response_sets))
    scales = _by_id(document, "scales", "id", _scale)
    _check_routes(document, items)
    _check_scales(document, scales, items)
    found = Instrument(
        id=top.text("id"),
        title=top.in_languages("title"),
        source=top.text("source"),
        min_answered_share=top.number("min_answered_share", least=0.01, most=1),
        items=items,
        scales=scales,
        sha256=document.sha256,
    )
    document.close()
    return found


def _by_id(document: Document, key: str, name: str, read: Callable[[Table], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for table in document.top.tables(key, called=name, required=key != "scales"):
        part = read(table)
        identifier = table.text(name)
        if identifier in found:
            table.note("config-duplicate", name, f'"{identifier}" stands more than once; every {name} is used once')
        found[identifier] = part
    return found


def _response_set(table: Table) -> ResponseSet:
    options = tuple(
        Option(part.text("code"), part.number("value", least=0, most=100), part.in_languages("labels"))
        for part in table.tables("options", called="code")
    )
    missing = tuple(
        MissingCode(part.text("code"), part.in_languages("labels"))
        for part in table.tables("missing", called="code", required=False)
    )
    codes = [option.code for option in options] + [answer.code for answer in missing]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        table.note("config-duplicate", "options", f'the code "{code}" stands more than once')
    if len(options) < 2:
        table.note("config-bad-value", "options", "a question needs at least two options")
    return ResponseSet(table.text("id"), options, missing)


def _item(table: Table, response_sets: Mapping[str, ResponseSet]) -> Item:
    code, name = table.text("code"), table.text("responses")
    if name and name not in response_sets:
        table.note(
            "config-unknown-word", "responses", f'there is no response set "{name}"{nearest(name, response_sets)}'
        )
    item_class = table.choice("class", ITEM_CLASSES)
    turned = table.flag("reversed", False)
    if turned and item_class not in SCALED_CLASSES:
        table.note("config-bad-value", "reversed", f"a question of class {item_class} has no direction to turn")
    return Item(
        code=code,
        topic=table.in_languages("topic"),
        responses=response_sets.get(name, ResponseSet(name, (), ())),
        reversed=turned,
        item_class=item_class,
        asked_if=_asked_if(table),
        not_for=table.texts("not_for", ()),
    )


def _asked_if(table: Table) -> AskedIf | None:
    if "asked_if" not in table:
        return None
    route = table.table("asked_if")
    return AskedIf(route.text("item"), route.texts("codes"))


def _scale(table: Table) -> Scale:
    items, parts = table.texts("items", ()), table.texts("of", ())
    if bool(items) == bool(parts):
        table.note("config-bad-value", "items", 'a scale has either "items" or "of" (other scales), and not both')
    bands = tuple(_band(part) for part in table.tables("bands", required=False))
    for lower, upper in pairwise(bands):
        if lower.high != upper.low:
            table.note(
                "config-bad-value", "bands", f"a band ends at {lower.high:g} and the next begins at {upper.low:g}"
            )
    return Scale(
        id=table.text("id"),
        title=table.in_languages("title"),
        kind=table.choice("kind", SCALE_KINDS),
        items=items,
        of=parts,
        bands=bands,
        bands_source=table.text("bands_source", None if bands else ""),
        references=tuple(_reference(part) for part in table.tables("references", required=False)),
    )


def _band(table: Table) -> Band:
    low, high = table.number("low", least=0, most=100), table.number("high", least=0, most=101)
    if low >= high:
        table.note("config-bad-value", "high", f"must be above low ({low:g})")
    return Band(low, high, table.in_languages("labels"))


def _reference(table: Table) -> Reference:
    return Reference(
        value=table.number("value", least=0, most=100),
        sd=table.number("sd", least=0) if "sd" in table else None,
        level=table.choice("level", REFERENCE_LEVELS),
        source=table.text("source"),
        year=table.whole("year", least=1900, most=2100),
        population=table.text("population"),
    )


def _check_routes(document: Document, items: Mapping[str, Item]) -> None:
    for item in items.values():
        if item.asked_if is None:
            continue
        key, leading = f"items[{item.code}].asked_if", items.get(item.asked_if.item)
        if leading is None or leading is item:
            document.findings.add(
                "config-unknown-word",
                key,
                f'there is no other item "{item.asked_if.item}"{nearest(item.asked_if.item, items)}',
            )
            continue
        known = {option.code for option in leading.responses.options}
        for code in item.asked_if.codes:
            if code not in known:
                document.findings.add("config-unknown-word", key, f'"{code}" is no option of {leading.code}')


def _check_scales(document: Document, scales: Mapping[str, Scale], items: Mapping[str, Item]) -> None:
    for scale in scales.values():
        key = f"scales[{scale.id}]"
        for code in scale.items:
            if code not in items:
                document.findings.add("config-unknown-word", key, f'there is no item "{code}"{nearest(code, items)}')
            elif items[code].item_class not in SCALED_CLASSES:
                document.findings.add(
                    "config-bad-value",
                    key,
                    f"{code} is of class {items[code].item_class} and cannot be part of a scale",
                )
        for part in scale.of:
            if part not in scales or scales[part].of:
                document.findings.add(
                    "config-unknown-word",
                    key,
                    f'"{part}" is no scale of items{nearest(part, [s for s in scales if not scales[s].of])}',
                )
        if scale.id in items:
            document.findings.add("config-duplicate", key, f'"{scale.id}" is an item too; measures have one name each')
