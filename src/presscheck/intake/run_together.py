"""Rows across a page whose pieces were run together without gaps: best effort, by the language and the measure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from presscheck import hanzi
from presscheck.hanzi import SENTENCE_ENDS
from presscheck.intake.pieces import LOOSE, Piece
from presscheck.intake.reading_order import in_order
from presscheck.intake.rows import ENOUGH_ROWS, down_the_columns
from presscheck.intake.stacks import BLIND, INDENT, MOST_PAIRS, pairs_of, stacks_of
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
AT_ONCE = 200
"""Rows weighed at a time: bounds memory."""
ENDS_LIKE_PROSE = 0.5
"""Share of wide rows that end a sentence from which on they are paragraphs, each on a line of its own."""
ONE_WIDTH = 0.6
"""Share of rows of one width, no wider than a column, from which on they are the printed lines of one."""
DROP = 3.0
"""Nats by which the language must break off worse where the measure cuts than it does at most widths."""
SURELY = 5.5
"""The same in standard errors. On 52 set pages rows run together give 3.9 nats and 6.4 errors or more, stories on lines
of their own and printed lines 2.9 and 5.1 or less."""
HALF = 0.6
"""Share of the drop at a width from which on half that width is the measure."""
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
    top = [text[line.span.start : line.span.end] for line in lines[:ENOUGH_ROWS] if len(line.span) <= WIDEST_ROW]
    wide = [row for row in top if 2 * MEASURES.start <= hanzi.width(row) <= WIDEST_ROW]
    if not _worth_trying(lines[:ENOUGH_ROWS], wide):
        return None
    measure = _measure_of(wide[:: len(wide) // SAMPLE + 1])
    if measure is None:
        return None
    cut = [row for start in range(0, len(lines), AT_ONCE) for row in _cut_up(text, lines, start, measure)]
    if pairs_of(cut) > MOST_PAIRS:
        return None
    stacks = in_order(stacks_of(cut, measure, BLIND))
    reasons = (say("intake.run_measure", "en", measure=f"{measure / 2:g}"), say("intake.run_natural", "en"))
    return down_the_columns(stacks, lines[0].span.page), Manner(MannerKind.RUN_TOGETHER, CONFIDENCE, reasons)


def _cut_up(text: str, lines: Sequence[Line], start: int, measure: int) -> Iterator[list[Piece]]:
    """Some rows as pieces, from row ``start`` on; a line too long to be a row stays whole."""
    batch = lines[start : start + AT_ONCE]
    rows = [text[line.span.start : line.span.end] for line in batch]
    seams = _seams([row if len(row) <= WIDEST_ROW else "" for row in rows])
    for number, (row, line) in enumerate(zip(rows, batch, strict=True)):
        cuts = _cuts(row, seams[number], measure) if len(row) <= WIDEST_ROW else [0, len(row)]
        yield _pieces(row, line, start + number, cuts)


def _worth_trying(lines: Sequence[Line], wide: Sequence[str]) -> bool:
    if len(wide) < max(FEWEST_ROWS, len(lines) / 3):
        return False
    prose = sum(row[-1] in SENTENCE_ENDS or row[-1] in hanzi.CLOSERS for row in wide)
    widths = np.bincount([hanzi.width(row) for row in wide])[: MEASURES.stop]
    near = np.convolve(widths, np.ones(LOOSE + 1)).max()
    return prose < ENDS_LIKE_PROSE * len(wide) and bool(near < ONE_WIDTH * len(wide))


def _measure_of(rows: Sequence[str]) -> int | None:
    """The measure at which the rows' first pieces end, if the language tells: it breaks off there in row after row."""
    seams, places = _seams(rows, MEASURES.stop), [_places(row) for row in rows]
    worst = np.array([[_worst_within(places[r], seams[r], width) for width in MEASURES] for r in range(len(rows))])
    counts = (~np.isnan(worst)).sum(axis=0)
    told = np.flatnonzero(counts >= FEWEST_ROWS)
    if not len(told):
        return None
    means = np.nanmean(worst[:, told], axis=0)
    drops = np.median(means) - means
    best = int(drops.argmax())
    error = np.nanstd(worst) / np.sqrt(counts[told[best]])
    if drops[best] < DROP or drops[best] < SURELY * error:
        return None
    width = _halved(MEASURES[int(told[best])], dict(zip(told.tolist(), drops.tolist(), strict=True)))
    ends = Counter(_worst_place(places[r], seams[r], width) for r in range(len(rows)))
    return max(sorted(ends), key=lambda place: (place > 0, ends[place]))


def _halved(width: int, drops: dict[int, float]) -> int:
    """Half the width, where the language breaks off there about as badly: the cut found is that after two columns."""
    halves = [k for k in range(width // 2 - MEASURES.start - 1, width // 2 - MEASURES.start + 2) if k in drops]
    half = max(halves, key=drops.__getitem__, default=None)
    if half is None or drops[half] < HALF * drops[width - MEASURES.start]:
        return width
    return MEASURES[half]


def _worst_place(places: Sequence[int], seams: Seams, width: int) -> int:
    """The place (display columns) of the worst seam about this width; 0 where the row has none."""
    about = [i for i, place in enumerate(places[: len(seams)]) if width - LOOSE - 1 <= place <= width + LOOSE - 1]
    return places[min(about, key=lambda i: float(seams[i]))] if about else 0


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


def _cuts(row: str, seams: Seams, measure: int) -> list[int]:
    """Where to cut a row: the places, from its start to its end, that cost least in all.

    Dynamic programming over the places of the row. A piece is best as wide as the measure, and a cut best where the
    language does not go on.
    """
    places = _places(row)
    costs = [_cost_of_width(width, measure) for width in range(2 * measure + 1)]
    best = [0.0] + [np.inf] * len(row)
    came = [0] * (len(row) + 1)
    first = 0
    for end in range(1, len(row) + 1):
        while places[end] - places[first] > 2 * measure:
            first += 1
        seam = _CUT * min(8.0, max(-8.0, float(seams[end]))) if end < len(row) else 0.0
        best[end], came[end] = min((best[k] + costs[places[end] - places[k]] + seam, k) for k in range(first, end))
    cuts = [len(row)]
    while cuts[-1]:
        cuts.append(came[cuts[-1]])
    return cuts[::-1]


def _cost_of_width(width: int, measure: int) -> float:
    if width > measure + 1:
        return _LONG + (width - measure) / measure
    if width >= measure - LOOSE:
        return 0.0
    return _INDENTED if width >= measure - INDENT - LOOSE else _SHORT


def _pieces(row: str, line: Line, number: int, cuts: Sequence[int]) -> list[Piece]:
    """The row cut at these places; white space at a cut belongs to no piece."""
    places = _places(row)
    pieces = []
    for start, end in pairwise(cuts):
        words = row[start:end].strip()
        if words:
            begin = start + row[start:end].index(words[0])
            stop = begin + len(words)
            pieces.append(
                Piece(number, line.span.start + begin, line.span.start + stop, places[begin], places[stop], words)
            )
    return pieces
