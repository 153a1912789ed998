"""Who undertakes something: whoever is named in its sentence, who issued the plan, or somebody named before.

All who may are weighed at once, and that nobody is named as well: one softmax over traits by name, what the name means
where it stands, and how likely the reader of roles (``facts/roles.py``) finds it. The weights were learned on annotated
sentences (``tools/train_promises.py``), so that a score is a chance.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from presscheck.data import rows, shipped
from presscheck.facts import coordinated, signs
from presscheck.facts.candidates import ROLE, Candidate, candidates, issues, makers, meaning, whole
from presscheck.facts.clauses import Clause
from presscheck.facts.context import Vectors
from presscheck.facts.roles import HOLDING, Filled, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, NOMINAL, PARTIES, TIME
from presscheck.facts.undertaken import FILE
from presscheck.model.fact import Quote, Words

SURELY = 1e6
"""Who undertakes it is always asked for: that it is undertaken was settled before."""
CHANCE, MEANING = 0.25, 0.3
"""The measure of how likely a name is found, and of what it means, beside its traits."""
_SHORTEST_NAME, _LONG = 2, 12
"""Of fewer characters a name is none in short (局), of more it is long."""
_NAMING = frozenset(("n", "ns", "nr", "nz", "nt", "place", "organisation", "eng", "j"))
"""Words of these kinds before a name are part of it: 青石 in 青石县."""
_BETWEEN = frozenset((TIME, "d", "ad", "c"))
"""What may stand between who undertakes something and the word for it."""
_LEADS = frozenset("在向对与同于到和被由把将给从为")
"""Behind these somebody is named who is led in, and mostly does nothing."""
_ALL_OF_US = ("我国", "全国")
_THIS = frozenset("该本此这")
_CLAUSE = re.compile("[^，。；：]*")
_REACH = 60
"""So many characters behind a name of an earlier sentence tell what it said."""
_HEADS_EARLIER = frozenset("。！？")


class Learned(NamedTuple):
    """The weight of each trait, of what a name means, and of how likely the reader of roles finds it."""

    traits: dict[str, float]
    meaning: Vectors
    surest: float
    ends: float


@cache
def load() -> Learned:
    """What was learned, as it ships."""
    with shipped(FILE).open("rb") as file, np.load(file, allow_pickle=False) as table:
        names = str(table["who_traits"]).split("\n")
        weights = dict(zip(names, table["who_weights"].astype(np.float64).tolist(), strict=True))
        surest, ends = table["who_chances"].astype(np.float64).tolist()
        return Learned(weights, table["who_meaning"].astype(np.float32), surest, ends)


def choose(
    said: Said, clause: Clause, trigger: Trigger, sheet: Sheet, quotes: Sequence[Quote]
) -> tuple[Words | None, float]:
    """Who undertakes what a clause tells, and how likely that is right; ``None``: nobody who is named."""
    found = candidates(said, clause, trigger, sheet, quotes)
    return likeliest([one.words for one in found], [worth(said, clause, one, sheet) for one in found])


def likeliest(names: Sequence[Words | None], worth: Sequence[float]) -> tuple[Words | None, float]:
    """The likeliest of some names by how much speaks for each, and how likely it is right: one named twice is one."""
    most = max(worth)
    odds = [math.exp(one - most) for one in worth]
    shares = [sum(odd for odd, two in zip(odds, names, strict=True) if _is_same(one, two)) for one in names]
    best = max(range(len(names)), key=lambda at: (shares[at], odds[at]))
    return names[best], shares[best] / sum(odds)


def _is_same(one: Words | None, two: Words | None) -> bool:
    """Whether two are one, named in two places, perhaps once in short: 县水务局, 水务局."""
    if one is None or two is None:
        return one is two
    short, long = sorted((one.text, two.text), key=len)
    return short == long or (len(short) >= _SHORTEST_NAME and long.endswith(short))


def worth(said: Said, clause: Clause, one: Candidate, sheet: Sheet) -> float:
    """How much speaks for somebody, in nats."""
    learned, means = load(), meaning(one, sheet)
    told = sum(learned.traits.get(trait, 0.0) for trait in traits(said, clause, one))
    told += learned.surest * one.surest + learned.ends * one.ends
    return told if means is None else told + float(means @ learned.meaning)


def traits(said: Said, clause: Clause, one: Candidate) -> Iterator[str]:
    """What speaks for or against somebody, by name."""
    word = signs.word_of(said, clause.words(said).start)
    if one.words is None:
        yield "nobody"
        yield f"nobody, word {word}"
        if clause.named:
            yield "nobody, a name heads it"
        return
    where = "here" if one.tokens else "earlier" if one.back is not None else "elsewhere"
    yield from one.sources
    yield from (where, one.kind, f"{where} {one.kind}")
    yield from _of_name(one.words.text, where, word)
    if one.tokens:
        yield from _of_place(said, clause, one, word)
        yield from _of_sentence(said, clause, one)
    elif one.back is not None:
        yield from _of_earlier(said, one)


def _of_name(name: str, where: str, word: str) -> Iterator[str]:
    known, together = rows("facts/triggers")["makers"], rows("facts/triggers")["together"]
    if makers("bodies").search(name):
        yield from ("a body", f"a body {where}")
    if re.search(together["bodies"], name):
        yield "a body by its end"
    if re.match(together["nobody"], name):
        yield "no name"
    yield from (kind for kind in ("everywhere", "throughout") if name in known[kind])
    if name in _ALL_OF_US:
        yield from ("all of us", f"all of us, word {word}")
    yield from (f"{many} characters" for many, has in (("one", len(name) == 1), ("many", len(name) > _LONG)) if has)
    yield f"ends {name[-1]}"
    if name[0] in _THIS:
        yield "this one"
    if name[0] == "全":
        yield "all of it"
    if "的" in name:
        yield "described"


def _of_place(said: Said, clause: Clause, one: Candidate, word: str) -> Iterator[str]:
    """Where it stands: how many clauses before, behind and before which words."""
    assert one.tokens
    assert one.words
    tokens, (first, last) = said.sentence.tokens, one.tokens
    between = tokens[last : clause.first]
    apart = min(sum(token.tag == BREAK for token in between), 3) if last <= clause.first else -1
    yield from (
        f"{apart} clauses before",
        f"{apart} clauses before, {one.kind}",
        f"{apart} clauses before, word {word}",
    )
    if any(token.word in "；。" for token in between):
        yield "in another part"
    yield f"behind {_behind(said, first, one.words.start)}"
    if first == 0:
        yield f"heads the sentence, word {word}"
    yield f"before {_next(said, last)}"


def _behind(said: Said, first: int, start: int) -> str:
    """Behind what a name stands."""
    if first == 0:
        return "nothing"
    token = said.sentence.tokens[first - 1]
    if token.tag == BREAK:
        return "a mark"
    if token.word in _LEADS:
        return token.word
    if said.part.text[start - 1] in _LEADS:
        return said.part.text[start - 1]
    return "a noun" if token.tag in NOMINAL else "a verb" if token.tag.startswith("v") else token.tag


def _next(said: Said, last: int) -> str:
    """What stands behind a name."""
    if last >= len(said.sentence.tokens):
        return "nothing"
    token = said.sentence.tokens[last]
    if token.tag == BREAK:
        return "a mark"
    return "a noun" if token.tag in NOMINAL else token.word if token.word in ("的", "、", "将") else token.tag


def _of_sentence(said: Said, clause: Clause, one: Candidate) -> Iterator[str]:
    """What its sentence tells of it: whether it says or issues something, and who else is named."""
    assert one.tokens
    assert one.words
    tokens, text, says = said.sentence.tokens, said.part.text, tuple(rows("facts/triggers")["makers"]["says"])
    at, last = clause.begin if clause.word is None else clause.word, one.tokens[1]
    if all(token.tag in _BETWEEN for token in tokens[last:at]):
        behind = _behind(said, one.tokens[0], one.words.start)
        yield "right before the word"
        yield from (f"right before the word, {told}" for told in (one.kind, f"behind {behind}"))
    if any(token.tag in PARTIES for token in tokens[last:at]):
        yield "others between"
    until = clause.words(said).start
    more = _CLAUSE.match(text, one.words.end, until)
    if more and more.end() < until and more.group().endswith(says):
        yield from ("says", f"says {one.kind}")
    if issues(said.part, one.words.start, one.words.end):
        yield "issues something"
    if makers("issued").match(text, one.words.end, until):
        yield "issued it"
    named = [row.end for row in said.rows if row.end <= tokens[at].start and row.kind != "event"]
    if named and one.words.end == named[-1]:
        yield "the last party"
    if named and one.words.end == named[0]:
        yield "the first party"


def _of_earlier(said: Said, one: Candidate) -> Iterator[str]:
    """Where it stands in a sentence before."""
    assert one.words
    text, start, end = one.part.text, one.words.start, one.words.end
    yield from (f"{one.back} back", f"{one.back} back, {one.kind}")
    here = (one.part.name, one.part.paragraph) == (said.part.name, said.part.paragraph)
    yield f"earlier in {'this' if here else 'another'} paragraph"
    if not start or text[start - 1] in _HEADS_EARLIER:
        yield from ("headed a sentence", f"headed a sentence, {one.kind}")
    if start and text[start - 1] in _LEADS:
        yield "was led in"
    if issues(one.part, start, end):
        yield "issued something"
    told = _CLAUSE.match(text, end, end + _REACH)
    if told and told.group().endswith(tuple(rows("facts/triggers")["makers"]["says"])):
        yield "said something"
    if text[end : end + 1] == "的":
        yield "earlier before 的"


def right_before(said: Said, trigger: Trigger, sheet: Sheet) -> Filled | None:
    """Who is named right before a word of undertaking, or before the time and adverbs there; ``None``: nobody is."""
    known: dict[str, Sequence[str]] = rows("facts/triggers")["together"]
    if trigger.family.startswith(HOLDING) or said.sentence.words[trigger.first] in known["done_with"]:
        return None
    at = coordinated.named(said, trigger)
    if at is not None:
        return Filled(at, at + 1)
    told = sheet.fill(trigger, ROLE, lean=SURELY)
    if not isinstance(told, Filled) or told.last > trigger.first:
        return None
    who = said.words(told)
    body = who and re.search(str(known["bodies"]), who.text)
    between = said.sentence.tokens[told.last : trigger.first]
    return told if body and all(one.tag in (TIME, "d") for one in between) else None


def by_name(said: Said, told: Filled) -> Words | None:
    """The whole name of who is named right before the word (青石县, not 县), if it is one by itself: not 全省."""
    tokens, first = said.sentence.tokens, told.first
    while (
        first and tokens[told.last - 1].end - tokens[first].start < _SHORTEST_NAME and tokens[first - 1].tag in _NAMING
    ):
        first -= 1
    name = said.words(Filled(first, told.last))
    known = rows("facts/triggers")["makers"]
    if name is None or len(name.text) < _SHORTEST_NAME or name.text in (*known["everywhere"], *known["throughout"]):
        return None
    return whole(said.part, name.start, name.end)
