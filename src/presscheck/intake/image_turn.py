"""Pages photographed on their side or upside down: a few lines read each way tell how the page must be turned."""

import math

import numpy as np

from presscheck.intake.image_find import Region, find_at
from presscheck.intake.image_lines import side_by_side
from presscheck.intake.image_parts import Told, read, shrunk
from presscheck.intake.image_pieces import close_to_ink
from presscheck.intake.image_type import Grey
from presscheck.language import ngram

GLANCE = 736
"""The longer side, in pixels, of the picture in which lines are looked for."""
LINES = 4
PLAINER = 1.5
"""What makes sense has so much more log-probability a character than what does not: -4 to -5 against -7 and less."""
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
    shrink = min(GLANCE / max(grey.shape), 1.0)
    found = [_enlarged(each, shrink) for each in find_at(shrunk(grey, shrink))]
    level = sorted((each for each in found if each.width > LONG * each.height), key=_fitness)
    upright = sorted((each for each in found if each.height > LONG * each.width), key=_fitness)
    lines = [piece for each in max(level, upright, key=len)[:LINES] if (piece := close_to_ink(grey, each))]
    if len(lines) < LEAST_LINES:
        return 0
    return _best([piece.cut(grey) for piece in lines], is_level=len(level) >= len(upright))


def _best(crops: list[Grey], *, is_level: bool) -> int:
    """The turn at which the lines are read most surely, or make most sense; level ones only until one is clear."""
    told: dict[int, list[Told]] = {}
    for turn in (0, 180) if is_level else (0, 90, 270):
        told[turn] = [_told(crop, turn, is_level=is_level) for crop in crops]
        if is_level and _sureness(told[turn]) > CLEAR:
            break
    best = max(told, key=lambda turn: (_sureness(told[turn]), turn == 0))
    if _sureness(told[best]) > _sureness(told[0]) + BETTER:
        return best
    return next((turn for turn in told if _is_plainer(told[turn], told[0])), 0)


def _told(crop: Grey, turn: int, *, is_level: bool) -> Told:
    if not is_level and turn == 0:
        return read(side_by_side(crop))
    return read(np.ascontiguousarray(np.rot90(crop, turn // 90)))


def _sureness(told: list[Told]) -> float:
    return float(np.mean([each.score for each in told]))


def _is_plainer(one: list[Told], other: list[Told]) -> bool:
    """Whether one way round is read clearly and makes sense where the other does not.

    The recogniser knows characters that lie on their back, as it turns lines that run down: those of a page turned so
    are all read, but from the last to the first.
    """
    return _sureness(one) > CLEAR and _sense(one) > _sense(other) + PLAINER


def _sense(told: list[Told]) -> float:
    """Mean log-probability a character of what the lines say."""
    said = "\n".join(each.text for each in told if each.text)
    return float(ngram.load().log_probs(said).mean()) if said else -math.inf


def _enlarged(region: Region, shrink: float) -> Region:
    return Region(*(value / shrink for value in region))


def _fitness(region: Region) -> float:
    """Lines of some twelve characters first: short enough to be read fast, long enough to tell."""
    return abs(max(region.width, region.height) / max(min(region.width, region.height), 1.0) - 10)
