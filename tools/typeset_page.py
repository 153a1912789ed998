"""Pages made up by chance: panels of columns, stories set where there is room, and what fills the rest."""

import random
from dataclasses import dataclass, replace
from functools import cache

import opencc

from make_dumps import dress, name
from presscheck import hanzi
from typeset_extras import advert, furniture, label_block, picture, picture_words, table
from typeset_sheet import Draft, SetGraphic, Sheet, numbered
from typeset_story import Arrangement, Column, Copy, Forme, Inset, arranged, copy_of, divided, fitted, set_body
from typeset_type import FORMATS, MM, Block, Paragraph, Style, flow, lines_needed, style_of, width_of

LABELS = ("简讯", "短讯", "要闻速览", "简明新闻", "一句话新闻", "国内简讯", "快讯", "信息窗", "时讯")
SIGHTS = ("渠水河畔的清晨", "白石镇的秋收", "鹿鸣大桥雪景", "图为北坡乡的孩子们在新操场上跑步", "南浦老街灯会")
CORNERS = str.maketrans({plain: mark for mark, plain in hanzi.CORNER_MARKS.items()})


FRAMED = 0.25
"""The share of a page's parts, where it has several, that stand in one frame with all their stories."""


@dataclass(slots=True)
class Panel:
    """A part of the page with columns of its own, and how far down each is filled."""

    columns: list[Column]
    tops: list[float]
    bottom: float

    def room(self, style: Style) -> tuple[int, int] | None:
        """The highest free column and how many columns to its right are free from about there on; None when full."""
        least = 6 * style.leading
        free = [number for number, top in enumerate(self.tops) if self.bottom - top > least]
        if not free:
            return None
        first = min(free, key=lambda number: (round(self.tops[number]), number))
        count = 1
        while first + count in free:
            count += 1
        return first, count


def made_up(items: list[dict], rng: random.Random, *, vertical: bool = False) -> Sheet:
    """A page of the given articles, as many as it holds; ``vertical``: lines go down, and on to the left."""
    style = style_of(rng)
    if vertical:
        style = replace(style, upright_heads=False, traditional=rng.random() < 0.8)
        items = [_widened(item) for item in items]
    wide, high = rng.choice(FORMATS) if rng.random() < 0.85 else (rng.randrange(210, 430), rng.randrange(280, 600))
    width, height = wide * MM * rng.uniform(0.98, 1.02), high * MM * rng.uniform(0.98, 1.02)
    forme = Forme(style, rng, items)
    margin, edge = rng.uniform(0.02, 0.06) * width, rng.uniform(0.012, 0.03) * height
    above, below = furniture(width - 2 * margin, style.size * 3, style.size * 2, style, rng)
    top = edge + above.height + style.leading * rng.uniform(0.5, 1.5)
    bottom = height - edge - below.height - style.leading
    space = (top, bottom - top, margin, width - margin) if vertical else (margin, width - 2 * margin, top, bottom)
    several = panels(*space, forme)
    for panel in several:
        above_all = min(panel.tops)
        fill(panel, forme)
        if len(several) > 1 and not vertical and rng.random() < FRAMED:
            _frame(panel, above_all, forme)
    if vertical:
        _turn(forme, width)
    forme.add(above, margin, edge, None)
    forme.add(below, margin, height - edge - below.height - 3, None)
    return finished(forme, round(width, 2), round(height, 2))


def _widened(item: dict) -> dict:
    """The article with full-width figures and letters, as upright lines have them."""
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    paragraphs = [{**part, "text": part["text"].translate(wide)} for part in item["paragraphs"]]
    return {**item, "headline": item["headline"].translate(wide), "paragraphs": paragraphs}


def _turn(forme: Forme, width: float) -> None:
    """What was set across turned by a quarter: columns become bands, and lines go from right to left."""
    for draft in forme.drafts:
        draft.left, draft.top = width - draft.top - draft.height, draft.left
        draft.width, draft.height, draft.vertical = draft.height, draft.width, True
    forme.graphics[:] = [
        SetGraphic(one.kind, round(width - one.top - one.height, 2), one.left, one.height, one.width)
        for one in forme.graphics
    ]


