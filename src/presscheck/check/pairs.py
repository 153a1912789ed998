"""The figures of the record that a claim's figures may be compared with, each pair with what speaks for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from presscheck.check.claims import Claim
from presscheck.check.sides import Side, key_of, meets, side_of
from presscheck.check.traits import Traits, lost, traits, with_placing
from presscheck.check.weights import Weights
from presscheck.check.words import cover
from presscheck.model.fact import Quantity
from presscheck.record.mentions import figures_of
from presscheck.record.store import Kept

KEPT = 25
"""Pairs of one figure that are kept, the likeliest."""
PLACED = 10
"""Pairs of one figure that are placed by the rules of series, and set in order as parts and wholes."""
PIECES = 0.3
"""The least share of a word that must stand in a text for the text to have it."""
LIKELY = -2.5
"""The least log odds with which a figure is shown beside that of a claim."""
NARROWER, FARTHEST = 0.25, 2.0
"""What words weigh at least by which a figure is of a part of another, and what sets it back most: 1 is a rare word."""
FAR_OFF, LARGE = 200, 10_000
"""A number without a unit is of another thing where one is so many times the other; so large, it may be money."""
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
    return [pair for held in drawn for pair in wholes_first(list(_likeliest(claim, held, weights)))]


def wholes_first(held: Sequence[Pair]) -> list[Pair]:
    """The pairs of one figure, the likeliest first; a figure of a part never stands before that of its whole.

    Of the figures of one story a claim means the one whose words it has: 茶叶产量 is not 有机茶叶产量, of which it says
    nothing. What a part tells beyond its whole sets it back behind that one.
    """
    plain = [pair for pair in held[:PLACED] if not pair.unit_other]
    wholes = [pair for pair in plain if pair.chance > LIKELY and pair.other.fact.evidence.part == "body"]
    ordered = [pair if pair.unit_other else _behind(pair, wholes) for pair in held[:PLACED]]
    return sorted([*ordered, *held[PLACED:]], key=lambda pair: -pair.chance)


def _behind(pair: Pair, wholes: Iterable[Pair]) -> Pair:
    """A pair, set back behind those of which its figure is a part."""
    chances = [one.chance - min(more, FARTHEST) for one in wholes if (more := _narrower(pair, one)) > NARROWER]
    return replace(pair, chance=min([pair.chance, *chances]))


def _narrower(part: Pair, whole: Pair) -> float:
    """By the weight of what words a figure is of less than another of its story: 0 where it is not, 1: a rare word.

    Both must be of one kind and time, and no word of the claim may stand only with the first.
    """
    one, two, claim = part.other, whole.other, part.claim
    if one.mention.article != two.mention.article or one.kind != two.kind or one.value == two.value:
        return 0.0
    if one.days != two.days and None not in (one.days, two.days):
        return 0.0
    if any(_stands(word, _own(one)) and not _stands(word, _own(two)) for word in claim.focus):
        return 0.0
    lacked = max(0.0, lost(claim.focus, _own(two)) - lost(claim.focus, _own(one)))
    return max(0.0, _beyond(one, two, claim) - _beyond(two, one, claim) - lacked)


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, if only in pieces: 走私案件 in 走私犯罪案件."""
    return cover({word: 1.0}, text) > PIECES


def _beyond(one: Side, two: Side, claim: Side) -> float:
    """What a figure is told with that neither another nor the claim has; who both are of says nothing."""
    return lost(one.focus, f"{claim.told}，{_own(two)}，{two.subject}")


def _own(side: Side) -> str:
    """The words that stand right before a figure."""
    return f"{side.indicator}，{side.clause}"


def _of_story(claim: Claim, kept: Kept, rank: int, weights: Weights) -> Iterator[tuple[int, Pair]]:
    for mention in figures_of(kept):
        quantity = mention.fact.quantity
        side: Side | None = None
        for number, figure in enumerate(claim.figures):
            how = _comparable(figure, quantity)
            if how is None:
                continue
            side = side or side_of(mention)
            if _tells_nothing(figure, side):
                continue
            told = traits(figure, side, rank)
            other = how == "mixed"
            met = not other and meets(figure, side) != figure.denied
            yield number, Pair(number, figure, side, told, weights.pair(told), met, other)


def _comparable(figure: Side, quantity: Quantity) -> str | None:
    """Whether a figure's unit lets it be compared: ``same``, ``mixed`` (the same number in another unit), or not."""
    own = figure.fact.quantity
    if figure.key == key_of(quantity):
        return "same"
    if own.code is None and quantity.family not in ("ratio", "points") and _as_large(own, quantity):
        return "same"
    if (own.family, quantity.family) in _MIXED and own.value is not None and own.value == quantity.value:
        return "mixed"
    return None


def _as_large(bare: Quantity, other: Quantity) -> bool:
    """Whether a number said without its unit (票房20亿) can be one of another's kind, by its size.

    Money and the like are only meant by large numbers; a figure that is nowhere near is of another thing.
    """
    one, two = bare.value, other.value
    if one is None or two is None or not one or not two:
        return other.family != "currency"
    near = max(one, two) / min(one, two) < FAR_OFF if one > 0 < two else False
    return near and (other.family != "currency" or one >= LARGE)


def _tells_nothing(one: Side, two: Side) -> bool:
    """Whether one figure is bounded only above and the other only below: neither speaks for or against the other.

    A running total of over 25 does not tell whether it came to less than 60; one of over 70 does.
    """
    for above, below in ((one, two), (two, one)):
        if above.low is None and below.high is None and above.high is not None and below.low is not None:
            return below.low < above.high
    return False


def _likeliest(claim: Claim, held: list[Pair], weights: Weights) -> Iterator[Pair]:
    ranked = sorted(held, key=lambda pair: -pair.chance)[:KEPT]
    placed = [_placed(claim, pair, weights) for pair in ranked[:PLACED]]
    yield from sorted([*placed, *ranked[PLACED:]], key=lambda pair: -pair.chance)


def _placed(claim: Claim, pair: Pair, weights: Weights) -> Pair:
    told = with_placing(pair.traits, claim.figures[pair.figure], pair.other)
    return Pair(pair.figure, pair.claim, pair.other, told, weights.pair(told), pair.meets, pair.unit_other)
