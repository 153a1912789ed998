"""Which facts of a story are told in a sentence, or under a headline, that holds the words looked for.

All facts of thousands of stories are asked this to be counted: nothing is built, folded or read that need not be.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby

from presscheck.record.characters import alike, holds
from presscheck.record.packing import unpack, written
from presscheck.record.passages import Text, sentences_of, texts_packed
from presscheck.record.query import Query
from presscheck.record.store import SHARE, Store

Place = tuple[str, int | None]
"""A part of a story, and which paragraph."""
Stretch = tuple[str, int | None, int, int]
"""Where the words of a fact stand: the part, which paragraph, start and end."""
_EVIDENCE = re.compile(r'"evidence":\{"part":"(\w+)","paragraph":(\d+|null),"start":(\d+),"end":(\d+)[,}]')
_Said = tuple[int, int, str]
"""A sentence: its start and end, and its words."""


def answering(store: Store, numbers: Sequence[int], query: Query) -> Iterator[int]:
    """The numbers of those facts in whose sentence or headline every word stands: none of them is built to be told."""
    words = tuple(map(alike, query.wanted))
    stories = [(article, list(facts)) for article, facts in groupby(numbers, lambda number: number // SHARE)]
    packed = store.packed(article for article, _ in stories)
    for (_, facts), (name, told, packed_facts) in zip(stories, packed, strict=True):
        with store.whole(name):
            found = _of_story(told, packed_facts, facts, words)
        yield from found


def _of_story(told: bytes, packed: bytes, facts: list[int], words: Sequence[str]) -> list[int]:
    headline, texts = texts_packed(told)
    left = _left_of(headline, words)
    if not left:
        return facts
    holding = {(one.part, one.paragraph): _Sentences(one, left) for one in _texts_with(texts, left)}
    if not holding:
        return []
    stretches = places_told(packed)
    of = ((number, stretches[number % SHARE]) for number in facts)
    return [
        number
        for number, (part, paragraph, start, end) in of
        if (held := holding.get((part, paragraph))) and held.hold(start, end)
    ]


class _Sentences:
    """The sentences of a part that holds all words looked for, and those of them that hold all by themselves."""

    def __init__(self, text: Text, words: Sequence[str]) -> None:
        self.words = words
        self.said: list[_Said] = [(start, end, text.words[start:end]) for _, start, end in sentences_of(text)]
        self.whole = [(start, end) for start, end, told in self.said if holds(told, words)]

    def hold(self, start: int, end: int) -> bool:
        """Whether the sentences in which a stretch stands hold all that is looked for."""
        if any(first < end and start < last for first, last in self.whole):
            return True
        met = [told for first, last, told in self.said if first < end and start < last]
        return len(met) > 1 and holds("".join(met), self.words)


def places_told(packed: bytes) -> list[Stretch]:
    """Where the words of each of a story's facts stand, in their order, the rest of them left unread.

    A quotation mark within words is written with a stroke before it, so that no words can look like a place.
    """
    plain = written(packed)
    found = _EVIDENCE.findall(plain)
    if len(found) != plain.count('"evidence":{'):  # written by a program that told places in another order
        told = [one["evidence"] for one in unpack(packed)]
        return [(one["part"], one["paragraph"], one["start"], one["end"]) for one in told]
    return [
        (part, None if paragraph == "null" else int(paragraph), int(start), int(end))
        for part, paragraph, start, end in found
    ]


def _left_of(headline: str | None, words: Iterable[str]) -> list[str]:
    """The words looked for, less those that a headline holds."""
    return [word for word in words if not holds(headline or "", (word,))]


def _texts_with(texts: Iterable[Text], words: Sequence[str]) -> Iterator[Text]:
    """The parts of a story that hold all the words."""
    return (text for text in texts if holds(text.words, words))


def holding(headline: str | None, texts: Iterable[Text], query: Query) -> Container[Place]:
    """The parts of a story that hold all words its headline does not: only their facts need be looked at."""
    left = _left_of(headline, map(alike, query.wanted))
    return {(text.part, text.paragraph) for text in _texts_with(texts, left)}
