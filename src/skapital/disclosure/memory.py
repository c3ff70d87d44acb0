"""What was published before, and the answers behind it: the gate may not contradict the one nor betray the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital import columns as c
from skapital.disclosure.combine import Combined, combined_in
from skapital.tables import Observations, PeriodData

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
VALUE, OPTION, LINK = "value:", "option:", "link:"
_TOPIC = "topic"
DEFINITION: Final = "definition"


@dataclass(frozen=True)
class Memory:
    """Earlier publications, laid on top of one another.

    Attributes
    ----------
    cells
        All released cells (``columns.RELEASED_COLUMNS``), the latest word on each key.
    contributions
        By ``(period_kind, period, topic)``: one row a person, as :func:`contributions` gives it, each time they were
        published anew, the last at the end. The topic is empty for a round, else what amounts are about.
    combined
        By structure: the combined units that were published.
    """

    cells: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(c.RELEASED_COLUMNS)))
    contributions: Mapping[tuple[str, str, str], tuple[pd.DataFrame, ...]] = field(default_factory=dict)
    combined: Mapping[str, tuple[Combined, ...]] = field(default_factory=dict)

    @staticmethod
    def empty() -> Memory:
        """Return the memory of a municipality that has published nothing."""
        return Memory()

    @staticmethod
    def of(
        publications: Iterable[tuple[pd.DataFrame, Sequence[pd.DataFrame]]], units: Sequence[pd.DataFrame] = ()
    ) -> Memory:
        """Return the memory of publications in the order they came out, each as its cells and its contributors.

        ``units`` are their tables of units (``columns.UNIT_COLUMNS``), in which the combined ones name their members.
        """
        released: list[pd.DataFrame] = []
        behind: dict[tuple[str, str, str], tuple[pd.DataFrame, ...]] = {}
        for cells, tables in publications:
            released.append(cells)
            for table in tables:
                _add(behind, table)
        if not released:
            return Memory()
        cells = pd.concat([one for one in released if len(one)], ignore_index=True)
        latest = cells.drop_duplicates(list(c.CELL_KEY), keep="last").reset_index(drop=True)
        return Memory(latest, behind, combined_in(units))

    def behind(self, part: PeriodData) -> tuple[pd.DataFrame, ...]:
        """Return who stood behind a period each time it was published, the last at the end."""
        seen = part.observations
        return self.contributions.get((seen.period_kind, seen.period, topic_of(part)), ())


def _add(behind: dict[tuple[str, str, str], tuple[pd.DataFrame, ...]], table: pd.DataFrame) -> None:
    """Add those behind a publication; who stood behind a period already in the same way is kept once."""
    rows = table if _TOPIC in table else table.assign(**{_TOPIC: ""})
    for key, people in rows.groupby([c.PERIOD_KIND, c.PERIOD, _TOPIC], sort=True):
        kind, period, topic = (str(part) for part in key)
        one = people.set_index("person").dropna(axis=1, how="all")
        versions = behind.get((kind, period, topic), ())
        if not versions or not one.equals(versions[-1]):
            behind[kind, period, topic] = (*versions, one)


def topic_of(part: PeriodData) -> str:
    """Return what a period's amounts are about; a round has no topic."""
    return part.magnitudes.topic if part.magnitudes is not None else ""


def contributions(part: PeriodData) -> pd.DataFrame:
    """Return the people behind one period as one plain table, to be stored with the publication.

    Columns ``period_kind, period, topic, person, unit, population`` (behind amounts also ``definition`` and the other
    columns of ``people``), then ``value:<measure>``, ``option:<item>`` and, where rounds are linked, ``link:<group>``:
    whether the person is in it.
    """
    seen = part.observations
    people = seen.people.rename_axis("person").reset_index()
    values = seen.values.reset_index(drop=True).add_prefix(VALUE)
    options = seen.options.reset_index(drop=True).add_prefix(OPTION)
    links = pd.DataFrame({LINK + link.stayers: link.stays for link in part.links}, index=people.index)
    table = pd.concat([people, values, options, links], axis=1)
    if part.magnitudes is not None:
        table.insert(0, DEFINITION, part.magnitudes.definition)
    table.insert(0, _TOPIC, topic_of(part))
    table.insert(0, c.PERIOD, seen.period)
    table.insert(0, c.PERIOD_KIND, seen.period_kind)
    return table


def behind_both(part: PeriodData, behind: pd.DataFrame, measures: Collection[str]) -> pd.DataFrame:
    """Return whom to remember behind a period of which some measures stand as they were published.

    Those who are gone since are kept with what they answered to these measures.
    """
    gone = behind[~behind.index.isin(part.observations.people.index)].reset_index()
    names = {f"{prefix}{name}" for prefix in (VALUE, OPTION) for name in measures}
    lost = [name for name in gone.columns if str(name).startswith((VALUE, OPTION)) and name not in names]
    return pd.concat([contributions(part), gone.drop(columns=lost)], ignore_index=True)


