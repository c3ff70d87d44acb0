"""What the project wants to reach, and what shows whether it does: `goals.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skapital.config.checked import Table, read_document
from skapital.config.instrument import Text

AGAINST: Final = ("target", "baseline", "earlier", "reference")


@dataclass(frozen=True)
class Figure:
    """A measure of a population and what it is set against: ``target``, ``baseline``, ``earlier`` or ``reference``."""

    measure: str
    population: str
    against: str


@dataclass(frozen=True)
class Criterion:
    """One criterion of success. Without figures it is followed by its milestones alone."""

    title: Text
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Goal:
    """A result goal; goals are equal in rank and stand in the order of the file."""

    id: str
    title: Text
    criteria: tuple[Criterion, ...]


def read_goals(path: Path) -> tuple[Goal, ...]:
    """Read and check a ``goals.toml``; a file with no goals is a project without any.

    Raises
    ------
    ConfigurationError
        With every problem of the file. Whether a measure exists is checked where its figures are.
    """
    document = read_document(path)
    tables = document.top.tables("goals", called="id", required=False)
    goals = tuple(_goal(table) for table in tables)
    _note_twice(document.top, "goals", [goal.id for goal in goals])
    document.close()
    return goals


def _goal(table: Table) -> Goal:
    criteria = tuple(_criterion(part) for part in table.tables("criteria"))
    _note_twice(table, "criteria", [criterion.title.get("da", "") for criterion in criteria])
    return Goal(table.text("id"), table.in_languages("title"), criteria)


def _criterion(table: Table) -> Criterion:
    figures = tuple(
        Figure(part.text("measure"), part.text("population"), part.choice("against", AGAINST))
        for part in table.tables("figures", called="measure", required=False)
    )
    return Criterion(table.in_languages("title"), figures)


def _note_twice(table: Table, key: str, names: Sequence[str]) -> None:
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        table.note("config-duplicate", key, f'"{name}" stands more than once')
