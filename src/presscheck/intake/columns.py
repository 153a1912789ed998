"""Which printed column each piece of a row stands in.

On the grid of ``pdftotext -layout`` a column has its own place, the same all down the page. Pieces stand there where
the row leaves them room; one that follows another after a single space may have been pulled to the left by it, and its
column is the next one. The place of a piece, its row and the pieces that go on above and below it are weighed together.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from presscheck.intake.pieces import Piece, is_full
from presscheck.intake.stacks import BROAD, Stack

INDENT = 5
"""Places of the grid by which a paragraph's first line may begin further right."""
ROUNDS = 8
"""Readings of all rows, each with the columns of the last one in view; few pages need five."""
MOST_COLUMNS = 40
"""A broadsheet has eight."""
SAME_PLACE = 4
"""Places by which two pieces of one column may differ where neither was pulled to the left."""

# Set on half of 52 set pages as `pdftotext -layout` gives them, checked on the other half.
_NEVER = 1e6
_INDENTED = 0.25
_LINK = 0.5
_PAST = 2.0
_PULLED_PAST = 1.5
_BETWEEN = 1.2
_NARROW = 3.0
_LEFT_OUT = 1.0
_TOO_NARROW = 1.0
_HANDICAP = 1.5

Costs = NDArray[np.float64]
Labels = NDArray[np.int64]
Links = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of the pieces of a page: one entry each, row after row; ``rows`` are the first and last of a row.

    ``pulled`` tells which pieces follow another after one space, ``full`` which fill their column, ``pitch`` how far
    columns are apart at least.
    """

    left: Labels
    pulled: NDArray[np.bool_]
    full: NDArray[np.bool_]
    rows: tuple[tuple[int, int], ...]
    pitch: float


def columns_of(rows: Sequence[Sequence[Piece]], stacks: Sequence[Stack], measure: int) -> dict[int, int]:
    """The column of every piece, from 0, left to right; a piece is named by its start.

    ``stacks`` tell which piece probably goes on under which. The page is read with as many columns as its fullest rows
    would fill, with one less, and with one more if any row fills them.
    """
    pieces = [piece for row in rows for piece in row]
    sight = _sight(rows, pieces, measure)
    links = _links(pieces, stacks)
    readings = []
    for count, handicap in _counts(rows, sight, measure).items():
        cost, labels = _read(sight, links, _steps(rows, measure, count), count)
        readings.append((cost * handicap, count, labels))
    labels = min(readings, key=lambda reading: reading[:2])[2]
    return {piece.start: int(label) for piece, label in zip(pieces, labels, strict=True)}


def _counts(rows: Sequence[Sequence[Piece]], sight: Sight, measure: int) -> dict[int, float]:
    """How many columns the page may have, each with its handicap: more columns fit anything better."""
    fullest = sorted((sum(piece.width for piece in row) / measure for row in rows), reverse=True)[:3]
    usual, most = round(fullest[-1]), round(fullest[0])
    room = min(1 + int(sight.left.max() // _apart(sight)), max(map(len, rows)), MOST_COLUMNS)
    counts = {usual + 1: _HANDICAP, usual: 1.0, usual - 1: 1.0} if most > usual else {usual: 1.0, usual - 1: 1.0}
    return {max(1, min(count, room)): handicap for count, handicap in counts.items()}


def _read(sight: Sight, links: Links, steps: Sequence[Sequence[Costs]], count: int) -> tuple[float, Labels]:
    """The columns of all pieces where the page has so many, and what they cost."""
    places, company = _places(sight, count), np.zeros((len(sight.left), count))
    labels = np.full(len(sight.left), -1)
    for _ in range(ROUNDS):
        last, labels = labels, _along_rows(sight, _by_place(sight, places) + company, steps)
        if (last == labels).all():
            break
        company = _by_company(links, labels, count)
        places = _places_again(sight, labels, places)
    apart = sum(int(labels[upper] != labels[lower]) for upper, lower in links)
    return float(_by_place(sight, places)[np.arange(len(labels)), labels].sum()) + _LINK * apart, labels


def spanned(piece: Piece, measure: int) -> int:
    """How many columns a piece spans at least; a headline is set larger than the grid shows."""
    return max(1, round(piece.width / measure)) if piece.width > BROAD * measure else 1


def _sight(rows: Sequence[Sequence[Piece]], pieces: Sequence[Piece], measure: int) -> Sight:
    full = [is_full(piece, measure) for piece in pieces]
    lengths = [piece.right - piece.left for piece, fills in zip(pieces, full, strict=True) if fills]
    pulled = [k > 0 and row[k].left - row[k - 1].right <= 1 for row in rows for k in range(len(row))]
    ends = list(accumulate((len(row) for row in rows), initial=0))
    return Sight(
        left=np.array([piece.left for piece in pieces], dtype=np.int64),
        pulled=np.array(pulled, dtype=np.bool_),
        full=np.array(full, dtype=np.bool_),
        rows=tuple(pairwise(ends)),
        pitch=median(lengths) + 1 if lengths else measure / 2 + 1,
    )


def _places(sight: Sight, count: int) -> Labels:
    """The columns' own places: those, at least a measure apart, at which most pieces stand that were not pulled."""
    width = int(sight.left.max()) + 1
    stand = np.bincount(sight.left[~sight.pulled], minlength=width + INDENT).astype(np.float64)
    # A paragraph's first line stands a little further right than its column.
    heights = stand[:width] + _INDENTED * np.sum([stand[k : k + width] for k in range(2, INDENT)], axis=0)
    apart = _apart(sight)
    best = np.full(len(heights), -np.inf)
    best[0] = heights[0]
    came = []
    for _ in range(count - 1):
        before = np.concatenate([np.full(apart, -np.inf), best])[: len(best)]
        reached = np.maximum.accumulate(before)
        came.append(np.maximum.accumulate(np.where(before >= reached, np.arange(len(best)), 0)) - apart)
        best = reached + heights
    places = [int(best.argmax())]
    for way in reversed(came):
        places.append(int(way[places[-1]]))
    return np.array(places[::-1], dtype=np.int64)


