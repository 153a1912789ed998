"""The blocks of one page in, its stories out."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from presscheck.articles import crossheads, days, heads, matter, places, signatures, stacks, traits
from presscheck.articles import judge as judges
from presscheck.articles.assemble import STACK, Strand, assemble
from presscheck.articles.pieces import Sorted, sort
from presscheck.articles.seams import cohesion
from presscheck.articles.signatures import Signed
from presscheck.articles.threads import Knot, Threads, follow
from presscheck.errors import Lang
from presscheck.language import ngram
from presscheck.messages import say
from presscheck.model import Article, Block, Box, Furniture, GraphicKind, Manner, MannerKind, Page, Remainder, Role

ROLES = {judges.HEAD: Role.HEADLINE, judges.CROSSHEAD: Role.CROSSHEAD, judges.BODY: Role.BODY}
THREADED = (
    *STACK, Role.BYLINE, Role.DATELINE, Role.BODY, Role.CROSSHEAD, Role.JUMP_FROM, Role.JUMP_TO,
)  # fmt: skip
"""What a story's thread is made of; captions, credits and tables stand beside it."""
GRAMMARS_OWN = (Role.DATELINE, Role.JUMP_FROM, Role.JUMP_TO)
"""Roles that only the grammar of heads gives: it must know what a mark says."""
APART = (Role.CAPTION, Role.CREDIT, Role.TABLE)
AWAITED_HEAD = 0.02
"""The chance of being a head from which a crosshead may be the headline that a continued story lacks.

Of 94 crossheads on 54 development pages one in eight reaches it, none of them in a continued story without headline.
"""
STRANGERS = 0.12
"""A caption that is no nearer to any story than this speaks of none of them."""
STRANGE_TABLE = 0.35
"""The same for a table of a dump: its many short words are a little like anything."""
MOST_TOLD = 2000
"""Blocks told by their places, each beside every other; the longest page of a paper has some 400."""
SURELY_FURNITURE = 0.98
"""Text goes out of the stories as furniture only when a place and a type are as sure of it as this."""
CLOSE = 4.0
"""How many heights of a jump mark may be between it and its story."""
MOST_COMPARED = 400
"""Texts whose words are compared all with all; only a dump of many pages in one holds more stories."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What one page gave: its stories, what belongs to the page, what is left, and every block with its role."""

    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]
    remainder: tuple[Remainder, ...]
    blocks: tuple[Block, ...]
    manner: Manner | None


def restore(
    page: Page, blocks: Sequence[Block], lang: Lang, *, first: int = 1, judge: judges.Judge | None = None
) -> Restored:
    """The stories of a page from its blocks; every block goes into a story, the furniture or the remainder.

    ``first`` numbers the first article, so that ids stay unique over the pages of an issue. ``judge`` decides which
    fragment follows which, by default the one that ships.
    """
    judge = judge or judges.load()
    parts = sort(page, blocks)
    where, signed = None, Signed()
    if not page.has_geometry:
        parts, signed = _signed_apart(page, parts)
    elif len(parts.threads) <= MOST_TOLD:
        parts = told_by_place(page, parts, judge)
        where = places.Places.of(page, parts.threads, (*parts.captions, *parts.furniture))
    threads = follow([signed.words(block) for block in parts.threads], ngram.load(), judge, where)
    chains: stacks.Chains = threads.chains
    if not page.has_geometry:
        chains = stacks.gathered(signed.parted(chains, parts.threads), parts.threads, signed.by_block)
    stories = [signed.behind(story) for story in _with_roles(parts.threads, chains)]
    stories = [crossheads.whole(story, page) for story in stories]
    told = [story for story in stories if _is_story(story)]
    lone = [strand for story in stories if not _is_story(story) for strand in story]
    told, lost = _with_marks(told, lone, page)
    told, unclaimed = _with_captions(told, parts.captions, page)
    day = days.day_of(page)
    articles = tuple(assemble(page, day, f"a{number}", story, lang) for number, story in enumerate(told, first))
    roles = {strand.block.id: strand.block.role for story in stories for strand in story}
    return Restored(
        articles=articles,
        furniture=tuple(Furniture(block.text, block.spans) for block in parts.furniture),
        remainder=tuple(
            Remainder(block.text, block.spans, say("articles.no_story", lang)) for block in (*lost, *unclaimed)
        ),
        blocks=_in_order((*parts.threads, *signed.blocks), parts.captions, parts.furniture, roles),
        manner=page.manner or _manner(threads, lang),
    )


