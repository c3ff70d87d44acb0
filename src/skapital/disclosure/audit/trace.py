"""Every number in a file must trace to a released cell, a comparison or a listed constant; what does not is a leak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from skapital.disclosure.audit.disguises import decoded, plain
from skapital.disclosure.audit.numbering import numbering
from skapital.disclosure.audit.places import DRAWN, STYLE, Place

_NUMBER = re.compile(r"(?<!\w)(?<!\d[.,])[-−+±]?\d+(?:[.,]\d+)*|(?<=[^\W\d])\d+[.,]\d+")
"""Numbers that stand by themselves, and decimals right after a letter: codes and names have none."""
_DANISH = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_SVG_VERSION = ("<svg version>", "1.1")
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'", re.DOTALL)
"""What a style sheet can say to a reader: quoted text; and comments. Its other numbers are sizes and colours."""
PLACES = (0, 1, 2, 3)
"""Decimals in which a released figure may be shown; a share also as percent."""


@dataclass(frozen=True)
class Untraced:
    """A number that traces to nothing that was released."""

    place: Place
    number: str


class Wording:
    """Words that hold digits and are no figures: names, codes, dates. Reads the numbers of each text once.

    Longest words first, so that none hides inside another, and none inside a longer word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted({plain(word) for word in words}, key=lambda word: (-len(word), word))
        alternatives = "|".join(re.escape(word) for word in ordered)
        self._hide = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if ordered else None
        self._read: dict[str, tuple[str, ...]] = {}

    def numbers(self, text: str) -> tuple[str, ...]:
        """Return the numbers of a text as they are printed, but those inside words."""
        found = self._read.get(text)
        if found is None:
            read = plain(text)
            found = self._read[text] = tuple(n for one in (read, *decoded(read)) for n in self._of(one))
        return found

    def _of(self, text: str) -> list[str]:
        return numbers_in(self._hide.sub(" ", text) if self._hide and _DIGIT.search(text) else text)


@lru_cache(maxsize=1 << 16)
def shown_as(value: float, *, share: bool) -> frozenset[float]:
    """Return the roundings in which a released figure may be shown, without sign."""
    size = abs(value)
    found = {round(size, decimals) for decimals in PLACES} | {round(size, 6)}
    if share:
        found |= {round(100 * size, decimals) for decimals in PLACES}
    return frozenset(found)


def untraced(places: Iterable[Place], known: frozenset[float], wording: Wording) -> list[Untraced]:
    """Return the numbers of a file's places that are not known. Drawn places are judged by :mod:`.drawn`."""
    found: dict[Untraced, None] = {}
    everywhere = list(places)
    in_order = numbering(everywhere)
    for index, place in enumerate(everywhere):
        if place.kind == DRAWN or index in in_order or (place.where, place.text) == _SVG_VERSION:
            continue
        text = " ".join(_QUOTED.findall(place.text)) if place.kind == STYLE else place.text
        for number in wording.numbers(text):
            if known.isdisjoint(readings(number)):
                found[Untraced(place, number)] = None
    return list(found)


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text as they are printed."""
    return _NUMBER.findall(text)


@lru_cache(maxsize=1 << 16)
def readings(number: str) -> frozenset[float]:
    """Return what a printed number may mean: with a Danish or an English decimal sign, sign left out."""
    bare = number.lstrip("-−+±")
    if bare.isdigit():
        return frozenset((float(bare),))
    meant: set[float] = set()
    if _DANISH.fullmatch(bare):
        meant.add(float(bare.replace(".", "").replace(",", ".")))
    if _ENGLISH.fullmatch(bare):
        meant.add(float(bare.replace(",", "")))
    return frozenset(round(value, 6) for value in meant)


def known_of_release(document: Mapping[str, object]) -> dict[str, frozenset[float]]:
    """Return what a release lets each unit's files show, in every rounding; the key "" holds what every file may show.

    A file of a unit may show that unit's figures and those of the municipality; files about several units are judged
    by all of it.
    """
    found: dict[str, set[float]] = {}
    for name in ("cells", "comparisons", "counts", "signals", "limits", "patterns", "associations"):
        rows = document.get(name, [])
        for row in rows if isinstance(rows, list) else []:
            found.setdefault(str(row.get("unit", "")), set()).update(_row_values(row))
    return {unit: frozenset(values) for unit, values in found.items()}


_FIGURES = frozenset(("value", "n", "base", "difference", "low", "high", "detectable", "shrunken", "shrunken_low",
                      "shrunken_high", "n_units", "by_chance", "n_bh", "centre", "n_points", "longest_run",
                      "longest_run_limit", "crossings", "crossings_limit", "n_linked", "correlation",
                      "reliability"))  # fmt: skip
_OF_PEOPLE = ("turnover_", "mobility", "first_year_", "retention")
"""Measures that are shares of people: their limits and differences stand in percent too."""


def _row_values(row: Mapping[str, object]) -> set[float]:
    statistic = str(row.get("statistic", ""))
    of_people = str(row.get("measure", "")).startswith(_OF_PEOPLE)
    share = statistic.startswith("share:") or statistic == "rate"
    return {
        shown
        for key, value in row.items()
        if value is not None and key in _FIGURES and isinstance(value, int | float) and not isinstance(value, bool)
        for shown in shown_as(float(value), share=of_people or (share and key == "value"))
    }


_NAMES = ("code", "name", "structure", "period", "measure", "statistic", "unit", "from", "group")


def words_of_release(document: Mapping[str, object]) -> frozenset[str]:
    """Return names, codes and periods that hold digits: they are no figures."""
    found: set[object] = set()
    for name in ("units", "cells", "comparisons"):
        rows = document.get(name, [])
        for row in rows if isinstance(rows, list) else []:
            found.update(row[key] for key in _NAMES if key in row)
    return frozenset(text for text in found if isinstance(text, str) and any(sign.isdigit() for sign in text))


def known_of_constants(manifest: Mapping[str, object]) -> tuple[frozenset[float], tuple[str, ...]]:
    """Return figures and words that every file may show: the constants a manifest lists, and targets that were set."""
    values: set[float] = set()
    words: list[str] = []
    constants = manifest.get("constants", [])
    for number in constants if isinstance(constants, list) else []:
        meant = readings(str(number))
        values |= meant
        words += [] if meant else [str(number)]
    targets = manifest.get("targets", [])
    for target in targets if isinstance(targets, list) else []:
        for key in ("value", "baseline"):
            if isinstance(target.get(key), int | float):
                values |= shown_as(float(target[key]), share=False)
    return frozenset(values), tuple(words)
