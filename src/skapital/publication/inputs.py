"""What a publication is made from: read once out of the store and the workspace's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from skapital.config.instrument import Instrument
from skapital.config.load import read_instrument, read_policy, read_report_settings, read_settings
from skapital.config.organisation import LineageEvent, Organisation
from skapital.config.policy import Policy
from skapital.config.report_settings import ReportSettings
from skapital.config.settings import Round, Settings
from skapital.errors import InputError
from skapital.store.database import Store
from skapital.store.memory import Remembered


@dataclass(frozen=True)
class RoundInputs:
    """One measurement as stored: answers, frame, and the trees that held at its cut-off (the line tree first)."""

    round: Round
    instrument: Instrument
    answers: pd.DataFrame
    frame: pd.DataFrame
    trees: tuple[Organisation, ...]

    @property
    def structure(self) -> str:
        """The name of the organisation: the date of its line tree."""
        return self.trees[0].date


@dataclass(frozen=True)
class Inputs:
    """Everything a publication reads.

    ``rounds`` holds the publication's round first, then earlier comparable ones, newest first. ``remembered`` are the
    publications that came before, oldest first.
    """

    settings: Settings
    policy: Policy
    report_settings: ReportSettings
    rounds: tuple[RoundInputs, ...]
    lineage: tuple[LineageEvent, ...]
    targets: pd.DataFrame
    imports: pd.DataFrame
    remembered: tuple[Remembered, ...]
    config_sha256: Mapping[str, str]


def instrument_of(settings: Settings, round_id: str) -> Instrument:
    """Return the instrument of a round, from the workspace's ``instruments`` folder."""
    return read_instrument(settings.path / "instruments" / f"{settings.round(round_id).instrument}.toml")


def known_round(settings: Settings, round_id: str) -> Round:
    """Return the round of that id.

    Raises
    ------
    InputError
        If ``skapital.toml`` has no such round; the message names those it has.
    """
    known = [entry.id for entry in settings.rounds]
    if round_id not in known:
        names = ", ".join(known)
        raise InputError(f'there is no round "{round_id}" in skapital.toml; known are {names}', slug="round-unknown")
    return settings.round(round_id)


def policy_of(store: Store, settings: Settings, round_id: str) -> Policy:
    """Return the policy locked for a round, or the workspace's where none is locked yet."""
    lock = store.policy_lock(round_id)
    path = settings.path / "policy.toml"
    found = read_policy(path)
    if lock is not None and lock.sha256 != found.sha256:
        raise InputError(
            f"policy.toml is not the one that was locked for the round {round_id} before fieldwork; "
            "put the locked one back (`skapital status` shows it), since staff answered under it",
            slug="policy-changed",
        )
    return found


def read_inputs(store: Store, settings: Settings, round_id: str) -> Inputs:
    """Read everything the publication of a round is made from.

    Raises
    ------
    InputError
        If the round has no answers, or there is no organisation at its cut-off.
    """
    own = _round(store, settings, round_id)
    earlier = [entry for entry in settings.rounds if entry.cut_off < own.round.cut_off]
    known = [_round_or_none(store, settings, entry.id) for entry in sorted(earlier, key=lambda one: one.cut_off)]
    comparable = [one for one in known if one is not None and one.instrument.id == own.instrument.id]
    return Inputs(
        settings=settings,
        policy=policy_of(store, settings, round_id),
        report_settings=read_report_settings(settings.path / "report.toml"),
        rounds=(own, *reversed(comparable)),
        lineage=tuple(store.lineage()),
        targets=store.targets(),
        imports=store.imports(),
        remembered=tuple(one for one in store.memory() if one.withdrawn is None),
        config_sha256=config_files(settings.path),
    )


def _round_or_none(store: Store, settings: Settings, round_id: str) -> RoundInputs | None:
    return None if store.answers(round_id).empty else _round(store, settings, round_id)


def _round(store: Store, settings: Settings, round_id: str) -> RoundInputs:
    entry = known_round(settings, round_id)
    answers = store.answers(round_id)
    if answers.empty:
        raise InputError(
            f"the round {round_id} has no answers yet; take them in with `skapital ingest survey FILE --round {round_id}`",
            slug="no-answers",
        )
    if answers["unit"].isna().all():
        raise InputError(
            f"the answers of {round_id} name no units, so there is nothing to report by; `skapital score` works",
            slug="no-units",
        )
    trees = store.organisations_on(entry.cut_off)
    if not trees:
        raise InputError(
            f"there is no organisation at {entry.cut_off}, the cut-off of {round_id}; take one in with "
            "`skapital ingest organisation FILE --from DATE --tree line`",
            slug="no-organisation",
        )
    return RoundInputs(entry, instrument_of(settings, round_id), answers, store.frame(round_id), tuple(trees))


def config_files(workspace: Path) -> dict[str, str]:
    """Return the SHA-256 of every configuration file of a workspace, by its name."""
    import hashlib

    names: Sequence[Path] = sorted(
        path for pattern in ("*.toml", "instruments/*.toml", "templates/**/*") for path in workspace.glob(pattern)
    )
    return {
        path.relative_to(workspace).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in names
        if path.is_file()
    }