def _signed_apart(page: Page, parts: Sorted) -> tuple[Sorted, Signed]:
    """The blocks of a dump, its signatures apart and its heads of torn lines whole."""
    kept, signed = signatures.apart(parts.threads)
    return replace(parts, threads=stacks.joined(page, kept, signed.by_block)), signed


def told_by_place(page: Page, parts: Sorted, judge: judges.Judge) -> Sorted:
    """The blocks of a page with geometry by what they may become, as their type and places tell beside their words.

    What the grammar of heads knows for certain (jump marks, a line that is a byline) it has said before; but whether a
    line in brackets heads a story or a part of one, its type and place know better.
    """
    known = {block.id: block.role for block in (*parts.captions, *parts.furniture)}
    blocks = sorted((*parts.threads, *parts.captions, *parts.furniture), key=lambda block: _rank(block.id))
    chances = judge.roles(company_of(page, blocks, ngram.load()))
    chances[:, [judges.ROLES.index(role) for role in GRAMMARS_OWN]] = 0
    chances[[not heads.could_sign(block.text) for block in blocks], judges.ROLES.index(Role.BYLINE)] = 0
    furniture = judges.ROLES.index(Role.FURNITURE)
    chances[chances[:, furniture] < SURELY_FURNITURE, furniture] = 0
    told = []
    for block, row in zip(blocks, chances, strict=True):
        role = known.get(block.id, block.role)
        unsettled = role in (Role.UNKNOWN, Role.CROSSHEAD)
        told.append(replace(block, role=judges.ROLES[int(row.argmax())] if unsettled else role))
    return Sorted(
        threads=tuple(block for block in told if block.role in THREADED),
        captions=tuple(block for block in told if block.role in APART),
        furniture=tuple(block for block in told if block.role is Role.FURNITURE),
    )


def _rank(name: str) -> tuple[int, ...]:
    """The order of blocks by their ids: p1.b12.2 after p1.b12.1."""
    return tuple(int(part) for part in re.findall(r"\d+", name))


def company_of(page: Page, blocks: Sequence[Block], model: ngram.LanguageModel) -> NDArray[np.float32]:
    """What the judge knows of each block of a page with geometry before it says what it is: (n, d)."""
    texts = [block.text for block in blocks]
    where = places.Places.of(page, blocks)
    known = places.relations(where)
    table = traits.traits(texts, model)
    blank = np.zeros((len(texts), len(texts), 1), dtype=np.float32)
    return judges.in_place(judges.in_company(table, blank), places.traits(where, known), known)


def _is_story(story: Sequence[Strand]) -> bool:
    """A lone byline, dateline or jump mark is no story."""
    return any(strand.block.role in (*STACK, Role.BODY, Role.CROSSHEAD) for strand in story)


def _with_roles(blocks: Sequence[Block], chains: stacks.Chains) -> list[list[Strand]]:
    """The blocks of each thread with their roles: marked lines keep theirs, the judge names the rest."""
    found = [_headline_stack([blocks[knot.fragment] for knot in chain], chain) for chain in chains]
    lines = [blocks[chain[index].fragment].text for chain, stack in zip(chains, found, strict=True) for index in stack]
    on = iter((stacks.going_on(lines) >= stacks.GOES_ON).tolist())
    return [
        _story(blocks, chain, stack, list(islice(on, len(stack)))) for chain, stack in zip(chains, found, strict=True)
    ]


def _headline_stack(own: Sequence[Block], chain: Sequence[Knot]) -> list[int]:
    """Where the lines of a story's headline stack stand in its thread, as far as type and place have not named them."""
    if chain_is_placed(own):
        return []
    named = _named(own, chain)
    return _with_beside(own, _stack(named)) or _awaited(named, [knot.head for knot in chain])


def _named(own: Sequence[Block], chain: Sequence[Knot]) -> list[Block]:
    return [
        replace(block, role=ROLES[knot.role] if block.role is Role.UNKNOWN else block.role)
        for block, knot in zip(own, chain, strict=True)
    ]


