"""The names of the sentences before one, from which it may take whose its figures are."""

import numpy as np

from presscheck.facts.context import Context, Numbers
from presscheck.facts.roles import BACK, NO_NAMES, Names
from presscheck.facts.sentences import Said
from presscheck.facts.story import Part
from presscheck.facts.tokens import phrases

Places = list[tuple[Part, int, int]]
HEADS = -1
"""Where the headline stands among the blocks: it is read with each of them."""


class NamedBefore:
    """What the sentences of a story named so far: runs of nouns, and parties."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._said: list[Said] = []
        self._in_block: dict[int | None, list[int]] = {}
        self._sorted = 0
        self._names: dict[int, tuple[Places, Numbers]] = {}

    def add(self, said: Said) -> None:
        """Take in the next sentence."""
        self._said.append(said)

    def near(self, said: Said) -> Names:
        """The names in the headline, and in the sentences that were read near ``said``, which comes next."""
        own = self._block(said)
        if own is None:
            return NO_NAMES
        self._sort()
        blocks = {HEADS, 0, own - 1, own}
        numbers = sorted(number for block in blocks for number in self._in_block.get(block, ()))
        words: Places = []
        rows, back = [np.empty((0, 2), dtype=np.int64)], []
        for number in numbers:
            heads = self._said[number].part.name == "headline"
            names, places = self._named(number)
            words += names
            rows.append(places + self.context.starts[own] if heads else places)
            back += [0 if heads else min(len(self._said) - number, BACK)] * len(names)
        return Names(words, np.concatenate(rows), np.array(back, dtype=np.int64))

    def _sort(self) -> None:
        """Note in which block each sentence was read; only a story that is asked for names needs to know."""
        for number, said in enumerate(self._said[self._sorted :], self._sorted):
            block = HEADS if said.part.name == "headline" else self._block(said)
            self._in_block.setdefault(block, []).append(number)
        self._sorted = len(self._said)

    def _block(self, said: Said) -> int | None:
        """The block in which a sentence was read."""
        place = self.context.stretch(said.part, said.sentence.start, said.sentence.start + 1)
        return self.context.block(place[0]) if place else None

    def _named(self, number: int) -> tuple[Places, Numbers]:
        """The names of one of the sentences, and their rows; told once, and only of those that are asked for."""
        if number not in self._names:
            said = self._said[number]
            tokens = said.sentence.tokens
            runs = [(tokens[first].start, tokens[last - 1].end) for first, last in phrases(tokens)]
            places = list(dict.fromkeys([*runs, *((one.start, one.end) for one in said.rows)]))
            rows = self.context.stretches(said.part, places)
            read = rows[:, 0] >= 0
            told = [(said.part, *place) for place, held in zip(places, read.tolist(), strict=True) if held]
            self._names[number] = told, rows[read]
        return self._names[number]
