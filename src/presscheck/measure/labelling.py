"""Two ways to deal the same characters out to stories, compared: B-cubed, joints and roles."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from presscheck.measure.alignment import Galley
from presscheck.measure.story import Story, comparable

NEAR = 2
"""Characters that may stand between two pieces, or be missing at their joint, and they still follow one another."""
LOST = "lost"


@dataclass(frozen=True, slots=True)
class BCubed:
    """How pure and how whole the stories are, as the average character sees it; two of them can be added.

    A character's precision is the share of its story of ours that belongs with it, its recall the share of its true
    story that we put with it. A lost character counts 0 in recall and is left out of precision.

    >>> one = BCubed.of([("fire", 1), ("fire", 1), ("fire", 2), ("flood", 2)])
    >>> one.precision, round(one.recall, 3), round(one.f1, 3)
    (0.75, 0.667, 0.706)
    """

    units: int = 0
    found: int = 0
    precisions: float = 0.0
    recalls: float = 0.0

    @classmethod
    def of(cls, labels: Iterable[tuple[Hashable, Hashable | None]]) -> Self:
        """From each unit's true story and its story of ours (None: lost)."""
        cells = Counter(labels)
        true: Counter[Hashable] = Counter()
        ours: Counter[Hashable] = Counter()
        for (theirs, own), count in cells.items():
            true[theirs] += count
            if own is not None:
                ours[own] += count
        both = {cell: count for cell, count in cells.items() if cell[1] is not None}
        return cls(
            units=true.total(),
            found=ours.total(),
            precisions=sum(count * count / ours[own] for (_, own), count in both.items()),
            recalls=sum(count * count / true[theirs] for (theirs, _), count in both.items()),
        )

    @property
    def precision(self) -> float:
        """Mean over the characters found; 0 without any."""
        return self.precisions / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Mean over all true characters; 0 without any."""
        return self.recalls / self.units if self.units else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "BCubed") -> "BCubed":
        return BCubed(
            self.units + other.units,
            self.found + other.found,
            self.precisions + other.precisions,
            self.recalls + other.recalls,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """So many right out of so many; two of them can be added.

    >>> (Tally(3, 4) + Tally(0, 2)).share
    0.5
    """

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """The share of right ones; None where there were none to get right."""
        return self.right / self.of if self.of else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.of + other.of)


def labels(true: Galley, ours: Galley, places: Sequence[int | None]) -> Iterator[tuple[int, int | None]]:
    """Each true character's story there and with us."""
    for story, place in zip(true.story, places, strict=True):
        yield story, None if place is None else ours.story[place]


def joints(true: Galley, ours: Galley, places: Sequence[int | None]) -> tuple[Tally, Tally]:
    """How many of a true story's pieces are followed by the next one: of all joints, and of those across a seam.

    They follow when both ends are in one story of ours with at most 2 characters between them. Up to 2 characters at
    each end may be lost.
    """
    right = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for (before, after), seam in zip(pairwise(true.bodies), true.seams[1:], strict=True):
        if true.story[before[0]] != true.story[after[0]]:
            continue
        total[seam] += 1
        right[seam] += _follow(ours, _tail(places, before), _head(places, after))
    return Tally(sum(right.values()), sum(total.values())), Tally(right[True], total[True])


def _follow(ours: Galley, last: int | None, first: int | None) -> bool:
    if last is None or first is None:
        return False
    return 0 < first - last <= NEAR + 1 and ours.story[first] == ours.story[last]


def _tail(places: Sequence[int | None], piece: tuple[int, int]) -> int | None:
    near = places[max(piece[0], piece[1] - NEAR - 1) : piece[1]]
    return next((place for place in reversed(near) if place is not None), None)


def _head(places: Sequence[int | None], piece: tuple[int, int]) -> int | None:
    near = places[piece[0] : min(piece[1], piece[0] + NEAR + 1)]
    return next((place for place in near if place is not None), None)


def roles(true: Galley, ours: Galley, places: Sequence[int | None]) -> Counter[tuple[str, str]]:
    """Characters by their true role and the role we gave them (``lost`` where we have none)."""
    return Counter(
        (role, LOST if place is None else ours.role[place]) for role, place in zip(true.role, places, strict=True)
    )


def crossheads(true: Iterable[Story], ours: Iterable[Story]) -> tuple[Tally, Tally]:
    """How many of a page's true crossheads came back whole, word for word, and how many of ours are such.

    >>> from presscheck.measure.story import Piece
    >>> page = [Story("", (), "", (Piece("crosshead", "渠成之后", True),))]
    >>> torn = [Story("", (), "", (Piece("crosshead", "渠成", True), Piece("p", "之后", True)))]
    >>> crossheads(page, page), crossheads(page, torn)[0]
    ((Tally(right=1, of=1), Tally(right=1, of=1)), Tally(right=0, of=1))
    """
    theirs, own = (Counter(_crossheads(stories)) for stories in (true, ours))
    whole = (theirs & own).total()
    return Tally(whole, theirs.total()), Tally(whole, own.total())


def _crossheads(stories: Iterable[Story]) -> Iterator[str]:
    """The crossheads of some stories; one that goes on in the next column is one."""
    for story in stories:
        told = ""
        for piece in story.pieces:
            if piece.role == "crosshead" and piece.seam:
                told += comparable(piece.text)
                continue
            if told:
                yield told
            told = comparable(piece.text) if piece.role == "crosshead" else ""
        if told:
            yield told
