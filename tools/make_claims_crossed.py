"""Claims in which two numbers of one printed sentence are exchanged, and as many that leave them where they stand.

The only claims that quote the record: they try whether numbers are kept with their words, so all else is as printed.
"""

import datetime
from collections.abc import Iterator, Mapping
from itertools import pairwise

from make_claims_figures import CONTRADICTED, SUPPORTED, Claim, Desk
from presscheck.check.rulings import MINOR
from presscheck.check.sides import key_of, sentence_at
from presscheck.model.series import Mention

SHORTEST, LONGEST = 20, 75
"""Characters of a sentence that makes a claim."""
LATER = datetime.timedelta(days=2)
"""A claim is made so long after its story."""
_QUOTED = frozenset("“”（）")
_MARKS = "，；："
_HEAD = 18
"""The longest opening that a clause taken by itself is told with."""


def crossed(desk: Desk) -> Iterator[Claim]:
    """Of each story with such a sentence: it with two numbers exchanged, it as printed, and the same for a clause."""
    stories = list(_stories(desk).items())
    desk.rng.shuffle(stories)
    for name, pairs in stories:
        one, two = desk.rng.choice(pairs)
        start, end = sentence_at(one.text, one.fact.evidence.start)
        told = one.text[start:end]
        yield _claim(_with(told, start, (one, two), (two, one)), CONTRADICTED, "crossed", one, name)
        yield _claim(told, SUPPORTED, "as printed", one, name)
        yield _claim(_clause(told, start, one, two), CONTRADICTED, "of another", one, name)
        yield _claim(_clause(told, start, one, one), SUPPORTED, "clause", one, name)


def _stories(desk: Desk) -> Mapping[str, list[tuple[Mention, Mention]]]:
    """Two figures of one kind side by side in a short sentence, by their story."""
    sentences: dict[tuple[str, str, int], list[Mention]] = {}
    for one in desk.shelf.figures:
        if one.date and desk.since <= one.date <= desk.until and one.fact.evidence.part == "body":
            start, _ = sentence_at(one.text, one.fact.evidence.start)
            sentences.setdefault((one.article, one.text, start), []).append(one)
    out: dict[str, list[tuple[Mention, Mention]]] = {}
    for (name, text, start), found in sorted(sentences.items()):
        told = text[slice(*sentence_at(text, start))]
        if SHORTEST <= len(told) <= LONGEST and _QUOTED.isdisjoint(told):
            held = [one for one in found if one.fact.quantity.family not in MINOR]
            ordered = sorted(held, key=lambda one: one.fact.evidence.start)
            out.setdefault(name, []).extend(pair for pair in pairwise(ordered) if _exchangeable(*pair))
    return {name: pairs for name, pairs in out.items() if pairs}


def _exchangeable(one: Mention, two: Mention) -> bool:
    first, second = one.fact, two.fact
    alike = key_of(first.quantity) == key_of(second.quantity)
    return alike and first.quantity.value != second.quantity.value and first.evidence.end <= second.evidence.start


def _with(told: str, base: int, places: tuple[Mention, Mention], printed: tuple[Mention, Mention]) -> str:
    """A sentence with other figures in two places, the later first."""
    for place, other in reversed(list(zip(places, printed, strict=True))):
        start, end = (at - base for at in (place.fact.evidence.start, place.fact.evidence.end))
        told = told[:start] + other.fact.evidence.text + told[end:]
    return told


def _clause(told: str, base: int, place: Mention, printed: Mention) -> str:
    """The clause of a figure, with what opens its sentence, and a figure in its place."""
    start, end = (at - base for at in (place.fact.evidence.start, place.fact.evidence.end))
    begins = max(told.rfind(mark, 0, start) for mark in _MARKS) + 1
    closes = min((at for mark in "，；。" if (at := told.find(mark, end)) >= 0), default=len(told))
    head = told.find("，") + 1
    opening = told[:head] if 0 < head <= begins and head <= _HEAD else ""
    return opening + told[begins:start] + printed.fact.evidence.text + told[end:closes] + "。"


def _claim(text: str, label: str, how: str, of: Mention, name: str) -> Claim:
    assert of.date is not None
    return Claim(text.strip(), of.date + LATER, label, how, (name,), (), "同一句中的两个数", name, (text,))
