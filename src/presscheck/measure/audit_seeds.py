"""Errors set into clean stories, one at a time: of which relation, by which slip of the pen, and whether it shows.

Relations are found by their words here (其中, 占, 由…增至…, 今天（…）), with arithmetic of its own: not by the rules
that are to find the errors.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from presscheck.check.audit.story import Story
from presscheck.model import Figure
from presscheck.record.passages import Text

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BIG = re.compile(r"万亿|亿|万")
_PLAIN_FAMILIES = ("ratio", "points", "multiple", "rank", "time", "grade", "index", "age")
_UP = {"增加": "减少", "增长": "下降", "提高": "降低", "上升": "下降", "提升": "降低", "扩大": "缩小"}
_FROM_TO = re.compile(r"[由从][^，。；]{0,12}?(?P<way>增加|增长|提高|上升|提升|扩大)(?:至|到|为)")
_OF_WHICH = re.compile(r"^[^。；\d]{0,6}[，。；]?其中[^。；\d]{0,24}$")
_MOVING = re.compile("增|降|减|比|同比|新|排|第")
_AVERAGE = re.compile(r"日均[^，。；\d]{0,10}[近约超]?$")
_SHARE = re.compile(r"占[^，。；\d]{0,14}$")
_FALL = re.compile(r"(?:同比|比上年|环比)下降$")
_NEAR_DAY = re.compile(r"(?:今天|昨天|明天|今日|昨日)（(\d{1,2})月(\d{1,2})日）")
_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
_RANGE = re.compile(r"(?<![\d年至])(\d{1,2})月(\d{1,2})日至(\d{1,2})日")
_EVENTS = "回归(?:祖国)?|中华人民共和国成立|新中国成立|中国共产党成立|战争胜利|“一带一路”倡议提出"
_YEARS = re.compile(rf"(?:{_EVENTS})(\d{{1,3}})周年")
_COUNTED = re.compile(r"([三四五六七八九])(?:个方面|点)[^。\d]{0,24}[：。，]一是")
_ITEM = re.compile(r"(?<=[；。，])([三四])是")
_TWO_NAMES = re.compile(r"[\u4e00-\u9fff]{2,4}、[\u4e00-\u9fff]{2,3}(两)(?:省|市|县)(?=[^一-龥]|的|党|和|共|等|同)")
_POWER = re.compile(r"装机(?:容量|规模)?[^，。；\d]{0,8}\d+(?:\.\d+)?[万亿]*千瓦(?!时)")
_WORTH = re.compile(r"美元[，（]约合(\d+(?:\.\d+)?)(?=[万亿])")
_SAME, _ROOM = Decimal("0.01"), Decimal("0.05")
SILENT = "within"
"""The mutation that stays inside the rounding, where silence is right."""


@dataclass(frozen=True, slots=True)
class Seed:
    """An error set: in which relation (``rule``), by what ``mutation``, what is printed ``after`` for ``before``."""

    rule: str
    mutation: str
    part: str
    paragraph: int | None
    start: int
    end: int
    before: str
    after: str

    @property
    def silent(self) -> bool:
        """Whether nothing is wrong after it."""
        return self.mutation == SILENT


@dataclass(frozen=True, slots=True)
class _Here:
    """A part of a story with its figures."""

    story: Story
    text: Text
    figures: tuple[Figure, ...]

    def seed(self, rule: str, mutation: str, start: int, end: int, after: str) -> Seed:
        """The error that stands there then."""
        before = self.text.words[start:end]
        return Seed(rule, mutation, self.text.part, self.text.paragraph, start, end, before, after)


def seeds(story: Story, chance: random.Random) -> Iterator[Seed]:
    """Every error that can be set into the relations of a story; which digits are swapped is drawn."""
    for text in story.texts():
        told = (text.part, text.paragraph)
        figures = tuple(one for one in story.figures if (one.evidence.part, one.evidence.paragraph) == told)
        here = _Here(story, text, figures)
        for one in _RELATIONS:
            yield from one(here, chance)


def _slips(here: _Here, rule: str, figure: Figure, wrong: Callable[[Decimal], bool]) -> Iterator[Seed]:
    """The ways in which a printed number is slipped so that it is ``wrong``; and one in which it is not."""
    number = _NUMBER.search(figure.evidence.text)
    value = figure.quantity.value
    if number is None or not value:
        return
    start = figure.evidence.start + number.start()
    held = number.group()
    scale = value / Decimal(held)
    for mutation, after in _changed(held):
        if wrong(Decimal(after) * scale):
            yield here.seed(rule, mutation, start, start + len(held), after)
    big = _BIG.search(figure.evidence.text)
    if big and big.group() in ("万", "亿"):
        other, by = ("亿", Decimal(10_000)) if big.group() == "万" else ("万", Decimal("0.0001"))
        if wrong(value * by):
            at = figure.evidence.start + big.start()
            yield here.seed(rule, "万/亿", at, at + 1, other)


def _changed(number: str) -> Iterator[tuple[str, str]]:
    """A number with two digits swapped, and with its point set otherwise."""
    for at, (one, two) in enumerate(pairwise(number)):
        swapped = f"{number[:at]}{two}{one}{number[at + 2 :]}"
        if one != two and "." not in one + two and not (swapped.startswith("0") and len(number) > 1):
            yield "digits", swapped
            break
    whole, point, rest = number.partition(".")
    if point:
        yield "point", whole + rest
        if len(whole) > 1:
            yield "point", f"{whole[:-1]}.{whole[-1]}{rest}"
    else:
        yield "point", f"{number}0"
        if len(number) > 1:
            yield "point", number[:-1] if number.endswith("0") else f"{number[:-1]}.{number[-1]}"


def _last_digit(here: _Here, rule: str, figure: Figure, right: Callable[[Decimal], bool]) -> Iterator[Seed]:
    """The last digit set one off, where the relation still holds."""
    number = _NUMBER.search(figure.evidence.text)
    if number is None or not figure.quantity.value:
        return
    held = number.group()
    after = f"{held[:-1]}{(int(held[-1]) + 1) % 10 if held[-1] != '9' else 8}"
    scale = figure.quantity.value / Decimal(held)
    if right(Decimal(after) * scale):
        start = figure.evidence.start + number.start()
        yield here.seed(rule, SILENT, start, start + len(held), after)


def _value(figure: Figure) -> Decimal:
    return figure.quantity.value or Decimal(0)


def _counts(figure: Figure) -> bool:
    return figure.quantity.value is not None and figure.quantity.family not in _PLAIN_FAMILIES


def _part(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """其中: the part becomes more than the whole."""
    for number, part in enumerate(here.figures[1:], 1):
        before = [one for one in here.figures[max(0, number - 2) : number] if one.quantity.code == part.quantity.code]
        if not before or not _counts(part) or part.quantity.code is None or "/" in part.quantity.code:
            continue
        whole = before[-1]
        between = here.text.words[here.figures[number - 1].evidence.end : part.evidence.start]
        if not _OF_WHICH.search(between) or _MOVING.search(between) or not 0 < _value(part) < _value(whole):
            continue
        if _MOVING.search(here.text.words[max(0, whole.evidence.start - 6) : whole.evidence.start]):
            continue
        limit = _value(whole) * (1 + _ROOM)
        yield from _slips(here, "part-whole", part, lambda value, limit=limit: value > limit)  # type: ignore[misc]
        least = _value(part) * (1 - _ROOM)
        yield from _slips(here, "part-whole", whole, lambda value, least=least: value < least)  # type: ignore[misc]
        parts = sum(one.quantity.code == part.quantity.code for one in here.figures[number + 1 : number + 3])
        if not parts:
            least = _value(whole) * (1 - _ROOM)
            yield from _last_digit(here, "part-whole", part, lambda value, least=least: value < least)  # type: ignore[misc]


def _shares(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """占: a share that its part and its whole do not make, or one above 100."""
    for number, share in enumerate(here.figures):
        before = here.text.words[max(0, share.evidence.start - 20) : share.evidence.start]
        if share.quantity.code != "%" or not _SHARE.search(before) or not _value(share):
            continue
        yield from _slips(here, "share-bounds", share, lambda value: value > 100)
        for part, whole in _parts(here.figures[max(0, number - 4) : number], share):
            ratio = _value(part) / _value(whole) * 100

            def off(value: Decimal, ratio: Decimal = ratio) -> bool:
                return abs(value - ratio) > ratio * _ROOM and value < 100

            yield from _slips(here, "share", share, off)
            break


def _parts(figures: tuple[Figure, ...], share: Figure) -> Iterator[tuple[Figure, Figure]]:
    """Two figures of one unit of which the one is so large a share of the other."""
    for one in figures:
        for two in figures:
            if one is two or one.quantity.code != two.quantity.code or not _counts(one) or not _value(two):
                continue
            off = abs(_value(one) / _value(two) * 100 - _value(share))
            if _value(one) < _value(two) and off < _value(share) * _SAME:
                yield one, two


def _directions(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """由…增加到…: the other word, or a number on the other side."""
    for one, two in pairwise(here.figures):
        between = here.text.words[max(0, one.evidence.start - 14) : two.evidence.start]
        found = list(_FROM_TO.finditer(between))
        if not found or one.quantity.code != two.quantity.code or not 0 < _value(one) < _value(two):
            continue
        start = max(0, one.evidence.start - 14) + found[-1].start("way")
        if start < one.evidence.end:
            continue
        way = found[-1]["way"]
        yield here.seed("direction", "word", start, start + len(way), _UP[way])
        least = _value(one) * (1 - _ROOM)
        yield from _slips(here, "direction", two, lambda value, least=least: value < least)  # type: ignore[misc]
        yield from _last_digit(here, "direction", two, lambda value, one=one: value > _value(one) * (1 + _ROOM))  # type: ignore[misc]


def _falls(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """下降: by more than all there was."""
    for one in here.figures:
        before = here.text.words[max(0, one.evidence.start - 6) : one.evidence.start]
        if one.quantity.code == "%" and _FALL.search(before) and here.text.part == "body":
            yield from _slips(here, "fall", one, lambda value: value > 100)
            yield from _last_digit(here, "fall", one, lambda value: value < 100)


def _heads(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """A head that tells another number than the story."""
    for one in here.figures:
        if not one.same_as or here.text.part == "body" or not _counts(one) or _value(one) < 10:
            continue
        value = _value(one)
        others = [other for other in here.story.figures if other.evidence.part == "body"]
        if sum(_value(other) == value for other in others) != 1:
            continue
        taken = {_value(other) for other in others}
        yield from _slips(here, "head", one, lambda other, taken=taken: other not in taken)  # type: ignore[misc]
        if one.quantity.operator.value == "=" and one.quantity.unit:
            start = one.evidence.start
            yield here.seed("head", SILENT, start, one.evidence.end, f"约{one.evidence.text}")


def _days_of_average(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """日均: so many days do not make the whole."""
    for one, two in pairwise(here.figures):
        before = here.text.words[max(0, two.evidence.start - 16) : two.evidence.start]
        if not _AVERAGE.search(before) or one.quantity.code != two.quantity.code or not _value(two):
            continue
        days = _value(one) / _value(two)
        if not 2 < days < 370 or abs(days - round(days)) > days * _SAME or round(days) not in _spans(here.text.words):
            continue
        value = _value(two)

        def off(other: Decimal, value: Decimal = value) -> bool:
            return abs(other - value) > value * _ROOM

        yield from _slips(here, "daily", two, off)


def _spans(words: str) -> frozenset[int]:
    """Numbers of days that a passage with such words may speak of."""
    told = {"假期": (3, 5, 7, 8), "季度": (90, 91, 92), "上半年": (181, 182), "春运": (40,), "至": tuple(range(2, 100))}
    return frozenset(days for word, some in told.items() if word in words for days in some)


def _words(
    rule: str, mutation: str, pattern: re.Pattern[str], change: Callable[[str], str]
) -> Callable[[_Here, random.Random], Iterator[Seed]]:
    """The errors of a relation that a pattern finds: its first group is changed."""

    def found(here: _Here, chance: random.Random) -> Iterator[Seed]:
        for one in pattern.finditer(here.text.words):
            after = change(one[1])
            if after != one[1]:
                yield here.seed(rule, mutation, *one.span(1), after)

    return found


def _near_days(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """今天（6月17日）: another day, another month."""
    for found in _NEAR_DAY.finditer(here.text.words):
        day, month = int(found[2]), int(found[1])
        yield here.seed("near-day", "day", *found.span(2), str(day + 3 if day < 20 else day - 7))
        yield here.seed("near-day", "month", *found.span(1), str(month % 12 + 1))


def _no_days(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """11月31日."""
    for found in _DAY.finditer(here.text.words):
        last = {2: 30, 4: 31, 6: 31, 9: 31, 11: 31}.get(int(found[1]), 32)
        yield here.seed("no-day", "day", *found.span(2), str(last))
        break


def _ranges(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """6月17日至12日."""
    for found in _RANGE.finditer(here.text.words):
        if int(found[2]) > 1:
            yield here.seed("span", "day", *found.span(3), str(chance.randrange(1, int(found[2]))))


def _anniversaries(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """25周年 in the year of the 27th."""
    for found in _YEARS.finditer(here.text.words):
        yield here.seed("anniversary", "year", *found.span(1), str(int(found[1]) + chance.choice((3, 4, 6, 7))))


def _power(here: _Here, chance: random.Random) -> Iterator[Seed]:
    """装机 in 千瓦时."""
    for found in _POWER.finditer(here.text.words):
        yield here.seed("power", "unit", found.end() - 2, found.end(), "千瓦时")


def _tenfold(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{whole}{rest[0]}{'.' + rest[1:] if rest[1:] else ''}" if point else f"{number}0"


def _other_count(word: str) -> str:
    digits = "一二三四五六七八九十"
    return digits[digits.index(word) + 2 if word in "三四五六七" else digits.index(word) - 3]


_RELATIONS = (
    _part,
    _shares,
    _directions,
    _falls,
    _heads,
    _days_of_average,
    _near_days,
    _no_days,
    _ranges,
    _anniversaries,
    _power,
    _words("list", "count", _COUNTED, _other_count),
    _words("list", "order", _ITEM, {"三": "四", "四": "五"}.__getitem__),
    _words("names", "count", _TWO_NAMES, lambda _: "三"),
    _words("worth", "point", _WORTH, _tenfold),
)
