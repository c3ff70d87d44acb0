"""Who was invited to a round: counts by unit, or a list of persons."""

from __future__ import annotations

from dataclasses import replace

from skapital.config.organisation import Organisation
from skapital.errors import InputError
from skapital.ingest import tidy
from skapital.ingest.intake import Intake, RawTable
from skapital.ingest.kinds import DATE, LEVEL, PERSON, UNIT, WHOLE, Column, Form, Kind
from skapital.ingest.tidy import Known

COUNTS = Form(
    "frame_counts",
    (Column("unit", UNIT), Column("leader_level", LEVEL, optional=True), Column("n_invited", WHOLE)),
    key=("unit", "leader_level"),
    covers=("round",),
)
PERSONS = Form(
    "frame_persons",
    (
        Column("person", PERSON),
        Column("unit", UNIT),
        Column("leader_level", LEVEL, optional=True),
        Column("position_group", "code", optional=True),
        Column("employed_since", DATE, optional=True),
    ),
    key=("person", "unit"),
    covers=("round",),
)
FRAME = Kind("frame", (COUNTS, PERSONS))


def accept(raw: RawTable, round_id: str, organisation: Organisation | None, known: Known) -> Intake:
    """Take in the frame of a round.

    Parameters
    ----------
    raw
        Counts (``unit, leader_level?, n_invited``) or persons (``person, unit, leader_level?, position_group?,
        employed_since?``). A person in two units counts in both and is a finding.
    round_id
        The round.
    organisation
        The line organisation of the round's date; units are checked against it.
    known
        Leader levels and the key; its units are not used.

    Returns
    -------
    Intake
        Replaces the round's earlier frame, counts or persons.

    Raises
    ------
    InputError
        ``no-organisation`` or ``missing-column``.
    """
    if organisation is None:
        message = "no organisation is known at the round's date; first: skapital ingest organisation FILE --from DATE"
        raise InputError(f"{raw.file}: {message}", slug="no-organisation")
    named = tidy.with_our_names(raw, FRAME)
    form = tidy.form_of(named, FRAME)
    table = tidy.read_form(named, form, replace(known, units=tuple(organisation.by_code)))
    made = tidy.intake(table, form, "frame", round_id, {"round": round_id})
    return tidy.replacing_other_forms(made, FRAME, form, {"round": round_id})
