"""A figure in its sentence, laid out as it is compared: what it counts, whose, when, what kind of number it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from presscheck.check.words import canonical, moving, weighed
from presscheck.facts import units
from presscheck.facts.story import Part
from presscheck.model import Figure, Period, Time
from presscheck.model.fact import Quantity
from presscheck.model.series import Mention
from presscheck.record import whose

_CLAUSE_MARKS = "，；：。、,"
_NOT_SO = re.compile("(?:不是|并非|不等于)(?:约|大约)?$")
_NEAR = 6
"""Characters before a figure in which a word says which way it moves."""
MOVES = ("rate", "points", "change")
"""Kinds of number that tell a rise or a fall."""
OPEN = 2
"""A figure that is printed as over 800 is less than so many times that, one printed as under 800 more than a share."""
ROUNDED = Decimal("0.01")
"""A claim may tell a bound so much bolder than it is printed: over 800 for over 799.8."""
Days = tuple[str, str]


class Bounded(Protocol):
    """A number by the bounds in which it lies, and its likeliest value."""

    @property
    def low(self) -> Decimal | None:
        """The least it can be."""

    @property
    def high(self) -> Decimal | None:
        """The most it can be."""

    @property
    def value(self) -> Decimal | None:
        """What is printed."""


@dataclass(frozen=True, slots=True)
class Side:
    """One figure of two that are compared; ``low`` and ``high`` are in the first unit of its family, if it has one.

    ``clause`` is what stands in its clause before it, ``tail`` what stands there after it.
    ``kind`` tells a level from a rate, a share, points and a change, ``way`` is ``up`` or ``down``. ``places`` are
    those of its sentence, ``lead_places`` those before the figure, ``head_places`` those of the headline.
    """

    mention: Mention
    sentence: str
    told: str
    clause: str
    tail: str
    head: str
    indicator: str
    subject: str
    words: Mapping[str, float]
    focus: Mapping[str, float]
    kind: str
    way: str | None
    places: frozenset[str]
    lead_places: frozenset[str]
    head_places: frozenset[str]
    national: bool
    key: tuple[str | None, ...]
    low: Decimal | None
    high: Decimal | None
    value: Decimal | None
    days: Days | None
    denied: bool = False

    @property
    def fact(self) -> Figure:
        """The figure."""
        return self.mention.fact


def side_of(mention: Mention) -> Side:
    """A figure of a story or of a claim, ready to be compared."""
    fact, text = mention.fact, mention.text
    start, end = sentence_at(text, fact.evidence.start)
    lead = text[start : fact.evidence.start]
    clause = lead[max(map(lead.rfind, _CLAUSE_MARKS)) + 1 :]
    low, high, value = in_base(fact.quantity)
    indicator = canonical(fact.indicator.text) if fact.indicator else ""
    way = fact.direction or moving(lead[-_NEAR:])
    return Side(
        mention=mention,
        sentence=text[start:end],
        told=canonical(text[start:end]),
        clause=canonical(clause),
        tail=canonical(_tail(text[fact.evidence.end : end])),
        head=canonical(mention.headline or ""),
        indicator=indicator,
        subject=canonical(fact.subject.text) if fact.subject else "",
        words=weighed(canonical(text[start:end])),
        focus={**weighed(indicator), **weighed(canonical(clause))},
        kind=_kind(fact, lead),
        way=way,
        places=places(text[start:end]),
        lead_places=places(lead),
        head_places=places(mention.headline or ""),
        national=whose.is_national(text[start:end]),
        key=key_of(fact.quantity),
        low=low,
        high=high,
        value=value,
        days=days_of(fact.period),
        denied=_NOT_SO.search(lead) is not None,
    )


def _tail(after: str) -> str:
    """What follows a figure in its clause."""
    ends = [at for mark in _CLAUSE_MARKS if (at := after.find(mark)) >= 0]
    return after[: min(ends, default=len(after))]


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Where the sentence around a place of a text starts and ends.

    >>> sentence_at("雨停了。他来了。", 5)
    (4, 8)
    """
    return next((span for span in Part("", 0, text).sentences if span[0] <= place < span[1]), (0, len(text)))


@lru_cache(1 << 13)
def places(text: str) -> frozenset[str]:
    """The places and firms that a text names, by their short names."""
    return frozenset(whose.short(name) for _, _, name in whose.named(text))


