"""Which HR figures are made of which amounts, and which of them share one pattern of withholding."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from skapital import columns as c
from skapital.config.definitions import AbsenceDefinition
from skapital.indicators.periods import Span
from skapital.tables import AmountTier, PeriodData, Ratio, Size

MAIN, DAYS, SPLIT = "main", "days", "split"
_THERE = ("persons", "fte", "days", "spells")
_OF_ABSENCE = (Size("persons", "persons", _THERE), Size("fte", "full_time_equivalents", _THERE))
_OF_TURNOVER = (Size("start", "persons"), Size("seen", "persons"))


def hr_tiers(
    definition: AbsenceDefinition, span: Span, *, absence: bool, turnover: bool, by_person: bool, mobility: bool
) -> tuple[AmountTier, ...]:
    """Return the tiers of a period.

    ``main`` has what counts persons; ``days`` inside it has what is made of days, of which no single person may have
    too much; ``split`` inside that has the days of short and of long spells, which may be one person's where all days
    are not.

    Parameters
    ----------
    definition
        Its base of days is what percent are of, in proportion to the months of the period.
    absence, turnover
        What is covered in the period.
    by_person
        Whether absence is told by person: monthly totals have days alone.
    mobility
        Whether moves are told: monthly totals do not.
    """
    sizes = (*(_OF_ABSENCE if absence else ()), *(_OF_TURNOVER if turnover else ()))
    counts = (*(_persons() if absence and by_person else ()), *(_turnover(mobility) if turnover else ()))
    tiers = [AmountTier(MAIN, counts, sizes)]
    if absence:
        base_days = definition.base_days * len(span.months) / 12
        tiers.append(AmountTier(DAYS, _days(base_days), (), ("days",), MAIN))
    if absence and by_person:
        tiers.append(AmountTier(SPLIT, _split(), (), ("days_short", "days_long"), DAYS))
    return tuple(tiers)


def _persons() -> tuple[Ratio, ...]:
    return (
        Ratio("absence_spells", c.RATE, "spells", "heads"),
        Ratio("absence_none", "share:none", "none", "persons"),
    )


def _days(base_days: float) -> tuple[Ratio, ...]:
    return (
        Ratio("absence_days", c.RATE, "days", "base", interval="days"),
        Ratio("absence_percent", c.RATE, "days", "base", factor=100 / base_days),
    )


def _split() -> tuple[Ratio, ...]:
    return (
        Ratio("absence_short", c.RATE, "days_short", "base"),
        Ratio("absence_long", c.RATE, "days_long", "base"),
    )


def _turnover(mobility: bool) -> tuple[Ratio, ...]:
    def of_start(measure: str, amount: str, interval: str | None = None) -> Ratio:
        return Ratio(measure, c.RATE, amount, "start", n="start", base="start", interval=interval)

    rates = (
        of_start("turnover_out", "left", "outflow"),
        of_start("turnover_in", "came", "inflow"),
        of_start("turnover_total", "turned"),
    )
    return (*rates, of_start("mobility", "moved")) if mobility else rates


def drawn(part: PeriodData, measures: Collection[str]) -> PeriodData:
    """Return a period that prints the rates of some measures, without intervals and ready cells: what a chart draws.

    The other figures are decided all the same, so that what was withheld of them stays withheld in longer periods.
    """
    amounts = part.magnitudes
    if amounts is None:
        return part
    tiers = tuple(
        replace(tier, ratios=tuple(replace(one, interval=None, printed=one.measure in measures) for one in tier.ratios))
        for tier in amounts.tiers
    )
    return replace(part, magnitudes=replace(amounts, tiers=tiers, given=None))
