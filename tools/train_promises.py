"""Learn which clauses tell what somebody undertakes: annotated sentences to data/promises.npz.

    python tools/train_promises.py ARTICLES.jsonl.gz gold/facts/promises_voted.jsonl \
        --seen gold/facts/train.jsonl gold/facts/train_third.jsonl gold/facts/train_fourth.jsonl

A log-linear model over what ``presscheck.facts.undertaken`` tells of each clause. The sentences of ``--seen`` were each
annotated by one reader, and the encoder has learned from them: they count less. How sure the weights are is told story
by story, by those that were learned on the other stories. To be run whenever the reader in context has learned anew.
Needs scikit-learn.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gold_facts import _lines
from gold_read import read_gold
from presscheck.facts import clauses, context, promises, undertaken
from presscheck.measure.facts import story_of
from presscheck.model.fact import Words

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src/presscheck/data" / undertaken.FILE
LAST_DAY = "2025-10-31"
SEEN = 0.3
"""A clause from which the encoder learned counts so much of one that it has not seen."""
MEANING, LOOSE = 0.3, 1.0
"""The measure of what a clause means beside its traits; how freely weights leave zero (the inverse of the penalty)."""
FOLDS, RARE = 8, 4
ALIKE, TOUCHED = 0.5, 0.2
"""A clause is what is undertaken where it shares so much with it; what shares less counts neither way."""
Item = dict[str, Any]


class Example(NamedTuple):
    """A clause: its traits, what it means, whether it tells what is undertaken, its story."""

    traits: frozenset[str]
    meaning: NDArray[np.float32]
    right: bool
    story: str


def examples(gold: Item, article: Item) -> Iterator[Example]:
    """The clauses of an annotated sentence; what an annotator left open is left out."""
    story = story_of(article)
    said = read_gold(gold, article).said
    if not promises.asked(said, story.published):
        return
    told = context.read(story)
    headline = next((one.text for one in story.parts if one.name == "headline"), "")
    found = [(clause, clause.words(said)) for clause in clauses.of(said)]
    alike = np.array([[_alike(what, fact, gold) for _, what in found] for fact in gold["commitments"]])
    for at, (clause, what) in enumerate(found):
        means = undertaken.meaning(said, clause, what, told)
        mine = [
            fact
            for fact, row in zip(gold["commitments"], alike, strict=True)
            if row[at] >= ALIKE and int(row.argmax()) == at
        ]
        right = any(not fact.get("optional") for fact in mine)
        left_open = not right and (mine or (len(alike) and alike[:, at].max() > TOUCHED))
        if means is not None and not left_open:
            traits = frozenset(undertaken.traits(said, clause, what, headline, story.published))
            yield Example(traits, means, right, gold["id"])


def _alike(what: Words, fact: Item, gold: Item) -> float:
    """How much of two stretches is the same (Dice's coefficient)."""
    start, end = what.start - gold["start"], what.end - gold["start"]
    return max(2 * max(min(end, high) - max(start, low), 0) / (end - start + high - low) for low, high in fact["what"])


class Model:
    """The weights that were learned from some examples, each of which counts so much."""

    def __init__(self, told: Sequence[Example], counts: Sequence[float], known: frozenset[str]) -> None:
        self.known, self.names = known, DictVectorizer(sparse=False, dtype=np.float32)
        self.names.fit([dict.fromkeys(one.traits & known, 1.0) for one in told])
        self.learned = LogisticRegression(C=LOOSE, max_iter=3000)
        self.learned.fit(self._columns(told), [one.right for one in told], sample_weight=counts)

    def _columns(self, told: Sequence[Example]) -> NDArray[np.float32]:
        traits = self.names.transform([dict.fromkeys(one.traits & self.known, 1.0) for one in told])
        return np.hstack([traits, MEANING * np.array([one.meaning for one in told])])

    def worth(self, told: Sequence[Example]) -> NDArray[np.float64]:
        """How much speaks for each, in nats."""
        worth: NDArray[np.float64] = self.learned.decision_function(self._columns(told))
        return worth

    def keep(self, lean: float) -> None:
        """Write the weights as the package reads them; ``lean``: so many nats are added to what speaks for each."""
        names, weights = self.names.get_feature_names_out(), self.learned.coef_[0]
        table = {"traits": np.array("\n".join(names)), "weights": weights[: len(names)].astype(np.float32)}
        table["meaning"] = (MEANING * weights[len(names) :]).astype(np.float32)
        np.savez_compressed(TABLE, base=np.array(self.learned.intercept_[0] + lean), **table)


def judged(told: Sequence[Example], seen: Sequence[Example], known: frozenset[str]) -> None:
    """Print how many are right and found by how much is leant, each weighed by what other stories taught."""
    parts = np.array([int(hashlib.md5(one.story.encode(), usedforsecurity=False).hexdigest(), 16) for one in told])
    worth, right = np.zeros(len(told)), np.array([one.right for one in told])
    for part in range(FOLDS):
        mine = np.array([int(one) % FOLDS == part for one in parts])
        others = [one for one, held in zip(told, mine, strict=True) if not held]
        model = Model([*others, *seen], [1.0] * len(others) + [SEEN] * len(seen), known)
        worth[mine] = model.worth([one for one, held in zip(told, mine, strict=True) if held])
    for lean in np.arange(-1.0, 1.6, 0.25):
        found = worth + lean > 0
        print(f"lean {lean:+5.2f}: {(right & found).sum()} right of {found.sum()} found, {right.sum()} there")


def _of(paths: Sequence[Path], articles: dict[str, Item]) -> list[Example]:
    lines = [one for path in paths for one in _lines(path) if "commitments" in one and one["id"] in articles]
    return [example for one in lines for example in examples(one, articles[one["id"]])]


def main() -> None:
    """Read the sentences, judge what is learned, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--seen", type=Path, nargs="*", default=[])
    parser.add_argument("--lean", type=float, default=0.0)
    asked = parser.parse_args()
    articles = {one["id"]: one for one in _lines(asked.articles) if one["date"] <= LAST_DAY}
    told, seen = _of(asked.gold, articles), _of(asked.seen, articles)
    counts = Counter(trait for one in (*told, *seen) for trait in one.traits)
    known = frozenset(trait for trait, count in counts.items() if count >= RARE)
    judged(told, seen, known)
    Model([*told, *seen], [1.0] * len(told) + [SEEN] * len(seen), known).keep(asked.lean)
    print(json.dumps({"clauses": len(told), "seen": len(seen), "traits": len(known)}))


if __name__ == "__main__":
    main()
