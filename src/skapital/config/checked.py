"""Reading TOML with whole checking: keys asked for are known, any other is an error that names the nearest one."""

from __future__ import annotations

import datetime
import hashlib
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from skapital.config import kinds
from skapital.config.findings import Findings, nearest

T = TypeVar("T")

LANGUAGES = ("da", "en")


class Table:
    """One TOML table while it is read. Asking for a key makes it known; a wrong value is noted and a neutral one given.

    A neutral value lets the reading go on to the next problem. ``Document.close`` raises before any of them is used.
    """

    def __init__(self, values: Mapping[str, object], path: str, findings: Findings, *, void: bool = False) -> None:
        self.path = path
        self.findings = findings
        self._values = values
        self._asked: dict[str, None] = {}
        self._parts: dict[int, Table] = {}
        self._void = void

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def key(self, key: str) -> str:
        """Return the path of a key, for messages."""
        return f"{self.path}.{key}" if self.path else key

    def note(self, slug: str, key: str, message: str) -> None:
        """Note a problem at a key of this table."""
        self.findings.add(slug, self.key(key) if key else self.path, message)

    def names(self) -> tuple[str, ...]:
        """Return all keys, for a table whose keys are free; they count as known from then on."""
        self._asked.update(dict.fromkeys(self._values))
        return tuple(self._values)

    # ---- single values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text in quotes. Without a default the key is required and may not be empty."""
        found = self._take(key, kinds.is_text, "a text in quotes", default, "")
        if default is None and key in self._values and isinstance(self._values[key], str) and not found.strip():
            self.note("config-bad-value", key, "must not be empty")
        return found

    def number(
        self, key: str, default: float | None = None, *, least: float | None = None, most: float | None = None
    ) -> float:
        """Return a number, whole or with decimals, within ``least`` and ``most``."""
        found = float(self._take(key, kinds.is_number, "a number", default, 0.0))
        self._within(key, found, least, most)
        return found

    def whole(self, key: str, default: int | None = None, *, least: int | None = None, most: int | None = None) -> int:
        """Return a whole number within ``least`` and ``most``."""
        found = int(self._take(key, kinds.is_whole, "a whole number", default, 0))
        self._within(key, found, least, most)
        return found

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Return true or false."""
        return bool(self._take(key, kinds.is_flag, "true or false", default, False))

    def choice(self, key: str, words: Collection[str], default: str | None = None) -> str:
        """Return one of ``words``; any other word is an error that names the nearest."""
        found = self.text(key, default)
        if found and found not in words and key in self._values:
            self.note("config-unknown-word", key, f'"{found}" is not a known word{nearest(found, words)}')
        return found

    def date(self, key: str, default: str | None = None) -> str:
        """Return an ISO date ``YYYY-MM-DD``, written with or without quotes."""
        found = self._take(key, kinds.is_date_like, "a date such as 2014-06-30", default, "")
        if isinstance(found, datetime.date):
            return found.isoformat()
        if found and not kinds.is_date(str(found)):
            self.note("config-bad-value", key, f'"{found}" is no date; write it as YYYY-MM-DD, such as 2014-06-30')
        return str(found)

    def in_languages(self, key: str, *, required: bool = True) -> Mapping[str, str]:
        """Return a text in Danish and English, ``{ da = "…", en = "…" }``; nothing if it is optional and not there."""
        if not required and key not in self._values:
            self._asked[key] = None
            return {}
        part = self.table(key)
        return {language: part.text(language) for language in LANGUAGES}

    # ---- several values

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts, none empty, none twice."""
        found = self._take(key, kinds.is_texts, "a list of texts in quotes", default, ())
        words = tuple(found)
        for word in dict.fromkeys(word for word in words if words.count(word) > 1):
            self.note("config-duplicate", key, f'"{word}" stands more than once; remove one')
        if not all(word.strip() for word in words):
            self.note("config-bad-value", key, "a text in the list is empty")
        return words

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of numbers."""
        none: tuple[float, ...] = ()
        return tuple(float(one) for one in self._take(key, kinds.is_numbers, "a list of numbers", None, none))

    def text_by_name(self, key: str, *, required: bool = True) -> Mapping[str, str]:
        """Return a table whose keys are free and whose values are texts, such as ``[columns]`` of a mapping file."""
        part = self.table(key, required=required)
        return {name: part.text(name) for name in part.names()}

    def whole_by_name(self, key: str, names: Collection[str], *, least: int, most: int | None = None) -> dict[str, int]:
        """Return a table that has exactly ``names`` as keys, with whole numbers as values."""
        part = self.table(key)
        return {name: part.whole(name, least=least, most=most) for name in names}

    def table(self, key: str, *, required: bool = True) -> Table:
        """Return the table under a key; an empty one if it is optional and not there."""
        there = key in self._values
        empty: dict[str, object] = {}
        found = self._take(key, kinds.is_table, "a table", None if required else empty, empty)
        return self._part(found, self.key(key), void=not there or not kinds.is_table(self._values[key]))

    def table_by_name(self, key: str, *, required: bool = True) -> dict[str, Table]:
        """Return a table whose keys are free and whose values are tables, such as ``[codes.<response set>]``."""
        part = self.table(key, required=required)
        return {name: part.table(name) for name in part.names()}

    def tables(self, key: str, *, called: str = "", required: bool = True) -> list[Table]:
        """Return a list of tables, ``[[key]]``. ``called`` is the key by which a message names one of them."""
        none: list[Mapping[str, object]] = []
        found = self._take(
            key, kinds.is_tables, f"a list of tables, [[{self.key(key)}]]", None if required else none, none
        )
        return [
            self._part(values, f"{self.key(key)}[{values.get(called) or number}]", void=False)
            for number, values in enumerate(found, start=1)
        ]

    # ---- what makes it work

    def unknown_keys(self) -> None:
        """Note every key that was never asked for, here and in the tables below."""
        for key in self._values:
            if key not in self._asked:
                self.note("config-unknown-key", key, f"unknown key{nearest(key, tuple(self._asked))}")
        for part in self._parts.values():
            part.unknown_keys()

    def _part(self, values: Mapping[str, object], path: str, *, void: bool) -> Table:
        made = Table(values, path, self.findings, void=void)
        return self._parts.setdefault(id(values), made)  # asked for twice, it is one table with one list of known keys

    def _take(self, key: str, fits: Callable[[object], bool], expected: str, default: T | None, neutral: T) -> T:
        self._asked[key] = None
        if key not in self._values:
            if default is None and not self._void:
                self.note("config-missing-key", key, f"is missing; expected {expected}")
            return neutral if default is None else default
        found = self._values[key]
        if not fits(found):
            self.note("config-wrong-type", key, f"expected {expected}, found {kinds.described(found)}")
            return neutral
        return found  # type: ignore[return-value]  # `fits` has just checked it

    def _within(self, key: str, found: float, least: float | None, most: float | None) -> None:
        if key not in self._values or not kinds.is_number(self._values[key]):
            return
        if (least is not None and found < least) or (most is not None and found > most):
            limits = (("at least", least), ("at most", most))
            bounds = [f"{words} {limit:g}" for words, limit in limits if limit is not None]
            self.note("config-bad-value", key, f"must be {' and '.join(bounds)}, found {found:g}")


@dataclass(frozen=True)
class Document:
    """A TOML file: its top table, the SHA-256 of its bytes, and what was found wrong so far."""

    path: Path
    top: Table
    sha256: str
    findings: Findings

    def close(self) -> None:
        """Raise a ConfigurationError if anything was wrong or a key is unknown; call it before a value is used."""
        self.top.unknown_keys()
        self.findings.stop_if_any()


def read_document(path: Path, *, schema: int = 1) -> Document:
    """Read a TOML file and check that its ``schema`` is the one this version knows.

    Raises
    ------
    ConfigurationError
        If there is no such file, it is not UTF-8 TOML, or it has another schema.
    """
    findings = Findings(path.name)
    data = _bytes(path, findings)
    top = Table(_parsed(data, findings), "", findings)
    found = top.whole("schema")
    if "schema" in top and found != schema:
        top.note("config-schema", "schema", f"this version reads schema {schema}, the file says {found}")
        findings.stop_if_any()
    return Document(path, top, hashlib.sha256(data).hexdigest(), findings)


def _bytes(path: Path, findings: Findings) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        findings.add("config-not-found", "", f"cannot be read ({error.strerror}); expected a file at {path}")
        findings.stop_if_any()
        raise


def _parsed(data: bytes, findings: Findings) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        findings.add("config-not-toml", "", f"is not UTF-8 (byte {error.start + 1}); save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        findings.add("config-not-toml", "", f"is not valid TOML: {error}")
    findings.stop_if_any()
    return {}
