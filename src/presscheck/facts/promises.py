"""What someone undertakes: an amount, a date, a thing to be done, told by 计划, 力争, 承诺, 将 …"""

from collections.abc import Iterator, Sequence

from presscheck.data import rows
from presscheck.facts import sayings, triggers
from presscheck.facts.roles import Filled, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, TIME
from presscheck.model.fact import Commitment, Period, Quote, Words

_NAMING = ("计划", "目标", "规划")
"""Verbs that are nouns after a noun: a plan that has a name (行动计划)."""
_PASSED = ("在", "于", "前", "内", "之前", "以前", "起", "底")
_BOUND_BY = ("到", "至")
_UNDERTAKE = ("organisation", "country", "place", "person", "group")


def find(said: Said, sheet: Sheet, quotes: Sequence[Quote]) -> Iterator[Commitment]:
    """The undertakings of a sentence: those that name who, and an amount or a day by which.

    >>> from datetime import date
    >>> from presscheck.facts import desk
    >>> story, day = "云州市计划明年新建水厂3座。", date(2026, 6, 18)
    >>> told = [one for one in desk.find_in_text(story, day) if one.kind == "commitment"]
    >>> [(one.who.text, one.what.text, one.deadline.text) for one in told]
    [('云州市', '新建水厂3座', '明年')]
    """
    done = 0
    for trigger in map(said.within, triggers.promises(said.sentence)):
        what = _what(said, trigger)
        if what is None or trigger.first < done or _forecast(said):
            continue
        who = sheet.fill(trigger, "promiser", lean=rows("facts/triggers")["lean"]["promiser"])
        words = said.words(who) if who else None
        if words is not None and words.end <= what.start and _is_party(said, words):
            done = trigger.last
            yield _commitment(said, words, what, trigger, quotes)


def _what(said: Said, trigger: Trigger) -> Words | None:
    """The rest of the clause after the verb, where it holds an amount or the clause a day by which."""
    tokens = said.sentence.tokens
    first = trigger.last
    if (
        tokens[trigger.first].word in _NAMING
        and trigger.first
        and tokens[trigger.first - 1].tag in ("n", "vn", "x", "u")
    ):
        return None
    while first < len(tokens) and (tokens[first].tag == TIME or tokens[first].word in (*_PASSED, *_BOUND_BY)):
        first += 1
    last = first
    while last < len(tokens) and tokens[last].tag != BREAK:
        last += 1
    vague = rows("facts/triggers")["vague"]["verbs"]
    if last - first < 2 or tokens[first].tag in ("u", "x") or tokens[first].word in vague:
        return None
    amount = any(token.tag == FIGURE for token in tokens[first:last])
    words = said.words(Filled(first, last, 1.0))
    return words if words and (amount or _deadline(said, words)) else None


def _is_party(said: Said, words: Words) -> bool:
    """Whether the words end with a party that can undertake something."""
    return any(one.end == words.end and one.kind in _UNDERTAKE for one in said.parties)


def _forecast(said: Said) -> bool:
    return any(word in said.text for word in rows("facts/triggers")["vague"]["forecasts"])


def _commitment(said: Said, who: Words, what: Words, trigger: Trigger, quotes: Sequence[Quote]) -> Commitment:
    start = min(who.start, said.sentence.tokens[trigger.first].start)
    return Commitment(
        evidence=said.part.words(start, what.end),
        speaker=sayings.speaker_of(quotes, said.part, what.start, what.end),
        who=who,
        what=what,
        deadline=_deadline(said, what),
        programme=said.document,
    )


def _deadline(said: Said, what: Words) -> Period | None:
    """The day by which: a time to come in the clause, or one that 到 leads in before it."""
    text = said.part.text
    for one in said.dated:
        low = max(said.sentence.start, what.start - 16)
        led = text[max(0, one.start - 1) : one.start] in _BOUND_BY
        if (low <= one.start < what.end or led) and _to_come(one.period):
            return one.period
    return None


def _to_come(period: Period) -> bool:
    return bool(period.end and period.anchor and period.end[:10] > period.anchor)
