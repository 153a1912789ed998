"""The nouns of a PDF page's text layer: the page as displayed, a glyph on it, and the ink it is printed in."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from presscheck import hanzi

ASCENT = 0.88
"""Share of a Chinese character's square above its baseline."""


class View(NamedTuple):
    """How a page's own coordinates become those of the page as displayed: its visible box, turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """The displayed page's width."""
        return self.top - self.bottom if self.turn % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """The displayed page's height."""
        return self.right - self.left if self.turn % 180 else self.top - self.bottom

    def point(self, x: Any, y: Any) -> tuple[Any, Any]:
        """A point of the page (or arrays of them) as displayed, from the top left corner.

        >>> View(0, 0, 400, 600, 90).point(10, 20)
        (20, 10)
        """
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: Any, bottom: Any, right: Any, top: Any) -> tuple[Any, Any, Any, Any]:
        """A rectangle of the page as displayed: left, top, right, bottom."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)


class Ink(NamedTuple):
    """What one stretch of type is printed in: its font and weight, how light it is (0 to 1), when it was painted."""

    font: str = ""
    bold: bool = False
    lightness: float = 0.0
    place: int = -1


class Glyph(NamedTuple):
    """One character on the paper. ``lead`` is the white space that the file itself sets before it."""

    char: str
    order: int
    turn: int
    start: float
    end: float
    middle: float
    base: float
    size: float
    em: float
    box: tuple[float, float, float, float]
    ink: Ink
    lead: str = ""

    @property
    def top(self) -> float:
        """The upper edge of its square."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its square."""
        return self.base + (1 - ASCENT) * self.size


@lru_cache(maxsize=65536)
def is_square(char: str) -> bool:
    """Whether ``char`` is a Chinese character, or looks like one: its type takes a full square.

    >>> is_square("金"), is_square("⾦"), is_square("，")
    (True, True, False)
    """
    return hanzi.is_han(hanzi.fold(char))
