"""What proofreading reads: one part of a story at a time, and what it finds there."""

from collections.abc import Iterator
from dataclasses import dataclass

from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Article, Correction, ParagraphKind, Tier

SURE = 0.99
LIKELY = 0.85
HEADS = ("kicker", "headline", "deck", "byline")


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of a story as the page has it; ``paragraph`` counts the paragraphs of its body, None in a head.

    ``goes_on`` tells that speech may go on beyond it: the next paragraph opens with a quotation mark, or the story
    goes on elsewhere. ``prose`` tells a paragraph of running text from a crosshead, a caption or a table.
    """

    part: str
    paragraph: int | None
    text: str
    goes_on: bool = False
    prose: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters ``start`` to ``end`` of a passage that ought to read ``after``; the same words mean: look at this.

    ``most`` is the highest tier the rule may reach, ``values`` fill in the reason.
    """

    start: int
    end: int
    after: str
    rule: str
    confidence: float
    most: Tier = Tier.SURE
    values: tuple[tuple[str, str], ...] = ()

    @property
    def tier(self) -> Tier:
        """How far it may go."""
        if self.confidence >= SURE and self.most is Tier.SURE:
            return Tier.SURE
        return Tier.LIKELY if self.confidence >= LIKELY and self.most is not Tier.SUSPECT else Tier.SUSPECT

    def correction(self, passage: Passage, lang: Lang) -> Correction:
        """The finding as the story keeps it."""
        before = passage.text[self.start : self.end]
        reason = say(f"proofreading.{self.rule}", lang, before=before, after=self.after, **dict(self.values))
        place = (passage.part, passage.paragraph, self.start, self.end)
        return Correction(*place, before, self.after, self.rule, reason, self.confidence, self.tier)


def passages(article: Article) -> Iterator[Passage]:
    """The heads of a story that the page gives, then its paragraphs."""
    for part in HEADS:
        text = getattr(article, part)
        if text and part not in {inside.part for inside in article.inside}:
            yield Passage(part, None, text)
    paragraphs = article.paragraphs
    for number, paragraph in enumerate(paragraphs):
        later = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        goes_on = later.lstrip("　 ").startswith("“") or (not later and article.jump_to is not None)
        yield Passage("body", number, paragraph.text, goes_on, paragraph.kind is ParagraphKind.P)
