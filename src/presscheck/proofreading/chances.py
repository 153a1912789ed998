"""How likely each change is right: what is learned of its evidence, and how often this page is misread at all.

Each group of changes has a logistic regression (``tools/train_proofreader.py``), and another one for what a second
reader was asked about. They were learned where about one character of a hundred is misread; on a page that shows fewer
misreadings every one is less likely, on a worse page more. That rate is estimated on the page itself (Saerens, Latinne
and Decaestecker 2002), from a first guess that is worth some characters.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.proofreading import doubts
from presscheck.proofreading.evidence import TRAITS, Matrix
from presscheck.proofreading.tries import Try

GROUPS = {
    "alike": ("alike", "page"),
    "mark": ("mark",),
    "lost_mark": ("lost_mark",),
    "full_stop": ("full_stop",),
    "other": ("other", "stray"),
    "missing": ("missing",),
    "doubled": ("doubled",),
    "extra": ("extra",),
    "turned": ("turned",),
    "any": ("look",),
}
"""Changes that are weighed alike; ``any`` tells whether a place is misread, whatever ought to stand there."""
GUESS, TRUST = 0.003, 1500.0
"""The share of a page's characters that are misread, guessed beforehand, and for how many characters that counts."""
NEVER = -50.0
"""Log odds of a change that changes nothing."""
ROUNDS = 6
Floats = NDArray[np.float64]


def group_of(kind: str) -> str:
    """The group of a kind of change.

    >>> group_of("stray")
    'other'
    """
    return next(group for group, kinds in GROUPS.items() if kind in kinds)


def scores(tries: Sequence[Try], traits: Matrix, reading: str = "first") -> Floats:
    """The log odds that each change is right, by the ``first`` or the ``second`` reading's weights: (len(tries),)."""
    told = np.zeros(len(tries))
    groups = np.array([group_of(one.kind) for one in tries])
    for group in sorted(set(groups)):
        here = groups == group
        told[here] = NEVER if group == "any" else _score(traits[here], group, reading)
    return told


def misread_at_all(traits: Matrix, reading: str = "first") -> Floats:
    """The log odds that the place of each change is misread, whatever ought to stand there: (n,)."""
    return _score(traits, "any", reading)


def on_page(tries: Sequence[Try], right: Floats, characters: int) -> Floats:
    """By how much the log odds of each change shift on this page: (n,); ``characters`` is how many it has.

    A doubling is a slip of whoever set or copied the text, however well the page was read: its odds stay.
    """
    learned = data.rows("proofreader")["page"]["rate"]
    rate = GUESS
    for _ in range(ROUNDS):
        found = np.zeros(characters + 1)
        np.maximum.at(found, [one.start for one in tries], chance(right + np.log(rate / learned)))
        rate = (GUESS * TRUST + found.sum()) / (TRUST + characters)
    slip = np.array([one.kind == "doubled" for one in tries])
    return np.where(slip, 0.0, np.log(rate / learned))


def chance(odds: Floats) -> Floats:
    """Log odds as chances."""
    told: Floats = 1 / (1 + np.exp(-odds))
    return told


def _score(traits: Matrix, group: str, reading: str) -> Floats:
    weights, bias = _weights(group, reading, traits.shape[1])
    told: Floats = traits @ weights + bias
    return told


@cache
def _weights(group: str, reading: str, count: int) -> tuple[Floats, float]:
    row = data.rows("proofreader")[reading][group]
    return np.array([row.get(name, 0.0) for name in (*TRAITS, *doubts.TRAITS)[:count]]), row["bias"]
