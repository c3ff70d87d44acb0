"""Words of groups of people: position groups by their own names, seniority and seasons in the page's language."""

from __future__ import annotations

from skapital import columns as c
from skapital.report.facts import Facts
from skapital.report.hr_words import hr_of


def group_title(facts: Facts, group: str) -> str:
    """Return a group such as ``seniority_band:1-3 år`` in words."""
    kind, _, word = group.partition(":")
    leaving = hr_of(facts).leaving
    if kind == "seniority_band" and leaving is not None:
        labels = {band.choice.code: band.choice.labels[facts.language] for band in leaving.words.seniority_bands}
        return labels.get(word, word)
    if kind == "season":
        return facts.texts.text(f"patterns.season.{word}")
    return word


def groups_of(facts: Facts, unit: str, measure: str, period: str, kind: str) -> tuple[str, ...]:
    """Return a unit's groups of a kind that a measure was asked for in a period, in their own order."""
    cells = facts.release.cells
    mine = cells[
        (cells[c.MEASURE] == measure)
        & (cells[c.PERIOD] == period)
        & (cells[c.UNIT] == unit)
        & (cells[c.STRUCTURE] == facts.structure)
        & cells[c.GROUP].notna()
    ]
    return tuple(str(group) for group in dict.fromkeys(mine[c.GROUP]) if str(group).startswith(f"{kind}:"))
