"""Which characters the paper ever set after the runs of a length: the n-grams of one order, by their ids.

Under each run of n-1 characters lie, in order, the characters that follow it; counted through all runs, their places
are the n-grams' ids. A lookup halves what lies under its run until one is left, for all questions at once.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

ABSENT = -1

Ints = NDArray[np.int64]


class Followers:
    """The n-grams of an order by their ids, each a run of n-1 characters, by its id, and the character after it.

    >>> followers = Followers(np.array([0, 2, 1], dtype=np.uint16), np.array([4, 7, 4], dtype=np.uint16))
    >>> followers.find(np.array([1, 2, 2, -1, 0]), np.array([7, 4, 7, 4, 4])).tolist()
    [1, 2, -1, -1, -1]
    """

    def __init__(self, fanout: NDArray[np.uint16], last: NDArray[np.uint16]) -> None:
        """``fanout`` is how many characters follow each run, ``last`` are those, run by run."""
        self._starts = np.zeros(len(fanout) + 1, dtype=np.int32)
        np.cumsum(fanout, out=self._starts[1:])
        self.last = last

    def __len__(self) -> int:
        return len(self.last)

    @property
    def runs(self) -> Ints:
        """The run that each n-gram begins with."""
        return np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))

    def under(self, runs: NDArray[np.integer[Any]]) -> tuple[Ints, Ints]:
        """Where the n-grams that begin with each run begin and end."""
        return self._starts[runs].astype(np.int64), self._starts[runs + 1].astype(np.int64)

    def find(self, runs: NDArray[np.integer[Any]], words: NDArray[np.integer[Any]]) -> Ints:
        """The ids of the n-grams of a run and a character, -1 where there is none or either is missing (-1)."""
        found = np.full(len(words), ABSENT, dtype=np.int64)
        asked = np.flatnonzero((runs >= 0) & (words >= 0))
        places, ends = self.under(runs[asked])
        followed = np.flatnonzero(ends > places)
        asked, places, left = asked[followed], places[followed], (ends - places)[followed]
        wanted = words[asked].astype(np.uint16)
        for _ in range(int(left.max(initial=1) - 1).bit_length()):
            half = left >> 1
            places += half * (self.last[places + half] <= wanted)
            left -= half
        hits = self.last[places] == wanted
        found[asked[hits]] = places[hits]
        return found
