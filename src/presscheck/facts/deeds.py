"""What people and bodies did, and what they are bound to: acts and rules."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts import coordinated, meaning, no_rules, sayings, when
from presscheck.facts.roles import ASKS, Filled, Sheet, Told, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK
from presscheck.model.fact import Act, Period, Quote, Rule, Words

Filling = dict[str, Words | None]
"""The words of each role of a trigger."""
_NOT = re.compile(r"(?:未|没有|没|拒绝|否认|不再|尚未|从未|无法|不|并未|取消|推迟)(?:能|曾|会)?$")
_ORDERS = re.compile("(?:通知|意见|办法|方案|公告|规定|细则|指南|措施|》)，(?:要求|明确|规定|提出)")
_WHERE = re.compile(
    "在(?!野(?!外)|线(?![上下路])|职(?!业)|校(?![园内外])|任(?!何)|[逃编册押]|建(?![设筑])|读(?!书)|岗(?!位)"
    "|场(?![馆内外])|座(?!谈)|[华京沪津渝港澳台](?:中央|[央外]企|外[资商籍]|中资|企业|高校|院校|机构|单位|科研|人员|公民|学者|师生))"
)
_PAPERS = re.compile("通知|办法|规定|条例|方案|指南|意见|》")
"""What is said in a speech is no rule, but where a document is named."""
_SHORTEST = 4
"""What is demanded has so many characters at least."""
_AT = re.compile(r"(?:在|于|抵达|到访)$")


class Untimed(NamedTuple):
    """An act before it is told when it was done."""

    said: Said
    trigger: Trigger
    words: Filling

    @property
    def asks(self) -> when.Question:
        """What it asks for its time."""
        action = _verb(self.said, self.trigger)
        asking = when.Asking((action.start, action.end), (self.trigger.family,))
        return when.Question(self.said.part, asking, self.said.named)

    def done(self, time: Period | None, quotes: Sequence[Quote]) -> Act:
        """The act, done at a time."""
        said, trigger, words = self
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
            time=time,
            place=_place(said, action),
            modality=meaning.modality(before, said.text),
            polarity="negative" if _NOT.search(before) else "positive",
        )


def find(said: Said, verbs: Iterable[Trigger], sheet: Sheet, quotes: Sequence[Quote]) -> Iterator[Untimed | Rule]:
    """Rules that the ``verbs`` of a sentence tell, and acts, not yet timed: the first role of each is filled."""
    done = set[tuple[str, int]]()
    for trigger in verbs if sheet.read else ():
        kind = trigger.kind
        main, *others = ASKS[kind]
        first = _first(said, trigger, sheet, done)
        if first is None:
            continue
        filled = {main: first} | {role: sheet.fill(trigger, role) for role in others}
        words = {role: said.words(one) if one else None for role, one in filled.items()}
        if (who := words.get("bound")) and re.match(rows("facts/triggers")["demands"]["arranges"], who.text):
            words["bound"] = None
        if kind == "act" and words[main] and not _is_others(said, trigger, words[main]):
            yield Untimed(said, trigger, words)
        if kind == "rule" and (demand := words[main]) and _demands(said, trigger, words, quotes):
            done.add((trigger.family, demand.start))
            for what in _every(said, trigger, words):
                yield _rule(said, trigger, {**words, main: what}, quotes)


def _first(said: Said, trigger: Trigger, sheet: Sheet, done: Collection[tuple[str, int]]) -> Filled | Told | None:
    """Who acts, or what is demanded; where that was ``done`` before (不得…，不得…), what stands behind the verb."""
    role, lean = ASKS[trigger.kind][0], _lean(trigger)
    found = sheet.fill(trigger, role, lean=lean) or _noticed(said, trigger, sheet)
    if not isinstance(found, Filled) or (trigger.family, said.sentence.tokens[found.first].start) not in done:
        return found
    return sheet.fill(trigger._replace(low=trigger.last), role, lean=lean)


def _lean(trigger: Trigger) -> float:
    """How readily its verb is taken to tell an act of its family, or a rule of its force."""
    kind, _, family = trigger.family.partition(".")
    leans = rows("facts/triggers")["lean"]
    lean: float = leans.get(family, leans[kind]) if kind == "act" else leans[family]
    return lean


def _noticed(said: Said, trigger: Trigger, sheet: Sheet) -> Filled | None:
    """What a document demands, whatever was learned: 印发通知，要求, 《指南》明确，企业应当.

    A thing to do: behind the word for it, with a verb, and no condition (…的，).
    """
    if trigger.family != "rule.must":
        return None
    known, verb = rows("facts/triggers")["demands"], _verb(said, trigger)
    if not re.search(known["noticed"], said.part.text[said.sentence.start : verb.end]):
        return None
    told = sheet.fill(trigger._replace(low=trigger.last), "demanded", lean=known["surely"])
    what = said.words(told) if told else None
    held = said.sentence.at(what.start, what.end) if what else None
    if what is None or held is None or len(what.text) < _SHORTEST or said.part.text.startswith("的", what.end):
        return None
    if coordinated.demanded(said, *held) is None:
        return None
    ends = (at for at in range(*held) if said.sentence.tokens[at].tag == BREAK)
    return Filled(held[0], next(ends, held[1]))


def _every(said: Said, trigger: Trigger, words: Filling) -> Iterator[Words]:
    """What is demanded, and what else the same word demands, in order."""
    what = words["demanded"]
    assert what
    spoken = _verb(said, trigger).text in rows("facts/triggers")["demands"]["spoken"]
    named = _PAPERS.search(said.part.text, said.sentence.start, what.start)
    listed = trigger.family == "rule.must" and (named or not (spoken or _by_person(said, trigger)))
    others = list(coordinated.demands(said, trigger, words["bound"])) if listed else []
    beside = [one for one in others if one.end <= what.start or what.end <= one.start]
    main = [] if beside and re.match(rows("facts/triggers")["demands"]["ends"], what.text) else [what]
    told = (one for one in [*main, *beside] if not no_rules.is_empty(said, one))
    yield from sorted(told, key=lambda one: one.start)


def _by_person(said: Said, trigger: Trigger) -> bool:
    """Whether somebody demands it who is named right before the verb: a speech, not a document."""
    tokens, at = said.sentence.tokens, trigger.first - 1
    while at > 0 and tokens[at].tag == "d":
        at -= 1
    return at >= 0 and tokens[at].tag == "person"


def _demands(said: Said, trigger: Trigger, words: Filling, quotes: Sequence[Quote]) -> bool:
    """Whether a verb demands: 要 only where an order is named; not what describes (应遵循的原则).

    What is demanded of another country is no rule, nor what only sounds like one.
    """
    known, verb = rows("facts/triggers")["demands"], _verb(said, trigger)
    what, who = words["demanded"], words["bound"]
    if what is None or (verb.text in known["wishes"] and not re.search(known["orders"], said.text)):
        return False
    if who and verb.text == "要求" and any(one.kind == "country" and one.start == who.start for one in said.parties):
        return False
    if re.match(known["describes"], what.text):
        return False
    speaker = sayings.speaker_of(quotes, said.part, what.start, what.end)
    return not no_rules.only_sounds(said, trigger, words, speaker)


def _rule(said: Said, trigger: Trigger, words: Filling, quotes: Sequence[Quote]) -> Rule:
    what, force = words["demanded"], trigger.family.partition(".")[2]
    assert what
    if force == "must" and (forbidden := no_rules.turned(said, what)):
        what, force = forbidden, "must_not"
    return Rule(
        evidence=_around(said, [_verb(said, trigger), *words.values()]),
        speaker=sayings.speaker_of(quotes, said.part, what.start, what.end),
        who=words["bound"],
        force=force,
        what=what,
        basis=said.document,
    )


def _is_others(said: Said, trigger: Trigger, agent: Words | None) -> bool:
    """Whether the agent is none: where it is done (在…), or who ordered it in a notice (印发通知，要求各地…)."""
    if agent is None or (agent.part, agent.paragraph) != (said.part.name, said.part.paragraph):
        return False
    verb = said.sentence.tokens[trigger.first].start
    ordered = _ORDERS.search(said.part.text, agent.end, max(verb, agent.end))
    return bool(ordered or _WHERE.match(agent.text))


def _verb(said: Said, trigger: Trigger) -> Words:
    tokens = said.sentence.tokens
    return said.part.words(tokens[trigger.first].start, tokens[trigger.last - 1].end)


def _around(said: Said, words: Sequence[Words | None]) -> Words:
    """The shortest stretch of the sentence that holds all of the words."""
    held = [one for one in words if one]
    return said.part.words(min(one.start for one in held), max(one.end for one in held))


def _place(said: Said, action: Words) -> Words | None:
    """The last place told before the verb by 在."""
    told = [
        one
        for one in said.parties
        if one.kind in ("place", "country") and one.end <= action.start and _AT.search(said.part.text, 0, one.start)
    ]
    return said.part.words(told[-1].start, told[-1].end) if told else None
