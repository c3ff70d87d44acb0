"""Scales that hang together too loosely for a score: in a publication their items stand alone, with a note."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from skapital.config.instrument import Instrument
from skapital.config.scale_quality import ScaleGate
from skapital.errors import InputError
from skapital.scoring.gate import FAILED, judge_scales
from skapital.scoring.quality import scale_quality, units_of_employees
from skapital.scoring.recode import item_values
from skapital.scoring.scales import person_scores


def failed_scales(answers: pd.DataFrame, instrument: Instrument, gate: ScaleGate) -> tuple[str, ...]:
    """Return the scales of a round that fail their gate, on all who answered, in the instrument's order.

    The same judgement as that of `skapital score`; see :func:`skapital.scoring.gate.judge_scales`.
    """
    values = item_values(answers, instrument)
    found = scale_quality(values, person_scores(values, instrument), instrument, units_of_employees(answers))
    states = judge_scales(found, instrument, gate)
    return tuple(scale for scale, state in states.items() if state == FAILED)


def without_scales(instrument: Instrument, failed: Collection[str]) -> Instrument:
    """Return the instrument with the items of all its scales, and without the scales that failed.

    Raises
    ------
    InputError
        ``no-scale-passed`` if none is left: then there is no result to report.
    """
    kept = {code: scale for code, scale in instrument.scales.items() if code not in failed}
    if not kept:
        message = (
            f"no scale of {instrument.id} hangs together well enough for a score, so there is nothing to report; "
            "look at `skapital score --full`: are items keyed the wrong way, or columns mapped to other items?"
        )
        raise InputError(message, slug="no-scale-passed")
    return replace(instrument, scales=kept)
