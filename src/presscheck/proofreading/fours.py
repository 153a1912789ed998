"""Four-character phrases of which two characters changed places: 引入水林 for 引水入林.

A newspaper speaks in phrases of four, and coins new ones after old patterns: 引水入林, 引企入园. Such a pattern is a
*frame*: two characters that stand one apart (引□入□, □来□往) and that many phrases fill in many ways
(``tools/make_frames.py``). Where a phrase stands alone between two marks, is none that is known and follows no frame,
but would with two neighbours turned round, these changed places.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from presscheck.data import shipped
from presscheck.language import lexicon
from presscheck.model import Tier
from presscheck.proofreading.passage import Finding
from presscheck.proofreading.sheet import EDGE, Sheet
from presscheck.proofreading.wording import RARE

SLOT = "□"
STUMBLE = -13.0
"""Nats of two characters in a row, as a phrase stands, above which it reads well enough."""
CONFIDENCE = 0.7
_ALONE = re.compile(r"(?<![\u4e00-\u9fff0-9A-Za-z％%.·])[\u4e00-\u9fff]{4}(?![\u4e00-\u9fff0-9A-Za-z·])")
"""Four Chinese characters between marks; not behind a figure, and no part of a foreign name."""


def frames(words: str) -> tuple[str, str]:
    """The two frames that a phrase of four follows.

    >>> frames("引水入林")
    ('引□入□', '□水□林')
    """
    return words[0] + SLOT + words[2] + SLOT, SLOT + words[1] + SLOT + words[3]


def find(sheet: Sheet) -> dict[int, list[Finding]]:
    """Every phrase of four on a page of which one pair of neighbours changed places, told under its passage's number.

    >>> from presscheck.proofreading.passage import Passage
    >>> (found,) = find(Sheet.of([Passage("body", 0, "企业三百家，引入水林、以商兴产")]))[0]
    >>> found.start, found.end, found.after
    (7, 9, '水入')
    """
    told = dict[int, list[Finding]]()
    for start, words, whole in _turned(sheet.text, _strange(sheet)):
        first = next(k for k in range(4) if words[k] != whole[k])
        number, place = sheet.at(start + first)
        found = Finding(place, place + 2, whole[first : first + 2], "turned", CONFIDENCE, Tier.SUSPECT)
        told.setdefault(number, []).append(found)
    return told


def _strange(sheet: Sheet) -> list[int]:
    """Where phrases stand alone that read badly and follow no frame."""
    chances, text = sheet.walk[1], sheet.text
    starts = [found.start() for found in _ALONE.finditer(text) if not _all_there_is(text, found.start())]
    return [
        start
        for start in starts
        if any(chances[k] + chances[k + 1] < STUMBLE for k in range(start, start + 4))
        and not _framed(text[start : start + 4])
    ]


def _all_there_is(text: str, start: int) -> bool:
    """Whether four characters are a passage by themselves, as a caption may be."""
    return text[start + 4 : start + 5] == EDGE and text[start - 1 : start] in ("", EDGE)


def _turned(text: str, starts: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """The phrases that are none, with what they would be: one way only in which turning two neighbours makes one."""
    phrases = [text[start : start + 4] for start in starts]
    ways = [[words[:k] + words[k + 1] + words[k] + words[k + 2 :] for k in range(3)] for words in phrases]
    asked = list(dict.fromkeys([*(part for words in phrases for part in _parts(words)), *chain.from_iterable(ways)]))
    known = {word for word, often in zip(asked, lexicon.load().frequencies(asked), strict=True) if often > RARE}
    for start, words, turned in zip(starts, phrases, ways, strict=True):
        if any(part in known for part in _parts(words)[:3]) or {words[:2], words[2:]} <= known:
            continue
        whole = [way for way in turned if way != words and (_framed(way) or way in known)]
        if len(whole) == 1:
            yield start, words, whole[0]


def _parts(words: str) -> tuple[str, ...]:
    """What may be a word of a phrase: the whole, its first and last three, its first and last two."""
    return words, words[:3], words[1:], words[:2], words[2:]


def _framed(words: str) -> bool:
    return not _known().isdisjoint(frames(words))


@cache
def _known() -> frozenset[str]:
    return frozenset(shipped("frames.txt").read_text(encoding="utf8").split())
