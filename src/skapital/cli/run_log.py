"""A structured log for runs without anybody watching: one JSON object a line, appended; no figures about people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

import skapital
from skapital.cli.exit_codes import FAULT, INTERRUPTED
from skapital.errors import InputError, SkapitalError


@dataclass
class RunLog:
    """What one run leaves in the log; nothing is written where no file was named."""

    path: Path | None
    command: str
    said: dict[str, object] = field(default_factory=dict)

    def note(self, **facts: object) -> None:
        """Keep facts for the line that ends the run."""
        self.said.update(facts)

    def write(self, event: str, **facts: object) -> None:
        """Append one line.

        Raises
        ------
        InputError
            ``cannot-write``.
        """
        if self.path is None:
            return
        record: Mapping[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": skapital.__version__,
            "command": self.command,
            "event": event,
            **facts,
        }
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        except OSError as error:
            message = f"{self.path} cannot be written ({error.strerror}); choose another file with --log-json"
            raise InputError(message, slug="cannot-write") from None


@contextmanager
def logged(path: Path | None, command: str, **facts: object) -> Iterator[RunLog]:
    """Log that a run began, and how it ended: ``done`` with what was noted, or ``failed`` with slug and code."""
    log = RunLog(path, command)
    log.write("started", **facts)
    try:
        yield log
    except SkapitalError as error:
        log.write("failed", **{**facts, **log.said}, slug=error.slug, exit_code=error.exit_code)
        raise
    except click.ClickException as error:
        log.write("failed", **{**facts, **log.said}, slug="usage", exit_code=error.exit_code)
        raise
    except BaseException as error:
        slug, code = ("interrupted", INTERRUPTED) if isinstance(error, KeyboardInterrupt) else ("fault", FAULT)
        log.write("failed", **{**facts, **log.said}, slug=slug, kind=type(error).__name__, exit_code=code)
        raise
    log.write("done", **{**facts, **log.said}, exit_code=0)
