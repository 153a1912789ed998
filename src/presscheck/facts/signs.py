"""Signs that something is undertaken, or is not, in its words and in those around it: rows with examples.

How much each counts was learned (``facts/undertaken.py``).
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, PARTIES, TIME, Token
from presscheck.model.fact import Period, Words

_CLAUSE_ENDS = re.compile("[，。；：]")
_WITH_NOUN = {"将": "takes", "准备": ""}
"""What a word of undertaking tells where a noun follows it: 将旧厂改成公园, 准备粮仓9座."""
_BEHIND_NOUN = frozenset("》”’）(（、，；：。的了")
"""Behind a word of undertaking that names a plan, or tells what was got: 三年行动计划》, 争取了资金."""
_SAID = ("，", "：")
_WHO_SAYS = frozenset((*PARTIES, "d", TIME))
"""What stands before a word of undertaking that is said: 云州市承诺，9月1日前建成."""
_VERBS = frozenset(("v", "vn", "vd", "vg", "vq"))
_OPENING = ("“", "《")
_LED_IN = ("到", "至")
_NO_OBJECT = frozenset(("l", "i", "f", "a", "an", "vn", "r"))
"""Words behind 将 of these kinds may lead in what is to be done (将有效冲刷); other nouns are taken and changed."""


class Sign(NamedTuple):
    """One sign: what it is compared with, and by what."""

    id: str
    where: str
    pattern: re.Pattern[str]


def shown(said: Said, what: Words, day: date | None = None) -> frozenset[str]:
    """The signs in the words of what may be undertaken, and in those around it.

    ``day`` is that of the story: a day by which is later.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "云州市已经建成学校9所。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> sorted(shown(said, part.words(5, 11)))
    ['amount', 'done-before', 'no-word', 'to-build']
    """
    text, start = said.part.text, said.sentence.start
    told = {"what": what.text, "before": text[start : what.start], "through": text[start : what.end]}
    told["clause"] = _CLAUSE_ENDS.split(told["before"])[-1]
    inside = said.sentence.tokens[slice(*(said.sentence.at(what.start, what.end) or (0, 0)))]
    amount = any(one.tag == FIGURE for one in inside)
    done = any(one.tag in _VERBS or is_verb(said, one) for one in inside)
    told["holds"] = " ".join(["amount"] * amount + ["day"] * _has_day(said, what, day) + ["verb"] * done)
    told["bare"] = "" if amount else what.text
    told["word"] = word_of(said, what.start)
    return frozenset(one.id for one in of() if _fits(one, told[one.where]))


def word_of(said: Said, place: int) -> str:
    """With which kind of word something is undertaken: the last before a place in its part of the sentence.

    ``plan`` (计划, 力争), ``decides`` (决定), ``will`` (将), ``takes`` (将 that is 把: 将旧厂改成公园), ``goal`` (a day
    led in: 到2030年); else none.
    """
    kinds, done, found = _kinds(), _told_done(), list[str]()
    for at, (start, _, word, tag) in enumerate(said.sentence.tokens):
        if start >= place:
            break
        if word == "。" or (word == "；" and not _goes_on(said, at + 1)):
            found.clear()
        elif word in done:
            found.append("")
        elif (kind := kinds.get(word)) and not is_noun(said, at):
            taken = word in _WITH_NOUN and _takes(said, at + 1)
            found.append(_WITH_NOUN[word] if taken else kind)
        elif tag == TIME and at and said.sentence.words[at - 1] in _LED_IN:
            found.append("goal")
    last = found[-1] if found else ""
    return "plan" if last in ("takes", "goal") and "plan" in found else last


def is_noun(said: Said, at: int) -> bool:
    """Whether a plan or a promise is named, and nothing undertaken with the word: 三年行动计划》, 作出的承诺."""
    token, text = said.sentence.tokens[at], said.part.text
    before = said.sentence.tokens[at - 1] if at else None
    whose = before is not None and before.tag == "vn" and before.end == token.start
    behind = text[token.end : token.end + 1]
    said_so = behind in _SAID and before is not None and before.tag in _WHO_SAYS and token.tag == "v"
    return whose or (behind in _BEHIND_NOUN and not said_so) or text[token.start - 1 : token.start] == "的"


def _goes_on(said: Said, at: int) -> bool:
    """Whether a list goes on behind a mark: with a verb, but for times and what leads in; nobody else is named."""
    tokens = said.sentence.tokens
    while at < len(tokens) and tokens[at].tag in ("d", "ad", "p", TIME):
        at += 1
    if at == len(tokens) or tokens[at].tag == "v" or is_verb(said, tokens[at]):
        return at < len(tokens)
    return re.compile(rows("facts/triggers")["together"]["led"]).match(said.part.text, tokens[at - 1].start) is not None


def _takes(said: Said, at: int) -> bool:
    """Whether a noun or an amount stands right behind 将, but for times and adverbs: it is taken, something done."""
    tokens = said.sentence.tokens
    while at < len(tokens) and (tokens[at].tag in ("d", "ad", TIME) or tokens[at].word in _OPENING):
        at += 1
    if (
        at == len(tokens)
        or tokens[at].tag == BREAK
        or tokens[at].word.startswith(_leads())
        or is_verb(said, tokens[at])
        or _spends(tokens[at : at + 3])
    ):
        return False
    return tokens[at].tag == FIGURE or (tokens[at].tag in NOMINAL and tokens[at].tag not in _NO_OBJECT)


def _spends(tokens: Sequence[Token]) -> bool:
    """Whether money is spent, a word that is mostly a noun: 投资9亿元, but not 投资9亿元的项目."""
    figured = len(tokens) > 1 and tokens[1].tag == FIGURE
    return figured and tokens[0].word in rows("facts/signs")["words"]["spends"] and tokens[-1].word != "的"


def is_verb(said: Said, token: Token) -> bool:
    """Whether a word is a verb of what is brought about, whatever it was taken for: 新建."""
    return token.word in _known_verbs() or _delivers().match(said.part.text, token.start) is not None


@cache
def _known_verbs() -> frozenset[str]:
    return frozenset(rows("facts/triggers")["together"]["verbs"])


@cache
def _delivers() -> re.Pattern[str]:
    return re.compile(rows("facts/triggers")["together"]["delivers"])


@cache
def _leads() -> tuple[str, ...]:
    return tuple(rows("facts/signs")["words"]["leads"])


@cache
def _told_done() -> frozenset[str]:
    return frozenset(rows("facts/triggers")["together"]["done"])


def _has_day(said: Said, what: Words, day: date | None) -> bool:
    """Whether a time that is not over is named before it in its sentence, or in it."""
    named = [one.period for one in said.dated if one.start < what.end]
    return any(to_come(one, day) for one in named)


def to_come(period: Period, day: date | None) -> bool:
    """Whether a time is not over on the day of the story."""
    now = day.isoformat() if day else period.anchor
    return bool(period.end and now and period.end[:10] > now)


def undertaking() -> frozenset[str]:
    """The words with which something is undertaken."""
    return frozenset(_kinds())


@cache
def _kinds() -> dict[str, str]:
    """The kind of each word of undertaking."""
    return {word: kind for kind in ("plan", "decides", "will") for word in rows("facts/signs")["words"][kind]}


def _fits(sign: Sign, words: str) -> bool:
    found = sign.pattern.match(words) if sign.where in ("what", "bare") else sign.pattern.search(words)
    return found is not None


@cache
def of() -> tuple[Sign, ...]:
    """The signs, as they ship."""
    return tuple(
        Sign(row["id"], row["where"], re.compile(row["pattern"], re.VERBOSE)) for row in rows("facts/signs")["sign"]
    )
