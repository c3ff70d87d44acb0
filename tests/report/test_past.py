"""What became of a unit since the earlier round stands in words before its change."""

from dataclasses import replace

import pytest

from skapital.config import lineage
from skapital.report.build_change import change_section, past_of
from skapital.report.facts import Facts, UnitPast
from skapital.report.model import Paragraph
from skapital.report.subject import Subject
from skapital.report.texts import catalogue

REASONS = ("renamed", "moved", "merged", "split", "composition", "new", "joined", "split_below")


def words(blocks) -> list[str]:
    return ["".join(map(str, block.parts)) for block in blocks if isinstance(block, Paragraph)]


def subject(facts: Facts, *origins: str, reason: str, unit: str = "W001") -> Subject:
    return Subject(replace(facts, pasts={unit: UnitPast(reason, origins)}), unit, "employees", "workplace")


def test_a_merged_unit_is_told_of_whom_it_was_made(follow_up: Facts) -> None:
    about = subject(follow_up, "Solsikken", "Mælkebøtten", "Egernet", reason="merged")
    assert words(past_of(about)) == [
        "Enheden er siden juni 2014 lagt sammen af Solsikken, Mælkebøtten og Egernet. "
        "Resultatet fra dengang er det samlede for dem."
    ]
    section = change_section(about)
    assert section is not None
    assert words(section.blocks)[0].startswith("Enheden er siden juni 2014 lagt sammen")


def test_a_part_of_a_split_unit_is_told_that_the_figure_is_the_whole_units(follow_up: Facts) -> None:
    about = subject(follow_up, "Hjemmeplejen Nord, dag", reason="split")
    assert "en del af Hjemmeplejen Nord, dag, som siden er delt" in words(past_of(about))[0]


def test_a_unit_that_is_just_the_same_says_nothing(follow_up: Facts) -> None:
    assert past_of(Subject(follow_up, "W001", "employees", "workplace")) == []


def test_leaders_and_other_units_are_not_told(follow_up: Facts) -> None:
    facts = subject(follow_up, reason="renamed").facts
    assert past_of(Subject(facts, "W002", "employees", "workplace")) == []
    assert past_of(Subject(facts, "W001", "leaders", "leaders")) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_reason_of_the_lineage_has_its_words(language: str) -> None:
    texts = catalogue(language)
    assert all(f"change.past.{reason}" in texts for reason in REASONS)
    said = (lineage.History.__doc__ or "") + (lineage.__doc__ or "")
    assert all(reason in said for reason in REASONS)
