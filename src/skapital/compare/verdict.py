"""Five words for a difference, from its interval and the smallest important difference alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skapital import columns as c

SMALLER_THAN_MATTERS = "smaller_than_matters"
Floats = npt.NDArray[np.float64]


def verdicts(low: Floats, high: Floats, smallest_important: float) -> list[str]:
    """Return a verdict for each interval.

    ``better`` or ``worse`` when the interval excludes 0 (an end at exactly 0 does not exclude it); ``no_sign`` when it
    contains 0 and lies wholly inside ±m (an end at exactly ±m is not inside: a change of m matters); ``cannot_tell``
    else; ``withheld`` where there is no interval. Judged on unrounded figures.
    """
    return [_verdict(float(a), float(b), smallest_important) for a, b in zip(low, high, strict=True)]


def notes(low: Floats, high: Floats, smallest_important: float) -> list[str | None]:
    """Return ``smaller_than_matters`` where a difference is there but lies wholly inside ±m."""
    pairs = zip(low, high, strict=True)
    return [SMALLER_THAN_MATTERS if (a > 0 or b < 0) and _inside(a, b, smallest_important) else None for a, b in pairs]


def _verdict(low: float, high: float, smallest_important: float) -> str:
    if np.isnan(low) or np.isnan(high):
        return c.VERDICT_WITHHELD
    if low > 0:
        return c.BETTER
    if high < 0:
        return c.WORSE
    return c.NO_SIGN if _inside(low, high, smallest_important) else c.CANNOT_TELL


def _inside(low: float, high: float, smallest_important: float) -> bool:
    return low > -smallest_important and high < smallest_important
