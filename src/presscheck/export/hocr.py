"""A reading as hOCR, one file a page: HTML with places, which browsers show and search engines of archives index.

hOCR knows no articles: each area says in ``data-article`` which story it is of, and areas stand in reading order.
"""

from presscheck.export.sheets import Pixels, Region, Sheet, Strip, pixels, sheets
from presscheck.export.xml import XML, Element, add, begin, document, maker, on_lines, tell_unfit, write_on
from presscheck.model import Box, GraphicKind, Reading

SPACE = "http://www.w3.org/1999/xhtml"
CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_separator ocr_photo ocr_linedrawing ocr_image"
GRAPHICS = {
    GraphicKind.RULE: "ocr_separator",
    GraphicKind.FRAME: "ocr_linedrawing",
    GraphicKind.TINT: "ocr_image",
    GraphicKind.PICTURE: "ocr_photo",
}
ON_LINES = frozenset({"html", "head", "body", "div", "p"})


def pages(reading: Reading) -> dict[str, str]:
    """A file for each page, by what tells it from the others: ``.p1``, or nothing where there is only one page.

    Raises ``NoGeometry`` where a page does not say where its lines stand.

    >>> pages(Reading((), (), ()))
    {}
    """
    return {sheet.suffix: _page(reading, sheet) for sheet in sheets(reading, "hocr")}


def _page(reading: Reading, sheet: Sheet) -> str:
    root = begin(SPACE, "html")
    root.set("lang", "zh")
    root.set(f"{{{XML}}}lang", "zh")
    head = add(root, "head")
    add(head, "meta", {"charset": "utf-8"})
    add(head, "title", text=sheet.page.file)
    for name, content in (
        ("ocr-system", maker(reading)),
        ("ocr-capabilities", CAPABILITIES),
        ("ocr-number-of-pages", "1"),
        ("ocr-langs", "zh"),
    ):
        add(head, "meta", {"name": name, "content": content})
    grid = pixels(sheet)
    page = add(add(root, "body"), "div", {
        "class": "ocr_page",
        "id": sheet.names.give(f"{sheet.id}.page"),
        "title": _page_title(sheet, grid),
    })  # fmt: skip
    for region in sheet.regions:
        _area(page, region, sheet, grid)
    for graphic in sheet.page.graphics:
        name = sheet.names.give(f"{sheet.id}.{graphic.kind.value}1")
        values = {"class": GRAPHICS[graphic.kind], "id": name, "title": _bbox(graphic.box, grid)}
        add(page, "div", {**values, "data-graphic": graphic.kind.value}, text="")
    tell_unfit(head, (line.text for region in sheet.regions for line in region.lines))
    on_lines(root, ON_LINES)
    return document(root, indent=False, doctype="<!DOCTYPE html>\n")


def _page_title(sheet: Sheet, grid: Pixels) -> str:
    image = sheet.page.file.replace("\\", "/").replace('"', "'")
    resolution = f"; scan_res {grid.inch} {grid.inch}" if grid.inch else ""
    return f'image "{image}"; bbox 0 0 {grid.width} {grid.height}; ppageno {sheet.number - 1}{resolution}'


def _area(page: Element, region: Region, sheet: Sheet, grid: Pixels) -> None:
    box = _bbox(region.box, grid)
    area = add(page, "div", {
        "class": "ocr_carea",
        "id": region.id,
        "title": box,
        "data-article": region.article,
        "data-role": region.role.value,
        "data-reason": region.reason,
    })  # fmt: skip
    name = sheet.names.give(f"{region.id}.par")
    paragraph = add(area, "p", {"class": "ocr_par", "id": name, "title": box})
    for strip in region.lines:
        _line(paragraph, strip, sheet, grid)


def _line(paragraph: Element, strip: Strip, sheet: Sheet, grid: Pixels) -> None:
    line = add(paragraph, "span", {
        "class": "ocr_line",
        "id": strip.id,
        "title": _bbox(strip.box, grid),
        "style": "writing-mode:vertical-rl" if strip.vertical else None,
    })  # fmt: skip
    score = strip.line.score
    sure = "" if score is None else f"; x_wconf {round(100 * score)}"
    for at, word in enumerate(strip.words):
        if at:
            write_on(line, " ")
        name = sheet.names.give(f"{strip.id}.w{at + 1}")
        add(line, "span", {"class": "ocrx_word", "id": name, "title": _bbox(word.box, grid) + sure}, text=word.text)


def _bbox(box: Box, grid: Pixels) -> str:
    return "bbox {} {} {} {}".format(*grid.edges(box))
