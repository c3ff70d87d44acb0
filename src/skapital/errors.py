"""The errors of skapital: a slug each, explained in docs/errors.md, and the exit code each ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, said so that it can be mended.

    A message names the place, what was expected and what to do. It never holds a respondent's id or free text.
    """

    slug: str
    message: str
    file: str | None = None
    row: int | None = None
    column: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the problem as the contract's JSON object ``{row, column, slug, message}``."""
        return {"row": self.row, "column": self.column, "slug": self.slug, "message": self.message}

    def as_text(self) -> str:
        """Return the problem as one line: where, what, slug."""
        place = [self.file or ""] if self.file else []
        place += [f"line {self.row}"] if self.row is not None else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.message} [{self.slug}]" if place else f"{self.message} [{self.slug}]"


class SkapitalError(Exception):
    """A known error. Carries its problems and ends the command with ``exit_code``."""

    exit_code = 1
    slug = "error"

    def __init__(self, message: str, *, slug: str | None = None, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.slug = slug or self.slug
        self.problems = tuple(problems)


class InputError(SkapitalError):
    """An input file is wrong; nothing was changed."""

    slug = "input"


class ConfigurationError(SkapitalError):
    """A configuration file is wrong; nothing was changed."""

    slug = "configuration"


class NotComputable(SkapitalError):
    """A statistic was asked for on data that do not define it."""

    slug = "not-computable"


class NotClean(SkapitalError):
    """The work was done, but not clean: a leak, a report that failed, a difference that was looked for."""

    exit_code = 3
    slug = "not-clean"


class WorkspaceBusy(SkapitalError):
    """Another run holds the workspace."""

    exit_code = 5
    slug = "workspace-busy"


class UnreleasedError(RuntimeError):
    """Something that did not come through the gate was about to be compared or reported. A fault in skapital itself."""
