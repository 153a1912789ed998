"""The clauses of a sentence, each with the words from which on it tells what is to be done."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts import signs
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, NOMINAL, TIME, Token
from presscheck.model.fact import Words

_SKIPPED = frozenset(("d", "c", "ad", TIME))
"""What stands before the verb of a clause and is no part of what is done: adverbs, 并, times."""
_AFTER_TIME = frozenset(("前", "内", "之前", "以前", "起", "底"))
_AT = frozenset(("到", "至", "在", "于"))
"""Words that lead in a time."""
_KEPT = frozenset(("再", "重新"))
"""Adverbs that are part of what is done."""
_TELLS = frozenset(("提出", "明确", "预计"))
"""Words before a time by which something is to be done."""
_TO = frozenset(("要",))
"""Words right before what is done and no part of it."""
_MAY = frozenset(("要", "会", "能", "可"))
"""Verbs before that of what is done."""
_MARKS = frozenset("“”‘’（）》")
_LONGEST_NAME = 6
"""Of the name of what is to reach an amount (年末绿地率达到40%) the last words are told, at most so many characters."""


class Clause(NamedTuple):
    """One clause: its tokens, half-open, and the one from which on it tells what is done.

    ``word``: the last word of undertaking in it or before it in its sentence, ``within``: whether it stands in it;
    ``named``: so many tokens of a name stand at its head (绿地率 in 绿地率达到40%).
    """

    first: int
    last: int
    begin: int
    word: int | None
    within: bool
    named: int

    def words(self, said: Said) -> Words:
        """What it tells to be done."""
        tokens = said.sentence.tokens
        return said.part.words(tokens[self.begin].start, tokens[self.last - 1].end)


def of(said: Said) -> Iterator[Clause]:
    """The clauses of a sentence, in order.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "云州市计划明年新建水厂3座，供水能力达到9万吨。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> [one.words(said).text for one in of(said)]
    ['新建水厂3座', '供水能力达到9万吨']
    """
    tokens, known = said.sentence.tokens, signs.undertaking()
    word: int | None = None
    for first, last in _stretches(tokens):
        inside = [at for at in range(first, last) if tokens[at].word in known and not signs.is_noun(said, at)]
        word = inside[-1] if inside else word
        begin = _behind(tokens, word + 1 if inside and word is not None else first, last)
        if begin < last:
            reached = _reached(said, begin, last)
            yield Clause(first, last, reached or begin, word, bool(inside), reached - begin if reached else 0)


def _stretches(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """The tokens between marks that end a clause, without the marks at either end."""
    first = 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or tokens[at].tag == BREAK:
            last = at
            while first < last and tokens[first].word in _MARKS:
                first += 1
            if first < last:
                yield first, last
            first = at + 1


def _behind(tokens: tuple[Token, ...], first: int, last: int) -> int:
    """The first token behind adverbs and times, behind 其中 and the like, and behind 提出 before a time."""
    while first < last - 1 and (
        (tokens[first].word in _TELLS and tokens[first + 1].word in _AT)
        or tokens[first].word in _TO
        or (tokens[first].tag in _SKIPPED and tokens[first].word not in _KEPT)
        or tokens[first].word in _AFTER_TIME
        or tokens[first].word in rows("facts/triggers")["together"]["also"]
        or (tokens[first].word in _AT and tokens[first + 1].tag == TIME)
    ):
        first += 1
    return first


def _reached(said: Said, begin: int, last: int) -> int | None:
    """Where a clause that begins with a name and tells what it is to reach begins to tell: 绿地率达到40%."""
    tokens = said.sentence.tokens
    if tokens[begin].tag not in NOMINAL or signs.is_verb(said, tokens[begin]):
        return None
    reaches = re.compile(rows("facts/signs")["words"]["reaches"])
    verb = next((at for at in range(begin + 1, last) if reaches.fullmatch(tokens[at].word)), None)
    if verb is None or any(one.tag == "v" and one.word not in _MAY for one in tokens[begin:verb]):
        return None
    at = verb
    while at > begin and tokens[at - 1].tag in NOMINAL and tokens[verb].start - tokens[at - 1].start <= _LONGEST_NAME:
        at -= 1
    return at
