from dataclasses import replace

import pytest

from skapital.compare.comparability import alike_part, unlike
from skapital.config.load import read_instrument
from skapital.resources import resource

NOW = read_instrument(resource("configs", "instruments", "apv-sk-example.toml"))
SHORT = read_instrument(resource("configs", "instruments", "sk-short4.toml"))


def changed(**items):
    """The instrument as it was then, with some items otherwise."""
    return replace(NOW, items={**NOW.items, **items}, sha256="other")


def test_the_same_file_is_comparable_throughout():
    assert unlike(NOW, NOW) == {}


def test_a_title_or_source_does_not_make_another_measure():
    scale = replace(NOW.scales["trust"], title={"da": "Tiltro", "en": "Confidence"}, bands=(), references=())
    assert unlike(NOW, replace(NOW, source="elsewhere", scales={**NOW.scales, "trust": scale}, sha256="other")) == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reversed": True}, "answers"),
        ({"topic": {"da": "noget andet", "en": "something else"}}, "answers"),
        ({"responses": NOW.items["SW1"].responses}, "answers"),
        ({"not_for": ("direktion",)}, "route"),
    ],
)
def test_another_question_is_another_measure_and_so_are_all_scales_it_is_in(change, reason):
    found = unlike(NOW, changed(TM1=replace(NOW.items["TM1"], **change)))
    assert found == {"TM1": reason, "trust": reason, "social_capital": "parts"}


def test_an_option_that_counts_otherwise_is_another_answer():
    item = NOW.items["JU2"]
    options = (replace(item.responses.options[0], value=90.0), *item.responses.options[1:])
    then = changed(JU2=replace(item, responses=replace(item.responses, options=options)))
    assert unlike(NOW, then) == {"JU2": "answers", "justice": "answers", "social_capital": "parts"}


def test_an_item_that_was_not_asked_is_absent():
    then = replace(NOW, items={code: item for code, item in NOW.items.items() if code != "KN1"}, sha256="other")
    assert unlike(NOW, then) == {"KN1": "absent"}


def test_a_scale_of_other_items_is_another_scale():
    shorter = replace(NOW.scales["trust"], items=NOW.scales["trust"].items[:3])
    then = replace(NOW, scales={**NOW.scales, "trust": shorter}, sha256="other")
    assert unlike(NOW, then) == {"trust": "items", "social_capital": "parts"}


def test_the_order_of_items_does_not_matter():
    turned = replace(NOW.scales["trust"], items=NOW.scales["trust"].items[::-1])
    assert unlike(NOW, replace(NOW, scales={**NOW.scales, "trust": turned}, sha256="other")) == {}


def test_another_rule_for_missing_answers_makes_other_scores():
    found = unlike(NOW, replace(NOW, min_answered_share=0.75, sha256="other"))
    assert set(found) == set(NOW.scales)
    assert found["trust"] == "rule"


def test_the_same_name_in_another_questionnaire_is_another_measure():
    found = unlike(NOW, SHORT)
    assert found["social_capital"] in ("items", "parts")
    assert found["trust"] == "absent"


def test_whom_a_changed_question_sends_on_is_not_whom_it_sent_on_before():
    routed = next(item for item in NOW.items.values() if item.asked_if is not None)
    asked = NOW.items[routed.asked_if.item]
    then = changed(**{asked.code: replace(asked, topic={"da": "noget andet", "en": "something else"})})
    found = unlike(NOW, then)
    assert (found[asked.code], found[routed.code]) == ("answers", "route")


def test_what_is_alike_is_an_instrument_by_itself():
    shorter = replace(NOW.scales["trust"], items=NOW.scales["trust"].items[:3])
    then = replace(NOW, scales={**NOW.scales, "trust": shorter}, sha256="other")
    then = replace(then, items={**then.items, "JU2": replace(then.items["JU2"], reversed=True)})
    part = alike_part(then, NOW, unlike(NOW, then))
    assert {"trust", "justice", "social_capital"}.isdisjoint(part.scales)
    assert "JU2" not in part.items
    assert all(code in part.items for scale in part.scales for code in part.scale_items(scale))
    assert all(name in part.scales for scale in part.scales.values() for name in scale.of)


def test_nothing_of_another_instrument_is_alike():
    found = unlike(NOW, SHORT)
    assert set(NOW.scales) <= set(found)
    assert not alike_part(SHORT, NOW, found).scales
