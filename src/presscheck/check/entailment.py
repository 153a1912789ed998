"""A claim read beside a sentence of the record: does that say the same, the contrary, or neither?

Natural language inference by a small encoder of characters, the one by which facts are read in context
(``facts/context.py``), taught on sentences of news set right and wrong by program and on claims whose answer is known
(``tools/train_entailment.py``). Of each character it is told, besides, what the other text has of it
(``check/shares.py``; Parikh et al. 2016 align words by the net itself; so small a net is better told).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from presscheck.check.shares import KINDS, shares
from presscheck.data import shipped
from presscheck.facts.context import CUT, Numbers, Tables, Vectors, gelu, on_one_thread, tables_at
from presscheck.language import encoder
from presscheck.language.encoder import Encoder

FILE, ENCODER = "entailment.npz", "entailment.onnx"
CLAIM, HEAD, SENTENCE = 60, 26, 140
"""Characters of a claim, of a headline and of a sentence that are read."""
FOR, AGAINST, NEITHER = range(3)
ASKED, HEADED, ANSWER = range(3)
"""Whose a character is: of the claim, of the headline, of the sentence."""
BREAK = 2 * KINDS
"""What stands between two texts is of neither."""


@dataclass(frozen=True)
class Net:
    """What was learned: the weights of what goes in and of what is made of it, and the encoder between."""

    tables: Tables
    encoder: Encoder

    @property
    def name(self) -> str:
        """The name of its weights."""
        return self.tables.name


def entailment(claim: str, beside: Sequence[tuple[str, str]], net: Net | None = None) -> Vectors:
    """How much each sentence, ``beside`` the claim with its headline before it, speaks for it, against it, neither.

    Three scores for each (log odds up to a constant): (len(beside), 3).
    """
    net = net or load()
    with on_one_thread():
        told = [_scores(net, claim, head, words) for head, words in beside]
    return np.array(told, dtype=np.float32).reshape(-1, 3)


@cache
def load() -> Net:
    """The net that ships with the package."""
    return Net(tables_at(shipped(FILE)), encoder.load(ENCODER))


def laid_out(tables: Tables, claim: str, head: str, words: str) -> Numbers:
    """A claim, a headline and a sentence one after another, as the net reads them: (3, characters).

    The number of each character, how it is shared, and which of the three it is of.
    """
    texts = (claim[:CLAIM], head[:HEAD], words[:SENTENCE])
    claim, head, words = texts
    codes = (shares(claim, f"{head}\n{words}", asked=True), KINDS + shares(head, claim), KINDS + shares(words, claim))
    rows = [(*tables.of(text), CUT) for text in texts]
    return np.array([
        [number for row in rows for number in row],
        [int(code) for told in codes for code in (*told, BREAK)],
        [ASKED] * len(claim) + [HEADED] * (len(head) + 2) + [ANSWER] * (len(words) + 1),
    ])  # fmt: skip


def _scores(net: Net, claim: str, head: str, words: str) -> Vectors:
    tables = net.tables
    numbers, codes, whose = laid_out(tables, claim, head, words)
    alone = tables.weights["enc.emb.weight"][numbers] + tables.weights["code.weight"][codes]
    x = net.encoder.read(alone)
    asked, answer = x[whose == ASKED], x[whose == ANSWER][:-1]
    pooled = (asked.mean(0), asked.max(0), asked.min(0), answer.mean(0), answer.max(0))
    scores: Vectors = tables.linear("b", gelu(tables.linear("a", np.concatenate(pooled)[None])))[0]
    return scores


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
