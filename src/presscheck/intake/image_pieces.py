"""Regions of type become single lines, each cut close to its ink: parted at gutters, whole where only spaced out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from presscheck.intake.image_find import Region, shared
from presscheck.intake.image_parts import DARK, ink_of
from presscheck.intake.image_type import Grey

Bools = NDArray[np.bool_]
Run = tuple[int, int]

TALL = 1.6
"""A region this much higher than wide holds vertical type, or one character."""
SEVERAL = 2.0
"""A region higher than this, in heights of the body's type, may hold several lines."""
LIKE = 0.6
"""Lines of one region are at least so high, measured by the highest of them."""
JOIN = 0.6
JOIN_SMALL = 1.8
"""Pieces of one printed line nearer than this, in heights of the line, are one; in small type a space may be wider."""
SMALL = 1.5
"""Small is what is not higher than this, in heights of the body's type."""
GUTTER = 0.65
"""The narrowest gap, in sizes of type, that may part two columns; in large type it is thrice as wide."""
LARGE = 1.6
"""Type is large from here, in sizes of the body's."""
WHITE = 0.5
"""The narrowest white, in sizes of type, that runs on above or below a gap that is a gutter."""
SIZE = 1.15
"""The size of type in heights of its larger characters' ink."""
WIDE = 2.6
"""A gap this wide parts whatever stands beside it."""
SPACED = 2.0
"""A gap that parts two columns is so many times as wide as those between characters, which may be letter-spaced."""
NEAR = 7.0
"""So far above and below, in heights of the line, a gutter must stay white."""
TELLING = 2.4
"""Rows of type on both sides of a gutter, in sizes of type, from which a line is cut there: commas may stand in line
over two lines, rarely over three."""
MARK = 0.5
"""Ink less high than this, in heights of the line, may be a mark with white of its own: twice as much must tell."""
DOUBTFUL = 0.5
"""The same, from which two pieces are not put together."""
DASH = 0.6
"""Ink that runs on for so long, in heights of the line, is a stroke and no speck."""
LONGEST_DASH = 2.6
"""A dash is no longer than this, in heights of the line: a longer stroke is a rule."""
THINNEST = 0.25
"""Nor thicker than this."""
NOISE = 0.01
"""The most ink in a column of a gutter, as a share of it."""
PAD = 0.3
"""The white left round a line's ink, in heights of the line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of type on the sheet: the rectangle of its ink, and how it is set."""

    box: Region
    light: bool = False
    vertical: bool = False

    def cut(self, grey: Grey) -> Grey:
        """The line as a picture of its own, dark on light, with a little white round it."""
        pad = PAD * min(self.box.height, self.box.width)
        left, top = max(int(self.box.left - pad), 0), max(int(self.box.top - pad), 0)
        crop = grey[top : int(self.box.bottom + pad) + 1, left : int(self.box.right + pad) + 1]
        out: Grey = 255 - crop if self.light else crop
        return out


def pieces_of(grey: Grey, regions: Iterable[Region], body: float) -> list[Piece]:
    """The lines in the regions that the detector found, from the top down, then from the left."""
    single = (line for region in regions for line in _rows_apart(grey, region, body))
    close = [piece for region in single if (piece := close_to_ink(grey, region))]
    ink = ink_of(grey) > 0
    lines = _joined(_alone(close), ink, SMALL * body)
    whole = [_with_dashes(piece, ink, [other.box for other in lines if other is not piece]) for piece in lines]
    out = [part for piece in whole for part in _parted(grey, ink, piece, body)]
    return sorted(out, key=lambda piece: (piece.box.top, piece.box.left))


def _rows_apart(grey: Grey, region: Region, body: float) -> Iterator[Region]:
    """A region that the detector drew round several lines, cut between them."""
    crop = grey[int(region.top) : int(region.bottom) + 1, int(region.left) : int(region.right) + 1]
    if region.height < SEVERAL * body or region.width < 1.5 * region.height or float(np.median(crop)) < DARK:
        yield region
        return
    ink = ink_of(crop) > 0
    runs = runs_of(ink.sum(axis=1) > max(1, 0.01 * ink.shape[1]))
    highest = max((end - begin for begin, end in runs), default=0)
    lines = [run for run in runs if run[1] - run[0] >= LIKE * max(highest, body)]
    cuts = [0.0, *((one[1] + other[0]) / 2 for one, other in pairwise(lines)), region.height]
    for top, bottom in pairwise(cuts):
        yield Region(region.left, region.top + top, region.right, region.top + bottom)


