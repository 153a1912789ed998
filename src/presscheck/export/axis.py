"""How the points of a series are named and measured out, alike in tables, charts and files."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from itertools import pairwise

from presscheck import data
from presscheck.errors import Lang
from presscheck.export.points import all_values
from presscheck.hanzi import is_han
from presscheck.messages import say
from presscheck.model.fact import Period
from presscheck.model.series import Point, Strand

POWERS: dict[Lang, tuple[int, ...]] = {"zh": (12, 8, 4), "en": (12, 9, 6)}
"""The powers of ten that have a name in front of a unit: 万亿, 亿, 万; trillion, billion, million."""
LARGE = Decimal(100_000)
"""Numbers below it stand as they are."""
NEVER = frozenset(("%", "‰", "pp", "times"))
"""Units that take no such name."""
FROM_ZERO = Decimal("0.5")
"""An axis begins at zero where the least value is below this share of the greatest."""
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
PARTS = {"quarter": 4, "half": 2, "month": 12}
"""How many periods of a grain make a year."""
WIDER = 1.5
"""How many times as wide as the nearest two points stand apart a gap between others is at least."""
CHINESE = "一二三四"


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit in which a strand is written, so many powers of ten above its own: 亿吨, million t."""

    power: int
    unit: str

    def of(self, value: Decimal) -> Decimal:
        """``value`` of the strand's own unit, in this one; exact.

        >>> Scale(8, "亿吨").of(Decimal(664340000))
        Decimal('6.6434')
        """
        return value.scaleb(-self.power).normalize() if value else Decimal(0)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis with its round marks; the first and the last are its ends."""

    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        """Its lower end."""
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        """Its upper end."""
        return self.ticks[-1]

    @property
    def has_zero(self) -> bool:
        """Whether zero is on it, so that columns tell the truth."""
        return self.low <= 0 <= self.high

    def share(self, value: Decimal) -> float:
        """Where a value stands, from 0 to 1."""
        return float((value - self.low) / (self.high - self.low))


def scale(strand: Strand, lang: Lang) -> Scale:
    """The unit in which the values of a strand are best read: half of them are above one of it.

    >>> from presscheck.model.series import Measure
    >>> scale(Strand(Measure("粮食产量", code="t"), ()), "zh")
    Scale(power=0, unit='吨')
    """
    code = strand.measure.code
    sizes = sorted(abs(point.value) for point in strand.points)
    usual = sizes[len(sizes) // 2] if sizes else Decimal(0)
    power = 0 if usual < LARGE or code in NEVER else next((one for one in POWERS[lang] if usual >= 10**one), 0)
    name = unit_name(code, lang)
    return Scale(power, say("chart.unit", lang, power=say(f"chart.power_{power}", lang), unit=name) if power else name)


def unit_name(code: str | None, lang: Lang) -> str:
    """A unit as people write it.

    >>> unit_name("kW.h", "zh"), unit_name("kW.h", "en"), unit_name("CNY", "en"), unit_name("CNY/t", "zh")
    ('千瓦时', 'kW.h', 'yuan', '元/吨')
    """
    if code is None:
        return say("chart.no_unit", lang)
    if "/" in code:
        return "/".join(unit_name(one, lang) for one in code.split("/"))
    if f"unit_{code}" in data.rows("messages/chart"):
        return say(f"chart.unit_{code}", lang)
    return _printed().get(code, code) if lang == "zh" else code


@cache
def _printed() -> dict[str, str]:
    """Every unit by the first of its printed forms."""
    rows = reversed(data.rows("facts/units")["unit"])
    return {row["code"]: next((form for form in row["forms"] if is_han(form[0])), row["code"]) for row in rows}


def axis(values: Iterable[Decimal], marks: int = 5) -> Axis:
    """An axis over all ``values``, from zero where they are not all far from it.

    >>> [str(tick) for tick in axis([Decimal("6.58"), Decimal("7.06")]).ticks]
    ['6.5', '6.6', '6.7', '6.8', '6.9', '7', '7.1']
    >>> [int(tick) for tick in axis([Decimal(3), Decimal(17)]).ticks]
    [0, 5, 10, 15, 20]
    """
    told = list(values) or [Decimal(0)]
    low, high = min(told), max(told)
    if low >= 0 and low < high * FROM_ZERO:
        low = Decimal(0)
    elif high <= 0 and high > low * FROM_ZERO:
        high = Decimal(0)
    if low == high:
        low, high = (min(low, Decimal(0)), max(high, Decimal(0))) if low else (Decimal(0), Decimal(1))
    step = _step((high - low) / marks)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return Axis(tuple((step * number).normalize() + 0 for number in range(int(first), int(last) + 1)))


def all_on(strand: Strand, lang: Lang, marks: int = 5) -> Axis:
    """The axis for everything that was told in a strand, in the unit of its ``scale``."""
    unit = scale(strand, lang)
    return axis((unit.of(one) for one in all_values(strand)), marks)


def _step(least: Decimal) -> Decimal:
    """The round number next above ``least``, or just below it."""
    power = least.adjusted()
    return next(one for one in STEPS if one.scaleb(power) >= least * Decimal("0.9")).scaleb(power)


def period_name(period: Period, grain: str, lang: Lang) -> str:
    """A period as a label has it.

    >>> first = Period("一季度", "2026-01-01", "2026-03-31", "quarter")
    >>> period_name(first, "quarter", "zh"), period_name(first, "quarter", "en"), period_name(first, "to_date", "zh")
    ('2026年一季度', '2026 Q1', '2026年1—3月')
    """
    start, end = first_day(period), last_day(period)
    if start is None or end is None:
        return period.text
    return _named(start, end, grain, lang)


def _named(start: datetime.date, end: datetime.date, grain: str, lang: Lang) -> str:
    told = {"year": end.year, "month": end.month}
    if grain in ("year", "month"):
        return say(f"chart.{grain}", lang, **told)
    if grain == "to_date" and end.month > 1:
        return say("chart.to_date", lang, **told)
    if grain == "to_date":
        return say("chart.month", lang, **told)
    if grain in PARTS:
        part = (end.month - 1) * PARTS[grain] // 12 + 1
        numeral = say(f"chart.half_{part}", lang) if grain == "half" else CHINESE[part - 1] if lang == "zh" else part
        return say(f"chart.{grain}", lang, year=end.year, part=numeral)
    return end.isoformat() if start == end else say("chart.span", lang, start=start, end=end)


def first_day(period: Period) -> datetime.date | None:
    """The day on which a period begins, where it is told."""
    return datetime.date.fromisoformat(period.start[:10]) if period.start else None


def last_day(period: Period) -> datetime.date | None:
    """The day on which a period ends, where it is told."""
    return datetime.date.fromisoformat(period.end[:10]) if period.end else None


def time_axis(points: Sequence[Point], grain: str) -> Iterator[float]:
    """Where each point stands in time, counted in periods of its grain, or in days.

    >>> years = [Period(f"{year}年", f"{year}-01-01", f"{year}-12-31", "year") for year in (2021, 2024)]
    >>> list(time_axis([Point(one, Decimal(1), None, None, "single", ()) for one in years], "year"))
    [2021.0, 2024.0]
    """
    for number, point in enumerate(points):
        end = last_day(point.period)
        if end is None:
            yield float(number)
        elif grain == "year":
            yield float(end.year)
        elif grain in PARTS or grain == "to_date":
            parts = PARTS.get(grain, 12)
            yield float(end.year * parts + (end.month - 1) * parts // 12)
        else:
            yield float(end.toordinal())


def breaks(points: Sequence[Point], grain: str) -> list[int]:
    """The numbers of the points before which there are periods of which no figure was told.

    Of days and other spans nobody knows how many there should be: a gap is what is wider than the nearest two stand.

    >>> years = [Period(f"{year}年", f"{year}-01-01", f"{year}-12-31", "year") for year in (2021, 2022, 2024)]
    >>> breaks([Point(one, Decimal(1), None, None, "single", ()) for one in years], "year")
    [2]
    """
    places = list(time_axis(points, grain))
    counted = grain in ("year", "to_date", *PARTS)
    least = 1.0 if counted else least_step(places) * WIDER
    return [number for number, (one, two) in enumerate(pairwise(places), 1) if two - one > least]


def least_step(places: Sequence[float]) -> float:
    """How far apart in time the points next to each other are that are nearest; 1 where there are none."""
    return min((two - one for one, two in pairwise(places) if two > one), default=1.0)


def gaps(points: Sequence[Point], grain: str, lang: Lang) -> dict[int, str]:
    """The periods of which no figure was told, in words, by the number of the point after them.

    >>> years = [Period(f"{year}年", f"{year}-01-01", f"{year}-12-31", "year") for year in (2021, 2024, 2026)]
    >>> gaps([Point(one, Decimal(1), None, None, "single", ()) for one in years], "year", "en")
    {1: '2022 to 2023: no figure', 2: '2025: no figure'}
    """
    if grain != "year" and grain not in PARTS:
        return {}
    found = {}
    places = [int(place) for place in time_axis(points, grain)]
    for number, (one, two) in enumerate(pairwise(places), 1):
        if two - one > 1:
            first, last = (_label(place, grain, lang) for place in (one + 1, two - 1))
            periods = first if first == last else say("chart.within", lang, low=first, high=last)
            found[number] = say("chart.gap", lang, periods=periods)
    return found


def _label(place: int, grain: str, lang: Lang) -> str:
    """The name of the period at a place of ``time_axis``."""
    parts = PARTS.get(grain, 1)
    year, part = divmod(place, parts)
    day = datetime.date(year, part * 12 // parts + 1, 1)
    return _named(day, day, grain, lang)
