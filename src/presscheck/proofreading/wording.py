"""How much better a sentence reads after a change: the language model on both sides of the place."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.language import ngram

AROUND = 8
"""Characters read on either side; beyond ``order - 1`` nothing changes."""
Floats = NDArray[np.float64]


class Change(NamedTuple):
    """Characters ``start`` to ``end`` of a text replaced by ``after``."""

    start: int
    end: int
    after: str


def gains(text: str, changes: Sequence[Change]) -> Floats:
    """How much likelier a passage of the paper is after each change than as it stands: (len(changes),) nats.

    >>> bool(gains("一个拥有众多人口口的城市", [Change(7, 8, "")])[0] > 5)
    True
    """
    if not changes:
        return np.zeros(0)
    windows = [_windows(text, change) for change in changes]
    told = totals([words for pair in windows for words in pair])
    gained: Floats = told[1::2] - told[::2]
    return gained


def totals(windows: Sequence[str]) -> Floats:
    """The log probability of each window of text, as the start of a paragraph: (len(windows),) nats."""
    chances = ngram.load().log_probs(ngram.BOUNDARY.join(windows) + ngram.BOUNDARY)
    lengths = np.array([len(words) + 1 for words in windows])
    ends = np.cumsum(lengths)
    sums = np.concatenate([[0.0], np.cumsum(chances, dtype=np.float64)])
    told: Floats = sums[ends - 1] - sums[ends - lengths]
    return told


def _windows(text: str, change: Change) -> tuple[str, str]:
    left = text[max(change.start - AROUND, 0) : change.start]
    right = text[change.end : change.end + AROUND]
    before = left + text[change.start : change.end] + right
    return before.replace("\n", " "), (left + change.after + right).replace("\n", " ")
