"""Readings of pages with geometry: printed lines in, as an intake gives them; stories by hand."""

from html.parser import HTMLParser

import pytest

from presscheck.model import (
    Article,
    Block,
    Box,
    Furniture,
    Graphic,
    GraphicKind,
    Jump,
    Line,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Reading,
    Remainder,
    Role,
    Span,
    Type,
)

FRONT = {
    # name: words, left, top, width, height
    "folio": ("青川日报　第一版", 10, 5, 100, 10),
    "headline": ("水渠完工<通水>", 10, 30, 200, 24),
    "first": ("本报讯　水渠昨天完工，全长三", 10, 60, 95, 10),
    "rest": ("十里。两岸农田都能浇上水，", 115, 60, 95, 10),
    "jump_to": ("下转第二版", 150, 75, 60, 10),
    "caption": ("图为\x1b[31m新渠。", 10, 130, 95, 10),
    "tea": ("高山晚茶采摘", 230, 30, 14, 120),
    "left": ('残句"><script>alert(1)</script>', 10, 180, 200, 10),
}
BACK = {"goes_on": ("村里的老人高兴。", 20, 40, 100, 10)}


def page_of(name: str, rows: dict[str, tuple[str, float, float, float, float]]) -> tuple[Page, dict[str, Span]]:
    text, spans = "", {}
    for key, (words, *box) in rows.items():
        spans[key] = Span(name, len(text), len(text) + len(words), Box(*box))
        text += words + "\n"
    lines = tuple(
        Line(span, type=Type(9.0, "宋体<b>", bold=key == "headline"), score=0.9) for key, span in spans.items()
    )
    graphics = (Graphic(GraphicKind.RULE, Box(10, 20, 240, 0.5)), Graphic(GraphicKind.PICTURE, Box(10, 90, 95, 38)))
    sha256 = "0" * 64
    page = Page(
        name, "<issue>.xml", sha256, "alto", text, lines, width=260.0, height=390.0, unit="px", graphics=graphics
    )
    return page, spans


@pytest.fixture
def issue() -> Reading:
    """Two pages: a story that goes on over a jump line, one set vertically, a folio, and a line left over."""
    front, at = page_of("p1", FRONT)
    back, there = page_of("p2", BACK)
    caption = Paragraph(ParagraphKind.CAPTION, FRONT["caption"][0], (at["caption"],))
    torn = Paragraph(ParagraphKind.P, FRONT["first"][0] + FRONT["rest"][0], (at["first"], at["rest"]))
    one = Article(
        "a1",
        headline=FRONT["headline"][0],
        jump_to=Jump("下转第二版", 2, "a3"),
        places=Places(headline=(at["headline"],), jump_to=(at["jump_to"],)),
        paragraphs=(torn, caption),
        confidence=0.87,
        reasons=("the sentence goes on <here>",),
    )
    two = Article("a2", headline=FRONT["tea"][0], places=Places(headline=(at["tea"],)))
    gone_on = Paragraph(ParagraphKind.P, BACK["goes_on"][0], (there["goes_on"],))
    three = Article("a3", jump_from=Jump("上接第一版", 1, "a1"), paragraphs=(gone_on,))
    found = [("p1", FRONT, at), ("p2", BACK, there)]
    blocks = tuple(
        Block(f"{page}.b{n}", Role.HEADLINE if key in ("headline", "tea") else Role.BODY, (spans[key],), rows[key][0])
        for page, rows, spans in found
        for n, key in enumerate(spans)
    )
    furniture = (Furniture(FRONT["folio"][0], (at["folio"],)),)
    remainder = (Remainder(FRONT["left"][0], (at["left"],), "no story asks for it"),)
    return Reading((front, back), blocks, (one, two, three), furniture, remainder)


class Outline(HTMLParser):
    """Every element of a page with its attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, name: str) -> list[str]:
        """The values of one attribute, wherever it stands."""
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]

    def classed(self, *names: str) -> list[dict[str, str | None]]:
        """The attributes of every element that has all these classes."""
        return [attrs for _, attrs in self.elements if set(names) <= set((attrs.get("class") or "").split())]


@pytest.fixture
def outline() -> type[Outline]:
    return Outline
