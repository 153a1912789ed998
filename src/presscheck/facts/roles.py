"""Who did it, what was counted, whose it is: the words that fill the roles of a trigger.

A trigger is a figure, or the verb of an act, a promise or a rule. For each of its roles every stretch of the sentence
is weighed at once, and leaving it empty as well; whose a figure is may also stand in a sentence before. What a word
means where it stands is read in context (``facts/context.py``); the weights were learned with it on annotated
sentences (``tools/train_reader.py``). All choices of a role are one softmax, so that a score is a chance.
"""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.facts import items
from presscheck.facts.context import Context, Numbers, Vectors, gelu
from presscheck.facts.learned import load as load
from presscheck.facts.spans import NEVER, leave_out, stretches
from presscheck.facts.story import Part
from presscheck.facts.tokens import BREAK, Sentence, Token
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
_WEIGHED = frozenset(("promised",))
"""The roles of which it is told how likely they are filled."""
_NO_TOKEN = Token(0, 0, "", "")
"""What parts two sentences."""


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
    """The tokens that fill a role, half-open.

    ``odds``: of what is promised, by how many nats it is likelier that any do than that none does.
    """

    first: int
    last: int
    odds: float = 0.0


class Told(NamedTuple):
    """The words of a sentence before that fill a role."""

    words: Words


class Names(NamedTuple):
    """Runs of nouns and parties of earlier sentences: where in its part each stands, and in which rows.

    ``back``: so many sentences before they stand; those of the headline: 0.
    """

    places: Sequence[tuple[Part, int, int]]
    rows: Numbers
    back: Numbers

    def words(self, number: int) -> Words:
        """One of them, as it is printed."""
        part, start, end = self.places[number]
        return part.words(start, end)


NO_NAMES = Names((), np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64))


