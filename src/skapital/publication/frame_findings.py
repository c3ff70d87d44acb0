"""What does not fit between who was invited to a round and who answered, out of the store."""

from __future__ import annotations

from skapital.config.settings import Round
from skapital.ingest import forensics
from skapital.store.database import Store


def round_findings(store: Store, entry: Round) -> list[forensics.Finding]:
    """Return the findings about a round's denominator; none before it has a frame or an organisation."""
    organisations = store.organisations_on(entry.cut_off)
    frame = store.frame(entry.id)
    if not organisations or frame.empty:
        return []
    persons = store.table("frame_persons")
    return forensics.findings(
        forensics.Round(
            answers=store.answers(entry.id),
            rejected=store.rejected(entry.id),
            frame=frame,
            persons=persons[persons["round"] == entry.id],
            employment=store.table("employment"),
            organisation=organisations[0],
            cut_off=entry.cut_off,
            fieldwork_from=entry.fieldwork_from,
        )
    )
