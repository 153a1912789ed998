"""Pages photographed on their side or upside down: a few lines read each way tell how the page must be turned."""

import numpy as np

from presscheck.intake.image_find import Region, find_at
from presscheck.intake.image_lines import side_by_side
from presscheck.intake.image_parts import Grey, read, vision
from presscheck.intake.image_pieces import close_to_ink

GLANCE = 800
"""The longer side, in pixels, of the picture in which lines are looked for."""
LINES = 4
LEAST_LINES = 2
"""A picture with fewer lines is left as it is."""
LONG = 3.0
"""A line this many times as long as high tells which way it runs."""
CLEAR = 0.9
"""Lines that are read so surely stand upright."""
BETTER = 0.15
"""Another way round must be read surer by so much."""


def turn_of(grey: Grey) -> int:
    """By how many degrees, to the left, a page must be turned so that its type stands upright: 0, 90, 180 or 270."""
    cv2 = vision()
    shrink = min(GLANCE / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey
    found = [_enlarged(each, shrink) for each in find_at(small)]
    level = sorted((each for each in found if each.width > LONG * each.height), key=_fitness)
    upright = sorted((each for each in found if each.height > LONG * each.width), key=_fitness)
    lines = [piece for each in max(level, upright, key=len)[:LINES] if (piece := close_to_ink(grey, each))]
    if len(lines) < LEAST_LINES:
        return 0
    return _best([piece.cut(grey) for piece in lines], is_level=len(level) >= len(upright))


def _best(crops: list[Grey], *, is_level: bool) -> int:
    """The turn at which the lines are read most surely; they are read on only until one is clear."""
    sure: dict[int, float] = {}
    for turn in (0, 180) if is_level else (0, 90, 270):
        sure[turn] = float(np.mean([_sureness(crop, turn, is_level=is_level) for crop in crops]))
        if sure[turn] > CLEAR:
            break
    best = max(sure, key=lambda turn: sure[turn])
    return best if sure[best] > sure[0] + BETTER else 0


def _sureness(crop: Grey, turn: int, *, is_level: bool) -> float:
    if not is_level and turn == 0:
        return read(side_by_side(crop)).score
    return read(np.ascontiguousarray(np.rot90(crop, turn // 90))).score


def _enlarged(region: Region, shrink: float) -> Region:
    return Region(*(value / shrink for value in region))


def _fitness(region: Region) -> float:
    """Lines of some twelve characters first: short enough to be read fast, long enough to tell."""
    return abs(max(region.width, region.height) / max(min(region.width, region.height), 1.0) - 10)
