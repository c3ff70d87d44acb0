"""By what each period's figures are counted: what stands keeps the definition it was published by. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from skapital import columns as c
from skapital.aggregate.hr import HR
from skapital.compare.quarter import Earlier
from skapital.config.definitions import named_for
from skapital.disclosure.release import Release

CountedBy = Mapping[tuple[str, str], str]
"""By kind and name of a period, both definitions as ``Definitions.named`` has them."""


def counted_by(found: Release) -> dict[tuple[str, str], str]:
    """Return by what the periods of a release are counted; those without figures of absence or turnover are not in."""
    return {(kind, name): named for (kind, name, topic), named in found.definitions.items() if topic == HR}


def unlike(counted: CountedBy, one: Earlier, measures: Iterable[str]) -> tuple[str, ...]:
    """Return the measures that must not be subtracted, since their definition was another then."""
    now, then = (counted.get((place.kind, place.name)) for place in (one.now, one.then))
    if now is None or then is None:
        return ()
    return tuple(name for name in measures if named_for(now, name) != named_for(then, name))


def others_of(counted: CountedBy, quarters: Iterable[str], measures: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return by measure the quarters that are counted by another definition than the last; only where there are any."""
    names = list(quarters)
    own = counted.get(("quarter", names[-1])) if names else None
    if own is None:
        return {}
    found = {
        measure: tuple(
            name for name in names if named_for(counted.get(("quarter", name), own), measure) != named_for(own, measure)
        )
        for measure in measures
    }
    return {measure: gone for measure, gone in found.items() if gone}


def not_drawn(others: Mapping[str, tuple[str, ...]], last_break: str) -> dict[str, tuple[str, ...]]:
    """Return the quarters of another definition that stand in no series: all that no declared break sets apart.

    Parameters
    ----------
    others
        Of :func:`others_of`.
    last_break
        The last quarter before a break that was declared for the whole municipality; empty without one.
    """
    return {measure: gone for measure, gone in others.items() if max(gone) > last_break}


def as_table(counted: CountedBy) -> pd.DataFrame:
    """Return the rows of `release.json`: period by period, in the order of the release."""
    rows = [(kind, name, named) for (kind, name), named in counted.items()]
    return pd.DataFrame(rows, columns=[c.PERIOD_KIND, c.PERIOD, "definition"])
