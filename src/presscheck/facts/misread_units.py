"""Units and the words that bound a number, as they were printed: what the proofreader only suspects settles a figure.

A recogniser that reads 曹 for 万 leaves 1.2曹班, of which no figure can be told. That such a character is misread is
likely enough to be said, not to be carried out. Where it stands at a number the number speaks for it as well: with
万 a figure stands there, and without it none, or another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from presscheck import hanzi
from presscheck.facts import figures
from presscheck.facts.figures import Counted
from presscheck.model import Correction, Tier

BELIEVED = 0.5
"""The chance from which a suspicion is read so: of 194 that settled a figure, look-alikes set in, 188 were right."""
NEAR, AROUND = 5, 24
"""Characters from a number within which its unit and the words that bound it stand, and those read around them."""
_NUMERALS = "0-9〇零一二两三四五六七八九十百千万亿半"
_BEHIND, _BEFORE = (
    re.compile(f"[{_NUMERALS}][^，。；！？]{{0,{NEAR}}}$"),
    re.compile(f"[^，。；！？]{{0,{NEAR}}}[{_NUMERALS}]"),
)
_GREAT = frozenset("百千万亿半")
"""Numbers that a character may be misread for: they are few, and another would be far from what is meant."""
_FIGURES = frozenset("〇零一二两三四五六七八九十几")
"""Figures proper are never guessed: what is read for one may be any."""


def settled(text: str, corrections: Sequence[Correction]) -> Iterator[Correction]:
    """The suspicions in a part of a story with which its figures are told otherwise, right where they stand.

    >>> mark = Correction("body", 0, 5, 6, "曹", "万", "unlike", "", 0.6, Tier.SUSPECT)
    >>> [one.after for one in settled("客运航班2曹班", [mark])], list(settled("客运航班，曹班", [mark]))
    (['万'], [])
    """
    runs = list(_runs(filter(_is_asked, corrections)))
    if not runs:
        return
    out = list(text)
    carried = [one for one in corrections if one.tier is not Tier.SUSPECT]
    for one in carried:
        if len(one.before) == len(one.after):
            out[one.start : one.end] = one.after
    closed = {place for one in carried for place in range(one.start, max(one.end, one.start + 1))}
    for run in sorted(runs, key=lambda run: (-min(one.confidence for one in run), run[0].start)):
        start, after = run[0].start, [one.after for one in run]
        places = range(start, start + len(run))
        if closed.isdisjoint(places) and _tells_otherwise(out, start, "".join(after)):
            out[start : start + len(run)] = after
            closed.update(places)
            yield from run


def _runs(suspected: Iterable[Correction]) -> Iterator[list[Correction]]:
    """Suspicions of characters that stand side by side: 3裹寿亩 is no figure before both are read."""
    run: list[Correction] = []
    for one in sorted(suspected, key=lambda one: one.start):
        if run and one.start != run[-1].end:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _is_asked(one: Correction) -> bool:
    """Whether a suspicion is of one Chinese character for another, and neither is a figure."""
    if one.tier is not Tier.SUSPECT or one.confidence < BELIEVED or one.only_check:
        return False
    pair = (one.before, one.after)
    return all(len(char) == 1 and hanzi.is_han(char) and char not in _FIGURES for char in pair)


def _tells_otherwise(text: Sequence[str], start: int, after: str) -> bool:
    """Whether a figure that stands at some characters is there with ``after`` alone, or without it alone."""
    low, place, end = max(start - AROUND, 0), min(start, AROUND), min(start, AROUND) + len(after)
    near = "".join(text[low : start + len(after) + AROUND])
    by_number = _BEHIND.search(near, max(place - NEAR - 1, 0), place) or _BEFORE.match(near, end)
    if not by_number and _GREAT.isdisjoint(after):
        return False
    changed = near[:place] + after + near[end:]
    told, read = (set(_touching(figures.find(words), place, end)) for words in (near, changed))
    return told != read


def _touching(found: Iterable[Counted], start: int, end: int) -> Iterator[Counted]:
    return (one for one in found if one.start <= end and one.end >= start)
