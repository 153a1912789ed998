"""A page of a PDF as pdfium gives it: printed lines with boxes and type, the rules, tints and pictures round them.

Every character of the file's text layer that is not white space is in exactly one line, whatever order the file holds
them in; only what is drawn again over itself (fake bold) is left out. What the words mean is asked only where type
could be read across as well as down (``pdf_upright``).
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import PIL.Image
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from presscheck.errors import PageTooLarge, PdfBroken, PdfEmpty, PdfLocked, TooManyPages
from presscheck.intake.pdf_glyphs import read_glyphs
from presscheck.intake.pdf_graphics import Ground, Scenery, is_light, look_round
from presscheck.intake.pdf_lines import SetLine, printed, set_lines
from presscheck.intake.pdf_type import Glyph, View
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.messages import both, say
from presscheck.model import Box, Graphic, GraphicKind, Page

PAGES_LIMIT = 500
"""Pages of one file; a daily paper's thickest issues have some two hundred."""
CHARACTERS_LIMIT = 200_000
"""Characters of one page; the densest newspaper page has some twenty thousand."""
PIXELS_LIMIT = 60_000_000
"""Pixels that a page is drawn in at most: a broadsheet at 400 dots an inch."""
IMAGE_LIMIT = 400_000_000
"""Pixels of an image within a page that is to be drawn."""
MEANINGLESS = 0.2
"""Share of characters without meaning from which a text layer is garbled."""
FEW = 30
"""Characters on a scanned page (a stamp, a folio) that are too few to be its text layer."""


def open_pdf(content: bytes, name: str) -> Any:
    """The document that pdfium makes of a file; errors call it ``name``.

    Raises ``PdfLocked``, ``PdfBroken``, ``PdfEmpty`` and ``TooManyPages``.
    """
    # pdfium may fail without a reason, and then names that of the file before: let it be another than a password.
    pdfium.FPDF_LoadMemDocument64(b"-", 1, None)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise PdfLocked(file=name) from None
        # A page tree that counts no pages is no document to pdfium.
        if re.search(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b", content):
            raise PdfEmpty(file=name) from None
        raise PdfBroken(file=name, why=both("intake.why_no_structure")) from error
    count = len(document)
    if 0 < count <= PAGES_LIMIT:
        return document
    document.close()
    raise TooManyPages(file=name, count=count, limit=PAGES_LIMIT) if count else PdfEmpty(file=name)


def count_pages(document: Any) -> int:
    """How many pages the document has."""
    return len(document)


def read_page(document: Any, number: int, bare: Page) -> Page:
    """``bare`` with what stands on page ``number`` (from 1); one that cannot be read has no lines and a note."""
    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return page_of(bare, (), (), [*bare.notes, say("intake.pdf_page_unreadable", "en")])
    try:
        return _told(page.raw, text.raw, _sized(bare, view := _view(page)), view)
    finally:
        text.close()
        page.close()


def draw_page(document: Any, number: int, dpi: float, name: str) -> PIL.Image.Image:
    """Page ``number`` (from 1) as a picture, as displayed; drawn coarser where it would have too many pixels.

    Raises ``PdfBroken`` where it cannot be, and ``PageTooLarge`` for an image that is too large to be unpacked.
    """
    page = _to_draw(document, number, name)
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(PIXELS_LIMIT / max(width * height, 1.0)), 30_000 / max(width, height))
    picture: PIL.Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    page.close()
    return picture


