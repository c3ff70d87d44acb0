"""Whether a scale may be shown as a score: its gate. A scale that fails is shown as its items, with a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from skapital.config.instrument import Instrument
from skapital.config.scale_quality import ScaleGate
from skapital.scoring.quality import ScaleQuality

PASSED: Final = "passed"
FAILED: Final = "failed"
CANNOT_TELL: Final = "cannot_tell"
NOT_JUDGED: Final = "not_judged"


def judge_scales(quality: Mapping[str, ScaleQuality], instrument: Instrument, gate: ScaleGate) -> dict[str, str]:
    """Return each scale's state: ``passed``, ``failed``, ``cannot_tell`` or ``not_judged`` (a single item).

    A scale fails if alpha lies below ``least_alpha``, its Feldt interval reaches down to ``least_alpha_low``, or alpha
    is undefined although enough people answered. With fewer than ``least_complete`` complete answers the gate cannot
    tell. A composite fails with any of its scales: its score would hold theirs.

    Parameters
    ----------
    quality
        Of all who answered in the round; a gate on a part of them would turn with its size.

    References
    ----------
    ``configs/scale_quality.toml`` names the thresholds' sources. Random answers have alpha about 0, and by Feldt's
    interval pass at most 2.5 times in a hundred: ``tests/scoring/test_gate.py``.
    """
    states: dict[str, str] = {}

    def state(scale_id: str) -> str:
        if scale_id not in states:
            own = _own_state(quality[scale_id], gate)
            parts = [state(part) for part in instrument.scales[scale_id].of]
            states[scale_id] = FAILED if FAILED in parts else own
        return states[scale_id]

    return {scale_id: state(scale_id) for scale_id in instrument.scales}


def _own_state(quality: ScaleQuality, gate: ScaleGate) -> str:
    if quality.n_items < 2:
        return NOT_JUDGED
    if quality.n_complete < gate.least_complete:
        return CANNOT_TELL
    if quality.alpha is None or quality.alpha_low is None:
        return FAILED
    high_enough = quality.alpha >= gate.least_alpha and quality.alpha_low > gate.least_alpha_low
    return PASSED if high_enough else FAILED
