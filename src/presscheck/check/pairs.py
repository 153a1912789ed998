"""The figures of the record that a claim's figures may be compared with, each pair with what speaks for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from presscheck.check.claims import Claim
from presscheck.check.sides import Side, key_of, meets, side_of
from presscheck.check.traits import Traits, traits, with_placing
from presscheck.check.weights import Weights
from presscheck.model.fact import Quantity
from presscheck.record.mentions import figures_of
from presscheck.record.store import Kept

KEPT = 25
"""Pairs of one figure that are kept, the likeliest."""
PLACED = 10
"""Pairs of one figure that are placed by the rules of series."""
_MIXED = (("ratio", "points"), ("points", "ratio"), ("currency", "currency"))
"""Families of units that people mistake for one another: 1个百分点 for 1%, dollars for yuan."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim's figure, with its number, and one of the record's; ``chance``: the log odds that both are of one thing.

    ``meets``: both can be of one value. ``unit_other``: the same number stands there in another unit.
    """

    figure: int
    claim: Side
    other: Side
    traits: Traits
    chance: float
    meets: bool
    unit_other: bool = False


def pairs(claim: Claim, stories: Iterable[Kept], weights: Weights) -> list[Pair]:
    """The likeliest pairs of every figure of a claim, the likeliest first, figure by figure."""
    drawn: list[list[Pair]] = [[] for _ in claim.figures]
    for rank, kept in enumerate(stories):
        for number, pair in _of_story(claim, kept, rank, weights):
            drawn[number].append(pair)
    return [pair for held in drawn for pair in _likeliest(claim, held, weights)]


def _of_story(claim: Claim, kept: Kept, rank: int, weights: Weights) -> Iterator[tuple[int, Pair]]:
    for mention in figures_of(kept):
        quantity = mention.fact.quantity
        side: Side | None = None
        for number, figure in enumerate(claim.figures):
            how = _comparable(figure, quantity)
            if how is None:
                continue
            side = side or side_of(mention)
            told = traits(figure, side, rank)
            other = how == "mixed"
            yield number, Pair(number, figure, side, told, weights.pair(told), not other and meets(figure, side), other)


def _comparable(figure: Side, quantity: Quantity) -> str | None:
    """Whether a figure's unit lets it be compared: ``same``, ``mixed`` (the same number in another unit), or not."""
    own = figure.fact.quantity
    if figure.key == key_of(quantity):
        return "same"
    if own.code is None and quantity.family not in ("currency", "ratio", "points"):
        return "same"
    if (own.family, quantity.family) in _MIXED and own.value is not None and own.value == quantity.value:
        return "mixed"
    return None


def _likeliest(claim: Claim, held: list[Pair], weights: Weights) -> Iterator[Pair]:
    ranked = sorted(held, key=lambda pair: -pair.chance)[:KEPT]
    placed = [_placed(claim, pair, weights) for pair in ranked[:PLACED]]
    yield from sorted([*placed, *ranked[PLACED:]], key=lambda pair: -pair.chance)


def _placed(claim: Claim, pair: Pair, weights: Weights) -> Pair:
    told = with_placing(pair.traits, claim.figures[pair.figure], pair.other)
    return Pair(pair.figure, pair.claim, pair.other, told, weights.pair(told), pair.meets, pair.unit_other)