def panels(left: float, width: float, top: float, bottom: float, forme: Forme) -> list[Panel]:
    """The page as one panel, or parted once or twice, each part with its own columns."""
    style, rng = forme.style, forme.rng
    chance = rng.random()
    if chance < 0.2 and width > 60 * style.size:
        cut = width * rng.uniform(0.25, 0.75)
        gap = style.gutter * 1.6
        return panels(left, cut - gap / 2, top, bottom, forme) + panels(
            left + cut + gap / 2, width - cut - gap / 2, top, bottom, forme
        )
    if chance < 0.4 and bottom - top > 50 * style.leading:
        cut = top + (bottom - top) * rng.uniform(0.3, 0.7)
        gap = style.gap + style.leading
        if rng.random() < 0.6:
            forme.graphic("rule", left, cut, width, rng.uniform(0.4, 2))
        return panels(left, width, top, cut - gap / 2, forme) + panels(left, width, cut + gap / 2, bottom, forme)
    columns = grid(left, width, forme)
    return [Panel(columns, [top] * len(columns), bottom)]


def grid(left: float, width: float, forme: Forme) -> list[Column]:
    """Columns of equal or unequal widths."""
    style, rng = forme.style, forme.rng
    measure = style.size * rng.uniform(9.5, 21)
    count = max(1, min(9, round(width / (measure + style.gutter))))
    if count < 2 or rng.random() < 0.82:
        return divided(left, width, count, style.gutter)
    weights = [rng.uniform(0.75, 1.4) for _ in range(count)]
    if rng.random() < 0.5:
        weights = [1.0] * count
        weights[rng.choice((0, -1))] = rng.uniform(1.3, 1.8)
    gutters = [style.gutter * rng.uniform(0.85, 1.6) for _ in range(count)]
    free = width - sum(gutters[1:])
    out, at = [], left
    for weight, gutter in zip(weights, [*gutters[1:], 0.0], strict=True):
        each = free * weight / sum(weights)
        out.append((at, each))
        at += each + gutter
    return out


def fill(panel: Panel, forme: Forme) -> None:
    """The panel filled with stories, and with what else a page has."""
    style, rng = forme.style, forme.rng
    while (room := panel.room(style)) is not None:
        chance = rng.random()
        if chance < style.briefs and place_briefs(panel, *room, forme):
            continue
        if not forme.items or style.briefs <= chance < style.briefs + style.adverts:
            place_filler(panel, *room, forme)
        else:
            place_story(panel, *room, forme)


def place_story(panel: Panel, first: int, free: int, forme: Forme) -> None:
    """One story in the panel: how wide, how its columns begin, in a box or not; something else where it has no room."""
    style, rng = forme.style, forme.rng
    copy = copy_of(dress(_chosen(panel, first, free, forme), rng), style, rng)
    for _ in range(4):
        span = _width_for(panel, first, free, copy, forme)
        mark = forme.mark()
        boxed = rng.random() < style.boxes + style.tints
        if (done := _set(panel, range(first, first + span), copy, boxed, forme)) is not None:
            bottom, aligned = done
            _close(panel, range(first, first + span), bottom, aligned and not boxed, mark, forme)
            return
        forme.back(mark)
    place_filler(panel, first, free, forme)


def _chosen(panel: Panel, first: int, free: int, forme: Forme) -> dict:
    """The next article; where little room is left, of several the one that fills it best."""
    style, rng = forme.style, forme.rng
    depth = (panel.bottom - panel.tops[first]) / style.leading - 4
    if depth > 45 or rng.random() < 0.2:
        return forme.items.pop()
    wide = min(free, rng.randrange(1, 4))
    room = depth * wide * panel.columns[first][1] / style.size
    found = min(rng.sample(forme.items, min(8, len(forme.items))), key=lambda item: _misfit(item, room))
    forme.take([found])
    return found


