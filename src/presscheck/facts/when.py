"""Which of the times a story names a figure or an act is of."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.model.fact import Period

NOTHING = "nothing"
"""The trait of leaving it open: the story names no time for it."""
_TOLD = re.compile(r"[^，。；]{0,12}(?:发布|公布|消息|电$|讯|举行|召开|表示|称|通报|介绍|报道|指出|宣布|出席|会见|印发|发表|说)")
_AGAINST = re.compile(r"(?:较|比|与|同|相比|高于|低于|超过|多于)[^，。；]{0,3}$")
_SINCE = re.compile(r"(?:自|从)$")
_DAYS = ("day", "hour", "minute")


class Named(NamedTuple):
    """A time that a story names: where in its part, and in which of the sentences before the one asked about."""

    start: int
    end: int
    period: Period
    sentences_back: int = 0


def of(text: str, place: tuple[int, int], named: Sequence[Named], family: str) -> Period | None:
    """The time of what stands at ``place``, or ``None`` where the story leaves it open.

    ``named`` are the times of its sentence and of those before it in the paragraph; all count ``text``.
    """
    best, period = _weight(NOTHING) + _weight(f"{NOTHING} {family}"), None
    for one in named:
        score = sum(map(_weight, traits(text, place, one, named, family)))
        if score > best:
            best, period = score, one.period
    return period


def traits(text: str, place: tuple[int, int], one: Named, named: Sequence[Named], family: str) -> Iterator[str]:
    """What speaks for or against a time, by name."""
    grain = "day" if one.period.grain in _DAYS else one.period.grain
    back = min(one.sentences_back, 2)
    yield f"grain {grain}"
    yield f"back {back}"
    yield f"back {back} {grain}"
    if one.period.vague:
        yield "vague"
    if one.period.start is None:
        yield "unknown"
    yield f"{grain} {family}"
    yield from _standing(text, place, one, named)


def _standing(text: str, place: tuple[int, int], one: Named, named: Sequence[Named]) -> Iterator[str]:
    before = one.end <= place[0]
    between = text[one.end : place[0]] if before else text[place[1] : one.start]
    side = ("back" if one.sentences_back else "before") if before else "after"
    if one.start < place[1] and one.end > place[0]:
        yield "within"
        return
    commas = min(sum(map(between.count, "，；：")), 3)
    yield f"{side} {commas} commas"
    if before and not any(one.end <= other.start and other.end <= place[0] for other in named):
        yield "nearest before"
        yield f"nearest before {commas} commas"
    if not one.sentences_back and all(other.sentences_back or one.start <= other.start for other in named):
        yield "first of the sentence"
    if _TOLD.match(text, one.end):
        yield "of the telling"
    if _AGAINST.search(text, max(0, one.start - 6), one.start):
        yield "set against"
    if _SINCE.search(text, max(0, one.start - 1), one.start):
        yield "since"
    if one.period.open:
        yield "open"


@cache
def _weights() -> dict[str, float]:
    return dict(rows("facts/when")["weights"])


def _weight(trait: str) -> float:
    return _weights().get(trait, 0.0)
