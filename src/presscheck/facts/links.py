"""How the facts of a story hang together: parts and wholes, heads that repeat the body, promises and their figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from presscheck.facts.story import Story
from presscheck.model.fact import Commitment, Fact, Figure, Words

_OF_WHICH = ("其中", "当中有", "包括")
_REPEATED = ("subject", "period", "speaker", "scope")
_PEOPLE = ("person", "person-time")


def link(found: Sequence[Fact], story: Story) -> list[Fact]:
    """The facts, numbered, with what they point at: ``part_of``, ``same_as``, ``figure``."""
    figures = [fact for fact in found if isinstance(fact, Figure)]
    texts = {(part.name, part.paragraph): part.text for part in story.parts}
    return [_linked(fact, figures, texts) for fact in found]


def _linked(fact: Fact, figures: Sequence[Figure], texts: Mapping[tuple[str, int | None], str]) -> Fact:
    if isinstance(fact, Figure):
        if fact.evidence.part != "body":
            return _repeating(fact, figures)
        whole = _whole(fact, figures, texts[fact.evidence.part, fact.evidence.paragraph])
        return replace(fact, part_of=whole.id) if whole else fact
    if isinstance(fact, Commitment):
        target = next((one for one in figures if _holds(fact.what, one.evidence)), None)
        return replace(fact, figure=target.id) if target else fact
    return fact


def _whole(part: Figure, figures: Iterable[Figure], text: str) -> Figure | None:
    """The nearest figure before of the same unit, where 其中 stands between the two and no other figure after it."""
    here = [one for one in figures if _beside(one, part) and one.evidence.end <= part.evidence.start]
    if not here:
        return None
    since = here[-1].evidence.end
    if not any(word in text[since : part.evidence.start] for word in _OF_WHICH):
        return None
    return next((one for one in reversed(here) if _comparable(one, part)), None)


def _beside(one: Figure, two: Figure) -> bool:
    return (one.evidence.part, one.evidence.paragraph) == (two.evidence.part, two.evidence.paragraph)


def _comparable(one: Figure, two: Figure) -> bool:
    """Whether one may be a part of the other: the same unit, or people among so many times that people came."""
    families = one.quantity.family, two.quantity.family
    return one.quantity.code == two.quantity.code or (families[0] in _PEOPLE and families[1] in _PEOPLE)


def _repeating(head: Figure, figures: Iterable[Figure]) -> Figure:
    """A figure of a head that the body tells too, with what the body says of it and the head does not."""
    for one in figures:
        if one.evidence.part == "body" and _same(head, one):
            told = {name: getattr(head, name) or getattr(one, name) for name in _REPEATED}
            return replace(head, same_as=one.id, **told)
    return head


def _same(one: Figure, two: Figure) -> bool:
    values = one.quantity.value is not None and one.quantity.value == two.quantity.value
    return values and one.quantity.code == two.quantity.code


def _holds(words: Words, other: Words) -> bool:
    same = (words.part, words.paragraph) == (other.part, other.paragraph)
    return same and words.start <= other.start and other.end <= words.end
