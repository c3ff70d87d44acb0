import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.ingest import screening


def column(*values: str) -> pd.Series:
    return pd.Series(values, dtype=str)


@pytest.mark.parametrize(
    "value",
    ["010203-1234", "0102031234", "Mit nr. er 311299-0001.", "a.b@kommune.dk", "skriv til x@y.org", "10.0.0.255"],
)
def test_who_somebody_is_shows_in_values(value: str) -> None:
    assert screening.has_personal_values(column("x", value))


@pytest.mark.parametrize(
    "value",
    ["320203-1234", "011303-1234", "12345", "01020312345", "1.2.3", "300.1.1.1", "vi er 5@", "2014-06-01", "W001"],
)
def test_other_values_are_not_taken_for_persons(value: str) -> None:
    assert not screening.has_personal_values(column(value))


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["-", "", " "]))
def test_every_cpr_number_is_seen_within_any_text(day, number: int, mark: str) -> None:
    assert screening.has_personal_values(column(f"tekst {day:%d%m%y}{mark}{number:04d}, mere"))


WORDS = ("navn", "fornavn", "email", "mail", "ip", "cpr")


@pytest.mark.parametrize("header", ["Navn", "Dit fornavn", "E-mail", "e mail", "IP-adresse", "cpr_nr", "svarNavn"])
def test_who_somebody_is_shows_in_headers(header: str) -> None:
    assert screening.is_personal_header(header, WORDS)


@pytest.mark.parametrize("header", ["s_1", "numberofreturnedmails", "tip", "enhedsnavne", "shipping"])
def test_other_headers_are_not(header: str) -> None:
    assert not screening.is_personal_header(header, WORDS)


def test_free_text_is_told_from_codes_and_groups() -> None:
    assert screening.is_free_text(column("", "Jeg synes, at vi skulle tale mere sammen."))
    assert screening.is_free_text(column("x" * 61))
    assert not screening.is_free_text(column("", ""))
    assert not screening.is_free_text(column(*["Social- og sundhedsassistent"] * 5, *["Lærer"] * 5))
    assert not screening.may_be_groups(column(*(str(number) for number in range(201))))


def test_what_is_left_behind_is_told_by_name_only() -> None:
    cells = pd.DataFrame(
        {"Navn": ["Bo"], "andet": ["bo@x.dk"], "tekst": ["y" * 70], "s_1": ["1"], "t": ["1"]}, dtype=str
    )
    dropped = screening.not_taken(cells, ["t"], WORDS)
    assert dropped == {"Navn": "personal", "andet": "personal", "tekst": "free_text", "s_1": "not_mapped"}
    text = " ".join(screening.told(dropped))
    assert "bo@x.dk" not in text
    assert "Navn, andet" in text
