"""The indicators of a programme by year, each with the words that tell it, and figures that cannot all be true.

What is counted since the beginning is never set beside what is counted over a year; a figure of which no period is told
stands under the day of its story.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations

from presscheck.check.programme_stories import Story
from presscheck.data import rows
from presscheck.model import Figure, Modality, Nature, Pairing
from presscheck.model.fact import Quantity, Words
from presscheck.model.found import FoundFact
from presscheck.model.ledger import Clash, Indicator, Measured
from presscheck.record.whose import short

LONG = 370
"""What is counted over more days than this is counted since a beginning."""
_NEVER = (Nature.LIST_COUNT, Nature.RANK, Nature.LIMIT)
_LEVELS = (None, Nature.STOCK, Nature.FLOW, Nature.CUMULATIVE, Nature.TARGET, Nature.AVERAGE)
_PLANS = (Modality.PLAN, Modality.REQUIREMENT, Modality.ESTIMATE)
_LONGEST_NAME = 24
_Key = tuple[str, str | None, str | None, str]


def indicators(stories: Sequence[Story], names: Sequence[str]) -> list[Indicator]:
    """Every indicator of the programme, those that its own sentences tell and that are told most often first."""
    groups: dict[_Key, list[Measured]] = defaultdict(list)
    for story in stories:
        pairs = [one.fact.evidence for one in story.facts if isinstance(one.fact, Pairing)]
        for found in story.own:
            if isinstance(found.fact, Figure) and _counts(found.fact) and not _in_pair(found.fact.evidence, pairs):
                groups[key_of(found, names)].append(_measured(found, found.fact, story.names(found)))
    told = [Indicator(*key, _in_time(held)) for key, held in groups.items()]
    return sorted(told, key=_rank)


def _in_pair(words: Words, pairs: Sequence[Words]) -> bool:
    """Whether a figure counts the sides of a pairing: it is told with that."""
    place = (words.part, words.paragraph)
    return any(place == (one.part, one.paragraph) and one.start <= words.start < one.end for one in pairs)


def _counts(fact: Figure) -> bool:
    """Whether a figure tells of an indicator at all."""
    if fact.indicator is None or fact.same_as or fact.nature in _NEVER or fact.modality is Modality.DENIED:
        return False
    known = fact.quantity.low is not None or fact.quantity.high is not None
    return known and fact.quantity.code not in _no_indicator() and len(fact.indicator.text) <= _LONGEST_NAME


def key_of(found: FoundFact, names: Sequence[str] = ()) -> _Key:
    """What figures share that may be set side by side: indicator, whose, unit, and how it is counted.

    The programme's own name (one of ``names``) is no part of an indicator, and a piece of it nobody's.
    """
    fact = found.fact
    assert isinstance(fact, Figure)
    assert fact.indicator
    indicator = fact.indicator.text
    for name in sorted(names, key=len, reverse=True):
        indicator = indicator.removeprefix(name) or indicator
    subject = fact.subject.text if fact.subject else ""
    own = subject and subject not in indicator and not any(subject in name for name in names)
    return indicator, short(subject) if own else None, fact.quantity.code, how(found)


def how(found: FoundFact) -> str:
    """How a figure is counted: ``cumulative``, of a ``period``, ``undated``, or its nature where it is no level."""
    fact = found.fact
    assert isinstance(fact, Figure)
    if fact.nature not in _LEVELS:
        return str(fact.nature.value) if fact.nature else "undated"
    if fact.nature is Nature.CUMULATIVE or _since_long(fact) or _cumulative_words(found):
        return "cumulative"
    return "period" if fact.period and fact.period.start and fact.period.end else "undated"


def _since_long(fact: Figure) -> bool:
    period = fact.period
    if period is None or not period.start or not period.end:
        return False
    days = datetime.date.fromisoformat(period.end[:10]) - datetime.date.fromisoformat(period.start[:10])
    return period.grain != "plan" and days.days > LONG


def _cumulative_words(found: FoundFact) -> bool:
    """Whether the clause of a figure says so before it: 累计, 30年来."""
    return any(word in _before(found) for word in rows("check/programmes")["cumulative"]["words"].split())


def _before(found: FoundFact) -> str:
    """The words of a figure's clause before it."""
    before = found.passage.quote[: max(0, found.fact.evidence.start - found.passage.start)]
    return before.rpartition("。")[2].rpartition("；")[2].rpartition("，")[2]


