"""How the labeller sees a sentence: every trait of a token or a stretch has a number.

What is numbered are words, characters, tags, classes of words, and where something stands to what asks for it. The
order of the traits is that of the learned weights.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, PARTIES, TIME, Token

Indices = NDArray[np.int64]
Scores = NDArray[np.float32]
Stretch = tuple[int, int]
"""The first and the last token."""
NAMES = ("agent", "subject", "counterpart", "promiser", "bound")
"""Roles that a name fills: a run of nouns, or a stretch of one."""
NEAR = 20
"""What a figure counts stands at most so many words from it."""
MOST = 240
"""Of a sentence so many words are read."""
LONGEST = dict.fromkeys((*NAMES, "indicator"), 16)
"""These roles are filled by so many words at most, the others by 40."""
BESIDES, HEADS, PLACES = 12, 24, 24
"""What may stand beside a stretch; what it is or ends with; where it stands to a trigger."""
STEPS, LENGTHS = np.array([0, 1, 2, 3, 4, 6, 9, 15]), np.array([0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 24])
"""Steps from a trigger, and words of a stretch, that are told apart."""
FAR, _SIDES, CLAUSES, BETWEEN, _KINDS = len(STEPS), 3, 4, 4, 16
RANKS = 4
SINCE = 7
"""The place of the trait that needs what filled the role of the trigger before, among those that need a trigger."""
FROM = np.array([0, 1, 1, 0, 2, 2, 0, 3, 3])
"""Of what the others are made: how far, clauses off, verbs and figures between, the rank in the clause."""
BESIDE = {"W": 1, "p": 2, "v": 3, "d": 4, "T": 5, "u": 6, "c": 7, "F": 9, "link": 10, "change": 10, "basis": 10}
"""What may stand beside a stretch: 0 is the edge of the sentence, 8 a noun or its like, 11 anything else."""
MODALS = frozenset(("要", "应", "应当", "必须", "须", "将", "可", "可以", "能", "能够", "会", "愿", "愿意", "希望"))
MODALS |= frozenset(("推动", "加强", "推进", "坚持", "促进", "支持", "继续", "鼓励", "加快", "深化", "完善"))
"""Verbs after which nothing has been done yet, or nothing definite."""
_JOINTS, _PREPOSITIONS = frozenset("、和与及"), frozenset("在对向把将被由与同跟为给据从以于")


class Trigger(NamedTuple):
    """What asks for roles: its tokens, half-open, and its family (``act.meet``, ``figure.currency`` …).

    Its roles are filled from the tokens ``low`` to ``high``: of a trigger in someone's speech, those of the speech.
    """

    first: int
    last: int
    family: str
    low: int = 0
    high: int = 9999


@dataclass(frozen=True)
class Layout:
    """How traits are numbered: word, character, tag, kind of party and family, each by its place in a list."""

    words: Mapping[str, int]
    chars: Mapping[str, int]
    tags: Mapping[str, int]
    kinds: Mapping[str, int]
    families: Mapping[str, int]

    @property
    def classes(self) -> "Classes":
        """The words of news by the company they keep."""
        return classes()

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many numbers each trait has, in the order in which ``Sheaf`` gives them."""
        words, chars, tags, families = (len(one) + 1 for one in (self.words, self.chars, self.tags, self.families))
        by_word = (words, words, words, chars, chars, tags, tags, tags * tags, tags * tags, _KINDS, _KINDS, 4)
        by_class = [count for count in self.classes.counts for _ in range(3)]
        near = _SIDES * FAR
        apart = _SIDES * CLAUSES
        by_trigger = (near, apart * tags, families * apart, families * near, families * _SIDES * BETWEEN)
        ranks = _SIDES * CLAUSES * RANKS * 4
        by_place = (_SIDES * BETWEEN * tags, near * tags, 9 * families, ranks, families * ranks)
        return (*by_word, 4 * 4, 4 * tags, *by_class, *by_trigger, *by_place)

    @property
    def span_sizes(self) -> tuple[int, ...]:
        """How many numbers each trait of a whole stretch has, in the order in which ``Sheet.spans`` gives them."""
        families, near = len(self.families) + 1, BESIDES * BESIDES * PLACES
        by_head = HEADS * PLACES
        alone = (len(LENGTHS), 4, 2, 2, 2, 2, 4, near, by_head * 4, BESIDES * by_head, families * by_head)
        return (*alone, families * PLACES * 4, families * PLACES * 4, 4 * PLACES * 4)

    @property
    def empty_sizes(self) -> tuple[int, ...]:
        """How many numbers each trait of leaving a role empty has: the trigger's words, then those of its clause."""
        words = self.sizes[: self.by_word]
        return (*words, *words, len(self.families) + 1, 4, 4, 4, 4, BESIDES * BESIDES)

    @cached_property
    def by_word(self) -> int:
        """How many traits a word has by itself."""
        return 14 + 3 * len(self.classes.counts)

    @cached_property
    def empty_starts(self) -> Indices:
        """Where the numbers of each trait of leaving a role empty begin."""
        return np.concatenate([[0], np.cumsum(self.empty_sizes)[:-1]]).astype(np.int64)

    @cached_property
    def starts(self) -> Indices:
        """Where the numbers of each trait begin."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.int64)

    @cached_property
    def of_trigger(self) -> tuple[Indices, Indices, Indices]:
        """For each trait that needs a trigger, but that of ``SINCE``: how it is numbered.

        Where its numbers begin, by how much what it is made of counts, and whether the family is added.
        """
        size, families = len(self.tags) + 1, len(self.families) + 1
        starts = np.delete(self.starts[self.by_word :], SINCE)
        times = np.array([1, size, families, families, families, size, size, 1, families])
        return starts[:, None], times[:, None], np.array([0, 0, 1, 1, 1, 0, 0, 0, 1])[:, None]

    @cached_property
    def of_token(self) -> Callable[[str, str], tuple[int, ...]]:
        """The numbers of a word with its tag (``_of_token``); those of common words are remembered."""
        return lru_cache(1 << 15)(partial(_of_token, self))

    @cached_property
    def span_starts(self) -> Indices:
        """Where the numbers of each trait of a stretch begin."""
        return np.concatenate([[0], np.cumsum(self.span_sizes)[:-1]]).astype(np.int64)


@dataclass(frozen=True)
class Classes:
    """Words sorted by the company they keep, into few wide classes and many narrow ones; 0 is any other word."""

    numbers: Mapping[str, int]
    table: Indices

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many classes there are of each width, with the one of other words."""
        return tuple(int(row.max()) + 1 for row in self.table)

    def of(self, word: str) -> list[int]:
        """For each width the class of a word; all numbers are one word."""
        number = self.numbers.get("0" if word[0].isdigit() else word, 0)
        return [int(row[number]) for row in self.table]


