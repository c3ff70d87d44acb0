"""How the municipality stands beside comparable ones, for `skapital status`: published figures, nobody's own."""

from __future__ import annotations

from skapital.compare import benchmarks
from skapital.compare.benchmarks import Benchmarked
from skapital.indicators.periods import quarter
from skapital.publication.workspace import Workspace
from skapital.store.database import Store


def comparable(workspace: Workspace, store: Store, latest_quarter: str | None) -> tuple[dict[str, object], ...]:
    """Return one entry a measure and way of counting: the latest year that was over by the latest quarter.

    Without HR records of our own every year of the list counts.
    """
    figures = benchmarks.figures_of(store.table("benchmarks"))
    years = [int(one.period) for one in figures if one.period.isdigit()]
    last = max(years, default=0) if latest_quarter is None else _last_year(latest_quarter)
    rules = workspace.benchmark_rules
    found = benchmarks.benchmarked(figures, rules, own=workspace.own_in_benchmarks, last_year=last)
    return tuple(_entry(one) for one in found)


def _last_year(name: str) -> int:
    last = quarter(name).last
    return int(last.year) if last.month == 12 else int(last.year) - 1


def _entry(one: Benchmarked) -> dict[str, object]:
    return {
        "measure": one.own.measure,
        "period": one.own.period,
        "source": one.own.source,
        "own": one.own.value,
        "average": None if one.average is None else round(one.average, 2),
        "members": len(one.members),
        "refused": one.refused,
        "target_reached": one.reached if one.is_target else None,
    }


def as_line(entry: dict[str, object]) -> str:
    """Return an entry as a line for the terminal."""
    start = f"comparable municipalities, {entry['measure']} {entry['period']} ({entry['source']}): ours {entry['own']}"
    if entry["average"] is None:
        return f"{start}; too few of the others can be compared"
    reached = {True: "; the target is reached", False: "; the target is not reached", None: ""}[entry["target_reached"]]  # type: ignore[index]
    return f"{start}, {entry['members']} others on average {entry['average']}{reached}"
