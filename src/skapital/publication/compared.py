"""Everything a publication compares, from its Release: with itself, its targets, the municipality, figures in print."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skapital import columns as c
from skapital.compare import against, bands, change, declared, precision, targets
from skapital.config.instrument import Instrument, Text
from skapital.disclosure.release import Release
from skapital.publication.history import Restated
from skapital.publication.inputs import Inputs, RoundInputs
from skapital.report.beside import Beside, Certainty

ADOPTED = "adopted"


def everything_compared(found: Release, inputs: Inputs, histories: Sequence[Restated]) -> pd.DataFrame:
    """Return all comparisons, unrounded, with ``p``; the tests declared in `goals.toml` are judged together."""
    own, root = inputs.rounds[0], inputs.now[0].root.code
    tables = [] if len(inputs.rounds) > 1 else [change.start(found, period=own.round.id)]
    for one, history in zip(inputs.rounds[1:], histories[1:], strict=True):
        tables += _with_round(found, inputs, one, history)
    tables.append(_with_targets(found, inputs, histories))
    matters = inputs.settings.smallest_important_difference
    tables.append(against.municipality(found, period=own.round.id, smallest_important=matters))
    published = {code: scale.references for code, scale in own.instrument.scales.items()}
    tables.append(against.references(found, period=own.round.id, smallest_important=matters, published=published))
    there = [table for table in tables if len(table)]
    whole = pd.concat(there, ignore_index=True) if there else tables[0]
    return declared.judged(whole, _declared(inputs), root) if len(whole) else whole


def _with_round(found: Release, inputs: Inputs, one: RoundInputs, history: Restated) -> list[pd.DataFrame]:
    own, baseline = inputs.rounds[0], inputs.settings.baseline.round
    kinds = [*(["round"] if one is inputs.rounds[1] else []), *(["baseline"] if one.round.id == baseline else [])]
    return [
        change.rounds(
            found,
            period=own.round.id,
            earlier=one.round.id,
            kind=kind,
            smallest_important=inputs.settings.smallest_important_difference,
            past=history.past,
            unlike=one.unlike,
        )
        for kind in kinds
    ] + ([_what_it_is_made_of(found, inputs, one, history)] if "round" in kinds else [])


def _what_it_is_made_of(found: Release, inputs: Inputs, one: RoundInputs, history: Restated) -> pd.DataFrame:
    """Stayers' change, and what is due to who came and went; of what may be compared, and is the unit's own past."""
    own = inputs.rounds[0]
    table = change.of_linked(
        found,
        period=own.round.id,
        earlier=one.round.id,
        smallest_important=inputs.settings.smallest_important_difference,
    )
    pairs = zip(table[c.UNIT], table[c.MEASURE], strict=True)
    graded = [change.graded_as(unit, measure, history.past, one.unlike) for unit, measure in pairs]
    kept = [past.grade != change.NOT_COMPARABLE and past.origin is None for past in graded]
    return table[pd.Series(kept, index=table.index, dtype=bool)]


def _with_targets(found: Release, inputs: Inputs, histories: Sequence[Restated]) -> pd.DataFrame:
    """Progress towards adopted targets; they rest on the baseline, so the baseline must have asked the same."""
    own = inputs.rounds[0]
    adopted = inputs.targets[inputs.targets["state"] == ADOPTED]
    adopted = adopted[adopted["measure"].isin(list(own.instrument.scales))]
    pairs = zip(inputs.rounds[1:], histories[1:], strict=True)
    start = next((pair for pair in pairs if pair[0].round.id == inputs.settings.baseline.round), None)
    asked = [
        one for one in (*inputs.rounds[1:], *inputs.other_rounds) if one.round.id == inputs.settings.baseline.round
    ]
    chance = targets.by_chance(found, period=start[0].round.id, past=start[1].past) if start else None
    return targets.progress(
        found,
        adopted,
        period=own.round.id,
        smallest_important=inputs.settings.smallest_important_difference,
        chance=chance,
        unlike=asked[0].unlike if asked else None,
    )


def _declared(inputs: Inputs) -> list[declared.Declared]:
    """The figures of the goals that this round can test: scales of its instrument."""
    scales = inputs.rounds[0].instrument.scales
    figures = [figure for goal in inputs.goals for criterion in goal.criteria for figure in criterion.figures]
    return [
        declared.Declared(one.measure, one.population, declared.KIND_OF[one.against])
        for one in figures
        if one.measure in scales
    ]


def beside(found: Release, inputs: Inputs) -> Beside:
    """Return the bands that decide words and colour beside the means of the publication's round."""
    own, standard = inputs.rounds[0], inputs.standard
    sure = precision.of_workplaces(
        found, period=own.round.id, level=inputs.settings.workplace_level, bands=standard.mean_reliability_bands
    )
    labels = [band.labels for band in standard.mean_reliability_bands]
    certainty = {
        (str(unit), str(measure)): Certainty(int(place), labels[int(place)])
        for unit, measure, place in sure[[c.UNIT, c.MEASURE, "band"]].itertuples(index=False, name=None)
    }
    failed = tuple(scale.title for scale in own.failed)
    return Beside(_bands(found, own.round.id, own.instrument), certainty, failed)


def _bands(found: Release, period: str, instrument: Instrument) -> dict[tuple[str, str, str], Text]:
    table = bands.of_means(found, period, instrument.scales)
    own = table[table[c.STRUCTURE] == str(found.units[c.STRUCTURE].iloc[0])]
    rows = own[[c.POPULATION, c.UNIT, c.MEASURE, "band"]].itertuples(index=False, name=None)
    return {
        (str(population), str(unit), str(measure)): instrument.scales[str(measure)].bands[int(place)].labels
        for population, unit, measure, place in rows
    }
