"""The characters of one PDF page, as pdfium gives them: what each says, and where and how it stands on the paper.

Everything is measured on the page as it is displayed, from its top left corner. Type that runs in another direction is
also measured along its own direction: a glyph's ``start``, ``end`` and ``base`` count along and across its baseline.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from math import floor
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from numpy.typing import NDArray

from presscheck.intake.pdf_type import ASCENT, Glyph, Ink, View, is_square

Floats = NDArray[np.float64]

NO_MEANING = "\N{REPLACEMENT CHARACTER}"
SHELF = 16.0
"""Points: characters are looked for near one another on squares of paper of this size."""
TWICE = 0.12
"""How far apart, in ems, the same character drawn twice may stand: print shops thicken and shade type so."""
BOLD_NAME = re.compile(r"bold|black|heavy|dahei|cuhei|[-,]b\b|^(?:dht|dbs|cch|cht)j", re.IGNORECASE)
"""Names of bold fonts; at the end the code names of a Chinese typesetter (大黑, 大标宋, 超粗黑)."""
THICKENED = (pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP)
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
BOLD_WEIGHT = 600
BOLD_FLAG = 1 << 18
HAN_INK = 0.92
"""How much of its square the ink of a Chinese character takes up, in the longer direction."""
FAR_OFF = 1e6
"""Points beyond which no character is looked for: a file may say anything."""
SNAP = 2.0
"""Degrees within which type counts as level or upright."""


class Characters(NamedTuple):
    """What a page's text layer holds, before anything is made of it."""

    glyphs: list[Glyph]
    """Every character, spaces too, in the file's order; those drawn twice only once."""
    doubled: Counter[str]
    """Those drawn again over themselves, and left out."""
    meaningless: int
    """Characters that the file does not say the meaning of; each stands as U+FFFD."""


def read_glyphs(text: Any, view: View, places: dict[int, int]) -> Characters:
    """The characters of a page; ``places`` says when each of its text objects is painted."""
    count = max(pdfium.FPDFText_CountChars(text), 0)
    # pdfium makes up spaces and line breaks of its own: what a gap means is for us to say.
    real = [i for i in range(count) if not pdfium.FPDFText_IsGenerated(text, i)]
    if not real:
        return Characters([], Counter(), 0)
    # It also sorts what stands on one line; we keep the file's order, which is the order of painting.
    pieces = {i: address(pdfium.FPDFText_GetTextObject(text, i)) for i in real}
    real.sort(key=lambda i: (places.get(pieces[i], 0), i))
    objects = [pieces[i] for i in real]
    said = [_said(text, i) for i in real]
    inks = _inks(text, real, objects, places)
    glyphs = _side_by_side(_placed(_measures(text, real), said, [inks[each] for each in objects], view))
    kept, doubled = once(_whole(glyphs) if any("\ud800" <= char < "\ue000" for char in said) else glyphs)
    return Characters(kept, doubled, sum(char == NO_MEANING for char in said))


def address(pointer: Any) -> int:
    """Where in memory an object of pdfium's lies: the same object, the same number."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _said(text: Any, index: int) -> str:
    """What a character means; U+FFFD where the file does not say."""
    point = pdfium.FPDFText_GetUnicode(text, index)
    # pdfium marks the hyphen of a word broken at a line's end.
    if point in (0x02, 0xFFFE) and pdfium.FPDFText_IsHyphen(text, index) == 1:
        return "-"
    if point > 0x10FFFF or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
        return NO_MEANING
    return plain(chr(point))


@lru_cache(maxsize=65536)
def plain(char: str) -> str:
    """``char``, or U+FFFD where it has no meaning of its own: control, private and unassigned code points.

    >>> plain("县"), plain("\\ue000"), plain("\\x07"), plain("\\t")
    ('县', '\ufffd', '\ufffd', '\\t')
    """
    if char.isspace() or unicodedata.category(char) not in ("Cc", "Co", "Cn"):
        return char
    return NO_MEANING


def _whole(glyphs: Iterable[Glyph]) -> Iterable[Glyph]:
    """The halves of a character beyond U+FFFF put together; a lone half has no meaning."""
    high: Glyph | None = None
    for glyph in glyphs:
        point = ord(glyph.char)
        if high and 0xDC00 <= point < 0xE000:
            joined = 0x10000 + ((ord(high.char) - 0xD800) << 10) + point - 0xDC00
            yield high._replace(char=plain(chr(joined)))
            high = None
            continue
        if high:
            yield high._replace(char=NO_MEANING)
        high = glyph if 0xD800 <= point < 0xDC00 else None
        if not high:
            yield glyph._replace(char=NO_MEANING) if 0xDC00 <= point < 0xE000 else glyph
    if high:
        yield high._replace(char=NO_MEANING)


class _Measures(NamedTuple):
    """The figures of every character, one row each, in the page's own coordinates."""

    loose: Floats
    tight: Floats
    matrix: Floats
    origin: Floats
    size: Floats


