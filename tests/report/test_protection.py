"""The statement's text changes exactly when the policy does."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from skapital.config.load import read_policy
from skapital.config.policy import Policy
from skapital.report.html import render_statements
from skapital.report.protection import statement
from skapital.resources import resource

SHIPPED = read_policy(resource("configs", "policy.toml"))
OTHER = {"small_units": "left_out", "comments": None, "sha256": None, "unanimity": False}


def text(policy: Policy, link_rounds: bool = False) -> dict[str, str]:
    """What a reader sees, by language."""
    pages = {
        language: render_statements([statement(policy, link_rounds=link_rounds, language=language)]).decode()
        for language in ("da", "en")
    }
    return {
        language: re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.S))
        for language, page in pages.items()
    }


def changes() -> Iterator[tuple[str, Policy]]:
    """Each rule changed alone; a rule that is added to the policy later is changed here without being named."""
    for field in dataclasses.fields(Policy):
        value = getattr(SHIPPED, field.name)
        if isinstance(value, dict):
            for name in value:
                yield (
                    f"{field.name}.{name}",
                    dataclasses.replace(SHIPPED, **{field.name: {**value, name: value[name] + 1}}),
                )
        elif field.name in OTHER:
            if OTHER[field.name] is not None:
                yield field.name, dataclasses.replace(SHIPPED, **{field.name: OTHER[field.name]})
        else:
            yield field.name, dataclasses.replace(SHIPPED, **{field.name: value + 1})


CHANGES = dict(changes())


@pytest.mark.parametrize("rule", CHANGES)
def test_another_rule_is_another_text(rule: str) -> None:
    before, after = text(SHIPPED), text(CHANGES[rule])
    assert before["da"] != after["da"]
    assert before["en"] != after["en"]


def test_no_two_policies_share_a_text() -> None:
    texts = [text(policy)["da"] for policy in (SHIPPED, *CHANGES.values())]
    assert len(set(texts)) == len(texts)


def test_linking_rounds_is_another_text() -> None:
    for language in ("da", "en"):
        assert text(SHIPPED)[language] != text(SHIPPED, link_rounds=True)[language]


def test_a_remark_in_the_file_is_the_same_text() -> None:
    assert text(dataclasses.replace(SHIPPED, sha256="0" * 64)) == text(SHIPPED)


def test_both_languages_have_the_same_parts() -> None:
    danish, english = (statement(SHIPPED, link_rounds=False, language=one) for one in ("da", "en"))
    for one, other in zip(danish.parts, english.parts, strict=True):
        assert (len(one.lines), len(one.items), len(one.rows)) == (len(other.lines), len(other.items), len(other.rows))
        assert [row[1:] for row in one.rows] == [row[1:] for row in other.rows]


def test_what_is_not_promised_is_said() -> None:
    assert len(statement(SHIPPED, link_rounds=False, language="da").parts[-1].items) >= 4


def test_danish_numbers_have_a_comma() -> None:
    found = text(dataclasses.replace(SHIPPED, value_width=27.5))
    assert "27,5 point" in found["da"]
    assert "27.5 points" in found["en"]
