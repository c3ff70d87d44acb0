"""The pure middle of a publication: from its inputs to a Release, the comparisons and the facts of its reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

import skapital
from skapital import aggregate
from skapital import columns as c
from skapital.compare import benchmarks as comparable
from skapital.compare import comparability, many, targets
from skapital.compare.table import rounded
from skapital.config.instrument import Instrument
from skapital.disclosure.memory import Memory
from skapital.disclosure.period import equations_of
from skapital.disclosure.release import Release, release
from skapital.publication import quarter_made
from skapital.publication.compared import beside, everything_compared
from skapital.publication.counted_by import as_table
from skapital.publication.history import Restated, pasts, restated
from skapital.publication.inputs import Inputs, RoundInputs
from skapital.publication.linking import with_links
from skapital.publication.quarter_made import Told
from skapital.publication.release_json import read_release
from skapital.publication.repeats import said_before
from skapital.report.facts import Facts
from skapital.report.records import FrameFinding, Source, Target
from skapital.scoring import quality, recode, scales
from skapital.tables import PeriodData

ADOPTED = "adopted"


@dataclass(frozen=True)
class Made:
    """A release with everything said of it; ``more`` are the further tables of `release.json`, by name.

    ``elsewhere`` tells which cells an earlier publication says, so that a quarter does not write them again.
    """

    release: Release
    comparisons: pd.DataFrame
    counts: pd.DataFrame
    facts: Facts
    proposals: pd.DataFrame
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    elsewhere: npt.NDArray[np.bool_] | None = None


def make(inputs: Inputs, *, edition: str, language: str, draft: bool) -> Made:
    """Return what a publication of the first round of ``inputs`` says.

    Parameters
    ----------
    edition
        ``baseline``, ``follow-up`` or ``quarter``.
    """
    memory = memory_of(inputs)
    own, earlier = inputs.rounds[0], inputs.rounds[1:]
    histories = [restated(one, inputs, _shown_on(memory, one)) for one in inputs.rounds]
    levels = fixed_levels(inputs.settings.leader_levels, memory.cells)
    parts: list[PeriodData] = []
    for one, found in zip(inputs.rounds, histories, strict=True):
        part = _part(one, found, inputs, levels)
        levels = levels or _levels_of(part)
        parts.append(part)
    parts = with_links(parts, inputs, memory.cells)
    parts += quarter_made.periods(inputs, inputs.hr, memory) if inputs.hr else ()
    structures = [(inputs.structure, inputs.now)]
    structures += [
        (one.structure, one.trees) for one, found in zip(inputs.rounds, histories, strict=True) if found.also
    ]
    whole = aggregate.collect(parts, structures, inputs.settings.workplace_level)
    found_release = release(whole, inputs.policy.policy, memory, equations_of(own.instrument))
    told = quarter_made.told(found_release, inputs, inputs.hr) if inputs.hr else None
    compared = _together(everything_compared(found_release, inputs, histories), told.comparisons if told else None)
    counts = _counted(compared, found_release, inputs, told)
    proposals = targets.propose(
        found_release, period=own.round.id, smallest_important=inputs.settings.smallest_important_difference
    )
    facts = Facts(
        release=found_release,
        comparisons=rounded(compared, found_release),
        counts=counts,
        targets=(*_adopted(inputs), *(_proposed(proposals) if edition == "baseline" else ())),
        instrument=own.instrument,
        settings=inputs.settings,
        report_settings=inputs.report_settings,
        edition=edition,
        language=language,
        draft=draft,
        period=own.round.id,
        earlier=earlier[0].round.id if earlier else None,
        sources=_sources(inputs),
        versions={"skapital": skapital.__version__},
        policy_override=inputs.policy.override,
        pasts=pasts(inputs),
        asked_again=inputs.asked_again,
        frame_findings=tuple(FrameFinding(one.slug, one.count) for one in inputs.findings),
        unlike={one.round.id: one.unlike for one in earlier},
        other_rounds=tuple(one.round.id for one in inputs.other_rounds),
        beside=beside(found_release, inputs),
        hr=quarter_made.facts(inputs, inputs.hr, told, found_release) if inputs.hr and told else None,
        linked=own.linked,
    )
    elsewhere = said_before(found_release.cells, memory.cells, own.instrument.items) if inputs.hr else None
    return Made(found_release, facts.comparisons, counts, facts, proposals, _more(facts), elsewhere)


def _shown_on(memory: Memory, one: RoundInputs) -> set[str]:
    """The organisations on which a round was shown."""
    cells = memory.cells
    return set(cells.loc[(cells[c.PERIOD_KIND] == "round") & (cells[c.PERIOD] == one.round.id), c.STRUCTURE])


def _together(one: pd.DataFrame, other: pd.DataFrame | None) -> pd.DataFrame:
    tables = [table for table in (one, other) if table is not None and len(table)]
    return pd.concat(tables, ignore_index=True) if tables else one


def _counted(compared: pd.DataFrame, found: Release, inputs: Inputs, told: Told | None) -> pd.DataFrame:
    below = _workplaces_below(found, inputs)
    tables = [many.workplace_counts(compared, below, ("round", "quarter"))] if len(compared) else []
    tables += [told.counts] if told else []
    return pd.concat([_no_counts(), *(table for table in tables if len(table))], ignore_index=True)


def _more(facts: Facts) -> dict[str, pd.DataFrame]:
    """Further tables of `release.json`: definitions, series, limits, associations, patterns, other municipalities."""
    if facts.hr is None:
        return {}
    one, other = facts.hr.definitions.absence, facts.hr.definitions.turnover
    rows = [("absence", one.id, one.version), ("turnover", other.id, other.version)]
    definitions = pd.DataFrame(rows, columns=["topic", "id", "version"])
    found = {"definitions": definitions, "signals": facts.hr.signals, "limits": facts.hr.limits}
    found |= {"associations": facts.hr.associations, "counted_by": as_table(facts.hr.counted_by)}
    if facts.hr.leaving is None:
        return found
    return {
        **found,
        "patterns": facts.hr.leaving.patterns,
        "benchmarks": comparable.as_table(facts.hr.leaving.benchmarks),
    }


def memory_of(inputs: Inputs) -> Memory:
    """Return the gate's memory of the publications that came before."""
    read = [read_release(one.release_json) for one in inputs.remembered]
    pairs = ((said.cells, one.contributors) for said, one in zip(read, inputs.remembered, strict=True))
    return Memory.of(pairs, [said.units for said in read])


