"""Named bands of a mean, half-open, compared before rounding."""

from __future__ import annotations

from collections.abc import Sequence

from skapital.config.instrument import Band


def band_of(value: float, bands: Sequence[Band]) -> Band | None:
    """Return the band ``[low, high)`` a mean lies in; None if there are no bands.

    Raises
    ------
    ValueError
        If there are bands but none holds the value: a table with a gap is not used.
    """
    if not bands:
        return None
    found = next((band for band in bands if band.low <= value < band.high), None)
    if found is None:
        raise ValueError(f"no band holds {value:g}")
    return found
