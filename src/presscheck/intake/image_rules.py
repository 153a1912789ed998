"""What stands on a sheet beside its type: rules, frames, tints and pictures; and the sheet without its rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from presscheck.intake.image_find import Region, shared
from presscheck.intake.image_parts import ink_of, vision
from presscheck.intake.image_type import Grey
from presscheck.intake.pdf_frames import closed
from presscheck.model import Box, Graphic, GraphicKind

LONG = 5.0
"""The shortest rule, in heights of the body's type; strokes of headlines are shorter or thicker."""
SLENDER = 18.0
"""A rule is this many times as long as thick."""
THICK = 0.6
"""The thickest rule, in heights of the body's type."""
CROWDED = 0.12
"""The most ink close above or below a rule."""
BROKEN = 0.8
"""The widest break in a rule, in heights of the body's type; a gutter is wider."""
CLOSE = 0.5
"""Rules nearer than this, in heights of the body's type, stand side by side; one that ends as near meets another."""
SHRINK = 4
"""Grounds are looked for in a picture of the page shrunk by this."""
WORDLESS = 1.6
"""White nearer than this, in heights of the body's type, is that between characters; a picture has none."""
DARK = 205
"""The lightest shade of a picture's darker parts."""
TINTED = 7
"""By how many shades a tint is darker than the paper."""
TEXTURE = 10.0
"""How much the shades of a picture vary; those of a printed ground do not."""
LEAST = 4.0
"""The least side of a ground, in heights of the body's type."""
SPACIOUS = 150.0
"""The least area of a pale tint, in squares of the body's type; the paper of a poor scan is uneven in small patches."""
WHOLE_PAGE = 0.9
FULL_OF_TYPE = 0.4
"""Where lines take up this share, a picture is none."""
FILLED = 0.85
"""The share of its rectangle that a ground takes up."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The sheet without its rules, and what is drawn on it."""

    grey: Grey
    rules: tuple[Region, ...]
    frames: tuple[Region, ...]
    pictures: tuple[Region, ...]
    tints: tuple[Region, ...]

    def drawn(self) -> Iterator[tuple[GraphicKind, Region]]:
        """Every graphic with its kind."""
        yield from ((GraphicKind.RULE, each) for each in self.rules)
        yield from ((GraphicKind.FRAME, each) for each in self.frames)
        yield from ((GraphicKind.PICTURE, each) for each in self.pictures)
        yield from ((GraphicKind.TINT, each) for each in self.tints)

    def without_type(self, lines: Sequence[Region]) -> "Scene":
        """The scene without what was but the ink of large type: pictures full of it, grounds no larger than a line."""
        pictures = tuple(each for each in self.pictures if _covered(each, lines) < FULL_OF_TYPE)
        tints = tuple(each for each in self.tints if not any(_inside(each, line) for line in lines))
        rules = tuple(each for each in self.rules if not any(_inside(each, line) for line in lines))
        return replace(self, rules=rules, pictures=pictures, tints=tints)


def look_round(grey: Grey, body: float) -> Scene:
    """The graphics of a sheet whose body has type of the given height."""
    pictures, tints = _grounds(grey, body)
    ink = ink_of(grey)
    clean = grey.copy()
    rules: list[Region] = []
    for upright in (False, True):
        for rule, mask in _rules(ink.T if upright else ink, body):
            place = _turned(rule) if upright else rule
            if not any(_inside(place, picture) for picture in pictures):
                rules.append(place)
                _wipe(clean.T if upright else clean, rule, mask)
    frames, rest = _framed(rules, body)
    return Scene(clean, tuple(rest), tuple(frames), tuple(pictures), tuple(tints))


