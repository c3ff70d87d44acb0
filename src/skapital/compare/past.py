"""Where a unit's earlier figure comes from, and whether it may be compared at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NOT_COMPARABLE: Final = "not_comparable"
INSTRUMENT: Final = "instrument"


@dataclass(frozen=True)
class Past:
    """Where a unit's earlier figure comes from: its grade (``same``, ``mapped``, ``not_comparable``) and the reason.

    ``origin`` is the structure and unit to take it from, where that is not the unit itself as restated.
    """

    grade: str
    reason: str
    origin: tuple[str, str] | None = None


SAME = Past("same", "same")


def graded_as(unit: str, measure: str, past: Mapping[str, Past], unlike: Mapping[str, str]) -> Past:
    """Return whether a unit's earlier figure of a measure may be compared: the question first, then the unit.

    A measure that was asked otherwise is ``not_comparable`` with the reason ``instrument:<why>``.
    """
    why = unlike.get(measure)
    return Past(NOT_COMPARABLE, f"{INSTRUMENT}:{why}") if why else past.get(unit, SAME)
