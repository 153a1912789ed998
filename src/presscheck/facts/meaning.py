"""What a figure says: what kind of number it is, against what, which way, and whether it is so."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from presscheck.data import rows
from presscheck.model.fact import Modality, Nature, Operator, Period, Quantity

_ENDS = re.compile("[，；：。！？\n]")
REACH = 60
"""A clause is searched for so many characters back."""
LONGEST = 600
"""A sentence longer than that is none: of its words only those of the figure's clause tell of a time to come."""
_LEVEL = re.compile(r"(?:到|至|达|为|是|有|超过?|突破|逾|近|约|占)$")
_CHANGE = re.compile(
    r"(?:增长|增加|减少|下降|上升|上涨|提高|提升|降低|下跌|回落|回升|扩大|缩小|缩短|新增|增收|(?<![最至不许])(?:多|少|高|低|快|慢)|减|增|涨|跌|降|升|下滑|攀升|收窄|上调|下调|放缓|趋缓)"
    r"(?:幅度?)?了?(?:约|近|超|逾|不足|超过|将近|大约|至少)?$"
)
_REACHED = re.compile(r"[增减升降涨跌高低落大小短滑调窄]了?[至到](?:约|近|超|逾|不足|超过|将近|大约)?$")
_OF_A_YEAR = ("half", "quarter", "month")
_YEAR = re.compile(r"\d{4}年|[今明后来]年|[本下]个?[月季]|年[底末内]|未来|今后")
_A_PART = re.compile("占|[比权]重")
_SCOPE = re.compile(r"全(?:国|省|市|县|区|镇|乡|村|州|境|球|世界|行业|系统|社会|军|校|院|线|城|域)|我国|世界|各地")
_LIMITS = (Operator.AT_MOST, Operator.AT_LEAST)


def clause(text: str, start: int) -> str:
    """The words of the clause before ``start``.

    >>> clause("去年，全市造林2万亩", 7)
    '全市造林'
    """
    return _ENDS.split(text[max(0, start - REACH) : start])[-1]


@lru_cache(256)
def basis(before: str) -> str | None:
    """What the figure is set against, as printed: 同比, 较1996年.

    >>> basis("人均收入较1996年增长")
    '较1996年'
    """
    found = [match for pattern in _patterns("basis") for match in pattern[1].finditer(before)]
    return max(found, key=lambda match: match.end()).group() if found else None


def direction(before: str, after: str = "") -> str | None:
    """Whether something rose, fell or stayed, told by the last word of change before the figure."""
    best: tuple[int, int, str] | None = None
    before = before[: _growth_ends(before)]
    for told, pattern in _patterns("direction"):
        for match in pattern.finditer(before):
            here = (match.end(), match.end() - match.start(), told)
            best = max(best, here) if best else here
    return best[2] if best and len(before) - best[0] <= REACH // 4 else None


def modality(before: str, sentence: str, *, period: Period | None = None, day: date | None = None) -> Modality:
    """Whether the figure is so, or counted early, expected, planned, demanded, supposed or denied.

    What is of a ``period`` still to come on the paper's ``day`` is not so yet, whatever its verb says.

    >>> later = Period("2028年", "2028-01-01", "2028-12-31", "year")
    >>> modality("再共建产业园区", "", period=later, day=date(2026, 6, 18))
    <Modality.PLAN: 'plan'>
    """
    for told, (is_, pattern) in zip(_in_sentence(sentence), _patterns("modality"), strict=True):
        if pattern.search(before) if told is None else told:
            return Modality(is_)
    around = sentence if 0 < len(sentence) <= LONGEST else before
    if not _is_ahead(before, around, period, day):
        return Modality.ACTUAL
    return Modality.ESTIMATE if _tells("expected", around) else Modality.PLAN


def _is_ahead(before: str, sentence: str, period: Period | None, day: date | None) -> bool:
    """Whether it is told of a time still to come, and not of what is there already (已, 目前)."""
    return (_is_later(period, day) or _named_ahead(before, sentence, day)) and not _tells("done", before)


def _is_later(period: Period | None, day: date | None) -> bool:
    """Whether a period starts after a day. 二季度 alone does not: of which year is a guess."""
    if not (day and period and period.start and period.start[:10] > day.isoformat()):
        return False
    return period.grain not in _OF_A_YEAR or bool(_YEAR.search(period.text))


