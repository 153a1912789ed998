"""A story, whole: its heads, its marks, its paragraphs, and where each stood."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from presscheck.model.correction import Correction, Tier, applied, by_part, moved, replay
from presscheck.model.fact import Fact
from presscheck.model.span import Span

HEADS = ("kicker", "headline", "deck", "byline")


class ParagraphKind(StrEnum):
    """What a paragraph is within its story."""

    P = "p"
    CROSSHEAD = "crosshead"
    CAPTION = "caption"
    TABLE = "table"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``text`` is what the page says, joined over its ``spans``, nothing corrected.

    A paragraph torn by the layout has several spans.
    """

    kind: ParagraphKind
    text: str
    spans: tuple[Span, ...]

    def to_dict(self, corrected: str | None = None) -> dict[str, Any]:
        """The paragraph as JSON has it, with its ``corrected`` words where they are asked for and differ."""
        told = {"kind": self.kind.value, "text": self.text}
        if corrected not in (None, self.text):
            told["corrected"] = corrected
        return {**told, "spans": [span.to_dict() for span in self.spans]}


@dataclass(frozen=True, slots=True)
class Dateline:
    """Who reports from where and when (电头): 新华社北京6月17日电.

    ``inferred`` says that the year is not printed in the dateline but was taken from the page or its folio.
    """

    text: str
    agency: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    inferred: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The dateline as JSON has it."""
        return {
            "text": self.text,
            "agency": self.agency,
            "place": self.place,
            "date": self.date.isoformat() if self.date else None,
            "inferred": self.inferred,
        }


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line: 下转第三版 leads on, 上接第一版 comes from; ``article`` is the other half where it was found.

    ``torn`` says that a sentence breaks off in the first half and goes on in the second, ``confidence`` how likely the
    two belong together, and ``reasons`` what speaks for it.
    """

    text: str
    page: int | None = None
    article: str | None = None
    torn: bool = False
    confidence: float | None = None
    reasons: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The jump line as JSON has it."""
        sure = None if self.confidence is None else round(self.confidence, 3)
        found = {"torn": self.torn, "confidence": sure, "reasons": list(self.reasons)}
        return {"text": self.text, "page": self.page, "article": self.article, **found}


@dataclass(frozen=True, slots=True)
class Inside:
    """A byline or dateline that stands within a paragraph: offsets in that paragraph's text."""

    part: str
    paragraph: int
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The pointer as JSON has it."""
        return {"part": self.part, "paragraph": self.paragraph, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the heads and marks of an article stand on their pages, each with its spans."""

    kicker: tuple[Span, ...] = ()
    headline: tuple[Span, ...] = ()
    deck: tuple[Span, ...] = ()
    byline: tuple[Span, ...] = ()
    dateline: tuple[Span, ...] = ()
    jump_from: tuple[Span, ...] = ()
    jump_to: tuple[Span, ...] = ()

    def all(self) -> tuple[Span, ...]:
        """Every span of every head and mark."""
        return tuple(span for part in fields(self) for span in getattr(self, part.name))

    def to_dict(self) -> dict[str, Any]:
        """The places as JSON has them: a list of spans for each part."""
        return {part.name: [span.to_dict() for span in getattr(self, part.name)] for part in fields(self)}