def _story(blocks: Sequence[Block], chain: Sequence[Knot], stack: Sequence[int], on: Sequence[bool]) -> list[Strand]:
    """The strands of one thread; ``on`` says of each line of its ``stack`` whether it may go on the one above."""
    own = [blocks[knot.fragment] for knot in chain]
    named = _named(own, chain)
    if chain_is_placed(own):
        roles = _placed_stack(named)
    else:
        roles = dict(zip(stack, heads.stack([named[index].text for index in stack], on), strict=True))
    out = []
    for index, (block, knot) in enumerate(zip(named, chain, strict=True)):
        stray = block.role in STACK and index not in roles
        role = roles.get(index, Role.CROSSHEAD if stray else block.role)
        rival = blocks[knot.rival] if knot.rival is not None and knot.rival >= 0 else None
        ends = knot.ends if index == len(chain) - 1 else 1.0
        out.append(Strand(replace(block, role=role), knot.torn > 0.5, knot.chance, rival, knot.rival_chance, ends))
    return out


def _stack(blocks: Sequence[Block]) -> list[int]:
    """Where the headline stack stands: the first run of head lines, as a rule before the story, at times within it."""
    out: list[int] = []
    for index, block in enumerate(blocks):
        if block.role is Role.HEADLINE:
            out.append(index)
        elif out and block.role in (Role.BODY, Role.CROSSHEAD):
            break
    return out[:4]


def _with_beside(blocks: Sequence[Block], stack: Sequence[int]) -> list[int]:
    """The headline stack with the lines above it and a deck right below it, whatever the judge takes those for."""
    if not stack:
        return []
    top = int(blocks[0].role is Role.JUMP_FROM)
    near = blocks[: stack[-1] + 2]
    above = list(range(top, stack[0])) if stack[0] < stacks.MOST_LINES else []
    below = [at for at in range(stack[-1] + 1, len(near)) if heads.is_deck(near[at].text)]
    if not above and not below:
        return list(stack)
    lines = stacks.are_lines(near).tolist()
    return [*(above if all(lines[at] for at in above) else []), *stack, *(at for at in below if lines[at])]


def chain_is_placed(blocks: Sequence[Block]) -> bool:
    """Whether type and place have named every block of a story already."""
    return all(block.role is not Role.UNKNOWN for block in blocks)


def _placed_stack(blocks: Sequence[Block]) -> dict[int, Role]:
    """The parts of the headline stack before the text, as type and place named them, and one headline among them.

    What would be a crosshead within a story heads it where it opens one.
    """
    text = next((index for index, block in enumerate(blocks) if block.role is Role.BODY), len(blocks))
    roles = {index: block.role for index, block in enumerate(blocks[:text]) if block.role in (*STACK, Role.CROSSHEAD)}
    found = next((index for index, role in roles.items() if role is Role.HEADLINE), None)
    if found is not None or any(block.role is Role.JUMP_FROM for block in blocks[:text]):
        crossheads = (index for index, role in roles.items() if role is Role.CROSSHEAD and index >= (found or 0))
        end = next(crossheads, text)
        before = {index: role for index, role in roles.items() if index < end}
        roles = {index: Role.KICKER if role is Role.CROSSHEAD else role for index, role in before.items()}
    if roles and Role.HEADLINE not in roles.values():
        names = heads.stack([blocks[index].text for index in roles])
        roles = dict(zip(roles, names, strict=True))
    return roles


def _awaited(blocks: Sequence[Block], chances: Sequence[float]) -> list[int]:
    """The headline of a continued story whose headline stands within it, where one line is likely enough to be it.

    The judge sees a line beside its neighbours only, where most such lines are crossheads; that the story came without
    a headline speaks for the likeliest of them.
    """
    if not any(block.role is Role.JUMP_FROM for block in blocks[:1]):
        return []
    likely = [
        (chance, index)
        for index, (block, chance) in enumerate(zip(blocks, chances, strict=True))
        if block.role is Role.CROSSHEAD and chance >= AWAITED_HEAD
    ]
    return [max(likely)[1]] if likely else []


def _with_marks(
    stories: Sequence[list[Strand]], marks: Sequence[Strand], page: Page
) -> tuple[list[list[Strand]], list[Block]]:
    """Each lone jump mark with the story that begins close below it, or ends close above it; the rest are left."""
    out = [list(story) for story in stories]
    left = []
    for mark in marks:
        box, role = mark.block.box, mark.block.role
        ends = [story[0] if role is Role.JUMP_FROM else story[-1] for story in out]
        gaps = [_gap(box, end.block.box, page, below=role is Role.JUMP_FROM) for end in ends]
        taken = [any(strand.block.role is role for strand in story) for story in out]
        near = [index for index, gap in enumerate(gaps) if gap < CLOSE and not taken[index]]
        if box is None or role not in (Role.JUMP_FROM, Role.JUMP_TO) or not near:
            left.append(mark.block)
            continue
        story = out[min(near, key=gaps.__getitem__)]
        story.insert(0 if role is Role.JUMP_FROM else len(story), mark)
    return out, left


