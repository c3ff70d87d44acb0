"""What does not fit between who was invited and who answered. Each misfit is a finding with a count; none is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from skapital.config.organisation import Organisation
from skapital.ingest.survey_rows import UNIT_EMPTY, UNIT_UNKNOWN

UNITS_NAMED = 10


@dataclass(frozen=True)
class Finding:
    """One misfit.

    Attributes
    ----------
    slug
        Its name, explained in docs/errors.md.
    count
        How many units, rows or persons, as ``message`` says.
    units
        The units it concerns, in organisation order; unknown ones as written, by code.
    message
        What it is and what it does to the figures.
    """

    slug: str
    count: int
    units: tuple[str, ...]
    message: str

    def as_json(self) -> dict[str, object]:
        """Return the finding as a JSON object."""
        return {"slug": self.slug, "count": self.count, "units": list(self.units), "message": self.message}


@dataclass(frozen=True)
class Round:
    """What is known of a round's denominator.

    Attributes
    ----------
    answers
        Index respondent; columns ``unit, leader_level`` (more are ignored).
    rejected
        ``slug, unit``, one row a rejected row.
    frame
        ``unit, leader_level, n_invited``.
    persons
        ``person, unit, employed_since``; empty where the frame is a list of counts.
    employment
        ``person, unit, start, end``; empty where there is none.
    organisation
        The line organisation of the round's date.
    cut_off, fieldwork_from
        ISO dates.
    """

    answers: pd.DataFrame
    rejected: pd.DataFrame
    frame: pd.DataFrame
    persons: pd.DataFrame
    employment: pd.DataFrame
    organisation: Organisation
    cut_off: str
    fieldwork_from: str


def findings(seen: Round) -> list[Finding]:
    """Return all findings of a round; those without a case are left out."""
    found = [
        _over_invited(seen),
        _unit_unknown(seen),
        _unit_empty(seen),
        _answers_without_frame(seen),
        _units_without_frame(seen),
        *_of_persons(seen),
    ]
    return [finding for finding in found if finding.count]


def _finding(slug: str, units: Sequence[str], message: str, *, count: int | None = None) -> Finding:
    number = len(units) if count is None else count
    return Finding(slug, number, tuple(units), f"{number} {message}{_named(units)}")


def _named(units: Sequence[str]) -> str:
    if not units:
        return ""
    more = f" and {len(units) - UNITS_NAMED} more" if len(units) > UNITS_NAMED else ""
    return f" ({', '.join(units[:UNITS_NAMED])}{more})"


def _in_order(units: set[str], organisation: Organisation) -> list[str]:
    return [code for code in organisation.by_code if code in units] + sorted(units - set(organisation.by_code))


def _counts(seen: Round) -> pd.DataFrame:
    """``answered`` and ``invited`` by unit and whether they are leaders; 0 where there are none."""
    answered = seen.answers.assign(leader=seen.answers["leader_level"].notna()).groupby(["unit", "leader"]).size()
    frame = seen.frame.assign(leader=seen.frame["leader_level"].notna())
    invited = frame.groupby(["unit", "leader"])["n_invited"].sum()
    return pd.DataFrame({"answered": answered, "invited": invited}).fillna(0).astype(int)


def _units_where(rows: pd.DataFrame) -> set[str]:
    return {str(unit) for unit in rows.index.get_level_values("unit")}


def _over_invited(seen: Round) -> Finding:
    counts = _counts(seen)
    over = counts[(counts["answered"] > counts["invited"]) & (counts["invited"] > 0)]
    message = "units have more answers than invited; their response is above 100 %, the frame or the units are wrong"
    return _finding("response-over-100", _in_order(_units_where(over), seen.organisation), message)


def _unit_unknown(seen: Round) -> Finding:
    rows = seen.rejected[seen.rejected["slug"] == UNIT_UNKNOWN]
    units = sorted({str(unit) for unit in rows["unit"].dropna()})
    message = "answers were rejected because their unit is not in the organisation"
    return _finding("unit-not-in-organisation", units, message, count=len(rows))


def _unit_empty(seen: Round) -> Finding:
    count = int((seen.rejected["slug"] == UNIT_EMPTY).sum())
    return _finding("unit-empty", (), "answers were rejected because their unit is empty", count=count)


def _answers_without_frame(seen: Round) -> Finding:
    counts = _counts(seen)
    without = counts[(counts["answered"] > 0) & (counts["invited"] == 0)]
    message = "units have answers and nobody invited; they have no response"
    return _finding("answers-without-frame", _in_order(_units_where(without), seen.organisation), message)


def _units_without_frame(seen: Round) -> Finding:
    if seen.frame.empty:
        return _finding("unit-without-frame", (), "", count=0)
    below = {unit.parent for unit in seen.organisation.units}
    lowest = {code for code in seen.organisation.by_code if code not in below}
    without = lowest - set(seen.frame["unit"])
    message = "units without units below them have nobody invited"
    return _finding("unit-without-frame", _in_order(without, seen.organisation), message)


def _of_persons(seen: Round) -> list[Finding]:
    if seen.persons.empty:
        return []
    return [_two_jobs(seen), _after_cut_off(seen), *_moved(seen)]


def _two_jobs(seen: Round) -> Finding:
    units = seen.persons.groupby("person")["unit"].nunique()
    message = "persons are invited in more than one unit and count in each"
    return _finding("persons-in-two-units", (), message, count=int((units > 1).sum()))


def _after_cut_off(seen: Round) -> Finding:
    late = seen.persons["employed_since"].fillna("") > seen.cut_off
    count = int(seen.persons.loc[late, "person"].nunique())
    return _finding("invited-after-cut-off", (), f"persons were employed after the cut-off {seen.cut_off}", count=count)


def _moved(seen: Round) -> list[Finding]:
    """Where the frame's persons are when the fieldwork begins, as the employment records say."""
    if seen.employment.empty:
        return []
    day = seen.fieldwork_from
    jobs = seen.employment
    then = jobs[(jobs["start"] <= day) & (jobs["end"].isna() | (jobs["end"] >= day))]
    known = seen.persons[seen.persons["person"].isin(jobs["person"])]
    stayed = known.merge(then[["person", "unit"]].drop_duplicates(), on=["person", "unit"])["person"]
    gone = set(known["person"]) - set(then["person"])
    moved = set(known["person"]) - gone - set(stayed)
    return [
        _finding(
            "moved-since-frame",
            (),
            f"invited persons work in another unit when fieldwork begins {day}",
            count=len(moved),
        ),
        _finding("left-since-frame", (), f"invited persons have left when fieldwork begins {day}", count=len(gone)),
    ]
