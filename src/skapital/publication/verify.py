"""Is a publication what its manifest says? Needs the folder alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skapital.errors import InputError
from skapital.publication.write import MANIFEST

CHANGED, MISSING, ADDED = "changed", "missing", "added"


@dataclass(frozen=True)
class Difference:
    """One file that is not as the manifest says."""

    path: str
    kind: str

    def as_json(self) -> dict[str, str]:
        """Return it under its JSON keys."""
        return {"path": self.path, "kind": self.kind}


def verify(folder: Path) -> tuple[list[Difference], int]:
    """Return the differences, in the order of paths, and how many files the manifest names.

    Raises
    ------
    InputError
        ``no-publication`` if the folder has no readable manifest.
    """
    named = _outputs(read_manifest(folder))
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink()) and path != folder / MANIFEST
    }
    found = [Difference(path, MISSING) for path in named if path not in there]
    found += [Difference(path, ADDED) for path in there if path not in named]
    found += [Difference(path, CHANGED) for path in named if path in there and _sha256(there[path]) != named[path]]
    return sorted(found, key=lambda difference: difference.path), len(named)


def read_manifest(folder: Path) -> Mapping[str, object]:
    """Return the manifest of a publication.

    Raises
    ------
    InputError
        ``no-publication``.
    """
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        message = (
            f"{folder} is no publication: it has no readable {MANIFEST}; give a folder such as publications/2014-06"
        )
        raise InputError(message, slug="no-publication") from None
    if not isinstance(document, dict):
        raise InputError(f"{folder / MANIFEST} is no JSON object", slug="no-publication")
    return document


def _outputs(manifest: Mapping[str, object]) -> Mapping[str, str]:
    outputs = manifest.get("outputs")
    if not isinstance(outputs, dict):
        raise InputError(f'{MANIFEST} names no "outputs"', slug="no-publication")
    return outputs


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
