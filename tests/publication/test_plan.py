"""Folders of units: safe as paths, and never two alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.publication.plan import safe


@pytest.mark.parametrize(
    ("code", "folder"),
    [("W001", "W001"), ("a.b_c-d", "a.b_c-d"), ("A/B", "A%2FB"), ("Æ", "%C3%86"), ("..", "%2E%2E"), (".", "%2E"),
     ("a b", "a%20b"), ("~x", "%7Ex"), ("50%", "50%25")],
)  # fmt: skip
def test_a_code_as_a_folder(code: str, folder: str) -> None:
    assert safe(code) == folder


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_folders_differ_where_codes_do(one: str, other: str) -> None:
    try:
        folders = safe(one), safe(other)
    except UnicodeEncodeError:  # half of a surrogate pair is no text
        return
    assert (folders[0] == folders[1]) == (one == other)
    assert not set(folders[0]) & set('/\\:*?"<>| ')
