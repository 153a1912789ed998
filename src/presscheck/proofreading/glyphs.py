"""How alike any two characters look in print, whether or not one is among the nearest of the other (``shapes``)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.proofreading.shapes import SLOPE, UNLIKE

NAME = "glyphs.npz"
STEPS = 127
Floats = NDArray[np.float32]


class Glyphs(NamedTuple):
    """Characters, those that words use most first, and their pictures as a few numbers each (``make_glyphs.py``)."""

    row: dict[str, int]
    characters: str
    pictures: Floats

    def likeness(self, chars: str, others: str) -> Floats:
        """How alike each character looks to the other at its place, at most 1; 0 where one was never drawn."""
        rows = [[self.row.get(char, -1) for char in side] for side in (chars, others)]
        one, other = np.array(rows, dtype=np.int64).reshape(2, -1)
        told = (self.pictures[one] * self.pictures[other]).sum(axis=1)
        return np.where((one < 0) | (other < 0), 0, told).astype(np.float32)

    def beside(self, chars: Sequence[str], most: int) -> Floats:
        """How alike each character, which must have been drawn, looks to the ``most`` commonest: (len(chars), most)."""
        told: Floats = self.pictures[[self.row[char] for char in chars]] @ self.pictures[:most].T
        return told


@lru_cache(maxsize=1)
def load() -> Glyphs:
    """The pictures that presscheck carries, read once; ``PartMissing`` where they are not there.

    >>> like = load().likeness("未未", "末丰")
    >>> bool(like[0] > 0.9 > like[1])
    True
    """
    table = shipped(NAME)
    if not table.is_file():
        raise PartMissing(part=f"presscheck/data/{NAME}", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        characters, pictures = "".join(map(chr, arrays["characters"])), arrays["pictures"].astype(np.float32) / STEPS
    return Glyphs({char: row for row, char in enumerate(characters)}, characters, pictures)


def channel(likeness: float) -> float:
    """What a likeness counts as a misreading, in nats, up to a constant.

    >>> channel(0.9) > channel(0.5)
    True
    """
    return SLOPE * likeness + UNLIKE
