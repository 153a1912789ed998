"""A PDF: each of its pages becomes printed lines with boxes and type, and the rules, tints and pictures round them.

The files are opened in a process of their own (``pdf_child``), so that one made to do harm cannot. A page without a
text layer, or with one that means nothing, comes without lines and with a note: ``needs_ocr``.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import PIL.Image

from presscheck import hanzi
from presscheck.errors import PageTooHard, PdfBroken
from presscheck.intake import pdf_child
from presscheck.intake.printed import page_of
from presscheck.language import ngram
from presscheck.messages import both, say
from presscheck.model import Page

SECONDS = 60.0
"""What a page may take to be read or drawn; newspapers take less than one, the most crowded of maps some twenty."""
HARD_PAGES = 3
"""After so many pages of a file that took longer, its others are not tried."""
RARE = 0.35
"""Share of Chinese characters that no newspaper prints from which a text layer is garbled."""
IMPLAUSIBLE = -9.5
"""Mean log-probability a character below which Chinese text is no language.

Printed pages have -4 to -5, their characters in a wrong order -7.7, other characters in their place -10.6 or less.
"""
FEW = 30
"""Chinese characters that are too few to tell language by."""
TELLS = ("no_text_layer", "garbled_text_layer")


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a PDF, p1, p2, …; errors call it ``name``, its pages by the last part of that.

    Raises ``PdfLocked``, ``PdfBroken``, ``PdfEmpty`` and ``TooManyPages``. A single page that cannot be read, or takes
    more time or memory than it is given, comes without lines and with a note that says why; those beside it are done.
    """
    return tuple(each_page(content, name))


def each_page(content: bytes, name: str) -> Iterator[Page]:
    """The same, one page at a time."""
    pdf_child.get_ready()
    ngram.load()  # while the child gets ready
    file = pdf_child.File(content, hashlib.sha256(content).hexdigest(), name)
    try:
        count = pdf_child.ask(file, SECONDS, "count_pages")
    except pdf_child.GaveUp:
        raise PdfBroken(file=name, why=both("intake.why_endless")) from None
    cut_off = () if b"%%EOF" in content[-2048:] else (say("intake.pdf_cut_off", "en"),)
    hard = 0
    for number in range(1, count + 1):
        bare = Page(f"p{number}", Path(name).name, file.sha256, "pdf", "", (), unit="pt", notes=cut_off)
        if hard == HARD_PAGES:
            yield replace(bare, notes=(*cut_off, say("intake.pdf_given_up", "en", count=hard)))
            continue
        try:
            yield _meant(pdf_child.ask(file, SECONDS, "read_page", number, bare))
        except pdf_child.GaveUp:
            hard += 1
            yield replace(bare, notes=(*cut_off, _too_hard(name, number).tell("en")))


def render(content: bytes, number: int, dpi: float, *, name: str = "PDF") -> PIL.Image.Image:
    """Page ``number`` (from 1) as a picture, as displayed; drawn coarser where it would have too many pixels.

    Raises what ``pages`` raises, ``PageTooLarge`` for a page with an image that is too large to be unpacked, and
    ``PageTooHard`` for one that takes more time or memory than it is given.
    """
    picture: PIL.Image.Image = _asked(content, number, name, "draw_page", number, dpi, name)
    return picture


def size_of(content: bytes, number: int, *, name: str = "PDF") -> tuple[float, float]:
    """Width and height in points of page ``number`` (from 1), as displayed; raises what ``render`` raises."""
    size: tuple[float, float] = _asked(content, number, name, "size_of", number, name)
    return size


def part(
    content: bytes, number: int, scale: float, region: tuple[float, float, float, float], *, name: str = "PDF"
) -> PIL.Image.Image:
    """A part of page ``number`` (from 1) as a picture: left, top, width and height in points as displayed.

    ``scale`` is how many pixels a point becomes. Raises what ``render`` raises.
    """
    picture: PIL.Image.Image = _asked(content, number, name, "draw_part", number, scale, region, name)
    return picture


def _asked(content: bytes, number: int, name: str, question: str, *values: object) -> Any:
    file = pdf_child.File(content, hashlib.sha256(content).hexdigest(), name)
    try:
        return pdf_child.ask(file, SECONDS, question, *values)
    except pdf_child.GaveUp:
        raise _too_hard(name, number) from None


def needs_ocr(page: Page) -> bool:
    """Whether a page of a PDF has no text layer that can be read, so that its picture must be."""
    return page.kind == "pdf" and not page.lines and any(say(f"intake.{told}", "en") in page.notes for told in TELLS)


def _too_hard(name: str, number: int) -> PageTooHard:
    return PageTooHard(file=name, page=number, seconds=f"{SECONDS:g}", memory=pdf_child.MEMORY // 1_000_000_000)


def _meant(page: Page) -> Page:
    """The page, without its lines where what they say is no language."""
    if is_language([page.words(line.span) for line in page.lines]):
        return page
    notes = [note for note in page.notes if not note.startswith(say("intake.without_meaning", "en", count=""))]
    return page_of(page, (), page.graphics, [*notes, say("intake.garbled_text_layer", "en")])


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
