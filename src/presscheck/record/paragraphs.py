"""A paragraph in which figures stand, with the times that it names: by them its figures are dated.

To read times takes longer than all else that is done to follow an indicator. So they are read when a story is put into
the record, and kept there beside its words.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from presscheck.facts import periods
from presscheck.facts.periods import Dated
from presscheck.facts.story import Part, Story
from presscheck.hanzi import fold
from presscheck.model import Article, Figure
from presscheck.model.fact import Period
from presscheck.model.series import Mention
from presscheck.record.indicators import TIME
from presscheck.record.passages import Text, texts_of

Row = Sequence[Any]
"""A time as the record keeps it: where it starts and ends, and of its period all but the words; what is not set is
left out at the end."""
Times = Sequence[Sequence[Row]]
"""The times of a paragraph, of the one before, and of the headline; those that have none are left out at the end."""


class Paragraph:
    """A paragraph, or a head, of a story of ``date``, with the paragraph ``before`` it.

    ``kept`` are its times as the record keeps them; without these they are read where they are asked for.

    >>> told = Paragraph("去年全县出口增长，上月下降。", date=datetime.date(2026, 6, 18))
    >>> [dated.period for dated in told.times]
    [<去年: 2025-01-01 to 2025-12-31>, <上月: 2026-05-01 to 2026-05-31>]
    >>> told.masked(0, 14, 14).count(TIME)
    4
    """

    def __init__(
        self,
        text: str,
        before: str = "",
        headline: str = "",
        date: datetime.date | None = None,
        kept: Times | None = None,
    ) -> None:
        self.text = text
        self.before = before
        self.headline = headline
        self.date = date
        self.kept = kept
        self._stand: dict[int, tuple[str, int]] = {}

    @cached_property
    def folded(self) -> str:
        """The text as times are looked for in it."""
        return fold(self.text)

    @cached_property
    def times(self) -> tuple[Dated, ...]:
        """The times that it names."""
        if self.kept is None:
            return read_times(self.headline, self.before, self.folded, self.date)[2]
        return tuple(_dated(one, self.folded) for one in self._kept(0))

    @property
    def around(self) -> tuple[tuple[Dated, ...], tuple[Dated, ...]]:
        """The times of the headline, and of the paragraph before."""
        if self.kept is None:
            return read_times(self.headline, self.before, self.text, self.date)[:2]
        head = tuple(_dated(one, self.headline) for one in self._kept(2))
        return head, tuple(_dated(one, self.before) for one in self._kept(1))

    def _kept(self, which: int) -> Sequence[Row]:
        return self.kept[which] if self.kept is not None and which < len(self.kept) else ()

    def masked(self, start: int, end: int, upto: int) -> str:
        """A sentence of it with every time that stands ``upto`` a place masked, so that offsets stay what they are."""
        if self.kept is not None:
            return self._masked[start:end]
        if start not in self._stand:
            spans, sure = periods.stand(self.folded, start, end)
            self._stand[start] = (mask(self.text, spans) if spans else self.text)[start:end], sure
        told, sure = self._stand[start]
        return told if sure >= upto else self._masked[start:end]

    @cached_property
    def _masked(self) -> str:
        spans: Sequence[Sequence[Any]] = self.times if self.kept is None else self._kept(0)
        return mask(self.text, spans) if spans else self.text


@dataclass(frozen=True, slots=True, repr=False)
class InParagraph(Mention):
    """A figure where a story tells it, with its paragraph as all figures in it share it."""

    paragraph: Paragraph | None = field(default=None, compare=False)


def paragraph_of(mention: Mention) -> Paragraph:
    """The paragraph in which a figure stands."""
    held = mention.paragraph if isinstance(mention, InParagraph) else None
    return held or _paragraph(mention.text, mention.before, mention.headline or "", mention.date)


_paragraph = lru_cache(64)(Paragraph)


@lru_cache(8192)
def read_times(
    headline: str, before: str, text: str, date: datetime.date | None
) -> tuple[tuple[Dated, ...], tuple[Dated, ...], tuple[Dated, ...]]:
    """The times of a headline, of the paragraph before, and of a paragraph."""
    parts = (Part("headline", None, headline, speech=False), Part("body", 0, before), Part("body", 1, text))
    told = periods.read(Story(parts, date))
    return told[0], told[1], told[2]


def mask(text: str, times: Iterable[Sequence[Any]]) -> str:
    """The text with every time masked, as long as before; a time begins with where it starts and ends."""
    out = list(text)
    for start, end, *_ in times:
        out[start:end] = TIME * (end - start)
    return "".join(out)


def before(texts: Sequence[Text], place: int) -> str:
    """The part of a story that precedes one of its paragraphs; a head has none."""
    return texts[place - 1].words if place and texts[place].part == "body" else ""


# What the record keeps


def kept_times(article: Article, date: datetime.date | None) -> Iterator[tuple[int, Times]]:
    """The times of those parts of a story that tell figures: which of its parts each is, and what is kept of it."""
    texts = texts_of(article)
    telling = {(one.evidence.part, one.evidence.paragraph) for one in article.facts if isinstance(one, Figure)}
    for place, text in enumerate(texts):
        if (text.part, text.paragraph) in telling:
            told = Paragraph(text.words, before(texts, place), article.headline or "", date)
            head, earlier = told.around
            rows = [[_row(one) for one in times] for times in (told.times, earlier, head)]
            yield place, trimmed(rows)


def trimmed(told: list[Any]) -> list[Any]:
    """What is kept in a row, without what is not set at its end.

    >>> trimmed([3, None, "日", None, []])
    [3, None, '日']
    """
    return trimmed(told[:-1]) if told and not told[-1] else told


def _row(dated: Dated) -> list[Any]:
    of = dated.period
    period = [of.start, of.end, of.grain, of.anchor_from, of.anchor, of.open, of.vague]
    return trimmed([dated.start, dated.end, *period])


def _dated(row: Row, text: str) -> Dated:
    whole = [*row, *_UNSET[len(row) :]]
    start, end, first, last, grain, anchor_from, anchor, is_open, vague = whole
    return Dated(start, end, Period(text[start:end], first, last, grain, is_open, vague, anchor, anchor_from))


_UNSET: list[Any] = [0, 0, None, None, "", None, None, False, False]
