"""PAGE, the format of PRImA, Transkribus, eScriptorium and OCR-D: 2013-07-15, 2019-07-15 and the others of its family.

Text may stand at any level: region, line, word, glyph. It is read once, from the fuller level where two differ; of
several readings of one thing (``TextEquiv``) the first is taken. Regions and lines come in the file's order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from presscheck.intake.places import (
    Point,
    box_round,
    chance,
    number,
    points_in,
    rule_or_frame,
    thickness,
)
from presscheck.intake.recognised import PLAIN, Found, Style, Word, bare_page, ink, pages_with_words, said, sheet
from presscheck.intake.xml import Element, children, document, tag_of
from presscheck.model import Box, GraphicKind, Page

ROOT = r"(?:\{https?://schema\.primaresearch\.org/PAGE/gts/pagecontent/[^}]*\})?PcGts$"
PICTURES = frozenset({"ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion"})
VERTICAL = ("top-to-bottom", "bottom-to-top")
POINTS = {"PPI": 72.0, "PPCM": 72.0 / 2.54}
"""Points in an inch and in a centimetre, by the unit of the page's resolution."""
_ROW = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Around:
    """What a line takes over from the region and the page it stands in."""

    box: Box | None = None
    style: Style = PLAIN
    point: float | None = None
    """A point in pixels, where the page tells its resolution."""


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The page of a PAGE file. Raises what ``presscheck.intake.xml.document`` raises, and ``NoWords``.

    >>> content = '''<PcGts><Page imageWidth="900" imageHeight="600"><TextRegion><TextLine><Coords
    ... points="40,60 120,60 120,80 40,80"/><TextEquiv conf="0.9"><Unicode>北坡通车</Unicode></TextEquiv></TextLine>
    ... </TextRegion></Page></PcGts>'''
    >>> line = pages(content.encode(), "county.xml")[0].lines[0]
    >>> line.span.box, line.score
    (Box(left=40.0, top=60.0, width=80.0, height=20.0), 0.9)
    """
    read = document(content, name, "PAGE XML", ROOT)
    bare = bare_page(content, name, "page_xml", read.encoding)
    found = (each for each in read.root.iter() if tag_of(each) == "Page")
    return pages_with_words(
        (_page(replace(bare, id=f"p{i}"), each, read.notes) for i, each in enumerate(found, 1)), name
    )


def _page(page: Page, element: Element, notes: tuple[str, ...]) -> Page:
    page = replace(page, width=number(element.get("imageWidth")), height=number(element.get("imageHeight")), unit="px")
    resolution, unit = number(element.get("imageXResolution")), element.get("imageResolutionUnit", "PPI")
    point = resolution / POINTS[unit] if resolution and resolution > 0 and unit in POINTS else None
    around = _Around(style=_style(element, _Around()), point=point)
    return sheet(page, _region(element, around)[0], _graphics(element), notes)


def _region(element: Element, around: _Around) -> tuple[list[Found], str]:
    """The lines of a page, a region, or whatever holds lines, and what they say without white space.

    A region's own text is given up for that of its lines, unless it is fuller.
    """
    around = replace(around, box=box_round(_points(element)) or around.box, style=_style(element, around))
    lines, told = _parts(element, around)
    text, score = _text(element)
    own = ink(text)
    if len(own) <= len(told):
        return _marked(lines, bool(own) and own != told), told
    return _marked(_spread(text, score, lines, around), bool(told)), own


def _parts(element: Element, around: _Around) -> tuple[list[Found], str]:
    """What stands in a region at any depth; lines without text are kept, for the region may tell it."""
    lines: list[Found] = []
    told: list[str] = []
    loose: list[Element] = []
    for child in element:
        if tag_of(child) == "TextLine":
            lines.append(_line(child, around))
            told.append(ink(said(lines[-1])))
        elif tag_of(child) == "Word":
            loose.append(child)
        elif tag_of(child) != "TextEquiv":
            inner, words = _region(child, around)
            lines += inner
            told.append(words)
    if loose:
        words_only = Found(words=tuple(_words(loose)), box=around.box, region=around.box, style=around.style)
        lines.append(replace(words_only, whole=True))
        told.append(ink(said(words_only)))
    return lines, "".join(told)


def _spread(text: str, score: float | None, lines: list[Found], around: _Around) -> list[Found]:
    """A region's text over its lines where each row can be one, else over the region."""
    rows = [row for row in _ROW.split(text) if row.strip()]
    if len(rows) == len(lines):
        return [replace(line, text=row, words=(), score=score) for line, row in zip(lines, rows, strict=True)]
    size_unknown = replace(around.style, size=None)
    return [Found(text, box=around.box, region=around.box, style=size_unknown, score=score, whole=True)]


def _marked(lines: list[Found], differs: bool) -> list[Found]:
    return [replace(lines[0], differs=True), *lines[1:]] if differs and lines else lines


def _line(element: Element, around: _Around) -> Found:
    points = _points(element)
    words = tuple(_words(children(element, "Word")))
    style = _style(element, around)
    if style.size is None:
        styled = (_style(word, around).size for word in children(element, "Word"))
        style = replace(style, size=next(filter(None, styled), None) or (None if style.vertical else thickness(points)))
    text, score = _text(element)
    return Found(text, words, box_round(points), around.box, style, score)


def _words(elements: Iterable[Element]) -> Iterator[Word]:
    for element in elements:
        text, score = _text(element)
        if not text.strip():
            text = "".join(_text(glyph)[0] for glyph in children(element, "Glyph"))
        if text.strip():
            yield Word(text.strip(), box_round(_points(element)), score)


def _text(element: Element) -> tuple[str, float | None]:
    """The first reading of what stands here, and how sure it is."""
    readings = sorted(children(element, "TextEquiv"), key=lambda each: number(each.get("index")) or 0)
    for reading in readings:
        for tag in ("Unicode", "PlainText"):
            text = "".join("".join(map(str, each.itertext())) for each in children(reading, tag))
            if text.strip():
                return text, chance(reading.get("conf"))
    return "", None


def _style(element: Element, around: _Around) -> Style:
    """How type is set here; what is not told is as around it."""
    style = around.style
    direction = element.get("readingDirection")
    if direction:
        style = replace(style, vertical=direction in VERTICAL)
    for told in children(element, "TextStyle"):
        points = number(told.get("fontSize"))
        style = replace(
            style,
            size=points * around.point if points and points > 0 and around.point else style.size,
            font=told.get("fontFamily", style.font),
            bold=told.get("bold", str(style.bold)).lower() in ("true", "1"),
            light=told.get("reverseVideo", str(style.light)).lower() in ("true", "1"),
        )
    return style


def _points(element: Element) -> tuple[Point, ...]:
    """The outline of an element; before 2013 each of its points was an element of its own."""
    for coords in children(element, "Coords"):
        pairs = [f"{point.get('x')},{point.get('y')}" for point in children(coords, "Point")]
        return points_in(coords.get("points") or " ".join(pairs))
    return ()


def _graphics(page: Element) -> Iterator[tuple[GraphicKind, Box | None]]:
    for each in page.iter():
        tag = tag_of(each)
        if tag == "SeparatorRegion":
            box = box_round(_points(each))
            yield rule_or_frame(box), box
        elif tag in PICTURES:
            yield GraphicKind.PICTURE, box_round(_points(each))
        elif tag == "TableRegion":
            yield GraphicKind.FRAME, box_round(_points(each))
