"""`skapital score`: the scales of a round, with their reliability."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from skapital.cli.options import as_of_option, in_workspace, iso
from skapital.cli.output import Output, table
from skapital.compare.comparability import unlike
from skapital.config.instrument import Instrument
from skapital.errors import InputError, NotClean
from skapital.publication.by_unit import means_by_unit
from skapital.publication.on_screen import on_screen
from skapital.publication.workspace import Workspace
from skapital.scoring.score_details import SECONDS
from skapital.scoring.score_part import Before
from skapital.scoring.score_rows import ScoreTable
from skapital.scoring.score_table import has_population, score_table
from skapital.store.database import Store, open_store


@click.command("score")
@click.option("--round", "round_id", help="The round; else the newest one with answers.")
@click.option("--population", default="all", show_default=True, help="all, employees, leaders or a leader level.")
@click.option("--full", is_flag=True, help="More coefficients, and pingouin's beside ours.")
@click.option("--strict", is_flag=True, help="End with exit code 3 if a scale fails its gate.")
@click.option("--by-unit", is_flag=True, help="The employees' means of each unit instead, through the gate.")
@as_of_option
@in_workspace
def command(
    round_id: str | None,
    population: str,
    full: bool,
    strict: bool,
    by_unit: bool,
    as_of: datetime | None,
    workspace: Path,
    out: Output,
) -> None:
    """Show the scales of a round with their reliability.

    Scores run from 0 to 100, 100 best. Figures about too few people are left out. With --by-unit: the means of every
    unit in organisation order, also on a later organisation (--as-of), with what became of the unit.
    """
    here = Workspace(workspace)
    if by_unit:
        _by_unit(here, round_id, iso(as_of), out)
        return
    if as_of is not None:
        raise click.UsageError("--as-of asks for units on another organisation: use it with --by-unit")
    with open_store(here.path, write=False) as store:
        chosen = here.round(round_id).id if round_id else newest_with_answers(here, store)
        answers = store.answers(chosen)
        seconds = store.seconds(chosen)
        policy = here.policy_of(store, chosen)
        before = _before(here, store, chosen, population) if full else None
    if answers.empty:
        raise InputError(
            f"round {chosen} has no answers yet; skapital ingest survey FILE --round {chosen}", slug="no-answers"
        )
    instrument = here.instrument(chosen)
    screen = on_screen(chosen, answers, instrument, policy, here.settings.leader_levels)
    found = score_table(
        answers.assign(**{SECONDS: seconds}) if seconds.notna().any() else answers,
        instrument,
        population,
        round_id=chosen,
        minimum=policy.minimum,
        seen=screen.of(population),
        standard=here.scale_standard,
        full=full,
        before=before,
    )
    out.result(found.as_json(), text_of(found, instrument, here.settings.language))
    if merged := screen.merged_with(population):
        out.say(f"{population} has too few answers to stand alone; it is counted in --population {merged}")
    for warning in found.warnings:
        out.say(f"warning: {warning}")
    if strict and found.failed_scales:
        raise NotClean(f"scales failed their gate: {', '.join(found.failed_scales)} (--strict)", slug="scale-failed")


def _by_unit(here: Workspace, round_id: str | None, as_of: str, out: Output) -> None:
    with open_store(here.path, write=False) as store:
        chosen = here.round(round_id).id if round_id else newest_with_answers(here, store)
        units = means_by_unit(here, store, here.round(chosen), as_of)
    names = tuple(here.instrument(chosen).scales)
    rows = [
        [one.tree, one.unit, one.name, one.reason, *(mean[0] if (mean := one.scales[name]) else None for name in names)]
        for one in units
    ]
    record = {"round": chosen, "as_of": as_of or None, "units": [one.as_json() for one in units]}
    out.result(record, table(("tree", "unit", "name", "history", *names), rows))


def newest_with_answers(workspace: Workspace, store: Store) -> str:
    """Return the newest round with answers.

    Raises
    ------
    InputError
        ``no-answers`` if there is none.
    """
    answered = [entry for entry in workspace.settings.rounds if not store.answers(entry.id).empty]
    if not answered:
        raise InputError("no round has answers yet; skapital ingest survey FILE --round ID", slug="no-answers")
    return max(answered, key=lambda entry: entry.fieldwork_to).id


def _before(workspace: Workspace, store: Store, round_id: str, population: str) -> Before | None:
    """The newest earlier round with answers, and which of the measures it asked otherwise."""
    own = workspace.round(round_id)
    earlier = [entry for entry in workspace.settings.rounds if entry.cut_off < own.cut_off]
    for entry in sorted(earlier, key=lambda one: one.cut_off, reverse=True):
        answers = store.answers(entry.id)
        if not answers.empty:
            then = workspace.instrument(entry.id)
            policy = workspace.policy_of(store, entry.id)
            seen = on_screen(entry.id, answers, then, policy, workspace.settings.leader_levels).of(population)
            known = seen if has_population(answers, population) else None
            return Before(entry.id, answers, then, tuple(unlike(workspace.instrument(round_id), then)), known)
    return None


_SCALES = ("scale", "items", "n", "mean", "sd", "floor %", "ceiling %", "alpha", "(95 %", "interval)", "omega",
           "ICC(1)", "ICC(2)", "r_wg(j)", "r*_wg(j)", "gate")  # fmt: skip
_ITEMS = ("scale", "item", "topic", "n", "mean", "sd", "missing %", "item-rest r", "alpha without")
_PROBLEMS = ("item", "topic", "n", "problem %")


def text_of(found: ScoreTable, instrument: Instrument, language: str) -> str:
    """Return the table a person reads: scales, their items, and the shares with a problem."""
    number = "too few" if found.n_respondents is None else found.n_respondents
    head = f"round {found.round}, population {found.population}, {number} respondents"
    scales = [
        [s.scale, s.n_items, s.n, s.mean, s.sd, _percent(s.floor_share), _percent(s.ceiling_share), s.alpha,
         s.alpha_low, s.alpha_high, s.omega, s.icc1, s.icc2, s.rwg_median, s.rwg_star_median, s.gate]
        for s in found.scales
    ]  # fmt: skip
    rows = [(s.scale, row) for s in found.scales for row in s.items]
    rows += [("", row) for row in found.items]
    items = [
        [scale, row.item, _topic(instrument, row.item, language), row.n, row.mean, row.sd, _percent(row.missing_share),
         row.r_drop, row.alpha_if_dropped]
        for scale, row in rows
    ]  # fmt: skip
    problems = [[p.item, _topic(instrument, p.item, language), p.n, _percent(p.share)] for p in found.problems]
    parts = [head, table(_SCALES, scales), table(_ITEMS, items)]
    parts += [table(_PROBLEMS, problems)] if problems else []
    return "\n\n".join([*parts, *_details(found)])


def _details(found: ScoreTable) -> list[str]:
    """What `--full` adds, scale by scale."""
    parts: list[str] = []
    for scale in found.scales:
        if scale.details:
            lines = [f"  {name}: {_shown(value)}" for name, value in scale.details.items()]
            parts.append("\n".join([f"{scale.scale}, in full", *lines]))
    if found.response_style is not None:
        parts.append(f"response style: {_shown(found.response_style)}")
    return parts


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return " ".join(_shown(inner) for inner in value)
    return "-" if value is None else str(value)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _topic(instrument: Instrument, code: str, language: str) -> str:
    topic = instrument.items[code].topic[language]
    return topic if len(topic) <= 45 else topic[:44] + "…"
