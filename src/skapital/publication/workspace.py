"""A workspace's configuration, each file read when it is asked for, and its fingerprints for the manifest."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from skapital.config.benchmarks import BenchmarkRules, read_benchmarks
from skapital.config.definitions import Definitions, read_definitions
from skapital.config.exits import ExitWords, read_exits
from skapital.config.findings import nearest
from skapital.config.goals import Goal, read_goals
from skapital.config.instrument import Instrument
from skapital.config.load import read_instrument, read_policy, read_report_settings, read_settings
from skapital.config.organisation import Organisation
from skapital.config.policy import Policy, strictest
from skapital.config.quarter_settings import QuarterSettings, read_quarter_settings
from skapital.config.report_settings import ReportSettings
from skapital.config.scale_quality import ScaleStandard, read_scale_standard
from skapital.config.settings import Round, Settings
from skapital.errors import ConfigurationError, InputError
from skapital.ingest.payroll_profiles import PayrollProfile, read_payroll_profiles
from skapital.ingest.profiles import Profile, read_profiles
from skapital.resources import resource
from skapital.store.database import Store
from skapital.store.memory import PolicyLock

T = TypeVar("T")


@dataclass(frozen=True)
class PolicyInForce:
    """The policy of a publication. ``changed``: the file is no longer the one locked; ``override``: why it holds."""

    policy: Policy
    override: str
    changed: bool


@dataclass(frozen=True)
class Workspace:
    """The folder a command works in."""

    path: Path

    @cached_property
    def settings(self) -> Settings:
        """The settings, checked.

        Raises
        ------
        ConfigurationError
            ``no-workspace`` if the folder has none; else what is wrong with them.
        """
        if not (self.path / "skapital.toml").is_file():
            message = f"{self.path} is no workspace: it has no skapital.toml. Make one with: skapital init DIR"
            raise ConfigurationError(message, slug="no-workspace")
        return read_settings(self.path)

    def round(self, round_id: str) -> Round:
        """Return a round of the settings.

        Raises
        ------
        InputError
            ``no-such-round``.
        """
        known = [entry.id for entry in self.settings.rounds]
        if round_id not in known:
            message = f'skapital.toml has no round "{round_id}"{nearest(round_id, known)}; it has {", ".join(known)}'
            raise InputError(message, slug="no-such-round")
        return self.settings.round(round_id)

    def instrument(self, round_id: str) -> Instrument:
        """Return the instrument of a round: the file of that name in ``instruments/``, as it is now."""
        return read_instrument(self._instrument_path(round_id), self.settings.leader_levels)

    def instrument_text(self, round_id: str) -> str:
        """Return the text of the instrument file of a round."""
        return self._instrument_path(round_id).read_text(encoding="utf-8")

    def instruments_asked(self, store: Store, round_id: str) -> tuple[Instrument, ...]:
        """Return what a round was asked with: the instrument files its exports were taken in with, else that of now."""
        now, texts = self.instrument(round_id), store.instruments(round_id)
        levels = self.settings.leader_levels
        return tuple(
            now if sha == now.sha256 else _read_text(text, lambda path: read_instrument(path, levels))
            for sha, text in texts.items()
        ) or (now,)

    def _instrument_path(self, round_id: str) -> Path:
        name = self.round(round_id).instrument
        path = self.path / "instruments" / f"{name}.toml"
        if not path.is_file():
            known = sorted(file.stem for file in path.parent.glob("*.toml"))
            message = f'round {round_id}: instruments/ has no "{name}.toml"{nearest(name, known)}'
            raise ConfigurationError(message, slug="no-such-instrument")
        return path

    @cached_property
    def policy(self) -> Policy:
        """The policy as the file says now; what holds for a round is :meth:`policy_of`."""
        return read_policy(self._own_or_shipped("policy.toml"))

    @cached_property
    def policy_text(self) -> str:
        """The text of the policy file."""
        return self._own_or_shipped("policy.toml").read_text(encoding="utf-8")

    def lock_policy(self, store: Store, round_id: str) -> bool:
        """Promise the policy as the files say it now for a round; return whether it is new.

        Raises
        ------
        InputError
            ``policy-locked`` if another one is promised.
        """
        linked = self.settings.link_rounds
        return store.lock_policy(round_id, self.policy_text, self.policy.sha256, link_rounds=linked)

    def policy_of(self, store: Store, round_id: str) -> Policy:
        """Return the policy that holds for a round: the locked one, whatever the file says by now."""
        lock = store.policy_lock(round_id)
        return self.policy if lock is None else _policy_of_text(lock)

    def policy_in_force(self, store: Store, round_ids: Sequence[str], override: str = "") -> PolicyInForce:
        """Return what a publication of these rounds is made under.

        Parameters
        ----------
        round_ids
            The round that is published, then the earlier ones that stand beside it.
        override
            Why the policy file, changed since it was locked, is to hold instead of what was promised; empty: it is not.
        """
        promised = [self.policy_of(store, round_id) for round_id in round_ids]
        now = read_policy(self._own_or_shipped("policy.toml"), overridden=bool(override))
        changed = promised[0].sha256 != now.sha256
        if override and any(one.sha256 != now.sha256 for one in promised):
            return PolicyInForce(now, override, changed)
        return PolicyInForce(strictest(*promised), "", changed)

    @cached_property
    def report_settings(self) -> ReportSettings:
        """Looks and texts of reports."""
        return read_report_settings(self._own_or_shipped("report.toml"))

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """What the project wants to reach, and the figures declared to show it."""
        return read_goals(self._own_or_shipped("goals.toml"))

    @cached_property
    def scale_standard(self) -> ScaleStandard:
        """When a scale passes its gate."""
        return read_scale_standard(self._own_or_shipped("scale_quality.toml"))

    @cached_property
    def definitions(self) -> Definitions:
        """What counts as absence and as leaving."""
        return read_definitions(self._own_or_shipped("definitions.toml"))

    @cached_property
    def exit_words(self) -> ExitWords:
        """What job-stop talks are asked about, and the words of their answers."""
        return read_exits(self._own_or_shipped("exits.toml"))

    @cached_property
    def benchmark_rules(self) -> BenchmarkRules:
        """Who the comparable municipalities are, and how their average is made."""
        return read_benchmarks(self._own_or_shipped("benchmarks.toml"))

    @property
    def own_in_benchmarks(self) -> str:
        """What the source of comparable figures calls our own municipality."""
        return self.benchmark_rules.own or self.settings.municipality

    def position_groups(self, store: Store) -> tuple[str, ...]:
        """Return the position groups of the employment records, but those of fewer persons than the policy's least."""
        jobs = store.table("employment")
        persons = jobs.dropna(subset=["position_group"]).groupby("position_group", sort=True)["person"].nunique()
        return tuple(str(group) for group in persons.index[persons >= self.policy.magnitude_persons])

    def newest_line(self, store: Store) -> Organisation:
        """Return the newest line organisation.

        Raises
        ------
        InputError
            ``no-organisation``.
        """
        found = [one for one in store.organisations() if one.tree == "line"]
        if not found:
            how = "take one in with `skapital ingest organisation FILE --from DATE --tree line`"
            raise InputError(f"there is no organisation yet; {how}", slug="no-organisation")
        return max(found, key=lambda one: one.date)

    @cached_property
    def quarter_settings(self) -> QuarterSettings:
        """What the quarterly publication judges."""
        return read_quarter_settings(self._own_or_shipped("quarter.toml"))

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """Export formats; the workspace's own before the shipped ones."""
        return read_profiles(self.path / "profiles", resource("configs", "profiles"))

    @cached_property
    def payroll_profiles(self) -> dict[str, PayrollProfile]:
        """Payroll's extracts; the workspace's own before the shipped ones."""
        return read_payroll_profiles(self.path / "profiles", resource("configs", "profiles"))

    @property
    def templates(self) -> Path | None:
        """Own templates of reports, where there are any."""
        folder = self.path / "templates"
        return folder if any(folder.glob("*.j2")) or any(folder.glob("*.css")) else None

    def configuration_sha256(self) -> dict[str, str]:
        """Return the SHA-256 of every configuration file of the workspace, by its path there."""
        files = [*self.path.glob("*.toml"), *self.path.glob("instruments/*.toml"), *self.path.glob("templates/*")]
        named = {path.relative_to(self.path).as_posix(): path for path in files if path.is_file()}
        return {name: hashlib.sha256(named[name].read_bytes()).hexdigest() for name in sorted(named)}

    def _own_or_shipped(self, name: str) -> Path:
        own = self.path / name
        return own if own.is_file() else resource("configs", name)


def _policy_of_text(lock: PolicyLock) -> Policy:
    return _read_text(lock.toml_text, read_policy)


def _read_text(text: str, read: Callable[[Path], T]) -> T:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kept.toml"
        path.write_bytes(text.encode())
        return read(path)
