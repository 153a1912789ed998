"""Learn what figures may be compared, and what a claim comes to, from claims whose answer is known.

usage: python tools/train_check.py RECORD.db --hand CLAIMS.jsonl --made CLAIMS.jsonl [CLAIMS.jsonl …]
           --readers WITHOUT_0.npz WITHOUT_1.npz [--write NPZ]

Claims are those of `tools/make_claims.py`, or written by hand in the same form. Which pair of figures a claim turns
on is not annotated: weights are learned by which the pairs of stories that decide it stand before all others; then
their scale, so that they are log odds, with the likeliest of those pairs as the one. Then
trees are boosted over the traits of whole claims. Scores are told by five-fold cross-validation: of the claims made by
programs, none is learned from whose stories decide a claim that is tested.
"""

import argparse
import datetime
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from entailment_rows import half_of
from make_encoder import model_of
from presscheck.check.claims import Claim, claims_in
from presscheck.check.entailment import Net, entailment
from presscheck.check.nearest import nearest
from presscheck.check.pairs import Pair, pairs, wholes_first
from presscheck.check.rulings import answers, claim_traits
from presscheck.check.sentences import Near, answering, sentences_near, with_figures
from presscheck.check.traits import NAMES, NEAR_NAMES
from presscheck.check.weights import RULINGS, Weights, weights_of
from presscheck.facts.context import tables_at
from presscheck.language.encoder import Encoder
from presscheck.record.store import Kept, Store

LABELS = {"supported": 0, "contradicted": 1, "not_decided": 2}
FIRST = weights_of({
    "bias": -4, "words": 2, "focus": 2, "other_focus": 2, "other_indicator": 2, "days_equal": 3, "days_apart": -3,
    "kind": 1.5, "places_missing": -2, "other_places": -1, "unit": 0.5, "placed_same": 3, "placed_other": -2,
    "fresh": 1, "late": -1,
}, {
    "held": 10, "head": 5, "timely": 1, "fresh": 3, "late": -1, "rank": -0.3, "figures": 6,
})  # fmt: skip
"""Where the learning begins."""
RIDGE = 0.5
FOLDS = 5
NEAREST = 40
"""Sentences that are kept for every claim."""
MADE, BY_HAND, OF_FEW = 1.0, 0.5, 0.3
"""For how many a claim counts that is made by a program, written by hand, or put to a small record."""
FEW, WITHOUT = 0.4, 0.3
"""How many of the claims are put to a small record, too, and how many of those to one without their stories."""
APART = datetime.timedelta(days=45)
"""So far from the stories of a claim are those of a record without them."""
FIRM = 0.66
"""The least chance with which a claim is ruled contradicted."""


class Told(NamedTuple):
    """A claim with its answer, what it says, what the record holds on it, and for how many it counts."""

    line: dict[str, Any]
    claim: Claim | None
    pairs: list[Pair]
    near: list[Near]
    counts: float

    @property
    def label(self) -> int:
        """Which way it truly turns out."""
        return LABELS[self.line["label"]]

    @property
    def stories(self) -> frozenset[str]:
        """The stories that decide it, or look as if they did."""
        return frozenset(self.line["articles"]) | frozenset(self.line.get("near", ()))


def read(store: Store, path: Path, counts: float, few: list[Told] | None = None) -> Iterator[Told]:
    """The claims of a file, each with what the record holds on it; into ``few`` goes what small records would hold."""
    rng = random.Random(path.name)
    for line in path.read_text(encoding="utf8").splitlines():
        told = json.loads(line)
        found = list(claims_in(told["claim"], datetime.date.fromisoformat(told["date"])))
        claim = max(found, key=lambda one: (len(one.figures), len(one.text)), default=None)
        if claim is None:
            yield Told(told, None, [], [], counts)
            continue
        stories = list(nearest(store, claim.text, claim.days, claim.date))
        yield _told(told, claim, stories, counts)
        if few is not None and rng.random() < FEW:
            few.append(_told(*_of_few(told, claim, stories, rng), OF_FEW))


