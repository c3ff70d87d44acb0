"""What manifests say: the promise a publication is judged by, and how its measures hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skapital.config.policy import Policy
from skapital.errors import InputError

_LEAVING = {"talks": 10, "chosen": 3, "leavers": 3}
"""What held before a policy said it: publications of then are still read."""


def policy_of(manifest: Mapping[str, object]) -> Policy:
    """Return the policy a manifest prints: the promise the publication is judged by.

    Raises
    ------
    InputError
        If it prints none, or one with other entries than a policy has.
    """
    printed = manifest.get("policy")
    if not isinstance(printed, dict):
        raise InputError("the manifest prints no policy", slug="no-publication")
    try:
        return Policy(**{"leaving": _LEAVING, **printed})
    except TypeError as error:
        raise InputError("the manifest prints a policy of another version", slug="no-publication") from error


def _classes(manifest: Mapping[str, object]) -> dict[str, str]:
    classes = manifest.get("measures", {})
    return {str(name): str(kind) for name, kind in classes.items()} if isinstance(classes, dict) else {}


def classes_of(manifests: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Return the class of every measure of several publications; where they differ the last one's holds."""
    return {name: kind for manifest in manifests for name, kind in _classes(manifest).items()}


def changed_units(manifest: Mapping[str, object]) -> frozenset[str]:
    """Return the units that changed since the organisation before."""
    units = manifest.get("changed_units", [])
    return frozenset(str(code) for code in units) if isinstance(units, list) else frozenset()


def workplace_level(manifest: Mapping[str, object]) -> str:
    """Return the name of the level on which units are workplaces."""
    return str(manifest.get("workplace_level", ""))


def equations_of(manifests: Sequence[Mapping[str, object]]) -> dict[str, Mapping[str, Sequence[str]]]:
    """Return by round the scales and what they are means of, as its own manifest says; the rest as now."""
    found: dict[str, Mapping[str, Sequence[str]]] = {}
    for manifest in manifests:
        named = manifest.get("equations", {})
        if isinstance(named, dict):
            found |= {str(manifest.get("period", "")): named, "": named}
    return found


def rows_of(document: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """Return the rows of a table of a document; none where it has no such table."""
    rows = document.get(name, [])
    return rows if isinstance(rows, list) else []
