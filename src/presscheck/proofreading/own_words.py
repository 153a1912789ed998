"""A reader's own words: names, places, offices that the proofreader leaves as they stand. The list always wins."""

from collections.abc import Iterable, Iterator

from presscheck.errors import WrongUsage
from presscheck.proofreading.passage import Finding

LONGEST = 60
"""Characters a word may have; what is longer is a sentence, or no list of words at all."""


def words_of(given: Iterable[str]) -> frozenset[str]:
    """A reader's words as the desk wants them: without white space round them, each once.

    Raises ``WrongUsage`` for one piece of text in place of a list, and for a word over ``LONGEST`` characters.

    >>> sorted(words_of([" 涇岭县", "", "涇岭县　"]))
    ['涇岭县']
    """
    if isinstance(given, str):
        raise WrongUsage(
            en="The lexicon is to be a list of words, and one text was given; put it in a list.",
            zh="lexicon 应为词语的列表，而给出的是一段文字；请放入列表。",
        )
    words = frozenset(word.strip() for word in given) - {""}
    if long := [word for word in words if len(word) > LONGEST]:
        raise WrongUsage(
            en=f"A word of the lexicon has {len(max(long, key=len))} characters; at most {LONGEST} are taken.",
            zh=f"lexicon 中有一个词长 {len(max(long, key=len))} 字，最多 {LONGEST} 字。",
        )
    return words


class OwnWords:
    """The words, ready to be asked whether a finding lies in one.

    Only what stands round a finding is looked up, so a list may be as long as it likes.
    """

    def __init__(self, words: frozenset[str] = frozenset()) -> None:
        self._words = words
        self._lengths = sorted({len(word) for word in words})

    def keeps(self, text: str, finding: Finding) -> bool:
        """Whether a finding lies wholly within one of the words as it stands in ``text``.

        Which of two equal characters a deletion takes is chance; one that takes neither from the word is none of its
        business: 涇岭县县 with 涇岭县 in the list is still a doubling.

        >>> kept = OwnWords(frozenset({"涇岭县"}))
        >>> kept.keeps("记者走进涇岭县", Finding(4, 5, "泾", "variant", 0.97))
        True
        >>> kept.keeps("记者走进涇岭县县城", Finding(6, 7, "", "doubled", 0.7))
        False
        """
        return all(self._within(text, start, end) for start, end in _alike(text, finding))

    def _within(self, text: str, start: int, end: int) -> bool:
        """Whether a word holds characters ``start`` to ``end``; of an empty place, the characters on both sides."""
        first, last = (start - 1, end + 1) if start == end else (start, end)
        return any(
            text[at : at + length] in self._words
            for length in self._lengths
            for at in range(max(last - length, 0), min(first, len(text) - length) + 1)
        )


def _alike(text: str, finding: Finding) -> Iterator[tuple[int, int]]:
    """The place of a finding; of a deletion every place where it would leave the same words."""
    start, end = finding.start, finding.end
    if finding.after or start == end:
        yield start, end
        return
    while start and text[start - 1] == text[end - 1]:
        start, end = start - 1, end - 1
    yield start, end
    while end < len(text) and text[start] == text[end]:
        start, end = start + 1, end + 1
        yield start, end
