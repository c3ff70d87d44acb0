"""What every copy of skapital brings along: texts of pages, templates, and the configuration that is copied out."""

from __future__ import annotations

from functools import lru_cache

from skapital.resources import resource

_FOLDERS = (("configs",), ("reports", "templates"))
_TEXTS = (".toml", ".j2")


@lru_cache(maxsize=1)
def shipped_texts() -> tuple[str, ...]:
    """Return the shipped texts, each file as one."""
    files = [path for folder in _FOLDERS for path in sorted(resource(*folder).rglob("*")) if path.suffix in _TEXTS]
    return tuple(path.read_text(encoding="utf-8") for path in files)
