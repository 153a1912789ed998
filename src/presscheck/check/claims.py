"""A text taken apart into the sentences that can be checked, each with what it claims."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from presscheck.check.sides import Side, days_of, places, side_of, with_only_time
from presscheck.check.words import canonical, denies, moving, weighed, written
from presscheck.facts import desk
from presscheck.facts.story import Part, Story
from presscheck.model import Fact, Figure, Time
from presscheck.model.series import Mention
from presscheck.record.whose import NATIONAL

_ELSE = re.compile("[，,；;](?=(?:我|又|还|也|另外|而且|并且)?(?:听说|听人说|听人讲|据说|据传))")
_SET_BESIDE = re.compile(r"[比较与同跟]$")
LONGEST = 120
"""Characters of a question and its answer together."""
LEAST_WEIGHT = 12.0
"""What the words of a sentence must weigh together to claim anything, where no fact is found in it."""
LEAST_WORDS = 2
"""A sentence with fewer words that tell anything, and no figure, claims nothing that can be looked for."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that can be checked; ``start`` and ``end`` are its place in the text, ``date`` the day it is said.

    ``figures`` are laid out as they are compared, ``facts`` all it says, ``days`` the period it names, if one only.
    """

    text: str
    start: int
    end: int
    date: datetime.date | None
    told: str
    words: Mapping[str, float]
    figures: tuple[Side, ...]
    facts: tuple[Fact, ...]
    days: tuple[str, str] | None
    places: frozenset[str]


def claims_in(text: str, date: datetime.date | None = None) -> Iterator[Claim]:
    """The checkable sentences of a text; ``date`` is the day on which it is said, from which 去年 is counted.

    >>> [claim.text for claim in claims_in("大家好！云州去年新建桥梁40座。")]
    ['云州去年新建桥梁40座。']
    """
    at = 0
    for number, line in enumerate(text.split("\n")):
        read = written(line)
        found = desk.find(Story((Part("body", 0, read),), date)) if read.strip() else ()
        for start, end in _said_apart(line, _asked_and_answered(line, Part("body", number, line).sentences)):
            if claim := _claim(line, read, (start, end), date, found):
                yield replace(claim, start=at + claim.start, end=at + claim.end)
        at += len(line) + 1


def _asked_and_answered(line: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of a line, a question together with the sentence after it, which may answer it.

    >>> list(_asked_and_answered("全长多少？30公里。完工了。", [(0, 5), (5, 10), (10, 14)]))
    [(0, 10), (10, 14)]
    """
    begun: int | None = None
    end = 0
    for start, end in sentences:
        begun = start if begun is None else begun
        if not line[begun:end].rstrip("”’」』）)").endswith(("？", "?")) or end - begun > LONGEST:
            yield begun, end
            begun = None
    if begun is not None:
        yield begun, end


def _said_apart(line: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences in pieces, where one goes on with what else was heard.

    >>> list(_said_apart("桥通车了，听说今年要修路。", [(0, 13)]))
    [(0, 5), (5, 13)]
    """
    for start, end in sentences:
        cuts = [found.end() for found in _ELSE.finditer(line, start, end)]
        yield from pairwise([start, *cuts, end])


def _figures(facts: Iterable[Fact]) -> Iterator[Figure]:
    yield from (one for one in facts if isinstance(one, Figure))


def _beside(text: str, time: Time) -> bool:
    """Whether a time is only set beside that of the claim: 比上年增长."""
    return _SET_BESIDE.search(text[: time.evidence.start]) is not None


def _claim(
    line: str, read: str, span: tuple[int, int], date: datetime.date | None, found: tuple[Fact, ...]
) -> Claim | None:
    start, end = span
    facts = tuple(one for one in found if start <= one.evidence.start < end)
    words = weighed(canonical(read[start:end]))
    heavy = sum(words.values()) >= LEAST_WEIGHT
    counts = bool(words) and any(_figures(facts))
    told = facts or heavy or moving(read[start:end]) or denies(read[start:end])
    if not counts and (len(words) < LEAST_WORDS or not told):
        return None
    dated = [one for one in found if isinstance(one, Time) and days_of(one.period)]
    times = tuple(one for one in dated if not _beside(read, one))
    others = {days_of(one.period) for one in dated if _beside(read, one)} - {days_of(one.period) for one in times}
    own = (replace(one, period=None) if days_of(one.period) in others else one for one in _figures(facts))
    figures = (with_only_time(one, read, times) for one in own)
    named = places(read[start:end])
    whose = None if named else NATIONAL
    sides = tuple(side_of(Mention("", whose, date, one, read)) for one in figures)
    named_days = {days_of(one.period) for one in times if start <= one.evidence.start < end}
    days = next(iter(named_days)) if len(named_days) == 1 else None
    sentence = line[start:end].rstrip().rstrip("，,；;")
    lead = len(sentence) - len(sentence.lstrip())
    return Claim(
        text=sentence.strip(),
        start=start + lead,
        end=start + len(sentence),
        date=date,
        told=canonical(read[start:end]),
        words=words,
        figures=sides,
        facts=facts,
        days=days,
        places=named,
    )
