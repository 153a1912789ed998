"""The facts of a story, in the order in which it tells them.

Figures, times, sayings, acts, promises, rules, changes to control lists and pairings: each is found by its own file;
here they meet, and every fact gets its number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from presscheck.facts import (
    changes,
    deeds,
    links,
    meaning,
    pairings,
    promises,
    roles,
    sayings,
    sentences,
    triggers,
    when,
)
from presscheck.facts.cast import cast_of
from presscheck.facts.figures import Counted
from presscheck.facts.roles import Filled, Labeller, Question, Sheet, Trigger
from presscheck.facts.sayings import Heard
from presscheck.facts.sentences import Said
from presscheck.facts.story import Part, Story
from presscheck.model.fact import Fact, Figure, Period, Quote, Time, Words

TOGETHER = 1000
"""Sentences of so many words are read together."""


def find(story: Story, first: int = 1) -> tuple[Fact, ...]:
    """Every fact of a story in reading order, numbered from ``first``: f1, f2 …

    >>> told = find(Story((Part("body", 0, "2024年，全县新建桥梁12座。"),)))
    >>> [(fact.kind, fact.evidence.text) for fact in told]
    [('time', '2024年'), ('figure', '12座')]
    """
    labeller = roles.load()
    cast = cast_of(story)
    heard = sayings.hear(story, cast)
    quotes = heard.quotes
    said = tuple(sentences.read(story, cast, quotes))
    found: list[Fact] = [*quotes, *_spoken(changes.find(said), quotes), *_spoken(pairings.find(said), quotes)]
    for one in said:
        found += _times(one)
    for some in _portions(filter(None, map(_asking, said))):
        found += _together(some, labeller, heard)
    return tuple(links.link(_numbered(found, story, first), story))


def find_in_text(text: str, published: date | None = None) -> tuple[Fact, ...]:
    """Every fact of one paragraph; ``published`` is the day from which its times are counted."""
    return find(Story((Part("body", 0, text),), published))


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
    """A sentence with the triggers that it has: its figures, and the verbs of acts and rules."""

    said: Said
    figures: tuple[Trigger, ...]
    verbs: tuple[Trigger, ...]

    @property
    def parties(self) -> list[tuple[int, int, str]]:
        """The parties as the labeller takes them."""
        return [(party.start, party.end, party.kind) for party in self.said.rows]

    def questions(self, sheet: Sheet) -> Iterator[Question]:
        """What is asked in any case: all roles of the figures, of a verb the one without which it tells nothing."""
        for trigger in self.figures:
            yield from ((sheet, trigger, role) for role in triggers.ASKS["figure"])
        for trigger in self.verbs:
            yield sheet, trigger, triggers.ASKS[trigger.family.partition(".")[0]][0]


def _asking(said: Said) -> _Asking | None:
    """What a sentence asks of the labeller; ``None``: nothing."""
    families = [one.quantity.family for one in said.figures]
    figures = tuple(map(said.within, triggers.figures(said.sentence, families)))
    verbs = tuple(map(said.within, triggers.verbs(said.sentence)))
    return _Asking(said, figures, verbs) if figures or verbs or any(triggers.promises(said.sentence)) else None


def _portions(asked: Iterable[_Asking]) -> Iterator[list[_Asking]]:
    """The sentences, so many at a time as are read together."""
    held: list[_Asking] = []
    size = 0
    for one in asked:
        size += len(one.said.sentence.tokens)
        if held and size > TOGETHER:
            yield held
            held, size = [], len(one.said.sentence.tokens)
        held.append(one)
    if held:
        yield held


def _together(asked: Sequence[_Asking], labeller: Labeller, heard: Heard) -> Iterator[Fact]:
    """The figures, acts, rules and promises of sentences that are read together."""
    sheets = labeller.sheets((one.said.sentence, one.parties) for one in asked)
    both = list(zip(asked, sheets, strict=True))
    labeller.weigh(question for one, sheet in both for question in one.questions(sheet))
    begun = [list(deeds.begin(one.verbs, sheet, labeller)) for one, sheet in both]
    labeller.weigh(question for verbs, sheet in zip(begun, sheets, strict=True) for question in _further(verbs, sheet))
    for (one, sheet), verbs in zip(both, begun, strict=True):
        yield from _figures(one, sheet, labeller, heard)
        yield from deeds.find(one.said, verbs, sheet, labeller, heard.quotes)
        yield from promises.find(one.said, sheet, labeller, heard.quotes)


def _further(verbs: Iterable[tuple[Trigger, Filled]], sheet: Sheet) -> Iterator[Question]:
    """What else is asked of verbs whose first roles are filled."""
    return ((sheet, verb, role) for verb, _ in verbs for role in deeds.others(verb))


def _figures(asking: _Asking, sheet: Sheet, labeller: Labeller, heard: Heard) -> Iterator[Figure]:
    said = asking.said
    earlier: dict[str, Filled | None] = {}
    before: list[Figure] = []
    for counted, trigger in zip(said.figures, asking.figures, strict=True):
        for role in triggers.ASKS["figure"]:
            last = earlier.get(role)
            earlier[role] = labeller.fill(sheet, trigger, role, (last.first, last.last) if last else None)
        before.append(_figure(said, counted, earlier, heard, before))
        yield before[-1]


def _figure(
    said: Said, counted: Counted, filled: dict[str, Filled | None], heard: Heard, earlier: Sequence[Figure]
) -> Figure:
    text, quantity = said.part.text, counted.quantity
    before = meaning.clause(text, counted.start)
    words = {role: said.words(one) if one else None for role, one in filled.items()}
    modality = meaning.modality(before + text[counted.start : counted.end], said.text)
    phrase = words["indicator"].text if words["indicator"] else ""
    place = (counted.start, counted.end)
    since = (earlier[-1].period,) if earlier else None
    moves = meaning.moves(quantity, before)
    return Figure(
        evidence=said.part.words(*place),
        speaker=heard.teller(said.part, *place),
        quantity=quantity,
        indicator=words["indicator"],
        subject=words["subject"],
        scope=_scope(said, counted.start),
        period=when.of(text, asking(said, counted, since), said.named),
        basis=meaning.basis(before),
        direction=meaning.direction(before) if moves else None,
        nature=meaning.nature(quantity, before, modality, phrase),
        modality=modality,
    )


def asking(said: Said, counted: Counted, since: tuple[Period | None] | None) -> when.Asking:
    """A figure as it asks for its time: by what it counts, by what kind of number it is, and whether it is so."""
    quantity, before = counted.quantity, meaning.clause(said.part.text, counted.start)
    family = "moving" if meaning.moves(quantity, before) else quantity.family or "bare"
    modality = meaning.modality(before, said.text)
    nature = meaning.nature(quantity, before, modality, said.part.text[counted.end : counted.end + 8])
    return when.Asking((counted.start, counted.end), (f"figure.{family}", nature or "number", modality), since)


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
