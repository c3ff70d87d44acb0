"""Every place of a finished file where a figure can stand: text, attributes, comments, drawn paths, hidden parts."""

from __future__ import annotations

import html.parser
import json
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

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


@dataclass(frozen=True)
class Place:
    """One piece of text of a file: which file, what kind of place, where, and the text itself."""

    file: str
    kind: str
    where: str
    text: str


def places(folder: Path, skip: Collection[str] = ()) -> Iterator[Place]:
    """Yield every place of every file of a publication but those to ``skip``, file names too.

    Raises
    ------
    InputError
        If a file is of a kind this reader does not know: what cannot be read is not safe.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in skip:
            yield Place(name, NAME, "file name", path.stem)
            yield from _reader(path)(path, name)


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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        for key, value in attrs:
            if value and not key.startswith("xmlns"):
                drawn = key in _DRAWN or (key == "style" and tag in _DRAWN_TAGS)
                self.found.append(Place(self.name, DRAWN if drawn else ATTRIBUTE, f"<{tag} {key}>", value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
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
    with zipfile.ZipFile(path) as archive:
        if archive.comment:
            yield Place(name, COMMENT, "archive", archive.comment.decode("utf-8", "replace"))
        for entry in archive.infolist():
            if entry.comment:
                yield Place(name, COMMENT, entry.filename, entry.comment.decode("utf-8", "replace"))
            yield from _part(archive.read(entry), name, entry.filename)


def _part(data: bytes, name: str, part: str) -> Iterator[Place]:
    """A part of a workbook; one that is no XML (a picture, an embedded file) is itself a place that cannot be read."""
    try:
        parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True, insert_pis=True))
        root = ElementTree.fromstring(data, parser)
    except ElementTree.ParseError as error:
        raise InputError(
            f"{name}: the part {part} of the workbook cannot be read", slug="audit-unknown-file"
        ) from error
    shared = {id(value) for cell in root.iter(_CELL) if cell.get("t") == "s" for value in cell}
    for element in root.iter():
        if id(element) not in shared:
            yield from _element(element, name, part)


def _element(element: ElementTree.Element, name: str, part: str) -> Iterator[Place]:
    if not isinstance(element.tag, str):
        yield Place(name, COMMENT, part, element.text or "")
        return
    tag = element.tag.rpartition("}")[2]
    if element.text and element.text.strip():
        yield Place(name, CELL if tag in _CELL_TAGS else TEXT, f"{part} <{tag}>", element.text)
    if _tells(part, tag):
        for key, value in element.attrib.items():
            yield Place(name, ATTRIBUTE, f"{part} <{tag} {key.rpartition('}')[2]}>", value)


_CELL_TAGS = frozenset({"v"})
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"
"""A cell of type ``s`` holds the place of its text among the shared strings, which is no figure."""


def _tells(part: str, tag: str) -> bool:
    """Attributes that hold words (names, titles, descriptions); layout numbers of sheets and styles hold none."""
    layout = part.startswith(("xl/styles", "xl/theme")) or part.endswith(".rels")
    return not layout and tag in _NAMING_TAGS


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
    yield from _values(json.loads(path.read_text(encoding="utf-8")), name, "")


def _values(value: object, name: str, where: str) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield Place(name, NAME, f"{where}/", str(key))
            yield from _values(inner, name, f"{where}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, name, f"{where}[]")
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        text = repr(value) if isinstance(value, float) else str(value)
        yield Place(name, TEXT if isinstance(value, str) else CELL, where, text)


def _csv(path: Path, name: str) -> Iterator[Place]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        yield Place(name, TEXT, f"line {number}", line)


_READERS: dict[str, Reader] = {".html": _html, ".xlsx": _xlsx, ".json": _json, ".csv": _csv, ".txt": _csv}
