"""What was undertaken in a programme, and what became of it by the day that is asked for.

A promise is followed by later figures of the same thing in the same unit, and by later acts on the same thing. Where
nothing later is told, the ledger says just that: whether the day is past or to come.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presscheck.check import meetings
from presscheck.check.programme_stories import Story
from presscheck.model import Act, Commitment, Figure, Modality, Nature, Period, Time
from presscheck.model.found import FoundFact
from presscheck.model.ledger import Meeting, Promise

SHORTEST = 4
"""So many characters an act's object must have to be looked for in what was promised."""
_SO = (Modality.ACTUAL, Modality.PRELIMINARY)


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a programme's course: its names, stories and meetings, up to a day."""

    names: tuple[str, ...]
    stories: Sequence[Story]
    meetings: Sequence[Meeting]
    on: datetime.date | None


def gather(course: Course) -> list[Promise]:
    """Every promise once, the earliest deadline first, those without a day last."""
    held: dict[tuple[str | None, str], Promise] = {}
    for story in course.stories:
        for found in story.own:
            if isinstance(found.fact, Commitment):
                one = _promise(found, found.fact, story, course)
                before = held.get((one.who, one.what))
                held[one.who, one.what] = _with(before, one) if before else one
    return sorted(held.values(), key=lambda one: (_end(one) or "9999", one.what))


def _with(before: Promise, again: Promise) -> Promise:
    """A promise that was told again: nothing but its words is new."""
    evidence = (*before.evidence, *again.evidence)
    return Promise(before.who, before.what, before.target, before.deadline, again.state, again.later, evidence)


def _end(promise: Promise) -> str | None:
    return promise.deadline.end if promise.deadline else None


def _promise(found: FoundFact, fact: Commitment, story: Story, course: Course) -> Promise:
    target, deadline = _target(story, fact), _deadline(story, fact)
    after = list(_after(course, story.day))
    figures = [one for one in after if target and _same_thing(target, one.fact)]
    acts = [one for one in after if _done(fact, one.fact)] or list(_met(fact, deadline, story.day, course))
    later = tuple(figures or acts)
    state = _state(deadline, target, later, course.on)
    who = fact.who.text if fact.who else None
    return Promise(who, fact.what.text, target.quantity if target else None, deadline, state, later, (found,))


def _deadline(story: Story, fact: Commitment) -> Period | None:
    """The day by which: the fact's own, else the first time among its words that is still to come for its story."""
    words = fact.evidence
    for one in story.facts if fact.deadline is None else ():
        told = one.fact
        if isinstance(told, Time) and (told.evidence.part, told.evidence.paragraph) == (words.part, words.paragraph):
            inside = words.start <= told.evidence.start and told.evidence.end <= words.end
            if inside and told.period.end and story.day and told.period.end[:10] > story.day.isoformat():
                return told.period
    return fact.deadline


def _target(story: Story, fact: Commitment) -> Figure | None:
    """The first figure in the words of what was promised that counts something: not the time in which it is to be."""
    what = fact.what
    for one in story.facts:
        told = one.fact
        if isinstance(told, Figure) and told.quantity.family != "time" and told.indicator:
            same = (told.evidence.part, told.evidence.paragraph) == (what.part, what.paragraph)
            if same and what.start <= told.evidence.start and told.evidence.end <= what.end:
                return told
    return None


def _after(course: Course, day: datetime.date | None) -> Iterator[FoundFact]:
    """What later stories tell of the programme, up to the day asked for."""
    for story in course.stories:
        if day and story.day and day < story.day:
            yield from story.own


def _met(fact: Commitment, deadline: Period | None, day: datetime.date | None, course: Course) -> Iterator[FoundFact]:
    """What tells that a meeting that was promised was held: by its day, and told on that day or later."""
    what, end = fact.what.text, deadline.end[:10] if deadline and deadline.end else "9999"
    if day is None or not any(name in what for name in course.names) or not meetings.names_one(what):
        return
    for one in course.meetings:
        start = one.period.start[:10] if one.period and one.period.start else ""
        if day.isoformat() < start <= end:
            for story in course.stories:
                told = {each.passage for each in one.told if each.source == story.source}
                if story.day and story.day.isoformat() >= start:
                    yield from (each for each in story.facts if each.passage in told)


def _same_thing(target: Figure, fact: object) -> bool:
    if not isinstance(fact, Figure) or not fact.indicator or not target.indicator or fact.modality not in _SO:
        return False
    if fact.quantity.code != target.quantity.code or fact.nature is Nature.TARGET:
        return False
    one, other = target.indicator.text, fact.indicator.text
    return len(one) > 1 and len(other) > 1 and (one.endswith(other) or other.endswith(one))


def _done(fact: Commitment, act: object) -> bool:
    """Whether a later act is of what was promised: its verb and its object stand in the words of the promise."""
    if not isinstance(act, Act) or act.object is None or act.polarity != "positive":
        return False
    if act.modality is not Modality.ACTUAL:
        return False
    told = act.object.text
    return len(told) >= SHORTEST and told in fact.what.text and act.action.text in fact.what.text


def _state(deadline: Period | None, target: Figure | None, later: Sequence[FoundFact], on: datetime.date | None) -> str:
    end = datetime.date.fromisoformat(deadline.end[:10]) if deadline and deadline.end else None
    past = bool(end and on and end < on)
    latest = later[-1] if later else None
    if latest is None:
        return ("overdue" if past else "open") if end else "undated"
    if target is None or not isinstance(latest.fact, Figure):
        return "acted"
    if _reaches(latest.fact, target):
        return "met"
    known = latest.source.date
    return "short" if past and end and known and known >= end else "under_way"


def _reaches(later: Figure, target: Figure) -> bool:
    wanted, told = target.quantity.value, later.quantity
    reached = told.value if told.value is not None else told.low
    return wanted is not None and reached is not None and reached >= wanted
