"""A page's passages as one text, so that each question is asked of the whole page at once."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import add

from presscheck.language import ngram
from presscheck.proofreading.passage import Passage

EDGE = ngram.BOUNDARY


@dataclass(frozen=True)
class Sheet:
    """The passages of all stories of a page, one below the other; each ends with the edge of a paragraph.

    Within a passage a line break reads as a space, so that offsets stay as they are.

    >>> Sheet.of([Passage("headline", None, "小麦丰收"), Passage("body", 0, "云州今年小麦丰收。")]).text
    '小麦丰收\\n云州今年小麦丰收。\\n'
    """

    passages: tuple[Passage, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "Sheet":
        """The sheet on which these passages stand."""
        starts, at = [], 0
        for passage in passages:
            starts.append(at)
            at += len(passage.text) + 1
        text = "".join(passage.text.replace(EDGE, " ") + EDGE for passage in passages)
        return cls(tuple(passages), text, tuple(starts))

    def at(self, place: int) -> tuple[int, int]:
        """Which passage a place lies in, and where in it."""
        number = bisect_right(self.starts, place) - 1
        return number, place - self.starts[number]

    @cached_property
    def strings(self) -> Counter[str]:
        """How often each two and three characters in a row stand on the page."""
        text = self.text
        pairs = list(map(add, text, text[1:]))
        return Counter(chain(pairs, map(add, pairs, text[2:])))

    @cached_property
    def walk(self) -> ngram.Walk:
        """How the language model reads the page: what it has in mind before each character, and each one's chance."""
        return ngram.load().walk(self.text)
