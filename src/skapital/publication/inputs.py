"""What a publication is made from: read once out of the store and the workspace's files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import pandas as pd

from skapital.compare.comparability import GATE, unlike
from skapital.config.goals import Goal
from skapital.config.instrument import Instrument, Scale
from skapital.config.organisation import LineageEvent, Organisation, workplaces_apart
from skapital.config.report_settings import ReportSettings
from skapital.config.scale_quality import ScaleStandard
from skapital.config.settings import Round, Settings
from skapital.errors import InputError
from skapital.ingest.forensics import Finding
from skapital.publication.following import followed, to_ask_again
from skapital.publication.frame_findings import round_findings
from skapital.publication.hr_inputs import HrInputs, read_hr
from skapital.publication.scale_gate import failed_scales, without_scales
from skapital.publication.workspace import PolicyInForce, Workspace
from skapital.report.numbers import quarter_end
from skapital.store.database import Store
from skapital.store.memory import Remembered

_VERSION = re.compile(r"-v\d+$")
_OF_HR = ("employment", "absence", "exits", "benchmarks", "events")


@dataclass(frozen=True)
class RoundInputs:
    """One measurement as stored: answers, frame, and the trees that held at its cut-off (the line tree first).

    ``asked`` are the instrument files it was taken in with; ``unlike`` the measures of the publication's own round that
    were asked otherwise in this one, with why.
    ``linked`` says that persons keep one pseudonym over the rounds; it was locked before the round's answers came.
    ``failed`` are the scales that failed their gate: the publication's own round has an ``instrument`` without them.
    """

    round: Round
    instrument: Instrument
    answers: pd.DataFrame
    frame: pd.DataFrame
    trees: tuple[Organisation, ...]
    asked: tuple[Instrument, ...] = ()
    unlike: Mapping[str, str] = field(default_factory=dict)
    linked: bool = False
    failed: tuple[Scale, ...] = ()

    @property
    def structure(self) -> str:
        """The name of the organisation: the date of its line tree."""
        return self.trees[0].date


@dataclass(frozen=True)
class Inputs:
    """Everything a publication reads.

    ``rounds`` holds the publication's round first, then the earlier ones with at least one scale that was asked the
    same way, newest first; ``other_rounds`` are those without. ``now`` are the trees it stands in, the line first.
    ``remembered`` are the publications that came before, oldest first. ``targets`` stand
    under the codes of ``now``; ``asked_again`` names, by unit, the merged or split ones whose targets ended with them.
    ``stood_in`` gives by name the organisations that these stand in.
    ``findings`` are what does not fit between the frame and the answers of that round; ``hr`` is the HR part of a
    quarter.
    """

    settings: Settings
    policy: PolicyInForce
    report_settings: ReportSettings
    standard: ScaleStandard
    goals: tuple[Goal, ...]
    rounds: tuple[RoundInputs, ...]
    now: tuple[Organisation, ...]
    other_rounds: tuple[RoundInputs, ...]
    lineage: tuple[LineageEvent, ...]
    targets: pd.DataFrame
    asked_again: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    imports: pd.DataFrame
    remembered: tuple[Remembered, ...]
    config_sha256: Mapping[str, str]
    hr: HrInputs | None = None
    stood_in: Mapping[str, tuple[Organisation, ...]] = field(default_factory=dict)

    @property
    def structure(self) -> str:
        """The name of the publication's own organisation: the date of its line tree."""
        return self.now[0].date


def read_inputs(workspace: Workspace, store: Store, round_id: str, override: str = "", quarter: str = "") -> Inputs:
    """Read everything the publication of a round is made from, or of a ``quarter`` with its latest round.

    ``override`` says why a policy changed since it was locked is to hold; see :meth:`Workspace.policy_in_force`.

    Raises
    ------
    InputError
        If the round has no answers, or there is no organisation at its cut-off; or if the quarter is not covered.
    """
    settings = workspace.settings
    own = _round(workspace, store, round_id)
    earlier = [entry for entry in settings.rounds if entry.cut_off < own.round.cut_off]
    known = [_round_or_none(workspace, store, entry.id) for entry in sorted(earlier, key=lambda one: one.cut_off)]
    lineage = tuple(store.lineage())
    own = replace(own, instrument=without_scales(own.instrument, [scale.id for scale in own.failed]))
    before = [_set_against(one, own) for one in known if one is not None]
    comparable = [one for one in before if not set(own.instrument.scales) <= set(one.unlike)]
    rounds = (own, *reversed(comparable))
    now = tuple(store.organisations_on(quarter_end(quarter))) if quarter else own.trees
    remembered = tuple(one for one in store.memory() if one.withdrawn is None)
    return Inputs(
        settings=settings,
        policy=workspace.policy_in_force(store, [one.round.id for one in rounds], override),
        report_settings=workspace.report_settings,
        standard=workspace.scale_standard,
        goals=workspace.goals,
        rounds=rounds,
        now=now,
        other_rounds=tuple(one for one in before if not any(one is other for other in comparable)),
        lineage=lineage,
        targets=followed(store.targets(), store.organisations(), now, lineage),
        asked_again=_asked_again(store, now, lineage),
        findings=tuple(round_findings(store, own.round)),
        imports=_behind(store.imports(), [one.round.id for one in rounds], with_hr=bool(quarter)),
        remembered=remembered,
        config_sha256=workspace.configuration_sha256(),
        hr=read_hr(workspace, store, quarter, [one.round for one in rounds]) if quarter else None,
        stood_in=_stood_in(settings, store, remembered),
    )


