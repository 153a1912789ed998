"""Headline stacks of a dump, kept whole: lines torn within a word, and lines left at the end of the story above.

A dump has no type, so a kicker or a section label above a head looks to the networks like a crosshead of the text above
it, or like a story of its own, and the second line of a head like a crosshead of what follows. But the lines of a stack
stand one below the other, a crosshead has text behind it, and language tells where a line is only half a phrase.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from presscheck.articles import judge as judges
from presscheck.articles import matter, traits
from presscheck.articles.recall import folded
from presscheck.articles.threads import Knot
from presscheck.language import ngram
from presscheck.model import Block, Page, Role

WEIGHTS = {"seam": 0.6, "ends": -0.35, "starts": -0.41, "bias": -6.5}
"""What speaks for one line of a head going on in the next, in log odds: how well the second goes on from the first, and
how little the first ends a paragraph and the second begins one.

Learned on 1,112 headlines of January to October 2025 cut in two, and 4,851 pairs of lines of two parts of a stack.
"""
TORN, GOES_ON = 3.0, 1.0
"""From which odds two lines are one (67 in a hundred of the former, none in a thousand of the latter), and from which
they are of one part (83, and 7 in a thousand)."""
MOST_LINES = 6
"""Lines that a headline stack may have: a label, a kicker, two lines of headline, two of deck."""
LONGEST_HEAD = 60
"""Two lines that make more characters than this are no one head."""
LONGEST_LABEL = 16
"""What the judge takes for text is a label over a head only where it has no more characters than this."""
NEARER = 0.3
"""How much nearer in matter a line must be to the story above than to the one below to stay there: what is akin to
neither (a section label) is seldom so much nearer to one of two by chance."""
AKIN = 0.3
"""How near in matter a line that is longer than a label must be to the story below to head it.

Of 600 first lines of stacks 98 in a hundred are so near to their own story, and two in a hundred to another.
"""

Chains = Sequence[Sequence[Knot]]


def joined(page: Page, blocks: Sequence[Block], signed: Collection[str] = ()) -> tuple[Block, ...]:
    """The blocks of a dump, lines of a head that are torn within a phrase made one.

    What is ``signed``, by its id, is no head: the last line of a poem stays by itself.

    >>> from presscheck.model import Span
    >>> text = "全市水利工\\n作会议召开"
    >>> page = Page("p1", "a.txt", "", "dump", text, ())
    >>> halves = [Span("p1", 0, 5), Span("p1", 6, 11)]
    >>> joined(page, [Block(f"p1.b{n}", Role.UNKNOWN, (half,), half.of(text)) for n, half in enumerate(halves, 1)])
    (<Block p1.b1 unknown 全市水利工作会议召开>,)
    """
    lines = are_lines(blocks) & np.array([block.id not in signed for block in blocks], dtype=np.bool_)
    below = (np.flatnonzero(lines[:-1] & lines[1:]) + 1).tolist()
    odds = _odds([blocks[at - 1].text for at in below], [blocks[at].text for at in below])
    torn = {at for at, chance in zip(below, odds.tolist(), strict=True) if chance >= TORN}
    out: list[Block] = []
    for number, block in enumerate(blocks):
        if number in torn and len(out[-1].text) + len(block.text) <= LONGEST_HEAD:
            spans = page.read_on([*out[-1].spans, *block.spans])
            out[-1] = replace(out[-1], spans=spans, text=page.told(spans))
        else:
            out.append(block)
    return tuple(out)


def going_on(texts: Sequence[str]) -> NDArray[np.float32]:
    """The log odds that each line goes on a phrase of the one before it, the first line's none. (n,)

    >>> going_on(["全市水利工", "作会议召开", "南湾新桥通车"]).round().tolist()
    [-inf, 3.0, -5.0]
    """
    out = np.full(len(texts), -np.inf, dtype=np.float32)
    out[1:] = _odds(texts[:-1], texts[1:])
    return out


def _odds(above: Sequence[str], below: Sequence[str]) -> NDArray[np.float32]:
    """The log odds that each line goes on a phrase of the one above it. (n,)"""
    if not below:
        return np.zeros(0, dtype=np.float32)
    model = ngram.load()
    tails, lines = ([folded(text) for text in texts] for texts in (above, below))
    seams = model.seams(tails, lines, np.arange(len(lines))[:, None].repeat(2, axis=1))
    ends, starts = model.ends(tails), model.starts(lines, 4)
    odds: NDArray[np.float32] = WEIGHTS["seam"] * seams + WEIGHTS["ends"] * ends + WEIGHTS["starts"] * starts
    return odds + np.float32(WEIGHTS["bias"])


def are_lines(blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Which blocks could be a line of a head: short, no sentence, no mark. (n,)"""
    return _lines(blocks, traits.looks([block.text for block in blocks]))


