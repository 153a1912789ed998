"""A PDF: each of its pages becomes printed lines with boxes and type, and the rules, tints and pictures round them.

Every character of the file's text layer that is not white space is in exactly one line, whatever order the file holds
them in; only what is drawn again over itself (fake bold) is left out. A page without a text layer, or with one that
means nothing, comes without lines and with a note: ``needs_ocr``.
"""

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import PIL.Image
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from presscheck import hanzi
from presscheck.errors import PageTooLarge, PdfBroken, PdfEmpty, PdfLocked, TooManyPages
from presscheck.intake.pdf_glyphs import read_glyphs
from presscheck.intake.pdf_graphics import Ground, Scenery, is_light, look_round
from presscheck.intake.pdf_lines import SetLine, printed, set_lines
from presscheck.intake.pdf_type import Glyph, View
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.language import ngram
from presscheck.messages import say
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
RARE = 0.35
"""Share of Chinese characters that no newspaper prints from which a text layer is garbled."""
IMPLAUSIBLE = -9.5
"""Mean log-probability a character below which Chinese text is no language.

Printed pages have -4 to -5, their characters in a wrong order -7.7, other characters in their place -10.6 or less.
"""
FEW = 30
"""Characters on a scanned page (a stamp, a folio) that are too few to be its text layer."""
TELLS = ("no_text_layer", "garbled_text_layer")


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a PDF, p1, p2, …; errors call it ``name``, its pages by the last part of that.

    Raises ``PdfLocked``, ``PdfBroken``, ``PdfEmpty`` and ``TooManyPages``. A single page that cannot be read comes
    without lines and with a note that says why; those beside it are done.
    """
    return tuple(each_page(content, name))


def each_page(content: bytes, name: str) -> Iterator[Page]:
    """The same, one page at a time."""
    sha256 = hashlib.sha256(content).hexdigest()
    with _opened(content, name) as document:
        count = len(document)
        if not count:
            raise PdfEmpty(file=name)
        if count > PAGES_LIMIT:
            raise TooManyPages(file=name, count=count, limit=PAGES_LIMIT)
        cut_off = [] if b"%%EOF" in content[-2048:] else [say("intake.pdf_cut_off", "en")]
        for number in range(count):
            bare = Page(f"p{number + 1}", Path(name).name, sha256, "pdf", "", (), unit="pt")
            yield _read(document, number, bare, cut_off)


def needs_ocr(page: Page) -> bool:
    """Whether a page of a PDF has no text layer that can be read, so that its picture must be."""
    return page.kind == "pdf" and not page.lines and any(say(f"intake.{told}", "en") in page.notes for told in TELLS)


def render(content: bytes, number: int, dpi: float, *, name: str = "PDF") -> PIL.Image.Image:
    """Page ``number`` (from 1) as a picture, as displayed; drawn coarser where it would have too many pixels.

    Raises what ``pages`` raises, and ``PageTooLarge`` for a page with an image that is too large to be unpacked.
    """
    with _opened(content, name) as document:
        try:
            page = document[number - 1]
            width, height = page.get_size()
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PdfBroken(file=name, why=f"page {number}") from error
        if (pixels := look_round(page.raw, _view(page)).pixels) > IMAGE_LIMIT:
            raise PageTooLarge(file=name, page=number, size=pixels // 1_000_000, limit=IMAGE_LIMIT // 1_000_000)
        scale = min(dpi / 72, math.sqrt(PIXELS_LIMIT / max(width * height, 1.0)), 30_000 / max(width, height))
        picture: PIL.Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return picture


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise PdfLocked(file=name) from None
        # A page tree that counts no pages is no document to pdfium.
        if re.search(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b", content):
            raise PdfEmpty(file=name) from None
        raise PdfBroken(file=name, why=str(error)) from error
    try:
        yield document
    finally:
        document.close()


def _read(document: Any, number: int, bare: Page, notes: Sequence[str]) -> Page:
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return page_of(bare, (), (), [*notes, say("intake.pdf_page_unreadable", "en")])
    try:
        return _told(page.raw, text.raw, _sized(bare, view := _view(page)), view, notes)
    finally:
        text.close()
        page.close()


def _view(page: Any) -> View:
    box = pdfium.FS_RECTF()
    turn = max(pdfium.FPDFPage_GetRotation(page.raw), 0) * 90
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box) or box.right <= box.left or box.top <= box.bottom:
        width, height = page.get_size()
        return View(0.0, 0.0, *((height, width) if turn % 180 else (width, height)), turn)
    return View(box.left, box.bottom, box.right, box.top, turn)


def _sized(bare: Page, view: View) -> Page:
    return replace(bare, width=round(view.width, 2), height=round(view.height, 2))


def _told(page: Any, text: Any, bare: Page, view: View, notes: Sequence[str]) -> Page:
    """A page as its objects and its text layer tell it."""
    scenery = look_round(page, view)
    told = list(notes)
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
    lines = _lines(found.glyphs, scenery)
    if found.meaningless > MEANINGLESS * ink or not is_language([line.text for line in lines]):
        return page_of(bare, (), scenery.graphics, [*told, say("intake.garbled_text_layer", "en")])
    if found.meaningless:
        told.append(say("intake.without_meaning", "en", count=found.meaningless))
    return page_of(bare, lines, scenery.graphics, told)


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


def is_language(lines: Sequence[str]) -> bool:
    """Whether Chinese lines can be meant: a text layer may give every character the code of another.

    >>> is_language(["本报讯　新桥昨天建成通车，两岸群众奔走相告。"] * 4)
    True
    """
    chosen = [line for line in lines if 2 * sum(map(hanzi.is_han, line)) > len(line) >= 4][:300]
    han = [char for line in chosen for char in hanzi.fold(line) if hanzi.is_han(char)]
    if len(han) < FEW:
        return True
    known = _known()
    if sum(char not in known for char in han) > RARE * len(han):
        return False
    return float(ngram.load().log_probs("\n".join(chosen)).mean()) > IMPLAUSIBLE


@cache
def _known() -> frozenset[str]:
    return frozenset(map(chr, ngram.load().characters.tolist()))