def _misfit(item: dict, room: float) -> float:
    """How badly an article fills room for so many characters: one too short is worse than one to be cut."""
    more = sum(len(part["text"]) for part in item["paragraphs"]) * 1.12 - room
    return more if more > 0 else -3 * more


def _set(panel: Panel, across: range, copy: Copy, boxed: bool, forme: Forme) -> tuple[float, bool] | None:
    """The story set over some columns; its bottom, and whether its columns are the panel's.

    None where there was no room."""
    style, rng = forme.style, forme.rng
    columns, tops, limit = (
        panel.columns[across.start : across.stop],
        panel.tops[across.start : across.stop],
        panel.bottom,
    )
    left, width = columns[0][0], columns[-1][0] + columns[-1][1] - columns[0][0]
    copy = replace(copy, story=forme.new_story())
    if boxed:
        pad, top = style.size * rng.uniform(0.6, 1.4), max(tops)
        tint = rng.random() < style.tints / (style.boxes + style.tints)
        copy.light = tint and rng.random() < 0.15
        count = max(1, len(across) + rng.choice((-1, 0, 0, 0, 1)))
        if (width - 2 * pad) / count < 6.5 * style.size:
            return None
        columns = divided(left + pad, width - 2 * pad, count, style.gutter)
        tops, limit = [top + pad] * count, limit - pad
    elif len(across) > 1 and rng.random() < style.redivided:
        count = max(1, len(across) + rng.choice((-1, -1, 1)))
        if width / count > 7.5 * style.size:
            columns, tops = divided(left, width, count, style.gutter), [max(tops)] * count
    plan = arranged(copy, columns, tops, forme)
    _stand_in(plan, copy, limit, forme)
    bottom = set_body(plan, copy, limit, forme)
    if bottom is None or not boxed:
        return None if bottom is None else (bottom, plan.columns == columns and columns[0] in panel.columns)
    bottom = limit if 0 < limit - bottom < 7 * style.leading else bottom
    for kind in ["tint"] * tint + ["frame"] * (not tint or rng.random() < 0.4):
        forme.graphic(kind, left, top, width, bottom + pad - top)
    return bottom + pad, False


def _stand_in(plan: Arrangement, copy: Copy, limit: float, forme: Forme) -> None:
    """What stands within the story's columns by chance: a picture, a table, a boxed item; and uneven feet."""
    style, rng = forme.style, forme.rng
    count = len(plan.columns)
    if rng.random() < 0.12 and count > 1:
        lift, part = rng.randrange(2, 11) * style.leading, rng.randrange(1, count)
        plan.lifts = rng.choice(([0.0] * part + [lift] * (count - part), [lift] * part + [0.0] * (count - part)))
        plan.least += lift
    if plan.insets or not plan.columns:
        return
    wide = rng.randrange(1, count + 1)
    begin = rng.randrange(count - wide + 1)
    width = plan.columns[begin + wide - 1][0] + plan.columns[begin + wide - 1][1] - plan.columns[begin][0]
    chance = rng.random()
    if chance < style.pictures or copy.caption:
        depth = lines_needed(copy.paragraphs, plan.columns[0][1], style) / count + 4
        height = min(width * rng.uniform(0.45, 1.1), max(9.0, 1.6 * depth) * style.leading)
        block = picture(width, height, copy.caption or picture_words(copy.paragraphs, rng), style, rng)
    elif chance < style.pictures + 0.025 and style.upright_heads:
        block = table(width, style, rng)
    elif chance < style.pictures + 0.025 + style.inner and forme.items and width > 10 * style.size:
        block = inner_item(width, forme)
    else:
        return
    if plan.least + block.height < limit - 4 * style.leading:
        plan.insets = [Inset(begin, wide, block, rng.choice((0.0, 0.0, 0.5, 1.0, rng.random())))]
        plan.least += block.height


