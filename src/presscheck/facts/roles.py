"""Who did it, what was counted, whose it is: the words that fill the roles of a trigger.

A trigger is a figure, or the verb of an act, a promise or a rule. For each of its roles every stretch of the sentence
is weighed at once, and leaving it empty as well; whose a figure is may also stand in a sentence before. What a word
means where it stands is read in context (``facts/context.py``); the weights were learned with it on annotated
sentences (``tools/train_reader.py``). All choices of a role are one softmax, so that a score is a chance.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.facts import items
from presscheck.facts.context import Context, Numbers, Tables, Vectors, gelu
from presscheck.facts.context import load as load_tables
from presscheck.facts.story import Part
from presscheck.facts.tokens import BREAK, Sentence
from presscheck.model.fact import Words

ASKS = {
    "figure": ("indicator", "subject"),
    "act": ("agent", "counterpart", "object"),
    "promise": ("promised", "promiser"),
    "rule": ("demanded", "bound"),
}
"""The roles of each kind of trigger; a verb whose first role is empty tells no act, promise or rule."""
KINDS = tuple(chain.from_iterable(ASKS.values()))
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

    @property
    def kind(self) -> str:
        """Whether it asks for the roles of a figure, an act, a promise or a rule."""
        return self.family.partition(".")[0]


class Filled(NamedTuple):
    """The tokens that fill a role, half-open, and by how many nats it is likelier that any do than that none does."""

    first: int
    last: int
    odds: float = 0.0


class Told(NamedTuple):
    """The words of a sentence before that fill a role."""

    words: Words


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
        self._together: dict[int, tuple[Vectors, float]] = {}

    @cached_property
    def ends(self) -> tuple[Vectors, Vectors, Vectors]:
        """What each token is as the first of a stretch and as the last, and what stretches are by both."""
        tables = load()
        tags = np.array([0, *[tables.tags.get(token.tag, 0) for token in self.tokens], 0])
        told = tables.of.weights["tag.weight"].take(tags, axis=0)
        beside = [told[1:-1], told[:-2], told[2:]]
        first, last = (self.context.vectors.take(at, axis=0) for at in (self.rows[:, 0], self.rows[:, 1] - 1))
        (starts, begins), (ends, closes) = (
            np.split(np.concatenate([token, *beside], axis=1) @ weight + bias, [tables.wide], axis=1)
            for token, (weight, bias) in ((first, tables.first), (last, tables.last))
        )
        return starts, ends, begins @ closes.T

    def together(self, most: int) -> tuple[Vectors, float]:
        """What stretches of up to ``most`` tokens are worth by both ends, those that fill no role nothing; the most."""
        if most not in self._together:
            stretches = _stretches(len(self.tokens), most)
            told = self.ends[2].take(stretches.cell)
            told += stretches.beyond
            if most == SHORT:
                told[self.broken] = _NEVER
            self._together[most] = told, float(told.max())
        return self._together[most]

    @cached_property
    def broken(self) -> NDArray[np.bool_]:
        """Which stretches of a name's length go over the end of a clause: no name does. (n, SHORT)"""
        breaks = np.append(self.clauses[1:], self.clauses[-1] + (self.tokens[-1].tag == BREAK))
        told: NDArray[np.bool_] = breaks[_stretches(len(self.tokens), SHORT).last] > self.clauses[:, None]
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
            _leave_out(spans, beside.first, beside.last)
        best = int(spans.argmax())
        first, more = divmod(best, spans.shape[1])
        surest = float(spans[first, more])
        if max(surest, least) <= max(empty, float(_NEVER) / 2):
            return None
        if name >= 0 and names[name] > surest:
            return Told(self.names.words[name])
        all_told = float(np.exp(spans - surest).sum()) + (float(np.exp(names - surest).sum()) if name >= 0 else 0.0)
        return Filled(first, first + more + 1, surest + math.log(all_told) - empty - lean)

    def asked(self, trigger: Trigger) -> "Question":
        """What a trigger asks of the sentence; worked out once."""
        if trigger not in self.worth:
            ask([(self, trigger)])
        return self.worth[trigger]


