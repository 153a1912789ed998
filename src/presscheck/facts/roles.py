"""Who did it, what was counted, whose it is: the words that fill the roles of a trigger.

A trigger is a figure, or the verb of an act, a promise or a rule. For each of its roles every stretch of the sentence
is weighed at once, and leaving it empty as well; whose a figure is may also stand in a sentence before. What a word
means where it stands is read in context (``facts/context.py``); the weights were learned with it on annotated
sentences (``tools/train_reader.py``). All choices of a role are one softmax, so that a score is a chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.facts import items
from presscheck.facts.context import Context, Numbers, Tables, Vectors, gelu
from presscheck.facts.context import load as load_tables
from presscheck.facts.story import Part
from presscheck.facts.tokens import BREAK, Sentence
from presscheck.model.fact import Words

KINDS = ("indicator", "subject", "agent", "counterpart", "object", "promised", "promiser", "demanded", "bound")
"""The roles in the order in which they were learned."""
NEAR = 20
"""What a figure counts stands at most so many words from it."""
MOST = 180
"""Of a sentence so many words are read."""
SHORT, LONG = 16, 40
"""A name is so many words at most, what is done, promised or demanded so many."""
BACK = 9
"""Sentences before are told apart up to so many."""
EDGES = np.array([-60, -30, -18, -12, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, 12, 18, 30, 60])
LEADING = frozenset("在于自从向对给")
AGAINST = frozenset(("被", "遭", "遭到", "遭受", "受到", "谴责", "指责", "抗议", "反对", "抨击"))
"""Before such a word stands who suffers what the next verb tells, or blames others for it: not who does it."""
EARLIER = ("subject", "promiser")
"""What sentences before may fill."""
HOLDING = "promise.at"
"""The family of a trigger that may itself stand in what is promised: the amount, or the day by which."""
_JOINING = frozenset("的了和与及在对从向将把被并也而")
_BUT, _OUTSIDE = frozenset(("除", "除了")), frozenset(("外", "以外", "之外"))
_CLAUSES = 4
_NEVER = np.float32(-1e4)


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
    """The tokens that fill a role, half-open, the chance that they do, and how much likelier than left empty it is.

    ``odds``: of all that may fill it, in nats, whatever the lean.
    """

    first: int
    last: int
    chance: float
    odds: float = 0.0


class Told(NamedTuple):
    """The words of a sentence before that fill a role, and the chance that they do."""

    words: Words
    chance: float


@dataclass(frozen=True)
class Names:
    """Runs of nouns and parties of earlier sentences, with their rows.

    ``back``: so many sentences before they stand; those of the headline: 0.
    """

    words: Sequence[Words]
    rows: Numbers
    back: Numbers


NO_NAMES = Names((), np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64))


class Sheet:
    """One sentence as it is asked for the roles of its triggers.

    ``names`` are those of earlier sentences that were read near it.
    """

    def __init__(self, sentence: Sentence, part: Part, context: Context, names: Names = NO_NAMES) -> None:
        self.tokens = sentence.tokens
        self.names = names
        self.rows = context.stretches(part, [(token.start, token.end) for token in self.tokens])
        self.read = len(self.tokens) <= MOST and bool((self.rows[:, 0] >= 0).all())
        self.context = context
        self.clauses = np.array(sentence.clauses, dtype=np.int64)
        self.worth: dict[Trigger, Question] = {}

    @cached_property
    def ends(self) -> tuple[Vectors, Vectors, Vectors]:
        """What each token is as the first of a stretch and as the last, and what stretches are by both."""
        tables = load()
        tags = np.array([0, *(tables.tags.get(token.tag, 0) for token in self.tokens), 0])
        told = tables.of.weights["tag.weight"][tags]
        beside = np.concatenate([told[1:-1], told[:-2], told[2:]], axis=1)
        first, last = (self.context.vectors[at] for at in (self.rows[:, 0], self.rows[:, 1] - 1))
        first, last = np.concatenate([first, beside], axis=1), np.concatenate([last, beside], axis=1)
        begins, closes = tables.of.linear("ps", first), tables.of.linear("pe", last)
        both = begins @ closes.T
        both *= np.float32(begins.shape[1] ** -0.5)
        return tables.of.linear("start", first), tables.of.linear("end", last), both

    @cached_property
    def together(self) -> dict[int, Vectors]:
        """What stretches are by both their ends, by how long they may be: a row for each first token, (n, longest)."""
        count, both = len(self.tokens), self.ends[2]
        return {most: both[np.arange(count)[:, None], _stretches(count, most).last] for most in (SHORT, LONG)}

    @cached_property
    def broken(self) -> NDArray[np.bool_]:
        """Which stretches of a name's length go over the end of a clause: no name does. (n, SHORT)"""
        breaks = np.cumsum([0, *(token.tag == BREAK for token in self.tokens)])
        told: NDArray[np.bool_] = breaks[1:][_stretches(len(self.tokens), SHORT).last] - breaks[:-1, None] > 0
        return told

    @cached_property
    def led(self) -> NDArray[np.bool_]:
        """Which tokens 在, 向 or their like lead in: where something was done, or to whom, is not who did it."""
        return np.array([False, *(token.word in LEADING for token in self.tokens[:-1])], dtype=bool)[: len(self.tokens)]

    @cached_property
    def no_name(self) -> NDArray[np.bool_]:
        """Which tokens begin no name: 的, 和 and the like, and what is left out of the count (除甲县以外)."""
        told = np.array([token.word in _JOINING for token in self.tokens], dtype=bool)
        for at, token in enumerate(self.tokens):
            if token.word in _BUT:
                told[at : self._ends(at)] = True
        return told

    def _ends(self, at: int) -> int:
        """The token behind that which ends 除甲县以外; where none does, the next."""
        for later in range(at + 1, len(self.tokens)):
            if self.clauses[later] != self.clauses[at]:
                break
            if self.tokens[later].word in _OUTSIDE:
                return later + 1
        return at + 1

    def not_agents(self, trigger: Trigger) -> NDArray[np.bool_]:
        """Which tokens begin no name of who acts: led in by 在 or 向, before 被, or in a later clause."""
        told = self.led.copy()
        told[self.clauses > self.clauses[trigger.first]] = True
        for at in range(trigger.first - 1, -1, -1):
            if self.clauses[at] != self.clauses[trigger.first]:
                break
            if self.tokens[at].word in AGAINST:
                told[: at + 1] = True
                break
        return told

    @cached_property
    def earlier(self) -> Vectors:
        """What each of the earlier names is."""
        vectors, rows = self.context.vectors, self.names.rows
        return load().of.linear("early", np.concatenate([vectors[rows[:, 0]], vectors[rows[:, 1] - 1]], axis=1))

    def fill(
        self, trigger: Trigger, role: str, *, lean: float = 0.0, beside: Filled | None = None
    ) -> Filled | Told | None:
        """The likeliest words for a role, or ``None`` where it is likelier left empty.

        ``lean`` favours filling it: so many nats are taken from leaving it empty; below zero, it must be surer. No word
        that is taken for another role, ``beside``, fills this one. Only the roles of ``EARLIER`` may be filled by
        words that were ``Told`` before.
        """
        if not self.read:
            return None
        asked = self.asked(trigger)
        empty = float(asked.empty[KINDS.index(role)]) - lean
        names = asked.earlier(self) if role in EARLIER else _NONE
        name = int(names.argmax()) if len(names) else -1
        least = max(empty, float(names[name]) if name >= 0 else float(_NEVER))
        spans = asked.spans(self, role, least)
        if spans is None:
            return None
        if beside:
            spans[_meeting(beside, *spans.shape)] = _NEVER
        best = int(spans.argmax())
        most = max(float(spans.flat[best]), float(names[name]) if name >= 0 else float(_NEVER))
        if most <= max(empty, float(_NEVER) / 2):
            return None
        all_told = float(np.exp(spans - most).sum() + np.exp(names - most).sum())
        chance = 1 / (all_told + float(np.exp(empty - most)))
        if name >= 0 and names[name] > spans.flat[best]:
            return Told(self.names.words[name], chance)
        first, more = divmod(best, spans.shape[1])
        return Filled(first, first + more + 1, chance, most + float(np.log(all_told)) - empty - lean)

    def asked(self, trigger: Trigger) -> "Question":
        """What a trigger asks of the sentence; worked out once."""
        if trigger not in self.worth:
            ask([(self, trigger)])
        return self.worth[trigger]


