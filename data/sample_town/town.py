"""Put the made-up municipality together: trees, jobs, people, and what they think."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_town import answers, jobs, organisation, people
from sample_town.answers import Sheet
from sample_town.jobs import Jobs
from sample_town.organisation import Trees
from sample_town.people import Staff

SEED = 20140602


@dataclass(frozen=True)
class Town:
    """Everything the files are written from."""

    trees: Trees
    jobs: Jobs
    staff: Staff
    sheets: dict[str, Sheet]


def build() -> Town:
    """Return the municipality; each part has its own stream of random numbers."""
    streams = np.random.default_rng(SEED).spawn(3)
    trees = organisation.build()
    all_jobs = jobs.build(trees, streams[0])
    staff = people.build(all_jobs, streams[1])
    return Town(trees, all_jobs, staff, answers.build(all_jobs, staff, streams[2]))
