"""Keyed pseudonyms: the same person has the same one as long as the key and the purpose are the same."""

from __future__ import annotations

import hashlib
import hmac

LENGTH = 32
_BETWEEN = "\x1f"


def pseudonym(key: bytes, purpose: str, person: str) -> str:
    """Return HMAC-SHA256 of ``purpose`` and ``person`` under ``key`` as 32 hexadecimal characters.

    Parameters
    ----------
    key
        The workspace's secret.
    purpose
        The round's id, so that the same person has another pseudonym in each round; ``person`` for HR records, and for
        respondents where the settings link rounds.
    person
        The id in the source. It cannot be had back from the pseudonym without the key.
    """
    message = f"{purpose}{_BETWEEN}{person}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:LENGTH]


def respondent_purpose(round_id: str, *, link_rounds: bool) -> str:
    """Return the purpose under which a respondent is pseudonymised."""
    return "respondent" if link_rounds else f"round{_BETWEEN}{round_id}"


PERSON = "person"
