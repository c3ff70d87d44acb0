"""From a workspace to a folder on the shelf: make, render, audit, remember, and only then show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import skapital
from skapital.disclosure.audit.run import audit
from skapital.publication.constants import constants
from skapital.publication.inputs import Inputs, read_inputs
from skapital.publication.made import ADOPTED, Made, make
from skapital.publication.manifest import manifest
from skapital.publication.outcome import Outcome
from skapital.publication.plan import Planned, distribution, left_out, plan, selected
from skapital.publication.processes import sensible, spread
from skapital.publication.release_json import release_json
from skapital.publication.render import Rendered, render_all
from skapital.publication.workspace import Workspace
from skapital.publication.write import (
    MANIFEST,
    Staging,
    free_name,
    holding,
    newest,
    put,
    put_draft,
    same_as_published,
    staging,
)
from skapital.report import build, html
from skapital.store.database import Store, open_store

RELEASE = "release.json"


@dataclass(frozen=True)
class Wanted:
    """A publication as asked for: ``base`` is its name without a version, ``period`` a round, ``quarter`` or empty.

    ``workers`` is how many processes render and audit; None leaves it to the number of reports and of cores.
    """

    base: str
    kind: str
    round_id: str
    shelf: Path
    language: str = ""
    quarter: str = ""
    units: tuple[str, ...] = ()
    workers: int | None = None
    draft: bool = False
    override: str = ""


def publish(workspace: Workspace, wanted: Wanted) -> Outcome:
    """Make a publication and put it on the shelf, unless the same one lies there.

    The store is held throughout, so that no other run publishes at the same time. What is published is remembered
    before it is shown: an interruption between the two leaves a memory without a folder, and the next run writes it.

    Raises
    ------
    InputError
        If the round cannot be published.
    """
    with ExitStack() as held:
        with open_store(workspace.path, write=not wanted.draft) as store:
            job = _job(workspace, store, wanted)
            there = None if wanted.draft else holding(wanted.shelf, wanted.base, job.basis, wanted.units)
            if there:
                return _unchanged(job, there)
            made = make(job.inputs, edition=job.edition, language=job.language, draft=wanted.draft)
            planned = _planned(made, wanted)
            workers = wanted.workers or sensible(len(planned))
            rendered = list(render_all(made.facts, planned, workers=workers, quarter=wanted.quarter))
            text = release_json(made.release, made.comparisons, made.counts, made.more, made.elsewhere)
            stage = held.enter_context(staging(wanted.shelf, job.name, workspace.path))
            _write(stage, job, made, rendered, text)
            before = None if wanted.draft else newest(wanted.shelf, wanted.base)
            if before and same_as_published(wanted.shelf, before, stage.outputs):
                return _unchanged(job, before)
            outcome = _checked(stage, job, made, rendered, workers)
            if not outcome.published:
                return outcome
            if not wanted.draft and not job.known:
                _remember(store, job, made, text)
        (put_draft if wanted.draft else put)(stage, wanted.shelf, job.name)
        return outcome


@dataclass(frozen=True)
class _Job:
    """A publication about to be made; ``known`` if the very same one was published before."""

    wanted: Wanted
    inputs: Inputs
    edition: str
    language: str
    basis: str
    name: str
    known: bool

    @property
    def policy_changed(self) -> bool:
        """Whether the policy file is not the one that holds."""
        return self.inputs.policy.changed and not self.inputs.policy.override

    @property
    def gaps(self) -> Mapping[str, Sequence[str]]:
        """The months that lack between the first and the last of an HR source."""
        return self.inputs.hr.coverage.gaps() if self.inputs.hr else {}


def _unchanged(job: _Job, name: str) -> Outcome:
    return Outcome(
        job.wanted.shelf / name, published=False, unchanged=True, policy_changed=job.policy_changed, gaps=job.gaps
    )


def _job(workspace: Workspace, store: Store, wanted: Wanted) -> _Job:
    """The inputs as they were when this very publication was first made, and its name; else as they are now."""
    language = wanted.language or workspace.settings.language
    inputs = read_inputs(workspace, store, wanted.round_id, wanted.override, wanted.quarter)
    for place, one in enumerate(inputs.remembered):
        then = replace(inputs, remembered=inputs.remembered[:place])
        basis = created_from(then, wanted.base, _edition(then, wanted), language)
        if basis == one.created_from and not wanted.draft:
            return _Job(wanted, then, _edition(then, wanted), language, basis, _name(store, wanted, one.folder), True)
    basis = created_from(inputs, wanted.base, _edition(inputs, wanted), language)
    return _Job(wanted, inputs, _edition(inputs, wanted), language, basis, _name(store, wanted), known=False)


def _name(store: Store, wanted: Wanted, remembered: str = "") -> str:
    """The draft's name, the remembered one if it is free on the shelf, else the first that nobody has."""
    if wanted.draft:
        return f"{wanted.base}-draft"
    if remembered and not (wanted.shelf / remembered).exists():
        return remembered
    return free_name(wanted.shelf, wanted.base, {one.folder for one in store.publications()})