@dataclass(frozen=True, slots=True)
class Article:
    """One story of a page. A part the page does not give is ``None``.

    >>> Article("a1", headline="县城通了火车", paragraphs=(Paragraph(ParagraphKind.P, "本报讯", (Span("p1", 0, 3),)),))
    <Article a1 县城通了火车: 1 paragraph, 3 characters>
    """

    id: str
    kind: str = "news"
    kicker: str | None = None
    headline: str | None = None
    deck: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    jump_from: Jump | None = None
    jump_to: Jump | None = None
    places: Places = field(default_factory=Places)
    inside: tuple[Inside, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    corrections: tuple[Correction, ...] = ()
    facts: tuple[Fact, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The story's paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every stretch of page this article holds: heads and marks first, then its paragraphs."""
        return self.places.all() + tuple(span for paragraph in self.paragraphs for span in paragraph.spans)

    def __repr__(self) -> str:
        count = len(self.paragraphs)
        size = sum(len(paragraph.text) for paragraph in self.paragraphs)
        paragraphs = "1 paragraph" if count == 1 else f"{count} paragraphs"
        return f"<Article {self.id} {self.headline or '(no headline)'}: {paragraphs}, {size} characters>"

    def corrected(self, apply: Tier | str = Tier.SURE) -> "Article":
        """The story as it ought to read: its ``sure`` corrections carried out, or with ``likely`` those too.

        Spans still lead to what is printed; corrections that were not carried out stay, counting the new words. Facts
        count the printed words and are left out. Raises ``ValueError`` for ``suspect``: such a place is for a reader to
        look at.

        >>> mark = Correction("headline", None, 0, 1, "鐵", "铁", "variant", "", 0.995, Tier.SURE)
        >>> Article("a1", headline="鐵路通到县城", corrections=(mark,)).corrected().headline
        '铁路通到县城'
        """
        going = applied(self.corrections, apply)
        if not going:
            return self
        done, gone = by_part(going), set(going)
        heads: dict[str, Any] = {
            part: replay(words, done.get((part, None), ())) for part, words in self._heads().items()
        }
        dateline = replace(self.dateline, text=heads.pop("dateline")) if self.dateline else None
        bodies = [done.get(("body", number), ()) for number, _ in enumerate(self.paragraphs)]
        return replace(
            self,
            **heads,
            dateline=dateline,
            paragraphs=tuple(
                replace(paragraph, text=replay(paragraph.text, changes))
                for paragraph, changes in zip(self.paragraphs, bodies, strict=True)
            ),
            inside=tuple(_moved_inside(inside, bodies[inside.paragraph]) for inside in self.inside),
            corrections=tuple(_moved_mark(one, done) for one in self.corrections if one not in gone),
            facts=(),
        )

    def _heads(self) -> dict[str, str]:
        """The words of the heads and marks that the page gives."""
        told = {part: getattr(self, part) for part in HEADS}
        told["dateline"] = self.dateline.text if self.dateline else None
        return {part: words for part, words in told.items() if words is not None}

    def to_dict(self, apply: Tier | str | None = None) -> dict[str, Any]:
        """The article as JSON has it; corrected as far as ``apply`` it says beside each text how that ought to read."""
        better = self.corrected(apply) if apply else self
        return {
            "id": self.id,
            "kind": self.kind,
            "kicker": self.kicker,
            "headline": self.headline,
            "deck": self.deck,
            "byline": self.byline,
            "dateline": self.dateline.to_dict() if self.dateline else None,
            "jump_from": self.jump_from.to_dict() if self.jump_from else None,
            "jump_to": self.jump_to.to_dict() if self.jump_to else None,
            **_better_heads(self._heads(), better._heads()),
            "places": self.places.to_dict(),
            "inside": [inside.to_dict() for inside in self.inside],
            "paragraphs": [one.to_dict(two.text) for one, two in zip(self.paragraphs, better.paragraphs, strict=True)],
            "corrections": [correction.to_dict() for correction in self.corrections],
            "facts": [fact.to_dict() for fact in self.facts],
            "confidence": round(self.confidence, 3),
            "reasons": list(self.reasons),
        }


def _better_heads(printed: Mapping[str, str], better: Mapping[str, str]) -> dict[str, dict[str, str]]:
    changed = {part: better[part] for part, words in printed.items() if better[part] != words}
    return {"corrected": changed} if changed else {}


def _moved_inside(inside: Inside, changes: Sequence[Correction]) -> Inside:
    return replace(inside, start=moved(inside.start, changes), end=moved(inside.end, changes))


def _moved_mark(one: Correction, done: Mapping[tuple[str, int | None], Sequence[Correction]]) -> Correction:
    start = moved(one.start, done.get((one.part, one.paragraph), ()))
    return replace(one, start=start, end=start + len(one.before))
