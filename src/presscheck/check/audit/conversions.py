"""The same thing told in two units: 30亩（2公顷）, 100亿美元（约合720亿元）, 装机 in 千瓦 and never in 千瓦时."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

from presscheck.check.audit.intervals import Interval, exactly
from presscheck.check.audit.places import Place, fault
from presscheck.check.audit.sizes import repairs, roomy, rounded, shown, size_of
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.facts.units import unit
from presscheck.messages import say
from presscheck.model import Figure
from presscheck.model.fact import Quantity
from presscheck.model.verdict import Finding, Repair
from presscheck.record.passages import Text

_TABLE = "audit/conversions"
_CLOSES = re.compile(r"^[）)]")
_BEFORE = 12
_ROOM = "0.02"
_ENERGY = {"power": "时", "energy": ""}


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Sizes told again in another unit that are not the same, and power told in units of energy."""
    for text in story.texts():
        figures = [one for one in story.figures if _stands(one, text)]
        for one, two in pairwise(figures):
            between = text.words[one.evidence.end : two.evidence.start] + _ahead(two)
            if same_again(between, text.words[two.evidence.end :]):
                yield from _converted(story, one, two, lang)
        for one in figures:
            yield from _measured(story, text, one, lang)


def _stands(figure: Figure, text: Text) -> bool:
    return (figure.evidence.part, figure.evidence.paragraph) == (text.part, text.paragraph)


def same_again(between: str, after: str) -> bool:
    """Whether a figure behind these words tells the one before them again.

    >>> same_again("，约合", "人民币"), same_again("（", "）"), same_again("，比去年多", "")
    (True, True, False)
    """
    if between in ("（", "("):
        return bool(_CLOSES.search(after))
    return _again().fullmatch(between) is not None


def _ahead(figure: Figure) -> str:
    """The words of a figure before its number: 约合."""
    return re.split(r"[\d一二两三四五六七八九十]", figure.evidence.text, maxsplit=1)[0]


@cache
def _again() -> re.Pattern[str]:
    words = sorted(rows(_TABLE)["same"]["words"].split(), key=lambda word: (-len(word), word))
    return re.compile(rf"[，（(]?(?:{'|'.join(words)})(?:人民币)?[约近]?")


def _converted(story: Story, one: Figure, two: Figure, lang: Lang) -> Iterator[Finding]:
    first, second = one.quantity, two.quantity
    if not first.family or first.family != second.family or first.code == second.code:
        return
    held, other, rate = size_of(first), size_of(second), _rate(first, second)
    if not held or not other or not rate:
        return
    right = roomy(held * rate, _ROOM)
    if right.meets(other):
        return
    money = first.family == "currency"
    slips = [*_shifted(story, two, right, other)] if money else [*repairs(story, two, right)]
    values = {"one": one.evidence.text, "two": two.evidence.text, "right": shown(right)}
    words = say("audit.conversions_differ", lang, **values)
    level, ids = "proofread" if slips else "error", (one.id, two.id)
    bounds = (rounded(right.low), rounded(right.high))
    yield Finding("same-in-two-units", level, words, ids, story.told(one, two), *bounds, tuple(slips))


def _rate(one: Quantity, two: Quantity) -> Interval | None:
    """What one of the first is in the second: of money what it was worth, else 1, as both sizes are in one unit."""
    if one.family == "currency":
        row = next((row for row in rows(_TABLE)["rate"] if row["code"] == one.code and two.code == "CNY"), None)
        return Interval(Decimal(row["low"]), Decimal(row["high"])) if row else None
    found = [unit(form) if form else None for form in (one.unit, two.unit)]
    return exactly(1) if all(form is not None and form.factor is not None for form in found) else None


def _shifted(story: Story, figure: Figure, right: Interval, printed: Interval) -> Iterator[Repair]:
    """万 printed for 亿, or the other way round."""
    told = figure.evidence
    text = story.text_of(told)
    for before, after, by in (("亿", "万", Decimal("0.0001")), ("万", "亿", Decimal(10_000))):
        at = told.text.find(before)
        if at >= 0 and right.meets(printed * exactly(by)):
            yield Place(story, text, told.start + at, told.start + at + 1).repair(after)


def _measured(story: Story, text: Text, figure: Figure, lang: Lang) -> Iterator[Finding]:
    """装机容量 in 千瓦时."""
    start = figure.evidence.start
    before = re.split("[，。；：、]", text.words[max(0, start - _BEFORE) : start])[-1]
    for row in rows(_TABLE)["measured"]:
        if figure.quantity.family == row["wrong"] and _told_in(row["words"]).search(before):
            place = Place(story, text, start, figure.evidence.end)
            right = f"{place.printed.removesuffix('时')}{_ENERGY[row['wrong']]}"
            yield fault("power-and-energy", "conversions_power", [place], lang, [right], right=right)


@cache
def _told_in(words: str) -> re.Pattern[str]:
    filled = r"(?:为|达|达到|约|近|超|超过|突破|累计|已|将|新增|增至|完成|可达|约为|达到了|了|的)*"
    return re.compile(rf"(?:{'|'.join(words.split())}){filled}$")