def _to_draw(document: Any, number: int, name: str) -> Any:
    try:
        page = document[number - 1]
        page.get_size()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise PdfBroken(file=name, why=both("intake.why_no_page", page=number)) from error
    if (pixels := look_round(page.raw, _view(page)).pixels) > IMAGE_LIMIT:
        page.close()
        raise PageTooLarge(file=name, page=number, size=pixels // 1_000_000, limit=IMAGE_LIMIT // 1_000_000)
    return page


def size_of(document: Any, number: int, name: str) -> tuple[float, float]:
    """Width and height in points of page ``number`` (from 1), as displayed.

    Raises ``PdfBroken``, and ``PageTooLarge`` as ``draw_page``.
    """
    page = _to_draw(document, number, name)
    try:
        width, height = page.get_size()
        return float(width), float(height)
    finally:
        page.close()


def draw_part(
    document: Any, number: int, scale: float, part: tuple[float, float, float, float], name: str
) -> PIL.Image.Image:
    """A part of a page as a picture: its left, top, width and height in points as displayed, ``scale`` pixels a point.

    Raises ``PdfBroken``. Whoever asks for it knows the page's size (``size_of``), and that it can be drawn.
    """
    page = _seen_again(document, number, name)
    across, down = page.get_size()
    left, top, width, height = part
    edges = (left, down - top - height, across - left - width, top)
    picture: PIL.Image.Image = page.render(scale=scale, crop=tuple(max(edge, 0.0) for edge in edges)).to_pil()
    return picture.convert("RGB")


_last_seen: list[tuple[Any, int, Any]] = []
"""The page of which a part was drawn last, and its document: the next part is most likely of it, too."""


def _seen_again(document: Any, number: int, name: str) -> Any:
    for held, which, page in _last_seen:
        if held is document and which == number:
            return page
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise PdfBroken(file=name, why=both("intake.why_no_page", page=number)) from error
    _last_seen[:] = [(document, number, page)]
    return page


def _view(page: Any) -> View:
    box = pdfium.FS_RECTF()
    turn = max(pdfium.FPDFPage_GetRotation(page.raw), 0) * 90
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box) or box.right <= box.left or box.top <= box.bottom:
        width, height = page.get_size()
        return View(0.0, 0.0, *((height, width) if turn % 180 else (width, height)), turn)
    return View(box.left, box.bottom, box.right, box.top, turn)


def _sized(bare: Page, view: View) -> Page:
    return replace(bare, width=round(view.width, 2), height=round(view.height, 2))


def _told(page: Any, text: Any, bare: Page, view: View) -> Page:
    """A page as its objects and its text layer tell it."""
    scenery = look_round(page, view)
    told = list(bare.notes)
    if not scenery.complete:
        told.append(say("intake.pdf_objects", "en"))
    count = max(pdfium.FPDFText_CountChars(text), 0)
    if count > CHARACTERS_LIMIT:
        crowded = say("intake.pdf_characters", "en", count=count, limit=CHARACTERS_LIMIT)
        return page_of(bare, (), scenery.graphics, [*told, crowded])
    found = read_glyphs(text, view, scenery.places)
    ink = sum(not glyph.char.isspace() for glyph in found.glyphs)
    if not ink or (scenery.covered and ink < FEW):
        empty = "no_text_layer" if scenery.objects or ink else "blank_page"
        return page_of(bare, (), scenery.graphics, [*told, say(f"intake.{empty}", "en")])
    if found.meaningless > MEANINGLESS * ink:
        return page_of(bare, (), scenery.graphics, [*told, say("intake.garbled_text_layer", "en")])
    if found.meaningless:
        told.append(say("intake.without_meaning", "en", count=found.meaningless))
    return page_of(bare, _lines(found.glyphs, scenery), scenery.graphics, told)


def _lines(glyphs: Sequence[Glyph], scenery: Scenery) -> list[PrintedLine]:
    lines = set_lines(glyphs, list(_walls(scenery.graphics)))
    return [printed(line, _reversed(line, scenery.grounds)) for line in lines]


def _walls(graphics: Sequence[Graphic]) -> Iterator[Box]:
    """What no level line runs across: upright rules, and the sides of frames and tints."""
    for graphic in graphics:
        box = graphic.box
        if graphic.kind == GraphicKind.RULE and box.height > box.width:
            yield box
        elif graphic.kind in (GraphicKind.FRAME, GraphicKind.TINT):
            yield replace(box, width=0.0)
            yield replace(box, left=box.right, width=0.0)


def _reversed(line: SetLine, grounds: Sequence[Ground]) -> bool:
    """Whether most of a line stands light on a dark ground."""
    light = 0
    for glyph in line.glyphs:
        left, top, right, bottom = glyph.box
        light += is_light(((left + right) / 2, (top + bottom) / 2), glyph.ink.lightness, glyph.ink.place, grounds)
    return 2 * light > len(line.glyphs)
