"""The changes of one control list: each once, however many stories tell it, in the order in which they take hold."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from presscheck.language import numerals
from presscheck.model import Change as ChangeFact
from presscheck.model import Period
from presscheck.model.found import FoundFact
from presscheck.model.ledger import Clash, Entry

NEAR = datetime.timedelta(days=31)
"""A change without a day of its own is the one told of so many days before its story."""
TWO, _SEVERALLY = 2, "分别"
_COUNTRIES = re.compile("国家|地区")
_CLASS = re.compile("(?:类物质|类物项|类产品|实体|物质|化学品|企业|个人|人员)$")


@dataclass(frozen=True, slots=True)
class Change:
    """A change where a story tells it; ``before`` are those that the story tells before it."""

    found: FoundFact
    fact: ChangeFact
    before: tuple[FoundFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What one story tells to have changed on one list."""

    name: str
    issuers: tuple[str, ...]
    entry: Entry


def listed(change: Change) -> Iterator[Listed]:
    """What a change does to each of its lists.

    将13种物质和北国、南国分别列入《物质目录》《国家目录》 puts the substances on one and the countries on the other.
    """
    fact = change.fact
    issuers = tuple(one.text for one in fact.issuers)
    apart = _severally(change)
    for one in fact.list:
        entry = _entry(change, issuers)
        if apart and one.text == apart:
            if _SEVERALLY not in fact.evidence.text:
                continue  # only told again as what was changed before
            countries = tuple(country.text for country in fact.countries)
            entry = replace(entry, items=countries, countries=(), count=None, untold=Decimal(0), kind=None)
        yield Listed(one.text, issuers, entry)


def _severally(change: Change) -> str | None:
    """That of two lists on which the countries stand, where things and countries are listed each on its own."""
    told = (change.found, *reversed(change.before))
    lists = [one.text for one in change.fact.list]
    for one in told:
        fact = one.fact
        if not isinstance(fact, ChangeFact) or [each.text for each in fact.list] != lists or len(lists) != TWO:
            continue
        if _SEVERALLY in fact.evidence.text and fact.countries and fact.items:
            return lists[int(fact.countries[0].start > fact.items[0].start)]
    return None


def _entry(change: Change, issuers: tuple[str, ...]) -> Entry:
    fact = change.fact
    items, kind = _items(change)
    count = fact.count.value if fact.count else None
    untold = max(count - len(items), Decimal(0)) if count is not None and not fact.class_wide else Decimal(0)
    first, last, by = _days(change)
    return Entry(
        fact.action,
        items,
        count,
        untold,
        kind,
        fact.class_wide,
        tuple(one.text for one in fact.countries),
        issuers,
        fact.instrument.text if fact.instrument else None,
        fact.announced,
        fact.effective,
        first,
        last,
        by,
        (change.found,),
    )


def _items(change: Change) -> tuple[tuple[str, ...], str | None]:
    """The items that are named, and the class word of those only counted (16家实体, 13种物质)."""
    fact, passage = change.fact, change.found.passage
    if fact.count is None:
        return tuple(one.text for one in fact.items), None
    named, kind = [], None
    for one in fact.items:
        before = passage.quote[: max(0, one.start - passage.start)]
        if _counted(before, fact.count.unit) or (len(fact.items) == 1 and _CLASS.search(one.text)):
            kind = one.text
        else:
            named.append(one.text)
    return tuple(named), kind


def _counted(before: str, unit: str | None) -> bool:
    """Whether words end with a number and its unit."""
    if not unit or not before.endswith(unit):
        return False
    found = numerals.find(before[-12 - len(unit) : -len(unit)])
    return bool(found) and found[-1].end == len(before[-12 - len(unit) : -len(unit)])


def _days(change: Change) -> tuple[datetime.date | None, datetime.date | None, str]:
    """Between which days it took hold, and by what that is known."""
    for name in ("effective", "announced"):
        period: Period | None = getattr(change.fact, name)
        if period and period.start and not period.vague:
            first = datetime.date.fromisoformat(period.start[:10])
            last = first if period.open or not period.end else datetime.date.fromisoformat(period.end[:10])
            return first, last, name
    return None, change.found.source.date, "story"


# Told by several stories


def entries(held: Sequence[Listed]) -> tuple[list[Entry], list[Clash]]:
    """The entries of a list in the order in which they take hold, and what stories tell differently of one change."""
    joined: list[Entry] = []
    clashes: list[Clash] = []
    for one in sorted((one.entry for one in held), key=_in_time):
        at = next((at for at, before in enumerate(joined) if _same(before, one)), None)
        if at is None:
            joined.append(one)
        else:
            clashes += _differ(joined[at], one)
            joined[at] = _both(joined[at], one)
    return sorted(joined, key=_in_time), clashes


def _in_time(one: Entry) -> tuple[str, str, str]:
    day = one.last or one.evidence[0].source.date
    return str(day or ""), str(one.first or ""), one.evidence[0].fact.id


def _same(one: Entry, other: Entry) -> bool:
    """Whether two stories tell of one change: by its notice, or by day, what is listed, and how many."""
    if one.action != other.action:
        return False
    if one.instrument and other.instrument:
        return one.instrument == other.instrument and _meets(one, other)
    if not _meets(one, other):
        return False
    if one.items and other.items:
        return bool(set(one.items) & set(other.items))
    if one.count is not None and other.count is not None:
        return one.count == other.count
    quotes = {found.fact.evidence.text for found in one.evidence}
    return any(found.fact.evidence.text in quotes for found in other.evidence)


def _meets(one: Entry, other: Entry) -> bool:
    """Whether the days of two entries can be the same; one that is known only by its story may be a little older."""
    first, last = _span(one)
    begin, end = _span(other)
    return bool(first and last and begin and end) and first <= end and begin <= last  # type: ignore[operator]


def _span(one: Entry) -> tuple[datetime.date | None, datetime.date | None]:
    if one.dated_by == "story" and one.last:
        return one.last - NEAR, one.last
    return one.first, one.last


def _differ(one: Entry, other: Entry) -> Iterator[Clash]:
    evidence = (*one.evidence, *other.evidence)
    name = one.instrument or "、".join(one.items) or one.kind or ""
    if one.count is not None and other.count is not None and one.count != other.count:
        yield Clash("clash_count", name, evidence)
    if one.dated_by == other.dated_by == "effective" and one.first != other.first:
        yield Clash("clash_from", name, evidence)


def _both(one: Entry, other: Entry) -> Entry:
    """One change by what both stories tell of it; the days are those of the one that knows them better."""
    ranked = ("effective", "announced", "story")
    better = min((one, other), key=lambda each: (ranked.index(each.dated_by), _breadth(each)))
    items = tuple(dict.fromkeys((*one.items, *other.items)))
    count = one.count if one.count is not None else other.count
    untold = max(count - len(items), Decimal(0)) if count is not None else Decimal(0)
    return replace(
        better,
        items=items,
        count=count,
        untold=Decimal(0) if one.class_wide or other.class_wide else untold,
        kind=one.kind or other.kind,
        class_wide=one.class_wide or other.class_wide,
        countries=tuple(dict.fromkeys((*one.countries, *other.countries))),
        issuers=tuple(dict.fromkeys((*one.issuers, *other.issuers))),
        instrument=one.instrument or other.instrument,
        announced=one.announced or other.announced,
        effective=one.effective or other.effective,
        evidence=(*one.evidence, *other.evidence),
    )


def _breadth(one: Entry) -> int:
    return (one.last - one.first).days if one.first and one.last else 9999
