"""Which days the words for a time stand for, told by the calendar, the day of the story, and what was told before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from presscheck import data
from presscheck.facts.time_words import TABLE, TimeWords
from presscheck.language import calendar
from presscheck.language.days import Date, Span

HALF_A_YEAR = 183
"""How many days ahead a day without its year may lie, where the words around it speak of what is to come."""
SOON = 45
"""How many days ahead it may lie where they do not: what lies nearly a year back would be told with its year."""
A_FORTNIGHT = 14
"""The longest stretch, in days, that may be meant so; a month or quarter without its year is one that has begun."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to another, both included, ``None`` where no day can be told.

    ``from_clock`` and ``to_clock`` are HH:MM; ``anchor`` is the day it was counted from,
    ``anchor_from`` whose day that is.
    """

    first: Date | None
    last: Date | None
    grain: str
    from_clock: str | None = None
    to_clock: str | None = None
    open: bool = False
    vague: bool = False
    anchor: Date | None = None
    anchor_from: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """What is known where a time is told: the day of the story, and what was told before in it.

    ``ahead``: the words around speak of what is to come. ``year`` is the year in force here, ``month`` the month,
    ``day`` the day told last, ``main`` the period that the figures are of, ``limit`` the last day that can be past.
    """

    anchor: Date | None = None
    anchor_from: str | None = None
    limit: Date | None = None
    ahead: bool = False
    year: int | None = None
    month: tuple[int, int] | None = None
    day: Date | None = None
    day_near: int = 0
    told_year: int | None = None
    main_year: int | None = None
    main: Stretch | None = None
    cut_off: bool = False


def untold(grain: str) -> Stretch:
    """A time that has days, but the story does not say which."""
    return Stretch(None, None, grain)


def stretch_of(span: Span | None, grain: str, when: When | None = None) -> Stretch:
    """A span as a stretch; with ``when``, it was counted from the day of the story."""
    return counted_from(span, grain, when.anchor, when.anchor_from) if when else counted_from(span, grain, None, None)


def counted_from(span: Span | None, grain: str, anchor: Date | None, anchor_from: str | None) -> Stretch:
    """A span as a stretch that was counted from a day."""
    first, last = span or (None, None)
    return Stretch(first, last, grain, None, None, False, False, anchor, anchor_from)


@cache
def table(name: str) -> dict[str, Any]:
    """A table of words with the days they stand for."""
    words: dict[str, Any] = data.rows(TABLE)[name]
    return words


@dataclass(frozen=True, slots=True)
class Year:
    """The year that words name, and the day it was counted from; ``number`` is ``None`` where no such day is known."""

    number: int | None
    anchor: Date | None = None
    anchor_from: str | None = None


def named_year(words: TimeWords, when: When) -> Year | None:
    """The year that the words name, counted from the story's day where they say 去年; ``None`` where they name none."""
    if words["year"]:
        return Year(int("".join(str(calendar.DIGITS.get(char, char)) for char in words["year"].strip())))
    if words["short"]:
        number = int(words["short"].strip("年 \u3000"))
        return Year(number + (2000 if number < 50 else 1900))
    word = (words["word"] or "").removesuffix("度")
    if not word:
        return None
    if word in table("years_told"):
        return _year_told(table("years_told")[word], when)
    if when.anchor is None:
        return Year(None)
    return Year(when.anchor.year + table("years").get(word, 0), when.anchor, when.anchor_from)


def _year_told(offset: int, when: When) -> Year:
    if offset < 0:
        # 上年 looks back from the year that the figures are of, 当年 and 次年 from the year told last.
        when = replace(when, told_year=when.main_year)
    if when.told_year is not None:
        return Year(when.told_year + offset, Date(when.told_year, 1, 1), "text")
    if when.anchor is None or offset >= 0:
        return Year(None)
    return Year(when.anchor.year + offset, when.anchor, when.anchor_from)


def in_year(words: TimeWords, when: When, span_of: Callable[[int], Span | None], grain: str) -> Stretch:
    """A part of a year: of the year named, of the year in force, or of the one that makes it the latest not to come."""
    year = named_year(words, when)
    if year is not None:
        span = span_of(year.number) if year.number and 1 <= year.number <= 9998 else None
        return counted_from(span, grain, year.anchor, year.anchor_from)
    if when.year is not None:
        return stretch_of(span_of(when.year), grain)
    if when.anchor is None or when.limit is None:
        return untold(grain)
    return stretch_of(_nearest(span_of, when), grain, when)


def _nearest(span_of: Callable[[int], Span | None], when: When) -> Span | None:
    assert when.anchor is not None
    assert when.limit is not None
    spans = [span for year in range(when.anchor.year + 1, when.anchor.year - 9, -1) if (span := span_of(year))]
    past = next((span for span in spans if span[0] <= when.limit), None)
    coming = next((span for span in reversed(spans) if span[0] > when.limit), None)
    if past and when.limit <= past[1]:
        return past
    return coming if coming and (coming[0] - when.limit).days <= _reach(coming, when) else past


def _reach(coming: Span, when: When) -> int:
    if when.ahead:
        return HALF_A_YEAR
    return SOON if (coming[1] - coming[0]).days <= A_FORTNIGHT else 0


def going_on(stretch: Stretch, when: When) -> Stretch:
    """The stretch going on to the day of the story."""
    if stretch.first is None:
        return replace(stretch, open=True)
    end = max(when.anchor, stretch.first) if when.anchor else None
    return replace(
        stretch, last=end, to_clock=None, open=True, grain="span", anchor=when.anchor, anchor_from=when.anchor_from
    )


def nearness(words: TimeWords) -> int:
    """-1, 0 or 1 for what is told as the last, this or the next."""
    return {"上": -1, "下": 1, "次": 1}.get((words["near"] or "本")[0], 0)
