"""A change to the text is a record, never a side effect."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tier(StrEnum):
    """How far a correction may go by itself: applied, proposed, or only pointed out."""

    SURE = "sure"
    LIKELY = "likely"
    SUSPECT = "suspect"


AS_FAR_AS = {Tier.SURE: (Tier.SURE,), Tier.LIKELY: (Tier.SURE, Tier.LIKELY)}
"""The tiers that are carried out when a story is corrected as far as one; a suspicion never is."""


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


def applied(corrections: Iterable[Correction], apply: Tier | str) -> tuple[Correction, ...]:
    """Those that change a text when it is corrected as far as ``apply``: ``sure``, or ``likely`` (those, and the sure).

    Raises ``ValueError`` for any other tier: what is only suspected is for a reader to look at.

    >>> marks = [Correction("body", 0, 2, 3, "口", "", "doubled", "", 0.7, Tier.SUSPECT)]
    >>> applied(marks, "likely")
    ()
    """
    if (wanted := AS_FAR_AS.get(Tier(apply))) is None:
        raise ValueError(f"{apply} corrections are never applied")
    return tuple(one for one in corrections if one.tier in wanted and not one.only_check)


def by_part(corrections: Iterable[Correction]) -> dict[tuple[str, int | None], list[Correction]]:
    """The corrections of each part of a story: heads by name and ``None``, paragraphs by body and index."""
    parts: dict[tuple[str, int | None], list[Correction]] = {}
    for one in corrections:
        parts.setdefault((one.part, one.paragraph), []).append(one)
    return parts


def stretches(text: str, corrections: Iterable[Correction]) -> Iterator[tuple[str, Correction | None]]:
    """One part of a story cut at its corrections: the words between, each with ``None``, and what each corrects.

    The words join to ``text``. Raises ``ValueError`` where two overlap, or one was made for other words.

    >>> marks = [Correction("body", 0, 2, 3, "口", "", "doubled", "", 1.0, Tier.SURE)]
    >>> [(words, bool(mark)) for words, mark in stretches("人口口很多", marks)]
    [('人口', False), ('口', True), ('很多', False)]
    """
    done = 0
    for one in sorted(corrections, key=lambda one: (one.start, one.end)):
        if one.start < done or text[one.start : one.end] != one.before:
            raise ValueError(f"{one.before!r} to {one.after!r} at {one.start} does not fit the text")
        if one.start > done:
            yield text[done : one.start], None
        yield one.before, one
        done = one.end
    if text[done:]:
        yield text[done:], None


def moved(place: int, corrections: Iterable[Correction]) -> int:
    """Where a place of one part of a story stands after ``corrections`` were carried out in it.

    >>> moved(4, [Correction("body", 0, 2, 3, "口", "", "doubled", "", 1.0, Tier.SURE)])
    3
    """
    shift = 0
    for one in corrections:
        if one.end <= place:
            shift += len(one.after) - len(one.before)
        elif one.start < place:
            shift += min(place - one.start, len(one.after)) - (place - one.start)
    return place + shift


def replay(text: str, corrections: Iterable[Correction]) -> str:
    """One part of a story with its corrections carried out; they count the uncorrected ``text``.

    Raises ``ValueError`` where two overlap, or one was made for other words.

    >>> replay("人口口很多", [Correction("body", 0, 2, 3, "口", "", "doubled", "", 1.0, Tier.SURE)])
    '人口很多'
    """
    return "".join(one.after if one else words for words, one in stretches(text, corrections))


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
