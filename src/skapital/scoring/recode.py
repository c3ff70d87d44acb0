"""Turn answers (option codes) into item values: 0-100 with 100 best, NaN where there is no value."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from skapital.columns import ANSWER_LEADER_LEVEL
from skapital.config.instrument import Instrument, Item
from skapital.errors import InputError, Problem

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def item_values(answers: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return one float column an item of the instrument, in its order, 0-100 with 100 best.

    An item reversed by the instrument is turned (``100 - value``); nothing is ever turned because the data look so.

    Parameters
    ----------
    answers
        Index ``respondent``; item columns hold option codes as text. An item without a column was not asked.
    instrument
        Gives each option its value, each item its direction, its route and whom it is not for.

    Returns
    -------
    pandas.DataFrame
        Index of ``answers``. NaN where the answer is blank, a missing code ("don't know"), or was not asked for
        (the route does not lead there, or the item is not for the person's leader level).

    Raises
    ------
    InputError
        ``unknown-code`` if an answer is neither an option nor a missing code of its item. The code itself is not
        repeated, for it could be free text.

    References
    ----------
    COPSOQ scoring rule 1 (copsoq.se, "Räkna ut resultatet"). Oracle: ``tests/oracles/scoring.toml``.
    """
    data = np.full((len(answers), len(instrument.items)), np.nan, order="F")  # filled item by item
    problems: list[Problem] = []
    for position, item in enumerate(instrument.items.values()):
        if item.code not in answers.columns:
            continue
        coded, unknown = _option_values(answers[item.code], item)
        if unknown:
            problems.append(_unknown_code(item, unknown))
            continue
        data[:, position] = np.where(asked(answers, item), coded, np.nan)
    if problems:
        raise InputError(
            f"{len(problems)} items hold codes that the instrument {instrument.id} does not know",
            slug="unknown-code",
            problems=problems,
        )
    return pd.DataFrame(data, index=answers.index, columns=list(instrument.items))


def asked(answers: pd.DataFrame, item: Item) -> BoolArray:
    """Say of each respondent whether the item was put to him: by its route and by his leader level.

    A route to an item that has no column in ``answers`` leads nobody on.
    """
    put = np.full(len(answers), item.code in answers.columns)
    if item.not_for:
        put &= ~answers[ANSWER_LEADER_LEVEL].isin(item.not_for).to_numpy(dtype=bool)
    if item.asked_if is not None:
        if item.asked_if.item not in answers.columns:
            return np.zeros(len(answers), dtype=bool)
        put &= answers[item.asked_if.item].isin(item.asked_if.codes).to_numpy(dtype=bool)
    return put


def _option_values(answer: pd.Series, item: Item) -> tuple[FloatArray, int]:
    """Return the value of each answer (NaN: missing code or blank) and the number of answers with an unknown code."""
    value_of = {option.code: _directed(option.value, item) for option in item.responses.options}
    value_of |= {missing.code: np.nan for missing in item.responses.missing}
    place, codes = pd.factorize(answer.to_numpy(dtype=object))
    known = np.array([_is_blank(code) or str(code) in value_of for code in codes], dtype=bool)
    values = np.array([value_of.get(str(code), np.nan) for code in codes] + [np.nan], dtype=float)
    unknown = int(np.sum(~np.append(known, True)[place]))
    return values[place], unknown


def _directed(value: float, item: Item) -> float:
    return 100.0 - value if item.reversed else float(value)


def _is_blank(code: object) -> bool:
    return isinstance(code, str) and not code.strip()


def _unknown_code(item: Item, count: int) -> Problem:
    expected = ", ".join(
        [option.code for option in item.responses.options] + [missing.code for missing in item.responses.missing]
    )
    return Problem(
        slug="unknown-code",
        message=f"{count} answers hold a code that {item.responses.id} does not have; expected one of {expected}. "
        "Map the export's codes to these under [codes] in the mapping file",
        column=item.code,
    )
