"""Printed figures as intervals of values, and what comes of adding, setting off, multiplying or dividing them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import reduce
from itertools import product

from presscheck.model.fact import Operator, Quantity, written

_DOWN = Context(prec=40, rounding=ROUND_FLOOR)
_UP = Context(prec=40, rounding=ROUND_CEILING)
_FAR = 2
_ZERO, _ONE = Decimal(0), Decimal(1)
_NEAR, _ABOUT = Decimal("0.3"), Decimal("0.2")
_Bound = Decimal | None


@dataclass(frozen=True, slots=True, repr=False)
class Interval:
    """The values that a figure may stand for: ``None`` is no bound, an open bound is itself left out.

    Bounds of sums and differences are exact; a quotient that has no end is rounded outward, so that nothing that may be
    so is ever lost.

    >>> Interval(Decimal(2), Decimal(3)) + Interval(Decimal(1), Decimal(2), high_open=True)
    [3, 5)
    >>> Interval(Decimal(4), Decimal(6)) / Interval(Decimal(2), Decimal(2))
    [2, 3]
    """

    low: _Bound
    high: _Bound
    low_open: bool = False
    high_open: bool = False

    def __repr__(self) -> str:
        left = "(" if self.low_open or self.low is None else "["
        right = ")" if self.high_open or self.high is None else "]"
        return f"{left}{written(self.low) or '-∞'}, {written(self.high) or '∞'}{right}"

    def __neg__(self) -> "Interval":
        return Interval(_minus(self.high), _minus(self.low), self.high_open, self.low_open)

    def __add__(self, other: "Interval") -> "Interval":
        low, high = _sum(self.low, other.low), _sum(self.high, other.high)
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        """Every product of the two; its bounds are closed, which at most takes in a value too many."""
        pairs = list(product((self.low, self.high), (other.low, other.high)))
        if any(one is None or two is None for one, two in pairs):
            return self._unbounded_product(other)
        found = [
            (_DOWN.multiply(one, two), _UP.multiply(one, two))
            for one, two in pairs
            if one is not None and two is not None
        ]
        return Interval(min(low for low, _ in found), max(high for _, high in found))

    def __truediv__(self, other: "Interval") -> "Interval":
        """Every quotient of the two; without bounds where the divisor may be 0."""
        if other.low is None or other.high is None or not (other.low > 0 or other.high < 0):
            return self._over_open(other)
        return self * Interval(_DOWN.divide(_ONE, other.high), _UP.divide(_ONE, other.low))

    def _unbounded_product(self, other: "Interval") -> "Interval":
        """A product of which one side has no bound; below it is bounded where neither side is ever negative."""
        if self.low is None or other.low is None or self.low < 0 or other.low < 0:
            return Interval(None, None)
        high = None if self.high is None or other.high is None else _UP.multiply(self.high, other.high)
        return Interval(_DOWN.multiply(self.low, other.low), high)

    def _over_open(self, other: "Interval") -> "Interval":
        """A quotient by what is positive and has no bound above, or may be 0."""
        if other.low is None or other.low < 0 or self.low is None or self.low < 0:
            return Interval(None, None)
        low = _ZERO if other.high is None else _DOWN.divide(self.low, other.high) if other.high > 0 else None
        return Interval(low, None if self.high is None or not other.low else _UP.divide(self.high, other.low))

    def meets(self, other: "Interval") -> bool:
        """Whether a value lies in both.

        >>> one = Interval(Decimal(2), Decimal(3), high_open=True)
        >>> one.meets(Interval(Decimal(3), None)), one.meets(Interval(Decimal("2.9"), None))
        (False, True)
        """
        return not (self.below(other) or other.below(self))

    def below(self, other: "Interval") -> bool:
        """Whether each value is smaller than every one of the other."""
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def holds(self, other: "Interval") -> bool:
        """Whether every value of the other lies in it, bounds as closed."""
        low = self.low is None or (other.low is not None and self.low <= other.low)
        return low and (self.high is None or (other.high is not None and other.high <= self.high))

    def up_to(self) -> "Interval":
        """What is at most one of its values.

        >>> exactly(3).up_to()
        (-∞, 3]
        """
        return Interval(None, self.high, False, self.high_open)

    def at_least(self) -> "Interval":
        """What is at least one of its values."""
        return Interval(self.low, None, self.low_open)


def exactly(value: Decimal | int) -> Interval:
    """One value and no other.

    >>> exactly(100)
    [100, 100]
    """
    return Interval(Decimal(value), Decimal(value))


def told(quantity: Quantity) -> Interval:
    """What a figure means as it is printed: rounded to its last place, or bounded by its words.

    >>> told(Quantity(Decimal(27000), Decimal(26500), Decimal(27500), high_open=True))
    [26500, 27500)
    """
    return Interval(quantity.low, quantity.high, quantity.low_open, quantity.high_open)


def usual(quantity: Quantity) -> Interval:
    """What a figure means where its words leave one end open: 超过40 is hardly more than 80, 不到40 hardly under 20.

    >>> usual(Quantity(Decimal(40), Decimal(40), None, low_open=True, operator=Operator.MORE))
    (40, 80]
    """
    value, found = quantity.value, told(quantity)
    if value is None or value <= 0:
        return found
    if found.high is None and found.low is not None:
        return Interval(found.low, value * _FAR, found.low_open)
    if found.low is None and found.high is not None:
        return Interval(value / _FAR, found.high, False, found.high_open)
    return found


def stretched(quantity: Quantity) -> Interval:
    """What a figure may mean at the most: cut off instead of rounded, its words of rough size taken widely.

    >>> rounded = Quantity(Decimal(27000), Decimal(26500), Decimal(27500), high_open=True, resolution=Decimal(1000))
    >>> stretched(rounded)
    [26000, 28000]
    >>> stretched(Quantity(Decimal(10), Decimal(9), Decimal(11), resolution=Decimal(10), operator=Operator.ABOUT))
    [8, 12]
    """
    value, low, high = quantity.value, quantity.low, quantity.high
    if value is None:
        return told(quantity)
    match quantity.operator:
        case Operator.ABOUT:
            by = _ABOUT * abs(value)
            return Interval(min(low if low is not None else value, value - by), max(high or value, value + by))
        case Operator.LESS if low is not None:
            return Interval(min(low, value - _NEAR * abs(value)), high)
        case Operator.EQUAL if low is not None and high is not None and low < high:
            by = quantity.resolution or (high - low)
            return Interval(min(low, value - by), max(high, value + by))
    return Interval(low, high)


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of several.

    >>> total([exactly(2), exactly(3)])
    [5, 5]
    """
    return reduce(lambda one, two: one + two, parts, exactly(0))


def share(part: Interval, whole: Interval) -> Interval:
    """How many per cent of the whole a part is.

    >>> share(exactly(2), exactly(8))
    [25, 25]
    """
    return part / whole * exactly(100)


def grown(level: Interval, percent: Interval) -> Interval:
    """A level after it rose by so many per cent (fell, where they are negative).

    >>> grown(exactly(200), exactly(-5))
    [190, 190]
    """
    return level * (exactly(1) + percent / exactly(100))


def _minus(bound: _Bound) -> _Bound:
    return None if bound is None else bound.copy_negate()


def _sum(one: _Bound, two: _Bound) -> _Bound:
    return None if one is None or two is None else one + two
