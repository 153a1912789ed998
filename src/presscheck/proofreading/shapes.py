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
WIDE = 21
"""Bits of a code point: a pair is one number, read << WIDE | printed."""
POINT = (1 << WIDE) - 1
FINE = 10
"""Bits that number the different chances of pairs."""
LEVELS = np.arange(256, dtype=np.float32)
"""Chances and likenesses are kept in so many steps."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Shapes(NamedTuple):
    """The look-alikes of each character, likeliest first: their ids in the language model, and how likely in nats.

    ``channel`` is (characters, MOST) log P(read so | the look-alike was printed), up to a constant; -inf pads.
    """

    row: dict[str, int]
    characters: tuple[str, ...]
    nearest: NDArray[np.uint16]
    channel: Floats
    ids: NDArray[np.int32]


@lru_cache(maxsize=1024)
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
    """What was drawn and compared: each character's nearest, as places in ``characters``, and how alike they are."""

    row: dict[str, int]
    characters: str
    nearest: NDArray[np.uint16]
    steps: NDArray[np.uint8]

    @property
    def likeness(self) -> Floats:
        """How alike, from 0 to 1."""
        return (self.steps / np.float32(255)).astype(np.float32)


@lru_cache(maxsize=1)
def drawn() -> Drawn:
    """The characters of GB 2312 with those that look most like them."""
    with _opened("shapes.npz") as file, np.load(file, allow_pickle=False) as arrays:
        points, nearest, steps = arrays["characters"], arrays["nearest"], arrays["likeness"]
    characters = "".join(map(chr, points))
    return Drawn({char: row for row, char in enumerate(characters)}, characters, nearest, steps)


@lru_cache(maxsize=1)
def load() -> Shapes:
    """The look-alikes that presscheck carries, read once, then kept; ``PartMissing`` where they are not there."""
    read, printed, nats = _ranked()
    starts = np.flatnonzero(np.diff(read, prepend=-1))
    sizes = np.diff(starts, append=len(read))
    row, rank = np.repeat(np.arange(len(starts)), sizes), np.arange(len(read)) - np.repeat(starts, sizes)
    kept = rank < MOST
    cells, printed = (row[kept], rank[kept]), printed[kept]
    points = np.unique(printed)
    places = np.zeros(int(points.max()) + 1, dtype=np.uint16)
    places[points] = np.arange(len(points))
    nearest = np.zeros((len(starts), MOST), dtype=np.uint16)
    channel = np.full((len(starts), MOST), -np.inf, dtype=np.float32)
    nearest[cells], channel[cells] = places[printed], nats[kept]
    characters = tuple(map(chr, points))
    ids = ngram.load().encode("".join(characters))[nearest]
    return Shapes({chr(point): k for k, point in enumerate(read[starts])}, characters, nearest, channel, ids)


def _ranked() -> tuple[Ints, Ints, Floats]:
    """Every pair once: the code points read, in order, those printed, likeliest first, and how likely.

    A pair and its chance are written as one number to be sorted by: numbers sort far faster than rows.
    """
    told = -LEVELS / STEPS, SLOPE * (LEVELS / 255) + UNLIKE
    chances = np.unique(-np.concatenate(told))  # what is likeliest has the lowest number
    numbers = [np.searchsorted(chances, -nats) for nats in told]
    both = enumerate((_counted(), _compared()))  # what was counted stands first, and wins
    keys = np.sort(np.concatenate([(pairs << 1 | one) << FINE | numbers[one][steps] for one, (pairs, steps) in both]))
    pairs, chance = keys >> FINE + 1, keys & (1 << FINE) - 1
    read, printed = pairs >> WIDE, pairs & POINT
    # Simplified type prints no traditional form.
    plain = ~np.isin(printed, [ord(char) for char in data.rows("simplified")["traditional"]])
    kept = plain & (np.diff(pairs, prepend=-1) != 0)
    keys = np.sort((read[kept] << FINE | chance[kept]) << WIDE | printed[kept])
    return keys >> WIDE + FINE, keys & POINT, -chances[keys >> WIDE & (1 << FINE) - 1]


def _counted() -> tuple[Ints, NDArray[np.uint8]]:
    """Pairs of characters that recognisers misread, as numbers, and how likely, in steps."""
    with _opened("confusions.npz") as file, np.load(file, allow_pickle=False) as arrays:
        points, printed, chances = arrays["characters"].astype(np.int64), arrays["printed"], arrays["chances"]
    rows, columns = np.nonzero(chances < NONE)
    pairs = points[rows] << WIDE | points[printed[rows, columns]]
    return pairs, chances[rows, columns]


def _compared() -> tuple[Ints, NDArray[np.uint8]]:
    """Pairs of characters that look alike, either way round, as numbers, and how alike, in steps."""
    table = drawn()
    points = np.array([ord(char) for char in table.characters])
    read, printed = points[:, None], points[table.nearest]
    aside = np.s_[:, :ASIDE]
    pairs = np.concatenate([(read << WIDE | printed).ravel(), (printed << WIDE | read)[aside].ravel()])
    return pairs, np.concatenate([table.steps.ravel(), table.steps[aside].ravel()])


def _opened(name: str) -> IO[bytes]:
    table = shipped(name)
    if not table.is_file():
        raise PartMissing(part=f"presscheck/data/{name}", command="pip install --force-reinstall presscheck")
    return table.open("rb")
