"""The names of the sentences before one, from which it may take whose its figures are."""

import numpy as np

from presscheck.facts.context import Context, Numbers
from presscheck.facts.roles import BACK, NO_NAMES, Names
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import phrases
from presscheck.model.fact import Words


class NamedBefore:
    """What the sentences of a story named so far: runs of nouns, and parties."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._said: list[tuple[Said, int | None]] = []
        self._names: dict[int, tuple[list[Words], Numbers]] = {}

    def add(self, said: Said) -> None:
        """Take in the next sentence."""
        self._said.append((said, self._block(said)))

    def near(self, said: Said) -> Names:
        """The names in the headline, and in the sentences that were read near ``said``, which comes next."""
        own = self._block(said)
        if own is None:
            return NO_NAMES
        words: list[Words] = []
        rows, back = [np.empty((0, 2), dtype=np.int64)], []
        for number, (one, block) in enumerate(self._said):
            heads = one.part.name == "headline"
            if not heads and block not in (own, own - 1, 0):
                continue
            names, places = self._named(number)
            words += names
            rows.append(places + int(self.context.starts[own]) if heads else places)
            back += [0 if heads else min(len(self._said) - number, BACK)] * len(names)
        return Names(words, np.concatenate(rows), np.array(back, dtype=np.int64))

    def _block(self, said: Said) -> int | None:
        """The block in which a sentence was read."""
        place = self.context.stretch(said.part, said.sentence.start, said.sentence.start + 1)
        return self.context.block(place[0]) if place else None

    def _named(self, number: int) -> tuple[list[Words], Numbers]:
        """The names of one of the sentences, and their rows; told once, and only of those that are asked for."""
        if number not in self._names:
            said, _ = self._said[number]
            tokens = said.sentence.tokens
            runs = [(tokens[first].start, tokens[last - 1].end) for first, last in phrases(tokens)]
            places = list(dict.fromkeys([*runs, *((one.start, one.end) for one in said.rows)]))
            rows = self.context.stretches(said.part, places)
            read = [place for place, row in zip(places, rows[:, 0].tolist(), strict=True) if row >= 0]
            self._names[number] = [said.part.words(*place) for place in read], rows[rows[:, 0] >= 0]
        return self._names[number]
