"""Intervals of proportions and counts that are never of zero width."""

from __future__ import annotations

import math

from scipy import special

from skapital.errors import NotComputable


def wilson(events: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion (Wilson 1927).

    Raises
    ------
    NotComputable
        If nobody was asked, or more said yes than were asked.
    """
    if n <= 0 or not 0 <= events <= n:
        raise NotComputable("a proportion needs people, and no more yes than people", slug="no-exposure")
    z = float(special.ndtri((1 + level) / 2))
    share = events / n
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre, scale = share + z * z / (2 * n), 1 + z * z / n
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def byar(count: int, level: float = 0.95) -> tuple[float, float]:
    """Return Byar's approximate limits of a Poisson count (Breslow & Day 1987); the lower one is 0 at a count of 0.

    ``O (1 - 1/(9 O) - z/(3 √O))³`` and ``(O + 1)(1 - 1/(9 (O + 1)) + z/(3 √(O + 1)))³``.
    """
    if count < 0:
        raise NotComputable("a count is not below 0", slug="bad-amount")
    z = float(special.ndtri((1 + level) / 2))
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return max(low, 0.0), more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
