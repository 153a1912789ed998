"""Set issues of several pages, whose stories go on from one page to another, from finished articles.

Each page is a PDF with its truth: halves of one story bear the same ``id``, the first its ``jump_to``, the second its
``jump_from``. No other two articles of an issue share an ``id``.

python tools/typeset_issue.py ../shared/data/broadcast.jsonl.gz --since 2025-07-01 --until 2025-10-31 --issues 5 --out X
"""

import argparse
import json
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from make_dumps import NEVER_FIRST, articles, dress, lengthened, relatives
from typeset import ORDERS
from typeset_extras import furniture
from typeset_page import Panel, finished, panels, place_briefs, place_filler, place_story
from typeset_pdf import write_pdf
from typeset_sheet import Sheet, truth
from typeset_story import Arrangement, Copy, Forme, arranged, copy_of, fitted, set_body
from typeset_type import FORMATS, MM, Block, Paragraph, Style, lines_needed, style_of, width_of

TO = (
    "（下转第{}版）",
    "下转第{}版",
    "（下转{}版）",
    "▶▶下转第{}版",
    "（转第{}版）",
    "下转{}版▶",
    "（紧转第{}版）",
    "（下接第{}版）",
)
TO_WITH_STUB = ("（《{stub}》下转第{}版）", "《{stub}》下转第{}版", "（下转第{}版《{stub}》）")
TO_NEXT = ("（下转下版）", "（转下版）")
FROM = ("（上接第{}版）", "上接第{}版", "（上接{}版）", "（紧接第{}版）", "◀上接第{}版", "（接第{}版）")
FROM_WITH_STUB = ("（上接第{}版《{stub}》）", "《{stub}》上接第{}版", "（上接第{}版{stub}）")
FROM_LAST = ("（接上版）", "（紧接上版）", "（上接上版）")
HANZI = "〇一二三四五六七八"
STRAYS, KEPT = 0.3, 0.2
"""The share of issues with marks that lead to no page of theirs, or come from none; how many of such stories these
keep."""
LOST_PAGE = 0.12
"""The share of issues that lack a page on which stories go on."""
INNER = 0.25
"""The share of issues in which a story of a page within goes on, too."""
SHORTEST = 330
"""Characters a story must have to be continued."""
BROKEN = 0.2
"""The share of marks that are broken over lines where they do not fit on one; others lose the title they tell."""
TRIES = 4
"""How often a page is set anew until all its halves have found room."""
_FOLIO = re.compile(r"(?P<before>第|A)?(?P<number>\d{1,2})(?P<after> ?版)?")
_STRAY = re.compile("下转|上接|紧接")


@dataclass(frozen=True, slots=True)
class Paper:
    """What all pages of an issue share: type and size, and by what chances stories are continued so or so."""

    style: Style
    width: float
    height: float
    strays: bool
    mixed: bool
    """Marks of any form, and not of one."""
    figures: str
    to: str
    from_: str
    stubs: float
    bare: float
    """Marks without a number, from one page to the next."""
    inline: float
    headed: float


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a story, ready to be set on ``page``; both halves bear the same ``id``."""

    id: str
    page: int
    second: bool
    mark: str
    copy: Copy


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One page of an issue: its number, its sheet, and which of the sheet's stories are halves."""

    number: int
    sheet: Sheet
    halves: dict[int, Half]

    def truth(self) -> dict:
        """What is true of the page, in the form that ``presscheck measure`` reads."""
        told = []
        for story in sorted({line.story for line in self.sheet.lines if line.story is not None}):
            lines = tuple(line for line in self.sheet.lines if line.story == story)
            own = {"id": f"{self.number}.{story}"}
            if half := self.halves.get(story):
                own = {"id": half.id, "jump_from" if half.second else "jump_to": half.mark}
            told += [article | own for article in truth(replace(self.sheet, lines=lines))["articles"]]
        return {"number": self.number, "articles": told}


