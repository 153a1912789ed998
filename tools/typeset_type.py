"""The type of a page: its style by chance, words measured and broken into lines, headline stacks."""

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from make_dumps import NEVER_FIRST
from typeset_sheet import RANKS, Draft

NEVER_LAST = "“‘（《〈【〔「『"
MM = 72 / 25.4
FORMATS = ((390, 545), (420, 580), (380, 540), (350, 500), (289, 410), (280, 390), (240, 340), (297, 420), (315, 470))
"""Page sizes in millimetres: broadsheets, Berliner, tabloids."""
SONG = (
    "SimSun",
    "FZSSK--GBK1-0",
    "FZSSJW--GB1-0",
    "STSong",
    "NotoSerifCJKsc-Regular",
    "E-BZ9",
    "MingLiU",
    "HYShuSongErKW",
)
HEAVY = ("FZDBSK--GBK1-0", "FZXBSJW--GB1-0", "NotoSerifCJKsc-Bold", "FZCSJW--GB1-0", "STZhongsong", "SimSun-Bold")
HEI = (
    "SimHei",
    "FZHTK--GBK1-0",
    "FZDHTJW--GB1-0",
    "NotoSansCJKsc-Bold",
    "FZCHJW--GB1-0",
    "MicrosoftYaHei-Bold",
    "FZZDHJW--GB1-0",
)
KAI = ("KaiTi", "FZKTK--GBK1-0", "FZFSK--GBK1-0", "STFangsong", "STKaiti")
WIDTHS = dict.fromkeys(map(chr, range(0x20, 0x2000)), 0.5)
WIDTHS |= dict.fromkeys("0123456789abdeghknopqsuvxyz&+-=<>", 0.55) | dict.fromkeys(" .,:;'!|ijlI()[]", 0.3)
WIDTHS |= dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.66)
WIDTHS |= {"%": 0.92, "·": 1.0, "M": 0.85, "W": 0.9, "m": 0.85, "w": 0.75}
"""Widths in em of what is not full-width."""


def advances(text: str) -> list[float]:
    """The width of each character, in em."""
    return [WIDTHS.get(char, 1.0) for char in text]


def width_of(text: str) -> float:
    """The width of words, in em."""
    return sum(advances(text))


@dataclass(frozen=True, slots=True)
class Style:
    """What one page keeps to: its type, its measures, its habits (the chances of this or that)."""

    size: float
    leading: float
    box: float
    body_font: str
    head_fonts: tuple[str, ...]
    small_font: str
    heads_bold: bool
    indent: bool
    hang: bool
    whole_numbers: bool
    head_align: str
    spread: float
    cross_align: str
    cross_bold: bool
    cross_scale: float
    cross_blank: bool
    byline: str
    column_rules: bool
    story_rules: str
    gap: float
    gutter: float
    boxes: float
    tints: float
    reversed: float
    pictures: float
    redivided: float
    sharp_feet: bool
    briefs: float
    inner: float
    adverts: float
    traditional: bool
    ocr: bool
    upright_heads: bool = True


