"""Whether a list of comparable municipalities has our own row in each way of counting: else nothing can be compared."""

from __future__ import annotations

import pandas as pd

from skapital.errors import Problem

NO_OWN_ROW = "no-own-row"
_WAY = ["measure", "source", "definition", "unit", "population"]


def without_our_own(rows: pd.DataFrame, own: str) -> tuple[Problem, ...]:
    """Return a warning for each measure and source that has rows counted in a way in which there is none of our own.

    Parameters
    ----------
    rows
        Of the store's table ``benchmarks``.
    own
        What the source calls our own municipality.
    """
    has = rows["municipality"].eq(own).groupby([rows[name] for name in _WAY]).transform("any")
    lacking = rows.loc[~has, ["measure", "source"]].drop_duplicates()
    return tuple(Problem(NO_OWN_ROW, _said(str(m), str(s), own)) for m, s in lacking.itertuples(index=False, name=None))


def _said(measure: str, source: str, own: str) -> str:
    return (
        f'{measure}, {source}: "{own}" has no row that is counted as others are, so those cannot be compared; '
        "add our own row from the same source, or say in benchmarks.toml (own) what the source calls us"
    )
