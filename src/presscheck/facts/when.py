"""Which of the times a story names a figure or an act is of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from presscheck.facts.context import Context, Vectors, gelu
from presscheck.facts.learned import load
from presscheck.facts.roles import EDGES
from presscheck.facts.story import Part
from presscheck.model.fact import Period

NOTHING = "nothing"
"""The trait of leaving it open: the story names no time for it."""
_TOLD = re.compile(
    r"[^，。；]{0,12}(?:发布|公布|消息|电$|讯|举行|召开|表示|称|通报|介绍|报道|指出|宣布|出席|会见|印发|发表|说)"
)
_SAYS = re.compile(r"[^，。；]{0,12}(?:表示|称|说|介绍|报道|指出|通报)[，：]?")
_AGAINST = re.compile(r"(?:较|比|与|同|相比|高于|低于|超过|多于)[^，。；]{0,3}$")
_A_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万]+[个家人名件项]")
_SINCE = re.compile("[^，。；：、]{1,12}?以来")
_COMMA = re.compile("[，；：。]")
_GOES_ON = re.compile("其中|此外|同时|另外|分|从")
_DAYS = ("day", "hour", "minute")
_FAR_EDGES = 3 * EDGES
ELSEWHERE = -999
"""How far off a time of another block is said to stand."""


EARLIER, LEAD = 3, 4
"""How far back a time of an earlier paragraph is said to be, and one of the story's lead."""


class Named(NamedTuple):
    """A time that a story names: where in its part, and how many sentences before the one asked about.

    Times of other parts are ``EARLIER`` or ``LEAD``; their offsets count those, and ``part`` tells which.
    """

    start: int
    end: int
    period: Period
    back: int = 0
    part: Part | None = None


class Asking(NamedTuple):
    """What asks for its time: where it stands, and its kinds (``figure.currency``, ``stock`` …)."""

    place: tuple[int, int]
    kinds: tuple[str, ...]

    @property
    def of_figure(self) -> bool:
        """Whether it is a figure that asks, and no act."""
        return self.kinds[0].startswith("figure")

    @property
    def asks(self) -> tuple[str, str, str]:
        """Its kinds as they were learned, those of figures; an act asks like a plain number."""
        if not self.of_figure:
            return "figure.bare", "n:number", "m:actual"
        return self.kinds[0], f"n:{self.kinds[1]}", f"m:{self.kinds[2]}"


class Question(NamedTuple):
    """What asks for its time in a part, with the times named in its sentence and in those before it."""

    part: Part
    asking: Asking
    named: Sequence[Named]


class _Weighing(NamedTuple):
    """A question that no heading answers: the times that have days are weighed; it stands in the rows of ``place``."""

    part: Part
    asking: Asking
    named: Sequence[Named]
    told: Sequence[Named]
    place: tuple[int, int]


def of_each(questions: Iterable[Question], context: Context) -> list[Period | None]:
    """The time of each of some that ask, or ``None`` where the story leaves it open; read in ``context``.

    Far faster for many at a time.
    """
    out: list[Period | None] = []
    weighing: dict[int, _Weighing] = {}
    for number, (part, asking, named) in enumerate(questions):
        heading = _heading(part.text, asking, named) if asking.of_figure else _before(part.text, asking, named)
        out.append(heading.period if heading else _vague(asking, named))
        told = candidates(named) if heading is None else ()
        if told and (place := context.stretch(part, *asking.place)):
            weighing[number] = _Weighing(part, asking, named, told, place)
    for number, likeliest in zip(weighing, _likeliest(list(weighing.values()), context), strict=True):
        if likeliest:
            out[number] = likeliest.period
    return out


def _likeliest(asked: Sequence[_Weighing], context: Context) -> Iterator[Named | None]:
    """The time of each that is worth most; ``None``: leaving it open is."""
    if not asked:
        return
    worth, empty = _scores(asked, context)
    at = 0
    for (part, asking, _, told, _), nothing in zip(asked, empty, strict=True):
        mine, at = worth[at : at + len(told)], at + len(told)
        if max(mine) >= nothing:
            far = _farthest(part.text, asking, told) if asking.of_figure else LEAD
            yield max((one for one in zip(mine, told, strict=True) if one[1].back <= far), key=itemgetter(0))[1]
        else:
            yield _headed_by(part.text, asking, told) if asking.kinds[0] in _MEASURED else None


