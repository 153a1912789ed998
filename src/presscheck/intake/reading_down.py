"""The columns of a page of rows, each read down from its top to its foot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from presscheck.intake.columns import SAME_PLACE
from presscheck.intake.pieces import Piece, is_full
from presscheck.intake.stacks import BROAD, INDENT
from presscheck.language import ngram
from presscheck.model import Line, Span

ASTRAY = 6
"""Lines of a column by which a row may stand too high or too low in the dump."""
MOST_MOVES = 12
SURELY_BETTER = 12.0
"""Nats by which the language must read on better before a line is moved."""
CLEAR = 8.0
"""Nats from which on the language is clear, whatever it gives beyond."""
READS_ON = 2.0
"""Of 14,000 pairs of lines that read on this well, on 52 set pages, 3 were of two stories."""
BREAKS_OFF = -1.0
FAR = 5
"""Rows from one line of a column to the next that are many."""

Counts = NDArray[np.int64]


def lines_down(
    lines: Sequence[Line], rows: Sequence[Sequence[Piece]], column: Mapping[int, int], measure: int
) -> tuple[Line, ...]:
    """The pieces of all rows as lines, column by column; where a column breaks off, a blank stands before the next.

    ``lines`` are the rows as the file has them, ``column`` tells each piece's column by its start.
    """
    columns = _columns(rows, column)
    gaps = _gaps(lines, columns)
    out: list[Line] = []
    for number, pieces in columns.items():
        seams = _seams(pieces)
        for k, piece in enumerate(pieces):
            broken = k == 0 or _breaks_off(gaps, pieces[k - 1], piece, float(seams[k - 1]), measure)
            span = Span(lines[0].span.page, piece.start, piece.end)
            out.append(Line(span, _indent(pieces, k, measure), int(broken and bool(out)), number))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What stands above each row: ``blanks`` of the file, and lines of ``type`` in each column."""

    blanks: Counts
    type: Counts


def _columns(rows: Sequence[Sequence[Piece]], column: Mapping[int, int]) -> dict[int, list[Piece]]:
    """The pieces of each column, from the left, as they read on."""
    out: dict[int, list[Piece]] = {}
    for piece in (piece for row in rows for piece in row):
        out.setdefault(column[piece.start], []).append(piece)
    return {number: put_right(out[number]) for number in sorted(out)}


def _gaps(lines: Sequence[Line], columns: Mapping[int, Sequence[Piece]]) -> Gaps:
    held = np.zeros((len(columns), len(lines) + 1), dtype=np.int64)
    for k, pieces in enumerate(columns.values()):
        held[k, [piece.row + 1 for piece in pieces if piece.width >= 2 * INDENT]] = 1
    return Gaps(np.cumsum([line.blank_before for line in lines]), held.cumsum(axis=1))


def _breaks_off(gaps: Gaps, upper: Piece, lower: Piece, seam: float, measure: int) -> bool:
    """Whether a column breaks off between two of its pieces: a headline or a gap stands there, and no words read on.

    The printed lines of a column are equally far apart: where two other columns have three between, here is a gap.
    """
    if (upper.width > BROAD * measure) != (lower.width > BROAD * measure):
        return True
    if upper.row > lower.row or seam > READS_ON:
        return False
    beside = np.sort(gaps.type[:, lower.row] - gaps.type[:, upper.row + 1])[::-1][:2][-1]
    blanks = gaps.blanks[lower.row] - gaps.blanks[upper.row]
    signs = 2 * (beside > 2) + (beside > 1) + min(blanks, 2) + (lower.row - upper.row >= FAR)
    return bool(signs >= (1 if seam < BREAKS_OFF else 2))


def _indent(pieces: Sequence[Piece], k: int, measure: int) -> int:
    """A paragraph's indent of the k-th piece, where full lines around it begin further left, and none where it does."""
    piece = pieces[k]
    if piece.width > measure - INDENT + 1:
        return 0
    full = [near.left for near in pieces[max(0, k - 3) : k + 4] if is_full(near, measure)]
    offsets = [piece.left - left for left in full]
    return INDENT if 0 not in offsets and any(0 < offset <= SAME_PLACE for offset in offsets) else 0


def _seams(pieces: Sequence[Piece]) -> NDArray[np.float32]:
    """How well each piece goes on from the one before it, but for the first."""
    texts = [piece.text for piece in pieces]
    pairs = np.stack([np.arange(len(texts) - 1), np.arange(1, len(texts))], axis=1)
    return ngram.load().seams(texts, texts, pairs)


def put_right(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a column in the order of their rows, but for those that read on far better elsewhere nearby.

    A dump may put a row a few lines too low or too high: rows that stand on nearly the same height are sorted by it
    pair by pair, and such pairs need not agree.
    """
    ways = _ways(pieces)
    order = list(range(len(pieces)))
    for _ in range(MOST_MOVES):
        gain, place, target = max(_moves(order, ways), default=(0.0, 0, 0))
        if gain <= SURELY_BETTER:
            break
        moved = order.pop(place)
        order.insert(target if target < place else target - 1, moved)
    return [pieces[k] for k in order]


def _ways(pieces: Sequence[Piece]) -> dict[tuple[int, int], float]:
    """How well any two pieces near one another read on, one after the other."""
    count = len(pieces)
    pairs = [(a, b) for a in range(count) for b in range(max(0, a - ASTRAY), min(count, a + ASTRAY + 1)) if a != b]
    texts = [piece.text for piece in pieces]
    seams = ngram.load().seams(texts, texts, np.array(pairs, dtype=np.int64).reshape(-1, 2))
    return dict(zip(pairs, np.clip(seams, -CLEAR, CLEAR).tolist(), strict=True))


def _moves(order: Sequence[int], ways: Mapping[tuple[int, int], float]) -> Iterator[tuple[float, int, int]]:
    """What is gained by taking a piece from its place and putting it before another: (gain, place, target)."""
    count = len(order)

    def way(a: int, b: int) -> float:
        return ways.get((order[a], order[b]), 0.0) if 0 <= a < count and 0 <= b < count else 0.0

    for place in range(count):
        left = way(place - 1, place + 1) - way(place - 1, place) - way(place, place + 1)
        for target in range(max(0, place - ASTRAY), min(count, place + ASTRAY) + 1):
            if target not in (place, place + 1):
                put = way(target - 1, place) + way(place, target) - way(target - 1, target)
                yield left + put, place, target
