"""What people think and how they answer: latent stands by unit and person, cut into the options of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from sample_town import questions
from sample_town.jobs import SCALES, Jobs
from sample_town.people import Spell, Staff
from sample_town.questions import Question

Floats = npt.NDArray[np.float64]

CUT_OFF = {"2014-06": date(2014, 4, 1), "2016-06": date(2016, 4, 1)}
FIELDWORK = {"2014-06": date(2014, 6, 2), "2016-06": date(2016, 6, 1)}
UNIT_SHARE = dict(zip(SCALES, (0.16, 0.14, 0.13, 0.10, 0.09, 0.17, 0.15), strict=True))
ITEM_SD, ITEM_TRUE = 25.0, 0.62
PERSIST = 0.6
COMPLETE, PARTIAL, UNOPENED, EXCUSED = 4, 3, 2, 5
BY_CENTRE = {
    "ER1": {"C3": 1.9, "C1": 1.3, "C7": 1.5, "C9": 0.1, "C6": 0.1, "C8": 0.7},
    "PH2": {"C1": 1.4, "C2": 1.3, "C9": 0.6},
    "PS3": {"C3": 1.3, "C4": 1.6, "C6": 1.3, "C7": 0.3, "C9": 0.3, "C8": 0.4},
    "OB2": {"C3": 1.4, "C4": 2.4, "C6": 1.6, "C1": 0.3, "C9": 0.2, "C8": 0.6, "C5": 0.6},
    "OB3": {"C3": 1.6, "C4": 2.6, "C2": 1.2, "C1": 0.5, "C9": 0.0, "C6": 0.3, "C7": 0.1, "C8": 0.2},
}


@dataclass
class Reply:
    """One invited person: status of the form and the codes given, by question; "" is not answered.

    ``unit`` is where the person was at the cut-off, ``unit_then`` when the form was open.
    """

    person: int
    job: int
    unit: str
    unit_then: str
    level: str
    status: int
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """All invited of a round, in the order of their employee number."""

    round: str
    replies: list[Reply]
    frame: list[tuple[int, str, str]]


@dataclass
class _Minds:
    """Persistent traits: by person a general factor and one a scale, and the will to answer."""

    general: Floats
    special: Floats
    will: Floats
    annoyed: Floats


def build(jobs: Jobs, staff: Staff, rng: np.random.Generator) -> dict[str, Sheet]:
    """Return the two rounds' sheets."""
    minds = _fresh(len(staff.people), rng)
    sheets = {}
    for number, (name, day) in enumerate(CUT_OFF.items()):
        if number:
            minds = _later(minds, rng)
        sheets[name] = _sheet(name, number, jobs, staff, staff.on(day), minds, rng)
    return sheets


def _fresh(count: int, rng: np.random.Generator) -> _Minds:
    shape = (count, len(SCALES))
    return _Minds(rng.normal(size=count), rng.normal(size=shape), rng.normal(size=count), rng.normal(size=count))


def _later(before: _Minds, rng: np.random.Generator) -> _Minds:
    new, keep, renew = _fresh(len(before.general), rng), PERSIST, np.sqrt(1 - PERSIST**2)
    return _Minds(
        keep * before.general + renew * new.general,
        keep * before.special + renew * new.special,
        keep * before.will + renew * new.will,
        keep * before.annoyed + renew * new.annoyed,
    )


def _sheet(
    name: str, number: int, jobs: Jobs, staff: Staff, present: list[Spell], minds: _Minds, rng: np.random.Generator
) -> Sheet:
    frame = [(s.person, s.unit, jobs.level[s.job]) for s in present]
    then = {s.person: s.unit for s in reversed(staff.on(FIELDWORK[name]))}
    place = {code: i for i, code in enumerate(jobs.units.codes)}
    replies: dict[int, Reply] = {}
    for spell in present:
        unit = place[spell.unit]
        odds = 0.94 + 0.35 * minds.will[spell.person] + 0.25 * jobs.units.effect[unit, 1]
        odds += 0.9 if jobs.level[spell.job] else 0.0
        status = _status(odds, rng) if spell.person in then else EXCUSED
        reply = Reply(
            spell.person, spell.job, spell.unit, then.get(spell.person, spell.unit), jobs.level[spell.job], status
        )
        if spell.person not in replies:
            replies[spell.person] = reply
            _answer(reply, number, jobs, unit, minds, rng)
    return Sheet(name, list(replies.values()), frame)


