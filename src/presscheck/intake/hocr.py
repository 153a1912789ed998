"""hOCR, recognised text as HTML or XHTML: what tesseract, OCRopus, kraken and many libraries write.

Classes and titles tell what is what. Words that stand in no line, and text that stands in no word, are read where they
stand; of a line in a line (``ocr_header`` around ``ocr_line``) the inner one counts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from presscheck.errors import OtherFormat
from presscheck.intake.places import box_between, chance, number, rule_or_frame
from presscheck.intake.recognised import Found, Style, Word, bare_page, pages_with_words, sheet
from presscheck.intake.xml import Element, html_document, tag_of
from presscheck.model import Box, GraphicKind, Page

LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno"})
WORDS = frozenset({"ocrx_word", "ocr_word"})
RULES = frozenset({"ocr_separator"})
PICTURES = frozenset({"ocr_photo", "ocr_image", "ocr_linedrawing", "ocrx_image"})
SILENT = frozenset({"script", "style", "title"})
SIDEWAYS = 45
"""Degrees by which a line is turned, at least, to run down the page or up it."""
_PROPERTY = re.compile(r"""(?:[^;"']|"[^"]*"|'[^']*'|["'])+""")
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text, the line and the word it stands in, and the box of the region around them."""

    text: str
    line: Element | None
    word: Element | None
    region: Box | None
    bold: bool


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of an hOCR file, by their ``ppageno`` where all have one.

    Raises what ``presscheck.intake.xml.html_document`` raises, ``OtherFormat`` for HTML that is none, and ``NoWords``.

    >>> content = '''<div class="ocr_page" title="bbox 0 0 900 600"><span class="ocr_line" title="bbox 40 60 120 80">
    ... <span class="ocrx_word" title="x_wconf 90">北坡</span> <span class="ocrx_word">通车</span></span></div>'''
    >>> pages(content.encode(), "county.html")[0].text
    '北坡通车\\n'
    """
    read = html_document(content, name, "hOCR")
    sheets = _sheets(read.root)
    if not sheets:
        raise OtherFormat(file=name, form="hOCR", found=f"<{tag_of(read.root)[:40]}>")
    bare = bare_page(content, name, "hocr", read.encoding)
    return pages_with_words(
        (_page(replace(bare, id=f"p{i}"), each, read.notes) for i, each in enumerate(sheets, 1)), name
    )


def _sheets(root: Element) -> list[Element]:
    """The pages of a file; a file that has lines, but no page, is one."""
    outer: list[Element] = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if "ocr_page" in _classes(element):
            outer.append(element)
            walk.skip_subtree()
    if not outer:
        return [root] if any(_classes(each) & (LINES | WORDS) for each in root.iter()) else []
    numbers = [number(_properties(each).get("ppageno")) for each in outer]
    known = [n for n in numbers if n is not None]
    if len(known) < len(outer):
        return outer
    return [each for _, each in sorted(zip(known, outer, strict=True), key=lambda pair: pair[0])]


def _page(page: Page, element: Element, notes: tuple[str, ...]) -> Page:
    told, box = _properties(element), _box(element)
    printed = told.get("lpageno", "").strip("\"' ")
    page = replace(
        page,
        number=int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 6 else None,
        width=box.right if box else None,
        height=box.bottom if box else None,
        unit="px",
    )
    resolution = number((told.get("scan_res") or " ").split(" ")[0])
    point = resolution / 72 if resolution and resolution > 0 else None
    return sheet(page, _lines(element, point), _graphics(element), notes)


def _lines(page: Element, point: float | None) -> Iterator[Found]:
    """Every line, and every stretch of text that stands in none, in the order in which they begin."""
    stretches: dict[object, list[_Piece]] = {}
    for i, (owner, group) in enumerate(groupby(_pieces(page), key=lambda piece: piece.line)):
        stretches.setdefault(i if owner is None else owner, []).extend(group)
    for pieces in stretches.values():
        if pieces[0].line is not None:
            yield _line(pieces[0].line, pieces, point)
        else:
            for box, group in groupby(pieces, key=lambda piece: piece.region):
                yield Found(words=tuple(_words(list(group))), box=box, region=box, whole=True)


def _line(line: Element, pieces: Sequence[_Piece], point: float | None) -> Found:
    told = _properties(line)
    # A line's own points are told by x_fsize, its own pixels by x_size.
    points = number(told.get("x_fsize"))
    size = number(told.get("x_size")) or (points * point if points and point else None)
    bold = sum(len(piece.text) for piece in pieces if piece.bold) * 2 > sum(len(piece.text) for piece in pieces)
    turned = (number(told.get("textangle")) or 0) % 180
    style = Style(
        size if size and size > 0 else None,
        told.get("x_font", "").strip("\"' "),
        bold,
        SIDEWAYS <= turned <= 180 - SIDEWAYS,
    )
    return Found(words=tuple(_words(pieces)), box=_box(line), region=pieces[0].region, style=style)


def _words(pieces: Sequence[_Piece]) -> Iterator[Word]:
    for word, group in groupby(pieces, key=lambda piece: piece.word):
        text = _SPACE.sub(" ", "".join(piece.text for piece in group)).strip()
        if text and word is not None:
            yield Word(text, _box(word), chance(_properties(word).get("x_wconf"), out_of=100))
        elif text:
            yield Word(text)


def _pieces(page: Element) -> Iterator[_Piece]:
    """All text of a page in the file's order, each piece with the innermost elements it stands in."""
    stack: list[_Piece] = [_Piece("", None, None, None, False)]
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            stack.append(_inside(stack[-1], element))
            text = element.text if tag_of(element) not in SILENT else None
        else:
            stack.pop()
            text = element.tail if element is not page else None
        if text and not text.isspace():
            yield replace(stack[-1], text=text)
        elif text and (stack[-1].word is not None or stack[-1].line is not None):
            yield replace(stack[-1], text=" ")


def _inside(outer: _Piece, element: Element) -> _Piece:
    classes = _classes(element)
    if classes & LINES:
        return _Piece("", element, None, outer.region, False)
    word = element if classes & WORDS else outer.word
    own = _box(element) if outer.line is None and word is None else None
    bold = outer.bold or tag_of(element) in ("strong", "b")
    return _Piece("", outer.line, word, own or outer.region, bold)


def _classes(element: Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _properties(element: Element) -> dict[str, str]:
    """What the title of an element tells, by name.

    >>> _properties(etree.fromstring("<i title='image \\"a;b.png\\"; bbox 0 0 9 9'/>"))
    {'image': '"a;b.png"', 'bbox': '0 0 9 9'}
    """
    told = (each.strip().partition(" ") for each in _PROPERTY.findall(element.get("title") or ""))
    return {name: value.strip() for name, _, value in told if name}


def _box(element: Element) -> Box | None:
    corners = _properties(element).get("bbox", "").split()
    return box_between(*corners) if len(corners) == 4 else None


def _graphics(page: Element) -> Iterator[tuple[GraphicKind, Box | None]]:
    for each in page.iter():
        classes, box = _classes(each), _box(each)
        if classes & RULES:
            yield rule_or_frame(box), box
        elif classes & PICTURES:
            yield GraphicKind.PICTURE, box
