"""Which numbers count or measure something: 三名 and 5吨 do, 一个国家, 二类 and 三省 do not."""

import re
from decimal import Decimal
from typing import NamedTuple

from presscheck.facts import tokens, units
from presscheck.facts.approximations import Bound
from presscheck.facts.units import Printed, Unit
from presscheck.language import numerals
from presscheck.language.numerals import Numeral
from presscheck.model.fact import Operator


class Piece(NamedTuple):
    """A number with the unit after it, and ``end`` after that.

    ``more``: and more than that (一个多月); ``half``: and half a one (一吨半).
    """

    start: int
    numeral: Numeral
    printed: Printed | None
    end: int
    more: bool = False
    half: bool = False
    minus: bool = False


_HALVES = frozenset("数径天夜路岛导价决空熟年个")
_BARE = frozenset("百千万亿萬億")


def piece(text: str, start: int) -> Piece | None:
    """The number that begins at ``start`` of a folded text, and its unit; ``None`` where there is no number.

    >>> piece("三个半小时", 0).half, piece("5 公斤", 0).printed.unit.code
    (True, 'kg')
    """
    numeral = _numeral(text, start)
    if numeral is None:
        return None
    end = numeral.end
    if text.startswith(("个多", "个半"), end):
        span = units.at(f"个{text[end + 2 : end + 5]}", 0)
        if span and span.unit.family in ("time", "months"):
            whole = Printed(span.unit, span.form, end + 1 + span.end)
            return Piece(start, numeral, whole, whole.end, text[end + 1] == "多", text[end + 1] == "半")
    printed = units.at(text, end)
    if printed is None and text[end : end + 1] in (" ", "\u00a0"):
        printed = units.at(text, end + 1)
    if printed is None:
        return Piece(start, numeral, None, end)
    if printed.form == "度":
        printed = printed._replace(unit=_degrees(text, numeral))
    if printed.form in _LENGTHS and _HOURLY.search(text, max(start - 14, 0), start):
        printed = printed._replace(unit=units.unit(f"{printed.form}/小时") or printed.unit)
    if printed.form == "成" and (tenth := _tenth(text, printed.end)):
        return Piece(start, _longer(numeral, tenth), printed, printed.end + 1)
    if printed.form in ("米", "秒") and (rest := _CENTIMETRES.match(text, printed.end)):
        return Piece(start, _longer(numeral, rest[0]), printed, rest.end())
    if joined := _with_lesser(text, numeral, printed):
        return joined
    half = text.startswith("半", printed.end) and not printed.unit.counter
    half = half and text[printed.end + 1 : printed.end + 2] not in _HALVES
    return Piece(start, numeral, printed, printed.end + half, half=half)


def _numeral(text: str, start: int) -> Numeral | None:
    """The number that begins at ``start``; behind 1.27亿 another one begins."""
    broken = _BROKEN.match(text, start)
    return numerals.at(text[: broken.end()] if broken else text, start)


_BROKEN = re.compile("[0-9][0-9,，]*+\\.[0-9]++ ?(?:[百千]?[万萬亿億])++(?=[0-9一二三四五六七八九])")


def _tenth(text: str, place: int) -> str | None:
    """The digit behind 成 that tells a tenth of it (六成五 is 65%): a word of its own, counting nothing itself."""
    digit = numerals.read(text[place : place + 1])
    if digit is None or not _ONE_DIGIT.match(text, place) or units.at(text, place + 1):
        return None
    held = word(text, place)
    alone = held is not None and held.end - held.start == 1
    return str(digit.value) if alone else None


_ONE_DIGIT = re.compile(
    "(?:[1-9]|[一二三四五六七八九])(?![0-9.%零〇一二两三四五六七八九十百千万亿萬億几多余分成点届类级线本胎室卧厅])"
    "(?!居(?![民住])|孩(?!童|子(?!女))|户(?![籍外]))"
    "(?![至到—~-]+(?![1-9一二三四五六七八九]成))"
)


def _with_lesser(text: str, numeral: Numeral, printed: Printed) -> Piece | None:
    """2小时26分 in minutes, 两块八 in yuan; ``None`` where no lesser unit follows."""
    lesser = _LESSER.get(printed.form)
    rest = lesser and lesser[0].match(text, printed.end)
    if not lesser or not rest or numeral.operator is not Operator.EQUAL or numeral.value % 1:
        return None
    _, form, times, step = lesser
    unit, count = units.unit(form), numerals.read(rest["count"])
    if unit is None or count is None:
        return None
    value = numeral.value * times + count.value * step
    whole = numeral._replace(value=value, low=value, high=value, resolution=step, head=value, scale=Decimal(1))
    return Piece(numeral.start, whole, Printed(unit, form, rest.end()), rest.end())


