"""Numbers in disguise: letters that look like digits, signs nobody sees, other ways to write the same text."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_QUOTED = re.compile(r"%[0-9A-Fa-f]{2}")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{6,}={0,2}(?![A-Za-z0-9+/=])")
_NUMBER = re.compile(rb"[-+]?\d+(?:[.,]\d+)?")
_LETTERS = re.compile(r"[^\d.,]+")


def plain(text: str) -> str:
    """Return a text as it is read: without signs nobody sees, and with digits of any script or shape as digits."""
    return text if text.isascii() else unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


def decoded(text: str) -> Iterator[str]:
    """Yield what a text says besides: percent signs of addresses undone, and numbers in base64."""
    if "%" in text and _QUOTED.search(text):
        yield unquote(text)
    for word in _BASE64.findall(text):
        if len(word) % 4 == 0:
            try:
                number = base64.b64decode(word, validate=True)
            except (binascii.Error, ValueError):
                continue
            if _NUMBER.fullmatch(number):
                yield number.decode("ascii")


def figures_in_name(name: str) -> str:
    """Return the digits of a name of a tag or an attribute, apart from its letters."""
    return _LETTERS.sub(" ", name).strip()


def joined(pieces: Iterable[str]) -> str:
    """Return texts that stand right beside one another as one; nothing if no number runs over a border."""
    found, runs_over = "", False
    for piece in pieces:
        runs_over |= bool(found) and found[-1:] in _OF_NUMBERS and piece[:1] in _OF_NUMBERS
        found += piece
    return found if runs_over else ""


_OF_NUMBERS = frozenset("0123456789.,")
