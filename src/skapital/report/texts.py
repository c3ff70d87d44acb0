"""The words of the reports, by language: catalogues in TOML beside the templates, complete in each language."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from skapital.errors import ConfigurationError
from skapital.report.model import Inline, Interval, Mark, Number
from skapital.resources import resource

LANGUAGES = ("da", "en")


@dataclass(frozen=True)
class Catalogue:
    """All texts of one language by dotted key."""

    language: str
    entries: Mapping[str, str]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def text(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled.

        Raises
        ------
        KeyError
            If the text or a placeholder's value is missing: a gap is found before it is printed.
        """
        return self.entries[key].format_map(values) if values else self.entries[key]

    def line(self, key: str, **values: str | int | Number | Interval | Mark) -> Inline:
        """Return a text as a run in which the figures are still figures."""
        parts: list[str | Number | Interval | Mark] = []
        for literal, field, _, _ in string.Formatter().parse(self.entries[key]):
            if literal:
                parts.append(literal)
            if field is not None:
                value = values[field]
                parts.append(str(value) if isinstance(value, int) else value)
        return _joined(parts)

    def counted(self, key: str, n: int, **values: str | int | Number | Interval | Mark) -> Inline:
        """Return the form of a text for ``n`` things: ``key.one`` or ``key.other``."""
        return self.line(f"{key}.one" if n == 1 else f"{key}.other", **values)

    def several(self, key: str) -> tuple[str, ...]:
        """Return the texts ``key.1``, ``key.2``, … in order."""
        found: list[str] = []
        while f"{key}.{len(found) + 1}" in self.entries:
            found.append(self.entries[f"{key}.{len(found) + 1}"])
        return tuple(found)

    def together(self, words: tuple[str, ...]) -> str:
        """Return ``a, b og c``."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.entries['word.and']} {words[-1]}"


def _joined(parts: list[str | Number | Interval | Mark]) -> Inline:
    joined: list[str | Number | Interval | Mark] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


@lru_cache(maxsize=8)
def catalogue(language: str, folder: Path | None = None, prefix: str = "") -> Catalogue:
    """Return the texts of a language; ``folder`` may hold a file of own texts that replace some of the shipped ones.

    Texts whose keys begin with ``prefix`` take the place of those without it.

    Raises
    ------
    ConfigurationError
        If the language is unknown, or an own text has an unknown key.
    """
    if language not in LANGUAGES:
        message = f"reports are written in {' or '.join(LANGUAGES)}, not {language!r}"
        raise ConfigurationError(message, slug="report-language")
    shipped = read_texts(resource("reports", "templates", f"texts.{language}.toml"))
    own_file = folder / f"texts.{language}.toml" if folder else None
    own = read_texts(own_file) if own_file and own_file.exists() else {}
    unknown = sorted(set(own) - set(shipped))
    if unknown:
        message = f"{own_file}: unknown text {unknown[0]!r}; the keys are those of the shipped texts.{language}.toml"
        raise ConfigurationError(message, slug="report-text")
    entries = {**shipped, **own}
    others = {key.removeprefix(prefix): text for key, text in entries.items() if prefix and key.startswith(prefix)}
    return Catalogue(language, {**entries, **others})


def read_texts(path: Path) -> dict[str, str]:
    """Return the texts of a catalogue file by dotted key."""
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def _flat(tree: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            found += [(f"{prefix}{key}.{place}", str(text)) for place, text in enumerate(value, 1)]
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
