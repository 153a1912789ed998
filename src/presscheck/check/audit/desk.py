"""The desk that audits stories: it asks each family of rules, keeps one finding for a fault, and puts them in order."""

from collections.abc import Callable, Iterator, Sequence

from presscheck.check.audit import (
    averages,
    bounds,
    conversions,
    dates,
    heads,
    increases,
    lists,
    moves,
    parts,
    quotations,
    shares,
    subperiods,
    sums,
)
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.model import Fact
from presscheck.model.verdict import Finding

FAMILIES: tuple[Callable[[Story, Lang], Iterator[Finding]], ...] = (
    parts.find,
    sums.find,
    shares.find,
    moves.find,
    increases.find,
    bounds.find,
    lists.find,
    dates.find,
    heads.find,
    averages.find,
    conversions.find,
)
"""The families of rules that look at one story: where two find the same fault, the one named first tells it."""

ACROSS: tuple[Callable[[Sequence[Story], Lang], Iterator[Finding]], ...] = (quotations.across, subperiods.across)
"""The families that set several stories of a page, an issue or a record side by side."""

_LEVELS = ("proofread", "error", "tension")
_Place = tuple[int, int, int, int]


def audit(stories: Sequence[Story], lang: Lang) -> tuple[Finding, ...]:
    """What some stories say against themselves and each other, in the order of the text, each fault told once.

    >>> audit((), "en")
    ()
    """
    found = [one for family in FAMILIES for story in stories for one in family(story, lang)]
    found += [one for family in ACROSS for one in family(stories, lang)]
    places = _places(stories)
    return tuple(sorted(_once(found), key=lambda one: _place(one, places)))


def _once(found: Sequence[Finding]) -> list[Finding]:
    """One finding for one fault: of those that share a figure, or the words to be mended, the most telling."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: _LEVELS.index(one.level)):
        if not any(_same_fault(one, other) for other in kept):
            kept.append(one)
    return kept


def _same_fault(one: Finding, other: Finding) -> bool:
    if set(one.operands) & set(other.operands):
        return True
    return any(_overlap(mine, theirs) for mine in _mended(one) for theirs in _mended(other))


def _mended(finding: Finding) -> list[tuple[str, str, int | None, int, int]]:
    return [(one.article, one.part, one.paragraph, one.start, one.end) for one in finding.repairs]


def _overlap(one: tuple[str, str, int | None, int, int], other: tuple[str, str, int | None, int, int]) -> bool:
    return one[:3] == other[:3] and one[3] < other[4] and other[3] < one[4]


def _places(stories: Sequence[Story]) -> dict[str, _Place]:
    """Where each fact stands: its story, part, paragraph and offset."""
    return {fact.id: _standing(fact, number) for number, story in enumerate(stories) for fact in story.article.facts}


def _standing(fact: Fact, story: int) -> _Place:
    words = fact.evidence
    return (story, words.part == "body", words.paragraph or 0, words.start)


def _place(finding: Finding, places: dict[str, _Place]) -> tuple[_Place, str]:
    """Where a finding starts to be told, and its rule, for two at one place; one without a figure comes last."""
    held = [places[one] for one in finding.operands if one in places]
    return (min(held) if held else (len(places), 0, 0, 0), finding.rule)
