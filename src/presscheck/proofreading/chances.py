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


@cache
def _weights(group: str) -> tuple[Floats, float]:
    row = data.rows("proofreader")[group]
    return np.array([row.get(name, 0.0) for name in TRAITS]), row["bias"]
