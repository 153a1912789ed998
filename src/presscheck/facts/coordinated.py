"""Several things undertaken with one word: 计划新建学校9所，改造医院3家，发放补贴2亿元.

Papers name who and when once and list the measures after it, a clause each that begins with its verb. Where one of
them is told to be undertaken all are that tell something definite: an amount, or a document.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.roles import HOLDING, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, TIME, Token
from presscheck.model.fact import Words


class Series(NamedTuple):
    """A word of undertaking and the clauses that hang on it, tokens half-open."""

    trigger: Trigger
    clauses: tuple[tuple[int, int], ...]


def series(said: Said, asked: Sequence[Trigger]) -> list[Series]:
    """The words of undertaking behind which several clauses stand, each with these.

    >>> from presscheck.facts import sentences, triggers
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "云州市将新建学校9所，改造医院3家，市民很高兴。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> (found,) = series(said, [*triggers.promises(said.sentence)])
    >>> ["".join(said.sentence.words[slice(*one)]) for one in found.clauses]
    ['新建学校9所', '改造医院3家']
    """
    words = [one for one in asked if not one.family.startswith(HOLDING)]
    found = [Series(one, tuple(_hanging(said, one))) for one in words]
    return [one for one in found if len(one.clauses) > 1]


def definite(said: Said, clause: tuple[int, int]) -> Words | None:
    """What a clause tells to be done, from its verb on, if it has an amount or a document."""
    tokens = said.sentence.tokens[slice(*clause)]
    text = said.part.text
    if not any(one.tag == FIGURE or one.word == "《" for one in tokens) or _lasts(tokens):
        return None
    return said.part.words(tokens[0].start, tokens[-1].end) if text[tokens[0].start] not in "《“" else None


def over(said: Said, place: int) -> bool:
    """Whether a time that begins or ends at a place is over on the day of the story."""
    named = (one.period for one in said.dated if place in (one.start, one.end))
    return any(one.end and one.anchor and one.end[:10] < one.anchor for one in named)


def _lasts(tokens: Sequence[Token]) -> bool:
    """Whether a clause tells no more than how long something takes: 用10年左右时间."""
    return tokens[0].word in ("用", "花") and tokens[-1].word in rows("facts/triggers")["together"]["lasts"]


def _hanging(said: Said, trigger: Trigger) -> Iterator[tuple[int, int]]:
    """The clause right behind a word of undertaking, and those after it that begin with a verb."""
    for number, (first, last) in enumerate(_clauses(said, trigger)):
        begun = _verb(said, first, last)
        if number and begun is None:
            return
        yield (first if begun is None else begun), last


def _clauses(said: Said, trigger: Trigger) -> Iterator[tuple[int, int]]:
    """Clause after clause, up to a mark that is no comma."""
    tokens = said.sentence.tokens
    first, end = trigger.last, min(trigger.high, len(tokens))
    while first < end:
        last = next((at for at in range(first, end) if tokens[at].tag == BREAK), end)
        if last > first:
            yield first, last
        if last == end or tokens[last].word != "，":
            return
        first = last + 1


def _verb(said: Said, first: int, last: int) -> int | None:
    """Where a clause's verb stands, if only adverbs and times stand before it, none of what was done before."""
    tokens = said.sentence.tokens
    known = rows("facts/triggers")["together"]
    while first < last - 1 and tokens[first].tag in ("d", "c", TIME):
        if tokens[first].word in known["done"] or over(said, tokens[first].start):
            return None
        first += 1
    told, behind = tokens[first], tokens[first + 1].word if first + 1 < last else ""
    named = told.word in (*known["not"], *known["done"]) or behind in known["measures"] or behind.startswith("后")
    return first if told.tag == "v" and not named else None
