"""Figures of sentences said in other forms: rightly (2.7万起 as 两万七千起, 超过2.6万起) and wrongly."""

import random
from collections.abc import Sequence
from decimal import Decimal

from make_claims_words import aloud, cut, rate_exact, rate_rounded, rounded, short, spoken
from presscheck.check.shares import Number, numbers
from presscheck.check.sides import of_one_value
from presscheck.facts import figures
from presscheck.record import whose

FACTORS = tuple(map(Decimal, ("0.1", "0.3", "0.5", "0.6", "0.7", "0.8", "0.88", "1.15", "1.3", "1.6", "2", "3", "10")))
LEAST = 10
"""A figure below it is said as it is printed."""
WHOLE = 1000
"""A whole number under it stays a whole one."""
_BEFORE_PLACE = "，、：。在从由到据"
_ABOVE, _BELOW = ("超过", "不止", "突破", "高于"), ("不到", "不足", "还不到", "低于")
_TENTHS = 10


def rightly(text: str, rng: random.Random) -> str:
    """A text with its figures said as people say them; each can still be of the value that was printed.

    >>> rightly("去年建桥27460座", random.Random(4))
    '去年建桥2.746万座'
    """
    for start, end, told in reversed(figures.find(text)):
        if told.value is not None and rng.random() < 0.7 and (said := _said(told.value, told.unit or "", rng)):
            other = text[:start] + said + text[end:]
            text = other if _meet(other, text, start) else text
    return text


def wrongly(text: str, rng: random.Random) -> str | None:
    """A text with one figure that cannot be of the value that was printed: another, or on the wrong side of a bound."""
    found = [one for one in figures.find(text) if one.quantity.value is not None and one.quantity.value > 0]
    if not found:
        return None
    start, end, told = rng.choice(found)
    factor = rng.choice(FACTORS)
    value = told.value * factor
    value = cut(value, rng.choice((2, 2, 3))) if value >= LEAST else value.quantize(Decimal("0.1"))
    if told.value == told.value.to_integral() and value < WHOLE:
        value = max(Decimal(1), value.quantize(Decimal(1)))
    said = _said(value, told.unit or "", rng) if rng.random() < 0.65 else None
    if said is None:
        said = rng.choice(_ABOVE if factor > 1 else _BELOW) + _plainly(value, told.unit or "", rng)
    other = text[:start] + said + text[end:]
    return other if _meet(other, text, start) is False else None


def of_another(text: str, sentence: str, rng: random.Random) -> str | None:
    """A text with the figure of another thing of its sentence: what is told of a part is said of the whole."""
    pairs = [
        (one, two)
        for one in numbers(text)
        for two in numbers(sentence)
        if one.key == two.key and not of_one_value(one, two) and not of_one_value(two, one)
    ]
    if not pairs:
        return None
    one, two = rng.choice(pairs)
    return text[: one.start] + sentence[two.start : two.end] + text[one.end :]


def wider(text: str, rng: random.Random) -> str | None:
    """A text that says of the country what is told of one place."""
    found = [
        (start, end)
        for start, end, name in whose.named(text)
        if not whose.is_national(name) and (not start or text[start - 1] in _BEFORE_PLACE)
    ]
    if not found:
        return None
    start, end = rng.choice(found)
    return text[:start] + rng.choice(("全国", "全国各地", "我国")) + text[end:]


def _said(value: Decimal, unit: str, rng: random.Random) -> str | None:
    if unit in ("%", "％"):
        return _rate(value, rng)
    if value < LEAST:
        return _small(value, unit)
    forms = [_plainly(value, unit, rng)]
    if told := rounded(value, value, value, unit, rng):
        forms += [told.text] * 3
    return rng.choice(forms)


def _plainly(value: Decimal, unit: str, rng: random.Random) -> str:
    words = aloud(value)
    return (words if words and rng.random() < 0.5 else short(value)) + unit


def _small(value: Decimal, unit: str) -> str | None:
    if value != value.to_integral() or value < 1:
        return None
    return ("两" if value == 2 else spoken(int(value))) + unit


def _rate(value: Decimal, rng: random.Random) -> str | None:
    tenths = (value / _TENTHS).to_integral()
    if 1 <= tenths <= 9 and abs(value - tenths * _TENTHS) < 2 and rng.random() < 0.5:
        beyond = "超" if value > tenths * _TENTHS else "快"
        lead = "" if value == tenths * _TENTHS else rng.choice(("差不多", "大约", beyond))
        return f"{lead}{'两' if tenths == 2 else spoken(int(tenths))}成"
    return rate_rounded(value, rng) or rate_exact(value, rng)


def _at(told: Sequence[Number], place: int) -> Number | None:
    return next((one for one in told if one.start <= place < one.end), None)


def _meet(said: str, printed: str, place: int) -> bool | None:
    """Whether the figures at a place of two texts can be of one value; ``None`` where they are not of one unit."""
    one, two = _at(numbers(said), place), _at(numbers(printed), place)
    return of_one_value(one, two) if one and two and one.key == two.key else None
