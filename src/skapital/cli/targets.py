"""`skapital targets`: from the baseline to what was decided."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from skapital.cli.options import in_workspace
from skapital.cli.output import Output, table
from skapital.config.definitions import named_for
from skapital.publication.inputs import read_inputs
from skapital.publication.made import make
from skapital.publication.target_book import POPULATIONS, Book
from skapital.publication.target_standing import STATES
from skapital.publication.workspace import Workspace
from skapital.store.database import open_store

_DATE = click.DateTime(["%Y-%m-%d"])
_HEADER = ("unit", "of", "measure", "baseline", "target", "due", "state", "decided by", "progress", "ask again")
_PROPOSED = ("unit", "measure", "baseline", "proposed", "change by chance alone")
_LINES = 60


@click.group("targets")
def command() -> None:
    """Propose, record and show targets.

    Targets are set after the baseline is published: one for the municipality, and one by each workplace for itself.
    Only adopted ones reach reports.
    """


@command.command("propose")
@click.option("--due", type=_DATE, help="When the targets are to be reached.")
@in_workspace
def propose(due: datetime | None, workspace: Path, out: Output) -> None:
    """Propose a target for every unit with a published baseline, and keep the proposals.

    A proposal is the baseline plus the smallest important difference, never above 100. Beside it stands the change
    that regression to the mean alone would bring: a target must exceed it to mean anything.
    """
    here = Workspace(workspace)
    round_id = here.settings.baseline.round
    here.round(round_id)
    with open_store(here.path, write=True) as store:
        inputs = read_inputs(here, store, round_id)
        found = make(inputs, edition="baseline", language=here.settings.language, draft=False).proposals
        for row in found.itertuples():
            store.set_target(
                unit=str(row.unit),
                measure=str(row.measure),
                value=float(str(row.value)),
                due=_iso(due),
                decided_by="",
                decided_on="",
                at=_now(),
                state="proposed",
            )
    names = ("unit", "measure", "baseline", "value", "by_chance", "reachable")
    records = [dict(zip(names, row, strict=True)) for row in found[list(names)].itertuples(index=False, name=None)]
    targets = [
        {**record, "target": record.pop("value"), "due": _iso(due), "state": "proposed", "progress": None}
        for record in records
    ]
    out.result({"round": round_id, "targets": targets}, _proposals_text(here, targets))


def _proposals_text(here: Workspace, targets: list[dict[str, object]]) -> str:
    headline = here.report_settings.headline_scale
    root = here.settings.municipality_code
    shown = [row for row in targets if row["unit"] == root or row["measure"] == headline]
    rows = [[row["unit"], row["measure"], row["baseline"], row["target"], row["by_chance"]] for row in shown[:_LINES]]
    more = f"\n{len(targets)} proposals are kept, {len(rows)} shown; skapital targets show lists all of them"
    return table(_PROPOSED, rows) + more


@command.command("set")
@click.option("--unit", required=True, help="The unit's code; the municipality's is in skapital.toml.")
@click.option(
    "--population",
    type=click.Choice(POPULATIONS),
    default=POPULATIONS[0],
    show_default=True,
    help="Whose target it is; that of the leaders is one of the municipality.",
)
@click.option("--measure", required=True, help="A scale of the instrument, or a judged HR figure such as absence_days.")
@click.option("--value", type=float, help="The target: 0-100, of an HR figure days or percent, of a share 0-1.")
@click.option("--words", help="The target in words: the only kind for a unit whose baseline is withheld.")
@click.option("--due", type=_DATE, required=True, help="When it is to be reached.")
@click.option("--decided-by", required=True, metavar="ROLE", help="Who decided: a role or body, not a person.")
@click.option("--date", "decided_on", type=_DATE, required=True, help="When it was decided.")
@in_workspace
def set_(
    unit: str,
    population: str,
    measure: str,
    value: float | None,
    words: str | None,
    due: datetime,
    decided_by: str,
    decided_on: datetime,
    workspace: Path,
    out: Output,
) -> None:
    """Record a target that was decided. It reaches the reports from the next publication on."""
    if due < decided_on:
        raise click.UsageError("--due lies before --date")
    here = Workspace(workspace)
    here.settings  # noqa: B018  # refuses a folder that is no workspace
    judged = here.quarter_settings.measures
    with open_store(here.path, write=True) as store:
        Book(here, store).check(unit, measure, value, words, _iso(decided_on), population)
        store.set_target(
            unit=unit,
            population=population,
            measure=measure,
            value=value,
            words=words,
            due=_iso(due),
            decided_by=decided_by,
            decided_on=_iso(decided_on),
            at=_now(),
            definition=named_for(here.definitions.named, measure) if measure in judged else None,
        )
        adopted = [row for row in Book(here, store).listed() if row["unit"] == unit and row["state"] == "adopted"]
    said = f"{value:g}" if value is not None else f'"{words}"'
    whose = unit if population == POPULATIONS[0] else f"{unit}, {population}"
    out.result({"targets": adopted}, f"{whose}, {measure}: target {said} by {_iso(due)}, decided by {decided_by}")


@command.command("show")
@click.option("--unit", help="Of this unit only.")
@click.option("--state", type=click.Choice(STATES), help="Of this state only.")
@in_workspace
def show(unit: str | None, state: str | None, workspace: Path, out: Output) -> None:
    """Show the targets with their baseline and the progress last published, in organisation order.

    Targets follow their units. Those of units that were merged or split are asked for again (`ask_again`) of the units
    that came of them, until these have targets of their own (`replaced`).
    """
    here = Workspace(workspace)
    here.settings  # noqa: B018  # refuses a folder that is no workspace
    with open_store(here.path, write=False) as store:
        listed = Book(here, store).listed()
    rows = [row for row in listed if (unit is None or unit in _units(row)) and state in (None, row["state"])]
    text = table(_HEADER, [_line(row) for row in rows]) if rows else "no targets"
    out.result({"targets": rows}, text)


def _units(row: dict[str, object]) -> list[object]:
    became = row["became"]
    return [row["unit"], row["decided_for"], *(became if isinstance(became, list) else [])]


def _asked(row: dict[str, object]) -> str | None:
    became = row["became"]
    if not isinstance(became, list) or not became:
        return None
    return f"{', '.join(map(str, became))} from {row['ask_from']}"


def _line(row: dict[str, object]) -> list[object]:
    progress = row["progress"]
    verdict = progress["verdict"] if isinstance(progress, dict) else None
    target = row["target"] if row["target"] is not None else row["words"]
    names = ("unit", "population", "measure", "baseline")
    return [*(row[name] for name in names), target, row["due"], row["state"], row["decided_by"], verdict, _asked(row)]


def _iso(day: datetime | None) -> str:
    return "" if day is None else day.date().isoformat()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