def inner_item(width: float, forme: Forme) -> Block:
    """Another story in a box, to stand within this one's columns."""
    style, rng = forme.style, forme.rng
    item = min(
        rng.sample(forme.items, min(4, len(forme.items))),
        key=lambda one: sum(len(part["text"]) for part in one["paragraphs"]),
    )
    forme.take([item])
    copy = copy_of(dress(item, rng), style, rng)
    box = Forme(style, rng, [])
    box.stories = forme.stories
    copy.story, pad = box.new_story(), style.size * rng.uniform(0.6, 1.2)
    count = max(1, min(3, round((width - 2 * pad) / (style.size * rng.uniform(9, 18)))))
    plan = arranged(copy, divided(pad, width - 2 * pad, count, style.gutter), [pad] * count, box)
    height = (set_body(plan, copy, 1e5, box) or 0.0) + pad
    forme.stories = box.stories
    graphics = [(one.kind, one.left, one.top, one.width, one.height) for one in box.graphics]
    kinds = rng.choice((("frame",), ("frame",), ("tint",), ("tint", "frame")))
    return Block(width, height, box.drafts, [(kind, 0.0, 0.0, width, height) for kind in kinds] + graphics)


def _close(panel: Panel, columns: range, bottom: float, aligned: bool, mark: tuple, forme: Forme) -> None:
    """Rules about the story that was set, and how far down its columns are filled now."""
    style, rng = forme.style, forme.rng
    begun = [panel.tops[number] for number in columns]
    for number in columns:
        even = style.sharp_feet or not aligned or panel.bottom - bottom < 4 * style.leading
        foot = (
            bottom
            if even and not (aligned and _uneven(panel, number, mark, forme, bottom))
            else _foot(panel.columns[number], mark, forme)
        )
        panel.tops[number] = max(panel.tops[number], foot) + style.gap
    feet = [panel.tops[number] - style.gap / 2 for number in columns]
    kind = rng.choice(("none", "level", "upright", "both")) if style.story_rules == "some" else style.story_rules
    if kind in ("level", "both") and aligned and max(feet) < panel.bottom:
        for number, foot in zip(columns, feet, strict=True):
            joined = number + 1 in columns and panel.tops[number + 1] == panel.tops[number]
            left, width = panel.columns[number]
            right = panel.columns[number + 1][0] if joined else left + width
            forme.graphic("rule", left, foot, right - left, 0.5)
    if kind in ("upright", "both") and aligned and columns.stop < len(panel.columns):
        left, width = panel.columns[columns[-1]]
        middle = (left + width + panel.columns[columns.stop][0]) / 2
        forme.graphic("rule", middle, begun[-1], 0.5, max(1.0, feet[-1] - style.gap / 2 - begun[-1]))


def _uneven(panel: Panel, number: int, mark: tuple, forme: Forme, bottom: float) -> bool:
    """Does this column end well above the story's bottom?"""
    return bottom - _foot(panel.columns[number], mark, forme) > 8 * forme.style.leading


def _foot(column: Column, mark: tuple, forme: Forme) -> float:
    """How far down what was set since the mark reaches in a column."""
    left, right = column[0], column[0] + column[1]
    things = [*forme.drafts[mark[0] :], *forme.graphics[mark[1] :]]
    return max(
        (one.top + one.height for one in things if one.left < right - 1 and one.left + one.width > left + 1),
        default=0.0,
    )


def place_filler(panel: Panel, first: int, free: int, forme: Forme) -> None:
    """An advertisement, or a picture with its caption, or nothing, where no story goes."""
    style, rng = forme.style, forme.rng
    near = 1
    while near < free and abs(panel.tops[first + near] - panel.tops[first]) <= 3 * style.leading:
        near += 1
    near = rng.randrange(1, near + 1)
    top = max(panel.tops[first : first + near])
    left, end = panel.columns[first][0], panel.columns[first + near - 1]
    width, height = end[0] + end[1] - left, panel.bottom - top
    if height > width * 1.3:
        height = width * rng.uniform(0.4, 1.2)
    chance = rng.random()
    if chance < 0.6:
        forme.add(advert(width, height, style, rng), left, top, None)
    elif chance < 0.85:
        words = f"{rng.choice(SIGHTS)}　{name(rng)} 摄"
        block = picture(width, height - 1.2 * style.leading, words, style, rng)
        if top + block.height <= panel.bottom + 0.1:
            forme.add(block, left, top, forme.new_story())
            height = max(height, block.height)
    for number in range(first, first + near):
        panel.tops[number] = top + height + style.gap


