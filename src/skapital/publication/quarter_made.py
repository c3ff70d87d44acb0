"""The HR part of a quarterly publication: its periods for the gate, then what is said of the released figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from skapital import aggregate
from skapital import columns as c
from skapital.compare import association, limits, quarter, signals
from skapital.compare.change import Past
from skapital.compare.quarter import Earlier, Place
from skapital.compare.table import rounded_by_measure
from skapital.config.lineage import SAME
from skapital.config.lineage_trees import histories
from skapital.config.organisation import Organisation
from skapital.disclosure.memory import Memory
from skapital.disclosure.release import Release
from skapital.indicators.periods import Span
from skapital.publication import leaving_made
from skapital.publication.counted_by import counted_by, not_drawn, others_of, unlike
from skapital.publication.hr_inputs import HrInputs, last_breaks, overlap, series_gaps
from skapital.publication.inputs import Inputs
from skapital.publication.leaving_made import LeavingTold
from skapital.publication.since import since_last
from skapital.report.hr_facts import Event, HrFacts
from skapital.report.subject import headline_of
from skapital.tables import PeriodData


@dataclass(frozen=True)
class Told:
    """What is said of a quarter's figures, unrounded: comparisons, counts of workplaces, series, limits, leaving.

    ``associations`` is empty where no measurement has twelve covered months behind it; ``left_out`` are by measure the
    quarters that stand in no series, since they are counted by another definition.
    """

    comparisons: pd.DataFrame
    counts: pd.DataFrame
    signals: pd.DataFrame
    limits: pd.DataFrame
    leaving: LeavingTold
    associations: pd.DataFrame
    left_out: Mapping[str, tuple[str, ...]]


def periods(inputs: Inputs, hr: HrInputs, memory: Memory) -> tuple[PeriodData, ...]:
    """Return the HR periods of a quarter for the gate; quarters of the series alone say no more than is drawn."""
    places = _places(inputs, hr, memory)
    found = aggregate.hr_periods(hr.records, hr.definitions, (*hr.spans, *hr.earlier), places)
    drawn = {
        (span.kind, span.name): hr.settings.run_chart.measures if span.kind == "quarter" else association.OUTCOMES
        for span in hr.earlier
    }
    lean = [aggregate.drawn(part, drawn[_name(part)]) if _name(part) in drawn else part for part in found]
    branches = aggregate.Branches(places, inputs.settings.centre_level)
    return (*lean, *leaving_made.leaving_periods(hr.leaving, hr.records, hr.definitions, hr.spans, branches))


def _name(part: PeriodData) -> tuple[str, str]:
    return part.observations.period_kind, part.observations.period


def _places(inputs: Inputs, hr: HrInputs, memory: Memory) -> aggregate.HrPlaces:
    before = [
        tuple({tree.tree: tree for tree in hr.organisations if tree.date <= date}.values())
        for date in _published_structures(memory)
        if date != inputs.structure
    ]
    return aggregate.HrPlaces(
        now=inputs.now, known=hr.organisations, lineage=inputs.lineage, before=tuple(trees for trees in before if trees)
    )


def _published_structures(memory: Memory) -> list[str]:
    """The structures under which HR figures were published, as they first came out."""
    cells = memory.cells
    return list(dict.fromkeys(cells.loc[cells[c.PERIOD_KIND] != "round", c.STRUCTURE])) if len(cells) else []


def told(found: Release, inputs: Inputs, hr: HrInputs) -> Told:
    """Return the comparisons, counts, series and limits of a quarter's release."""
    settings, adopted = hr.settings, inputs.targets[inputs.targets["state"] == "adopted"]
    now, counted = Place(hr.quarter.kind, hr.quarter.name), counted_by(found)
    breaks = last_breaks(hr.events, inputs.now, hr.quarter)
    others = others_of(counted, [span.name for span in hr.series], settings.run_chart.measures)
    tables = [
        quarter.since(found, replace(one, unlike=unlike(counted, one, settings.measures)), settings)
        for one in _earlier(inputs, hr)
    ]
    if hr.rolling is not None:
        rolling = Place(hr.rolling.kind, hr.rolling.name)
        tables.append(quarter.targets(found, rolling, adopted, settings, counted.get((rolling.kind, rolling.name), "")))
    tables.append(quarter.above(found, now, settings))
    levels = (inputs.settings.centre_level, inputs.settings.workplace_level)
    measures = settings.run_chart.measures
    drawn = limits.limits(found, now, measures=measures, levels=levels, settings=settings.funnel)
    root, workplaces = inputs.settings.municipality_code, inputs.settings.workplace_level
    left_out = not_drawn(others, breaks.get(root, ""))
    leaving = _leaving(found, inputs, hr, others)
    tables.append(leaving.comparisons)
    return Told(
        comparisons=pd.concat([table for table in tables if len(table)], ignore_index=True),
        counts=limits.workplace_counts(drawn, root, workplaces, settings.funnel),
        signals=signals.signals(
            found,
            quarters=[span.name for span in hr.series],
            settings=settings.run_chart,
            breaks=breaks,
            left_out=left_out,
        ),
        limits=drawn,
        leaving=leaving,
        associations=_associations(found, inputs, hr),
        left_out=left_out,
    )


