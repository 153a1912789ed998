"""A change to the text is a record, never a side effect."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tier(StrEnum):
    """How far a correction may go by itself: applied, proposed, or only pointed out."""

    SURE = "sure"
    LIKELY = "likely"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the page has at one place, and what we read there.

    ``start`` and ``end`` count the uncorrected text of the article's ``part``: ``body`` with a ``paragraph`` index,
    or ``kicker``, ``headline``, ``deck``, ``byline``, ``dateline`` without one.
    """

    part: str
    paragraph: int | None
    start: int
    end: int
    before: str
    after: str
    rule: str
    reason: str
    confidence: float
    tier: Tier

    def to_dict(self) -> dict[str, Any]:
        """The correction as JSON has it."""
        return {
            "part": self.part,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "after": self.after,
            "rule": self.rule,
            "reason": self.reason,
            "confidence": round(self.confidence, 3),
            "tier": self.tier.value,
        }
