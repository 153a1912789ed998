"""Where type stands on a sheet: the detector looks at overlapping tiles, whose answers are put together to one map.

The lines are taken from the map of the whole page, so no line is cut at the edge of a tile.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from presscheck.intake.image_parts import DARK, STEP, heat, ink_of, vision
from presscheck.intake.image_type import Grey, Map

TILE = 736
OVERLAP = 96
"""Pixels that neighbouring tiles share; of each, half is the one's and half the other's."""
READABLE = 15.0
"""The height of the body's type, in pixels, at which the detector looks; larger type is shrunk to it."""
ENLARGED = 2.0
COARSE = 0.35
"""A second look at the whole page, shrunk to this, finds the largest headlines."""
LARGE = 16.0
"""The height in shrunk pixels from which the second look is believed."""
COVERED = 0.85
"""What was found in full size stands if it covers so much of the length of what was found at the second look."""
ALIKE = 0.2
"""Lines of at least this share of its height are what it says: the second look draws wide round lines of the body."""
SEVERAL = 2.2
"""A stretch of type so many times as thick as lines within it is a block of them."""
LONG = 2.0
"""A line is so many times as long as thick."""
HALF, MOST = 0.5, 0.7
"""Lines that hold so much of a stretch, or of its ink, are what it is made of."""
SURE = 0.3
"""A pixel belongs to a line's core from here."""
MEAN = 0.5
"""A line's core is that sure on average."""
SPREAD = 0.75
"""How far, in heights of the core, the type reaches beyond it."""


class Region(NamedTuple):
    """A stretch of type on the sheet, in its pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def thickness(self) -> float:
        """The shorter side."""
        return min(self.width, self.height)

    @property
    def length(self) -> float:
        """The longer side."""
        return max(self.width, self.height)


def find(grey: Grey, body: float) -> list[Region]:
    """The stretches of type on a sheet whose body has type of the given height, from the top down."""
    scale = min(READABLE / body, ENLARGED)
    near = list(_regions(heat_map(grey, scale), grey))
    far_scale = scale * COARSE
    far = [each for each in _regions(heat_map(grey, far_scale), grey) if each.thickness * far_scale > LARGE]
    lines = [each for each in near + far if not _is_block(each, near + far, grey)]
    large = [each for each in far if each in lines and not _covered(each, near)]
    near = [each for each in near if each in lines and not any(_within(each, other) for other in large)]
    return sorted(near + large, key=lambda each: (each.top, each.left))


def find_at(grey: Grey) -> list[Region]:
    """The stretches of type in a picture as it is, at a glance."""
    return list(_regions(heat_map(grey, 1.0), grey))


def heat_map(grey: Grey, scale: float) -> Map:
    """How surely each point of the sheet, scaled, is type."""
    cv2 = vision()
    size = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
    scaled = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    out: Map = np.zeros(scaled.shape, dtype=np.float32)
    for top, bottom in _cuts(scaled.shape[0]):
        for left, right in _cuts(scaled.shape[1]):
            told = _tile(scaled[top:bottom, left:right])
            first_row, first_column = OVERLAP // 2 * (top > 0), OVERLAP // 2 * (left > 0)
            out[top + first_row : bottom, left + first_column : right] = told[first_row:, first_column:]
    return out


def _tile(tile: Grey) -> Map:
    """The map of one tile, which is filled up with paper to a size that the network can take."""
    height, width = tile.shape
    filled = np.full((-(-height // STEP) * STEP, -(-width // STEP) * STEP), 255, dtype=np.uint8)
    filled[:height, :width] = tile
    return heat(filled)[:height, :width]


def _cuts(length: int) -> Iterator[tuple[int, int]]:
    """Where tiles begin and end along a side, evenly.

    >>> list(_cuts(700)), list(_cuts(1200))
    ([(0, 700)], [(0, 736), (464, 1200)])
    """
    count = max(-(-(length - OVERLAP) // (TILE - OVERLAP)), 1)
    side = min(length, TILE)
    for index in range(count):
        begins = round(index * (length - side) / max(count - 1, 1))
        yield begins, begins + side


def _regions(chances: Map, grey: Grey) -> Iterator[Region]:
    """The lines in a map, in pixels of the sheet: upright rectangles round their cores, spread to their type."""
    cv2 = vision()
    down, across = grey.shape[0] / chances.shape[0], grey.shape[1] / chances.shape[1]
    mask = cv2.dilate((chances > SURE).astype(np.uint8), np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if min(width, height) < 3:
            continue
        core = labels[top : top + height, left : left + width] == label
        if float(chances[top : top + height, left : left + width][core].mean()) < MEAN:
            continue
        reach = SPREAD * 2 * width * height / (width + height) / 2 if width + height else 0.0
        yield Region(
            max((left - reach) * across, 0.0),
            max((top - reach) * down, 0.0),
            min((left + width + reach) * across, float(grey.shape[1])),
            min((top + height + reach) * down, float(grey.shape[0])),
        )


def _is_block(region: Region, others: list[Region], grey: Grey) -> bool:
    """Whether a stretch of type is several lines: thinner ones were found on most of it, or hold most of its ink."""
    thin = region.thickness / SEVERAL
    level = [each for each in others if each.top < region.bottom and region.top < each.bottom]
    lines = [each for each in level if each.thickness < min(thin, each.length / LONG) and shared(each, region) > 0]
    if len(lines) < 2:
        return False
    crop = grey[int(region.top) : int(region.bottom) + 1, int(region.left) : int(region.right) + 1]
    free = np.ones(crop.shape, dtype=bool)
    for each in lines:
        across = slice(max(int(each.left - region.left), 0), max(int(each.right - region.left) + 1, 0))
        free[max(int(each.top - region.top), 0) : max(int(each.bottom - region.top) + 1, 0), across] = False
    ink = ink_of(255 - crop if float(np.median(crop)) < DARK else crop) > 0
    return float(free.mean()) < 1 - HALF or float((ink & free).sum()) < (1 - MOST) * float(ink.sum())


def _covered(region: Region, others: list[Region]) -> bool:
    """Whether what was found in full size already takes up nearly all its length, in lines not much smaller."""
    level = region.width >= region.height
    taken = 0.0
    for each in others:
        alike = each.height > ALIKE * region.height if level else each.width > ALIKE * region.width
        if alike and shared(region, each) > 0.5 * each.width * each.height:
            taken += each.width / region.width if level else each.height / region.height
    return taken > COVERED


def _within(small: Region, large: Region) -> bool:
    return shared(small, large) > 0.6 * small.width * small.height


def shared(one: Region, other: Region) -> float:
    """The area that two regions have in common."""
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if high <= 0:
        return 0.0
    wide = min(one.right, other.right) - max(one.left, other.left)
    return max(wide, 0.0) * high