def _rules(ink: Grey, body: float) -> Iterator[tuple[Region, Grey]]:
    """Level rules and the ink that makes them."""
    cv2 = vision()
    ink = np.ascontiguousarray(ink)
    length = max(int(LONG * body), 20)
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    runs = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    thick = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((max(int(THICK * body), 3), length // 2), np.uint8))
    runs[thick > 0] = 0
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    rest = ink & ~cv2.dilate(runs, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        thickness = area / width
        if width < length or height > THICK * body or width < SLENDER * thickness:
            continue
        rule = Region(float(left), float(top), float(left + width), float(top + height))
        if _beside(rest, rule, body) > CROWDED:
            continue
        mask = (labels[top : top + height, left : left + width] == label).astype(np.uint8)
        yield rule, mask


def _beside(ink: Grey, rule: Region, body: float) -> float:
    """The share of ink close above or below a level rule, whichever has more; in blurred type it is full of it.

    What runs along it, as the other rule of a double one does, is not counted.
    """
    top, bottom, left, right = (int(value) for value in (rule.top, rule.bottom, rule.left, rule.right))
    reach = max(int(0.3 * body), 3)
    bands = (ink[max(top - reach, 0) : max(top - 1, 0), left:right], ink[bottom + 1 : bottom + reach, left:right])
    return max(float((band > 0).mean()) if band.size else 0.0 for band in bands)


def _wipe(grey: Grey, rule: Region, mask: Grey) -> None:
    """Paint a rule over with the shade beside it, on a sheet made for that."""
    cv2 = vision()
    top, left = max(int(rule.top) - 2, 0), max(int(rule.left) - 2, 0)
    window = grey[top : int(rule.bottom) + 2, left : int(rule.right) + 2]
    spread = np.zeros(window.shape, np.uint8)
    down, across = int(rule.top) - top, int(rule.left) - left
    spread[down : down + mask.shape[0], across : across + mask.shape[1]] = mask
    spread = cv2.dilate(spread, np.ones((3, 3), np.uint8))
    window[spread > 0] = int(np.percentile(window, 90))


def _grounds(grey: Grey, body: float) -> tuple[list[Region], list[Region]]:
    """Pictures and tints: stretches without white paper."""
    cv2 = vision()
    small = cv2.resize(grey, None, fx=1 / SHRINK, fy=1 / SHRINK, interpolation=cv2.INTER_AREA)
    calm = cv2.blur(small, (3, 3))
    reach = max(int(WORDLESS * body / SHRINK) | 1, 3)
    paper = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    pictures: list[Region] = []
    tints: list[Region] = []
    for region in _stretches(paper < DARK, body, small.shape):
        shades = _small_crop(small, region)
        (pictures if float(shades.std()) > TEXTURE else tints).append(region)
    # Between the characters of dense type the paper looks grey, so a tint's must do so farther.
    paper = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    white = int(np.percentile(paper, 80))
    pale = (paper < white - TINTED) & (paper >= DARK)
    tints += [
        region
        for region in _stretches(pale, body, small.shape)
        if region.width * region.height > SPACIOUS * body**2 and not any(_inside(region, each) for each in pictures)
    ]
    return pictures, tints


def _stretches(
    mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]], body: float, shape: tuple[int, int]
) -> list[Region]:
    """Rectangles that a mask fills, in pixels of the sheet; those of the whole page are none."""
    cv2 = vision()
    marked = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=4)
    out = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        filled = _filled(labels[top : top + height, left : left + width] == label)
        whole = width > WHOLE_PAGE * shape[1] and height > WHOLE_PAGE * shape[0]
        if min(width, height) * SHRINK < LEAST * body or whole or filled < FILLED:
            continue
        out.append(Region(*(float(SHRINK * value) for value in (left, top, left + width, top + height))))
    return out


def _filled(mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> float:
    """How much of its rectangle a stretch takes up, what stands within it (a picture on a tint) counted in."""
    cv2 = vision()
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(whole, outlines, -1, 1, cv2.FILLED)
    return float(whole.mean())


def _small_crop(small: Grey, region: Region) -> Grey:
    left, top, right, bottom = (int(value / SHRINK) for value in region)
    return small[top:bottom, left:right]


def _mended(level: Sequence[Region], body: float) -> list[Region]:
    """Level rules whose print is broken put together again."""
    out: list[Region] = []
    for rule in sorted(level, key=lambda rule: (rule.left, rule.top)):
        mate = next((index for index, other in enumerate(out) if _goes_on(other, rule, body)), None)
        if mate is None:
            out.append(rule)
        else:
            one = out[mate]
            out[mate] = Region(one.left, min(one.top, rule.top), rule.right, max(one.bottom, rule.bottom))
    return out


def _goes_on(one: Region, other: Region, body: float) -> bool:
    apart = abs(one.top + one.bottom - other.top - other.bottom) / 2
    return apart <= max(0.1 * body, 1.5) and 0 <= other.left - one.right < BROKEN * body


def _split(level: Region, upright: Sequence[Region], body: float) -> Iterator[Region]:
    """A level rule, cut where two upright ones meet it side by side: two frames stand so close that theirs run on."""
    middle, near = (level.top + level.bottom) / 2, CLOSE * body
    meeting = sorted(
        (rule.left, rule.right)
        for rule in upright
        if rule.top - near < middle < rule.bottom + near and level.left - near < rule.left < level.right + near
    )
    begins = level.left
    for (_, ends), (again, _) in pairwise(meeting):
        if again - ends < near:
            yield from _if_long(level._replace(left=begins, right=ends), body)
            begins = again
    yield from _if_long(level._replace(left=begins), body)


def _if_long(rule: Region, body: float) -> Iterator[Region]:
    if rule.width > LONG * body / 2:
        yield rule


def _turned(region: Region) -> Region:
    return Region(region.top, region.left, region.bottom, region.right)


def _framed(rules: Sequence[Region], body: float) -> tuple[list[Region], list[Region]]:
    """Rules that close to frames, as a PDF's do; measured as if the body were set in ten points."""
    unit = 10.0 / body
    level = _mended([rule for rule in rules if rule.width > rule.height], body)
    upright = _mended([_turned(rule) for rule in rules if rule.width <= rule.height], body)
    rules = [part for rule in level for part in _split(rule, [_turned(other) for other in upright], body)]
    rules += [_turned(part) for rule in upright for part in _split(rule, [_turned(other) for other in level], body)]
    boxes = {Box(rule.left * unit, rule.top * unit, rule.width * unit, rule.height * unit): rule for rule in rules}
    told = closed([Graphic(GraphicKind.RULE, box) for box in boxes])
    frames = [each.box for each in told if each.kind is GraphicKind.FRAME]
    rest = [boxes[each.box] for each in told if each.kind is GraphicKind.RULE]
    return [Region(box.left / unit, box.top / unit, (box.right) / unit, (box.bottom) / unit) for box in frames], rest


def _covered(region: Region, lines: Sequence[Region]) -> float:
    """The share of a region that lines of type take up."""
    return sum(shared(region, line) for line in lines) / (region.width * region.height)


def _inside(one: Region, other: Region) -> bool:
    return shared(one, other) > 0.7 * one.width * one.height
