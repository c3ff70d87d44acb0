"""What the HR part of a quarterly publication is made from: records, periods, places, events, settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from skapital.config.definitions import Definitions
from skapital.config.organisation import Organisation
from skapital.config.quarter_settings import QuarterSettings
from skapital.config.settings import Round
from skapital.indicators.periods import (
    Span,
    calendar_year,
    quarter_of,
    quarters_between,
    rolling_year,
    span_of,
    year_after,
    year_before,
)
from skapital.indicators.records import HrRecords, hr_records
from skapital.publication.coverage import Coverage, coverage_of
from skapital.publication.leaving_made import LeavingInputs, read_leaving
from skapital.publication.workspace import Workspace
from skapital.store.database import Store

LAST_QUARTER = "Q4"


@dataclass(frozen=True)
class HrInputs:
    """The HR part of a quarter.

    Attributes
    ----------
    quarter, before
        This quarter and the same one a year earlier; the latter None where it is not covered.
    rolling
        The twelve months that end with the quarter, if covered.
    baseline
        ``[baseline] hr_period``, if covered.
    year
        The calendar year that a fourth quarter ends, if covered.
    series
        All covered quarters up to this one, in order.
    following
        The newest measurement that twelve covered months have followed, with those months: the four whole quarters
        after its last day. None where there is none yet.
    structures
        By period kind and name, the trees that held at the end of an earlier period; ``organisations`` are all trees.
    """

    quarter: Span
    before: Span | None
    rolling: Span | None
    baseline: Span | None
    year: Span | None
    series: tuple[Span, ...]
    coverage: Coverage
    records: HrRecords
    definitions: Definitions
    settings: QuarterSettings
    organisations: tuple[Organisation, ...]
    structures: dict[tuple[str, str], tuple[Organisation, ...]]
    events: pd.DataFrame
    leaving: LeavingInputs
    following: tuple[str, Span] | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The periods whose figures the reports show, each once."""
        named = (self.quarter, self.before, self.rolling, self.baseline, self.year)
        return tuple(dict.fromkeys(span for span in named if span is not None))

    @property
    def earlier(self) -> tuple[Span, ...]:
        """Quarters that stand in the series alone, and the twelve months that followed a measurement."""
        after = (self.following[1],) if self.following else ()
        return tuple(span for span in (*self.series, *after) if span not in self.spans)


def records_of(workspace: Workspace, store: Store) -> HrRecords:
    """Return the HR records of the store under the workspace's definitions."""
    totals = {name: store.table(name) for name in ("employment_months", "absence_months", "absence_days")}
    kinds = ("employment", "absence")
    spells, stated = {kind: store.spells(kind) for kind in kinds}, {kind: store.hr_coverage(kind) for kind in kinds}
    return hr_records(**spells, **totals, definitions=workspace.definitions, stated=stated)


def coverage(workspace: Workspace, store: Store) -> Coverage:
    """Return which months the HR records of the store cover."""
    records = records_of(workspace, store)
    return coverage_of(records.covered, records.guessed)


def read_hr(workspace: Workspace, store: Store, name: str, rounds: Sequence[Round] = ()) -> HrInputs:
    """Read the HR part of a quarter; ``rounds`` are the measurements its publication holds.

    Raises
    ------
    InputError
        ``quarter-not-covered``, or what is wrong with the records.
    """
    records = records_of(workspace, store)
    covered = coverage_of(records.covered, records.guessed)
    quarter = covered.chosen(name)
    before, rolling = (span if covered.covers(span) else None for span in (year_before(quarter), rolling_year(quarter)))
    baseline = baseline_of(workspace.settings.baseline.hr_period)
    year = calendar_year(quarter.last.year) if name.endswith(LAST_QUARTER) else None
    organisations = tuple(store.organisations())
    spans = [span for span in (before, baseline) if span is not None]
    return HrInputs(
        quarter=quarter,
        before=before,
        rolling=rolling,
        baseline=baseline if covered.covers(baseline) else None,
        year=year if year is not None and covered.covers(year) else None,
        series=covered.quarters_until(quarter),
        coverage=covered,
        records=records,
        definitions=workspace.definitions,
        settings=workspace.quarter_settings,
        organisations=organisations,
        structures={(span.kind, span.name): _trees_at(organisations, span) for span in spans},
        events=store.table("events"),
        leaving=read_leaving(workspace, store),
        following=_following(rounds, covered, quarter),
    )


def _following(rounds: Sequence[Round], covered: Coverage, until: Span) -> tuple[str, Span] | None:
    found = [(entry.fieldwork_to, entry.id, year_after(entry.fieldwork_to)) for entry in rounds]
    over = [one for one in found if one[2].last <= until.last and covered.covers(one[2])]
    return max(over, key=lambda one: one[:2])[1:] if over else None


def baseline_of(name: str) -> Span:
    """Return the period of ``[baseline] hr_period``: a year (``2013``) or a quarter (``2013Q4``)."""
    return span_of("quarter" if "Q" in name else "year", name)


def _trees_at(organisations: Sequence[Organisation], span: Span) -> tuple[Organisation, ...]:
    """The trees that held when a period ended; before the first, the first of each tree."""
    end = str(span.end.date())
    first: dict[str, Organisation] = {}
    for tree in organisations:
        first.setdefault(tree.tree, tree)
    return tuple({**first, **{tree.tree: tree for tree in organisations if tree.date <= end}}.values())


def last_breaks(events: pd.DataFrame, trees: Sequence[Organisation], until: Span) -> dict[str, str]:
    """Return by unit the quarter before which its series is not read, where a break was declared for it.

    A break of a unit holds for all units below it; one without a unit for everybody. What happened on the first day of
    a quarter is a break before that quarter.

    Returns
    -------
    dict
        By unit, the last quarter of the old level, such as ``2013Q4`` for a break on 2014-01-01.
    """
    found: dict[str, str] = {}
    declared = events[events["break"].fillna(False).astype(bool)]
    for date, unit in zip(declared["date"], declared["unit"], strict=True):
        last = quarter_of(pd.Period(str(date)[:7], freq="M"))
        if str(date) <= str(last.start.date()):
            last = quarter_of(last.first - 1)
        if last.last >= until.last:
            continue
        for code in _units_of(unit, trees):
            found[code] = max(found.get(code, ""), last.name)
    return found


def _units_of(unit: object, trees: Sequence[Organisation]) -> list[str]:
    if not isinstance(unit, str) or not unit:
        return [one.code for tree in trees for one in tree.units]
    return [code for tree in trees if unit in tree.by_code for code in tree.within(unit)]


def overlap(one: Span, other: Span) -> bool:
    """Return whether two periods have a month in common."""
    return one.first <= other.last and other.first <= one.last


def series_gaps(series: Sequence[Span]) -> tuple[str, ...]:
    """Return the quarters that are missing between the first and the last of a series."""
    if not series:
        return ()
    names = {span.name for span in series}
    return tuple(s.name for s in quarters_between(series[0].first, series[-1].last) if s.name not in names)
