"""A photograph or scan of a page: its type is recognised, its rules, frames and pictures are found.

The parts for it come with ``presscheck[ocr]``; nothing is downloaded, and a page takes some seconds on one thread.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import PIL.Image

from presscheck.errors import PageUnreadable
from presscheck.intake.image_find import find
from presscheck.intake.image_lines import read_lines
from presscheck.intake.image_open import grey_of, leaves
from presscheck.intake.image_pieces import pieces_of
from presscheck.intake.image_rules import look_round
from presscheck.intake.image_sheet import Sheet, sheet_of
from presscheck.intake.image_turn import turn_of
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.messages import say
from presscheck.model import Graphic, Page


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a picture, one for each of its frames; errors call it ``name``, its pages by the last part of that.

    A page that lies on its side or upside down is turned, and a note says so; boxes count on the turned page. A frame
    that cannot be read is a page without lines, and a note says why. Raises ``EmptyFile``, ``TooManyPages``,
    ``PartMissing`` without the recogniser, and where no frame can be read ``ImageBroken``, ``ImageTooSmall`` or
    ``ImageTooLarge``.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    troubles, out = [], []
    for number, leaf in enumerate(leaves(content, name), 1):
        bare = Page(f"p{number}", Path(name).name, sha256, "image", "", (), unit="px")
        if isinstance(leaf, PageUnreadable):
            troubles.append(leaf)
            out.append(replace(bare, notes=(leaf.tell("en"),)))
        else:
            out.append(_read(leaf, bare))
    if troubles and len(troubles) == len(out):
        raise troubles[0]
    return tuple(out)


def _read(leaf: PIL.Image.Image, bare: Page) -> Page:
    image, turned = upright(leaf)
    lines, graphics, notes = recognised(image)
    width, height = image.size
    return page_of(replace(bare, width=width, height=height), lines, graphics, [*turned, *notes])


def upright(image: PIL.Image.Image) -> tuple[PIL.Image.Image, list[str]]:
    """The picture with its type upright, and a note where it had to be turned: some of its lines are read each way."""
    turn = turn_of(grey_of(image))
    if not turn:
        return image, []
    return image.rotate(turn, expand=True), [say("intake.image_turned", "en", degrees=turn)]


def recognised(image: PIL.Image.Image) -> tuple[list[PrintedLine], list[Graphic], list[str]]:
    """The printed lines of a picture of a page, what is drawn beside them, and notes; boxes in the picture's pixels.

    The page stands upright (see ``upright``); a skew of up to six degrees is mended on the way.
    """
    sheet = sheet_of(grey_of(image))
    scene = look_round(sheet.grey, sheet.body)
    found = pieces_of(scene.grey, find(scene.grey, sheet.body), sheet.body)
    told = read_lines(sheet, scene.grey, found, scene.pictures)
    drawn = scene.without_type([piece.box for piece, _ in told]).drawn()
    graphics = [Graphic(kind, sheet.box(*region)) for kind, region in drawn]
    return [line for _, line in told], graphics, list(_notes(sheet)) if told else [say("intake.image_no_type", "en")]


def _notes(sheet: Sheet) -> Iterator[str]:
    if sheet.skew:
        yield say("intake.image_skew", "en", degrees=f"{abs(sheet.skew):.1f}")
    if sheet.stretched:
        yield say("intake.image_pale", "en")
