"""The words of a sentence that ask who and what: its figures, and the verbs of acts, promises and rules."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from presscheck.data import rows
from presscheck.facts.roles import ASKS as ASKS
from presscheck.facts.roles import Trigger
from presscheck.facts.tokens import FIGURE, Sentence

LONGEST = 3
"""A verb is written in at most so many words."""


def figures(sentence: Sentence, families: Sequence[str | None]) -> Iterator[Trigger]:
    """A trigger for each figure of the sentence, in order; ``families`` are those of their units."""
    places = [number for number, token in enumerate(sentence.tokens) if token.tag == FIGURE]
    for place, family in zip(places, families, strict=True):
        yield Trigger(place, place + 1, f"figure.{family or 'bare'}")


def verbs(sentence: Sentence) -> Iterator[Trigger]:
    """A trigger for each verb of an act or a rule (``data/facts/triggers.toml``), in order; the longest words win.

    What a rule demands ends where the next one begins (应当…，不得…).

    >>> from presscheck.facts.tokens import cut
    >>> [trigger.family for trigger in verbs(cut("两县昨天签署协议。", 0, 9))]
    ['act.sign']
    """
    found = list(_found(sentence, ("act", "rule")))
    begun = sorted(one.first for one in found if _binds(one))
    for one in found:
        after = bisect_right(begun, one.first) if _binds(one) else len(begun)
        yield one if after == len(begun) else one._replace(high=min(one.high, begun[after]))


def _binds(trigger: Trigger) -> bool:
    return trigger.family.startswith("rule")


def promises(sentence: Sentence) -> Iterator[Trigger]:
    """A trigger for each verb of an undertaking, in order."""
    yield from _found(sentence, ("promise",))


def _found(sentence: Sentence, kinds: tuple[str, ...]) -> Iterator[Trigger]:
    known, opening = _known(kinds), _opening(kinds)
    words = sentence.words
    if opening.isdisjoint(words):
        return
    done = 0
    for place in [at for at, word in enumerate(words) if word in opening]:
        if place < done:
            continue
        for count in range(min(LONGEST, len(words) - place), 0, -1):
            if families := known.get("".join(words[place : place + count])):
                yield from (Trigger(place, place + count, family) for family in families)
                done = place + count
                break


@cache
def _opening(kinds: tuple[str, ...]) -> frozenset[str]:
    """Every word with which a verb may begin."""
    return frozenset(verb[:count] for verb in _known(kinds) for count in range(1, len(verb) + 1))


@cache
def _known(kinds: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The families of each verb of some kinds."""
    known: dict[str, tuple[str, ...]] = {}
    for kind in kinds:
        for row in rows("facts/triggers")[kind]:
            for verb in row["verbs"]:
                if not any(one.startswith(kind) for one in known.get(verb, ())):
                    known[verb] = (*known.get(verb, ()), f"{kind}.{row['family']}")
    return known
