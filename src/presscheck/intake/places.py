"""Boxes on paper: out of the numbers a file gives, round one another, and cut at the sheet's edges."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from presscheck.model import Box, GraphicKind

FARTHEST = 1e9
"""No sheet measures more in any unit we know; a larger number is none."""
THIN = 0.2
"""Breadth of a rule, at most, as a share of its length; what is broader was drawn round something."""
_NUMBER = re.compile(r"[-+]?(?:\d{1,32}(?:\.\d{0,32})?|\.\d{1,32})(?:[eE][-+]?\d{1,3})?")
_SEPARATORS = re.compile(r"[\s,;]+")

Point = tuple[float, float]


def number(value: object) -> float | None:
    """A measure as a file gives it, in words or as a number; None where it is none, or is endless.

    >>> number("12.5"), number("NaN"), number(None), number(1e300), number("12 px")
    (12.5, None, None, None, None)
    """
    if isinstance(value, str):
        stripped = value[:100].strip()
        return number(float(stripped)) if _NUMBER.fullmatch(stripped) and len(value) <= 100 else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if -FARTHEST <= value <= FARTHEST else None


def chance(value: object, out_of: float = 1.0) -> float | None:
    """How sure a recogniser was, from 0 to 1; None where it says nothing that makes sense, as tesseract's -1.

    >>> chance("96.5", out_of=100), chance("-1", out_of=100)
    (0.965, None)
    """
    found = number(value)
    return round(found / out_of, 4) if found is not None and 0 <= found <= out_of else None


def box_at(left: object, top: object, width: object, height: object) -> Box | None:
    """A box by its corner and size; None unless all four are numbers and the size is none below zero.

    >>> box_at("10", "20", "30", "4")
    Box(left=10.0, top=20.0, width=30.0, height=4.0)
    """
    measures = [number(each) for each in (left, top, width, height)]
    found = [each for each in measures if each is not None]
    return Box(*found) if len(found) == 4 and min(found[2:]) >= 0 else None


def box_between(left: object, top: object, right: object, bottom: object) -> Box | None:
    """A box by two of its corners.

    >>> box_between(10, 20, 40, 24)
    Box(left=10.0, top=20.0, width=30.0, height=4.0)
    """
    near, far = (number(left), number(top)), (number(right), number(bottom))
    if near[0] is None or near[1] is None or far[0] is None or far[1] is None:
        return None
    return box_at(near[0], near[1], far[0] - near[0], far[1] - near[1])


def points_in(words: str | None) -> tuple[Point, ...]:
    """The corners of a polygon written as ``x,y x,y`` or ``x y x y``; none where anything in it is no number.

    >>> points_in("10,20 40,20 40,24")
    ((10.0, 20.0), (40.0, 20.0), (40.0, 24.0))
    """
    parts = [number(part) for part in _SEPARATORS.split((words or "").strip()) if part]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts) or len(found) % 2:
        return ()
    return tuple(zip(found[::2], found[1::2], strict=True))


def box_round(points: Sequence[Point]) -> Box | None:
    """The upright box round a polygon."""
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return box_between(min(across), min(down), max(across), max(down))


def thickness(points: Sequence[Point]) -> float | None:
    """How thick a long polygon is, even one that lies askew: its area by its length.

    >>> thickness(((0, 0), (100, 30), (97, 40), (-3, 10))) == 1090 / 103
    True
    """
    box = box_round(points)
    if not box or len(points) < 3:
        return None
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]]))) / 2
    return area / max(box.width, box.height) if area > 0 else None


def enclosing(boxes: Iterable[Box | None]) -> Box | None:
    """The least box round all of these."""
    known = [box for box in boxes if box]
    if not known:
        return None
    left, top = min(box.left for box in known), min(box.top for box in known)
    right, bottom = max(box.right for box in known), max(box.bottom for box in known)
    return Box(left, top, right - left, bottom - top)


def area_of(box: Box | None) -> float:
    """How much paper a box takes up."""
    return box.width * box.height if box else 0.0


def on_sheet(box: Box | None, width: float | None, height: float | None) -> Box | None:
    """The part of ``box`` that lies on a sheet of this size; None where none of it does.

    >>> on_sheet(Box(90, -2, 20, 10), 100, 200)
    Box(left=90, top=0, width=10, height=8)
    """
    if not box or not width or not height:
        return None
    right, bottom = box.right, box.bottom
    if box.left >= 0 and box.top >= 0 and right <= width and bottom <= height:
        return box
    left, top = max(box.left, 0), max(box.top, 0)
    wide, high = min(right, width) - left, min(bottom, height) - top
    return Box(left, top, wide, high) if wide >= 0 and high >= 0 else None


def rule_or_frame(box: Box | None) -> GraphicKind:
    """What a drawn line is by its shape: a rule is thin, a frame goes round something."""
    thin = box is None or min(box.width, box.height) <= THIN * max(box.width, box.height)
    return GraphicKind.RULE if thin else GraphicKind.FRAME