_NONE: Vectors = np.empty(0, dtype=np.float32)


@dataclass(frozen=True)
class Question:
    """What a trigger asks: its ``query``, and by role what leaving it empty is worth.

    ``first`` and ``last``: by role, what each token is worth as the first and as the last that fills it.
    """

    trigger: Trigger
    query: Vectors
    first: Vectors
    last: Vectors
    empty: Vectors

    def spans(self, sheet: Sheet, role: str, least: float) -> Vectors | None:
        """What each stretch is worth, by its first token and how many more it has; ``None``: none more than ``least``.

        That is told beforehand where even the best first token with the best last one is worth less.
        """
        most, number = longest(role), ASKS[self.trigger.kind].index(role)
        length, (both, best) = load().of.weights["length"][KINDS.index(role), :most], sheet.together(most)
        first, last = self.first[number].copy(), self.last[number].copy()
        low, high = within(self.trigger, len(first), role)
        first[:low] = last[high:] = _NEVER
        self._keep_out(sheet, role, first)
        if float(first.max()) + float(last.max()) + best + float(length.max()) <= least and role not in EARLIER:
            return None
        told: Vectors = both + first[:, None]
        told += last.take(_stretches(*both.shape).last)
        told += length
        if not holds(self.trigger, role):
            _leave_out(told, self.trigger.first, self.trigger.last)
        return told

    def _keep_out(self, sheet: Sheet, role: str, first: Vectors) -> None:
        """Make the tokens worth nothing that begin no words for a role."""
        if role == "promiser":
            first[sheet.led] = _NEVER
        if role == "agent":
            first[sheet.not_agents(self.trigger)] = _NEVER
        if role in ("indicator", "subject"):
            first[items.behind(sheet.tokens, self.trigger.last) :] = _NEVER
        if role == "subject":
            first[sheet.no_name] = _NEVER
            first[slice(*items.before(sheet.tokens, self.trigger.first))] = _NEVER

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


def ask(asked: Sequence[tuple[Sheet, Trigger]]) -> None:
    """Note on the sheets of a story what their triggers ask; far faster for many at a time."""
    asked = [(sheet, trigger) for sheet, trigger in asked if sheet.read]
    if not asked:
        return
    tables = load()
    places = [(sheet.rows[trigger.first, 0], sheet.rows[trigger.last - 1, 1]) for sheet, trigger in asked]
    means = [sheet.context.mean(*place) for (sheet, _), place in zip(asked, places, strict=True)]
    families = tables.of.weights["fam.weight"][[tables.families.get(trigger.family, 0) for _, trigger in asked]]
    queries = gelu(tables.of.linear("q.0", np.concatenate([np.array(means), families], axis=1)))
    empty = tables.of.linear("q0", queries)
    kinds = [trigger.kind for _, trigger in asked]
    for kind in dict.fromkeys(kinds):
        mine = [at for at, one in enumerate(kinds) if one == kind]
        for at, first, last in zip(mine, *_ends_asked(kind, queries[mine]), strict=True):
            sheet, trigger = asked[at]
            starts, ends, _ = sheet.ends
            begins, closes = _placed(sheet, trigger)
            begins += first @ starts.T
            closes += last @ ends.T
            sheet.worth[trigger] = Question(trigger, queries[at : at + 1], begins, closes, empty[at])


def _ends_asked(kind: str, queries: Vectors) -> Iterator[Vectors]:
    """By role of a kind of trigger, what first tokens and what last tokens are asked for: (triggers, roles, size)."""
    tables, roles = load(), _roles(kind)
    columns = slice(roles.start * tables.wide, roles.stop * tables.wide)
    for name in ("qs", "qe"):
        told = queries @ tables.of.weights[f"{name}.weight"][:, columns] + tables.of.weights[f"{name}.bias"][columns]
        yield told.reshape(len(queries), len(ASKS[kind]), tables.wide) * np.float32(tables.wide**-0.5)


