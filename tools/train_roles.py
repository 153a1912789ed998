"""Learn who fills the roles of figures, acts, promises and rules, from annotated sentences.

    python tools/train_roles.py ARTICLES.jsonl.gz GOLD.jsonl... [--weights OUT.npz] [--hold-out N]

GOLD are files of ``tools/gold_facts.py keep``. Each role of each trigger is one choice among all stretches of the
sentence and leaving it empty; the weights maximise the penalised likelihood of what the annotators chose (L-BFGS).
``--hold-out 5`` learns on four fifths of the sentences and tells how the fifth is read, each fifth in turn.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from gold_facts import _lines
from gold_read import read_gold
from presscheck.facts import roles
from presscheck.facts.roles import Layout, Sheet, Trigger
from presscheck.facts.tokens import Sentence

RIDGE = 1.0
LEXICAL = 3.0
"""What a weight of a word, character or class costs, beside one of a tag or a place."""
OWN = 2.0
"""What a weight of a role's own costs, beside one that it shares."""
ALIKE = (("agent", "subject", "promiser", "bound"), ("object", "counterpart"), ("promised", "demanded"), ("indicator",))
"""Roles that are told alike in a sentence."""
SEEN = 3
"""A word must stand so often in the annotated sentences to have a weight of its own."""


@dataclass(frozen=True)
class Asked:
    """One role of one trigger, and every stretch that an annotator would accept; none: it is empty."""

    sheet: int
    trigger: Trigger
    role: str
    right: tuple[tuple[int, int], ...]
    earlier: tuple[int, int] | None = None


