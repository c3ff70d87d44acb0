"""Comparable municipalities as data: who they are, who chose them, and how their average is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skapital.config.checked import Table, read_document
from skapital.config.instrument import Text

UNWEIGHTED: Final = "unweighted"
WEIGHTED: Final = "weighted"
RULES: Final = (UNWEIGHTED, WEIGHTED)


@dataclass(frozen=True)
class BenchmarkRules:
    """A checked `benchmarks.toml`.

    Attributes
    ----------
    own
        What the source calls our own municipality; empty for the name in the settings.
    members
        The comparable municipalities, in the order they are shown; none compares nothing.
    weights
        By member; empty where the average is unweighted.
    least_members
        With fewer comparable figures there is no average.
    targets
        Measures in which the municipality is to be at or below the others.
    """

    own: str
    title: Text
    decided_by: str
    decided_on: str
    members: tuple[str, ...]
    rule: str
    weights: Mapping[str, float]
    weights_from: str
    least_members: int
    targets: tuple[str, ...]
    sha256: str


def read_benchmarks(path: Path) -> BenchmarkRules:
    """Read and check a `benchmarks.toml`.

    Raises
    ------
    ConfigurationError
        With every problem of the file.
    """
    document = read_document(path)
    group, average = document.top.table("group"), document.top.table("average")
    members = group.texts("members")
    rule = average.choice("rule", RULES)
    found = BenchmarkRules(
        own=document.top.text("own", default=""),
        title=group.in_languages("title"),
        decided_by=group.text("decided_by", default=""),
        decided_on=group.text("decided_on", default=""),
        members=members,
        rule=rule,
        weights=_weights(average, members, rule),
        weights_from=average.text("weights_from", default=""),
        least_members=document.top.whole("least_members", least=1),
        targets=document.top.table("target").texts("measures"),
        sha256=document.sha256,
    )
    if rule == WEIGHTED and not found.weights_from:
        average.note("config-bad-value", "weights_from", "must say where the weights come from")
    if members and not found.decided_by:
        group.note("config-bad-value", "decided_by", "must say who chose the municipalities; it is printed")
    if found.own in members:
        group.note("config-bad-value", "members", f'"{found.own}" is our own municipality')
    document.close()
    return found


def _weights(average: Table, members: tuple[str, ...], rule: str) -> Mapping[str, float]:
    table = average.table("weights", required=False)
    weights = {name: table.number(name, least=0.001) for name in table.names()}
    if rule != WEIGHTED:
        return {}
    for name in members:
        if name not in weights:
            average.note("config-missing-key", "weights", f'"{name}" has no weight; every member needs one')
    for name in weights:
        if name not in members:
            average.note("config-unknown-word", "weights", f'"{name}" is no member of the group')
    return weights
