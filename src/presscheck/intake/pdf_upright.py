"""Upright headlines of several lines so close together that their characters stand in rows as well as in columns.

Where the step down is no longer than the step across, both ways of reading are open to the eye; language tells.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from presscheck import hanzi
from presscheck.intake.pdf_runs import SAME_SIZE, parted
from presscheck.intake.pdf_type import ASCENT, Glyph
from presscheck.language import ngram

REACH = 1.5
"""The longest step, in ems, from one character of such a headline to the next, down or across."""
ALIGNED = (0.2, 0.1)
"""How far, in ems, a character may stand off its column and off its row."""
LONGER = 0.1
"""By how many ems the step down may be longer than the step across."""
BESIDE, NEXT = 0.5, 1.2
"""How far, in ems, a mark stands off a character above or below it, across and down."""
DOWN = 90
"""The turn of type that lies along a line running down."""
FEWEST = 6
HELD = 0.8
"""The share of the characters that must have another above or below them."""
SURE = 6.0
"""Nats by which the language must read better downwards."""


def upright_lines(glyphs: Sequence[Glyph]) -> tuple[list[tuple[Glyph, ...]], list[Glyph]]:
    """The lines of upright headlines set as close as a grid, from right to left, and all glyphs that are in none."""
    lines: list[tuple[Glyph, ...]] = []
    by_size = sorted((glyph for glyph in glyphs if not glyph.char.isspace()), key=lambda glyph: glyph.size)
    for alike in parted(by_size, lambda one, other: other.size > SAME_SIZE * one.size):
        for group in _groups(alike):
            lines += _read_downwards(group)
    used = {glyph.order for line in lines for glyph in line}
    return lines, [glyph for glyph in glyphs if glyph.order not in used]


def stood_up(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a page, a lying mark within a line that runs down counted as one that stands, as its line does.

    Quotation marks, brackets and dashes are laid on their sides there.
    """
    lying = [glyph for glyph in glyphs if glyph.turn == DOWN and not glyph.char.isalnum()]
    level = [glyph for glyph in glyphs if glyph.turn == 0] if lying else []
    stand = {glyph.order: _standing(glyph) for glyph in lying}
    held = {order: one for order, one in stand.items() if any(_stands_near(one, other) for other in level)}
    return [held.get(glyph.order, glyph) for glyph in glyphs]


def _standing(glyph: Glyph) -> Glyph:
    """A glyph that lies along a line running down, measured like those that stand in it."""
    centre = (ASCENT - 0.5) * glyph.size - glyph.base
    base = (glyph.start + glyph.end) / 2 + (ASCENT - 0.5) * glyph.size
    return glyph._replace(turn=0, start=centre - glyph.em / 2, end=centre + glyph.em / 2, middle=centre, base=base)


def _stands_near(one: Glyph, other: Glyph) -> bool:
    alike = max(one.size, other.size) <= SAME_SIZE * min(one.size, other.size)
    return alike and abs(_heart(one) - _heart(other)) < ALIGNED[0] * one.em and abs(one.base - other.base) < 2 * one.em


def _groups(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that hang together by steps down and across, where the steps down are as short as those across."""
    if len(glyphs) < FEWEST:
        return
    places = _places(glyphs)
    pairs = cKDTree(places).query_pairs(REACH, p=np.inf, output_type="ndarray")
    away = np.abs(places[pairs[:, 0]] - places[pairs[:, 1]])
    down = (away[:, 0] < ALIGNED[0]) & (away[:, 1] > 0.5)
    across = (away[:, 1] < ALIGNED[1]) & (away[:, 0] > 0.5)
    linked = pairs[down | across]
    count = len(glyphs)
    table = coo_matrix((np.ones(len(linked)), (linked[:, 0], linked[:, 1])), shape=(count, count))
    _, group = connected_components(table, directed=False)
    for number in np.flatnonzero(np.bincount(group) >= FEWEST):
        own = group[pairs[:, 0]] == number
        core = [glyphs[index] for index in np.flatnonzero(group == number).tolist()]
        held = len(np.unique(pairs[own & down]))
        if held >= HELD * len(core) and _is_open(away[own & down, 1], away[own & across, 0]):
            yield [glyph for glyph in glyphs if _stands_in(glyph, core)]


def _is_open(down: NDArray[np.float64], across: NDArray[np.float64]) -> bool:
    """Whether the steps of a group leave both ways of reading open."""
    return bool(len(down) and len(across) and np.median(down) <= np.median(across) + LONGER)


def _stands_in(glyph: Glyph, core: Sequence[Glyph]) -> bool:
    """Whether a glyph is in a group, or a mark off its column that stands above, below or between its characters."""
    return any(
        abs(_heart(glyph) - _heart(other)) < BESIDE * glyph.em and abs(glyph.base - other.base) < NEXT * glyph.em
        for other in core
    )


def _heart(glyph: Glyph) -> float:
    """The middle of a glyph's square: the ink of a mark is not in the middle of it."""
    return (glyph.start + glyph.end) / 2


def _places(glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
    """Middle and baseline of each glyph, in ems."""
    return np.array([(_heart(glyph) / glyph.em, glyph.base / glyph.em) for glyph in glyphs])


def _read_downwards(group: Sequence[Glyph]) -> list[tuple[Glyph, ...]]:
    """The columns of a group, the right one first, if the language reads on down them; else nothing."""
    leftward, downward = (sorted(group, key=key) for key in (lambda glyph: -_heart(glyph), lambda glyph: glyph.base))
    columns = parted(leftward, lambda one, other: _heart(one) - _heart(other) > 0.5 * other.em)
    rows = parted(downward, lambda one, other: other.base - one.base > ALIGNED[1] * other.em)
    standing = [sorted(column, key=lambda glyph: glyph.base) for column in columns]
    lying = [sorted(row, key=lambda glyph: glyph.start) for row in rows]
    return [tuple(line) for line in standing] if _sense(standing) - _sense(lying) > SURE else []


def _sense(lines: Sequence[Sequence[Glyph]]) -> float:
    words = "".join(glyph.char for line in lines for glyph in line)
    return float(ngram.load().log_probs(hanzi.fold(words)).sum())