def _scores(asked: Sequence[_Weighing], context: Context) -> tuple[list[float], list[float]]:
    """What each of the times that have days is worth, in one row, and for each that asks what leaving it open is."""
    tables = load()
    kinds = [[tables.families.get(kind, 0) for kind in one.asking.asks] for one in asked]
    families = tables.of.weights["fam.weight"].take(kinds, axis=0).reshape(len(asked), -1)
    means = np.array([context.mean(*one.place) for one in asked])
    queries = gelu(tables.of.linear("wq.0", np.concatenate([means, families], axis=1)))
    times = tables.of.linear("cand", _times(asked, context))
    mine = queries.repeat([len(one.told) for one in asked], axis=0)
    both = np.concatenate([times, mine, times * mine], axis=1)
    worth = tables.of.linear("w2", gelu(tables.of.linear("w1", both)))[:, 0]
    worth += [_weighed(traits(one.part.text, one.asking, time, one.named)) for one in asked for time in one.told]
    empty = tables.of.linear("w0", queries)[:, 0]
    empty += np.array([_weighed(left_open(one.asking, one.named)) for one in asked], dtype=np.float32)
    return worth.tolist(), empty.tolist()


def _times(asked: Sequence[_Weighing], context: Context) -> Vectors:
    """What times are: their first and last characters, their grain, how far back they stand, and where to what asks."""
    tables, size = load(), context.vectors.shape[1]
    ends, steps, told = [], [], [time for one in asked for time in one.told]
    for one in asked:
        own = context.block(one.place[0])
        for time in one.told:
            row = context.stretch(time.part or one.part, time.start, time.end, beside=one.place[0])
            ends.append((row[0], row[1] - 1) if row else (-1, -1))
            steps.append(_steps(row, one.place) if row and context.block(row[0]) == own else ELSEWHERE)
    means = context.vectors.take(ends, axis=0)
    means[[first < 0 for first, _ in ends]] = 0
    weights, grains = tables.of.weights, [tables.families.get(f"g:{one.period.grain}", 0) for one in told]
    return np.concatenate([
        means.reshape(len(told), 2 * size), weights["grain.weight"].take(grains, axis=0),
        weights["back.weight"].take([one.back for one in told], axis=0),
        weights["near.weight"].take(_FAR_EDGES.searchsorted(steps), axis=0),
    ], axis=1)  # fmt: skip


def _steps(rows: tuple[int, int], place: tuple[int, int]) -> int:
    if rows[1] <= place[0]:
        return rows[1] - place[0] - 1
    return rows[0] - place[1] + 1 if rows[0] >= place[1] else 0


def _heading(text: str, asking: Asking, named: Sequence[Named]) -> Named | None:
    """The time that heads the clause of a figure, with no other between them: 去年同期为2.5万个."""
    place = asking.place[0]
    here = [one for one in candidates(named) if not one.back and one.end <= place]
    if not here:
        return None
    one = _whole(text, here[-1], place)
    between = text[one.end : place]
    heads = not one.start or text[one.start - 1] in "，。；：、（“而但到"
    return one if heads and not _COMMA.search(between) and _fresh(text, one, between) else None


def _farthest(text: str, asking: Asking, told: Sequence[Named]) -> int:
    """How far back the time of a figure may stand, by those that the story named.

    Where a time heads its own sentence, not in others; where one heads a sentence before it in its paragraph, not in
    other paragraphs.
    """
    place = asking.place[0]
    backs = [one.back for one in told if one.back < EARLIER and (one.back or one.end <= place) and _heads(text, one)]
    nearest = min(backs, default=LEAD)
    return 0 if nearest == 0 else EARLIER - 1 if nearest < EARLIER else LEAD


def _headed_by(text: str, asking: Asking, told: Sequence[Named]) -> Named | None:
    """The month or year that heads its sentence, no other between."""
    last = next((one for one in reversed(told) if not one.back and one.end <= asking.place[0]), None)
    return last if last and last.period.grain not in _DAYS and _heads(text, last) else None


_MEASURED = frozenset(
    f"figure.{family}"
    for family in (
        "currency",
        "ratio",
        "moving",
        "mass",
        "area",
        "volume",
        "energy",
        "trip",
        "person-time",
        "container",
    )
)
"""What is measured in a sentence headed by a month or year is of that time; of things that are counted many are not."""


def _heads(text: str, one: Named) -> bool:
    """Whether a time heads its sentence, and is not only that of the telling, nor goes with a noun (去年的)."""
    if (one.start and text[one.start - 1] not in _STARTS) or text[one.end : one.end + 1] in tuple("的起前后"):
        return False
    return not _of_telling(text, one.end)


def _of_telling(text: str, end: int) -> bool:
    """Whether a time that ends there is that of the telling: 昨天发布."""
    return _TOLD.match(text, end) is not None


_STARTS = frozenset("。；！？“\n　 ")


def _before(text: str, asking: Asking, named: Sequence[Named]) -> Named | None:
    """The time that an act is told with: the last before its verb in the sentence, but one of the telling."""
    place = asking.place[0]
    here = [one for one in candidates(named) if not one.back and one.end <= place]
    return next((one for one in reversed(here) if not _SAYS.match(text, one.end, place)), None)


