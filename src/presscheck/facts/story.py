"""A story as facts are read from it: its parts in order, and the days from which its times are counted."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from presscheck.model import Article, ParagraphKind
from presscheck.model.fact import Words

HEADS = ("kicker", "headline", "deck")
_ENDS = re.compile("[。！？!?…]")
_AFTER_END = "”’」』）)》】"
_BLANK = "　"
_DATELINE = re.compile(
    r"\s*据?(?:本[报台刊网]|[一-鿿]{1,8}?(?:社|日报|晚报|早报|网|电视台))"
    r"(?:[一-鿿·]{0,12}?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:专?电|讯)|(?:专?电|讯|消息)(?=[\s：:（(]))"
    r"\s*(?:[（(][^（）()]{1,80}[）)])?[\s：:]*"
)
"""Who reports from where and when, at the head of a paragraph: 新华社北坡9月8日电（记者林向晚）."""
_FAR = 400
"""A clause is taken for no longer than so many characters."""
_AHEAD = datetime.timedelta(days=31)
"""A day so far after the paper's is of the year before."""


@dataclass(frozen=True)
class Part:
    """One part of a story: ``body`` with its ``paragraph`` index, or a head without one.

    ``speech`` tells running text from crossheads, captions and tables; ``lead`` is where its sentences begin, behind a
    dateline.
    """

    name: str
    paragraph: int | None
    text: str
    speech: bool = True
    lead: int = 0

    def words(self, start: int, end: int) -> Words:
        """The words from ``start`` to ``end`` of this part, with their place."""
        return Words(self.text[start:end], self.name, self.paragraph, start, end)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence starts and ends, closing marks included; they fill the part from its ``lead`` on."""
        return tuple((max(start, self.lead), end) for start, end in _sentences(self.text) if end > self.lead)


@dataclass(frozen=True)
class Story:
    """One story, its parts in the order of reading; ``published`` is its day, ``dateline`` the day printed in it.

    ``ValueError`` where two parts are the same head or paragraph: nobody could tell where a fact stands.
    """

    parts: tuple[Part, ...]
    published: datetime.date | None = None
    dateline: datetime.date | None = None

    def __post_init__(self) -> None:
        places = [(part.name, part.paragraph) for part in self.parts]
        if len(set(places)) < len(places):
            twice = next(one for one in places if places.count(one) > 1)
            raise ValueError(f"two parts of a story are {twice[0]} {'' if twice[1] is None else twice[1]}".rstrip())


def without_datelines(story: Story) -> Story:
    """A story whose datelines are blank, so that nobody acts or speaks in them; the first tells its day.

    >>> day = datetime.date(2026, 9, 9)
    >>> told = without_datelines(Story((Part("body", 0, "新华社北坡9月8日电　水务局开闸。"),), day))
    >>> told.parts[0].text.strip(), told.parts[0].lead, told.dateline
    ('水务局开闸。', 11, datetime.date(2026, 9, 8))
    """
    found = [_DATELINE.match(part.text) if part.name == "body" and part.speech else None for part in story.parts]
    parts = (_behind(part, mark.end()) if mark else part for part, mark in zip(story.parts, found, strict=True))
    days = (_day_of(mark, story.published) for mark in found if mark)
    return replace(story, parts=tuple(parts), dateline=story.dateline or next(filter(None, days), None))


def _behind(part: Part, end: int) -> Part:
    return replace(part, text=_BLANK * end + part.text[end:], lead=end)


def _day_of(mark: re.Match[str], published: datetime.date | None) -> datetime.date | None:
    """The day that a dateline prints; a year or month that is not printed is that of the paper, or just before."""
    if mark["day"] is None or published is None:
        return None
    day = int(mark["day"])
    month = int(mark["month"]) if mark["month"] else published.month - (day > published.day)
    try:
        told = datetime.date(published.year, month or 12, day)
        return told.replace(year=told.year - 1) if told > published + _AHEAD or not month else told
    except ValueError:
        return None


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


def last_of(text: str, marks: str, end: int) -> int:
    """Where the last of several marks stands before a place, not far; -1: nowhere."""
    low = max(0, end - _FAR)
    return max((text.rfind(mark, low, end) for mark in marks), default=-1) if end > 0 else -1