_NONE: Vectors = np.empty(0, dtype=np.float32)


@dataclass(frozen=True)
class Question:
    """What a trigger asks: its ``query``, by role the ends of what fills it, and what leaving it empty is worth."""

    trigger: Trigger
    query: Vectors
    first: Vectors
    last: Vectors
    empty: Vectors

    def spans(self, sheet: Sheet, role: str, least: float) -> Vectors | None:
        """What each stretch is worth, by its first token and how many more it has; ``None``: none more than ``least``.

        That is told beforehand where even the best first token with the best last one is worth less.
        """
        weights, number, most = load().of.weights, KINDS.index(role), longest(role)
        starts, ends, _ = sheet.ends
        near, apart = self._near(len(starts)), self._apart(sheet)
        scale = np.float32(starts.shape[1] ** -0.5)
        first = starts @ self.first[number] * scale + weights["ds"][number, near] + weights["cs"][number, apart]
        last = ends @ self.last[number] * scale + weights["de"][number, near] + weights["ce"][number, apart]
        both, length = sheet.together[most], weights["length"][number, :most]
        if first.max() + last.max() + both.max() + length.max() <= least and role not in EARLIER:
            return None
        told: Vectors = first[:, None] + last[_stretches(len(starts), most).last]
        told += both
        told += length
        told[~self._allowed(sheet, role)] = _NEVER
        return told

    def earlier(self, sheet: Sheet) -> Vectors:
        """What each name of the sentences before is worth."""
        if not sheet.names.words:
            return _NONE
        tables = load()
        query = tables.of.linear("qearly", self.query)[0]
        back = tables.of.weights["eback"][sheet.names.back]
        scale = np.float32(len(query) ** -0.5)
        told: Vectors = sheet.earlier @ query * scale + back + tables.of.linear("early0", self.query)[0]
        return told

    def _near(self, count: int) -> Numbers:
        at, first, last = np.arange(count), self.trigger.first, self.trigger.last
        steps = np.where(at < first, at - first, np.where(at >= last, at - last + 1, 0))
        return EDGES.searchsorted(steps)

    def _apart(self, sheet: Sheet) -> Numbers:
        told: Numbers = np.clip(sheet.clauses - sheet.clauses[self.trigger.first], -_CLAUSES, _CLAUSES) + _CLAUSES
        return told

    def _allowed(self, sheet: Sheet, role: str) -> NDArray[np.bool_]:
        """Which stretches may fill a role."""
        count = len(sheet.tokens)
        low, high = within(self.trigger, count, role)
        inside, last = _stretches(count, longest(role))
        at = np.arange(count)
        begins = at >= low
        if role == "promiser":
            begins &= ~sheet.led
        if role == "agent":
            begins &= ~sheet.not_agents(self.trigger)
        if role in ("indicator", "subject"):
            begins &= at < items.behind(sheet.tokens, self.trigger.last)
        if role == "subject":
            begins &= ~sheet.no_name
            begins[slice(*items.before(sheet.tokens, self.trigger.first))] = False
        told = inside & (last < high) & begins[:, None]
        if not holds(self.trigger, role):
            told &= (last < self.trigger.first) | (at >= self.trigger.last)[:, None]
        return told & ~sheet.broken if longest(role) == SHORT else told


