"""What someone undertakes: an amount, a date, a thing to be done, told by 计划, 力争, 承诺, 将, 到2030年 …

Each clause of a sentence with such a word is weighed by itself (``facts/undertaken.py``): a plan has several measures
behind one word. Then it is asked who undertakes it, and by when.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from presscheck.data import rows
from presscheck.facts import clauses, coordinated, promisers, sayings, signs, triggers, undertaken
from presscheck.facts.clauses import Clause
from presscheck.facts.periods import Dated
from presscheck.facts.roles import HOLDING, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import FIGURE, TIME
from presscheck.model.fact import Commitment, Period, Quote, Words

DAY, AMOUNT = f"{HOLDING}.day", f"{HOLDING}.amount"
"""The families of a day to come and of an amount, as they ask for a promise."""
_APART = re.compile("[；。]")
_PLANNED = re.compile("计划|力争|争取|拟")
"""Behind such a word it is undertaken, whatever was expected before it."""
_SHORTLY = 30
_BOUND_BY = ("到", "至")
_IDLE = ("led-in", "takes-time", "afterwards")
"""The signs of a clause that tells no more than the way to what is done, or how long that takes."""
_NOT_ITSELF = ("effect", "share", "no-clause", "told-of-what-was", "once-done", "found-by-study", "called-for")
"""The signs by which a clause tells what comes of it, or what others find or want: nothing undertaken."""
_NOTHING = ("takes", "takes-noun", "announced", "only-expected", "only-held", "done-before", "led-in", *_NOT_ITSELF)
"""The signs by which nothing is undertaken, whoever is named right before the word for it."""
_DENIED = ("不", "不再", "未", "没有")
_DONE = ("已", "已经", "曾", "已将", "已经将")


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
    said: Said, asked: Sequence[Trigger], sheet: Sheet, quotes: Sequence[Quote], headline: str, day: date | None = None
) -> Iterator[Commitment]:
    """The undertakings of a sentence: something definite that somebody named is to do.

    ``day`` is that of the story, ``headline`` what stands above it.

    >>> from datetime import date
    >>> from presscheck.facts import desk
    >>> story, day = "云州市计划明年新建水厂3座。", date(2026, 6, 18)
    >>> told = [one for one in desk.find_in_text(story, day) if one.kind == "commitment"]
    >>> [(one.who.text, one.what.text, one.deadline.text) for one in told]
    [('云州市', '新建水厂3座', '明年')]
    """
    if not (asked and sheet.read):
        return
    surely = {one.end: one for trigger in asked for one in _plainly(said, trigger, sheet)}
    for clause in clauses.of(said):
        what = clause.words(said)
        worth = undertaken.worth(said, clause, sheet.context, headline, day)
        if (worth is None or worth <= 0) and what.end not in surely:
            continue
        what = surely.get(what.end, what)
        if _shows(said, what, *_IDLE) or _forecast(said, what) or _done(said, what):
            continue
        trigger = _asks(said, asked, clause)
        told = promisers.maker(said, trigger, what, sheet)
        speaker = sayings.speaker_of(quotes, said.part, what.start, what.end)
        who = promisers.somebody(said, told, clause, sheet)
        if who is None and speaker and promisers.is_body(said, speaker):
            who = speaker
        if who and promisers.stands_before(said, who, what):
            here = (who.part, who.paragraph) == (said.part.name, said.part.paragraph)
            begun = [who.start] if here and said.sentence.start <= who.start else []
            start = min(*begun, what.start, said.sentence.tokens[trigger.first].start)
            yield Commitment(
                evidence=said.part.words(start, what.end),
                speaker=speaker,
                who=who,
                what=what,
                deadline=_deadline(said, what, day),
                programme=said.document,
            )


def _asks(said: Said, asked: Sequence[Trigger], clause: Clause) -> Trigger:
    """What asks who undertakes it: the last word of undertaking before it, else the last day to come, or an amount."""
    verbs = [one for one in asked if not one.family.startswith(HOLDING) and one.first < clause.begin]
    days = [one for one in asked if one.family == DAY and one.first < clause.last]
    inside = [one for one in asked if clause.begin <= one.first < clause.last]
    return [*asked[:1], *inside[:1], *days[-1:], *verbs[-1:]][-1]


def _plainly(said: Said, trigger: Trigger, sheet: Sheet) -> list[Words]:
    """What is surely undertaken, whatever was learned: its maker is named right before the word for it."""
    told = coordinated.plain(said, trigger)
    if not told or _shows(said, told[0], *_NOTHING) or not promisers.right_before(said, trigger, sheet):
        return []
    return told[:1] + [one for one in told[1:] if not _shows(said, one, *_NOT_ITSELF)]


def _shows(said: Said, what: Words, *some: str) -> bool:
    """Whether it has one of some signs."""
    return not signs.shown(said, what).isdisjoint(some)


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
