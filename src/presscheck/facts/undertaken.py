"""How likely each clause of a sentence tells what somebody undertakes.

By a log-linear model: traits of the clause by name, and what it means where it stands, as the story was read in context
(``facts/context.py``). Its weights were learned on annotated sentences (``tools/train_promises.py``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from presscheck.data import rows, shipped
from presscheck.facts import coordinated, signs
from presscheck.facts.clauses import Clause
from presscheck.facts.context import Context, Vectors
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, PARTIES, TIME, Token
from presscheck.model.fact import Words

FILE = "promises.npz"
_LEFT_OUT = frozenset((TIME, "d", "ad", "c", "p"))
"""What may stand between who undertakes something and the word for it."""
_PLANNED = re.compile("计划|力争|争取|拟")
"""Behind such a word it is undertaken, whatever was expected before it."""
_SHORTLY = 30
_DENIED = ("不", "不再", "未", "没有")
_DONE = ("已", "已经", "曾", "已将", "已经将")
_NEAR = 40
"""So many characters before it tell of what kind of undertaking it is."""
_KNOWN_TAGS = frozenset((*PARTIES, "n", "v", "d", "p", "r", "m", FIGURE, TIME, "c", "u", "a", "vn", "x"))


@dataclass(frozen=True)
class Learned:
    """The weight of each trait, and of what a clause means: its first character, all, and the word of undertaking."""

    traits: dict[str, float]
    meaning: Vectors
    base: float


@cache
def load() -> Learned:
    """What was learned, as it ships."""
    with shipped(FILE).open("rb") as file, np.load(file, allow_pickle=False) as table:
        names = str(table["traits"]).split("\n")
        weights = dict(zip(names, table["weights"].astype(np.float64).tolist(), strict=True))
        return Learned(weights, table["meaning"].astype(np.float32), float(table["base"]))


def worth(said: Said, clause: Clause, context: Context, headline: str, day: date | None) -> float | None:
    """How much speaks for it that a clause tells what is undertaken, in nats; ``None`` where it was not read."""
    what = clause.words(said)
    means = meaning(said, clause, what, context)
    if means is None:
        return None
    learned = load()
    told = sum(learned.traits.get(one, 0.0) for one in traits(said, clause, what, headline, day))
    return told + float(means @ learned.meaning) + learned.base


def meaning(said: Said, clause: Clause, what: Words, context: Context) -> Vectors | None:
    """What its first character means, all of them together, and the last one of the word of undertaking: (3 × size)."""
    place = context.stretch(said.part, what.start, what.end)
    if place is None:
        return None
    told = np.zeros((3, context.vectors.shape[1]), dtype=np.float32)
    told[0], told[1] = context.vectors[place[0]], context.mean(*place)
    if clause.word is not None:
        token = said.sentence.tokens[clause.word]
        if word := context.stretch(said.part, token.start, token.end):
            told[2] = context.vectors[word[1] - 1]
    return told.reshape(-1)


def traits(said: Said, clause: Clause, what: Words, headline: str, day: date | None) -> Iterator[str]:
    """What speaks for or against it, by name.

    >>> from presscheck.facts import clauses, sentences
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "云州市计划新建水厂3座。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> (clause,) = clauses.of(said)
    >>> told = set(traits(said, clause, clause.words(said), "", None))
    >>> {"word plan", "by 计划", "begins 新建", "who place"} <= told
    True
    """
    shown, kind = signs.shown(said, what, day), signs.word_of(said, what.start)
    yield from (f"sign {one}" for one in sorted(shown))
    yield f"word {kind}"
    yield f"begins {what.text[:2]}"
    yield f"ends {what.text[-1]}"
    yield f"first {_tag(said.sentence.tokens[clause.begin])}"
    yield from _of_times_and_amounts(said, clause, kind, "day" in shown)
    yield from _of_word(said, clause, kind)
    yield from _of_neighbours(said, what, headline)
    if "《" in what.text or "“" in what.text:
        yield "a document"
    yield from (name for name, has in (("a forecast", is_forecast), ("done", is_done)) if has(said, what))
    if clause.named:
        yield "a name heads it"
    if any(one.kind == "person" for one in said.parties):
        yield "a person is named"


def is_forecast(said: Said, what: Words) -> bool:
    """Whether a word of forecasts stands shortly before, or in it, or it tells what is in what was undertaken."""
    near = said.part.text[max(said.sentence.start, what.start - _SHORTLY) : what.end]
    near = _PLANNED.split(near)[-1]
    vague = rows("facts/triggers")["vague"]
    return what.text.startswith(tuple(vague["tells"])) or any(word in near for word in vague["forecasts"])


def is_done(said: Said, what: Words) -> bool:
    """Whether it is told right before it that this was done, or is not."""
    return said.part.text.endswith((*_DONE, *_DENIED), 0, what.start) or coordinated.over(said, what.start)


def _of_times_and_amounts(said: Said, clause: Clause, kind: str, to_come: bool) -> Iterator[str]:
    tokens = said.sentence.tokens
    amounts = min(sum(one.tag == FIGURE for one in tokens[clause.begin : clause.last]), 2)
    yield f"{amounts} amounts"
    yield f"{min(amounts, 1)} amounts, word {kind}"
    yield f"{'a day to come' if to_come else 'no day'}, {min(amounts, 1)} amounts, word {kind}"
    if any(one.tag == TIME for one in tokens[clause.begin : clause.last]):
        yield "a time in it"
    if any(one.tag == TIME for one in tokens[: clause.begin]):
        yield "a time before it"


def _of_word(said: Said, clause: Clause, kind: str) -> Iterator[str]:
    """Which word of undertaking goes before it, and what stands before that."""
    if clause.word is None:
        yield "no word"
        return
    tokens, at = said.sentence.tokens, clause.word - 1
    yield f"by {tokens[clause.word].word}"
    if not clause.within:
        yield f"in a clause behind, word {kind}"
    while at >= 0 and tokens[at].tag in _LEFT_OUT:
        at -= 1
    who = _tag(tokens[at]) if at >= 0 else "nothing"
    yield f"who {who}"
    yield f"who {who}, word {kind}"


def _of_neighbours(said: Said, what: Words, headline: str) -> Iterator[str]:
    text, known = said.part.text, rows("facts/signs")["near"]
    before = text[max(said.sentence.start, what.start - _NEAR) : what.start]
    yield from (f"near {one}" for one in known["before"] if one in before)
    yield from (f"headed {one}" for one in known["headed"] if one in headline)


def _tag(token: Token) -> str:
    if token.tag == BREAK:
        return "a mark"
    return token.tag if token.tag in _KNOWN_TAGS else "n" if token.tag in NOMINAL else "other"
