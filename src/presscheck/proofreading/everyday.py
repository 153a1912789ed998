"""How well a sentence of talk reads: words after words, as everyday speech has them, which no newspaper prints.

The language is not carried; it is read from a file on the user's machine where there is one (``trigrams``). A text is
as likely as its best segmentation into words, each told by the two before it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.errors import WrongUsage
from presscheck.messages import both
from presscheck.proofreading.trigrams import NONE, Trigrams, content_of

UNKNOWN, OPENING = "<unk>", "<s>"
LONGEST = 7
"""Characters of the longest word looked for."""
REMEMBERED = 1_000_000
"""Chances of triples that are kept."""
Triple = tuple[int, int, int]
Way = tuple[float, tuple[int, int], int, float]
"""How likely a text is up to a word, the two words before it, where it begins, and how likely it is itself."""
Floats = NDArray[np.float64]


class Piece(NamedTuple):
    """A word of a text's best segmentation: where it stands, and how likely it is after the two before it, in nats."""

    start: int
    end: int
    worth: float


class Everyday:
    """Everyday speech as a file of trigrams tells it."""

    def __init__(self, table: Trigrams, name: str) -> None:
        self.name = name
        self._table = table
        self._unknown, self._opening = table.words.get(UNKNOWN, 0), table.words.get(OPENING, 0)
        self._told: dict[Triple, float] = {}

    def worth(self, texts: Sequence[str]) -> Floats:
        """How likely each text is by its best segmentation, in nats: (len(texts),)."""
        lattices = [self._lattice(text) for text in texts]
        told = self._ask(triple for lattice in lattices for triple in self._triples(lattice))
        return np.array([self._best(lattice, told)[0] for lattice in lattices])

    def pieces(self, text: str) -> list[Piece]:
        """The words of a text's best segmentation."""
        lattice = self._lattice(text)
        return self._best(lattice, self._ask(self._triples(lattice)))[1]

    def _lattice(self, text: str) -> list[list[tuple[int, int]]]:
        """For each place in a text the words that end there: where each begins, and its number."""
        words = self._table.words
        ends: list[list[tuple[int, int]]] = [[] for _ in range(len(text) + 1)]
        for start in range(len(text)):
            ends[start + 1].append((start, words.get(text[start], self._unknown)))
            for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
                number = words.get(text[start:end])
                if number is not None:
                    ends[end].append((start, number))
        return ends

    def _triples(self, lattice: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Triple]:
        """Every three words of a lattice in a row; the first word of a text stands after its opening."""
        for words in lattice[1:]:
            for start, word in words:
                if not start:
                    yield NONE, self._opening, word
                for middle, last in lattice[start]:
                    for before in self._before(lattice, middle):
                        yield before, last, word

    def _before(self, lattice: Sequence[Sequence[tuple[int, int]]], place: int) -> list[int]:
        return [number for _, number in lattice[place]] if place else [self._opening]

    def _ask(self, triples: Iterable[Triple]) -> dict[Triple, float]:
        """The chances of some triples among others; what another thread still uses is never emptied."""
        if len(self._told) > REMEMBERED:
            self._told = {}
        told = self._told
        new = list({triple for triple in triples if triple not in told})
        if new:
            before, last, word = np.array(new, dtype=np.int64).T
            told.update(zip(new, self._table.chances(before, last, word).tolist(), strict=True))
        return told

    def _best(
        self, lattice: Sequence[Sequence[tuple[int, int]]], told: dict[Triple, float]
    ) -> tuple[float, list[Piece]]:
        """The likeliest way through a lattice."""
        ways: list[dict[tuple[int, int], Way]] = [{(NONE, self._opening): (0.0, (NONE, NONE), 0, 0.0)}]
        for words in lattice[1:]:
            here: dict[tuple[int, int], Way] = {}
            for start, word in words:
                for state, (worth, *_) in ways[start].items():
                    chance = told[(*state, word)]
                    after = (state[1], word)
                    if after not in here or worth + chance > here[after][0]:
                        here[after] = (worth + chance, state, start, chance)
            ways.append(here)
        end, state = len(lattice) - 1, max(ways[-1], key=lambda state: ways[-1][state][0])
        total, pieces = ways[-1][state][0], []
        while end:
            _, earlier, start, chance = ways[end][state]
            pieces.append(Piece(start, end, chance))
            end, state = start, earlier
        return total, pieces[::-1]


@cache
def everyday(path: Path) -> Everyday:
    """The everyday speech of a file, read once; ``WrongUsage`` where it is none that can be read."""
    try:
        content = content_of(path)
        return Everyday(Trigrams.of(content), f"{path.name}-{hashlib.sha256(content).hexdigest()[:8]}")
    except (OSError, ValueError) as error:
        raise WrongUsage(**both("second_opinion.no_trigrams", file=path)) from error
