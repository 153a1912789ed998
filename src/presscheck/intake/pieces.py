"""The pieces of type that stand side by side in the rows of a dump."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from presscheck import hanzi
from presscheck.model import Line

_TOKEN = re.compile(r"\S+")
_WORDLIKE = re.compile(r"[A-Za-z0-9]")
NARROWEST = 12
WIDEST = 90
"""Display columns: a column of type has 6 to 45 characters to the line."""
LONGEST_ROW = 1000
"""Characters and spaces from which on a line is a paragraph, not a row across a page."""
LOOSE = 3
"""Display columns by which a full line may fall short: a closing mark hung out, a figure kept whole."""

LETTERS = 4
"""Characters of a word that may stand in a line spaced out letter by letter."""
SPACED = 2.2
"""Characters to the word, at most, in such a line."""


@dataclass(frozen=True)
class Piece:
    """Part of a row: ``start`` to ``end`` on the page, its ``row`` among the rows that are not blank.

    ``left`` and ``right`` are its edges on the grid of the dump: characters or display columns, as the dump counts.
    """

    row: int
    start: int
    end: int
    left: int
    right: int
    text: str

    @cached_property
    def width(self) -> int:
        """Display columns of the type itself."""
        return hanzi.width(self.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """How a dump counts places in a row: ``pdftotext`` gives every character one column, others give Chinese two."""

    wide: bool

    def place(self, row: str) -> int:
        """How many columns of the grid the beginning of a row takes."""
        return hanzi.width(row) if self.wide else len(row)


def tokens(text: str, lines: Sequence[Line], grid: Grid) -> list[list[Piece]]:
    """The words of each row: what stands between white space. A line too long to be a row is one word.

    >>> from presscheck.intake.lines import lines_of
    >>> lines = lines_of("本报讯  南山", "p1")
    >>> [piece.left for piece in tokens("本报讯  南山", lines, Grid(wide=True))[0]]
    [0, 8]
    """
    return [list(_of_row(text, row, line, grid)) for row, line in enumerate(lines)]


def _of_row(text: str, row: int, line: Line, grid: Grid) -> Iterator[Piece]:
    left, before = line.indent, line.span.start
    if len(line.span) > LONGEST_ROW:
        words = text[line.span.start : line.span.end]
        yield Piece(row, line.span.start, line.span.end, left, left + grid.place(words), words)
        return
    for found in _TOKEN.finditer(text, line.span.start, line.span.end):
        left += grid.place(text[before : found.start()])
        right = left + grid.place(found[0])
        yield Piece(row, found.start(), found.end(), left, right, found[0])
        left, before = right, found.end()


def measure_of(rows: Sequence[Sequence[Piece]]) -> int:
    """The width of a column of type: the display width that most words of the page come closest to from below."""
    widths = Counter(piece.width for row in rows for piece in row if NARROWEST <= piece.width <= WIDEST)
    if not widths:
        return 0
    return max(sorted(widths), key=lambda w: (widths[w] * 2 + widths[w - 1] + widths[w - 2], w))


def is_full(piece: Piece, measure: int) -> bool:
    """Whether a piece fills its column from edge to edge."""
    return measure - LOOSE <= piece.width <= measure + 1


def pieces_of(text: str, rows: Sequence[Sequence[Piece]], measure: int) -> list[list[Piece]]:
    """The words of each row put together where a single space between them stands within a column.

    A gap of two spaces or more always separates; one space separates where a full line stands beside it, or where both
    together would not fit into a column.
    """
    return [_put_together(text, row, measure) for row in rows]


def _put_together(text: str, row: Sequence[Piece], measure: int) -> list[Piece]:
    pieces: list[Piece] = []
    last: Piece | None = None
    for word in row:
        if pieces and last and _within_column(text, pieces[-1], last, word, measure):
            first = pieces.pop()
            pieces.append(Piece(word.row, first.start, word.end, first.left, word.right, text[first.start : word.end]))
        else:
            pieces.append(word)
        last = word
    return pieces


def _within_column(text: str, piece: Piece, last: Piece, word: Piece, measure: int) -> bool:
    gap = text[last.end : word.start]
    if is_hard(gap):
        return False
    if _WORDLIKE.match(last.text[-1]) and _WORDLIKE.match(word.text[0]):
        return True
    if len(word.text) <= LETTERS and _letter_spaced(piece.text):
        return not is_full(word, measure) and hanzi.width("".join(piece.text.split())) + word.width <= measure + 1
    if is_full(last, measure) or is_full(word, measure) or is_full(piece, measure):
        return False
    together = piece.width + 1 + word.width
    return together <= measure + 1 or piece.width > measure + 1


def _letter_spaced(words: str) -> bool:
    """Whether a line is spaced out letter by letter to fill its column; a figure stays whole in it."""
    parts = words.split()
    return len(parts) > 1 and sum(map(len, parts)) <= SPACED * len(parts)


def is_hard(gap: str) -> bool:
    """Whether white space is too wide to stand within a line of type.

    >>> is_hard("  "), is_hard(" "), is_hard("　"), is_hard("\\t")
    (True, False, False, True)
    """
    return "\t" in gap or gap.count(" ") > 1 or hanzi.width(gap) > 4
