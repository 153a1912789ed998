"""Who did it, what was counted, whose it is: the words of a sentence that fill the roles of a trigger.

A trigger is a figure, or the verb of an act, a promise or a rule. For each of its roles every stretch of the sentence
is weighed at once, and the role left empty as well; the weights were learned on annotated sentences
(``tools/train_roles.py``). A stretch scores by its first word, by its last, and by what it is as a whole: a
log-linear model over all spans, normalised for each role of each trigger, so that a score is a chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, PARTIES, TIME, Sentence, Token, phrases

NAMES = ("agent", "subject", "counterpart", "promiser", "bound")
"""Roles that a name fills: a run of nouns, or a stretch of one."""
NEAR = 20
"""What a figure counts stands at most so many words from it."""
MOST = 240
"""Of a sentence so many words are read."""
LONGEST = dict.fromkeys((*NAMES, "indicator"), 16)
"""These roles are filled by so many words at most, the others by 40."""
_STEPS = np.array([0, 1, 2, 3, 4, 6, 9, 15])
_LENGTHS = np.array([0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 24])
_FAR, _LONG, _SIDES, _CLAUSES, _BETWEEN, _KINDS = len(_STEPS), len(_LENGTHS), 3, 4, 4, 16
_RANKS = 4
_BESIDE = {"W": 1, "p": 2, "v": 3, "d": 4, "T": 5, "u": 6, "c": 7, "F": 9, "link": 10, "change": 10, "basis": 10}
"""What may stand beside a stretch: 0 is the edge of the sentence, 8 a noun or its like, 11 anything else."""
_BESIDES, _HEADS, _PLACES = 12, 24, 24
_MODALS = frozenset(("要", "应", "应当", "必须", "须", "将", "可", "可以", "能", "能够", "会", "愿", "愿意", "希望"))
_MODALS |= frozenset(("推动", "加强", "推进", "坚持", "促进", "支持", "继续", "鼓励", "加快", "深化", "完善"))
"""Verbs after which nothing has been done yet, or nothing definite."""
_JOINTS, _PREPOSITIONS = frozenset("、和与及"), frozenset("在对向把将被由与同跟为给据从以于")
Indices = NDArray[np.int64]
Scores = NDArray[np.float32]


class Trigger(NamedTuple):
    """What asks for roles: its tokens, half-open, and its family (``act.meet``, ``figure.currency`` …).

    Its roles are filled from the tokens ``low`` to ``high``: of a trigger in someone's speech, those of the speech.
    """

    first: int
    last: int
    family: str
    low: int = 0
    high: int = 9999


class Filled(NamedTuple):
    """The tokens that fill a role, half-open, and the chance that they do."""

    first: int
    last: int
    chance: float


@dataclass(frozen=True)
class Layout:
    """How traits are numbered: word, character, tag, kind of party and family, each by its place in a list."""

    words: Mapping[str, int]
    chars: Mapping[str, int]
    tags: Mapping[str, int]
    kinds: Mapping[str, int]
    families: Mapping[str, int]

    @property
    def classes(self) -> "Classes":
        """The words of news by the company they keep."""
        return classes()

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many numbers each trait has, in the order in which ``_of_words`` and ``_of_trigger`` give them."""
        words, chars, tags, families = (len(one) + 1 for one in (self.words, self.chars, self.tags, self.families))
        by_word = (words, words, words, chars, chars, tags, tags, tags * tags, tags * tags, _KINDS, _KINDS, 4)
        by_class = [count for count in self.classes.counts for _ in range(3)]
        near = _SIDES * _FAR
        apart = _SIDES * _CLAUSES
        by_trigger = (near, apart * tags, families * apart, families * near, families * _SIDES * _BETWEEN)
        ranks = _SIDES * _CLAUSES * _RANKS * 4
        by_place = (_SIDES * _BETWEEN * tags, near * tags, 9 * families, ranks, families * ranks)
        return (*by_word, 4 * 4, 4 * tags, *by_class, *by_trigger, *by_place)

    @property
    def span_sizes(self) -> tuple[int, ...]:
        """How many numbers each trait of a whole stretch has, in the order in which ``Sheet.spans`` gives them."""
        families, near = len(self.families) + 1, _BESIDES * _BESIDES * _PLACES
        by_head = _HEADS * _PLACES
        alone = (_LONG, 4, 2, 2, 2, 2, 4, near, by_head * 4, _BESIDES * by_head, families * by_head)
        return (*alone, families * _PLACES * 4, families * _PLACES * 4, 4 * _PLACES * 4)

    @property
    def empty_sizes(self) -> tuple[int, ...]:
        """How many numbers each trait of leaving a role empty has: the trigger's words, then those of its clause."""
        words = self.sizes[: self.by_word]
        return (*words, *words, len(self.families) + 1, 4, 4, 4, 4, _BESIDES * _BESIDES)

    @property
    def by_word(self) -> int:
        """How many traits a word has by itself."""
        return 14 + 3 * len(self.classes.counts)

    @cached_property
    def empty_starts(self) -> Indices:
        """Where the numbers of each trait of leaving a role empty begin."""
        return np.concatenate([[0], np.cumsum(self.empty_sizes)[:-1]]).astype(np.int64)

    @cached_property
    def starts(self) -> Indices:
        """Where the numbers of each trait begin."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.int64)

    @cached_property
    def span_starts(self) -> Indices:
        """Where the numbers of each trait of a stretch begin."""
        return np.concatenate([[0], np.cumsum(self.span_sizes)[:-1]]).astype(np.int64)


@dataclass(frozen=True)
class Classes:
    """Words sorted by the company they keep, into few wide classes and many narrow ones; 0 is any other word."""

    numbers: Mapping[str, int]
    table: Indices

    @property
    def counts(self) -> tuple[int, ...]:
        """How many classes there are of each width, with the one of other words."""
        return tuple(int(row.max()) + 1 for row in self.table)

    def of(self, words: Sequence[str]) -> Indices:
        """For each width the class of every word; all numbers are one word."""
        return self.table[:, [self.numbers.get("0" if word[0].isdigit() else word, 0) for word in words]]


@cache
def classes() -> Classes:
    """The classes that ship with the package (``tools/make_word_classes.py``)."""
    with shipped("word_classes.npz").open("rb") as file, np.load(file, allow_pickle=False) as table:
        numbers = {word: at + 1 for at, word in enumerate(table["words"].tolist())}
        told = np.pad(table["classes"].astype(np.int64), ((0, 0), (1, 0)))
        return Classes(numbers, told)


class Sheet:
    """One sentence numbered for the labeller; ``parties`` are (start, end, kind) in the offsets of its part."""

    def __init__(self, sentence: Sentence, parties: Sequence[tuple[int, int, str]], layout: Layout) -> None:
        self.sentence, self.layout = sentence, layout
        tokens = sentence.tokens
        self.tags = np.array([layout.tags.get(token.tag, 0) for token in tokens], dtype=np.int64)
        self.clauses = np.array(sentence.clauses, dtype=np.int64)
        self.verbs = np.cumsum([0, *(token.tag == "v" for token in tokens)])
        self.figures = np.cumsum([0, *(token.tag == FIGURE for token in tokens)])
        self.breaks = np.cumsum([0, *(token.tag == BREAK for token in tokens)])
        self.opens, self.closes, self.whole = self._parties(parties)
        self.phrases = phrases(tokens)
        self.edges, self.ranks = self._phrases()
        self.beside = np.array([0, *map(_beside, tokens), 0], dtype=np.int64)
        self.times = np.array([token.tag == TIME for token in tokens])
        self.modals = np.array([token.word in _MODALS for token in tokens])
        self.subjects = [one for one in self.phrases if self._reads_as_subject(*one)]
        self.of_words = self._of_words()
        self.by_words: Scores | None = None

    def _parties(self, parties: Sequence[tuple[int, int, str]]) -> tuple[Indices, Indices, set[tuple[int, int]]]:
        count = len(self.sentence.tokens)
        opens, closes = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        whole = set()
        for start, end, kind in parties:
            if held := self.sentence.at(start, end):
                number = self.layout.kinds.get(kind, 0) + 2
                opens[held[0] : held[1]] = np.maximum(opens[held[0] : held[1]], 1)
                closes[held[0] : held[1]] = np.maximum(closes[held[0] : held[1]], 1)
                opens[held[0]], closes[held[1] - 1] = number, number
                whole.add((held[0], held[1] - 1))
        return opens, closes, whole

    def _phrases(self) -> tuple[Indices, Indices]:
        """Whether a token opens (1), closes (2) or is (3) a run of nouns, and the how-manieth in its clause that is."""
        count = len(self.sentence.tokens)
        edges, ranks = np.zeros(count, dtype=np.int64), np.full(count, _RANKS - 1, dtype=np.int64)
        clause, rank = -1, 0
        for first, last in self.phrases:
            rank = rank + 1 if self.clauses[first] == clause else 0
            clause = self.clauses[first]
            ranks[first:last] = min(rank, _RANKS - 2)
            edges[first] += 1
            edges[last - 1] += 2
        return edges, ranks

    @cached_property
    def names(self) -> tuple[Indices, Indices]:
        """Every stretch within a run of nouns."""
        spans = [
            (first, last)
            for low, high in self.phrases
            for first in range(low, high)
            for last in range(first, min(high, first + LONGEST["subject"]))
            if last < MOST
        ]
        table = np.array(spans, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def _reads_as_subject(self, first: int, last: int) -> bool:
        """Whether a run of nouns opens its clause, or follows a time, and a verb, adverb or preposition follows it."""
        return self.beside[first] in (0, 1, 5) and self.beside[last + 1] in (2, 3, 4, 5, 10)

    def _of_words(self) -> Indices:
        layout, tokens = self.layout, self.sentence.tokens
        words = _around([layout.words.get(_known(token), 0) for token in tokens])
        tags = _around(self.tags)
        size = len(layout.tags) + 1
        firsts = [layout.chars.get(token.word[0], 0) for token in tokens]
        lasts = [layout.chars.get(token.word[-1], 0) for token in tokens]
        clause = _around(self.clauses, edge=-1)
        edges = 2 * (clause[:-2] != clause[1:-1]) + (clause[2:] != clause[1:-1])
        columns = [words[:-2], words[1:-1], words[2:], firsts, lasts, tags[:-2], tags[2:]]
        columns += [tags[:-2] * size + tags[1:-1], tags[1:-1] * size + tags[2:], self.opens, self.closes, edges]
        columns += [self.edges * 4 + edges, self.edges * size + self.tags]
        for numbers in layout.classes.of([token.word for token in tokens]):
            by_class = _around(numbers)
            columns += [by_class[:-2], by_class[1:-1], by_class[2:]]
        return _table(columns, layout.starts)

    def traits(self, trigger: Trigger, earlier: tuple[int, int] | None = None) -> Indices:
        """For each token the numbers of its traits; ``earlier`` fill the role of the trigger before."""
        return np.concatenate([self.of_words, self.of_trigger(trigger, earlier)], axis=1)

    def of_trigger(self, trigger: Trigger, earlier: tuple[int, int] | None = None) -> Indices:
        """For each token the numbers of the traits that it has only beside this trigger."""
        count = len(self.tags)
        place = np.arange(count)
        before, after = place < trigger.first, place >= trigger.last
        side = np.where(before, 0, np.where(after, 1, 2))
        steps = np.where(before, trigger.first - place, np.where(after, place - trigger.last + 1, 0))
        near = side * _FAR + np.searchsorted(_STEPS, steps, side="right") - 1
        apart = side * _CLAUSES + np.minimum(np.abs(self.clauses - self.clauses[trigger.first]), _CLAUSES - 1)
        low, high = np.where(before, place + 1, trigger.last), np.where(before, trigger.first, place)
        low = np.minimum(low, high)
        between = 2 * (self.verbs[high] > self.verbs[low]) + (self.figures[high] > self.figures[low])
        between = side * _BETWEEN + between
        family = self.layout.families.get(trigger.family, 0)
        size, families = len(self.layout.tags) + 1, len(self.layout.families) + 1
        columns = [near, apart * size + self.tags, apart * families + family, near * families + family]
        columns += [between * families + family, between * size + self.tags, near * size + self.tags]
        columns.append(_since(earlier, count) * families + family)
        ranked = (apart * _RANKS + self.ranks) * 4 + self.edges
        columns += [ranked, ranked * families + family]
        return _table(columns, self.layout.starts[self.of_words.shape[1] :])

    def spans(self, trigger: Trigger, role: str) -> tuple[Indices, Indices, Indices]:
        """Every stretch that may fill a role: its first token, its last, and the numbers of its own traits."""
        first, last = self.names if role in NAMES else _triangle(min(len(self.tags), MOST), LONGEST.get(role, 40))
        low, high = trigger.low, trigger.high
        if role == "indicator":
            low, high = max(low, trigger.first - NEAR), min(high, trigger.last + NEAR)
        free = ((last < trigger.first) | (first >= trigger.last)) & (first >= low) & (last < high)
        first, last = first[free], last[free]
        family = self.layout.families.get(trigger.family, 0)
        length = np.searchsorted(_LENGTHS, last - first, side="right") - 1
        party = self._whole(first, last)
        run = 2 * (self.edges[first] % 2) + self.edges[last] // 2
        before, after = self.beside[first], self.beside[last + 2]
        head = np.where(party > 0, party, 16 + np.minimum(self.beside[last + 1], 7))
        place = self._place(first, last, trigger)
        telling = self._telling(first, last, trigger)
        columns = [length, np.minimum(self.breaks[last + 1] - self.breaks[first], 3)]
        columns += [self.verbs[last + 1] > self.verbs[first], self.figures[last + 1] > self.figures[first], party > 0]
        columns += [(self.closes[last] == 1) | (self.opens[first] == 1), run]
        columns += [(before * _BESIDES + after) * _PLACES + place, (head * _PLACES + place) * 4 + run]
        columns += [(before * _HEADS + head) * _PLACES + place, (family * _HEADS + head) * _PLACES + place]
        columns += [(family * _PLACES + place) * 4 + run, (family * _PLACES + place) * 4 + telling]
        columns.append((self.ranks[first] * _PLACES + place) * 4 + run)
        return first, last, _table(columns, self.layout.span_starts)

    def empty(self, trigger: Trigger) -> Indices:
        """The numbers of what speaks for leaving a role of the trigger empty."""
        count = self.layout.by_word
        first, last = (self.of_words[at] - self.layout.starts[:count] for at in (trigger.first, trigger.last - 1))
        clause = self.clauses == self.clauses[trigger.first]
        before = np.arange(len(self.tags)) < trigger.first
        spoken = trigger.high <= len(self.tags) or trigger.low > 0
        flags = [
            2 * bool((self.times & clause).any()) + bool(self.times.any()),
            2 * bool((self.modals & clause & before).any()) + spoken,
            2 * bool((self.modals & before).any()) + bool((self.beside[1:-1] == 9).any()),
            min(int(self.clauses[trigger.first]), 3),
            int(self.beside[trigger.first] * _BESIDES + self.beside[trigger.last + 1]),
        ]
        family = self.layout.families.get(trigger.family, 0)
        return np.concatenate([first, last, [family, *flags]]).astype(np.int64) + self.layout.empty_starts

    def _whole(self, first: Indices, last: Indices) -> Indices:
        """The kind of the party that a stretch is, whole; 0 where it is none."""
        party = np.zeros(len(first), dtype=np.int64)
        for start, end in self.whole:
            party[(first == start) & (last == end)] = self.opens[start] - 1
        return np.minimum(party, 15)

    def _place(self, first: Indices, last: Indices, trigger: Trigger) -> Indices:
        """Before or after the trigger, how many clauses off, with how many verbs between."""
        before = last < trigger.first
        apart = np.minimum(np.abs(self.clauses[np.where(before, last, first)] - self.clauses[trigger.first]), 3)
        low, high = np.where(before, last + 1, trigger.last), np.where(before, trigger.first, first)
        verbs = np.minimum(self.verbs[high] - self.verbs[np.minimum(low, high)], 2)
        return np.asarray((np.where(before, 0, 4) + apart) * 3 + verbs, dtype=np.int64)

    def _telling(self, first: Indices, last: Indices, trigger: Trigger) -> Indices:
        """Whether a stretch reads like the subject of its clause: the nearest before the trigger (1), the first (2)."""
        told = np.zeros(len(first), dtype=np.int64)
        before = [one for one in self.subjects if one[1] <= trigger.first]
        for value, (start, end) in ((2, before[0]), (1, before[-1])) if before else ():
            told[(first == start) & (last == end - 1)] += value
        return told


def _known(token: Token) -> str:
    """A word as the labeller knows it: of a party its kind, of a number that it is one."""
    return f"<{token.tag}>" if token.tag in PARTIES or token.tag in (FIGURE, TIME) else token.word


def _beside(token: Token) -> int:
    if token.word in _JOINTS:
        return 7
    if token.word in _PREPOSITIONS:
        return 2
    return _BESIDE.get(token.tag) or (8 if token.tag in NOMINAL else 11)


def _table(columns: Sequence[Any], starts: Indices) -> Indices:
    """Traits side by side, each numbered from its own start."""
    table = np.empty((len(columns[0]), len(columns)), dtype=np.int64)
    for at, column in enumerate(columns):
        table[:, at] = column
    table += starts[: len(columns)]
    return table


@cache
def _triangle(count: int, longest: int) -> tuple[Indices, Indices]:
    first, last = np.triu_indices(count)
    fits = last - first < longest
    return first[fits], last[fits]


def _around(values: Sequence[int] | Indices, edge: int = 0) -> Indices:
    return np.concatenate([[edge], np.asarray(values, dtype=np.int64), [edge]])


def _since(earlier: tuple[int, int] | None, count: int) -> Indices:
    """0 where nothing filled the role before; else where a token stands to what did."""
    if earlier is None:
        return np.zeros(count, dtype=np.int64)
    place = np.arange(count)
    first, last = earlier
    told = np.where(place < first, 1, np.where(place >= last, 6, 3))
    told[first] = 2
    told[last - 1] = 5 if last - first == 1 else 4
    return told


@dataclass(frozen=True)
class Labeller:
    """The learned weights: ``words`` [roles, first or last word, traits], ``spans`` and ``empty`` [roles, traits]."""

    name: str
    layout: Layout
    roles: Mapping[str, int]
    words: Scores
    spans: Scores
    empty: Scores

    def sheet(self, sentence: Sentence, parties: Sequence[tuple[int, int, str]]) -> Sheet:
        """A sentence numbered, for as many of its triggers as it has."""
        return Sheet(sentence, parties, self.layout)

    def fill(
        self, sheet: Sheet, trigger: Trigger, role: str, earlier: tuple[int, int] | None = None, *, lean: float = 0.0
    ) -> Filled | None:
        """The likeliest words for a role, or ``None`` where it is likelier left empty.

        ``lean`` favours filling it: so many nats are taken from leaving it empty; below zero, it must be surer.
        """
        number = self.roles[role]
        if sheet.by_words is None:
            sheet.by_words = self.words[:, :, sheet.of_words].sum(axis=3)
        heads, tails = sheet.by_words[number] + self.words[number][:, sheet.of_trigger(trigger, earlier)].sum(axis=2)
        first, last, own = sheet.spans(trigger, role)
        if not len(first) or trigger.last > MOST:
            return None
        scores = heads[first] + tails[last] + self.spans[number, own].sum(axis=1)
        empty = self.empty[number, sheet.empty(trigger)].sum() - lean
        best = int(scores.argmax())
        if scores[best] <= empty:
            return None
        total = np.exp(scores - scores[best]).sum() + np.exp(empty - scores[best])
        return Filled(int(first[best]), int(last[best]) + 1, float(1 / total))


@cache
def load() -> Labeller:
    """The labeller that ships with the package."""
    with shipped("roles.npz").open("rb") as file, np.load(file, allow_pickle=False) as table:
        lists = {name: {word: n + 1 for n, word in enumerate(table[name].tolist())} for name in LISTS}
        roles = {word: n for n, word in enumerate(table["roles"].tolist())}
        scores = (table[name].astype(np.float32) for name in ("first_last", "spans", "empty"))
        return Labeller(str(table["name"]), Layout(**lists), roles, *scores)


LISTS = ("words", "chars", "tags", "kinds", "families")
