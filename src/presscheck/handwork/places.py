"""From the words of a story to their places on the page, and back."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from presscheck.handwork.decisions import Anchor
from presscheck.hanzi import width
from presscheck.model import Article, Box, Page, Paragraph, ParagraphKind, Reading, Span

HEADS = ("kicker", "headline", "deck", "byline", "dateline")
Texts = Mapping[str, str]
"""The raw text of each page by its id."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a story that has words of its own: a head, or ``body`` with a ``paragraph``, and its spans."""

    name: str
    paragraph: int | None
    text: str
    spans: tuple[Span, ...]


def texts_of(reading: Reading) -> dict[str, str]:
    """The raw text of each page of a reading."""
    return {page.id: page.text for page in reading.pages}


def parts_of(article: Article) -> Iterator[Part]:
    """The parts of a story in order; a byline or dateline that stands within a paragraph is read there."""
    within = {one.part for one in article.inside}
    for name in HEADS:
        text = head_of(article, name)
        if text and name not in within:
            yield Part(name, None, text, getattr(article.places, name))
    for number, paragraph in enumerate(article.paragraphs):
        yield Part("body", number, paragraph.text, paragraph.spans)


def head_of(article: Article, name: str) -> str | None:
    """The words of a head."""
    if name == "dateline":
        return article.dateline.text if article.dateline else None
    told: str | None = getattr(article, name)
    return told


def runs(text: str, spans: Sequence[Span], texts: Texts) -> list[tuple[int, Span]]:
    """Where in ``text`` the words of each span stand; heads of several lines have a space between some.

    Spans from which on the words no longer agree are left out.

    >>> spans = (Span("p1", 0, 2), Span("p1", 3, 5))
    >>> [at for at, _ in runs("春来 又到", spans, {"p1": "春来\\n又到"})]
    [0, 3]
    """
    out: list[tuple[int, Span]] = []
    at = 0
    for span in spans:
        words = span.of(texts.get(span.page, ""))
        if not text.startswith(words, at) and text.startswith(f" {words}", at):
            at += 1
        if len(words) != len(span) or not text.startswith(words, at):
            break
        out.append((at, span))
        at += len(words)
    return out


def anchor_of(part: Part, offset: int, texts: Texts) -> Anchor | None:
    """The character of the page at ``offset`` of a part, or that before it, where there is none."""
    stands = runs(part.text, part.spans, texts)
    for place, after in ((offset, False), (offset - 1, True)):
        for at, span in stands:
            if at <= place < at + len(span):
                return Anchor(span.page, span.start + place - at, after)
    return None


def found(article: Article, anchor: Anchor, texts: Texts) -> tuple[Part, int] | None:
    """The part of a story, and the offset in it, at which a place of the page stands."""
    for part in parts_of(article):
        if not any(span.page == anchor.page and span.start <= anchor.at < span.end for span in part.spans):
            continue
        for at, span in runs(part.text, part.spans, texts):
            if span.page == anchor.page and span.start <= anchor.at < span.end:
                return part, at + anchor.at - span.start + anchor.after
    return None


def marked(text: str, spans: Sequence[Span], start: int, end: int, texts: Texts) -> tuple[Span, ...]:
    """Where the characters ``start`` to ``end`` of a part stand on the page, each stretch with its part of the box.

    Of a place without characters it is the one behind it, or, at the end, the one before.

    >>> line = Span("p1", 0, 4, Box(10.0, 0.0, 40.0, 10.0))
    >>> marked("人口口多", (line,), 2, 3, {"p1": "人口口多"})
    (Span(page='p1', start=2, end=3, box=Box(left=30.0, top=0.0, width=10.0, height=10.0)),)
    """
    if start == end:
        start, end = (start, start + 1) if start < len(text) else (max(0, start - 1), start)
    out = []
    for at, span in runs(text, spans, texts):
        first, last = max(start, at), min(end, at + len(span))
        if first < last:
            out.append(cut_out(span, first - at, last - at, texts))
    return tuple(out)


def cut_out(span: Span, start: int, end: int, texts: Texts) -> Span:
    """The stretch from ``start`` to ``end`` of a span, with its part of the box where the span is one line."""
    raw = texts.get(span.page, "")[span.start : span.end]
    box = span.box
    if box and not any(char in "\r\n" for char in raw):
        box = narrowed(box, raw, start, end)
    return Span(span.page, span.start + start, span.start + end, box)


def narrowed(box: Box, words: str, start: int, end: int) -> Box:
    """The part of a line's box in which its characters ``start`` to ``end`` stand, level or from top to bottom."""
    total = width(words)
    if not total or not box.width or not box.height:
        return box
    before, own = width(words[:start]) / total, width(words[start:end]) / total
    if _runs_down(box, words):
        return replace(box, top=box.top + before * box.height, height=own * box.height)
    return replace(box, left=box.left + before * box.width, width=own * box.width)


def _runs_down(box: Box, words: str) -> bool:
    """Whether the shape of a box fits words that run from top to bottom better than words that run level."""
    shape = math.log(box.width / box.height)
    return abs(shape - math.log(max(width(words), 1) / 2)) > abs(-shape - math.log(len(words)))


def paragraph_of(spans: Sequence[Span], kind: ParagraphKind, pages: Sequence[Page]) -> Paragraph:
    """A paragraph of what the pages say under some spans."""
    on = {page.id: page for page in pages}
    if len({span.page for span in spans}) == 1:
        spans = on[spans[0].page].read_on(spans)
    return Paragraph(kind, "".join(on[span.page].words(span) for span in spans), tuple(spans))