def place_briefs(panel: Panel, first: int, free: int, forme: Forme) -> bool:
    """A column of short items under a label, each a story of its own; false where there are too few."""
    style, rng = forme.style, forme.rng
    short = [item for item in forme.items if sum(len(part["text"]) for part in item["paragraphs"]) < 260]
    if len(short) < 3:
        return False
    chosen = rng.sample(short, min(len(short), rng.randrange(3, 9)))
    span = 1 if free < 2 or abs(panel.tops[first + 1] - panel.tops[first]) > style.leading else rng.choice((1, 1, 2))
    columns, top = panel.columns[first : first + span], max(panel.tops[first : first + span])
    width = columns[-1][0] + columns[-1][1] - columns[0][0]
    label = label_block(rng.choice(LABELS), width, style, rng)
    paragraphs, owners = _brief_paragraphs(chosen, forme)
    plan = Arrangement(columns, [top + label.height] * span, least=top + label.height)
    while paragraphs and (bottom := fitted(plan, paragraphs, panel.bottom, style)) is None:
        last = owners[-1][0]
        paragraphs = [part for part, owner in zip(paragraphs, owners, strict=True) if owner[0] != last]
        owners = owners[: len(paragraphs)]
    if len({owner[0] for owner in owners}) < 2:
        return False
    forme.add(label, columns[0][0], top, None)
    for draft in flow(paragraphs, plan.frames(bottom, style), style, None)[0]:
        item, draft.paragraph = owners[draft.paragraph]
        draft.story = forme.stories + item
        forme.drafts.append(draft)
    forme.stories += len(chosen)
    for number in range(first, first + span):
        panel.tops[number] = bottom + style.gap
    forme.take(chosen[: owners[-1][0] + 1])
    return True


def _brief_paragraphs(chosen: list[dict], forme: Forme) -> tuple[list[Paragraph], list[tuple[int, int | None]]]:
    """The items as paragraphs numbered through; for each number the item it belongs to and its paragraph there."""
    style, rng = forme.style, forme.rng
    heads, credit, mark = (
        rng.choice(("line", "line", "none")),
        rng.choice(("line", "inline", "none")),
        rng.choice(("", "", "◆", "■", "●")),
    )
    blank = int(rng.random() < 0.6)
    out: list[Paragraph] = []
    owners: list[tuple[int, int | None]] = []
    for number, item in enumerate(chosen):
        before = blank if number else 0
        if heads == "line":
            out.append(
                Paragraph(
                    "headline",
                    mark + item["headline"].strip(),
                    len(out),
                    2,
                    0.0,
                    rng.choice(("left", "centre")),
                    True,
                    style.head_fonts[0],
                    1.0,
                    before,
                )
            )
            owners.append((number, None))
            before = 0
        texts = [part["text"].strip() for part in item["paragraphs"]]
        if heads == "none":
            texts[0] = mark + texts[0]
        writer = f"（{name(rng)}{rng.choice(('', ' ' + name(rng)))}）"
        if credit == "inline":
            texts[-1] += writer
        for local, text in enumerate(texts):
            out.append(Paragraph("body", text, len(out), 5, 2.0 if style.indent else 0.0, before=before))
            owners.append((number, local))
            before = 0
        if credit == "line":
            out.append(Paragraph("byline", writer, len(out), 6, 0.0, "right", rng.random() < 0.3))
            owners.append((number, None))
    return out, owners


def _frame(panel: Panel, top: float, forme: Forme) -> None:
    """A frame or tint round all the stories of a panel."""
    pad = forme.style.gutter * 0.35
    left = panel.columns[0][0] - pad
    right = panel.columns[-1][0] + panel.columns[-1][1] + pad
    kind = forme.rng.choice(("frame", "frame", "tint"))
    forme.graphic(kind, left, top - pad, right - left, panel.bottom - top + 2 * pad)


