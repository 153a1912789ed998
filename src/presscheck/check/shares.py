"""What two texts set beside each other have in common, character by character.

Words that stand in both, words that tell the same (头一回, 首次), and figures: whether one of the other text can be of
the same value, is of the same unit and another value, or no figure there is of its unit.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.check import same
from presscheck.check.sides import in_base, key_of, of_one_value
from presscheck.facts import figures

Codes = NDArray[np.int64]
RUN = 3
"""Characters in a row that are looked for in the other text."""
SAME = RUN + 1
"""The other text has a word that tells the same."""
MET, MISSED, LONE = range(SAME + 1, SAME + 4)
"""A figure that one of the other text meets; one that none of its unit meets; one of whose unit none stands there."""
KINDS = LONE + 1
"""How many ways there are in which a character may be shared, with that it is not."""


class Number(NamedTuple):
    """A figure from ``start`` to ``end`` with the bounds in which it lies, and what it is counted in."""

    start: int
    end: int
    key: tuple[str | None, ...]
    low: Decimal | None
    high: Decimal | None
    value: Decimal | None


def shares(text: str, other: str, *, asked: bool = False) -> Codes:
    """For each character of a text what it shares with another: (len(text),); ``asked``: the text is the claim.

    0 nothing, 1 alone, 2 with one neighbour, 3 within three in a row, then ``SAME``, ``MET``, ``MISSED``, ``LONE``.

    >>> shares("桥通车了", "大桥今通车").tolist(), shares("建了两万七千座", "新建2.7万座").tolist()
    ([1, 2, 2, 0], [1, 0, 5, 5, 5, 5, 5])
    """
    out = np.zeros(len(text), dtype=np.int64)
    for length in range(1, RUN + 1):
        for start in range(len(text) - length + 1):
            if text[start : start + length] in other:
                out[start : start + length] = np.maximum(out[start : start + length], length)
    for start, end in _told_alike(text, other):
        if out[start:end].max() < end - start:
            out[start:end] = SAME
    there = numbers(other)
    for one in numbers(text):
        out[one.start : one.end] = _met(one, there, asked)
    return out


def _told_alike(text: str, other: str) -> Iterator[tuple[int, int]]:
    """Where words stand for which the other text has one that tells the same."""
    for start, end, word in same.found(text):
        if any(one in other for one in same.others(word)):
            yield start, end


def _met(one: Number, there: Sequence[Number], asked: bool) -> int:
    alike = [two for two in there if two.key == one.key]
    met = any(of_one_value(one, two) if asked else of_one_value(two, one) for two in alike)
    return LONE if not alike else MET if met else MISSED


@lru_cache(1 << 12)
def numbers(text: str) -> tuple[Number, ...]:
    """The figures of a text, in order.

    >>> [(one.start, one.end, one.key) for one in numbers("建桥2.7万座，修路30公里")]
    [(2, 7, ('organisation',)), (10, 14, ('length',))]
    """
    return tuple(Number(start, end, key_of(told), *in_base(told)) for start, end, told in figures.find(text))
