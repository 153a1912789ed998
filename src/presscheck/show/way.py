"""The way a reader's eye goes through a story on one page: down its stretches, and from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.model import Box

NEAR = 60.0
"""What stands no further below, on a sheet drawn a thousand wide, is read on without being led."""
SHARED = 0.3
"""The share of the narrower of two boxes that one must have below the other."""
REACH = 14.0
"""How far an arrow swings out beside the type."""
HEAD = 9.0
"""The length of an arrow's head."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the end of one stretch to the beginning of the next: a curve and its head, as SVG paths."""

    line: str
    head: str


def stretches(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Boxes in reading order, cut where the next one does not stand directly below: first and last of each stretch.

    >>> stretches([Box(0, 0, 100, 20), Box(0, 25, 100, 50), Box(110, 0, 100, 60)])
    [(0, 1), (2, 2)]
    """
    opens = [n for n, box in enumerate(boxes) if not n or not _directly_below(box, boxes[n - 1])]
    ends = [n - 1 for n in opens[1:]] + [len(boxes) - 1]
    return list(zip(opens, ends, strict=True)) if boxes else []


def arrow(one: Box, two: Box) -> Arrow:
    """From the foot of ``one`` to the top of ``two``: through the gutter beside it, else straight."""
    if two.left >= one.left + one.width / 2:
        return _across(one.right, _foot(one), two.left, _top(two), 1)
    if two.right <= one.left + one.width / 2:
        return _across(one.left, _foot(one), two.right, _top(two), -1)
    middle = (max(one.left, two.left) + min(one.right, two.right)) / 2
    if two.top >= one.top:
        return _straight(middle, one.bottom, two.top)
    return _straight(middle, one.top, two.bottom)


def _directly_below(box: Box, above: Box) -> bool:
    shared = min(box.right, above.right) - max(box.left, above.left)
    gap = box.top - (above.bottom)
    return shared > SHARED * min(box.width, above.width) and -above.height / 2 <= gap <= NEAR


def _foot(box: Box) -> float:
    return box.bottom - min(8.0, box.height / 2)


def _top(box: Box) -> float:
    return box.top + min(8.0, box.height / 2)


def _across(x1: float, y1: float, x2: float, y2: float, way: int) -> Arrow:
    """A curve that leaves and arrives level; ``way`` is 1 to the right, -1 to the left."""
    start, tip = x1 - way * 3, x2 + way * 5
    end = tip - way * HEAD
    swing = max(REACH, abs(end - start) / 2)
    line = (
        f"M{start:.1f} {y1:.1f}C{start + way * swing:.1f} {y1:.1f} {end - way * swing:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    )
    half = HEAD * 0.6
    return Arrow(line, f"M{tip:.1f} {y2:.1f}L{end:.1f} {y2 - half:.1f}V{y2 + half:.1f}Z")


def _straight(x: float, y1: float, y2: float) -> Arrow:
    way = 1 if y2 >= y1 else -1
    end, half = y2 - way * HEAD, HEAD * 0.6
    head = f"M{x:.1f} {y2:.1f}L{x - half:.1f} {end:.1f}H{x + half:.1f}Z"
    return Arrow(f"M{x:.1f} {y1:.1f}V{end:.1f}", head)
