"""A finding of an audit as a page shows it: its sentences, figures marked, what was reckoned, what may mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.check.audit.story import Story
from presscheck.model import Fact
from presscheck.model.verdict import Finding, Told
from presscheck.show.fact_words import number
from presscheck.web.fact_rows import address_of
from presscheck.web.quoting import cut


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a finding: in pieces, its figures marked; its day and story, and the address of its words."""

    pieces: list[tuple[str, str]]
    day: str
    headline: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what tells it again (``key``); ``right`` is what the other figures allow, where they tell it."""

    key: str
    finding: Finding
    sentences: tuple[Sentence, ...]
    right: str


def shown(finding: Finding, key: str, stories: Sequence[Story]) -> Found:
    """A finding laid out, with the stories that it is of."""
    by_name = {one.source.article: one for one in stories}
    facts = {fact.id: fact for one in stories for fact in one.article.facts}
    operands = [facts[one] for one in finding.operands if one in facts]
    sentences = tuple(_sentence(told, by_name[told.article], operands) for told in finding.evidence)
    return Found(key, finding, sentences, _right(finding))


def _sentence(told: Told, story: Story, operands: Sequence[Fact]) -> Sentence:
    own = {fact.id for fact in story.article.facts}
    here = [
        one
        for one in operands
        if one.id in own and (one.evidence.part, one.evidence.paragraph) == (told.part, told.paragraph)
    ]
    start = _start(told, story)
    marks = [(one.evidence.start - start, one.evidence.end - start, "told") for one in here]
    day = story.source.date.isoformat() if story.source.date else ""
    address = address_of(told.article, here[0].id if here else None)
    return Sentence(list(cut(told.quote, *marks)), day, story.source.headline or told.article, address)


def _start(told: Told, story: Story) -> int:
    """Where the sentence stands in its part."""
    text = next(one for one in story.texts() if (one.part, one.paragraph) == (told.part, told.paragraph))
    return max(text.words.find(told.quote), 0)


def _right(finding: Finding) -> str:
    low, high = number(finding.low), number(finding.high)
    if low and high:
        return low if low == high else f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""
