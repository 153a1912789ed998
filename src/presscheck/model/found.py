"""What a search of the record gave: stories and facts, each with the words that were looked for."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from presscheck.model.article import Article
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

    ``of`` tells ``stories`` from ``facts``, ``total`` is how many there are in all, ``more`` says that there are more
    than were counted. ``facets`` counts them by month, paper, kind, speaker and unit, where that was asked for.
    ``names`` are other names of the parties asked for, each with why, and whether that is sure: the others were not
    looked for.

    >>> Found("芬太尼", 0)
    <Found 芬太尼: 0 stories>
    """

    query: str
    total: int
    more: bool = False
    of: str = "stories"
    hits: tuple[Hit, ...] = ()
    facts: tuple[FoundFact, ...] = ()
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    names: tuple[tuple[str, str, bool], ...] = ()

    def __iter__(self) -> Iterator[Hit | FoundFact]:
        yield from self.facts or self.hits

    def __len__(self) -> int:
        return len(self.facts or self.hits)

    def __repr__(self) -> str:
        more = "more than " if self.more else ""
        return "\n".join([f"<Found {self.query}: {more}{self.total} {self.of}>", *(f"  {one!r}" for one in self)])

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
            "of": self.of,
            "hits": [one.to_dict() for one in self.hits],
            "facts": [one.to_dict() for one in self.facts],
            "facets": {name: [{"name": one, "count": count} for one, count in told] for name, told in self.facets},
            "names": [{"name": name, "why": why, "sure": sure} for name, why, sure in self.names],
        }


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a file that the record holds: its number, and how large it is in its own unit, where that is known."""

    id: str
    number: int | None = None
    width: float | None = None
    height: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that brought a story into the record, in the version that did.

    ``kind`` is ``pages`` or ``articles``, ``made_by`` what read it, with versions, ``added`` the moment at which it was
    added (2026-06-18T09:30:00Z).
    """

    name: str
    version: int
    kind: str
    sha256: str
    made_by: tuple[tuple[str, str], ...] = ()
    added: str | None = None
    pages: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A story of the record as it is exported, with those of its facts that were asked for, each in its sentence.

    ``before`` is the version before this one, where there is one.

    >>> Told(Source("a7", "水渠完工"), 1, Article("a7", headline="水渠完工"))
    <Told a7 水渠完工: 0 facts>
    """

    source: Source
    version: int
    article: Article
    facts: tuple[FoundFact, ...] = ()
    origin: Origin | None = None
    before: int | None = None

    def __repr__(self) -> str:
        return f"<Told {self.source.article} {self.source.headline or '(no headline)'}: {len(self.facts)} facts>"