def _width_for(panel: Panel, first: int, free: int, copy: Copy, forme: Forme) -> int:
    """Over how many columns the story goes: so that it is neither a ribbon nor deeper than the room."""
    style, rng = forme.style, forme.rng
    least = style.leading * rng.choice((1, 1.5, 5, 12))
    near = 1
    while near < free and abs(panel.tops[first + near] - panel.tops[first]) <= least:
        near += 1
    lines = lines_needed(copy.paragraphs, panel.columns[first][1], style)
    depth = (panel.bottom - panel.tops[first]) / style.leading - 6
    wanted = max(rng.choice((1, 2, 2, 3, 3, 4, 5)), round(lines / max(8.0, depth)))
    return max(1, min(near, wanted, lines // 4))


def finished(forme: Forme, width: float, height: float) -> Sheet:
    """The page locked up: in traditional characters, or as boxes of a recogniser, where its style says so."""
    drafts = forme.drafts
    if forme.style.traditional:
        for draft in drafts:
            words = _traditional(draft.text)
            draft.text = words if len(words) == len(draft.text) else draft.text
    if forme.style.ocr:
        drafts = recognised(drafts, forme.style, forme.rng)
    return Sheet(width, height, numbered(drafts), tuple(forme.graphics))


def _traditional(text: str) -> str:
    return _converter().convert(text).translate(CORNERS)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def recognised(drafts: list[Draft], style: Style, rng: random.Random) -> list[Draft]:
    """The lines as a recogniser boxes them: a little off, some in two parts, pieces of furniture joined."""
    share = rng.choice((0.0, 0.01, 0.04))
    out: list[Draft] = []
    for draft in drafts:
        thick = draft.width if draft.vertical else draft.height
        aside = 0.03 * draft.size if thick > style.leading else min(0.03 * draft.size, (style.leading - thick) * 0.3)
        along = min(0.12 * style.size, 0.04 * draft.size if thick > style.leading else style.size)
        across, down = (aside, along) if draft.vertical else (along, aside)
        draft.left += rng.uniform(-across, across)
        draft.top += rng.uniform(-down, down)
        draft.width = max(draft.width + rng.uniform(-across, across * 0.5), draft.width * 0.8)
        draft.height = max(draft.height + rng.uniform(-down, down * 0.5), draft.height * 0.8)
        if len(draft.text) > 7 and not draft.vertical and rng.random() < share:
            out += _parted(draft, rng)
        else:
            out.append(draft)
        if len(out) > 1 and share and _neighbours(out[-2], out[-1]):
            out[-2:] = [_joined(*out[-2:])]
    return out


def _neighbours(one: Draft, other: Draft) -> bool:
    """Do two pieces of furniture stand close together on one line?"""
    gap = other.left - one.left - one.width
    return one.role == other.role == "furniture" and abs(one.top - other.top) < 2 and 0 <= gap < 3 * one.size


def _joined(one: Draft, other: Draft) -> Draft:
    """Two neighbours in one box."""
    out = one.at(0, 0, one.story)
    out.text += other.text
    out.top, end = min(one.top, other.top), max(one.top + one.height, other.top + other.height)
    out.width, out.height = other.left + other.width - one.left, end - out.top
    return out


def _parted(draft: Draft, rng: random.Random) -> list[Draft]:
    """One line boxed in two parts."""
    cut = rng.randrange(3, len(draft.text) - 3)
    share = width_of(draft.text[:cut]) / width_of(draft.text)
    first, second = draft.at(0, 0, draft.story), draft.at(draft.width * share, 0, draft.story)
    first.text, second.text = draft.text[:cut], draft.text[cut:]
    first.width, second.width = draft.width * share - 0.2 * draft.size, draft.width * (1 - share)
    return [first, second] if first.text.strip() and second.text.strip() else [draft]
