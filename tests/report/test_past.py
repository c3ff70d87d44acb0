"""What became of a unit since the earlier round stands in words before its change."""

from dataclasses import replace

import pytest

from skapital.compare import comparability
from skapital.config import lineage
from skapital.report import build
from skapital.report.build_change import change_section
from skapital.report.build_comparable import history_of
from skapital.report.facts import Facts, UnitPast
from skapital.report.model import Paragraph, Table
from skapital.report.subject import Subject
from skapital.report.texts import catalogue

REASONS = ("renamed", "moved", "merged", "split", "composition", "new", "joined", "split_below")


def words(blocks) -> list[str]:
    return ["".join(map(str, block.parts)) for block in blocks if isinstance(block, Paragraph)]


GRADES = dict.fromkeys(("same", "renamed", "moved"), "same") | dict.fromkeys(
    ("merged", "split", "composition"), "mapped"
)


def subject(facts: Facts, *origins: str, reason: str, unit: str = "W001") -> Subject:
    past = UnitPast(GRADES.get(reason, "not_comparable"), reason, origins)
    return Subject(replace(facts, pasts={"2014-06": {unit: past}}), unit, "employees", "workplace")


def told(about: Subject, *, with_figure: bool = True) -> list[str]:
    return words(history_of(about, "2014-06", with_figure=with_figure))


def change_table_of(about: Subject) -> Table:
    section = change_section(about)
    assert section is not None
    return next(block for block in section.blocks if isinstance(block, Table))


def test_a_merged_unit_is_told_of_whom_it_was_made(follow_up: Facts) -> None:
    about = subject(follow_up, "Solsikken", "Mælkebøtten", "Egernet", reason="merged")
    what = "Enheden er siden juni 2014 lagt sammen af Solsikken, Mælkebøtten og Egernet."
    assert told(about) == [f"{what} Resultatet fra dengang er det samlede for dem."]
    assert told(about, with_figure=False) == [what]
    section = change_section(about)
    assert section is not None
    assert words(section.blocks)[0].startswith("Enheden er siden juni 2014 lagt sammen")


def test_a_part_of_a_split_unit_is_told_that_the_figure_is_the_whole_units(follow_up: Facts) -> None:
    about = subject(follow_up, "Hjemmeplejen Nord, dag", reason="split")
    assert "en del af Hjemmeplejen Nord, dag, som siden er delt" in told(about)[0]


def test_a_unit_that_is_just_the_same_says_nothing(follow_up: Facts) -> None:
    assert told(Subject(follow_up, "W001", "employees", "workplace")) == []


def test_leaders_and_other_units_are_not_told(follow_up: Facts) -> None:
    facts = subject(follow_up, reason="renamed").facts
    assert told(Subject(facts, "W002", "employees", "workplace")) == []
    assert told(Subject(facts, "W001", "leaders", "leaders")) == []


@pytest.mark.parametrize(
    ("reason", "word", "why"),
    [
        ("same", "Ja", "Enheden og spørgsmålene er de samme som i juni 2014"),
        ("merged", "Ja, regnet om", "Tallet fra dengang er det samlede"),
        ("split", "Ja, regnet om", "Tallet fra dengang er for hele den enhed"),
    ],
)
def test_every_change_says_whether_it_may_be_drawn_and_why(follow_up: Facts, reason: str, word: str, why: str) -> None:
    table = change_table_of(subject(follow_up, "Solen", reason=reason))
    assert table.columns[-1].header == "Kan sammenlignes"
    assert {row.cells[-1] for row in table.rows} == {(word,)}
    assert why in "".join(map(str, table.notes[0]))


def test_a_measure_that_was_asked_otherwise_is_told_beside_those_that_were_not(follow_up: Facts) -> None:
    facts = replace(follow_up, unlike={"2014-06": {"trust": "items", "justice": "answers"}})
    table = change_table_of(Subject(facts, "W001", "employees", "workplace"))
    grades = {row.header: (row.cells[0], row.cells[-1]) for row in table.rows}
    assert grades["Tillid"] == grades["Retfærdighed"] == (("ikke opgjort",), ("Nej",))
    assert grades["Social kapital"][1] == ("Ja",)
    said = ["".join(map(str, note)) for note in table.notes]
    assert "Tillid: Kan ikke sammenlignes: Emnet har ikke de samme spørgsmål som i juni 2014." in said
    assert any(line.startswith("Retfærdighed: ") and "svarmuligheder" in line for line in said)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_reason_of_the_lineage_has_its_words(language: str) -> None:
    texts = catalogue(language)
    assert all(f"change.past.{reason}" in texts and f"grade.reason.{reason}" in texts for reason in REASONS)
    assert all(f"grade.reason.instrument.{why}" in texts for why in comparability.REASONS)
    assert all(f"grade.word.{grade}" in texts for grade in lineage.GRADES)
    said = (lineage.History.__doc__ or "") + (lineage.__doc__ or "")
    assert all(reason in said for reason in REASONS)


@pytest.mark.parametrize("reason", ["new", "joined", "split_below"])
def test_no_earlier_figure_stands_anywhere_beside_a_unit_that_must_not_be_compared(
    follow_up: Facts, reason: str
) -> None:
    before = Subject(follow_up, "W001", "employees", "workplace").score("trust", period="2014-06")
    assert before is not None
    about = subject(follow_up, "Solen", reason=reason)
    assert about.score("trust", period="2014-06") is None
    model = build.workplace(about.facts, "W001")
    assert not [one for one in model.numbers() if one.source[0] == "cell" and "2014-06" in one.source]