def moved(found: FoundFact) -> bool:
    """Whether a fact is a sum of money, and the words right before it say that it was given."""
    fact = found.fact
    if not isinstance(fact, Figure) or fact.quantity.family != "currency" or is_target(fact):
        return False
    given = fact.nature in _LEVELS and fact.nature is not Nature.AVERAGE
    return given and any(word in _before(found) for word in rows("check/programmes")["money"]["moved"].split())


def is_target(fact: Figure) -> bool:
    """Whether a figure is planned or demanded, not so yet."""
    return fact.modality in _PLANS or fact.nature is Nature.TARGET


def _measured(found: FoundFact, fact: Figure, named: bool) -> Measured:
    period = fact.period
    end = period.end if period and period.end else None
    day = datetime.date.fromisoformat(end[:10]) if end else found.source.date
    year, held = day.year if day else None, fact.quantity
    kind = (named, is_target(fact), moved(found))
    return Measured(year, period, held.value, held.low, held.high, *kind, (found,))


def _in_time(held: Iterable[Measured]) -> tuple[Measured, ...]:
    """In the order of time, what is told alike of one period joined."""
    joined: dict[tuple[object, ...], Measured] = {}
    for one in held:
        bounds = (one.period.start, one.period.end) if one.period else (one.year, None)
        key = (*bounds, one.value, one.low, one.high, one.target)
        if before := joined.get(key):
            evidence, named = (*before.evidence, *one.evidence), before.named or one.named
            one = replace(before, evidence=evidence, named=named, moved=before.moved or one.moved)
        joined[key] = one
    return tuple(sorted(joined.values(), key=_when))


def _when(one: Measured) -> tuple[int, str, str]:
    day = one.evidence[0].source.date
    return one.year or 0, one.period.end or "" if one.period else "", day.isoformat() if day else ""


def _rank(one: Indicator) -> tuple[bool, int, int]:
    named = any(told.named for told in one.readings)
    years = len({told.year for told in one.readings})
    return not named, -years, -len(one.readings)


# What cannot all be true


def clashes(told: Sequence[Indicator], facts: Sequence[FoundFact]) -> Iterator[Clash]:
    """Figures of different stories for one indicator and period that never meet, and parts larger than their whole."""
    for one in told:
        held = [reading for reading in one.readings if not reading.target and reading.period]
        for first, second in combinations(held, 2):
            if _same_time(first, second) and _apart(first, second) and _stories(first).isdisjoint(_stories(second)):
                yield Clash("clash_values", one.name, (*first.evidence, *second.evidence))
    yield from _parts(facts)


def _same_time(one: Measured, other: Measured) -> bool:
    return bool(
        one.period
        and other.period
        and one.period.end
        and (one.period.start, one.period.end) == (other.period.start, other.period.end)
    )


def _apart(one: Measured, other: Measured) -> bool:
    return _above(one.low, other.high) or _above(other.low, one.high)


def _above(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _stories(one: Measured) -> set[str]:
    return {found.source.article for found in one.evidence}


def _parts(facts: Sequence[FoundFact]) -> Iterator[Clash]:
    known = {one.fact.id: one for one in facts}
    for one in facts:
        whole = known.get(one.fact.part_of or "") if isinstance(one.fact, Figure) else None
        if whole and isinstance(one.fact, Figure) and isinstance(whole.fact, Figure):
            part, all_of_it = one.fact.quantity, whole.fact.quantity
            if _comparable(part, all_of_it) and _above(part.low, all_of_it.high):
                yield Clash("clash_part", one.fact.evidence.text, (whole, one))


def _comparable(part: Quantity, whole: Quantity) -> bool:
    """Persons may be a part of person-times, never the other way round."""
    return part.code == whole.code or (part.code, whole.code) == ("人", "人次")


@cache
def _no_indicator() -> frozenset[str]:
    return frozenset(rows("check/programmes")["no_indicator"]["codes"].split())
