"""Small imports, made by hand, to store and take back."""

from __future__ import annotations

import pandas as pd
import pytest

from skapital.ingest.intake import Accounting, Intake, Stored
from skapital.store.database import Store


def survey_intake(
    answers: dict[str, dict[str, str]], round_id: str = "2014-06", rejected: tuple[str, ...] = ()
) -> Intake:
    people = pd.DataFrame(
        {"round": round_id, "respondent": list(answers), "unit": "W001", "file_row": range(2, 2 + len(answers))}
    )
    long = [(round_id, person, item, code) for person, given in answers.items() for item, code in given.items()]
    refused = pd.DataFrame(
        {"round": round_id, "respondent": list(rejected), "file_row": 99, "slug": "unit-empty", "unit": None}
    ).astype({"unit": "str"})
    covers = pd.DataFrame({"round": round_id, "respondent": [*answers, *rejected]})
    stored = {
        "respondents": Stored(people, covers),
        "answers": Stored(pd.DataFrame(long, columns=["round", "respondent", "item", "code"])),
        "rejected": Stored(refused, covers),
    }
    count = Accounting(len(answers) + len(rejected), len(answers), rows_rejected=len(rejected))
    return Intake("survey", round_id, count, (), stored)


def take(store: Store, intake: Intake, sha: str = "s", context: str = "c"):
    return store.record(intake, file="f.csv", sha256=sha, context_sha256=context, at="2014-07-01T08:00:00")


@pytest.fixture
def intake_of():
    return survey_intake


@pytest.fixture
def record():
    return take