def _told(line: dict[str, Any], claim: Claim, stories: Sequence[Kept], counts: float) -> Told:
    found = pairs(claim, stories, FIRST)
    return Told(line, claim, found, _kept(sentences_near(claim, stories, FIRST), found), counts)


def _of_few(
    line: dict[str, Any], claim: Claim, stories: Sequence[Kept], rng: random.Random
) -> tuple[dict[str, Any], Claim, list[Kept]]:
    """A claim as a record of a few stories meets it: with those it is about, or, now and then, without."""
    about = {*line["articles"], *line.get("near", ())}
    days = [one.date for one in stories if one.name in about and one.date]
    others = [one for one in stories if one.name not in about]
    if days and rng.random() < WITHOUT:
        others = [one for one in others if one.date and min(abs(one.date - day) for day in days) > APART]
        about, line = set(), {**line, "label": "not_decided", "articles": [], "near": sorted(about)}
    few = {one.name for one in rng.sample(others, min(len(others), rng.randint(1, 4)))} | about
    return line, claim, [one for one in stories if one.name in few]


def _kept(near: Sequence[Near], found: Sequence[Pair]) -> list[Near]:
    """The nearest sentences, and those in which a figure stands that may be compared."""
    told = {(pair.other.mention.article, pair.other.sentence.strip()) for pair in found}
    return [one for at, one in enumerate(near) if at < NEAREST or (one.kept.name, one.words.strip()) in told]


def learn_pairs(told: Sequence[Told]) -> Weights:
    """Weights of the traits of pairs: which figure of the record a claim turns on, and how likely it is the one."""
    ranks = _softmax([held for one in told for held in _turning(one)])
    weights = replace(FIRST, pairs=ranks)
    rows = [row for one in told for row in _judged(one, weights)]
    scores, labels = np.array([row[0] @ ranks for row in rows]), np.array([row[1] for row in rows], dtype=float)
    scale, level = _logistic(np.column_stack([scores, np.ones(len(rows))]), labels, np.array([1.0, 0.0]))
    ranks = ranks * scale
    ranks[NAMES.index("bias")] = level
    return learn_sentences(told, replace(weights, pairs=ranks))


def learn_sentences(told: Sequence[Told], weights: Weights) -> Weights:
    """Weights by which a sentence of a story that decides a claim, or looks as if it did, stands before all others."""
    return replace(weights, near=_softmax([held for one in told for held in _answering(one, weights)]))


def _answering(told: Told, weights: Weights) -> Iterator[tuple[Any, Any]]:
    """The traits of the sentences beside a claim, and which of them are of its stories."""
    if told.claim is None or not told.near:
        return
    near = with_figures(told.near, list(_weighed(told, weights)), len(told.claim.figures))
    right = np.array([one.kept.name in told.stories for one in near])
    if right.any() and not right.all():
        yield np.array([one.traits for one in near]), right


def _turning(told: Told) -> Iterator[tuple[Any, Any]]:
    """The traits of all pairs of a figure, and which of them the claim may turn on: by its story and its value."""
    meets = told.label == LABELS["supported"]
    for number in range(len(told.claim.figures) if told.claim and told.label != LABELS["not_decided"] else 0):
        own = [pair for pair in told.pairs if pair.figure == number and not pair.unit_other]
        right = np.array([one.other.mention.article in told.line["articles"] and one.meets == meets for one in own])
        if right.any():
            yield np.array([one.traits for one in own]), right


