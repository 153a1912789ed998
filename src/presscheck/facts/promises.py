"""What someone undertakes: an amount, a date, a thing to be done, told by 计划, 力争, 承诺, 将, 到2030年 …

Each clause of a sentence with such a word is weighed by itself (``facts/undertaken.py``): a plan has several measures
behind one word. Then it is asked who undertakes it, and by when.
"""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date

from presscheck.facts import clauses, coordinated, promisers, sayings, signs, triggers, undertaken
from presscheck.facts.clauses import Clause
from presscheck.facts.periods import Dated
from presscheck.facts.roles import HOLDING, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import FIGURE, TIME
from presscheck.model.fact import Commitment, Period, Quote, Words

DAY, AMOUNT = f"{HOLDING}.day", f"{HOLDING}.amount"
"""The families of a day to come and of an amount, as they ask for a promise."""
BAR, HOPELESS = 0.4, -3.0
"""What is likelier than this is told; what is worth less than this, in nats, never is."""
_APART = re.compile("[；。]")
_BOUND_BY = ("到", "至")
_IDLE = ("led-in", "takes-time", "afterwards")
"""The signs of a clause that tells no more than the way to what is done, or how long that takes."""
_NOT_ITSELF = ("effect", "share", "no-clause", "told-of-what-was", "once-done", "found-by-study", "called-for")
"""The signs by which a clause tells what comes of it, or what others find or want: nothing undertaken."""
_NOTHING = ("takes", "takes-noun", "announced", "only-expected", "only-held", "done-before", "led-in", *_NOT_ITSELF)
"""The signs by which nothing is undertaken, whoever is named right before the word for it."""


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
    plain = surely(said, asked, sheet)
    for clause in clauses.of(said):
        what = clause.words(said)
        worth = undertaken.worth(said, clause, sheet.context, headline, day)
        sure = what.end in plain and (worth is None or worth > HOPELESS)
        if not sure and (worth is None or chance(worth, 1.0) <= BAR or is_idle(said, what)):
            continue
        trigger, right = asks(said, asked, clause), 1.0
        what, who = plain[what.end] if sure else (what, None)
        if who is None:
            who, right = promisers.choose(said, clause, trigger, sheet, quotes)
        if who and (sure or chance(worth or 0.0, right) > BAR):
            here = (who.part, who.paragraph) == (said.part.name, said.part.paragraph)
            begun = [who.start] if here and said.sentence.start <= who.start else []
            start = min(*begun, what.start, said.sentence.tokens[trigger.first].start)
            yield Commitment(
                evidence=said.part.words(start, what.end),
                speaker=sayings.speaker_of(quotes, said.part, what.start, what.end),
                who=who,
                what=what,
                deadline=_deadline(said, what, day),
                programme=said.document,
            )


def chance(worth: float, right: float) -> float:
    """How likely it is undertaken by somebody, by how much speaks for it and how likely it is by that one."""
    return right / (1 + math.exp(-worth))


def asks(said: Said, asked: Sequence[Trigger], clause: Clause) -> Trigger:
    """What asks who undertakes it: the last word of undertaking before it, else the last day to come, or an amount."""
    verbs = [one for one in asked if not one.family.startswith(HOLDING) and one.first < clause.begin]
    days = [one for one in asked if one.family == DAY and one.first < clause.last]
    inside = [one for one in asked if clause.begin <= one.first < clause.last]
    return [*asked[:1], *inside[:1], *days[-1:], *verbs[-1:]][-1]


def surely(said: Said, asked: Sequence[Trigger], sheet: Sheet) -> dict[int, tuple[Words, Words | None]]:
    """What is surely undertaken, whatever was learned, by where it ends, and by whom: named right before its word."""
    told = (one for trigger in asked for one in _plainly(said, trigger, sheet))
    return {
        what.end: (what, who) for what, who in told if not (is_idle(said, what) or undertaken.is_forecast(said, what))
    }


def is_idle(said: Said, what: Words) -> bool:
    """Whether it tells no more than the way to something, or where, or what was done."""
    return _shows(said, what, *_IDLE) or undertaken.is_done(said, what) or _only_leads(said, what)


def _only_leads(said: Said, what: Words) -> bool:
    """Whether it breaks off behind what leads in a verb: 并在青石县、云溪镇（下转第三版）."""
    tokens = said.sentence.tokens[slice(*(said.sentence.at(what.start, what.end) or (0, 0)))]
    told = any(one.tag == FIGURE or one.tag.startswith("v") for one in tokens)
    return bool(tokens) and tokens[0].tag == "p" and not told


def _plainly(said: Said, trigger: Trigger, sheet: Sheet) -> list[tuple[Words, Words | None]]:
    """What hangs on one word behind its maker, and that one."""
    told = coordinated.plain(said, trigger)
    if not told or _shows(said, told[0], *_NOTHING) or not (maker := promisers.right_before(said, trigger, sheet)):
        return []
    who = promisers.by_name(said, maker)
    return [(one, who) for one in (told[0], *(one for one in told[1:] if not _shows(said, one, *_NOT_ITSELF)))]


def _shows(said: Said, what: Words, *some: str) -> bool:
    """Whether it has one of some signs."""
    return not signs.shown(said, what).isdisjoint(some)


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
