"""What a person says to a mark of the proofreader, or to words nobody marked: right, wrong, or rather this."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from presscheck.model import Correction

Verdict = Literal["accept", "refuse", "edit"]
ACCEPTED, EDITED = "accepted", "edited"
"""The rules under which stand corrections that a person accepted, or made."""
BY_HAND = (ACCEPTED, EDITED)


def is_open(correction: Correction) -> bool:
    """Whether nobody has decided on a correction yet."""
    return correction.rule not in BY_HAND


@dataclass(frozen=True, slots=True)
class Anchor:
    """The character of a page by which a place is found again, wherever its story goes.

    ``after`` says that the place is behind that character, as at the end of a paragraph.
    """

    page: str
    at: int
    after: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one place of a story.

    ``start`` and ``end`` count the uncorrected text of the ``part`` as it stands now: ``body`` with a ``paragraph``, or
    a head without one. ``accept`` and ``refuse`` name the mark that stands there by what it puts ``before`` and
    ``after``; ``edit`` sets a correction by hand, also where nothing was marked. ``anchor``, ``left`` and ``right``
    (characters around it) are filled in when it is taken.

    >>> one = Decision("a3", "body", 0, 2, 3, "口", "", "accept")
    >>> decision_from(one.to_dict()) == one
    True
    """

    article: str
    part: str
    paragraph: int | None
    start: int
    end: int
    before: str
    after: str
    verdict: Verdict
    anchor: Anchor | None = None
    left: str = ""
    right: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON has it."""
        anchor = self.anchor
        return {
            "article": self.article,
            "part": self.part,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "after": self.after,
            "verdict": self.verdict,
            "anchor": [anchor.page, anchor.at, anchor.after] if anchor else None,
            "left": self.left,
            "right": self.right,
        }


def decision_from(told: Mapping[str, Any]) -> Decision:
    """The decision that JSON tells of. Raises ``KeyError`` and ``TypeError`` where it tells of none."""
    anchor = told.get("anchor")
    return Decision(**{**told, "anchor": Anchor(*anchor) if anchor else None})