def _stood_in(
    settings: Settings, store: Store, remembered: Sequence[Remembered]
) -> dict[str, tuple[Organisation, ...]]:
    """The organisations of the publications that came before: at a round's cut-off, at a quarter's end."""
    days = {entry.id: entry.cut_off for entry in settings.rounds}
    found: dict[str, tuple[Organisation, ...]] = {}
    for one in remembered:
        base = _VERSION.sub("", one.id)
        day = quarter_end(base) if one.kind == "quarter" else days.get(base)
        trees = tuple(store.organisations_on(day)) if day else ()
        if trees:
            found[trees[0].date] = trees
    return found


def _set_against(one: RoundInputs, own: RoundInputs) -> RoundInputs:
    """An earlier round with what was asked otherwise then: in the files of now, or in those of the time."""
    pairs = [(own.instrument, one.instrument), *product(own.asked, one.asked)]
    found: dict[str, str] = {}
    for now, then in pairs:
        found |= {code: why for code, why in unlike(now, then).items() if code not in found}
    found |= {scale.id: GATE for scale in one.failed if scale.id not in found}
    return replace(one, unlike=found)


def _asked_again(
    store: Store, now: Sequence[Organisation], lineage: Sequence[LineageEvent]
) -> dict[str, tuple[str, ...]]:
    organisations = store.organisations()
    names = {unit.code: unit.name for tree in reversed(organisations) for unit in tree.units}
    asked = to_ask_again(store.targets(), organisations, now, lineage)
    return {code: tuple(names.get(one, one) for one in old) for code, old in asked.items()}


def _behind(imports: pd.DataFrame, rounds: Sequence[str], *, with_hr: bool) -> pd.DataFrame:
    """The imports a publication rests on: what came in for other rounds, or for other purposes, makes it no other."""
    kinds = ("organisation", "lineage", *(_OF_HR if with_hr else ()))
    of_rounds = imports["kind"].isin(["survey", "frame"]) & imports["scope"].isin(list(rounds))
    kept: pd.DataFrame = imports[imports["kind"].isin(kinds) | of_rounds]
    return kept


def _round_or_none(workspace: Workspace, store: Store, round_id: str) -> RoundInputs | None:
    return None if store.answers(round_id).empty else _round(workspace, store, round_id)


def _round(workspace: Workspace, store: Store, round_id: str) -> RoundInputs:
    entry = workspace.round(round_id)
    answers = store.answers(round_id)
    if answers.empty:
        how = f"take them in with `skapital ingest survey FILE --round {round_id}`"
        raise InputError(f"the round {round_id} has no answers yet; {how}", slug="no-answers")
    if answers["unit"].isna().all():
        raise InputError(
            f"the answers of {round_id} name no units, so there is nothing to report by; `skapital score` works",
            slug="no-units",
        )
    trees = store.organisations_on(entry.cut_off)
    if not trees:
        how = "take one in with `skapital ingest organisation FILE --from DATE --tree line`"
        raise InputError(
            f"there is no organisation at {entry.cut_off}, the cut-off of {round_id}; {how}", slug="no-organisation"
        )
    check_workplaces(trees, workspace.settings.workplace_level, round_id)
    frame = store.frame(round_id)
    lock = store.policy_lock(round_id)
    instrument = workspace.instrument(round_id)
    failed = failed_scales(answers, instrument, workspace.scale_standard.gate)
    return RoundInputs(
        entry,
        instrument,
        in_order_of_content(answers),
        frame,
        tuple(trees),
        linked=lock is not None and lock.link_rounds,
        asked=workspace.instruments_asked(store, round_id),
        failed=tuple(instrument.scales[scale] for scale in failed),
    )


def check_workplaces(trees: Sequence[Organisation], level: str, round_id: str) -> None:
    """Refuse trees of a round that do not have the same workplaces, as when only one was taken in anew.

    Raises
    ------
    InputError
        ``workplaces-differ``.
    """
    line = trees[0]
    for tree in trees[1:]:
        in_line, in_tree = workplaces_apart(line, tree, level)
        if in_line or in_tree:
            older, date = line if line.date < tree.date else tree, max(line.date, tree.date)
            named = ", ".join((*in_line, *in_tree)[:5])
            raise InputError(
                f"{round_id}: the tree {tree.tree} of {tree.date} lacks {len(in_line)} workplaces of the tree "
                f"{line.tree} of {line.date} and has {len(in_tree)} others ({named}); take in the older tree anew: "
                f"skapital ingest organisation FILE --from {date} --tree {older.tree}",
                slug="workplaces-differ",
            )


def in_order_of_content(answers: pd.DataFrame) -> pd.DataFrame:
    """Return answers in an order that their pseudonyms, and with them the workspace's secret, do not decide.

    Sums of floating-point numbers depend on the order of their terms in the last places, which rounding may show.
    """
    return answers.sort_values(list(answers.columns), kind="stable", na_position="first")
