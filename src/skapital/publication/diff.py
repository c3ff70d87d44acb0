"""What moved between two publications, and what of their making differs. Needs the two folders alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skapital import columns as c
from skapital.errors import InputError
from skapital.publication.verify import read_manifest

_SETTINGS = ("language", "edition", "draft", "versions", "policy", "inputs", "configuration", "remembered")
_KEYS = {"units": (c.STRUCTURE, "tree", "code"), "cells": c.CELL_KEY, "comparisons": c.COMPARISON_KEY}

Row = Mapping[str, object]


@dataclass(frozen=True)
class Moved:
    """One row of `release.json` that is not the same in both, or only in one."""

    table: str
    key: Mapping[str, object]
    before: Row | None
    after: Row | None

    def as_json(self) -> dict[str, object]:
        """Return it under its JSON keys."""
        return {"table": self.table, "key": dict(self.key), "before": self.before, "after": self.after}

    def as_text(self) -> str:
        """Return it as one line."""
        key = ", ".join(f"{value}" for value in self.key.values() if value is not None)
        one, other = _shown(self.table, self.before), _shown(self.table, self.after)
        if one == other and self.before is not None and self.after is not None:
            names = [name for name in {**self.before, **self.after} if self.before.get(name) != self.after.get(name)]
            one, other = (", ".join(f"{name} {row.get(name)}" for name in names) for row in (self.before, self.after))
        return f"{self.table}: {key}: {one} -> {other}"


@dataclass(frozen=True)
class Diff:
    """All that differs: rows, files, and what the publications were made of."""

    moved: tuple[Moved, ...]
    files: tuple[str, ...]
    why: Mapping[str, object]

    @property
    def any(self) -> bool:
        """Whether anything that a reader sees differs."""
        return bool(self.moved or self.files)


def diff(before: Path, after: Path) -> Diff:
    """Compare two publications.

    Raises
    ------
    InputError
        ``no-publication`` if a folder is none.
    """
    manifests = read_manifest(before), read_manifest(after)
    releases = _release(before), _release(after)
    moved = tuple(change for table in _KEYS for change in _moved(table, *releases))
    why = {name: change for name in _SETTINGS if (change := _difference(name, *manifests)) is not None}
    return Diff(moved, _files(*manifests), why)


def _release(folder: Path) -> Mapping[str, list[Row]]:
    try:
        document = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(f"{folder} has no readable release.json", slug="no-publication") from None
    return {table: list(document.get(table, [])) for table in _KEYS}


def _moved(table: str, before: Mapping[str, list[Row]], after: Mapping[str, list[Row]]) -> list[Moved]:
    names = _KEYS[table]
    one, other = _by_key(before[table], names), _by_key(after[table], names)
    return [
        Moved(table, dict(zip(names, key, strict=True)), one.get(key), other.get(key))
        for key in dict.fromkeys([*one, *other])
        if one.get(key) != other.get(key)
    ]


def _by_key(rows: list[Row], names: tuple[str, ...]) -> dict[tuple[object, ...], Row]:
    return {tuple(row.get(name) for name in names): row for row in rows}


def _files(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    one, other = _mapping(before.get("outputs")), _mapping(after.get("outputs"))
    return tuple(path for path in sorted({*one, *other}) if one.get(path) != other.get(path))


def _difference(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> object | None:
    one, other = before.get(name), after.get(name)
    if one == other:
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in sorted({*one, *other}) if one.get(key) != other.get(key)]
        return {key: {"before": one.get(key), "after": other.get(key)} for key in keys}
    if isinstance(one, list) and isinstance(other, list):
        return {"gone": [row for row in one if row not in other], "new": [row for row in other if row not in one]}
    return {"before": one, "after": other}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _shown(table: str, row: Row | None) -> str:
    if row is None:
        return "absent"
    if table == "cells":
        return f"withheld ({row[c.WITHHELD]})" if row.get(c.WITHHELD) else f"{row.get(c.VALUE)} (n {row.get(c.N)})"
    if table == "comparisons":
        return f"{row.get('difference')} ({row.get('verdict')})"
    return f"{row.get('name')} under {row.get('parent')}"
