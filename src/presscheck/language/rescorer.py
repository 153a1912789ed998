"""Which character a newspaper would print at a place, told from sixty characters on either side: a small network.

Where the 5-gram (``ngram``) sees four characters, this one reads a whole sentence or two. Two stacks of convolutions
(WaveNet's, van den Oord and others 2016), one towards the place from the left and one from the right, never see the
place itself; what both tell is joined (as in Baevski and others 2019) and held against every character. Learned and
quantised by ``tools/train_rescorer.py``, read with numpy alone. Its characters are the 5-gram's, by the same ids.

Only what a place depends on is reckoned, so that a few suspects on a long page cost little.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.language import ngram

RARE = -16.0
"""The lowest log probability told; that of every character too rare to have been learned."""
SLICE = 512
"""How many places are read at once."""
_EVEN = 1e-6

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Table = Mapping[str, NDArray[Any]]


class Packed:
    """Numbers of each character or pair, kept in steps of their own: a few rows are asked for at a time."""

    def __init__(self, table: Table, name: str) -> None:
        self._values, self._steps = table[name], table[f"{name}:step"].astype(np.float32)[:, None]

    def __getitem__(self, rows: Ints | slice) -> Floats:
        told: Floats = self._values[rows].astype(np.float32)
        told *= self._steps[rows]
        return told


class Read(NamedTuple):
    """A text as one tower reads it: at each place its character, and the pair that this one makes with its neighbour.

    Both are rows of what was learned of characters and of pairs; a place is looked up only when it is asked for.
    """

    words: Ints
    pairs: Ints
    of_words: Packed
    of_pairs: Packed

    def at(self, places: Ints) -> Floats:
        """What stands at some places, as numbers: (len(places), size)."""
        told: Floats = self.of_words[self.words[places]]
        told += self.of_pairs[self.pairs[places]]
        return told


class Tower:
    """What stands before a place, told from one side: each floor looks twice as far back as the one below it."""

    def __init__(self, weights: Mapping[str, Floats], side: str, reaches: Sequence[int]) -> None:
        self.reaches = tuple(reaches)
        self._enter, self._enter_bias = weights[f"{side}.enter.weight"].T, weights[f"{side}.enter.bias"]
        floors = range(len(self.reaches))
        self._floors = [(weights[f"{side}.floors.{k}.weight"].T, weights[f"{side}.floors.{k}.bias"]) for k in floors]
        self._gains = weights[f"{side}.gains"]

    def states(self, read: Read, wanted: Ints) -> Floats:
        """The states at the ``wanted`` places (n,) of a text."""
        asked = np.zeros(len(read.words), dtype=bool)
        asked[wanted] = True
        needed = [np.flatnonzero(asked)]
        for reach in reversed(self.reaches):
            asked[:-reach] |= asked[reach:]
            needed.append(np.flatnonzero(asked))
        below, row = needed.pop(), np.empty(len(asked), dtype=np.int64)
        told = read.at(below) @ self._enter + self._enter_bias
        for reach, floor, gain in zip(self.reaches, self._floors, self._gains, strict=False):
            row[below] = np.arange(len(below))
            below = needed.pop()
            first = int(np.searchsorted(below, reach))  # nothing stands before the text
            told = _climb(told, row[below], row[below[first:] - reach], *floor, gain)
        row[below] = np.arange(len(below))
        final: Floats = (_even(told) * self._gains[-1])[row[wanted]]
        return final


def _climb(told: Floats, own: Ints, back: Ints, weight: Floats, bias: Floats, gain: Floats) -> Floats:
    """One floor up: the states at some places, from those below at these places and as far back as the floor reaches.

    ``own`` and ``back`` tell the rows of both; the first places have nothing so far back.
    """
    level = _even(told)
    level *= gain
    size, first = level.shape[1], len(own) - len(back)
    both = np.empty((len(own), 2 * size), dtype=level.dtype)
    both[:, :size] = level[own]
    both[:first, size:] = 0
    both[first:, size:] = level[back]
    told_more = both @ weight
    told_more += bias
    climbed = _gate(told_more[:, size:])
    climbed *= told_more[:, :size]
    climbed += told[own]
    return climbed


class Rescorer:
    """How likely each character is at a place of a text, for many places at once.

    >>> model = load()
    >>> told = model.score("全市今年汁划投资两亿元。", [4], ngram.load().encode("汁计汗")[None])
    >>> told.argmax(axis=1).tolist()
    [1]
    """

    def __init__(self, table: Table) -> None:
        self.recipe: dict[str, Any] = json.loads(table["recipe"].tobytes().decode("utf-8"))
        self.name: str = f"towers-{self.recipe['content'][:8]}"
        weights = {name: _unpacked(table, name) for name in self.recipe["weights"] if name not in ("char", "pair")}
        self._char, self._pair = Packed(table, "char"), Packed(table, "pair")
        reaches = self.recipe["reaches"]
        self._left, self._right = Tower(weights, "left", reaches), Tower(weights, "right", reaches)
        self._weights = weights
        self._pairs: Ints = table["pairs"].astype(np.int64)
        self._known = len(weights["out"])

    @classmethod
    def open(cls, path: str | Path) -> "Rescorer":
        """A table written by ``tools/train_rescorer.py``, read from ``path``."""
        with Path(path).open("rb") as file:
            return cls._read(file)

    @classmethod
    def _read(cls, file: IO[bytes]) -> "Rescorer":
        with np.load(file, allow_pickle=False) as arrays:
            return cls(arrays)

    def __repr__(self) -> str:
        return f"Rescorer({self.name}, characters={self._known}, pairs={len(self._pairs)})"

    def score(self, text: str, places: Sequence[int], others: NDArray[np.integer[Any]]) -> Floats:
        """How likely each of some characters is at each place of a text, whatever stands there.

        ``others`` is (len(places), k) ids of characters, as of ``ngram.LanguageModel.encode``; ``"\\n"`` ends a
        paragraph, so many texts can be one. Returns (len(places), k) natural logarithms, none below ``RARE``.
        """
        return self.score_ids(ngram.load().encode(text), places, others)

    def score_ids(
        self, ids: NDArray[np.integer[Any]], places: Sequence[int], others: NDArray[np.integer[Any]]
    ) -> Floats:
        """The same for a text of ids."""
        left, right = self._read_both_ways(ids)
        at, tried = np.asarray(places, dtype=np.int64) + 1, np.asarray(others, dtype=np.int64)
        told = np.full(tried.shape, RARE, dtype=np.float32)
        order = np.argsort(at, kind="stable")  # neighbours share what they depend on
        for start in range(0, len(at), SLICE):
            chosen = order[start : start + SLICE]
            chances = self._chances(left, right, at[chosen])
            learned = (tried[chosen] > ngram.UNKNOWN_ID) & (tried[chosen] < self._known)
            rows = np.take_along_axis(chances, np.where(learned, tried[chosen], 0), axis=1)
            told[chosen] = np.where(learned, np.maximum(rows, RARE), RARE)
        return told

    def _read_both_ways(self, ids: NDArray[np.integer[Any]]) -> tuple[Read, Read]:
        """The text between two edges of a paragraph, as each tower reads it: the right one backwards."""
        edge = [ngram.BOUNDARY_ID]
        words = np.concatenate([edge, ids, edge]).astype(np.int64)
        words[words >= self._known] = ngram.UNKNOWN_ID
        pairs = self._pairs_of(words)
        learned = self._char, self._pair
        return Read(words, pairs[:-1], *learned), Read(words[::-1], pairs[:0:-1], *learned)

    def _pairs_of(self, words: Ints) -> Ints:
        """Which learned pair ends at each character, and at the end of the text; 0 for none: (length + 1,)."""
        asked = (words[:-1] << 16) | words[1:]
        places = np.minimum(np.searchsorted(self._pairs, asked), len(self._pairs) - 1)
        return np.pad(np.where(self._pairs[places] == asked, places + 1, 0), 1)

    def _chances(self, left: Read, right: Read, at: Ints) -> Floats:
        """Log probabilities of every learned character at some places: (n, characters)."""
        weights = self._weights
        before = self._left.states(left, at - 1)
        after = self._right.states(right, len(right.words) - 2 - at)
        joined = np.concatenate([before, after], axis=1) @ weights["join.weight"].T + weights["join.bias"]
        half = joined.shape[1] // 2
        hidden = joined[:, :half] * _gate(joined[:, :half]) * joined[:, half:]
        told = hidden @ weights["told.weight"].T + weights["told.bias"]
        odds: Floats = np.matmul(told, weights["out"].T)
        odds += weights["bias"]
        odds -= odds.max(axis=1, keepdims=True)
        odds -= np.log(np.exp(odds).sum(axis=1, keepdims=True))
        return odds


def _unpacked(table: Table, name: str) -> Floats:
    """An array of weights: kept as it is, or in steps of its own for each row."""
    steps = f"{name}:step"
    values: Floats = table[name].astype(np.float32)
    if steps in table:
        values *= table[steps].astype(np.float32)[:, None]
    return values


def _even(told: Floats) -> Floats:
    """Each row brought to a mean square of one."""
    level: Floats = told * told
    np.divide(told, np.sqrt(level.mean(axis=1, keepdims=True) + _EVEN), out=level)
    return level


def _gate(odds: Floats) -> Floats:
    """How far a gate stands open, 0 to 1."""
    opened: Floats = np.negative(odds)
    np.exp(np.minimum(opened, 60, out=opened), out=opened)
    opened += 1
    return np.reciprocal(opened, out=opened)


@lru_cache(maxsize=1)
def load() -> Rescorer:
    """The network that presscheck carries, read once, then kept; ``PartMissing`` where it was not installed."""
    table = shipped("rescorer.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/rescorer.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file:
        return Rescorer._read(file)
