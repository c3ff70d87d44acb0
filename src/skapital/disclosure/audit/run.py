"""The audit of finished files: the attack on what they say, and a search for what they should not say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from skapital.config.policy import Policy
from skapital.disclosure.audit.attack import attack
from skapital.disclosure.audit.counted import told_by_targets
from skapital.disclosure.audit.drawn import misplaced
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.plotted import strange_positions
from skapital.disclosure.audit.published import Published, from_release
from skapital.disclosure.audit.read_files import DRAWN, NAME, Place, names_of, places_of
from skapital.disclosure.audit.strange import strange
from skapital.disclosure.audit.trace import (
    Untraced,
    Wording,
    known_of_constants,
    known_of_release,
    untraced,
    words_of_release,
)
from skapital.errors import InputError

Each = Callable[[Callable[[str], list[Untraced]], Sequence[str]], Iterable[list[Untraced]]]
RELEASE, MANIFEST = "release.json", "manifest.json"
_DECIMALS = re.compile(r"\d+[.,]\d+")
_LEAVING = {"talks": 10, "chosen": 3, "leavers": 3}
"""What held before a policy said it: publications of then are still read."""


@dataclass(frozen=True)
class AuditReport:
    """What the attacker found, and how much he had.

    ``not_seen`` names publications that the manifest remembers but that were not given.
    """

    leaks: tuple[Leak, ...]
    files_read: int
    cells_read: int
    not_seen: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the contract's object."""
        return {
            "leaks": [leak.as_json() for leak in self.leaks],
            "files_read": self.files_read,
            "cells_read": self.cells_read,
            "not_seen": list(self.not_seen),
        }


def audit(folder: Path, earlier: Sequence[Path] = (), over: Each = map) -> AuditReport:
    """Attack a finished publication with nothing but its files and those of earlier ones.

    Parameters
    ----------
    over
        Goes through the files: ``map``, or the like of it that reads them on other processes meanwhile.

    Raises
    ------
    InputError
        If the folder is no publication, or holds a file that cannot be read.
    """
    release, manifest = _json(folder / RELEASE), _json(folder / MANIFEST)
    strange = search(folder, release, manifest, over)
    before = [(_published(_json(path / RELEASE)), _json(path / MANIFEST)) for path in earlier]
    given = {str(one["id"]) for _, one in before}
    parts = _equations([*(document for _, document in before), manifest])
    allowed = allowed_before(before, manifest)
    published = [*(one for one, _ in before), _published(release)]
    classes = _classes_of([*(document for _, document in before), manifest])
    leaks = attack(published, policy_of(manifest), classes, _changed(manifest), parts, _workplace_level(manifest))
    leaks += told_by_targets(published, _list(manifest, "targets"), str(manifest.get("period", "")))
    leaks = [leak for leak in leaks if what_of(leak) not in allowed]
    found = [_leak(one, str(manifest.get("period", ""))) for several in strange for one in several]
    cells = release["cells"]
    return AuditReport(
        leaks=(*leaks, *found),
        files_read=sum(1 for path in folder.rglob("*") if path.is_file()),
        cells_read=len(cells) if isinstance(cells, list) else 0,
        not_seen=tuple(
            str(one["publication"]) for one in _list(manifest, "remembered") if one["publication"] not in given
        ),
    )


def allowed_before(
    before: Sequence[tuple[Published, Mapping[str, object]]], manifest: Mapping[str, object]
) -> frozenset[tuple[object, ...]]:
    """Return what earlier publications tell that their own promise allowed, and a stricter one of now would not.

    It is known already and cannot be taken back; this publication is not its source.
    """
    now, changed = policy_of(manifest), _changed(manifest)
    classes = _classes_of([*(document for _, document in before), manifest])
    parts, level = _equations([*(document for _, document in before), manifest]), _workplace_level(manifest)
    known = [one for one, _ in before]
    allowed: frozenset[tuple[object, ...]] = frozenset()
    for policy in _distinct([policy_of(one) for _, one in before], now):
        forbidden_now = frozenset(map(what_of, attack(known, now, classes, changed, parts, level)))
        allowed |= forbidden_now - frozenset(map(what_of, attack(known, policy, classes, changed, parts, level)))
    return allowed


def what_of(leak: Leak) -> tuple[object, ...]:
    """Return about whom and what a leak is, whatever the organisation that names the units."""
    return leak.period, leak.population, leak.units, leak.measure, leak.statistic


def _distinct(policies: Sequence[Policy], now: Policy) -> list[Policy]:
    """The policies with other rules than those of now, each once."""
    rules = [replace(policy, sha256="") for policy in policies]
    return [one for place, one in enumerate(rules) if one != replace(now, sha256="") and one not in rules[:place]]


def search(
    folder: Path, release: Mapping[str, object], manifest: Mapping[str, object], over: Each = map
) -> Iterable[list[Untraced]]:
    """Return, file by file, every number in the readable ones that traces to nothing that was released to that file."""
    scopes = _scopes(release, manifest)
    beside = untraced(strange(release, manifest), scopes.of(""), scopes.wording)
    return chain([beside], over(partial(_search_file, folder, scopes), names_of(folder, skip=(RELEASE, MANIFEST))))