def _apart(sight: Sight) -> int:
    return max(1, int(np.ceil(sight.pitch - 1.5)))


def _places_again(sight: Sight, labels: Labels, places: Labels) -> Labels:
    """The columns' places once more, where pieces are told to stand in them."""
    again = places.copy()
    for column in range(len(places)):
        there = Counter(sight.left[(labels == column) & ~sight.pulled].tolist()).most_common(1)
        if there and there[0][1] > 2:
            again[column] = there[0][0]
    return again if bool((np.diff(again) >= sight.pitch - 2).all()) else places


def _by_place(sight: Sight, places: Labels) -> Costs:
    """What each column costs each piece by where it stands: (pieces, columns)."""
    left, pitch = sight.left[:, None], sight.pitch
    off = left - places[None, :]
    after = np.append(places[1:], int(_NEVER))[None, :]
    beyond = _BETWEEN + np.where(left < after - 1, 0.0, _PAST * np.minimum(1, (left - after + 2) / pitch))
    own = np.where(off < -1, _PAST * np.minimum(1, 0.5 - off / pitch), np.where(off <= INDENT, 0.0, beyond))
    own = own + np.where(sight.full[:, None] & (off > 1), _BETWEEN, 0.0)
    narrow = _NARROW * np.maximum(0, np.arange(len(places)) * (pitch - 1.5) - 2 - left) / pitch
    pulled = narrow + np.where(off > INDENT, _PULLED_PAST * np.minimum(1, 0.3 + (off - INDENT) / pitch), 0.0)
    return np.asarray(np.where(sight.pulled[:, None], pulled, own), dtype=np.float64)


def _links(pieces: Sequence[Piece], stacks: Sequence[Stack]) -> Links:
    numbers = {piece.start: k for k, piece in enumerate(pieces)}
    return [(numbers[a.start], numbers[b.start]) for stack in stacks for a, b in pairwise(stack.pieces)]


def _by_company(links: Links, labels: Labels, count: int) -> Costs:
    """What it costs a piece to stand in another column than those it goes on from and that go on from it."""
    costs = np.zeros((len(labels), count))
    for upper, lower in links:
        costs[[upper, lower]] += _LINK
        costs[upper, labels[lower]] -= _LINK
        costs[lower, labels[upper]] -= _LINK
    return costs


def _steps(rows: Sequence[Sequence[Piece]], measure: int, count: int) -> list[list[Costs]]:
    """What it costs to go from a column to another (columns, columns), from each piece of a row to the next."""

    @cache
    def cost(wide: int, near: bool) -> Costs:
        onward = np.arange(count)[None, :] - np.arange(count)[:, None]
        left_out = np.where(near & (onward > wide), _LEFT_OUT, 0.0)
        return np.where(onward < 1, _NEVER, np.where(onward < wide, _TOO_NARROW, left_out))

    return [
        [cost(spanned(piece, measure), after.left - piece.right <= 1) for piece, after in pairwise(row)] for row in rows
    ]


def _along_rows(sight: Sight, costs: Costs, steps: Sequence[Sequence[Costs]]) -> Labels:
    """The columns of all pieces, further right from piece to piece, at the least cost; where a row has more pieces than
    the page columns, each piece by itself."""
    labels = np.zeros(len(costs), dtype=np.int64)
    for (first, end), ways in zip(sight.rows, steps, strict=True):
        if end - first > costs.shape[1]:
            labels[first:end] = costs[first:end].argmin(axis=1)
            continue
        best, came = costs[first], []
        for place, way in enumerate(ways, first + 1):
            total = best[:, None] + way
            came.append(total.argmin(axis=0))
            best = total.min(axis=0) + costs[place]
        labels[end - 1] = best.argmin()
        for place in range(end - 1, first, -1):
            labels[place - 1] = came[place - 1 - first][labels[place]]
    return labels