def _named_ahead(before: str, sentence: str, day: date | None) -> bool:
    """Whether words of a time to come stand in the clause before the figure, or in its sentence up to there."""
    at = sentence.find(before)
    lead = sentence[: at + len(before)] if at >= 0 else before
    for leads, pattern in _ahead():
        if found := pattern.search(lead if leads else before):
            year = found.groupdict().get("year")
            if not (day and year and int(year) < day.year):
                return True
    return False


@cache
def _ahead() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """What tells of a time to come, and whether it may stand anywhere in the sentence up to the figure."""
    return tuple((row["where"] == "lead", re.compile(row["pattern"])) for row in rows("facts/meaning")["ahead"])


def _tells(kind: str, words: str) -> bool:
    return any(pattern.search(words) for _, pattern in _patterns(kind))


@lru_cache(2)
def _in_sentence(sentence: str) -> tuple[bool | None, ...]:
    """For each row whether its words stand in the sentence; ``None``: it asks for those before the figure."""
    read = zip(rows("facts/meaning")["modality"], _patterns("modality"), strict=True)
    return tuple(
        pattern.search(sentence) is not None if row["where"] == "sentence" else None for row, (_, pattern) in read
    )


def scope(sentence: str, start: int) -> tuple[int, int] | None:
    """How far a figure at ``start`` of its sentence reaches: the place of the last of 全国, 全省, 全球 … before it.

    >>> scope("去年全省新增就业5万人", 8)
    (2, 4)
    """
    ends, found = _scopes(sentence)
    number = bisect_right(ends, start)
    return found[number - 1] if number else None


@lru_cache(2)
def _scopes(sentence: str) -> tuple[list[int], list[tuple[int, int]]]:
    found = [match.span() for match in _SCOPE.finditer(sentence)]
    return [end for _, end in found], found


@lru_cache(256)
def is_change(before: str) -> bool:
    """Whether the figure is by how much something rose or fell, not up to what.

    >>> is_change("比上年增加"), is_change("增加到")
    (True, False)
    """
    return bool(_CHANGE.search(before)) and not _LEVEL.search(before)


@lru_cache(256)
def _growth_ends(before: str) -> int | None:
    """Where the noun of growth ends whose own value the figure is (增速 of 增速回落至); ``None``: it is none."""
    if is_change(before):
        return None
    found = [match for _, pattern in _patterns("growth") for match in pattern.finditer(before)]
    return max(match.end(match.lastindex or 0) for match in found) if found else None


def moves(quantity: Quantity, before: str) -> bool:
    """Whether the figure tells by how much something moved, not how much it is."""
    if quantity.family in ("points", "multiple") or is_change(before):
        return True
    if quantity.family == "ratio" and _growth_ends(before):
        return True
    return basis(before) is not None and not _REACHED.search(before)


def nature(quantity: Quantity, before: str, told: Modality, phrase: str) -> Nature | None:
    """What kind of number it is, by its unit first, then by the words of its clause and its indicator."""
    family, code = quantity.family, quantity.code
    if family == "points":
        return Nature.POINTS
    if family == "multiple" or code in ("倍", "番"):
        return Nature.MULTIPLE
    if family == "ratio":
        return _of_ratio(quantity, before, phrase)
    if is_change(before):
        return Nature.CHANGE
    if told is Modality.PLAN:
        return Nature.TARGET
    if told is Modality.REQUIREMENT:
        return Nature.LIMIT if quantity.operator in _LIMITS else Nature.TARGET
    if code and "/" in code:
        return Nature.AVERAGE
    words = before + phrase
    return next((Nature(is_) for is_, pattern in _patterns("nature") if pattern.search(words)), None)


def _of_ratio(quantity: Quantity, before: str, phrase: str) -> Nature:
    """A rate of change, an index that is told in per cent (采购经理指数50.5%), or a share."""
    if moves(quantity, before):
        return Nature.RATE
    if _A_PART.search(before + phrase):
        return Nature.SHARE
    if _growth_ends(phrase):
        return Nature.RATE
    index = next(pattern for is_, pattern in _patterns("nature") if is_ == Nature.INDEX)
    return Nature.INDEX if index.search(before + phrase) else Nature.SHARE


@cache
def _patterns(kind: str) -> Sequence[tuple[str, re.Pattern[str]]]:
    found: list[dict[str, Any]] = rows("facts/meaning")[kind]
    return tuple((row.get("is", ""), re.compile(row["pattern"])) for row in found)
