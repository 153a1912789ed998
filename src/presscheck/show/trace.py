"""From the page to the stories and back: which stretch of the page went where."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from presscheck.model import Article, Block, Furniture, Page, Paragraph, Reading, Remainder, Role, Span

LINE_BREAK = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page and where it went: ``owner`` is an article's id, ``furniture`` or ``remainder``.

    ``anchor`` names the paragraph or head it is part of, in letters safe for HTML: ``s2-p4`` is the fifth paragraph of
    the third story. ``story`` counts from 0; what is in no story has ``None``.
    """

    span: Span
    owner: str
    part: str
    anchor: str
    story: int | None = None


def pieces(reading: Reading) -> list[Piece]:
    """Every stretch the reading accounts for, in the order of the pages.

    >>> [piece.part for piece in pieces(Reading((), (), (), (Furniture("第2版", (Span("p1", 0, 3),)),)))]
    ['furniture']
    """
    found = [piece for number, article in enumerate(reading.articles) for piece in _of_article(number, article)]
    found += _outside("furniture", reading.furniture)
    found += _outside("remainder", reading.remainder)
    return sorted(found, key=lambda piece: (piece.span.page, piece.span.start, piece.span.end))


def _of_article(number: int, article: Article) -> Iterator[Piece]:
    for part in (field.name for field in fields(article.places)):
        for span in getattr(article.places, part):
            yield Piece(span, article.id, part, f"s{number}-{part}", number)
    for index, paragraph in enumerate(article.paragraphs):
        for span in paragraph.spans:
            yield Piece(span, article.id, paragraph.kind.value, f"s{number}-p{index}", number)


def _outside(owner: str, items: Iterable[Furniture | Remainder]) -> list[Piece]:
    return [Piece(span, owner, owner, f"{owner}-{n}") for n, item in enumerate(items) for span in item.spans]


class Trace:
    """Where each line of one page went, and on which line of the file each stretch stands."""

    def __init__(self, page: Page, found: Iterable[Piece]) -> None:
        self.page = page
        self._pieces = [piece for piece in found if piece.span.page == page.id]
        self._starts = [piece.span.start for piece in self._pieces]
        self._breaks = [match.end() for match in LINE_BREAK.finditer(page.text)]

    def number(self, place: int) -> int:
        """The number, from 1, of the line of the file that holds the character at ``place``."""
        return bisect_right(self._breaks, place) + 1

    def under(self, span: Span) -> list[tuple[str, Piece | None]]:
        """The words under ``span``, cut where they went to different places; ``None`` where a cut went nowhere.

        The words join to exactly ``page.words(span)``.
        """
        cuts: list[tuple[str, Piece | None]] = []
        place = span.start
        # A piece never overlaps another, so only the last one that starts before the line can reach into it.
        first = max(0, bisect_left(self._starts, span.start) - 1)
        for piece in (self._pieces[index] for index in range(first, len(self._pieces))):
            start, end = max(piece.span.start, place), min(piece.span.end, span.end)
            if piece.span.start >= span.end:
                break
            if start >= end:
                continue
            cuts += [(self._words(place, start), None)] if start > place else []
            cuts.append((self._words(start, end), piece))
            place = end
        return cuts + ([(self._words(place, span.end), None)] if place < span.end else [])

    def _words(self, start: int, end: int) -> str:
        return self.page.words(Span(self.page.id, start, end))


def roles(page: Page, blocks: Iterable[Block]) -> list[Role | None]:
    """What each line of a page is: the role of the block that holds its beginning."""
    stretches = sorted(
        (span.start, span.end, block.role) for block in blocks for span in block.spans if span.page == page.id
    )
    starts = [start for start, _, _ in stretches]
    places = [(line.span.start, bisect_right(starts, line.span.start) - 1) for line in page.lines]
    return [stretches[at][2] if at >= 0 and place < stretches[at][1] else None for place, at in places]


def tears(paragraph: Paragraph, pages: dict[str, Page]) -> list[int]:
    """Where the layout tore a paragraph: indexes of the spans that do not simply go on from the span before them.

    A span goes on simply where nothing but white space stands between the two on the page.
    """
    pairs = zip(paragraph.spans, paragraph.spans[1:], strict=False)
    return [index for index, (one, two) in enumerate(pairs, start=1) if not _goes_on(one, two, pages)]


def _goes_on(one: Span, two: Span, pages: dict[str, Page]) -> bool:
    if one.page != two.page or two.start < one.end or one.page not in pages:
        return False
    return not pages[one.page].text[one.end : two.start].strip()