def paper_of(rng: random.Random) -> Paper:
    """A paper by chance."""
    wide, high = rng.choice(FORMATS)
    return Paper(
        style=style_of(rng),
        width=wide * MM,
        height=high * MM,
        strays=rng.random() < STRAYS,
        mixed=rng.random() < 0.25,
        figures=rng.choice(("hanzi", "hanzi", "plain", "plain", "padded", "section")),
        to=rng.choice(TO),
        from_=rng.choice(FROM),
        stubs=rng.choice((0.0, 0.0, 0.5, 1.0)),
        bare=rng.choice((0.0, 0.0, 0.0, 1.0)),
        inline=rng.choice((0.0, 0.3, 1.0)),
        headed=rng.choice((0.0, 0.4, 0.8, 1.0)),
    )


def issues(items: list[dict], seed: int) -> Iterator[list[IssuePage]]:
    """Issues without end, each of the articles of neighbouring days."""
    rng = random.Random(seed)
    by_day: dict[str, list[dict]] = {}
    for item in items:
        by_day.setdefault(item["date"], []).append(item)
    days = sorted(by_day)
    kin = relatives(items)
    while True:
        count = rng.randrange(3, 9)
        first = rng.randrange(max(1, len(days) - count))
        pool = [item for day in days[first : first + count + 1] for item in by_day[day]]
        if any(_length(item) >= SHORTEST for item in pool):
            yield issue(rng.sample(pool, len(pool)), kin, count, rng)


