"""Job-stop interviews as data: what is asked, and the words of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skapital.config.checked import Table, read_document
from skapital.config.definitions import END_TYPES
from skapital.config.instrument import Text

INITIATIVES: Final = ("employee", "employer", "other")
RECOMMEND: Final = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Choice:
    """One answer: its code, its labels by language, and further words for it."""

    code: str
    labels: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    """A band of years employed: from ``from_years`` up to the next band's."""

    choice: Choice
    from_years: float


@dataclass(frozen=True)
class ExitWords:
    """A checked `exits.toml`.

    Attributes
    ----------
    reasons, types, initiatives, age_bands, recommend
        The answers that each question knows, in the order they are shown.
    seniority_bands
        Ascending; the first begins at 0.
    recommend_from
        From this answer on a workplace is recommended.
    held
        By word (in lower case) whether a talk was held and completed.
    """

    reasons: tuple[Choice, ...]
    types: tuple[Choice, ...]
    initiatives: tuple[Choice, ...]
    seniority_bands: tuple[Band, ...]
    age_bands: tuple[Choice, ...]
    recommend: tuple[Choice, ...]
    recommend_from: int
    held: Mapping[str, bool]
    sha256: str

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The codes of the reasons, in the order they are shown."""
        return tuple(choice.code for choice in self.reasons)

    def choices(self, column: str) -> tuple[Choice, ...]:
        """Return the answers that a column of the record knows.

        Raises
        ------
        KeyError
            If the column has no words of its own.
        """
        return {
            "type": self.types,
            "initiative": self.initiatives,
            "seniority_band": tuple(band.choice for band in self.seniority_bands),
            "age_band": self.age_bands,
            "recommend": self.recommend,
            "reasons": self.reasons,
            "main_reason": self.reasons,
        }[column]


def codes_by_word(choices: Sequence[Choice]) -> dict[str, str]:
    """Return the code of every word, in lower case, that stands for a choice: its code, labels and further words."""
    return {
        word.casefold(): choice.code
        for choice in choices
        for word in (*choice.also, *choice.labels.values(), choice.code)
    }


def read_exits(path: Path) -> ExitWords:
    """Read and check an `exits.toml`.

    Raises
    ------
    ConfigurationError
        With every unknown key, unknown word and wrong value in the file.
    """
    document = read_document(path)
    top = document.top
    held = top.table("held")
    found = ExitWords(
        reasons=_choices(top, "reasons"),
        types=_choices(top, "types", END_TYPES),
        initiatives=_choices(top, "initiatives", INITIATIVES),
        seniority_bands=_bands(top),
        age_bands=_choices(top, "age_bands"),
        recommend=_choices(top, "recommend", RECOMMEND),
        recommend_from=top.whole("recommend_from", least=2, most=5),
        held={**_words(held, "no", False), **_words(held, "yes", True)},
        sha256=document.sha256,
    )
    document.close()
    return found


def _choices(top: Table, key: str, known: Sequence[str] | None = None) -> tuple[Choice, ...]:
    tables = top.tables(key, called="code")
    found = tuple(_choice(table) for table in tables)
    for table, choice in zip(tables, found, strict=True):
        if known and choice.code and choice.code not in known:
            table.note("config-unknown-word", "code", f'"{choice.code}" is not known; known are {", ".join(known)}')
        if ";" in choice.code:
            table.note("config-bad-value", "code", "must not hold a semicolon, which parts several reasons")
    words = [word for choice in found for word in {w.casefold() for w in (choice.code, *choice.labels.values())}]
    for word in dict.fromkeys(word for word in words if words.count(word) > 1):
        top.note("config-duplicate", key, f'"{word}" stands for two answers')
    if not found and key in top:
        top.note("config-bad-value", key, f"there is none; write one [[{key}]] table for each answer")
    return found


def _choice(table: Table) -> Choice:
    return Choice(table.text("code"), table.in_languages("labels"), table.texts("also", default=()))


def _bands(top: Table) -> tuple[Band, ...]:
    choices = _choices(top, "seniority_bands")
    tables = top.tables("seniority_bands", called="code")
    bands = tuple(
        Band(choice, table.number("from_years", least=0, most=60))
        for choice, table in zip(choices, tables, strict=True)
    )
    starts = [band.from_years for band in bands]
    if bands and (starts[0] != 0 or starts != sorted(set(starts))):
        top.note("config-bad-value", "seniority_bands", "from_years must begin at 0 and rise from band to band")
    return bands


def _words(held: Table, key: str, meaning: bool) -> dict[str, bool]:
    return {word.casefold(): meaning for word in held.texts(key)}
