"""Which words of a sentence tell what it is of, and how much of them stands in another.

A word weighs the more the rarer it is in the language (``language.lexicon``), whatever the record holds, so that a
verdict does not change because something else was added.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import islice
from operator import add

import numpy as np
import rjieba

from presscheck.check import same
from presscheck.data import rows
from presscheck.language import lexicon
from presscheck.record.characters import folded

TABLE = "check/words"
UNKNOWN, COMMON = -14.0, -6.0
"""The log probability of a word that the lexicon does not have, and of one that weighs next to nothing."""
LIGHT, HEAVY = 0.3, 8.0
ALONE, PARTLY = 0.3, 0.8
"""What a single character counts for, and a word of which only pairs of characters are found."""
BEHIND = 2
"""Words behind one that denies, among which that stands which is denied."""
_STOP = "，"
_TENTHS = re.compile("([一二两三四五六七八九])成([一二三四五六七八九半])")
_NUMBER = re.compile(r"(?:百分之)?[0-9.,%〇零一二两三四五六七八九十百千万亿半几多余成点]+(?:来[个名人家种次座起])?")


@lru_cache(1 << 17)
def weight(word: str) -> float:
    """How much a word tells.

    >>> weight("神舟") > weight("发布") > weight("可以")
    True
    """
    told = float(lexicon.load().frequencies([word])[0])
    chance = UNKNOWN if told == -np.inf else told
    return min(max(COMMON - chance, LIGHT), HEAVY) * (1 if len(word) > 1 else ALONE)


@lru_cache(1 << 14)
def weighed(text: str) -> Mapping[str, float]:
    """The words that tell what a sentence is of, each with its weight; numbers and passing words are left out.

    >>> list(weighed("去年全国新建桥梁40座"))
    ['新建', '桥梁', '座']
    """
    rest, taken = same.parted(text)
    told = {word: weight(word) for word in rjieba.cut(rest) if tells(word)}
    return told | {word: max(weight(one) for one in (word, *same.others(word)[:1])) for word in taken if tells(word)}


def tells(word: str) -> bool:
    """Whether a word tells what a sentence is of."""
    return bool(word.strip()) and word[0].isalnum() and word not in passing() and not _NUMBER.fullmatch(word)


@cache
def passing() -> frozenset[str]:
    """Words that say nothing of what is told."""
    return frozenset(rows(TABLE)["passing"]["words"].split())


def cover(words: Mapping[str, float], text: str) -> float:
    """How much of some words stands in a text, by weight: 0 to 1; a long word may stand there in pieces.

    >>> cover(weighed("新建桥梁"), "桥梁今年新建了三座"), cover(weighed("新建桥梁"), "全长30公里")
    (1.0, 0.0)
    """
    whole = sum(words.values())
    return sum(value * _held(word, text) for word, value in words.items()) / whole if whole else 0.0


@lru_cache(1 << 16)
def _forms(word: str) -> tuple[str, ...]:
    return (word, *same.others(word))


@lru_cache(1 << 16)
def _pieces(word: str) -> tuple[str, ...]:
    """The pairs of characters by which a long word is found in pieces."""
    return tuple(map(add, word, word[1:])) if len(word) > 2 else ()


def _held(word: str, text: str) -> float:
    if word in text:
        return 1.0
    for one in _forms(word)[1:]:
        if one in text:
            return 1.0
    pieces = _pieces(word)
    return PARTLY * sum([pair in text for pair in pieces]) / len(pieces) if pieces else 0.0


def alike(one: str, two: str) -> float:
    """How many pairs of characters two texts share (Dice): 0 to 1.

    >>> alike("新建桥梁", "新建桥梁"), alike("新建", "桥梁")
    (1.0, 0.0)
    """
    pairs_one, pairs_two = _pairs(one), _pairs(two)
    both = len(pairs_one) + len(pairs_two)
    return 2 * len(pairs_one & pairs_two) / both if both else 0.0


@lru_cache(1 << 8)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(map(add, text, text[1:]))


@lru_cache(1 << 14)
def canonical(text: str) -> str:
    """A text folded, with indicators under one name each (社零总额 is 社会消费品零售总额)."""
    told = folded(text)
    for first, *others in _names():
        for other in others:
            if other in told and first not in told:
                told = told.replace(other, first)
    return told


@cache
def _names() -> tuple[tuple[str, ...], ...]:
    """The names of each indicator that has several, the first its own, the others the longest first."""
    told = [list(map(folded, row["forms"])) for row in rows("record/indicators")["equal"]]
    return tuple((first, *sorted(others, key=len, reverse=True)) for first, *others in told)


def other_names(text: str) -> list[str]:
    """All names of the indicators that a text names."""
    return [name for names in _names() if any(name in text for name in names) for name in names]


@cache
def _moving(way: str) -> re.Pattern[str]:
    words = sorted(rows(TABLE)[way]["words"].split(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def ways() -> list[str]:
    """All words by which something moves up or down, the longest first."""
    return sorted((word for way in ("up", "down") for word in rows(TABLE)[way]["words"].split()), key=len, reverse=True)


def moving(text: str) -> str | None:
    """Which way something moves by the last word that says so: ``up`` or ``down``.

    >>> moving("同比增长"), moving("比上年少了"), moving("达到")
    ('up', 'down', None)
    """
    last = {way: max((found.start() for found in _moving(way).finditer(text)), default=-1) for way in ("up", "down")}
    if max(last.values()) < 0:
        return None
    return "up" if last["up"] > last["down"] else "down"


def denies(text: str) -> bool:
    """Whether a sentence says that something is not so.

    >>> denies("大桥没有封闭"), denies("大桥封闭"), denies("大桥前不久封闭")
    (True, False, False)
    """
    return _moving("denied").search(_plain(text)) is not None


def turned(one: str, two: str) -> bool:
    """Whether one of two texts says of a thing that it is not so, and the other the same word without that.

    >>> turned("他不再履行义务", "他严格履行义务"), turned("他不再履行义务", "他不履行义务")
    (True, False)
    """
    denied, told = _negated(one), _negated(two)
    if denied and told:
        return False
    return any(word in two for word in denied) or any(word in one for word in told)


def _plain(text: str) -> str:
    """A text without the words in which one that denies stands and denies nothing: 前不久, but 不同意 is kept."""
    return _shielding().sub(lambda found: found[0] if _moving("denial").fullmatch(found[0]) else _STOP, text)


@cache
def _shielding() -> re.Pattern[str]:
    words = {word for kind in ("no_denial", "denial") for word in rows(TABLE)[kind]["words"].split()}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def _negated(text: str) -> list[str]:
    """The words right behind one that says that they are not so."""
    rest = _plain(text)
    found = (re.split(r"\W", rest[one.end() :], maxsplit=1)[0] for one in _moving("negated").finditer(rest))
    return [word for clause in found for word in islice(rjieba.cut(clause), BEHIND) if len(word) > 1]


def planned(text: str) -> bool:
    """Whether a sentence tells of what is to come.

    >>> planned("大桥将于5月通车"), planned("大桥5月通车")
    (True, False)
    """
    return _moving("planned").search(text) is not None


def utmost(text: str) -> frozenset[str]:
    """The words by which a sentence tells of the first, the only or the whole."""
    return frozenset(_moving("utmost").findall(text))


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs = [pair.split("=") for pair in rows(TABLE)["opposite"]["words"].split()]
    return tuple((one, two) for one, two in pairs) + tuple((two, one) for one, two in pairs)


def opposed(claim: str, told: str) -> bool:
    """Whether one of two texts has a word of which the other has the opposite, and not the word itself.

    >>> opposed("贸易逆差扩大", "贸易顺差扩大"), opposed("贸易逆差扩大", "顺差变为逆差")
    (True, False)
    """
    return any(one in claim and two in told and one not in told and two not in claim for one, two in _opposites())


@cache
def _refuted() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows(TABLE)["refuted"]))


def refutes(text: str) -> bool:
    """Whether a sentence says that what it quotes is not so.

    >>> refutes("网传大桥将封闭两年不实"), refutes("大桥将封闭两年")
    (True, False)
    """
    return _refuted().search(text) is not None


SPACE = "\u3000"


@cache
def _written() -> tuple[re.Pattern[str], Mapping[str, str]]:
    told = dict.fromkeys(rows(TABLE)["hearsay"]["words"].split(), "")
    told |= dict(pair.split("=") for pair in rows(TABLE)["spoken"]["words"].split())
    words = sorted(told, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))), told


def written(text: str) -> str:
    """A claim as a paper would print it, as long as before: without 听说, and 多了 as 增加.

    What is shorter is filled up with full-width spaces; a mark at the end of hearsay stays.

    >>> written("听说去年少了3%。")
    '　　去年减少3%。'
    """
    pattern, told = _written()

    def as_printed(found: re.Match[str]) -> str:
        word = told[found[0]] or (found[0][-1] if found[0][-1] in "，。" else "")
        return word.rjust(len(found[0]), SPACE) if len(word) <= len(found[0]) else found[0]

    return _TENTHS.sub(_per_cent, pattern.sub(as_printed, text))


def _per_cent(found: re.Match[str]) -> str:
    """三成五 is 35%."""
    digits = "一二三四五六七八九"
    tens, ones = found[1].replace("两", "二"), found[2]
    return f"{digits.index(tens) + 1}{5 if ones == '半' else digits.index(ones) + 1}%"
