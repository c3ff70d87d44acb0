"""The baseline of a target is what was published of it, by whichever publication showed it."""

import json
from types import SimpleNamespace

import pytest

from skapital.publication.target_book import Book


def published(value, *, withdrawn=None, unit="C1-A1-samlet"):
    cell = {"period_kind": "round", "period": "2014-06", "structure": "2014-01-01", "population": "employees",
            "unit": unit, "group": None, "measure": "trust", "statistic": "mean", "value": value, "n": None,
            "base": None, "withheld": "too_few" if value is None else None}  # fmt: skip
    return SimpleNamespace(withdrawn=withdrawn, release_json=json.dumps({"cells": [cell], "comparisons": []}))


def baseline(*memory):
    settings = SimpleNamespace(baseline=SimpleNamespace(round="2014-06", hr_period="2013"))
    book = Book(SimpleNamespace(settings=settings), SimpleNamespace(memory=lambda: list(memory)))  # type: ignore[arg-type]
    return book.baselines.get(("C1-A1-samlet", "employees", "trust"), "none")


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        ((published(61.0), published(None)), 61.0),
        ((published(None), published(61.0)), 61.0),
        ((published(61.0), published(62.0)), 62.0),
        ((published(None), published(None)), None),
        ((published(61.0, withdrawn="wrong"), published(None)), None),
        ((published(61.0, unit="W001"),), "none"),
    ],
)
def test_the_newest_publication_that_shows_a_baseline_tells_it(memory, expected):
    assert baseline(*memory) == expected