def main() -> None:
    """Read the sentences, learn, and say how well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--hold-out", type=int, default=0)
    parser.add_argument("--ridge", type=float, default=RIDGE)
    told = parser.parse_args()
    gold = [one for path in told.gold for one in _lines(path)]
    desk = Desk(gold, {one["id"]: one for one in _lines(told.articles)})
    print(Counter(one.role for one in desk.asked), f"{len(gold)} sentences")
    if told.hold_out:
        judge(desk, told.hold_out, told.ridge)
    if told.weights:
        keep(desk.layout, learn(desk, range(len(gold)), told.ridge), told.weights)


class Desk:
    """The annotated sentences, cut and numbered, with all that is asked of them."""

    def __init__(self, gold: Sequence[dict[str, Any]], articles: dict[str, Any]) -> None:
        self.read = [read_gold(one, articles[one["id"]]) for one in gold]
        self.layout = layout([one.sentence for one in self.read], [one.parties for one in self.read], self._families())
        self.sheets = [Sheet(one.sentence, one.parties, self.layout) for one in self.read]
        self.asked = [Asked(number, *asked) for number, one in enumerate(self.read) for asked in one.asked]

    def _families(self) -> list[str]:
        return sorted({asked[0].family for one in self.read for asked in one.asked})


def layout(sentences: Iterable[Sentence], parties: Iterable[Any], families: list[str]) -> Layout:
    """Numbers for all that stands often enough in the sentences."""
    sentences = list(sentences)
    tokens = [token for sentence in sentences for token in sentence.tokens]
    words = Counter(roles._known(token) for token in tokens)
    chars = Counter(char for token in tokens for char in {token.word[0], token.word[-1]})
    kinds = sorted({kind for told in parties for _, _, kind in told})
    lists = (
        sorted(word for word, count in words.items() if count >= SEEN),
        sorted(char for char, count in chars.items() if count >= SEEN),
        sorted({token.tag for token in tokens}),
        kinds,
        families,
    )
    return Layout(*({word: number + 1 for number, word in enumerate(one)} for one in lists))


@dataclass
class Weights:
    """Weights of one role while it is learned, flat: first words, last words, spans, empty."""

    flat: np.ndarray
    layout: Layout

    @property
    def parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """They by what they weigh: first words, last words, whole stretches, leaving it empty."""
        words = sum(self.layout.sizes)
        return tuple(np.split(self.flat, [words, 2 * words, 2 * words + sum(self.layout.span_sizes)]))


def learn(desk: Desk, sentences: Iterable[int], ridge: float) -> dict[str, np.ndarray]:
    """The weights of each role, learned on some of the sentences; roles alike share what they have in common."""
    within = set(sentences)
    out = {}
    for alike in ALIKE:
        asked = [one for one in desk.asked if one.role in alike and one.sheet in within]
        out.update(_learn_alike(desk, asked, alike, ridge))
    return out


def _learn_alike(desk: Desk, asked: Sequence[Asked], alike: Sequence[str], ridge: float) -> dict[str, np.ndarray]:
    """Weights of roles learned together: what they share, and what each adds to it at a price of its own."""
    ready = [(alike.index(one.role), done) for one in asked if (done := _ready(desk, one))]
    costs = ridge * _ridges(desk.layout)
    size = len(costs)
    price = np.concatenate([costs, *([costs * OWN] * len(alike))])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(-1, size)
        slope = np.zeros_like(table)
        whole = [Weights(table[0] + own, desk.layout).parts for own in table[1:]]
        slopes = [Weights(one, desk.layout).parts for one in slope[1:]]
        total = sum(_one(whole[role], slopes[role], *done) for role, done in ready)
        slope[0] = slope[1:].sum(axis=0)
        return total + float(flat @ (price * flat)) / 2, slope.ravel() + price * flat

    best = minimize(loss, np.zeros(size * (1 + len(alike))), jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    table = best.reshape(-1, size)
    return {role: table[0] + own for role, own in zip(alike, table[1:], strict=True)}


def _ridges(layout: Layout) -> np.ndarray:
    """How much each weight costs: those of words and characters more than those of tags and places."""
    lexical = set(range(4)) | set(range(14, layout.by_word))
    words = [np.full(size, LEXICAL if at in lexical else 1.0) for at, size in enumerate(layout.sizes)]
    spans = np.full(sum(layout.span_sizes), 1.0)
    empty = np.full(sum(layout.empty_sizes), 1.0)
    return np.concatenate([*words, *words, spans, empty])


def _ready(desk: Desk, one: Asked) -> tuple[Any, ...] | None:
    sheet = desk.sheets[one.sheet]
    traits = sheet.traits(one.trigger, one.earlier)
    first, last, own = sheet.spans(one.trigger, one.role)
    right = [int(at) for a, b in one.right for at in np.flatnonzero((first == a) & (last == b - 1))]
    if (one.right and not right) or not len(first):
        return None
    return traits, first, last, own, sheet.empty(one.trigger), np.array(right, dtype=np.int64)


def _one(weights: Any, gradient: Any, traits: Any, first: Any, last: Any, own: Any, empty: Any, right: Any) -> float:
    """The loss of one choice; what it pulls on each weight is added to ``gradient``."""
    heads, tails = weights[0][traits].sum(axis=1), weights[1][traits].sum(axis=1)
    scores = np.append(heads[first] + tails[last] + weights[2][own].sum(axis=1), weights[3][empty].sum())
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    right = right if len(right) else np.array([len(first)])
    good = chances[right].sum() + 1e-12
    pull = chances.copy()
    pull[right] -= chances[right] / good
    count = len(traits)
    for part, ends in ((0, first), (1, last)):
        by_token = np.bincount(ends, weights=pull[:-1], minlength=count)
        np.add.at(gradient[part], traits, np.broadcast_to(by_token[:, None], traits.shape))
    np.add.at(gradient[2], own, np.broadcast_to(pull[:-1, None], own.shape))
    np.add.at(gradient[3], empty, pull[-1])
    return -math.log(good)


def keep(layout: Layout, learned: dict[str, np.ndarray], path: Path) -> None:
    """Write the weights as the package reads them."""
    names = sorted(learned)
    parts = [Weights(learned[name], layout).parts for name in names]
    lists = {name: np.array(list(getattr(layout, name)), dtype=str) for name in roles.LISTS}
    np.savez_compressed(
        path,
        name=np.array("roles-1"),
        roles=np.array(names),
        first_last=_sparse(np.stack([np.stack(one[:2]) for one in parts])),
        spans=np.stack([one[2] for one in parts]).astype(np.float16),
        empty=np.stack([one[3] for one in parts]).astype(np.float16),
        **lists,
    )
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def _sparse(weights: np.ndarray) -> np.ndarray:
    return np.where(np.abs(weights) < 0.01, 0, weights).astype(np.float16)


def judge(desk: Desk, parts: int, ridge: float) -> None:
    """Read each part of the sentences with what was learned on the others, and count what is right."""
    told: Counter[tuple[str, str]] = Counter()
    for part in range(parts):
        learned = learn(desk, [n for n in range(len(desk.sheets)) if n % parts != part], ridge)
        labeller = _labeller(desk.layout, learned)
        for one in desk.asked:
            if one.sheet % parts == part and one.role in learned:
                found = labeller.fill(desk.sheets[one.sheet], one.trigger, one.role, one.earlier)
                told.update((one.role, word) for word in _verdict(desk, one, found))
    for role in sorted({role for role, _ in told}):
        print(role, json.dumps({word: count for (of, word), count in sorted(told.items()) if of == role}))


def _labeller(layout: Layout, learned: dict[str, np.ndarray]) -> roles.Labeller:
    names = sorted(learned)
    parts = [Weights(learned[name], layout).parts for name in names]
    tables = (np.stack([np.stack(one[:2]) for one in parts]), *(np.stack([one[n] for one in parts]) for n in (2, 3)))
    return roles.Labeller("learning", layout, {name: n for n, name in enumerate(names)}, *tables)


def _verdict(desk: Desk, one: Asked, found: roles.Filled | None) -> Iterator[str]:
    yield "asked"
    if not one.right:
        yield "empty, right" if found is None else "empty, filled"
        return
    if found is None:
        yield "left empty"
        return
    yield "filled"
    if (found.first, found.last) in one.right:
        yield "exact"
    if any(found.last == last and found.first < last for _, last in one.right):
        yield "head"


if __name__ == "__main__":
    main()
