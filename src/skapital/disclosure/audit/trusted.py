"""Constants of a manifest that the audit must take on trust: they stand nowhere else that it can look up.

A page may print the numbers that its manifest lists. Most of them stand in the texts and the configuration that every
copy of skapital brings along, in the promised policy, in the targets, or in comparable municipalities' figures.
What is left should come from the municipality's own settings and texts, which nobody can tell from the files alone: a
figure that was slipped into the list would stand there too, so it is said which they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from skapital.disclosure.audit.trace import readings

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_SIGN: Final = re.compile(r"[.,]")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_OF_MANIFEST: Final = (
    "id", "period", "edition", "versions", "policy", "policy_override", "targets", "loss",
    "staff_covered", "workplace_level",
)  # fmt: skip
_OF_RELEASE: Final = ("benchmarks", "definitions", "counted_by")


def on_trust(release: Mapping[str, object], manifest: Mapping[str, object], shipped: Iterable[str]) -> tuple[str, ...]:
    """Return the constants that trace to nothing that ``shipped`` texts, the release or the manifest's entries say."""
    listed = manifest.get("constants", [])
    told = [(manifest, name) for name in _OF_MANIFEST] + [(release, name) for name in _OF_RELEASE]
    texts = [json.dumps(document.get(name), ensure_ascii=False) for document, name in told]
    written = _numbers([*shipped, *texts])
    values = _values(written)
    constants = [str(one) for one in listed] if isinstance(listed, list) else []
    return tuple(one for one in constants if one not in written and values.isdisjoint(readings(one)))


def _numbers(texts: Iterable[str]) -> frozenset[str]:
    """The numbers of texts; each also part by part, as a date or a version may be written anew."""
    found = {number for text in texts for number in _NUMBER.findall(_HASH.sub("", text))}
    return frozenset(found.union(part for number in found for part in _SIGN.split(number)))


def _values(written: Iterable[str]) -> frozenset[float]:
    """What numbers may mean, a share also as percent."""
    values = {value for number in written for value in readings(number)}
    return frozenset(values | {round(100 * value, 6) for value in values if value < 1})
