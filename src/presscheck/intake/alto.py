"""ALTO, the Library of Congress's format of recognised text: versions 2 to 4, in any of its units.

Lines come in the file's order, however deep their blocks are nested. What counts is what was printed: a word broken at
the line's end stays broken (``HYP`` is read, ``SUBS_CONTENT`` is not), and alternatives are passed over.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from presscheck.intake.places import box_at, box_round, chance, number, points_in, rule_or_frame
from presscheck.intake.recognised import PLAIN, Found, Style, Word, bare_page, pages_with_words, sheet
from presscheck.intake.xml import Element, children, document, tag_of
from presscheck.messages import say
from presscheck.model import Box, GraphicKind, Page

UNITS = {"pixel": "px", "mm10": "mm10", "inch1200": "inch1200"}
POINTS = {"mm10": 254 / 72, "inch1200": 1200 / 72}
"""A point in units of the page. How large a pixel is, ALTO does not tell: there the line's box gives the size."""
ROOT = r"(?i)(?:\{[^}]*\balto\b[^}]*\})?alto$"
WORDS = ("String", "SP", "HYP")
VERTICAL = ("ttb", "btt")


@dataclass(frozen=True, slots=True)
class _Manners:
    """What all pages of a file share: its unit, its styles, and whether it marks the spaces between words."""

    unit: str
    styles: Mapping[str, Style]
    marks_spaces: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Around:
    """What a line takes over from its block and its page."""

    styles: Mapping[str, Style]
    box: Box | None = None
    style: Style = PLAIN


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of an ALTO file. Raises what ``presscheck.intake.xml.document`` raises, and ``NoWords``.

    >>> content = '''<alto><Layout><Page WIDTH="900" HEIGHT="600"><TextBlock>
    ... <TextLine HPOS="40" VPOS="60" WIDTH="80" HEIGHT="20"><String CONTENT="北坡"/><SP/><String CONTENT="通车"/>
    ... </TextLine></TextBlock></Page></Layout></alto>'''
    >>> page = pages(content.encode(), "county.xml")[0]
    >>> page.text, page.lines[0].type.size
    ('北坡通车\\n', 20.0)
    """
    read = document(content, name, "ALTO", ROOT)
    manners = _manners(read.root, read.notes)
    bare = bare_page(content, name, "alto", read.encoding)
    found = (each for each in read.root.iter() if tag_of(each) == "Page")
    return pages_with_words((_page(replace(bare, id=f"p{i}"), each, manners) for i, each in enumerate(found, 1)), name)


def _manners(root: Element, notes: tuple[str, ...]) -> _Manners:
    named = next((each.text or "" for each in root.iter() if tag_of(each) == "MeasurementUnit"), "pixel").strip()
    unit = UNITS.get(named.lower())
    if unit is None:
        notes = (*notes, say("intake.ocr_unit", "en", unit=named[:40] or "(none)"))
    styles = {each.get("ID", ""): _style(each, unit) for each in root.iter() if tag_of(each) == "TextStyle"}
    return _Manners(unit or "px", styles, any(tag_of(each) == "SP" for each in root.iter()), notes)


def _style(element: Element, unit: str | None) -> Style:
    points, scale = number(element.get("FONTSIZE")), POINTS.get(unit or "")
    size = points * scale if points and points > 0 and scale else None
    return Style(size, element.get("FONTFAMILY", ""), "bold" in element.get("FONTSTYLE", "").lower())


def _page(page: Page, element: Element, manners: _Manners) -> Page:
    printed = element.get("PRINTED_IMG_NR", "")
    page = replace(
        page,
        number=int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 6 else None,
        width=number(element.get("WIDTH")),
        height=number(element.get("HEIGHT")),
        unit=manners.unit,
    )
    return sheet(page, _lines(element, manners), _graphics(element), manners.notes)


def _lines(page: Element, manners: _Manners) -> Iterator[Found]:
    """Every line, and what words stand outside lines, in the file's order."""
    memory: dict[Element, _Around] = {}
    printed = (each for each in page.iter() if tag_of(each) in WORDS)
    for parent, group in groupby(printed, key=lambda each: each.getparent()):
        if parent is not None:
            yield _line(parent, list(group), _around(parent, manners.styles, memory), manners.marks_spaces)


def _line(parent: Element, parts: list[Element], around: _Around, marks_spaces: bool) -> Found:
    is_line = tag_of(parent) == "TextLine"
    return Found(
        words=tuple(_words(parts, marks_spaces)),
        box=_box(parent) if is_line else around.box,
        region=around.box,
        style=_style_of(parts, around),
        whole=not is_line,
    )


def _words(parts: list[Element], marks_spaces: bool) -> Iterator[Word]:
    spaced = False
    for part in parts:
        text = part.get("CONTENT") or "".join(each.get("CONTENT", "") for each in children(part, "Glyph"))
        if tag_of(part) == "SP":
            spaced = True
        elif text.strip():
            told = spaced if marks_spaces or tag_of(part) == "HYP" else None
            yield Word(text.strip(), _box(part), chance(part.get("WC")), told)
            spaced = False


def _style_of(parts: list[Element], around: _Around) -> Style:
    """The style that most of a line is set in: that of its words, else of what is around them."""
    counts: Counter[str] = Counter()
    for part in parts:
        counts[part.get("STYLEREFS", "")] += len(part.get("CONTENT", ""))
    own = _named(counts.most_common(1)[0][0], around.styles)
    style = own or around.style
    bold = style.bold or "bold" in parts[0].get("STYLE", "").lower()
    return replace(style, bold=bold, vertical=around.style.vertical)


def _around(element: Element | None, styles: Mapping[str, Style], memory: dict[Element, _Around]) -> _Around:
    """What a line, a block or a page hands down, each looked at once: box, style and direction."""
    if element is None:
        return _Around(styles)
    if element not in memory:
        is_page = tag_of(element) == "Page"
        outer = _Around(styles) if is_page else _around(element.getparent(), styles, memory)
        style = _named(element.get("STYLEREFS", ""), styles) or outer.style
        direction = element.get("BASEDIRECTION", "").lower()
        vertical = direction in VERTICAL if direction else outer.style.vertical
        # The place of a page is not its sheet's; that of a line is no region.
        box = None if is_page or tag_of(element) == "TextLine" else _box(element)
        memory[element] = _Around(styles, box or outer.box, replace(style, vertical=vertical))
    return memory[element]


def _named(references: str, styles: Mapping[str, Style]) -> Style | None:
    return next((styles[each] for each in references.split() if each in styles), None)


def _box(element: Element) -> Box | None:
    own = box_at(*(element.get(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")))
    return own or next((_outline(shape) for shape in children(element, "Shape")), None)


def _outline(shape: Element) -> Box | None:
    return next((box_round(points_in(each.get("POINTS"))) for each in children(shape, "Polygon")), None)


def _graphics(page: Element) -> Iterator[tuple[GraphicKind, Box | None]]:
    for each in page.iter():
        box = _box(each)
        if tag_of(each) == "Illustration":
            yield GraphicKind.PICTURE, box
        elif tag_of(each) == "GraphicalElement":
            yield rule_or_frame(box), box
