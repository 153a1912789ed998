"""What a fragment is about, learned from news alone: fragments of one story lie close together.

A fragment's matter is the sum of learned vectors of its character pairs. They are learned by telling the other half of
a story from the stories of the same days (``tools/train_matter.py``); here they are a plain table, read with numpy.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck import data, hanzi
from presscheck.errors import PartMissing

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Matter:
    """The table, as learned.

    >>> odds = load().same_story(["小麦亩产创新高，农民喜获丰收", "收割机开进麦田", "球队客场取胜"])
    >>> bool(odds[0, 1] > odds[0, 2])
    True
    """

    def __init__(self, tables: Mapping[str, NDArray[Any]]) -> None:
        self.recipe: dict[str, Any] = json.loads(tables["recipe"].tobytes().decode("utf-8"))
        self._pairs: Ints = tables["pairs"].astype(np.int64)
        # Whole numbers from -127 to 127 with one scale a row.
        self._vectors: Floats = tables["vectors"].astype(np.float32) * tables["scale"].astype(np.float32)[:, None]
        self.temperature = np.float32(tables["temperature"])

    @property
    def name(self) -> str:
        """The table's name and the first letters of its hash."""
        return f"matter-{self.recipe['content'][:8]}"

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The matter of each fragment, (n, d); that of several together is their sum."""
        out = np.zeros((len(texts), self._vectors.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            out[row] = self._vectors[self.pair_ids(text)].sum(axis=0)
        return out

    def same_story(self, texts: Sequence[str]) -> Floats:
        """How likely each two fragments are of one story, as log odds but for a constant: (n, n)."""
        directions = unit(self.vectors(texts))
        out: Floats = (directions @ directions.T) * self.temperature
        return out

    def pair_ids(self, text: str) -> Ints:
        """The known character pairs of a text, as rows of the table; marks and spaces are passed over."""
        codes = np.array([ord(char) for char in hanzi.fold(text) if char.isalnum()], dtype=np.int64)
        runs = (codes[:-1] << 21) | codes[1:] if len(codes) > 1 else codes[:0]
        places = np.minimum(np.searchsorted(self._pairs, runs), len(self._pairs) - 1)
        known: Ints = places[self._pairs[places] == runs]
        return known


def unit(vectors: Floats) -> Floats:
    """Vectors of length 1 in the same directions; of length 0 where nothing is known."""
    out: Floats = vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True)), np.float32(1e-6))
    return out


@lru_cache(maxsize=1)
def load() -> Matter:
    """The table that ships with the package, read once. Raises ``PartMissing`` where it was not installed."""
    table = data.shipped("matter.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/matter.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return Matter({name: arrays[name] for name in arrays.files})
