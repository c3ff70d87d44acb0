"""Mean and SD together: nobody is far from the mean of a group, nor of what subtraction leaves of one.

An SD is a total too, that of the squares: a group's less those of its parts is what is left over.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from skapital.config.policy import Policy
from skapital.disclosure.audit.judging import Key, leak_of
from skapital.disclosure.audit.leaks import SCALE_TOP, Leak, named
from skapital.disclosure.audit.limits import limits
from skapital.disclosure.audit.people import Family
from skapital.disclosure.audit.published import Figure, GroupName
from skapital.disclosure.audit.remainders import Remainder, remainders

SD = "sd"
Totals = Mapping[GroupName, Figure]


def pinned_by_spread(
    figures: Mapping[Key, Totals], trees: Sequence[Family], policy: Policy, classes: Mapping[str, str]
) -> Iterator[Leak]:
    """Yield each group and remainder whose mean and SD, as rounded, pin everybody's answer to less than W."""
    for key, spread in sorted(figures.items()):
        if key[3] != SD or limits(policy, classes, key[2], "mean").width is None:
            continue
        means = figures.get((*key[:3], "mean"), {})
        both = {group: figure for group, figure in spread.items() if group in means}
        for row in _distinct(row for tree in trees for row in remainders(tree, means_of(both, means))):
            if reach_width(row, _most_squares(row, both, means)) < policy.value_width - 1e-9:
                how = f"everybody's answer within {policy.value_width:g} points, by mean and SD: "
                yield leak_of(key, row, row.plus, how + named(row.plus, row.minus))


def means_of(groups: Totals, means: Totals) -> dict[GroupName, Figure]:
    """Return the means of these groups."""
    return {group: means[group] for group in groups}


def reach_width(row: Remainder, squares: float) -> float:
    """Return how wide the interval is in which every answer lies, given the most that squared deviations sum to.

    No value is farther from the mean than ``SD (n - 1) / √n`` (Samuelson 1968).
    """
    if row.n < 2:
        return SCALE_TOP
    reach = math.sqrt(max(squares, 0.0) * (row.n - 1) / row.n)
    return min(SCALE_TOP, row.high / row.n + reach) - max(0.0, row.low / row.n - reach)


def _most_squares(row: Remainder, spread: Totals, means: Totals) -> float:
    """The most that squared deviations from the remainder's own mean can sum to, as its figures are rounded.

    Those of the group less those of its parts, each about its own mean, and the distances of these means from the
    remainder's.
    """
    if row.n < 1:
        return 0.0
    own = (row.low + row.high) / 2 / row.n
    signed = [(1, row.plus), *((-1, group) for group in row.minus)]
    squares = sum(sign * (spread[group].n - 1) * _end(spread[group], sign) ** 2 for sign, group in signed)
    between = sum(sign * means[group].n * (means[group].value - own) ** 2 for sign, group in signed)
    return squares + between + _slack([means[group] for _, group in signed], own, row.n)


def _end(figure: Figure, sign: int) -> float:
    return max(figure.value + sign * figure.half, 0.0)


def _slack(means: Sequence[Figure], own: float, n: int) -> float:
    """What the rounding of the means can add, a mean at a time and all together."""
    alone = sum(mean.n * mean.half * (2 * abs(mean.value - own) + mean.half) for mean in means)
    return alone + sum(mean.n * mean.half for mean in means) ** 2 / n


def _distinct(rows: Iterable[Remainder]) -> list[Remainder]:
    """Each remainder once, whatever tree it was found in."""
    return list({(row.plus, row.minus): row for row in rows}.values())
