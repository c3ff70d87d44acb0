"""The one place where a known error, a fault, a wrong use and an interrupt become exit codes."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator

import click

from skapital.cli.output import say_error
from skapital.errors import SkapitalError

DONE, FAULT, INTERRUPTED = 0, 4, 130


def guarded(work: Callable[[], object]) -> int:
    """Run a command and return its exit code; what went wrong is said on standard error."""
    try:
        work()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        click.echo("skapital: interrupted; nothing was changed", err=True)
        return INTERRUPTED
    except click.ClickException as wrong_use:
        wrong_use.show()
        return wrong_use.exit_code
    except SkapitalError as error:
        say_error(error)
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        _leave_pipe_quietly()  # Click leaves by SystemExit where the reader of our output has gone
        return DONE
    except KeyboardInterrupt:
        click.echo("skapital: interrupted; nothing was changed", err=True)
        return INTERRUPTED
    except Exception as fault:
        if any(isinstance(error, KeyboardInterrupt) for error in _chain(fault)):  # tidying up may fail on its way out
            click.echo("skapital: interrupted; nothing was changed", err=True)
            return INTERRUPTED
        click.echo(_said_of(fault), err=True)
        return FAULT
    return DONE


def end_when_told() -> None:
    """Let a request to end, as a scheduler or a shutdown sends it, end a command in order, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _leave_pipe_quietly() -> None:
    """Point our output away, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _said_of(fault: Exception) -> str:
    kind = type(fault).__name__
    try:
        place = _log(fault)
    except OSError:
        return f"skapital: a fault in skapital itself ({kind}); no log could be written [fault]"
    return f"skapital: a fault in skapital itself ({kind}); please send {place} to its developers [fault]"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from, the last first."""
    error: BaseException | None = fault
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _log(fault: BaseException) -> str:
    """Write where the fault happened, without any message or value: those may hold data."""
    lines: list[str] = []
    for error in _chain(fault):
        lines.append(type(error).__name__)
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    handle, name = tempfile.mkstemp(prefix="skapital-fault-", suffix=".txt", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join([*lines, f"python {sys.version}", ""]))
    return name
