from pathlib import Path

import pytest

from skapital.config.exits import codes_by_word, read_exits
from skapital.errors import ConfigurationError
from skapital.resources import resource

SHIPPED = resource("configs", "exits.toml")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "exits.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_word_of_an_answer_leads_to_its_code() -> None:
    words = codes_by_word(read_exits(SHIPPED).types)
    assert words["ud af kommunen"] == words["out of the municipality"] == words["resigned"] == "resigned"


def test_the_shipped_reasons_are_in_the_order_of_the_file() -> None:
    found = read_exits(SHIPPED)
    assert found.reason_codes[:2] == ("nearest_leader", "top_management")
    assert [band.from_years for band in found.seniority_bands] == [0, 1, 3, 10]


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ('code = "culture"', 'code = "nearest_leader"', "config-duplicate"),
        ('da = "Løn og vilkår"', 'da = "Arbejdspres"', "config-duplicate"),
        ('code = "dismissed"', 'code = "sacked"', "config-unknown-word"),
        ('code = "employer"', 'code = "boss"', "config-unknown-word"),
        ("from_years = 3", "from_years = 1", "config-bad-value"),
        ("from_years = 0", "from_years = 0.5", "config-bad-value"),
        ('code = "pay"', 'code = "pay;more"', "config-bad-value"),
        ("recommend_from = 4", "recommend_form = 4", "config-missing-key"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, slug: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_exits(changed(tmp_path, old, new))
    assert slug in {problem.slug for problem in refused.value.problems}