def _lines(blocks: Sequence[Block], table: traits.Floats) -> NDArray[np.bool_]:
    unknown = np.array([block.role is Role.UNKNOWN for block in blocks], dtype=np.bool_)
    return unknown & (traits.is_deck([block.text for block in blocks]) | traits.is_head(table))


def gathered(chains: Chains, blocks: Sequence[Block], signed: Collection[str] = ()) -> list[tuple[Knot, ...]]:
    """The chains, each with the lines of its stack that stood at the end of the story above, or by themselves.

    Lines that close a chain head nothing there: where another chain begins right below them with a head or a credit,
    they stand above its head, unless so many make no stack. What is ``signed``, by its id, closes its own story: the
    last line of a poem.
    """
    table = traits.looks([block.text for block in blocks])
    lines = _lines(blocks, table) & np.array([block.id not in signed for block in blocks], dtype=np.bool_)
    credits_ = np.array([block.role in (Role.BYLINE, Role.DATELINE) for block in blocks], dtype=np.bool_)
    opens = lines | credits_ | traits.is_credit(table)
    held = {chain[0].fragment: list(chain) for chain in chains}
    ends = {chain[-1].fragment: chain[0].fragment for chain in chains}
    waiting = sorted(held)
    while waiting:
        first = waiting.pop()
        above = ends.get(first - 1)
        if above is None or above == first or not opens[first]:
            continue
        tail = _tail(held[above], lines, blocks)
        many = len(tail) + _height(held[first], lines) > MOST_LINES
        if not tail or many or not _belongs(blocks, held[above][: -len(tail)], tail, held[first]):
            continue
        kept, below = held.pop(above)[: -len(tail)], held.pop(first)
        held[tail[0].fragment] = [*(replace(knot, torn=0.0) for knot in tail), *below]
        ends[below[-1].fragment] = tail[0].fragment
        if kept:
            held[above], ends[kept[-1].fragment] = kept, above
            waiting.append(tail[0].fragment)
    return [tuple(held[first]) for first in sorted(held)]


def _height(chain: Sequence[Knot], lines: NDArray[np.bool_]) -> int:
    """How many lines of a head stand at the top of a chain."""
    return next((at for at, knot in enumerate(chain) if not lines[knot.fragment]), len(chain))


def _tail(chain: Sequence[Knot], lines: NDArray[np.bool_], blocks: Sequence[Block]) -> list[Knot]:
    """The lines at the end of a chain that stand one right behind the other on the page and go on no sentence."""
    out: list[Knot] = []
    for knot in reversed(chain):
        text = blocks[knot.fragment].text
        label = len(text) <= LONGEST_LABEL and not set(text) & traits.COMMAS
        torn = knot.torn > 0.5 or (knot.role == judges.BODY and not label)
        if not lines[knot.fragment] or torn or (out and knot.fragment + 1 != out[0].fragment):
            break
        out.insert(0, knot)
    return out


def _belongs(blocks: Sequence[Block], above: Sequence[Knot], tail: Sequence[Knot], below: Sequence[Knot]) -> bool:
    """Whether lines may speak of the story below: a crosshead whose text stands elsewhere is of the one above."""
    known = matter.load()
    told = ["".join(blocks[knot.fragment].text for knot in knots) for knots in (tail, above, below)]
    line, upper, lower = matter.unit(known.vectors(told))
    label = all(len(blocks[knot.fragment].text) <= LONGEST_LABEL for knot in tail)
    nearer = bool(above) and float(line @ upper) > float(line @ lower) + NEARER
    return not nearer and (label or float(line @ lower) >= AKIN)
