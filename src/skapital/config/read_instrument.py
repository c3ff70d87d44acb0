"""Reading an instrument file, with every reference inside it checked before it is used."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from skapital.config.check_instrument import SCALED_CLASSES, check_routes, check_scales, check_values
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
from skapital.config.names import RESERVED_OPTIONS, fault_of_measure

T = TypeVar("T")

REFERENCE_LEVELS = ("person", "unit")


def read_instrument(path: Path, leader_levels: Collection[str] | None = None) -> Instrument:
    """Read and check an instrument.

    Parameters
    ----------
    leader_levels
        The levels of the settings, which ``not_for`` may name; without them that is not checked.

    Raises
    ------
    ConfigurationError
        With every unknown key, unknown word, double id and reference to something that is not there.
    """
    document = read_document(path)
    top = document.top
    response_sets = _by_id(document, "response_sets", "id", _response_set)
    items = _by_id(document, "items", "code", lambda table: _item(table, response_sets, leader_levels))
    scales = _by_id(document, "scales", "id", _scale)
    check_routes(document.findings, items)
    check_values(document.findings, items)
    check_scales(document.findings, scales, items)
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
        identifier = str(getattr(part, name))
        if identifier and identifier.casefold() in {other.casefold() for other in found}:
            table.note("config-duplicate", name, f'"{identifier}" stands more than once (case does not tell apart)')
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
    for code in RESERVED_OPTIONS.intersection(codes):
        table.note("config-bad-value", "options", f'"{code}" names a share of its own; choose another code')
    if len({option.value for option in options}) < 2:
        table.note("config-bad-value", "options", "a question needs at least two options of different value")
    return ResponseSet(table.text("id"), options, missing)


def _item(table: Table, response_sets: Mapping[str, ResponseSet], leader_levels: Collection[str] | None) -> Item:
    name = table.text("responses")
    if name and name not in response_sets:
        message = f'there is no response set "{name}"{nearest(name, response_sets)}'
        table.note("config-unknown-word", "responses", message)
    item_class = table.choice("class", ITEM_CLASSES)
    turned = table.flag("reversed", False)
    if turned and item_class not in SCALED_CLASSES:
        table.note("config-bad-value", "reversed", f"a question of class {item_class} has no direction to turn")
    return Item(
        code=_measure(table, "code"),
        topic=table.in_languages("topic"),
        responses=response_sets.get(name, ResponseSet(name, (), ())),
        reversed=turned,
        item_class=item_class,
        asked_if=_asked_if(table),
        not_for=_not_for(table, leader_levels),
    )


def _measure(table: Table, key: str) -> str:
    code = table.text(key)
    fault = fault_of_measure(code)
    if code and fault:
        table.note("config-bad-value", key, fault)
    return code


def _not_for(table: Table, leader_levels: Collection[str] | None) -> tuple[str, ...]:
    levels = table.texts("not_for", ())
    for level in levels:
        if leader_levels is not None and level not in leader_levels:
            message = f'"{level}" is no leader level of skapital.toml{nearest(level, leader_levels)}'
            table.note("config-unknown-word", "not_for", message)
    return levels


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
        id=_measure(table, "id"),
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
