"""What a second reader says of the doubtful characters of a page, asked only where a first weighing leaves it open."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from presscheck.proofreading import evidence, shapes
from presscheck.proofreading.evidence import Matrix
from presscheck.proofreading.second_opinion import SecondOpinion
from presscheck.proofreading.sheet import Sheet
from presscheck.proofreading.tries import Try

_OPINION = ("second_gain", "second_gain_small", "second_read", "second_changed", "words_agree", "both_agree")
TRAITS = (*_OPINION, *(f"strange_{name}" for name in _OPINION))
_WORDS, _STRANGE = evidence.TRAITS.index("words_gain"), evidence.TRAITS.index("strange")
OPEN = -4.0
"""Log odds of a change being right from which a second reader is asked."""
BESIDE = 8
"""Look-alikes of a character that he may choose from, beside those that the language proposed."""
SMALL, MUCH = 4.0, 6.0


def asked(tries: Sequence[Try], odds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which changes a second reader is asked about: one character for another, and neither sure nor hopeless."""
    single = np.array([one.end - one.start == 1 == len(one.after) for one in tries], dtype=bool)
    kinds = np.array([one.kind for one in tries])
    told: NDArray[np.bool_] = single & (odds > OPEN) & (kinds != "look")
    return told


def opinions(
    sheet: Sheet, tries: Sequence[Try], which: NDArray[np.bool_], traits: Matrix, reader: SecondOpinion
) -> Matrix:
    """His opinion of the changes asked about, as traits: (len(tries), len(TRAITS)), 0 for all others.

    He chooses among what was read, what was proposed and a few look-alikes; what he would rather have counts by how
    much likelier it is than what was read, and by how likely either is.
    """
    told = np.zeros((len(tries), len(_OPINION)), dtype=np.float32)
    words = traits[:, _WORDS]
    chosen = [k for k in range(len(tries)) if which[k]]
    ballots: dict[int, dict[str, None]] = {}
    for k in chosen:
        char = sheet.text[tries[k].start]
        near = list(shapes.beside(char))[:BESIDE]
        ballots.setdefault(tries[k].start, dict.fromkeys([char, *near]))[tries[k].after] = None
    places = sorted(ballots)
    candidates = ["".join(ballots[place]) for place in places]
    given = dict(zip(places, zip(candidates, reader.score(sheet.text, places, candidates), strict=True), strict=True))
    for k in chosen:
        characters, chances = given[tries[k].start]
        read, changed = float(chances[0]), float(chances[characters.index(tries[k].after)])
        second, first = changed - read, float(words[k])
        told[k] = (second, min(second, SMALL), read, changed, min(first, second, MUCH), min(first, second) >= MUCH)
    return np.concatenate([told, told * traits[:, [_STRANGE]]], axis=1)
