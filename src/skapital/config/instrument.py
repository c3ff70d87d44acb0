"""An instrument: items, how they are answered, the scales made of them. Their direction comes from here alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Text = Mapping[str, str]
"""A text by language code, ``{"da": …, "en": …}``."""

ITEM_CLASSES = ("ordinary", "problem", "sensitive", "about_one_person")
SCALE_KINDS = ("bonding", "bridging", "linking", "total", "other")


@dataclass(frozen=True)
class Option:
    """An answer that counts, and its value on 0-100 (100 best) before any reversal."""

    code: str
    value: float
    labels: Text


@dataclass(frozen=True)
class MissingCode:
    """An answer that is no value, such as "don't know"."""

    code: str
    labels: Text


@dataclass(frozen=True)
class ResponseSet:
    """The options of a question, from first to last."""

    id: str
    options: tuple[Option, ...]
    missing: tuple[MissingCode, ...]


@dataclass(frozen=True)
class AskedIf:
    """A routed question: asked only of those who gave one of ``codes`` to ``item``."""

    item: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One question: a code and a topic in own words, never a questionnaire's wording."""

    code: str
    topic: Text
    responses: ResponseSet
    reversed: bool
    item_class: str
    asked_if: AskedIf | None
    not_for: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """A half-open interval ``[low, high)`` of a mean with a name; compared before rounding."""

    low: float
    high: float
    labels: Text


@dataclass(frozen=True)
class Reference:
    """A published figure to set a mean beside, never subtracted across levels without saying so."""

    value: float
    sd: float | None
    level: str
    source: str
    year: int
    population: str


@dataclass(frozen=True)
class Scale:
    """A scale of items, or a composite ``of`` other scales. Exactly one of ``items`` and ``of`` is filled."""

    id: str
    title: Text
    kind: str
    items: tuple[str, ...]
    of: tuple[str, ...]
    bands: tuple[Band, ...]
    bands_source: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Instrument:
    """Items and scales in the order of the file."""

    id: str
    title: Text
    source: str
    min_answered_share: float
    items: Mapping[str, Item]
    scales: Mapping[str, Scale]
    sha256: str

    def scale_items(self, scale_id: str) -> tuple[str, ...]:
        """Return the items of a scale; of a composite, the union of its scales' items in order, each once."""
        scale = self.scales[scale_id]
        if scale.items:
            return scale.items
        return tuple(dict.fromkeys(code for part in scale.of for code in self.scales[part].items))

    def about_one_person(self, scale_id: str) -> bool:
        """Return whether any item of the scale is about the nearest leader: then the scale is about one person too."""
        return any(self.items[code].item_class == "about_one_person" for code in self.scale_items(scale_id))

    def measure_class(self, measure: str) -> str:
        """Return the class of a scale (``scale`` or ``about_one_person``) or of an item.

        Raises
        ------
        KeyError
            If the instrument has no such measure.
        """
        if measure in self.scales:
            return "about_one_person" if self.about_one_person(measure) else "scale"
        return self.items[measure].item_class
