"""A sheet as a PDF, with pypdfium2: every character at the advance at which its line is justified."""

import ctypes
import random
from itertools import accumulate
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from typeset_font import FontMissing, font_file, subset
from typeset_sheet import SetGraphic, SetLine, Sheet
from typeset_type import HEI, NEVER_LAST, advances

TURNED = NEVER_LAST + "”’）》〉】〕」』—…－-（）"
"""Marks that lie on their side in upright lines."""


def write_pdf(sheet: Sheet, path: Path, *, order: str) -> None:
    """The sheet as a PDF that holds its lines in the ``order`` of ``reading``, of ``rows``, or in any (``shuffle``)."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(sheet.width, sheet.height)
    for graphic in sorted(sheet.graphics, key=lambda one: ("tint", "picture", "frame", "rule").index(one.kind)):
        _draw(page, graphic, sheet)
    fonts = _Fonts(document, sheet)
    for line in ordered(sheet, order):
        for char, matrix in glyph_places(line, sheet.height):
            fonts.put(page, line, char, matrix)
    raw.FPDFPage_GenerateContent(page.raw)
    document.save(path)
    document.close()


def ordered(sheet: Sheet, order: str) -> list[SetLine]:
    """The lines in the order in which the file is to hold them."""
    if order == "rows":
        return sorted(sheet.lines, key=lambda line: (round(line.top / 4), line.left))
    if order == "shuffle":
        return random.Random(len(sheet.lines)).sample(sheet.lines, len(sheet.lines))
    if order != "reading":
        raise ValueError(f"order is {order!r}; it can be reading, rows or shuffle")
    furniture = [line for line in sheet.lines if line.place is None]
    told = [line for line in sheet.lines if line.place is not None]
    return furniture + sorted(told, key=lambda line: (line.story, line.place))


def glyph_places(line: SetLine, height: float) -> list[tuple[str, tuple[float, ...]]]:
    """Each character of a line with the matrix that puts it on the page, which counts from its lower left corner."""
    if line.vertical:
        return _upright(line, height)
    widths = _squeezed(line)
    loose = (line.width - line.size * sum(widths)) / max(1, len(widths) - 1)
    base = height - (line.top + line.height / 2 + 0.38 * line.size)
    starts = accumulate((width * line.size + loose for width in widths), initial=line.left)
    out = []
    for char, width, left in zip(line.text, widths, starts, strict=False):
        shift = (1 - width) * line.size if char in NEVER_LAST else 0.0
        out.append((char, (1, 0, 0, 1, left - shift, base)))
    return [(char, matrix) for char, matrix in out if not char.isspace()]


def _squeezed(line: SetLine) -> list[float]:
    """The advances of a line's characters in em; where they are too many, its marks give up half their width."""
    widths = advances(line.text)
    over = sum(widths) - line.width / line.size
    marks = [
        number
        for number, char in enumerate(line.text)
        if char in NEVER_LAST or char in "，。、；：？！”’）》〉】〕」』"
    ]
    if over > 0.05 and marks:
        for number in marks:
            widths[number] -= min(0.5, over / len(marks))
    return widths


def _upright(line: SetLine, height: float) -> list[tuple[str, tuple[float, ...]]]:
    step = line.height / max(1, len(line.text))
    centre = line.left + line.width / 2
    out = []
    for number, char in enumerate(line.text):
        middle = height - (line.top + (number + 0.5) * step)
        if char in TURNED:
            matrix = (0, -1, 1, 0, centre - 0.38 * line.size, middle + 0.5 * line.size)
        else:
            half = 0.5 * line.size * advances(char)[0]
            raised = 0.55 * line.size if char in "，。、" else 0.0
            matrix = (1, 0, 0, 1, centre - half + raised, middle - 0.38 * line.size + raised)
        out.append((char, matrix))
    return [(char, matrix) for char, matrix in out if not char.isspace()]


class _Fonts:
    """The fonts of a document, each with the letters that its lines need."""

    def __init__(self, document: pdfium.PdfDocument, sheet: Sheet) -> None:
        self.document = document
        letters: dict[tuple[bool, bool], str] = {}
        for line in sheet.lines:
            letters[_kind(line)] = letters.get(_kind(line), "") + line.text
        self.loaded = {kind: self._load(kind, text) for kind, text in letters.items()}

    def _load(self, kind: tuple[bool, bool], letters: str) -> object:
        data = subset(font_file(*kind), letters)
        held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        font = raw.FPDFText_LoadFont(self.document.raw, held, len(data), raw.FPDF_FONT_TRUETYPE, True)
        if not font:
            raise FontMissing(f"{font_file(*kind)} cannot be loaded. Install fonts-noto-cjk anew and try again.")
        return font

    def put(self, page: pdfium.PdfPage, line: SetLine, char: str, matrix: tuple[float, ...]) -> None:
        """One character on the page."""
        text = raw.FPDFPageObj_CreateTextObj(self.document.raw, self.loaded[_kind(line)], line.size)
        words = (char + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(text, ctypes.cast(ctypes.c_char_p(words), ctypes.POINTER(ctypes.c_ushort)))
        if line.light:
            raw.FPDFPageObj_SetFillColor(text, 255, 255, 255, 255)
        raw.FPDFPageObj_Transform(text, *matrix)
        raw.FPDFPage_InsertObject(page.raw, text)


def _kind(line: SetLine) -> tuple[bool, bool]:
    """Serif? Bold? as the font's name and the line say."""
    heavy = any(mark in line.font for mark in ("Bold", "XBS", "DBS", "CHJ", "DHT", "ZDH", "CSJ", "Zhongsong"))
    sans = line.font in HEI or "Hei" in line.font or "Sans" in line.font
    return not sans, line.bold or heavy


def _draw(page: pdfium.PdfPage, graphic: SetGraphic, sheet: Sheet) -> None:
    """A rule, frame, tint or picture as a path; a tint under light type is dark."""
    top = sheet.height - graphic.top - graphic.height
    path = raw.FPDFPageObj_CreateNewRect(graphic.left, top, graphic.width, graphic.height)
    if graphic.kind == "frame":
        raw.FPDFPageObj_SetStrokeColor(path, 40, 40, 40, 255)
        raw.FPDFPageObj_SetStrokeWidth(path, 0.6)
        raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_NONE, True)
    else:
        raw.FPDFPageObj_SetFillColor(path, *_colour(graphic, sheet), 255)
        raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_ALTERNATE, False)
    raw.FPDFPage_InsertObject(page.raw, path)


def _colour(graphic: SetGraphic, sheet: Sheet) -> tuple[int, int, int]:
    if graphic.kind == "rule":
        return 60, 60, 60
    if graphic.kind == "picture":
        return 150, 160, 170
    within = [
        line.light
        for line in sheet.lines
        if graphic.left - 1 <= line.left + line.width / 2 <= graphic.left + graphic.width + 1
        and graphic.top - 1 <= line.top + line.height / 2 <= graphic.top + graphic.height + 1
    ]
    dark = sum(within) > 0.6 * len(within)
    return (40, 60, 110) if dark else (238, 233, 222)
