"""What an import was understood by, as one SHA-256: the same file in another context is another import."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd

from skapital.config.instrument import Instrument
from skapital.config.organisation import Organisation
from skapital.ingest.mapping import SurveyMapping
from skapital.ingest.profiles import Profile


def sha256_of(*parts: str) -> str:
    """Return the SHA-256 of texts, each kept apart from the next."""
    return hashlib.sha256("".join(f"{len(part)}:{part}\n" for part in parts).encode()).hexdigest()


def organisation_text(organisation: Organisation) -> str:
    """Return an organisation as a text that differs when anything in it does."""
    units = [f"{unit.code}\t{unit.name}\t{unit.parent or ''}\t{unit.level}" for unit in organisation.units]
    return "\n".join([f"{organisation.tree} {organisation.date}", *units])


def survey_context(
    instrument: Instrument,
    mapping: SurveyMapping,
    profile: Profile,
    organisations: Sequence[Organisation],
    frame: pd.DataFrame,
    leader_levels: Sequence[str],
) -> str:
    """Return the context of a survey import.

    Parameters
    ----------
    frame
        ``unit, leader_level, n_invited`` as the store gives it; empty where there is none.
    """
    return sha256_of(
        "survey",
        instrument.sha256,
        mapping.sha256,
        profile.sha256,
        *leader_levels,
        *[organisation_text(entry) for entry in organisations],
        frame.to_csv(index=False),
    )


def tidy_context(kind: str, organisations: Sequence[Organisation], leader_levels: Sequence[str]) -> str:
    """Return the context of any other import: what its units and levels were checked against."""
    return sha256_of(kind, *leader_levels, *[organisation_text(entry) for entry in organisations])
