from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from skapital.errors import ConfigurationError
from skapital.report.model import Number
from skapital.report.texts import LANGUAGES, catalogue, read_texts
from skapital.resources import resource

SOURCES = Path(__file__).parents[2] / "src" / "skapital" / "report"


def texts(language: str) -> dict[str, str]:
    return read_texts(resource("reports", "templates", f"texts.{language}.toml"))


def placeholders(text: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


def test_the_catalogues_have_the_same_keys_in_the_same_order() -> None:
    assert [list(texts(language)) for language in LANGUAGES] == [list(texts("da"))] * len(LANGUAGES)


def test_the_catalogues_have_the_same_placeholders() -> None:
    danish, english = texts("da"), texts("en")
    assert {key: placeholders(danish[key]) for key in danish} == {key: placeholders(english[key]) for key in english}


def test_no_text_is_empty_or_has_a_note_to_self() -> None:
    for language in LANGUAGES:
        assert not [key for key, text in texts(language).items() if not text.strip() or "TODO" in text or "  " in text]


def test_every_text_is_asked_for_and_every_text_asked_for_is_there() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.py")))
    code += "".join(path.read_text(encoding="utf-8") for path in sorted(resource("reports", "templates").glob("*.j2")))
    asked = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', code))
    known = texts("da")
    whole = {key for key in asked if key.split(".")[0] in {k.split(".")[0] for k in known}}
    missing = {key for key in whole if key not in known and not any(k.startswith(f"{key}.") for k in known)}
    assert missing == set()


def test_a_line_keeps_its_figures_as_figures() -> None:
    number = Number(24.0, "count", ("cell",))
    assert catalogue("da").line("key.points", difference=number) == (number, " point")


def test_a_line_without_one_of_its_values_stops() -> None:
    with pytest.raises(KeyError):
        catalogue("da").line("key.points")


def test_words_are_joined_as_people_do() -> None:
    assert catalogue("da").together(("a",)) == "a"
    assert catalogue("da").together(("a", "b", "c")) == "a, b og c"


def test_own_texts_replace_the_shipped_ones_and_unknown_keys_stop(tmp_path: Path) -> None:
    (tmp_path / "texts.da.toml").write_text('[word]\nsummary = "I korte træk"\n', encoding="utf-8")
    assert catalogue("da", tmp_path).text("word.summary") == "I korte træk"
    other = tmp_path / "other"
    other.mkdir()
    (other / "texts.da.toml").write_text('[word]\nsumary = "x"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"word\.sumary"):
        catalogue("da", other)


def test_an_unknown_language_stops() -> None:
    with pytest.raises(ConfigurationError, match="'de'"):
        catalogue("de")
