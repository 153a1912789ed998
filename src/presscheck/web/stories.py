"""One story as it is read at the desk: every fact marked in its words, every correction seen, where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.model import Article, Correction, Fact, Span
from presscheck.record.store import Kept
from presscheck.record.whence import Whence, whence
from presscheck.show.corrections import Marked, place
from presscheck.show.fact_words import KINDS, Held, Said, held, says, steps
from presscheck.web.frame import language, page, record
from presscheck.web.marked import reason_of
from presscheck.web.people import Person, at_least

router = APIRouter()
ELEMENTS = {"headline": "h1", "crosshead": "h2"}
REFERENCES = ("figure", "part_of", "same_as")
"""Fields in which a fact names another one of its story: nobody reads its id, so a link leads to it."""
NEWEST = 2**31
"""No story has so many versions."""
Reader = Annotated[Person, Depends(at_least("reader"))]


@router.get("/stories/{name:path}")
def story(request: Request, person: Reader, name: str, version: int | None = None, fact: str = "") -> Response:
    """A story with its facts; ``fact`` is one of them, whose words are shown first."""
    with record(request) as kept:
        found = kept.article(name, version) if version is None or 0 < version < NEWEST else None
        if found is None:
            raise HTTPException(404)
        come = whence(kept.store, found)
    sheet = StorySheet(found, come, language(request), fact)
    reason = partial(reason_of, lang=language(request))
    return page(request, "story.html", sheet=sheet, kept=found, whence=come, reason=reason)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a part in one look: the kinds and numbers of the facts they lie in, the outermost first.

    ``begins`` are the numbers of facts whose words begin here, ``correction`` is what the words are corrected to after
    the ``last`` of its pieces, ``wanted``: they tell the fact that was asked for.
    """

    words: str
    kinds: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    correction: Correction | None = None
    last: bool = False
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in the table: its number on the page, where its words stand, what it says."""

    number: int
    fact: Fact
    place: str
    lead: str
    others: tuple[Said, ...]
    on_page: str | None
    wanted: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A head or paragraph as it is shown."""

    element: str
    kind: str
    pieces: tuple[Piece, ...]
    on_page: str | None


@dataclass(frozen=True)
class StorySheet:
    """A story laid out: its parts in pieces, its facts in rows, both numbered alike."""

    kept: Kept
    whence: Whence | None
    lang: Lang
    fact: str = ""
    numbers: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers.update({id(fact): at for at, fact in enumerate(self.article.facts, 1)})

    @property
    def article(self) -> Article:
        """The story itself."""
        return self.kept.article

    @property
    def wanted(self) -> Row | None:
        """The fact that was asked for, where the story tells it."""
        return next((row for row in self.rows if row.wanted), None)

    def refers_to(self, said: Said) -> int | None:
        """The number on the page of another fact that a field names."""
        if said.name not in REFERENCES:
            return None
        return next((self.numbers[id(fact)] for fact in self.article.facts if fact.id == said.words), None)

    def kinds(self) -> list[tuple[str, int]]:
        """The kinds of facts that the story tells, with how many of each."""
        told = [fact.kind for fact in self.article.facts]
        return [(kind, told.count(kind)) for kind in KINDS if kind in told]

    def parts(self) -> Iterator[Shown]:
        """The heads and paragraphs, in order."""
        for one in held(self.article):
            element = ELEMENTS.get(one.part.kind, "p")
            yield Shown(element, one.part.kind, tuple(self._pieces(one)), self._part_on_page(one.part))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The facts in the order in which the story tells them."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        for one in held(self.article):
            where = place(one.part, self.lang)
            for fact in one.facts:
                lead, *others = says(fact, self.lang, in_words=True)
                on_page = self._on_page(one.part, fact.evidence.start, fact.evidence.end)
                wanted = bool(self.fact) and fact.id == self.fact
                yield Row(self.numbers[id(fact)], fact, where, lead.words, tuple(others), on_page, wanted)

    def _pieces(self, one: Held) -> Iterator[Piece]:
        """A part cut where a fact or a correction begins or ends."""
        at = 0
        inside: list[Fact] = []
        begins: list[int] = []
        for step in steps(one.part.text, one.spots):
            if step.does == "close":
                inside.pop()
            elif step.does == "open" and step.spot:
                inside.append(step.spot.fact)
                begins += [self.numbers[id(step.spot.fact)]] if step.whole and step.spot.first else []
            else:
                for start, end, mark in _cut(at, at + len(step.words), one.part.corrections):
                    yield self._piece(visible(one.part.text[start:end]), inside, begins, mark, end)
                    begins = []
                at += len(step.words)

    def _piece(self, words: str, inside: list[Fact], begins: list[int], mark: Correction | None, end: int) -> Piece:
        return Piece(
            words,
            tuple(fact.kind for fact in inside),
            tuple(self.numbers[id(fact)] for fact in inside),
            tuple(begins),
            mark,
            bool(mark and end >= mark.end),
            any(fact.id == self.fact for fact in inside),
        )

    @property
    def first_page(self) -> str | None:
        """Where the story begins on its page."""
        return next((part.on_page for part in self.parts() if part.on_page), None)

    def _part_on_page(self, part: Marked) -> str | None:
        return self._on_page(part, 0, len(part.text))

    def _on_page(self, part: Marked, start: int, end: int) -> str | None:
        """The address of the page where words of a part stand, where the story was read from one."""
        if self.whence is None or self.whence.kind != "pages":
            return None
        span = span_at(self._spans(part), start)
        if span is None:
            return None
        told: dict[str, str | int] = {"story": self.article.id}
        if part.number is not None:
            told["paragraph"] = part.number - 1
        else:
            told["part"] = part.kind
        query = urlencode({**told, "start": start, "end": end})
        return f"/documents/{self.whence.document}/pages/{quote(span.page, safe='')}?{query}"

    def _spans(self, part: Marked) -> tuple[Span, ...]:
        if part.number is not None:
            return self.article.paragraphs[part.number - 1].spans
        return getattr(self.article.places, part.kind, ())


def span_at(spans: tuple[Span, ...], start: int) -> Span | None:
    """The span in which a character of a part stands: a torn paragraph has several.

    >>> span_at((Span("p1", 0, 4), Span("p2", 9, 15)), 5)
    Span(page='p2', start=9, end=15, box=None)
    """
    done = 0
    for span in spans:
        done += span.end - span.start
        if start < done:
            return span
    return spans[-1] if spans else None


def _cut(start: int, end: int, marks: tuple[Correction, ...]) -> Iterator[tuple[int, int, Correction | None]]:
    """A stretch of a part cut at its corrections, each piece with the one it lies in."""
    borders = sorted({start, end, *(at for mark in marks for at in (mark.start, mark.end) if start < at < end)})
    for first, last in pairwise(borders):
        yield first, last, next((one for one in marks if one.start <= first and last <= one.end), None)


def says_shortly(fact: Fact, lang: Lang) -> tuple[str, tuple[Said, ...]]:
    """What a fact comes to, and its other fields but those that the table of its story tells better."""
    lead, *others = says(fact, lang, in_words=True)
    return visible(lead.words), tuple(one for one in others if one.name not in ("between", *REFERENCES))
