"""What was seen on one page, drawn over its picture as SVG: lines, blocks or stories, and the way through each story.

Every page is drawn a thousand wide, whatever unit its file measures in, so that strokes and numbers are of one size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from presscheck.errors import Lang
from presscheck.export.sheets import Region, Sheet, Strip, around
from presscheck.messages import say
from presscheck.model import Article, Block, Box, GraphicKind, Line, Page, Reading, Role, Span
from presscheck.show.stories import hue, safe
from presscheck.show.trace import Piece, Trace, roles
from presscheck.show.way import arrow, stretches

WIDTH = 1000.0
TALLEST = 20.0
"""A sheet is drawn at most so many times taller than wide, whatever its file says."""
HEADS = frozenset((Role.KICKER, Role.HEADLINE, Role.DECK, Role.CROSSHEAD))
ASIDE = frozenset((Role.CAPTION, Role.CREDIT, Role.TABLE))
"""What stands beside the way through a story, not on it."""
REASONS = 5
"""How many reasons are told under the pointer; beside the story stand all."""
INK = 0.88
"""The size of type within a line's box, as a share of its height."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle that can be pointed at: what it is, and the part of a story, furniture or remainder it leads to."""

    id: str
    box: Box
    kind: str
    told: str
    piece: Piece | None
    role: Role | None = None

    @property
    def is_block(self) -> bool:
        """Whether it is drawn in the colour of its role, not in that of its story."""
        return self.kind.startswith("role-")

    @property
    def story(self) -> int | None:
        """The number of its story, from 0; ``None`` for what is in no story."""
        return self.piece.story if self.piece else None