def _measures(text: Any, indices: Sequence[int]) -> _Measures:
    count = len(indices)
    loose, matrix = (pdfium.FS_RECTF * count)(), (pdfium.FS_MATRIX * count)()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    tight, origin, sizes = [], [], []
    for row, index in enumerate(indices):
        pdfium.FPDFText_GetLooseCharBox(text, index, loose[row])
        pdfium.FPDFText_GetMatrix(text, index, matrix[row])
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        tight.append((left.value, bottom.value, right.value, top.value))
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        origin.append((x.value, y.value))
        sizes.append(pdfium.FPDFText_GetFontSize(text, index))
    loosely = np.frombuffer(loose, dtype=np.float32).reshape(count, 4).astype(float)
    return _Measures(
        loosely[:, [0, 3, 2, 1]],
        np.array(tight),
        np.frombuffer(matrix, dtype=np.float32).reshape(count, 6).astype(float),
        np.array(origin),
        np.array(sizes),
    )


def _placed(told: _Measures, said: list[str], inks: list[Ink], view: View) -> Iterable[Glyph]:
    """Every character with its measures on the displayed page, and along its own baseline."""
    told = _Measures(*(np.clip(np.nan_to_num(each), -FAR_OFF, FAR_OFF) for each in told))
    tight = np.where(np.ptp(told.tight.reshape(-1, 2, 2), axis=1).any(axis=1)[:, None], told.tight, told.loose)
    box = np.column_stack(view.box(*tight.T))
    loose = np.column_stack(view.box(*told.loose.T))
    size, em = _sizes(told, said, inks, box)
    turns = _turns(told.matrix, view)
    level = np.isin(turns % 90, (0,))
    cos, sin = np.cos(np.radians(turns)), np.sin(np.radians(turns))
    cos[level], sin[level] = np.round(cos[level]), np.round(sin[level])
    x, y = view.point(told.origin[:, 0], told.origin[:, 1])
    along, base = x * cos + y * sin, y * cos - x * sin
    middle = (box[:, 0] + box[:, 2]) / 2 * cos + (box[:, 1] + box[:, 3]) / 2 * sin
    start, end, foot = _cells(loose, cos, sin)
    # Type at a slant has boxes wider than itself.
    han = np.array([is_square(char) for char in said])
    start, end = np.where(level, start, along), np.where(level, end, along + np.where(han, em, 0.5 * em))
    # Some fonts tell a character's ink for its square; where it begins and how wide it is are known all the same.
    narrow = han & (end - start < 0.9 * em) & (along <= start + 0.02 * em) & (along > start - 0.5 * em)
    start, end = np.where(narrow, along, start), np.where(narrow, np.maximum(end, along + em), end)
    # A font for vertical type hangs its characters from above: its origin is no baseline.
    hung = level & (end - start > 0.7 * em) & (np.abs(along - (start + end) / 2) < 0.15 * em)
    base = np.where(hung, foot - (1 - ASCENT) * size, base)
    rows = np.column_stack([turns, start, end, middle, base, size, em]).tolist()
    for order, (char, ink, row, corners) in enumerate(zip(said, inks, rows, box.tolist(), strict=True)):
        turn, begin, stop, half, foot_line, high, wide = row
        yield Glyph(char, order, int(turn), begin, stop, half, foot_line, high, wide, tuple(corners), ink)


