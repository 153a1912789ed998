"""All stretches of the tokens of a sentence up to a length, as a table: one row for each first token."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from presscheck.facts.context import Numbers, Vectors

NEVER = np.float32(-1e4)
"""What is worth nothing."""
LATELY = 64
"""Tables that are remembered."""


class Stretches(NamedTuple):
    """All stretches of so many tokens up to a length, by their first token and how many more they have: (n, most).

    ``last``: their last tokens, of those that would go on behind the end the very last; ``beyond`` has a worth of
    nothing for such; ``cell``: where in a table of first by last tokens they stand.
    """

    last: Numbers
    beyond: Vectors
    cell: Numbers


@lru_cache(LATELY)
def stretches(count: int, most: int) -> Stretches:
    """The table of a sentence of so many tokens."""
    first = np.arange(count)[:, None]
    last = first + np.arange(most)
    inside = np.minimum(last, count - 1)
    return Stretches(inside, np.where(last < count, np.float32(0), NEVER), first * count + inside)


def leave_out(spans: Vectors, first: int, last: int) -> None:
    """Make every stretch worth nothing that shares a token with those from ``first`` to ``last``."""
    count, most = spans.shape
    low = max(first - most, 0)
    spans[low:last][stretches(count, most).last[low:last] >= first] = NEVER
