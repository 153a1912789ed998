"""Annotated sentences as the labeller learns from them: what is asked of each, and what is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from presscheck.facts import promises, sayings, sentences, triggers
from presscheck.facts.cast import cast_of
from presscheck.facts.promises import AMOUNT, DAY
from presscheck.facts.roles import HOLDING, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import Sentence
from presscheck.measure.facts import story_of

Item = dict[str, Any]
Spans = tuple[tuple[int, int], ...]
Spots = Sequence[Sequence[int] | None] | None
"""Where an annotator's words stand, counted from the sentence: below 0 before it; ``None``: nothing named is right."""
NAMES = {"promiser": "who", "promised": "what", "bound": "who", "demanded": "what"}
KINDS = {"act": ("acts", "action"), "promise": ("commitments", "what"), "rule": ("rules", "what")}
NEAR, FAR = 30, 90
"""A promise or a rule stands at most so many characters behind its verb, a promise so many behind its day."""


@dataclass(frozen=True)
class Read:
    """One annotated sentence, read."""

    said: Said
    before: tuple[Said, ...]
    asked: tuple[tuple[Trigger, str, Spans, Spots], ...]

    @property
    def sentence(self) -> Sentence:
        """Its words."""
        return self.said.sentence


def read_gold(gold: Item, article: Item) -> Read:
    """The sentence of one line of gold, with all that is asked of it."""
    told = story_of(article)
    cast = cast_of(told)
    before: list[Said] = []
    for said in sentences.read(told, cast, sayings.find(told, cast)):
        if (said.part.name, said.part.paragraph, said.sentence.start) == ("body", gold["paragraph"], gold["start"]):
            # Of some sentences only the figures were read.
            verbs = _verbs(gold, said, told.published) if "acts" in gold else ()
            return Read(said, tuple(before), (*_figures(gold, said), *verbs))
        before.append(said)
    raise SystemExit(f"{gold['id']} has no sentence at {gold['paragraph']}:{gold['start']}")


def _figures(gold: Item, said: Said) -> Iterator[tuple[Trigger, str, Spans, Spots]]:
    families = [one.quantity.family for one in said.figures]
    for counted, trigger in zip(said.figures, triggers.figures(said.sentence, families), strict=True):
        match = next((one for one in gold["figures"] if _meets(gold, one["s"], counted.start, counted.end)), None)
        trigger = said.within(trigger)
        for role in triggers.ASKS["figure"]:
            if match is None or match.get("optional"):
                continue
            right = _spans(gold, said, match[role])
            if right or not match[role] or role != "indicator":
                yield trigger, role, right, match[role]


def _verbs(gold: Item, said: Said, day: date | None) -> Iterator[tuple[Trigger, str, Spans, Spots]]:
    asked = [*map(said.within, triggers.verbs(said.sentence)), *promises.asked(said, day)]
    for kind, (name, head) in KINDS.items():
        mine = [one for one in asked if one.family.startswith(kind)]
        taken = dict(_taken(gold, said, mine, name, head, kind))
        optional = [one for one in gold[name] if one.get("optional")]
        for trigger in mine:
            fact = taken.get(trigger)
            if fact is None and any(_stands(gold, said, trigger, one[head], kind) for one in optional):
                continue
            main, *others = triggers.ASKS[kind]
            for role in (main, *others) if fact else ():
                spots = fact[NAMES.get(role, role)] if fact else None
                yield trigger, role, _spans(gold, said, spots), spots
            if fact is None:
                yield trigger, main, (), None


def _taken(
    gold: Item, said: Said, mine: Sequence[Trigger], name: str, head: str, kind: str
) -> Iterator[tuple[Trigger, Item]]:
    """Each fact with the last trigger that may tell it; a promise also with its day and its amounts."""
    for fact in gold[name]:
        told = [one for one in mine if _stands(gold, said, one, fact[head], kind)]
        told = [one for one in told if kind != "rule" or one.family == f"rule.{fact['force']}"]
        verbs = [one for one in told if not one.family.startswith(HOLDING)]
        days = [one for one in told if one.family == DAY]
        amounts = [one for one in told if one.family == AMOUNT]
        if not fact.get("optional"):
            yield from ((one, fact) for one in (*verbs[-1:], *days[-1:], *amounts))


def _stands(gold: Item, said: Said, trigger: Trigger, spots: Sequence[Sequence[int]] | None, kind: str) -> bool:
    tokens = said.sentence.tokens
    start, end = tokens[trigger.first].start, tokens[trigger.last - 1].end
    if kind == "act":
        return _meets(gold, spots, start, end)
    if trigger.family.startswith(HOLDING):
        far = FAR if trigger.family == DAY else 0
        return any(gold["start"] + low - far <= start < gold["start"] + high for low, high in spots or ())
    return any(start <= gold["start"] + low < start + NEAR for low, _ in spots or ())


def _meets(gold: Item, spots: Sequence[Sequence[int]] | None, start: int, end: int) -> bool:
    return any(gold["start"] + low < end and gold["start"] + high > start for low, high in spots or ())


def _spans(gold: Item, said: Said, spots: Spots) -> Spans:
    """The tokens of an annotator's words, where they stand in the sentence."""
    found = []
    for low, high in filter(None, spots or ()):
        if low >= 0 and (held := said.sentence.at(gold["start"] + low, gold["start"] + high)):
            found.append(held)
    return tuple(found)
