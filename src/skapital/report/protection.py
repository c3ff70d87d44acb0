"""The statement for staff: how they are protected and what is not promised, in words made from the policy alone."""

from __future__ import annotations

from dataclasses import dataclass

from skapital.config.policy import Policy
from skapital.report.texts import Catalogue, read_texts
from skapital.resources import resource

CLASSES = ("scale", "distribution", "problem", "sensitive", "about_one_person", "comments")
NOT_PROMISED = "not_promised"


@dataclass(frozen=True)
class Part:
    """A heading with paragraphs, a list, and a table of three columns where there is one."""

    heading: str
    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    caption: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Statement:
    """The statement in one language; ``anchor`` and ``name`` lead to it on a page that holds several."""

    language: str
    anchor: str
    name: str
    title: str
    lead: str
    parts: tuple[Part, ...]


def statement(policy: Policy, *, link_rounds: bool, language: str) -> Statement:
    """Return the statement in a language.

    It is made from every rule of the policy and from nothing else: no municipality, round, date or house style, so that
    it says something else exactly when another thing is promised.

    Parameters
    ----------
    link_rounds
        Whether a person's answers in several rounds may be put together.
    language
        ``da`` or ``en``.
    """
    words = Catalogue(language, read_texts(resource("reports", "templates", f"protection.{language}.toml")))
    parts = (
        _minimum(policy, words),
        _values(policy, words),
        _plain("leader", words, words.text("leader.text", pooled_leaders=policy.pooled_leaders)),
        _plain("small", words, words.text(f"small.{policy.small_units}")),
        _magnitude(policy, words),
        _plain("comments", words, words.text(f"comments.{policy.comments}")),
        _plain("link", words, words.text("link.on" if link_rounds else "link.off")),
        _plain("over_time", words, words.text("over_time.text"), words.text("over_time.change")),
        Part(words.text(f"{NOT_PROMISED}.heading"), items=words.several(f"{NOT_PROMISED}.items")),
    )
    anchor, name, title, lead = (words.text(key) for key in ("anchor", "name", "title", "lead"))
    return Statement(language, anchor, name, title, lead, parts)


def _plain(key: str, words: Catalogue, *lines: str) -> Part:
    return Part(words.text(f"{key}.heading"), lines)


def _minimum(policy: Policy, words: Catalogue) -> Part:
    rows = tuple((words.text(f"minimum.{name}"), policy.minimum[name], policy.difference[name]) for name in CLASSES)
    columns = tuple(words.text(f"minimum.{name}") for name in ("what", "least", "left"))
    lines = (words.text("minimum.text"), words.text("minimum.follow_up"))
    return Part(words.text("minimum.heading"), lines, (), words.text("minimum.caption"), columns, rows)


def _values(policy: Policy, words: Catalogue) -> Part:
    unanimity = words.text("values.unanimity_on" if policy.unanimity else "values.unanimity_off")
    width = words.text("values.width", width=_number(policy.value_width, words))
    return _plain("values", words, width, unanimity, words.text("values.decimals", **policy.decimals))


def _magnitude(policy: Policy, words: Catalogue) -> Part:
    base, k = _number(policy.magnitude_base, words), _number(policy.dominance_k, words)
    form = "one" if policy.dominance_n == 1 else "other"
    return _plain(
        "magnitude",
        words,
        words.text("magnitude.text", base=base, persons=policy.magnitude_persons),
        words.text("magnitude.dominance_percent", percent=_number(policy.dominance_percent, words)),
        words.text(f"magnitude.dominance_{form}", n=policy.dominance_n, k=k),
        words.text("magnitude.leaving", **policy.leaving),
    )


def _number(value: float, words: Catalogue) -> str:
    text = repr(float(value)).removesuffix(".0")
    return text.replace(".", ",") if words.language == "da" else text
