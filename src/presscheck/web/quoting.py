"""Sentences in pieces, so that what counts in them can be marked."""

from collections.abc import Iterator
from itertools import pairwise

from presscheck.model import Fact
from presscheck.model.found import Passage


def quoted(passage: Passage, *facts: Fact) -> list[tuple[str, str]]:
    """A sentence in pieces, each with what is marked in it: the words looked for, those that tell facts."""
    marks = [(start, end, "sought") for start, end in passage.marks]
    marks += [(one.evidence.start - passage.start, one.evidence.end - passage.start, "told") for one in facts]
    return list(cut(passage.quote, *marks))


def cut(words: str, *marks: tuple[int, int, str]) -> Iterator[tuple[str, str]]:
    """Words cut at marks, each piece with the names of the marks it lies in.

    >>> list(cut("去年新建水渠30公里", (4, 6, "sought"), (4, 10, "told")))
    [('去年新建', ''), ('水渠', 'sought told'), ('30公里', 'told')]
    """
    borders = sorted({0, len(words), *(min(max(at, 0), len(words)) for mark in marks for at in mark[:2])})
    for start, end in pairwise(borders):
        names = dict.fromkeys(name for first, last, name in marks if first <= start and end <= last)
        yield words[start:end], " ".join(names)
