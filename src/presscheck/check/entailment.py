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

from presscheck.data import shipped
from presscheck.facts.context import CUT, Numbers, Tables, Vectors, gelu, on_one_thread, tables_at, through

FILE = "entailment.npz"
CLAIM, HEAD, SENTENCE = 60, 26, 140
"""Characters of a claim, of a headline and of a sentence that are read."""
FOR, AGAINST, NEITHER = range(3)
ASKED, HEADED, ANSWER = range(3)
"""Whose a character is: of the claim, of the headline, of the sentence."""
SHARED = 4
"""How a character is shared: not at all, alone, with one neighbour, within three in a row."""
BREAK = 2 * SHARED
"""What stands between two texts is of neither."""


def entailment(claim: str, beside: Sequence[tuple[str, str]], tables: Tables | None = None) -> Vectors:
    """How much each sentence, ``beside`` the claim with its headline before it, speaks for it, against it, neither.

    Three scores for each (log odds up to a constant): (len(beside), 3).
    """
    tables = tables or load()
    with on_one_thread():
        told = [_scores(tables, claim, head, words) for head, words in beside]
    return np.array(told, dtype=np.float32).reshape(-1, 3)


@cache
def load() -> Tables:
    """The weights that ship with the package."""
    return tables_at(shipped(FILE))


def laid_out(tables: Tables, claim: str, head: str, words: str) -> Numbers:
    """A claim, a headline and a sentence one after another, as the net reads them: (3, characters).

    The number of each character, how it is shared, and which of the three it is of.
    """
    texts = (claim[:CLAIM], head[:HEAD], words[:SENTENCE])
    claim, head, words = texts
    codes = (shared(claim, f"{head}\n{words}"), SHARED + shared(head, claim), SHARED + shared(words, claim))
    rows = [(*tables.of(text), CUT) for text in texts]
    return np.array([
        [number for row in rows for number in row],
        [int(code) for told in codes for code in (*told, BREAK)],
        [ASKED] * len(claim) + [HEADED] * (len(head) + 2) + [ANSWER] * (len(words) + 1),
    ])  # fmt: skip


def _scores(tables: Tables, claim: str, head: str, words: str) -> Vectors:
    numbers, codes, whose = laid_out(tables, claim, head, words)
    x = through(tables, tables.weights["enc.emb.weight"][numbers] + tables.weights["code.weight"][codes])
    asked, answer = x[whose == ASKED], x[whose == ANSWER][:-1]
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
