"""Every place of a finished file where a figure can stand: text, attributes, comments, drawn paths, hidden parts."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from skapital.disclosure.audit.pages import places_of_page
from skapital.disclosure.audit.places import ATTRIBUTE, CELL, COMMENT, NAME, STYLE, TEXT, Place
from skapital.errors import InputError


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
    yield from places_of_page(path.read_text(encoding="utf-8"), name)


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

    One that is no XML (a picture, an embedded file) cannot be read. Most cells say nothing themselves, and are left out
    before the part is read; not where a comment could hold what only looks like one.
    """
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True, insert_pis=True))
    root = ElementTree.fromstring(data if b"<!" in data else _SAYS_NOTHING.sub(b"", data), parser)
    texts = (value for cell in root.iter(_CELL) if cell.get("t") == "s" for value in cell)
    shared = {id(value) for value in texts if (value.text or "").isdigit()}
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
_SAYS_NOTHING = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?(?:/>| t="s"><v>\d+</v></c>)')
"""Such a cell, or an empty one."""


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
