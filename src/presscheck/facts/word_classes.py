"""Words of news sorted by the company they keep: 成都 and 杭州 stand in one class (``tools/make_word_classes.py``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped


@dataclass(frozen=True)
class Classes:
    """Words sorted by the company they keep, into few wide classes and many narrow ones; 0 is any other word."""

    numbers: Mapping[str, int]
    table: NDArray[np.int64]

    def of(self, word: str) -> list[int]:
        """For each width the class of a word; all numbers are one word."""
        number = self.numbers.get("0" if word[0].isdigit() else word, 0)
        return [int(row[number]) for row in self.table]


@cache
def load() -> Classes:
    """The classes that ship with the package (``tools/make_word_classes.py``)."""
    with shipped("word_classes.npz").open("rb") as file, np.load(file, allow_pickle=False) as table:
        numbers = {word: at + 1 for at, word in enumerate(table["words"].tolist())}
        told = np.pad(table["classes"].astype(np.int64), ((0, 0), (1, 0)))
        return Classes(numbers, told)
