"""A cooperation programme followed through the record: who, with whom, when they met, what was promised and done.

A programme is found by its names (rows of ``data/check/programmes.toml``, or the name that is asked for). What a
sentence tells that names it is of the programme; so is what other sentences tell in a story that is mainly about it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from presscheck.check import meetings, programme_figures, promises
from presscheck.check.programme_stories import Sought, Story
from presscheck.data import rows
from presscheck.model import Act, Commitment, Fact, Figure, Pairing
from presscheck.model.fact import Words
from presscheck.model.found import FoundFact, Passage
from presscheck.model.ledger import Pair, Partner, Programme
from presscheck.record import search
from presscheck.record.entries import day_of
from presscheck.record.name_parts import person_in
from presscheck.record.passages import sentences_of, texts_of
from presscheck.record.store import Kept, Store

MAINLY = 3
"""A story is mainly about a programme whose headline names it, or so many of its sentences."""
_ROLES: dict[type[Fact], tuple[str, ...]] = {
    Act: ("agent", "counterpart"),
    Commitment: ("who",),
    Pairing: ("a", "b"),
}


def gather(store: Store, name: str, *, on: datetime.date | None = None) -> Programme:
    """What the record tells of the programme called ``name``, as of the day ``on``, else of its latest story.

    Stories after that day are left out.
    """
    wanted = sought(name)
    until = on or day_of(store.one("SELECT max(day) FROM article WHERE current")[0])
    found = [one for one in stories(store, wanted) if not (on and one.day and one.day > on)]
    told = [one for story in found for one in story.own]
    indicators = programme_figures.indicators(found, wanted.names)
    met = meetings.gather(found, wanted)
    ledger = Programme(
        name,
        wanted.names,
        until,
        stories=tuple(one.source for one in found),
        about=tuple(one.source.article for one in found if one.about),
        partners=tuple(_partners(found, wanted)),
        pairs=tuple(_pairs(told)),
        meetings=tuple(met),
        promises=tuple(promises.gather(promises.Course(wanted.names, found, met, until))),
        indicators=tuple(indicators),
        clashes=(*programme_figures.clashes(indicators, told), *meetings.clashes(found, met)),
    )
    return replace(ledger, gaps=tuple(_gaps(ledger)))


def sought(name: str) -> Sought:
    """The programme that is meant by a name: itself alone where no row has it.

    >>> sought("闽宁合作").names[:2], sought("青石计划").names
    (('闽宁协作', '闽宁对口扶贫协作'), ('青石计划',))
    """
    for row in rows("check/programmes")["programme"]:
        if name == row["name"] or name in row["names"]:
            return Sought((row["name"], *row["names"]), tuple(row["partners"]), tuple(row["beside"]))
    return Sought((name,))


def stories(store: Store, wanted: Sought) -> list[Story]:
    """The stories in which the programme is named, the earliest first."""
    held: dict[int, Story] = {}
    for words in wanted.queries():
        for number, kept in search.each(store, words):
            if number not in held:
                held[number] = _story(store, number, kept, wanted)
    named = (one for one in held.values() if one.named)
    return sorted(named, key=lambda one: (str(one.day or ""), one.source.article))


def _story(store: Store, number: int, kept: Kept, wanted: Sought) -> Story:
    """A story with its facts: of one that is not about the programme, those of the parts that name it."""
    texts = texts_of(kept.article)
    told = [(text, text.words[start:end], start, end) for text in texts for _, start, end in sentences_of(text)]
    named = tuple(
        Passage(text.part, text.paragraph, start, end, quote)
        for text, quote, start, end in told
        if wanted.told_in(quote)
    )
    about = wanted.told_in(kept.article.headline or "") or len(named) >= MAINLY
    parts = {(one.part, one.paragraph) for one in (texts if about else named)}
    facts = search.facts_in(store, number, kept, parts) if named else ()
    return Story(search.source_of(kept), facts, named, about)


# Who, and with whom


def _partners(found: Sequence[Story], wanted: Sought) -> Iterator[Partner]:
    """The partners that everyone knows, then those that the record names, the most often named first.

    Only a sentence that names the programme, a pairing, or a sum that was given tells who takes part in it.
    """
    told = [
        one
        for story in found
        for one in story.own
        if story.names(one) or isinstance(one.fact, Pairing) or programme_figures.moved(one)
    ]
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    evidence: dict[str, dict[str, FoundFact]] = defaultdict(dict)
    for one in told:
        for role, words in _parties(one):
            if words not in wanted.partners and any(called in words or words in called for called in wanted.names):
                continue  # a meeting of it is no party, nor is a piece of its name
            name = next((known for known in wanted.partners if words.startswith(known)), words)
            roles[name][role] = None
            evidence[name][one.fact.id] = one
    others = sorted((name for name in roles if name not in wanted.partners), key=lambda one: (-len(evidence[one]), one))
    for name in (*wanted.partners, *others):
        known = name in wanted.partners
        person = not known and person_in(name) is not None
        yield Partner(name, tuple(roles.get(name, ())), known, person, tuple(evidence[name].values()))


def _parties(found: FoundFact) -> Iterator[tuple[str, str]]:
    fact = found.fact
    if isinstance(fact, Pairing) and (fact.b is None or fact.counts):
        return  # sides that have no names
    for role in _ROLES.get(type(fact), ()):
        words = getattr(fact, role)
        if words and _is_party(words.text):
            yield role, words.text
    if isinstance(fact, Figure) and fact.subject and programme_figures.moved(found) and _is_party(fact.subject.text):
        yield "giver", fact.subject.text


def _is_party(name: str) -> bool:
    digits = any(one.isdigit() for one in name)
    return 2 <= len(name) <= 20 and not digits and name not in _no_partner() and not name.startswith(("这", "该", "其"))


def _pairs(told: Iterable[FoundFact]) -> Iterator[Pair]:
    """Each pairing once, with every sentence that tells it."""
    groups: dict[tuple[Any, ...], list[FoundFact]] = defaultdict(list)
    for one in told:
        if isinstance(one.fact, Pairing):
            sides = sorted(filter(None, (one.fact.a.text, _text(one.fact.b))))
            groups[(*sides, one.fact.level)].append(one)
    for held in groups.values():
        facts = [one.fact for one in held if isinstance(one.fact, Pairing)]
        since = next((one.since for one in facts if one.since), None)
        first = facts[0]
        yield Pair(first.a.text, _text(first.b), first.level, first.counts, since, tuple(held))


def _text(words: Words | None) -> str | None:
    return words.text if words else None


# What is not told


def _gaps(ledger: Programme) -> Iterator[str]:
    """What the record does not hold of a programme."""
    if not ledger.stories:
        yield "gap_stories"
        return
    for name in ("pairs", "meetings", "promises", "indicators"):
        if not getattr(ledger, name):
            yield f"gap_{name}"
    if any(one.b is None for one in ledger.pairs):
        yield "gap_sides"
    if any(one.period is None for one in ledger.meetings):
        yield "gap_days"
    if any(one.how == "undated" for one in ledger.indicators):
        yield "gap_periods"


@cache
def _no_partner() -> frozenset[str]:
    return frozenset(rows("check/programmes")["no_partner"]["words"].split())
