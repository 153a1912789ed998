"""Learn which clauses tell what somebody undertakes, and who: annotated sentences to data/promises.npz.

    python tools/train_promises.py ARTICLES.jsonl.gz gold/facts/promises_voted.jsonl \
        --unsure gold/facts/promises_unsure.jsonl \
        --seen gold/facts/train.jsonl gold/facts/train_third.jsonl gold/facts/train_fourth.jsonl

Two log-linear models: one over what ``presscheck.facts.undertaken`` tells of each clause, one over what
``presscheck.facts.promisers`` tells of everybody who may undertake it, who are one softmax. The sentences of ``--seen``
were each annotated by one reader, and the encoder has learned from them; those of ``--unsure`` were drawn because an
earlier model was unsure of them: both count less. How sure the weights are is told story by story, by those that were
learned on the other stories. To be run whenever the reader in context has learned anew. Needs scikit-learn.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gold_facts import _lines
from presscheck.facts import candidates, clauses, desk, promisers, promises, undertaken
from presscheck.facts.candidates import Candidate
from presscheck.facts.roles import Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.measure.fact_match import Place, _alike, _same_words
from presscheck.measure.facts import _place, story_of
from presscheck.model.fact import Quote, Words

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src/presscheck/data" / undertaken.FILE
LAST_DAY = "2025-10-31"
SEEN, UNSURE, OPTIONAL = 0.6, 0.6, 0.5
"""So much of one example counts one that the encoder has learned from, one that was drawn for doubt, and who may be
said to undertake what may be taken either way."""
LOOSE, LOOSE_WHO = 0.5, 0.5
"""How freely weights leave zero (the inverse of the penalty)."""
FOLDS, RARE = 8, 4
BARS = tuple(bar / 100 for bar in range(30, 62, 2))
ALIKE, TOUCHED = 0.5, 0.2
"""A clause is what is undertaken where it shares so much with it; what shares less counts neither way."""
Item = dict[str, Any]
Rows = NDArray[np.float32]


class Somebody(NamedTuple):
    """Who may undertake it: traits, how likely the reader of roles finds it, what it means, whether it is right."""

    who: Words | None
    traits: frozenset[str]
    chances: tuple[float, float]
    meaning: Rows | None
    right: bool


class Example(NamedTuple):
    """A clause: its traits, what it means, what it tells, what was annotated there, and who may undertake it.

    ``right``: whether it tells what is undertaken; ``None``: it may be taken either way. ``surely``: it is told
    whatever was learned of it, by ``maker`` if named; ``idle``: it is not, unless surely.
    """

    traits: frozenset[str]
    meaning: Rows
    what: Words
    right: bool | None
    annotated: Item | None
    people: tuple[Somebody, ...]
    surely: bool
    maker: Words | None
    idle: bool
    line: "Line"

    @property
    def is_optional(self) -> bool:
        """Whether what is annotated there may be taken either way."""
        return bool(self.annotated and self.annotated.get("optional"))

    @property
    def is_open(self) -> bool:
        """Whether it is, and by whom nobody could tell."""
        return bool(self.annotated and self.is_optional and not self.annotated["who"])


class Line(NamedTuple):
    """One annotated sentence, and how much it counts."""

    gold: Item
    place: Place
    count: float


def examples(gold: Item, article: Item, count: float) -> list[Example]:
    """The clauses of an annotated sentence, as the desk of facts comes by them."""
    line, found = Line(gold, _place(gold, article), count), list[Example]()
    at, real = ("body", gold["paragraph"], gold["start"]), promises.find

    def look(said: Said, asked: Sequence[Trigger], sheet: Sheet, quotes: Sequence[Quote], *more: Any) -> tuple[()]:
        if (said.part.name, said.part.paragraph, said.sentence.start) == at and asked and sheet.read:
            found.extend(_examples(line, said, asked, sheet, quotes, *more))
        return ()

    promises.find = look  # type: ignore[assignment]
    try:
        desk.find(story_of(article))
    finally:
        promises.find = real
    return found


def _examples(
    line: Line, said: Said, asked: Sequence[Trigger], sheet: Sheet, quotes: Sequence[Quote], headline: str, day: Any
) -> Iterator[Example]:
    gold, surely = line.gold["commitments"], promises.surely(said, asked, sheet)
    told = [(clause, clause.words(said)) for clause in clauses.of(said)]
    alike = np.array([[_shared(what, fact, line.gold) for _, what in told] for fact in gold]).reshape(
        len(gold), len(told)
    )
    for at, (clause, what) in enumerate(told):
        means = undertaken.meaning(said, clause, what, sheet.context)
        if means is None:
            continue
        mine = [fact for fact, row in zip(gold, alike, strict=True) if row[at] >= ALIKE and int(row.argmax()) == at]
        right: bool | None = any(not fact.get("optional") for fact in mine)
        if not right and (mine or (len(alike) and alike[:, at].max() > TOUCHED)):
            right = None
        trigger = promises.asks(said, asked, clause)
        people = candidates.candidates(said, clause, trigger, sheet, quotes)
        annotated, (plain, maker) = mine[0] if mine else None, surely.get(what.end, (what, None))
        yield Example(
            frozenset(undertaken.traits(said, clause, what, headline, day)),
            means,
            plain,
            right,
            annotated,
            tuple(_somebody(said, clause, one, sheet, annotated, line.place) for one in people),
            what.end in surely,
            maker,
            promises.is_idle(said, what),
            line,
        )


def _somebody(
    said: Said, clause: clauses.Clause, one: Candidate, sheet: Sheet, gold: Item | None, place: Place
) -> Somebody:
    right = gold is not None and _same_words(one.words, gold["who"], place)
    told = frozenset(promisers.traits(said, clause, one))
    return Somebody(one.words, told, (one.surest, one.ends), candidates.meaning(one, sheet), right)


def _shared(what: Words, fact: Item, gold: Item) -> float:
    """How much of two stretches is the same (Dice's coefficient)."""
    start, end = what.start - gold["start"], what.end - gold["start"]
    return max(2 * max(min(end, high) - max(start, low), 0) / (end - start + high - low) for low, high in fact["what"])


class Told:
    """What was learned of clauses from some examples."""

    def __init__(self, some: Iterable[Example]) -> None:
        told = [one for one in some if one.right is not None]
        counts = Counter(trait for one in told for trait in one.traits)
        self.known = frozenset(trait for trait, count in counts.items() if count >= RARE)
        self.names = DictVectorizer(sparse=False, dtype=np.float32)
        self.names.fit([dict.fromkeys(one.traits & self.known, 1.0) for one in told])
        self.learned = LogisticRegression(C=LOOSE, max_iter=3000)
        self.learned.fit(self._columns(told), [one.right for one in told], [one.line.count for one in told])

    def _columns(self, told: Sequence[Example]) -> Rows:
        traits = self.names.transform([dict.fromkeys(one.traits & self.known, 1.0) for one in told])
        return np.hstack([traits, promisers.MEANING * np.array([one.meaning for one in told])])

    def worth(self, told: Sequence[Example]) -> NDArray[np.float64]:
        """How much speaks for each, in nats."""
        worth: NDArray[np.float64] = self.learned.decision_function(self._columns(told))
        return worth

    def table(self) -> dict[str, NDArray[Any]]:
        """The weights as the package reads them."""
        names, weights = self.names.get_feature_names_out(), self.learned.coef_[0].astype(np.float32)
        table = {"traits": np.array("\n".join(names)), "weights": weights[: len(names)]}
        table["meaning"] = promisers.MEANING * weights[len(names) :]
        return table | {"base": np.array(self.learned.intercept_[0])}


class Who:
    """What was learned of who undertakes it, from some examples: one softmax over all who may."""

    def __init__(self, some: Iterable[Example]) -> None:
        told = [one for one in some if any(person.right for person in one.people) and not one.is_open]
        counts = Counter(trait for one in told for person in one.people for trait in person.traits)
        self.known = {trait: at for at, trait in enumerate(sorted(t for t, count in counts.items() if count >= RARE))}
        self.size = len(next(person.meaning for one in told for person in one.people if person.meaning is not None))
        rows = self._columns([person for one in told for person in one.people])
        begun = np.cumsum([0, *(len(one.people) for one in told[:-1])])
        right = np.array([person.right for one in told for person in one.people])
        counted = [one.line.count * (OPTIONAL if one.is_optional else 1.0) for one in told]
        sizes = [len(one.people) for one in told]

        def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            worth = (rows @ weights.astype(np.float32)).astype(np.float64)
            top = np.repeat(np.maximum.reduceat(worth, begun), sizes)
            odds = np.exp(worth - top)
            good = np.where(right, odds, 0.0)
            every, some = np.add.reduceat(odds, begun), np.add.reduceat(good, begun) + 1e-30
            apart = np.repeat(counted, sizes) * (odds / np.repeat(every, sizes) - good / np.repeat(some, sizes))
            lost = float((counted * (np.log(every) - np.log(some))).sum() + (weights @ weights) / (2 * LOOSE_WHO))
            return lost, apart.astype(np.float32) @ rows + weights / LOOSE_WHO

        self.weights = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x

    def _columns(self, people: Sequence[Somebody]) -> Rows:
        out = np.zeros((len(people), len(self.known) + 2 + self.size), dtype=np.float32)
        for row, one in zip(out, people, strict=True):
            row[[self.known[trait] for trait in one.traits if trait in self.known]] = 1
            row[len(self.known) : len(self.known) + 2] = promisers.CHANCE * np.array(one.chances)
            if one.meaning is not None:
                row[len(self.known) + 2 :] = promisers.MEANING * one.meaning
        return out

    def chosen(self, one: Example) -> tuple[Words | None, float]:
        """Who undertakes what a clause tells, and how likely that is right."""
        worth = self._columns(one.people) @ self.weights
        return promisers.likeliest([person.who for person in one.people], worth.tolist())

    def table(self) -> dict[str, NDArray[Any]]:
        """The weights as the package reads them."""
        weights, many = self.weights.astype(np.float32), len(self.known)
        table = {"who_traits": np.array("\n".join(self.known)), "who_weights": weights[:many]}
        table["who_chances"] = promisers.CHANCE * weights[many : many + 2]
        return table | {"who_meaning": promisers.MEANING * weights[many + 2 :]}


def judged(told: Sequence[Example], others: Sequence[Example], there: int) -> None:
    """Print how many are right, found and ``there`` by what bar, each weighed by what other stories taught."""
    chances: dict[int, tuple[Words | None, float, float]] = {}
    for part in range(FOLDS):
        taught = [one for one in (*told, *others) if _part(one) != part]
        mine = [one for one in told if _part(one) == part]
        clause, who = Told(taught), Who(taught)
        for one, worth in zip(mine, clause.worth(mine).tolist(), strict=True):
            name, sure = who.chosen(one)
            named = one.maker if one.maker and worth > promises.HOPELESS else name
            chances[id(one)] = named, worth, promises.chance(worth, sure)
    asked = [one for one in told if one.annotated and not one.is_optional]
    right = sum(_same_words(chances[id(one)][0], (one.annotated or {})["who"], one.line.place) for one in asked)
    print(f"who: {right} right of {len(asked)}")
    for bar in BARS:
        scores = [_score(one, chances[id(one)][0]) for one in told if _is_told(one, *chances[id(one)], bar)]
        good, found = scores.count(True), scores.count(True) + scores.count(False)
        print(f"bar {bar:.2f}: {good} right of {found}, of {there}: {good / max(found, 1):.3f} / {good / there:.3f}")


def _is_told(one: Example, who: Words | None, worth: float, chance: float, bar: float) -> bool:
    surely = one.surely and worth > promises.HOPELESS
    return who is not None and (surely or (not one.idle and chance > bar))


def _score(one: Example, who: Words | None) -> bool | None:
    """Whether what is told is annotated; ``None``: it may be taken either way."""
    gold, place = one.line.gold["commitments"], one.line.place
    alike = [fact for fact in gold if _alike(one.what, fact["what"], place)]
    if any(not fact.get("optional") and _same_words(who, fact["who"], place) for fact in alike):
        return True
    return None if any(fact.get("optional") for fact in alike) else False


def _part(one: Example) -> int:
    return int(hashlib.md5(one.line.gold["id"].encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def _of(paths: Sequence[Path], articles: dict[str, Item], count: float) -> tuple[list[Example], int]:
    """The clauses of some files, and how many undertakings are annotated there."""
    lines = [one for path in paths for one in _lines(path) if "commitments" in one and one["id"] in articles]
    there = sum(not fact.get("optional") for one in lines for fact in one["commitments"])
    with ProcessPoolExecutor() as readers:
        read = readers.map(examples, lines, [articles[one["id"]] for one in lines], repeat(count), chunksize=50)
        return list(chain.from_iterable(read)), there


def main() -> None:
    """Read the sentences, judge what is learned, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--unsure", type=Path, nargs="*", default=[])
    parser.add_argument("--seen", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    articles = {one["id"]: one for one in _lines(asked.articles) if one["date"] <= LAST_DAY}
    told, there = _of(asked.gold, articles, 1.0)
    others = [*_of(asked.unsure, articles, UNSURE)[0], *_of(asked.seen, articles, SEEN)[0]]
    judged(told, others, there)
    np.savez_compressed(TABLE, **Told([*told, *others]).table(), **Who([*told, *others]).table())
    print(json.dumps({"clauses": len(told), "others": len(others)}))


if __name__ == "__main__":
    main()
