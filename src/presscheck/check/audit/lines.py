"""A sentence as the rules of figures read it: each figure is one sign, so that patterns see the words between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.model import Figure
from presscheck.record.passages import Text, sentences_of

TABLE = "audit/arithmetic"
_FIRST, _LAST = 0xE000, 0xF8FF
FIGURE = f"[{chr(_FIRST)}-{chr(_LAST)}]"
"""The sign of any figure, in a pattern."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its ``figures``; ``signs`` are its words with the sign of each figure in its place."""

    story: Story
    text: Text
    start: int
    end: int
    figures: tuple[Figure, ...]
    signs: str

    def at(self, sign: str) -> Figure:
        """The figure that a sign stands for."""
        return self.figures[ord(sign) - _FIRST]

    def words(self, start: int, end: int) -> str:
        """Words of the sentence in signs, as they are printed."""
        return "".join(self.at(one).evidence.text if is_sign(one) else one for one in self.signs[start:end])


def is_sign(char: str) -> bool:
    """Whether a character stands for a figure."""
    return _FIRST <= ord(char) <= _LAST


def sign(number: int) -> str:
    """The sign of a sentence's figure with this number, from 0 on."""
    return chr(_FIRST + number)


def lines(story: Story) -> Iterator[Line]:
    """The sentences of a story that have figures."""
    held: dict[tuple[str, int | None], list[Figure]] = {}
    for one in story.figures:
        held.setdefault((one.evidence.part, one.evidence.paragraph), []).append(one)
    for text in story.texts():
        told = held.get((text.part, text.paragraph), [])
        for _, start, end in sentences_of(text) if told else ():
            inside = tuple(one for one in told if start <= one.evidence.start and one.evidence.end <= end)
            if inside:
                yield Line(story, text, start, end, inside, _signs(text, start, end, inside))


def _signs(text: Text, start: int, end: int, figures: tuple[Figure, ...]) -> str:
    out, at = "", start
    for number, one in enumerate(figures):
        if one.evidence.start >= at:
            out += text.words[at : one.evidence.start] + sign(number)
            at = one.evidence.end
    return out + text.words[at:end]


@cache
def patterns(kind: str) -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    """The rows of a kind with their patterns: ``<x>`` in one is the sign of a figure called x, ``<>`` that of any."""
    return tuple((row, re.compile(_filled(row["pattern"]))) for row in rows(TABLE)[kind])


def _filled(pattern: str) -> str:
    for name, words in rows(TABLE)["words"].items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{words})")
    return re.sub(r"(?<!P)<([a-z]?)>", lambda found: f"(?P<{found[1]}>{FIGURE})" if found[1] else FIGURE, pattern)
