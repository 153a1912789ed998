"""The door: any file becomes pages; what it is, its first bytes say, whatever its name.

PDFs, pictures and the files of recognisers go each to a reader of their own; everything else is a text dump.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from presscheck.errors import (
    FileForbidden,
    FileMissing,
    IsFolder,
    PageTooHard,
    PageTooLarge,
    PartMissing,
    PdfBroken,
    TooLarge,
)
from presscheck.intake import dump
from presscheck.intake.formats import HEAD, reader_of
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.messages import both, say
from presscheck.model import Box, Graphic, Page

MEGABYTE = 1_000_000
LIMITS = {None: dump.LIMIT, "pdf": 300 * MEGABYTE, "image": 200 * MEGABYTE}
"""Bytes that a file may have, by its reader; those of recognisers have ``OTHERS``."""
OTHERS = 100 * MEGABYTE
LARGEST = max(*LIMITS.values(), OTHERS)
DPI = 200
"""Dots an inch in which a PDF page without text is drawn for the recogniser."""


def take_in(path: Path | str, *, encoding: str | None = None, ocr: bool = False) -> tuple[Page, ...]:
    """The pages of a file of any kind we read.

    ``encoding`` is the one the person declares for a text dump; ``ocr`` has the pages of a PDF read from their picture
    even where they have text. Raises ``FileMissing``, ``FileForbidden``, ``IsFolder``, ``TooLarge`` (before more than
    the first bytes is read) and what ``take_in_bytes`` raises.
    """
    path = Path(path)
    return take_in_bytes(bytes_of(path), str(path), encoding=encoding, ocr=ocr)


def take_in_bytes(content: bytes, name: str, *, encoding: str | None = None, ocr: bool = False) -> tuple[Page, ...]:
    """The pages of a file whose bytes are at hand; errors call it ``name``, its pages by the last part of that.

    Pages are numbered p1, p2, … Raises ``TooLarge`` and what the readers raise: of a text dump ``EmptyFile``,
    ``NotText``, ``WrongEncoding``, and ``WrongUsage`` for an encoding nobody knows; ``PartMissing`` where ``ocr`` is
    asked for, or the file is a picture, and the parts that read pictures are not installed.

    >>> take_in_bytes("本报讯　县城通了火车。\\n".encode(), "county.txt")
    (<Page p1 of county.txt: dump, 1 line, 12 characters>,)
    """
    reader = reader_of(content)
    if len(content) > limit_of(reader):
        raise _too_large(name, f"{len(content) / MEGABYTE:.1f}", reader)
    if reader == "pdf":
        return tuple(_pages_of_pdf(content, name, ocr=ocr))
    if reader:
        pages: Callable[[bytes, str], tuple[Page, ...]] = import_module(f"presscheck.intake.{reader}").pages
        return pages(content, name)
    return dump.take_in_bytes(content, name, encoding=encoding)


def limit_of(reader: str | None) -> int:
    """How many bytes a file for this reader may have (``None``: a text dump)."""
    return LIMITS.get(reader, OTHERS)


def _pages_of_pdf(content: bytes, name: str, *, ocr: bool) -> Iterator[Page]:
    """The pages of a PDF; one that has no text to be read is read from its picture, and says so."""
    from presscheck.intake import pdf

    for number, page in enumerate(pdf.each_page(content, name), 1):
        yield _read_or_noted(content, number, page, name, ocr=ocr) if ocr or pdf.needs_ocr(page) else page


def _read_or_noted(content: bytes, number: int, page: Page, name: str, *, ocr: bool) -> Page:
    """A page of a PDF read from its picture; where that cannot be, the page as it was, with a note that says why.

    Whoever asks for it with ``ocr`` is told that the parts are missing by the error itself.
    """
    try:
        return _recognised(content, number, page, name)
    except (PageTooHard, PageTooLarge, PartMissing, PdfBroken) as error:
        if ocr and isinstance(error, PartMissing):
            raise
        return replace(page, notes=(*page.notes, error.tell("en")))


def _recognised(content: bytes, number: int, page: Page, name: str) -> Page:
    """A page of a PDF read from its picture; one that lies wrong is turned, as a picture of its own would be."""
    from presscheck.intake import image, pdf

    drawn = pdf.render(content, number, DPI, name=name)
    scale = (page.width or drawn.width) / drawn.width
    picture, turned = image.upright(drawn)
    lines, graphics, notes = image.recognised(picture)
    wide, high = (page.width, page.height) if picture.size == drawn.size else (page.height, page.width)
    bare = replace(page, text="", lines=(), look_alikes=(), graphics=(), width=wide, height=high)
    return page_of(
        bare,
        [_scaled(line, scale) for line in lines],
        [Graphic(each.kind, _smaller(each.box, scale)) for each in graphics],
        [*page.notes, *turned, *notes, say("intake.read_from_picture", "en")],
    )


def _scaled(line: PrintedLine, scale: float) -> PrintedLine:
    kind = replace(line.type, size=line.type.size * scale) if line.type else None
    return replace(line, box=_smaller(line.box, scale), type=kind)


def _smaller(box: Box, scale: float) -> Box:
    return Box(box.left * scale, box.top * scale, box.width * scale, box.height * scale)


def bytes_of(path: Path) -> bytes:
    """What a page file holds. Raises ``FileMissing``, ``FileForbidden``, ``IsFolder`` and ``TooLarge``."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise IsFolder(file=path)
        with path.open("rb") as file:
            head = file.read(HEAD)
            reader = reader_of(head)
            if status.st_size > limit_of(reader):
                raise _too_large(str(path), f"{status.st_size / MEGABYTE:.1f}", reader)
            # A pipe or a growing file tells its size only by being read.
            content = head + file.read(limit_of(reader) + 1 - len(head))
    except (FileNotFoundError, NotADirectoryError):
        raise FileMissing(file=path) from None
    # A name with a NUL in it is a ValueError to the system: no such file can exist.
    except ValueError:
        raise FileMissing(file=repr(str(path))) from None
    except OSError as error:
        why = both("intake.why_forbidden") if isinstance(error, PermissionError) else error.strerror
        raise FileForbidden(file=path, why=why) from error
    if len(content) > limit_of(reader):
        raise _too_large(str(path), f"> {limit_of(reader) // MEGABYTE}", reader)
    return content


def _too_large(name: str, size: str, reader: str | None) -> TooLarge:
    return TooLarge(file=name, size=size, limit=limit_of(reader) // MEGABYTE)
