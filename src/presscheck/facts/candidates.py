"""Everybody who may undertake what a clause tells: named before it in its sentence or its story, or whoever says so."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from presscheck.data import rows
from presscheck.facts import parties, sayings
from presscheck.facts.clauses import Clause
from presscheck.facts.context import Vectors
from presscheck.facts.roles import KINDS, LEADING, SHORT, Filled, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.spans import NEVER
from presscheck.facts.story import Part
from presscheck.facts.tokens import phrases
from presscheck.model.fact import Quote, Words

ROLE = "promiser"
"""What the reader of roles calls who undertakes something."""
LEAST = -12.0
"""A chance is told in nats, and none less than this."""
_MORE = re.compile("方面|等[0-9一二三四五六七八九十多]+个?(?:部门|单位|部委|机构|省区市|国家)")
_ORGANISES, _WHERE = "组织", "f"
_ORGANISED = re.compile(f"[局部委厅府办市县区校]{_ORGANISES}$")
_POINTING = frozenset(("他", "她", "它", "他们", "她们", "它们"))
"""Who is meant by these is named before."""
_ISSUERS = ("organisation", "country", "place")
_LIKELIEST, _EARLIER, _LATELY = 5, 12, 2
"""So many names of earlier sentences that the reader of roles finds likeliest, so many in all; how many sentences back
parties are taken."""


class Candidate(NamedTuple):
    """Somebody who may undertake it; ``words`` is ``None`` where nobody is named.

    ``tokens``: those of the sentence; ``back``: so many sentences before it is named, in ``part``; ``surest`` is how
    likely the reader of roles finds it, ``ends`` whatever ends with it: logarithms of chances.
    """

    words: Words | None
    part: Part
    kind: str = "nouns"
    tokens: tuple[int, int] | None = None
    back: int | None = None
    surest: float = LEAST
    ends: float = LEAST
    sources: tuple[str, ...] = ()


def candidates(said: Said, clause: Clause, trigger: Trigger, sheet: Sheet, quotes: Sequence[Quote]) -> list[Candidate]:
    """Everybody who may undertake what a clause tells, each once; the last is nobody.

    The parties and runs of nouns before it in its sentence, with what goes on of their names (水利部等三部门); what the
    reader of roles finds likeliest; names of earlier sentences; whoever says it.
    """
    read = _Read(said, clause, trigger, sheet)
    found: dict[tuple[str, int | None, int], Candidate] = {}
    for one in (*_here(said, clause, read), *_earlier(said, sheet, read), *_speaker(said, clause, quotes)):
        if one.words is None or one.words.text in _POINTING:
            continue
        at = (one.words.part, one.words.paragraph, one.words.end)
        found[at] = _joined(found[at], one) if at in found else one
    return [*found.values(), Candidate(None, said.part, "nobody", surest=read.empty)]


def _joined(one: Candidate, two: Candidate) -> Candidate:
    """Two that end in the same place, as one: the likelier (青石县, of which only 县 is a known party)."""
    first, second = (two, one) if two.surest > one.surest else (one, two)
    kind = second.kind if first.kind == "nouns" else first.kind
    sources = tuple(dict.fromkeys((*one.sources, *two.sources)))
    return first._replace(kind=kind, sources=sources, ends=max(one.ends, two.ends))


class _Read:
    """What the reader of roles makes of a trigger: of each stretch, each earlier name, and of nobody, in nats."""

    def __init__(self, said: Said, clause: Clause, trigger: Trigger, sheet: Sheet) -> None:
        asked = sheet.asked(trigger)
        told, self.early = asked.spans(sheet, ROLE, float(NEVER)), asked.earlier(sheet)
        assert told is not None  # names of earlier sentences may fill it, so that it is always asked
        self.spans = told
        empty = asked.empty[KINDS.index(ROLE)]
        top = max(empty, float(self.spans.max()), float(self.early.max()) if len(self.early) else empty)
        parts = (np.exp(np.maximum(one - top, LEAST * 3)).sum() for one in (self.spans, self.early))
        self.all = top + math.log(math.exp(empty - top) + float(sum(parts)))
        self.empty = self.nats(empty)

    def nats(self, worth: float) -> float:
        """How likely something is that is worth so much."""
        return max(worth - self.all, LEAST)

    def stretch(self, first: int, last: int) -> tuple[float, float]:
        """How likely a stretch is, and the likeliest that ends with it; longer ones than names are: not at all."""
        if last - first > SHORT:
            return LEAST, LEAST
        low = max(0, last - SHORT)
        alike = max(float(self.spans[at, last - at - 1]) for at in range(low, last))
        return self.nats(float(self.spans[first, last - first - 1])), self.nats(alike)

    def likeliest(self, until: int) -> tuple[int, int] | None:
        """The likeliest stretch that ends before a token."""
        best, found = float(NEVER) / 2, None
        for first in range(max(0, until)):
            more = int(self.spans[first, : min(SHORT, until - first)].argmax())
            if self.spans[first, more] > best:
                best, found = float(self.spans[first, more]), (first, first + more + 1)
        return found


def _here(said: Said, clause: Clause, read: _Read) -> Iterator[Candidate]:
    """The parties of the sentence before what is undertaken, its runs of nouns, and what was learned to stand there."""
    until = clause.words(said).start
    for one in said.rows:
        held = said.sentence.at(one.start, one.end)
        if one.end <= until and held and not _is_led(said, held[0]):
            words = whole(said.part, one.start, one.end)
            yield Candidate(words, said.part, one.kind, held, None, *read.stretch(*held), ("a party",))
    tokens = said.sentence.tokens
    runs = [(_before_word(at, clause), "a run of nouns") for at in phrases(tokens) if at[1] <= clause.begin]
    best = read.likeliest(clause.begin)
    for (begun, last), source in (*runs, *([(best, "read")] if best else [])):
        first = begun + (last - begun > 1 and tokens[begun].word in LEADING)
        name = said.words(Filled(first, last))
        if name and name.end <= until and not _is_led(said, first) and tokens[last - 1].tag != _WHERE:
            name = whole(said.part, name.start, name.end)
            kind = _kind(name.text)
            yield Candidate(name, said.part, kind, (first, last), None, *read.stretch(first, last), (source,))


def _before_word(run: tuple[int, int], clause: Clause) -> tuple[int, int]:
    """A run of nouns without the word of undertaking that was taken for its end: 白沙村计划."""
    first, last = run
    return (first, clause.word) if clause.word is not None and first < clause.word < last else run


def _is_led(said: Said, first: int) -> bool:
    """Whether somebody is only led, asked or helped to do something: 引导银行, also where that was cut as one name."""
    leads, words = tuple(rows("facts/triggers")["together"]["leads"]), said.sentence.words
    return words[first].startswith(leads) or (first > 0 and words[first - 1] in leads)


def _earlier(said: Said, sheet: Sheet, read: _Read) -> Iterator[Candidate]:
    """Names of sentences before: those that are likeliest, those who issued something, the last parties."""
    places, early = sheet.names.places, read.early
    order = [int(at) for at in np.argsort(-early, kind="stable")[:_LIKELIEST]]
    order += [at for at, place in enumerate(places) if issues(*place)]
    late = [at for at in range(len(places) - 1, -1, -1) if sheet.names.back[at] <= _LATELY]
    order += [at for at in late if _kind(_text(places[at])) in (*_ISSUERS, "person")]
    for number, at in enumerate(list(dict.fromkeys(order))[:_EARLIER]):
        part, start, end = places[at]
        sources = ("named earlier", "likeliest of earlier ones")[: 1 + (number == 0)]
        chance = read.nats(float(early[at]))
        yield Candidate(
            whole(part, start, end),
            part,
            _kind(_text(places[at])),
            None,
            int(sheet.names.back[at]),
            chance,
            chance,
            sources,
        )


def _speaker(said: Said, clause: Clause, quotes: Sequence[Quote]) -> Iterator[Candidate]:
    what = clause.words(said)
    if speaker := sayings.speaker_of(quotes, said.part, what.start, what.end):
        yield Candidate(speaker, said.part, _kind(speaker.text), sources=("says it",))


def _text(place: tuple[Part, int, int]) -> str:
    part, start, end = place
    return part.text[start:end]


@lru_cache(4096)
def _kind(text: str) -> str:
    """What kind of party a name ends with."""
    return next((one.kind for one in parties.find(text) if one.end == len(text)), "nouns")


@cache
def makers(name: str) -> re.Pattern[str]:
    """A pattern of the rows on who undertakes something."""
    told: str = rows("facts/triggers")["makers"][name]
    return re.compile(told)


def issues(part: Part, start: int, end: int) -> bool:
    """Whether a word of issuing stands behind a body (印发)."""
    return bool(makers("issues").match(part.text, end)) and _kind(part.text[start:end]) in _ISSUERS


def whole(part: Part, start: int, end: int) -> Words:
    """The name with what goes on (铁路方面, 水利部等三部门), and without a verb taken for its end (教育局组织)."""
    if _ORGANISED.search(part.text, start, end):
        return part.words(start, end - len(_ORGANISES))
    more = _MORE.match(part.text, end)
    return part.words(start, more.end() if more else end)


def meaning(one: Candidate, sheet: Sheet) -> Vectors | None:
    """What the last character of a name means where it stands; ``None`` where it was not read."""
    if one.words is None or (one.tokens is None and one.back is None):
        return None
    beside = int(sheet.rows[0, 0]) if one.back is not None else None
    place = sheet.context.stretch(one.part, one.words.end - 1, one.words.end, beside)
    told: Vectors | None = sheet.context.vectors[place[1] - 1] if place else None
    return told
