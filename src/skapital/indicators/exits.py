"""Job-stop interviews: how often each reason was given, among completed answers only."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skapital.errors import NotComputable

RECOMMENDS_FROM = 4
"""On 1-5: high and very high make an *ambassador* (Region Hovedstaden's exit survey)."""


def reason_flags(exits: pd.DataFrame, reasons: Sequence[str]) -> pd.DataFrame:
    """Return one Boolean column a reason, one row a completed answer.

    Parameters
    ----------
    exits
        Column ``reasons``: the chosen reasons joined by ``;`` (several may be chosen), missing where unanswered.
    reasons
        The known reasons, in the order they are shown.

    Raises
    ------
    NotComputable
        If a reason is not known: an unknown word is never counted as none.
    """
    answered = exits.loc[exits["reasons"].notna() & (exits["reasons"].str.strip() != ""), "reasons"]
    chosen = answered.map(lambda text: frozenset(part.strip() for part in text.split(";") if part.strip()))
    unknown = frozenset().union(*chosen) - set(reasons)
    if unknown:
        raise NotComputable(f"{len(unknown)} unknown reasons among the job-stop answers", slug="unknown-reason")
    return pd.DataFrame({reason: chosen.map(lambda some, r=reason: r in some) for reason in reasons}, dtype=bool)


def reason_counts(exits: pd.DataFrame, reasons: Sequence[str]) -> pd.DataFrame:
    """Return ``n_chosen, n_answered`` by reason, in the order given; shares need not add up to 1."""
    flags = reason_flags(exits, reasons)
    return pd.DataFrame({"n_chosen": flags.sum().astype(int), "n_answered": len(flags)}, index=list(reasons))


def recommending(exits: pd.DataFrame) -> tuple[int, int]:
    """Return (answers of 4 or 5, answers) to whether the workplace would be recommended."""
    answered = exits["recommend"].dropna().astype(int)
    if not answered.between(1, 5).all():
        raise NotComputable("a recommendation lies between 1 and 5", slug="bad-amount")
    return int((answered >= RECOMMENDS_FROM).sum()), len(answered)
