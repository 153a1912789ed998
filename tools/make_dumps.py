"""Make page dumps with truth from finished articles, in the manners in which machines read newspaper pages.

A page is set on a grid of columns as a compositor would do it: stories are rectangles or L-shapes over neighbouring
columns, their lines run down one column and on at the top of the next. Then it is read as a machine reads it: column
by column across the whole page (``columns``; the columns from the last to the first: ``leftward``; both pages of a
spread: ``spread``), column fragments in any order (``fragments``), or story by story (``sequence``). Every line of the
dump keeps its story, its place in it and its role.

    python tools/make_dumps.py ../shared/data/broadcast.jsonl.gz --until 2025-06-30 --pages 5 --manner columns
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import opencc

from presscheck import hanzi

NEVER_FIRST = "，。、；：？！…％‰·”’）》〉】〕」』％%"
AGENCIES = ("新华社", "本报")
PLACES = (
    "北京", "上海", "广州", "福州", "银川", "成都", "兰州", "长沙",
    "杭州", "西安", "武汉", "昆明", "海口", "拉萨", "南宁", "沈阳",
)  # fmt: skip
PHOTO_CREDITS = ("本报记者 {} 摄", "新华社记者 {} 摄", "{}摄", "新华社发（{}摄）")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
FIRST, LAST = -20, 9999
"""Places in a story of its first head line, and of what has no place."""
SEQUENCES = 0.08
"""The share of pages that come story by story, whatever the manner."""
LOOSE_HEADS = 0.12
"""The share of pages in arbitrary order whose headlines do not stand by their text."""
MANNERS = ("columns", "fragments", "sequence", "leftward", "spread")
SMALL = 0.15
"""The share of pages to learn from that hold a few stories only."""
SPOILED = 0.08
"""The share of pages to learn from that come from a bad scan."""
NUMERALS = "一二三四五六七八九十"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉玲英华晨宁波琳凯悦欣岩"


@dataclass(frozen=True, slots=True)
class Fragment:
    """One line of a dump, with what it truly is. ``place`` counts within the story, ``None`` for what has no place."""

    text: str
    story: int | None
    place: int | None
    role: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it is to be set: heads first, then paragraphs of (kind, text), then what closes it."""

    heads: tuple[tuple[str, str], ...]
    paragraphs: tuple[tuple[str, str], ...]
    closing: tuple[tuple[str, str], ...] = ()
    caption: str | None = None


@dataclass(slots=True)
class Piece:
    """What one story sets in one column: lines of (role, text, paragraph)."""

    top: int
    lines: list[tuple[str, str, int | None]] = field(default_factory=list)


def articles(path: Path, since: str, until: str) -> list[dict]:
    """The finished articles dated from ``since`` to ``until``, both included."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf8") as lines:
        items = [json.loads(line) for line in lines]
    return [item for item in items if since <= item["date"] <= until and item["paragraphs"]]


def name(rng: random.Random) -> str:
    """An invented reporter."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 1, 2))))


def dress(item: dict, rng: random.Random) -> Story:
    """An item of the record as a newspaper story: headline stack, byline, dateline, jump marks by chance."""
    parts = [part for part in re.split(r"[\s　]+|——", item["headline"].strip()) if part]
    heads = [("headline", item["headline"].strip())]
    if 2 <= len(parts) <= 3 and min(map(len, parts)) >= 4:
        roles = {2: (("kicker", "headline"), ("headline", "deck")), 3: (("kicker", "headline", "deck"),)}[len(parts)]
        heads = list(zip(rng.choice(roles), parts, strict=True))
        if heads[-1][0] == "deck" and rng.random() < 0.4:
            heads[-1] = ("deck", "——" + heads[-1][1])
    if rng.random() < 0.45:
        opening = rng.choice(
            ("本报记者 {}", "新华社记者 {}", "□ 本报记者 {}", "本报记者　{} {}", "■本报记者 {} 通讯员 {}", "记者 {}")
        )
        heads.append(("byline", opening.format(name(rng), name(rng))))
    paragraphs = [(part["kind"], part["text"].strip()) for part in item["paragraphs"] if part["text"].strip()]
    closing: list[tuple[str, str]] = []
    _, month, day = item["date"].split("-")
    line = f"{rng.choice(AGENCIES)}{rng.choice(PLACES)}{int(month)}月{int(day)}日{rng.choice('电讯')}"
    if (chance := rng.random()) < 0.4:
        paragraphs[0] = (paragraphs[0][0], f"{line}　{paragraphs[0][1]}")
    elif chance < 0.48:
        closing.append(("dateline", line))
    plain = all(kind == "p" for kind, _ in paragraphs)
    if plain and len(paragraphs) >= 4 and rng.random() < min(0.4, 0.03 * len(paragraphs)):
        paragraphs = _with_crossheads(paragraphs, rng)
    if (chance := rng.random()) < 0.13:
        heads, paragraphs = _continued(heads, paragraphs, rng)
    elif chance < 0.135:
        heads = []
    caption = None
    if rng.random() < 0.12:
        words = rng.choice(paragraphs)[1].split("。")[0][:60]
        credit = rng.choice(PHOTO_CREDITS).format(name(rng))
        caption = f"{rng.choice(('', '图为', '', '上图：'))}{words}。　{credit}"
    return Story(tuple(heads), tuple(paragraphs), tuple(closing), caption)


