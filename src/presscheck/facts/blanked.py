"""Sentences as rows of patterns read them: every figure and every time written over, character for character."""

import re
from collections.abc import Mapping

from presscheck.facts.sentences import Said

FIGURE, TIME = "\ue000", "\ue001"
"""What each character of a figure and of a time is written as."""


def blanked(said: Said) -> str:
    """The sentence of ``said`` with its figures and times written over; offsets stay as they are."""
    chars = list(said.text)
    for mark, found in ((FIGURE, said.figures), (TIME, said.dated)):
        for one in found:
            low, high = one.start - said.sentence.start, one.end - said.sentence.start
            chars[low:high] = mark * (high - low)
    return "".join(chars)


def filled(pattern: str, pieces: Mapping[str, str]) -> str:
    """A row's pattern with its pieces in place: {F} a figure, {T} a time; groups of one name get numbers.

    >>> filled("(?P<a>{x})|(?P<a>y)", {"x": "[xX]"})
    '(?P<a>(?:[xX]))|(?P<a_2>y)'
    """
    known = {**pieces, "F": f"{FIGURE}+", "T": f"{TIME}+"}
    while found := re.search(r"\{([A-Za-z]+)\}", pattern):
        pattern = pattern.replace(found.group(), f"(?:{known[found[1]]})")
    seen: dict[str, int] = {}

    def numbered(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], 0) + 1
        return group.group() if seen[group[1]] == 1 else f"(?P<{group[1]}_{seen[group[1]]}>"

    return re.sub(r"\(\?P<(\w+)>", numbered, pattern)
