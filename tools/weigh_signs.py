"""Learn how much each sign of an undertaking counts (``data/facts/signs.toml``), on annotated sentences.

    python tools/weigh_signs.py ARTICLES.jsonl.gz gold/facts/train.jsonl gold/facts/train_third.jsonl ... [--most 4000]

Prints a weight for what was learned in context and one for each sign; they are copied into the table by hand. What was
learned in context has seen these sentences and is too sure of them, so that ``base`` is not learned here: it is
chosen on sentences held back, ``--judge gold/facts/held_back.jsonl``, for which right and found are printed by base.
"""

import argparse
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
Example = tuple[float, frozenset[str], bool]
"""The odds of what was learned, the signs, and whether an annotator told it."""


def examples(gold: Item, article: Item) -> Iterator[Example]:
    """What may be undertaken in one annotated sentence; what an annotator left open is left out."""
    read = read_gold(gold, article)
    story = story_of(article)
    asked = promises.asked(read.said, story.published)
    if not asked:
        return
    told = context.read(story)
    before = NamedBefore(told)
    for one in read.before:
        before.add(one)
    sheet = Sheet(read.said.sentence, read.said.part, told, before.near(read.said))
    kept: list[Offered] = []
    for one, shown in sorted(promises.offered(read.said, asked, sheet), key=lambda pair: -pair[0].odds):
        apart = not any(one.what.start < other.what.end and other.what.start < one.what.end for other in kept)
        right = _right(gold, one, _place(gold, article))
        if apart and right is not None:
            yield one.odds, shown, right
        kept.append(one)


def _right(gold: Item, one: Offered, place: Place) -> bool | None:
    fitting = [fact for fact in gold["commitments"] if _alike(one.what, fact["what"], place)]
    return None if fitting and all(fact.get("optional") for fact in fitting) else bool(fitting)


def fitted(told: Sequence[Example], names: Sequence[str], held: float = 2.0, steps: int = 50) -> NDArray[np.float64]:
    """The weights by logistic regression, held near zero: the base, what was read, each sign."""
    traits = _traits(told, names)
    right = np.array([one for *_, one in told], dtype=float)
    weights = np.zeros(traits.shape[1])
    loose = np.diag([0.01] + [held] * (traits.shape[1] - 1))
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-traits @ weights))
        slope = traits.T @ (right - chance) - loose @ weights
        curve = (traits * (chance * (1 - chance))[:, None]).T @ traits + loose
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _traits(told: Sequence[Example], names: Sequence[str]) -> NDArray[np.float64]:
    most = float(rows("facts/signs")["read"]["most"])
    read = [max(-most, min(most, odds)) / 3 for odds, *_ in told]
    return np.array(
        [[1.0, one, *(float(name in shown) for name in names)] for one, (_, shown, _) in zip(read, told, strict=True)]
    )


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
    parser.add_argument("--judge", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=4000)
    told = parser.parse_args()
    articles = {one["id"]: one for one in _lines(told.articles) if one["date"] <= "2025-10-31"}
    names = [one.id for one in signs.of()]
    learned = _of(told.gold, articles, told.most)
    weights = fitted(learned, names)
    print(f"{len(learned)} examples, {sum(right for *_, right in learned)} right")
    print(f"read {weights[1] / 3:.2f}", *(f"{name} {one:.2f}" for name, one in zip(names, weights[2:], strict=True)))
    _judge(_of(told.judge, articles, told.most), names, weights)


def _judge(judged: Sequence[Example], names: Sequence[str], weights: NDArray[np.float64]) -> None:
    """Print how many are right and found by base, over the weight of all else."""
    if not judged:
        return
    worth = _traits(judged, names)[:, 1:] @ weights[1:]
    right = np.array([one for *_, one in judged])
    for base in np.arange(-2.5, 1.6, 0.25):
        found = worth + base > 0
        print(f"base {base:5.2f}: {(right & found).sum()} right, {found.sum()} found, {right.sum()} there")


if __name__ == "__main__":
    main()
