"""Lines of type on a sheet read and put down as printed lines: words, place, score, and how they are set."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from presscheck import hanzi
from presscheck.intake.image_doubts import settled
from presscheck.intake.image_find import Region, shared
from presscheck.intake.image_parts import Told, ink_of, read, vision
from presscheck.intake.image_pieces import PAD, Piece, runs_of
from presscheck.intake.image_sheet import Sheet
from presscheck.intake.image_type import Grey
from presscheck.intake.image_upright import columns_for_rows
from presscheck.intake.printed import PrintedLine
from presscheck.model import Type

LEAST_SCORE = 0.5
"""What the recogniser is less sure of is no line."""
LEAST_IN_PICTURE = 0.85
"""In a picture it must be surer: leaves and windows look like type."""
FULL_WIDTH = "，。、；：！？）》」』】〕”’…"
OPENING = "（《「『【〔“‘"
HALF_TO_FULL = str.maketrans(",;:!?()", "，；：！？（）")


def read_lines(
    sheet: Sheet, grey: Grey, found: Iterable[Piece], pictures: Iterable[Region]
) -> list[tuple[Piece, PrintedLine]]:
    """The pieces of a sheet that say something, each with its printed line in the picture's coordinates."""
    pictures = list(pictures)
    lines = [(piece, _read_down(grey, piece) if piece.vertical else read(piece.cut(grey))) for piece in found]
    lines = columns_for_rows(grey, lines, _read_down)
    out = []
    for (piece, _), told in zip(lines, settled([told for _, told in lines]), strict=True):
        least = LEAST_IN_PICTURE if any(_lies_in(piece, each) for each in pictures) else LEAST_SCORE
        if told.text.strip() and told.score >= least:
            out.append((piece, _line(sheet, piece, told)))
    return out


def _lies_in(piece: Piece, picture: Region) -> bool:
    return shared(piece.box, picture) > 0.7 * piece.box.width * piece.box.height


def _line(sheet: Sheet, piece: Piece, told: Told) -> PrintedLine:
    size = _size(piece, told)
    box = sheet.box(*_edges(piece, told.text.strip(), size))
    kind = Type(round(size * sheet.scale, 1), vertical=piece.vertical, light=piece.light)
    return PrintedLine(_full_width(told.text), box, kind, round(told.score, 4))


def _size(piece: Piece, told: Told) -> float:
    """The size of a line's type: the advance of its full-width characters, unless they are spaced out."""
    along, across = (piece.box.height, piece.box.width) if piece.vertical else (piece.box.width, piece.box.height)
    steps = [
        (after - before) * (along + 2 * PAD * across)
        for (one, before), (other, after) in pairwise(zip(told.text, told.places, strict=True))
        if hanzi.is_han(one) and hanzi.is_han(other)
    ]
    if len(steps) < 2:
        return across * (1.06 if any(map(hanzi.is_han, told.text)) else 1.25)
    usual = 1.5 * float(np.median(steps))
    return min(float(np.mean([step for step in steps if step <= usual])), 1.2 * across)


def _edges(piece: Piece, text: str, size: float) -> tuple[float, float, float, float]:
    """The rectangle that the line's type takes up: its ink, and the white of full-width marks at its ends."""
    left, top, right, bottom = piece.box
    if piece.vertical:
        middle = (left + right) / 2
        return min(left, middle - size / 2), top, max(right, middle + size / 2), bottom
    middle = (top + bottom) / 2
    left -= 0.4 * size * (text[0] in OPENING)
    right += 0.5 * size * (text[-1] in FULL_WIDTH and text[-1] != "…")
    return left, min(top, middle - size / 2), right, max(bottom, middle + size / 2)


def _full_width(text: str) -> str:
    """Marks beside Chinese characters or full-width marks as they are printed: full width, brackets both or neither.

    >>> _full_width("新桥通车,全长3,200米(约)."), _full_width("(3月10日)，伊朗"), _full_width("TNT (8 kg), no")
    ('新桥通车，全长3,200米（约）.', '（3月10日），伊朗', 'TNT (8 kg), no')
    """
    out = list(text)
    for index, char in enumerate(text):
        beside = text[index - 1 : index] + text[index + 1 : index + 2]
        if char in ",;:!?" and beside and all(map(hanzi.is_han, beside)):
            out[index] = char.translate(HALF_TO_FULL)
    for begin, end in _brackets(text):
        around = "".join(
            text[place - 1 : place] + text[place + 1 : place + 2] for place in (begin, end) if place is not None
        )
        if any(hanzi.width(char) == 2 for char in around):
            for place in (begin, end):
                if place is not None:
                    out[place] = out[place].translate(HALF_TO_FULL)
    return "".join(out)


def _brackets(text: str) -> Iterator[tuple[int | None, int | None]]:
    """Each bracket with its partner, of either width; None where that stands on another line.

    >>> list(_brackets("（甲)乙("))
    [(0, 2), (4, None)]
    """
    opened: list[int] = []
    for index, char in enumerate(text):
        if char in "(（":
            opened.append(index)
        elif char in ")）":
            yield (opened.pop() if opened else None), index
    yield from ((begin, None) for begin in opened)


def _read_down(grey: Grey, piece: Piece) -> Told:
    """A vertical line: its characters side by side, or, where that says more, the line on its side."""
    crop = piece.cut(grey)
    turned = np.ascontiguousarray(np.rot90(crop))
    return max((read(side_by_side(crop)), read(turned)), key=lambda told: told.score * min(len(told.text), 2))


def side_by_side(crop: Grey) -> Grey:
    """The characters of a vertical line set from left to right."""
    cv2 = vision()
    cells = [crop[begin:end] for begin, end in _cells(crop)]
    side = max(max(cell.shape[0] for cell in cells), crop.shape[1]) + 4
    paper = int(np.percentile(crop, 90))
    squares = []
    for cell in cells:
        down, across = side - cell.shape[0], side - cell.shape[1]
        edges = (down // 2, down - down // 2, across // 2, across - across // 2)
        squares.append(cv2.copyMakeBorder(cell, *edges, cv2.BORDER_CONSTANT, value=paper))
    out: Grey = np.concatenate(squares, axis=1)
    return out


def _cells(crop: Grey) -> Iterator[tuple[int, int]]:
    """Where each character of a vertical line begins and ends: runs of ink put together up to its width."""
    inked = (ink_of(crop) > 0).sum(axis=1) > 0
    most = 1.12 * crop.shape[1]
    begin, end = None, 0
    for top, bottom in runs_of(inked) or [(0, len(inked))]:
        if begin is not None and bottom - begin > most:
            yield begin, end
            begin = None
        begin, end = top if begin is None else begin, bottom
    if begin is not None:
        yield begin, end
