"""What comes beside a dataset: the labels of its codes and the texts of its questions."""

from __future__ import annotations

from collections.abc import Sequence

from skapital.errors import InputError
from skapital.ingest.read import Source

STRUCTURE_COLUMNS = ("variableName", "questionText", "subType", "choiceText")


def labels(source: Source, tables: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return labels by variable and value, from tables of three columns without header.

    Their encoding and delimiter are found anew, since they need not be those of the dataset.

    Raises
    ------
    InputError
        ``labels-unreadable`` if a table has another number of columns.
    """
    found: dict[str, dict[str, str]] = {}
    for name in tables:
        raw = source.read(name, header=False)
        if len(raw.columns) != 3:
            message = f"{raw.file}: labels have three columns (variable, value, label), found {len(raw.columns)}"
            raise InputError(message, slug="labels-unreadable")
        for variable, value, label in raw.cells.itertuples(index=False):
            found.setdefault(variable.strip(), {})[value.strip()] = " ".join(label.split())
    return found


def questions(source: Source, tables: Sequence[str]) -> dict[str, str]:
    """Return question texts by variable, with the choice where each choice of a question is a variable."""
    found: dict[str, str] = {}
    for name in tables:
        raw = source.read(name)
        if set(STRUCTURE_COLUMNS) <= set(raw.columns):
            for variable, text, kind, choice in raw.cells[list(STRUCTURE_COLUMNS)].itertuples(index=False):
                whole = f"{text} {choice}" if kind == "Multiple" else text
                found.setdefault(variable.strip(), " ".join(whole.split()))
    return found
