"""What people and bodies did, and what they are bound to: acts and rules."""

import re
from collections.abc import Iterable, Iterator, Sequence

from presscheck.data import rows
from presscheck.facts import meaning, sayings, triggers, when
from presscheck.facts.roles import Filled, Labeller, Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.model.fact import Act, Fact, Period, Quote, Rule, Words

Filling = dict[str, Words | None]
"""The words of each role of a trigger."""
_NOT = re.compile(r"(?:未|没有|没|拒绝|否认|不再|尚未|从未|无法|不|并未|取消|推迟)(?:能|曾|会)?$")
_AT = re.compile(r"(?:在|于|抵达|到访)$")


def begin(verbs: Iterable[Trigger], sheet: Sheet, labeller: Labeller) -> Iterator[tuple[Trigger, Filled]]:
    """Those of the ``verbs`` of a sentence that tell an act or a rule, with what fills the first role of each."""
    for trigger in verbs:
        kind = _kind(trigger)
        first = labeller.fill(sheet, trigger, triggers.ASKS[kind][0], lean=rows("facts/triggers")["lean"][kind])
        if first is not None:
            yield trigger, first


def others(trigger: Trigger) -> Sequence[str]:
    """The roles of a verb but the first."""
    return triggers.ASKS[_kind(trigger)][1:]


def find(
    said: Said, begun: Iterable[tuple[Trigger, Filled]], sheet: Sheet, labeller: Labeller, quotes: Sequence[Quote]
) -> Iterator[Fact]:
    """The acts and rules that the verbs tell with which they were ``begun``."""
    for trigger, first in begun:
        main = triggers.ASKS[_kind(trigger)][0]
        filled = {main: first} | {role: labeller.fill(sheet, trigger, role) for role in others(trigger)}
        words = {role: said.words(one) if one else None for role, one in filled.items()}
        if words[main] and (told := _TELL[_kind(trigger)](said, trigger, words, quotes)):
            yield told


def _kind(trigger: Trigger) -> str:
    return trigger.family.partition(".")[0]


def _act(said: Said, trigger: Trigger, words: Filling, quotes: Sequence[Quote]) -> Act | None:
    action = _verb(said, trigger)
    before = meaning.clause(said.part.text, action.start)
    assert words["agent"]
    return Act(
        evidence=_around(said, [action, *words.values()]),
        speaker=sayings.speaker_of(quotes, said.part, action.start, action.end),
        agent=words["agent"],
        action=action,
        counterpart=words["counterpart"],
        object=words["object"],
        time=_time(said, action, trigger),
        place=_place(said, action),
        modality=meaning.modality(before, said.text),
        polarity="negative" if _NOT.search(before) else "positive",
    )


def _rule(said: Said, trigger: Trigger, words: Filling, quotes: Sequence[Quote]) -> Rule | None:
    what = words["demanded"]
    assert what
    return Rule(
        evidence=_around(said, [_verb(said, trigger), *words.values()]),
        speaker=sayings.speaker_of(quotes, said.part, what.start, what.end),
        who=words["bound"],
        force=trigger.family.partition(".")[2],
        what=what,
        basis=said.document,
    )


_TELL = {"act": _act, "rule": _rule}


def _verb(said: Said, trigger: Trigger) -> Words:
    tokens = said.sentence.tokens
    return said.part.words(tokens[trigger.first].start, tokens[trigger.last - 1].end)


def _around(said: Said, words: Sequence[Words | None]) -> Words:
    """The shortest stretch of the sentence that holds all of the words."""
    held = [one for one in words if one]
    return said.part.words(min(one.start for one in held), max(one.end for one in held))


def _time(said: Said, action: Words, trigger: Trigger) -> Period | None:
    return when.of(said.part.text, when.Asking((action.start, action.end), (trigger.family,)), said.named)


def _place(said: Said, action: Words) -> Words | None:
    """The last place told before the verb by 在."""
    told = [
        one
        for one in said.parties
        if one.kind in ("place", "country") and one.end <= action.start and _AT.search(said.part.text, 0, one.start)
    ]
    return said.part.words(told[-1].start, told[-1].end) if told else None
