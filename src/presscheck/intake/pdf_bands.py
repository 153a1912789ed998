"""Text that runs down, line beside line from the right to the left, in one band below the other.

Each character is nearer to the next of its line than to those of the lines beside it; that tells which text runs down.
Turned on its side such a text is one of level lines in columns, and is read as those are.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from presscheck import hanzi
from presscheck.intake.pdf_type import ASCENT, Glyph, is_square

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

LARGEST = 1.25
"""Type of more than so many times the body's size heads something, and is read by itself."""
REACH = 3.0
"""How far, in ems, a character looks for its neighbours."""
ALIGNED = 0.25
"""How far, in ems, the next character of a line may stand off it."""
ONE_LINE = 0.5
"""How far, in ems, the glyphs of one line may stand off one another: marks do."""
NEARER = 0.12
"""By how many ems the next one down must be nearer than the next one across."""
MOST = 0.7
"""Where so many of its neighbours run down, a glyph does, even in a line that is spaced out."""
TEXT = 40
"""Fewer characters that run down are a heading or a label, no text."""
LEVEL_PAIR = 1.25
"""The widest number, in ems, that is set level as one step of a line that runs down."""
HANGS = 0.75
"""How far, in ems, a mark may stand off the line it closes."""


class Step(NamedTuple):
    """One step of a line that runs down: a character, or a small number set level."""

    glyphs: tuple[Glyph, ...]

    def turned(self, order: int) -> Glyph:
        """The step as a glyph of a level line: what was its upper edge is its left one, its right side its top."""
        first = self.glyphs[0]
        left, right = min(glyph.start for glyph in self.glyphs), max(glyph.end for glyph in self.glyphs)
        base = (ASCENT - 0.5) * first.size - (left + right) / 2
        start, end = first.top, first.bottom
        return first._replace(order=order, turn=0, start=start, end=end, middle=(start + end) / 2, base=base)


def running_down(glyphs: Sequence[Glyph]) -> tuple[list[Step], list[Glyph]]:
    """The steps of all text on a page that runs down, and the glyphs that are in none."""
    black = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if len(black) < TEXT:
        return [], list(glyphs)
    body = _body_size(black)
    places = np.array([_centre(glyph) for glyph in black]) / body
    fits = np.array([glyph.size <= LARGEST * body for glyph in black])
    square = np.array([is_square(glyph.char) for glyph in black])
    votes = _votes(places, fits, square)
    votes[[not glyph.char.isalnum() for glyph in black]] = 0
    down = _spread(places, votes, fits)
    if not down.any():
        return [], list(glyphs)
    held = [glyph for glyph, runs in zip(black, down, strict=True) if runs]
    orders = {glyph.order for glyph in held}
    return _steps(held), [glyph for glyph in glyphs if glyph.order not in orders]


def _body_size(glyphs: Sequence[Glyph]) -> float:
    counts = Counter(round(2 * glyph.size) / 2 for glyph in glyphs)
    return max(counts, key=lambda size: (counts[size], -size)) or 1.0


def _centre(glyph: Glyph) -> tuple[float, float]:
    return (glyph.start + glyph.end) / 2, glyph.base - (ASCENT - 0.5) * glyph.size


def _votes(places: Floats, fits: Bools, square: Bools) -> Floats:
    """1 for each character that is nearer to the next one below or above it than to any beside it, -1 for the others.

    What has no neighbour either way, and what is a mark, has no voice: 0.
    """
    votes = np.zeros(len(places))
    own = np.flatnonzero(fits)
    pairs = cKDTree(places[own]).query_pairs(REACH, p=np.inf, output_type="ndarray")
    if not len(pairs):
        return votes
    away = np.abs(places[own[pairs[:, 0]]] - places[own[pairs[:, 1]]])
    aligned = np.where(square[own][pairs].all(axis=1), ALIGNED, ONE_LINE)
    near = [np.full(len(own), REACH) for _ in range(2)]
    for axis, other in ((0, 1), (1, 0)):
        along = (away[:, other] < aligned) & (away[:, axis] > 0.4)
        for side in (0, 1):
            np.minimum.at(near[axis], pairs[along, side], away[along, axis])
    across, down = near
    votes[own] = np.where(down < across - NEARER, 1.0, np.where(across < down - NEARER, -1.0, 0.0))
    return votes


