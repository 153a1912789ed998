"""A change to the text is a record, never a side effect."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tier(StrEnum):
    """How far a correction may go by itself: applied, proposed, or only pointed out."""

    SURE = "sure"
    LIKELY = "likely"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the page has at one place, and what we read there.

    ``start`` and ``end`` count the uncorrected text of the article's ``part``: ``body`` with a ``paragraph`` index,
    or ``kicker``, ``headline``, ``deck``, ``byline``, ``dateline`` without one.
    """

    part: str
    paragraph: int | None
    start: int
    end: int
    before: str
    after: str
    rule: str
    reason: str
    confidence: float
    tier: Tier

    def to_dict(self) -> dict[str, Any]:
        """The correction as JSON has it."""
        return {
            "part": self.part,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "after": self.after,
            "rule": self.rule,
            "reason": self.reason,
            "confidence": round(self.confidence, 3),
            "tier": self.tier.value,
        }

    @property
    def only_check(self) -> bool:
        """Whether nothing is proposed: a reader is to look at the page here."""
        return self.before == self.after


def replay(text: str, corrections: Iterable[Correction]) -> str:
    """One part of a story with its corrections carried out; they count the uncorrected ``text``.

    Raises ``ValueError`` where two overlap, or one was made for other words.

    >>> replay("人口口很多", [Correction("body", 0, 2, 3, "口", "", "doubled", "", 1.0, Tier.SURE)])
    '人口很多'
    """
    out, done = [], 0
    for one in sorted(corrections, key=lambda one: (one.start, one.end)):
        if one.start < done or text[one.start : one.end] != one.before:
            raise ValueError(f"{one.before!r} to {one.after!r} at {one.start} does not fit the text")
        out += [text[done : one.start], one.after]
        done = one.end
    return "".join([*out, text[done:]])


def undo(text: str, corrections: Iterable[Correction]) -> str:
    """What the page says, from one part of a story in which ``corrections`` were carried out.

    Raises ``ValueError`` where the text is not what they made.

    >>> undo("人口很多", [Correction("body", 0, 2, 3, "口", "", "doubled", "", 1.0, Tier.SURE)])
    '人口口很多'
    """
    out, done, moved = [], 0, 0
    for one in sorted(corrections, key=lambda one: (one.start, one.end)):
        start = one.start + moved
        end = start + len(one.after)
        if start < done or text[start:end] != one.after:
            raise ValueError(f"{one.after!r} does not stand at {start}")
        out += [text[done:start], one.before]
        done, moved = end, moved + len(one.after) - len(one.before)
    return "".join([*out, text[done:]])
