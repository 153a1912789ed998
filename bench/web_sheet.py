"""A newspaper page as HTML: stories, pictures, rules, furniture in their places; each element says what it is."""

import base64
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from pathlib import Path

import opencc
from PIL import Image, ImageDraw, ImageFilter
from web_stories import Desk, Story

HERE = Path(__file__).with_name("web_pages")
SERIF = "'Noto Serif CJK SC'"
SANS = "'Noto Sans CJK SC'"
NUMBERS = ("", "'Liberation Serif',", "'Liberation Sans Narrow',", "'DejaVu Sans',")
VERTICAL = "writing-mode:vertical-rl;text-orientation:upright;"
HAIR = "1px solid #999"
DAYS = "一二三四五六日"
Columns = Callable[[int, int], tuple[float, float]]
"""Left edge and width of ``n`` columns from column ``i`` on."""
LEAST = 45
"""Characters that a story must have to stand on the page."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a story is set. Sizes in px (96 to the inch); ``leading`` as a multiple of ``size``."""

    cols: int = 2
    size: float = 13.5
    leading: float = 1.45
    gap: int = 16
    rule: str = ""
    font: str = SERIF
    head: int = 30
    head_font: str = SERIF
    head_css: str = ""
    align: str = "left"
    frame: str = ""
    indent: str = "css"
    fill: str = "auto"
    byline: str = "text-align:left"
    kicker: str = "font-size:17px"
    deck: str = "font-size:17px"
    body_css: str = ""

    def room(self, width: float, height: float) -> int:
        """Characters that go into so much place."""
        column = (width - self.gap * (self.cols - 1)) / self.cols
        lines = int(height / (self.size * self.leading))
        return max(40, int(self.cols * lines * int(column / self.size) * 0.93))

    def tall(self, story: Story, width: float) -> float:
        """How high a head over so wide a place is, or a little more."""
        lines = 1 + int(len(story.headline) * self.head * 1.05 // width)
        decks = 1 + int(len(story.deck) * 24 // width)
        more = 36 * bool(story.kicker) + 36 * decks * bool(story.deck) + 22 * bool(story.byline) + 20 * bool(story.came)
        return lines * self.head * 1.2 + more + 12


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the page, in px."""

    x: float
    y: float
    w: float
    h: float

    @property
    def css(self) -> str:
        return f"left:{self.x:.1f}px;top:{self.y:.1f}px;width:{self.w:.1f}px;height:{self.h:.1f}px;"

    def from_(self, top: float) -> "Rect":
        """What of the place is not above ``top``."""
        lost = max(0, top - self.y)
        return Rect(self.x, self.y + lost, self.w, self.h - lost)

    def beside(self, shares: tuple[float, ...], gap: float) -> list["Rect"]:
        """The place cut into columns with these shares of its width."""
        free, out, x = self.w - gap * (len(shares) - 1), [], self.x
        for share in shares:
            width = free * share / sum(shares)
            out.append(Rect(x, self.y, width, self.h))
            x += width + gap
        return out

    def below(self, shares: tuple[float, ...], gap: float) -> list["Rect"]:
        """The place cut into rows with these shares of its height."""
        turned = Rect(self.y, self.x, self.h, self.w).beside(shares, gap)
        return [Rect(row.y, row.x, row.h, row.w) for row in turned]


@dataclass(slots=True)
class Sheet:
    """One page under work."""

    width: int
    height: int
    desk: Desk
    rng: random.Random
    name: str = ""
    number: int = 1
    boxes: list[str] = field(default_factory=list)
    stories: list[dict] = field(default_factory=list)
    css: str = ""
    last: int = 0

    # ---- things in no article

    def furniture(self, rect: Rect, words: str, css: str = "") -> None:
        """Words that belong to no story; HTML."""
        self.boxes.append(f'<div class="at" data-f style="{rect.css}{css}">{words}</div>')

    def line(self, rect: Rect, css: str = "background:#333") -> None:
        self.boxes.append(f'<div class="at" style="{rect.css}{css}"></div>')

    def between(self, rects: list[Rect], css: str = "background:#666") -> None:
        """Hairlines in the gutters between neighbours of one row."""
        for left, right in pairwise(rects):
            middle = (left.x + left.w + right.x) / 2
            self.line(Rect(middle, left.y, 1, left.h), css)

    def picture(self, width: float, height: float) -> str:
        return f'<img src="{photograph(self.rng, width / height)}" style="height:{height:.0f}px">'

    def photo(self, rect: Rect, at: str = "below", css: str = "") -> None:
        """A picture with its own caption, in no story; ``at``: below, above, beside."""
        self.boxes.append(f'<div class="at photo" style="{rect.css}">{self._captioned(rect, at, css, "data-f")}</div>')

    def _captioned(self, rect: Rect, at: str, css: str, mark: str) -> str:
        words, credit = self.desk.caption()
        words, credit = self.said(words), self.said(credit)
        look = f"font:{self.rng.choice((11, 11.5, 12))}px {self.rng.choice((SANS, SERIF))};{css}"
        inline = self.rng.random() < 0.6
        tail = f"　{credit}" if inline else f'<div style="text-align:right">{credit}</div>'
        if at == "beside":
            side = min(130.0, rect.w * 0.25)
            img = self.picture(rect.w - side - 8, rect.h)
            text = f'<div class="caption" {mark} style="width:{side:.0f}px;align-self:end;{look}">{words}{tail}</div>'
            return f'<div style="display:flex;gap:8px"><div style="flex:1">{img}</div>{text}</div>'
        text = f'<div class="caption" {mark} style="padding:4px 0;{look}">{words}{tail}</div>'
        img = self.picture(rect.w, rect.h - (42 if inline else 56))
        return img + text if at == "below" else text + img

    # ---- stories

    def said(self, text: str) -> str:
        """Words as the paper writes them; HTML."""
        return escape(text, quote=False)

    def plain(self, text: str) -> str:
        """As ``said``, but not HTML."""
        return text

    def enter(self, story: Story, look: Look, regions: list[str], *, vertical: bool = False) -> int:
        """Notes a story that is to be poured into these regions; gives its number."""
        number = int(regions[0].removeprefix("s").split("r")[0])
        paragraphs = [{"kind": kind, "text": self.plain(text), "lead": ""} for kind, text in story.paragraphs]
        paragraphs[0]["lead"] = self.plain(story.lead)
        jump = {"text": self.plain(story.jump), "inline": self.rng.random() < 0.6} if story.jump else None
        known = {"id": number, "source": story.source, "date": story.date, "from": story.came, "length": story.length}
        self.stories.append(
            known
            | {"regions": regions, "paragraphs": paragraphs, "tail": self.plain(story.tail), "jump": jump}
            | {"least": LEAST, "pad": look.indent == "pad", "vertical": vertical}
        )
        return number

    def fresh(self) -> int:
        """The next story's number."""
        self.last += 1
        return self.last

    def head(self, story: Story, look: Look, number: int) -> str:
        """Kicker, headline, deck and byline above a story, as far as it has them."""

        def part(role: str, words: str, css: str) -> str:
            return f'<div data-s="{number}" data-r="{role}" style="{css}">{self.said(words)}</div>' if words else ""

        mark = part("jump", story.came, "font-size:12px;text-align:right") if story.came else ""
        headline = f"font-family:{look.head_font};font-size:{look.head}px;{look.head_css}"
        parts = (
            part("kicker", story.kicker, look.kicker),
            part("headline", story.headline, headline),
            part("deck", story.deck, look.deck),
            mark,
            part("byline", story.byline, look.byline),
        )
        return f'<div class="head" style="text-align:{look.align}">{"".join(parts)}</div>' if any(parts) else ""

    def body(self, look: Look, region: str, inset: str = "", css: str = "") -> str:
        """The region of a story that its text is poured into."""
        columns = (
            f"columns:{look.cols};column-gap:{look.gap}px;column-rule:{look.rule or 'none'};column-fill:{look.fill};"
        )
        if look.cols == 1:
            columns = ""
        kind = {"css": "body css", "block": "body block", "pad": "body"}[look.indent]
        style = f"{columns}font:{look.size}px/{look.size * look.leading:.2f}px {look.font};{look.body_css}{css}"
        return f'<div class="{kind}" id="{region}" style="{style}">{inset}</div>'

    def slot(
        self,
        rect: Rect,
        look: Look,
        *,
        story: Story | None = None,
        above: str = "",
        inset: str = "",
        used: float = 0,
    ) -> int:
        """A story in a rectangle: head, what stands above the text, text. ``used``: px of height the rest takes."""
        head = look.head * 1.3 * (1 if rect.w > look.head * 16 else 2) + 14
        if story is None:
            story = self.desk.take(look.room(rect.w, max(40, rect.h - used - head)))
        number = self.fresh()
        inner = self.head(story, look, number) + above.replace("STORY", str(number))
        inner += self.body(look, f"s{number}r0", inset.replace("STORY", str(number)))
        self.boxes.append(f'<div class="at slot" style="{rect.css}{look.frame}">{inner}</div>')
        self.enter(story, look, [f"s{number}r0"])
        return number

    def spread(self, heading: Rect, places: list[tuple[Rect, int]], look: Look, *, story: Story | None = None) -> None:
        """A story whose text runs through rectangles, each with its number of columns; its head stands apart."""
        story = story or self.desk.take(sum(replace(look, cols=cols).room(rect.w, rect.h) for rect, cols in places))
        foot = heading.y + look.tall(story, heading.w)
        places = [(rect.from_(foot), cols) for rect, cols in places]
        number = self.fresh()
        self.boxes.append(f'<div class="at" style="{heading.css}">{self.head(story, look, number)}</div>')
        regions = [f"s{number}r{i}" for i in range(len(places))]
        for region, (rect, cols) in zip(regions, places, strict=True):
            self.boxes.append(self.body(replace(look, cols=cols), region, css=f"position:absolute;{rect.css}"))
        self.enter(story, look, regions)

    def flow(self, rect: Rect, look: Look, stories: list[Story], *, before: str = "", between: str = "") -> None:
        """Stories that follow one another through the columns of one place; what finds no room is left out."""
        items = []
        for story in stories:
            number = self.fresh()
            body = self.body(replace(look, cols=1), f"s{number}r0")
            items.append(
                f'<div class="item" data-item="{number}" hidden style="{between}">'
                f"{self.head(story, look, number)}{body}</div>"
            )
            self.enter(story, look, [f"s{number}r0"])
        columns = (
            f"columns:{look.cols};column-gap:{look.gap}px;column-rule:{look.rule or 'none'};" if look.cols > 1 else ""
        )
        self.boxes.append(
            f'<div class="at flow" data-limit style="{rect.css}{columns}{look.frame}">{before}{"".join(items)}</div>'
        )

    def down(self, rect: Rect, look: Look, *, upright: bool) -> None:
        """A story whose text runs down; its head stands upright on the right, or lies above."""
        turned = Rect(rect.x, rect.y, rect.h, rect.w - look.head * 2)
        story = self.desk.take(look.room(turned.w, turned.h), heads="plain" if upright else "any")
        story.came = ""
        number = self.fresh()
        head = self.head(story, look, number)
        kind = "at slot"
        frame = ""
        if upright:
            head = head.replace('class="head" style="', f'class="head" style="{VERTICAL}max-height:{rect.h:.0f}px;')
            kind, frame = "at slot side", "flex-direction:row-reverse;gap:14px"
        body = self.body(replace(look, body_css=VERTICAL), f"s{number}r0")
        self.boxes.append(f'<div class="{kind}" style="{rect.css}{frame}">{head}{body}</div>')
        self.enter(story, look, [f"s{number}r0"], vertical=True)

    def sidebar(self, chars: int, look: Look, css: str) -> str:
        """A short story in a box of its own, to be put into the text of another one."""
        story = self.desk.take(chars, heads="plain").cut(chars)
        number = self.fresh()
        self.enter(story, look, [f"s{number}r0"])
        words = self.head(story, look, number) + self.body(look, f"s{number}r0")
        return f'<div style="break-inside:avoid;{css}">{words}</div>'

    def caption_of(self, rect: Rect, at: str = "below", css: str = "") -> str:
        """A picture with a caption that belongs to the story it is put into (by ``above`` or ``inset``)."""
        mark = 'data-s="STORY" data-r="caption"'
        return f'<div class="photo" style="{css}">{self._captioned(rect, at, "", mark)}</div>'

    def html(self, mix: bool) -> str:
        """The whole page. ``mix``: its boxes follow one another in any order."""
        boxes = list(self.boxes)
        if mix:
            self.rng.shuffle(boxes)
        base = (HERE / "base.css").read_text(encoding="utf8")
        page = f"@page {{ size: {self.width}px {self.height}px; margin: 0 }}"
        size = f"#sheet {{ position: relative; width: {self.width}px; height: {self.height - 2}px; overflow: hidden }}"
        told = json.dumps(self.stories, ensure_ascii=False).replace("</", "<\\/")
        return (
            f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
            f"<style>{base}{page}{size}{self.css}</style></head><body>"
            f'<div id="sheet">{"".join(boxes)}</div><script type="application/json" id="stories">{told}</script>'
            f'<script type="application/json" id="truth"></script>'
            f"<script>{(HERE / 'pour.js').read_text(encoding='utf8')}</script></body></html>"
        )


def photograph(rng: random.Random, shape: float) -> str:
    """A picture of nothing in particular: sky, hills, something in front; as a data URL."""
    width, height = 360, max(40, round(360 / max(shape, 0.2)))
    sky, land = [tuple(rng.randrange(low, 230) for _ in range(3)) for low in (120, 20)]
    image = Image.new("RGB", (width, height), sky)
    draw = ImageDraw.Draw(image)
    for layer in range(4):
        level = height * (0.4 + 0.15 * layer)
        ridge = [(x, level + rng.uniform(-0.12, 0.12) * height) for x in range(0, width + 41, 40)]
        shade = tuple(max(0, part - 25 * layer) for part in land)
        draw.polygon([(0, height), *ridge, (width, height)], fill=shade)
    for _ in range(rng.randrange(2, 7)):
        x, y, r = rng.randrange(width), rng.uniform(0.5, 0.95) * height, rng.uniform(0.04, 0.12) * height
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(rng.randrange(256) for _ in range(3)))
        draw.rectangle((x - r, y + r, x + r, y + 4 * r), fill=tuple(rng.randrange(200) for _ in range(3)))
    image = image.filter(ImageFilter.GaussianBlur(1.4))
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=70)
    return "data:image/jpeg;base64," + base64.b64encode(stored.getvalue()).decode()


class TraditionalSheet(Sheet):
    """A sheet whose words are turned into traditional characters with corner brackets."""

    def plain(self, text: str) -> str:
        turned = opencc.OpenCC("s2tw").convert(text)
        return turned.translate(str.maketrans("“”‘’", "「」『』"))

    def said(self, text: str) -> str:
        return super().said(self.plain(text))


def dated(desk: Desk, rng: random.Random) -> str:
    """The day of the paper, as its head line has it."""
    year, month, day = desk.day.split("-")
    return f"{year}年{int(month)}月{int(day)}日　星期{rng.choice(DAYS)}"


def grid(page: Rect, number: int, gap: float) -> Columns:
    """The place cut into so many equal columns."""
    column = (page.w - gap * (number - 1)) / number
    return lambda i, n: (page.x + i * (column + gap), n * column + (n - 1) * gap)
