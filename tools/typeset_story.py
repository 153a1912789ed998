"""How a story stands on the page: where its headline goes, how its columns run round what stands in them."""

import random
from dataclasses import dataclass, field, replace

from make_dumps import Story, name
from typeset_extras import picture, picture_words
from typeset_sheet import Draft, SetGraphic
from typeset_type import Block, Frame, Paragraph, Style, flow, head_block, lines_needed, vertical_block, width_of

Column = tuple[float, float]
"""Left edge and width."""


class Forme:
    """The page being made up: its lines and graphics so far, and the articles that wait to be set."""

    def __init__(self, style: Style, rng: random.Random, items: list[dict]) -> None:
        self.style = style
        self.rng = rng
        self.items = list(items)
        self.drafts: list[Draft] = []
        self.graphics: list[SetGraphic] = []
        self.stories = 0

    def new_story(self) -> int:
        """The number of the next story."""
        self.stories += 1
        return self.stories - 1

    def add(self, block: Block, left: float, top: float, story: int | None) -> None:
        """A block set down with its upper left corner there."""
        self.drafts += [line.at(left, top, story) for line in block.lines]
        for kind, x, y, width, height in block.graphics:
            self.graphic(kind, left + x, top + y, width, height)

    def take(self, items: list[dict]) -> None:
        """These articles are set, and wait no more."""
        gone = {id(item) for item in items}
        self.items = [item for item in self.items if id(item) not in gone]

    def mark(self) -> tuple[int, int, int]:
        """Where the page stands, to go back to when a story finds no room."""
        return len(self.drafts), len(self.graphics), self.stories

    def back(self, mark: tuple[int, int, int]) -> None:
        """The page as it was at the mark."""
        del self.drafts[mark[0] :]
        del self.graphics[mark[1] :]
        self.stories = mark[2]

    def graphic(self, kind: str, left: float, top: float, width: float, height: float) -> None:
        """A rule, frame, tint or picture."""
        self.graphics.append(SetGraphic(kind, round(left, 2), round(top, 2), round(width, 2), round(height, 2)))


@dataclass(slots=True)
class Copy:
    """A story ready to be set: what goes into its head, what runs down its columns."""

    heads: list[tuple[str, str]]
    paragraphs: list[Paragraph]
    caption: str | None = None
    story: int = 0
    light: bool = False


@dataclass(slots=True)
class Inset:
    """What stands in some columns of a story with text round it; ``share`` of the free depth is above."""

    first: int
    count: int
    block: Block
    share: float


@dataclass(slots=True)
class Arrangement:
    """The columns of a story, each from its own top, and what stands in them. ``lifts``: how much shorter each ends."""

    columns: list[Column]
    tops: list[float]
    insets: list[Inset] = field(default_factory=list)
    lifts: list[float] = field(default_factory=list)
    least: float = 0.0
    beside: tuple[float, float, float] | None = None
    """Left edge, width and top of what is left free below a headline at the side."""

    def inset_top(self, inset: Inset, bottom: float, style: Style) -> float:
        """Where an inset stands when the columns end at ``bottom``."""
        span = slice(inset.first, inset.first + inset.count)
        base = max(self.tops[span])
        free = min(bottom - lift for lift in self._lifts()[span]) - base - inset.block.height
        return base + int(max(0.0, free) * inset.share / style.leading) * style.leading

    def frames(self, bottom: float, style: Style) -> list[Frame]:
        """What is left of the columns for text, in reading order."""
        out = []
        for number, ((left, width), top, lift) in enumerate(zip(self.columns, self.tops, self._lifts(), strict=True)):
            at = top
            standing = sorted(
                (self.inset_top(inset, bottom, style), inset.block.height)
                for inset in self.insets
                if inset.first <= number < inset.first + inset.count
            )
            for inset_top, height in standing:
                out.append(Frame(left, width, at, inset_top - style.leading * 0.4))
                at = inset_top + height + (style.leading * 0.5 if height else 0)
            out.append(Frame(left, width, at, bottom - lift))
        return [frame for frame in out if frame.bottom - frame.top > style.leading * 1.99]

    def _lifts(self) -> list[float]:
        return self.lifts or [0.0] * len(self.columns)


