"""The search through finished files: every number that traces to nothing that was released, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skapital.disclosure.audit.drawn import misplaced
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.places import DRAWN, NAME, Place
from skapital.disclosure.audit.plotted import strange_positions
from skapital.disclosure.audit.read_documents import MANIFEST, RELEASE
from skapital.disclosure.audit.read_files import names_of, places_of
from skapital.disclosure.audit.scopes import Scopes, scopes_of, unit_of
from skapital.disclosure.audit.strange import strange
from skapital.disclosure.audit.trace import Untraced, untraced

_DECIMALS = re.compile(r"\d+[.,]\d+")


@dataclass(frozen=True)
class Search:
    """The search through a publication: each of its files can be searched apart from the others."""

    folder: Path
    scopes: Scopes

    def files(self) -> list[str]:
        """Return the names of the files that people read."""
        return names_of(self.folder, skip=(RELEASE, MANIFEST))

    def untraced_in(self, file: str) -> list[Untraced]:
        """Return every number of a file that traces to nothing that was released to it."""
        known, places = self.scopes.of(unit_of(file)), places_of(self.folder, file)
        return [
            *untraced(places, known, self.scopes.wording),
            *(Untraced(place, "") for place in misplaced(places, known, self.scopes.rounds)),
            *(Untraced(place, "") for place in _plotted(self.folder / file, file, known)),
        ]


def begin(folder: Path, release: Mapping[str, object], manifest: Mapping[str, object]) -> tuple[Search, list[Untraced]]:
    """Return the search, and what is found where the release and the manifest say what no such file should say."""
    scopes = scopes_of(release, manifest)
    return Search(folder, scopes), untraced(strange(release, manifest), scopes.of(""), scopes.wording)


def _plotted(path: Path, file: str, known: frozenset[float]) -> list[Place]:
    if path.suffix != ".html":
        return []
    strange = strange_positions(path.read_text(encoding="utf-8"), known)
    return [Place(file, DRAWN, f"the {one.axis} axis of {one.chart}", "") for one in strange]


def leak_of(one: Untraced, period: str) -> Leak:
    """Return the leak that an untraced number is."""
    unit = unit_of(one.place.file)
    file, where = (_unsaid(text, one) for text in (one.place.file, one.place.where))
    where = f"{file}: a number in {where} traces to nothing that was released"
    return Leak(period, "", "", (unit,) if unit else (), "", one.place.kind, where)


def _unsaid(name: str, one: Untraced) -> str:
    """Return the name of a place without the figure that stands in the name itself: a leak is not said again."""
    hidden = _DECIMALS.sub("…", name)
    if one.place.kind != NAME or not one.number:
        return hidden
    return re.sub(rf"(?<!\d){re.escape(one.number)}(?!\d)", "…", hidden)
