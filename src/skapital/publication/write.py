"""The shelf: a publication is written beside and renamed to a name that does not exist yet, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from skapital.errors import InputError

MANIFEST = "manifest.json"
LATEST = "latest.txt"
_PARTIAL = ".partial-"


@dataclass
class Staging:
    """A publication while it is written, beside the shelf's other folders and hidden."""

    folder: Path
    sha256: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        """Write one file; ``path`` is relative to the publication, with forward slashes."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.sha256[path] = hashlib.sha256(content).hexdigest()

    @property
    def outputs(self) -> dict[str, str]:
        """SHA-256 of every file but the manifest, by path in order."""
        return {path: self.sha256[path] for path in sorted(self.sha256) if path != MANIFEST}


@contextmanager
def staging(shelf: Path, name: str, owner: Path) -> Iterator[Staging]:
    """Give a place to write a publication in; whatever is left of it at the end, or of a killed run, is removed.

    Parameters
    ----------
    shelf
        Made if it is not there.
    name
        Of the publication.
    owner
        The workspace, whose lock the caller holds: only its own left-overs are removed, since another workspace may be
        writing to the same shelf.
    """
    mark = f"{_PARTIAL}{hashlib.sha256(str(owner.resolve()).encode()).hexdigest()[:10]}-"
    made = not shelf.exists()
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        for left_over in shelf.glob(f"{mark}*"):
            shutil.rmtree(left_over)
        folder = shelf / f"{mark}{name}"
        folder.mkdir()
    except OSError as error:
        message = f"{shelf} cannot be written ({error.strerror}); choose another shelf with --out"
        raise InputError(message, slug="cannot-write") from None
    try:
        yield Staging(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made and not any(shelf.iterdir()):
            shelf.rmdir()


def newest(shelf: Path, base: str) -> str | None:
    """Return the newest edition of a publication on the shelf (``base``, ``base-v2``, …), or ``None``."""
    return next(reversed(on_shelf(shelf, base)), None)


def on_shelf(shelf: Path, base: str) -> list[str]:
    """Return the editions of a publication on the shelf, oldest first; withdrawn ones may have been deleted between."""
    version = re.compile(re.escape(base) + r"(?:-v([1-9]\d*))?")
    folders = shelf.iterdir() if shelf.is_dir() else ()
    found = [(version.fullmatch(folder.name), folder.name) for folder in folders if folder.is_dir()]
    return [name for _, name in sorted((int(match[1] or 1), name) for match, name in found if match)]


def editions(base: str) -> Iterator[str]:
    """Yield the names of a publication and its re-issues, without end."""
    yield base
    number = 2
    while True:
        yield f"{base}-v{number}"
        number += 1


def free_name(shelf: Path, base: str, taken: Collection[str]) -> str:
    """Return the first name that is neither on the shelf nor remembered."""
    return next(name for name in editions(base) if not (shelf / name).exists() and name not in taken)


def same_as_published(shelf: Path, name: str, outputs: Mapping[str, str]) -> bool:
    """Return whether the publication of that name has exactly these files, as its manifest says."""
    return _manifest(shelf / name).get("outputs") == dict(outputs)


def holding(shelf: Path, base: str, created_from: str, units: Collection[str]) -> str | None:
    """Return the first edition on the shelf that was made from the very same things and holds the reports asked for.

    Parameters
    ----------
    units
        The units whose reports are asked for; all where none is named, which an edition limited to some cannot give.
    """
    for name in on_shelf(shelf, base):
        known = _manifest(shelf / name)
        limited = known.get("limited_to")
        whole = not limited or (bool(units) and isinstance(limited, list) and set(units) <= set(limited))
        if known.get("created_from") == created_from and whole:
            return name
    return None


def _manifest(folder: Path) -> Mapping[str, object]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def put(stage: Staging, shelf: Path, name: str) -> Path:
    """Put a finished publication on the shelf under a name that is free, and name it in ``latest.txt``.

    Raises
    ------
    InputError
        ``publication-exists`` if the name has been taken meanwhile: what was published is never overwritten.
    """
    target = shelf / name
    if target.exists():
        message = f"{target} is there already; what was published is never overwritten. Run the command again"
        raise InputError(message, slug="publication-exists")
    stage.folder.rename(target)
    _replace_text(shelf / LATEST, f"{name}\n")
    return target


def put_draft(stage: Staging, shelf: Path, name: str) -> Path:
    """Put a draft on the shelf in the place of an earlier one; ``latest.txt`` does not name drafts."""
    target, old = shelf / name, stage.folder.with_name(stage.folder.name + "-old")
    if target.exists():
        target.rename(old)
    stage.folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return target


def _replace_text(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)
