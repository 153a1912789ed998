"""Learn how much each sign of an undertaking counts (``data/facts/signs.toml``), on annotated sentences.

    python tools/weigh_signs.py ARTICLES.jsonl.gz gold/facts/train.jsonl gold/facts/train_third.jsonl ... \\
        --fresh gold/facts/promises.jsonl gold/facts/held_back.jsonl gold/facts/develop.jsonl [--most 4000]

Prints a base, a weight for what was learned in context and one for each sign; they are copied into the table by hand.
What was learned in context has seen the first sentences and is too sure of them: these have a base and a weight of
their own, which are thrown away, and count less (``SEEN``). How sure the weights are is told story by story, by those
that were learned on the other stories: right and found by base.
"""

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gold_facts import _lines
from gold_read import read_gold
from presscheck.data import rows
from presscheck.facts import context, promises, signs
from presscheck.facts.named_before import NamedBefore
from presscheck.facts.promises import Offered
from presscheck.facts.roles import Sheet
from presscheck.measure.fact_match import Place, _alike
from presscheck.measure.facts import _place, story_of

Item = dict[str, Any]
Example = tuple[float, frozenset[str], bool, str]
"""The odds of what was learned, the signs, whether an annotator told it, and the story."""
SEEN = 0.3
"""A sentence from which the reader learned counts so much of one that it has not seen."""
FOLDS, OWN = 10, 4
"""Into so many parts the stories are parted; so many columns are bases and weights of what was learned."""


def examples(gold: Item, article: Item) -> Iterator[Example]:
    """What may be undertaken in one annotated sentence; what an annotator left open is left out."""
    read = read_gold(gold, article)
    story = story_of(article)
    asked = promises.asked(read.said, story.published)
    if not asked:
        return
    told = context.read(story)
    before = NamedBefore(told)
    for said in read.before:
        before.add(said)
    sheet = Sheet(read.said.sentence, read.said.part, told, before.near(read.said))
    kept: list[Offered] = []
    for one, shown in sorted(
        promises.offered(read.said, asked, sheet, story.published), key=lambda pair: -pair[0].odds
    ):
        apart = not any(one.what.start < other.what.end and other.what.start < one.what.end for other in kept)
        right = _right(gold, one, _place(gold, article))
        if apart and right is not None:
            yield one.odds, shown, right, gold["id"]
        kept.append(one)


def _right(gold: Item, one: Offered, place: Place) -> bool | None:
    fitting = [fact for fact in gold["commitments"] if _alike(one.what, fact["what"], place)]
    return None if fitting and all(fact.get("optional") for fact in fitting) else bool(fitting)


def fitted(
    fresh: Sequence[Example], seen: Sequence[Example], names: Sequence[str], held: float = 2.0, steps: int = 40
) -> NDArray[np.float64]:
    """The weights by logistic regression, held near zero: bases and what was read, of both kinds, then each sign."""
    traits = np.vstack([_traits(fresh, names), _traits(seen, names, first=2)])
    right = np.array([one[2] for one in (*fresh, *seen)], dtype=float)
    counts = np.array([1.0] * len(fresh) + [SEEN] * len(seen))
    weights = np.zeros(traits.shape[1])
    loose = np.diag([0.01, 0.3, 0.01, 0.3] + [held] * len(names))
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-traits @ weights))
        slope = traits.T @ (counts * (right - chance)) - loose @ weights
        curve = (traits * (counts * chance * (1 - chance))[:, None]).T @ traits + loose
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _traits(told: Sequence[Example], names: Sequence[str], first: int = 0) -> NDArray[np.float64]:
    """What speaks for each, a row each: its base and what was read at ``first``, then its signs."""
    most = float(rows("facts/signs")["read"]["most"])
    traits = np.zeros((len(told), OWN + len(names)))
    for row, (odds, shown, *_) in zip(traits, told, strict=True):
        row[first : first + 2] = 1.0, max(-most, min(most, odds)) / 3
        row[OWN:] = [float(name in shown) for name in names]
    return traits


def _of(paths: Sequence[Path], articles: dict[str, Item], most: int) -> list[Example]:
    lines = [one for path in paths for one in _lines(path) if "commitments" in one]
    random.Random(3).shuffle(lines)
    lines = [one for one in lines if one["id"] in articles][:most]
    return [example for one in lines for example in examples(one, articles[one["id"]])]


def main() -> None:
    """Read the sentences, print the weights."""
    parser = argparse.ArgumentParser(description="Learn how much each sign of an undertaking counts.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--fresh", type=Path, nargs="+", required=True)
    parser.add_argument("--most", type=int, default=4000)
    told = parser.parse_args()
    articles = {one["id"]: one for one in _lines(told.articles) if one["date"] <= "2025-10-31"}
    names = [one.id for one in signs.of()]
    seen, fresh = _of(told.gold, articles, told.most), _of(told.fresh, articles, told.most)
    weights = fitted(fresh, seen, names)
    print(f"{len(fresh)} examples, {sum(one[2] for one in fresh)} right; seen before {len(seen)}")
    print(f"base {weights[0]:.2f} read {weights[1] / 3:.2f}")
    print(*(f"{name} {one:.2f}" for name, one in zip(names, weights[OWN:], strict=True)))
    _judge(fresh, seen, names)


def _judge(fresh: Sequence[Example], seen: Sequence[Example], names: Sequence[str]) -> None:
    """Print how many are right and found by how much the base is raised, each weighed by what others taught."""
    parts = [int(hashlib.md5(one[3].encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for one in fresh]
    worth = np.zeros(len(fresh))
    for part in range(FOLDS):
        others = [one for one, own in zip(fresh, parts, strict=True) if own != part]
        mine = np.array([own == part for own in parts])
        worth[mine] = _traits(fresh, names)[mine] @ fitted(others, seen, names)
    right = np.array([one[2] for one in fresh])
    for base in np.arange(-1.0, 1.1, 0.25):
        found = worth + base > 0
        print(f"base {base:+5.2f}: {(right & found).sum()} right, {found.sum()} found, {right.sum()} there")


if __name__ == "__main__":
    main()