def _search_file(folder: Path, scopes: _Scopes, file: str) -> list[Untraced]:
    known, places = scopes.of(_unit_of(file)), places_of(folder, file)
    return [
        *untraced(places, known, scopes.wording),
        *(Untraced(place, "") for place in misplaced(places, known, scopes.rounds)),
        *(Untraced(place, "") for place in _plotted(folder / file, file, known)),
    ]


def _plotted(path: Path, file: str, known: frozenset[float]) -> list[Place]:
    if path.suffix != ".html":
        return []
    strange = strange_positions(path.read_text(encoding="utf-8"), known)
    return [Place(file, DRAWN, f"the {one.axis} axis of {one.chart}", "") for one in strange]


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


@dataclass(frozen=True)
class _Scopes:
    """What may stand in the files: figures by unit and for everybody, who is above whom, words that hold digits.

    ``rounds`` is how many measurements may stand side by side on a time axis.
    """

    by_unit: Mapping[str, frozenset[float]]
    listed: frozenset[float]
    above: Mapping[str, tuple[str, ...]]
    wording: Wording
    rounds: int

    def of(self, unit: str) -> frozenset[float]:
        """A unit's file may show its own figures, those of the units above it, and of what it is part of."""
        codes = (unit, *self.above.get(unit, ())) if unit else tuple(self.by_unit)
        return self.listed.union(*(self.by_unit[code] for code in codes if code in self.by_unit))


def _scopes(release: Mapping[str, object], manifest: Mapping[str, object]) -> _Scopes:
    listed, words = known_of_constants(manifest)
    wording = Wording((*words_of_release(release), *words))
    rounds = len({row["period"] for row in _list(release, "cells") if row["period_kind"] == "round"})
    return _Scopes(known_of_release(release), listed, _above(release), wording, rounds)


def _above(release: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """By unit: those above it in any tree, combined units it is read with, and the one it was split from."""
    parents: dict[str, set[str]] = {}
    for row in _list(release, "units"):
        code = str(row["code"])
        if row["parent"] is not None:
            parents.setdefault(code, set()).add(str(row["parent"]))
        members = row["members"]
        for member in members if isinstance(members, list) else []:
            parents.setdefault(str(member), set()).add(code)
    for row in _list(release, "comparisons"):
        if isinstance(row.get("origin"), str):
            parents.setdefault(str(row["unit"]), set()).add(str(row["origin"]))
    return {code: _closure(code, parents) for code in parents}


def _closure(code: str, parents: Mapping[str, set[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    pending = sorted(parents.get(code, ()))
    while pending:
        one = pending.pop()
        if one not in found:
            found[one] = None
            pending += sorted(parents.get(one, ()))
    return tuple(found)


def _unit_of(file: str) -> str:
    parts = file.split("/")
    return unquote(parts[1]) if parts[0] in ("units", "med") and len(parts) > 2 else ""


def _leak(one: Untraced, period: str) -> Leak:
    unit = _unit_of(one.place.file)
    file, where = (_unsaid(text, one) for text in (one.place.file, one.place.where))
    where = f"{file}: a number in {where} traces to nothing that was released"
    return Leak(period, "", "", (unit,) if unit else (), "", one.place.kind, where)


def _unsaid(name: str, one: Untraced) -> str:
    """Return the name of a place without the figure that stands in the name itself: a leak is not said again."""
    hidden = _DECIMALS.sub("…", name)
    if one.place.kind != NAME or not one.number:
        return hidden
    return re.sub(rf"(?<!\d){re.escape(one.number)}(?!\d)", "…", hidden)


def _published(document: Mapping[str, object]) -> Published:
    try:
        return from_release(document)
    except (KeyError, TypeError) as error:
        raise InputError("release.json has not the keys of a release", slug="no-publication") from error


def _classes(manifest: Mapping[str, object]) -> dict[str, str]:
    classes = manifest.get("measures", {})
    return {str(name): str(kind) for name, kind in classes.items()} if isinstance(classes, dict) else {}


def _classes_of(manifests: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """The class of every measure of several publications; where they differ the last one's holds."""
    return {name: kind for manifest in manifests for name, kind in _classes(manifest).items()}


def _changed(manifest: Mapping[str, object]) -> frozenset[str]:
    units = manifest.get("changed_units", [])
    return frozenset(str(code) for code in units) if isinstance(units, list) else frozenset()


def _workplace_level(manifest: Mapping[str, object]) -> str:
    return str(manifest.get("workplace_level", ""))


def _equations(manifests: Sequence[Mapping[str, object]]) -> dict[str, Mapping[str, Sequence[str]]]:
    """By round the scales and what they are means of, each as its own publication's manifest says; the rest as now."""
    found: dict[str, Mapping[str, Sequence[str]]] = {}
    for manifest in manifests:
        named = manifest.get("equations", {})
        if isinstance(named, dict):
            found |= {str(manifest.get("period", "")): named, "": named}
    return found


def _list(document: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    rows = document.get(name, [])
    return rows if isinstance(rows, list) else []


def _json(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path.parent} is no publication: {path.name} cannot be read"
        raise InputError(message, slug="no-publication") from error
    if not isinstance(found, dict):
        raise InputError(f"{path.name} is no JSON object", slug="no-publication")
    return found