def _spread(places: Floats, votes: Floats, fits: Bools) -> Bools:
    """Which glyphs stand in a text that runs down: so say those above and below, against those to either side."""
    own = np.flatnonzero(fits)
    pairs = cKDTree(places[own]).query_pairs(REACH, p=np.inf, output_type="ndarray")
    if not len(pairs):
        return np.zeros(len(places), dtype=np.bool_)
    voice, off = votes[own], np.abs(places[own[pairs[:, 0]]] - places[own[pairs[:, 1]]])
    heard, beside = voice.copy(), np.zeros(len(own))
    for one, other in (pairs.T, pairs[:, ::-1].T):
        np.add.at(beside, one, np.where(off[:, 1] < ONE_LINE, voice[other], 0))
        says = np.where(voice[other] > 0, off[:, 0] < ONE_LINE, off[:, 1] < ONE_LINE)
        np.add.at(heard, one[says], voice[other][says])
    down = heard > 0
    around, among = np.bincount(pairs.ravel(), minlength=len(own)), np.zeros(len(own))
    for one, other in (pairs.T, pairs[:, ::-1].T):
        np.add.at(among, one, down[other])
    down |= (among > MOST * np.maximum(around, 1)) & (beside >= 0)
    linked = pairs[down[pairs].all(axis=1)]
    graph = coo_matrix((np.ones(len(linked)), (linked[:, 0], linked[:, 1])), shape=(len(own), len(own)))
    _, group = connected_components(graph, directed=False)
    is_text = np.bincount(group, weights=down & (voice > 0)) >= TEXT
    out = np.zeros(len(places), dtype=np.bool_)
    out[own] = down & is_text[group]
    return out


def _steps(glyphs: Sequence[Glyph]) -> list[Step]:
    """The glyphs of a text that runs down, numbers set level put together."""
    steps: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (round(glyph.base, 1), glyph.start)):
        last = steps[-1] if steps else None
        if last and _is_level_pair(last, glyph):
            last.append(glyph)
        else:
            steps.append([glyph])
    return [Step(tuple(step)) for step in steps]


def _is_level_pair(step: Sequence[Glyph], glyph: Glyph) -> bool:
    return (
        len(step) < 3
        and all(each.char.isascii() for each in (*step, glyph))
        and abs(step[-1].base - glyph.base) < 0.1 * glyph.size
        and -0.2 * glyph.em < glyph.start - step[-1].end < 0.2 * glyph.em
        and glyph.end - step[0].start <= LEVEL_PAIR * glyph.size
    )


def turned(steps: Sequence[Step]) -> list[Glyph]:
    """The steps as glyphs of level lines, in their order numbered from 0; marks are put on the line they close."""
    lying = [step.turned(order) for order, step in enumerate(steps)]
    stands = [glyph for glyph in lying if is_square(glyph.char)]
    if not stands:
        return lying
    tree = cKDTree(np.array([(glyph.start, glyph.base) for glyph in stands]))
    return [glyph if is_square(glyph.char) else _hung(glyph, stands, tree) for glyph in lying]


def _hung(mark: Glyph, stands: Sequence[Glyph], tree: cKDTree) -> Glyph:
    """A mark on the line of the nearest character of its line: vertical marks stand off its middle."""
    reach = 4 * mark.size
    near = [stands[index] for index in tree.query_ball_point((mark.start, mark.base), reach, p=np.inf)]
    off = HANGS * mark.size if mark.char in hanzi.NEVER_FIRST else 0.5 * mark.size
    lines = [glyph for glyph in near if abs(glyph.base - mark.base) < off]
    if not lines:
        return mark
    return mark._replace(base=min(lines, key=lambda glyph: (abs(glyph.start - mark.start), glyph.start)).base)
