"""Every place of a page where a figure can stand: text, attributes, comments, drawn paths, names of tags.

A page that is written as ours are is cut at its tags, each of which is read once. Any other goes to the parser of the
standard library, with the same result where both can read it.
"""

from __future__ import annotations

import html
import html.parser
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from skapital.disclosure.audit.disguises import figures_in_name, joined
from skapital.disclosure.audit.places import ATTRIBUTE, COMMENT, DRAWN, NAME, STYLE, TEXT, Place

_DRAWN = frozenset(
    (
        "d",
        "points",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "dx",
        "dy",
        "width",
        "height",
        "transform",
        "viewbox",
        "offset",
        "stroke-dasharray",
    )
)


_DRAWN_TAGS = frozenset(("path", "g", "use", "rect", "circle", "line", "text", "polyline", "polygon", "svg"))


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INSIDE_A_LINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr")
)  # fmt: skip

_PIECE: Final = re.compile(
    r"<(?:/([a-zA-Z][a-zA-Z0-9]*)"
    r"|([a-zA-Z][a-zA-Z0-9]*(?:[ \n]+[a-zA-Z][a-zA-Z0-9:.-]*(?:=\"[^\"]*\")?)*[ \n]*/?)"
    r"|!DOCTYPE html)>|([^<]+)"
)
"""A piece of a page written as ours are: the end of an element, a tag with quoted attributes, text."""
_NAME: Final = re.compile(r"[a-zA-Z0-9]+")
_ATTRIBUTE: Final = re.compile(r"[ \n]+([a-zA-Z][a-zA-Z0-9:.-]*)(?:=\"([^\"]*)\")?")
_END, _START, _TEXT = 1, 2, 3
_STYLE_SHEET: Final = "style"
_ELSEWHERE: Final = frozenset(
    ("script", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext", "template")
)
"""Elements whose content is read by rules of its own: a page that has one is left to the parser."""

_Found = tuple[str, str, str]
"""Kind, where and text of a place."""


def places_of_page(page: str, name: str) -> list[Place]:
    """Return every place of a page, in its order."""
    regular = _Pages(name)
    if regular.read_regular(page):
        return regular.found
    other = _Pages(name)
    other.feed(page)
    other.close()
    return other.found


@lru_cache(maxsize=1 << 14)
def _tag(written: str) -> tuple[str, bool, tuple[_Found, ...]]:
    """Return the name of a tag as it is written, whether it closes itself, and its places."""
    named = _NAME.match(written)
    tag = named.group().lower() if named else ""
    pairs = [(key.lower(), html.unescape(value)) for key, value in _ATTRIBUTE.findall(written)]
    return tag, written.endswith("/"), tuple(_of_tag(tag, pairs))


def _of_tag(tag: str, attributes: Iterable[tuple[str, str | None]]) -> Iterator[_Found]:
    if tag not in _HEADINGS and any(sign.isdigit() for sign in tag):
        yield NAME, f"<{tag}>", figures_in_name(tag)
    for key, value in attributes:
        if key not in _DRAWN and any(sign.isdigit() for sign in key):
            yield NAME, f"<{tag} {key}>", figures_in_name(key)
        if value and not key.startswith("xmlns"):
            drawn = key in _DRAWN or (key == "style" and tag in _DRAWN_TAGS)
            yield DRAWN if drawn else ATTRIBUTE, f"<{tag} {key}>", value


class _Pages(html.parser.HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.found: list[Place] = []
        self._open: list[str] = []
        self._beside: list[str] = []

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines and columns."""
        return j

    def read_regular(self, page: str) -> bool:
        """Read a page that is written as ours are; of any other one nothing that was found is to be used."""
        at, end, match = 0, len(page), _PIECE.match
        while at < end:
            piece = match(page, at)
            if piece is None:
                return False
            at, kind = piece.end(), piece.lastindex
            if kind == _TEXT:
                self.handle_data(html.unescape(piece[_TEXT]))
            elif kind == _END:
                self.handle_endtag(piece[_END].lower())
            elif kind == _START:
                tag = self._regular_tag(piece[_START])
                at = self._style_sheet(page, at) if tag == _STYLE_SHEET else at
                if at < 0 or tag in _ELSEWHERE:
                    return False
        return True

    def _regular_tag(self, written: str) -> str:
        tag, alone, found = _tag(written)
        self._open.append(tag)
        self._border(tag)
        self.found += [Place(self.name, *one) for one in found]
        if alone:
            self._open.pop()
        return tag

    def _style_sheet(self, page: str, at: int) -> int:
        """Read a style sheet, in which no sign stands for another; return where its end stands, -1 if a tag does."""
        end = page.find("<", at)
        if not page.startswith("</style>", end) or self._open[-1:] != [_STYLE_SHEET]:
            return -1
        if end > at:
            self.handle_data(page[at:end])
        return end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self._border(tag)
        self.found += [Place(self.name, *one) for one in _of_tag(tag, attrs)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._border(tag)
        while self._open and self._open.pop() != tag:
            pass

    def _border(self, tag: str) -> None:
        """Where text beside text ends: what runs over tags inside a line is read as one."""
        if not self._beside or tag in _INSIDE_A_LINE:
            return
        whole = joined(self._beside) if len(self._beside) > 1 else ""
        if whole:
            self.found.append(Place(self.name, TEXT, "text over several tags", whole))
        self._beside = []

    def handle_data(self, data: str) -> None:
        self._beside.append(data)
        if data.strip():
            where = self._open[-1] if self._open else "page"
            kind = STYLE if where == "style" else ATTRIBUTE if where == "script" else TEXT
            self.found.append(Place(self.name, kind, f"<{where}>", data))

    def handle_comment(self, data: str) -> None:
        self.found.append(Place(self.name, COMMENT, "comment", data))

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.found.append(Place(self.name, COMMENT, "declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.found.append(Place(self.name, COMMENT, "processing instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.found.append(Place(self.name, COMMENT, "declaration", data))
