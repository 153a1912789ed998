"""What someone undertakes: an amount, a date, a thing to be done, told by 计划, 力争, 承诺, 将 …"""

from collections.abc import Iterator, Sequence
from datetime import date

from presscheck.data import rows
from presscheck.facts import sayings, triggers
from presscheck.facts.roles import Filled, Sheet, Told
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import TIME
from presscheck.model.fact import Commitment, Period, Quote, Words

SURELY = 1e6
"""Who undertakes it is always asked for: that it is undertaken was settled before."""
_BOUND_BY = ("到", "至")
_AT = (*_BOUND_BY, "在", "于", "前", "内", "之前", "以前", "起", "底", "，")
_UNDERTAKE = ("organisation", "country", "place", "person", "group")


def find(said: Said, sheet: Sheet, quotes: Sequence[Quote], day: date | None = None) -> Iterator[Commitment]:
    """The undertakings of a sentence: those that name who, and an amount or a day by which.

    ``day`` is that of the story: a day by which is later.

    >>> from datetime import date
    >>> from presscheck.facts import desk
    >>> story, day = "云州市计划明年新建水厂3座。", date(2026, 6, 18)
    >>> told = [one for one in desk.find_in_text(story, day) if one.kind == "commitment"]
    >>> [(one.who.text, one.what.text, one.deadline.text) for one in told]
    [('云州市', '新建水厂3座', '明年')]
    """
    done = 0
    for trigger in map(said.within, triggers.promises(said.sentence)):
        if trigger.first < done or _forecast(said):
            continue
        what = _what(said, sheet.fill(trigger, "promised", lean=rows("facts/triggers")["lean"]["promise"]))
        deadline = _deadline(said, what, day) if what else None
        if what is None or not (deadline or any(what.start <= one.start < what.end for one in said.figures)):
            continue
        told = sheet.fill(trigger, "promiser", lean=SURELY)
        who = said.words(told) if told else None
        if who and who.end <= what.start and _is_party(said, who):
            done = trigger.last
            start = min(who.start, said.sentence.tokens[trigger.first].start)
            yield Commitment(
                evidence=said.part.words(start, what.end),
                speaker=sayings.speaker_of(quotes, said.part, what.start, what.end),
                who=who,
                what=what,
                deadline=deadline,
                programme=said.document,
            )


def _what(said: Said, filled: Filled | Told | None) -> Words | None:
    """What is undertaken, from its verb on: a time that stands before that is no part of it."""
    if not isinstance(filled, Filled):
        return None
    tokens, first = said.sentence.tokens, filled.first
    while first < filled.last - 1 and (tokens[first].tag == TIME or tokens[first].word in _AT):
        first += 1
    return said.words(Filled(first, filled.last, filled.chance))


def _is_party(said: Said, words: Words) -> bool:
    """Whether the words end with a party that can undertake something."""
    return any(one.end == words.end and one.kind in _UNDERTAKE for one in said.parties)


def _forecast(said: Said) -> bool:
    return any(word in said.text for word in rows("facts/triggers")["vague"]["forecasts"])


def _deadline(said: Said, what: Words, day: date | None) -> Period | None:
    """The day by which: a time to come in the clause, or one that 到 leads in before it."""
    text = said.part.text
    for one in said.dated:
        low = max(said.sentence.start, what.start - 16)
        led = text[max(0, one.start - 1) : one.start] in _BOUND_BY
        if (low <= one.start < what.end or led) and _to_come(one.period, day):
            return one.period
    return None


def _to_come(period: Period, day: date | None) -> bool:
    now = day.isoformat() if day else period.anchor
    return bool(period.end and now and period.end[:10] > now)
