"""What a psychometrician would ask about a score table: reversed items, failing scales, improper factors."""

from __future__ import annotations

from collections.abc import Mapping

from skapital.config.scale_quality import ResponseStyle
from skapital.scoring.gate import CANNOT_TELL, FAILED
from skapital.scoring.quality import ScaleQuality
from skapital.scoring.score_rows import Finding, Findings, ScaleRow


def findings_of(
    rows: tuple[ScaleRow, ...], quality: Mapping[str, ScaleQuality], style: ResponseStyle
) -> tuple[Finding, ...]:
    """Return the findings on each scale, in order; they rest on what the rows show, and tell nothing withheld."""
    found = Findings()
    for row in rows:
        _direction(row, found)
        if quality[row.scale].n_complete:
            _gate(row, found)
        _factor(row, quality[row.scale], found)
        _ends(row, style, found)
        _constant(row, found)
    return tuple(found.rows)


def _direction(row: ScaleRow, found: Findings) -> None:
    """Ask whether an item is reversed. Items are never turned by themselves: the instrument says their direction."""
    for item in row.items:
        if item.r_drop is not None and item.r_drop < 0:
            found.add(
                "reversed-item",
                row.scale,
                item.item,
                f"{row.scale}: {item.item} goes against the other items (item-rest correlation {item.r_drop:.2f}): "
                "reversed? Look at its direction in the instrument; it was not turned",
            )
    if row.alpha is not None and row.alpha < 0:
        found.add(
            "negative-alpha",
            row.scale,
            None,
            f"{row.scale}: alpha is negative ({row.alpha:.2f}): are items reversed? It is shown as computed",
        )


def _gate(row: ScaleRow, found: Findings) -> None:
    if row.gate == FAILED:
        found.add(
            "scale-failed",
            row.scale,
            None,
            f"{row.scale}: the items do not hang together well enough for a score (on all who answered in the round); "
            "its items are shown, its score is not",
        )
    elif row.gate == CANNOT_TELL:
        found.add(
            "scale-not-judged",
            row.scale,
            None,
            f"{row.scale}: too few complete answers to judge whether the items hang together",
        )


def _factor(row: ScaleRow, quality: ScaleQuality, found: Findings) -> None:
    fit = quality.omega_fit
    if fit is None or row.n_complete is None:
        return
    if fit.heywood:
        codes = ", ".join(row.items[place].item for place in fit.heywood)
        found.add(
            "heywood-case",
            row.scale,
            None,
            f"{row.scale}: omega is undefined, the factor explains more than all of {codes} (Heywood case; the formula "
            f"would give {fit.improper_value:.2f})",
        )


def _ends(row: ScaleRow, style: ResponseStyle, found: Findings) -> None:
    if row.n is None or row.n < style.floor_ceiling_least:
        return
    for end, share in (("lowest", row.floor_share), ("highest", row.ceiling_share)):
        if share is not None and share > style.floor_ceiling_share:
            found.add(
                "floor-ceiling",
                row.scale,
                None,
                f"{row.scale}: {100 * share:.1f} % have the {end} score there is (more than "
                f"{100 * style.floor_ceiling_share:g} %): differences among them cannot be seen",
            )


def _constant(row: ScaleRow, found: Findings) -> None:
    for item in row.items:
        if item.sd == 0:
            found.add("constant-item", row.scale, item.item, f"{row.scale}: all gave the same answer to {item.item}")
