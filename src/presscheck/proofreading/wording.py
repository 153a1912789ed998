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


def gains(
    text: str,
    changes: Sequence[tuple[int, int, str]],
    least: NDArray[np.float64] | float = -np.inf,
    walk: ngram.Walk | None = None,
) -> NDArray[np.float64]:
    """How much likelier a passage of the paper is after each change than as it stands: (len(changes),) nats.

    What cannot gain the ``least`` nats that are asked of it is given up as soon as it shows, and gains -inf. ``walk``
    is the language model's of the text, where it is known and the text ends with an edge.

    >>> bool(gains("一个拥有众多人口口的城市", [Change(7, 8, "")])[0] > 5)
    True
    """
    model = ngram.load()
    before, chances = walk or model.walk(text + ngram.BOUNDARY)
    starts, ends = _sides(changes)
    right = _right(model.encode(text + ngram.BOUNDARY), ends)
    sums = np.concatenate([[0.0], np.cumsum(chances, dtype=np.float64)])
    as_is = sums[_felt(right, ends)] - sums[starts]
    ahead = _set_before([one[2] for one in changes], right)
    asked = as_is + least - ngram.ROUNDING
    rows, state, told = np.arange(len(changes)), before[starts], np.zeros(len(changes))
    for column in ahead.T:
        able = told[rows] >= asked[rows]
        rows, state = rows[able], state[able]
        state, more = model.extend(state, column[rows])
        told[rows] += more
    gained = np.full(len(changes), -np.inf)
    gained[rows] = told[rows] - as_is[rows]
    return gained


def _sides(changes: Sequence[tuple[int, int, str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the changes start, and where they end."""
    starts, ends, _ = zip(*changes, strict=True) if changes else ((), (), ())
    return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)


def _felt(right: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """From where on each change is no longer felt."""
    stops: NDArray[np.int64] = ends + (right != ngram.ABSENT).sum(axis=1)
    return stops


def _right(ids: NDArray[np.int32], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """What stands within ``AROUND`` characters after each place, up to the paragraph's edge: (len(ends), AROUND)."""
    padded = np.append(ids, [ngram.ABSENT] * AROUND).astype(np.int64)
    right: NDArray[np.int64] = padded[ends[:, None] + np.arange(AROUND)]
    edge = right == ngram.BOUNDARY_ID
    right[np.cumsum(edge, axis=1) > edge] = ngram.ABSENT
    return right


def _set_before(words: Sequence[str], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each row of ``right`` with a word set before it."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    column = np.arange(AROUND + int(lengths.max(initial=0)))
    ids = np.append(ngram.load().encode("".join(words)), ngram.ABSENT).astype(np.int64)
    places = np.where(column < lengths[:, None], (np.cumsum(lengths) - lengths)[:, None] + column, len(ids) - 1)
    ahead: NDArray[np.int64] = ids[places]
    behind = (column >= lengths[:, None]) & (column < lengths[:, None] + AROUND)
    ahead[behind] = right.ravel()
    return ahead


def words_gained(text: str, changes: Sequence[tuple[int, int, str]]) -> Floats:
    """How much likelier the words of a passage are after each change, whatever their order: (len(changes),) nats.

    >>> bool(words_gained("鼻子下巴眼睛头发耳杂", [Change(9, 10, "朵")])[0] > 3)
    True
    """
    number: dict[tuple[int, int], int] = {}
    around: list[tuple[str, str]] = []
    as_is: list[str] = []
    changed, rows = [], []
    for start, end, after in changes:
        row = number.setdefault((start, end), len(as_is))
        if row == len(as_is):
            around.append(_around(text, start, end))
            as_is.append(text[start:end].join(around[row]))
        rows.append(row)
        changed.append(after.join(around[row]))
    fits = lexicon.load().fit(as_is + changed)
    gained: Floats = fits[len(as_is) :] - fits[rows]
    return gained


def longest_words(text: str, changes: Sequence[Change]) -> Floats:
    """How long a word covers each place as it stands, and after the change: (len(changes), 2), 1 where none does.

    >>> longest_words("全市今年汁划投资两亿元。", [Change(4, 5, "计")]).tolist()
    [[1.0, 2.0]]
    """
    asks = [(start, end, middle) for start, end, after in changes for middle in (text[start:end], after)]
    number = {ask: k for k, ask in enumerate(dict.fromkeys(asks))}
    asked: list[str] = []
    owners: list[int] = []
    for (start, end, middle), owner in number.items():
        covering = _covering(text[max(start - LONG + 1, 0) : start], middle, text[end : end + LONG - 1])
        asked += covering
        owners += [owner] * len(covering)
    told = np.ones(len(number), dtype=np.float32)
    if asked:
        known = lexicon.load().frequencies(asked) > RARE
        lengths = np.where(known, np.fromiter(map(len, asked), dtype=np.float32, count=len(asked)), 1)
        np.maximum.at(told, owners, lengths)
    return told[[number[ask] for ask in asks]].reshape(-1, 2)


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


def as_it_stands(text: str, changes: Sequence[tuple[int, int, str]], walk: ngram.Walk | None = None) -> Wording:
    """How a passage reads where the changes would be made; ``walk`` is as in ``gains``."""
    model, starts, ends = ngram.load(), *_sides(changes)
    _, chances = walk or model.walk(text + ngram.BOUNDARY)
    stops = _felt(_right(model.encode(text + ngram.BOUNDARY), ends), ends)
    sums = np.concatenate([[0.0], np.cumsum(chances, dtype=np.float64)])
    places = starts[:, None] + np.arange(SHOWN)
    shown = np.where(places < stops[:, None], chances[np.minimum(places, len(chances) - 1)], 0)
    return Wording((sums[stops] - sums[starts]).astype(np.float32), shown.astype(np.float32))


def as_changed(text: str, changes: Sequence[tuple[int, int, str]]) -> Wording:
    """How a passage reads after each change alone.

    >>> as_changed("全市今年汁划投资两亿元。", [Change(4, 5, "计")]).chances.shape
    (1, 5)
    """
    windows, starts, lengths, at = [], [], [], 0
    for start, end, after in changes:
        left = text[max(start - AROUND, 0) : start]
        left = left[left.rfind(ngram.BOUNDARY) + 1 :]
        right = text[end : end + AROUND]
        ends = right.find(ngram.BOUNDARY)
        right = right if ends < 0 else right[: ends + 1]
        if end + AROUND > len(text) and ends < 0:
            right += ngram.BOUNDARY
        windows.append(left + after + right)
        starts.append(at + len(left))
        lengths.append(len(after) + len(right))
        at += len(windows[-1]) + 1
    told = ngram.load().log_probs(ngram.BOUNDARY.join([*windows, ""]))
    sums = np.concatenate([[0.0], np.cumsum(told, dtype=np.float64)])
    first, count = np.array(starts, dtype=np.int64), np.array(lengths, dtype=np.int64)
    total = (sums[first + count] - sums[first]).astype(np.float32)
    shown = first[:, None] + np.arange(SHOWN)
    within = np.arange(SHOWN) < count[:, None]
    chances = np.where(within, np.concatenate([told, np.zeros(SHOWN, told.dtype)])[shown], 0)
    return Wording(total, chances.astype(np.float32))
