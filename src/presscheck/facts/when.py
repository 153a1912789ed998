"""Which of the times a story names a figure or an act is of."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.model.fact import Period

NOTHING = "nothing"
"""The trait of leaving it open: the story names no time for it."""
_TOLD = re.compile(
    r"[^，。；]{0,12}(?:发布|公布|消息|电$|讯|举行|召开|表示|称|通报|介绍|报道|指出|宣布|出席|会见|印发|发表|说)"
)
_AGAINST = re.compile(r"(?:较|比|与|同|相比|高于|低于|超过|多于)[^，。；]{0,3}$")
_DAYS = ("day", "hour", "minute")


EARLIER, LEAD = 3, 4
"""How far back a time of an earlier paragraph is said to be, and one of the story's lead."""


class Named(NamedTuple):
    """A time that a story names: where in its part, and how many sentences before the one asked about.

    Times of other parts are ``EARLIER`` or ``LEAD``; their offsets count those.
    """

    start: int
    end: int
    period: Period
    back: int = 0


class Asking(NamedTuple):
    """What asks for its time: where it stands, and its kinds (``figure.currency``, ``stock`` …).

    ``since`` is ``None`` for the first of its sentence, else what was decided for the one before, open or not.
    """

    place: tuple[int, int]
    kinds: tuple[str, ...]
    since: tuple[Period | None] | None = None


def of(text: str, asking: Asking, named: Sequence[Named]) -> Period | None:
    """The time of what asks, or ``None`` where the story leaves it open.

    ``named`` are the times of its sentence and of those before it; those of its paragraph count ``text``.
    """
    best, period = sum(map(_weight, left_open(asking, named))), None
    for one in candidates(named):
        score = sum(map(_weight, traits(text, asking, one, named)))
        if score > best:
            best, period = score, one.period
    return period or _vague(asking, named)


def _vague(asking: Asking, named: Sequence[Named]) -> Period | None:
    """A time without days (近日, 目前) that stands last before what asks, in its sentence."""
    here = [one.period for one in named if not one.back and one.end <= asking.place[0]]
    return here[-1] if here and here[-1].vague else None


def candidates(named: Sequence[Named]) -> list[Named]:
    """The times that have days."""
    return [one for one in named if one.period.start]


def left_open(asking: Asking, named: Sequence[Named]) -> Iterator[str]:
    """What speaks for leaving it open, by name."""
    here = [one for one in named if not one.back and one.end <= asking.place[0]]
    told = "none" if not here else "vague" if here[-1].period.start is None else "a time"
    yield NOTHING
    yield f"{NOTHING} {told} here"
    for kind in asking.kinds:
        yield f"{NOTHING} {kind}"
        yield f"{NOTHING} {told} here {kind}"
    if not any(one.period.start and one.back < EARLIER for one in named):
        yield f"{NOTHING} near"
    if asking.since:
        yield f"{NOTHING} as before" if asking.since[0] is None else f"{NOTHING} unlike before"


def traits(text: str, asking: Asking, one: Named, named: Sequence[Named]) -> Iterator[str]:
    """What speaks for or against a time, by name."""
    grain = "day" if one.period.grain in _DAYS else one.period.grain
    yield f"back {one.back}"
    yield f"back {one.back} {grain}"
    for kind in asking.kinds:
        yield f"back {one.back} {kind}"
        yield f"{grain} {kind}"
    if one.period.open:
        yield "open"
        yield f"open back {one.back}"
    if asking.since:
        yield "as before" if _same(asking.since[0], one.period) else f"unlike before, back {one.back}"
    nearer = [other for other in named if other.back < one.back and (other.back or other.end <= asking.place[0])]
    if nearer:
        yield f"a nearer stands {nearer[-1].back}, {'vague' if nearer[-1].period.start is None else 'dated'}"
    if one.back < EARLIER:
        yield from _standing(text, asking.place, one, named, grain)


def _same(one: Period | None, two: Period) -> bool:
    return one is not None and (one.start, one.end) == (two.start, two.end)


def _standing(text: str, place: tuple[int, int], one: Named, named: Sequence[Named], grain: str) -> Iterator[str]:
    if one.start < place[1] and one.end > place[0]:
        yield "within"
        return
    before = one.end <= place[0]
    between = text[one.end : place[0]] if before else text[place[1] : one.start]
    side = ("back" if one.back else "before") if before else "after"
    commas = min(sum(map(between.count, "，；：")), 4)
    yield f"{side} {commas} commas"
    here = [other for other in named if other.back < EARLIER]
    if before and not any(one.end <= other.start and other.end <= place[0] for other in here):
        yield "nearest before"
        yield f"nearest before {commas} commas"
        yield f"nearest before {grain}"
    if not one.back and all(other.back or one.start <= other.start for other in here):
        yield "first of the sentence"
    if _TOLD.match(text, one.end):
        yield "of the telling"
        yield f"of the telling, back {one.back}"
    yield from _led(text, one)


def _led(text: str, one: Named) -> Iterator[str]:
    """What the words right before a time make of it, and those right after."""
    lead = text[max(0, one.start - 6) : one.start]
    if _AGAINST.search(lead):
        yield "set against"
    if lead.endswith(("自", "从")):
        yield "since"
    if lead.endswith(("到", "至")):
        yield "until"
    if text[one.end : one.end + 1] in "，、（":
        yield "set apart"
    if text[one.end : one.end + 1] in ("的", "起", "前", "后", "至"):
        yield f"followed by {text[one.end]}"


@cache
def _weights() -> dict[str, float]:
    return dict(rows("facts/when")["weights"])


def _weight(trait: str) -> float:
    return _weights().get(trait, 0.0)