def _softmax(held: Sequence[tuple[Any, Any]]) -> Any:
    """Weights by which a pair that a claim turns on stands before all others of the same figure."""
    traits, right = np.vstack([rows for rows, _ in held]), np.concatenate([ones for _, ones in held])
    sizes = np.array([len(ones) for _, ones in held])
    starts, group = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(held)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = traits @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        whole, part = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts) + 1e-12
        slope = odds / whole[group] - odds * right / part[group]
        return float(np.log(whole / part).sum() + weights @ weights / 2), traits.T @ slope + weights

    return minimize(loss, np.zeros(traits.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def _judged(told: Told, weights: Weights) -> Iterator[tuple[Any, int]]:
    """The pairs of a claim, the one it turns on as 1; those that may be of the same thing are left out."""
    decided, meets = told.label != LABELS["not_decided"], told.label == LABELS["supported"]
    for number in range(len(told.claim.figures) if told.claim else 0):
        own = [pair for pair in told.pairs if pair.figure == number]
        deciding = [one for one in own if one.other.mention.article in told.line["articles"] and one.meets == meets]
        best = max(deciding, key=lambda one: weights.pair(one.traits), default=None) if decided else None
        for pair in own:
            if pair is best:
                yield pair.traits, 1
            elif not decided or not (pair.other.mention.article in told.line["articles"] or pair.meets == meets):
                yield pair.traits, 0


def _logistic(traits: Any, labels: Any, start: Any) -> Any:
    def loss(weights: Any) -> tuple[float, Any]:
        scores = traits @ weights
        gradient = traits.T @ (1 / (1 + np.exp(-scores)) - labels) + RIDGE * weights
        return float(np.logaddexp(0, -scores * (2 * labels - 1)).sum() + RIDGE / 2 * weights @ weights), gradient

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def rows_of(told: Sequence[Told], weights: Weights, readers: Sequence[Path]) -> list[dict[str, float]]:
    """The traits of every claim, its pairs weighed anew."""
    out = []
    for one in told:
        if one.claim is None:
            out.append({"nothing": 1.0})
            continue
        weighed = list(_weighed(one, weights))
        nearest = answering(one.near, weighed, len(one.claim.figures), weights)
        reader = readers[half_of(one.stories)]
        read = [_read(one.claim.text, near.kept.article.headline or "", near.words, reader) for near in nearest]
        told = answers(one.claim, weighed)
        out.append(claim_traits(one.claim, weighed, told, nearest, np.array(read).reshape(-1, 3)))
    return out


@lru_cache(1 << 18)
def _read(claim: str, head: str, words: str, reader: Path) -> Any:
    """How a sentence reads beside a claim, by a net that learned from none of its stories."""
    return entailment(claim, [(head, words)], _net(reader))[0]


@cache
def _net(reader: Path) -> Net:
    return Net(tables_at(reader), Encoder(model_of(reader)))


def _weighed(told: Told, weights: Weights) -> Iterator[Pair]:
    """The pairs of a claim weighed anew, figure by figure, in the order in which a claim is answered."""
    for number in range(len(told.claim.figures) if told.claim else 0):
        own = [replace(one, chance=weights.pair(one.traits)) for one in told.pairs if one.figure == number]
        yield from wholes_first(sorted(own, key=lambda pair: -pair.chance))


def table(rows: Sequence[dict[str, float]], names: Sequence[str]) -> Any:
    """Traits by name as rows of numbers."""
    return np.array([[float(row.get(name, 0)) for name in names] for row in rows])


def boosted(rows: Any, told: Sequence[Told]) -> Any:
    """Trees that tell the three ways apart."""
    model = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=15, l2_regularization=1.0, random_state=0,
        early_stopping=False,
    )  # fmt: skip
    return model.fit(rows, [one.label for one in told], sample_weight=[one.counts for one in told])


def validated(told: Sequence[Told], tested: int, readers: Sequence[Path]) -> Any:
    """The chances of the first ``tested`` claims, each by weights that never saw a story that decides it."""
    fold = np.random.default_rng(0).integers(0, FOLDS, tested)
    chances = np.zeros((tested, len(RULINGS)))
    for number in range(FOLDS):
        out = np.flatnonzero(fold == number)
        stories = frozenset().union(*(told[at].stories for at in out))
        held = set(out.tolist())
        known = [one for at, one in enumerate(told) if at not in held and (at < tested or not one.stories & stories)]
        weights = learn_pairs(known)
        rows = rows_of(known, weights, readers)
        names = sorted({name for row in rows for name in row})
        model = boosted(table(rows, names), known)
        chances[out] = model.predict_proba(table(rows_of([told[at] for at in out], weights, readers), names))
    return chances


def rule(chances: Any, firm: float) -> Any:
    """The way each claim turns out; contradicted only where that is likely enough."""
    ways = chances.argmax(1)
    ways[(ways == 1) & (chances[:, 1] < firm)] = 2
    return ways


def tell(name: str, told: Sequence[Told], chances: Any) -> None:
    """Print the scores at several thresholds."""
    for firm in (0.5, 0.6, FIRM, 0.7, 0.74, 0.78, 0.86):
        counts = np.zeros((3, 3), int)
        for one, way in zip(told, rule(chances, firm), strict=True):
            counts[one.label, way] += 1
        f1 = [2 * counts[k, k] / max(1, counts[k].sum() + counts[:, k].sum()) for k in range(3)]
        wrong = (counts[0, 1] + counts[2, 1]) / counts.sum()
        print(f"{name} firm {firm}: macro-F1 {np.mean(f1):.3f} {np.round(f1, 3)} wrongly contradicted {wrong:.4f}")


def arrays(model: Any) -> dict[str, Any]:
    """The trees of a model as arrays, leaves leading to themselves."""
    parts: dict[str, list[Any]] = {name: [] for name in ("trait", "least", "left", "right", "value", "roots", "ways")}
    depth = 0
    for trees in model._predictors:
        for way, tree in enumerate(trees):
            start, nodes = len(parts["trait"]), tree.nodes
            parts["roots"].append(start)
            parts["ways"].append(way)
            depth = max(depth, int(nodes["depth"].max()))
            for at, node in enumerate(nodes):
                leaf = bool(node["is_leaf"])
                parts["trait"].append(0 if leaf else int(node["feature_idx"]))
                parts["least"].append(0.0 if leaf else float(node["num_threshold"]))
                parts["left"].append(start + (at if leaf else int(node["left"])))
                parts["right"].append(start + (at if leaf else int(node["right"])))
                parts["value"].append(float(node["value"]) if leaf else 0.0)
    kinds = {"least": np.float64, "value": np.float64}
    out = {name: np.array(values, dtype=kinds.get(name, np.int32)) for name, values in parts.items()}
    return out | {"start": model._baseline_prediction.ravel().astype(np.float64), "depth": np.int32(depth)}


def main() -> None:
    """Learn, tell the scores, and write the weights where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--hand", type=Path, nargs="*", default=[])
    parser.add_argument("--made", type=Path, nargs="*", default=[])
    parser.add_argument("--readers", type=Path, nargs=2, required=True, help="nets that learned without half 0, 1")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    store = Store(asked.record)
    few: list[Told] = []
    hand = [one for path in asked.hand for one in read(store, path, BY_HAND, few)]
    made = [one for path in asked.made for one in read(store, path, MADE)]
    tested = len(hand) + min(600, len(made))
    told = [*hand, *made, *few]
    chances = validated(told, tested, asked.readers)
    for name, span in (("by hand", (0, len(hand))), ("made", (len(hand), tested)), ("all", (0, tested))):
        tell(name, told[slice(*span)], chances[slice(*span)])
    if asked.write:
        weights = learn_pairs(told)
        rows = rows_of(told, weights, asked.readers)
        names = sorted({name for row in rows for name in row})
        parts = arrays(boosted(table(rows, names), told))
        digest = hashlib.sha256(b"".join(np.ascontiguousarray(parts[name]).tobytes() for name in sorted(parts)))
        np.savez_compressed(
            asked.write, name=f"check-{digest.hexdigest()[:8]}", pair_names=np.array(NAMES), pair=weights.pairs,
            near_names=np.array(NEAR_NAMES), near=weights.near,
            names=np.array(names), firm=np.float64(FIRM), **parts,
        )  # fmt: skip
        print(asked.write, asked.write.stat().st_size)


if __name__ == "__main__":
    main()
