"""What someone undertakes: an amount, a date, a thing to be done, told by 计划, 力争, 承诺, 将, 到2030年 …

A sentence with such a word is asked at the word itself, at each day to come and at each amount: a plan has several
measures behind one 到2030年. The surest of those that lie over one another is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts import coordinated, promisers, sayings, signs, triggers
from presscheck.facts.periods import Dated
from presscheck.facts.roles import HOLDING, Filled, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import FIGURE, TIME, Token
from presscheck.model.fact import Commitment, Period, Quote, Words

Undertaken = tuple[Trigger, Words, Words]
"""A word of undertaking, a thing undertaken with it, and the first of these."""
DAY, AMOUNT = f"{HOLDING}.day", f"{HOLDING}.amount"
"""The families of a day to come and of an amount, as they ask for a promise."""
_ENDS = re.compile("；|，(?:如果|若|否则)")
_APART = re.compile("[；。]")
_PLANNED = re.compile("计划|力争|争取|拟")
"""Behind such a word it is undertaken, whatever was expected before it."""
_SHORTLY = 30
_BOUND_BY = ("到", "至")
_LEAST, _LIKELY = 6.0, 0.5
"""What is so many nats less likely than nothing is not weighed; what is so much likelier speaks for those behind it."""
_NOT_ITSELF = ("effect", "share", "no-clause", "told-of-what-was", "once-done", "found-by-study", "called-for")
"""The signs by which a clause tells what comes of it, or what others find or want: nothing undertaken."""
_IDLE = ("takes", "takes-noun", "announced", "only-expected", "only-held", "done-before", "led-in", *_NOT_ITSELF)
"""The signs by which nothing is undertaken, whoever is named right before the word for it."""
_DENIED = ("不", "不再", "未", "没有")
_DONE = ("已", "已经", "曾", "已将", "已经将")
_AT = (*_BOUND_BY, "在", "于")
"""Words that lead in a time."""
_AFTER_TIME = ("前", "内", "之前", "以前", "起", "底", "，")


def asked(said: Said, day: date | None = None) -> tuple[Trigger, ...]:
    """What a sentence asks for promises: its verbs of undertaking, and beside them its days to come and amounts.

    ``day`` is that of the story.
    """
    verbs, tokens = list(triggers.promises(said.sentence)), said.sentence.tokens
    to_come = {one.start for one in said.dated if signs.to_come(one.period, day) and not _runs(said, one, day)}
    days = [at for at, token in enumerate(tokens) if token.tag == TIME and token.start in to_come]
    if not (verbs or days):
        return ()
    amounts = [at for at, token in enumerate(tokens) if token.tag == FIGURE]
    named = [Trigger(at, at + 1, DAY) for at in days] + [Trigger(at, at + 1, AMOUNT) for at in amounts]
    return tuple(map(said.within, (*verbs, *named)))


def find(
    said: Said, asked: Sequence[Trigger], sheet: Sheet, quotes: Sequence[Quote], day: date | None = None
) -> Iterator[Commitment]:
    """The undertakings of a sentence: something definite that somebody named is to do.

    ``day`` is that of the story: a day by which is later.

    >>> from datetime import date
    >>> from presscheck.facts import desk
    >>> story, day = "云州市计划明年新建水厂3座。", date(2026, 6, 18)
    >>> told = [one for one in desk.find_in_text(story, day) if one.kind == "commitment"]
    >>> [(one.who.text, one.what.text, one.deadline.text) for one in told]
    [('云州市', '新建水厂3座', '明年')]
    """
    if not sheet.read:
        return
    for trigger, what, first in _with_others(said, asked, list(_surest(said, asked, sheet, day)), sheet):
        if _forecast(said, what) or _done(said, what) or _done(said, first):
            continue
        told = promisers.maker(said, trigger, first, sheet)
        speaker = sayings.speaker_of(quotes, said.part, what.start, what.end)
        who = promisers.named(said, told) if told else None
        if who is None:
            told = None
        if speaker and not isinstance(told, Filled) and promisers.is_body(said, speaker):
            who = speaker
        if who and promisers.stands_before(said, who, what):
            begun = [who.start] if isinstance(told, Filled) else []
            start = min(*begun, what.start, said.sentence.tokens[trigger.first].start)
            yield Commitment(
                evidence=said.part.words(start, what.end),
                speaker=speaker,
                who=who,
                what=what,
                deadline=_deadline(said, what, day) or _deadline(said, first, day),
                programme=said.document,
            )


class Offered(NamedTuple):
    """What may be undertaken as one trigger asks for it, and how much likelier than nothing that is, in nats."""

    trigger: Trigger
    what: Words
    odds: float


def offered(
    said: Said, asked: Sequence[Trigger], sheet: Sheet, day: date | None = None
) -> list[tuple[Offered, frozenset[str]]]:
    """All that may be undertaken in a sentence, each with the signs that it is or is not."""
    told = [(trigger, sheet.fill(trigger, "promised", lean=_LEAST)) for trigger in asked]
    filled = [(trigger, one) for trigger, one in told if isinstance(one, Filled)]
    found = [Offered(trigger, what, one.odds) for trigger, one in filled if (what := _what(said, one))]
    likely = [one.what.start for one in found if one.odds > _LIKELY]
    first = min(likely, default=said.sentence.end)
    words = {one.what: signs.of_words(said, one.what, day) for one in found}
    return [(one, words[one.what] | signs.asked_for(one.trigger, first < one.what.start)) for one in found]


def _surest(said: Said, asked: Sequence[Trigger], sheet: Sheet, day: date | None) -> Iterator[tuple[Trigger, Words]]:
    """What is undertaken, in order: of several answers that lie over one another the likeliest."""
    told = [(signs.worth(shown, one.odds), one) for one, shown in offered(said, asked, sheet, day)]
    kept: list[tuple[Trigger, Words]] = []
    for worth, one in sorted(told, key=lambda pair: -pair[0]):
        what = one.what
        if worth > 0 and not any(_meet(what, other) for _, other in kept):
            kept.append((one.trigger, what))
    yield from sorted(kept, key=lambda pair: pair[1].start)


def _with_others(
    said: Said, asked: Sequence[Trigger], kept: Sequence[tuple[Trigger, Words]], sheet: Sheet
) -> list[Undertaken]:
    """What is undertaken with what else the same word undertakes, in order."""
    found = {what.start: (trigger, what, what) for trigger, what in kept}
    for trigger in asked:
        if told := _plainly(said, trigger, sheet):
            found = {at: one for at, one in found.items() if not any(map(partial(_meet, one[1]), told))}
            found |= {one.start: (trigger, one, told[0]) for one in told}
    for trigger, clauses in coordinated.series(said, asked):
        found |= _listed(said, trigger, clauses, found)
    return [found[start] for start in sorted(found)]


def _plainly(said: Said, trigger: Trigger, sheet: Sheet) -> list[Words]:
    """What is surely undertaken, whatever was learned: its maker is named right before the word for it."""
    told = coordinated.plain(said, trigger)
    if not told or _taken_up(said, told[0]) or not promisers.right_before(said, trigger, sheet):
        return []
    return told[:1] + [one for one in told[1:] if not _taken_up(said, one, *_NOT_ITSELF)]


def _listed(
    said: Said, trigger: Trigger, clauses: Sequence[tuple[int, int]], found: Mapping[int, Undertaken]
) -> dict[int, Undertaken]:
    """What is undertaken in the clauses that hang on one word, where one of them was ``found`` to be."""
    tokens = said.sentence.tokens
    start, end = tokens[clauses[0][0]].start, tokens[clauses[-1][1] - 1].end
    mine = {at: told for at, told in found.items() if start <= at < end}
    if not mine or _taken_up(said, mine[min(mine)][1], "takes"):
        return {}
    owner = mine[min(mine)][0] if trigger.family.startswith(HOLDING) else trigger
    definite = [what for clause in clauses if (what := coordinated.definite(said, clause))]
    taken = [what for _, what, _ in found.values()]
    apart = (one for one in definite if not any(map(partial(_meet, one), taken)))
    new = [one for one in apart if not _taken_up(said, one, *_NOT_ITSELF)]
    every = {at: (by, what) for at, (by, what, _) in mine.items()} | {one.start: (owner, one) for one in new}
    return {at: (by, what, every[min(every)][1]) for at, (by, what) in every.items()}


def _meet(one: Words, other: Words) -> bool:
    return one.start < other.end and other.start < one.end


def _taken_up(said: Said, what: Words, *by: str) -> bool:
    """Whether signs tell that it only goes on from 将 that is 把, or is announced and done with."""
    shown = signs.shown(said, Trigger(0, 1, "promise.promise"), what)
    return not shown.isdisjoint(by or _IDLE)


def _what(said: Said, filled: Filled) -> Words | None:
    """What is undertaken, from its verb to the end of its part: a time that stands before that is no part of it."""
    tokens, first = said.sentence.tokens, filled.first
    while first < filled.last - 1 and _is_of_time(tokens[first], tokens[first + 1]):
        first += 1
    words = said.words(filled._replace(first=first))
    ends = _ENDS.search(words.text) if words else None
    return said.part.words(words.start, words.start + ends.start()) if words and ends else words


def _is_of_time(token: Token, behind: Token) -> bool:
    """Whether a word tells when something is to be done: 在2030年前, but not 在云州."""
    return token.tag == TIME or token.word in _AFTER_TIME or (token.word in _AT and behind.tag == TIME)


def _forecast(said: Said, what: Words) -> bool:
    """Whether a word of forecasts stands shortly before, or in it, or it tells what is in what was undertaken."""
    near = said.part.text[max(said.sentence.start, what.start - _SHORTLY) : what.end]
    near = _PLANNED.split(near)[-1]
    vague = rows("facts/triggers")["vague"]
    return what.text.startswith(tuple(vague["tells"])) or any(word in near for word in vague["forecasts"])


def _done(said: Said, what: Words) -> bool:
    """Whether it is told right before it that this was done, or is not."""
    return said.part.text.endswith((*_DONE, *_DENIED), 0, what.start) or coordinated.over(said, what.start)


def _deadline(said: Said, what: Words, day: date | None) -> Period | None:
    """The day by which: the last to come that is told before it, in its clause or led in by 到; else one within it."""
    text, inside = said.part.text, list[Period]()
    before: Period | None = None
    for one in said.dated:
        low = max(said.sentence.start, what.start - 16)
        led = text[max(0, one.start - 1) : one.start] in _BOUND_BY
        if not (low <= one.start < what.end or led) or not signs.to_come(one.period, day):
            continue
        if one.start >= what.start:
            inside.append(one.period)
        elif not _APART.search(text, one.end, what.start):
            before = one.period
    return before or next(iter(inside), None)


def _runs(said: Said, one: Dated, day: date | None) -> bool:
    """Whether a time has begun on the day of the story: nothing is to be done in it, but where 到 leads it in."""
    begun = one.period.start and day and one.period.start[:10] <= day.isoformat()
    return bool(begun) and said.part.text[max(0, one.start - 1) : one.start] not in _BOUND_BY
