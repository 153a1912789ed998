"""What a fragment is about, learned from news alone: fragments of one story lie close together.

A fragment's matter is the sum of learned vectors of its character pairs. They are learned by telling the other half of
a story from the stories of the same days (``tools/train_matter.py``); here they are a plain table, read with numpy.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.articles.recall import folded
from presscheck.errors import PartMissing

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_NO_LETTERS = re.compile(r"[\W_]+")


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
        self._vectors: NDArray[np.int8] = tables["vectors"]
        self._scales: Floats = tables["scale"].astype(np.float32)[:, None]
        self.temperature = np.float32(tables["temperature"])

    @property
    def name(self) -> str:
        """The table's name and the first letters of its hash."""
        return f"matter-{self.recipe['content'][:8]}"

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The matter of each fragment, (n, d); that of several together is their sum."""
        known, whose = self._known_pairs(texts)
        ends = np.cumsum(np.bincount(whose, minlength=len(texts)))
        out = np.zeros((len(texts), self._vectors.shape[1]), dtype=np.float32)
        for row, pairs in enumerate(np.split(known, ends[:-1]) if texts else ()):
            out[row] = (self._vectors[pairs] * self._scales[pairs]).sum(axis=0)
        return out

    def same_story(self, texts: Sequence[str]) -> Floats:
        """How likely each two fragments are of one story, as log odds but for a constant: (n, n)."""
        directions = unit(self.vectors(texts))
        out: Floats = (directions @ directions.T) * self.temperature
        return out

    def pair_ids(self, text: str) -> Ints:
        """The known character pairs of a text, as rows of the table; marks and spaces are passed over."""
        return self._known_pairs([text])[0]

    def _known_pairs(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """The known pairs of all texts, one behind the other, and whose each is."""
        pairs, whose = runs_of([folded(text) for text in texts], 2)
        places = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        known = self._pairs[places] == pairs
        return places[known], whose[known]


def runs_of(texts: Sequence[str], size: int) -> tuple[Ints, Ints]:
    """Every run of ``size`` letters and characters in each text, marks left out, as one number; and whose each is.

    >>> runs_of(["ab", "a，bc"], 2)[1].tolist()
    [0, 1, 1]
    """
    letters = [_NO_LETTERS.sub("", text) for text in texts]
    codes = np.frombuffer("".join(letters).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    whose = np.repeat(np.arange(len(letters)), [len(each) for each in letters])
    count = max(0, len(codes) - size + 1)
    runs = np.zeros(count, dtype=np.int64)
    for place in range(size):
        runs = runs << 21 | codes[place : place + count]
    within = whose[:count] == whose[len(whose) - count :]
    return runs[within], whose[:count][within]


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
