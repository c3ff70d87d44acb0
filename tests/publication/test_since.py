"""What a new edition says of the one before."""

import json
from types import SimpleNamespace

from made_up.releases import hr_release
from skapital import resources
from skapital.config.definitions import read_definitions
from skapital.publication.release_json import release_json
from skapital.publication.since import since_last
from skapital.report.hr_facts import Changed

DEFINITIONS = read_definitions(resources.resource("configs", "definitions.toml"))
SAME = [{"topic": "absence", "id": DEFINITIONS.absence.id, "version": DEFINITIONS.absence.version},
        {"topic": "turnover", "id": DEFINITIONS.turnover.id, "version": DEFINITIONS.turnover.version}]  # fmt: skip


def release(**values):
    rows = [("quarter", "2015Q3", unit, "absence_days", value, None, None, 40.0) for unit, value in values.items()]
    return hr_release(rows)


def published(name, found, definitions=SAME):
    empty = found.cells.iloc[:0]
    document = json.loads(release_json(found, empty.assign(**dict.fromkeys(columns(), None)), empty))
    return SimpleNamespace(id=name, folder=name, release_json=json.dumps({**document, "definitions": definitions}))


def columns():
    from skapital.compare.table import ALL_COLUMNS

    return ALL_COLUMNS


def told(now, *before):
    return since_last(now, before, "2015Q3", DEFINITIONS)


def test_a_first_edition_says_nothing():
    assert told(release(A=3.0)) is None
    assert told(release(A=3.0), published("2015Q2", release(A=9.0)), published("2015Q3X", release(A=9.0))) is None


def test_moved_new_and_gone_figures_are_counted():
    found = told(release(A=3.1, B=2.0, C=None), published("2015Q3", release(A=3.0, B=2.0, C=4.0)))
    assert (found.edition, found.changes) == ("2015Q3", (Changed("2015Q3", "absence_days", 1, 0, 1),))
    back = told(release(A=3.0, C=4.0), published("2015Q3", release(A=3.0, C=None)))
    assert back.changes == (Changed("2015Q3", "absence_days", 0, 1, 0),)


def test_the_same_figures_again_say_what_they_said_then():
    """Made again, a second edition is compared with the first and not with itself."""
    first, second = published("2015Q3", release(A=3.0)), published("2015Q3-v2", release(A=3.1))
    assert told(release(A=3.1), first) == told(release(A=3.1), first, second)


def test_another_definition_is_said():
    other = [{**SAME[0], "version": 99}, SAME[1]]
    assert told(release(A=3.1), published("2015Q3", release(A=3.0), other)).definitions is True
    assert told(release(A=3.1), published("2015Q3", release(A=3.0))).definitions is False


def test_a_figure_of_the_measurement_that_an_edition_does_not_repeat_has_not_come_since():
    def both(score, days):
        return hr_release([("round", "2014-06", "A", "TM1", score, None, None, 40.0),
                           ("quarter", "2015Q3", "A", "absence_days", days, None, None, 40.0)])  # fmt: skip

    measured, edition = published("2014-06", both(61.0, None)), published("2015Q3", release(A=3.0))
    assert told(both(61.0, 3.1), measured, edition).changes == (Changed("2015Q3", "absence_days", 1, 0, 0),)
    moved = told(both(62.0, 3.0), measured, edition).changes
    assert moved == (Changed("2014-06", "", 1, 0, 0),)
