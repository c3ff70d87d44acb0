"""What became of a publication: where it lies, or why it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from skapital.errors import NotClean
from skapital.publication.plan import LeftOut


@dataclass(frozen=True)
class Outcome:
    """What became of it; :meth:`as_json` is the contract's object. ``gaps``: by HR source, months that lack."""

    out: Path
    published: bool
    unchanged: bool
    reports_written: int = 0
    reports_left_out: Sequence[LeftOut] = ()
    leaks: Sequence[Mapping[str, object]] = ()
    failed: Sequence[str] = field(default_factory=tuple)
    policy_changed: bool = False
    gaps: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return ``out, published, unchanged, reports_written, reports_left_out[], leaks``."""
        return {
            "out": str(self.out),
            "published": self.published,
            "unchanged": self.unchanged,
            "reports_written": self.reports_written,
            "reports_left_out": [one.as_json() for one in self.reports_left_out],
            "leaks": list(self.leaks),
            "failed": list(self.failed),
            "policy_changed": self.policy_changed,
            "gaps": {name: list(months) for name, months in self.gaps.items()},
        }


def raise_unless_clean(outcome: Outcome) -> None:
    """Raise what makes a publication not clean: a leak, or a report that could not be rendered.

    Raises
    ------
    NotClean
        ``leak`` or ``report-failed``.
    """
    if outcome.leaks:
        raise NotClean(f"{len(outcome.leaks)} leaks were found, so nothing was published", slug="leak")
    if outcome.failed:
        raise NotClean(
            f"{len(outcome.failed)} reports could not be rendered: {outcome.failed[0]}", slug="report-failed"
        )
