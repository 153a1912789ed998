"""How likely each change is right: what is learned of its evidence, and how often this page is misread at all.

Each group of changes has a logistic regression (``tools/train_proofreader.py``). It was learned where about one character
of a hundred is misread; on a page that shows fewer misreadings every one is less likely, on a worse page more. That
rate is estimated on the page itself (Saerens, Latinne and Decaestecker 2002), from a first guess worth some characters.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.proofreading.evidence import TRAITS, Matrix
from presscheck.proofreading.tries import Try

GROUPS = {
    "alike": ("alike", "page"),
    "mark": ("mark",),
    "lost_mark": ("lost_mark",),
    "full_stop": ("full_stop",),
    "phrase": ("other", "phrase", "stray"),
    "missing": ("missing",),
    "extra": ("extra",),
    "turned": ("turned",),
    "any": (),
}
"""Changes that are weighed alike; ``any`` tells whether a place is misread, whatever ought to stand there."""
GUESS, TRUST = 0.003, 1500.0
"""The share of a page's characters that are misread before it is looked at, and for how many characters that guess counts."""
ROUNDS = 6
Floats = NDArray[np.float64]


def group_of(kind: str) -> str:
    """The group of a kind of change.

    >>> group_of("page")
    'alike'
    """
    return next(group for group, kinds in GROUPS.items() if kind in kinds)


def scores(tries: Sequence[Try], traits: Matrix) -> tuple[Floats, Floats]:
    """The log odds that each change is right, and that its place is misread at all: two times (len(tries),)."""
    told = np.zeros(len(tries))
    groups = np.array([group_of(one.kind) for one in tries])
    for group in set(groups):
        here = groups == group
        weights, bias = _weights(str(group))
        told[here] = traits[here] @ weights + bias
    weights, bias = _weights("any")
    return told, traits @ weights + bias


def on_page(tries: Sequence[Try], traits: Matrix, characters: int) -> tuple[Floats, Floats]:
    """The chance that each change of a page is right, and that its place is misread: two times (len(tries),).

    ``characters`` is how many the page has.
    """
    right, wrong = scores(tries, traits)
    learned = data.rows("proofreader")["page"]["rate"]
    places = np.array([one.start for one in tries])
    rate = GUESS
    for _ in range(ROUNDS):
        told = _chance(right + np.log(rate / learned))
        found = np.zeros(int(places.max()) + 1)
        np.maximum.at(found, places, told)
        rate = (GUESS * TRUST + found.sum()) / (TRUST + characters)
    shift = np.log(rate / learned)
    return _chance(right + shift), _chance(wrong + shift)


def _chance(odds: Floats) -> Floats:
    told: Floats = 1 / (1 + np.exp(-odds))
    return told


@cache
def _weights(group: str) -> tuple[Floats, float]:
    row = data.rows("proofreader")[group]
    return np.array([row.get(name, 0.0) for name in TRAITS]), row["bias"]
