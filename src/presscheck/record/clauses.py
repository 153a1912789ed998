"""The sentence around a figure, clause by clause, with the times that it names."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from presscheck.facts import periods
from presscheck.facts.periods import Dated
from presscheck.facts.story import Part, Story
from presscheck.hanzi import fold
from presscheck.model.series import Mention
from presscheck.record.indicators import TIME

MARKS = "，；：。！？!?\n"
_NUMBER = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千万亿]*[0-9０-９][0-9０-９.,]*|[一二两三四五六七八九十百千万亿]{2,}"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Words between two marks: where they stand in their paragraph, and as they are with every time masked."""

    start: int
    end: int
    text: str
    masked: str

    @property
    def stem(self) -> str:
        """The clause up to its first figure."""
        found = _NUMBER.search(self.masked)
        return self.masked[: found.start()] if found else self.masked

    @property
    def tells(self) -> bool:
        """Whether a figure stands in it."""
        return _NUMBER.search(self.masked) is not None


@dataclass(frozen=True)
class Here:
    """Where a figure stands: its paragraph, the clause up to it, and the clauses before it in its sentence."""

    mention: Mention
    clause: Clause
    earlier: tuple[Clause, ...]
    sentence: int
    times: tuple[Dated, ...]

    @property
    def start(self) -> int:
        """Where the figure starts."""
        return self.mention.fact.evidence.start

    @property
    def after(self) -> str:
        """What follows the figure."""
        return self.mention.text[self.mention.fact.evidence.end :][:24]

    @cached_property
    def told_before(self) -> str:
        """The sentence up to the figure."""
        return self.mention.text[self.sentence : self.start]


def around(mention: Mention) -> Here:
    """The clauses up to the figure of a mention."""
    evidence = mention.fact.evidence
    text = mention.text
    times = times_of(mention.headline or "", mention.before, text, mention.date)
    sentence = next((start for start, end in Part("", 0, text).sentences if start <= evidence.start < end), 0)
    clauses = list(_clauses(text, sentence, evidence.start, times, evidence.part != "body"))
    return Here(mention, clauses[-1], tuple(clauses[:-1]), sentence, times)


def _clauses(text: str, start: int, end: int, times: tuple[Dated, ...], head: bool) -> Iterator[Clause]:
    masked = mask(text, times)
    if head:
        masked = masked.replace(" ", MARKS[0]).replace("\u3000", MARKS[0])
    at = start
    for place in range(start, end):
        comma = masked[place] == "," and not text[place + 1 : place + 2].isdigit()
        if comma or masked[place] in MARKS or (masked[place] in "（(" and not _closed(text, place, end)):
            yield Clause(at, place, text[at:place], masked[at:place])
            at = place + 1
    yield Clause(at, end, text[at:end], masked[at:end])


def _closed(text: str, place: int, end: int) -> bool:
    return any(mark in text[place:end] for mark in "）)")


def mask(text: str, times: tuple[Dated, ...]) -> str:
    """The text with every time masked, as long as before."""
    out = list(text)
    for one in times:
        out[one.start : one.end] = TIME * (one.end - one.start)
    return "".join(out)


@lru_cache(8192)
def read_times(
    headline: str, before: str, text: str, date: datetime.date | None
) -> tuple[tuple[Dated, ...], tuple[Dated, ...], tuple[Dated, ...]]:
    """The times of a headline, of the paragraph before, and of a paragraph."""
    parts = (Part("headline", None, headline, speech=False), Part("body", 0, before), Part("body", 1, text))
    told = periods.read(Story(parts, date))
    return told[0], told[1], told[2]


def times_of(headline: str, before: str, text: str, date: datetime.date | None) -> tuple[Dated, ...]:
    """The times of a paragraph of a story."""
    return read_times(headline, before, fold(text), date)[2]
