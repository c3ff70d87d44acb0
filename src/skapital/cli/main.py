"""The command `skapital`: its commands by name, each loaded when it is asked for."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any, Final

import click

from skapital.cli.exit_codes import end_when_told, guarded

COMMANDS: Final = {
    "init": "Make a workspace.",
    "ingest": "Take in a file.",
    "rehearse": "Say before fieldwork who will get which report.",
    "protection": "Write the statement for staff.",
    "map": "Draft a mapping for a survey export.",
    "imports": "List what came in; take an import back.",
    "status": "Say where the workspace stands, and the next step.",
    "response": "Count answered and invited by unit.",
    "score": "Show the scales of a round with their reliability.",
    "targets": "Propose, record and show targets.",
    "report": "Publish a round.",
    "compare": "Publish a quarter.",
    "exits": "Make the form for job-stop talks.",
    "publications": "List what was published; withdraw what was never distributed.",
    "audit": "Attack a finished publication.",
    "verify": "Check a publication against its manifest.",
    "diff": "Say what moved between two publications.",
    "selfcheck": "Compute every statistic's published examples anew.",
}
"""In the order of the work. The module of a command is ``skapital.cli.NAME`` (``map`` and the like: ``NAME_``)."""


SELDOM: Final = (100_000, 20, 20)
"""A command holds millions of small objects to its end and few cycles: looking for them at every 700th costs a tenth to
a quarter of its time."""


class Commands(click.Group):
    """A group that imports a command's module only when that command runs, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or ``None`` for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"skapital.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table above, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="skapital", message="%(prog)s %(version)s")
def main() -> None:
    """Measure social capital in a municipality: from survey exports to reports in which nobody can be found."""


def run() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _in_utf8(stream)
    end_when_told()
    gc.set_threshold(*SELDOM)
    sys.exit(guarded(lambda: main.main(prog_name="skapital", standalone_mode=False)))


def _in_utf8(stream: Any) -> None:
    """Danish letters are written whatever the terminal's locale; what it cannot show is escaped, not fatal."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
