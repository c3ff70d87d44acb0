"""Where a command speaks: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click

from skapital.errors import Problem, SkapitalError

PROBLEMS_ON_SCREEN = 20


@dataclass(frozen=True)
class Output:
    """How much a command says, and in what form."""

    as_json: bool = False
    quiet: bool = False
    verbose: bool = False

    def result(self, record: Mapping[str, object], text: str = "") -> None:
        """Write the result: with ``--json`` the record as one object and nothing else, else the text."""
        if self.as_json:
            click.echo(json.dumps(without_nan(record), ensure_ascii=False, allow_nan=False))
        elif text:
            click.echo(text)

    def say(self, text: str) -> None:
        """Say something about the work, unless ``--quiet``."""
        if not self.quiet:
            click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Say something that is only wanted with ``--verbose``."""
        if self.verbose:
            click.echo(text, err=True)

    def problems(self, problems: Sequence[Problem]) -> None:
        """Say at most twenty problems, and how many more there are."""
        for problem in problems[:PROBLEMS_ON_SCREEN]:
            self.say(problem.as_text())
        if len(problems) > PROBLEMS_ON_SCREEN:
            self.say(f"… and {len(problems) - PROBLEMS_ON_SCREEN} more; --problems FILE writes all of them")

    @contextmanager
    def progress(self, total: int, label: str) -> Iterator[Progress]:
        """Show progress while a long step runs, on a terminal only."""
        shown = sys.stderr.isatty() and not self.quiet
        progress = Progress(total, label, shown)
        yield progress
        progress.clear()


@dataclass
class Progress:
    """A counter on the terminal's last line."""

    total: int
    label: str
    shown: bool
    done: int = 0

    def step(self) -> None:
        """Count one on."""
        self.done += 1
        if self.shown:
            click.echo(f"\r{self.label} {self.done}/{self.total}", err=True, nl=False)

    def clear(self) -> None:
        """Wipe the line."""
        if self.shown and self.done:
            click.echo("\r" + " " * (len(self.label) + 20) + "\r", err=True, nl=False)


def say_error(error: SkapitalError) -> None:
    """Say a known error: what is wrong, each place, and the slug that docs/errors.md explains."""
    click.echo(f"skapital: {error.message} [{error.slug}]", err=True)
    for problem in error.problems[:PROBLEMS_ON_SCREEN]:
        click.echo(f"  {problem.as_text()}", err=True)
    if len(error.problems) > PROBLEMS_ON_SCREEN:
        click.echo(f"  … and {len(error.problems) - PROBLEMS_ON_SCREEN} more", err=True)


def without_nan(value: object) -> object:
    """Return a JSON-ready copy in which what is undefined is null, never NaN."""
    if isinstance(value, Mapping):
        return {str(key): without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as an aligned text table; numbers to the right, what is missing as a dash."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(line[place]) for line in [list(header), *cells]) for place in range(len(header))]
    right = [bool(rows) and all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(header))]
    return "\n".join(_line(line, widths, right) for line in [list(header), *cells])


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    aligned = (
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
