"""Which characters are misread for which: how alike they look in print, and how recognisers have misread them.

Characters were drawn in two typefaces and compared (``tools/make_shapes.py``), and spoiled lines were read by machine
and counted (``tools/make_confusions.py``). Together they are one half of a noisy channel (Kernighan, Church and Gale
1990); how well the sentence reads is the other.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.language import ngram

SLOPE, UNLIKE = 22.3, -27.1
"""What a likeness of one counts more than none in nats, and what none counts: as pairs that were counted tell."""
STEPS = 16
"""Steps a nat in which counted chances are kept."""
ASIDE = 30
"""A character is also a look-alike of those that count it among so many nearest of theirs."""
MOST = 96
"""Look-alikes kept of each character."""
NONE = 255


class Shapes(NamedTuple):
    """The look-alikes of each character, likeliest first: their ids in the language model, and how likely in nats.

    ``channel`` is (characters, MOST) log P(read so | the look-alike was printed), up to a constant; -inf pads.
    """

    row: dict[str, int]
    characters: str
    nearest: NDArray[np.int64]
    channel: NDArray[np.float32]
    ids: NDArray[np.int32]


@lru_cache(maxsize=8192)
def beside(char: str) -> Mapping[str, float]:
    """The look-alikes of a character with their channel, likeliest first.

    >>> "末" in list(beside("未"))[:5]
    True
    """
    table = load()
    if char not in table.row:
        return {}
    told = zip(table.nearest[table.row[char]].tolist(), table.channel[table.row[char]].tolist(), strict=True)
    return MappingProxyType({table.characters[k]: nats for k, nats in told if nats > -np.inf})


class Drawn(NamedTuple):
    """What was drawn and compared: each character's nearest, as places in ``characters``, and their likeness."""

    row: dict[str, int]
    characters: str
    nearest: NDArray[np.int64]
    likeness: NDArray[np.float32]


@lru_cache(maxsize=1)
def drawn() -> Drawn:
    """The characters of GB 2312 with those that look most like them."""
    with _opened("shapes.npz") as file, np.load(file, allow_pickle=False) as arrays:
        points, nearest = arrays["characters"], arrays["nearest"].astype(np.int64)
        likeness = arrays["likeness"].astype(np.float32) / 255
    characters = "".join(map(chr, points))
    return Drawn({char: row for row, char in enumerate(characters)}, characters, nearest, likeness)


@lru_cache(maxsize=1)
def load() -> Shapes:
    """The look-alikes that presscheck carries, read once, then kept; ``PartMissing`` where they are not there."""
    pairs, nats = _counted()
    pairs_drawn, nats_drawn = _compared()
    pairs, nats = np.concatenate([pairs, pairs_drawn]), np.concatenate([nats, nats_drawn])
    plain = ~np.isin(pairs[:, 1], [ord(char) for char in data.rows("simplified")["traditional"]])
    pairs, nats = pairs[plain], nats[plain]  # simplified type prints no traditional form
    first = np.unique(pairs, axis=0, return_index=True)[1]  # what was counted stands first, and wins
    pairs, nats = pairs[first], nats[first]
    order = np.lexsort((pairs[:, 1], -nats, pairs[:, 0]))
    pairs, nats = pairs[order], nats[order]
    read, starts = np.unique(pairs[:, 0], return_index=True)
    rank = np.arange(len(pairs)) - np.repeat(starts, np.diff(np.append(starts, len(pairs))))
    kept = rank < MOST
    points = np.unique(pairs)
    nearest = np.zeros((len(read), MOST), dtype=np.int64)
    channel = np.full((len(read), MOST), -np.inf, dtype=np.float32)
    rows = np.searchsorted(read, pairs[kept, 0])
    nearest[rows, rank[kept]] = np.searchsorted(points, pairs[kept, 1])
    channel[rows, rank[kept]] = nats[kept]
    characters = "".join(map(chr, points))
    ids = ngram.load().encode(characters)[nearest]
    return Shapes({chr(point): k for k, point in enumerate(read)}, characters, nearest, channel, ids)


def _counted() -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Pairs of code points (read, printed) that recognisers misread, and how likely."""
    with _opened("confusions.npz") as file, np.load(file, allow_pickle=False) as arrays:
        points, printed, chances = arrays["characters"].astype(np.int64), arrays["printed"], arrays["chances"]
    rows, columns = np.nonzero(chances < NONE)
    pairs = np.stack([points[rows], points[printed[rows, columns]]], axis=1)
    return pairs, (-chances[rows, columns].astype(np.float32) / STEPS).astype(np.float32)


def _compared() -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Pairs of code points (read, printed) that look alike, either way round."""
    table = drawn()
    points = np.array([ord(char) for char in table.characters])
    read = np.repeat(points, table.nearest.shape[1])
    printed = points[table.nearest.ravel()]
    aside = np.arange(len(read)) % table.nearest.shape[1] < ASIDE
    pairs = np.concatenate([np.stack([read, printed], axis=1), np.stack([printed[aside], read[aside]], axis=1)])
    like = np.concatenate([table.likeness.ravel(), table.likeness.ravel()[aside]])
    return pairs, (SLOPE * like + UNLIKE).astype(np.float32)


def _opened(name: str) -> IO[bytes]:
    table = shipped(name)
    if not table.is_file():
        raise PartMissing(part=f"presscheck/data/{name}", command="pip install --force-reinstall presscheck")
    return table.open("rb")
