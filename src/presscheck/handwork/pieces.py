"""A story taken apart into its paragraphs, each with what belongs to it, and put together again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from presscheck.handwork.deciding import in_order
from presscheck.handwork.places import head_of, paragraph_of, runs
from presscheck.model import Article, Correction, Dateline, Inside, Page, Paragraph, ParagraphKind, Places, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, its corrections, and the byline or dateline that stands in it."""

    paragraph: Paragraph
    marks: tuple[Correction, ...] = ()
    inside: tuple[Inside, ...] = ()
    byline: str | None = None
    dateline: Dateline | None = None

    def head(self, name: str) -> Any:
        """The byline or dateline that stands in it."""
        return self.byline if name == "byline" else self.dateline


def pieces_of(article: Article) -> list[Piece]:
    """The paragraphs of a story, each with what belongs to it."""
    out = []
    for number, paragraph in enumerate(article.paragraphs):
        inside = tuple(one for one in article.inside if one.paragraph == number)
        within = {one.part for one in inside}
        out.append(
            Piece(
                paragraph,
                tuple(one for one in article.corrections if one.part == "body" and one.paragraph == number),
                inside,
                article.byline if "byline" in within else None,
                article.dateline if "dateline" in within else None,
            )
        )
    return out


def with_pieces(article: Article, pieces: Sequence[Piece]) -> Article:
    """A story with these for its paragraphs.

    A byline or dateline in a paragraph is the story's where it has no other. Facts are left out: they are found anew.
    """
    heads: dict[str, Any] = {
        one: None if any(inside.part == one for inside in article.inside) else getattr(article, one)
        for one in ("byline", "dateline")
    }
    marks = [one for one in article.corrections if one.part != "body"]
    inside = []
    for number, piece in enumerate(pieces):
        marks += [replace(one, part="body", paragraph=number) for one in piece.marks]
        for one in piece.inside:
            if heads[one.part] is None:
                heads[one.part] = piece.head(one.part)
                inside.append(replace(one, paragraph=number))
    return replace(
        article,
        **heads,
        inside=tuple(inside),
        paragraphs=tuple(piece.paragraph for piece in pieces),
        corrections=tuple(marks),
        facts=(),
    )


# Cutting and joining


def cut(piece: Piece, at: int, halves: tuple[tuple[Span, ...], tuple[Span, ...]]) -> tuple[Piece, Piece]:
    """A paragraph cut before its character ``at``; ``halves`` are the spans of both. What lies across is dropped."""
    first, second = piece.paragraph.text[:at], piece.paragraph.text[at:]
    return (
        replace(
            piece,
            paragraph=Paragraph(piece.paragraph.kind, first, halves[0]),
            marks=tuple(one for one in piece.marks if one.end <= at and one.start < at),
            inside=tuple(one for one in piece.inside if one.end <= at),
        ),
        replace(
            piece,
            paragraph=Paragraph(piece.paragraph.kind, second, halves[1]),
            marks=tuple(_shifted(one, -at) for one in piece.marks if one.start >= at),
            inside=tuple(
                replace(one, start=one.start - at, end=one.end - at) for one in piece.inside if one.start >= at
            ),
        ),
    )


def join(first: Piece, second: Piece, pages: Sequence[Page]) -> Piece:
    """Two paragraphs as one; between Latin words the white space of the page is kept."""
    ends, starts = first.paragraph.spans, second.paragraph.spans
    met = paragraph_of((ends[-1], starts[0]), first.paragraph.kind, pages)
    spans = (*ends[:-1], *met.spans, *starts[1:])
    gap = met.text[len(ends[-1]) : len(met.text) - len(starts[0])]
    text = f"{first.paragraph.text}{gap}{second.paragraph.text}"
    by = len(first.paragraph.text) + len(gap)
    has = {one.part for one in first.inside}
    inside = [replace(one, start=one.start + by, end=one.end + by) for one in second.inside if one.part not in has]
    return Piece(
        Paragraph(first.paragraph.kind, text, spans),
        (*first.marks, *(_shifted(one, by) for one in second.marks)),
        (*first.inside, *inside),
        first.byline if "byline" in has else second.byline,
        first.dateline if "dateline" in has else second.dateline,
    )


def _shifted(mark: Correction, by: int) -> Correction:
    return replace(mark, start=mark.start + by, end=mark.end + by)


# Heads and paragraphs


def piece_of_head(article: Article, name: str, kind: ParagraphKind, pages: Sequence[Page]) -> Piece | None:
    """A head or mark of a story that stands on lines of its own, as a paragraph with its corrections."""
    spans: tuple[Span, ...] = getattr(article.places, name)
    if not spans:
        return None
    paragraph = paragraph_of(spans, kind, pages)
    marks = tuple(one for one in article.corrections if one.part == name)
    words = head_of(article, name) if marks else None
    return Piece(paragraph, _carried(marks, words, spans, paragraph, pages) if words else ())


def _carried(
    marks: Sequence[Correction], words: str, spans: Sequence[Span], paragraph: Paragraph, pages: Sequence[Page]
) -> tuple[Correction, ...]:
    """Marks of a head, counting the words of the paragraph that is made of it; the spaces between lines are gone."""
    texts = {page.id: page.text for page in pages}
    starts = [at for at, _ in runs(words, spans, texts)]
    places = [at for at, _ in runs(paragraph.text, paragraph.spans, texts)]
    out = []
    for mark in marks:
        before = [number for number, at in enumerate(starts) if at <= mark.start]
        start = places[before[-1]] + mark.start - starts[before[-1]] if before else -1
        end = start + len(mark.before)
        if start >= 0 and paragraph.text[start:end] == mark.before:
            out.append(replace(mark, part="body", paragraph=0, start=start, end=end))
    return tuple(out)


def with_headline(article: Article, piece: Piece) -> Article:
    """A story whose headline is what was one of its paragraphs."""
    others = tuple(one for one in article.corrections if one.part != "headline")
    own = tuple(replace(one, part="headline", paragraph=None) for one in piece.marks)
    return replace(
        article,
        headline=piece.paragraph.text,
        places=replace(article.places, headline=piece.paragraph.spans),
        corrections=in_order([*others, *own]),
        facts=(),
    )


def without_head(article: Article, name: str) -> Article:
    """A story without one of its heads or marks."""
    nothing: dict[str, Any] = {name: None}
    return replace(
        article,
        **nothing,
        places=replace(article.places, **{name: ()}),
        corrections=tuple(one for one in article.corrections if one.part != name),
        facts=(),
    )


def taking_head(article: Article, other: Article, name: str) -> Article:
    """A story with a head or mark of another, for which that has spans of its own."""
    places: Places = replace(article.places, **{name: getattr(other.places, name)})
    marks = tuple(one for one in other.corrections if one.part == name)
    head: dict[str, Any] = {name: getattr(other, name)}
    return replace(article, **head, places=places, corrections=in_order([*article.corrections, *marks]), facts=())