_MINUTES = re.compile(
    "零?(?P<count>[0-9]{1,2}|[一二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九](?=分钟))"
    "分(?:钟|(?![之钟]))(?![0-9]{1,2}秒)"
)
_TENTHS = re.compile(
    "(?P<count>[1-9一二三四五六七八九])(?:[毛角]钱?|钱?(?=[，。；！？、）”/每]|一[斤公个只张度条份碗杯吨]|$))"
)
_IN_MINUTES = (_MINUTES, "分钟", Decimal(60), Decimal(1))
_LESSER = {"小时": _IN_MINUTES, "个小时": _IN_MINUTES, "块": (_TENTHS, "块钱", Decimal(1), Decimal("0.1"))}
"""What may follow, the form in which the whole is then told, and how many of that the unit and the rest are."""


def word(text: str, place: int) -> tokens.Token | None:
    """The word that holds the character at ``place``, as those near it are cut.

    >>> word("走到三里屯街道", 2).word, word("马上万家灯火", 1).word, word("", 0)
    ('三里屯', '马上', None)
    """
    near = tokens.cut(text, max(place - _NEAR, 0), min(place + _NEAR, len(text)))
    return next((one for one in near.tokens if one.start <= place < one.end), None)


_NEAR = 8


def _degrees(text: str, numeral: Numeral) -> Unit:
    """度 are of electricity where there are ten thousand, of heat where heat is spoken of."""
    near = text[max(numeral.start - 12, 0) : numeral.start]
    wanted = "千瓦时" if numeral.value >= 10000 else "℃" if _HEAT.search(near) else "度"
    return units.unit(wanted) or Unit("度", "grade")


_LENGTHS = ("公里", "千米", "英里", "海里")
_HOURLY = re.compile("时速[为达到可约近超过至少高最不低于提升由从0-9—~-]{0,10}$")
"""时速350公里 is a speed, not a length."""
_HEAT = re.compile("[气水体高低升降室恒]温|温度|零下|零上")
_CENTIMETRES = re.compile("[0-9]{1,2}(?![0-9.]|[个名人米项家种条])")


def _longer(numeral: Numeral, digits: str) -> Numeral:
    """1米73 is 1.73 metres, 43秒39 is 43.39 seconds."""
    value = numeral.value + Decimal(f"0.{digits}")
    return numeral._replace(value=value, low=value, high=value, resolution=Decimal((0, (1,), -len(digits))))


def counts(text: str, one: Piece, printed: Printed | None, bound: Bound | None, end: int = 0) -> bool:
    """Whether a number with the unit ``printed`` (its own or that of its list), bounded or not, is a figure.

    ``end`` is where the upper end of its range ends, where it is one.

    >>> pieces = [(text, piece(text, 0)) for text in ("3名", "一名", "一吨", "二类", "千家")]
    >>> [counts(text, one, one.printed, None) for text, one in pieces]
    [True, False, True, False, False]
    """
    numeral = one.numeral
    digits = text[numeral.start : numeral.end]
    if numeral.parts is not None:
        return True
    if _NUMBERED.fullmatch(digits):
        return False
    if printed is None:
        return _alone(text, numeral, digits, bound)
    if text.endswith("前", 0, one.start) and not _BEFORE.search(text, max(one.start - 2, 0), one.start):
        return printed.unit.code not in _RANKED
    arabic = digits[0].isascii()
    if not arabic and units.arabic_only(printed.form) and not set(digits) & _BARE:
        return printed.form == "度" and (digits[0] in _ROMAN or (digits in ("两", "三") and bound is None))
    if printed.form in _CONTEXT and not _CONTEXT[printed.form](text, one, max(end, one.end), arabic):
        return False
    return arabic or _in_words(text, one, printed, digits, bound)


