"""Where a workspace stands: rounds, imports, targets, publications, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from skapital.config.policy import Policy
from skapital.config.settings import Round
from skapital.publication.comparable import comparable
from skapital.publication.frame_findings import round_findings
from skapital.publication.quarter import latest_quarter
from skapital.publication.target_book import Book
from skapital.publication.target_standing import ASK_AGAIN
from skapital.publication.workspace import Workspace
from skapital.store.database import Store
from skapital.store.memory import ADOPTED

_NAMED = 5


@dataclass(frozen=True)
class Standing:
    """What `skapital status` says. ``rounds`` are JSON objects, one a round of the settings.

    ``asked_again`` are the units of now that came of merged and split ones with targets, and have none themselves.
    """

    rounds: tuple[dict[str, object], ...]
    organisations: tuple[str, ...]
    n_imports: int
    n_targets: int
    asked_again: tuple[str, ...]
    publications: tuple[str, ...]
    latest_quarter: str | None
    comparable: tuple[dict[str, object], ...]
    findings: tuple[str, ...]
    next_step: str

    def as_json(self) -> dict[str, object]:
        """Return the contract's object."""
        return {
            "rounds": list(self.rounds),
            "organisations": list(self.organisations),
            "imports": self.n_imports,
            "targets": self.n_targets,
            "targets_asked_again": list(self.asked_again),
            "publications": list(self.publications),
            "latest_quarter": self.latest_quarter,
            "comparable": list(self.comparable),
            "findings": list(self.findings),
            "next_step": self.next_step,
        }


def standing(workspace: Workspace, store: Store) -> Standing:
    """Return where the workspace stands, by looking at the settings and the store alone."""
    memory = [one for one in store.publications() if one.withdrawn is None]
    published = {one.id for one in memory}
    rounds = tuple(_round(workspace, store, entry, published) for entry in workspace.settings.rounds)
    book, latest = Book(workspace, store), latest_quarter(workspace, store)
    asked = book.asked_again()
    organisations = tuple(f"{one.tree} {one.date}" for one in store.organisations())
    n_targets = sum(one.state == ADOPTED for one in book.standing)
    any_target = any(one.row["state"] == ADOPTED for one in book.standing)
    step = _next_step(workspace, rounds, organisations, any_target)
    return Standing(
        rounds=rounds,
        organisations=organisations,
        n_imports=len(store.imports()),
        n_targets=n_targets,
        asked_again=asked,
        publications=tuple(one.id for one in memory),
        latest_quarter=latest,
        comparable=comparable(workspace, store, latest),
        findings=tuple(text for entry in workspace.settings.rounds for text in findings_of(store, entry)),
        next_step=_with_asking(step or _next_quarter(latest, published), asked),
    )


def _round(workspace: Workspace, store: Store, entry: Round, published: set[str]) -> dict[str, object]:
    frame = store.frame(entry.id)
    return {
        "round": entry.id,
        "title": entry.title,
        "fieldwork_from": entry.fieldwork_from,
        "fieldwork_to": entry.fieldwork_to,
        "n_invited": int(frame["n_invited"].sum()) if len(frame) else None,
        "n_answered": _shown(len(store.answers(entry.id)), workspace.policy_of(store, entry.id)),
        "rows_rejected": len(store.rejected(entry.id)),
        "policy_locked": store.policy_lock(entry.id) is not None,
        "published": _is_published(entry.id, published),
    }


def _shown(answers: int, policy: Policy) -> int | None:
    """How many answered in all, leaders too; None for a few. `response` withholds what would tell of few with it."""
    return answers if answers == 0 or answers >= policy.minimum["scale"] else None


def findings_of(store: Store, entry: Round) -> list[str]:
    """Return what does not fit between who was invited and who answered, a sentence each, with the round."""
    return [f"{entry.id}: {finding.message} [{finding.slug}]" for finding in round_findings(store, entry)]


def _with_asking(step: str, asked: tuple[str, ...]) -> str:
    if not asked:
        return step
    named = ", ".join(asked[:_NAMED]) + (" …" if len(asked) > _NAMED else "")
    return f"{step}; ask {named} for targets anew: skapital targets show --state {ASK_AGAIN}"


def _next_step(
    workspace: Workspace, rounds: tuple[dict[str, object], ...], organisations: tuple[str, ...], any_target: bool
) -> str:
    if not organisations:
        return "skapital ingest organisation FILE --from DATE"
    baseline = workspace.settings.baseline.round
    for entry in rounds:
        name = entry["round"]
        if entry["n_invited"] is None and not entry["published"]:
            return f"skapital ingest frame FILE --round {name}"
        if not entry["policy_locked"] and not entry["published"]:
            return f"skapital rehearse --round {name} --lock"
        if not entry["n_answered"] and not entry["published"]:
            return f"skapital ingest survey FILE --round {name}"
        if not entry["published"]:
            return f"skapital report --round {name}"
        if name == baseline and not any_target:
            return "skapital targets propose"
    return ""


def _next_quarter(latest: str | None, published: set[str]) -> str:
    """After the measurements: the newest quarter, or the records of the next one."""
    if latest is None:
        return "skapital ingest employment FILE; skapital ingest absence FILE"
    if _is_published(latest, published):
        return "nothing until there are records after the latest quarter; then skapital compare --quarter latest"
    return f"skapital compare --quarter {latest}"


def _is_published(name: str, published: set[str]) -> bool:
    return any(one == name or one.startswith(f"{name}-v") for one in published)
