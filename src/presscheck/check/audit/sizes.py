"""How large something is at least and at most, in the first unit of its family: for products and conversions."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction

from presscheck.check.audit.intervals import Interval, exactly, stretched
from presscheck.check.audit.places import one_slip
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.facts import units
from presscheck.model import Figure
from presscheck.model.fact import Quantity, written
from presscheck.model.verdict import Repair

_SIX, _ONE = Context(prec=6), Decimal(1)
_NUMBER = r"\d+(?:\.\d+)?"


def size_of(quantity: Quantity) -> Interval | None:
    """The size of what is told with a number and is not negative, as wide as its words may be taken.

    >>> size = size_of(Quantity(Decimal(30), Decimal(30), Decimal(30), unit="公顷", code="ha", family="area"))
    >>> size == exactly(30)
    True
    """
    if quantity.value is None or quantity.value < 0:
        return None
    told = stretched(quantity)
    low = Decimal(0) if told.low is None or told.low < 0 else told.low
    factor = _factor(quantity.unit)
    size = Interval(low, told.high) * exactly(factor.numerator)
    return size / exactly(factor.denominator) if factor.denominator > 1 else size


def _factor(form: str | None) -> Fraction:
    unit = units.unit(form) if form else None
    return unit.factor if unit and unit.factor and unit.family != "currency" else Fraction(1)


def roomy(size: Interval, share: str) -> Interval:
    """A size with so large a share of room on both sides.

    >>> roomy(exactly(100), "0.05")
    [95, 105]
    """
    return size * Interval(_ONE - Decimal(share), _ONE + Decimal(share))


def rounded(number: Decimal | None) -> Decimal | None:
    """A number to six figures.

    >>> rounded(Decimal("1234567.8")), rounded(None)
    (Decimal('1234570'), None)
    """
    return None if number is None else Decimal(f"{_SIX.plus(number):f}")


def shown(size: Interval) -> str:
    """A size as it is said, in plain words.

    >>> shown(Interval(Decimal(95), Decimal(105))), shown(exactly(3)), shown(Interval(Decimal(3), None))
    ('95–105', '3', '3–…')
    """
    low, high = written(rounded(size.low)), written(rounded(size.high))
    return low or "…" if low == high else f"{low or '…'}–{high or '…'}"


def repairs(story: Story, figure: Figure, right: Interval) -> Iterator[Repair]:
    """What, one character off the printed number, would be in ``right``, which is in the first unit of the family."""
    text, told = figure.evidence.text, figure.quantity
    number = re.search(_NUMBER, text)
    if number is None or not told.value or right.high is None or right.low is None:
        return
    start = figure.evidence.start + number.start()
    held = (figure.evidence.part, figure.evidence.paragraph, start, start + len(number.group()))
    scale = Fraction(told.value) / Fraction(number.group()) * _factor(told.unit)
    for after in _one_off(number.group()):
        if right.low <= _decimal(Fraction(after) * scale) <= right.high:
            yield Repair(story.source.article, *held, number.group(), after)


def _one_off(number: str) -> Iterator[str]:
    """Numbers with one character set otherwise, left out or put in: the point first, then digits that look alike."""
    digits = number.replace(".", "")
    tries = [digits, *(f"{digits[:at]}.{digits[at:]}" for at in range(1, len(digits)))]
    tries += [f"{number[:at]}{other}{number[at + 1 :]}" for other in _alike() for at in range(len(number))]
    tries += [f"{number[:at]}{other}{number[at:]}" for other in _alike() for at in range(len(number) + 1)]
    tries += [number[:at] + number[at + 1 :] for at in range(len(number))]
    for one in dict.fromkeys(tries):
        if one_slip(number, one) and re.fullmatch(_NUMBER, one):
            yield one


def _alike() -> str:
    told: str = rows("audit/averages")["digits"]["likely"]
    return told


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
