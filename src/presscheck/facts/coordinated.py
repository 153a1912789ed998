"""Several things undertaken with one word: 计划新建学校9所，改造医院3家，发放补贴2亿元.

Papers name who and when once and list the measures after it, a clause each that begins with its verb. Behind who is
named right before the word all are undertaken that tell something definite: an amount, a document, or a thing
delivered. What one word demands is listed in the same way.
"""

import re
from collections.abc import Iterator, Sequence

from presscheck.data import rows
from presscheck.facts.roles import HOLDING, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, TIME, Token
from presscheck.model.fact import Words

_AIMS = ("力争", "争取", "目标是")
"""Words behind which goals are listed: also what is to reach how much."""
_BODIES = ("organisation", "country", "group", "place", "person")
"""Who may undertake something, as they are tagged."""
_LED = ("在", "对", "向", "从", "与", "和", "同", "由", "被", "把", "给", "为", "、", "及")
"""Words behind which nobody stands who undertakes something alone."""
_SHORTEST = 4
"""What is demanded has so many characters at least."""
_LEADING = ("对", "按", "按照", "将", "在", "向", "于")
"""Words that lead in something before the verb of a demand."""


def plain(said: Said, trigger: Trigger) -> list[Words]:
    """What is surely undertaken by who is named right before the word for it: 云州市承诺免除学费，新建学校9所."""
    clauses = [] if trigger.family.startswith(HOLDING) else list(hanging(said, trigger))
    if not clauses or _verb(said, *clauses[0]) is None:
        return []
    return [what for clause in clauses if (what := definite(said, clause))]


def named(said: Said, trigger: Trigger) -> int | None:
    """The token of the body named right before a word of undertaking, or before the time and adverbs there."""
    if trigger.family.startswith(HOLDING):
        return None
    tokens, at = said.sentence.tokens, trigger.first - 1
    while at > trigger.low and tokens[at].tag in (TIME, "d"):
        at -= 1
    if at < trigger.low or tokens[at].tag not in _BODIES or (at and tokens[at - 1].word in _LED):
        return None
    return at


def definite(said: Said, clause: tuple[int, int]) -> Words | None:
    """What a clause tells to be done, from its verb on, if it has an amount or a document, or is a thing delivered."""
    tokens = said.sentence.tokens[slice(*clause)]
    what = said.part.words(tokens[0].start, tokens[-1].end)
    told = any(one.tag == FIGURE or one.word == "《" for one in tokens) or _delivers(what)
    named = what.text[0] in "《“" or (len(tokens) > 1 and tokens[1].word == "的")
    return what if told and not (named or _lasts(tokens)) else None


def _delivers(what: Words) -> bool:
    """Whether it begins with a verb that brings something about (建成, 出台), and tells what."""
    known = rows("facts/triggers")["together"]
    return len(what.text) >= known["least"] and re.match(known["delivers"], what.text) is not None


def over(said: Said, place: int) -> bool:
    """Whether a time that begins or ends at a place is over on the day of the story."""
    named = (one.period for one in said.dated if place in (one.start, one.end))
    return any(one.end and one.anchor and one.end[:10] < one.anchor for one in named)


def demands(said: Said, trigger: Trigger, who: Words | None) -> Iterator[Words]:
    """What one word demands, a clause each: 要求各校检查校舍，组织演练.

    Behind who is bound; up to a clause that begins with no verb, or tells what it is all for.
    """
    tokens, text = said.sentence.tokens, said.part.text
    ends = re.compile(rows("facts/triggers")["demands"]["ends"])
    for number, (first, last) in enumerate(_clauses(said, trigger, "，；")):
        while not number and who and first < last and tokens[first].start < who.end:
            first += 1
        cut = last < len(tokens) and tokens[last].tag != BREAK
        if cut or first == last or ends.match(text, tokens[first].start):
            return
        if tokens[last - 1].word == "的" or demanded(said, first, last) is None:
            return
        if tokens[last - 1].end - tokens[first].start >= _SHORTEST:
            yield said.part.words(tokens[first].start, tokens[last - 1].end)


