"""What a record tells surely: figures of an indicator and a period, figures of works, acts, sayings.

Only what is told in one way is taken: a figure with both bounds that no other mention of its period gainsays.
"""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from presscheck.facts import units
from presscheck.model import Act, Figure, Modality, Quote
from presscheck.model.fact import Nature, Quantity
from presscheck.model.series import Mention, Point, Strand
from presscheck.record import series
from presscheck.record.mentions import figures_of
from presscheck.record.store import Kept
from presscheck.recording import Record

NATIONAL = "全国"
GRAINS = ("year", "month", "to_date", "quarter", "half")
Interval = tuple[Decimal | None, Decimal | None]
Days = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """Where something is told: the article's id and its day."""

    article: str
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Sure:
    """A figure that the record tells in one way only; ``value`` is signed where it is a ``rate``.

    ``days`` are the first and the last day of its period, ``at_end`` tells a stock at its last day; ``key`` are the
    facts it rests on.
    """

    name: str
    scope: str
    rate: bool
    basis: str | None
    code: str
    value: Decimal
    low: Decimal
    high: Decimal
    days: Days
    grain: str
    at_end: bool
    tellings: tuple[Telling, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A figure that is planned or expected for a time, and not told as so."""

    name: str
    code: str
    value: Decimal
    days: Days
    told: Telling
    key: str


@dataclass(frozen=True, slots=True)
class Book:
    """All that the record tells of one indicator; ``every`` are all its figures, those left out too."""

    name: str
    sures: tuple[Sure, ...]
    plans: tuple[Plan, ...]
    every: tuple[tuple[Mention, Days | None], ...]

    def may_say(self, low: Decimal, high: Decimal, code: str, days: Days | None) -> bool:
        """Whether any figure of the indicator could mean a value between these bounds in such a period."""
        for mention, when in self.every:
            if days and when and (when[1] < days[0] or days[1] < when[0]):
                continue
            if meets(bounds(mention.fact.quantity), scaled(low, high, code)):
                return True
        return False

    def counts_since(self, year: str, plan: "Plan") -> bool:
        """Whether any other article has a figure in the unit of a plan of this year or a later one, or a part of it."""
        held = ((one, when) for one, when in self.every if one.article != plan.told.article and when is not None)
        return any(when[1][:4] >= year and one.fact.quantity.code == plan.code for one, when in held)

    def tells_of(self, days: Days) -> bool:
        """Whether any figure of the indicator is of exactly this period."""
        return any(when is None or when == days for _, when in self.every)

    def names(self, place: str) -> bool:
        """Whether any paragraph that tells the indicator names the place."""
        return any(place in one.text + one.before + (one.headline or "") for one, _ in self.every)


def bounds(quantity: Quantity) -> Interval:
    """What a quantity allows, in the first unit of its family, without its sign."""
    unit = units.unit(quantity.unit) if quantity.unit else None
    factor = Decimal(unit.factor.numerator) / Decimal(unit.factor.denominator) if unit and unit.factor else Decimal(1)
    low, high = (None if one is None else one * factor for one in (quantity.low, quantity.high))
    return low, high


def scaled(low: Decimal, high: Decimal, code: str) -> Interval:
    """Bounds in the first unit of their family, without their sign."""
    unit = next((one for form in FORMS.get(code, (code,)) if (one := units.unit(form))), None)
    factor = Decimal(unit.factor.numerator) / Decimal(unit.factor.denominator) if unit and unit.factor else Decimal(1)
    ends = sorted((abs(low) * factor, abs(high) * factor))
    return ends[0], ends[1]


FORMS = {
    "t": ("吨",),
    "jin": ("斤",),
    "kW.h": ("千瓦时",),
    "kW": ("千瓦",),
    "mu": ("亩",),
    "m3": ("立方米",),
    "%": ("%",),
}
"""A printed form for codes that are none."""


def meets(one: Interval, two: Interval) -> bool:
    """Whether two intervals share a value."""
    below = one[1] is not None and two[0] is not None and one[1] < two[0]
    above = one[0] is not None and two[1] is not None and one[0] > two[1]
    return not (below or above)


class Shelf:
    """A record's stories held in memory: figures by paragraph, acts, direct quotes, and the plain texts."""

    def __init__(self, record: Record) -> None:
        self.figures: list[Mention] = []
        self.acts: list[tuple[Telling, Act]] = []
        self.quotes: list[tuple[Telling, Quote]] = []
        self.texts: dict[str, str] = {}
        for kept in record.store.every():
            if kept.date is not None:
                self._keep(kept)
        self.paragraphs: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.figures:
            self.paragraphs[mention.text].append(mention)

    def _keep(self, kept: Kept) -> None:
        assert kept.date is not None
        told = Telling(kept.name, kept.date)
        article = kept.article
        self.texts[kept.name] = "\n".join((article.headline or "", *(one.text for one in article.paragraphs)))
        self.figures += figures_of(kept)
        for fact in article.facts:
            if isinstance(fact, Act):
                self.acts.append((told, fact))
            elif isinstance(fact, Quote) and fact.direct and fact.speaker:
                self.quotes.append((told, fact))

    def holds(self, *words: str) -> list[str]:
        """The articles whose text has all these words."""
        return [name for name, text in self.texts.items() if all(word in text for word in words)]

    def told_with(self, *words: str) -> Iterator[Mention]:
        """The figures of the paragraphs that have all these words."""
        for text, held in self.paragraphs.items():
            if all(word in text for word in words):
                yield from held

    def frequent(self, least: int, pattern: str) -> list[str]:
        """The names of indicators told at least so often, the most frequent first."""
        found = Counter(one.fact.indicator.text for one in self.figures if one.fact.indicator)
        return [name for name, count in found.most_common() if count >= least and re.fullmatch(pattern, name)]


def book(shelf: Shelf, name: str) -> Book:
    """All that the record tells of an indicator."""
    rows = series.words_of(name)
    held = {id(one): one for words in rows for one in shelf.told_with(*words)}
    told = series.gather(name, held.values())
    mine = [one for one in told.strands if one.measure.indicator == name]
    every = [
        (one, days_of_point(point)) for strand in told.strands for point in strand.points for one in told_by(point)
    ]
    every += [(left.mention, days_of(left.mention.fact)) for left in told.left_out]
    sures = tuple({one.key: one for strand in reversed(mine) for one in sures_of(strand, name)}.values())
    plans = tuple(
        plan for left in told.left_out if left.why in ("plan", "estimate") for plan in plans_of(name, left.mention)
    )
    return Book(name, tuple(sorted(_alone(sures), key=lambda one: one.key)), plans, tuple(every))


def told_by(point: Point) -> tuple[Mention, ...]:
    """All mentions of a point, those that differ too."""
    return (*point.mentions, *point.others)


def _alone(sures: Sequence[Sure]) -> Iterator[Sure]:
    """Those of which no other figure of the same scope, kind and period is told."""
    counts = Counter((one.scope, one.rate, one.days) for one in sures)
    return (one for one in sures if counts[(one.scope, one.rate, one.days)] == 1)


def sures_of(strand: Strand, name: str) -> Iterator[Sure]:
    """The sure figures of one strand: levels, and rates against the year before."""
    measure = strand.measure
    rate = measure.nature is Nature.RATE
    if measure.grain not in GRAINS or measure.scope is None or measure.prices or not measure.code:
        return
    if not (measure.nature is None or (rate and measure.basis == "同比")):
        return
    if measure.code == "%" and not rate and not re.search("率|指数|份额", name):
        return
    for point in strand.points:
        if point.others or point.low is None or point.high is None or not point.value:
            continue
        tellings = tuple(Telling(one.article, one.date) for one in point.mentions if one.date)
        key = tuple(sorted(one.fact.id for one in point.mentions))
        days = days_of_point(point)
        at_end = point.period.start == point.period.end
        yield Sure(
            name, measure.scope, rate, measure.basis, measure.code, point.value, point.low, point.high,
            days, measure.grain, at_end, tellings, key,
        )  # fmt: skip


def days_of_point(point: Point) -> Days:
    """The first and last day of a point's period."""
    return (point.period.start or "")[:10], (point.period.end or "")[:10]


def days_of(fact: Figure) -> Days | None:
    """The first and last day of a figure's own period, where it has both."""
    period = fact.period
    return (period.start[:10], period.end[:10]) if period and period.start and period.end else None


def plans_of(name: str, mention: Mention) -> Iterator[Plan]:
    """A planned figure with a year to come, or running, on the day it is told."""
    fact, quantity = mention.fact, mention.fact.quantity
    days = days_of(fact)
    if not days or not mention.date or quantity.value is None or not quantity.code or quantity.family == "ratio":
        return
    before = mention.text[max(0, fact.evidence.start - 40) : fact.evidence.start]
    if re.search("[日天]|春运|假期|以来|截至|累计", before) or not re.search("目标|计划|力争|任务|确保", before):
        return
    if fact.period and fact.period.grain == "year" and days[1] > mention.date.isoformat():
        yield Plan(name, quantity.code, quantity.value, days, Telling(mention.article, mention.date), fact.id)


@dataclass(frozen=True, slots=True)
class Work:
    """A lasting figure of a work by its name (a railway's length): ``near`` are all figures told beside that name."""

    work: str
    name: str
    code: str
    value: Decimal
    low: Decimal
    high: Decimal
    tellings: tuple[Telling, ...]
    near: tuple[Mention, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What it rests on."""
        return tuple(one.article + self.name for one in self.tellings)

    def may_say(self, low: Decimal, high: Decimal, code: str) -> bool:
        """Whether any figure beside the work's name could mean such a value."""
        return any(meets(bounds(one.fact.quantity), scaled(low, high, code)) for one in self.near)


def works(shelf: Shelf, works_end: str, names: Iterable[str]) -> Iterator[Work]:
    """The figures of works whose name stands before them in their sentence."""
    wanted, ending = frozenset(names), re.compile(f"[\\u4e00-\\u9fff]{{2,10}}(?:{works_end})")
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in shelf.figures:
        fact = mention.fact
        if not (
            fact.subject and fact.indicator and fact.indicator.text in wanted and ending.fullmatch(fact.subject.text)
        ):
            continue
        between = mention.text[fact.subject.end : fact.evidence.start]
        same = fact.subject.paragraph == fact.evidence.paragraph and fact.indicator.text in between
        if same and len(between) < 18 and not re.search(f"。|站|{works_end}", between):
            groups[(fact.subject.text, fact.indicator.text)].append(mention)
    for (work, name), held in sorted(groups.items()):
        yield from _work(shelf, work, name, held)


def _work(shelf: Shelf, work: str, name: str, held: list[Mention]) -> Iterator[Work]:
    first = held[0].fact.quantity
    same = [one for one in held if one.fact.quantity.value == first.value and one.fact.quantity.code == first.code]
    if len(same) < len(held) or first.low is None or first.high is None or not first.value or not first.code:
        return
    if held[0].fact.modality is not Modality.ACTUAL or any(mark in work for mark in "该此本这其"):
        return
    near = tuple(shelf.told_with(work))
    clash = [one for one in near if name in one.text and one.fact.indicator and one.fact.indicator.text == name]
    if any(one.fact.quantity.value != first.value for one in clash):
        return
    tellings = tuple(Telling(one.article, one.date) for one in held if one.date)
    yield Work(work, name, first.code, first.value, first.low, first.high, tellings, near)