@cache
def _roles(kind: str) -> slice:
    """Which of ``KINDS`` a kind of trigger asks for."""
    first = KINDS.index(ASKS[kind][0])
    return slice(first, first + len(ASKS[kind]))


def _placed(sheet: Sheet, trigger: Trigger) -> tuple[Vectors, Vectors]:
    """By role, what each token is worth as the first and as the last by how far it stands, and how many clauses off."""
    weights, at = load().of.weights, np.arange(len(sheet.tokens))
    near = EDGES.searchsorted(np.minimum(at - trigger.first, 0) + np.maximum(at - trigger.last + 1, 0))
    apart = sheet.clauses - sheet.clauses[trigger.first]
    apart = np.minimum(np.maximum(apart, -_CLAUSES), _CLAUSES) + _CLAUSES
    roles = _roles(trigger.kind)
    begins: Vectors = weights["ds"][roles].take(near, axis=1) + weights["cs"][roles].take(apart, axis=1)
    closes: Vectors = weights["de"][roles].take(near, axis=1) + weights["ce"][roles].take(apart, axis=1)
    return begins, closes


def within(trigger: Trigger, count: int, role: str) -> tuple[int, int]:
    """The tokens of so many, half-open, between which a role of a trigger is filled."""
    low, high = min(trigger.low, count), min(trigger.high, count)
    if role == "indicator":
        low, high = max(low, trigger.first - NEAR), min(high, trigger.last + NEAR)
    return low, max(high, low)


@dataclass(frozen=True)
class Learned:
    """The weights, the numbers of tags and families, and the two layers for first tokens and for last ones as one.

    ``wide``: so many of the numbers that a layer makes of a token answer to triggers, those behind to the other end.
    """

    of: Tables
    tags: dict[str, int]
    families: dict[str, int]
    wide: int
    first: tuple[Vectors, Vectors]
    last: tuple[Vectors, Vectors]


@cache
def load() -> Learned:
    """What was learned, as it ships."""
    tables = load_tables()
    tags, families = ({one: at + 1 for at, one in enumerate(tables.lists[name])} for name in ("tags", "families"))
    first, last = (_as_one(tables, *names) for names in (("start", "ps"), ("end", "pe")))
    return Learned(tables, tags, families, len(tables.weights["start.bias"]), first, last)


def _as_one(tables: Tables, one: str, other: str) -> tuple[Vectors, Vectors]:
    """Two layers as one; the second is brought to its measure, both ends sharing that."""
    measure = np.float32(len(tables.weights[f"{other}.bias"]) ** -0.25)
    weight, bias = (
        np.concatenate([tables.weights[f"{one}.{kind}"], tables.weights[f"{other}.{kind}"] * measure], axis=-1)
        for kind in ("weight", "bias")
    )
    return weight, bias


def holds(trigger: Trigger, role: str) -> bool:
    """Whether the trigger itself may stand in the words of a role."""
    return role == "promised" and trigger.family.startswith(HOLDING)


def longest(role: str) -> int:
    """How many words fill a role at most."""
    return LONG if role in ("object", "promised", "demanded") else SHORT


class _Stretches(NamedTuple):
    """All stretches of so many tokens up to a length, by their first token and how many more they have: (n, most).

    ``last``: their last tokens, of those that would go on behind the end the very last; ``beyond`` has a worth of
    nothing for such; ``cell``: where in a table of first by last tokens they stand.
    """

    last: Numbers
    beyond: Vectors
    cell: Numbers


@cache
def _stretches(count: int, most: int) -> _Stretches:
    first = np.arange(count)[:, None]
    last = first + np.arange(most)
    inside = np.minimum(last, count - 1)
    return _Stretches(inside, np.where(last < count, np.float32(0), _NEVER), first * count + inside)


def _leave_out(spans: Vectors, first: int, last: int) -> None:
    """Make every stretch worth nothing that shares a token with those from ``first`` to ``last``."""
    before = spans[:last]
    before[_stretches(*spans.shape).last[:last] >= first] = _NEVER
