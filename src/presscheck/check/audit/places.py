"""A stretch of a story's words in which something is wrong, and the finding that says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Words
from presscheck.model.verdict import Finding, Repair, Told
from presscheck.record.passages import Text, around


@dataclass(frozen=True, slots=True)
class Place:
    """The words of a part of a story from ``start`` to ``end``."""

    story: Story
    text: Text
    start: int
    end: int

    @property
    def printed(self) -> str:
        """The words as they stand there."""
        return self.text.words[self.start : self.end]

    @property
    def words(self) -> Words:
        """The words with their place."""
        return Words(self.printed, self.text.part, self.text.paragraph, self.start, self.end)

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the figures and times that stand there."""
        kinds = ("figure", "time")
        told = (one for one in self.story.article.facts if one.kind in kinds and self._holds(one.evidence))
        return tuple(one.id for one in told)

    @property
    def told(self) -> Told:
        """The sentence in which they stand, as evidence."""
        start, end = around(self.text, self.words)
        quote = self.text.words[start:end].strip()
        return Told(self.story.source.article, self.text.part, self.text.paragraph, quote)

    def _holds(self, words: Words) -> bool:
        same = (words.part, words.paragraph) == (self.text.part, self.text.paragraph)
        return same and words.start < self.end and self.start < words.end

    def repair(self, after: str) -> Repair:
        """What would be right there."""
        place = (self.text.part, self.text.paragraph, self.start, self.end)
        return Repair(self.story.source.article, *place, self.printed, after)


def one_slip(before: str, after: str) -> bool:
    """Whether one character set wrong, too many or too few makes one of the other.

    >>> one_slip("6月17日", "6月11日"), one_slip("6月7日", "6月17日"), one_slip("6月7日", "6月18日")
    (True, True, False)
    """
    if before == after or abs(len(before) - len(after)) > 1:
        return False
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    short, long = sorted((before[same:], after[same:]), key=len)
    return short == long[1:] if len(short) < len(long) else short[1:] == long[1:]


def fault(
    rule: str, message: str, places: Iterable[Place], lang: Lang, instead: Iterable[str] = (), **values: object
) -> Finding:
    """The finding that the words of some places cannot be so; ``instead`` is what would have to stand in the first.

    Where one character makes it right, it is a slip for the proofreader, else an error.
    """
    held = list(places)
    slips = tuple(held[0].repair(one) for one in instead if one_slip(held[0].printed, one))
    return Finding(
        rule,
        "proofread" if slips else "error",
        say(f"audit.{message}", lang, printed=held[0].printed, **values),
        tuple(dict.fromkeys(fact for one in held for fact in one.facts)),
        tuple(dict.fromkeys(one.told for one in held)),
        repairs=slips,
    )