class Drawing:
    """The drawings of one reading's pages, and what on them belongs to each part of its stories."""

    def __init__(self, reading: Reading, sheets: Sequence[Sheet], found: list[Piece], lang: Lang) -> None:
        self.reading = reading
        self.lang = lang
        self.traces = {page.id: Trace(page, found) for page in reading.pages}
        self.numbers = {page.id: number for number, page in enumerate(reading.pages, 1)}
        self.areas = {sheet.page.id: [self._region(sheet, region) for region in sheet.regions] for sheet in sheets}
        every = [area for areas in self.areas.values() for area in areas]
        self.of_part: dict[str, list[str]] = {}
        self.of_story: dict[int, list[str]] = {}
        for area in every:
            if area.piece:
                self.of_part.setdefault(area.piece.anchor, []).append(area.id)
            if area.story is not None:
                self.of_story.setdefault(area.story, []).append(area.id)

    def svg(self, sheet: Sheet, picture: str | None) -> Iterator[str]:
        """One page: its picture, or its words set anew; what is drawn on it; and the three steps over it."""
        name = safe(say("show.page", self.lang, id=sheet.page.id, file=sheet.page.file))
        each, height = scale(sheet)
        yield f'<svg class="page" viewBox="0 0 {WIDTH:g} {height:.1f}" role="group" aria-label="{name}">'
        yield f'<rect class="paper" width="{WIDTH:g}" height="{height:.1f}"/>'
        if picture:
            yield f'<image width="{WIDTH:g}" height="{height:.1f}" preserveAspectRatio="none" href="{picture}"/>'
        else:
            yield '<g class="set" aria-hidden="true">'
            yield from (_set(strip, each) for region in sheet.regions for strip in region.lines)
            yield "</g>"
        yield '<g class="graphics" aria-hidden="true">'
        yield from (_graphic(graphic.kind, scaled(graphic.box, each)) for graphic in sheet.page.graphics)
        yield "</g>"
        yield from self._layer("lines", self._lines(sheet.page, each))
        yield from self._layer("blocks", self._blocks(sheet.page, each))
        yield from self._layer("articles", self.areas[sheet.page.id], [*self._ways(sheet.page.id)])
        yield "</svg>"

    def _layer(self, name: str, areas: Sequence[Area], over: Sequence[str] = ()) -> Iterator[str]:
        yield f'<g class="layer {name}">'
        reached: set[str] = set()
        for area in areas:
            owner = area.piece.owner if area.piece else ""
            yield _drawn(area, first=owner not in reached)
            reached.add(owner)
        yield from over
        yield "</g>"

    def _region(self, sheet: Sheet, region: Region) -> Area:
        page, strip = sheet.page, region.lines[0]
        start = strip.line.span.start + max(page.words(strip.line.span).find(strip.text), 0)
        piece = self._piece(Span(page.id, start, start + len(strip.text)))
        box = scaled(region.box, scale(sheet)[0])
        role = None if piece and piece.owner == "remainder" else region.role
        told = self._told(role, piece, region.reason)
        return Area(f"r{region.turn}", box, _kind(region.role), told, piece, region.role)

    def _piece(self, span: Span) -> Piece | None:
        return next((piece for _, piece in self.traces[span.page].under(span) if piece), None)

    def _told(self, role: Role | None, piece: Piece | None, reason: str | None = None, *, why: bool = True) -> str:
        """What the pointer is told: role and story, how sure it is, and why."""
        told = [_role(role, self.lang)] if role else []
        if piece and piece.story is not None:
            article = self.reading.articles[piece.story]
            title = article.headline or say("show.no_headline", self.lang)
            told.append(say("show.in_story", self.lang, number=piece.story + 1, headline=_short(title)))
            return "\n".join([" · ".join(told), *(self._why(article) if why else ())])
        if piece and (outside := say(f"show.{piece.owner}", self.lang)) not in told:
            told.append(outside)
        return "\n".join([" · ".join(told), *([reason] if reason else [])])

    def _why(self, article: Article) -> list[str]:
        sure = say("show.confidence", self.lang, confidence=f"{article.confidence:.2f}")
        more = ["…"] if len(article.reasons) > REASONS else []
        return [sure, *(f"– {reason}" for reason in article.reasons[:REASONS]), *more]

    def _lines(self, page: Page, each: float) -> list[Area]:
        out = []
        for number, (line, role) in enumerate(zip(page.lines, roles(page, self.reading.blocks), strict=True)):
            if line.span.box:
                piece, box = self._piece(line.span), scaled(line.span.box, each)
                told = self._told(role, piece, why=False) + "\n" + self._line(page, line, number + 1)
                out.append(Area(f"line-{self.numbers[page.id]}-{number}", box, "line", told, piece, role))
        return out

    def _line(self, page: Page, line: Line, number: int) -> str:
        told = [say("show.line_number", self.lang, number=number)]
        if line.type:
            told.append(say("show.type", self.lang, size=f"{line.type.size:g}", unit=page.unit or ""))
            told += [line.type.font] if line.type.font else []
            marks = {"bold": line.type.bold, "vertical": line.type.vertical, "light": line.type.light}
            told += [say(f"show.type_{name}", self.lang) for name, holds in marks.items() if holds]
        if line.score is not None:
            told.append(say("show.score", self.lang, score=f"{line.score:.2f}"))
        return " · ".join(told)

    def _blocks(self, page: Page, each: float) -> list[Area]:
        out = []
        for number, block in enumerate(self.reading.blocks):
            if box := _box(block, page):
                piece = self._piece(next(span for span in block.spans if span.page == page.id))
                told = f"{block.id} · {self._told(block.role, piece, why=False)}"
                out.append(Area(f"block-{number}", scaled(box, each), f"role-{block.role}", told, piece, block.role))
        return out

    def _ways(self, page: str) -> Iterator[str]:
        """For each story of a page: arrows between its stretches, and a number where each begins."""
        stories = dict.fromkeys(area.story for area in self.areas[page] if area.story is not None)
        for story in stories:
            way = [area for area in self.areas[page] if area.story == story]
            way = [area for area in way if area.role not in ASIDE] or way[:1]
            runs = stretches([area.box for area in way])
            yield f'<g class="way s{story}" style="--hue:{hue(story)}" aria-hidden="true">'
            for (_, last), (first, _) in pairwise(runs):
                led = arrow(way[last].box, way[first].box)
                yield f'<path class="halo" d="{led.line}"/><path class="led" d="{led.line}"/>'
                yield f'<path class="tip" d="{led.head}"/>'
            taken = [area.box for area in self.areas[page]]
            for number, (first, _) in enumerate(runs, 1):
                words = f"{story + 1}" if number == 1 else f"{story + 1}·{number}"
                yield _chip(words, way[first].box, taken, opens=number == 1)
            yield "</g>"


