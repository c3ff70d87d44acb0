"""Every place of a finished file where a figure can stand: text, attributes, comments, drawn paths, hidden parts."""

from __future__ import annotations

import html.parser
import json
import zipfile
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from skapital.disclosure.audit.disguises import figures_in_name, joined
from skapital.errors import InputError

TEXT, ATTRIBUTE, COMMENT, DRAWN, CELL, NAME, STYLE = (
    "text",
    "attribute",
    "comment",
    "drawn",
    "cell",
    "name",
    "style",
)

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


class Place(NamedTuple):
    """One piece of text of a file: which file, what kind of place, where, and the text itself."""

    file: str
    kind: str
    where: str
    text: str


def names_of(folder: Path, skip: Collection[str] = ()) -> list[str]:
    """Return the files of a publication but those to ``skip``, in order."""
    found = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [name for name in found if name not in skip]


def places_of(folder: Path, name: str) -> list[Place]:
    """Return every place of one file; its name is one.

    Raises
    ------
    InputError
        If the file is of a kind this reader does not know: what cannot be read is not safe.
    """
    path = folder / name
    return [Place(name, NAME, "file name", path.stem), *_reader(path)(path, name)]


Reader = Callable[[Path, str], Iterator[Place]]


def _reader(path: Path) -> Reader:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path.name}: no reader for this kind of file; a publication holds html, xlsx, json and csv",
                         slug="audit-unknown-file")  # fmt: skip
    return reader


def _html(path: Path, name: str) -> Iterator[Place]:
    parser = _Pages(name)
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    yield from parser.found


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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self._border(tag)
        if tag not in _HEADINGS and any(sign.isdigit() for sign in tag):
            self.found.append(Place(self.name, NAME, f"<{tag}>", figures_in_name(tag)))
        for key, value in attrs:
            if key not in _DRAWN and any(sign.isdigit() for sign in key):
                self.found.append(Place(self.name, NAME, f"<{tag} {key}>", figures_in_name(key)))
            if value and not key.startswith("xmlns"):
                drawn = key in _DRAWN or (key == "style" and tag in _DRAWN_TAGS)
                self.found.append(Place(self.name, DRAWN if drawn else ATTRIBUTE, f"<{tag} {key}>", value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._border(tag)
        while self._open and self._open.pop() != tag:
            pass

    def _border(self, tag: str) -> None:
        """Where text beside text ends: what runs over tags inside a line is read as one."""
        if tag in _INSIDE_A_LINE:
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


def _xlsx(path: Path, name: str) -> Iterator[Place]:
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise InputError(f"{name}: something stands before the workbook", slug="audit-unknown-file")
    with zipfile.ZipFile(path) as archive:
        if archive.comment:
            yield Place(name, COMMENT, "archive", archive.comment.decode("utf-8", "replace"))
        for entry in archive.infolist():
            if entry.comment:
                yield Place(name, COMMENT, entry.filename, entry.comment.decode("utf-8", "replace"))
            if entry.extra:
                yield Place(name, COMMENT, entry.filename, entry.extra.decode("latin-1"))
            if entry.date_time != _NO_DATE:
                yield Place(name, NAME, f"date of {entry.filename}", " ".join(map(str, entry.date_time)))
            try:
                told = _part(archive.read(entry), entry.filename)
            except ElementTree.ParseError as error:
                message = f"{name}: the part {entry.filename} of the workbook cannot be read"
                raise InputError(message, slug="audit-unknown-file") from error
            for kind, where, text in told:
                yield Place(name, kind, where, text)


@lru_cache(maxsize=64)
def _part(data: bytes, part: str) -> tuple[tuple[str, str, str], ...]:
    """A part of a workbook: kind, where and text of its places. Styles and the like are the same in many workbooks.

    One that is no XML (a picture, an embedded file) cannot be read.
    """
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True, insert_pis=True))
    root = ElementTree.fromstring(data, parser)
    shared = {id(value) for cell in root.iter(_CELL) if cell.get("t") == "s" for value in cell}
    layout = part.startswith(("xl/styles", "xl/theme")) or part.endswith(".rels")
    return tuple(
        place for element in root.iter() if id(element) not in shared for place in _element(element, part, layout)
    )


def _element(element: ElementTree.Element, part: str, layout: bool) -> Iterator[tuple[str, str, str]]:
    """Text, and attributes that hold words (names, titles, descriptions); layout numbers of styles hold none."""
    if not isinstance(element.tag, str):
        yield COMMENT, part, element.text or ""
        return
    tag = element.tag.rpartition("}")[2]
    if element.text and element.text.strip():
        yield CELL if tag in _CELL_TAGS else TEXT, f"{part} <{tag}>", element.text
    if tag == "numFmt":
        yield STYLE, f"{part} <numFmt>", element.get("formatCode", "")
    if not layout and tag in _NAMING_TAGS:
        for key, value in element.attrib.items():
            yield ATTRIBUTE, f"{part} <{tag} {key.rpartition('}')[2]}>", value


_NO_DATE = (1980, 1, 1, 0, 0, 0)
_CELL_TAGS = frozenset({"v"})
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"
"""A cell of type ``s`` holds the place of its text among the shared strings, which is no figure."""


_NAMING_TAGS = frozenset(
    (
        "sheet",
        "definedName",
        "cNvPr",
        "table",
        "tableColumn",
        "comment",
        "author",
        "dataValidation",
        "property",
        "docPr",
        "hyperlink",
    )
)


def _json(path: Path, name: str) -> Iterator[Place]:
    yield from values_of(json.loads(path.read_text(encoding="utf-8")), name, "")


def values_of(value: object, name: str, where: str) -> Iterator[Place]:
    """Yield the places of a JSON value: its keys, texts and numbers."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield Place(name, NAME, f"{where}/", str(key))
            yield from values_of(inner, name, f"{where}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from values_of(inner, name, f"{where}[]")
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        text = repr(value) if isinstance(value, float) else str(value)
        yield Place(name, TEXT if isinstance(value, str) else CELL, where, text)


def _csv(path: Path, name: str) -> Iterator[Place]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        yield Place(name, TEXT, f"line {number}", line)


_READERS: dict[str, Reader] = {".html": _html, ".xlsx": _xlsx, ".json": _json, ".csv": _csv, ".txt": _csv}