class Sheet:
    """One sentence as it is asked for the roles of its triggers.

    ``names`` are those of earlier sentences that were read near it; ``seen`` is what was seen of it so far.
    """

    def __init__(self, sentence: Sentence, part: Part, context: Context, names: Names = NO_NAMES) -> None:
        self.tokens, self.words = sentence.tokens, sentence.words
        self.names = names
        place = context.stretch(part, sentence.start, sentence.end)
        self.read = place is not None and len(self.tokens) <= MOST
        begun = (place[0] if place else 0) - sentence.start
        self.rows = np.array([token[:2] for token in self.tokens], dtype=np.int64).reshape(-1, 2) + begun
        self.context = context
        self.clauses = sentence.clauses
        self.seen: Seen | None = None
        self.worth: dict[Trigger, Question] = {}
        self._together: dict[int, tuple[Vectors, float]] = {}

    def together(self, most: int) -> tuple[Vectors, float]:
        """What stretches of up to ``most`` tokens are worth by both ends, those that fill no role nothing; the most."""
        if most not in self._together:
            assert self.seen is not None
            table = stretches(len(self.tokens), most)
            told = self.seen.both.take(table.cell)
            told += table.beyond
            if most == SHORT:
                told[self.broken] = NEVER
            self._together[most] = told, float(told.max())
        return self._together[most]

    @cached_property
    def broken(self) -> NDArray[np.bool_]:
        """Which stretches of a name's length go over the end of a clause: no name does. (n, SHORT)"""
        breaks = np.array([*self.clauses[1:], self.clauses[-1] + (self.tokens[-1].tag == BREAK)])
        told: NDArray[np.bool_] = breaks.take(stretches(len(self.tokens), SHORT).last) > self.apart[:, None]
        return told

    @cached_property
    def apart(self) -> Numbers:
        """The number of each token's clause."""
        return np.array(self.clauses)

    @cached_property
    def led(self) -> list[int]:
        """The tokens that 在, 向 or their like lead in: where something was done, or to whom, is not who did it."""
        return [at for at, word in enumerate(self.words[:-1], 1) if word in LEADING]

    @cached_property
    def no_name(self) -> list[int]:
        """The tokens that begin no name: 的, 和 and the like, and what is left out of the count (除甲县以外)."""
        left_out = [range(at, self._ends(at)) for at, word in enumerate(self.words) if word in _BUT]
        return [*chain.from_iterable(left_out), *(at for at, word in enumerate(self.words) if word in _JOINING)]

    def _ends(self, at: int) -> int:
        """The token behind that which ends 除甲县以外; where none does, the next."""
        for later in range(at + 1, len(self.tokens)):
            if self.clauses[later] != self.clauses[at]:
                break
            if self.words[later] in _OUTSIDE:
                return later + 1
        return at + 1

    @cached_property
    def _against(self) -> list[int]:
        """The tokens behind those before which somebody suffers, or blames others."""
        blamed = not AGAINST.isdisjoint(self.words)
        return [at for at, word in enumerate(self.words, 1) if word in AGAINST] if blamed else []

    def agents(self, trigger: Trigger) -> tuple[int, int]:
        """Between which tokens who acts begins: behind 被 in the clause of the verb, and in no later one."""
        clause = self.clauses[trigger.first]
        low = max((at for at in self._against if at <= trigger.first and self.clauses[at - 1] == clause), default=0)
        return low, bisect_right(self.clauses, clause)

    @cached_property
    def earlier(self) -> Vectors:
        """What the first and the last character of each of the earlier names mean."""
        rows = self.names.rows - (0, 1)
        return self.context.vectors.take(rows, axis=0).reshape(len(rows), -1)

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
        empty = asked.empty[KINDS.index(role)] - lean
        names = asked.earlier(self) if role in EARLIER else _NONE
        name = int(names.argmax()) if len(names) else -1
        least = max(empty, float(names[name]) if name >= 0 else float(NEVER))
        spans = asked.spans(self, role, least)
        if spans is None:  # no stretch is worth so much as the likeliest name before, or as leaving it empty
            return Told(self.names.words(name)) if least > max(empty, float(NEVER) / 2) else None
        if beside:
            leave_out(spans, beside.first, beside.last)
        best = int(spans.argmax())
        first, more = divmod(best, spans.shape[1])
        surest = spans.item(best)
        if max(surest, least) <= max(empty, float(NEVER) / 2):
            return None
        if name >= 0 and names[name] > surest:
            return Told(self.names.words(name))
        if role not in _WEIGHED:
            return Filled(first, first + more + 1)
        return Filled(first, first + more + 1, surest + math.log(float(np.exp(spans - surest).sum())) - empty - lean)

    def asked(self, trigger: Trigger) -> "Question":
        """What a trigger asks of the sentence; worked out once."""
        if told := self.worth.get(trigger):
            return told
        ask([(self, trigger)])
        return self.worth[trigger]


_NONE: Vectors = np.empty(0, dtype=np.float32)


class Seen(NamedTuple):
    """What was seen of a sentence: each token as the first of a stretch and as the last (2, n, size).

    ``both``: what the stretches from one token to another are worth by both, whoever asks. (n, n)
    """

    tokens: Vectors
    both: Vectors


class Question(NamedTuple):
    """What a trigger asks: by role what leaving it empty is worth, and each token as its first and as its last.

    ``empty`` is by ``KINDS``, all else by ``roles``. ``worth``: (2, roles, n), ``highest`` the most
    that any token is worth; ``early`` is what names told before are asked for.
    """

    trigger: Trigger
    roles: tuple[str, ...]
    empty: Sequence[float]
    worth: Vectors
    highest: Sequence[Sequence[float]]
    early: Vectors

    def spans(self, sheet: Sheet, role: str, least: float) -> Vectors | None:
        """What each stretch is worth, by its first token and how many more it has; ``None``: none so much as ``least``.

        That is told beforehand where even the best first token with the best last one is worth less.
        """
        number, (length, longer) = self.roles.index(role), _lengths(role)
        both, best = sheet.together(len(length))
        highest, lowest = self.highest
        if highest[number] + lowest[number] + best + longer < least:
            return None
        first, last = self.worth[:, number]
        told: Vectors = both + first[:, None]
        told += last.take(stretches(*both.shape).last)
        told += length
        if not holds(self.trigger, role):
            leave_out(told, self.trigger.first, self.trigger.last)
        return told

    def earlier(self, sheet: Sheet) -> Vectors:
        """What each name of the sentences before is worth."""
        if not sheet.names.places:
            return _NONE
        told: Vectors = sheet.earlier @ self.early[:-1]
        told += self.early[-1]
        told += load().of.weights["eback"].take(sheet.names.back)
        return told


