"""How well the words before a figure name the indicator that is asked for.

A reader asks for 粮食产量, newspapers write 粮食总产量 or 全国粮食产量, and mean the same; 夏粮产量 is another one.
So the words asked for must all be there in their order, with nothing but filling words between them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from presscheck.data import rows

TABLE = "record/indicators"
TIME = "\ue000"
"""Stands for each character of a time, so that offsets stay what they are."""
MOST_FORMS = 16
_ABBREVIATION = r"[A-Za-z]{2,6}\d?"
_QUIET = rf"[{TIME} \u3000“”‘’「」（）()]|（[^（），。；]{{1,24}}）|{_ABBREVIATION}"
_RATES = re.compile("(?:同比|环比)?(?:增速|增长率|增幅|涨幅|增长速度)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """The indicator asked for: ``name`` without 增速 at its end, which is told by ``rate``; ``pattern`` finds it."""

    what: str
    name: str
    rate: bool
    pattern: re.Pattern[str]


@cache
def asked(what: str) -> Asked:
    """What is asked for, ready to be looked for.

    >>> asked("粮食产量").pattern.search("全国粮食总产量达").group(), asked("粮食产量增速").rate
    ('粮食总产量', True)
    """
    name = _RATES.sub("", what) or what
    found = "|".join(map(_form_pattern, sorted(forms(name), key=len, reverse=True)))
    return Asked(what, name, name != what, re.compile(found))


def words_of(what: str) -> tuple[tuple[str, ...], ...]:
    """The words by which stories that may tell an indicator are found: any of the rows, with all of its words.

    >>> words_of("社零总额")
    (('社零', '总额'), ('社会', '消费品', '零售', '总额'), ('社会', '消费品', '零售额'))
    """
    name = _RATES.sub("", what) or what
    return tuple(dict.fromkeys(words for form in forms(name) if (words := tuple(_words(form)))))


def forms(name: str) -> tuple[str, ...]:
    """An indicator by all its names, its own first.

    >>> forms("铁路发送旅客")
    ('铁路发送旅客', '铁路旅客发送量', '铁路发送旅客量', '铁路旅客运输量', '铁路运输旅客', '铁路客运量')
    """
    found = [name]
    for row in rows(TABLE)["equal"]:
        found += [other for form in list(found) for other in _others(form, row["forms"])]
    return tuple(islice(dict.fromkeys(found), MOST_FORMS))


def _others(name: str, equal: list[str]) -> Iterator[str]:
    held = max((form for form in equal if form in name), key=len, default=None)
    if held:
        yield from (name.replace(held, form) for form in equal if form != held)


def _words(text: str) -> list[str]:
    """The words of a name, those of four characters in halves: newspapers set a word between them (粮食总产量)."""
    import rjieba

    words = [word for word in rjieba.cut(text) if word.strip()]
    return [half for word in words for half in (_halves(word) if len(word) == 4 else (word,))]


def _halves(word: str) -> tuple[str, ...]:
    return (word,) if word.isascii() else (word[:2], word[2:])


def _form_pattern(form: str) -> str:
    between = f"(?:{_QUIET}|{_any('within')})*"
    start = r"(?<![A-Za-z])" if form[0].isascii() else ""
    return start + between.join(map(re.escape, _words(form)))


@lru_cache(4096)
def stripped(head: str) -> tuple[str, str]:
    """The words before an indicator, without those at their edges that change nothing; and all of them.

    >>> stripped("其中，全国"), stripped("我国可再生能源累计")
    (('', '其中，全国'), ('可再生能源', '我国可再生能源累计'))
    """
    import rjieba

    words = [word for word in rjieba.cut(re.sub(_QUIET, "", head)) if word.strip()]
    known = _known("head")
    start, end = 0, len(words)
    while last := _run(words[:end], known, from_end=True):
        end -= last
    while start < end and (lead := _run(words[start:end], known)):
        start += lead
    return "".join(words[start:end]), "".join(words)


def _run(words: list[str], known: frozenset[str], *, from_end: bool = False) -> int:
    """How many words at an edge are one of the known ones, together."""
    for size in range(min(4, len(words)), 0, -1):
        if "".join(words[-size:] if from_end else words[:size]) in known:
            return size
    return 0


def opens_with_noun(text: str) -> bool:
    """Whether a noun goes on from an indicator, so that another one is told: 投资|完成额指数.

    >>> opens_with_noun("完成额指数回升"), opens_with_noun("再创新高"), opens_with_noun("规模稳中有升")
    (True, False, False)
    """
    import rjieba

    plain = _tail("level").match(text)
    rest = text[plain.end() :] if plain else text
    tagged = rjieba.tag(rest)
    return bool(tagged) and tagged[0][1][0] == "n" and tagged[0][0][0] != "创" and tagged[0][0] not in _known("move")


@cache
def _known(where: str) -> frozenset[str]:
    return frozenset(word for row in rows(TABLE)["filler"] if where in row["where"] for word in row["words"].split())


def is_quiet(text: str) -> bool:
    """Whether nothing stands there but times, marks and short forms in Latin letters."""
    return re.fullmatch(f"(?:{_QUIET})*", text) is not None


def is_level(tail: str) -> bool:
    """Whether only words stand there after which a figure says how much there is.

    >>> is_level("规模首次突破"), is_level("同比增长"), is_level("")
    (True, False, True)
    """
    return bool(_tail("level").fullmatch(tail))


def moves(tail: str) -> str | None:
    """Which way a figure after these words says that something moved: ``up``, ``down``; ``None`` where it is a level.

    >>> moves("同比增长"), moves("较4月末下降约"), moves("达到")
    ('up', 'down', None)
    """
    told = _against().sub("", tail)
    ending = _ending().search(told)
    if not ending or not _tail("move").fullmatch(told[: ending.start()]):
        return None
    return next(is_ for is_, words in _changes() if ending.group(1) in words)


def is_real(tail: str) -> bool:
    """Whether a rate is told of comparable prices by its own words (实际增长), not as all rates of its kind are.

    >>> is_real("同比实际增长"), is_real("同比增长")
    (True, False)
    """
    return any(word in tail for word in rows(TABLE)["real"]["words"].split())


def set_against(tail: str) -> str | None:
    """What a change is set against: 同比, 环比, or as printed; ``None`` where nothing is told.

    >>> set_against("比上年增长"), set_against("较4月末上升"), set_against("增长")
    ('同比', '较4月末', None)
    """
    for row in rows(TABLE)["basis"]:
        if re.search(row["pattern"], tail):
            return str(row["is"])
    found = _against().search(tail)
    return found.group() if found else None


def not_told(before: str, after: str) -> str | None:
    """Why a figure between these words tells no point; ``None`` where nothing speaks against it.

    >>> not_told("力争全年粮食产量达到", "。"), not_told("粮食产量达到", "，")
    ('plan', None)
    """
    for pattern, where, why in _not_told():
        if pattern.search(before) if where == "before" else pattern.match(after):
            return why
    return None


@cache
def _not_told() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(row["pattern"]), row["where"], row["why"]) for row in rows(TABLE)["not_told"])


def set_beside(head: str, tail: str) -> bool:
    """Whether something else is set beside the indicator (占…的比重, 拉动…): the figure is not its own.

    >>> set_beside("可再生能源约占", "的"), set_beside("全国", "达到")
    (True, False)
    """
    told = rows(TABLE)["beside"]
    return bool(re.search(told["before"]["pattern"], head) or re.search(told["after"]["pattern"], tail))


def harvest(name: str, month: int) -> bool:
    """Whether a year's figure is final in this month already, as that of a harvest is.

    >>> harvest("夏粮产量", 7), harvest("发电量", 7)
    (True, False)
    """
    return any(month >= row["month"] and re.search(row["pattern"], name) for row in rows(TABLE)["harvest"])


@cache
def _any(where: str) -> str:
    return "|".join(map(re.escape, sorted(_known(where), key=lambda word: (-len(word), word))))


@cache
def _tail(where: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_QUIET}|{_any(where)})*")


@cache
def _changes() -> list[tuple[str, frozenset[str]]]:
    return [(row["is"], frozenset(row["words"].split())) for row in rows(TABLE)["change"]]


@cache
def _ending() -> re.Pattern[str]:
    words = sorted((word for _, words in _changes() for word in words), key=lambda word: (-len(word), word))
    return re.compile(f"({'|'.join(map(re.escape, words))})(?:了|为|达|达到|约|近|超|超过|逾|已达)*$")


@cache
def _against() -> re.Pattern[str]:
    told: list[dict[str, Any]] = rows(TABLE)["basis"]
    named = "|".join(f"(?:{row['pattern']})" for row in told)
    return re.compile(f"{named}|(?:比|较|与)[^，。；]{{1,14}}?(?:相比|(?=[增升降下上提扩收多少高低回减]))")
