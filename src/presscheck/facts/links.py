"""How the facts of a story hang together: parts and wholes, heads that repeat the body, promises and their figures."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from presscheck.facts.story import Story
from presscheck.model.fact import Commitment, Fact, Figure, Words

_OF_WHICH = ("其中", "当中有", "包括")
_REPEATED = ("subject", "period", "speaker", "scope")
_PEOPLE = ("person", "person-time")


class _InPart(NamedTuple):
    """The figures of one part of a story in order, and where each starts and ends."""

    figures: Sequence[Figure]
    starts: Sequence[int]
    ends: Sequence[int]


_Place = tuple[str, int | None]


def link(found: Sequence[Fact], story: Story) -> list[Fact]:
    """The facts, numbered, with what they point at: ``part_of``, ``same_as``, ``figure``."""
    by_part: dict[_Place, list[Figure]] = {}
    body: dict[tuple[Decimal | None, str | None], Figure] = {}
    for fact in found:
        if isinstance(fact, Figure):
            by_part.setdefault(_place(fact.evidence), []).append(fact)
            if fact.evidence.part == "body":
                body.setdefault((fact.quantity.value, fact.quantity.code), fact)
    figures = {
        place: _InPart(held, [one.evidence.start for one in held], [one.evidence.end for one in held])
        for place, held in by_part.items()
    }
    texts = {(part.name, part.paragraph): part.text for part in story.parts}
    return [_linked(fact, figures, body, texts) for fact in found]


def _place(words: Words) -> _Place:
    return words.part, words.paragraph


def _linked(
    fact: Fact,
    figures: Mapping[_Place, _InPart],
    body: Mapping[tuple[Decimal | None, str | None], Figure],
    texts: Mapping[_Place, str],
) -> Fact:
    if isinstance(fact, Figure):
        if fact.evidence.part != "body":
            return _repeating(fact, body)
        place = _place(fact.evidence)
        whole = _whole(fact, figures[place], texts[place])
        return replace(fact, part_of=whole.id) if whole else fact
    if isinstance(fact, Commitment) and (here := figures.get(_place(fact.what))):
        first = bisect_left(here.starts, fact.what.start)
        held = first < len(here.ends) and here.ends[first] <= fact.what.end
        return replace(fact, figure=here.figures[first].id) if held else fact
    return fact


def _whole(part: Figure, here: _InPart, text: str) -> Figure | None:
    """The nearest figure before of the same unit, where 其中 stands between the two and no other figure after it."""
    count = bisect_right(here.ends, part.evidence.start)
    if not count:
        return None
    since = here.ends[count - 1]
    if not any(text.find(word, since, part.evidence.start) >= 0 for word in _OF_WHICH):
        return None
    return next((here.figures[at] for at in range(count - 1, -1, -1) if _comparable(here.figures[at], part)), None)


def _comparable(one: Figure, two: Figure) -> bool:
    """Whether one may be a part of the other: the same unit, or people among so many times that people came."""
    families = one.quantity.family, two.quantity.family
    return one.quantity.code == two.quantity.code or (families[0] in _PEOPLE and families[1] in _PEOPLE)


def _repeating(head: Figure, body: Mapping[tuple[Decimal | None, str | None], Figure]) -> Figure:
    """A figure of a head that the body tells too, with what the body says of it and the head does not."""
    one = body.get((head.quantity.value, head.quantity.code)) if head.quantity.value is not None else None
    if one is None:
        return head
    told = {name: getattr(head, name) or getattr(one, name) for name in _REPEATED}
    return replace(head, same_as=one.id, **told)