def copy_of(story: Story, style: Style, rng: random.Random) -> Copy:
    """The story's heads and paragraphs in the page's habits."""
    heads = [head for head in story.heads if head[0] not in ("byline", "jump_from")]
    bylines = [text for role, text in story.heads if role == "byline"]
    marks = [text for role, text in story.heads if role == "jump_from"]
    if not story.heads:
        marks = [rng.choice(("（上接第一版）", "上接第1版", "（上接第二版）"))]
    if rng.random() < 0.3 and heads:
        heads = [("jump_from", mark) for mark in marks] + heads
        marks, torn = [], bool(marks)
    else:
        torn = bool(marks)
    indent = 2.0 if style.indent else 0.0
    opening = [Paragraph("jump_from", mark, None, 4, indent, rng.choice(("left", "centre"))) for mark in marks]
    closing = [
        Paragraph(role, text, None, 6, 2.0, rng.choice(("right", "right", "left"))) for role, text in story.closing
    ]
    place = rng.choice(("head", "column", "end")) if style.byline == "mixed" else style.byline
    parts = list(story.paragraphs)
    if not bylines and not torn and "　" not in parts[0][1][:24] and rng.random() < 0.2:
        parts[0] = (parts[0][0], f"本报讯（{rng.choice(('记者', '通讯员', '本报记者'))} {name(rng)}）{parts[0][1]}")
    for byline in bylines:
        if place == "head" and heads:
            heads.append(("byline", byline))
        elif place == "end":
            words = f"（{byline.lstrip('□■ ')}）"
            if rng.random() < 0.4:
                parts[-1] = (parts[-1][0], parts[-1][1] + words)
            else:
                closing.append(Paragraph("byline", words, None, 6, 0.0, "right", rng.random() < 0.3))
        else:
            align = rng.choice(("indent", "centre", "right"))
            opening.append(
                Paragraph(
                    "byline", byline, None, 4, 2.0 * (align == "indent"), align, rng.random() < 0.5, style.small_font
                )
            )
    body = [
        _paragraph(number, kind, text, style, torn and number == 0, rng) for number, (kind, text) in enumerate(parts)
    ]
    return Copy(heads, [*opening, *body, *closing], story.caption)


def _paragraph(number: int, kind: str, text: str, style: Style, torn: bool, rng: random.Random) -> Paragraph:
    if kind == "crosshead":
        indent = 2.0 if style.cross_align == "indent" else 0.0
        align = "left" if style.cross_align == "indent" else style.cross_align
        font = style.head_fonts[0] if style.cross_bold else style.body_font
        return Paragraph(
            "crosshead",
            text,
            number,
            5,
            indent,
            align,
            style.cross_bold,
            font,
            style.cross_scale,
            int(style.cross_blank),
        )
    indent = 2.0 if style.indent and not (torn and rng.random() < 0.8) else 0.0
    return Paragraph("body", text, number, indent=indent, before=int(not style.indent and number > 0))


def divided(left: float, width: float, count: int, gutter: float) -> list[Column]:
    """``count`` equal columns."""
    each = (width - gutter * (count - 1)) / count
    return [(left + number * (each + gutter), each) for number in range(count)]


