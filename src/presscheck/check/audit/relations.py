"""What figures of a text have to be to one another, and the finding that says they are not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from presscheck.check.audit import repairs
from presscheck.check.audit.intervals import Interval, stretched, told, usual
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.facts import units
from presscheck.messages import say
from presscheck.model import Figure
from presscheck.model.fact import Nature, Operator, Quantity, written
from presscheck.model.verdict import Finding, Repair

PERSONS = frozenset(("人", "名", "位"))
_CHANGES = (Nature.RATE, Nature.POINTS, Nature.CHANGE, Nature.MULTIPLE, Nature.RANK, Nature.AVERAGE)
_PLAIN = ("ratio", "points", "multiple")
"""Families of which the numbers are taken as they are: 40 % is 40."""
Values = Sequence[Interval]
Fitted = Callable[[Values], bool]
Ruled = Callable[[Values], Interval]


@dataclass(frozen=True, slots=True)
class Relation:
    """Figures of a story with what they have to satisfy: ``fits`` is asked with their intervals, in base units.

    ``right`` gives from the intervals what one of them, ``wrong``, has to be by the others.
    """

    rule: str
    story: Story
    figures: tuple[Figure, ...]
    fits: Fitted
    right: Ruled | None = None
    wrong: int = -1
    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def finding(self, lang: Lang) -> Finding | None:
        """The finding that they do not fit, where they do not."""
        quantities = [one.quantity for one in self.figures]
        if any(one.value is None for one in quantities) or self.fits(based(quantities, usual)):
            return None
        level, mended = self._level(quantities)
        low, high = self._bounds()
        names = "abcdefghijklmnop"
        gaps = {name: one.evidence.text for name, one in zip(names, self.figures, strict=False)}
        right = between(low, high, self.figures[self.wrong])
        words = say(
            f"audit.{self.message or self.rule.replace('-', '_')}", lang, **gaps, right=right[lang], **self.values
        )
        ids = tuple(one.id for one in self.figures)
        return Finding(self.rule, level, words, ids, self.story.told(*self.figures), low, high, mended)

    def _level(self, quantities: Sequence[Quantity]) -> tuple[str, tuple[Repair, ...]]:
        """Whether it is a slip, an error, or true at a stretch; what is only cut off too early is not mended."""
        never, open_ended = not self.fits(based(quantities, stretched)), self.fits(based(quantities, told))
        mended: tuple[Repair, ...] = ()
        if never or open_ended:
            mended = repairs.mending(self.story, self.figures, lambda held: self.fits(based(held, usual)))
        return ("proofread" if mended else "error" if never else "tension"), mended

    def _bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """What the figure that is ``wrong`` has to be, in its own unit."""
        if self.right is None:
            return None, None
        found = self.right(based([one.quantity for one in self.figures], usual))
        per = _factor(self.figures[self.wrong].quantity)
        return (_in_unit(found.low, per), _in_unit(found.high, per))


def _in_unit(bound: Decimal | None, per: Decimal) -> Decimal | None:
    return None if bound is None else (bound / per).normalize() if bound else Decimal(0)


def _factor(quantity: Quantity) -> Decimal:
    if quantity.family in _PLAIN:
        return Decimal(1)
    found = units.unit(quantity.unit) if quantity.unit else None
    return (found.base(Decimal(1)) or Decimal(1)) if found else Decimal(1)


def based(quantities: Sequence[Quantity], how: Callable[[Quantity], Interval]) -> list[Interval]:
    """The intervals of some quantities, each in the first unit of its family."""
    return [_scaled(how(one), _factor(one)) for one in quantities]


def _scaled(one: Interval, by: Decimal) -> Interval:
    if by == 1:
        return one
    low, high = (None if bound is None else bound * by for bound in (one.low, one.high))
    return Interval(low, high, one.low_open, one.high_open)


def between(low: Decimal | None, high: Decimal | None, like: Figure) -> dict[Lang, str]:
    """Two bounds as people say them, to the places of a figure and one more.

    >>> from presscheck.model import Words
    >>> like = Figure(evidence=Words("5万吨", "body", 0, 0, 3), quantity=Quantity(None, None, None, unit="吨"))
    >>> between(Decimal(26500), Decimal(27500), like)["en"], between(Decimal(30000), None, like)["zh"]
    ('2.65万 to 2.75万吨', '至少3万吨')
    """
    scale = next((one for one in ("万亿", "亿", "万") if one in like.evidence.text), "")
    times = {"万亿": Decimal(10**12), "亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}[scale]
    unit = like.quantity.unit or ""
    first, last = (None if one is None else f"{_short(one / times)}{scale}" for one in (low, high))
    if first is not None and last is not None:
        if first == last:
            return {"en": f"{first}{unit}", "zh": f"{first}{unit}"}
        return {"en": f"{first} to {last}{unit}", "zh": f"{first}至{last}{unit}"}
    if last is not None:
        return {"en": f"{last}{unit} at most", "zh": f"至多{last}{unit}"}
    return {"en": f"{first}{unit} at least", "zh": f"至少{first}{unit}"} if first else {"en": "", "zh": ""}


def _short(value: Decimal) -> str:
    """Four places that count are enough to be read."""
    places = max(0, 3 - value.adjusted()) if value else 0
    return written(round(value, min(places, 4))) or "0"


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same in units that can be set side by side, and neither is a range."""
    return Operator.RANGE not in (one.quantity.operator, other.quantity.operator) and same_unit(one, other)


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether the units of two figures can be set side by side."""
    first, second = one.quantity, other.quantity
    if first.family is None or second.family is None:
        return False
    if first.code == second.code or {first.code, second.code} <= PERSONS:
        return True
    return first.family == second.family and all(_convertible(each) for each in (first, second))


def _convertible(quantity: Quantity) -> bool:
    found = units.unit(quantity.unit) if quantity.unit else None
    return found is not None and found.factor is not None


def is_level(figure: Figure) -> bool:
    """Whether a figure says how much there is, not how it moved, on what average or in which place."""
    return figure.nature not in _CHANGES and figure.quantity.family not in ("points", "multiple", "rank", "grade")
