"""A story as facts are read from it: its parts in order, and the days from which its times are counted."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from presscheck.model import Article, ParagraphKind
from presscheck.model.fact import Words

HEADS = ("kicker", "headline", "deck")
_ENDS = re.compile("[。！？!?…]")
_AFTER_END = "”’」』）)》】"


@dataclass(frozen=True)
class Part:
    """One part of a story: ``body`` with its ``paragraph`` index, or a head without one.

    ``speech`` tells running text from crossheads, captions and tables.
    """

    name: str
    paragraph: int | None
    text: str
    speech: bool = True

    def words(self, start: int, end: int) -> Words:
        """The words from ``start`` to ``end`` of this part, with their place."""
        return Words(self.text[start:end], self.name, self.paragraph, start, end)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence starts and ends, closing marks included; they fill the part."""
        return tuple(_sentences(self.text))


@dataclass(frozen=True)
class Story:
    """One story, its parts in the order of reading; ``published`` is its day, ``dateline`` the day printed in it."""

    parts: tuple[Part, ...]
    published: datetime.date | None = None
    dateline: datetime.date | None = None


def story_of(article: Article, published: datetime.date | None = None) -> Story:
    """The story of an article; a head that stands within a paragraph is read there.

    >>> story_of(Article("a1", headline="县城通了火车")).parts[0].text
    '县城通了火车'
    """
    within = {inside.part for inside in article.inside}
    heads = [
        Part(name, None, text, speech=False)
        for name in HEADS
        if name not in within and (text := getattr(article, name))
    ]
    body = [
        Part("body", number, paragraph.text, paragraph.kind is ParagraphKind.P)
        for number, paragraph in enumerate(article.paragraphs)
    ]
    dateline = article.dateline.date if article.dateline else None
    return Story((*heads, *body), published, dateline)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """
    >>> list(_sentences("“去吧。”他说。雨停了"))
    [(0, 5), (5, 8), (8, 11)]
    """
    start = 0
    cuts = [found.end() for found in _ENDS.finditer(text)]
    for cut, later in pairwise([*cuts, len(text) + 1]):
        end = cut
        while end < len(text) and text[end] in _AFTER_END:
            end += 1
        if later > end and end > start:
            yield start, end
            start = end
    if start < len(text):
        yield start, len(text)
