"""One piece of text of a finished file, and the kinds of places where it can stand."""

from __future__ import annotations

from typing import NamedTuple

TEXT, ATTRIBUTE, COMMENT, DRAWN, CELL, NAME, STYLE = (
    "text",
    "attribute",
    "comment",
    "drawn",
    "cell",
    "name",
    "style",
)


class Place(NamedTuple):
    """One piece of text of a file: which file, what kind of place, where, and the text itself."""

    file: str
    kind: str
    where: str
    text: str
