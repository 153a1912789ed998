"""What a Chinese character is to us: its class, its width on paper, and the look-alikes that stand in its place."""

import unicodedata
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from presscheck import data

HAN_RANGES = (
    (0x3005, 0x3007),  # 々〆〇
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x323AF),  # extensions B to H and the compatibility supplement
)
MOST_SPELLINGS = 128
"""Traditional spellings of a word that are looked for; 台 alone has four."""
FREQUENT_IN_BIG5 = range(0xA4, 0xC7)
"""First bytes of Big5's first level, the 5,401 characters that are printed most."""
CORNER_MARKS = {"「": "“", "」": "”", "『": "‘", "』": "’"}
"""Quotation marks of traditional type, and those that say the same in simplified."""
COMPATIBILITY_RANGES = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
SENTENCE_ENDS = frozenset("。！？…")
"""Marks that end a sentence; closing marks may follow them."""
CLOSERS = {
    "”": "“",
    "’": "‘",
    "）": "（",
    "》": "《",
    "〉": "〈",
    "】": "【",
    "〕": "〔",
    "」": "「",
    "』": "『",
    "］": "［",
}
OPENERS = {opener: closer for closer, opener in CLOSERS.items()}
NEVER_FIRST = frozenset("，。、；：？！…％%‰·—～") | frozenset(CLOSERS)
"""Marks that no printed line or paragraph begins with, unless it was torn (— apart: a deck may)."""


class Lookalike(NamedTuple):
    """A code point at ``place`` that only looks like the character ``after``."""

    place: int
    before: str
    after: str
    family: str


@lru_cache(maxsize=1 << 16)
def is_han(char: str) -> bool:
    """Whether ``char`` is a Chinese character.

    >>> is_han("在"), is_han("\\U00020000"), is_han("€"), is_han("a")
    (True, True, False, False)
    """
    point = ord(char)
    return any(first <= point <= last for first, last in HAN_RANGES)


def width(text: str) -> int:
    """How many columns of a fixed-width page ``text`` takes: two for a Chinese character, one for a Latin one.

    >>> width("第3版")
    5
    """
    return sum(map(_width, text))


@lru_cache(maxsize=1 << 16)
def _width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char):
        return 0
    # Quotation marks and dashes are "ambiguous" to Unicode; in Chinese type they take a full square.
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


@cache
def _look_alikes() -> dict[str, tuple[str, str]]:
    table = {
        chr(int(point, 16)): (char, family)
        for family, points in data.rows("look_alikes").items()
        for point, char in points.items()
    }
    for first, last in COMPATIBILITY_RANGES:
        for point in range(first, last + 1):
            plain = unicodedata.normalize("NFC", chr(point))
            if len(plain) == 1 and plain != chr(point):
                table[chr(point)] = (plain, "compatibility")
    return table


@cache
def _look_alike_folds() -> dict[int, str]:
    return {ord(char): plain for char, (plain, _) in _look_alikes().items()}


@cache
def folds() -> dict[int, str]:
    """What ``fold`` puts in a code point's place, for every one that it changes.

    >>> folds()[ord("橋")], ord("桥") in folds()
    ('桥', False)
    """
    full_width = {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
    kept = {ord(mark): mark for mark in "，：；？！（）［］｛｝～"}
    corners = {ord(mark): plain for mark, plain in CORNER_MARKS.items()}
    simplified = _simplified_forms()
    once = full_width | kept | simplified | corners | _look_alike_folds()
    again = simplified | corners  # a look-alike may stand for a traditional form, or for a corner mark
    told = {point: plain.translate(again) for point, plain in once.items()}
    return {point: plain for point, plain in told.items() if plain != chr(point)}


@cache
def _folded() -> frozenset[str]:
    """The characters that ``fold`` changes."""
    return frozenset(map(chr, folds()))


@cache
def _simplified_forms() -> dict[int, str]:
    """The simplified form of every traditional character, one by one."""
    table = data.rows("simplified")
    return {ord(char): plain for char, plain in zip(table["traditional"], table["simplified"], strict=True)}


@cache
def _traditional_forms() -> dict[str, tuple[str, ...]]:
    """What traditional type prints for a simplified character: its frequent forms, and itself where Big5 has it."""
    told: dict[str, list[str]] = {}
    for point, plain in _simplified_forms().items():
        if _big5(chr(point)) in FREQUENT_IN_BIG5:
            told.setdefault(plain, [plain] if _big5(plain) else []).append(chr(point))
    return {plain: tuple(forms) for plain, forms in told.items()}


def _big5(char: str) -> int:
    """The first byte of a character in Big5; 0 where it has none."""
    return next(iter(char.encode("big5", errors="ignore")), 0)


def spellings(word: str) -> tuple[str, ...]:
    """A word as it may stand in a newspaper: as given, in simplified and in traditional characters, the given first.

    Where a character has several traditional forms each is tried, so at most ``MOST_SPELLINGS`` are given.

    >>> spellings("臺灣"), spellings("新桥")
    (('臺灣', '台湾', '台灣', '檯灣', '颱灣'), ('新桥', '新橋'))
    >>> spellings("修桥")
    ('修桥', '修橋', '脩橋')
    """
    plain = word.translate(_simplified_forms())
    forms = product(*(_traditional_forms().get(char, (char,)) for char in plain))
    whole = map("".join, islice(forms, MOST_SPELLINGS))
    return tuple(dict.fromkeys([word, plain, *whole]))


def look_alikes(text: str) -> list[Lookalike]:
    """Every code point of a page that only looks like the character meant, with its position.

    Kangxi radicals, the radicals supplement, compatibility ideographs and vertical forms of punctuation, as they come
    out of the text layers of faulty PDFs. Table: Unicode's EquivalentUnifiedIdeograph and canonical decompositions.

    >>> look_alikes("⾦融街")
    [Lookalike(place=0, before='⾦', after='金', family='kangxi')]
    """
    table = _look_alikes()
    return [Lookalike(i, char, *table[char]) for i, char in enumerate(text) if char in table]


def fold(text: str) -> str:
    """``text`` as rules and models compare it: simplified, look-alikes replaced, Latin letters and digits narrow.

    Never changes the length, so that a place found in the folded text is the same place on the page.

    >>> fold("⾦融街２０２６年︒")
    '金融街2026年。'
    >>> fold("記者報導：「雲州大橋通車」")
    '记者报导：“云州大桥通车”'
    """
    return text if _folded().isdisjoint(text) else text.translate(folds())
