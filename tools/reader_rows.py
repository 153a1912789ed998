"""Annotated sentences as the reader in context learns from them: what is asked of each, and which answers are right.

A row holds the blocks of a story that are read for a sentence (its own, the one before and the first), where its words
stand in them, and its questions: each role of each trigger, and of each figure the time. Rows are counted through the
blocks, each ``LONGEST`` long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gold_read import Read, read_gold
from presscheck.facts import context, desk, when
from presscheck.facts.context import CUT, LONGEST, Layout, Tables
from presscheck.facts.named_before import NamedBefore
from presscheck.facts.roles import EARLIER, KINDS, Sheet, holds, longest, within
from presscheck.facts.sentences import Said
from presscheck.facts.when import Named
from presscheck.measure.facts import story_of
from presscheck.model.fact import Period

Item = dict[str, Any]
Place = tuple[int, int]


class Numbers(dict[str, int]):
    """A number for each name that is asked for, from 1 on."""

    def of(self, name: str) -> int:
        """The number of a name."""
        return self.setdefault(name, len(self) + 1)


@dataclass(frozen=True)
class Kept:
    """How families, tags and traits are numbered; grown as rows are read."""

    families: Numbers = field(default_factory=Numbers)
    tags: Numbers = field(default_factory=Numbers)
    traits: Numbers = field(default_factory=Numbers)


@dataclass(frozen=True)
class Role:
    """One role of one trigger: ``right`` are stretches of tokens, first and last, ``before`` numbers of names.

    ``held``: the trigger itself may stand in them.
    """

    kind: int
    family: int
    place: Place
    tokens: Place
    within: Place
    longest: int
    held: bool
    right: Sequence[Place]
    before: Sequence[int]


@dataclass(frozen=True)
class Time:
    """The time of one figure: which of the row's times are right, or that none is; what speaks for each, by number."""

    families: tuple[int, int, int]
    place: Place
    right: Sequence[int]
    none: bool
    traits: Sequence[Sequence[int]]
    left_open: Sequence[int]


@dataclass(frozen=True)
class Row:
    """One annotated sentence.

    ``names`` are the places of earlier names and how far back they stand, ``times`` those of times (-1: not read),
    how far back, and their grain. ``later`` tells sentences that were annotated in the second reading.
    """

    id: str
    blocks: NDArray[np.int64]
    tokens: NDArray[np.int64]
    tags: Sequence[int]
    clauses: Sequence[int]
    names: Sequence[tuple[Place, int]]
    times: Sequence[tuple[Place, int, int]]
    roles: Sequence[Role]
    asked: Sequence[Time]
    later: bool


def row_of(gold: Item, article: Item, tables: Tables, kept: Kept) -> Row | None:
    """The row of one line of gold; ``None`` where the sentence is too long to be read."""
    story = story_of(article)
    laid = context.lay_out(story, tables)
    bare = context.Context(laid.blocks, laid.rows, laid.starts, np.zeros((sum(map(len, laid.blocks)), 1), np.float32))
    read = read_gold(gold, article)
    said, earlier = read.said, NamedBefore(bare)
    for one in read.before:
        earlier.add(one)
    sheet = Sheet(said.sentence, said.part, bare, earlier.near(said))
    if not sheet.read:
        return None
    seen, names = _Seen(laid, int(sheet.rows[0, 0])), sheet.names
    figures = [one for one in _figures(gold, said) if not (one[1] or {"optional": True}).get("optional")]
    named = [one for one in when.candidates(said.named) if one.period.start and one.period.end]
    return Row(
        gold["id"],
        seen.blocks,
        np.array([seen.place(rows) for rows in sheet.rows.tolist()]),
        [kept.tags.of(token.tag) for token in sheet.tokens],
        said.sentence.clauses,
        [(seen.place(rows), back) for rows, back in zip(names.rows.tolist(), names.back.tolist(), strict=True)],
        [_time(one, said, laid, seen, kept) for one in named],
        list(_roles(gold, article, read, sheet, seen, kept)),
        [_asked(counted, fact, said, named, (laid, seen, kept)) for counted, fact in figures],
        bool(gold.get("later")),
    )


