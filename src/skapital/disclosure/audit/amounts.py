"""Absence and turnover as an attacker has them: percent are days, short and long make the total, quarters the year.

Their promise is about how many stand behind a figure, so what matters of a figure that follows from others is whose it
is: how many persons and full-time equivalents. No answer is behind it, so nobody can be pinned on a scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from skapital.disclosure.audit.crossing import row_reduced
from skapital.disclosure.audit.leaks import EXACT
from skapital.disclosure.audit.people import Family
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import remainders

Key = tuple[str, str, str, str]
Totals = Mapping[Key, Mapping[GroupName, Figure]]

ABSENCE: Final = frozenset(
    ("absence_days", "absence_percent", "absence_short", "absence_long", "absence_spells", "absence_none",
     "absence_concentration")
)  # fmt: skip
"""Measures that stand on full-time equivalents."""
OTHERS: Final = frozenset(
    ("turnover_out", "turnover_in", "turnover_total", "mobility", "first_year_attrition", "retention", "exits")
)
AMOUNTS: Final = ABSENCE | OTHERS
_NO_TOTAL: Final = ("low", "high")
_SAME: Final = {"absence_percent": "absence_days"}
"""A percent of a named base is the days in another unit."""
_SUMS: Final = (("absence_days", "absence_short", "absence_long"), ("turnover_total", "turnover_out", "turnover_in"))
_PER_PERSON: Final = ("absence_spells",)
_ADDED_OVER_TIME: Final = frozenset(("absence_days", "absence_short", "absence_long", *_PER_PERSON))
BASE_HALF: Final = 0.05


@dataclass(frozen=True)
class ByTime:
    """A quarter's figure that follows from longer periods: of which group, less which others, and its base.

    ``nobody`` if it is what would follow for a unit that nobody was in yet, as far as rounding tells.
    """

    key: Key
    plus: GroupName
    minus: tuple[GroupName, ...]
    base: float
    slack: float
    nobody: bool = False


def amounts(figures: Totals) -> dict[Key, dict[GroupName, Figure]]:
    """Return the published amounts with what follows from them group by group, periods of the same months as one."""
    found: dict[Key, dict[GroupName, Figure]] = {}
    for (kind, period, measure, statistic), groups in figures.items():
        if measure in AMOUNTS and not statistic.startswith(_NO_TOTAL):
            key = (*_named(kind, period), _SAME.get(measure, measure), statistic)
            found[key] = {**groups, **found.get(key, {})}
    for kind, period in dict.fromkeys(key[:2] for key in found):
        for sum_of in _SUMS:
            _complete([(kind, period, measure, "rate") for measure in sum_of], found)
    return found


def stands_apart(measure: str, breakdown: str) -> bool:
    """Whether a group is no part of its unit's figure: a curve from a band of seniority on is another curve."""
    return measure == "retention" and breakdown.startswith("seniority_band")


def _complete(keys: Sequence[Key], found: dict[Key, dict[GroupName, Figure]]) -> None:
    """Where two of a sum and its two parts are shown for a group, so is the third."""
    shown = [found.get(key, {}) for key in keys]
    for group in dict.fromkeys(chain.from_iterable(shown)):
        missing = [key for key, groups in zip(keys, shown, strict=True) if group not in groups]
        if len(missing) == 1:
            known = next(groups[group] for groups in shown if group in groups)
            found.setdefault(missing[0], {})[group] = known


def by_time(figures: Totals, trees: Iterable[Family]) -> Iterator[ByTime]:
    """Yield every quarter of a group, or of a remainder, that follows from longer periods and was not published.

    The days of a year are those of its quarters; its full-time equivalents are their mean.
    """
    families = list(trees)
    for measure in sorted(_ADDED_OVER_TIME):
        spans = {key: span for key in figures if key[2] == measure and (span := _quarters(*key[:2]))}
        if any(len(span) > 1 for span in spans.values()):
            for plus, minus, by_span in _same_people(figures, list(spans), families):
                yield from _solved(plus, minus, by_span, spans)


@dataclass(frozen=True)
class _Size:
    """What a figure stands on and what it is the sum of, each with its rounding."""

    base: float
    slack: float
    total: float = 0.0
    total_slack: float = 0.0


_Bases = dict[Key, _Size]


def _same_people(
    figures: Totals, keys: Sequence[Key], trees: Sequence[Family]
) -> Iterator[tuple[GroupName, tuple[GroupName, ...], _Bases]]:
    """By group, and by remainder of the same people, their base in every period, with its rounding."""
    found: dict[object, tuple[GroupName, tuple[GroupName, ...], _Bases]] = {}
    for key in keys:
        for group, figure in figures[key].items():
            found.setdefault(group, (group, (), {}))[2][key] = _size(key[2], figure)
        for row in (row for tree in trees for row in remainders(tree, figures[key])):
            if row.minus:
                slack = BASE_HALF * (1 + len(row.minus))
                found.setdefault(row.parts, (row.plus, row.minus, {}))[2][key] = _Size(row.base, slack)
    yield from found.values()


def _size(measure: str, figure: Figure) -> _Size:
    """How many persons there were on average is not published: about as many as full-time equivalents, or as count."""
    off = max(BASE_HALF, abs(figure.n - figure.base)) if measure in _PER_PERSON else BASE_HALF
    over = figure.base
    slack = figure.half * (over + off) + figure.value * off
    return _Size(figure.base, BASE_HALF, figure.value * over, slack)


def _solved(
    plus: GroupName, minus: tuple[GroupName, ...], bases: _Bases, spans: Mapping[Key, tuple[int, ...]]
) -> Iterator[ByTime]:
    keys = list(bases)
    quarters = sorted(set().union(*(spans[key] for key in keys)))
    published = {spans[key][0] for key in keys if len(spans[key]) == 1}
    if len(keys) < 2 or published.issuperset(quarters):
        return
    for weights, vector in row_reduced([[int(one in spans[key]) for one in quarters] for key in keys]):
        told = [quarter for quarter, value in zip(quarters, vector, strict=True) if value]
        if len(told) == 1 and told[0] not in published:
            scaled = [float(weight) * len(spans[key]) for weight, key in zip(weights, keys, strict=True)]
            base = sum(weight * bases[key].base for weight, key in zip(scaled, keys, strict=True))
            slack = sum(abs(weight) * bases[key].slack for weight, key in zip(scaled, keys, strict=True))
            total = sum(float(weight) * bases[key].total for weight, key in zip(weights, keys, strict=True))
            off = sum(abs(float(weight)) * bases[key].total_slack for weight, key in zip(weights, keys, strict=True))
            nobody = not minus and base - slack <= EXACT and total - off <= EXACT
            yield ByTime(("quarter", _name(told[0]), *keys[0][2:]), plus, minus, base, slack, nobody)


def _named(kind: str, period: str) -> tuple[str, str]:
    """A calendar year is the twelve months that end with it."""
    return ("rolling12", f"{period}-12") if kind == "year" else (kind, period)


def _quarters(kind: str, period: str) -> tuple[int, ...]:
    """The quarters of a period, numbered from year 0; none where it does not begin and end with one."""
    if kind == "quarter":
        year, _, number = period.partition("Q")
        return (4 * int(year) + int(number) - 1,)
    year, _, month = period.partition("-")
    if kind != "rolling12" or int(month) % 3:
        return ()
    last = 4 * int(year) + int(month) // 3 - 1
    return tuple(range(last - 3, last + 1))


def _name(quarter: int) -> str:
    return f"{quarter // 4}Q{quarter % 4 + 1}"