def issue(pool: list[dict], kin: dict[str, list[dict]], count: int, rng: random.Random) -> list[IssuePage]:
    """An issue of ``count`` pages: two to six stories of its front page go on on one or two other pages."""
    paper = paper_of(rng)
    chosen = _to_be_continued(pool, kin, rng)
    halves = _halved_stories(chosen, count, paper, rng)
    gone = {item["id"] for item in chosen}
    rest = [item for item in pool if item["id"] not in gone]
    share = -(-len(rest) // count)
    pages, missing = [], set()
    for number in range(1, count + 1):
        own = [half for half in halves if half.page == number and half.id not in missing]
        page = _best_page(rest[(number - 1) * share : number * share], own, number, paper, rng)
        pages.append(page)
        placed = {half.id for half in page.halves.values() if half.page == number}
        missing |= {half.id for half in own if not half.second and half.id not in placed}
    targets = sorted({half.page for half in halves if half.second})
    lost = rng.choice(targets) if targets and rng.random() < LOST_PAGE else None
    return [page for page in pages if page.number != lost]


def _length(item: dict) -> int:
    return sum(len(part["text"]) for part in item["paragraphs"])


def _to_be_continued(pool: list[dict], kin: dict[str, list[dict]], rng: random.Random) -> list[dict]:
    """The stories that will go on elsewhere, at times two of one series; some are long ones of several items."""
    long = [item for item in pool if _length(item) >= SHORTEST]
    chosen = long[: rng.randrange(2, 7)]
    runs = {chosen[0]["headline"][k : k + 5] for k in range(len(chosen[0]["headline"]) - 4)}
    like = [item for item in long[len(chosen) :] if any(run in item["headline"] for run in runs)]
    chosen[1:2] = like[:1] or chosen[1:2]
    away = {run: [item for item in held if item not in pool] for run, held in kin.items()}
    return [lengthened(item, away, rng) if rng.random() < 0.2 else item for item in chosen]


def _halved_stories(chosen: list[dict], count: int, paper: Paper, rng: random.Random) -> list[Half]:
    """Both halves of each story: the first mostly for the front page, the second for one of one or two others."""
    targets = rng.sample(range(2, count + 1), min(count - 1, rng.choice((1, 2, 2))))
    out: list[Half] = []
    for number, item in enumerate(chosen):
        origin, target = 1, rng.choice(targets)
        if number == len(chosen) - 1 and len(chosen) > 2 and rng.random() < INNER:
            origin, target = rng.sample(range(2, count + 1), 2) if count > 2 else (1, target)
        if (halves := halved(item, f"s{number}", (origin, target), paper, rng)) is not None:
            out += halves
    return out


def halved(item: dict, name: str, pages: tuple[int, int], paper: Paper, rng: random.Random) -> tuple[Half, Half] | None:
    """A story cut in two, from the first of the ``pages`` to the second; None where it cannot be cut."""
    story = dress(item, rng)
    while not story.heads or not story.paragraphs[0][1].endswith(item["paragraphs"][0]["text"].strip()):
        story = dress(item, rng)
    whole = copy_of(story, paper.style, rng)
    body = [part for part in whole.paragraphs if part.rank == 5]
    if (cut := _cut(body, rng)) is None:
        return None
    (before, after), headline = cut, next(text for role, text in whole.heads if role == "headline")
    to, from_ = marks(headline, pages, paper, rng)
    opening = [part for part in whole.paragraphs if part.rank < 5]
    closing = [part for part in whole.paragraphs if part.rank > 5]
    first = _with_mark_below([*opening, *before], to, paper, rng)
    heads = second_heads(whole.heads, after, paper, rng)
    heads, second = _with_mark_above(heads, [*after, *closing], from_, paper, rng)
    return (
        Half(name, pages[0], False, to, replace(whole, paragraphs=first)),
        Half(name, pages[1], True, from_, Copy(heads, second)),
    )


def _cut(body: list[Paragraph], rng: random.Random) -> tuple[list[Paragraph], list[Paragraph]] | None:
    """The body in two, within a sentence, at a full stop or at the end of a paragraph; None where it is too short."""
    total = sum(len(part.text) for part in body)
    at, index = int(total * rng.uniform(0.25, 0.65)), 0
    while index < len(body) - 1 and at > len(body[index].text):
        at, index = at - len(body[index].text), index + 1
    text = body[index].text
    manner = rng.choice(("torn", "torn", "torn", "stop", "end"))
    if manner == "stop":
        at = text.find("。", at) + 1 or len(text)
    elif manner == "end" or body[index].role != "body":
        at = len(text)
    while 0 < at < len(text) and text[at] in NEVER_FIRST:
        at += 1
    before = [*body[:index], *([replace(body[index], text=text[:at])] if at else [])]
    after = [*([replace(body[index], text=text[at:], indent=0.0)] if at < len(text) else []), *body[index + 1 :]]
    while before and before[-1].role == "crosshead":
        after = [before.pop(), *after]
    enough = min(sum(len(part.text) for part in half if part.role == "body") for half in (before, after))
    return (before, after) if enough >= 60 else None


def marks(headline: str, pages: tuple[int, int], paper: Paper, rng: random.Random) -> tuple[str, str]:
    """What stands below the first half of a story and above its second, in the paper's manner."""
    to, from_ = (rng.choice(TO), rng.choice(FROM)) if paper.mixed else (paper.to, paper.from_)
    if rng.random() < paper.stubs:
        to, from_ = rng.choice((to, rng.choice(TO_WITH_STUB))), rng.choice(FROM_WITH_STUB)
    if pages[1] == pages[0] + 1 and rng.random() < paper.bare:
        to, from_ = rng.choice((to, rng.choice(TO_NEXT))), rng.choice(FROM_LAST)
    words = shortened(headline, rng)
    there, back = (_figure(page, paper.figures) for page in pages[::-1])
    return to.format(there, stub=words), from_.format(back, stub=words)


def _figure(number: int, figures: str) -> str:
    forms = {"hanzi": HANZI[number], "plain": str(number), "padded": f"{number:02}", "section": f"A{number}"}
    return forms[figures]


def shortened(headline: str, rng: random.Random) -> str:
    """A headline as a mark or a continued story bears it: a part of it, without brackets and quotation marks."""
    parts = [
        part for part in re.split(r"[\s　，：；。！？]+|——", re.sub("[《》“”‘’【】]", " ", headline)) if len(part) > 2
    ]
    words = rng.choice((parts[0], max(parts, key=len))) if parts else headline[:8]
    return words[:14] if rng.random() < 0.5 else words[: rng.randrange(4, 11)]


def second_heads(
    heads: list[tuple[str, str]], after: list[Paragraph], paper: Paper, rng: random.Random
) -> list[tuple[str, str]]:
    """What stands over a second half: nothing, the same headline, a shorter one, or another."""
    if rng.random() >= paper.headed:
        return []
    stack = dict(heads)
    clauses = [part for part in re.split("[，。；：、！？]", after[0].text) if 6 <= len(part) <= 18]
    others = [words for words in (stack.get("kicker"), stack.get("deck"), *clauses[:1]) if words]
    manner = rng.choice(("same", "same", "short", "other"))
    if manner == "short":
        return [("headline", shortened(stack["headline"], rng))]
    return [("headline", rng.choice(others) if manner == "other" and others else stack["headline"])]


def _with_mark_below(parts: list[Paragraph], mark: str, paper: Paper, rng: random.Random) -> list[Paragraph]:
    """The first half with its mark, at the end of its last line or on a line of its own."""
    if mark[0] in "（▶" and rng.random() < paper.inline:
        return [*parts[:-1], replace(parts[-1], text=parts[-1].text + mark)]
    align = rng.choice(("right", "right", "left"))
    font, bold = rng.choice(((paper.style.body_font, False), (paper.style.head_fonts[0], True)))
    return [*parts, Paragraph("jump_to", mark, None, 6, 0.0, align, bold, font)]


def _with_mark_above(
    heads: list[tuple[str, str]], parts: list[Paragraph], mark: str, paper: Paper, rng: random.Random
) -> tuple[list[tuple[str, str]], list[Paragraph]]:
    """The second half with its mark: over its headline, before its first words, or on a line of its own."""
    if heads and rng.random() < 0.3:
        return [("jump_from", mark), *heads], parts
    if mark[0] == "（" and parts[0].role == "body" and rng.random() < paper.inline:
        return heads, [replace(parts[0], text=mark + parts[0].text), *parts[1:]]
    return heads, [
        Paragraph("jump_from", mark, None, 4, rng.choice((0.0, 2.0)), rng.choice(("left", "centre"))),
        *parts,
    ]


def _best_page(items: list[dict], halves: list[Half], number: int, paper: Paper, rng: random.Random) -> IssuePage:
    """The page set again and again until all its halves stand on it, or as many as ever."""
    tried: list[IssuePage] = []
    while len(tried) < TRIES and (not tried or len(tried[-1].halves) < len(halves)):
        tried.append(_page(items, halves, number, paper, rng))
    return max(tried, key=lambda page: len(page.halves))


def _page(items: list[dict], halves: list[Half], number: int, paper: Paper, rng: random.Random) -> IssuePage:
    style, width, height = paper.style, paper.width, paper.height
    forme = Forme(style, rng, items)
    margin, edge = rng.uniform(0.02, 0.06) * width, rng.uniform(0.012, 0.03) * height
    above, below = (
        _renumbered(block, number)
        for block in furniture(width - 2 * margin, 3 * style.size, 2 * style.size, style, rng)
    )
    top = edge + above.height + style.leading * rng.uniform(0.5, 1.5)
    bottom = height - edge - below.height - style.leading
    waiting, placed = rng.sample(halves, len(halves)), {}
    for panel in panels(margin, width - 2 * margin, top, bottom, forme):
        placed |= _fill(panel, waiting, forme, paper)
    forme.add(above, margin, edge, None)
    forme.add(below, margin, height - edge - below.height - 3, None)
    return IssuePage(number, finished(forme, round(width, 2), round(height, 2)), placed)


def _renumbered(block: Block, number: int) -> Block:
    """The page's furniture with the page's own number."""
    for line in block.lines:
        if found := _FOLIO.fullmatch(line.text):
            padded = len(found["number"]) == 2 and found["before"] is None and found["after"] == "版"
            line.text = f"{found['before'] or ''}{number:0{1 + padded}}{found['after'] or ''}"
    return block


def _fill(panel: Panel, waiting: list[Half], forme: Forme, paper: Paper) -> dict[int, Half]:
    """The panel filled with halves as long as any wait, other stories among them, and with what else a page has."""
    style, rng = forme.style, forme.rng
    placed: dict[int, Half] = {}
    while (room := panel.room(style)) is not None:
        if waiting and rng.random() < 0.75 and (done := _place_one(panel, room, waiting, forme)):
            placed |= done
            continue
        chance = rng.random()
        if chance < style.briefs and place_briefs(panel, *room, forme):
            continue
        if not forme.items or style.briefs <= chance < style.briefs + style.adverts:
            place_filler(panel, *room, forme)
        else:
            _place_other(panel, *room, forme, strays=paper.strays and rng.random() < KEPT)
    return placed


def _place_other(panel: Panel, first: int, free: int, forme: Forme, *, strays: bool) -> None:
    """A story that is not continued; where ``strays`` are not wanted, no mark may say that it is."""
    mark, tops = forme.mark(), list(panel.tops)
    place_story(panel, first, free, forme)
    if not strays and any(_STRAY.search(draft.text) for draft in forme.drafts[mark[0] :]):
        forme.back(mark)
        panel.tops[:] = tops


def _place_one(panel: Panel, room: tuple[int, int], waiting: list[Half], forme: Forme) -> dict[int, Half]:
    """The first of the waiting halves that finds room, by its story's number; it waits no more. Empty if none does."""
    for half in waiting:
        ready = half
        if _too_wide(half.mark, panel.columns[room[0]][1], forme.style) and forme.rng.random() >= BROKEN:
            ready = untitled(half)
        if (story := _place_half(panel, *room, ready.copy, forme)) is not None:
            waiting.remove(half)
            return {story: ready}
    return {}


def _too_wide(mark: str, measure: float, style: Style) -> bool:
    return (width_of(mark) + 2) * style.size > measure


def untitled(half: Half) -> Half:
    """The half with its mark shortened by the title, as it is where the mark would fill more than a line.

    >>> untitled(Half("s1", 3, True, "（上接第1版《渠水上北坡》）", Copy([], []))).mark
    '（上接第1版）'
    """
    short = re.sub("《.*?》|(?<=版)[^）《》]+(?=）)", "", half.mark)
    heads = [(role, short if text == half.mark else text) for role, text in half.copy.heads]
    paragraphs = [replace(part, text=part.text.replace(half.mark, short)) for part in half.copy.paragraphs]
    return replace(half, mark=short, copy=replace(half.copy, heads=heads, paragraphs=paragraphs))


def _place_half(panel: Panel, first: int, free: int, copy: Copy, forme: Forme) -> int | None:
    """The number of the half's story on the page; None, and nothing set, where it finds no room as a whole."""
    style, rng = forme.style, forme.rng
    near = 1
    while near < free and abs(panel.tops[first + near] - panel.tops[first]) <= style.leading:
        near += 1
    depth = max(8.0, (panel.bottom - panel.tops[first]) / style.leading - 6)
    least = min(near, max(1, round(lines_needed(copy.paragraphs, panel.columns[first][1], style) / depth)))
    for span in rng.sample(range(least, near + 1), near + 1 - least):
        mark, across = forme.mark(), slice(first, first + span)
        ready = replace(copy, story=forme.new_story())
        plan = arranged(ready, panel.columns[across], panel.tops[across], forme)
        if _holds(plan, ready, panel.bottom, style):
            foot = set_body(plan, ready, panel.bottom, forme)
            panel.tops[across] = [foot + style.gap] * span
            return ready.story
        forme.back(mark)
    return None


def _holds(plan: Arrangement, copy: Copy, bottom: float, style: Style) -> bool:
    """Whether the columns hold all the text."""
    room = bool(plan.columns) and plan.least <= bottom
    return room and fitted(plan, copy.paragraphs, bottom, style) is not None


def write_issues(stream: Iterator[list[IssuePage]], count: int, folder: Path) -> None:
    """The first ``count`` issues as ``pages/issue-000-p1.pdf`` … and ``truth/issue-000-p1.json`` … under ``folder``."""
    for kind in ("pages", "truth"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    # A process for each issue: the PDF library gives back the memory of its fonts only at its end.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as presses:
        for number, pages in enumerate(islice(stream, count)):
            presses.submit(write_issue, pages, number, folder).result()


def write_issue(pages: list[IssuePage], number: int, folder: Path) -> None:
    """The pages of one issue and their truth."""
    for page in pages:
        name = f"issue-{number:03}-p{page.number}"
        write_pdf(page.sheet, folder / "pages" / f"{name}.pdf", order=ORDERS[number % 3])
        told = json.dumps(page.truth(), ensure_ascii=False, indent=1)
        (folder / "truth" / f"{name}.json").write_text(told, encoding="utf8")


def main() -> None:
    """Set the issues the command line asks for."""
    parser = argparse.ArgumentParser(description="Set newspaper issues with truth from finished articles.")
    parser.add_argument("record", type=Path, help="broadcast.jsonl.gz, or another JSONL of finished articles")
    parser.add_argument("--since", default="0000")
    parser.add_argument("--until", default="9999")
    parser.add_argument("--issues", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="a folder for pages and their truth")
    options = parser.parse_args()
    stream = issues(articles(options.record, options.since, options.until), options.seed)
    write_issues(stream, options.issues, options.out)


if __name__ == "__main__":
    main()
