"""Bytes to text. An encoding that is not stated is detected, by a rule that is written down here.

A byte order mark decides; without one, UTF-16 shows by zero bytes on every other place; else bytes that are valid UTF-8
are UTF-8; else they are cp1252, unless a byte is undefined there or a mark such as ``†`` stands inside a word, as
happens when a file from DOS or an old Mac is read as cp1252: then nothing is guessed.
"""

from __future__ import annotations

import codecs
import re

from skapital.errors import InputError

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
_MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = re.compile(r"[^\W\d_][†‡‘›‹¾¿Œ®¯][^\W\d_]")


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding, detected unless stated.

    Raises
    ------
    InputError
        ``empty-file``, ``encoding-undecidable`` or ``nul-byte``.
    """
    if not data.strip():
        raise InputError(f"{file}: the file is empty; expected a header row and data", slug="empty-file")
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", None))
    found = encoding or (_unmarked(data) if marked[1] is None else marked[1])
    if found not in ENCODINGS:
        raise _undecidable(file)
    try:
        text = data[len(marked[0]) if marked[1] == found else 0 :].decode(found)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"{file}, line {line}: the bytes are not {found}; save the file as UTF-8, or state its encoding",
            slug="encoding-undecidable",
        ) from None
    _check_text(text, file, found, stated=encoding is not None)
    return text, found


def _unmarked(data: bytes) -> str | None:
    head = data[:4096]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _check_text(text: str, file: str, encoding: str, *, stated: bool) -> None:
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(
            f"{file}, line {line}: a NUL byte; the file is damaged or not text. Export it again", slug="nul-byte"
        )
    if encoding == "cp1252" and not stated and _FOREIGN.search(text):
        raise _undecidable(file)


def _undecidable(file: str) -> InputError:
    return InputError(
        f"{file}: the encoding cannot be told (known are {', '.join(ENCODINGS)}); save the file as UTF-8, "
        'or state it in the mapping: [file] encoding = "…"',
        slug="encoding-undecidable",
    )
