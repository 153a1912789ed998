"""From the recogniser's chances, step by step along a line, to the steps at which a character stands."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from presscheck.intake.image_type import Grey, Map

Steps = NDArray[np.int64]

BLANK = 0
BESIDE = 0.62
"""A character takes up so much of the usual advance to each side of its middle."""
ROOM = 0.45
"""Room for one more character, in usual advances: some marks take half a square."""
INKED = 0.25
"""Ink in that room, in usual advances, from which a character is missing there."""
LIKELY = 0.03
"""A character that was missed is at least so likely, for a page's noise is nearly always none at all."""
CLEAR = 2.0
"""And so many times likelier than the next."""
INK = 128
"""Shades darker than this are ink; lines come dark on light."""
EDGE = 0.12
"""Share of a line's picture at the top and at the bottom in which the lines beside it may show."""


def steps_read(chances: Map) -> Steps:
    """The steps at which a character is the likeliest: repetitions and blanks left out.

    >>> rows = np.array([[0.9, 0.1, 0.0], [0.1, 0.9, 0.0], [0.2, 0.8, 0.0], [0.9, 0.0, 0.1], [0.0, 0.0, 1.0]], "f4")
    >>> steps_read(rows).tolist()
    [1, 4]
    """
    best = chances.argmax(axis=1)
    kept = best != BLANK
    kept[1:] &= best[1:] != best[:-1]
    return np.flatnonzero(kept)


def steps_missed(chances: Map, steps: Steps, line: Grey) -> Steps:
    """The steps of characters that lost to the blank by a little though there is ink: bullets and dashes, mostly.

    ``line`` is the picture the chances are of. Only lines of several full-width characters, whose usual advance can be
    told, are looked through.
    """
    advance = _advance(chances, steps)
    if not advance:
        return np.empty(0, dtype=np.int64)
    high = line.shape[0]
    inked = (line[int(EDGE * high) : int((1 - EDGE) * high)] < INK).sum(axis=0) > 0
    columns = np.flatnonzero(inked)
    if not len(columns):
        return np.empty(0, dtype=np.int64)
    wide = line.shape[1] / len(chances)
    marks = [columns[0] / wide, *(steps + 0.5), (columns[-1] + 1) / wide]
    missed: list[int] = []
    for place, (begin, end) in enumerate(pairwise(marks)):
        begin += BESIDE * advance * (place > 0)
        end -= BESIDE * advance * (place < len(steps))
        missed += _in_gap(chances, (begin, end), inked, advance)
    return np.array(missed, dtype=np.int64)


def _advance(chances: Map, steps: Steps) -> float:
    """How many steps a line's characters stand apart; 0 where they are too few to tell."""
    gaps = np.diff(steps)
    return float(np.median(gaps)) if len(gaps) > 3 else 0.0


def _in_gap(chances: Map, gap: tuple[float, float], inked: NDArray[np.bool_], advance: float) -> Iterator[int]:
    """The likeliest steps of the characters in a gap, one for each that has room and ink there."""
    begin, end = gap
    wide = len(inked) / len(chances)
    if end - begin < ROOM * advance or inked[int(begin * wide) : int(end * wide)].sum() < INKED * advance * wide:
        return
    first, last = max(int(begin), 0), min(int(np.ceil(end)), len(chances))
    peaks = chances[first:last, 1:-1].max(axis=0)  # the last one is the space
    best, next_best = np.argsort(peaks)[:-3:-1]
    if peaks[best] < LIKELY or peaks[best] < CLEAR * peaks[next_best]:
        return
    step = first + int(chances[first:last, best + 1].argmax())
    yield from _in_gap(chances, (begin, step + 0.5 - BESIDE * advance), inked, advance)
    yield step
    yield from _in_gap(chances, (step + 0.5 + BESIDE * advance, end), inked, advance)
