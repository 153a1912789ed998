"""Fixed phrases of the paper that stand broken: 习近平同志记 for 习近平总书记.

The phrases were counted in finished articles (``tools/make_phrases.py``): four of their six characters tell the other
two. Where the four stand and something else is in the gap that the paper never has there, the phrase is broken.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np

from presscheck import hanzi
from presscheck.data import shipped
from presscheck.model import Tier
from presscheck.proofreading.passage import Finding
from presscheck.proofreading.sheet import Sheet
from presscheck.proofreading.wording import Change, gains, words_gained

LENGTH = 6
GAP = "□□"
BEGINNINGS = (1, 2, 3)
"""How many characters stand before a gap of two."""
STUMBLE = -8.0
"""Nats of a character under which a phrase may break there."""
GAIN, WORDS = 15.0, 7.0
"""Nats that a whole phrase must gain, by the language and by its words. Fourteen places of 910,806 characters of
clean news (2025-07 to 2025-10) gain as much: a new phrase breaks an old one (中央经济工作会议, 中央城市工作会议)."""
CONFIDENCE = 0.7


def gaps(words: str) -> list[str]:
    """A phrase with each two of its inner characters left out.

    >>> gaps("云州市委书记")
    ['云□□委书记', '云州□□书记', '云州市□□记']
    """
    return [words[:k] + GAP + words[k + 2 :] for k in BEGINNINGS]


def find(sheet: Sheet) -> dict[int, list[Finding]]:
    """Every fixed phrase of a page that stands broken, where the sentence and its words are far better whole.

    They are told under the number of their passage.

    >>> from presscheck.proofreading.passage import Passage
    >>> (found,) = find(Sheet.of([Passage("body", 0, "习近平同志记深情勉励大家")]))[0]
    >>> found.start, found.after
    (3, '总书')
    """
    text, told = sheet.text, dict[int, list[Finding]]()
    stumbles = np.flatnonzero(sheet.walk[1] < STUMBLE)
    starts = np.unique(stumbles[:, None] - np.arange(LENGTH))
    may_break = [k for k in starts[starts >= 0].tolist() if text[k : k + LENGTH : LENGTH - 1] in _ends()]
    changes = sorted({change for start in may_break for change in broken(text, start)})
    if not changes:
        return told
    better = [changes[k] for k in np.flatnonzero(gains(text, changes, GAIN, sheet.walk) >= GAIN).tolist()]
    for change, words in zip(better, words_gained(text, better).tolist(), strict=True):
        if words >= WORDS:
            number, start = sheet.at(change.start)
            found = Finding(start, start + change.end - change.start, change.after, "phrase", CONFIDENCE, Tier.SUSPECT)
            told.setdefault(number, []).append(found)
    return told


def broken(text: str, start: int) -> Iterator[Change]:
    """The phrases that break in the six characters from a place on, each with what would mend it.

    >>> list(broken("习近平同志记深情勉励大家", 0))
    [Change(start=3, end=5, after='总书')]
    """
    known, words = _known(), text[start : start + LENGTH]
    for k, gap in zip(BEGINNINGS, gaps(words), strict=True):
        told = known.get(gap)
        if told and told != words[k : k + 2] and all(map(hanzi.is_han, words)):
            yield Change(start + k, start + k + 2, told)


@cache
def _known() -> dict[str, str]:
    """What fills each gap, where only one filling is known to be a phrase."""
    told: dict[str, str] = {}
    for words in shipped("phrases.txt").read_text(encoding="utf8").split():
        for k, gap in zip(BEGINNINGS, gaps(words), strict=True):
            told[gap] = "" if gap in told else words[k : k + 2]
    return {gap: two for gap, two in told.items() if two}


@cache
def _ends() -> frozenset[str]:
    """The first and the last character of each phrase, which stand in every gap of it."""
    return frozenset(gap[0] + gap[-1] for gap in _known())
