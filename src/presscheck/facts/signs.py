"""What speaks for an undertaking: what was learned in context, and signs in the words around it, each with its weight.

What was learned is too sure of itself: how much each counts was learned anew over both (``tools/weigh_signs.py``).
"""

import re
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.roles import Trigger
from presscheck.facts.sentences import Said
from presscheck.model.fact import Words

EARLIER = "earlier"
"""Where a sign is that another undertaking is told before."""
_CLAUSE_ENDS = re.compile("[，。；：]")


class Sign(NamedTuple):
    """One sign: what it is compared with, by what, and how much it counts."""

    id: str
    where: str
    pattern: re.Pattern[str]
    weight: float


def worth(shown: frozenset[str], odds: float) -> float:
    """How much speaks for an undertaking, in nats: above zero it is told.

    ``odds`` are those of what was learned, ``shown`` the signs.
    """
    return float(rows("facts/signs")["read"]["base"]) + _read(odds) + sum(one.weight for one in of() if one.id in shown)


def shown(said: Said, trigger: Trigger, what: Words, earlier: bool) -> frozenset[str]:
    """The signs that are there for what a trigger may undertake; ``earlier``: another stands before it.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "云州市已经建成学校9所。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> sorted(shown(said, Trigger(1, 2, "promise.promise"), part.words(5, 11), False))
    ['done-before', 'to-build']
    """
    text, start = said.part.text, said.sentence.start
    clause = _CLAUSE_ENDS.split(text[start : what.start])[-1]
    told = {"what": what.text, "clause": clause, "before": text[start : what.start], "family": trigger.family}
    told["through"] = text[start : what.end]
    return frozenset(
        one.id
        for one in of()
        if (earlier if one.where == EARLIER else _fits(one, told[one.where]))
    )  # fmt: skip


def _fits(sign: Sign, words: str) -> bool:
    found = sign.pattern.match(words) if sign.where == "what" else sign.pattern.search(words)
    return found is not None


def _read(odds: float) -> float:
    read = rows("facts/signs")["read"]
    return float(read["weight"]) * max(-float(read["most"]), min(float(read["most"]), odds))


@cache
def of() -> tuple[Sign, ...]:
    """The signs, as they ship."""
    return tuple(
        Sign(row["id"], row["where"], re.compile(row["pattern"], re.VERBOSE), float(row["weight"]))
        for row in rows("facts/signs")["sign"]
    )