def _part(one: RoundInputs, found: Restated, inputs: Inputs, levels: Sequence[Sequence[str]] | None) -> PeriodData:
    values = recode.item_values(one.answers, one.instrument)
    scores = scales.person_scores(values, one.instrument)
    alike = comparability.alike_part(one.instrument, inputs.rounds[0].instrument, one.unlike)
    values, scores = values[list(alike.items)], scores[list(alike.scales)]
    return aggregate.round_data(
        round_id=one.round.id,
        answers=one.answers,
        values=values,
        scores=scores,
        instrument=alike,
        structures=found.structures,
        leader_levels=inputs.settings.leader_levels,
        quality=_quality(one, alike, values, scores),
        fixed_levels=levels,
        also=found.also,
    )


def _quality(
    one: RoundInputs, instrument: Instrument, values: pd.DataFrame, scores: pd.DataFrame
) -> dict[str, dict[str, float | None]]:
    employees = one.answers[c.ANSWER_LEADER_LEVEL].isna()
    units = quality.units_of_employees(one.answers)[employees]
    found = quality.scale_quality(values[employees], scores[employees], instrument, units)
    names = (*c.QUALITY_STATISTICS, c.POOLED_SD)
    return {scale: {**{name: getattr(q, name) for name in names}, "n": q.n_in_units} for scale, q in found.items()}


def fixed_levels(order: Sequence[str], cells: pd.DataFrame) -> tuple[tuple[str, ...], ...] | None:
    """Return how the levels were merged in the first publication; None if nothing was published.

    Parameters
    ----------
    order
        The levels from the top down.
    cells
        Every remembered cell.
    """
    known = {
        tuple(str(name).split("+"))
        for name in cells[c.POPULATION].unique()
        if name not in (c.EMPLOYEES, c.LEADERS, c.ALL)
    }
    return tuple(sorted(known, key=lambda parts: order.index(parts[0]))) if known else None


def _levels_of(part: PeriodData) -> tuple[tuple[str, ...], ...]:
    names = dict.fromkeys(key.population for key in part.asked.keys)
    return tuple(tuple(name.split("+")) for name in names if name not in (c.EMPLOYEES, c.LEADERS, c.ALL))


def _workplaces_below(found: Release, inputs: Inputs) -> dict[str, list[str]]:
    structure = str(found.units[c.STRUCTURE].iloc[0])
    below: dict[str, list[str]] = {}
    for tree in inputs.now:
        for unit in tree.units:
            if unit.level == inputs.settings.workplace_level:
                for above in tree.ancestors(unit.code):
                    codes = below.setdefault(above, [])
                    if unit.code not in codes:
                        codes.append(unit.code)
    order = {
        str(code): place for place, code in enumerate(found.units.loc[found.units[c.STRUCTURE] == structure, "code"])
    }
    return dict(sorted(below.items(), key=lambda pair: order[pair[0]]))


def _no_counts() -> pd.DataFrame:
    return pd.DataFrame(columns=list(many.COUNT_COLUMNS))


def _adopted(inputs: Inputs) -> list[Target]:
    rows = inputs.targets[inputs.targets["state"] == ADOPTED].to_dict("records")
    return [_target(row) for row in rows]


def _target(row: Mapping[object, object]) -> Target:
    value = row["value"]
    number = None if value is None or pd.isna(value) else float(str(value))  # type: ignore[call-overload]
    names = ("due", "decided_by", "decided_on", "words")
    texts = {name: str(row[name]) if isinstance(row[name], str) else "" for name in names}
    return Target(
        str(row["unit"]), str(row["measure"]), ADOPTED, None, number, **texts, population=str(row["population"])
    )


def _proposed(proposals: pd.DataFrame) -> list[Target]:
    rows = zip(proposals["unit"], proposals["measure"], proposals["baseline"], proposals["value"], strict=True)
    return [Target(unit, measure, "proposed", float(start), float(value), "") for unit, measure, start, value in rows]


def _sources(inputs: Inputs) -> tuple[Source, ...]:
    periods = {one.round.id for one in inputs.rounds}
    rows = inputs.imports.to_dict("records")
    kept = [row for row in rows if str(row.get("scope") or "") in periods]
    return tuple(Source(str(row["kind"]), str(row["scope"])) for row in kept)
