"""The house's one accent colour, made readable on a light and on a dark page (WCAG 2.1: contrast at least 4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skapital.errors import ConfigurationError

LIGHT_PAGE = "#ffffff"
DARK_PAGE = "#14191d"
_LEAST_CONTRAST = 5.0
_STEPS = 40

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """The accent as it is used on each kind of page."""

    light: str
    dark: str


def accent_pair(accent: str) -> Accent:
    """Return the accent darkened or lightened just as far as text in it needs to be readable.

    Raises
    ------
    ConfigurationError
        If it is not a colour such as ``#0b5c6b``.
    """
    rgb = _rgb(accent)
    return Accent(_towards(rgb, (0.0, 0.0, 0.0), LIGHT_PAGE), _towards(rgb, (255.0, 255.0, 255.0), DARK_PAGE))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1-21 (WCAG 2.1, relative luminance)."""
    bright, dim = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _towards(rgb: Rgb, goal: Rgb, page: str) -> str:
    for step in range(_STEPS + 1):
        part = step / _STEPS
        mixed = _hex(tuple(own + (end - own) * part for own, end in zip(rgb, goal, strict=True)))
        if contrast(mixed, page) >= _LEAST_CONTRAST:
            return mixed
    return _hex(goal)


def _rgb(colour: str) -> Rgb:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ConfigurationError(f'{colour!r} is not a colour; write it as "#0b5c6b"', slug="report-colour")
    return (float(int(colour[1:3], 16)), float(int(colour[3:5], 16)), float(int(colour[5:7], 16)))


def _hex(rgb: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in rgb)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
