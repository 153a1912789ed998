"""How much better a sentence reads after a change: the language model on both sides of the place."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.language import lexicon, ngram

AROUND = 4
"""Characters that count on either side of a place: what the model reads at once, less one."""
SEEN = 6
"""Characters on either side in which words are looked for."""
LONG = 4
"""Characters of the longest word looked for at a place."""
RARE = -16.5
"""Log frequency under which a word counts as none: one in fifteen million."""
SHOWN = 5
"""Characters from a place on whose chances are told one by one."""
Floats = NDArray[np.float32]


class Change(NamedTuple):
    """Characters ``start`` to ``end`` of a text replaced by ``after``."""

    start: int
    end: int
    after: str


class Wording(NamedTuple):
    """How a text reads around each place, before or after a change, in nats.

    ``total``: (n,) the log probability from the place to where the change is no longer felt; ``chances``: (n, SHOWN)
    those of its first characters, 0 beyond a paragraph's edge.
    """

    total: Floats
    chances: Floats


def gains(text: str, changes: Sequence[Change]) -> Floats:
    """How much likelier a passage of the paper is after each change than as it stands: (len(changes),) nats.

    >>> bool(gains("一个拥有众多人口口的城市", [Change(7, 8, "")])[0] > 5)
    True
    """
    gained: Floats = as_changed(text, changes).total - as_it_stands(text, changes).total
    return gained


def words_gained(text: str, changes: Sequence[Change]) -> Floats:
    """How much likelier the words of a passage are after each change, whatever their order: (len(changes),) nats.

    >>> bool(words_gained("鼻子下巴眼睛头发耳杂", [Change(9, 10, "朵")])[0] > 3)
    True
    """
    places = list(dict.fromkeys((one.start, one.end) for one in changes))
    number = {place: k for k, place in enumerate(places)}
    around = [_around(text, start, end) for start, end in places]
    told = [left + text[start:end] + right for (start, end), (left, right) in zip(places, around, strict=True)]
    for one in changes:
        left, right = around[number[one.start, one.end]]
        told.append(left + one.after + right)
    fits = lexicon.load().fit(told)
    gained: Floats = fits[len(places) :] - fits[[number[one.start, one.end] for one in changes]]
    return gained


def longest_words(text: str, changes: Sequence[Change]) -> Floats:
    """How long a word covers each place as it stands, and after the change: (len(changes), 2), 1 where none does.

    >>> longest_words("全市今年汁划投资两亿元。", [Change(4, 5, "计")]).tolist()
    [[1.0, 2.0]]
    """
    asked: list[str] = []
    owners: list[tuple[int, int]] = []
    for k, one in enumerate(changes):
        left, right = text[max(one.start - LONG + 1, 0) : one.start], text[one.end : one.end + LONG - 1]
        for side, middle in enumerate((text[one.start : one.end], one.after)):
            covering = _covering(left, middle, right)
            asked += covering
            owners += [(k, side)] * len(covering)
    told = np.ones((len(changes), 2), dtype=np.float32)
    if asked:
        known = lexicon.load().frequencies(asked) > RARE
        lengths = np.where(known, np.fromiter(map(len, asked), dtype=np.float32, count=len(asked)), 1)
        rows, sides = np.array(owners).T
        np.maximum.at(told, (rows, sides), lengths)
    return told


def _covering(left: str, middle: str, right: str) -> list[str]:
    """Every string of two characters up to ``LONG`` that holds the middle of a text, or where it is empty its joint."""
    whole, start, end = left + middle + right, len(left), len(left) + len(middle)
    return [
        whole[first:last]
        for first in range(start + 1 if middle else start)
        for last in range(max(end, first + 2), min(first + LONG, len(whole)) + 1)
        if last >= end and (middle or last > end) and ngram.BOUNDARY not in whole[first:last]
    ]


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    left, right = text[max(start - SEEN, 0) : start], text[end : end + SEEN]
    return left[left.rfind(ngram.BOUNDARY) + 1 :], right.split(ngram.BOUNDARY, 1)[0]


def as_it_stands(text: str, changes: Sequence[Change]) -> Wording:
    """How a passage reads where the changes would be made."""
    places = list(dict.fromkeys((one.start, one.end) for one in changes))
    number = {place: k for k, place in enumerate(places)}
    told = _wording(text, [Change(start, end, text[start:end]) for start, end in places])
    rows = [number[one.start, one.end] for one in changes]
    return Wording(told.total[rows], told.chances[rows])


def as_changed(text: str, changes: Sequence[Change]) -> Wording:
    """How a passage reads after each change alone.

    >>> as_changed("全市今年汁划投资两亿元。", [Change(4, 5, "计")]).chances.shape
    (1, 5)
    """
    return _wording(text, changes)


def _wording(text: str, changes: Sequence[Change]) -> Wording:
    windows, starts, lengths, at = [], [], [], 0
    for one in changes:
        left = text[max(one.start - AROUND, 0) : one.start]
        left = left[left.rfind(ngram.BOUNDARY) + 1 :]
        right = text[one.end : one.end + AROUND]
        ends = right.find(ngram.BOUNDARY)
        right = right if ends < 0 else right[: ends + 1]
        if one.end + AROUND > len(text) and ends < 0:
            right += ngram.BOUNDARY
        windows.append(left + one.after + right)
        starts.append(at + len(left))
        lengths.append(len(one.after) + len(right))
        at += len(windows[-1]) + 1
    told = ngram.load().log_probs(ngram.BOUNDARY.join([*windows, ""]))
    sums = np.concatenate([[0.0], np.cumsum(told, dtype=np.float64)])
    first, count = np.array(starts, dtype=np.int64), np.array(lengths, dtype=np.int64)
    total = (sums[first + count] - sums[first]).astype(np.float32)
    shown = first[:, None] + np.arange(SHOWN)
    within = np.arange(SHOWN) < count[:, None]
    chances = np.where(within, np.concatenate([told, np.zeros(SHOWN, told.dtype)])[shown], 0)
    return Wording(total, chances.astype(np.float32))
