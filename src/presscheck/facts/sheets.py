"""Sentences numbered for the labeller: what their tokens and stretches show by themselves, and beside a trigger.

A ``Sheet`` is one sentence. A ``Sheaf`` holds those that are read together, in one row of tokens with a blank before
and behind each, so that their numbers are worked out at a time: a table of ten thousand numbers costs hardly more than
one of ten.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.facts.numbering import (
    BESIDE,
    BESIDES,
    BETWEEN,
    CLAUSES,
    COLUMNS,
    FAR,
    FROM,
    HEADS,
    LENGTHS,
    LONGEST,
    MODALS,
    MOST,
    NAMES,
    NEAR,
    PLACES,
    RANKS,
    SINCE,
    STEPS,
    Indices,
    Layout,
    Scores,
    Stretch,
    Trigger,
)
from presscheck.facts.tokens import FIGURE, TIME, Sentence, phrases

_BESIDE = COLUMNS.index("beside")
_LONG = 20
"""Words longer than this are known by their ends."""
_LIMITS = np.array([[3], [1], [1], [1]])
_BY_PLACE = np.array([[1], [4], [1], [1], [4], [4], [4]])
_BY_HEAD = np.array([4 * PLACES, PLACES, PLACES])
_ALONE = 7
"""So many traits of a stretch need no trigger."""
ROWS = ("first", "last", "size", "named", "run", "near", "head", "before", "by_head", "by_run", "telling", "rank")
"""What is told of a stretch: ``size`` packs its length, breaks, verbs and figures, ``named`` whether it is a party and
whether it breaks one; the seven from ``near`` on are traits that need a trigger."""
_NEAR = np.searchsorted(STEPS, np.arange(STEPS[-1] + 1), side="right") - 1


class Stretches(NamedTuple):
    """Stretches of a sentence in order: their first and last tokens.

    ``starts`` has for each token, and the end, the number of the first stretch from there on, ``counts`` for each
    token how many begin there.
    """

    first: Indices
    last: Indices
    starts: Sequence[int]
    counts: Sequence[int]

    def number(self, stretch: Stretch) -> int | None:
        """The number of a stretch; ``None``: it is none of these."""
        more = stretch[1] - stretch[0]
        held = stretch[0] < len(self.counts) and more < self.counts[stretch[0]]
        return self.starts[stretch[0]] + more if held else None


class Block(NamedTuple):
    """The stretches of a sentence and what each shows of itself, a row for each of ``ROWS``."""

    stretches: Stretches
    table: Indices


class Ends(NamedTuple):
    """What the first and the last token of a stretch add to its numbers, and what it ends with."""

    firsts: Indices
    lasts: Indices
    heads: Indices


class Beside(NamedTuple):
    """What a sentence shows beside one trigger.

    ``words``: for each trait but that of ``SINCE`` a row, its number for every token; ``place``: where each token
    stands; ``subjects``: stretches that read as subjects, the nearest before it with 1, the first of all with 2;
    ``empty``: the numbers of what speaks for leaving a role empty.
    """

    words: Indices
    place: Indices
    subjects: Sequence[tuple[int, Stretch]]
    empty: Indices
    family: int


class Asked(NamedTuple):
    """The stretches of some questions, one's behind another's: a row for each of ``ROWS``.

    ``blocked``: those that may not fill the role; ``shift``: by how much the tokens of the question stand behind those
    of the first, all in a row; ``counts``: how many stretches each question has.
    """

    table: Indices
    blocked: NDArray[np.bool_]
    shift: Indices
    counts: Sequence[int]


class EndsWorth(NamedTuple):
    """What each token is worth beside a trigger: columns ``2 * role`` as the first of a stretch, the next as its last.

    ``whole``: where nothing filled the role of the trigger before; else what comes ``before`` that trait is added to
    it, and then the rest. ``empty``: what leaving each role empty is worth.
    """

    whole: Scores
    before: Scores
    rest: Scores
    empty: Scores


class Worth(NamedTuple):
    """The stretches that may fill a role: their first and last tokens, what they are worth by themselves and in all."""

    first: Indices
    last: Indices
    alone: Scores
    whole: Scores


class Sheet:
    """One sentence for the labeller; ``parties`` are (start, end, kind) in the offsets of its part."""

    def __init__(self, sentence: Sentence, parties: Iterable[tuple[int, int, str]], layout: Layout) -> None:
        self.sentence, self.layout = sentence, layout
        tokens = sentence.tokens
        self.count = min(len(tokens), MOST)
        self.tokens = [layout.of_token(_short(token.word), token.tag) for token in tokens]
        self.beside = [0, *(row[_BESIDE] for row in self.tokens), 0]
        self.opens, self.closes, self.whole = self._parties(parties)
        self.phrases = phrases(tokens)
        self.edges, self.ranks = self._phrases()
        self.times = [at for at, token in enumerate(tokens) if token.tag == TIME]
        self.modals = [at for at, token in enumerate(tokens) if token.word in MODALS]
        self.subjects = [one for one in self.phrases if self._reads_as_subject(*one)]
        self.blocks: dict[int, Block] = {}
        self.triggers: dict[Trigger, Beside] = {}
        self.start = 0
        self.sheaf: Sheaf | None = None
        self.worth_of_ends: dict[Trigger, EndsWorth] = {}
        self.worth: dict[tuple[Trigger, str], Worth] = {}

    def _parties(
        self, parties: Iterable[tuple[int, int, str]]
    ) -> tuple[list[int], list[int], list[tuple[Stretch, int]]]:
        """Which token opens a party and which closes one, by its kind (1: within one); the parties by their tokens."""
        opens, closes = [0] * len(self.tokens), [0] * len(self.tokens)
        whole = set()
        for start, end, kind in parties:
            if held := self.sentence.at(start, end):
                for at in range(*held):
                    opens[at], closes[at] = max(opens[at], 1), max(closes[at], 1)
                opens[held[0]] = closes[held[1] - 1] = self.layout.kinds.get(kind, 0) + 2
                whole.add((held[0], held[1] - 1))
        return opens, closes, [(stretch, min(opens[stretch[0]] - 1, 15)) for stretch in sorted(whole)]

    def _phrases(self) -> tuple[list[int], list[int]]:
        """Whether a token opens (1), closes (2) or is (3) a run of nouns, and the how-manieth in its clause that is."""
        clauses = self.sentence.clauses
        edges, ranks = [0] * len(clauses), [RANKS - 1] * len(clauses)
        clause, rank = -1, 0
        for first, last in self.phrases:
            rank = rank + 1 if clauses[first] == clause else 0
            clause = clauses[first]
            ranks[first:last] = [min(rank, RANKS - 2)] * (last - first)
            edges[first] += 1
            edges[last - 1] += 2
        return edges, ranks

    def _reads_as_subject(self, first: int, last: int) -> bool:
        """Whether a run of nouns opens its clause, or follows a time, and a verb, adverb or preposition follows it."""
        return self.beside[first] in (0, 1, 5) and self.beside[last + 1] in (2, 3, 4, 5, 10)

    def stretches(self, role: str) -> Stretches:
        """Every stretch that may fill a role of some trigger; a name is a stretch of a run of nouns."""
        return _triangle(self.count, longest(role)) if longest(role) else _names(self.phrases, self.count)

    def within(self, trigger: Trigger, role: str) -> tuple[int, int]:
        """The tokens, half-open, between which a role of a trigger is filled."""
        low, high = min(trigger.low, self.count), min(trigger.high, self.count)
        if role == "indicator":
            low, high = max(low, trigger.first - NEAR), min(high, trigger.last + NEAR)
        return low, max(high, low)

    def before(self, trigger: Trigger) -> Sequence[tuple[int, Stretch]]:
        """The stretches that read as subjects before a trigger, with what they count."""
        held = [(first, last - 1) for first, last in self.subjects if last <= trigger.first]
        return ((2, held[0]), (1, held[-1])) if held else ()

    def flags(self, trigger: Trigger) -> Sequence[int]:
        """What the words around a trigger say for leaving its roles empty."""
        clauses, first = self.sentence.clauses, trigger.first
        clause, modal = clauses[first], bisect_left(self.modals, first) - 1
        spoken = trigger.high <= len(self.tokens) or trigger.low > 0
        return (
            2 * any(clauses[at] == clause for at in self.times) + bool(self.times),
            2 * (modal >= 0 and clauses[self.modals[modal]] == clause) + spoken,
            2 * (modal >= 0) + (BESIDE[FIGURE] in self.beside),
            min(clause, 3),
            self.beside[first] * BESIDES + self.beside[trigger.last + 1],
        )

    def traits(self, trigger: Trigger, earlier: Stretch | None = None) -> Indices:
        """For each token the numbers of its traits; ``earlier``, half-open, fill the role of the trigger before."""
        sheaf = self.sheaf or Sheaf([self], self.layout)
        sheaf.read([(self, trigger)])
        words = np.insert(self.triggers[trigger].words, SINCE, self.since(trigger, earlier), axis=0)
        return np.concatenate([sheaf.of_words[:, self.start : self.start + self.count], words]).T

    def spans(self, trigger: Trigger, role: str) -> tuple[Indices, Indices, Indices]:
        """Every stretch that may fill a role: its first token, its last, and the numbers of its own traits."""
        sheaf = self.sheaf or Sheaf([self], self.layout)
        sheaf.read([(self, trigger)])
        sheaf.cut([(self, role)])
        told = sheaf.ask([(self, trigger, role)])
        first, last, size, named, run, *rest = told.table[:, ~told.blocked]
        alone = np.array([size // 16, size // 4 % 4, size // 2 % 2, size % 2, named // 2, named % 2, run])
        return first, last, np.concatenate([alone + self.layout.span_starts[:_ALONE, None], rest]).T

    def empty(self, trigger: Trigger) -> Indices:
        """The numbers of what speaks for leaving a role of the trigger empty."""
        sheaf = self.sheaf or Sheaf([self], self.layout)
        sheaf.read([(self, trigger)])
        return self.triggers[trigger].empty

    def since(self, trigger: Trigger, earlier: Stretch | None) -> Indices:
        """How each token, or all, stand to those, half-open, that filled the role of the trigger before, in numbers."""
        told = np.zeros(self.count if earlier else 1, dtype=np.int64)
        if earlier is not None:
            first, last = earlier
            told[:first], told[first:last], told[last:] = 1, 3, 6
            told[first] = 2
            told[last - 1] = 5 if last - first == 1 else 4
        family = self.layout.families.get(trigger.family, 0)
        start = int(self.layout.starts[self.layout.by_word + SINCE]) + family
        numbers: Indices = told * (len(self.layout.families) + 1) + start
        return numbers


class Sheaf:
    """Sheets that are read together: their tokens in a row, with a blank before and behind each sentence."""

    def __init__(self, sheets: Sequence[Sheet], layout: Layout) -> None:
        self.layout = layout
        start = 1
        for sheet in sheets:
            sheet.start, sheet.sheaf = start, self
            start += len(sheet.tokens) + 1
        told = _row([sheet.tokens for sheet in sheets], (0,) * (len(COLUMNS) + len(layout.classes.counts))).T
        self.words, self.tags, self.beside = told[:4], told[3], told[4]
        self.classes = told[len(COLUMNS) :]
        self.counts = np.zeros((3, start + 1), dtype=np.int64)
        np.cumsum(told[5:8], axis=1, out=self.counts[:, 1:])
        self.opens, self.closes = (_row([getattr(sheet, name) for sheet in sheets], 0) for name in ("opens", "closes"))
        self.edges, self.ranks = (_row([getattr(sheet, name) for sheet in sheets], 0) for name in ("edges", "ranks"))
        self.clauses = _row([sheet.sentence.clauses for sheet in sheets], -1)
        self.worth: Scores | None = None

    @cached_property
    def of_words(self) -> Indices:
        """For each trait of a token by itself a row: its numbers."""
        words, firsts, lasts, tags = self.words
        size = len(self.layout.tags) + 1
        clause, word, tag = _around(self.clauses), _around(words), _around(tags)
        edges = 2 * (clause[:-2] != clause[1:-1]) + (clause[2:] != clause[1:-1])
        columns = [word[:-2], words, word[2:], firsts, lasts, tag[:-2], tag[2:]]
        columns += [tag[:-2] * size + tags, tags * size + tag[2:], self.opens, self.closes, edges]
        columns += [self.edges * 4 + edges, self.edges * size + tags]
        for numbers in self.classes:
            by_class = _around(numbers)
            columns += [by_class[:-2], numbers, by_class[2:]]
        return np.array(columns) + self.layout.starts[: len(columns), None]

    def read(self, asked: Sequence[tuple[Sheet, Trigger]]) -> tuple[Indices, Indices]:
        """Put on each sheet what it shows beside a trigger; returns all their tokens in a row, and their ``words``."""
        counts = [sheet.count for sheet, _ in asked]
        family = [self.layout.families.get(trigger.family, 0) for _, trigger in asked]
        tokens = [(sheet.start, sheet.start + trigger.first, sheet.start + trigger.last) for sheet, trigger in asked]
        ends = np.cumsum(counts)
        start, first, last, family_of = np.repeat(np.array([*zip(*tokens, strict=True), family]), counts, axis=1)
        at = np.arange(ends[-1]) - np.repeat(ends - counts, counts) + start
        words, place = self._beside(at, first, last, family_of)
        empty = self._empty(asked, family)
        for number, (sheet, trigger) in enumerate(asked):
            held = slice(ends[number] - counts[number], ends[number])
            sheet.triggers[trigger] = Beside(
                words[:, held], place[held], sheet.before(trigger), empty[number], family[number]
            )
        return at, words

    def _beside(self, at: Indices, first: Indices, last: Indices, family: Indices) -> tuple[Indices, Indices]:
        """How the tokens ``at`` stand to triggers: ``words`` and ``place`` of ``Beside``."""
        starts, times, of_family = self.layout.of_trigger
        before, after = at < first, at >= last
        side = np.where(before, 0, np.where(after, 1, 2))
        steps = np.where(before, first - at, np.where(after, at - last + 1, 0))
        apart = np.minimum(np.abs(self.clauses[at] - self.clauses[first]), CLAUSES - 1)
        high = np.where(before, first, at)
        low = np.minimum(np.where(before, at + 1, last), high)
        verbs, figures = self.counts[1:, high] - self.counts[1:, low]
        place = (np.where(before, 0, CLAUSES) + apart) * 3 + np.minimum(verbs, 2)
        apart += side * CLAUSES
        near = side * FAR + _NEAR.take(steps, mode="clip")
        between = side * BETWEEN + 2 * (verbs > 0) + (figures > 0)
        words = np.array([near, apart, between, (apart * RANKS + self.ranks[at]) * 4 + self.edges[at]])[FROM]
        words *= times
        words[[1, 5, 6]] += self.tags[at]
        words += starts
        words += of_family * family
        return words, place

    def _empty(self, asked: Sequence[tuple[Sheet, Trigger]], family: Sequence[int]) -> Indices:
        """For each trigger the numbers of what speaks for leaving a role empty."""
        count = self.layout.by_word
        ends = np.array([(sheet.start + one.first, sheet.start + one.last - 1) for sheet, one in asked])
        words = (self.of_words.T[ends] - self.layout.starts[:count]).reshape(len(asked), -1)
        flags = [(number, *sheet.flags(one)) for number, (sheet, one) in zip(family, asked, strict=True)]
        return np.concatenate([words, np.array(flags)], axis=1) + self.layout.empty_starts

    @cached_property
    def ends(self) -> Ends:
        """The numbers of stretches, taken apart into those of their ends."""
        before, after = np.zeros_like(self.beside), np.zeros_like(self.beside)
        before[1:], after[:-1] = self.beside[:-1], self.beside[1:]
        heads = 16 + np.minimum(self.beside, 7)
        opening, closing = self.edges % 2 * 2, self.edges // 2
        firsts, lasts = (np.zeros((12, len(heads)), dtype=np.int64) for _ in range(2))
        firsts[:3], firsts[3], firsts[4] = -self.counts[:, :-1], self.opens == 1, opening
        firsts[5], firsts[6], firsts[7] = before * (BESIDES * PLACES), opening, before * (HEADS * PLACES)
        firsts[9], firsts[11] = opening, self.ranks * (PLACES * 4) + opening
        lasts[:3], lasts[3], lasts[4] = self.counts[:, 1:], self.closes == 1, closing
        lasts[5], lasts[6], lasts[7] = after * PLACES, heads * (PLACES * 4) + closing, heads * PLACES
        lasts[8], lasts[9], lasts[11] = lasts[7], closing, closing
        lasts[5:] += self.layout.span_starts[_ALONE:, None]
        return Ends(firsts, lasts, heads)

    def cut(self, asked: Sequence[tuple[Sheet, str]]) -> None:
        """Put on each sheet the stretches that may fill a role, numbered: a row for each of ``ROWS``."""
        held = [sheet.stretches(role) for sheet, role in asked]
        counts = [len(one.first) for one in held]
        starts = np.repeat([sheet.start for sheet, _ in asked], counts)
        first, last = (np.concatenate([one[end] for one in held]) + starts for end in (0, 1))
        own = self.ends.firsts.take(first, axis=1)
        own += self.ends.lasts.take(last, axis=1)
        few = np.minimum(own[:4], _LIMITS)
        length = LENGTHS.searchsorted(last - first, side="right") - 1
        table = np.array([first, last, length * 16 + few[0] * 4 + few[1] * 2 + few[2], few[3], *own[4:]])
        begin = 0
        for (sheet, role), stretches, count in zip(asked, held, counts, strict=True):
            block = table[:, begin : begin + count]
            for stretch, kind in sheet.whole:
                if (at := stretches.number(stretch)) is not None:
                    block[3, at] += 2
                    block[6:9, at] += (kind - self.ends.heads[sheet.start + stretch[1]]) * _BY_HEAD
            sheet.blocks[longest(role)] = Block(stretches, block)
            begin += count

    def ask(self, asked: Sequence[tuple[Sheet, Trigger, str]]) -> Asked:
        """The stretches that may fill the roles of triggers, with how they stand to them."""
        blocks, places, subjects, of = [], [], [], []
        begin = shift = 0
        for sheet, trigger, role in asked:
            (stretches, table), beside = sheet.blocks[longest(role)], sheet.triggers[trigger]
            low, high = sheet.within(trigger, role)
            held = slice(stretches.starts[low], stretches.starts[high])
            for value, stretch in beside.subjects:
                at = stretches.number(stretch)
                if at is not None and held.start <= at < held.stop:
                    subjects.append((begin + at - held.start, value))
            blocks.append(table[:, held])
            places.append(beside.place)
            of.append((sheet.start, trigger.first, trigger.last, high, beside.family, shift))
            begin += held.stop - held.start
            shift += sheet.count
        counts = [block.shape[1] for block in blocks]
        table = np.concatenate(blocks, axis=1)
        start, first, last, high, family, shifts = np.repeat(np.array(of).T, counts, axis=1)
        table[:2] -= start
        before = table[1] < first
        place = np.concatenate(places).take(np.where(before, table[1], table[0]) + shifts)
        table[5:] += place * _BY_PLACE
        table[8] += family * (HEADS * PLACES)
        table[9:11] += family * (PLACES * 4)
        for at, value in subjects:
            table[10, at] += value
        return Asked(table, ~(before | (table[0] >= last)) | (table[1] >= high), shifts, counts)


def longest(role: str) -> int:
    """How many words fill a role at most; 0: a name fills it, a stretch of a run of nouns."""
    return 0 if role in NAMES else LONGEST.get(role, 40)


def _short(word: str) -> str:
    return word if len(word) <= _LONG else word[:_LONG] + word[-1]


def _row(sheets: Iterable[Sequence[Any]], blank: Any) -> Indices:
    """What the sheets have in a row, with a blank before and behind each."""
    out = [blank]
    for one in sheets:
        out += one
        out.append(blank)
    return np.array(out, dtype=np.int64)


def _around(values: Indices) -> Indices:
    return np.concatenate([[0], values, [0]])


@cache
def _triangle(count: int, longest: int) -> Stretches:
    """Every stretch of so many tokens that is not too long."""
    first, last = np.triu_indices(count)
    fits = last - first < longest
    counts = [min(longest, count - at) for at in range(count)]
    return Stretches(first[fits], last[fits], [0, *accumulate(counts)], counts)


def _names(phrases: Sequence[tuple[int, int]], count: int) -> Stretches:
    """Every stretch within one of the runs of nouns."""
    counts = [0] * count
    for low, high in phrases:
        for at in range(low, min(high, count)):
            counts[at] = min(high, at + LONGEST["subject"], count) - at
    first = [at for at, more in enumerate(counts) for _ in range(more)]
    last = [at + more for at, held in enumerate(counts) for more in range(held)]
    return Stretches(np.array(first, np.int64), np.array(last, np.int64), [0, *accumulate(counts)], counts)