def arranged(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    """Where the headline stands, by chance: across, over some columns, at a side, upright, or in the midst."""
    rng, count = forme.rng, len(columns)
    uneven = max(tops) - min(tops)
    flat = uneven < 0.1
    forms = ["across"] * 10 + ["part"] * 4 * (count > 1) + ["side"] * 2 * (count > 2)
    forms += (["upright"] * 3 * forme.style.upright_heads + ["midst"] * (count > 2)) * (flat and count > 1)
    forms += ["shown"] * (flat and forme.style.pictures > 0.1)
    form = "across" if not copy.heads else rng.choice(forms + ["part"] * 12 * (not flat))
    form = "part" if copy.heads and uneven > 1.5 * forme.style.leading else form
    return HEAD_FORMS[form](copy, columns, tops, forme)


def _scale(columns: int, copy: Copy, rng: random.Random) -> float:
    """How large a headline is wished for, in sizes of the body."""
    length = sum(len(part.text) for part in copy.paragraphs)
    return (1.25 + 0.55 * min(columns, 4) + min(1.2, length / 1500)) * rng.uniform(0.75, 1.3) + (rng.random() < 0.12)


def _span(columns: list[Column], first: int, count: int) -> tuple[float, float]:
    """Left edge and width of neighbouring columns together."""
    left = columns[first][0]
    end = columns[first + count - 1]
    return left, end[0] + end[1] - left


def _set_head(block: Block, left: float, top: float, copy: Copy, forme: Forme) -> float:
    """The headline stack set down there, at times reversed on a tint; how deep it is."""
    style = forme.style
    if block.lines and not copy.light and forme.rng.random() < style.reversed:
        pad = style.size * 0.35
        forme.graphic("tint", left, top, block.width, block.height + pad)
        for line in block.lines:
            line.light = True
            line.top += pad
        block.height += 2 * pad
    for line in block.lines:
        line.light = line.light or copy.light
    forme.add(block, left, top, copy.story)
    return block.height + style.size * forme.rng.uniform(0.1, 0.6) if block.lines else 0.0


def _head_across(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    left, width = _span(columns, 0, len(columns))
    block = head_block(copy.heads, width, _scale(len(columns), copy, forme.rng), forme.style, forme.rng)
    top = max(tops)
    depth = _set_head(block, left, top, copy, forme)
    begin = [top + depth] * len(columns) if copy.heads else list(tops)
    return Arrangement(columns, begin, least=top + depth + 2 * forme.style.leading)


def _head_part(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    """Over some columns; the others begin at the head's level or where the stories above them end."""
    rng = forme.rng
    first, count = rng.choice(_level_spans(tops, forme.style))
    left, width = _span(columns, first, count)
    top = max(tops[first : first + count])
    block = head_block(copy.heads, width, _scale(count, copy, rng), forme.style, rng)
    depth = _set_head(block, left, top, copy, forme)
    begin = [top + depth if first <= number < first + count else at for number, at in enumerate(tops)]
    return Arrangement(columns, begin, least=max(begin) + 2 * forme.style.leading)


def _head_shown(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    """Below a picture that stands over the whole story (图片新闻)."""
    left, width = _span(columns, 0, len(columns))
    height = min(width * forme.rng.uniform(0.45, 0.8), 28 * forme.style.leading)
    forme.graphic("picture", left, tops[0], width, height)
    below = tops[0] + height + 0.5 * forme.style.leading
    return _head_across(copy, columns, [below] * len(columns), forme)


def _level_spans(tops: list[float], style: Style) -> list[tuple[int, int]]:
    """Neighbouring columns, not all, that begin at about one height; those from the first column on count more."""
    whole = len(tops)
    spans = [(first, count) for first in range(whole) for count in range(1, min(whole, whole - first + 1))]
    level = [span for span in spans if max(part := tops[span[0] : sum(span)]) - min(part) < 1.5 * style.leading]
    return level + [span for span in level if span[0] == 0] * 4


def _head_side(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    """At the left or right of the text, in columns of its own."""
    rng, count = forme.rng, len(columns)
    wide = 1 if count < 5 else rng.choice((1, 1, 1, 2))
    first = rng.choice((0, count - wide))
    left, width = _span(columns, first, wide)
    block = head_block(copy.heads, width, _scale(wide, copy, rng) * 1.15, forme.style, rng)
    depth = lines_needed(copy.paragraphs, columns[0][1], forme.style) / (count - wide) * forme.style.leading
    if depth > 2.5 * block.height + 8 * forme.style.leading:
        return _head_across(copy, columns, tops, forme)
    top = max(tops[first : first + wide]) + max(0.0, depth - block.height) * rng.choice((0, 0, 0.3, 0.5))
    depth = _set_head(block, left, top, copy, forme)
    kept = [number for number in range(count) if not first <= number < first + wide]
    below = (left, width, top + depth)
    return Arrangement([columns[k] for k in kept], [tops[k] for k in kept], least=top + depth, beside=below)


def _head_upright(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    """Upright at the left or right; the text is set anew on what width is left."""
    style, rng, count = forme.style, forme.rng, len(columns)
    left, width = _span(columns, 0, count)
    depth = lines_needed(copy.paragraphs, width / count, style) * style.leading / count
    tall = max(style.size * 9, min(depth * rng.uniform(0.6, 1.0), style.size * 40))
    block = vertical_block(copy.heads, tall, _scale(count, copy, rng), style, rng)
    if block.width > width * 0.5:
        return _head_across(copy, columns, tops, forme)
    block.height += style.size * 0.2
    side = rng.choice(("left", "right"))
    gap = style.gutter * 0.8
    _set_head(block, left if side == "left" else left + width - block.width, tops[0], copy, forme)
    rest = width - block.width - gap
    measure = columns[0][1]
    wide = max(1, round(rest / (measure + style.gutter)))
    begin = left + block.width + gap if side == "left" else left
    return Arrangement(divided(begin, rest, wide, style.gutter), [tops[0]] * wide, least=tops[0] + block.height)


def _head_midst(copy: Copy, columns: list[Column], tops: list[float], forme: Forme) -> Arrangement:
    """In the midst of the text, which runs above and below it."""
    rng, count = forme.rng, len(columns)
    wide = rng.randrange(1, count - 1) if count > 2 else 1
    first = rng.randrange(1, count - wide)
    _, width = _span(columns, first, wide)
    block = head_block(copy.heads, width, _scale(wide, copy, rng), forme.style, rng)
    for line in block.lines:
        line.light = copy.light
    inset = Inset(first, wide, block, rng.choice((0.0, 0.4, 0.5)))
    return Arrangement(columns, tops, [inset], least=tops[0] + block.height + 4 * forme.style.leading)


HEAD_FORMS = {
    "across": _head_across,
    "part": _head_part,
    "shown": _head_shown,
    "side": _head_side,
    "upright": _head_upright,
    "midst": _head_midst,
}


def fitted(plan: Arrangement, paragraphs: list[Paragraph], limit: float, style: Style) -> float | None:
    """The least bottom at which the columns hold the text; None when the limit comes first."""
    measure = sum(width for _, width in plan.columns) / len(plan.columns)
    need = lines_needed(paragraphs, measure, style) * 0.96
    bottom = max(plan.least, min(plan.tops) + 2 * style.leading)
    while bottom <= limit + 0.01:
        room = sum(int((frame.bottom - frame.top) / style.leading) for frame in plan.frames(bottom, style))
        if room >= need:
            _, index, _ = flow(paragraphs, plan.frames(bottom, style), style, None)
            if index == len(paragraphs):
                return bottom
            need = room + 0.5
        bottom += style.leading * max(1, int((need - room) / len(plan.columns)))
    return None


def set_body(plan: Arrangement, copy: Copy, limit: float, forme: Forme) -> float | None:
    """The text set down its columns, cut or continued elsewhere where it finds no room; the bottom of the columns.

    None, and nothing set, where there is hardly any room at all.
    """
    style, rng = forme.style, forme.rng
    paragraphs = copy.paragraphs
    if plan.least > limit or not plan.columns:
        return None
    bottom = fitted(plan, paragraphs, limit, style)
    if bottom is None:
        held, index, at = flow(paragraphs, plan.frames(limit, style), style, None)
        if sum(line.role == "body" for line in held) < 4:
            return None
        shorter = trimmed(paragraphs, index, at)
        if shorter and rng.random() < 0.75:
            bottom = fitted(plan, shorter, limit, style)
            paragraphs = shorter if bottom is not None else paragraphs
    if bottom is None:
        bottom = limit
        forme.drafts += _continued(plan, replace(copy, paragraphs=paragraphs), limit, forme)
    else:
        bottom = _filled(plan, replace(copy, paragraphs=paragraphs), bottom, limit, forme)
        forme.drafts += flow(paragraphs, plan.frames(bottom, style), style, copy.story, copy.light)[0]
    for inset in plan.insets:
        for line in inset.block.lines:
            line.light = line.light or (copy.light and line.story is None)
        forme.add(inset.block, plan.columns[inset.first][0], plan.inset_top(inset, bottom, style), copy.story)
    if plan.beside:
        _picture_beside(plan, copy, bottom, forme)
    if style.column_rules:
        _column_rules(plan, bottom, forme)
    return bottom


def _filled(plan: Arrangement, copy: Copy, bottom: float, limit: float, forme: Forme) -> float:
    """The bottom brought down to the limit by a picture, where little room would be left below the story."""
    style, rng = forme.style, forme.rng
    spare = (limit - bottom) / style.leading
    if not 2 < spare < 12 or plan.insets or rng.random() < 0.25:
        return bottom
    count = len(plan.columns)
    for wide in rng.sample(range(1, count + 1), count):
        height = spare * style.leading * count / wide
        begin = rng.randrange(count - wide + 1)
        _, width = _span(plan.columns, begin, wide)
        if not 0.4 * width < height < 1.6 * width or max(plan.tops) + height > limit - 5 * style.leading:
            continue
        caption = copy.caption or picture_words(copy.paragraphs, rng)
        plan.insets = [Inset(begin, wide, picture(width, height, caption, style, rng), 0.5)]
        plan.insets[0].share = rng.choice((0.0, 0.5, 1.0))
        if (deeper := fitted(plan, copy.paragraphs, limit, style)) is not None:
            return deeper
        plan.insets = []
    return bottom


def _picture_beside(plan: Arrangement, copy: Copy, bottom: float, forme: Forme) -> None:
    """A picture below the headline at the side, where much room is left there."""
    left, width, top = plan.beside or (0.0, 0.0, 0.0)
    height = bottom - top - forme.style.leading
    if height < 7 * forme.style.leading or forme.rng.random() < 0.2:
        return
    block = picture(width, min(height, width * 1.5), picture_words(copy.paragraphs, forme.rng), forme.style, forme.rng)
    if block.height <= height:
        forme.add(block, left, bottom - block.height, copy.story)


def _column_rules(plan: Arrangement, bottom: float, forme: Forme) -> None:
    """Thin rules between the columns, where text stands on both sides."""
    frames = plan.frames(bottom, forme.style)
    for one, other in (
        (a, b) for a in frames for b in frames if 0 < b.left - a.left - a.width < forme.style.gutter * 2
    ):
        top, end = max(one.top, other.top), min(one.bottom, other.bottom)
        if end - top > 2 * forme.style.leading:
            forme.graphic("rule", (one.left + one.width + other.left) / 2, top, 0.4, end - top)


def trimmed(paragraphs: list[Paragraph], index: int, at: int) -> list[Paragraph]:
    """The text as an editor cuts it to fit: from the end, to a full stop."""
    closing = [part for part in paragraphs if part.rank == 6]
    body = [part for part in paragraphs[:index] if part.rank < 6]
    if index < len(paragraphs) and paragraphs[index].role == "body":
        text = paragraphs[index].text
        cut = text.rfind("。", 0, max(0, at - 24 * len(closing) - 2)) + 1
        body += [replace(paragraphs[index], text=text[:cut])] if cut > 20 else []
    while body and body[-1].role == "crosshead":
        body.pop()
    return [*body, *closing] if any(part.role == "body" for part in body) else []


def _continued(plan: Arrangement, copy: Copy, limit: float, forme: Forme) -> list[Draft]:
    """The text broken off at the foot of its last column, with a mark that tells the page it goes on at."""
    style, rng = forme.style, forme.rng
    frames = plan.frames(limit, style)
    mark = rng.choice(("（下转第{}版）", "下转第{}版", "（下转{}版）", "▶▶下转第{}版")).format(
        rng.choice("二三四五六八2345")
    )
    if not frames or rng.random() < 0.07:
        return flow(copy.paragraphs, frames, style, copy.story, copy.light)[0]
    last = frames[-1]
    count = int((last.bottom - last.top + 0.01) / style.leading)
    frames[-1] = Frame(last.left, last.width, last.top, last.top + (count - 1) * style.leading)
    out = flow(copy.paragraphs, frames, style, copy.story, copy.light)[0]
    while out and out[-1].role == "crosshead":
        out.pop()
    if out and mark[0] in "（▶" and rng.random() < 0.4 and out[-1].role == "body" and out[-1].width > last.width * 0.9:
        line = out[-1]
        keep = max(1, len(line.text) - len(mark))
        line.text = line.text[:keep] + mark
        return out
    height = style.size * style.box
    top = last.top + (count - 1) * style.leading + (style.leading - height) / 2
    measure = min(last.width, width_of(mark) * style.size)
    left = last.left + last.width - measure
    font, bold = rng.choice(((style.body_font, False), (style.small_font, False), (style.head_fonts[0], True)))
    return [
        *out,
        Draft(mark, left, top, measure, height, style.size, "jump_to", font, bold, False, copy.light, copy.story, 6),
    ]