def created_from(inputs: Inputs, base: str, edition: str, language: str) -> str:
    """Return one SHA-256 of everything that decides what a publication says."""
    adopted = inputs.targets[inputs.targets["state"] == ADOPTED]
    basis = {
        "version": skapital.__version__,
        "base": base,
        "edition": edition,
        "language": language,
        "imports": sorted(
            inputs.imports[["kind", "scope", "sha256", "context_sha256"]].astype(str).agg("|".join, axis=1)
        ),
        "configuration": dict(inputs.config_sha256),
        "targets": adopted.drop(columns=["recorded_at"], errors="ignore").to_json(orient="records"),
        "asked_again": dict(inputs.asked_again),
        "findings": [(one.slug, one.count) for one in inputs.findings],
        "policy_override": inputs.policy.override,
        "remembered": [one.created_from for one in inputs.remembered],
    }
    return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()


def _edition(inputs: Inputs, wanted: Wanted) -> str:
    if wanted.quarter:
        return "quarter"
    return "follow-up" if len(inputs.rounds) > 1 else "baseline"


def _planned(made: Made, wanted: Wanted) -> tuple[Planned, ...]:
    return selected(made.facts, plan(made.facts, with_leaders=not wanted.quarter), wanted.units)


def _write(stage: Staging, job: _Job, made: Made, rendered: Sequence[Rendered], text: str) -> None:
    good = [one for one in rendered if not one.error]
    for one in good:
        stage.write(one.planned.html, one.page)
        stage.write(one.planned.excel, one.workbook)
    index = build.index(made.facts, [one.planned.as_file() for one in good])
    stage.write("index.html", html.render(index, made.facts.settings.path / "templates"))
    stage.write(RELEASE, text.encode())
    stage.write("distribution.csv", distribution(made.facts, [one.planned for one in good]))
    stage.write(MANIFEST, _manifest(stage, job, made, len(good)))


def _manifest(stage: Staging, job: _Job, made: Made, written: int) -> bytes:
    publication = {
        "id": job.name,
        "kind": job.wanted.kind,
        "period": job.wanted.quarter or job.wanted.round_id,
        "edition": job.edition,
        "language": job.language,
        "draft": job.wanted.draft,
        "created_from": job.basis,
        "limited_to": sorted(set(job.wanted.units)),
    }
    elsewhere = [one.as_json() for one in left_out(made.facts)]
    return manifest(
        publication=publication,
        release=made.release,
        instrument=made.facts.instrument,
        imports=job.inputs.imports,
        configuration=job.inputs.config_sha256,
        remembered=job.inputs.remembered,
        reports={"written": written, "read_elsewhere": elsewhere},
        outputs=stage.outputs,
        said={
            "policy_override": job.inputs.policy.override or None,
            "targets": [asdict(one) for one in made.facts.targets],
            "changed_units": _changed_units(job.inputs),
            "workplace_level": job.inputs.settings.workplace_level,
            "constants": constants(made.facts, job.wanted.quarter),
        },
        elsewhere=made.elsewhere,
    )


def _changed_units(inputs: Inputs) -> list[str]:
    """Units whose people a reorganisation changed: whoever reads knows it, and so must the attacker."""
    kept = {event.old for event in inputs.lineage if event.kind in ("rename", "move") and event.old == event.new}
    named = {code for event in inputs.lineage for code in (event.old, event.new) if code is not None}
    return sorted(named - kept)


def _remember(store: Store, job: _Job, made: Made, text: str) -> None:
    store.remember(
        publication=job.name,
        kind=job.wanted.kind,
        folder=job.name,
        created_from=job.basis,
        release_json=text,
        contributors=made.release.contributions,
    )


def _checked(stage: Staging, job: _Job, made: Made, rendered: Sequence[Rendered], workers: int) -> Outcome:
    """Attack the finished folder, together with every remembered publication that still lies on the shelf."""
    shelf = job.wanted.shelf
    earlier = [shelf / one.folder for one in job.inputs.remembered if (shelf / one.folder / RELEASE).exists()]
    with spread(workers) as over:
        report = audit(stage.folder, earlier, over)
    return Outcome(
        out=shelf / job.name,
        published=not report.leaks,
        unchanged=False,
        reports_written=0 if report.leaks else sum(1 for one in rendered if not one.error),
        reports_left_out=left_out(made.facts),
        leaks=[leak.as_json() for leak in report.leaks],
        failed=[f"{one.planned.folder}: {one.error}" for one in rendered if one.error],
        policy_changed=job.policy_changed,
        gaps=job.gaps,
    )
