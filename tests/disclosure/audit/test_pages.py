"""A page written as ours are is read in one pass: just what the parser of the standard library finds in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.disclosure.audit.pages import _Pages, places_of_page
from skapital.disclosure.audit.places import Place

from .test_disguises import HIDDEN_IN_PAGE

PIECES = (
    "<p>", "</p>", '<p class="a">', "6", "1,83", " ", "\n", "&#54;", "&amp;", "<b>", "</b>", "<br>", "<br/>",
    "<p hidden>", '<rect x="1%" width="2%"/>', '<rect x="1%" width="2%"/>', '<svg viewBox="0 0 9 9">', "</svg>",
    '<clipPath id="m61.83">', '<td title="&lt;61,83&gt;">', '<td title="a > b">', "<h2>", "</h2>", "<v61.83>",
    "<p data-61.83>", "<!DOCTYPE html>", "<style>", "</style>", "p { width: 61.83% }", '"61,83"', "<!-- 61,83 -->",
    "<script>", "</script>", "<p title=61,83>", "<p title='61,83'>", "<", "<p", "</", "<?x 61,83?>",
    "<![CDATA[61,83]]>", "<textarea>", "</textarea>", '<use xlink:href="#m61"/>', '<P CLASS="A">', '<a\tid="61,83">',
    '<style type="text/css">', "<style/>",
)  # fmt: skip
WRITTEN_OTHERWISE = ("<p>6<p title=61,83>", "<!-- 61,83 -->", "<style>p<b>61,83</b></style>", "<script>1<2</script>")


def by_the_parser(page: str) -> list[Place]:
    parser = _Pages("page.html")
    parser.feed(page)
    parser.close()
    return parser.found


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_read_in_one_pass_is_what_the_parser_finds(page: str) -> None:
    regular = _Pages("page.html")
    if regular.read_regular(page):
        assert regular.found == by_the_parser(page)
    assert places_of_page(page, "page.html") == by_the_parser(page)


@pytest.mark.parametrize("page", HIDDEN_IN_PAGE.values(), ids=HIDDEN_IN_PAGE)
def test_a_disguised_figure_is_found_either_way(page: str) -> None:
    assert places_of_page(page, "page.html") == by_the_parser(page)


@pytest.mark.parametrize("page", WRITTEN_OTHERWISE)
def test_a_page_written_otherwise_is_left_to_the_parser(page: str) -> None:
    assert not _Pages("page.html").read_regular(page)


def test_our_own_pages_are_read_in_one_pass() -> None:
    pages = sorted((Path(__file__).parents[2] / "gold" / "report").glob("*.html"))
    assert pages and all(_Pages("page.html").read_regular(page.read_text(encoding="utf-8")) for page in pages)