def _status(odds: float, rng: np.random.Generator) -> int:
    drawn = float(rng.random())
    answers = 1 / (1 + np.exp(-(odds + 0.33)))
    if drawn < answers:
        return COMPLETE
    left = (drawn - answers) / (1 - answers)
    return PARTIAL if left < 0.16 else EXCUSED if left < 0.20 else UNOPENED


def _answer(reply: Reply, number: int, jobs: Jobs, unit: int, minds: _Minds, rng: np.random.Generator) -> None:
    """Fill in the form as far as the person came."""
    if reply.status not in (COMPLETE, PARTIAL):
        return
    stands = _stands(reply, number, jobs, unit, minds)
    stop = len(questions.ITEMS) if reply.status == COMPLETE else int(rng.integers(3, len(questions.ITEMS) - 6))
    for question in questions.ITEMS[:stop]:
        if question.kind in ("extent", "extent_leader", "frequency"):
            reply.codes[question.code] = _ordinal(question, reply, stands, rng)
        elif question.kind in ("problem", "sensitive"):
            reply.codes[question.code] = _yes_no(
                question, jobs.units.centre[unit], stands, minds.annoyed[reply.person], rng
            )
        elif reply.codes.get("OB1") == "1":
            _follow_up(question, reply, rng)


def _stands(reply: Reply, number: int, jobs: Jobs, unit: int, minds: _Minds) -> dict[str, float]:
    """Return where the person stands on each scale, in points around the items' means."""
    origin = jobs.unit_index[reply.job]
    true_sd = ITEM_SD * np.sqrt(ITEM_TRUE)
    shift = (7.0 if reply.level else 0.0) + (jobs.units.change[unit] if number else 0.0)
    found = {}
    for i, scale in enumerate(SCALES):
        share = UNIT_SHARE[scale]
        own = np.sqrt(0.65) * minds.general[reply.person] + np.sqrt(0.35) * minds.special[reply.person, i]
        level = np.sqrt(share) * jobs.units.effect[origin, i] + np.sqrt(1 - share) * own
        found[scale] = float(true_sd * level + shift)
    return found


def _ordinal(question: Question, reply: Reply, stands: dict[str, float], rng: np.random.Generator) -> str:
    drawn, noise = float(rng.random()), float(rng.normal())
    if question.scale == "nearest" and reply.level == "direktion":
        return "8"
    if question.scale == "collaboration" and drawn < 0.004:
        return "8"
    if drawn < (0.07 if question.scale == "between" else 0.025):
        return "9"
    if drawn > 0.992:
        return ""
    stand = stands[question.scale] if question.scale else 0.3 * stands["whole"] + 12 * noise
    value = question.mean + 1.5 + stand + ITEM_SD * np.sqrt(1 - ITEM_TRUE) * noise
    step = int(np.clip(np.floor((value + 12.5) / 25), 0, 4))
    return str(step + 1 if question.reversed else 5 - step)


def _yes_no(question: Question, centre: str, stands: dict[str, float], annoyed: float, rng: np.random.Generator) -> str:
    drawn = float(rng.random())
    if drawn > 0.985:
        return "3" if drawn < 0.995 else ""
    share = question.mean * BY_CENTRE.get(question.code, {}).get(centre, 1.0)
    tilt = 0.5 * annoyed - (0.030 if question.kind == "sensitive" else 0.018) * stands["justice"]
    odds = share / (1 - share) * np.exp(tilt - 0.25)
    return "1" if drawn / 0.985 < odds / (1 + odds) else "2"


def _follow_up(question: Question, reply: Reply, rng: np.random.Generator) -> None:
    if question.kind == "follow":
        reply.codes[question.code] = "1" if rng.random() < question.mean else "2"
        return
    for i, share in enumerate(questions.SOURCE_SHARE, start=1):
        reply.codes[f"{question.code}_{i}"] = "1" if rng.random() < share else "0"
