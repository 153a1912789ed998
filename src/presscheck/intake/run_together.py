"""Rows across a page whose pieces were run together without gaps: best effort, by the language and the measure."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from presscheck import hanzi
from presscheck.hanzi import SENTENCE_ENDS
from presscheck.intake.pieces import LOOSE, Piece
from presscheck.intake.reading_order import in_order
from presscheck.intake.rows import down_the_columns
from presscheck.intake.stacks import BLIND, INDENT, stacks_of
from presscheck.language import ngram
from presscheck.messages import say
from presscheck.model import Line, Manner, MannerKind

FEWEST_ROWS = 12
"""Rows wide enough to hold two pieces, below which nothing is tried."""
SAMPLE = 120
"""Wide rows that are looked at to find the measure."""
MEASURES = range(14, 62)
"""Display columns a column of type may have."""
WIDEST_ROW = 600
ENDS_LIKE_PROSE = 0.5
"""Share of wide rows that end a sentence from which on they are paragraphs, each on a line of its own."""
ONE_WIDTH = 0.6
"""Share of rows of about one width from which on they are the printed lines of one column."""
DROP = 2.0
"""Nats by which the language must break off worse where the measure cuts than half a column on. Ordinary text has below 1,
rows run together above 3."""
CONFIDENCE = 0.25

_SHORT = 3.0
_INDENTED = 1.0
_LONG = 5.0
_CUT = 0.5

Seams = NDArray[np.float32]


def columns_from_run_together(text: str, lines: Sequence[Line]) -> tuple[tuple[Line, ...], Manner] | None:
    """The lines of a page read down its columns, if its rows hold pieces of several columns with no gap between.

    Where the language does not clearly break off once every so many columns, the page is left alone: ``None``.
    """
    rows = [text[line.span.start : line.span.end] for line in lines]
    wide = [row for row in rows if 2 * MEASURES.start <= hanzi.width(row) <= WIDEST_ROW]
    if not _worth_trying(rows, wide):
        return None
    measure, drop = _measure_of(wide[:: len(wide) // SAMPLE + 1])
    if drop < DROP:
        return None
    cut = [_cut_up(row, line, r, measure) for r, (row, line) in enumerate(zip(rows, lines, strict=True))]
    stacks = in_order(stacks_of(cut, measure, BLIND))
    reasons = (say("intake.run_measure", "en", measure=f"{measure / 2:g}"), say("intake.run_natural", "en"))
    return down_the_columns(stacks, lines[0].span.page), Manner(MannerKind.RUN_TOGETHER, CONFIDENCE, reasons)


def _worth_trying(rows: Sequence[str], wide: Sequence[str]) -> bool:
    if len(wide) < max(FEWEST_ROWS, len(rows) / 3):
        return False
    prose = sum(row[-1] in SENTENCE_ENDS or row[-1] in hanzi.CLOSERS for row in wide)
    widths = np.bincount([hanzi.width(row) for row in wide])
    near = np.convolve(widths, np.ones(LOOSE + 1)).max()
    return prose < ENDS_LIKE_PROSE * len(wide) and bool(near < ONE_WIDTH * len(wide))


def _measure_of(rows: Sequence[str]) -> tuple[int, float]:
    """The measure that cuts the rows' first pieces off best, and how much worse the language breaks off there (nats)."""
    seams = _seams(rows, MEASURES.stop * 3 // 2 + 1)
    places = [_places(row) for row in rows]
    worst = np.array([[_worst_within(places[r], seams[r], w) for w in range(MEASURES.stop * 3 // 2)] for r in range(len(rows))])
    means = np.nanmean(worst, axis=0)
    drops = [float(means[w + w // 2] - means[w]) if w + w // 2 < len(means) else 0.0 for w in MEASURES]
    best = int(np.argmax(drops))
    return MEASURES[best], drops[best]


def _worst_within(places: Sequence[int], seams: Seams, width: int) -> float:
    """The worst seam among the few places where a column of this width may end."""
    found = [seams[i] for i, place in enumerate(places[: len(seams)]) if width - LOOSE < place <= width]
    return float(min(found)) if found else np.nan


def _places(row: str) -> list[int]:
    return list(accumulate((hanzi.width(char) for char in row), initial=0))


def _seams(rows: Sequence[str], reach: int | None = None) -> list[Seams]:
    """How well each row goes on at each place in it (nats; place 0 is its start); ``reach`` bounds the places."""
    places = [range(1, min(len(row), reach or len(row))) for row in rows]
    heads = [row[i : i + 4] for row, some in zip(rows, places, strict=True) for i in some]
    tails = [row[max(0, i - 4) : i] for row, some in zip(rows, places, strict=True) for i in some]
    pairs = np.stack([np.arange(len(heads))] * 2, axis=1)
    scores = ngram.load().seams(tails, heads, pairs) if heads else np.zeros(0, dtype=np.float32)
    ends = list(accumulate((len(some) for some in places), initial=0))
    return [np.concatenate([[0], scores[a:b]]).astype(np.float32) for a, b in pairwise(ends)]
