"""Headlines whose lines run down side by side: their characters stand in rows too, and the detector takes these.

Rows that say nothing are read again as columns, from the right; what makes more sense stands.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from presscheck import hanzi
from presscheck.intake.image_find import Region
from presscheck.intake.image_parts import DARK, Told, ink_of
from presscheck.intake.image_pieces import Piece, runs_of
from presscheck.intake.image_type import Grey
from presscheck.language import ngram

Line = tuple[Piece, Told]

LITTLE = 3
"""Characters that are nearly nothing."""
SHORT = 12
"""Rows of more characters are no columns' heads."""
NONSENSE = -7.5
"""Mean log-probability a character below which a row may be a cut across columns; printed lines have -3 to -6."""
MEANT = -7.0
"""Columns make sense from here."""
DOUBTFUL = -6.5
"""The same for its neighbours."""
UNSURE = 0.7
"""What is read with less than this score may be part of anything."""
PLAINER = 1.5
"""What makes sense has so much more log-probability a character than what does not."""
NEAR = 0.8
"""Rows of one block stand nearer than this, in heights of a row."""
ALIKE = 1.4
"""Their heights differ by no more than this ratio."""
COLUMN = 1.25
"""The widest column, in heights of a row's ink."""


def columns_for_rows(grey: Grey, lines: Sequence[Line], read_down: Callable[[Grey, Piece], Told]) -> list[Line]:
    """The lines of a sheet, rows cut across columns replaced by these columns."""
    out = list(lines)
    for seed in [line for line in lines if _is_nonsense(line) or _is_unread(line)]:
        if seed not in out:
            continue
        unread = _is_unread(seed)
        block = [seed] if unread else _block_of(seed, out)
        columns = [(piece, read_down(grey, piece)) for piece in _columns(grey, block)]
        sure = len(columns) > 1 and min(told.score for _, told in columns) > UNSURE
        if sure and sense(columns) > (MEANT if unread else max(sense(block) + PLAINER, MEANT)):
            out = [line for line in out if line not in block] + columns
    return sorted(out, key=lambda line: (line[0].box.top, line[0].box.left))


def sense(lines: Sequence[Line]) -> float:
    """Mean log-probability a character of what lines say, one after another."""
    said = "".join(told.text for _, told in lines)
    return float(ngram.load().log_probs(said).mean()) if said else -math.inf


def _is_nonsense(line: Line) -> bool:
    piece, told = line
    han = sum(map(hanzi.is_han, told.text))
    return not piece.vertical and 2 <= han <= len(told.text) <= SHORT and sense([line]) < NONSENSE


def _is_unread(line: Line) -> bool:
    """Whether a piece may be several columns that were taken for one line: nearly nothing was read in it."""
    piece, told = line
    return not piece.vertical and told.score < UNSURE and len(told.text) <= LITTLE


def _block_of(seed: Line, lines: Sequence[Line]) -> list[Line]:
    """A row that says nothing with all that stands close to it and says no more."""
    high = seed[0].box.height
    waiting = [line for line in lines if line is not seed]
    block, grown = [seed], True
    while grown:
        box = _round(block)
        near = [line for line in waiting if _is_near(line[0], box, NEAR * high) and _may_belong(line, high)]
        waiting = [line for line in waiting if line not in near]
        block, grown = block + near, bool(near)
    return block


def _may_belong(line: Line, high: float) -> bool:
    piece, told = line
    if piece.vertical:
        return 1 / ALIKE < piece.box.width / high < ALIKE or told.score < UNSURE or len(told.text) < 3
    if told.score < UNSURE:
        return piece.box.height < 6 * high
    alike = 1 / ALIKE < piece.box.height / high < ALIKE
    return alike and len(told.text) <= SHORT and (len(told.text) < 3 or sense([line]) < DOUBTFUL)


def _is_near(piece: Piece, box: Region, reach: float) -> bool:
    """Whether a piece touches a block, or stands close above, below or beside it."""
    across = min(piece.box.right, box.right) - max(piece.box.left, box.left)
    down = min(piece.box.bottom, box.bottom) - max(piece.box.top, box.top)
    if piece.vertical:
        return across > -reach / 2 and down > 0
    return across > -reach and down > -reach and max(across, down) > 0


def _round(block: Sequence[Line]) -> Region:
    boxes = [piece.box for piece, _ in block]
    return Region(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _columns(grey: Grey, block: Sequence[Line]) -> list[Piece]:
    """A block's columns of type, from the right; none where white does not part it into columns."""
    box = _round(block)
    left, top = int(box.left), int(box.top)
    crop = grey[top : int(box.bottom) + 1, left : int(box.right) + 1]
    light = float(np.median(crop)) < DARK
    ink = ink_of(255 - crop if light else crop) > 0
    runs = runs_of(ink.sum(axis=0) > 0)
    rows = [
        piece.box.height for piece, told in block if not piece.vertical and told.score > UNSURE and len(told.text) > 1
    ]
    high = float(np.median(rows)) if rows else max((end - begin for begin, end in runs), default=0)
    columns: list[tuple[int, int]] = []
    for begin, end in runs:
        if columns and end - columns[-1][0] <= COLUMN * high:
            columns[-1] = (columns[-1][0], end)
        else:
            columns.append((begin, end))
    if box.height < 1.5 * high or any(end - begin > COLUMN * high for begin, end in columns):
        return []
    pieces = []
    for begin, end in reversed(columns):
        down = np.flatnonzero(ink[:, begin:end].any(axis=1))
        held = Region(left + float(begin), top + float(down[0]), left + float(end), top + float(down[-1] + 1))
        pieces.append(Piece(held, light, vertical=True))
    return pieces
