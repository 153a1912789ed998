"""A reading as ALTO 4.4, one file a page: what libraries keep the text of a page in, with its places."""

from presscheck.export.sheets import POINTS_AN_INCH, Region, Sheet, Strip, points, sheets
from presscheck.export.xml import Element, add, article_names, begin, document, maker, number, tell_unfit
from presscheck.model import Box, GraphicKind, Reading, Role, Type

SPACE = "http://www.loc.gov/standards/alto/ns-v4#"
UNITS = {"pt": ("inch1200", 1200 / POINTS_AN_INCH), "mm10": ("mm10", 1.0), "inch1200": ("inch1200", 1.0)}
"""ALTO knows no points: they become 1200ths of an inch. Whatever is not in this table is pixels."""
Styles = dict[tuple[str, str, str], str]


def pages(reading: Reading) -> dict[str, str]:
    """A file for each page, by what tells it from the others: ``.p1``, or nothing where there is only one page.

    Raises ``NoGeometry`` where a page does not say where its lines stand.

    >>> pages(Reading((), (), ()))
    {}
    """
    return {sheet.suffix: _Alto(reading, sheet).file() for sheet in sheets(reading, "alto")}


class _Alto:
    """One page while it is written."""

    def __init__(self, reading: Reading, sheet: Sheet) -> None:
        self.reading = reading
        self.sheet = sheet
        self.unit, self.each = UNITS.get(sheet.page.unit or "", ("pixel", 1.0))
        self.roles = {role: sheet.names.give(f"role.{role.value}") for role in self._roles_here()}
        self.styles: Styles = {}

    def _roles_here(self) -> list[Role]:
        return list(dict.fromkeys(region.role for region in self.sheet.regions))

    def file(self) -> str:
        """The whole file."""
        root = begin(SPACE, "alto")
        root.set("SCHEMAVERSION", "4.4")
        self._description(root)
        styles = add(root, "Styles")
        self._tags(root)
        self._reading_order(root)
        self._layout(root)
        for values, name in self.styles.items():
            family, size, style = (value or None for value in values)
            add(styles, "TextStyle", {"ID": name, "FONTFAMILY": family, "FONTSIZE": size, "FONTSTYLE": style})
        if not self.styles:
            root.remove(styles)
        tell_unfit(root, (line.text for region in self.sheet.regions for line in region.lines))
        return document(root)

    def _description(self, root: Element) -> None:
        about = add(root, "Description")
        add(about, "MeasurementUnit", text=self.unit)
        image = add(about, "sourceImageInformation")
        add(image, "fileName", text=self.sheet.page.file)
        if self.sheet.page.sha256:
            add(image, "fileIdentifier", {"fileIdentifierLocation": "sha256"}, text=self.sheet.page.sha256)
        step = add(about, "Processing", {"ID": self.sheet.names.give("processing")})
        add(step, "processingCategory", text="contentModification")
        add(step, "processingStepDescription", text="articles, their reading order, the roles of their parts")
        name, _, version = maker(self.reading).partition(" ")
        software = add(step, "processingSoftware")
        add(software, "softwareName", text=name)
        if version:
            add(software, "softwareVersion", text=version)

    def _tags(self, root: Element) -> None:
        stories = self.sheet.stories()
        if not self.sheet.regions:
            return
        tags = add(root, "Tags")
        for article, name in zip(self.reading.articles, article_names(self.reading.articles).values(), strict=True):
            if name in stories:
                label = article.headline or article.id
                add(tags, "StructureTag", {"ID": name, "TYPE": "article", "LABEL": label, "DESCRIPTION": article.kind})
        for role, name in self.roles.items():
            add(tags, "RoleTag", {"ID": name, "TYPE": "role", "LABEL": role.value})

    def _reading_order(self, root: Element) -> None:
        """Unrelated texts are an unordered group of ordered ones."""
        if not self.sheet.regions:
            return
        give = self.sheet.names.give
        every = add(add(root, "ReadingOrder"), "UnorderedGroup", {"ID": give("order")})
        for name, regions in self.sheet.stories().items():
            group = add(every, "OrderedGroup", {"ID": give(f"order.{name}"), "TAGREFS": name})
            for region in regions:
                add(group, "ElementRef", {"ID": give(f"order.{region.id}"), "REF": region.id})
        for region in self.sheet.outside():
            add(every, "ElementRef", {"ID": give(f"order.{region.id}"), "REF": region.id})

    def _layout(self, root: Element) -> None:
        page = self.sheet.page
        width, height = (number(edge * self.each) for edge in self.sheet.size)
        whole = add(add(root, "Layout"), "Page", {
            "ID": self.sheet.id,
            "PHYSICAL_IMG_NR": self.sheet.number,
            "PRINTED_IMG_NR": page.number,
            "WIDTH": width,
            "HEIGHT": height,
            "LANG": "zh",
        })  # fmt: skip
        space = add(whole, "PrintSpace", {"HPOS": 0, "VPOS": 0, "WIDTH": width, "HEIGHT": height})
        for region in self.sheet.regions:
            self._block(space, region)
        for graphic in page.graphics:
            tag = "Illustration" if graphic.kind is GraphicKind.PICTURE else "GraphicalElement"
            name = self.sheet.names.give(f"{self.sheet.id}.{graphic.kind.value}1")
            add(space, tag, {"ID": name, **self._place(graphic.box)})

    def _block(self, space: Element, region: Region) -> None:
        tags = [name for name in (region.article, self.roles[region.role]) if name]
        vertical = all(line.vertical for line in region.lines)
        block = add(space, "TextBlock", {
            "ID": region.id,
            "TAGREFS": " ".join(tags),
            **self._place(region.box),
            "BASEDIRECTION": "ttb" if vertical else None,
        })  # fmt: skip
        for strip in region.lines:
            self._line(block, strip)

    def _line(self, block: Element, strip: Strip) -> None:
        line = add(block, "TextLine", {
            "ID": strip.id,
            "STYLEREFS": self._style(strip.line.type),
            **self._place(strip.box),
            "BASELINE": None if strip.vertical else self._baseline(strip.box),
            "BASEDIRECTION": "ttb" if strip.vertical else None,
        })  # fmt: skip
        score = strip.line.score
        for at, word in enumerate(strip.words):
            if at:
                add(line, "SP", self._place(self._gap(strip.words[at - 1].box, word.box, down=strip.vertical)))
            add(line, "String", {
                "ID": self.sheet.names.give(f"{strip.id}.s{at + 1}"),
                "CONTENT": word.text,
                **self._place(word.box),
                "WC": None if score is None else number(score),
            })  # fmt: skip

    def _gap(self, one: Box, two: Box, *, down: bool) -> Box:
        if down:
            return Box(one.left, one.bottom, one.width, two.top - one.top - one.height)
        return Box(one.right, one.top, two.left - one.left - one.width, one.height)

    def _baseline(self, box: Box) -> str:
        left, right = number(box.left * self.each), number((box.right) * self.each)
        foot = number((box.bottom) * self.each)
        return f"{left},{foot} {right},{foot}"

    def _place(self, box: Box) -> dict[str, str]:
        names = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
        return {name: number(edge * self.each) for name, edge in zip(names, box.to_dict(), strict=True)}

    def _style(self, kind: Type | None) -> str | None:
        if kind is None:
            return None
        size = points(kind.size, self.sheet.page.unit)
        values = (kind.font, "" if size is None else number(size), "bold" if kind.bold else "")
        if values not in self.styles and any(values):
            self.styles[values] = self.sheet.names.give(f"style{len(self.styles) + 1}")
        return self.styles.get(values)
