"""Where configurations, templates and the sample lie: at the top of a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parent.parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder, such as ``resource("configs", "policy.toml")``."""
    top = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = top.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"skapital is not installed whole: {'/'.join(parts)} is missing")
    return path
