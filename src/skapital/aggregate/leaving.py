"""First-year attrition, outflow by position and seniority, and job-stop talks as periods ready for the gate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from skapital import columns as c
from skapital.aggregate.branches import POSITION_GROUP, SENIORITY_BAND, Branches
from skapital.config.definitions import TurnoverDefinition
from skapital.config.exits import ExitWords
from skapital.indicators import exits as talks
from skapital.indicators import tenure
from skapital.indicators.periods import Span
from skapital.indicators.turnover import Window, movements
from skapital.tables import AmountTier, Asked, Magnitudes, Observations, PeriodData, Ratio, Size

FIRST_YEAR = "first_year_attrition"
OUTFLOW = "turnover_out"
EXITS = "exits"
RECOMMEND = "share:recommend"


def first_year_data(
    employment: pd.DataFrame, definition: TurnoverDefinition, span: Span, branches: Branches
) -> PeriodData | None:
    """Return first-year attrition of a period for the municipality and its centres; None if nobody was hired.

    Parameters
    ----------
    employment
        Spells as :class:`~skapital.indicators.records.HrRecords` has them.
    span
        Twelve months or a year: those hired in the year before it are followed for a year in it.
    """
    rows = tenure.hired(employment, window_of(span), definition)
    rows = rows[rows["leader_level"].isna() & rows["unit"].notna()].reset_index(drop=True)
    if rows.empty:
        return None
    values = pd.DataFrame({"hired": 1.0, "left": rows["left"].astype(float)})
    ratio = Ratio(FIRST_YEAR, c.RATE, "left", "hired", n="hired", base="hired", interval="outflow")
    tier = AmountTier("main", (ratio,), (Size("hired", "persons"),))
    asked = branches.asked(branches.centre_of(rows["unit"], rows["day"]), ())
    return part_of(FIRST_YEAR, span, rows, values, asked, (tier,), named(definition))


def outflow_by_group(
    employment: pd.DataFrame,
    definition: TurnoverDefinition,
    span: Span,
    branches: Branches,
    band_starts: Sequence[float],
    bands: Sequence[str],
) -> PeriodData | None:
    """Return the municipality's outflow by position group and by seniority; None if nobody was employed at the start.

    The municipality and its centres are known from their own figures and stand in the system; they are not printed.

    Parameters
    ----------
    band_starts, bands
        From how many years each band of seniority goes, and its code.
    """
    window = window_of(span)
    people = movements(employment, window, definition.expected, definition.quick_rehire_days)
    people = people[people["at_start"] & people["level_start"].isna()]
    if people.empty:
        return None
    marks = tenure.tenure_on(employment, window.start, definition).reindex(people.index)
    rows = pd.DataFrame({"person": people.index, "unit": people["unit_start"].to_numpy()})
    rows["day"] = window.start - pd.Timedelta(days=1)
    values = pd.DataFrame({"start": 1.0, "left": people["left"].astype(float).to_numpy()})
    band = np.asarray(bands, dtype=object)[tenure.band_of(marks["tenure"].fillna(0.0), band_starts)]
    by = (
        marks[POSITION_GROUP].reset_index(drop=True).rename(POSITION_GROUP),
        pd.Series(pd.Categorical(band, categories=list(bands)), name=SENIORITY_BAND),
    )
    ratio = Ratio(OUTFLOW, c.RATE, "left", "start", n="start", base="start", interval="outflow")
    tier = AmountTier("main", (ratio,), (Size("start", "persons"),))
    asked = branches.asked(branches.centre_of(rows["unit"], rows["day"]), by, whole=False)
    return part_of("turnover_groups", span, rows, values, asked, (tier,), named(definition))


def exits_data(table: pd.DataFrame, words: ExitWords, span: Span, branches: Branches) -> PeriodData | None:
    """Return the reasons for leaving of a period's completed talks; None if there was no talk.

    Each reason has a pattern of its own: in every shown group and every remainder at least ``chosen`` gave it, or
    nobody, and as many did not give it; and there are at least ``talks`` talks (rules of the policy on leaving).

    Parameters
    ----------
    table
        ``unit, month, reasons, recommend``, as the store has them.
    """
    months = table["month"].between(str(span.first), str(span.last))
    rows = table[months].sort_values(list(table.columns), kind="stable").reset_index(drop=True)
    if rows.empty:
        return None
    flags = talks.reason_flags(rows, words.reason_codes).reindex(rows.index, fill_value=False)
    values = flags.astype(float).add_prefix("reason:").assign(talks=1.0)
    recommend = pd.to_numeric(rows["recommend"])
    values["asked"] = recommend.notna().astype(float)
    values["recommend"] = (recommend >= words.recommend_from).astype(float)
    days = pd.to_datetime(rows["month"] + "-01") + pd.offsets.MonthEnd(0)
    asked = branches.asked(branches.centre_of(rows["unit"], days), ())
    rows = rows.assign(person=_names(rows))
    tiers = _exit_tiers(values)
    return part_of(
        EXITS, span, rows, _with_complements(values), asked, tiers, words.sha256, _counts(values, asked, span)
    )


def _with_complements(values: pd.DataFrame) -> pd.DataFrame:
    """The values with a column for those who did not give each reason, and who would not recommend."""
    reasons = [name for name in values.columns if name.startswith("reason:")]
    without = {f"not:{name}": values["talks"] - values[name] for name in reasons}
    return values.assign(**without, **{"not:recommend": values["asked"] - values["recommend"]})


def _exit_tiers(values: pd.DataFrame) -> tuple[AmountTier, ...]:
    enough = Size("talks", "talks")
    tiers = [AmountTier("talks", (), (enough,))]
    for name in (name for name in values.columns if name.startswith("reason:")):
        ratio = Ratio(EXITS, c.SHARE + name.removeprefix("reason:"), name, "talks", n="talks", base="talks")
        tiers.append(AmountTier(name, (ratio,), (enough, *_with_and_without(name, "talks")), within=tiers[0].name))
    ratio = Ratio(EXITS, RECOMMEND, "recommend", "asked", n="asked", base="asked")
    asked = Size("asked", "talks")
    sizes = (asked, *_with_and_without("recommend", "asked"))
    return (*tiers, AmountTier("recommend", (ratio,), sizes, within=tiers[0].name))


def _with_and_without(name: str, base: str) -> tuple[Size, Size]:
    """Nobody may have given a reason; but where all had, each one's reason would be known."""
    return Size(name, "chosen"), Size(f"not:{name}", "chosen", present=(base,))


