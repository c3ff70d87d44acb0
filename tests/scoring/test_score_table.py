import numpy as np
import pandas as pd
import pytest

from skapital.scoring.score_table import score_table


def municipality(make_answers, people=600, units=40, seed=1):
    """Answers to four items with a common factor, employees in units and some leaders."""
    random = np.random.default_rng(seed)
    unit = random.integers(units, size=people)
    trait = random.normal(size=people) + 0.4 * random.normal(size=units)[unit]
    latent = trait[:, None] + random.normal(size=(people, 4))
    codes = np.clip(np.round(3.4 + latent), 1, 5).astype(int)
    codes[:, 2] = 6 - codes[:, 2]
    level = [("centerchef" if i % 2 else "direktion") if i < 12 else None for i in range(people)]
    rows = codes.astype(str).tolist()
    return make_answers(rows, ["TM1", "TMX2", "TM3", "TM4"], unit=[f"W{u:03d}" for u in unit], leader_level=level)


def test_it_runs(make_answers, trust, minimum, standard):
    table = score_table(
        municipality(make_answers), trust, round_id="2014-06", minimum=minimum, standard=standard, full=True
    )
    import json
    print(json.dumps(table.as_json(), indent=1))
