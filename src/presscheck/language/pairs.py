"""Which two characters the paper ever set side by side: one bit a pair, so that thousands are looked up at once.

Of the 5-gram's orders (``ngram``) the pairs are asked for most. Each pair has a bit in a square of first and second
characters; counted from the square's beginning, the bits that are set are the pairs in order, so that a pair's id is
how many of them stand before it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck.language.followers import ABSENT

_ONE = np.uint64(1)

Ints = NDArray[np.int64]


class Pairs:
    """The pairs of a language model by their ids.

    >>> pairs = Pairs(np.array([2, 2]), np.array([1, 3]), 4)
    >>> pairs.find(np.array([2, 3, 2]), np.array([3, 2, -1])).tolist()
    [1, -1, -1]
    """

    def __init__(self, ones: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]], characters: int) -> None:
        """``ones`` are the first, ``others`` the second characters of the pairs, in order; ``characters`` are known."""
        self._side = characters
        blocks = (characters * characters >> 6) + 1
        cells = ones * characters + others
        counts = np.bincount(cells >> 6, minlength=blocks)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(_ONE << (cells & 63).astype(np.uint64))])
        self._before = np.cumsum(counts) - counts
        self._bits = sums[self._before + counts] - sums[self._before]

    def find(self, ones: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]]) -> Ints:
        """The ids of pairs of characters, -1 where there is no such pair or a character is missing (-1)."""
        blocks, places = self._cells(ones, others)
        bits = self._bits[blocks]
        told: Ints = self._before[blocks] + np.bitwise_count(bits & ((_ONE << places) - _ONE))
        told[(bits >> places) & _ONE == 0] = ABSENT
        return told

    def joined(self, ones: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Whether there are such pairs."""
        blocks, places = self._cells(ones, others)
        told: NDArray[np.bool_] = (self._bits[blocks] >> places) & _ONE != 0
        return told

    def _cells(
        self, ones: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]]
    ) -> tuple[Ints, NDArray[np.uint64]]:
        """The block in which each pair's bit stands, and its place there; of what is missing a bit that is not set."""
        cells = np.asarray(ones, dtype=np.int64) * self._side + others
        cells[(ones < 0) | (others < 0)] = self._side * self._side
        return cells >> 6, (cells & 63).astype(np.uint64)