def _with_crossheads(paragraphs: list, rng: random.Random) -> list:
    """Crossheads as an editor sets them: a clause of what follows, or a number, every few paragraphs."""
    style, every, out, number = rng.choice(("clause", "clause", "number", "both")), rng.randrange(2, 7), [], 0
    due = rng.randrange(1, 4)
    for index, (kind, text) in enumerate(paragraphs):
        if index == due and kind == "p":
            words = _clause(text, rng) if style != "number" else ""
            mark = NUMERALS[min(number, 9)]
            mark = (
                rng.choice((f"（{mark}）", f"{mark}、"))
                if style == "both"
                else f"（{mark}）"
                if style == "number"
                else ""
            )
            if words or mark:
                out.append(
                    ("crosshead", mark + words if words or mark.startswith("（") else f"（{NUMERALS[number % 10]}）")
                )
                number += 1
            due += every
        out.append((kind, text))
    return out


def _clause(text: str, rng: random.Random) -> str:
    """A few words of a paragraph that could head it: one clause, or two short ones, or nothing."""
    parts = re.split("[，。；：、！？（）《》]", text)
    clauses = [part for part in parts if 4 <= len(part) <= 16 and part.count("“") == part.count("”")]
    if not clauses:
        return ""
    first = rng.randrange(len(clauses))
    if rng.random() < 0.4 and len(clauses) > first + 1:
        return clauses[first][:10] + rng.choice(("，", "，", " ", "　")) + clauses[first + 1][:10]
    return clauses[first]


