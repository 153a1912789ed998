"""The sentence around a figure, clause by clause, with the times that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from presscheck.facts.periods import Dated
from presscheck.model.series import Mention
from presscheck.record.paragraphs import Paragraph, paragraph_of
from presscheck.record.passages import sentences

MARKS = "，；：。！？!?\n"
_NUMBER = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千万亿]*[0-9０-９][0-9０-９.,]*|[一二两三四五六七八九十百千万亿]{2,}"
)

_SIGN = re.compile(f"[{MARKS},（(]")


class Clause(NamedTuple):
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
    """Where a figure stands: in its paragraph, and in its sentence."""

    mention: Mention
    paragraph: Paragraph
    sentence: int
    sentence_end: int

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

    @property
    def times(self) -> tuple[Dated, ...]:
        """The times of the paragraph."""
        return self.paragraph.times

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the sentence, the last one up to the figure."""
        return tuple(_clauses(self))

    @property
    def clause(self) -> Clause:
        """The clause up to the figure."""
        return self.clauses[-1]

    @property
    def earlier(self) -> tuple[Clause, ...]:
        """The clauses before it in its sentence."""
        return self.clauses[:-1]


def around(mention: Mention) -> Here:
    """The clauses up to the figure of a mention."""
    place, text = mention.fact.evidence.start, mention.text
    start, end = next(((start, end) for start, end in sentences(text) if start <= place < end), (0, place))
    return Here(mention, paragraph_of(mention), start, end)


def _clauses(here: Here) -> Iterator[Clause]:
    text, start, end = here.mention.text, here.sentence, here.start
    masked = here.paragraph.masked(start, here.sentence_end, end)[: end - start]
    if here.mention.fact.evidence.part != "body":
        masked = masked.replace(" ", MARKS[0]).replace("\u3000", MARKS[0])
    at = 0
    for sign in _SIGN.finditer(masked):
        place = sign.start()
        comma = sign[0] == "," and not text[start + place + 1 : start + place + 2].isdigit()
        if comma or sign[0] in MARKS or (sign[0] in "（(" and not _closed(text, start + place, end)):
            yield Clause(start + at, start + place, text[start + at : start + place], masked[at:place])
            at = place + 1
    yield Clause(start + at, end, text[start + at : end], masked[at:])


def _closed(text: str, place: int, end: int) -> bool:
    return any(mark in text[place:end] for mark in "）)")
