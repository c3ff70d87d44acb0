"""The columns of a SurveyXact export, and what makes a real one dirty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from sample_town import names, questions
from sample_town.answers import COMPLETE, EXCUSED, PARTIAL, UNOPENED, Reply
from sample_town.questions import Question
from sample_town.town import Town

STATUS_COLUMNS = {
    "statinternal": 4,
    "statcompletion": 3,
    "statcreation": 7,
    "statdistribution": 5,
    "statsource": 6,
    "statcollect": 4,
    "statoverall": 5,
}
STATUS_TITLES = ("Ny", "Distribueret", "Nogen svar", "Gennemført", "Frafaldet")
LEVEL_CODES = {"": "1", "decentral": "2", "afdelingsleder": "3", "centerchef": "4", "direktion": "5"}
LEVEL_TITLES = ("Medarbejder", "Decentral leder", "Afdelingsleder", "Centerchef", "Direktion")
UNKNOWN_UNIT = "Ukendt enhed"
FIRST_UNIT_CODE = 101
LOOKS_LIKE_CPR = "310299-1234"


@dataclass(frozen=True)
class Variable:
    """A column of the form: SurveyXact's name and the question behind it (``choice`` of a multiple one)."""

    name: str
    question: Question
    choice: int = 0

    @property
    def item(self) -> str:
        """The item's code in the instrument."""
        return f"{self.question.code}_{self.choice}" if self.choice else self.question.code


def variables() -> list[Variable]:
    """Return the columns of the form in order: s_1, s_2, … and s_n_1, s_n_2 for a multiple choice."""
    found = []
    for number, question in enumerate(questions.FORM, start=1):
        if question.kind == "multiple":
            found += [Variable(f"s_{number}_{i}", question, i) for i in range(1, len(questions.SOURCES) + 1)]
        else:
            found.append(Variable(f"s_{number}", question))
    return found


def rows(town: Town, round_id: str, rng: np.random.Generator) -> Iterator[dict[str, str]]:
    """Yield one row per invited person, by column name; ``enhed`` holds the unit's code."""
    started = {"2014-06": datetime(2014, 6, 2, 8), "2016-06": datetime(2016, 6, 1, 8)}[round_id]
    first_id = {"2014-06": 41_200_000, "2016-06": 68_900_000}[round_id]
    columns = variables()
    replies = town.sheets[round_id].replies
    for offset, i in enumerate(rng.permutation(len(replies))):
        reply = replies[i]
        person = town.staff.people[reply.person]
        row = {"respondentid": str(first_id + 7 * offset), "organization": town.trees.line_old[0].name}
        row |= _dates(reply, started, rng)
        row |= {"email": f"{person.number}@solbjerg.example", "medarbnr": person.number, "enhed": reply.unit_then}
        row |= {"ledelsesniveau": reply.level, "stilling": names.POSITIONS[person.position]}
        row |= {variable.name: _given(variable, reply, rng) for variable in columns}
        yield row | _statuses(reply.status)


def _given(variable: Variable, reply: Reply, rng: np.random.Generator) -> str:
    """Return the code given; a multiple choice holds 0 also where nobody was asked, as SurveyXact has it."""
    if variable.choice:
        return reply.codes.get(variable.item, "0")
    if variable.question.kind == "text":
        wanted = reply.status == COMPLETE and rng.random() < 0.04
        return str(rng.choice(questions.COMMENTS)) if wanted else ""
    return reply.codes.get(variable.item, "")


def _dates(reply: Reply, started: datetime, rng: np.random.Generator) -> dict[str, str]:
    created = started - timedelta(days=6)
    opened = started + timedelta(minutes=int(rng.exponential(5.0) * 1440) % (17 * 1440))
    minutes = int(rng.integers(6, 40))
    answered = reply.status in (COMPLETE, PARTIAL)
    return {
        "created": str(created),
        "modified": str(opened + timedelta(minutes=minutes)) if answered else str(created),
        "closetime": str(opened + timedelta(minutes=minutes)) if reply.status == COMPLETE else "",
        "starttime": str(opened) if answered else "",
        "difftime": str(minutes * 60) if reply.status == COMPLETE else "",
    }


def _statuses(status: int) -> dict[str, str]:
    one = {"statinternal": 1, "statcreation": 3, "statsource": 2, "statoverall": status}
    one["statcompletion"] = {COMPLETE: 3, PARTIAL: 2, UNOPENED: 1, EXCUSED: 1}[status]
    one["statdistribution"] = 5 if status == EXCUSED else 2
    one["statcollect"] = {COMPLETE: 3, PARTIAL: 2, UNOPENED: 1, EXCUSED: 4}[status]
    return {
        f"{name}_{i}": str(int(one[name] == i)) for name, count in STATUS_COLUMNS.items() for i in range(1, count + 1)
    }


def soiled(clean: list[dict[str, str]], unknown: str, rng: np.random.Generator) -> list[dict[str, str]]:
    """Add what real exports have: empty and unknown units, odd codes, double rows, personal data in a text."""
    found = [dict(row) for row in clean]
    complete = [i for i, row in enumerate(found) if row["statoverall_4"] == "1" and not row["ledelsesniveau"]]
    chosen = [int(i) for i in rng.choice(complete, 20, replace=False)]
    text = variables()[-1].name
    for i in chosen[:4]:
        found[i]["enhed"] = ""
    for i in chosen[4:7]:
        found[i]["enhed"] = unknown
    for i, (column, code) in zip(chosen[7:10], (("s_9", "7"), ("s_17", "6"), ("s_2", "12")), strict=True):
        found[i][column] = code
    found[chosen[10]][text] = f"Ring gerne, mit nummer er {LOOKS_LIKE_CPR}."
    found[chosen[11]][text] = "Skriv til mig på ane.opdigtet@solbjerg.example; så fortæller jeg mere."
    for i in sorted(chosen[12:17], reverse=True):
        found.insert(min(i + 40, len(found)), dict(found[i]))
    return found
