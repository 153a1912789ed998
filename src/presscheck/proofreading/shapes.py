"""Characters misread for one that looks like them: 汁划 for 计划. A noisy channel of likeness and language.

Only where the paper's language stumbles are a character's nearest look-alikes tried (``tools/make_shapes.py`` draws
and compares them); what a change gains on both sides and how alike the two are decide together (Kernighan, Church and
Gale 1990). Until names are known, no such change is more than likely.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.language import ngram
from presscheck.model import Tier
from presscheck.proofreading.passage import Finding, Passage

STUMBLES = -3.5
"""Nats under which one of a place's next three characters makes it worth trying others there."""
REACH = 3
WEIGHT, EVEN = 10.0, 0.8
"""What likeness counts in nats, and the likeness that counts nothing."""
CLEAR = 2.0
"""Score by which the best look-alike must lead the next."""
SUSPECT, LIKELY = 8.0, 14.0


class Shapes(NamedTuple):
    """The look-alikes of each character: their ids in the language model and their likeness, nearest first."""

    row: dict[str, int]
    characters: str
    nearest: NDArray[np.uint16]
    likeness: NDArray[np.float32]
    ids: NDArray[np.int32]


def find(passage: Passage) -> Iterator[Finding]:
    """Every character for which a look-alike reads far better.

    >>> [(found.start, found.after) for found in find(Passage("body", 0, "全市今年汁划投资两亿元。"))]
    [(4, '计')]
    """
    shapes, model, text = load(), ngram.load(), passage.text
    places = [place for place in _stumbles(text) if text[place] in shapes.row]
    if not places:
        return
    rows = np.array([shapes.row[text[place]] for place in places])
    likeness = shapes.likeness[rows]
    scores = model.swaps(text.replace("\n", " "), places, shapes.ids[rows]) + WEIGHT * (likeness - EVEN)
    first, second = np.argpartition(-scores, 1, axis=1)[:, :2].T
    told = np.arange(len(places))
    clear = (scores[told, first] >= SUSPECT) & (scores[told, first] - scores[told, second] >= CLEAR)
    for k in np.flatnonzero(clear):
        other = shapes.characters[int(shapes.nearest[rows[k], first[k]])]
        yield _finding(places[k], other, float(scores[k, first[k]]), float(likeness[k, first[k]]))


def _finding(place: int, other: str, score: float, likeness: float) -> Finding:
    confidence = 0.95 if score >= LIKELY else 0.7
    values = (("likeness", f"{likeness:.0%}"),)
    return Finding(place, place + 1, other, "misread", confidence, Tier.LIKELY, values)


def _stumbles(text: str) -> list[int]:
    chances = ngram.load().log_probs(text)
    padded = np.concatenate([chances, np.zeros(REACH - 1, dtype=chances.dtype)])
    lowest = np.lib.stride_tricks.sliding_window_view(padded, REACH).min(axis=1) if len(text) else chances
    return [int(place) for place in np.flatnonzero(lowest < STUMBLES)]


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