def close_to_ink(grey: Grey, region: Region) -> Piece | None:
    """A region drawn in to the ink of its line; what reaches in from the lines above and below is left out."""
    left, top = int(region.left), int(region.top)
    crop = grey[top : int(region.bottom) + 1, left : int(region.right) + 1]
    if min(crop.shape) < 4:
        return None
    light = float(np.median(crop)) < DARK
    ink = ink_of(255 - crop if light else crop) > 0
    vertical = region.height > TALL * region.width
    if vertical:
        columns = _core(ink.sum(axis=0) > max(1, 0.01 * ink.shape[0]))
        rows = _extent(ink[:, slice(*columns)].sum(axis=1) > 0)
    else:
        rows = _core(ink.sum(axis=1) > max(1, 0.01 * ink.shape[1]))
        columns = _extent(_marked(ink[slice(*rows)]))
    if rows[1] - rows[0] < 3 or columns[1] - columns[0] < 3:
        return None
    box = Region(float(left + columns[0]), float(top + rows[0]), float(left + columns[1]), float(top + rows[1]))
    return Piece(box, light, vertical and box.height > TALL * box.width)


def _marked(ink: Bools) -> Bools:
    """The columns of a line that hold ink: specks do not count, but a dash may be as thin as one."""
    depth = ink.sum(axis=0)
    marked: Bools = depth > min(1, len(ink) // 14)
    for begin, end in runs_of(depth > 0):
        if end - begin > DASH * len(ink):
            marked[begin:end] = True
    return marked


def _core(inked: Bools) -> Run:
    """The rows of the line in the middle: its runs of ink and the narrow white within it."""
    length = len(inked)
    runs = [run for run in runs_of(inked) if run[1] > 0.25 * length and run[0] < 0.75 * length]
    return (runs[0][0], runs[-1][1]) if runs else (0, length)


def _extent(inked: Bools) -> Run:
    places = np.flatnonzero(inked)
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)


def runs_of(marked: Bools) -> list[Run]:
    """Where the marked places run on: half-open ranges.

    >>> runs_of(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


def _alone(found: Sequence[Piece]) -> list[Piece]:
    """Without pieces that stand within others."""
    out: list[Piece] = []
    for piece in sorted(found, key=lambda piece: -piece.box.width * piece.box.height):
        area = piece.box.width * piece.box.height
        if all(shared(piece.box, other.box) <= 0.6 * area for other in out):
            out.append(piece)
    return out


def _joined(found: Sequence[Piece], ink: Bools, small: float) -> list[Piece]:
    """Pieces of one printed line put together; those that reach across a gutter are drawn back from it."""
    out: list[Piece] = []
    for piece in sorted(found, key=lambda piece: piece.box.left):
        mate = next((index for index, other in enumerate(out) if _level(other, piece, small)), None)
        if mate is None:
            out.append(piece)
            continue
        one, other = out[mate].box, piece.box
        if gutter := _gutter_between(ink, one, other):
            out[mate] = replace(piece, box=one._replace(right=min(one.right, float(gutter[0]))))
            out.append(replace(piece, box=other._replace(left=max(other.left, float(gutter[1])))))
        else:
            box = Region(one.left, min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom))
            out[mate] = replace(piece, box=box)
    return out


def _with_dashes(piece: Piece, ink: Bools, others: Sequence[Region]) -> Piece:
    """A line with the dashes at its ends, which the detector may leave out: level strokes, nothing above or below."""
    if piece.vertical or piece.light:
        return piece
    box, high = piece.box, piece.box.height
    reach = int(LONGEST_DASH * high)
    rows = ink[int(box.top) : int(box.bottom)]
    left = box.left - _dash(rows[:, max(int(box.left) - reach, 0) : int(box.left)][:, ::-1])
    right = box.right + _dash(rows[:, int(box.right) : int(box.right) + reach])
    longer = box._replace(left=left, right=right)
    if longer == box:
        return piece
    return piece if any(shared(longer, other) > shared(box, other) for other in others) else replace(piece, box=longer)


def _dash(rows: Bools) -> int:
    """How far a dash reaches into a strip of paper beside a line, from the line's end on; 0 where there is none."""
    high = len(rows)
    depth = rows.sum(axis=0)
    stroke = next(iter(runs_of(depth > 0)), None)
    if not stroke or stroke[0] > high / 2 or stroke[1] - stroke[0] < high / 2 or stroke[1] == rows.shape[1]:
        return 0
    levels = np.flatnonzero(rows[:, slice(*stroke)].any(axis=1))
    is_level = levels[-1] - levels[0] < THINNEST * high and high / 4 < levels.mean() < 3 * high / 4
    return stroke[1] if is_level else 0


