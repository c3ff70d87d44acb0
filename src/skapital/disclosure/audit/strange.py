"""What `release.json` and the manifest hold beside what they are known to hold: its numbers must trace too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from skapital.disclosure.audit.places import Place
from skapital.disclosure.audit.read_files import values_of

_TABLES: Final = frozenset(
    ("schema", "units", "cells", "comparisons", "counts", "signals", "limits", "patterns", "associations",
     "definitions", "counted_by", "benchmarks")
)  # fmt: skip
_OF_ROWS: Final = {
    "cells": frozenset(
        ("period_kind", "period", "structure", "population", "unit", "group", "measure", "statistic", "value", "n",
         "base", "withheld")
    ),
    "units": frozenset(("structure", "tree", "code", "name", "level", "parent", "members", "own_members")),
}  # fmt: skip
_OF_MANIFEST: Final = frozenset(
    ("schema", "id", "kind", "period", "edition", "language", "draft", "created_from", "limited_to", "versions",
     "policy", "measures", "equations", "inputs", "configuration", "remembered", "withheld", "loss", "staff_covered",
     "kept", "reports", "policy_override", "targets", "changed_units", "workplace_level", "constants", "outputs")
)  # fmt: skip


def strange(release: Mapping[str, object], manifest: Mapping[str, object]) -> Iterator[Place]:
    """Yield every place of tables, columns and entries that the contract does not name."""
    for name in release.keys() - _TABLES:
        yield from values_of(release[name], "release.json", f"/{name}")
    for name, known in _OF_ROWS.items():
        rows = release.get(name, [])
        for row in rows if isinstance(rows, list) else []:
            if not row.keys() <= known:
                yield from values_of({key: row[key] for key in row.keys() - known}, "release.json", f"/{name}")
    for name in manifest.keys() - _OF_MANIFEST:
        yield from values_of(manifest[name], "manifest.json", f"/{name}")
