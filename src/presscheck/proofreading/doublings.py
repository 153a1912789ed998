"""A character printed twice by mistake: 人口口. The paper's language tells it from 人人 and 天天."""

from collections.abc import Iterator
from itertools import pairwise

from presscheck import data, hanzi
from presscheck.proofreading.passage import Finding, Passage
from presscheck.proofreading.wording import Change, gains

POINTED_OUT = 7.5
LIKELY = 14.0
"""Nats that a sentence gains when one of the two goes, from which the doubling is worth a look, or likely an error."""


def find(passage: Passage) -> Iterator[Finding]:
    """Every doubled character without which the sentence reads far better.

    >>> [(found.start, found.after) for found in find(Passage("body", 0, "这是一个拥有众多人口口的国家"))]
    [(10, '')]
    """
    text = passage.text
    changes = [Change(place, place + 1, "") for place in _doubled(text)]
    for change, gain in zip(changes, gains(text, changes), strict=True):
        if gain >= POINTED_OUT:
            confidence = 0.95 if gain >= LIKELY else 0.7
            yield Finding(change.start, change.end, "", "doubled", confidence)


def _doubled(text: str) -> list[int]:
    """The second of each two equal characters; longer runs, and two doublings side by side (明明白白), are no slip."""
    runs = {i for i, (one, other) in enumerate(pairwise(text), start=1) if one == other and hanzi.is_han(one)}
    twice = data.rows("doublings")["words"]["said_twice"]
    return sorted(i for i in runs if text[i] not in twice and not runs & {i - 2, i - 1, i + 1, i + 2})
