"""The weights that decide what may be compared and what a claim comes to, as ``tools/train_check.py`` learned them.

Two figures are weighed by a log-linear model; a whole claim by gradient-boosted trees (Friedman 2001), which see that a
figure differs *and* that its period is the same *and* that no place is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from presscheck.check.traits import NAMES, NEAR_NAMES, Traits
from presscheck.data import shipped

TABLE = "check.npz"
RULINGS = ("supported", "contradicted", "undecided")
Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees, each for one of the three ways a claim can turn out; leaves lead back to themselves.

    ``trait``, ``least``, ``left``, ``right`` and ``value`` tell every node of all trees; ``roots`` are where they
    begin, ``ways`` which of the three ways each is for; ``start`` are the scores before any tree.
    """

    trait: Ints
    least: Floats
    left: Ints
    right: Ints
    value: Floats
    roots: Ints
    ways: Ints
    start: Floats
    depth: int

    def scores(self, row: Floats) -> Floats:
        """The score of each way, for one row of traits: (3,)."""
        at = self.roots
        for _ in range(self.depth):
            at = np.where(row[self.trait[at]] <= self.least[at], self.left[at], self.right[at])
        out: Floats = self.start + np.bincount(self.ways, weights=self.value[at], minlength=len(RULINGS))
        return out


@dataclass(frozen=True, slots=True)
class Weights:
    """``pairs`` weigh the traits of two figures, ``near`` those of a sentence beside a claim.

    ``trees`` weigh those of a whole claim, whose ``names`` are in order.
    A claim is ruled contradicted only with at least the chance ``firm``.
    """

    name: str
    pairs: Traits
    near: Traits
    names: tuple[str, ...] = ()
    trees: Trees | None = None
    firm: float = 1.0

    def pair(self, told: Traits) -> float:
        """The log odds that two figures are of one thing."""
        return float(self.pairs @ told)

    def sentence(self, told: Traits) -> float:
        """How well a sentence with these traits answers a claim; only the order of several says anything."""
        return float(self.near @ told)

    def chances(self, told: Mapping[str, float]) -> Floats:
        """How likely a claim with these traits is supported, contradicted, or neither: (3,)."""
        assert self.trees is not None
        scores = self.trees.scores(np.array([float(told.get(name, 0.0)) for name in self.names]))
        odds = np.exp(scores - scores.max())
        chances: Floats = odds / odds.sum()
        return chances


def weights_of(pairs: Mapping[str, float], near: Mapping[str, float]) -> Weights:
    """Weights for pairs and sentences alone, by name; what a claim comes to is left open."""
    return Weights("", _row(pairs, NAMES), _row(near, NEAR_NAMES))


def _row(told: Mapping[str, float], names: Sequence[str]) -> Floats:
    return np.array([float(told.get(name, 0.0)) for name in names])


@cache
def load() -> Weights:
    """The weights that ship.

    >>> load().firm > 0.5
    True
    """
    with shipped(TABLE).open("rb") as file, np.load(file, allow_pickle=False) as table:
        pairs, near = (
            dict(zip(table[f"{which}_names"].tolist(), table[which].tolist(), strict=True))
            for which in ("pair", "near")
        )
        parts = {name: table[name] for name in ("trait", "least", "left", "right", "value", "roots", "ways", "start")}
        trees = Trees(**parts, depth=int(table["depth"]))
        names = tuple(table["names"].tolist())
        return Weights(
            str(table["name"]), _row(pairs, NAMES), _row(near, NEAR_NAMES), names, trees, float(table["firm"])
        )