def _associations(found: Release, inputs: Inputs, hr: HrInputs) -> pd.DataFrame:
    if hr.following is None:
        return pd.DataFrame(columns=list(association.COLUMNS))
    round_id, span = hr.following
    return association.following(
        found,
        round_id=round_id,
        after=Place(span.kind, span.name),
        scale=headline_of(inputs.rounds[0].instrument, inputs.report_settings).id,
        level=inputs.settings.workplace_level,
        settings=hr.settings,
    )


def _leaving(found: Release, inputs: Inputs, hr: HrInputs, others: Mapping[str, tuple[str, ...]]) -> LeavingTold:
    judged, line = hr.settings.measures.get("turnover_out"), inputs.now[0]
    last_other = max(others.get("turnover_out", ()), default="")
    return leaving_made.leaving_told(
        found,
        hr.leaving,
        hr.definitions,
        rolling=hr.rolling,
        quarters=tuple(span.name for span in hr.series if span.name > last_other),
        last_year=hr.quarter.last.year - (hr.quarter.name[-2:] != "Q4"),
        centres=tuple(unit.code for unit in line.units if unit.level == inputs.settings.centre_level),
        matters=judged.smallest_important("year") if judged else leaving_made.OUTFLOW_MATTERS,
    )


def _earlier(inputs: Inputs, hr: HrInputs) -> list[Earlier]:
    found: list[Earlier] = []
    if hr.before is not None:
        found.append(_set_against(hr.quarter, hr.before, "quarter", inputs, hr))
    if hr.baseline is not None and (now := _like_baseline(hr)) is not None:
        found.append(_set_against(now, hr.baseline, "baseline", inputs, hr, baseline_refused(hr)))
    return found


def _like_baseline(hr: HrInputs) -> Span | None:
    """What a baseline is set against: a quarter against the quarter, a year against the last twelve months."""
    return hr.quarter if hr.baseline is not None and hr.baseline.kind == "quarter" else hr.rolling


def baseline_refused(hr: HrInputs) -> str:
    """Return why the baseline is not compared with the present: ``season``, ``overlaps``, or nothing."""
    now = _like_baseline(hr)
    if hr.baseline is None or now is None:
        return ""
    if hr.baseline.kind == "quarter" and hr.baseline.name[-2:] != hr.quarter.name[-2:]:
        return quarter.SEASON
    return quarter.OVERLAPS if overlap(now, hr.baseline) else ""


def _set_against(now: Span, then: Span, kind: str, inputs: Inputs, hr: HrInputs, refused: str = "") -> Earlier:
    trees = hr.structures[(then.kind, then.name)]
    return Earlier(Place(now.kind, now.name), Place(then.kind, then.name), kind, refused, _past(trees, inputs))


def _past(trees: Sequence[Organisation], inputs: Inputs) -> dict[str, Past]:
    """By unit what became of it since those trees; units that are just the same are left out."""
    if trees[0].date >= inputs.structure:
        return {}
    return {
        code: Past(one.grade, one.reason, (trees[0].date, one.origins[0]) if one.reason == "split" else None)
        for code, one in histories(trees, inputs.now, inputs.lineage).items()
        if one.reason != SAME
    }


def facts(inputs: Inputs, hr: HrInputs, said: Told, release: Release) -> HrFacts:
    """Return the HR part of a report's facts, rounded."""
    return HrFacts(
        quarter=hr.quarter.name,
        before=hr.before.name if hr.before else None,
        rolling=hr.rolling.name if hr.rolling else None,
        baseline=(hr.baseline.kind, hr.baseline.name) if hr.baseline else None,
        year=hr.year.name if hr.year else None,
        series=tuple(span.name for span in hr.series),
        gaps=series_gaps(hr.series),
        signals=rounded_by_measure(said.signals, ("centre", "low", "high"), release.policy),
        limits=rounded_by_measure(said.limits.drop(columns="base"), ("low", "high"), release.policy),
        events=_events(hr),
        definitions=hr.definitions,
        settings=hr.settings,
        leaders_apart=hr.records.leaders_apart,
        missing=hr.coverage.gaps(),
        told_by_dates=hr.coverage.told_by_dates(),
        baseline_refused=baseline_refused(hr),
        since_last=since_last(release, inputs.remembered, hr.quarter.name, hr.definitions),
        leaving=leaving_made.leaving_facts(hr.leaving, said.leaving, release),
        associations=association.rounded_associations(said.associations, release),
        counted_by=counted_by(release),
        left_out=said.left_out,
    )


def _events(hr: HrInputs) -> tuple[Event, ...]:
    """What happened from the first quarter of the series to the last, in order of time."""
    first, last = str(hr.series[0].start.date()), str(hr.quarter.end.date())
    rows = hr.events.sort_values("date", kind="stable").to_dict("records")
    return tuple(
        Event(
            str(row["date"]),
            row["unit"] if isinstance(row["unit"], str) and row["unit"] else None,
            str(row["kind"]),
            str(row["text"]),
            bool(row["break"]),
        )
        for row in rows
        if first <= str(row["date"]) <= last
    )
