"""The audit of finished files: the attack on what they say, and a search for what they should not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from skapital.disclosure.audit.attack import Asked, Attack, laid_out
from skapital.disclosure.audit.counted import told_by_targets
from skapital.disclosure.audit.leaks import Leak
from skapital.disclosure.audit.manifests import (
    changed_units,
    classes_of,
    equations_of,
    policy_of,
    rows_of,
    workplace_level,
)
from skapital.disclosure.audit.promises import allowed_before, what_of
from skapital.disclosure.audit.read_documents import MANIFEST, RELEASE, published_in, read_document
from skapital.disclosure.audit.read_shipped import shipped_texts
from skapital.disclosure.audit.search import Search, begin, leak_of
from skapital.disclosure.audit.trace import Untraced
from skapital.disclosure.audit.trusted import on_trust


@dataclass(frozen=True)
class AuditReport:
    """What the attacker found, and how much he had.

    ``not_seen`` names publications that the manifest remembers but that were not given; ``on_trust`` are numbers that
    the pages may hold because the manifest lists them, and for no other reason.
    """

    leaks: tuple[Leak, ...]
    files_read: int
    cells_read: int
    not_seen: tuple[str, ...]
    on_trust: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the contract's object."""
        return {
            "leaks": [leak.as_json() for leak in self.leaks],
            "files_read": self.files_read,
            "cells_read": self.cells_read,
            "not_seen": list(self.not_seen),
            "on_trust": list(self.on_trust),
        }


Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Like ``map``: a function and what it is called with, to the results in that order."""


def audit(folder: Path, earlier: Sequence[Path] = (), over: Each = map) -> AuditReport:
    """Attack a finished publication with nothing but its files and those of earlier ones.

    Parameters
    ----------
    over
        Goes through the files and the questions: ``map``, or the like of it that does so on other processes.

    Raises
    ------
    InputError
        If the folder is no publication, or holds a file that cannot be read.
    """
    release, manifest = read_document(folder / RELEASE), read_document(folder / MANIFEST)
    search, strange = begin(folder, release, manifest)
    published_now, cells_read = published_in(release), len(rows_of(release, "cells"))
    trusted = on_trust(release, manifest, shipped_texts())
    del release  # the largest thing in memory, and all of it is read
    before = [(published_in(read_document(path / RELEASE)), read_document(path / MANIFEST)) for path in earlier]
    documents = [*(document for _, document in before), manifest]
    published = [*(one for one, _ in before), published_now]
    whole = laid_out(
        published,
        policy_of(manifest),
        classes_of(documents),
        changed_units(manifest),
        equations_of(documents),
        workplace_level(manifest),
    )
    files, questions = search.files(), whole.questions()
    found = iter(over(_Work(search, whole), [*questions, *files]))
    allowed = allowed_before(before, manifest)
    leaks = whole.leaks(islice(found, len(questions)))
    in_files = [one for several in (strange, *found) for one in several]
    leaks += told_by_targets(published, rows_of(manifest, "targets"), str(manifest.get("period", "")))
    leaks = [leak for leak in leaks if what_of(leak) not in allowed]
    given = {str(one["id"]) for _, one in before}
    return AuditReport(
        leaks=(*leaks, *(leak_of(one, str(manifest.get("period", ""))) for one in in_files)),
        files_read=sum(1 for path in folder.rglob("*") if path.is_file()),
        cells_read=cells_read,
        not_seen=tuple(
            str(one["publication"]) for one in rows_of(manifest, "remembered") if one["publication"] not in given
        ),
        on_trust=trusted,
    )


@dataclass(frozen=True)
class _Work:
    """Everything that can be done apart: a file is searched, a question is asked."""

    search: Search
    whole: Attack

    def __call__(self, one: str | Asked) -> list[Untraced] | list[Leak]:
        return self.search.untraced_in(one) if isinstance(one, str) else self.whole.told_by(one)