def _side_by_side(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Characters that share one glyph, as the two halves of a dash do, each with its part of it."""
    for _, together in groupby(glyphs, key=lambda glyph: (glyph.ink.place, glyph.box, glyph.start, glyph.base)):
        shared = list(together)
        wide = (shared[0].end - shared[0].start) / len(shared)
        for number, glyph in enumerate(shared):
            if len(shared) == 1 or glyph.char.isspace():
                yield glyph
                continue
            start = glyph.start + number * wide
            yield glyph._replace(start=start, end=start + wide, middle=start + wide / 2)


def _cells(loose: Floats, cos: Floats, sin: Floats) -> tuple[Floats, Floats, Floats]:
    """Where the boxes of level and upright type begin and end along their baseline, and their feet across it."""
    one = loose[:, 0] * cos + loose[:, 1] * sin, loose[:, 1] * cos - loose[:, 0] * sin
    other = loose[:, 2] * cos + loose[:, 3] * sin, loose[:, 3] * cos - loose[:, 2] * sin
    return np.minimum(one[0], other[0]), np.maximum(one[0], other[0]), np.maximum(one[1], other[1])


def _turns(matrix: Floats, view: View) -> Floats:
    """The direction of each character's baseline on the displayed page, in degrees clockwise from level."""
    turns = np.round(view.turn - np.degrees(np.arctan2(matrix[:, 1], matrix[:, 0]))) % 360
    nearest = np.round(turns / 90) * 90
    return np.where(np.abs(turns - nearest) <= SNAP, nearest, turns) % 360


def _sizes(told: _Measures, said: list[str], inks: list[Ink], box: Floats) -> tuple[Floats, Floats]:
    """The height and the width of each character's square."""
    size = told.size * np.hypot(told.matrix[:, 2], told.matrix[:, 3])
    em = told.size * np.hypot(told.matrix[:, 0], told.matrix[:, 1])
    longer = np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    sound = np.isfinite(size) & np.isfinite(em) & (size > 0.01) & (em > 0.01)
    size, em = np.where(sound, size, np.maximum(longer, 1.0)), np.where(sound, em, np.maximum(longer, 1.0))
    fonts = np.array([ink.font for ink in inks])
    han = np.array([is_square(char) and char not in "一丨丶⼀" for char in said])
    for font in np.unique(fonts[han]):
        of_font = fonts == font
        share = float(np.median(longer[of_font & han] / size[of_font & han]))
        # A font of drawings may count in a unit of its own: its type is as large as its ink says.
        if share and not 0.45 < share < 1.6:
            size[of_font], em[of_font] = size[of_font] * share / HAN_INK, em[of_font] * share / HAN_INK
    return size, em


def _inks(text: Any, indices: Sequence[int], objects: Sequence[int], places: dict[int, int]) -> dict[int, Ink]:
    found: dict[int, Ink] = {}
    fonts: dict[int, tuple[str, bool]] = {}
    for index, piece in zip(indices, objects, strict=True):
        if piece not in found:
            found[piece] = _ink(text, index, fonts, places.get(piece, -1))
    return found


def _ink(text: Any, index: int, fonts: dict[int, tuple[str, bool]], place: int) -> Ink:
    piece = pdfium.FPDFText_GetTextObject(text, index)
    if not piece:
        return Ink()
    font = pdfium.FPDFTextObj_GetFont(piece)
    known = address(font)
    if known not in fonts:
        fonts[known] = _font(font)
    name, bold = fonts[known]
    mode = pdfium.FPDFTextObj_GetTextRenderMode(piece)
    thickened, invisible = mode in THICKENED, mode == INVISIBLE
    return Ink(name, bold or thickened, 0.0 if invisible else lightness(piece) or 0.0, place)


def _font(font: Any) -> tuple[str, bool]:
    if not font:
        return "", False
    buffer = ctypes.create_string_buffer(256)
    length = min(pdfium.FPDFFont_GetBaseFontName(font, buffer, 256), 256)
    name = buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace")
    # A subset's font is named ABCDEF+Name.
    name = name[7:] if name[6:7] == "+" else name
    heavy = pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT or bool(max(pdfium.FPDFFont_GetFlags(font), 0) & BOLD_FLAG)
    return name, (heavy and not name) or bool(BOLD_NAME.search(name))


def lightness(piece: Any) -> float | None:
    """How light the colour is that an object is filled with (0 black, 1 white); None where it is not filled."""
    red, green, blue, opacity = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint())
    if not pdfium.FPDFPageObj_GetFillColor(piece, red, green, blue, opacity):
        return None
    return _lightness(red.value, green.value, blue.value, opacity.value)


@lru_cache(maxsize=4096)
def _lightness(*parts: int) -> float | None:
    red, green, blue, opacity = (part / 255 for part in parts)
    return None if opacity < 0.02 else 1 - opacity * (1 - (0.299 * red + 0.587 * green + 0.114 * blue))


def once(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], Counter[str]]:
    """Every character once, where a file draws it again over itself to look bold or to cast a shadow.

    The first one's place in the file is kept, and the ink of the last one: that is the one on top.
    """
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[int]] = {}
    doubled: Counter[str] = Counter()
    for glyph in glyphs:
        if glyph.char.isspace():
            kept.append(glyph)
            continue
        left, top, right, bottom = glyph.box
        x, y, reach = (left + right) / (2 * SHELF), (top + bottom) / (2 * SHELF), TWICE * glyph.size / SHELF
        columns, rows = range(floor(x - reach), floor(x + reach) + 1), range(floor(y - reach), floor(y + reach) + 1)
        near = (i for column in columns for row in rows for i in seen.get((glyph.char, column, row), ()))
        twin = next((i for i in near if _same(kept[i], glyph)), None)
        if twin is None:
            seen.setdefault((glyph.char, floor(x), floor(y)), []).append(len(kept))
            kept.append(glyph)
            continue
        doubled[glyph.char] += 1
        apart = abs(kept[twin].start - glyph.start) + abs(kept[twin].base - glyph.base) > 0.004 * glyph.size
        kept[twin] = kept[twin]._replace(ink=glyph.ink._replace(bold=glyph.ink.bold or kept[twin].ink.bold or apart))
    return kept, doubled


def _same(one: Glyph, other: Glyph) -> bool:
    """Whether two prints of a character are one: in the same place, but not side by side as in ``ll``."""
    reach = min(TWICE * other.size, 0.4 * (other.box[2] - other.box[0] or other.size))
    return (
        one.turn == other.turn
        and abs(one.size - other.size) < 0.1 * other.size
        and abs(one.middle - other.middle) < reach
        and abs(one.base - other.base) < TWICE * other.size
    )