_NUMBERED = re.compile("0[0-9]+")
"""02组 and 007号 are names."""
_ROMAN = frozenset("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
_BEFORE = re.compile("[之此目日以提空生当会赛战跟眼面]前$")
_RANKED = frozenset(["名", "位", "mo", "quarter", "yr", "d", "wk", "轮", "场", "项", "个", "批", "家", "大类", "h"])


def _in_words(text: str, one: Piece, printed: Printed, digits: str, bound: Bound | None) -> bool:
    """A number in Chinese figures."""
    if digits[0] in _BARE and one.numeral.operator is Operator.EQUAL and not bound:
        return digits[:2] in ("百万", "千万", "百亿", "千亿", "万亿")
    if digits in ("零", "〇"):
        return False
    if digits[0] == "两" and text.endswith("这", 0, one.start) and printed.unit.code in ("d", "yr"):
        return False
    if text[one.start - 1 : one.start] == "“" and "”" in text[one.end : one.end + 7] and printed.unit.counter:
        return False
    if digits == "一":
        return _bounded_one(text, one, bound) or _one(text, one, printed)
    if digits == "二":
        return not printed.unit.counter and printed.unit.family not in ("months", "time")
    plain = len(digits) == 2 and all(char in "一二三四五六七八九" for char in digits)
    return not (plain and one.numeral.operator is Operator.EQUAL) and not _named(text, one, len(digits))


def _named(text: str, one: Piece, length: int) -> bool:
    """Whether a word of a place or body begins with a short number and its counter: 五家渠, 五棵松."""
    held = word(text, one.start) if length <= _SHORT else None
    if held is None or held.start != one.start or held.end <= one.end:
        return False
    return held.tag in _NAMES and not held.word.endswith("树")


_SHORT = 2
_NAMES = frozenset(("ns", "nr", "nt"))
_ARTICLE = re.compile("[统唯万第十同单周之期初每某另哪这那任又再新上下前近进逐之其有头整隔的比]$")
_TERM = re.compile("[为限任工刑租效聘缓]期$")
"""为期一年 lasts a year."""
_CASUALTY = re.compile("(?:死|伤|遇难|失踪|重伤|轻伤|获救|失联|受伤|当场死亡|身亡|下落不明)")


def _bounded_one(text: str, one: Piece, bound: Bound | None) -> bool:
    """不止一人 and 至少一次 are counted; of 一次以上 and 最多的一个 none is."""
    return bound is not None and bound.end == one.start and text[bound.start : bound.end] in _COUNTING


_COUNTING = frozenset(("不止", "不只", "至少", "最多", "至多", "起码", "不超过", "超过", "不到"))


def _one(text: str, one: Piece, printed: Printed) -> bool:
    """一 measures before a unit of measure; before a counter it is an article."""
    if printed.unit.counter:
        return printed.form in ("人", "名") and _CASUALTY.match(text, one.end) is not None
    if _ARTICLE.search(text, max(one.start - 1, 0), one.start) and not _TERM.search(
        text, max(one.start - 2, 0), one.start
    ):
        return False
    if text.startswith("比一", one.end):
        return False
    again = text[one.end : one.end + 1] in ("一", text[one.end - 1])
    return not again or (text.startswith("一", one.end) and printed.unit.family not in ("time", "months"))


def _alone(text: str, numeral: Numeral, digits: str, bound: Bound | None) -> bool:
    """A number without a unit is a figure where it is large, broken or bounded: 11万志愿者, 指数为50.2."""
    following, before = text[numeral.end : numeral.end + 1], text[numeral.start - 1 : numeral.start]
    if (following.isascii() and following.isalpha()) or (before.isascii() and before.isalpha()):
        return False
    great = digits[-1] in "万亿多余" or (digits[-1] in "十百千" and digits[0].isascii())
    if digits[0] in _BARE:
        if bound is None:
            return False
        return not following or following in "，。、；！？的" or len(digits) > 1 or _before_noun(text, numeral.end)
    if len(digits) == 1:
        return False
    if great:
        return (
            digits[0].isascii() or bound is not None or (numeral.operator is not Operator.EQUAL and numeral.value >= 30)
        )
    if not digits[0].isascii():
        return False
    ends = not following or following in "，。、；！？）至和降升下上回提增"
    if "." in digits and (not digits.endswith(".0") or (following and following in "提升降上下增")):
        return ends and (bound is not None or following not in ("和", "、", "至"))
    if bound is not None and following == "的":
        return len(digits) > 1
    return ends and len(digits) > 2 and (bound is not None or before in _REACHED)


def _before_noun(text: str, end: int) -> bool:
    """上万用户 are counted, 上百货公司 are none: a noun begins where the number ends."""
    held = word(text, end)
    return held is not None and held.start == end and held.end > end + 1 and held.tag.startswith("n")


_REACHED = frozenset("为达至到是报于以计升降增减超")


def _level(text: str, one: Piece, end: int, arabic: bool) -> bool:
    """8级大风, 5.5级地震; 三级医院 is a class."""
    near = text[max(one.start - 6, 0) : one.start]
    shaken = "震" in near or "风" in near or "烈度" in near
    after = text[end : end + 2]
    if after in ("应急", "响应", "预警", "灾害", "警报", "防控"):
        return False
    return (
        "." in text[one.start : one.end]
        or shaken
        or "风" in text[end : end + 4]
        or "震" in after
        or (arabic and after in ("以上", "左右"))
    )


def _degree(text: str, one: Piece, end: int, arabic: bool) -> bool:
    return not text.endswith(("年", "季", "进", "深"), 0, one.start)


def _points(text: str, one: Piece, end: int, arabic: bool) -> bool:
    """Points of an index; else the time of day."""
    before = text[max(one.start - 30, 0) : one.start]
    return arabic and any(word in before for word in ("指数", "指", "涨", "跌", "收于", "报"))


def _scored(text: str, one: Piece, end: int, arabic: bool) -> bool:
    before = text[max(one.start - 12, 0) : one.start]
    return arabic and (
        "." in text[one.start : one.end] or any(word in before for word in ("得", "分", "考", "以", "满"))
    )


def _sort(text: str, one: Piece, end: int, arabic: bool) -> bool:
    """Ⅲ类水质 is a class."""
    return text[one.start] not in _ROMAN


_CONTEXT = {"类": _sort, "级": _level, "度": _degree, "点": _points, "分": _scored}
