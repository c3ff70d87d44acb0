"""The people of a score table, and what bears on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skapital.columns import ANSWER_LEADER_LEVEL, MEAN
from skapital.config.instrument import Instrument
from skapital.scoring.recode import BoolArray
from skapital.scoring.screen import Screen, Seen


@dataclass(frozen=True)
class Before:
    """An earlier round's answers, with its instrument and the measures that it asked otherwise.

    ``seen`` is what the gate shows of the same population then; None where it had no such population.
    """

    round: str
    answers: pd.DataFrame
    instrument: Instrument
    unlike: Collection[str] = ()
    seen: Seen | None = None


@dataclass(frozen=True)
class EarlierValues:
    """Item values of the same population in an earlier round, for scales that were asked the same way then."""

    round: str
    values: pd.DataFrame
    scales: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A population's answers, values, person scores and units, aligned by row; the instrument; what may be seen."""

    answers: pd.DataFrame
    values: pd.DataFrame
    scores: pd.DataFrame
    units: pd.Series
    instrument: Instrument
    screen: Screen
    before: EarlierValues | None = None

    def shows_item(self, code: str, n: int) -> bool:
        """Say whether figures of an item may be seen: item means need the distribution minimum."""
        enough = self.screen.shows(n, self.screen.rules_of_item(self.instrument, code), distribution=True)
        return enough and self.screen.seen.shows(code, MEAN)

    def leads(self) -> BoolArray:
        """Say of each respondent whether he is a leader."""
        if ANSWER_LEADER_LEVEL not in self.answers.columns:
            return np.zeros(len(self.answers), dtype=bool)
        return np.asarray(self.answers[ANSWER_LEADER_LEVEL].notna().to_numpy(dtype=bool))
