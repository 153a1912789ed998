"""A reading laid out again on its pages, for formats that say where each word stands on the paper.

Every character of a page that is not white space stands in exactly one strip of one region: the stories first, each
in its reading order, then the page's furniture, then what is left over.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count

from presscheck import hanzi
from presscheck.errors import NoGeometry
from presscheck.export.order import Part, parts
from presscheck.export.xml import Names, article_names
from presscheck.model import Article, Block, Box, Line, Page, Reading, Role, Span

TALL = 1.5
"""A line without a word on how it is set runs down the page where its box is so many times taller than wide."""
POINTS_AN_INCH = 72
FINE = 300
"""Pixels an inch in which a page measured in points is told; a PDF rendered at this size fits them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space in it, and its place on the paper."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Strip:
    """What one region holds of one printed line: mostly all of it."""

    id: str
    text: str
    box: Box
    line: Line
    words: tuple[Word, ...]

    @property
    def vertical(self) -> bool:
        """Whether the characters stand one under another."""
        return runs_down(self.line)


@dataclass(frozen=True, slots=True)
class Region:
    """Printed lines that belong together on one page; ``article`` names their story, if they are of one.

    ``turn`` counts the regions of all pages in the order in which they are read. ``follows`` names the region on this
    page whose paragraph goes on here, ``torn`` says that one does, here or on an earlier page; ``reason`` is why
    what is left over could be put in no story.
    """

    id: str
    turn: int
    role: Role
    lines: tuple[Strip, ...]
    article: str | None = None
    opening: bool = False
    torn: bool = False
    follows: str | None = None
    reason: str | None = None

    @property
    def box(self) -> Box:
        """The smallest rectangle round its lines."""
        return around([line.box for line in self.lines])


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its regions. ``id`` is the page's as a name that XML allows; ``suffix`` tells its file from
    those of the other pages: ``.p2``, or nothing.
    """

    id: str
    page: Page
    number: int
    suffix: str
    regions: tuple[Region, ...]
    names: Names
    """Gives further ids for this page's file."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper; where the file does not tell them, what the printed lines take up."""
        boxes = [line.span.box for line in self.page.lines if line.span.box]
        edges = around(boxes) if boxes else Box(0, 0, 0, 0)
        return self.page.width or edges.right, self.page.height or edges.bottom

    def stories(self) -> dict[str, list[Region]]:
        """The regions of each story on this page, by the story's name."""
        found: dict[str, list[Region]] = {}
        for region in self.regions:
            if region.article:
                found.setdefault(region.article, []).append(region)
        return found

    def outside(self) -> list[Region]:
        """The regions that belong to no story."""
        return [region for region in self.regions if region.article is None]


def sheets(reading: Reading, form: str) -> tuple[Sheet, ...]:
    """The pages of a reading with their regions. Raises ``NoGeometry`` where a line has no place on the paper."""
    for page in reading.pages:
        if any(line.span.box is None for line in page.lines):
            raise NoGeometry(file=page.file, form=form)
    turns = count()
    desks = {page.id: _Desk(reading, page, turns) for page in reading.pages}
    for article in reading.articles:
        for part in parts(article, {page.id: page for page in reading.pages}):
            _lay(desks, part, article)
    for item in reading.furniture:
        _lay(desks, Part(Role.FURNITURE, item.spans))
    for left in reading.remainder:
        _lay(desks, Part(Role.UNKNOWN, left.spans), reason=left.reason)
    several = len(reading.pages) > 1
    return tuple(
        Sheet(desk.id, desk.page, n, f".p{n}" if several else "", tuple(desk.regions), desk.names)
        for n, desk in enumerate(desks.values(), 1)
    )


def runs_down(line: Line) -> bool:
    """Whether a printed line is set from top to bottom."""
    if line.type:
        return line.type.vertical
    box = line.span.box
    return box is not None and len(line.span) > 1 and box.height > TALL * box.width


def around(boxes: Sequence[Box]) -> Box:
    """The smallest rectangle that holds all ``boxes``.

    >>> around([Box(0, 0, 10, 4), Box(5, 4, 10, 4)])
    Box(left=0, top=0, width=15, height=8)
    """
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right = max(box.right for box in boxes)
    return Box(left, top, right - left, max(box.bottom for box in boxes) - top)


def points(size: float, unit: str | None) -> float | None:
    """A type size in points; ``None`` where the page is measured in pixels of unknown size.

    >>> points(150, "inch1200"), points(10.5, "pt"), points(40, "px")
    (9.0, 10.5, None)
    """
    inch = {"pt": POINTS_AN_INCH, "mm10": 254, "inch1200": 1200}.get(unit or "")
    return size * POINTS_AN_INCH / inch if inch else None


