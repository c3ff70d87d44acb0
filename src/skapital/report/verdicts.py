"""A verdict as symbol and words, and a difference with its interval, as every page writes them."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.facts import Comparison, Facts
from skapital.report.model import Interval, Mark

_SYMBOLS = {c.BETTER: "▲", c.WORSE: "▼", c.NO_SIGN: "=", c.CANNOT_TELL: "?", c.VERDICT_WITHHELD: "–"}


def verdict_mark(facts: Facts, comparison: Comparison | None, kind: str = "round") -> Mark:
    """Return a verdict as symbol and words. ``kind`` picks the words: of a change, of the way to a target, of what
    a mean is set beside (``parent``, ``reference``).

    Raises
    ------
    KeyError
        If the verdict is unknown: nothing is guessed.
    """
    verdict = c.VERDICT_WITHHELD if comparison is None else comparison.verdict
    words = facts.texts.text(f"verdict.{kind}.{verdict}")
    note = comparison.note if comparison else ""
    return Mark(_SYMBOLS[verdict], words, verdict, facts.texts.text(f"verdict.note.{kind}.{note}") if note else "")


def interval_of(comparison: Comparison | None, low: str = "low", high: str = "high") -> Interval | None:
    """Return the interval of a difference, if it is shown."""
    ends = (comparison.number(low), comparison.number(high)) if comparison else (None, None)
    return Interval(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
