"""A claim read beside a sentence of the record: does that say the same, the contrary, or neither?

Natural language inference by a small encoder of characters, the one by which facts are read in context
(``facts/context.py``), taught on sentences of news set right and wrong by program and on claims whose answer is known
(``tools/train_entailment.py``). Of each character it is told, besides, whether it stands in the other text too, alone
or with its neighbours (Parikh et al. 2016 align words by the net itself; so small a net is better told).
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from presscheck.facts.context import CUT, Tables, Vectors, gelu, on_one_thread, through
from presscheck.facts.context import load as tables_of

FILE = "entailment.npz"
CLAIM, HEAD, SENTENCE = 60, 26, 140
"""Characters of a claim, of a headline and of a sentence that are read."""
FOR, AGAINST, NEITHER = range(3)
SHARED = 4
"""How a character is shared: not at all, alone, with one neighbour, within three in a row."""
BREAK = 2 * SHARED
Numbers = NDArray[np.int64]


def entailment(claim: str, beside: Sequence[tuple[str, str]], tables: Tables | None = None) -> Vectors:
    """How much each sentence, ``beside`` the claim with its headline before it, speaks for it, against it, neither.

    Three scores for each (log odds up to a constant): (len(beside), 3).
    """
    tables = tables or load()
    with on_one_thread():
        told = [_scores(tables, claim[:CLAIM], head[:HEAD], words[:SENTENCE]) for head, words in beside]
    return np.array(told, dtype=np.float32).reshape(-1, 3)


@cache
def load() -> Tables:
    """The weights that ship with the package."""
    return tables_of(FILE)


def _scores(tables: Tables, claim: str, head: str, words: str) -> Vectors:
    numbers = [*tables.of(claim), CUT, *tables.of(head), CUT, *tables.of(words), CUT]
    parts = (shared(claim, f"{head}\n{words}"), SHARED + shared(head, claim), SHARED + shared(words, claim))
    codes = np.concatenate([row for part in parts for row in (part, [BREAK])])
    x = tables.weights["enc.emb.weight"][np.array(numbers)] + tables.weights["code.weight"][codes]
    x = through(tables, x)
    asked, answer = x[: len(claim)], x[len(claim) + len(head) + 2 : -1]
    pooled = (asked.mean(0), asked.max(0), asked.min(0), answer.mean(0), answer.max(0))
    scores: Vectors = tables.linear("b", gelu(tables.linear("a", np.concatenate(pooled)[None])))[0]
    return scores


def shared(text: str, other: str) -> Numbers:
    """For each character of a text whether it stands in another: 0 no, 1 alone, 2 with one neighbour, 3 with two.

    >>> shared("桥通车了", "大桥今通车").tolist()
    [1, 2, 2, 0]
    """
    out = np.zeros(len(text), dtype=np.int64)
    for length in range(1, SHARED):
        for start in range(len(text) - length + 1):
            if text[start : start + length] in other:
                out[start : start + length] = np.maximum(out[start : start + length], length)
    return out


def entailed(told: Vectors) -> dict[str, float]:
    """What several sentences come to for a claim, in numbers; ``told`` are their scores."""
    if not len(told):
        return {"entailment_none": 1.0}
    support, denial = (told[:, way] - told[:, NEITHER] for way in (FOR, AGAINST))
    best = int(np.maximum(support, denial).argmax())
    whole = [_together(support), _together(denial), 0.0]
    least = _together(whole)
    return {
        "entailment_for": whole[FOR],
        "entailment_against": whole[AGAINST],
        "entailment_gap": whole[FOR] - whole[AGAINST],
        "entailment_chance_for": math.exp(whole[FOR] - least),
        "entailment_chance_against": math.exp(whole[AGAINST] - least),
        "entailment_first_for": float(support[0]),
        "entailment_first_against": float(denial[0]),
        "entailment_best": float(best),
        "entailment_best_for": float(support[best]),
        "entailment_best_against": float(denial[best]),
    }


def _together(odds: Iterable[float]) -> float:
    """The log of summed odds."""
    told = list(odds)
    most = max(told)
    return most + math.log(sum(math.exp(one - most) for one in told))
