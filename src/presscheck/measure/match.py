"""Which story of ours is which true one, and how much of it we got: the articles' own score."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.optimize import linear_sum_assignment

from presscheck.measure.story import Story

GRAM = 5
LEAST_F1 = 0.05
WHOLE = 0.97
SAME_HEADLINE = 0.9
LEAST_EXTRA = 60
"""Characters an unmatched story of ours must have to be called an extra one."""


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One true story and what became of it.

    ``f1``: over character 5-grams with its partner (0 without one). ``order``: 1 - edit distance / length. ``whole``:
    both at least 0.97. ``headline_ok``: the partner bears its headline; None where the true story has none.
    """

    page: str
    headline: str
    f1: float
    order: float
    whole: bool
    headline_ok: bool | None

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        return {
            "page": self.page,
            "headline": self.headline,
            "f1": round(self.f1, 4),
            "order": round(self.order, 4),
            "whole": self.whole,
            "headline_ok": self.headline_ok,
        }


def score_stories(page: str, true: Sequence[Story], ours: Sequence[Story]) -> tuple[tuple[ArticleScore, ...], int]:
    """Each true story's score, and how many of ours are extra (no partner, over 60 characters).

    Stories are paired one to one so that the sum of their F1 is greatest; under 0.05 they are strangers.

    >>> story = Story("水塔村通了班车", ("水塔村通了班车",), "本报讯昨日上午首班车开进水塔村", ())
    >>> rows, extra = score_stories("p1", [story], [story])
    >>> rows[0].f1, rows[0].whole, rows[0].headline_ok, extra
    (1.0, True, True, 0)
    """
    ours = [story for story in ours if story.heads or story.body]
    f1 = _f1(true, ours)
    partners = {
        int(row): int(column)
        for row, column in zip(*linear_sum_assignment(-f1), strict=True)
        if f1[row, column] > LEAST_F1
    }
    rows = [
        _row(page, story, ours[partners[i]], float(f1[i, partners[i]])) if i in partners else _lost(page, story)
        for i, story in enumerate(true)
    ]
    taken = set(partners.values())
    extra = sum(len(story.body) > LEAST_EXTRA for j, story in enumerate(ours) if j not in taken)
    return tuple(rows), extra


def _f1(true: Sequence[Story], ours: Sequence[Story]) -> np.ndarray:
    """F1 of every true story (rows) with every story of ours (columns; one of zeros where there is none)."""
    their_grams, our_grams = [_grams(story.body) for story in true], [_grams(story.body) for story in ours]
    f1 = np.zeros((len(true), max(1, len(ours))))
    for i, theirs in enumerate(their_grams):
        for j, own in enumerate(our_grams):
            f1[i, j] = 2 * (theirs & own).total() / max(1, theirs.total() + own.total())
    return f1


def _grams(text: str) -> Counter[str]:
    """Character 5-grams; a text shorter than that is one gram by itself."""
    return Counter(text[i : i + GRAM] for i in range(max(1, len(text) - GRAM + 1)))


def _row(page: str, true: Story, ours: Story, f1: float) -> ArticleScore:
    order = Levenshtein.normalized_similarity(true.body, ours.body)
    borne = any(
        Levenshtein.normalized_similarity(head, other) >= SAME_HEADLINE for head in true.heads for other in ours.heads
    )
    return ArticleScore(
        page, true.name, f1, order, f1 >= WHOLE and order >= WHOLE, headline_ok=borne if true.heads else None
    )


def _lost(page: str, true: Story) -> ArticleScore:
    return ArticleScore(page, true.name, 0.0, 0.0, whole=False, headline_ok=False if true.heads else None)