def demanded(said: Said, first: int, last: int) -> int | None:
    """Where the verb of a demand stands, behind adverbs and what is led in (对校舍开展检查)."""
    tokens, known = said.sentence.tokens, rows("facts/triggers")["demands"]
    if re.search(known["whom"], said.part.text[tokens[first].start : tokens[last - 1].end]):
        return None
    if tokens[first].word in _LEADING:
        return next((at for at in range(first + 1, last) if tokens[at].word in known["does"]), None)
    while first < last - 1 and tokens[first].tag in ("d", "ad", "a", "c", TIME):
        first += 1
    return first if tokens[first].tag == "v" else None


def _lasts(tokens: Sequence[Token]) -> bool:
    """Whether a clause tells no more than how long something takes: 用10年左右时间."""
    return tokens[0].word in ("用", "花") and tokens[-1].word in rows("facts/triggers")["together"]["lasts"]


def hanging(said: Said, trigger: Trigger) -> Iterator[tuple[int, int]]:
    """The clause right behind a word of undertaking, and those after it that begin with a verb: tokens, half-open.

    >>> from presscheck.facts import sentences, triggers
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "云州市将新建学校9所，改造医院3家，市民很高兴。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> (word,) = triggers.promises(said.sentence)
    >>> ["".join(said.sentence.words[slice(*one)]) for one in hanging(said, word)]
    ['新建学校9所', '改造医院3家']
    """
    goals = trigger.family.startswith(HOLDING) or said.sentence.words[trigger.first] in _AIMS
    for number, (first, last) in enumerate(_clauses(said, trigger, "，；")):
        if said.sentence.words[first].startswith(tuple(rows("facts/triggers")["together"]["ways"])):
            continue
        begun = _verb(said, first, last)
        apart = said.sentence.words[first - 1] == "；"
        if apart and begun is None:
            return
        if number and begun is None and not (goals and _reaches(said, first, last)):
            if goals and not _told_done(said, first, last):
                continue
            return
        yield (first if begun is None else begun), last


def _reaches(said: Said, first: int, last: int) -> bool:
    """Whether a clause tells what is to reach an amount: 绿地率达到40%."""
    text = said.part.text[said.sentence.tokens[first].start : said.sentence.tokens[last - 1].end]
    figured = any(one.tag == FIGURE for one in said.sentence.tokens[first:last])
    return figured and re.search(rows("facts/triggers")["together"]["reaches"], text) is not None


def _told_done(said: Said, first: int, last: int) -> bool:
    """Whether a clause tells what was done: 目前开工率达72%."""
    done = rows("facts/triggers")["together"]["done"]
    return any(one.word in done for one in said.sentence.tokens[first:last])


def _clauses(said: Said, trigger: Trigger, marks: str = "，") -> Iterator[tuple[int, int]]:
    """Clause after clause, up to a mark that is none of ``marks``."""
    tokens = said.sentence.tokens
    first, end = trigger.last, min(trigger.high, len(tokens))
    while first < end:
        last = next((at for at in range(first, end) if tokens[at].tag == BREAK), end)
        if last > first:
            yield first, last
        if last == end or tokens[last].word not in marks:
            return
        first = last + 1


def _verb(said: Said, first: int, last: int) -> int | None:
    """Where a clause's verb stands, if only adverbs and times stand before it, none of what was done before."""
    tokens = said.sentence.tokens
    known = rows("facts/triggers")["together"]
    verbs, done = known["verbs"], known["done"]
    while first < last - 1 and _before_verb(tokens[first], tokens[first + 1]):
        if tokens[first].word in done or over(said, tokens[first].start):
            return None
        first += 1
    led = tokens[first].tag == "p" and re.compile(known["led"])
    if led and led.match(said.part.text, tokens[first].start, tokens[last - 1].end):
        return first
    told, behind = tokens[first], tokens[first + 1].word if first + 1 < last else ""
    if told.word == "会同":
        return next((at for at in range(first + 1, last) if tokens[at].tag == "v"), None)
    named = told.word in (*known["not"], *done) or behind in known["measures"]
    later = behind.startswith("后") and behind != "后续"
    return first if (told.tag == "v" or told.word in verbs) and not (named or later) else None


def _before_verb(token: Token, behind: Token) -> bool:
    """Whether a token may stand before the verb of a clause: an adverb or a time (到2030年), but not 暂停."""
    known = rows("facts/triggers")["together"]
    leads = token.word in known["also"] or (token.word in ("到", "至") and behind.tag == TIME)
    return leads or (token.tag in ("d", "c", TIME) and token.word not in known["verbs"])
