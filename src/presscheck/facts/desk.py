"""The facts of a story, in the order in which it tells them.

Figures, times, sayings, acts, promises, rules, changes to control lists and pairings: each is found by its own file;
here they meet, and every fact gets its number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from presscheck.facts import (
    changes,
    context,
    deeds,
    in_order,
    links,
    meaning,
    pairings,
    promises,
    roles,
    sayings,
    sentences,
    triggers,
    urged,
    when,
)
from presscheck.facts.cast import cast_of
from presscheck.facts.figures import Counted
from presscheck.facts.named_before import NamedBefore
from presscheck.facts.roles import NO_NAMES, Filled, Sheet, Told, Trigger
from presscheck.facts.sayings import Heard
from presscheck.facts.sentences import Said
from presscheck.facts.story import Part, Story, without_datelines
from presscheck.model.fact import Fact, Figure, Period, Quote, Time, Words

_HALF = re.compile("[\ud800-\udfff]")


def find(story: Story, first: int = 1) -> tuple[Fact, ...]:
    """Every fact of a story in reading order, numbered from ``first``: f1, f2 …

    >>> told = find(Story((Part("body", 0, "2024年，全县新建桥梁12座。"),)))
    >>> [(fact.kind, fact.evidence.text) for fact in told]
    [('time', '2024年'), ('figure', '12座')]
    """
    story = without_datelines(story)
    cast = cast_of(story)
    heard = sayings.hear(story, cast)
    quotes = heard.quotes
    said = tuple(sentences.read(story, cast, quotes))
    found: list[Fact] = [*quotes, *_spoken(changes.find(said), quotes), *_spoken(pairings.find(said), quotes)]
    for one in said:
        found += [*_times(one), *urged.find(one, quotes)]
    with context.on_one_thread():
        found += _asked(said, story, heard)
    return tuple(links.link(_numbered(found, story, first), story))


def find_in_text(text: str, published: date | None = None) -> tuple[Fact, ...]:
    """Every fact of one paragraph; ``published`` is the day from which its times are counted.

    Half of a character (a lone surrogate) is read as �, which is as long.
    """
    return find(Story((Part("body", 0, _HALF.sub("\ufffd", text)),), published))


def _spoken(found: Iterable[Fact], quotes: Sequence[Quote]) -> Iterator[Fact]:
    """Facts with the speaker in whose words they stand."""
    for fact in found:
        told = fact.evidence
        part = Part(told.part, told.paragraph, "")
        yield replace(fact, speaker=sayings.speaker_of(quotes, part, told.start, told.end))


def _times(said: Said) -> Iterator[Time]:
    for one in said.dated:
        yield Time(evidence=said.part.words(one.start, one.end), period=one.period)


class _Asking(NamedTuple):
    """A sentence with the triggers that it has: its figures, the verbs of acts and rules, and what may be promised.

    ``triggers`` are asked for their roles with all of the story's; who undertakes it is asked where that is told.
    """

    said: Said
    figures: tuple[Trigger, ...]
    verbs: tuple[Trigger, ...]
    promises: tuple[Trigger, ...]

    @property
    def looks_back(self) -> bool:
        """Whether sentences before may fill one of its roles."""
        return bool(self.figures or self.promises)

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """The figures and verbs."""
        return *self.figures, *self.verbs


def _asking(said: Said, day: date | None) -> _Asking | None:
    """What a sentence asks; ``None``: nothing."""
    families = [one.quantity.family for one in said.figures]
    figures = tuple(map(said.within, triggers.figures(said.sentence, families)))
    verbs = tuple(map(said.within, triggers.verbs(said.sentence)))
    told = _Asking(said, figures, verbs, promises.asked(said, day))
    return told if told.triggers or told.promises else None


def _asked(said: Sequence[Said], story: Story, heard: Heard) -> Iterator[Fact]:
    """The figures, acts, rules and promises of a story, which is read in context where it has any."""
    day = story.published or story.dateline
    headline = next((one.text for one in story.parts if one.name == "headline"), "")
    asked = [_asking(one, day) for one in said]
    if not any(asked):
        return
    told = context.read(story)
    before, sheets = NamedBefore(told), []
    for one, asking in zip(said, asked, strict=True):
        if asking:
            names = before.near(one) if asking.looks_back else NO_NAMES
            sheets.append((asking, Sheet(one.sentence, one.part, told, names)))
        before.add(one)
    roles.ask([(sheet, trigger) for asking, sheet in sheets for trigger in asking.triggers])
    found = [deed for asking, sheet in sheets for deed in deeds.find(asking.said, asking.verbs, sheet, heard.quotes)]
    figures = list(_times_asked(asking.said for asking, _ in sheets))
    acts = [deed for deed in found if isinstance(deed, deeds.Untimed)]
    told_times = when.of_each([*figures, *(act.asks for act in acts)], told)
    times, of_acts = iter(told_times[: len(figures)]), told_times[len(figures) :]
    for asking, sheet in sheets:
        yield from _figures(asking, sheet, heard, day, times)
        yield from promises.find(asking.said, asking.promises, sheet, heard.quotes, headline, day)
    yield from (deed for deed in found if not isinstance(deed, deeds.Untimed))
    yield from (act.done(time, heard.quotes) for act, time in zip(acts, of_acts, strict=True))


def _figures(
    asking: _Asking, sheet: Sheet, heard: Heard, day: date | None, times: Iterator[Period | None]
) -> Iterator[Figure]:
    said, before = asking.said, list[tuple[Trigger, Filled]]()
    in_row = in_order.listed(said, asking.figures) | in_order.pairs(said, asking.figures)
    told_of = zip(said.figures, asking.figures, in_order.heads(said), strict=True)
    for number, (counted, trigger, head) in enumerate(told_of):
        indicator = _indicator(sheet, trigger, before)
        held = indicator if isinstance(indicator, Filled) else None
        if held:
            before.append((trigger, held))
        filled = {"indicator": indicator, "subject": sheet.fill(trigger, "subject", beside=held)}
        words = {role: said.words(one) if one else None for role, one in filled.items()}
        if number in in_row:
            words = in_order.settled(said, in_row[number], words)
        yield _figure(said, counted, head, words, next(times), heard, day)


def _indicator(sheet: Sheet, trigger: Trigger, before: Sequence[tuple[Trigger, Filled]]) -> Filled | Told | None:
    """What a figure counts: no noun right before a figure of another kind, a clause before (资金3亿元，5万人次)."""
    found = sheet.fill(trigger, "indicator")
    if isinstance(found, Filled) and trigger.family not in _RELATIVE:
        for other, held in before:
            apart = sheet.clauses[other.first] != sheet.clauses[trigger.first]
            if apart and held.last == other.first == found.last and other.family != trigger.family:
                return sheet.fill(trigger, "indicator", beside=held)
    return found


_RELATIVE = frozenset(f"figure.{family}" for family in ("ratio", "points", "multiple", "bare"))
"""Shares and changes are of what another figure counts."""


def _figure(
    said: Said,
    counted: Counted,
    head: int,
    words: dict[str, Words | None],
    period: Period | None,
    heard: Heard,
    day: date | None,
) -> Figure:
    text, quantity = said.part.text, counted.quantity
    before = meaning.clause(text, head)
    told = before + text[counted.start : counted.end]
    modality = meaning.modality(told, said.text, period=period, day=day)
    phrase = words["indicator"].text if words["indicator"] else ""
    place = (counted.start, counted.end)
    moves = meaning.moves(quantity, before)
    return Figure(
        evidence=said.part.words(*place),
        speaker=heard.teller(said.part, *place),
        quantity=quantity,
        indicator=words["indicator"],
        subject=words["subject"],
        scope=_scope(said, counted.start),
        period=period,
        basis=meaning.basis(before),
        direction=meaning.direction(before) if moves else None,
        nature=meaning.nature(quantity, before, modality, phrase),
        modality=modality,
    )


def _times_asked(told: Iterable[Said]) -> Iterator[when.Question]:
    """What all figures of some sentences ask for their time."""
    for said in told:
        for counted in said.figures:
            yield when.Question(said.part, time_asked(said, counted), said.named)


def time_asked(said: Said, counted: Counted) -> when.Asking:
    """A figure as it asks for its time: by what it counts, by what kind of number it is, and whether it is so."""
    quantity, before = counted.quantity, meaning.clause(said.part.text, counted.start)
    family = "moving" if meaning.moves(quantity, before) else quantity.family or "bare"
    modality = meaning.modality(before, said.text)
    nature = meaning.nature(quantity, before, modality, said.part.text[counted.end : counted.end + 8])
    return when.Asking((counted.start, counted.end), (f"figure.{family}", nature or "number", modality))


def _scope(said: Said, start: int) -> Words | None:
    base = said.sentence.start
    told = meaning.scope(said.text, start - base)
    return said.part.words(told[0] + base, told[1] + base) if told else None


def _numbered(found: Sequence[Fact], story: Story, first: int) -> tuple[Fact, ...]:
    order = {(part.name, part.paragraph): number for number, part in enumerate(story.parts)}

    def place(fact: Fact) -> tuple[int, int, int, str]:
        told = fact.evidence
        return order[told.part, told.paragraph], told.start, told.end, fact.kind

    return tuple(replace(fact, id=f"f{first + at}") for at, fact in enumerate(sorted(found, key=place)))