def ask(asked: Sequence[tuple[Sheet, Trigger]]) -> None:
    """Note on the sheets of a story what their triggers ask; far faster for many at a time."""
    asked = [(sheet, trigger) for sheet, trigger in asked if sheet.read]
    if not asked:
        return
    tables = load()
    places = [sheet.rows[[trigger.first, trigger.last - 1], [0, 1]] for sheet, trigger in asked]
    means = [sheet.context.vectors[slice(*place)].mean(axis=0) for (sheet, _), place in zip(asked, places, strict=True)]
    families = tables.of.weights["fam.weight"][[tables.families.get(trigger.family, 0) for _, trigger in asked]]
    queries = gelu(tables.of.linear("q.0", np.concatenate([np.array(means), families], axis=1)))
    first, last = (tables.of.linear(name, queries).reshape(len(asked), len(KINDS), -1) for name in ("qs", "qe"))
    empty = tables.of.linear("q0", queries)
    for at, (sheet, trigger) in enumerate(asked):
        sheet.worth[trigger] = Question(trigger, queries[at : at + 1], first[at], last[at], empty[at])


def within(trigger: Trigger, count: int, role: str) -> tuple[int, int]:
    """The tokens of so many, half-open, between which a role of a trigger is filled."""
    low, high = min(trigger.low, count), min(trigger.high, count)
    if role == "indicator":
        low, high = max(low, trigger.first - NEAR), min(high, trigger.last + NEAR)
    return low, max(high, low)


@dataclass(frozen=True)
class Learned:
    """The weights, and the numbers of tags and families."""

    of: Tables
    tags: dict[str, int]
    families: dict[str, int]


@cache
def load() -> Learned:
    """What was learned, as it ships."""
    tables = load_tables()
    numbers = ({one: at + 1 for at, one in enumerate(tables.lists[name])} for name in ("tags", "families"))
    return Learned(tables, *numbers)


def holds(trigger: Trigger, role: str) -> bool:
    """Whether the trigger itself may stand in the words of a role."""
    return role == "promised" and trigger.family.startswith(HOLDING)


def longest(role: str) -> int:
    """How many words fill a role at most."""
    return LONG if role in ("object", "promised", "demanded") else SHORT


class _Stretches(NamedTuple):
    """All stretches of so many tokens up to a length, by their first token and how many more they have: (n, most).

    ``last``: their last tokens, of those that would go on behind the end the very last; ``inside``: the others.
    """

    inside: NDArray[np.bool_]
    last: Numbers


@cache
def _stretches(count: int, most: int) -> _Stretches:
    last = np.arange(count)[:, None] + np.arange(most)
    return _Stretches(last < count, np.minimum(last, count - 1))


def _meeting(beside: Filled, count: int, most: int) -> NDArray[np.bool_]:
    """Which stretches share a token with one."""
    last = np.arange(count)[:, None] + np.arange(most)
    return (last >= beside.first) & (np.arange(count) < beside.last)[:, None]
