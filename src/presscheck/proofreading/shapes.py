"""Which characters look like which: drawn in two typefaces and compared (``tools/make_shapes.py``).

The likeness of what is printed and what was read is one half of a noisy channel (Kernighan, Church and Gale 1990); how
well the sentence reads is the other.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.language import ngram

SLOPE, EVEN = 10.0, 1.3
"""Nats that a likeness of one counts more than none, and the likeness that would count nothing."""


class Shapes(NamedTuple):
    """The look-alikes of each character: their ids in the language model and their likeness, nearest first."""

    row: dict[str, int]
    characters: str
    nearest: NDArray[np.uint16]
    likeness: NDArray[np.float32]
    ids: NDArray[np.int32]

    @property
    def channel(self) -> NDArray[np.float32]:
        """How likely one is misread for the other: (characters, look-alikes) nats, up to a constant."""
        told: NDArray[np.float32] = SLOPE * (self.likeness - EVEN)
        return told

    def beside(self, char: str) -> str:
        """The look-alikes of a character, nearest first.

        >>> "末" in load().beside("未")[:3]
        True
        """
        return "".join(self.characters[int(k)] for k in self.nearest[self.row[char]]) if char in self.row else ""


@lru_cache(maxsize=1)
def load() -> Shapes:
    """The look-alikes that presscheck carries, read once, then kept; ``PartMissing`` where they are not there."""
    table = shipped("shapes.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/shapes.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        points, nearest = arrays["characters"], arrays["nearest"]
        likeness = arrays["likeness"].astype(np.float32) / 255
    characters = "".join(map(chr, points))
    ids = ngram.load().encode(characters)[nearest]
    return Shapes({char: k for k, char in enumerate(characters)}, characters, nearest, likeness, ids)
