"""``presscheck measure find``: words found in a record, held against a plain scan of the articles it was made of.

Half of the words are drawn as words, half as characters that happen to stand side by side, marks and digits among them;
all stand in the record. The scan looks for each through the whole text, as one reads it: without regard to case, width
and white space.
"""

import hashlib
import random
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import rjieba

from presscheck import __version__
from presscheck.errors import Lang
from presscheck.intake.finished import Finished, finished_in
from presscheck.measure.pairs import nothing_to_measure
from presscheck.messages import say
from presscheck.model import Article
from presscheck.record import search
from presscheck.record.characters import folded
from presscheck.record.passages import texts_of
from presscheck.record.query import Query
from presscheck.record.store import Store

LONGEST = 6
"""Characters of a word drawn, at most."""
IN_VAIN = 200
"""Draws one after another that give no new word, after which a record is taken to have no more."""
_BETWEEN = "\n"
_QUOTES = '"“”'


class Draw(NamedTuple):
    """Words as they are drawn: how many, and from which seed."""

    words: int = 500
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Finds:
    """What came of all words: stories found and rightly found, those that there are, seconds that each search took."""

    right: int
    found: int
    there: int
    seconds: tuple[float, ...]

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found."""
        return self.right / self.there if self.there else None

    @property
    def precision(self) -> float | None:
        """The share of what was found that is there."""
        return self.right / self.found if self.found else None

    def within(self, share: float) -> float:
        """The milliseconds within which this share of the searches was answered.

        >>> Finds(0, 0, 0, (0.002, 0.001, 0.004)).within(0.95)
        4.0
        """
        ordered = sorted(self.seconds)
        return 1_000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class FindReport:
    """How well and how fast words are found in a record of so many articles; ``made_of`` is the hash of their file.

    >>> FindReport(Draw(2, 1), Finds(4, 4, 4, (0.001, 0.002)), 3, "7c1e").recipe.split(" | v:")[0]
    'find.recall = 1.0000 | find.precision = 1.0000 | words:2 | seed:1 | articles:7c1e(3)'
    """

    draw: Draw
    finds: Finds
    articles: int
    made_of: str

    @property
    def recipe(self) -> str:
        """The scores with what they were made of; times are left out, since another machine has others."""
        recall, precision = _shown(self.finds.recall), _shown(self.finds.precision)
        return (
            f"find.recall = {recall} | find.precision = {precision} | words:{self.draw.words} | seed:{self.draw.seed}"
            f" | articles:{self.made_of}({self.articles}) | v:{__version__}"
        )

    @property
    def milliseconds(self) -> dict[str, float]:
        """The milliseconds within which half, 95 of 100 and all of the searches were answered."""
        told = {"p50": self.finds.within(0.5), "p95": self.finds.within(0.95), "max": self.finds.within(1.0)}
        return {name: round(value, 2) for name, value in told.items()}

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {
            "words": self.draw.words,
            "seed": self.draw.seed,
            "articles": self.articles,
            "there": self.finds.there,
            "found": self.finds.found,
            "right": self.finds.right,
            "recall": self.finds.recall,
            "precision": self.finds.precision,
            "milliseconds": self.milliseconds,
            "recipe": self.recipe,
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people; the recipe last."""
        told = self.finds
        counts = {"there": told.there, "found": told.found, "right": told.right}
        scores = {"recall": _shown(told.recall), "precision": _shown(told.precision)}
        return (
            say("measure.find_counted", lang, words=self.draw.words, articles=self.articles),
            say("measure.find_scores", lang, **scores, **counts),
            say("measure.find_times", lang, **self.milliseconds),
            self.recipe,
        )

    def __repr__(self) -> str:
        return f"<FindReport {self.recipe}>"


def measure_find(record: Path, articles: Path, *, words: int = 500, seed: int = 1) -> FindReport:
    """Draw words from a record, find each, and hold what is found against a scan of the articles it was made of.

    Each search is done twice, and the second time is counted. Raises the troubles of a record's file and those of the
    file of articles, and ``WrongUsage`` where none of the articles stands in the record.
    """
    store = Store(record)
    try:
        shelf = _Shelf(one for one in finished_in(articles) if isinstance(one, Finished))
        numbers = [number for number, name in store.all(_CURRENT) if name in shelf.names]
        if not numbers:
            raise nothing_to_measure(articles)
        drawn = list(_drawn(store, numbers, Draw(words, seed)))
        finds = _finds(store, shelf, drawn)
    finally:
        store.close()
    made_of = hashlib.sha256(articles.read_bytes()).hexdigest()[:8]
    return FindReport(Draw(len(drawn), seed), finds, len(numbers), made_of)


_CURRENT = "SELECT id, name FROM article WHERE current ORDER BY name, id"
_FOUND = "SELECT a.name FROM text JOIN article a ON a.id = text.rowid WHERE text MATCH ? AND a.current"


class _Shelf:
    """Articles as one text, to be looked through from end to end."""

    def __init__(self, stories: Iterable[Finished]) -> None:
        self.order: list[str] = []
        self._starts: list[int] = []
        texts, at = [], 0
        for one in stories:
            text = _BETWEEN.join(folded(part) for part in _parts(one.article)) + _BETWEEN
            self.order.append(one.article.id)
            self._starts.append(at)
            texts.append(text)
            at += len(text)
        self._text = "".join(texts)
        self._starts.append(at)
        self.names = frozenset(self.order)

    def with_word(self, word: str) -> Iterator[str]:
        """The names of the articles in which a word stands."""
        wanted = folded(word)
        at = self._text.find(wanted)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield self.order[number]
            at = self._text.find(wanted, self._starts[number + 1])


def _parts(article: Article) -> Iterator[str]:
    yield from (text.words for text in texts_of(article))


def _drawn(store: Store, numbers: list[int], draw: Draw) -> Iterator[str]:
    """Words of the record, by turns a word and a stretch of characters, no two the same, as long as new ones come."""
    chance, seen, in_vain = random.Random(draw.seed), set[str](), 0
    while len(seen) < draw.words and in_vain < IN_VAIN:
        ((_, kept),) = store.articles([chance.choice(numbers)], facts=False)
        parts = [part for part in _parts(kept.article) if part.strip()]
        word = _word(chance.choice(parts), (len(seen) + in_vain) % 2 == 0, chance) if parts else ""
        if not folded(word) or folded(word) in seen or any(quote in word for quote in _QUOTES):
            in_vain += 1
            continue
        in_vain = 0
        seen.add(folded(word))
        yield word


def _word(part: str, as_word: bool, chance: random.Random) -> str:
    """A word of a text of up to six characters, or so many characters as stand there."""
    if as_word:
        return chance.choice([word for word in rjieba.cut(part) if len(word) <= LONGEST] or [""])
    start = chance.randrange(len(part))
    return part[start : start + chance.randint(1, LONGEST)].strip()


def _finds(store: Store, shelf: _Shelf, words: list[str]) -> Finds:
    right = found = there = 0
    seconds = []
    for word in words:
        names = {name for (name,) in store.all(_FOUND, (Query((word,)).match(),))}
        of_shelf = names & shelf.names
        stands = set(shelf.with_word(word))
        told = search.find(store, f'"{word}"')
        start = time.perf_counter()
        search.find(store, f'"{word}"')
        seconds.append(time.perf_counter() - start)
        right += len(of_shelf & stands)
        found += len(of_shelf) + abs(told.total - len(names))
        there += len(stands)
    return Finds(right, found, there, tuple(seconds))


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
