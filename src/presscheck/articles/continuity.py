"""How stories go on, learned from news alone: a picture of a fragment's matter, and of what its end calls for.

``matter`` is a vector for each fragment, the sum of learned vectors of its character pairs; fragments of one story lie
close together. ``calls`` and ``answers`` are vectors of a fragment's last and first characters; the answer that goes on
where a call broke off lies closest to it. Both are learned by telling the true continuation from the other fragments of
the same days (``tools/train_continuity.py``); here they are plain tables, run with numpy.
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

WINDOW = 24
"""How many characters of an end or a start are looked at."""
NEAR = 10
"""How many of these count by their very place."""
EDGE = 1
"""The character that stands where a fragment has no more."""


class Continuity:
    """The tables, as learned."""

    def __init__(self, tables: Mapping[str, NDArray[Any]]) -> None:
        self.recipe: dict[str, Any] = json.loads(tables["recipe"].tobytes().decode("utf-8"))
        self._pairs: Ints = tables["pairs"].astype(np.int64)
        self._characters: Ints = tables["characters"].astype(np.int64)
        self._matter = _unpacked(tables, "matter")
        self._letters = _unpacked(tables, "letters")
        self._layers = {name: table.astype(np.float32) for name, table in tables.items() if "." in name}
        self._temperatures: Floats = tables["temperatures"].astype(np.float32)

    @property
    def name(self) -> str:
        """The tables' name and the first letters of their hash."""
        return f"continuity-{self.recipe['content'][:8]}"

    def matter(self, texts: Sequence[str]) -> Floats:
        """The matter of each fragment: (n, d) of length 1, or 0 where nothing of it is known."""
        out = np.zeros((len(texts), self._matter.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            out[row] = self._matter[self.pair_ids(text)].sum(axis=0)
        return _unit(out)

    def same_story(self, texts: Sequence[str]) -> Floats:
        """How likely each two fragments are of one story, as log odds against a stranger of the same days: (n, n)."""
        matter = self.matter(texts)
        out: Floats = (matter @ matter.T) * self._temperatures[0]
        return out

    def goes_on(self, texts: Sequence[str]) -> Floats:
        """How well fragment j's start answers fragment i's end, as log odds: (n, n)."""
        calls = self._tower("call", self.window(texts, ends=True))
        answers = self._tower("answer", self.window(texts, ends=False))
        out: Floats = (calls @ answers.T) * self._temperatures[1]
        return out

    def pair_ids(self, text: str) -> Ints:
        """The known character pairs of a text, as rows of the table."""
        codes = np.array([ord(char) for char in hanzi.fold(text) if char.isalnum()], dtype=np.int64)
        runs = (codes[:-1] << 21) | codes[1:] if len(codes) > 1 else codes[:0]
        places = np.minimum(np.searchsorted(self._pairs, runs), len(self._pairs) - 1)
        return places[self._pairs[places] == runs]

    def window(self, texts: Sequence[str], *, ends: bool) -> Ints:
        """The characters next to the cut, nearest first, as rows of the table: (n, WINDOW)."""
        out = np.full((len(texts), WINDOW), EDGE, dtype=np.int64)
        for row, text in enumerate(texts):
            words = text[-WINDOW:][::-1] if ends else text[:WINDOW]
            codes = np.array([ord(char) for char in hanzi.fold(words)], dtype=np.int64)
            places = np.minimum(np.searchsorted(self._characters, codes), len(self._characters) - 1)
            out[row, : len(codes)] = np.where(self._characters[places] == codes, places + 2, 0)
        return out

    def _tower(self, name: str, window: Ints) -> Floats:
        letters = self._letters[window]
        near = letters[:, :NEAR].reshape(len(window), -1) @ self._layers[f"{name}.near"]
        around = np.concatenate([letters[:, :-2], letters[:, 1:-1], letters[:, 2:]], axis=2)
        far = np.maximum(around @ self._layers[f"{name}.far"] + self._layers[f"{name}.far_bias"], 0).max(axis=1)
        hidden = np.maximum(near + far @ self._layers[f"{name}.mix"] + self._layers[f"{name}.bias"], 0)
        return _unit(hidden @ self._layers[f"{name}.out"])


def _unit(vectors: Floats) -> Floats:
    norms = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    out: Floats = vectors / np.maximum(norms, np.float32(1e-6))
    return out


def _unpacked(tables: Mapping[str, NDArray[Any]], name: str) -> Floats:
    """A table of whole numbers from -127 to 127 with one scale a row."""
    return tables[name].astype(np.float32) * tables[f"{name}_scale"].astype(np.float32)[:, None]


@lru_cache(maxsize=1)
def load() -> Continuity:
    """The tables that ship with the package, read once. Raises ``PartMissing`` where they were not installed."""
    table = data.shipped("continuity.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/continuity.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return Continuity({name: arrays[name] for name in arrays.files})