def _gap(mark: Box | None, other: Box | None, page: Page, *, below: bool) -> float:
    """The white between a mark and what stands below it (or above), in heights of the mark; infinite if not in line."""
    if not mark or not other:
        return math.inf
    if page.runs_down:
        mark, other = mark.turned(page.across), other.turned(page.across)
    across = min(mark.right, other.right) - max(mark.left, other.left)
    white = other.top - mark.top - mark.height if below else mark.top - other.top - other.height
    height = max(mark.height, 1e-6)
    return abs(white) / height if across > 0 and white > -height else math.inf


def _with_captions(
    stories: Sequence[list[Strand]], captions: Sequence[Block], page: Page
) -> tuple[list[list[Strand]], list[Block]]:
    """Each caption at the end of the story it speaks of; those that speak of none are left.

    On a page with geometry it speaks of one of those it stands in or beside.
    """
    out = [list(story) for story in stories]
    if not captions or not out:
        return out, list(captions)
    runs = _runs(captions, page)
    texts = ["".join(caption.text for caption in run) for run in runs]
    alike = _alike(["".join(strand.block.text for strand in story) for story in stories], texts)
    pictures = [each.box for each in page.graphics if each.kind is GraphicKind.PICTURE]
    left = []
    for run, row in zip(runs, alike, strict=True):
        near = [index for index, story in enumerate(stories) if _stands_by(run[0], story, pictures)]
        best = max(near, key=lambda index: float(row[index])) if near else int(np.argmax(row))
        if near or row[best] > (STRANGERS if len(run) == 1 else STRANGE_TABLE):
            out[best] += map(Strand, run)
        else:
            left += run
    return out, left


def _runs(captions: Sequence[Block], page: Page) -> list[list[Block]]:
    """The captions one by one, but the rows of a table in a dump together: one row says too little of its matter."""
    out: list[list[Block]] = []
    for caption in captions:
        rows = caption.role is Role.TABLE and not page.has_geometry
        if rows and out and out[-1][-1].role is Role.TABLE and _rank(caption.id)[1] == _rank(out[-1][-1].id)[1] + 1:
            out[-1].append(caption)
        else:
            out.append([caption])
    return out


def _stands_by(caption: Block, story: Sequence[Strand], pictures: Sequence[Box]) -> bool:
    """Whether a caption, or a picture above, below or beside it, touches a block of the story."""
    if caption.box is None:
        return False
    slack = 2.5 * caption.box.height / max(1, len(caption.spans))
    own = [caption.box, *(box for box in pictures if _touch(box, caption.box, slack))]
    return any(_touch(box, strand.block.box, slack) for box in own for strand in story if strand.block.box)


def _touch(one: Box, other: Box, slack: float) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > -slack and along > -slack and max(across, along) > 0


def _alike(stories: Sequence[str], texts: Sequence[str]) -> NDArray[np.float32]:
    """How near each caption is to each story, (captions, stories): by its matter, and by rare words that both hold."""
    known = matter.load()
    alike = matter.unit(known.vectors(texts)) @ matter.unit(known.vectors(stories)).T
    if len(stories) + len(texts) > MOST_COMPARED:
        return np.asarray(alike, dtype=np.float32)
    shared, _ = cohesion([*stories, *texts])
    return np.asarray(alike + shared[len(stories) :, : len(stories)], dtype=np.float32)


def _manner(threads: Threads, lang: Lang) -> Manner | None:
    if threads.manner is MannerKind.PRINTED:
        return None
    reason = say(f"articles.manner_{threads.manner.value}", lang)
    return Manner(threads.manner, threads.confidence if threads.manner is not MannerKind.UNKNOWN else 0.0, (reason,))


def _in_order(
    threads: Sequence[Block], captions: Sequence[Block], furniture: Sequence[Block], roles: dict[str, Role]
) -> tuple[Block, ...]:
    named = [*(replace(block, role=roles[block.id]) for block in threads), *captions, *furniture]
    return tuple(sorted(named, key=lambda block: block.spans[0].start))
