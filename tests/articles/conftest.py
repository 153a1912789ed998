"""A typesetter for tests: newspaper pages set by hand, line by line, on a sheet of 500 by 700 points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from presscheck.articles.places import Places
from presscheck.articles.restore import restore
from presscheck.intake import take_in_bytes
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.layout import lay_out
from presscheck.model import Article, Block, Box, Graphic, GraphicKind, Line, Page, Role, Span, Type

BODY, LEAD = 10.0, 15.0
"""The size of body type, and how far the top of one line is below the top of the line above it."""
WORDS = "渠水流过北坡的梯田和村庄"
Rows = Sequence[Box | tuple[Box, Type | None]]
Column = tuple[float, float, float, int]
"""Left, top and foot of a column, and how many characters its measure holds."""


@dataclass
class Sheet:
    """A page in the making. Lines come in the file in the order in which they are set."""

    width: float = 500.0
    height: float = 700.0
    lines: list[PrintedLine] = field(default_factory=list)
    graphics: list[Graphic] = field(default_factory=list)

    @staticmethod
    def column(number: int, top: float, foot: float = 680.0) -> Column:
        """One of the three columns of a sheet: fourteen characters wide."""
        return 30.0 + 160 * number, top, foot, 14

    def line(self, words: str, left: float, top: float, **type_: object) -> float:
        """One level line from its left edge; returns its foot."""
        kind = Type(**{"size": BODY} | type_)
        self.lines.append(PrintedLine(words, Box(left, top, kind.size * len(words), kind.size), kind))
        return top + kind.size

    def head(self, words: str, left: float, top: float, *, over: float = 0, **type_: object) -> float:
        """A bold line of large type, centred over a width where one is given; returns its foot."""
        known = {"size": 22.0, "bold": True} | type_
        return self.line(words, left + max(0, (over - known["size"] * len(words)) / 2), top, **known)

    def upright(self, words: str, left: float, top: float, size: float = 24.0) -> None:
        """A vertical headline."""
        kind = Type(size, bold=True, vertical=True)
        self.lines.append(PrintedLine(words, Box(left, top, size, size * len(words)), kind))

    def text(self, paragraphs: Sequence[str], *columns: Column) -> float:
        """Paragraphs, each with its indent, through one column after the other; returns the foot of the last line."""
        rooms = list(columns)
        left, top, foot, measure = rooms.pop(0)
        for words in paragraphs:
            rest, inset = words, 2
            while rest:
                if top + BODY > foot and rooms:
                    left, top, foot, measure = rooms.pop(0)
                self.line(rest[: measure - inset], left + inset * BODY, top)
                rest, inset = rest[measure - inset :], 0
                top += LEAD
        return top - LEAD + BODY

    def draw(self, kind: GraphicKind, left: float, top: float, width: float, height: float) -> None:
        """A rule, frame, tint or picture."""
        self.graphics.append(Graphic(kind, Box(left, top, width, height)))

    def page(self) -> Page:
        """The sheet as the intake gives it."""
        bare = Page("p1", "sheet.pdf", "0" * 64, "pdf", "", (), width=self.width, height=self.height, unit="pt")
        return page_of(bare, self.lines, self.graphics)


@pytest.fixture
def sheet() -> Sheet:
    """An empty sheet."""
    return Sheet()


class Stand:
    """Where blocks stand, each given as its printed lines: a box, or a box with its type."""

    def __call__(self, *blocks: Rows, **known: object) -> Places:
        """Their places on a page of their own."""
        return Places.of(*self.blocks(*blocks, **known))

    @staticmethod
    def blocks(
        *blocks: Rows, graphics: Sequence[Graphic] = (), width: float | None = 400.0, height: float | None = 600.0
    ) -> tuple[Page, tuple[Block, ...]]:
        """The page and its blocks."""
        text, lines, out = "", [], []
        for number, rows in enumerate(blocks, 1):
            spans = []
            for row in rows:
                box, kind = row if isinstance(row, tuple) else (row, Type(8.0))
                spans.append(Span("p1", len(text), len(text) + len(WORDS), box))
                lines.append(Line(spans[-1], type=kind))
                text += WORDS + "\n"
            out.append(Block(f"p1.b{number}", Role.UNKNOWN, tuple(spans), WORDS * len(rows)))
        page = Page("p1", "a.pdf", "", "pdf", text, tuple(lines), width=width, height=height, graphics=tuple(graphics))
        return page, tuple(out)


@pytest.fixture(scope="session")
def stand() -> Stand:
    """Sets blocks on a page and tells where they stand."""
    return Stand()


@pytest.fixture
def articles() -> Callable[[str], dict[str | None, Article]]:
    """The articles of a dump by their headlines; no line of it may be lost."""

    def read(text: str) -> dict[str | None, Article]:
        (page,) = take_in_bytes(text.encode(), "page.txt")
        found = restore(page, lay_out(page), "en")
        spans = [span for block in found.blocks for span in block.spans]
        assert sorted(span.start for span in spans) == [line.span.start for line in page.lines]
        return {article.headline: article for article in found.articles}

    return read