def _vague(asking: Asking, named: Sequence[Named]) -> Period | None:
    """A time without days (近日, 目前) that stands last before what asks, in its sentence."""
    here = [one.period for one in named if not one.back and one.end <= asking.place[0]]
    return here[-1] if here and here[-1].vague else None


def candidates(named: Sequence[Named]) -> list[Named]:
    """The times that have days, told or not: 昨日 has them where the story has no day to count from."""
    return [one for one in named if not one.period.vague]


def left_open(asking: Asking, named: Sequence[Named]) -> Iterator[str]:
    """What speaks for leaving it open, by name."""
    here = [one for one in named if not one.back and one.end <= asking.place[0]]
    told = "none" if not here else "vague" if here[-1].period.vague else "a time"
    yield NOTHING
    yield f"{NOTHING} {told} here"
    for kind in asking.kinds:
        yield f"{NOTHING} {kind}"
        yield f"{NOTHING} {told} here {kind}"
    if not any(not one.period.vague and one.back < EARLIER for one in named):
        yield f"{NOTHING} near"


def traits(text: str, asking: Asking, one: Named, named: Sequence[Named]) -> Iterator[str]:
    """What speaks for or against a time, by name."""
    grain, begun = "day" if one.period.grain in _DAYS else one.period.grain, asking.place[0]
    yield f"back {one.back}"
    yield f"back {one.back} {grain}"
    for kind in asking.kinds:
        yield f"back {one.back} {kind}"
        yield f"{grain} {kind}"
    if one.period.open:
        yield "open"
        yield f"open back {one.back}"
    nearer = (other for other in reversed(named) if other.back < one.back and (other.back or other.end <= begun))
    if one.back and (last := next(nearer, None)):
        yield f"a nearer stands {last.back}, {'vague' if last.period.vague else 'dated'}"
    days = one.period.start or one.period.text, one.period.end
    if sum([(other.period.start or other.period.text, other.period.end) == days for other in named]) > 1:
        yield "told more than once"
        yield f"told more than once, back {one.back}"
    if one.back < EARLIER:
        yield from _standing(text, asking.place, _whole(text, one, begun), named, grain)
    else:
        yield from _among_earlier(one, named)


def _among_earlier(one: Named, named: Sequence[Named]) -> Iterator[str]:
    """Which of the times of earlier paragraphs it is, or of the lead."""
    others = [other for other in named if other.back == one.back]
    place = "first" if others[0] is one else "last" if others[-1] is one else "between"
    yield f"back {one.back} {place}"
    yield f"back {one.back} of {min(len(others), 3)}"


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
        if not one.back and _fresh(text, one, between):
            yield f"first after it, {min(commas, 3)} commas"
        yield "nearest before"
        yield f"nearest before {commas} commas"
        yield f"nearest before {grain}"
    if not one.back and all(other.back or one.start <= other.start for other in here):
        yield "first of the sentence"
    if _of_telling(text, one.end):
        yield "of the telling"
        yield f"of the telling, back {one.back}"
    if one.back and _GOES_ON.match(text, _sentence_start(text, place[0])):
        yield f"the sentence goes on, back {one.back}"
    yield from _led(text, one, grain)


def _whole(text: str, one: Named, place: int) -> Named:
    """A time with the words that go on to 以来 before ``place``: 今年开采以来."""
    found = _SINCE.match(text, one.end, place) if one.period.open and one.end < place else None
    return one._replace(end=found.end()) if found else one


def _fresh(text: str, one: Named, between: str) -> bool:
    """Whether no other figure stands between the time and what asks, and it is of no telling, nor set against."""
    compared = _AGAINST.search(text, max(0, one.start - 6), one.start)
    return not (compared or _of_telling(text, one.end) or text[one.end] in "的起前后" or _A_FIGURE.search(between))


def _sentence_start(text: str, place: int) -> int:
    return max(text.rfind(mark, 0, place) for mark in "。；") + 1


def _led(text: str, one: Named, grain: str) -> Iterator[str]:
    """What the words right before a time make of it, and those right after."""
    lead, behind = text[max(0, one.start - 6) : one.start], text[one.end : one.end + 1]
    if _AGAINST.search(lead):
        yield "set against"
    if lead.endswith(("自", "从")):
        yield "since"
    if lead.endswith(("到", "至")):
        yield "until"
    if not lead or lead[-1] in "。；！？":
        yield f"heads its sentence, back {one.back}"
    if behind in "，、（":
        yield "set apart"
        yield f"set apart, back {one.back}"
        yield f"set apart {grain}"
    if behind in ("的", "起", "前", "后", "至"):
        yield f"followed by {behind}"


@cache
def _weights() -> dict[str, float]:
    tables = load().of
    return dict(zip(tables.lists["traits"], tables.weights["trait.weight"][1:, 0].tolist(), strict=True))


def _weighed(traits: Iterable[str]) -> float:
    weights = _weights()
    return sum([weights.get(trait, 0.0) for trait in traits])
