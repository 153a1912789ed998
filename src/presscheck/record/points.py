"""Figures of one measure, set side by side: one point a period, agreed, revised or disputed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts import units
from presscheck.model.fact import Modality, Operator
from presscheck.model.series import Mention, Point
from presscheck.record import dating
from presscheck.record.placing import Placed

_REVISED = re.compile("修订|最终核实|核实后|核定|调整后|更正|终值")
_EXACT = Context(prec=40)
TENFOLD = Decimal("9")
"""A point that is so many times off all its neighbours slipped by a power of ten."""
NEAR = 2
"""Neighbours are points at most so many years away."""


class Told(NamedTuple):
    """One figure in the unit of its strand."""

    placed: Placed
    value: Decimal
    low: Decimal | None
    high: Decimal | None

    @property
    def exact(self) -> bool:
        """Whether it is bounded on both sides."""
        return self.low is not None and self.high is not None

    @property
    def plain(self) -> bool:
        """Whether the number stands without words that bound it."""
        return self.placed.mention.fact.quantity.operator is Operator.EQUAL

    @property
    def width(self) -> Decimal:
        """How much room its words leave; without end where they bound one side only."""
        return self.high - self.low if self.low is not None and self.high is not None else Decimal("Infinity")

    def meets(self, other: "Told") -> bool:
        """Whether both can be true."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)


def unit_of(placed: Sequence[Placed]) -> str | None:
    """The unit in which most figures of a strand are told."""
    codes = Counter(one.kind.code for one in placed)
    return min(codes, key=lambda code: (-codes[code], code or ""))


@cache
def _measured() -> frozenset[str]:
    told = rows("facts/units")["unit"]
    return frozenset(row["family"] for row in told if "factor" in row) - {"currency"}


def convertible(family: str | None) -> bool:
    """Whether units of a family may be converted into one another, exactly; those of money never.

    >>> convertible("mass"), convertible("currency")
    (True, False)
    """
    return family in _measured()


def _factor(placed: Placed) -> Fraction | None:
    form = placed.mention.fact.quantity.unit
    unit = units.unit(form) if form else None
    return unit.factor if unit else None


def points(placed: Sequence[Placed], grain: str) -> tuple[tuple[Point, ...], tuple[Mention, ...]]:
    """The points of figures of one measure in order of time, and the mentions that slipped by a power of ten."""
    told = sorted(_in_one_unit(placed), key=lambda one: dating.identity(one.placed.period, grain))
    groups = [list(group) for _, group in groupby(told, key=lambda one: dating.identity(one.placed.period, grain))]
    found = [_point(group) for group in groups]
    slipped = {number for number, _ in enumerate(found) if _slips(found, number)}
    if grain == "to_date" and placed and placed[0].kind.nature is None:
        slipped |= set(_falling(found))
    out = tuple(mention for number in sorted(slipped) for mention in found[number].mentions)
    kept = sorted((one for number, one in enumerate(found) if number not in slipped), key=_when)
    return tuple(kept), out


def _when(point: Point) -> tuple[str, str]:
    return point.period.end or "", point.period.start or ""


def _in_one_unit(placed: Sequence[Placed]) -> Iterable[Told]:
    code = unit_of(placed)
    whole = next((_factor(one) for one in placed if one.kind.code == code), None)
    for one in placed:
        own = _factor(one)
        ratio = own / whole if own is not None and whole else Fraction(1)
        yield Told(one, *(_times(number, ratio) for number in (one.value, one.low, one.high)))  # type: ignore[arg-type]


def _times(number: Decimal | None, ratio: Fraction) -> Decimal | None:
    if number is None or ratio == 1:
        return number
    return _EXACT.divide(_EXACT.multiply(number, Decimal(ratio.numerator)), Decimal(ratio.denominator))


def _point(told: Sequence[Told]) -> Point:
    """One point of all figures of a period."""
    ordered = sorted(told, key=lambda one: (_day(one), one.placed.mention.article, one.placed.mention.fact.id))
    base = _base(ordered)
    agreeing = [one for one in ordered if one.meets(base)]
    others = [one for one in ordered if not one.meets(base)]
    best = min(agreeing, key=lambda one: (not one.plain, not one.exact, one.width))
    state = _state(agreeing, others)
    return Point(
        best.placed.period,
        best.value,
        best.low,
        best.high,
        state,
        tuple(one.placed.mention for one in agreeing),
        tuple(one.placed.mention for one in others),
    )


def _day(told: Told) -> str:
    date = told.placed.mention.date
    return date.isoformat() if date else ""


def _base(ordered: Sequence[Told]) -> Told:
    """The figure with which most others agree, of as many the revised, the latest, and the most exact one."""

    def weight(one: Told) -> tuple[bool, bool, int, bool, str, Decimal]:
        agree = len({other.placed.mention.article for other in ordered if one.meets(other)})
        return (_says_revised(one), one.exact, agree, one.plain, _day(one), -one.width)

    return max(ordered, key=weight)


def _says_revised(told: Told) -> bool:
    return _REVISED.search(told.placed.mention.text) is not None


def _state(agreeing: Sequence[Told], others: Sequence[Told]) -> str:
    if others:
        early = all(one.placed.mention.fact.modality is Modality.PRELIMINARY for one in others)
        final = any(one.placed.mention.fact.modality is not Modality.PRELIMINARY for one in agreeing)
        later = max(map(_day, agreeing)) > max(map(_day, others))
        return "revised" if later and (any(map(_says_revised, agreeing)) or (early and final)) else "disputed"
    return "agreed" if len({one.placed.mention.article for one in agreeing}) > 1 else "single"


def _slips(found: Sequence[Point], number: int) -> bool:
    """Whether a point lies ten times or more off both its neighbours, as 万 for 亿 makes it."""
    here = found[number]
    first = min(max(number - 1, 0), max(len(found) - 3, 0))
    near = [one for one in found[first : first + 3] if one is not here and _years(here, one) <= NEAR]
    sides = {_off(here, one) for one in near}
    return len(near) == 2 and len(sides) == 1 and sides != {0}


def _falling(found: Sequence[Point]) -> Iterator[int]:
    """Counts from January on of which most others of their year say that they slipped: what was counted stays counted.

    Of two that contradict each other, and no third to tell which, both are out.
    """
    for number, here in enumerate(found):
        year = [other for other in found if other is not here and _years(other, here) == 0]
        against = sum(map(partial(_falls, here), year))
        if against and (against * 2 > len(year) or len(year) == 1):
            yield number


def _falls(one: Point, two: Point) -> bool:
    """Whether the longer of two counts is surely the lower."""
    first, last = sorted((one, two), key=lambda point: point.period.end or "")
    return last.high is not None and first.low is not None and 0 <= last.high < first.low


def _off(one: Point, two: Point) -> int:
    if not one.value or not two.value or (one.value > 0) != (two.value > 0):
        return 0
    ratio = abs(one.value / two.value)
    return 1 if ratio > TENFOLD else -1 if ratio < 1 / TENFOLD else 0


def _years(one: Point, two: Point) -> int:
    return abs(int((one.period.end or "0")[:4]) - int((two.period.end or "0")[:4]))