def remembered(part: PeriodData, behind: pd.DataFrame) -> Observations:
    """Return a period's observations as they were when it was published, aligned to the people asked for now."""
    rows = behind.reindex(part.observations.people.index)
    values = rows.filter(like=VALUE).rename(columns=lambda name: name.removeprefix(VALUE))
    options = rows.filter(like=OPTION).rename(columns=lambda name: name.removeprefix(OPTION))
    now = part.observations
    return replace(
        now,
        values=values.reindex(columns=now.values.columns).astype(float),
        options=options.reindex(columns=now.options.columns),
    )


@dataclass(frozen=True)
class Compared:
    """Two states of a period side by side, one row a person of either.

    Attributes
    ----------
    now, then
        Columns ``unit, population``, whether the person is in each group of linked rounds that both know, then
        ``value:<measure>`` and ``option:<item>``; missing where the person was not there.
    measures
        The measures of either.
    """

    now: pd.DataFrame
    then: pd.DataFrame
    measures: tuple[str, ...]

    def elsewhere(self) -> Flags:
        """Return whether a person's place (unit, population) differs, or the person is only in one of them."""
        return self._other([name for name in self.now.columns if not name.startswith((VALUE, OPTION, LINK))])

    def knows(self, stayers: str) -> bool:
        """Return whether both states know a pair of linked rounds, by the name of its stayers."""
        return LINK + stayers in self.now

    def linked_otherwise(self, stayers: str) -> Flags:
        """Return whether a person is in another group of a pair of linked rounds than before; nobody if it is new."""
        return self._other([LINK + stayers] if self.knows(stayers) else [])

    def _other(self, names: Sequence[str]) -> Flags:
        left, right = self.now[names], self.then[names]
        found: Flags = ~((left == right) | (left.isna() & right.isna())).all(axis=1).to_numpy(dtype=bool)
        return found

    def was_there(self) -> Flags:
        """Return whether a person was there when the period was published."""
        found: Flags = (self.then[["unit", "population"]].notna().any(axis=1)).to_numpy(dtype=bool)
        return found

    def in_both(self) -> Flags:
        """Return whether a person is there in both."""
        found: Flags = (self.now["population"].notna() & self.then["population"].notna()).to_numpy(dtype=bool)
        return found

    def values(self, state: pd.DataFrame) -> Floats:
        """Return persons x measures of ``now`` or ``then``; NaN where there is none."""
        names = [f"{VALUE}{measure}" for measure in self.measures]
        return state.reindex(columns=names).to_numpy(dtype=np.float64)

    def differs(self) -> Flags:
        """Return persons x measures: whether the value, or the option that was answered, is another."""
        same = np.isclose(self.values(self.now), self.values(self.then), rtol=0, atol=1e-9, equal_nan=True)
        for place, measure in enumerate(self.measures):
            name = f"{OPTION}{measure}"
            if name in self.now.columns:
                left, right = self.now[name], self.then[name]
                same[:, place] &= ((left == right) | (left.isna() & right.isna())).to_numpy(dtype=bool)
        found: Flags = ~same
        return found


def compared(part: PeriodData, behind: pd.DataFrame) -> Compared:
    """Return a period as it is now beside what stood behind its publication.

    A link that only one of the two knows tells nothing of a change: it is new, or no longer asked for.
    """
    now = contributions(part).set_index("person").drop(columns=[c.PERIOD_KIND, c.PERIOD, _TOPIC])
    then = behind.drop(columns=[c.PERIOD_KIND, c.PERIOD, _TOPIC], errors="ignore")
    once = [str(name) for name in now.columns.symmetric_difference(then.columns) if str(name).startswith(LINK)]
    now, then = now.drop(columns=once, errors="ignore"), then.drop(columns=once, errors="ignore")
    people, names = now.index.union(then.index), now.columns.union(then.columns)
    measures = tuple(str(name).removeprefix(VALUE) for name in names if str(name).startswith(VALUE))
    return Compared(now.reindex(index=people, columns=names), then.reindex(index=people, columns=names), measures)


def named_as_now(behind: pd.DataFrame, part: PeriodData) -> pd.DataFrame:
    """Return who stood behind a period under the pseudonyms of now.

    Who has another pseudonym but stands in the same place with the very same answers is the same: a file without
    respondents, taken in again, names everybody anew.
    """
    now = contributions(part).set_index("person")
    gone, came = behind[~behind.index.isin(now.index)], now[~now.index.isin(behind.index)]
    if gone.empty or came.empty:
        return behind
    once = {str(name) for name in now.columns.symmetric_difference(behind.columns) if str(name).startswith(LINK)}
    names = [name for name in now.columns.union(behind.columns) if name not in (c.PERIOD_KIND, c.PERIOD, _TOPIC, *once)]
    left, right = (_contents(rows.reindex(columns=names)) for rows in (gone, came))
    old = pd.Series(gone.index, index=left).to_frame("then")
    found = old.join(pd.Series(came.index, index=right, name="now"), how="inner")
    return behind.rename(index=dict(zip(found["then"], found["now"], strict=True)))


def _contents(rows: pd.DataFrame) -> pd.MultiIndex:
    """One key a row: what it says, and how many rows before it say the same."""
    text = pd.Series(["|".join("" if pd.isna(value) else str(value) for value in row) for row in rows.to_numpy()])
    return pd.MultiIndex.from_arrays([text, text.groupby(text).cumcount()])
