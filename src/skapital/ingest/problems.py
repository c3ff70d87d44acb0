"""Problems gathered row by row: at most twenty on screen, all of them in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from skapital.errors import InputError, Problem

ON_SCREEN = 20
SHORT_CODE = 4


@dataclass
class Gathered:
    """The problems of one table. The first problem of a row is the reason it is rejected for."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, slug: str, message: str, *, row: int | None = None, column: str | None = None) -> None:
        """Note one problem of a row, a column or the whole table."""
        self.problems.append(Problem(slug, message, file=self.file, row=row, column=column))

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems by row; those of the whole table first."""
        return tuple(sorted(self.problems, key=lambda problem: problem.row or 0))

    def stop_if_any(self) -> None:
        """Raise what was gathered.

        Raises
        ------
        InputError
            With all problems; its message is the first one and the number of the others.
        """
        if self.problems:
            raise stopped(self.in_order())


def stopped(problems: Sequence[Problem]) -> InputError:
    """Return the error that carries all ``problems`` and speaks of the first."""
    first, others = problems[0], len(problems) - 1
    more = f" (and {others} more problems)" if others else ""
    return InputError(f"{first.as_text()}{more}", slug=first.slug, problems=problems)


def shown(value: str) -> str:
    """Return a value for a message only if it is as short as a code; what may be free text is not repeated."""
    if len(value) <= SHORT_CODE and value.isalnum():
        return f'"{value}"'
    return f"a value of {len(value)} characters (not shown)"


def on_screen(problems: Sequence[Problem]) -> list[str]:
    """Return at most ``ON_SCREEN`` lines for a person to read, and one that says how many more there are."""
    lines = [problem.as_text() for problem in problems[:ON_SCREEN]]
    if len(problems) > ON_SCREEN:
        lines.append(f"… and {len(problems) - ON_SCREEN} more; --problems FILE writes all of them")
    return lines


def as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return all problems as the contract's JSON objects."""
    return [problem.as_json() for problem in problems]


def as_file(problems: Iterable[Problem]) -> str:
    """Return all problems as the text of a semicolon separated file with a header row."""
    lines = ["file;row;column;slug;message"]
    lines += [
        ";".join(_field(part) for part in (entry.file, entry.row, entry.column, entry.slug, entry.message))
        for entry in problems
    ]
    return "\n".join(lines) + "\n"


def _field(part: object) -> str:
    text = "" if part is None else str(part)
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if any(mark in text for mark in ';"\n\r') else text
