"""Where words stand on a page: spans of its raw text, boxes on its paper."""

from dataclasses import dataclass
from typing import Any

_BREAK_AS_SPACE = dict.fromkeys(map(ord, "\r\n\v\f\x85\u2028\u2029"), " ")


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle of paper, in the page's own unit, measured from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where its right edge stands."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where its lower edge stands."""
        return self.top + self.height

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Its left, upper, right and lower edge."""
        return self.left, self.top, self.right, self.bottom

    def turned(self, across: float) -> "Box":
        """Where it stands when a page so wide lies on its side, its right edge on top.

        >>> Box(500, 40, 12, 36).turned(520)
        Box(left=40, top=8, width=36, height=12)
        """
        return Box(self.top, across - self.right, self.height, self.width)

    def to_dict(self) -> list[float]:
        """The box as JSON has it: left, top, width, height."""
        return [self.left, self.top, self.width, self.height]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one page's raw text: half-open offsets in Python characters.

    >>> Span("p1", 3, 5).of("本报北京讯")
    '京讯'
    """

    page: str
    start: int
    end: int
    box: Box | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0 or later, not from {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of the page's raw ``text`` under this span; a line break in it reads as one space.

        Same length as the span, so that offsets in the words are offsets on the page.
        """
        return text[self.start : self.end].translate(_BREAK_AS_SPACE)

    def to_dict(self) -> dict[str, Any]:
        """The span as JSON has it."""
        return {
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "box": self.box.to_dict() if self.box else None,
        }