def key_of(quantity: Quantity) -> tuple[str | None, ...]:
    """What two figures must share to be compared at all: the family of their units, a currency, or the counter.

    >>> from decimal import Decimal as D
    >>> key_of(Quantity(D(3), D(3), D(3), unit="吨", code="t", family="mass"))
    ('mass',)
    """
    unit = _unit(quantity)
    if unit and unit.factor is not None and not unit.counter:
        return (unit.family,)
    if quantity.family == "currency" or quantity.family is None:
        return (None, quantity.code)
    return (quantity.family,)


def _unit(quantity: Quantity) -> units.Unit | None:
    """The unit of a quantity as printed, or by its code (百分之八 prints none)."""
    return (
        (units.unit(quantity.unit) if quantity.unit else None) or (quantity.code and units.unit(quantity.code)) or None
    )


def in_base(quantity: Quantity) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The bounds and the value of a quantity in the first unit of its family, where it can be converted."""
    unit = _unit(quantity)
    numbers = (quantity.low, quantity.high, quantity.value)
    if unit and unit.factor is not None and not unit.counter:
        low, high, value = (None if one is None else unit.base(one) for one in numbers)
        return low, high, value
    return numbers


def meets(one: Side, two: Side) -> bool:
    """Whether a figure of a claim and one of the record can be of one value, and not one a rise, the other a fall."""
    if one.kind == two.kind and one.kind in MOVES and None not in (one.way, two.way) and one.way != two.way:
        return False
    return of_one_value(one, two)


def of_one_value(asked: Bounded, told: Bounded) -> bool:
    """Whether the figure of a claim, in one unit with one of the record, can be of its value.

    A claim of over 800 is met by 5,000; but what a paper prints as over 800 is less than ``OPEN`` times that. Of two
    closed figures one must hold what the other prints: 14.6 is 15, and 3.5 is not 3.
    """
    least, most = _closed(told)
    low = max((one for one in (asked.low, least) if one is not None), default=None)
    high = min((one for one in (asked.high, most) if one is not None), default=None)
    if low is None or high is None:
        return True
    if _bolder(asked, told):
        return False
    if low < high:
        return _holds(asked, told.value) or _holds(told, asked.value)
    exact = low == high and (asked.low == asked.high or least == most)
    return exact or _cut_off(asked, told) or _cut_off(told, asked)


def _bolder(asked: Bounded, told: Bounded) -> bool:
    """Whether a claim of over so much, or under, goes beyond what a paper prints as over so much, or under."""
    if asked.low is not None and told.low is not None:
        return asked.high is told.high is None and asked.low - told.low > ROUNDED * abs(told.low)
    if asked.high is not None and told.high is not None:
        return asked.low is told.low is None and told.high - asked.high > ROUNDED * abs(told.high)
    return False


def _holds(one: Bounded, value: Decimal | None) -> bool:
    """Whether a value lies in a figure, if that is closed; what ends one that is rounded is rounded to the next."""
    if value is None or one.low is None or one.high is None:
        return True
    return one.low <= value and (value < one.high or value == one.high == one.value)


def _closed(told: Bounded) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a printed figure, one that is left open put where nobody would print it so."""
    low, high = told.low, told.high
    if low is not None and high is None and low > 0:
        return low, low * OPEN
    return (high / OPEN, high) if low is None and high is not None and high > 0 else (low, high)


def _cut_off(one: Bounded, two: Bounded) -> bool:
    """Whether one figure can be the other with its last digits cut off instead of rounded: 150万吨 of 150.8万吨."""
    if one.value is None or two.value is None or one.low is None or one.high is None or one.value < 0:
        return False
    return one.low <= one.value <= two.value < one.high + (one.high - one.value)


def days_of(period: Period | None) -> Days | None:
    """The first and last day of a period that can be told."""
    if period is None or period.vague or not period.start or not period.end:
        return None
    return period.start[:10], period.end[:10]


def with_only_time(fact: Figure, text: str, times: tuple[Time, ...]) -> Figure:
    """A figure of a claim without a period, given the only one that its sentence, or the claim, tells."""
    if days_of(fact.period):
        return fact
    start, end = sentence_at(text, fact.evidence.start)
    near = [time for time in times if start <= time.evidence.start < end] or times
    told = {days_of(time.period): time.period for time in near}
    told.pop(None, None)
    return replace(fact, period=next(iter(told.values()))) if len(told) == 1 else fact


def _kind(fact: Figure, lead: str) -> str:
    family = fact.quantity.family
    moved = fact.direction or moving(lead[-_NEAR:])
    if family == "points":
        return "points"
    if family == "ratio":
        return "rate" if moved else "share" if fact.nature and fact.nature.value == "share" else "ratio"
    return "change" if moving(lead[-4:]) else "level"
