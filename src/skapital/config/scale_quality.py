"""When a scale is a score, and the bands in which its quality is put into words. Data: `configs/scale_quality.toml`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from skapital.config.checked import Table, read_document
from skapital.config.instrument import Band


@dataclass(frozen=True)
class ScaleGate:
    """What a scale must reach to be shown as a score."""

    least_alpha: float
    least_alpha_low: float
    least_complete: int
    source: str


@dataclass(frozen=True)
class ResponseStyle:
    """When answers look as if they were given without reading, and when many stand at an end of the scale."""

    straight_line_items: int
    seconds_per_item: float
    floor_ceiling_share: float
    floor_ceiling_least: int
    sources: tuple[str, str, str]


@dataclass(frozen=True)
class UnderstandingLimits:
    """When two groups are said to understand a scale's items otherwise."""

    least_cfi_change: float
    least_d_macs: float
    least_group: int
    source: str


@dataclass(frozen=True)
class ScaleStandard:
    """A checked `scale_quality.toml`. Bands are in rising order and cover everything from the first one's ``low``."""

    gate: ScaleGate
    alpha_bands: tuple[Band, ...]
    mean_reliability_bands: tuple[Band, ...]
    icc1_bands: tuple[Band, ...]
    band_sources: dict[str, str]
    understanding: UnderstandingLimits
    response_style: ResponseStyle
    sha256: str


def read_scale_standard(path: Path) -> ScaleStandard:
    """Read and check `scale_quality.toml`.

    Raises
    ------
    ConfigurationError
        With every problem of the file.
    """
    document = read_document(path)
    top = document.top
    sources = top.table("sources")
    names = ("alpha_bands", "mean_reliability_bands", "icc1_bands")
    standard = ScaleStandard(
        gate=_gate(top.table("scale_gate")),
        alpha_bands=_bands(top, names[0]),
        mean_reliability_bands=_bands(top, names[1]),
        icc1_bands=_bands(top, names[2]),
        band_sources={name: sources.text(name) for name in names},
        understanding=_understanding(top.table("understanding")),
        response_style=_response_style(top.table("response_style")),
        sha256=document.sha256,
    )
    document.close()
    return standard


def _gate(part: Table) -> ScaleGate:
    return ScaleGate(
        least_alpha=part.number("least_alpha", least=-1, most=1),
        least_alpha_low=part.number("least_alpha_low", least=-1, most=1),
        least_complete=part.whole("least_complete", least=2),
        source=part.text("source"),
    )


def _bands(top: Table, key: str) -> tuple[Band, ...]:
    """Return the half-open bands under ``key``; each ends where the next begins."""
    parts = top.tables(key)
    lows = [part.number("low") for part in parts]
    labels = [part.in_languages("labels") for part in parts]
    if lows != sorted(set(lows)):
        top.note("config-bad-value", key, "bands must rise: give each a larger `low` than the one before")
    return tuple(Band(low, high, label) for low, high, label in zip(lows, [*lows[1:], math.inf], labels, strict=True))


def _understanding(part: Table) -> UnderstandingLimits:
    return UnderstandingLimits(
        least_cfi_change=part.number("least_cfi_change", least=-1, most=0),
        least_d_macs=part.number("least_d_macs", least=0),
        least_group=part.whole("least_group", least=10),
        source=part.text("source"),
    )


def _response_style(part: Table) -> ResponseStyle:
    return ResponseStyle(
        straight_line_items=part.whole("straight_line_items", least=2),
        seconds_per_item=part.number("seconds_per_item", least=0),
        floor_ceiling_share=part.number("floor_ceiling_share", least=0, most=1),
        floor_ceiling_least=part.whole("floor_ceiling_least", least=1),
        sources=(
            part.text("straight_line_source"),
            part.text("seconds_source"),
            part.text("floor_ceiling_source"),
        ),
    )