def scale(sheet: Sheet) -> tuple[float, float]:
    """What a unit of the page becomes on the drawing, and the height of the drawing."""
    width, height = (max(side, 1e-9) for side in sheet.size)
    return WIDTH / width, min(height / width, TALLEST) * WIDTH


def scaled(box: Box, each: float) -> Box:
    """A box of the page as it stands on the drawing."""
    return Box(box.left * each, box.top * each, box.width * each, box.height * each)


def _kind(role: Role) -> str:
    return "head" if role in HEADS else "aside" if role in ASIDE else "text"


def _role(role: Role, lang: Lang) -> str:
    return say("show.role_unknown" if role is Role.UNKNOWN else f"show.{role.value}", lang)


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"


def _box(block: Block, page: Page) -> Box | None:
    boxes = [span.box for span in block.spans if span.page == page.id and span.box]
    return around(boxes) if boxes else None


def _drawn(area: Area, *, first: bool) -> str:
    """An area as a link to its part of the story; only the first of each story is a stop for the tabulator key."""
    owner, style, link = "nowhere", "", ""
    if area.piece:
        link = f' href="#{area.piece.anchor}" tabindex="{0 if first else -1}"'
        owner = f"{area.piece.owner} {area.piece.anchor}" if area.story is None else f"s{area.story}"
        style = "" if area.story is None or area.is_block else f' style="--hue:{hue(area.story)}"'
    box = replace(area.box, left=area.box.left - 1.5, top=area.box.top - 1.5)
    shape = f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width + 3:.1f}" height="{box.height + 3:.1f}"/>'
    title = f"<title>{_lines_of(area.told)}</title>"
    return f'<a id="{area.id}" class="area {area.kind} {owner}"{link}{style}>{title}{shape}</a>'


def _lines_of(told: str) -> str:
    return "\n".join(safe(line) for line in told.split("\n"))


def _chip(words: str, box: Box, taken: Sequence[Box], *, opens: bool) -> str:
    """A number beside or above ``box`` where no type stands, else over its corner; an arrow may come in at its side."""
    size = 19.0 if opens else 12.0
    width, height = len(words) * size * 0.6 + 7, size + 5
    beside, above = (box.left - width - 2, box.top), (box.left, box.top - height - 2)
    over = (box.left - width * 0.7, box.top - height * 0.7)
    corners = (beside, above, over) if opens else (above, over)
    places = [Box(min(max(x, 1.0), WIDTH - width - 1), max(y, 1.0), width, height) for x, y in corners]
    place = next((place for place in places if not any(_meet(place, other) for other in taken)), places[-1])
    inside = f'<rect width="{width:.1f}" height="{height:.1f}" rx="4"/>'
    inside += f'<text x="{width / 2:.1f}" y="{size:.1f}" font-size="{size:g}">{words}</text>'
    return f'<g transform="translate({place.left:.1f} {place.top:.1f})"><g class="chip">{inside}</g></g>'


def _meet(one: Box, two: Box) -> bool:
    across = min(one.right, two.right) - max(one.left, two.left)
    down = min(one.bottom, two.bottom) - max(one.top, two.top)
    return across > 0 and down > 0


def _graphic(kind: GraphicKind, box: Box) -> str:
    shape = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{max(box.width, 1):.1f}" height="{max(box.height, 1):.1f}"'
    return f'<rect class="{kind.value}" {shape}/>'


def _set(strip: Strip, each: float) -> str:
    """The words of a line, set in their boxes."""
    out = []
    for word in strip.words:
        box = scaled(word.box, each)
        if strip.vertical:
            place, size, long = f'x="{box.left + box.width / 2:.1f}" y="{box.top:.1f}"', box.width, box.height
        else:
            place, size, long = f'x="{box.left:.1f}" y="{box.top + INK * box.height:.1f}"', box.height, box.width
        down = ' class="down"' if strip.vertical else ""
        fit = f'font-size="{size * INK:.1f}" textLength="{max(long, 0.1):.1f}" lengthAdjust="spacingAndGlyphs"'
        out.append(f"<text{down} {place} {fit}>{safe(word.text)}</text>")
    return "".join(out)