def _counts(values: pd.DataFrame, asked: Asked, span: Span) -> pd.DataFrame:
    """The number of completed talks, as ready cells."""
    n = asked.member.astype(np.float64) @ values["talks"].to_numpy()
    rows = [
        (
            span.kind,
            span.name,
            key.structure,
            key.population,
            key.unit,
            key.group,
            EXITS,
            c.N_ANSWERED,
            count,
            count,
            count,
        )
        for key, count in zip(asked.keys, n, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(c.CELL_COLUMNS)).assign(tier="talks")


def _names(rows: pd.DataFrame) -> pd.Series:
    """A name for each talk that stays the same as long as its content does; talks that are alike are numbered."""
    content = rows.fillna("").astype(str).agg("|".join, axis=1)
    return content + "|" + content.groupby(content).cumcount().astype(str)


def window_of(span: Span) -> Window:
    """Return the days of a period."""
    return Window(span.start, span.end)


def named(definition: TurnoverDefinition) -> str:
    """Return by what definition figures were counted."""
    return f"{definition.id} {definition.version}"


def part_of(
    topic: str,
    span: Span,
    rows: pd.DataFrame,
    values: pd.DataFrame,
    asked: Asked,
    tiers: tuple[AmountTier, ...],
    definition: str,
    given: pd.DataFrame | None = None,
) -> PeriodData:
    """Return a period of amounts of which each row is a contributor with a name of its own (``person``)."""
    index = pd.Index(rows["person"].astype(str), name="contributor")
    people = pd.DataFrame({"unit": rows["unit"].to_numpy(), "population": c.EMPLOYEES, "who": index}, index=index)
    magnitudes = Magnitudes(
        topic=topic,
        months=(str(span.first), str(span.last)),
        tiers=tiers,
        by_person=True,
        definition=definition,
        given=given,
    )
    seen = Observations(span.kind, span.name, people, values.set_axis(index), pd.DataFrame(index=index))
    return PeriodData(seen, asked, (), pd.DataFrame(columns=list(c.CELL_COLUMNS)), magnitudes=magnitudes)
