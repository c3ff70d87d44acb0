"""Whom a report is about, and the small words every section needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skapital import columns as c
from skapital.config.instrument import Instrument, Item, Scale
from skapital.config.report_settings import ReportSettings
from skapital.report.facts import Facts
from skapital.report.model import Inline, Interval, Number
from skapital.report.numbers import write_month, write_quarter

VOICES = ("workplace", "branch", "leaders", "municipality")


@dataclass(frozen=True)
class Subject:
    """A unit and a population of it, and how the report speaks of them (one of :data:`VOICES`)."""

    facts: Facts
    unit: str
    population: str
    voice: str
    tree: str | None = None

    def text(self, key: str, **values: object) -> str:
        """Return a text in this subject's voice: ``key.<voice>`` where there is one, else ``key``."""
        return self.facts.texts.text(self._key(key), **values)

    def line(self, key: str, **values: str | int | Number | Interval) -> Inline:
        """Return a run of text in this subject's voice."""
        return self.facts.texts.line(self._key(key), **values)

    def _key(self, key: str) -> str:
        spoken = f"{key}.{self.voice}"
        return spoken if spoken in self.facts.texts else key

    def number(self, measure: str, statistic: str, kind: str, **where: str) -> Number | None:
        """Return the subject's figure; see :meth:`Facts.number`."""
        return self.facts.number(self.unit, measure, statistic, kind, population=self.population, **where)

    def score(self, measure: str, **where: str) -> Number | None:
        """Return the subject's mean of a scale."""
        return self.number(measure, c.MEAN, "score", **where)

    def interval(self, measure: str, **where: str) -> Interval | Number | None:
        """Return the interval of a mean; its one withheld end if it is not shown."""
        low = self.number(measure, c.LOW, "score", **where)
        high = self.number(measure, c.HIGH, "score", **where)
        if low is None or high is None:
            return None
        return low if low.withheld else high if high.withheld else Interval(low, high)

    def why_withheld(self, figures: Iterable[Number | None]) -> str:
        """Return the public reason to give for several withheld figures: ``protected`` where it is any one's."""
        reasons = {figure.withheld for figure in figures if figure is not None and figure.withheld}
        return c.PROTECTED if c.PROTECTED in reasons else c.TOO_FEW

    @property
    def is_root(self) -> bool:
        """Whether the subject is the municipality itself."""
        return self.unit == self.facts.root.code


def headline(facts: Facts) -> Scale:
    """Return the scale that sums up: the one the settings name, else the first of kind ``total``, else the first."""
    return headline_of(facts.instrument, facts.report_settings)


def headline_of(instrument: Instrument, settings: ReportSettings) -> Scale:
    """Return the scale that sums up an instrument: named by the settings, else of kind ``total``, else the first."""
    scales = instrument.scales
    named = scales.get(settings.headline_scale)
    if named is not None:
        return named
    return next((scale for scale in scales.values() if scale.kind == "total"), next(iter(scales.values())))


def scales_in_order(facts: Facts) -> tuple[Scale, ...]:
    """Return the scales, the summing one first, the others as the instrument has them."""
    first = headline(facts)
    return (first, *(scale for scale in facts.instrument.scales.values() if scale.id != first.id))


def items_of_class(facts: Facts, *classes: str) -> tuple[Item, ...]:
    """Return the items of the classes in the instrument's order."""
    return tuple(item for item in facts.instrument.items.values() if item.item_class in classes)


def title_of(facts: Facts, measure: str) -> str:
    """Return the title of a scale or the topic of an item in the report's language."""
    scale = facts.instrument.scales.get(measure)
    words = scale.title if scale else facts.instrument.items[measure].topic
    return words[facts.language]


def shown(facts: Facts, figure: Number | Interval | None) -> Inline:
    """Return a cell: the figure, or the words for one that does not exist."""
    return (facts.texts.text("word.absent"),) if figure is None else (figure,)


def when(facts: Facts, period: str) -> str:
    """Return a period in words: ``juni 2014``, ``3. kvartal 2015``."""
    return write_quarter(period, facts.language) if "Q" in period else write_month(period, facts.language)


def level_word(facts: Facts, level: str) -> str:
    """Return a level of the organisation in words; the configuration's own word where the catalogue has none."""
    key = f"level.{level}"
    return facts.texts.text(key) if key in facts.texts else level