class _Seen:
    """The blocks that are read for a sentence, and where rows of the story stand in them."""

    def __init__(self, laid: Layout, row: int) -> None:
        own = laid.block(row)
        self.laid, self.order = laid, [*dict.fromkeys(one for one in (own, own - 1, 0) if one >= 0)]
        self.blocks = np.zeros((len(self.order), LONGEST), dtype=np.int64)
        for at, number in enumerate(self.order):
            self.blocks[at, : len(laid.blocks[number])] = laid.blocks[number] or (CUT,)

    def place(self, rows: Place) -> Place:
        number = self.laid.block(rows[0])
        start = self.order.index(number) * LONGEST - int(self.laid.starts[number])
        return rows[0] + start, rows[1] + start


def _figures(gold: Item, said: Said) -> Iterator[tuple[Any, Item | None]]:
    for one in said.figures:
        yield one, next((fact for fact in gold["figures"] if _meets(gold, fact["s"], one.start, one.end)), None)


def _meets(gold: Item, spots: Sequence[Sequence[int]], start: int, end: int) -> bool:
    return any(gold["start"] + low < end and gold["start"] + high > start for low, high in spots)


def _roles(gold: Item, article: Item, read: Read, sheet: Sheet, seen: _Seen, kept: Kept) -> Iterator[Role]:
    for trigger, role, told, spots in read.asked:
        first, last = trigger.first, trigger.last
        low, high = within(trigger, len(sheet.tokens), role)
        right = [(a, b - 1) for a, b in told if low <= a and b <= high and b - a <= longest(role)]
        held = holds(trigger, role)
        right = [(a, b) for a, b in right if held or b < first or a >= last]
        before: list[int] = []
        if role in EARLIER and spots:
            words = [_words(article, gold, spot) for spot in spots if spot[0] < 0]
            names = [sheet.names.words(at).text for at in range(len(sheet.names.places))]
            before = [at for at, name in enumerate(names) for word in words if _is(name, word)]
            told = told or ((0, 0),)
        if told and not right and not before:
            continue  # what the annotators chose cannot be chosen
        place = seen.place((int(sheet.rows[first, 0]), int(sheet.rows[last - 1, 1])))
        family = kept.families.of(trigger.family)
        inside = low, min(high, len(sheet.tokens))
        yield Role(KINDS.index(role), family, place, (first, last), inside, longest(role), held, right, before)


def _is(name: str, word: str) -> bool:
    return name == word or (len(word) > 1 and name.endswith(word))


def _words(article: Item, gold: Item, spot: Sequence[int]) -> str:
    """Words that stand before the sentence, by their offsets from its start."""
    texts = [article["headline"]] if article.get("headline") else []
    texts += [one["text"] for one in article["paragraphs"]]
    number = gold["paragraph"] + len(texts) - len(article["paragraphs"])
    here = texts[number][: gold["start"]]
    told = here if len(here) + spot[0] >= 0 else "\n".join([*texts[:number], here])
    return told[len(told) + spot[0] : len(told) + spot[1]]


def _time(one: Named, said: Said, laid: Layout, seen: _Seen, kept: Kept) -> tuple[Place, int, int]:
    beside = laid.stretch(said.part, said.sentence.start, said.sentence.start + 1)
    rows = laid.stretch(one.part or said.part, one.start, one.end, beside[0] if beside else None)
    return seen.place(rows) if rows else (-1, -1), one.back, kept.families.of(f"g:{one.period.grain}")


def _asked(
    counted: Any, fact: Item | None, said: Said, named: Sequence[Named], where: tuple[Layout, _Seen, Kept]
) -> Time:
    laid, seen, kept = where
    assert fact is not None
    asking, period = desk.time_asked(said, counted), fact["period"]
    rows = laid.stretch(said.part, counted.start, counted.end)
    assert rows is not None
    first, second, third = (kept.families.of(kind) for kind in asking.asks)
    return Time(
        (first, second, third),
        seen.place(rows),
        [at for at, one in enumerate(named) if period and _days(one.period) == tuple(period)],
        period is None,
        [
            [kept.traits.of(trait) for trait in when.traits(said.part.text, asking, one, said.named)]
            for one in named
        ],
        [kept.traits.of(trait) for trait in when.left_open(asking, said.named)],
    )  # fmt: skip


def _days(period: Period) -> tuple[str, str]:
    assert period.start is not None
    assert period.end is not None
    return period.start[:10], period.end[:10]
