"""A reading as PAGE XML (2019-07-15), one file a page: what layout research and its scoring tools read.

Coordinates are whole pixels. A page measured in points is told at 300 pixels an inch, which ``imageXResolution`` says.
"""

from presscheck.export.sheets import Pixels, Region, Sheet, Strip, pixels, points, sheets
from presscheck.export.xml import Element, add, article_names, begin, document, maker, number, tell_unfit
from presscheck.model import Article, Box, Graphic, GraphicKind, Reading, Role

SPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
NO_TIME = "1970-01-01T00:00:00Z"
"""PAGE demands a time of writing; the same page must give the same bytes, so it is always this one."""
TYPES = {
    Role.KICKER: "heading",
    Role.HEADLINE: "heading",
    Role.DECK: "heading",
    Role.CROSSHEAD: "heading",
    Role.BYLINE: "credit",
    Role.CREDIT: "credit",
    Role.CAPTION: "caption",
    Role.BODY: "paragraph",
}
"""PAGE's own types; what has none is ``other``. The exact role stands in ``custom``."""
GRAPHICS = {
    GraphicKind.RULE: ("SeparatorRegion", None),
    GraphicKind.FRAME: ("GraphicRegion", "frame"),
    GraphicKind.TINT: ("GraphicRegion", "decoration"),
    GraphicKind.PICTURE: ("ImageRegion", None),
}
MARGIN = 0.1
"""Furniture in this share of the page at its head or foot is a header or footer."""


def pages(reading: Reading) -> dict[str, str]:
    """A file for each page, by what tells it from the others: ``.p1``, or nothing where there is only one page.

    Raises ``NoGeometry`` where a page does not say where its lines stand.

    >>> pages(Reading((), (), ()))
    {}
    """
    stories = {name: reading.articles[at] for at, name in enumerate(article_names(reading.articles).values())}
    begun: set[str] = set()
    files = {}
    for sheet in sheets(reading, "page_xml"):
        files[sheet.suffix] = _page(reading, sheet, stories, begun)
        begun |= set(sheet.stories())
    return files


def _page(reading: Reading, sheet: Sheet, stories: dict[str, Article], begun: set[str]) -> str:
    root = begin(SPACE, "PcGts")
    about = add(root, "Metadata")
    add(about, "Creator", text=maker(reading))
    for moment in ("Created", "LastChange"):
        add(about, moment, text=NO_TIME)
    add(about, "Comments", text="Times are not recorded, so that the same page always gives the same file.")
    grid, page = pixels(sheet), sheet.page
    whole = add(root, "Page", {
        "imageFilename": page.file,
        "imageWidth": grid.width,
        "imageHeight": grid.height,
        "imageXResolution": grid.inch,
        "imageYResolution": grid.inch,
        "imageResolutionUnit": "PPI" if grid.inch else None,
        "custom": f"page {{id:{sheet.id}; number:{sheet.number if page.number is None else page.number};}}",
        "primaryLanguage": "Chinese",
    })  # fmt: skip
    _reading_order(whole, sheet, stories, begun)
    _relations(whole, sheet)
    for region in sheet.regions:
        _region(whole, region, grid, page.unit)
    for graphic in page.graphics:
        _graphic(whole, graphic, sheet, grid)
    tell_unfit(root, (line.text for region in sheet.regions for line in region.lines))
    return document(root)


def _reading_order(whole: Element, sheet: Sheet, stories: dict[str, Article], begun: set[str]) -> None:
    if not sheet.regions:
        return
    every = add(add(whole, "ReadingOrder"), "UnorderedGroup", {"id": sheet.names.give("order"), "caption": "page"})
    for name, regions in sheet.stories().items():
        from_before = name in begun or stories[name].jump_from is not None
        group = add(every, "OrderedGroup", {
            "id": name,
            "caption": stories[name].headline,
            "type": "article",
            "continuation": "true" if from_before else None,
        })  # fmt: skip
        for index, region in enumerate(regions):
            add(group, "RegionRefIndexed", {"index": index, "regionRef": region.id})
    for region in sheet.outside():
        add(every, "RegionRef", {"regionRef": region.id})


def _relations(whole: Element, sheet: Sheet) -> None:
    """A paragraph that goes on in another column: its two regions, joined."""
    joined = [region for region in sheet.regions if region.follows]
    every = add(whole, "Relations") if joined else whole
    for region in joined:
        one = add(every, "Relation", {"id": sheet.names.give(f"{region.follows}.join"), "type": "join"})
        add(one, "SourceRegionRef", {"regionRef": region.follows})
        add(one, "TargetRegionRef", {"regionRef": region.id})


def _region(whole: Element, region: Region, grid: Pixels, unit: str | None) -> None:
    vertical = all(line.vertical for line in region.lines)
    text = add(whole, "TextRegion", {
        "id": region.id,
        "custom": f"structure {{type:{region.role.value};}}",
        "comments": region.reason,
        "continuation": "true" if region.torn else None,
        "type": _type(region, grid),
        "readingDirection": "top-to-bottom" if vertical else None,
        "textLineOrder": "right-to-left" if vertical else None,
    })  # fmt: skip
    _coords(text, region.box, grid)
    for index, strip in enumerate(region.lines):
        _line(text, strip, region.article, index, grid, unit)


def _type(region: Region, grid: Pixels) -> str:
    if region.role is not Role.FURNITURE:
        return TYPES.get(region.role, "other")
    _, top, _, bottom = grid.edges(region.box)
    if bottom <= MARGIN * grid.height:
        return "header"
    return "footer" if top >= (1 - MARGIN) * grid.height else "floating"


def _line(text: Element, strip: Strip, article: str | None, index: int, grid: Pixels, unit: str | None) -> None:
    story = f" structure {{id:{article}; type:article;}}" if article else ""
    line = add(text, "TextLine", {
        "id": strip.id,
        "readingDirection": "top-to-bottom" if strip.vertical else None,
        "custom": f"readingOrder {{index:{index};}}{story}",
    })  # fmt: skip
    _coords(line, strip.box, grid)
    add(line, "Baseline", {"points": _baseline(strip, grid)})
    score = strip.line.score
    words = add(line, "TextEquiv", {"conf": None if score is None else number(score)})
    add(words, "Unicode", text=strip.text)
    if kind := strip.line.type:
        size = points(kind.size, unit)
        add(line, "TextStyle", {
            "fontFamily": kind.font or None,
            "fontSize": None if size is None else number(size),
            "reverseVideo": "true" if kind.light else None,
            "bold": "true" if kind.bold else None,
        })  # fmt: skip


def _coords(parent: Element, box: Box, grid: Pixels) -> None:
    left, top, right, bottom = grid.edges(box)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    add(parent, "Coords", {"points": " ".join(f"{x},{y}" for x, y in corners)})


def _baseline(strip: Strip, grid: Pixels) -> str:
    """Chinese characters stand on the lower edge of their squares; those of a vertical line hang on its middle."""
    left, top, right, bottom = grid.edges(strip.box)
    if strip.vertical:
        middle = (left + right) // 2
        return f"{middle},{top} {middle},{bottom}"
    return f"{left},{bottom} {right},{bottom}"


def _graphic(whole: Element, graphic: Graphic, sheet: Sheet, grid: Pixels) -> None:
    tag, kind = GRAPHICS[graphic.kind]
    name = sheet.names.give(f"{sheet.id}.{graphic.kind.value}1")
    region = add(whole, tag, {"id": name, "custom": f"structure {{type:{graphic.kind.value};}}", "type": kind})
    _coords(region, graphic.box, grid)
