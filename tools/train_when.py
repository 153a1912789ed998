"""Learn which of the times a story names a figure is of, from annotated sentences.

    python tools/train_when.py ARTICLES.jsonl.gz GOLD.jsonl... [--write]

A conditional logistic regression: of all times of the sentence and of those before it, and of none at all, one is
right. ``--write`` puts the weights into ``data/facts/when.toml``; without it every fifth of the sentences is judged by
the rest.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from gold_facts import _lines
from gold_read import read_gold
from presscheck.facts import desk, when
from presscheck.facts.sentences import Said
from presscheck.model.fact import Period

RIDGE = 1.0
TABLE = Path(__file__).resolve().parents[1] / "src/presscheck/data/facts/when.toml"
Choice = tuple[list[tuple[str, ...]], list[int]]
"""The traits of each choice, the first being none, and which are right."""


def choices(gold: dict[str, Any], said: Said) -> Iterator[Choice]:
    """For each annotated figure of the sentence every time it might be of."""
    named, since = said.named, None
    for counted in said.figures:
        fact = next((one for one in gold["figures"] if _meets(gold, one["s"], counted)), None)
        if fact is None or fact.get("optional"):
            continue
        asking = desk.asking(said, counted, since)
        told = [tuple(when.left_open(asking, named))]
        told += [tuple(when.traits(said.part.text, asking, one, named)) for one in when.candidates(named)]
        periods = [None, *(one.period for one in when.candidates(named))]
        right = [at for at, period in enumerate(periods) if _same(period, fact["period"])]
        yield told, right
        since = (periods[right[0]],) if right else None


def _same(found: Period | None, gold: Sequence[str] | None) -> bool:
    told = (found.start[:10], found.end[:10]) if found and found.start and found.end else None
    return told == (tuple(gold) if gold else None)


def _meets(gold: dict[str, Any], spots: Sequence[Sequence[int]], one: Any) -> bool:
    return any(gold["start"] + low < one.end and gold["start"] + high > one.start for low, high in spots)


def learn(told: Sequence[Choice]) -> dict[str, float]:
    """The weights that make what is right likeliest."""
    numbers: dict[str, int] = defaultdict(lambda: len(numbers))
    ready = [([[numbers[trait] for trait in traits] for traits in every], right) for every, right in told if right]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = RIDGE * float(weights @ weights) / 2, RIDGE * weights
        for every, right in ready:
            scores = np.array([weights[traits].sum() for traits in every])
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            good = chances[right].sum()
            total -= np.log(good + 1e-12)
            pull = chances.copy()
            pull[right] -= chances[right] / (good + 1e-12)
            for traits, force in zip(every, pull, strict=True):
                np.add.at(slope, traits, force)
        return total, slope

    best = minimize(loss, np.zeros(len(numbers)), jac=True, method="L-BFGS-B").x
    return {trait: float(best[number]) for trait, number in numbers.items()}


def judged(told: Sequence[Choice], parts: int = 5) -> tuple[int, int, int]:
    """Right, asked, and those whose right time is not among the choices, each part judged by the rest."""
    good = 0
    for part in range(parts):
        weights = learn([one for n, one in enumerate(told) if n % parts != part])
        for every, right in told[part::parts]:
            scores = [sum(weights.get(trait, 0.0) for trait in traits) for traits in every]
            good += int(np.argmax(scores)) in right
    return good, len(told), sum(not right for _, right in told)


def main() -> None:
    """Read, learn, tell or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    articles = {one["id"]: one for one in _lines(chosen.articles)}
    gold = [one for path in chosen.gold for one in _lines(path)]
    told = [choice for one in gold for choice in choices(one, read_gold(one, articles[one["id"]]).said)]
    if not chosen.write:
        print("right {} of {}; {} have no right choice".format(*judged(told)))
        return
    weights = {trait: round(weight, 2) for trait, weight in learn(told).items() if abs(weight) >= 0.05}
    rows = "".join(f'"{trait}" = {weight}\n' for trait, weight in sorted(weights.items()))
    TABLE.write_text(
        f"# What speaks for a time being that of a figure; written by tools/train_when.py.\n\n[weights]\n{rows}"
    )


if __name__ == "__main__":
    main()