@dataclass(frozen=True, slots=True)
class Pixels:
    """How a page's unit becomes whole pixels, for formats that know only those: so many a unit, so many an inch."""

    each: float
    inch: int | None
    width: int
    height: int

    def edges(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a box, kept on the page."""
        across = (box.left, box.right)
        down = (box.top, box.bottom)
        left, right = (min(max(round(edge * self.each), 0), self.width) for edge in across)
        top, bottom = (min(max(round(edge * self.each), 0), self.height) for edge in down)
        return left, top, right, bottom


def pixels(sheet: Sheet) -> Pixels:
    """The pixels of a page: those of its picture where it has one, else those of a print fine enough for its unit."""
    each, inch = {
        "pt": (FINE / POINTS_AN_INCH, FINE),
        "mm10": (1.0, 254),
        "inch1200": (1.0, 1200),
    }.get(sheet.page.unit or "px", (1.0, None))
    width, height = (round(edge * each) for edge in sheet.size)
    return Pixels(each, inch, width, height)


class _Desk:
    """One page while its regions are put together."""

    def __init__(self, reading: Reading, page: Page, turns: Iterator[int]) -> None:
        self.page = page
        self.turns = turns
        self.articles = article_names(reading.articles)
        self.names = Names(self.articles.values())
        self.id = self.names.give(page.id)
        self.regions: list[Region] = []
        self._lines = sorted(page.lines, key=lambda line: line.span)
        self._starts = [line.span.start for line in self._lines]
        self._blocks = sorted(
            ((span.start, span.end, block) for block in reading.blocks for span in block.spans if span.page == page.id),
            key=lambda found: found[:2],
        )
        self._block_starts = [start for start, _, _ in self._blocks]
        self._rulers: dict[int, list[float]] = {}

    def cuts(self, span: Span) -> Iterator[tuple[Line, int, int]]:
        """What ``span`` holds of each printed line, without white space round it."""
        for at in range(max(0, bisect_right(self._starts, span.start) - 1), len(self._lines)):
            line = self._lines[at]
            if line.span.start >= span.end:
                return
            start, end = max(span.start, line.span.start), min(span.end, line.span.end)
            words = self.page.text[start:end]
            start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            if start < end:
                yield line, start, end

    def block(self, place: int) -> Block | None:
        """The block that holds the character at ``place``."""
        at = bisect_right(self._block_starts, place) - 1
        return self._blocks[at][2] if at >= 0 and place < self._blocks[at][1] else None

    def place(self, line: Line, start: int, end: int) -> Box:
        """Where the characters ``start`` to ``end`` of a line stand: their share of its box, by printed width."""
        box, ruler = line.span.box, self._ruler(line)
        assert box is not None  # ``sheets`` saw to it
        first, last = (ruler[place - line.span.start] / (ruler[-1] or 1) for place in (start, end))
        if (first, last) == (0, 1):
            return box
        if runs_down(line):
            return Box(box.left, box.top + first * box.height, box.width, (last - first) * box.height)
        return Box(box.left + first * box.width, box.top, (last - first) * box.width, box.height)

    def _ruler(self, line: Line) -> list[float]:
        if line.span.start not in self._rulers:
            widths = [hanzi.width(char) for char in self.page.words(line.span)]
            self._rulers[line.span.start] = list(accumulate(widths if any(widths) else [1] * len(widths), initial=0))
        return self._rulers[line.span.start]

    def strip(self, name: str, line: Line, start: int, end: int) -> Strip:
        """A line, or what a region holds of it, cut into its words."""
        text, words, first = self.page.words(Span(self.page.id, start, end)), [], start
        for place in range(start, end + 1):
            if place == end or text[place - start] in " \t":
                if first < place:
                    words.append(Word(text[first - start : place - start], self.place(line, first, place)))
                first = place + 1
        return Strip(name, text, self.place(line, start, end), line, tuple(words))


def _lay(desks: dict[str, _Desk], part: Part, article: Article | None = None, reason: str | None = None) -> None:
    """Put one part of a story, or a piece that is in none, on its pages: a region for each block it is printed in."""
    runs: list[tuple[_Desk, Block | None, list[tuple[Line, int, int]]]] = []
    for span in part.spans:
        desk = desks[span.page]
        for cut in desk.cuts(span):
            block = desk.block(cut[1])
            if runs and runs[-1][0] is desk and _goes_on(desk, runs[-1], block, cut[1]):
                runs[-1][2].append(cut)
            else:
                runs.append((desk, block, [cut]))
    last: dict[str, str] = {}
    for number, (desk, block, cuts) in enumerate(runs):
        name = desk.names.give(block.id if block else f"{desk.id}.r{len(desk.regions) + 1}")
        strips = tuple(desk.strip(desk.names.give(f"{name}.l{n}"), *cut) for n, cut in enumerate(cuts, 1))
        story = desk.articles[article.id] if article else None
        torn = number > 0 and part.role is Role.BODY
        follows = last.get(desk.page.id) if torn else None
        desk.regions.append(
            Region(name, next(desk.turns), part.role, strips, story, part.opening, torn, follows, reason)
        )
        last[desk.page.id] = name


def _goes_on(
    desk: _Desk, run: tuple[_Desk, Block | None, list[tuple[Line, int, int]]], block: Block | None, start: int
) -> bool:
    if block or run[1]:
        return block is run[1]
    return not desk.page.text[run[2][-1][2] : start].strip()
