"""What a record says for a short form to mean a whole name: how often both stand together, and who else is meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from presscheck.record.roll import Roll
from presscheck.record.short_forms import Short

_TWICE = 2
"""Articles with both names that are enough where no other body of that end is known."""
_THRICE = 3
_SHARE = 0.3
"""And where others are: so many, so great a part of the short form's, and so many times those with the others."""
_TIMES = 5
_WORDY = 3
"""A short form of so many characters that holds all words of one whole name only needs no articles."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Articles of the short form (``of``), those with the whole name too (``together``), and with ``others``.

    ``rivals`` is how many others it may mean, ``length`` how many characters it has.
    """

    of: int
    together: int
    others: int
    rivals: int
    length: int

    @property
    def sure(self) -> bool:
        """Whether the articles alone speak for it."""
        if not self.rivals:
            return self.together >= _TWICE
        enough = self.together >= max(_THRICE, _SHARE * self.of)
        return enough and self.together >= _TIMES * self.others

    def enough(self, how: Short) -> bool:
        """Whether the short form is joined surely, given how it stands to the whole name."""
        if how.how == "letters" and how.missing:
            return False
        if not self.rivals and self.length >= _WORDY and (how.how == "letters" or how.state):
            return True
        return self.sure


def weigh(short: str, whole: Iterable[str], rivals: Iterable[Iterable[str]], roll: Roll) -> Weighed:
    """Set the articles of a short form against those of the body it may mean and those of all others it may mean.

    >>> from presscheck.record.roll import Known
    >>> told = {"禁毒局": {1, 2, 3}, "公安部禁毒局": {2, 3, 4}, "云州市公安局禁毒局": {9}}
    >>> roll = Roll({name: Known(1, {}, frozenset(articles)) for name, articles in told.items()})
    >>> weigh("禁毒局", ["公安部禁毒局"], [["云州市公安局禁毒局"]], roll)
    Weighed(of=3, together=2, others=0, rivals=1, length=3)
    """
    mine = roll.articles([short])
    others = [roll.articles(names) for names in rivals]
    beside = len(mine & frozenset().union(*others))
    return Weighed(len(mine), len(mine & roll.articles(whole)), beside, len(others), len(short))
