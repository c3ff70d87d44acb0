"""What is wrong with a configuration file, gathered so that all of it can be mended at once."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field

from skapital.errors import ConfigurationError, Problem


def nearest(word: str, known: Collection[str]) -> str:
    """Return a hint such as ``; did you mean "items"?``, or all known words if none is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; known are {quoted(known)}" if known else ""


def quoted(words: Collection[str]) -> str:
    """Return the words in quotes, joined by commas, in their own order."""
    return ", ".join(f'"{word}"' for word in words)


@dataclass
class Findings:
    """The problems of one file, gathered so that all of them can be mended at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, slug: str, key: str, message: str) -> None:
        """Note a problem at a key path such as ``items[TM4].class``."""
        problem = Problem(slug, f"{key}: {message}" if key else message, file=self.file)
        if problem not in self.problems:
            self.problems.append(problem)

    def stop_if_any(self) -> None:
        """Raise what was gathered.

        Raises
        ------
        ConfigurationError
            With all problems; its message is the first one and the number of the others.
        """
        if not self.problems:
            return
        first, others = self.problems[0], len(self.problems) - 1
        more = f" (and {others} more in this file)" if others else ""
        raise ConfigurationError(f"{self.file}: {first.message}{more}", slug=first.slug, problems=self.problems)
