"""Which piece of a row goes on under which: pieces become stacks, each a stretch of one printed column."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from statistics import median_low

import numpy as np
from numpy.typing import NDArray

from presscheck.intake.pieces import LOOSE, Piece, is_full
from presscheck.language import ngram

REACH = 8
"""Rows below a piece in which the next line of its column is looked for."""
AT_ONCE = 20_000
"""Pairs of pieces weighed at a time: bounds memory on a page of thousands of rows."""
MOST_PAIRS = 2_000_000
"""Pairs of pieces up to which a page is rebuilt: ten times what a printed page has at most."""
BROAD = 1.3
"""A piece this many measures wide spans columns: a headline, as a rule."""
INDENT = 4
"""Display columns by which a paragraph's first line is shorter: two characters."""

# Tuned on half of 52 set pages as `pdftotext -layout` and plain `pdftotext` give them, checked on the other half.
_ANY = 4.0
_ROW = 0.6
_APART = 0.35
_UNDER = 0.6
_OVERLAP = 0.7
_LONE = 0.35
_BROAD = 3.0
_SEAM = 0.21
_SEAM_OF_SHORT = 0.17
_START = 0.1
_MEAN_START = -5.0
_LIKE = 14.0
_UNLIKE = 4.5
BLIND = 0.25
"""What places in a row are worth where the gaps between its pieces are lost."""

Pairs = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Stack:
    """Pieces of one column, one under the other; its edges are those of most of its pieces."""

    pieces: tuple[Piece, ...]

    @cached_property
    def left(self) -> int:
        """Where most of its lines begin on the grid."""
        return median_low(piece.left for piece in self.pieces)

    @cached_property
    def right(self) -> int:
        """Where most of its lines end on the grid."""
        return max(self.left + 1, median_low(piece.right for piece in self.pieces))

    @property
    def top(self) -> int:
        """Its first row."""
        return self.pieces[0].row

    @property
    def bottom(self) -> int:
        """The row after its last."""
        return self.pieces[-1].row + 1


def stacks_of(rows: Sequence[Sequence[Piece]], measure: int, trust: float = 1.0) -> list[Stack]:
    """The stacks of a page, in the order of their first pieces; every piece is in exactly one.

    Each pair of pieces at most ``REACH`` rows apart is weighed by where the two stand (``trust`` says what that is
    worth) and by how well the language goes on from one to the other; the best pairs are joined first, each piece once.
    """
    pieces = [piece for row in rows for piece in row]
    below = _joined(*_weighed(rows, pieces, measure, trust))
    heads = sorted(set(range(len(pieces))) - set(below.values()))
    return [Stack(tuple(pieces[k] for k in _walk(head, below))) for head in heads]


def pairs_of(rows: Sequence[Sequence[Piece]]) -> int:
    """How many pairs of pieces ``stacks_of`` would weigh."""
    counts = list(accumulate((len(row) for row in rows), initial=0))
    return sum(len(row) * (counts[min(r + 1 + REACH, len(rows))] - counts[r + 1]) for r, row in enumerate(rows))


def _walk(head: int, below: dict[int, int]) -> list[int]:
    places = [head]
    while (after := below.get(places[-1])) is not None:
        places.append(after)
    return places


def _joined(pairs: Pairs, scores: Scores) -> dict[int, int]:
    below: dict[int, int] = {}
    taken: set[int] = set()
    for k in np.argsort(-scores, kind="stable").tolist():
        if scores[k] <= 0:
            break
        upper, lower = pairs[k].tolist()
        if upper not in below and lower not in taken:
            below[upper] = lower
            taken.add(lower)
    return below


def _weighed(
    rows: Sequence[Sequence[Piece]], pieces: Sequence[Piece], measure: int, trust: float
) -> tuple[Pairs, Scores]:
    """All pairs worth joining, and their scores."""
    kept: list[tuple[Pairs, Scores]] = [(np.empty((0, 2), dtype=np.int64), np.empty(0))]
    for pairs in _pairs_at_once(rows):
        first, last = int(pairs.min()), int(pairs.max()) + 1
        near, local = pieces[first:last], pairs - first
        scores = _ANY + trust * _by_place(near, local, measure) + _by_language(near, local, measure)
        kept.append((pairs[scores > 0], scores[scores > 0]))
    return np.concatenate([pairs for pairs, _ in kept]), np.concatenate([scores for _, scores in kept])


def _pairs_at_once(rows: Sequence[Sequence[Piece]]) -> list[Pairs]:
    """Pairs (upper, lower) of places among all pieces, a bounded number at a time."""
    ends = list(accumulate((len(row) for row in rows), initial=0))
    batches: list[Pairs] = []
    batch: list[Pairs] = []
    for r in range(len(rows)):
        uppers = np.arange(ends[r], ends[r + 1])
        lowers = np.arange(ends[r + 1], ends[min(r + 1 + REACH, len(rows))])
        batch.append(np.stack([np.repeat(uppers, len(lowers)), np.tile(lowers, len(uppers))], axis=1))
        if sum(map(len, batch)) > AT_ONCE or r == len(rows) - 1:
            batches.append(np.concatenate(batch))
            batch = []
    return [pairs for pairs in batches if len(pairs)]


def _by_place(pieces: Sequence[Piece], pairs: Pairs, measure: int) -> Scores:
    """How far apart two pieces are: best the next row and the same left edge, give or take a paragraph's indent."""
    upper, lower = pairs.T
    left, right, row = (np.array([getattr(piece, name) for piece in pieces]) for name in ("left", "right", "row"))
    shift = np.abs(left[lower] - left[upper])
    overlap = np.minimum(right[upper], right[lower]) - np.maximum(left[upper], left[lower])
    share = np.maximum(overlap, 0) / np.minimum(right - left, measure)[pairs].min(axis=1)
    lone = (right - left)[pairs] <= 1
    broad = np.array([piece.width > BROAD * measure for piece in pieces])[pairs]
    scores = np.where(shift <= INDENT - 1, _UNDER, _OVERLAP * np.minimum(share, 1))
    scores = scores - _ROW * (row[lower] - row[upper] - 1) - _APART * shift / (measure / 2)
    unlike = _LONE * (lone[:, 0] != lone[:, 1]) + _BROAD * (broad[:, 0] != broad[:, 1])
    return np.asarray(scores - unlike, dtype=np.float64)


def _by_language(pieces: Sequence[Piece], pairs: Pairs, measure: int) -> Scores:
    """How well the lower piece goes on from the upper: a full line from its words, a short one as a paragraph's end."""
    model = ngram.load()
    texts = [piece.text for piece in pieces]
    upper, lower = pairs.T
    seams = model.seams(texts, texts, pairs)
    starts = model.starts(texts)[lower] - _MEAN_START
    full = np.array([is_full(piece, measure) for piece in pieces])[upper]
    indented = np.array([is_full_but_indented(piece, measure) for piece in pieces])[upper]
    likely = np.clip(seams, np.where(full, -_LIKE, -_UNLIKE), _LIKE)
    scores = np.where(full | indented, _SEAM * likely, _SEAM_OF_SHORT * likely + _START * starts)
    return np.asarray(scores, dtype=np.float64)


def is_full_but_indented(piece: Piece, measure: int) -> bool:
    """Whether a piece would fill its column, were it not a paragraph's first line."""
    return measure - INDENT - LOOSE <= piece.width < measure - LOOSE