def ask(asked: Sequence[tuple[Sheet, Trigger]]) -> None:
    """Note on the sheets of a story what their triggers ask; far faster for many at a time."""
    asked = [(sheet, trigger) for sheet, trigger in asked if sheet.read]
    if not asked:
        return
    _look({id(sheet): sheet for sheet, _ in asked if sheet.seen is None}.values())
    queries, kinds = _queries(asked), [trigger.kind for _, trigger in asked]
    empty = load().of.linear("q0", queries).tolist()
    for kind in dict.fromkeys(kinds):
        mine = [at for at, one in enumerate(kinds) if one == kind]
        told = _ends_asked(kind, queries[mine]), _names_asked(kind, queries[mine])
        for at, ends, early in zip(mine, *told, strict=True):
            sheet, trigger = asked[at]
            worth = _worth(sheet, trigger, kind, ends)
            highest = np.maximum.reduce(worth, axis=2).tolist()
            sheet.worth[trigger] = Question(trigger, ASKS[kind], empty[at], worth, highest, early)


def _look(sheets: Collection[Sheet]) -> None:
    """See what the tokens of some sentences are: what they mean there, their tags, those beside them, and a 1."""
    if not sheets:
        return
    tables, context = load(), next(iter(sheets)).context
    apart = np.array([(0, 1)])
    places: list[Numbers] = [one for sheet in sheets for one in (sheet.rows, apart)]
    rows = np.concatenate(places) - np.array((0, 1))
    tags = [0, *(tables.tags.get(tag, 0) for sheet in sheets for _, _, _, tag in (*sheet.tokens, _NO_TOKEN)), 0]
    told = tables.of.weights["tag.weight"].take(tags, axis=0)
    size = context.vectors.shape[1]
    seen = np.empty((2, len(rows), tables.both.shape[1]), dtype=np.float32)
    seen[..., :size] = context.vectors.take(rows.T, axis=0)
    seen[..., size:-1] = np.concatenate([told[1:-1], told[:-2], told[2:]], axis=1)
    seen[..., -1] = 1
    begins, closes = seen @ tables.both
    at = 0
    for sheet in sheets:
        here = slice(at, at + len(sheet.tokens))
        sheet.seen = Seen(seen[:, here], begins[here] @ closes[here].T)
        at = here.stop + 1


def _queries(asked: Sequence[tuple[Sheet, Trigger]]) -> Vectors:
    """What each trigger is, by what it means there and by its family."""
    tables = load()
    places = [(sheet.rows[trigger.first, 0], sheet.rows[trigger.last - 1, 1]) for sheet, trigger in asked]
    means = [sheet.context.mean(*place) for (sheet, _), place in zip(asked, places, strict=True)]
    families = tables.of.weights["fam.weight"][[tables.families.get(trigger.family, 0) for _, trigger in asked]]
    return gelu(tables.of.linear("q.0", np.concatenate([np.array(means), families], axis=1)))


def _ends_asked(kind: str, queries: Vectors) -> Vectors:
    """By role of a kind of trigger, what first and what last tokens are asked for: (triggers, 2, roles, size)."""
    alone, (weight, bias) = load().alone, _asking(kind)
    told = queries @ weight
    told += bias
    by_end: Vectors = told.reshape(len(queries), 2, -1).swapaxes(0, 1).reshape(2, -1, alone.shape[1])
    ends: Vectors = by_end @ alone
    return ends.reshape(2, len(queries), len(ASKS[kind]), -1).swapaxes(0, 1)


@cache
def _asking(kind: str) -> tuple[Vectors, Vectors]:
    """The weights, and the bias, by which a kind of trigger asks for its first and last tokens."""
    tables, roles = load(), _roles(kind)
    columns = slice(roles.start * tables.wide, roles.stop * tables.wide)
    weights, biases = ([tables.of.weights[f"{end}.{name}"] for end in ("qs", "qe")] for name in ("weight", "bias"))
    return np.hstack([one[:, columns] for one in weights]), np.hstack([one[columns] for one in biases])


