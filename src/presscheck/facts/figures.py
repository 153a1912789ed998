"""The figures of a story: each number that counts or measures, with its unit and the words that bound it."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import NamedTuple

from presscheck.facts import approximations, misread_figures, uncounted, units
from presscheck.facts.approximations import Bound, Whole
from presscheck.facts.counting import Piece, counts, piece, word
from presscheck.facts.units import Printed, Unit
from presscheck.language import numerals
from presscheck.model.fact import Operator, Quantity

_EXACT = Context(prec=100)
_FIRST = re.compile("[0-9零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数Ⅰ-Ⅻ兩萬億]")
_TO = re.compile(r" ?(?:[至到]|[—–\-~～─－]{1,2}|一(?=[0-9])) ?(?P<minus>零下|负|-)?")
_AND = re.compile("[、和与及或]|以及")
_SIGNS = ("零下", "负", "-", "−")
_SIGN_ENDS = frozenset(sign[-1] for sign in _SIGNS)
_HALF = Decimal("0.5")
_SOFT = Decimal("0.05")


class Counted(NamedTuple):
    """A figure from ``start`` to ``end``: the words that bound it, the number, its unit."""

    start: int
    end: int
    quantity: Quantity


class Mark(NamedTuple):
    """A figure being put together: one piece, or the two ends of a range."""

    start: int
    end: int
    first: Piece
    last: Piece
    printed: Printed | None
    bound: Bound | None
    vague: bool = False


def find(text: str) -> tuple[Counted, ...]:
    """The figures in ``text``, in order, none over another.

    >>> [(text[one.start : one.end], one.quantity) for text in ("建成近12万个，占比过半",) for one in find(text)]
    [('近12万个', <120000 个 [108000, 120000)>), ('过半', <50 % (50, ∞)>)]
    """
    folded = misread_figures.mended(numerals.folded(text))
    wholes = list(approximations.wholes(folded))
    taken = [(one.start, one.end) for one in wholes]
    found = [_of_mark(mark) for mark in _inherit(folded, list(_marks(folded, taken)))]
    found += [_of_whole(one) for one in wholes]
    return tuple(sorted(found, key=lambda one: one.start))


def _marks(text: str, taken: list[tuple[int, int]]) -> Iterator[Mark]:
    place = floor = 0
    while first := _FIRST.search(text, place):
        start = first.start()
        if text.startswith(("零下", "零上"), start):
            place = start + 2
            continue
        over = next((end for begin, end in taken if begin <= start < end), None) or uncounted.end(text, start)
        if over is not None:
            place = floor = max(over, start + 1)
            continue
        one = piece(text, start)
        if one is None:
            place = numerals.passed(text, start)
            continue
        mark = _mark(text, one, floor)
        place = floor = mark.end
        yield mark


def _mark(text: str, one: Piece, floor: int) -> Mark:
    start, one = _currency(text, _signed(text, one.start, floor), one)
    one = one._replace(minus=start < one.start and text[start : one.start] in _SIGNS)
    last = _until(text, one) or one
    thing = last.printed is not None and last.printed.form in _THINGS and last.numeral.value < 100
    bare = text[one.start] in "百千万亿" and one.numeral.parts is None
    share = (last.printed is not None and last.printed.form in ("成", "%")) or last.numeral.parts is not None
    bound = approximations.before(text, start, bare=bare, share=share, thing=thing)
    bound = bound or _about(text, start, last.printed) or approximations.limit(text, start, floor)
    if bound and (bound.start < floor or _lately(text, bound, last) or _within_word(text, bound)):
        bound = None
    end, start = last.end, bound.start if bound and not _apart(text, bound, start) else start
    family = last.printed.unit.family if last.printed else None
    if follow := approximations.after(text, start, end, family, single=last is one):
        end = follow.end
        bound = bound or follow
    return Mark(start, end, one, last, last.printed, bound, bare)


def _signed(text: str, start: int, floor: int) -> int:
    """Where a number below zero begins with its sign."""
    if text[start - 1 : start] not in _SIGN_ENDS:
        return start
    for sign in _SIGNS:
        before = text[max(start - len(sign) - 1, 0) : start - len(sign)]
        if text.endswith(sign, floor, start) and before not in _NO_SIGN.get(sign, ()):
            return start - len(sign)
    return start


_NO_SIGN = {
    "-": frozenset("0123456789%") | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "负": frozenset("肩担背抱欠胜辜亏承自正"),
}
"""Behind which a sign is none: 5-10, and 负 that ends a verb (肩负2亿元债务), or is both: 正负2%."""
_THINGS = frozenset(["项", "个", "种", "道", "条", "类", "大类", "件", "处", "批"])
_LASTING = re.compile("(?:历时|时隔|长达|持续|经过|历经|用时|耗时|为期|达|已|了|有|将|存|需|需要|了|短|前|期|共|过)$")


def _lately(text: str, bound: Bound, last: Piece) -> bool:
    """近5年 is the last five years, 历时近5年 nearly five."""
    if (
        text[bound.start : bound.end] != "近"
        or last.printed is None
        or last.printed.unit.code not in ("yr", "mo", "d", "wk")
    ):
        return False
    return last.numeral.operator is Operator.EQUAL and not _LASTING.search(text, max(bound.start - 3, 0), bound.start)


def _about(text: str, start: int, printed: Printed | None) -> Bound | None:
    """约占全省的三成: between 约 and a share or a multiple stands of what it is one."""
    if printed is None or printed.form not in ("倍", "%", "成"):
        return None
    found = _ABOUT.search(text, max(start - 16, 0), start)
    return Bound(found.start(), found.start() + 1, Operator.ABOUT) if found else None


_ABOUT = re.compile("(?<![节合条公签预制契履违北邀婚纽简和租续解毁隐])约(?:[占为是]|相当于)[^，。；、0-9]{1,12}的?$")


def _apart(text: str, bound: Bound, start: int) -> bool:
    """约有30人: the verb is of what is told, not of the figure, as in 有30人."""
    return bound.operator is Operator.ABOUT and (bound.end < start or text[bound.end - 1] in _VERBS)


_VERBS = frozenset("有占达需要")


def _within_word(text: str, bound: Bound) -> bool:
    """上万人 is ten thousand or more; the 上 of 晚上百余人 is of another word."""
    if text[bound.start : bound.end] != "上":
        return False
    held = word(text, bound.start)
    return held is not None and held.start < bound.start and held.word != _ACROSS


_ACROSS = "地上"
"""多地上百人 are a hundred people and more in many places."""


def _currency(text: str, start: int, one: Piece) -> tuple[int, Piece]:
    """The currency told before the sum: 港币5亿元, ￥300."""
    told = units.told_before(text, start)
    if told is None or (one.printed and one.printed.form != "元"):
        return start, one
    if one.printed is None and told.form[-1] not in _SIGNS_OF_MONEY:
        return start, one
    form, end = (one.printed.form, one.printed.end) if one.printed else (told.form, one.end)
    return told.end - len(told.form), one._replace(printed=Printed(told.unit, form, end))


_SIGNS_OF_MONEY = frozenset("￥¥$€£")


def _until(text: str, first: Piece) -> Piece | None:
    """The upper end of a range that begins with ``first``: 10至15万吨, 3%—5%."""
    join = _TO.match(text, first.end)
    if join is None or uncounted.end(text, join.end()) is not None:
        return None
    last = piece(text, join.end())
    if (
        last is None
        or last.numeral.operator is not first.numeral.operator
        or text[first.start - 1 : first.start] in ("从", "由", "自")
    ):
        return None
    if first.printed and (last.printed is None or last.printed.unit != first.printed.unit):
        return None
    if last.printed is None and last.numeral.scale == 1:
        return None
    if first.printed and join[0].strip() in ("至", "到") and _by_and_to(text, first, last):
        return None
    minus = join["minus"] is not None or (first.minus and first.printed is None)
    return last._replace(minus=minus)


def _by_and_to(text: str, first: Piece, last: Piece) -> bool:
    """提高50%至84% is by so much and to so much, where the level before (34%) is told; 提高20%至30% is a range.

    No range goes down, nor is its upper end many times the lower (下降0.7%至46.5%).
    """
    changed = _CHANGED.search(text, max(first.start - 4, 0), first.start)
    if changed is None:
        return False
    by, to = first.numeral.value, last.numeral.value
    if to < by or to > _MANY_TIMES * by:
        return True
    levels = (to - by, to + by)
    before = (piece(text, digit.start()) for digit in _DIGITS.finditer(text, max(first.start - 40, 0), first.start))
    return any(one and _of_one(one, first) and one.numeral.value in levels for one in before)


def _of_one(one: Piece, other: Piece) -> bool:
    """Whether two numbers are of one unit."""
    return one.printed is not None and other.printed is not None and one.printed.unit == other.printed.unit


_MANY_TIMES = 20
_CHANGED = re.compile("(?:提高|提升|增加|增长|增|上升|上涨|涨|上调|下调|下降|减少|降低|降|下跌|跌|下滑|缩减)了?约?$")
_DIGITS = re.compile("(?<![0-9.])[0-9]")


def _inherit(text: str, marks: list[Mark]) -> list[Mark]:
    """Those that count, a number of a list with the unit of the last: 3.2万、4.1万和5万吨."""
    out: list[Mark] = []
    later: Mark | None = None
    for mark in reversed(marks):
        if mark.printed is None and later is not None and later.printed is not None:
            join = _AND.match(text, mark.end)
            if join and join.end() == later.start and later.printed.unit.family != "time":
                mark = mark._replace(printed=later.printed)
        if mark.printed and mark.printed.form == "个" and later and later.printed and later.printed.form == "个百分点":
            join = _AND.match(text, mark.end)
            mark = mark._replace(printed=later.printed) if join and join.end() == later.start else mark
        if counts(text, mark.first, mark.printed, mark.bound, mark.last.end):
            out.append(mark)
            later = mark
        else:
            later = None
    return out[::-1]


class _Interval(NamedTuple):
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False
    operator: Operator = Operator.EQUAL


def _of_whole(one: Whole) -> Counted:
    unit = units.unit(one.unit) if one.unit else None
    told = _Interval(one.value, one.value, one.value)
    if one.operator is not Operator.EQUAL:
        told = _bounded(Bound(one.start, one.end, one.operator, one.near), told, one.value / 10)
    return _counted(one.start, one.end, told, None, one.unit, unit)


def _counted(
    start: int, end: int, told: _Interval, step: Decimal | None, form: str | None, unit: Unit | None
) -> Counted:
    code, family = (unit.code, unit.family) if unit else (None, None)
    value, low, high, low_open, high_open, operator = told
    return Counted(start, end, Quantity(value, low, high, low_open, high_open, step, operator, form, code, family))


def _of_mark(mark: Mark) -> Counted:
    form, unit = _unit_of(mark)
    step = _step(mark)
    told = _told(mark)
    if mark.bound and (
        told.operator is Operator.EQUAL
        or (mark.bound.operator is not Operator.ABOUT and told.operator is Operator.RANGE)
    ):
        told = _bounded(mark.bound, told, _slack(mark, unit, told.value, step))
    elif told.operator is Operator.EQUAL and _rounded(mark, unit):
        told = told._replace(
            low=_EXACT.subtract(told.value, step / 2), high=_EXACT.add(told.value, step / 2), high_open=True
        )
    if mark.first.minus and mark.first is mark.last:
        told = _below_zero(told)
    return _counted(
        mark.start, mark.end, told, None if mark.first.numeral.parts not in (None, 100) else step, form, unit
    )


def _told(mark: Mark) -> _Interval:
    """What the number itself says, before the words around it."""
    first, times = mark.first.numeral, _times(mark)
    if mark.last is not mark.first:
        return _between(mark, times)
    value, low, high = (_EXACT.multiply(one, times) for one in (first.value, first.low, first.high))
    if mark.last.half:
        value, low, high = (_EXACT.add(one, _HALF * times) for one in (value, low, high))
    if mark.last.more and first.operator is Operator.EQUAL:
        return _Interval(value, value, _EXACT.add(value, Decimal(1)), True, True, Operator.MORE)
    return _Interval(value, low, high, first.low_open, first.high_open, first.operator)


def _between(mark: Mark, times: Decimal) -> _Interval:
    """A range, from its lower end to its upper one; the 万 of 10至15万 is of both."""
    first, last = mark.first.numeral, mark.last.numeral
    lifted = first.scale == 1 and last.scale > 1 and first.value < last.head
    low = _EXACT.multiply(first.value, last.scale) if lifted else first.value
    high = _EXACT.add(last.high, _HALF) if mark.last.half else last.high
    ends = (-low if mark.first.minus else low, -high if mark.last.minus else high)
    low, high = (_EXACT.multiply(one, times) for one in (min(ends), max(ends)))
    return _Interval(low, low, high, operator=Operator.RANGE)


def _times(mark: Mark) -> Decimal:
    """成 are tens of percent; 百分之 are percent."""
    if mark.printed is not None and mark.printed.form == "成":
        return Decimal(10)
    if mark.printed is None and mark.first.numeral.parts == 100:
        return Decimal(100)
    return Decimal(1)


def _unit_of(mark: Mark) -> tuple[str | None, Unit | None]:
    if mark.printed is not None:
        return mark.printed.form, mark.printed.unit
    if mark.first.numeral.parts is None:
        return None, None
    return (None, units.unit("%")) if mark.first.numeral.parts == 100 else (None, units.unit("分之"))


def _rounded(mark: Mark, unit: Unit | None) -> bool:
    """Decimals, 万 and 亿 are rounded, and so is what is measured; a small count is exact."""
    numeral = mark.first.numeral
    if numeral.parts is not None:
        return numeral.parts == 100
    if numeral.scale > 1 or numeral.resolution < 1:
        return True
    return unit is not None and not unit.counter and unit.family not in _COUNTED and numeral.value != 0


_COUNTED = frozenset(("time", "months", "age", "workdays", "multiple", "teaching"))


def _bounded(bound: Bound, told: _Interval, step: Decimal) -> _Interval:
    """What is meant where words bound what the number says; ``step`` is its last place."""
    value, low, high, operator = told.value, told.low, told.high, bound.operator
    assert low is not None
    assert high is not None
    if operator is Operator.ABOUT:
        slack = max(step, _EXACT.multiply(abs(value), _SOFT))
        return _Interval(value, _EXACT.subtract(low, slack), _EXACT.add(high, slack), operator=operator)
    if operator is Operator.LESS:
        slack = max(step, _EXACT.multiply(abs(value), _SOFT * 2))
        return _Interval(
            value, _EXACT.subtract(low, slack) if bound.near else None, high, high_open=True, operator=operator
        )
    if operator is Operator.AT_MOST:
        return _Interval(value, None, high, operator=operator)
    top = _EXACT.add(value, numerals.last_place(value)) if bound.next else None
    opened = operator is Operator.MORE
    return _Interval(value, low, top, low_open=opened, high_open=bound.next, operator=operator)


def _step(mark: Mark) -> Decimal:
    """The last place printed; of 近万名 and 约三分之一, which print none, a tenth of the value."""
    numeral = mark.last.numeral
    if mark.vague or numeral.parts not in (None, 100):
        return numeral.value / 10
    return numeral.resolution * _times(mark)


def _slack(mark: Mark, unit: Unit | None, value: Decimal, step: Decimal) -> Decimal:
    """How far off what is meant may be at the least: the last place printed, but a tenth where that is the only one.

    近1亿亩 is not much below, 近5人 four at least: what is counted one by one has nothing between.
    """
    numeral = mark.last.numeral
    counted = (unit is None or unit.counter) and numeral.scale == 1 and numeral.resolution == 1
    return step if counted or abs(value) >= 10 * step else abs(value) / 10


def _below_zero(told: _Interval) -> _Interval:
    low = None if told.high is None else -told.high
    high = None if told.low is None else -told.low
    return _Interval(-told.value, low, high, told.high_open, told.low_open, told.operator)
