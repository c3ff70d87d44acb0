"""`release.json` and `manifest.json` of a publication, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from skapital.disclosure.audit.published import Published, from_release
from skapital.errors import InputError

RELEASE, MANIFEST = "release.json", "manifest.json"


def read_document(path: Path) -> dict[str, object]:
    """Return one of a publication's two documents.

    Raises
    ------
    InputError
        If it is not there, or no JSON object.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path.parent} is no publication: {path.name} cannot be read"
        raise InputError(message, slug="no-publication") from error
    if not isinstance(found, dict):
        raise InputError(f"{path.name} is no JSON object", slug="no-publication")
    return found


def published_in(document: Mapping[str, object]) -> Published:
    """Return what a `release.json` says.

    Raises
    ------
    InputError
        If it has not the keys of a release.
    """
    try:
        return from_release(document)
    except (KeyError, TypeError) as error:
        raise InputError("release.json has not the keys of a release", slug="no-publication") from error