def _names_asked(kind: str, queries: Vectors) -> Vectors:
    """What names told before are asked for; nothing, where they fill no role."""
    if set(EARLIER).isdisjoint(ASKS[kind]):
        return np.empty((len(queries), 0), dtype=np.float32)
    tables = load()
    told = tables.of.linear("qearly", queries) @ tables.early
    told[:, -1:] += tables.of.linear("early0", queries)
    return told


@cache
def _roles(kind: str) -> slice:
    """Which of ``KINDS`` a kind of trigger asks for."""
    first = KINDS.index(ASKS[kind][0])
    return slice(first, first + len(ASKS[kind]))


def _worth(sheet: Sheet, trigger: Trigger, kind: str, ends: Vectors) -> Vectors:
    """By role, what each token is worth as the first and as the last that fills it; nothing, where it cannot be that.

    That goes by what it is, by how far it stands from the trigger, and by how many clauses.
    """
    assert sheet.seen is not None
    near, apart = _placed(kind, trigger.last - trigger.first)
    count, place = len(sheet.tokens), MOST - trigger.first
    told: Vectors = ends @ sheet.seen.tokens.swapaxes(1, 2)
    told += near[..., place : place + count]
    told += apart.take(sheet.apart + (MOST - sheet.clauses[trigger.first]), axis=2)
    for number, role in enumerate(ASKS[kind]):
        low, high = within(trigger, count, role)
        if high < count:
            told[1, number, high:] = NEVER
        for out in _kept_out(sheet, trigger, role, low):
            told[0, number, out] = NEVER
    return told


def _kept_out(sheet: Sheet, trigger: Trigger, role: str, low: int) -> Iterator[slice | list[int]]:
    """The tokens that begin no words for a role: those before ``low``, and others."""
    count = len(sheet.tokens)
    if role in ("agent", "promiser") and sheet.led:
        yield sheet.led
    if role == "agent":
        begun, high = sheet.agents(trigger)
        low = max(low, begun)
        if high < count:
            yield slice(high, None)
    if role in ("indicator", "subject") and (behind := items.behind(sheet.tokens, trigger.last)) < count:
        yield slice(behind, None)
    if role == "subject":
        first, end = items.before(sheet.tokens, trigger.first)
        if first < end:
            yield slice(first, end)
        if sheet.no_name:
            yield sheet.no_name
    if low:
        yield slice(low)


@cache
def _placed(kind: str, size: int) -> tuple[Vectors, Vectors]:
    """What tokens are worth by how far they stand from a trigger of so many words, and by how many clauses off.

    Either is by end and role: (2, roles, places); the trigger and its clause have the place ``MOST``.
    """
    weights, at = load().of.weights, np.arange(-MOST, MOST + size)
    near = EDGES.searchsorted(np.minimum(at, 0) + np.maximum(at - size + 1, 0))
    apart = np.minimum(np.maximum(at, -_CLAUSES), _CLAUSES) + _CLAUSES
    ends = [("ds", "cs"), ("de", "ce")]
    told = [[weights[name][_roles(kind)] for name in names] for names in ends]
    return np.stack([one.take(near, axis=1) for one, _ in told]), np.stack([one.take(apart, axis=1) for _, one in told])


def within(trigger: Trigger, count: int, role: str) -> tuple[int, int]:
    """The tokens of so many, half-open, between which a role of a trigger is filled."""
    low, high = min(trigger.low, count), min(trigger.high, count)
    if role == "indicator":
        low, high = max(low, trigger.first - NEAR), min(high, trigger.last + NEAR)
    return low, max(high, low)


def holds(trigger: Trigger, role: str) -> bool:
    """Whether the trigger itself may stand in the words of a role."""
    return role == "promised" and trigger.family.startswith(HOLDING)


def longest(role: str) -> int:
    """How many words fill a role at most."""
    return LONG if role in ("object", "promised", "demanded") else SHORT


@cache
def _lengths(role: str) -> tuple[Vectors, float]:
    """What a stretch is worth for a role by how long it is, and the most that it may be."""
    told = load().of.weights["length"][KINDS.index(role), : longest(role)]
    return told, float(told.max())
