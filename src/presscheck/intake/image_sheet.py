"""A picture made ready to be read: grey, its contrast stretched, its skew measured and mended, its body size known."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from presscheck.intake.image_parts import ink_of, shrunk, vision
from presscheck.intake.image_type import Grey
from presscheck.model import Box

Matrix = NDArray[np.float64]

WORKED = 30_000_000
"""A picture with more pixels is shrunk to so many: a broadsheet at 300 dots an inch has about as many."""
GLANCE = 1500
"""The longer side, in pixels, at which skew is measured."""
STEEPEST = 6.0
"""The largest skew that is mended, in degrees."""
LEAST_SKEW = 0.12
"""A skew below this many degrees moves a line of type by less than its own height and is left alone."""
PALE = 150
"""Paper and ink nearer than this many shades of 256 are stretched apart."""
BODY = (7, 120)
"""Heights in pixels that the type of the body can have."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A level page, dark on light: its shades, the way back to the picture's own coordinates, and its body size.

    A pixel of the sheet is ``scale`` pixels of the picture; ``width`` and ``height`` are the picture's.
    """

    grey: Grey
    back: Matrix
    scale: float
    skew: float
    body: float
    stretched: bool
    width: int
    height: int

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the sheet as one of the picture: as large, upright, round the same middle, within the edges.

        >>> level = Sheet(np.zeros((9, 9), np.uint8), np.eye(2, 3), 2.0, 0.0, 9.0, False, 60, 40)
        >>> level.box(2, 2, 12, 25)
        Box(left=4.0, top=4.0, width=20.0, height=36.0)
        """
        x, y = (float(value) * self.scale for value in self.back @ ((left + right) / 2, (top + bottom) / 2, 1.0))
        wide, high = self.scale * (right - left) / 2, self.scale * (bottom - top) / 2
        begins, ends = (min(max(x + side, 0.0), float(self.width)) for side in (-wide, wide))
        upper, lower = (min(max(y + side, 0.0), float(self.height)) for side in (-high, high))
        return Box(round(begins, 1), round(upper, 1), round(ends - begins, 1), round(lower - upper, 1))


def sheet_of(grey: Grey) -> Sheet:
    """The picture of a page as a level sheet."""
    scale = max(math.sqrt(grey.size / WORKED), 1.0)
    stretched, was_pale = _stretched(shrunk(grey, 1 / scale))
    skew = _skew(stretched)
    if abs(skew) < LEAST_SKEW:
        level, back, skew = stretched, np.eye(2, 3), 0.0
    else:
        level, back = _levelled(stretched, skew)
    return Sheet(level, back, scale, skew, _body(level), was_pale, grey.shape[1], grey.shape[0])


def _levelled(grey: Grey, skew: float) -> tuple[Grey, Matrix]:
    """The picture turned so that its lines are level, on a sheet large enough for all of it, and the way back."""
    cv2 = vision()
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    wide = round(width * abs(turn[0, 0]) + height * abs(turn[0, 1]))
    high = round(height * abs(turn[0, 0]) + width * abs(turn[0, 1]))
    turn[:, 2] += ((wide - width) / 2, (high - height) / 2)
    level: Grey = cv2.warpAffine(
        grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return level, cv2.invertAffineTransform(turn)


def _stretched(grey: Grey) -> tuple[Grey, bool]:
    """The picture with its ink black and its paper white, and whether it was so pale that this was needed."""
    cv2 = vision()
    small = shrunk(grey, 0.5) if min(grey.shape) > 64 else grey
    ink, paper = (float(value) for value in np.percentile(small, (0.5, 90)))
    if paper - ink < 8:
        return grey, False
    black, white = max(ink, 0.0), min(paper + 4, 255.0)
    table = np.clip((np.arange(256) - black) * 255 / (white - black), 0, 255).astype(np.uint8)
    out: Grey = cv2.LUT(grey, table)
    return out, paper - ink < PALE


def _skew(grey: Grey) -> float:
    """By how many degrees the page must be turned for its lines to be level: rows and columns then stand out most."""
    small = ink_of(shrunk(grey, GLANCE / max(grey.shape)))
    if not small.any():
        return 0.0
    coarse = _sharpest(small[::2, ::2], np.arange(-STEEPEST, STEEPEST + 0.1, 0.5))
    fine = _sharpest(small, coarse + np.arange(-0.6, 0.61, 0.1))
    return round(_sharpest(small, fine + np.arange(-0.06, 0.061, 0.02)), 2)


def _sharpest(ink: Grey, angles: Matrix) -> float:
    return max((float(angle) for angle in angles), key=lambda angle: (_sharpness(ink, angle), -abs(angle)))


def _sharpness(ink: Grey, angle: float) -> float:
    """How sharply rows of type, and columns, part from the white between them on the page turned by ``angle``.

    Rows are looked at strip by strip, for those of neighbouring columns need not stand level.
    """
    cv2 = vision()
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
    return sum(
        float(np.square(np.diff(cv2.reduce(strip, axis, cv2.REDUCE_AVG, dtype=cv2.CV_32F).ravel())).sum())
        for axis in (0, 1)
        for strip in np.array_split(turned, 4, axis=axis ^ 1)
        if strip.size
    )


def _body(grey: Grey) -> float:
    """The height of the type that most of the page is set in: the usual size of what stands apart as one character."""
    cv2 = vision()
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(grey), connectivity=8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    larger = np.maximum(wide, high)
    whole = larger[(larger >= BODY[0]) & (larger <= BODY[1]) & (np.minimum(wide, high) > 0.3 * larger)]
    if len(whole) < 20:
        return 20.0
    # Characters in one piece are among the larger of the pieces of type; those of headlines are few.
    return float(np.percentile(whole, 75))
