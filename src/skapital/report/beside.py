"""What stands beside a mean in words: the instrument's band, and how sure the picture of a workplace is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from skapital.config.instrument import Text

GroupMeasure = tuple[str, str, str]
"""Population, unit and measure."""


@dataclass(frozen=True)
class Certainty:
    """How sure the picture of a workplace's mean is: ``place`` among the bands (0 the least sure) and its name."""

    place: int
    label: Text


@dataclass(frozen=True)
class Beside:
    """Bands of released means, on the publication's own structure. What is not named has none.

    ``not_scored`` are the titles of the scales that failed their gate: their items stand alone.
    """

    bands: Mapping[GroupMeasure, Text] = field(default_factory=dict)
    certainty: Mapping[tuple[str, str], Certainty] = field(default_factory=dict)
    not_scored: tuple[Text, ...] = ()