def _continued(heads: list, paragraphs: list, rng: random.Random) -> tuple[list, list]:
    """The second half of a story that began on another page: a jump mark, seldom a headline, a torn first sentence."""
    mark = rng.choice(("上接第一版", "（上接第一版）", "上接第1版", "上接第二版", "（紧接第一版）"))
    body = paragraphs[len(paragraphs) // 3 :]
    while len(body) > 1 and body[0][0] == "crosshead":
        body = body[1:]
    kind, text = body[0]
    if len(text) > 30 and rng.random() < 0.65:
        cut = rng.randrange(8, len(text) - 12)
        while text[cut] in NEVER_FIRST and cut < len(text) - 1:
            cut += 1
        body = [(kind, text[cut:]), *body[1:]]
    kept = [head for head in heads if head[0] == "headline"] if rng.random() < 0.6 else []
    marks = [("jump_from", mark)] if rng.random() < 0.85 else []
    return [*marks, *kept], body


def printed_lines(story: Story, measure: int) -> list[tuple[str, str, int]]:
    """The body in lines of ``measure`` characters: (role, text, paragraph); no line begins with a closing mark."""
    lines = []
    for number, (kind, text) in enumerate((*story.paragraphs, *((role, text) for role, text in story.closing))):
        role = {"p": "body", "crosshead": "crosshead"}.get(kind, kind)
        room = measure - 2
        while text:
            end = min(room, len(text))
            while end < len(text) and text[end] in NEVER_FIRST:
                end += 1
            lines.append((role, text[:end], number))
            text, room = text[end:], measure
    return lines


class Grid:
    """A page being set: for each column, how far down it is filled."""

    def __init__(self, columns: int, height: int) -> None:
        self.height = height
        self.tops = [0] * columns
        self.pieces: list[list[tuple[int, Piece]]] = [[] for _ in range(columns)]

    def room(self) -> tuple[int, int] | None:
        """The highest free place: its column and how many columns to the right of it are as free; None when full."""
        free = [column for column, top in enumerate(self.tops) if self.height - top >= 5]
        if not free:
            return None
        first = min(free, key=lambda column: (self.tops[column], column))
        run = 1
        while first + run in free and abs(self.tops[first + run] - self.tops[first]) <= 3:
            run += 1
        return first, run

    def place(self, number: int, story: Story, first: int, wide: int, head_at: int, measure: int) -> bool:
        """Set ``story`` over ``wide`` columns from ``first``; true when all of it found room."""
        lines = printed_lines(story, measure)
        top = max(self.tops[first : first + wide])
        head = [(role, text, None) for role, text in story.heads]
        start = top + (len(head) + 1 if head else 0)
        per = min(-(-len(lines) // wide), self.height - start)
        if per < 1:
            for column in range(first, first + wide):
                self.tops[column] = self.height
            return False
        marks = [line for line in head if line[0] == "jump_from"]
        stack = [line for line in head if line[0] != "jump_from"]
        for offset in range(wide):
            piece = Piece(top)
            piece.lines += marks if offset == 0 else []
            piece.lines += stack if offset == head_at else []
            piece.lines += lines[offset * per : (offset + 1) * per]
            self.pieces[first + offset].append((number, piece))
            self.tops[first + offset] = start + per + 1
        return per * wide >= len(lines)


def set_page(items: list[dict], rng: random.Random) -> tuple[Grid, list[Story]]:
    """A page of the given articles, as many as it holds."""
    measure, columns = rng.randrange(11, 24), rng.randrange(3, 9)
    grid = Grid(columns, rng.choice((rng.randrange(26, 96), rng.randrange(60, 200))))
    stories: list[Story] = []
    for item in items:
        if (room := grid.room()) is None:
            break
        first, run = room
        story = dress(item, rng)
        size = len(printed_lines(story, measure))
        wide = min(run, max(rng.choice((1, 1, 2, 2, 3, 3, 4, 5)), size // grid.height), max(1, size // 3))
        continued = any(role == "jump_from" for role, _ in story.heads)
        head_at = rng.randrange(wide) if rng.random() < (0.7 if continued else 0.04) else 0
        if grid.place(len(stories), story, first, wide, head_at, measure):
            pass
        elif rng.random() < 0.93:
            _close_with_jump(grid, len(stories), rng)
        stories.append(story)
    return grid, stories


def _close_with_jump(grid: Grid, number: int, rng: random.Random) -> None:
    mark = rng.choice(("（下转第三版）", "下转第三版", "（下转第2版）", "（下转第四版）"))
    pieces = [piece for column in grid.pieces for story, piece in column if story == number and piece.lines]
    if pieces:
        role, text, paragraph = pieces[-1].lines[-1]
        if rng.random() < 0.3:
            pieces[-1].lines[-1] = (role, text + mark, paragraph)
        else:
            pieces[-1].lines.append(("jump_to", mark, None))


def _joined(lines: list[tuple[str, str, int | None]]) -> list[tuple[str, str, int | None]]:
    """Printed lines of one column, those of the same paragraph run together."""
    out: list[tuple[str, str, int | None]] = []
    for role, text, paragraph in lines:
        if out and paragraph is not None and out[-1][2] == paragraph:
            out[-1] = (role, out[-1][1] + text, paragraph)
        else:
            out.append((role, text, paragraph))
    return out


def read_page(grid: Grid, stories: list[Story], manner: str, rng: random.Random) -> list[Fragment]:
    """The page's lines in the order in which a machine of that manner reads them."""
    places: dict[int, int] = {}
    columns = [
        [_told(number, _joined(piece.lines), places) for number, piece in sorted(held, key=_top) if piece.lines]
        for held in grid.pieces
    ]
    units = [unit for held in (columns[::-1] if manner == "leftward" else columns) for unit in held]
    _set_captions(units, stories, rng)
    if manner == "fragments":
        units = _with_loose_heads(units) if rng.random() < LOOSE_HEADS else units
        rng.shuffle(units)
    told = [fragment for unit in units for fragment in unit if fragment.text]
    if manner == "sequence":
        told.sort(key=lambda fragment: (fragment.story, LAST if fragment.place is None else fragment.place))
    month, day, sheet = rng.randrange(1, 13), rng.randrange(1, 29), rng.randrange(1, 9)
    folio = Fragment(f"东江日报　2025年{month}月{day}日　第{sheet}版", None, None, "furniture")
    return [folio, *told] if rng.random() < 0.7 else told


def _with_loose_heads(units: list[list[Fragment]]) -> list[list[Fragment]]:
    """The units with each headline stack apart from its text, as rows across a page tear them asunder."""
    out = []
    for unit in units:
        heads = [line for line in unit if line.place is not None and line.place < 0]
        out += [part for part in (heads, [line for line in unit if line not in heads]) if part]
    return out


def _top(held: tuple[int, Piece]) -> int:
    return held[1].top


def _told(story: int, lines: list[tuple[str, str, int | None]], places: dict[int, int]) -> list[Fragment]:
    """What one column holds of a story, each line with its place in it; ``places`` counts the body's lines."""
    out = []
    for number, (role, text, paragraph) in enumerate(lines):
        if role == "jump_from":
            place = FIRST - 1
        elif paragraph is None and role != "jump_to":
            place = FIRST + number
        else:
            place = places.get(story, 0)
            places[story] = place + 1
        out.append(Fragment(text, story, place, role, paragraph))
    return out


def _set_captions(units: list[list[Fragment]], stories: list[Story], rng: random.Random) -> None:
    """Put each photo's caption behind one of its story's pieces."""
    for number, story in enumerate(stories):
        own = [unit for unit in units if unit[0].story == number]
        if story.caption and own:
            rng.choice(own).append(Fragment(story.caption, number, None, "caption"))


def spoil(page: list[Fragment], rng: random.Random) -> list[Fragment]:
    """A page as a bad scan gives it: one character in a hundred misread, and up to three lines lost."""
    letters = "".join(fragment.text for fragment in page)
    lost = set(rng.sample(range(len(page)), rng.randrange(min(4, len(page)))))
    return [
        replace(fragment, text="".join(rng.choice(letters) if rng.random() < 0.01 else char for char in fragment.text))
        for number, fragment in enumerate(page)
        if number not in lost
    ]


def in_traditional(page: list[Fragment]) -> list[Fragment]:
    """A page as Hong Kong and Taiwan set it: traditional characters, corner marks for quotation marks."""
    converter = opencc.OpenCC("s2t")
    corners = str.maketrans({plain: mark for mark, plain in hanzi.CORNER_MARKS.items()})
    return [replace(part, text=converter.convert(part.text).translate(corners)) for part in page]


def relatives(items: list[dict]) -> dict[str, list[dict]]:
    """The items by every run of five characters of their headlines: who shares one is of one series or matter."""
    out: dict[str, list[dict]] = {}
    for item in items:
        for run in {item["headline"][k : k + 5] for k in range(len(item["headline"]) - 4)}:
            out.setdefault(run, []).append(item)
    return {run: held for run, held in out.items() if 2 <= len(held) <= 60}


def lengthened(item: dict, kin: dict[str, list[dict]], rng: random.Random) -> dict:
    """A long story, as papers have and broadcasts have not: the paragraphs of several items on one matter."""
    runs = [item["headline"][k : k + 5] for k in range(len(item["headline"]) - 4)]
    near = [other for run in runs for other in kin.get(run, ()) if other["id"] != item["id"]]
    if not near:
        return item
    chosen = {other["id"]: other for other in rng.sample(near, min(len(near), rng.randrange(1, 7)))}
    parts = [*item["paragraphs"], *(part for other in chosen.values() for part in other["paragraphs"])]
    return {**item, "paragraphs": parts}


def pages(items: list[dict], manner: str, seed: int, *, spoiled: float = SPOILED) -> Iterator[list[Fragment]]:
    """Dumps without end: every other page is made of one or two days' articles, as a newspaper is."""
    rng = random.Random(seed)
    by_day: dict[str, list[dict]] = {}
    for item in items:
        by_day.setdefault(item["date"], []).append(item)
    days = sorted(by_day)
    kin = relatives(items)
    long = [item for item in items if sum(len(part["text"]) for part in item["paragraphs"]) > 700]
    while True:
        if rng.random() < 0.5:
            day = rng.randrange(len(days) - 1)
            chosen = by_day[days[day]] + by_day[days[day + 1]]
        else:
            chosen = [rng.choice(items) for _ in range(16)] + [rng.choice(long) for _ in range(rng.randrange(9))]
        share = rng.choice((0.0, 0.1, 0.1, 0.3, 0.8))
        chosen = [
            lengthened(item, kin, rng) if rng.random() < share else item for item in rng.sample(chosen, len(chosen))
        ]
        if rng.random() < SMALL:
            chosen = chosen[: rng.randrange(2, 6)]
        half = len(chosen) // 2
        sheets = [chosen[:half], chosen[half:]] if manner == "spread" else [chosen]
        page: list[Fragment] = []
        for sheet in sheets:
            grid, stories = set_page(sheet, rng)
            read = read_page(grid, stories, "sequence" if rng.random() < SEQUENCES else manner, rng)
            page += [replace(part, story=None if part.story is None else part.story + len(page)) for part in read]
        yield spoil(page, rng) if rng.random() < spoiled else page


def truth(page: list[Fragment]) -> dict:
    """What is true of a page, in the form that ``presscheck measure articles`` reads."""
    stories: dict[int | None, list[Fragment]] = {}
    for fragment in page:
        if fragment.place is not None:
            stories.setdefault(fragment.story, []).append(fragment)
    return {"articles": [_true_article(sorted(parts, key=lambda part: part.place)) for parts in stories.values()]}


def _true_article(parts: list[Fragment]) -> dict:
    article: dict = {
        role: "".join(part.text for part in parts if part.role == role) or None
        for role in ("kicker", "headline", "deck", "byline")
    }
    pieces = [{"kind": part.role, "text": part.text} for part in parts if part.role in ("body", "crosshead")]
    return article | {"paragraphs": pieces}


def write_pages(stream: Iterator[list[Fragment]], count: int, folder: Path) -> None:
    """The first ``count`` pages of fair size, as ``pages/*.txt`` and ``truth/*.json`` under ``folder``."""
    for kind in ("pages", "truth"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    fair = (page for page in stream if 20 < len(page) < 200)
    for number, page in zip(range(count), fair, strict=False):
        text = "\n\n".join(fragment.text for fragment in page) + "\n"
        (folder / "pages" / f"made-{number:03}.txt").write_text(text, encoding="utf8")
        told = json.dumps(truth(page), ensure_ascii=False, indent=1)
        (folder / "truth" / f"made-{number:03}.json").write_text(told, encoding="utf8")


def main() -> None:
    """Make the pages the command line asks for."""
    parser = argparse.ArgumentParser(description="Make page dumps with truth from finished articles.")
    parser.add_argument("record", type=Path, help="broadcast.jsonl.gz, or another file of finished articles")
    parser.add_argument("--since", default="0000")
    parser.add_argument("--until", default="2025-06-30")
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--manner", choices=MANNERS, default="columns")
    parser.add_argument("--spoiled", type=float, default=0.0, help="the share of pages that come from a bad scan")
    parser.add_argument("--traditional", action="store_true", help="in traditional characters")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="a folder for pages and their truth; without it they are printed")
    options = parser.parse_args()
    items = articles(options.record, options.since, options.until)
    stream = pages(items, options.manner, options.seed, spoiled=options.spoiled)
    stream = map(in_traditional, stream) if options.traditional else stream
    if options.out:
        write_pages(stream, options.pages, options.out)
        return
    for _, page in zip(range(options.pages), stream, strict=False):
        for fragment in page:
            print(f"{fragment.story}\t{fragment.place}\t{fragment.role}\t{fragment.text}")
        print()


if __name__ == "__main__":
    main()