def _level(one: Piece, other: Piece, small: float) -> bool:
    """Whether one piece may go on in another to its right: level, of one height, and near it."""
    if one.box.bottom < other.box.top or other.box.bottom < one.box.top:
        return False
    if one.vertical or other.vertical or one.light != other.light:
        return False
    low, high = sorted((one.box.height, other.box.height))
    level = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    gap = other.box.left - one.box.right
    if level < 0.7 * low or high > 1.4 * low or gap < -high:
        return False
    return gap < JOIN * low or (high < small and gap < JOIN_SMALL * low and level > 0.8 * high)


def _gutter_between(ink: Bools, one: Region, other: Region) -> Run | None:
    """The gutter where two pieces meet; the detector may draw one of them on to the first character beyond it."""
    low = min(one.height, other.height)
    begin = int(max(min(one.right, other.left) - 1.5 * low, one.left))
    end = int(min(max(one.right, other.left) + 1.5 * low, other.right))
    rows = slice(int(max(one.top, other.top)), int(min(one.bottom, other.bottom)))
    white = runs_of(ink[rows, begin:end].sum(axis=0) < 1)
    gap = max(white, key=lambda run: run[1] - run[0], default=(0, 0))
    gap = (begin + gap[0], begin + gap[1])
    is_gutter = gap[1] - gap[0] > GUTTER * low and _evidence(ink, one, gap, low) > DOUBTFUL
    return gap if is_gutter else None


def _parted(grey: Grey, ink: Bools, piece: Piece, body: float) -> Iterator[Piece]:
    """A line cut where it runs across a gutter."""
    box = piece.box
    if piece.vertical or box.width < 3 * box.height:
        yield piece
        return
    # Two columns' lines in one region stand a little apart in height.
    large = box.height > LARGE * SIZE * body
    size = box.height if large else min(box.height, SIZE * body)
    own = ink_of(255 - _crop(grey, box) if piece.light else _crop(grey, box)) > 0
    runs = runs_of(own.sum(axis=0) > 1)
    gaps = [(one[1], other[0]) for one, other in pairwise(runs)]
    usual = float(np.median([end - begin for begin, end in gaps])) if len(gaps) > 2 else 0.0
    least = max(SPACED * usual, GUTTER * size * (3 if large else 1))
    marks = [_extent(own[:, begin:end].sum(axis=1) > 0) for begin, end in runs]
    cuts = [
        gap
        for gap, (top, bottom) in zip(gaps, marks, strict=False)
        if gap[1] - gap[0] > least and _parts(ink, box, gap, size, after=bottom - top < MARK * box.height)
    ]
    edges = [0, *(place for cut in cuts for place in cut), int(box.width)]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        part = Region(box.left + begin, box.top, box.left + end, box.bottom)
        if not cuts:
            yield piece
        elif whole := close_to_ink(grey, part):
            yield whole


def _crop(grey: Grey, box: Region) -> Grey:
    return grey[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]


def _parts(ink: Bools, box: Region, gap: Run, size: float, *, after: bool) -> bool:
    """Whether a gap within a line is a gutter: as wide as one, white above or below too, with type on both sides."""
    if gap[1] - gap[0] > WIDE * box.height:
        return True
    return _evidence(ink, box, (int(box.left) + gap[0], int(box.left) + gap[1]), size) > TELLING * (2 if after else 1)


def _evidence(ink: Bools, box: Region, gap: Run, size: float) -> float:
    """How far the white in a line goes on above and below it between type on both sides, in sizes of type."""
    clear = int(0.3 * box.height)
    told = 0.0
    for upwards in (True, False):
        reached = []
        for reach in (int(NEAR * box.height), int(NEAR / 2 * box.height)):
            above = slice(max(int(box.top) - reach, 0), max(int(box.top) - clear, 0))
            rows = above if upwards else slice(int(box.bottom) + clear, int(box.bottom) + reach)
            reached.append(_beside(ink[rows], gap, int(2 * box.height), WHITE * size))
        told += max(reached) / size
    return told


def _beside(ink: Bools, gap: Run, reach: int, least: float) -> int:
    """The rows of type on that side of a white gap that has fewer; none if no white runs through them all."""
    left = ink[:, max(gap[0] - reach, 0) : gap[0]].sum(axis=1) > 1
    right = ink[:, gap[1] : gap[1] + reach].sum(axis=1) > 1
    inked = left | right
    if not inked.any():
        return 0
    white = ink[inked, slice(*gap)].mean(axis=0) < NOISE
    runs_on = any(end - begin > least for begin, end in runs_of(white))
    return min(int(left.sum()), int(right.sum())) if runs_on else 0
