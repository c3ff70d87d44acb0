"""One table of comparisons, whatever is compared: the columns of the contract and what the reports need besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.compare.intervals import Difference
from skapital.compare.measures import is_rate, is_share
from skapital.compare.verdict import notes, verdicts
from skapital.config.policy import Policy
from skapital.disclosure.release import Release
from skapital.disclosure.rounding import round_released

SHRUNKEN_COLUMNS: Final = ("shrunken", "shrunken_low", "shrunken_high")
BY_CHANCE: Final = "by_chance"
STANDS: Final = "stands"
N_LINKED: Final = "n_linked"
"""How many of those compared answered both rounds, where rounds are linked."""
MORE_COLUMNS: Final = ("note", *SHRUNKEN_COLUMNS, "grade", "reason", "origin", c.WITHHELD, BY_CHANCE, STANDS, N_LINKED)
ALL_COLUMNS: Final = (*c.COMPARISON_COLUMNS, *MORE_COLUMNS)
_ROUNDED: Final = ("difference", "low", "high", "detectable", *SHRUNKEN_COLUMNS, BY_CHANCE)


def comparison_table(
    index: pd.Index, difference: Difference, period: str, earlier: str, kind: str, smallest_important: float
) -> pd.DataFrame:
    """Return comparisons of the groups of ``index`` (structure, population, unit, measure), unrounded, with ``p``."""
    keys = index.to_frame(index=False)
    columns: dict[str, object] = {
        c.PERIOD: period,
        "from": earlier,
        **{name: keys[name] for name in (c.STRUCTURE, c.POPULATION, c.UNIT, c.MEASURE)},
        "kind": kind,
        "difference": difference.value,
        "low": difference.low,
        "high": difference.high,
        "detectable": difference.detectable,
        "verdict": verdicts(difference.low, difference.high, smallest_important),
        "note": pd.Series(notes(difference.low, difference.high, smallest_important), dtype=object),
        **dict.fromkeys(SHRUNKEN_COLUMNS, np.nan),
        "grade": None,
        "reason": None,
        "origin": None,
        c.WITHHELD: None,
        BY_CHANCE: np.nan,
        STANDS: None,
        N_LINKED: np.nan,
        "p": difference.p,
    }
    return pd.DataFrame(columns)


def rounded(comparisons: pd.DataFrame, release: Release) -> pd.DataFrame:
    """Return comparisons as they are published: rounded once as their measures are, p-values left out."""
    return rounded_by_measure(comparisons.reindex(columns=list(ALL_COLUMNS)), _ROUNDED, release.policy)


def rounded_by_measure(table: pd.DataFrame, columns: Sequence[str], policy: Policy) -> pd.DataFrame:
    """Return a table with figures of measures rounded by the gate's own function; missing ones stay missing."""
    found = table.copy()
    for name in columns:
        pairs = zip(found[name].astype(float), found[c.MEASURE], strict=True)
        found[name] = [
            value if value != value else round_released(float(value), _statistic(str(measure)), policy)
            for value, measure in pairs
        ]
    return found


def _statistic(measure: str) -> str:
    """The statistic whose rounding a measure's differences and limits share."""
    return c.SHARE_MISSING if is_share(measure) else c.RATE if is_rate(measure) else "difference"
