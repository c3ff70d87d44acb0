"""What `report` and `compare` share: their options, and how an outcome is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from skapital.cli.options import ANY_PATH, FOLDER, Command, in_workspace
from skapital.cli.output import Output
from skapital.cli.run_log import logged
from skapital.config.load import REPORT_LANGUAGES
from skapital.publication.outcome import Outcome, raise_unless_clean
from skapital.publication.publish import Wanted, publish
from skapital.publication.workspace import Workspace

SHELF = "publications"
_OVERRIDE = "Publish under policy.toml as changed since people answered; the reason is printed in every report."
_WORKERS = "Processes to render and audit on; else one a core, at most four, where there are many reports."
_LOG = "Append what became of the run to FILE, one JSON object a line; no figures about people."


def _reason(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    if value is not None and not value.strip():
        raise click.BadParameter("say why, in words that every reader of the reports will see")
    return (value or "").strip()


def publishes(function: Callable[..., Wanted]) -> Command:
    """Turn a function from options to what is wanted into a command that publishes it."""

    @click.option("--out", "shelf", type=FOLDER, help="The shelf; else publications/ in the workspace.")
    @click.option("--unit", "units", multiple=True, help="Write the report of this unit only; may be given again.")
    @click.option("--language", type=click.Choice(REPORT_LANGUAGES), help="Of the reports; else as in skapital.toml.")
    @click.option("--workers", type=click.IntRange(1, 64), help=_WORKERS)
    @click.option("--override-policy", "override", metavar="REASON", callback=_reason, help=_OVERRIDE)
    @click.option("--draft", is_flag=True, help="Mark every page KLADDE, replace an earlier draft, remember nothing.")
    @click.option("--log-json", "log_file", type=ANY_PATH, metavar="FILE", help=_LOG)
    @in_workspace
    def run(
        workspace: Path, out: Output, shelf: Path | None, language: str | None, log_file: Path | None, **options: Any
    ) -> None:
        name = str(click.get_current_context().info_name)
        with logged(log_file, name, workspace=str(workspace.absolute())) as log:
            here = Workspace(workspace)
            on_shelf = shelf or here.path / SHELF
            wanted = function(here, shelf=on_shelf, language=language or here.settings.language, **options)
            log.note(publication=wanted.base)
            outcome = publish(here, wanted)
            log.note(**for_log(outcome))
            tell(outcome, out)

    run.__doc__ = function.__doc__
    return run


def for_log(outcome: Outcome) -> dict[str, object]:
    """Return what a log says of an outcome: where, whether anything is new, and how many; nothing about anybody."""
    return {
        "out": str(outcome.out.absolute()),
        "published": outcome.published,
        "unchanged": outcome.unchanged,
        "reports_written": outcome.reports_written,
        "reports_left_out": len(outcome.reports_left_out),
        "leaks": len(outcome.leaks),
        "failed": len(outcome.failed),
        "gaps": {name: list(months) for name, months in outcome.gaps.items()},
    }


def tell(outcome: Outcome, out: Output) -> None:
    """Say what became of a publication.

    Raises
    ------
    NotClean
        If a leak was found, or a report could not be rendered.
    """
    out.result(outcome.as_json(), _line(outcome))
    if outcome.policy_changed:
        out.say("policy.toml has changed since people answered; what they were promised holds, see --override-policy")
    for leak in outcome.leaks[:20]:
        out.say(f"leak: {leak}")
    raise_unless_clean(outcome)


def _line(outcome: Outcome) -> str:
    if outcome.unchanged:
        return f"unchanged: {outcome.out.absolute()}{_gaps(outcome)}"
    if not outcome.published:
        return "nothing was published"
    elsewhere = len(outcome.reports_left_out)
    return (
        f"{outcome.reports_written} reports, {elsewhere} units read in another's: {outcome.out.absolute()}"
        f"{_gaps(outcome)}"
    )


def _gaps(outcome: Outcome) -> str:
    named = "; ".join(f"{name} lacks {', '.join(months)}" for name, months in outcome.gaps.items())
    return f" ({named})" if named else ""