@cache
def classes() -> Classes:
    """The classes that ship with the package (``tools/make_word_classes.py``)."""
    with shipped("word_classes.npz").open("rb") as file, np.load(file, allow_pickle=False) as table:
        numbers = {word: at + 1 for at, word in enumerate(table["words"].tolist())}
        told = np.pad(table["classes"].astype(np.int64), ((0, 0), (1, 0)))
        return Classes(numbers, told)


def known(token: Token) -> str:
    """A word as the labeller knows it: of a party its kind, of a number that it is one."""
    return f"<{token.tag}>" if token.tag in PARTIES or token.tag in (FIGURE, TIME) else token.word


COLUMNS = ("word", "first", "last", "tag", "beside", "break", "verb", "figure")
"""What ``Layout.of_token`` gives; the classes follow, for each width one."""


def _of_token(layout: Layout, word: str, tag: str) -> tuple[int, ...]:
    number = layout.words.get(known(Token(0, 0, word, tag)), 0)
    chars = layout.chars.get(word[0], 0), layout.chars.get(word[-1], 0)
    is_ = (tag == BREAK, tag == "v", tag == FIGURE)
    return number, *chars, layout.tags.get(tag, 0), _beside(word, tag), *map(int, is_), *layout.classes.of(word)


def _beside(word: str, tag: str) -> int:
    if word in _JOINTS:
        return 7
    if word in _PREPOSITIONS:
        return 2
    return BESIDE.get(tag) or (8 if tag in NOMINAL else 11)