def style_of(rng: random.Random) -> Style:
    """A style by chance."""
    size = rng.choice((7.0, 7.5, 8.0, 8.5, 9.0, 9.0, 9.5, 10.0, 10.5, 11.0, 12.0)) * rng.uniform(0.97, 1.03)
    leading = size * rng.uniform(1.22, 1.75)
    head_fonts = rng.choice((HEAVY, HEI, HEAVY + HEI))
    return Style(
        size=size,
        leading=leading,
        box=min(rng.uniform(1.0, 1.3), leading / size - 0.03),
        body_font=rng.choice(SONG),
        head_fonts=tuple(rng.sample(head_fonts, rng.randrange(1, 4))),
        small_font=rng.choice(KAI + SONG + HEI),
        heads_bold=rng.random() < 0.6,
        indent=rng.random() < 0.92,
        hang=rng.random() < 0.4,
        whole_numbers=rng.random() < 0.7,
        head_align=rng.choice(("centre", "centre", "left", "mixed")),
        spread=rng.choice((0.0, 0.0, 0.1, 0.4)),
        cross_align=rng.choice(("centre", "centre", "left", "indent")),
        cross_bold=rng.random() < 0.8,
        cross_scale=rng.choice((1.0, 1.0, 1.1, 1.2)),
        cross_blank=rng.random() < 0.4,
        byline=rng.choice(("head", "column", "column", "mixed", "end")),
        column_rules=rng.random() < 0.2,
        story_rules=rng.choice(("none", "none", "level", "upright", "both", "some")),
        gap=leading * rng.uniform(0.85, 2.0),
        gutter=size * rng.uniform(1.0, 2.4),
        boxes=rng.choice((0.0, 0.1, 0.1, 0.3)),
        tints=rng.choice((0.0, 0.05, 0.15)),
        reversed=rng.choice((0.0, 0.0, 0.08, 0.2)),
        pictures=rng.choice((0.05, 0.2, 0.2, 0.5)),
        redivided=rng.choice((0.0, 0.1, 0.3)),
        sharp_feet=rng.random() < 0.6,
        briefs=rng.choice((0.0, 0.0, 0.06, 0.15)),
        inner=rng.choice((0.0, 0.03, 0.1)),
        adverts=rng.choice((0.0, 0.0, 0.04)),
        traditional=rng.random() < 0.1,
        ocr=rng.random() < 0.3,
    )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words to be set in a column. ``before`` counts the blank lines above it, save at the top of a column."""

    role: str
    text: str
    number: int | None = None
    rank: int = 5
    indent: float = 0.0
    align: str = "justify"
    bold: bool = False
    font: str = ""
    scale: float = 1.0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """An upright stretch of one column, free for text."""

    left: float
    width: float
    top: float
    bottom: float


def line_end(text: str, sums: list[float], start: int, room: float, style: Style) -> int:
    """Where the line from ``start`` ends: no line begins with a closing mark or ends with an opening one (避头尾)."""
    end = max(start + 1, bisect_right(sums, sums[start] + room + 1e-6) - 1)
    if end >= len(text):
        return len(text)
    if style.whole_numbers and _latin(text[end]) and _latin(text[end - 1]):
        back = end
        while back > start + 1 and _latin(text[back - 1]):
            back -= 1
        end = back if end - back <= 10 and back > start + 1 and text[back] not in NEVER_FIRST else end
    if text[end] in NEVER_FIRST:
        over = end
        while over < len(text) and text[over] in NEVER_FIRST:
            over += 1
        if over - end == 1 or (over - end == 2 and style.hang):
            return over
        while end > start + 2 and text[end] in NEVER_FIRST:
            end -= 1
        if text[end] in NEVER_FIRST:
            return over
    while end > start + 2 and text[end - 1] in NEVER_LAST and text[end - 1] not in NEVER_FIRST:
        end -= 1
    return end


def _latin(char: str) -> bool:
    return char < "\u0100" and (char.isalnum() or char in ".,%")


def flow(
    paragraphs: list[Paragraph], frames: list[Frame], style: Style, story: int | None, light: bool = False
) -> tuple[list[Draft], int, int]:
    """The paragraphs set down the frames, one after another: the lines, and where the text stands when room ends.

    What is left is told as (paragraph index, character); all is set when the index is ``len(paragraphs)``.
    """
    slots = _slots(frames, style)
    out: list[Draft] = []
    slot = next(slots, None)
    for index, part in enumerate(paragraphs):
        size = min(style.size * part.scale, style.leading * 0.96)
        height = min(size * style.box, style.leading * 0.98)
        sums = [0.0, *accumulate(advances(part.text))]
        start = 0
        if slot and not slot[3]:
            for _ in range(part.before):
                slot = next(slots, None)
                if slot is None or slot[3]:
                    break
        if part.role == "crosshead" and slot and slot[4]:
            slot = next(slots, None)
        while start < len(part.text):
            if slot is None:
                return out, index, start
            left, top, width, _, _ = slot
            indent = part.indent * size if start == 0 else 0.0
            room = (width - indent) / size
            end = line_end(part.text, sums, start, room, style)
            natural = (sums[end] - sums[start]) * size
            set_width, shift = _justified(part, natural, width - indent, end == len(part.text), style)
            out.append(
                Draft(
                    part.text[start:end],
                    left + indent + shift,
                    top + (style.leading - height) / 2,
                    set_width,
                    height,
                    size,
                    part.role,
                    part.font or style.body_font,
                    part.bold,
                    False,
                    light,
                    story,
                    part.rank,
                    part.number,
                )
            )
            start = end
            slot = next(slots, None)
    return out, len(paragraphs), 0


def _justified(part: Paragraph, natural: float, room: float, last: bool, style: Style) -> tuple[float, float]:
    """The printed width of a line, and how far it is moved to the right."""
    if part.align == "justify":
        if natural > room:
            return (room + 0.45 * style.size if style.hang else room), 0.0
        return (natural if last else room), 0.0
    natural = min(natural, room)
    return natural, {"centre": (room - natural) / 2, "right": room - natural}.get(part.align, 0.0)


def _slots(frames: list[Frame], style: Style) -> Iterator[tuple[float, float, float, bool, bool]]:
    """Places for lines down the frames: left, top, width, first of its frame?, last of it?"""
    for frame in frames:
        count = int((frame.bottom - frame.top + 0.01) / style.leading)
        for row in range(count):
            yield frame.left, frame.top + row * style.leading, frame.width, row == 0, row == count - 1


def lines_needed(paragraphs: list[Paragraph], measure: float, style: Style) -> int:
    """How many lines of ``measure`` points the text will make, about."""
    count = 0.0
    for part in paragraphs:
        em = width_of(part.text) + part.indent
        count += part.before + max(1, -(-em * style.size * part.scale // (measure * 0.99)))
    return int(count)


def broken(text: str, count: int) -> list[str]:
    """A headline in ``count`` lines of about equal length, broken at a space or mark where one is near."""
    text = text.strip()
    out: list[str] = []
    while count > 1 and len(text) > count:
        aim = len(text) / count
        cuts = [cut for cut in range(1, len(text)) if _good_cut(text, cut)] or [round(aim)]
        cut = min(cuts, key=lambda cut: abs(cut - aim) - (2.6 if text[cut - 1] in " \u3000，、：！？；" else 0))
        out.append(text[:cut].strip())
        text, count = text[cut:].strip(), count - 1
    return [line for line in [*out, text] if line]


def _good_cut(text: str, cut: int) -> bool:
    return (
        text[cut] not in NEVER_FIRST + "—·%．."
        and text[cut - 1] not in NEVER_LAST
        and not (_latin(text[cut]) and _latin(text[cut - 1]))
    )


@dataclass(slots=True)
class Block:
    """Lines set together, from their own upper left corner."""

    width: float
    height: float
    lines: list[Draft]
    graphics: list[tuple[str, float, float, float, float]] = field(default_factory=list)


def head_block(heads: list[tuple[str, str]], width: float, scale: float, style: Style, rng: random.Random) -> Block:
    """A headline stack over ``width``: kicker, headline in one to five lines, deck, byline.

    ``scale`` is the size of headline wished for, in sizes of the body.
    """
    align = rng.choice(("centre", "left")) if style.head_align == "mixed" else style.head_align
    headline = max((width_of(text) for role, text in heads if role == "headline"), default=8.0)
    size = _headline_size(headline, width, style.size * scale, style)
    font = rng.choice(style.head_fonts)
    top, lines = 0.0, []
    for role, text in heads:
        own = size if role == "headline" else max(style.size, size * rng.uniform(0.42, 0.62))
        own = style.size if role == "byline" else own
        count = 1
        while width_of(text) * own > width * count * 0.96 and count < 6:
            count += 1
        pieces = broken(text, count)
        own = min(own, *(width * 0.985 / width_of(piece) for piece in pieces))
        spread = 1.0
        if role == "headline" and rng.random() < style.spread and len(text) < 12:
            spread = min(1.6, width * 0.94 / (max(map(width_of, pieces)) * own))
        face = font if role == "headline" else style.small_font
        bold = style.heads_bold if role == "headline" else role == "byline" and rng.random() < 0.5
        height = own * style.box
        for piece in pieces:
            measure = width_of(piece) * own * max(1.0, spread)
            shift = (width - measure) / 2 if align == "centre" else 0.0
            lines.append(Draft(piece, shift, top, measure, height, own, role, face, bold, rank=RANKS[role]))
            top += height + own * rng.uniform(0.08, 0.14)
        top += style.size * rng.uniform(0.15, 0.5)
    return Block(width, top, lines)


def _headline_size(em: float, width: float, wish: float, style: Style) -> float:
    """The size at which a headline of ``em`` fits in few lines and near the size wished for."""
    sizes = [min(wish, width * count * 0.93 / (em + 0.6 * (count > 1))) for count in (1, 2, 3, 4, 5)]
    good = [size for size in sizes if size >= 0.78 * wish]
    size = good[0] if good else sizes[-1]
    return max(size, style.size * 0.9)


def vertical_block(
    heads: list[tuple[str, str]], height: float, scale: float, style: Style, rng: random.Random
) -> Block:
    """A headline stack set upright, its lines from right to left: the kicker stands to the right of the headline."""
    em = max((len(text) for role, text in heads if role == "headline"), default=8)
    lines: list[Draft] = []
    size = max(style.size * 1.2, min(style.size * scale, height / (min(em, 9) * 1.06)))
    font = rng.choice(style.head_fonts)
    for role, text in heads:
        own = size if role == "headline" else max(style.size, size * rng.uniform(0.45, 0.6))
        own = style.size if role == "byline" else own
        count = max(1, -(-len(text) * own * 1.06 // height))
        pieces = broken(text, int(count))
        own = min(own, height / (max(map(len, pieces)) * 1.06))
        for piece in pieces:
            face, bold = (font, style.heads_bold) if role == "headline" else (style.small_font, False)
            box = own * min(1.15, style.box)
            tall = len(piece) * own * 1.05
            lines.append(Draft(piece, 0.0, 0.0, box, tall, own, role, face, bold, True, rank=RANKS[role]))
    width = sum(line.width + line.size * 0.15 for line in lines)
    left = width
    for line in lines:
        left -= line.width + line.size * 0.15
        line.left = left
    return Block(width, max(line.height for line in lines), lines)
