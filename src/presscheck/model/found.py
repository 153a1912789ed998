"""What a search of the record gave: stories and facts, each with the words that were looked for."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from presscheck.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Source:
    """Where something of the record stands: its story's id, headline, day and paper."""

    article: str
    headline: str | None = None
    date: datetime.date | None = None
    paper: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        day = self.date.isoformat() if self.date else None
        return {"article": self.article, "headline": self.headline, "date": day, "paper": self.paper}


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a story; ``marks`` are the stretches of ``quote`` that were looked for.

    ``start`` and ``end`` count the uncorrected text of its ``part``, as those of a fact's words do.
    """

    part: str
    paragraph: int | None
    start: int
    end: int
    quote: str
    marks: tuple[tuple[int, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The passage as JSON has it."""
        place = {"part": self.part, "paragraph": self.paragraph, "start": self.start, "end": self.end}
        return {**place, "quote": self.quote, "marks": [list(mark) for mark in self.marks]}


@dataclass(frozen=True, slots=True)
class Hit:
    """A story found: the passage that answers best, how often it answers, and the facts told in those sentences."""

    source: Source
    passage: Passage | None
    count: int
    facts: tuple[Fact, ...] = ()

    def __repr__(self) -> str:
        told = self.passage.quote if self.passage else ""
        return f"<{self.source.article} {self.source.date or '-'} {self.source.headline or ''}: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON has it."""
        passage = self.passage.to_dict() if self.passage else None
        facts = [fact.to_dict() for fact in self.facts]
        return {**self.source.to_dict(), "passage": passage, "count": self.count, "facts": facts}


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact found, in the sentence that tells it."""

    source: Source
    passage: Passage
    fact: Fact

    def __repr__(self) -> str:
        return f"<{self.source.date or '-'} {self.fact!r}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {**self.source.to_dict(), "passage": self.passage.to_dict(), "fact": self.fact.to_dict()}


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """What a search gave: stories, or, where facts were asked for, facts; the best first.

    ``total`` is how many there are in all, ``more`` says that there are more than were counted. ``facets`` counts them
    by month, paper, kind, speaker and unit, where that was asked for; ``names`` are the names taken for the same as
    those asked for, each with why.

    >>> Found("芬太尼", 0)
    <Found 芬太尼: 0 stories>
    """

    query: str
    total: int
    more: bool = False
    hits: tuple[Hit, ...] = ()
    facts: tuple[FoundFact, ...] = ()
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Hit | FoundFact]:
        yield from self.facts or self.hits

    def __len__(self) -> int:
        return len(self.facts or self.hits)

    def __repr__(self) -> str:
        what = "facts" if self.facts else "stories"
        more = "more than " if self.more else ""
        return "\n".join([f"<Found {self.query}: {more}{self.total} {what}>", *(f"  {one!r}" for one in self)])

    def _repr_html_(self) -> str:
        """The table that a notebook shows."""
        rows = []
        for one in self:
            told = one.fact.evidence.text if isinstance(one, FoundFact) else str(one.count)
            quote = one.passage.quote if one.passage else ""
            cells = (str(one.source.date or ""), one.source.headline or "", quote, told, one.source.article)
            rows.append(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The whole as JSON has it."""
        return {
            "schema": "presscheck/found/1",
            "query": self.query,
            "total": self.total,
            "more": self.more,
            "hits": [one.to_dict() for one in self.hits],
            "facts": [one.to_dict() for one in self.facts],
            "facets": {name: [{"name": one, "count": count} for one, count in told] for name, told in self.facets},
            "names": [{"name": name, "why": why} for name, why in self.names],
        }
