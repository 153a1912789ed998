"""A text taken apart into the sentences that can be checked, each with what it claims."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from presscheck.check.sides import Side, days_of, places, side_of, with_only_time
from presscheck.check.words import canonical, denies, moving, weighed
from presscheck.facts import desk
from presscheck.facts.story import Part, Story
from presscheck.model import Fact, Figure, Time
from presscheck.model.series import Mention

LEAST_WORDS = 2
"""A sentence with fewer words that tell anything claims nothing that can be looked for."""


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
        found = desk.find(Story((Part("body", 0, line),), date)) if line.strip() else ()
        for start, end in Part("body", number, line).sentences:
            if claim := _claim(line, start, end, date, found):
                yield replace(claim, start=at + claim.start, end=at + claim.end)
        at += len(line) + 1


def _claim(line: str, start: int, end: int, date: datetime.date | None, found: tuple[Fact, ...]) -> Claim | None:
    facts = tuple(one for one in found if start <= one.evidence.start < end)
    words = weighed(canonical(line[start:end]))
    if len(words) < LEAST_WORDS or not (facts or moving(line[start:end]) or denies(line[start:end])):
        return None
    times = tuple(one for one in found if isinstance(one, Time) and days_of(one.period))
    figures = (with_only_time(one, line, times) for one in facts if isinstance(one, Figure))
    sides = tuple(side_of(Mention("", None, date, one, line)) for one in figures)
    told = {days_of(one.period) for one in times if start <= one.evidence.start < end}
    days = next(iter(told)) if len(told) == 1 else None
    sentence = line[start:end]
    lead = len(sentence) - len(sentence.lstrip())
    return Claim(
        text=sentence.strip(),
        start=start + lead,
        end=start + len(sentence.rstrip()),
        date=date,
        told=canonical(sentence),
        words=words,
        figures=sides,
        facts=facts,
        days=days,
        places=places(sentence),
    )
