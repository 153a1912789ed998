"""Runs of type: characters of one size side by side on one baseline, cut wherever a gap could part two columns."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from presscheck import hanzi
from presscheck.intake.pdf_type import Glyph

CUT = 0.3
"""Gaps wider than this, in ems, are looked at before they are set across."""
OVERLAP = -1.1
"""How far type may run into the square of the mark before it: two marks set tight take up one square."""
SAME_SIZE = 1.03
SAME_BASE = 0.08
RAISED = 0.15
"""How far, as a share of its size, type of the same size may be off the baseline of the line it belongs to."""


class Run(NamedTuple):
    """A stretch of type along one baseline; sizes and places are those of its own direction (see ``Glyph``)."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    base: float
    size: float
    em: float

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> "Run":
        """The run that ``glyphs``, in the order in which they stand, make up."""
        widest = max(glyphs, key=lambda glyph: glyph.size)
        left, right = min(glyph.start for glyph in glyphs), max(glyph.end for glyph in glyphs)
        return cls(tuple(glyphs), left, right, widest.base, widest.size, widest.em)

    @property
    def top(self) -> float:
        """The upper edge of its type."""
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """The lower edge of its type."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def ink_right(self) -> float:
        """Where its ink ends: a mark at the end leaves half its square white, and may hang into the gutter."""
        last = self.glyphs[-1]
        return self.right - 0.5 * last.em * (last.char in hanzi.NEVER_FIRST and last.end - last.start > 0.9 * last.em)

    @property
    def centre(self) -> float:
        """Half way along it."""
        return (self.left + self.right) / 2

    @property
    def spacing(self) -> float:
        """The usual gap between its characters, in ems; 0 where it has too few to tell."""
        if len(self.glyphs) < 3:
            return 0.0
        return max(0.0, median(gaps(self.glyphs)))

    def may_neighbour(self, other: "Run") -> bool:
        """Whether both stand on one baseline, or one a little raised or lowered beside the other."""
        small, large = sorted((self, other), key=lambda run: run.size)
        if large.size <= SAME_SIZE * small.size:
            return abs(self.base - other.base) <= RAISED * small.size
        return (
            large.size <= 2.2 * small.size
            and large.top - 0.2 * small.size <= small.base - 0.4 * small.size <= large.bottom
        )


def gaps(glyphs: Sequence[Glyph]) -> list[float]:
    """The gaps between neighbouring glyphs, in ems."""
    found, reach = [], glyphs[0].end
    for glyph in glyphs[1:]:
        found.append((glyph.start - reach) / glyph.em)
        reach = max(reach, glyph.end)
    return found


def runs_of(glyphs: Iterable[Glyph]) -> Iterator[Run]:
    """Every glyph that is not white space in one run; white space becomes the ``lead`` of the glyph after it."""
    for row in _rows(glyphs):
        run: list[Glyph] = []
        reach, spaces = 0.0, ""
        for glyph in row:
            if glyph.char.isspace():
                spaces += glyph.char
                continue
            led = glyph._replace(lead=spaces) if spaces else glyph
            if run and not OVERLAP * glyph.em <= glyph.start - reach <= CUT * glyph.em:
                yield Run.of(run)
                run = []
            reach = max(reach, glyph.end) if run else glyph.end
            run.append(led)
            spaces = ""
        if run:
            yield Run.of(run)


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Type of one size on one baseline, from left to right across the whole page."""
    by_size = sorted(glyphs, key=lambda glyph: glyph.size)
    for alike in parted(by_size, lambda one, other: other.size > SAME_SIZE * one.size):
        by_base = sorted(alike, key=lambda glyph: glyph.base)
        for row in parted(by_base, lambda one, other: other.base - one.base > SAME_BASE * other.size):
            yield sorted(row, key=lambda glyph: (glyph.middle, glyph.order))


def parted(glyphs: Iterable[Glyph], apart: Callable[[Glyph, Glyph], bool]) -> Iterator[list[Glyph]]:
    """Glyphs in their order, cut wherever two neighbours are apart."""
    part: list[Glyph] = []
    for glyph in glyphs:
        if part and apart(part[-1], glyph):
            yield part
            part = []
        part.append(glyph)
    if part:
        yield part


class Rows:
    """The runs of a page, found by their baselines."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = sorted(runs, key=lambda run: (run.base, run.left))
        self._bases = [run.base for run in self.runs]
        self._lefts = sorted(run.left for run in self.runs)

    def between(self, top: float, bottom: float) -> list[Run]:
        """The runs whose baselines lie between two heights."""
        return self.runs[bisect_left(self._bases, top) : bisect_right(self._bases, bottom)]

    def begin_at(self, left: float, slack: float) -> int:
        """How many runs of the page begin at ``left``."""
        return bisect_right(self._lefts, left + slack) - bisect_left(self._lefts, left - slack)

    def beside(self, run: Run) -> list[Run]:
        """The other runs that may neighbour ``run``, those to its left too."""
        reach = 1.2 * run.size
        near = self.between(run.base - reach, run.base + reach)
        return [other for other in near if other is not run and run.may_neighbour(other)]

    def next_to(self, run: Run) -> Run | None:
        """The nearest run to the right of ``run`` on its baseline."""
        right = [
            each for each in self.beside(run) if each.centre > run.centre and each.left - run.right >= OVERLAP * run.em
        ]
        return min(right, key=lambda each: (each.left, each.base), default=None)
