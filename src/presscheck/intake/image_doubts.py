"""Where the recogniser wavers between two forms of a character: the page's own manner or the language decides."""

import math
from collections.abc import Sequence
from dataclasses import replace

from presscheck import hanzi
from presscheck.intake.image_parts import Other, Told
from presscheck.language import ngram

DASHES = "一—－–―-ー"
"""Strokes that lie level: the figure one, and dashes of every length."""
SIMPLIFIED = 0.05
"""A page with fewer traditional forms, as a share of its Chinese characters, is set in simplified ones."""


def settled(lines: Sequence[Told]) -> list[Told]:
    """The lines of a page, each doubt between two forms of one character or two level strokes settled."""
    simplified = _is_simplified(lines)
    return [_settled(told, simplified=simplified) if any(told.others) else told for told in lines]


def _is_simplified(lines: Sequence[Told]) -> bool:
    han = [char for told in lines for char in told.text if hanzi.is_han(char)]
    return sum(hanzi.fold(char) != char for char in han) < SIMPLIFIED * max(len(han), 1)


def _settled(told: Told, *, simplified: bool) -> Told:
    text, scores = told.text, list(told.scores)
    for place, other in enumerate(told.others):
        if other and (
            (simplified and hanzi.fold(text[place]) == other.char != text[place])
            or _is_plainer(text, place, other, scores[place])
        ):
            text, scores[place] = text[:place] + other.char + text[place + 1 :], other.chance
    return replace(told, text=text, scores=tuple(scores))


def _is_plainer(text: str, place: int, other: Other, score: float) -> bool:
    """Whether another level stroke makes more sense of the line than the one that was read."""
    if text[place] not in DASHES or other.char not in DASHES:
        return False
    beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    # Numbers and names of types are printed in many ways, and each is right: 1949-2025, B61-12.
    if len(beside) == 2 and beside.isascii() and beside.isalnum():
        return False
    model = ngram.load()
    instead = text[:place] + other.char + text[place + 1 :]
    gain = float(model.log_probs(instead).sum() - model.log_probs(text).sum())
    return gain + math.log(other.chance) - math.log(score) > 0
