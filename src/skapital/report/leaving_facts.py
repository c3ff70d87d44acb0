"""What a quarter's reports say of leaving and of comparable municipalities, besides the release."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from skapital.compare.benchmarks import Benchmarked
from skapital.config.benchmarks import BenchmarkRules
from skapital.config.exits import ExitWords


@dataclass(frozen=True)
class LeavingFacts:
    """The part of a quarterly publication about leaving and comparable municipalities.

    Attributes
    ----------
    words
        What job-stop talks ask, and the bands of seniority.
    patterns
        Columns of ``compare.departing``, rounded.
    benchmarks
        One entry a measure and way of counting, with ``rules`` for who the others are.
    equivalents_period
        The period whose full-time equivalents a gap in days is turned into; None where there is none.
    """

    words: ExitWords
    patterns: pd.DataFrame
    benchmarks: tuple[Benchmarked, ...]
    rules: BenchmarkRules
    equivalents_period: str | None = None
