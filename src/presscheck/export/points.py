"""What one point of a series has to show: the mention that tells it best, its sentence, the values told beside it."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from presscheck import data
from presscheck.export.text import visible
from presscheck.model.fact import Nature, Quantity, written
from presscheck.model.series import Measure, Mention, Point, Strand

STATES = ("single", "agreed", "revised", "disputed")
ALARMING = frozenset(("revised", "disputed"))
"""States that a reader has to notice."""
SENTENCE_END = re.compile(r"[。！？；!?\n]+[”’』」）)]*")
MOVES = frozenset((Nature.RATE, Nature.CHANGE, Nature.POINTS))
_EXACT = Context(prec=40)


class Quoted(NamedTuple):
    """The sentence that tells a figure, safe to show, in three: before the figure, its words, after it."""

    before: str
    figure: str
    after: str

    @property
    def whole(self) -> str:
        """The whole sentence."""
        return self.before + self.figure + self.after


def main_mention(point: Point, measure: Measure) -> Mention | None:
    """The mention to show for a point: the latest that tells its very value, else the latest that agrees with it."""
    exact = [one for one in point.mentions if value_of(one, measure) == point.value]
    return next(reversed(exact or list(point.mentions)), None)


def latest(point: Point) -> Mention | None:
    """The latest mention of a point, whatever it says."""
    return max(point.mentions + point.others, key=lambda one: one.date.isoformat() if one.date else "", default=None)


def articles(point: Point) -> tuple[str, ...]:
    """The stories that tell a point, those that agree with its value first, each once."""
    return tuple(dict.fromkeys(one.article for one in point.mentions + point.others))


def sentence(mention: Mention) -> Quoted:
    """The sentence that tells a figure, cut out of its paragraph.

    >>> from presscheck.model import Figure, Words
    >>> words = Words("13万吨", "body", 0, 11, 15)
    >>> figure = Figure(evidence=words, quantity=Quantity(Decimal(130000), None, None))
    >>> sentence(Mention("a1", None, None, figure, "去年风调雨顺。粮食产量13万吨，增产。今年再看。"))
    Quoted(before='粮食产量', figure='13万吨', after='，增产。')
    """
    start, end = place(mention)
    ends = [found.end() for found in SENTENCE_END.finditer(mention.text)]
    first = max((one for one in ends if one <= start), default=0)
    last = min((one for one in ends if one >= end), default=len(mention.text))
    text = mention.text
    return Quoted(visible(text[first:start]).lstrip(), visible(text[start:end]), visible(text[end:last]).rstrip())


def place(mention: Mention) -> tuple[int, int]:
    """Where the figure's words stand in the text of its mention; nowhere (0, 0) where the text does not hold them."""
    words = mention.fact.evidence
    if mention.text[words.start : words.end] == words.text:
        return words.start, words.end
    found = mention.text.find(words.text)
    return (found, found + len(words.text)) if found >= 0 else (0, 0)


def value_of(mention: Mention, measure: Measure) -> Decimal | None:
    """The value of a mention in the unit of its strand; ``None`` where it has none, or the unit leads nowhere.

    >>> from presscheck.model import Figure, Words
    >>> jin = Quantity(Decimal(2000), None, None, unit="斤", code="jin", family="mass")
    >>> told = Mention("a1", None, None, Figure(evidence=Words("2000斤", "body", 0, 0, 5), quantity=jin), "2000斤")
    >>> value_of(told, Measure("粮食产量", code="t"))
    Decimal('1')
    """
    quantity = mention.fact.quantity
    ratio = _ratio(quantity, measure.code)
    if quantity.value is None or ratio is None:
        return None
    value = _times(quantity.value, ratio)
    return -value if mention.fact.direction == "down" and measure.nature in MOVES and value > 0 else value


def _times(value: Decimal, ratio: Fraction) -> Decimal:
    if ratio == 1:
        return value
    return _EXACT.divide(_EXACT.multiply(value, Decimal(ratio.numerator)), Decimal(ratio.denominator))


def _ratio(quantity: Quantity, code: str | None) -> Fraction | None:
    forms, codes = _factors()
    own, whole = forms.get(quantity.unit or ""), codes.get(code or "")
    if own and whole and own[0] == whole[0]:
        return own[1] / whole[1]
    return Fraction(1) if quantity.code == code else None


_Factor = tuple[str, Fraction]


@cache
def _factors() -> tuple[dict[str, _Factor], dict[str, _Factor]]:
    """How many of the first unit of its family each printed form, and each code, stands for."""
    forms: dict[str, _Factor] = {}
    codes: dict[str, _Factor] = {}
    for row in data.rows("facts/units")["unit"]:
        if "factor" in row:
            above, _, below = row["factor"].partition("/")
            factor = (row["family"], Fraction(above) / Fraction(below or "1"))
            codes.setdefault(row["code"], factor)
            forms |= dict.fromkeys(row["forms"], factor)
    return forms, codes


def spread(point: Point, measure: Measure) -> tuple[Decimal | None, Decimal | None] | None:
    """The interval of a point where its words allow more than the rounding of its last digit: 近, 多, 超过.

    One side is ``None`` where the words leave it open.
    """
    told = main_mention(point, measure)
    quantity = told.fact.quantity if told else None
    if point.low is None and point.high is None:
        return None
    if point.low is None or point.high is None:
        return point.low, point.high
    ratio = _ratio(quantity, measure.code) if quantity else None
    rounding = _times(quantity.resolution, ratio) if quantity and quantity.resolution and ratio else Decimal(0)
    return (point.low, point.high) if point.high - point.low > rounding else None


def other_values(point: Point, measure: Measure) -> Iterator[tuple[Mention, Decimal]]:
    """The values that contradict a point or were told before it, in the strand's unit."""
    for one in point.others:
        if (value := value_of(one, measure)) is not None:
            yield one, value


def all_values(strand: Strand) -> Iterator[Decimal]:
    """Everything that a chart of a strand has to hold."""
    for point in strand.points:
        yield point.value
        yield from (value for _, value in other_values(point, strand.measure))
        yield from (one for one in spread(point, strand.measure) or () if one is not None)


def plain(value: Decimal | None) -> str:
    """A number as files have it; nothing where there is none."""
    return written(value) or ""


def run_of(point: Point, grain: str) -> str:
    """The points that a line may join: a count from January on begins anew with each year, and so does its line."""
    return (point.period.end or "")[:4] if grain == "to_date" else ""
